"""How a series of figures is said, wherever it is shown."""

from __future__ import annotations

import pytest

from macros.records import figures
from macros.records import models as m
from macros.records.figures import ColumnHead


def _series(*rows: tuple[str, ...]) -> m.Cijferreeks:
    series = m.Cijferreeks.model_validate({
        "id": "r", "bron": "b", "titel": "R", "definitie": "wat is geteld", "eenheid": "misdrijven", "peildatum": "2018",
        "eerste_kolom": "district", "kolommen": [
            {"id": "a", "titel": "2016", "eenheid": "misdrijven"}, {"id": "b", "titel": "Verschil", "eenheid": "%"},
            {"id": "c", "titel": "Woorden"}, {"id": "d", "titel": "Verschil in %", "eenheid": "%"},
        ],
    })  # fmt: skip
    return series.model_copy(update={"rijen": rows})


def test_a_head_has_a_capital_and_a_unit_of_its_own() -> None:
    series = _series(("Twente", "1525", "-34", "ruim", "-2"), ("Totaal", "", "4.0", "", "-3"))
    assert figures.headings(series) == (
        ColumnHead("District"), ColumnHead("2016", numeral=True), ColumnHead("Verschil (%)", numeral=True), ColumnHead("Woorden"),
        ColumnHead("Verschil in %", numeral=True),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "said"),
    [("1525", "1.525"), ("-2146", "\N{MINUS SIGN}2.146"), ("4.0", "4,0"), ("circa 30", "circa 30"), ("", "geen getal")],
)
def test_a_figure_is_said_in_dutch_or_as_missing(cell: str, said: str) -> None:
    assert figures.figure(cell) == said


def test_a_total_is_told_by_its_name() -> None:
    assert figures.has_total(_series(("Twente", "1", "1", ""), ("Totaal Oost", "1", "1", "")))
    assert not figures.has_total(_series(("Twente, totaal", "1", "1", "")))


def test_a_definition_is_a_sentence_with_the_unit() -> None:
    assert figures.definition(_series()) == "Wat is geteld. Eenheid: misdrijven."
