from __future__ import annotations

from datetime import date

import pytest

from macros import models as m
from macros import scaffold
from macros.parsing import voorwerk, yaml_bron

VANDAAG = date(2026, 11, 22)


def test_a_new_practice_names_every_field() -> None:
    nieuw = scaffold.praktijk("Straatcoach: een proef", VANDAAG)
    assert nieuw.pad == "docs/praktijken/straatcoach-een-proef.md"
    bron, proza, _ = voorwerk(nieuw.tekst)
    assert bron.waarde["titel"] == "Straatcoach: een proef"
    assert bron.waarde["beoordelen_na"] == "2027-11-22"
    assert all(f"{veld}:" in nieuw.tekst for veld in m.Praktijk.model_fields if veld not in {"id", "tekst"})
    assert "## Wat is het?" in proza


@pytest.mark.parametrize("dag", [date(2024, 2, 29), date(2026, 12, 31)])
def test_a_review_is_due_on_a_day_that_exists(dag: date) -> None:
    assert scaffold.praktijk("X", dag).tekst


def test_a_new_activity_is_a_row_at_the_end_of_this_year() -> None:
    nieuw = scaffold.activiteit("Kennissessie", VANDAAG)
    assert (nieuw.pad, nieuw.achteraan) == ("docs/_data/activiteiten/2026.yml", True)
    (rij,) = yaml_bron(nieuw.tekst).waarde
    assert rij["id"] == "kennissessie-2026"
    assert "gepland | uitgevoerd" in nieuw.tekst


def test_what_a_field_may_hold_is_said() -> None:
    tekst = scaffold.praktijk("X", VANDAAG).tekst
    assert "fase:  # verplicht: proactief | preventie | repressie" in tekst
    assert "themas:  # verplicht: id van thema's" in tekst
