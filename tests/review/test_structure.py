"""What pages need of each other is told before a build finds every page with a dead link; fuzzing found each of these."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.build.content import controleer
from tests.bench.fuzz import project

KOP = "---\ntitel: Nieuw\nsamenvatting: Een nieuwe pagina.\n---\n\n"


def _weg(naam: str) -> Callable[[Path], None]:
    return lambda wortel: (wortel / naam).unlink()


def _vervang(naam: str, oud: str, nieuw: str) -> Callable[[Path], None]:
    def doe(wortel: Path) -> None:
        pad = wortel / naam
        assert oud in pad.read_text(encoding="utf-8")
        pad.write_text(pad.read_text(encoding="utf-8").replace(oud, nieuw), encoding="utf-8")

    return doe


def _nieuw(naam: str, tekst: str) -> Callable[[Path], None]:
    def doe(wortel: Path) -> None:
        (wortel / naam).parent.mkdir(exist_ok=True)
        (wortel / naam).write_text(KOP + tekst, encoding="utf-8")

    return doe


GEVALLEN: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "menu": (_weg("docs/themas/index.md"), "mkdocs.yml", "het menu verwijst naar docs/themas/index.md"),
    "schil": (_weg("docs/privacy.md"), "mkdocs.yml", "elke pagina verwijst naar docs/privacy.md"),
    "kopje": (_vervang("docs/meedoen.md", "Een fout melden", "Fouten"), "docs/meedoen.md", "verwijst naar het kopje #een-fout-melden"),
    "verzameling": (_weg("docs/financien/index.md"), "mkdocs.yml", "staan op docs/financien.md en dat bestand is er niet"),
    "gegevens": (_vervang("docs/organisatie.md", "{{ organisaties() }}", "Niets."), "docs/organisatie.md", "ontbreekt organisatie"),
    "map": (_nieuw("docs/los/blad.md", "Tekst.\n"), "docs/los/blad.md", "de map los/ heeft geen eigen pagina; maak docs/los/index.md"),
    "map van een gemaakte pagina": (_weg("docs/voortgang/index.md"), "mkdocs.yml", "de map voortgang/ heeft geen eigen pagina"),
    "woord": (_nieuw("docs/nieuw.md", "## A\n\n{{ expertteams() }}\n\n## B\n\n{{ expertteams() }}\n"), "docs/nieuw.md", "maken allebei het anker"),
}  # fmt: skip


@pytest.mark.parametrize("naam", GEVALLEN)
def test_what_a_page_needs_is_told(naam: str, tmp_path: Path) -> None:
    wortel = project(tmp_path)
    assert [b for b in controleer(wortel)[1] if not b.waarschuwing] == []
    doe, bestand, melding = GEVALLEN[naam]
    doe(wortel)
    fouten = [b for b in controleer(wortel)[1] if not b.waarschuwing]
    (gevonden,) = [b for b in fouten if melding in b.melding]
    assert gevonden.bestand == bestand
    if naam == "woord":
        assert gevonden.regel == 12
