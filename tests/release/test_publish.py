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
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from macros.release import publish
from tests.bench.publishing import dood
from tests.conftest import WORTEL
from tests.helpers.small_release import GEWOON, pagina, schrijf

NU = "20261122T13370{}Z"


def bouwer(bestanden: Mapping[str, str] = GEWOON) -> Callable[[Path], None]:
    return lambda map_: schrijf(map_, bestanden)


def zet(doel: Path, nummer: int, **anders: str) -> publish.Uitslag:
    bestanden = {**GEWOON, **{naam.replace("__", "/") + ".html": pagina(tekst) for naam, tekst in anders.items()}}
    return publish.publiceer(doel, doel, bouw=bouwer(bestanden), nu=NU.format(nummer))


def tekst(doel: Path, pad: str = "index.html") -> str:
    return (doel / "huidig/site" / pad).read_text(encoding="utf-8")


def test_a_first_release_is_served(tmp_path: Path) -> None:
    uitslag = zet(tmp_path, 1)
    assert uitslag.nieuw
    assert uitslag.server_veranderd
    assert (tmp_path / "huidig").readlink() == Path(f"releases/{uitslag.id}")
    assert tekst(tmp_path) == GEWOON["index.html"]
    assert (tmp_path / "huidig/site/themas/index.html.br").is_file()
    assert (tmp_path / "huidig/server/kaarten.nginx.conf").is_file()
    assert not list((tmp_path / ".bezig").iterdir())


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    eerste = zet(tmp_path, 1)
    tweede = zet(tmp_path, 2)
    assert (tweede.id, tweede.nieuw) == (eerste.id, False)
    assert len(publish.uitgaven(tmp_path)) == 1


def test_what_did_not_change_keeps_its_time_and_its_room(tmp_path: Path) -> None:
    zet(tmp_path, 1)
    was = (tmp_path / "huidig/site/feed.xml").stat()
    uitslag = zet(tmp_path, 2, index="anders")
    nu = (tmp_path / "huidig/site/feed.xml").stat()
    assert (nu.st_ino, nu.st_mtime_ns) == (was.st_ino, was.st_mtime_ns)
    assert uitslag.gewijzigd == 2  # the page, and the list of the build
    assert "anders" in tekst(tmp_path)
    assert not uitslag.server_veranderd


def test_files_with_a_hash_stay_for_readers_of_before(tmp_path: Path) -> None:
    zet(tmp_path, 1)
    nieuw = "assets/site.abcdefabcd.css"
    bestanden = {pad: inhoud.replace("assets/site.0123456789.css", nieuw) for pad, inhoud in GEWOON.items()}
    bestanden[nieuw] = bestanden.pop("assets/site.0123456789.css")
    publish.publiceer(tmp_path, tmp_path, bouw=bouwer(bestanden), nu=NU.format(2))
    assert tekst(tmp_path, "assets/site.0123456789.css") == GEWOON["assets/site.0123456789.css"]
    for nummer in range(3, 8):
        nog = {**bestanden, "index.html": bestanden["index.html"].replace("Test", f"Test {nummer}")}
        publish.publiceer(tmp_path, tmp_path, bouw=bouwer(nog), nu=NU.format(nummer))
    assert not (tmp_path / "huidig/site/assets/site.0123456789.css").exists()  # no release needs it any more


def test_five_releases_stay(tmp_path: Path) -> None:
    namen = [zet(tmp_path, nummer, index=str(nummer)).id for nummer in range(7)]
    assert [uitgave.name for uitgave in publish.uitgaven(tmp_path)] == namen[-5:]


def test_back_and_back_again(tmp_path: Path) -> None:
    namen = [zet(tmp_path, nummer, index=f"nummer {nummer}").id for nummer in range(3)]
    assert publish.terug(tmp_path).id == namen[1]
    assert "nummer 1" in tekst(tmp_path)
    assert publish.terug(tmp_path).id == namen[0]
    with pytest.raises(publish.Publicatiefout, match="geen uitgave van eerder"):
        publish.terug(tmp_path)
    assert publish.terug(tmp_path, namen[2]).id == namen[2]
    assert "nummer 2" in tekst(tmp_path)


def test_a_release_that_is_served_is_not_cleared_away(tmp_path: Path) -> None:
    for nummer in range(5, 9):
        zet(tmp_path, nummer, index=str(nummer))
    zet(tmp_path, 9, index="negen")
    laat = zet(tmp_path, 1, index="een klok die achterloopt")
    assert publish.uitgaven(tmp_path)[0].name == laat.id
    assert "achterloopt" in tekst(tmp_path)


STUK: dict[str, tuple[Mapping[str, str], str]] = {
    "dead link": ({**GEWOON, "index.html": pagina('<a href="weg/">x</a>')}, "de link weg/ komt nergens uit"),
    "dead anchor": ({**GEWOON, "index.html": pagina('<a href="themas/#weg">x</a>')}, "noemt een anker"),
    "half a page": ({**GEWOON, "index.html": pagina()[:-20]}, "houdt halverwege op"),
    "broken feed": ({**GEWOON, "feed.xml": "<rss>"}, "feed.xml: kan niet gelezen worden"),
    "lost page": ({p: i for p, i in GEWOON.items() if p != "feed.json"}, "feed.json: stond in de vorige uitgave"),
    "inline style": ({**GEWOON, "index.html": pagina('<p style="color:red">x</p>')}, "een kenmerk style="),
}


