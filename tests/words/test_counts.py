"""What there is on a day: counts, the table, the map and the contribution before and after a merger."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from macros.document.templates import View, WordError, environment
from macros.records import models as m
from macros.records.loader import load
from macros.words import cards, charts, counts, tables
from tests.helpers.small_catalog import with_network

ROOT = Path(__file__).parents[2]
MERGER, BEFORE, AFTER = date(2026, 1, 1), date(2025, 12, 31), date(2026, 6, 1)


@pytest.fixture(scope="module")
def merged() -> View:
    """Aalten and Tiel, which became Eendorp on 1 January 2026; the page is of a day after it."""
    small = load(ROOT / "tests/errors/base")
    old = [g.model_copy(update={"tot": MERGER, "opgegaan_in": "eendorp"}) for g in small.all_of(m.Gemeente)]
    new = old[0].model_copy(update={
        "id": "eendorp", "naam": "Eendorp", "inwoners": 70000, "van": MERGER, "tot": None, "opgegaan_in": None,
    })  # fmt: skip
    for record in (*old, new):
        small = small.with_(record)
    small = with_network(
        small, gemeenten_sinds=date(2019, 5, 1), bijdrage={"bedrag": "0.07", "bron": ["voortgangsbericht-2023"]}
    )
    return View(replace(small, dag=AFTER), environment(ROOT / "overrides/fragments"))


def named(html: str) -> list[str]:
    """The municipalities that a list of them leads to."""
    return re.findall(r'href="[^"]*gemeenten/([\w-]+)/"', html)


def test_a_count_is_of_the_day_of_the_page_or_of_another(merged: View) -> None:
    frozen = merged.at("nieuwsbrieven/2023-q4/", date(2023, 12, 1))
    assert counts.aantal(merged, "gemeenten") == "1"
    assert counts.aantal(frozen, "gemeenten") == "2"
    for day in ("2023-11", "2025", "2025-12-31", "2025-Q4", "2019-05"):
        assert counts.aantal(merged, "gemeenten", op=day) == "2", day
    for day in ("2026-01-01", "2026"):
        assert counts.aantal(frozen, "gemeenten", op=day) == "1", day


@pytest.mark.parametrize(
    ("kind", "day", "message"),
    [
        ("gemeente", None, "soort 'gemeente' kan niet geteld worden; bedoelde u 'gemeenten'?"),
        ("gemeenten", "vorig jaar", "op='vorig jaar' is geen dag"),
        ("gemeenten", "doorlopend", "op='doorlopend' is geen dag; schrijf een dag, maand, kwartaal of jaar"),
        ("gemeenten", "2018-02", "welke gemeenten er op 28 februari 2018 waren, weet de site niet; vanaf 1 mei 2019 wel"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_told(merged: View, kind: str, day: str | None, message: str) -> None:
    with pytest.raises(WordError, match=re.escape(message)):
        counts.aantal(merged, kind, day)


def test_the_table_and_the_map_are_of_the_day_of_the_page(merged: View) -> None:
    for show in (tables.gemeenten, charts.gemeentekaart):
        assert named(show(merged)) == ["eendorp"]
        assert named(show(merged, op="2025-12-31")) == ["aalten", "tiel"]
        assert named(show(replace(merged, dag=BEFORE))) == ["aalten", "tiel"]


def test_a_table_of_several_sources_says_of_when_each_is(merged: View) -> None:
    newer = merged.catalog.one(m.Gemeente, "eendorp").model_copy(
        update={"id": "zuiddorp", "naam": "Zuiddorp", "bron": ("voortgangsbericht-2023",)}
    )
    html = tables.gemeenten(replace(merged, catalog=merged.catalog.with_(newer)))
    assert "stand van januari 2021. Bron: " in html
    assert "stand van november 2023. Bron: " in html


def test_a_district_counts_its_municipalities_of_the_day_of_the_page(merged: View) -> None:
    def count(view: View) -> list[str]:
        return re.findall(r"<dt>Gemeenten</dt><dd>(\d+)</dd>", cards.district(view, "gelderland-zuid"))

    assert (count(merged), count(replace(merged, dag=BEFORE))) == ([], ["1"])


def test_the_contribution_of_a_municipality_that_is_gone_is_of_its_last_day(merged: View) -> None:
    budget = next(b for b in load(ROOT).all_of(m.Begroting) if b.baten and "inwonersbijdrage" in str(b.baten).lower())
    budget = budget.model_copy(update={"organisatie": merged.catalog.netwerk.id})
    view = replace(merged, catalog=merged.catalog.with_(budget))

    def together(id_: str, day: date) -> tuple[str, str]:
        html = cards.gemeente(replace(view, dag=day), id_).replace("\u00a0", " ")
        [(count, amount)] = re.findall(r"Voor alle (\d+) gemeenten samen geeft dat (€ [\d.]+\d)", html)
        return count, amount

    assert together("tiel", AFTER) == together("tiel", BEFORE) == ("2", "€ 4.836"), "27,117 and 41,977 inhabitants"
    assert together("eendorp", AFTER) == together("eendorp", BEFORE) == ("1", "€ 4.900"), "70,000 inhabitants"
