from __future__ import annotations

import errno
import fcntl
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from macros.channels import calendars
from macros.release import building, publish, releases, staging
from tests.bench.publishing import dead
from tests.conftest import ROOT
from tests.helpers import small_catalog
from tests.helpers.small_release import ADDRESS, ORDINARY, builder, page, write

NOW = "20261122T13370{}Z"


def put(target: Path, number: int, **different: str) -> publish.Publication:
    files = {**ORDINARY, **{name.replace("__", "/") + ".html": page(text) for name, text in different.items()}}
    return publish.publish_site(target, target, build=builder(files), now=NOW.format(number))


def tekst(target: Path, path: str = "index.html") -> str:
    return (target / "huidig/site" / path).read_text(encoding="utf-8")


def test_a_first_release_is_served(tmp_path: Path) -> None:
    result = put(tmp_path, 1)
    assert result.new
    assert result.server_changed
    assert (tmp_path / "huidig").readlink() == Path(f"releases/{result.id}")
    assert tekst(tmp_path) == ORDINARY["index.html"]
    assert (tmp_path / "huidig/site/themas/index.html.br").is_file()
    assert (tmp_path / "huidig/server/kaarten.nginx.conf").is_file()
    assert not list((tmp_path / ".bezig").iterdir())


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    first = put(tmp_path, 1)
    second = put(tmp_path, 2)
    assert (second.id, second.new) == (first.id, False)
    assert len(releases.all_releases(tmp_path)) == 1


def test_what_did_not_change_keeps_its_time_and_its_room(tmp_path: Path) -> None:
    put(tmp_path, 1)
    was = (tmp_path / "huidig/site/feed.xml").stat()
    result = put(tmp_path, 2, index="anders")
    now = (tmp_path / "huidig/site/feed.xml").stat()
    assert (now.st_ino, now.st_mtime_ns) == (was.st_ino, was.st_mtime_ns)
    assert result.changed == 2  # the page, and the list of the build
    assert "anders" in tekst(tmp_path)
    assert not result.server_changed


def test_files_with_a_hash_stay_for_readers_of_before(tmp_path: Path) -> None:
    put(tmp_path, 1)
    new = "assets/site.abcdefabcd.css"
    files = {path: contents.replace("assets/site.0123456789.css", new) for path, contents in ORDINARY.items()}
    files[new] = files.pop("assets/site.0123456789.css")
    publish.publish_site(tmp_path, tmp_path, build=builder(files), now=NOW.format(2))
    assert tekst(tmp_path, "assets/site.0123456789.css") == ORDINARY["assets/site.0123456789.css"]
    for number in range(3, 8):
        another = {**files, "index.html": files["index.html"].replace("Test", f"Test {number}")}
        publish.publish_site(tmp_path, tmp_path, build=builder(another), now=NOW.format(number))
    assert not (tmp_path / "huidig/site/assets/site.0123456789.css").exists()  # no release needs it any more


def test_five_releases_stay(tmp_path: Path) -> None:
    names = [put(tmp_path, number, index=str(number)).id for number in range(7)]
    assert [release.name for release in releases.all_releases(tmp_path)] == names[-5:]


def test_back_and_back_again(tmp_path: Path) -> None:
    names = [put(tmp_path, number, index=f"nummer {number}").id for number in range(3)]
    assert publish.roll_back(tmp_path).id == names[1]
    assert "nummer 1" in tekst(tmp_path)
    assert publish.roll_back(tmp_path).id == names[0]
    with pytest.raises(staging.PublishError, match="geen uitgave van eerder"):
        publish.roll_back(tmp_path)
    assert publish.roll_back(tmp_path, names[2]).id == names[2]
    assert "nummer 2" in tekst(tmp_path)


def test_a_release_that_is_served_is_not_cleared_away(tmp_path: Path) -> None:
    for number in range(5, 9):
        put(tmp_path, number, index=str(number))
    put(tmp_path, 9, index="negen")
    late = put(tmp_path, 1, index="een klok die achterloopt")
    assert releases.all_releases(tmp_path)[0].name == late.id
    assert "achterloopt" in tekst(tmp_path)


