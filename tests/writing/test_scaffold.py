from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.base.parsing import voorwerk, yaml_bron
from macros.build.content import controleer
from macros.cli import main
from macros.records import models as m
from macros.writing import rows, scaffold
from tests.errors.test_errors import leg_klaar

VANDAAG = date(2026, 11, 22)


def test_a_new_practice_names_every_field() -> None:
    (nieuw,) = scaffold.praktijk("Straatcoach: een proef", VANDAAG)
    assert nieuw.pad == "docs/praktijken/straatcoach-een-proef.md"
    bron, proza, _ = voorwerk(nieuw.tekst)
    assert bron.waarde["titel"] == "Straatcoach: een proef"
    assert bron.waarde["beoordelen_na"] == "2027-11-22"
    assert all(f"{veld}:" in nieuw.tekst for veld in m.Praktijk.model_fields if veld not in {"id", "tekst"})
    assert "## Wat is het?" in proza


@pytest.mark.parametrize("dag", [date(2024, 2, 29), date(2026, 12, 31)])
def test_a_review_is_due_on_a_day_that_exists(dag: date) -> None:
    assert scaffold.praktijk("X", dag)[0].tekst


def test_a_new_activity_is_a_row_of_this_year() -> None:
    (nieuw,) = scaffold.activiteit("Kennissessie", VANDAAG)
    assert (nieuw.pad, nieuw.rij) == ("docs/_data/activiteiten/2026.yml", True)
    (rij,) = yaml_bron(nieuw.tekst).waarde
    assert rij["id"] == "kennissessie-2026"
    assert "gepland | uitgevoerd" in nieuw.tekst


def test_what_a_field_may_hold_is_said() -> None:
    tekst = scaffold.praktijk("X", VANDAAG)[0].tekst
    assert "fase:  # verplicht: proactief | preventie | repressie" in tekst
    assert "themas:  # verplicht: id van thema's" in tekst


NIEUW = {
    "praktijk": ("Straatcoach in de wijk", ["docs/praktijken/straatcoach-in-de-wijk.md"]),
    "activiteit": ("Kennissessie", ["docs/_data/activiteiten/2026.yml"]),
    "nieuwsbrief": ("2026-q4", ["newsletters/2026-q4.md"]),
    "thema": ("Weerbare wijken", ["docs/_data/themas.yml", "docs/themas/weerbare-wijken.md"]),
}
INGEVULD = {
    "bron": "voortgangsbericht-2023", "samenvatting": "Wat er in de wijk gebeurt, voor wie er mee aan de slag wil gaan.",
    "kort": "Wijken worden weerbaar.", "themas": "jeugd", "fase": "preventie", "doelgroep": "jongeren", "schaal": "lokaal",
    "status": "onbekend", "effect": "onbekend", "stand_van": "2023", "soort": "overleg",
}  # fmt: skip


@pytest.mark.parametrize("soort", NIEUW)
def test_the_check_asks_for_what_is_open_and_then_passes(
    soort: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wortel = leg_klaar(tmp_path / "project")
    monkeypatch.chdir(wortel)
    titel, paden = NIEUW[soort]
    assert main(["nieuw", soort, titel, "--datum=2026-11-22"]) == 0
    gevraagd = controleer(wortel)[1]
    assert gevraagd
    assert {b.bestand for b in gevraagd} <= set(paden)
    assert [b.melding for b in gevraagd if "is leeg; vul het in" not in b.melding] == []
    for pad in paden:
        tekst = (wortel / pad).read_text(encoding="utf-8")
        for veld, waarde in INGEVULD.items():
            tekst = tekst.replace(f"{veld}:  # verplicht", f"{veld}: {waarde}  # verplicht")
        (wortel / pad).write_text(tekst.replace("…", "Tekst."), encoding="utf-8")
    assert [str(b) for b in controleer(wortel)[1] if not b.waarschuwing] == []


def test_a_title_of_which_no_name_can_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["nieuw", "praktijk", "?!"]) == 1
    assert not list(tmp_path.iterdir())


# ── A row at its day ────────────────────────────────────────────────────────────────────────────────────

JAAR = "# De activiteiten.\n- id: a\n  wanneer: 2023-02-01\n# over b\n- id: b\n  wanneer: 2023-Q2\n- id: c\n  wanneer: onbekend\n"


@pytest.mark.parametrize(
    ("wanneer", "volgorde"),
    [
        ("2023-01-31", "nabc"), ("2023-02-01", "anbc"), ("2023-03", "anbc"), ('"2023-04-01"', "abnc"), ("2023-12-31  # kerst", "abnc"),
        ("onbekend", "abcn"), ("doorlopend", "abcn"), ("geen datum", "abcn"), ("2023-02-30", "abcn"), ("", "abcn"),
    ],
)  # fmt: skip
def test_a_row_comes_at_its_day_and_no_other_line_changes(wanneer: str, volgorde: str) -> None:
    uit = rows.voeg_in(JAAR, f"- id: n\n  wanneer: {wanneer}\n")
    assert "".join(regel[-1] for regel in uit.split("\n") if regel.startswith("- id:")) == volgorde
    assert "# over b\n- id: b\n" in uit
    assert uit.startswith("# De activiteiten.\n")
    erbij = uit.split("\n")
    for regel in JAAR.split("\n"):
        erbij.remove(regel)
    assert [regel for regel in erbij if regel] == ["- id: n", f"  wanneer: {wanneer}"]


def test_a_new_year_has_a_line_for_each_month() -> None:
    tekst = rows.kop("2027")
    for id_, wanneer in (
        ("c", "onbekend"),
        ("b", "2027-09-01"),
        ("a", "2027-03-04"),
        ("d", "2027-03-05"),
        ("e", "2027-Q1"),
    ):
        tekst = rows.voeg_in(tekst, f"- id: {id_}\n  wanneer: {wanneer}\n")
    kort = [regel for regel in tekst.split("\n") if regel.startswith(("- ", "# m", "# z", "# j"))]
    assert kort == [
        "# januari", "- id: e", "# maart", "- id: a", "- id: d", "# mei", "# juni", "# juli", "- id: b", "# zonder datum", "- id: c",
    ]  # fmt: skip
    assert len(yaml_bron(tekst).waarde) == 5
