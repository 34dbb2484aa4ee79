"""The preview while someone writes: the page that was saved comes first, and what it cannot know yet comes after."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from macros.build.preview import AHEAD
from tests.conftest import MOMENT
from tests.helpers.builder import Preview
from tests.helpers.changes import new_project

APPENDED = """

## Een kop die erbij komt

Een zin die er net bij kwam, met {{ begrip("pga") }}.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_project(tmp_path_factory.mktemp("voorbeeld") / "project", cache=True)


@pytest.fixture(scope="module")
def small_project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    preview = Preview(root, tmp_path_factory.mktemp("site") / "site")
    assert preview.build(MOMENT).code == 0
    yield preview
    preview.stop()


@contextmanager
def _different(path: Path, make: Callable[[str], str]) -> Iterator[None]:
    was = path.read_text(encoding="utf-8")
    path.write_text(make(was), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(was, encoding="utf-8")


def _pages(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("index.html")
    }


@pytest.mark.parametrize(
    ("file", "pad"),
    [
        ("docs/praktijken/aanpak-1.md", "praktijken/aanpak-1"),
        ("docs/themas/jeugd.md", "themas/jeugd"),
        ("docs/activiteiten/index.md", "activiteiten"),
        ("docs/privacy.md", "privacy"),
        ("newsletters/2023-q4.md", "nieuwsbrieven/2023-q4"),
    ],
)
def test_a_page_of_which_the_text_was_saved_is_made_first(
    root: Path, small_project: Preview, file: str, pad: str
) -> None:
    assert small_project.build(MOMENT).code == 0
    start = _pages(small_project.doel)
    with _different(root / file, lambda text: text + APPENDED):
        assert small_project.first(root / file)
        first = _pages(small_project.doel)
        assert {name for name in first if first[name] != start[name]} == {f"{pad}/index.html"}
        site_page = first[f"{pad}/index.html"]
        assert 'id="een-kop-die-erbij-komt"' in site_page
        assert "Een zin die er net bij kwam" in site_page
        assert small_project.build(MOMENT).code == 0
        assert _pages(small_project.doel)[f"{pad}/index.html"] == site_page
    assert small_project.first(root / file), "and back"
    assert _pages(small_project.doel)[f"{pad}/index.html"] == start[f"{pad}/index.html"]


@pytest.mark.parametrize(
    ("file", "van", "naar"),
    [
        ("docs/praktijken/aanpak-1.md", "titel: Aanpak 1", "titel: Een andere titel"),
        ("docs/praktijken/aanpak-1.md", "status: in gebruik", "status: bestaat niet"),
        ("docs/praktijken/aanpak-1.md", 'begrip("rvo")', 'begrip("bestaat-niet")'),
        ("docs/praktijken/aanpak-1.md", "De tekst van", "Bel 06-12345678 over de tekst van"),
        ("docs/praktijken/aanpak-1.md", "De tekst van", "De\u202etekst van"),
        ("docs/_data/themas.yml", "naam: Jeugd", "naam: Jongeren"),
        ("docs/privacy.md", "bron: ", "synoniemen: [gegevens]\nbron: "),
    ],
)
def test_what_is_more_than_text_or_is_wrong_waits_for_the_whole_build(
    root: Path, small_project: Preview, file: str, van: str, naar: str
) -> None:
    assert small_project.build(MOMENT).code == 0
    start = _pages(small_project.doel)
    assert van in (root / file).read_text(encoding="utf-8")
    with _different(root / file, lambda text: text.replace(van, naar, 1)):
        assert not small_project.first(root / file)
    assert _pages(small_project.doel) == start


def test_a_file_that_comes_or_goes_waits_for_the_whole_build(root: Path, small_project: Preview) -> None:
    assert small_project.build(MOMENT).code == 0
    site_page, added = root / "docs/praktijken/aanpak-1.md", root / "docs/over/blad.md"
    added.parent.mkdir(exist_ok=True)
    added.write_text("---\ntitel: Blad\nsamenvatting: Een blad van de proef.\n---\n\nTekst.\n", encoding="utf-8")
    with _different(site_page, lambda text: text + APPENDED):
        assert not small_project.first(site_page, added)
        added.unlink()
        assert small_project.first(site_page, added), "a file that an editor put beside it for a moment does not count"
    gone = site_page.read_text(encoding="utf-8")
    site_page.unlink()
    assert not small_project.first(site_page)
    site_page.write_text(gone, encoding="utf-8")


def test_many_files_at_once_wait_for_the_whole_build(root: Path, small_project: Preview) -> None:
    """As when someone fetches the work of others: to look at each of them by itself would take longer."""
    assert small_project.build(MOMENT).code == 0
    site_pages = sorted((root / "docs").rglob("*.md"))
    assert small_project.first(*site_pages[:AHEAD])
    assert not small_project.first(*site_pages[: AHEAD + 1])


def test_while_something_is_wrong_all_is_built(root: Path, small_project: Preview) -> None:
    """The page that says what is wrong stands on every page, and must go from every page."""
    assert small_project.build(MOMENT).code == 0
    site_page = root / "docs/praktijken/aanpak-1.md"
    with _different(site_page, lambda text: text + "\n[Nergens](nergens.md)\n"):
        assert small_project.first(site_page), "where a link leads is asked of the whole site, later"
        assert small_project.build(MOMENT).code == 0
        assert "nergens.md" in _pages(small_project.doel)["index.html"]
    assert not small_project.first(site_page)
    assert small_project.build(MOMENT).code == 0
    assert "nergens.md" not in _pages(small_project.doel)["index.html"]


@pytest.mark.parametrize("na", [0, 1, 2, 20, 60])
def test_a_build_that_can_wait_gives_way_to_a_save(root: Path, small_project: Preview, na: int) -> None:
    """Wherever it is broken off, what is saved is made of the last build that is whole, and then all is as it should be."""
    assert small_project.build(MOMENT).code == 0
    start = _pages(small_project.doel)
    jeugd, site_page = root / "docs/_data/themas.yml", root / "docs/praktijken/aanpak-1.md"
    with (
        _different(site_page, lambda text: text + APPENDED),
        _different(jeugd, lambda text: text.replace("naam: Jeugd", "naam: Jongeren")),
    ):
        assert small_project.interrupted(na)
    with _different(site_page, lambda text: text + APPENDED):
        assert small_project.first(site_page)
        first = _pages(small_project.doel)["praktijken/aanpak-1/index.html"]
        assert "Een zin die er net bij kwam" in first
        assert small_project.build(MOMENT).code == 0
        assert _pages(small_project.doel)["praktijken/aanpak-1/index.html"] == first
    assert small_project.build(MOMENT).code == 0
    assert _pages(small_project.doel) == start


def test_what_a_build_that_gave_way_has_read_still_waits_for_the_whole_build(
    root: Path, small_project: Preview
) -> None:
    """A title stands on other pages too, whoever read it."""
    assert small_project.build(MOMENT).code == 0
    site_page = root / "docs/praktijken/aanpak-1.md"
    with _different(site_page, lambda text: text.replace("titel: Aanpak 1", "titel: Een andere titel")):
        assert small_project.interrupted(1)
        assert not small_project.first(site_page)


# ── As someone uses it ──────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _started(root: Path) -> Iterator[str]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{sock.getsockname()[1]}"
    environment = os.environ | {"SOURCE_DATE_EPOCH": MOMENT, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)}
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", address], cwd=root, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            yield f"http://{address}/"
        finally:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.terminate()  # who started the tests in the background of a script has made SIGINT mean nothing