BROKEN: dict[str, tuple[Mapping[str, str], str]] = {
    "dead link": ({**ORDINARY, "index.html": page('<a href="weg/">x</a>')}, "de link weg/ komt nergens uit"),
    "dead anchor": ({**ORDINARY, "index.html": page('<a href="themas/#weg">x</a>')}, "noemt een anker"),
    "half a page": ({**ORDINARY, "index.html": page()[:-20]}, "houdt halverwege op"),
    "broken feed": ({**ORDINARY, "feed.xml": "<rss>"}, "feed.xml: kan niet gelezen worden"),
    "lost page": ({p: i for p, i in ORDINARY.items() if p != "feed.json"}, "feed.json: stond in de vorige uitgave"),
    "inline style": ({**ORDINARY, "index.html": page('<p style="color:red">x</p>')}, "een kenmerk style="),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_not_whole_is_not_published(tmp_path: Path, case: str) -> None:
    was = put(tmp_path, 1)
    files, message = BROKEN[case]
    with pytest.raises(staging.PublishError) as error:
        publish.publish_site(tmp_path, tmp_path, build=builder(files), now=NOW.format(2))
    assert message in str(error.value)
    _unchanged(tmp_path, was)


def _calendar(**different: Any) -> dict[str, str]:  # noqa: ANN401 - what the model of an activity takes
    """A site with one appointment."""
    record = small_catalog.activiteit(**different)
    made = calendars.single_ics(record, small_catalog.catalog(record), site=ADDRESS).decode()
    return {**ORDINARY, "activiteiten/kennissessie.ics": made}


@pytest.mark.parametrize("untold", [{"wanneer": "2023-04-13"}, {"status": "vervallen"}, {"tijd": "13:30"}])
def test_an_appointment_that_moved_without_a_word_is_not_published(tmp_path: Path, untold: dict[str, str]) -> None:
    """A reader's calendar would keep what it has; with a dated change it takes what is new."""
    publish.publish_site(tmp_path, tmp_path, build=builder(_calendar()), now=NOW.format(1))
    with pytest.raises(staging.PublishError, match="activiteit 'kennissessie' kreeg een ander moment"):
        publish.publish_site(tmp_path, tmp_path, build=builder(_calendar(**untold)), now=NOW.format(2))
    step = {"datum": "2023-02-01", "tekst": "Het werd anders."}
    told = builder(_calendar(**untold, geschiedenis=[step]))
    assert publish.publish_site(tmp_path, tmp_path, build=told, now=NOW.format(3)).new


def test_an_appointment_of_which_only_the_words_change_is_published(tmp_path: Path) -> None:
    publish.publish_site(tmp_path, tmp_path, build=builder(_calendar()), now=NOW.format(1))
    other = builder(_calendar(omschrijving="Met een toelichting.", status="gepland"))
    assert publish.publish_site(tmp_path, tmp_path, build=other, now=NOW.format(2)).new


def _unchanged(target: Path, was: publish.Publication) -> None:
    assert (target / "huidig").readlink() == Path(f"releases/{was.id}")
    assert tekst(target) == ORDINARY["index.html"]
    assert len(releases.all_releases(target)) == 1


def test_a_build_that_stops_half_way_is_not_published(tmp_path: Path) -> None:
    was = put(tmp_path, 1)

    def half(folder: Path) -> None:
        write(folder)
        (folder / "data/bouw.json").unlink()

    with pytest.raises(staging.PublishError, match="niet tot het einde gekomen"):
        publish.publish_site(tmp_path, tmp_path, build=half, now=NOW.format(2))
    _unchanged(tmp_path, was)


def test_a_file_that_changed_after_the_build_is_not_published(tmp_path: Path) -> None:
    def different(folder: Path) -> None:
        write(folder)
        (folder / "data/rijen.csv").write_text("a,b\n1,3\n", encoding="utf-8")

    with pytest.raises(staging.PublishError, match=r"data/rijen\.csv: is na de bouw veranderd"):
        publish.publish_site(tmp_path, tmp_path, build=different, now=NOW.format(1))


@pytest.mark.parametrize(("nummer", "uitleg"), [(errno.ENOSPC, "De schijf is vol"), (errno.EROFS, "alleen gelezen")])
def test_a_disk_that_fails_is_said_in_dutch(tmp_path: Path, nummer: int, uitleg: str) -> None:
    was = put(tmp_path, 1)

    def full(folder: Path) -> None:
        write(folder)
        raise OSError(nummer, os.strerror(nummer))

    with pytest.raises(staging.PublishError, match=f"{uitleg}.*wat er stond, staat er nog"):
        publish.publish_site(tmp_path, tmp_path, build=full, now=NOW.format(2))
    _unchanged(tmp_path, was)
    assert not list((tmp_path / ".bezig").iterdir())


def test_two_publishers_do_not_meet(tmp_path: Path) -> None:
    was = put(tmp_path, 1)
    with (tmp_path / ".slot").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(staging.PublishError, match="Er wordt al gepubliceerd"):
            put(tmp_path, 2, index="anders")
        with pytest.raises(staging.PublishError, match="Er wordt al gepubliceerd"):
            publish.roll_back(tmp_path)
    _unchanged(tmp_path, was)


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    """Killed while it builds: what was served stays, and the next run begins clean."""
    was = put(tmp_path, 1)
    code = f"""
        import time
        from pathlib import Path
        from macros.release import publish
        from tests.helpers.small_release import write
        def build(folder):
            write(folder)
            print("bezig", flush=True)
            time.sleep(60)
        publish.publish_site(Path({str(tmp_path)!r}), Path({str(tmp_path)!r}), build=build, now="x")
    """
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "bezig\n"
        process.send_signal(signal.SIGKILL)
    assert list((tmp_path / ".bezig").iterdir())
    _unchanged(tmp_path, was)
    put(tmp_path, 2, index="anders")
    assert not list((tmp_path / ".bezig").iterdir())
    assert "anders" in tekst(tmp_path)


def test_stopped_at_any_moment_the_served_site_is_whole(tmp_path: Path) -> None:
    """Five moments; `python -m tests.bench.publishing` tries 200, and full disks."""
    tally = dead(tmp_path, 5, random.Random(20261122))  # noqa: S311 - moments, no secrets
    assert tally["oude uitgave"] + tally["nieuwe uitgave"] == 5
    assert tally["gedood"]


def test_going_back_takes_less_than_a_second(tmp_path: Path) -> None:
    for number in range(2):
        put(tmp_path, number, index=str(number))
    start = time.process_time()
    publish.roll_back(tmp_path)
    assert time.process_time() - start < 1


def test_make_site_leaves_the_old_site_when_the_build_fails(tmp_path: Path) -> None:
    building.build_site(tmp_path, build=builder())
    assert (tmp_path / "site/index.html").is_file()

    def broken(folder: Path) -> None:
        (folder / "themas").mkdir(parents=True)
        raise staging.PublishError("kapot")

    with pytest.raises(staging.PublishError, match="kapot"):
        building.build_site(tmp_path, build=broken)
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == ORDINARY["index.html"]
    building.build_site(tmp_path, build=builder({**ORDINARY, "index.html": page("nieuw")}))
    assert "nieuw" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert not list((tmp_path / ".cache/.bezig").iterdir())


def test_a_build_of_mkdocs_that_fails_says_what_it_said(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nonbekend: [\n", encoding="utf-8")
    with pytest.raises(staging.PublishError, match=r"De bouw is mislukt; er is niets gepubliceerd\.\n.*MkDocs"):
        building.build_with_mkdocs(tmp_path)(tmp_path / "site")
