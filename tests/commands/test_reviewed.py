"""The yearly review: one command sets both days, of a practice that someone wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.build.content import check
from macros.cli import main
from tests.errors.test_errors import set_up

FILE = "docs/praktijken/hackshield.md"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = set_up(tmp_path / "project")
    monkeypatch.chdir(root)
    return root


def _text(root: Path) -> str:
    return (root / FILE).read_text(encoding="utf-8")


def test_both_days_are_set_and_nothing_else(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _text(small).replace("2026-02-10\n", "2026-02-10  # door het team\n", 1)
    (small / FILE).write_text(before, encoding="utf-8")
    assert main(["nagekeken", "hackshield", "--datum=2026-11-22"]) == 0
    after = before.replace("laatst_beoordeeld: 2026-02-10", "laatst_beoordeeld: 2026-11-22")
    assert _text(small) == after.replace("beoordelen_na: 2027-02-10", "beoordelen_na: 2027-11-22")
    assert "nagekeken op 2026-11-22, weer na 2027-11-22" in capsys.readouterr().out
    assert check(small)[1] == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["hackshild"], "praktijk 'hackshild' bestaat niet; bedoelde u 'hackshield'?"),
        (["hackshield", "--datum=2090-01-01"], "2090-01-01 moet nog komen"),
        (["hackshield", "--datum=2020-01-01"], "staat er sinds 2026-01-10; 2020-01-01 ligt daarvoor"),
    ],
)
def test_a_day_or_a_practice_that_cannot_be_is_refused(
    small: Path, capsys: pytest.CaptureFixture[str], typed: list[str], told: str
) -> None:
    before = _text(small)
    assert main(["nagekeken", *typed]) == 1
    assert told in capsys.readouterr().err
    assert _text(small) == before


def test_a_practice_that_no_one_wrote_is_neither_stamped_nor_right(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = _text(small).rpartition("---\n")[0]
    text = f"{heading}---\n\n## Wat is het?\n\nEen spel.\n\n## Hoe werkt het?\n\n…\n"
    (small / FILE).write_text(text, encoding="utf-8")
    assert main(["nagekeken", "hackshield"]) == 1
    assert f"{FILE}: praktijk 'hackshield' is nog niet geschreven" in capsys.readouterr().err
    assert _text(small) == text
    line = text.split("\n").index("…") + 1
    assert [(f.file, f.line, f.message) for f in check(small)[1] if not f.warning] == [
        (FILE, line, "hier staat nog alleen …; schrijf er de tekst, of haal de kop weg")
    ]


def test_three_dots_inside_a_sentence_are_text(small: Path) -> None:
    (small / FILE).write_text(_text(small) + "\nWie speelt, wint …\n\n> …\n", encoding="utf-8")
    assert check(small)[1] == []
