from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from macros.base.parsing import front_matter, yaml_source
from macros.build.content import check
from macros.cli import main
from macros.records import models as m
from macros.writing import rows, scaffold
from tests.errors.test_errors import set_up

TODAY = date(2026, 11, 22)


def test_a_new_practice_names_every_field_but_those_of_its_end() -> None:
    (new,) = scaffold.praktijk("Straatcoach: een proef", TODAY, "vnon")
    assert new.pad == "docs/praktijken/straatcoach-een-proef.md"
    bron, prose, _ = front_matter(new.tekst)
    assert bron.value["titel"] == "Straatcoach: een proef"
    assert bron.value["beoordelen_na"] == "2027-11-22"
    elsewhere = {"id", "tekst", "ingetrokken_op", "reden", "vervangen_door"}  # the file's name, its prose, its end
    named = {line.removeprefix("# ").partition(":")[0] for line in new.tekst.splitlines()}
    assert all((field in named) is (field not in elsewhere) for field in m.Praktijk.model_fields)
    assert "## Wat is het?" in prose


@pytest.mark.parametrize("dag", [date(2024, 2, 29), date(2026, 12, 31)])
def test_a_review_is_due_on_a_day_that_exists(dag: date) -> None:
    assert scaffold.praktijk("X", dag, "vnon")[0].tekst


@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        ("2026-q4", TODAY),
        ("2027-q1", date(2027, 1, 1)),
        ("2026-q2", date(2026, 6, 30)),
        ("2025-q4", date(2025, 12, 31)),
    ],
)
def test_a_new_newsletter_has_a_day_in_its_quarter(quarter: str, day: date) -> None:
    assert f"datum: {day}" in scaffold.nieuwsbrief(quarter, TODAY)[0].tekst


def test_a_new_activity_is_a_row_of_this_year() -> None:
    (new,) = scaffold.activiteit("Kennissessie", TODAY)
    assert (new.pad, new.rij) == ("docs/_data/activiteiten/2026.yml", True)
    (row,) = yaml_source(new.tekst).value
    assert row["id"] == "kennissessie-2026"
    assert "gepland | uitgevoerd" in new.tekst


def test_what_a_field_may_hold_is_said() -> None:
    text = scaffold.praktijk("X", TODAY, "vnon")[0].tekst
    assert "fase:  # verplicht: [proactief | preventie | repressie]" in text
    assert "themas:  # verplicht: [id van thema's]" in text
    assert "stand_van:  # verplicht: 2023-03-04, 2023-Q2" in text


NEW = {
    "praktijk": ("Straatcoach in de wijk", ["docs/praktijken/straatcoach-in-de-wijk.md"]),
    "activiteit": ("Kennissessie", ["docs/_data/activiteiten/2026.yml"]),
    "nieuwsbrief": ("2027-q1", ["newsletters/2027-q1.md"]),
    "thema": ("Weerbare wijken", ["docs/_data/themas.yml", "docs/themas/weerbare-wijken.md"]),
}
FILLED_IN = {
    "bron": "voortgangsbericht-2023", "samenvatting": "Wat er in de wijk gebeurt, voor wie er mee aan de slag wil gaan.",
    "kort": "Wijken worden weerbaar.", "themas": "jeugd", "fase": "preventie", "doelgroep": "jongeren", "schaal": "lokaal",
    "status": "onbekend", "effect": "onbekend", "stand_van": "2023", "soort": "overleg",
}  # fmt: skip


@pytest.mark.parametrize("soort", NEW)
def test_the_check_asks_for_what_is_open_and_then_passes(
    soort: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = set_up(tmp_path / "project")
    monkeypatch.chdir(root)
    title, paths = NEW[soort]
    assert main(["nieuw", soort, title, "--datum=2026-11-22"]) == 0
    requested = check(root)[1]
    assert requested
    assert {b.file for b in requested} <= set(paths)
    open_ = re.compile(r"is leeg; vul het in|^hier staat nog alleen …")
    assert [b.message for b in requested if not open_.search(b.message)] == []
    for path in paths:
        text = (root / path).read_text(encoding="utf-8")
        for field, value in FILLED_IN.items():
            text = text.replace(f"{field}:  # verplicht", f"{field}: {value}  # verplicht")
        (root / path).write_text(text.replace("…", "Tekst."), encoding="utf-8")
    assert [str(b) for b in check(root)[1] if not b.warning] == []


def test_a_title_of_which_no_name_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["nieuw", "praktijk", "?!"]) == 1
    assert not list(tmp_path.iterdir())


# ── A row at its day ────────────────────────────────────────────────────────────────────────────────────

YEAR = "# De activiteiten.\n- id: a\n  wanneer: 2023-02-01\n# over b\n- id: b\n  wanneer: 2023-Q2\n- id: c\n  wanneer: onbekend\n"


@pytest.mark.parametrize(
    ("wanneer", "order"),
    [
        ("2023-01-31", "nabc"), ("2023-02-01", "anbc"), ("2023-03", "anbc"), ('"2023-04-01"', "abnc"), ("2023-12-31  # kerst", "abnc"),
        ("onbekend", "abcn"), ("doorlopend", "abcn"), ("geen datum", "abcn"), ("2023-02-30", "abcn"), ("", "abcn"),
    ],
)  # fmt: skip
def test_a_row_comes_at_its_day_and_no_other_line_changes(wanneer: str, order: str) -> None:
    out = rows.insert(YEAR, f"- id: n\n  wanneer: {wanneer}\n")
    assert "".join(line[-1] for line in out.split("\n") if line.startswith("- id:")) == order
    assert "# over b\n- id: b\n" in out
    assert out.startswith("# De activiteiten.\n")
    added = out.split("\n")
    for line in YEAR.split("\n"):
        added.remove(line)
    assert [line for line in added if line] == ["- id: n", f"  wanneer: {wanneer}"]


def test_a_new_year_has_a_line_for_each_month() -> None:
    text = rows.kop("2027")
    for id_, wanneer in (
        ("c", "onbekend"),
        ("b", "2027-09-01"),
        ("a", "2027-03-04"),
        ("d", "2027-03-05"),
        ("e", "2027-Q1"),
    ):
        text = rows.insert(text, f"- id: {id_}\n  wanneer: {wanneer}\n")
    short = [line for line in text.split("\n") if line.startswith(("- ", "# m", "# z", "# j"))]
    assert short == [
        "# januari", "- id: e", "# maart", "- id: a", "- id: d", "# mei", "# juni", "# juli", "- id: b", "# zonder datum", "- id: c",
    ]  # fmt: skip
    assert len(yaml_source(text).value) == 5
