"""What pages need of each other is told before a build finds every page with a dead link; fuzzing found each of these."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.build.content import check
from macros.review import structure
from tests.bench.fuzz import project

HEADING = "---\ntitel: Nieuw\nsamenvatting: Een nieuwe pagina.\n---\n\n"


def _gone(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def _replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        path = root / name
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return do


def _new(name: str, text: str) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(HEADING + text, encoding="utf-8")

    return do


CASES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "menu": (_gone("docs/themas/index.md"), "mkdocs.yml", "het menu verwijst naar docs/themas/index.md"),
    "schil": (_gone("docs/privacy.md"), "mkdocs.yml", "elke pagina verwijst naar docs/privacy.md"),
    "verzameling": (_gone("docs/financien/index.md"), "mkdocs.yml", "staan op docs/financien.md en dat bestand is er niet"),
    "gegevens": (_replace("docs/organisatie.md", "{{ organisaties() }}", "Niets."), "docs/organisatie.md", "ontbreekt organisatie"),
    "map": (_new("docs/los/blad.md", "Tekst.\n"), "docs/los/blad.md", "de map los/ heeft geen eigen pagina; maak docs/los/index.md"),
    "map van een gemaakte pagina": (_gone("docs/voortgang/index.md"), "mkdocs.yml", "de map voortgang/ heeft geen eigen pagina"),
    "woord": (_new("docs/nieuw.md", "## A\n\n{{ expertteams() }}\n\n## B\n\n{{ expertteams() }}\n"), "docs/nieuw.md", "maken allebei het anker"),
}  # fmt: skip


def test_a_heading_that_every_page_leads_to_is_asked_for() -> None:
    [found] = structure.shell({"meedoen"}, lambda _: ["hoe"], "{{ 'meedoen/#hoe' | url }} {{ 'meedoen/#wat' | url }}")
    assert "verwijst naar de kop #wat" in found.message


@pytest.mark.parametrize("naam", CASES)
def test_what_a_page_needs_is_told(naam: str, tmp_path: Path) -> None:
    root = project(tmp_path)
    assert [b for b in check(root)[1] if not b.warning] == []
    do, file, message = CASES[naam]
    do(root)
    errors = [b for b in check(root)[1] if not b.warning]
    (found,) = [b for b in errors if message in b.message]
    assert found.file == file
    if naam == "woord":
        assert found.line == 12