def _fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - an address of this machine
        text: str = answer.read().decode()
    return text


def _until(address: str, yes: Callable[[str], bool]) -> str:
    for _ in range(600):
        try:
            if yes(site_page := _fetched(address)):
                return site_page
        except (OSError, http.client.HTTPException):
            pass  # it is still starting, or was writing the file
        time.sleep(0.1)
    pytest.fail(f"{address} never showed it")


def _number(site_page: str) -> int:
    """Which build a page says it is of: a browser loads it again as soon as there is a later one."""
    hit = re.search(r"livereload\((\d+), \d+\)", site_page)
    assert hit, "the preview tells browsers of changes"
    return int(hit[1])


def test_the_writer_sees_a_save_once_and_then_what_is_wrong_with_it(tmp_path: Path) -> None:
    root = new_project(tmp_path / "project", cache=True)
    site_page = root / "docs/praktijken/aanpak-1.md"
    with _started(root) as start:
        address = f"{start}praktijken/aanpak-1/"
        first = _number(_until(address, lambda text: "</html>" in text))
        site_page.write_text(site_page.read_text(encoding="utf-8") + APPENDED, encoding="utf-8")
        saved = _number(_until(address, lambda text: "Een zin die er net bij kwam" in text))
        assert saved > first
        _until(f"{start}feed.xml", lambda text: "Een zin die er net bij kwam" in text)
        assert _number(_fetched(address)) == saved, "all the rest was built, and no browser had to load the page again"
        site_page.write_text(site_page.read_text(encoding="utf-8") + "\n[Nergens](nergens.md)\n", encoding="utf-8")
        _until(address, lambda text: ">Nergens<" in text)
        error = _until(start, lambda text: "nergens.md" in text)
        assert _number(error) > saved
