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
from contextlib import contextmanager
from pathlib import Path

import pytest

from macros.plugin import VOORAF
from tests.conftest import MOMENT
from tests.helpers.builder import Voorvertoning
from tests.helpers.changes import nieuw

AF = """

## Een kop die erbij komt

Een zin die er net bij kwam, met {{ begrip("pga") }}.
"""


@pytest.fixture(scope="module")
def wortel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return nieuw(tmp_path_factory.mktemp("voorbeeld") / "project", cache=True)


@pytest.fixture(scope="module")
def voorbeeld(wortel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voorvertoning]:
    preview = Voorvertoning(wortel, tmp_path_factory.mktemp("site") / "site")
    assert preview.bouw(MOMENT).code == 0
    yield preview
    preview.stop()


@contextmanager
def _anders(pad: Path, maak: Callable[[str], str]) -> Iterator[None]:
    was = pad.read_text(encoding="utf-8")
    pad.write_text(maak(was), encoding="utf-8")
    try:
        yield
    finally:
        pad.write_text(was, encoding="utf-8")


def _bladen(map_: Path) -> dict[str, str]:
    return {pad.relative_to(map_).as_posix(): pad.read_text(encoding="utf-8") for pad in map_.rglob("index.html")}


@pytest.mark.parametrize(
    ("bestand", "pad"),
    [
        ("docs/praktijken/aanpak-1.md", "praktijken/aanpak-1"),
        ("docs/themas/jeugd.md", "themas/jeugd"),
        ("docs/activiteiten/index.md", "activiteiten"),
        ("docs/privacy.md", "privacy"),
        ("newsletters/2023-q4.md", "nieuwsbrieven/2023-q4"),
    ],
)
def test_a_page_of_which_the_text_was_saved_is_made_first(
    wortel: Path, voorbeeld: Voorvertoning, bestand: str, pad: str
) -> None:
    assert voorbeeld.bouw(MOMENT).code == 0
    begin = _bladen(voorbeeld.doel)
    with _anders(wortel / bestand, lambda tekst: tekst + AF):
        assert voorbeeld.eerst(wortel / bestand)
        eerst = _bladen(voorbeeld.doel)
        assert {naam for naam in eerst if eerst[naam] != begin[naam]} == {f"{pad}/index.html"}
        blad = eerst[f"{pad}/index.html"]
        assert 'id="een-kop-die-erbij-komt"' in blad
        assert "Een zin die er net bij kwam" in blad
        assert voorbeeld.bouw(MOMENT).code == 0
        assert _bladen(voorbeeld.doel)[f"{pad}/index.html"] == blad
    assert voorbeeld.eerst(wortel / bestand), "and back"
    assert _bladen(voorbeeld.doel)[f"{pad}/index.html"] == begin[f"{pad}/index.html"]


@pytest.mark.parametrize(
    ("bestand", "van", "naar"),
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
    wortel: Path, voorbeeld: Voorvertoning, bestand: str, van: str, naar: str
) -> None:
    assert voorbeeld.bouw(MOMENT).code == 0
    begin = _bladen(voorbeeld.doel)
    assert van in (wortel / bestand).read_text(encoding="utf-8")
    with _anders(wortel / bestand, lambda tekst: tekst.replace(van, naar, 1)):
        assert not voorbeeld.eerst(wortel / bestand)
    assert _bladen(voorbeeld.doel) == begin


def test_a_file_that_comes_or_goes_waits_for_the_whole_build(wortel: Path, voorbeeld: Voorvertoning) -> None:
    assert voorbeeld.bouw(MOMENT).code == 0
    blad, erbij = wortel / "docs/praktijken/aanpak-1.md", wortel / "docs/over/blad.md"
    erbij.parent.mkdir(exist_ok=True)
    erbij.write_text("---\ntitel: Blad\nsamenvatting: Een blad van de proef.\n---\n\nTekst.\n", encoding="utf-8")
    with _anders(blad, lambda tekst: tekst + AF):
        assert not voorbeeld.eerst(blad, erbij)
        erbij.unlink()
        assert voorbeeld.eerst(blad, erbij), "a file that an editor put beside it for a moment does not count"
    weg = blad.read_text(encoding="utf-8")
    blad.unlink()
    assert not voorbeeld.eerst(blad)
    blad.write_text(weg, encoding="utf-8")


def test_many_files_at_once_wait_for_the_whole_build(wortel: Path, voorbeeld: Voorvertoning) -> None:
    """As when someone fetches the work of others: to look at each of them by itself would take longer."""
    assert voorbeeld.bouw(MOMENT).code == 0
    bladen = sorted((wortel / "docs").rglob("*.md"))
    assert voorbeeld.eerst(*bladen[:VOORAF])
    assert not voorbeeld.eerst(*bladen[: VOORAF + 1])


