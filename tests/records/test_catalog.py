"""The catalog: queries, references and what must hold between records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from macros.records import models as m
from macros.records.catalog import Catalog, UnknownId
from macros.records.checks import inconsistencies, references
from macros.records.loader import load

BASE = Path(__file__).parents[1] / "errors/base"


@pytest.fixture(scope="module")
def small() -> Catalog:
    return load(BASE)


def test_one_and_all(small: Catalog) -> None:
    assert small.one(m.Thema, "jeugd").naam == "Jeugd"
    assert small.find("themas", "jeugd") is small.one(m.Thema, "jeugd")
    assert [t.id for t in small.all_of(m.Thema)] == ["ondermijning", "jeugd"]
    assert small.all_of(m.Vraag) == ()


def test_an_unknown_name_says_what_is_allowed(small: Catalog) -> None:
    with pytest.raises(UnknownId, match=r"^thema 'jeugt' bestaat niet; bedoelde u 'jeugd'\?$"):
        small.one(m.Thema, "jeugt")
    with pytest.raises(UnknownId, match=r"^vraag 'x' bestaat niet$"):
        small.one(m.Vraag, "x")


def test_activities_by_what_is_asked(small: Catalog) -> None:
    def ids(**question: object) -> list[str]:
        return [a.id for a in small.activiteiten(**question)]  # type: ignore[arg-type]  # each test gives what it should

    assert ids() == ["re-bootcmp-2023", "drugsoverleg-2023"], "by date"
    assert ids(thema="jeugd") == ids(gemeente="tiel") == ids(expertteam="jeugd") == ["re-bootcmp-2023"]
    assert ids(district="gelderland-zuid") == ids(soort="overleg") == ["drugsoverleg-2023"]
    assert ids(jaar=2024) == ids(thema="jeugd", soort="overleg") == []
    with pytest.raises(UnknownId):
        ids(district="drenthe")


def test_other_queries(small: Catalog) -> None:
    assert [p.id for p in small.praktijken(thema="jeugd", fase="preventie", doelgroep="jongeren")] == ["hackshield"]
    assert small.praktijken(fase="repressie") == ()
    assert [t.id for t in small.expertteams(jaar=2018)] == ["jeugd"]
    assert small.expertteams(jaar=2017) == ()
    assert [t.id for t in small.themas(running=True)] == ["ondermijning", "jeugd"]
    assert small.themas(running=False) == ()
    assert [g.naam for g in small.gemeenten()] == ["Aalten", "Tiel"]
    assert [g.id for g in small.gemeenten(district="gelderland-zuid")] == ["tiel"]
    assert [n.id for n in small.nieuwsbrieven(thema="jeugd")] == ["2023-q4"]
    assert [c.id for c in small.cijferreeksen(thema="ondermijning")] == ["woninginbraken"]
    assert small.report_years() == (2023,)
    assert small.plan_years() == ()


def test_a_source_knows_what_rests_on_it(small: Catalog) -> None:
    resting = small.rust_op("gemeenten")
    assert {model.kind.collection: len(records) for model, records in resting.items()} == {"bronnen": 1, "gemeenten": 2}
    total = sum(len(small.all_of(kind)) for kind in m.COLLECTIONS if kind is not m.Bronsoort)
    assert sum(small.facts_per_bron().values()) == total, "each record of the basis has one source"


def test_references_have_their_path(small: Catalog) -> None:
    found = set(references(small.one(m.Activiteit, "re-bootcmp-2023")))
    assert found == {
        (("bron", 0), "bronnen", "voortgangsbericht-2023"), (("thema",), "themas", "jeugd"),
        (("gemeenten", 0), "gemeenten", "tiel"), (("expertteam",), "expertteams", "jeugd"),
        (("praktijken", 0), "praktijken", "hackshield"),
    }  # fmt: skip
    nested = set(references(small.one(m.District, "gelderland-zuid")))
    assert (("agenda", "themas", 0, "thema"), "themas", "jeugd") in nested


def test_a_catalog_without_sources_reports_each_dead_reference_once(small: Catalog) -> None:
    without = Catalog({kind: records for kind, records in small.records.items() if kind is not m.Bron}, small.pages)
    dead = [error for error in inconsistencies(without) if "bron '" in error.message]
    records = sum(len(list_) for kind, list_ in without.records.items() if kind is not m.Bronsoort)
    assert len(dead) == records + 1, "every record, and the page that names a source"
    assert {error.key for error in dead} == {("bron", 0), ("bijdrage", "bron", 0)}


def _merged() -> Catalog:
    """Aalten and Tiel become Eendorp on 1 January 2026."""
    small = load(BASE)
    old = [g.model_copy(update={"tot": date(2026, 1, 1), "opgegaan_in": "eendorp"}) for g in small.all_of(m.Gemeente)]
    new = old[0].model_copy(update={
        "id": "eendorp", "naam": "Eendorp", "code": "GM9901", "van": date(2026, 1, 1), "tot": None, "opgegaan_in": None,
    })  # fmt: skip
    for record in (*old, new):
        small = small.with_(record)
    return small


def test_municipalities_are_those_of_a_day() -> None:
    merged = _merged()
    assert [g.id for g in merged.gemeenten(op=date(2025, 12, 31))] == ["aalten", "tiel"]
    assert [g.id for g in merged.gemeenten(op=date(2026, 1, 1))] == ["eendorp"]
    assert [g.id for g in replace(merged, dag=date(2026, 6, 1)).gemeenten()] == ["eendorp"], "the day of the build"
    assert merged.gemeenten(district="gelderland-zuid", op=date(2026, 1, 1)) == ()
    assert [g.id for g in merged.merged_into("eendorp")] == ["aalten", "tiel"]
    assert merged.merged_into("tiel") == ()
    assert [merged.count("gemeenten", date(year, 1, 1)) for year in (2025, 2026)] == [2, 1]
    assert list(inconsistencies(merged)) == []


def test_the_own_day_of_a_municipality_is_the_nearest_on_which_it_is_there() -> None:
    merged, today = _merged(), date(2026, 6, 1)
    assert merged.one(m.Gemeente, "tiel").own_day(today) == date(2025, 12, 31)
    assert merged.one(m.Gemeente, "eendorp").own_day(today) == today
    assert merged.one(m.Gemeente, "eendorp").own_day(date(2023, 1, 1)) == date(2026, 1, 1)
    assert merged.one(m.Gemeente, "tiel").own_day(date(2023, 1, 1)) == date(2023, 1, 1)


def test_what_comes_and_goes_is_counted_on_a_day(small: Catalog) -> None:
    def counts(day: date) -> dict[str, int]:
        return {collection: small.count(collection, day) for collection in small.counted}

    now, before = counts(date(2027, 1, 1)), counts(date(2000, 1, 1))
    assert now["praktijken"] == len(small.all_of(m.Praktijk))
    assert now["nieuwsbrieven"] == len(small.all_of(m.Nieuwsbrief))
    assert (before["praktijken"], before["nieuwsbrieven"], before["themas"]) == (0, 0, 0)
    assert now["districten"] == before["districten"] == len(small.all_of(m.District))
