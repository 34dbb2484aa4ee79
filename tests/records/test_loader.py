"""Files → catalog: what is read, where it stood, and that one fault does not hide or make others.

What contributors do wrong, with the exact message, is in `tests/errors/cases/`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from macros.cache import fingerprints
from macros.records import models as m
from macros.records.loader import MAX_MESSAGE, ContentErrors, File, inspect_all, load

BASE = Path(__file__).parents[1] / "errors/base"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "project"))


def _change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_everything_is_read_once() -> None:
    catalog = load(BASE)
    count = {model.kind.collection: len(records) for model, records in catalog.records.items()}
    assert count == {
        "bronnen": 2, "bronsoorten": 2, "organisaties": 2, "themas": 2, "expertteams": 1, "districten": 2, "gemeenten": 2,
        "activiteiten": 2, "praktijken": 1, "nieuwsbrieven": 1, "financien": 1, "cijferreeksen": 1, "netwerk": 1,
    }  # fmt: skip
    assert sorted(catalog.pages) == ["index", "over"]


def test_the_file_gives_id_and_year() -> None:
    catalog = load(BASE)
    assert catalog.one(m.Activiteit, "re-bootcmp-2023").jaar == 2023
    assert catalog.one(m.Praktijk, "hackshield").tekst == "De gemeente Tiel gebruikt dit spel."
    assert catalog.one(m.Bron, "gemeenten").bron == ("gemeenten",), "a source is its own source"


def test_figures_come_from_their_csv() -> None:
    assert load(BASE).one(m.Cijferreeks, "woninginbraken").rijen == (("2016", "9537", ""), ("2017", "7391", "daling"))


def test_prose_knows_the_line_at_which_it_begins(root: Path) -> None:
    assert inspect_all(root).text_starts["docs/over.md"] == 7
    (root / "docs/over.md").write_text("---\ntitel: Over\n---\n\n\n\nTekst.\n", encoding="utf-8")
    (root / "docs/los.md").write_text("\n\nTekst.\n", encoding="utf-8")
    starts_at = inspect_all(root).text_starts
    assert (starts_at["docs/over.md"], starts_at["docs/los.md"]) == (7, 3)


def test_what_a_file_gave_is_taken_over_as_long_as_it_says_the_same(root: Path) -> None:
    files: dict[str, File] = {}
    first = inspect_all(root, files).catalog
    _change(root, "docs/over.md", "titel: ", "titel: Nog meer ")
    afterwards = inspect_all(root, files).catalog
    assert afterwards.pages["over"].titel.startswith("Nog meer ")
    assert afterwards.one(m.Praktijk, "hackshield") is first.one(m.Praktijk, "hackshield")
    assert afterwards.records == inspect_all(root).catalog.records
    (root / "docs/over.md").unlink()
    assert "over" not in inspect_all(root, files).catalog.pages


def test_loading_fails_once_with_everything(root: Path) -> None:
    _change(root, "docs/_data/themas.yml", "kort: Voorkomen", "krt: Voorkomen")
    _change(root, "docs/_data/gemeenten.csv", "27117", "27.117")
    with pytest.raises(ContentErrors) as errors:
        load(root)
    assert [(b.file, b.line) for b in errors.value.findings] == [
        ("docs/_data/gemeenten.csv", 2), ("docs/_data/themas.yml", 12), ("docs/_data/themas.yml", 14),
    ]  # fmt: skip
    assert str(errors.value).count("\n") == 2


def test_what_is_right_is_kept_beside_what_is_wrong(root: Path) -> None:
    _change(root, "docs/_data/activiteiten/2023.yml", "2023-03-04", "2023-02-30")
    inspection = inspect_all(root)
    assert [a.id for a in inspection.catalog.all_of(m.Activiteit)] == ["drugsoverleg-2023"]


@pytest.mark.parametrize("file", [str(pad.relative_to(BASE)) for pad in sorted(BASE.rglob("*")) if pad.is_file()])
def test_an_unreadable_file_is_one_finding(root: Path, file: str) -> None:
    """What refers to the records of a file that cannot be read is not reported as well."""
    (root / file).write_bytes(b"\xff\xfe")
    assert [b.file for b in inspect_all(root).findings] == [file]


def test_a_message_is_never_a_wall_of_text(root: Path) -> None:
    _change(root, "docs/_data/activiteiten/2023.yml", "thema: jeugd", f"thema: {'jeugd' * 1000}")
    [finding] = inspect_all(root).findings
    assert len(finding.message) == MAX_MESSAGE + 1


def test_a_file_that_may_not_be_opened_is_a_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {b.message for b in inspect_all(root).findings} == {"dit bestand kan niet worden gelezen"}


def test_an_empty_project_has_nothing_and_is_of_no_network(tmp_path: Path) -> None:
    inspection = inspect_all(tmp_path)
    assert [finding.file for finding in inspection.findings] == ["docs/_data/netwerk.yml"]
    assert not inspection.catalog.records


def test_hidden_files_are_left_alone(root: Path) -> None:
    for name in ("docs/_data/.gitkeep", "docs/.DS_Store", "newsletters/.gitkeep"):
        (root / name).write_bytes(b"\x00")
    (root / "docs/foto.png").write_bytes(b"\x00")
    assert inspect_all(root).findings == []


def test_a_name_that_is_no_text_is_told_in_letters_that_can_be_printed(root: Path) -> None:
    for name in (b"\xff.png", b"a\nb.png"):
        (root / "docs" / os.fsdecode(name)).write_bytes(b"")
    found = [b for b in inspect_all(root).findings if "niet op elke computer" in b.message]
    assert [b.file for b in found] == ["docs/?.png", "docs/a\nb.png"]
    assert fingerprints.inputs(root)