def test_while_something_is_wrong_all_is_built(wortel: Path, voorbeeld: Voorvertoning) -> None:
    """The page that says what is wrong stands on every page, and must go from every page."""
    assert voorbeeld.bouw(MOMENT).code == 0
    blad = wortel / "docs/praktijken/aanpak-1.md"
    with _anders(blad, lambda tekst: tekst + "\n[Nergens](nergens.md)\n"):
        assert voorbeeld.eerst(blad), "where a link leads is asked of the whole site, later"
        assert voorbeeld.bouw(MOMENT).code == 0
        assert "nergens.md" in _bladen(voorbeeld.doel)["index.html"]
    assert not voorbeeld.eerst(blad)
    assert voorbeeld.bouw(MOMENT).code == 0
    assert "nergens.md" not in _bladen(voorbeeld.doel)["index.html"]


@pytest.mark.parametrize("na", [0, 1, 2, 20, 60])
def test_a_build_that_can_wait_gives_way_to_a_save(wortel: Path, voorbeeld: Voorvertoning, na: int) -> None:
    """Wherever it is broken off, what is saved is made of the last build that is whole, and then all is as it should be."""
    assert voorbeeld.bouw(MOMENT).code == 0
    begin = _bladen(voorbeeld.doel)
    jeugd, blad = wortel / "docs/_data/themas.yml", wortel / "docs/praktijken/aanpak-1.md"
    with (
        _anders(blad, lambda tekst: tekst + AF),
        _anders(jeugd, lambda tekst: tekst.replace("naam: Jeugd", "naam: Jongeren")),
    ):
        assert voorbeeld.onderbroken(na)
    with _anders(blad, lambda tekst: tekst + AF):
        assert voorbeeld.eerst(blad)
        eerst = _bladen(voorbeeld.doel)["praktijken/aanpak-1/index.html"]
        assert "Een zin die er net bij kwam" in eerst
        assert voorbeeld.bouw(MOMENT).code == 0
        assert _bladen(voorbeeld.doel)["praktijken/aanpak-1/index.html"] == eerst
    assert voorbeeld.bouw(MOMENT).code == 0
    assert _bladen(voorbeeld.doel) == begin


def test_what_a_build_that_gave_way_has_read_still_waits_for_the_whole_build(
    wortel: Path, voorbeeld: Voorvertoning
) -> None:
    """A title stands on other pages too, whoever read it."""
    assert voorbeeld.bouw(MOMENT).code == 0
    blad = wortel / "docs/praktijken/aanpak-1.md"
    with _anders(blad, lambda tekst: tekst.replace("titel: Aanpak 1", "titel: Een andere titel")):
        assert voorbeeld.onderbroken(1)
        assert not voorbeeld.eerst(blad)


# ── As someone uses it ──────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _opgestart(wortel: Path) -> Iterator[str]:
    with socket.socket() as stopcontact:
        stopcontact.bind(("127.0.0.1", 0))
        adres = f"127.0.0.1:{stopcontact.getsockname()[1]}"
    omgeving = os.environ | {"SOURCE_DATE_EPOCH": MOMENT, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(wortel)}
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", adres], cwd=wortel, env=omgeving,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as proces:  # fmt: skip
        try:
            yield f"http://{adres}/"
        finally:
            proces.send_signal(signal.SIGINT)


def _gehaald(adres: str) -> str:
    with urllib.request.urlopen(adres, timeout=60) as antwoord:  # noqa: S310 - an address of this machine
        tekst: str = antwoord.read().decode()
    return tekst


def _tot(adres: str, ja: Callable[[str], bool]) -> str:
    for _ in range(600):
        try:
            if ja(blad := _gehaald(adres)):
                return blad
        except (OSError, http.client.HTTPException):
            pass  # it is still starting, or was writing the file
        time.sleep(0.1)
    pytest.fail(f"{adres} never showed it")


def _nummer(blad: str) -> int:
    """Which build a page says it is of: a browser loads it again as soon as there is a later one."""
    treffer = re.search(r"livereload\((\d+), \d+\)", blad)
    assert treffer, "the preview tells browsers of changes"
    return int(treffer[1])


def test_the_writer_sees_a_save_once_and_then_what_is_wrong_with_it(tmp_path: Path) -> None:
    wortel = nieuw(tmp_path / "project", cache=True)
    blad = wortel / "docs/praktijken/aanpak-1.md"
    with _opgestart(wortel) as begin:
        adres = f"{begin}praktijken/aanpak-1/"
        eerst = _nummer(_tot(adres, lambda tekst: "</html>" in tekst))
        blad.write_text(blad.read_text(encoding="utf-8") + AF, encoding="utf-8")
        opgeslagen = _nummer(_tot(adres, lambda tekst: "Een zin die er net bij kwam" in tekst))
        assert opgeslagen > eerst
        _tot(f"{begin}feed.xml", lambda tekst: "Een zin die er net bij kwam" in tekst)
        assert _nummer(_gehaald(adres)) == opgeslagen, (
            "all the rest was built, and no browser had to load the page again"
        )
        blad.write_text(blad.read_text(encoding="utf-8") + "\n[Nergens](nergens.md)\n", encoding="utf-8")
        _tot(adres, lambda tekst: ">Nergens<" in tekst)
        fout = _tot(begin, lambda tekst: "nergens.md" in tekst)
        assert _nummer(fout) > opgeslagen