@pytest.mark.parametrize("geval", STUK)
def test_what_is_not_whole_is_not_published(tmp_path: Path, geval: str) -> None:
    was = zet(tmp_path, 1)
    bestanden, melding = STUK[geval]
    with pytest.raises(publish.Publicatiefout) as fout:
        publish.publiceer(tmp_path, tmp_path, bouw=bouwer(bestanden), nu=NU.format(2))
    assert melding in str(fout.value)
    _onveranderd(tmp_path, was)


def _onveranderd(doel: Path, was: publish.Uitslag) -> None:
    assert (doel / "huidig").readlink() == Path(f"releases/{was.id}")
    assert tekst(doel) == GEWOON["index.html"]
    assert len(publish.uitgaven(doel)) == 1


def test_a_build_that_stops_half_way_is_not_published(tmp_path: Path) -> None:
    was = zet(tmp_path, 1)

    def half(map_: Path) -> None:
        schrijf(map_)
        (map_ / "data/bouw.json").unlink()

    with pytest.raises(publish.Publicatiefout, match="niet tot het einde gekomen"):
        publish.publiceer(tmp_path, tmp_path, bouw=half, nu=NU.format(2))
    _onveranderd(tmp_path, was)


def test_a_file_that_changed_after_the_build_is_not_published(tmp_path: Path) -> None:
    def anders(map_: Path) -> None:
        schrijf(map_)
        (map_ / "data/rijen.csv").write_text("a,b\n1,3\n", encoding="utf-8")

    with pytest.raises(publish.Publicatiefout, match=r"data/rijen\.csv: is na de bouw veranderd"):
        publish.publiceer(tmp_path, tmp_path, bouw=anders, nu=NU.format(1))


@pytest.mark.parametrize(("nummer", "uitleg"), [(errno.ENOSPC, "De schijf is vol"), (errno.EROFS, "alleen gelezen")])
def test_a_disk_that_fails_is_said_in_dutch(tmp_path: Path, nummer: int, uitleg: str) -> None:
    was = zet(tmp_path, 1)

    def vol(map_: Path) -> None:
        schrijf(map_)
        raise OSError(nummer, os.strerror(nummer))

    with pytest.raises(publish.Publicatiefout, match=f"{uitleg}.*wat er stond, staat er nog"):
        publish.publiceer(tmp_path, tmp_path, bouw=vol, nu=NU.format(2))
    _onveranderd(tmp_path, was)
    assert not list((tmp_path / ".bezig").iterdir())


def test_two_publishers_do_not_meet(tmp_path: Path) -> None:
    was = zet(tmp_path, 1)
    with (tmp_path / ".slot").open("a") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        with pytest.raises(publish.Publicatiefout, match="Er wordt al gepubliceerd"):
            zet(tmp_path, 2, index="anders")
        with pytest.raises(publish.Publicatiefout, match="Er wordt al gepubliceerd"):
            publish.terug(tmp_path)
    _onveranderd(tmp_path, was)


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    """Killed while it builds: what was served stays, and the next run begins clean."""
    was = zet(tmp_path, 1)
    code = f"""
        import time
        from pathlib import Path
        from macros.release import publish
        from tests.helpers.small_release import schrijf
        def bouw(map_):
            schrijf(map_)
            print("bezig", flush=True)
            time.sleep(60)
        publish.publiceer(Path({str(tmp_path)!r}), Path({str(tmp_path)!r}), bouw=bouw, nu="x")
    """
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", textwrap.dedent(code)], cwd=WORTEL, stdout=subprocess.PIPE, text=True
    ) as proces:
        assert proces.stdout is not None
        assert proces.stdout.readline() == "bezig\n"
        proces.send_signal(signal.SIGKILL)
    assert list((tmp_path / ".bezig").iterdir())
    _onveranderd(tmp_path, was)
    zet(tmp_path, 2, index="anders")
    assert not list((tmp_path / ".bezig").iterdir())
    assert "anders" in tekst(tmp_path)


def test_stopped_at_any_moment_the_served_site_is_whole(tmp_path: Path) -> None:
    """Five moments; `python -m tests.bench.publishing` tries 200, and full disks."""
    telling = dood(tmp_path, 5, random.Random(20261122))  # noqa: S311 - moments, no secrets
    assert telling["oude uitgave"] + telling["nieuwe uitgave"] == 5
    assert telling["gedood"]


def test_going_back_takes_less_than_a_second(tmp_path: Path) -> None:
    for nummer in range(2):
        zet(tmp_path, nummer, index=str(nummer))
    begin = time.process_time()
    publish.terug(tmp_path)
    assert time.process_time() - begin < 1


def test_make_site_leaves_the_old_site_when_the_build_fails(tmp_path: Path) -> None:
    publish.bouw_site(tmp_path, bouw=bouwer())
    assert (tmp_path / "site/index.html").is_file()

    def stuk(map_: Path) -> None:
        (map_ / "themas").mkdir(parents=True)
        raise publish.Publicatiefout("kapot")

    with pytest.raises(publish.Publicatiefout, match="kapot"):
        publish.bouw_site(tmp_path, bouw=stuk)
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == GEWOON["index.html"]
    publish.bouw_site(tmp_path, bouw=bouwer({**GEWOON, "index.html": pagina("nieuw")}))
    assert "nieuw" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert not list((tmp_path / ".cache/.bezig").iterdir())


def test_a_build_of_mkdocs_that_fails_says_what_it_said(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nonbekend: [\n", encoding="utf-8")
    with pytest.raises(publish.Publicatiefout, match=r"De bouw is mislukt; er is niets gepubliceerd\.\n.*MkDocs"):
        publish.bouw_met_mkdocs(tmp_path)(tmp_path / "site")
