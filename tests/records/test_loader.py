"""Files → catalog: what is read, where it stood, and that one fault does not hide or make others.

What contributors do wrong, with the exact message, is in `tests/errors/cases/`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.records import models as m
from macros.records.loader import MAX_MELDING, Bestand, Laadfouten, laad, onderzoek_alles

BASIS = Path(__file__).parents[1] / "errors/base"


@pytest.fixture
def wortel(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASIS, tmp_path / "project"))


def _verander(wortel: Path, bestand: str, oud: str, nieuw: str) -> None:
    pad = wortel / bestand
    tekst = pad.read_text(encoding="utf-8")
    assert tekst.count(oud) == 1
    pad.write_text(tekst.replace(oud, nieuw), encoding="utf-8")


def test_everything_is_read_once() -> None:
    catalog = laad(BASIS)
    aantal = {soort.verzameling: len(records) for soort, records in catalog.records.items()}
    assert aantal == {
        "bronnen": 2, "organisaties": 2, "themas": 2, "expertteams": 1, "districten": 2, "gemeenten": 2,
        "activiteiten": 2, "praktijken": 1, "nieuwsbrieven": 1, "financien": 1, "cijferreeksen": 1,
    }  # fmt: skip
    assert sorted(catalog.paginas) == ["index", "over"]


def test_the_file_gives_id_and_year() -> None:
    catalog = laad(BASIS)
    assert catalog.een(m.Activiteit, "re-bootcmp-2023").jaar == 2023
    assert catalog.een(m.Praktijk, "hackshield").tekst == "De gemeente Tiel gebruikt dit spel."
    assert catalog.een(m.Bron, "gemeenten").bron == ("gemeenten",), "a source is its own source"


def test_figures_come_from_their_csv() -> None:
    assert laad(BASIS).een(m.Cijferreeks, "woninginbraken").rijen == (("2016", "9537", ""), ("2017", "7391", "daling"))


def test_prose_knows_the_line_at_which_it_begins(wortel: Path) -> None:
    assert onderzoek_alles(wortel).tekst_begint["docs/over.md"] == 7
    (wortel / "docs/over.md").write_text("---\ntitel: Over\n---\n\n\n\nTekst.\n", encoding="utf-8")
    (wortel / "docs/los.md").write_text("\n\nTekst.\n", encoding="utf-8")
    begint = onderzoek_alles(wortel).tekst_begint
    assert (begint["docs/over.md"], begint["docs/los.md"]) == (7, 3)


def test_what_a_file_gave_is_taken_over_as_long_as_it_says_the_same(wortel: Path) -> None:
    bestanden: dict[str, Bestand] = {}
    eerst = onderzoek_alles(wortel, bestanden).catalog
    _verander(wortel, "docs/over.md", "titel: ", "titel: Nog meer ")
    daarna = onderzoek_alles(wortel, bestanden).catalog
    assert daarna.paginas["over"].titel.startswith("Nog meer ")
    assert daarna.een(m.Praktijk, "hackshield") is eerst.een(m.Praktijk, "hackshield")
    assert daarna.records == onderzoek_alles(wortel).catalog.records
    (wortel / "docs/over.md").unlink()
    assert "over" not in onderzoek_alles(wortel, bestanden).catalog.paginas


def test_loading_fails_once_with_everything(wortel: Path) -> None:
    _verander(wortel, "docs/_data/themas.yml", "kort: Voorkomen", "krt: Voorkomen")
    _verander(wortel, "docs/_data/gemeenten.csv", "27117", "27.117")
    with pytest.raises(Laadfouten) as fouten:
        laad(wortel)
    assert [(b.bestand, b.regel) for b in fouten.value.bevindingen] == [
        ("docs/_data/gemeenten.csv", 2), ("docs/_data/themas.yml", 12), ("docs/_data/themas.yml", 14),
    ]  # fmt: skip
    assert str(fouten.value).count("\n") == 2


def test_what_is_right_is_kept_beside_what_is_wrong(wortel: Path) -> None:
    _verander(wortel, "docs/_data/activiteiten/2023.yml", "2023-03-04", "2023-02-30")
    onderzoek = onderzoek_alles(wortel)
    assert [a.id for a in onderzoek.catalog.alle(m.Activiteit)] == ["drugsoverleg-2023"]


@pytest.mark.parametrize("bestand", [str(pad.relative_to(BASIS)) for pad in sorted(BASIS.rglob("*")) if pad.is_file()])
def test_an_unreadable_file_is_one_finding(wortel: Path, bestand: str) -> None:
    """What refers to the records of a file that cannot be read is not reported as well."""
    (wortel / bestand).write_bytes(b"\xff\xfe")
    assert [b.bestand for b in onderzoek_alles(wortel).bevindingen] == [bestand]


def test_a_message_is_never_a_wall_of_text(wortel: Path) -> None:
    _verander(wortel, "docs/_data/activiteiten/2023.yml", "thema: jeugd", f"thema: {'jeugd' * 1000}")
    [bevinding] = onderzoek_alles(wortel).bevindingen
    assert len(bevinding.melding) == MAX_MELDING + 1


def test_a_file_that_may_not_be_opened_is_a_finding(wortel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def weiger(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", weiger)
    assert {b.melding for b in onderzoek_alles(wortel).bevindingen} == {"dit bestand kan niet worden gelezen"}


def test_an_empty_project_has_nothing_and_nothing_wrong(tmp_path: Path) -> None:
    onderzoek = onderzoek_alles(tmp_path)
    assert onderzoek.bevindingen == []
    assert not onderzoek.catalog.records


def test_hidden_files_are_left_alone(wortel: Path) -> None:
    for naam in ("docs/_data/.gitkeep", "docs/.DS_Store", "newsletters/.gitkeep"):
        (wortel / naam).write_bytes(b"\x00")
    (wortel / "docs/foto.png").write_bytes(b"\x00")
    assert onderzoek_alles(wortel).bevindingen == []
