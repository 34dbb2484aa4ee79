from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import pytest

from macros.build.content import Content
from macros.cache.trace import Questions, Trace, fingerprint
from macros.records import models as m
from macros.records.catalog import Catalog, UnknownId
from tests.helpers import small_catalog


@pytest.fixture
def catalog(contents: Content) -> Catalog:
    return contents.view.catalog


def _without(catalog: Catalog, kind: type[m.Record], id_: str) -> Catalog:
    rest = {key: record for key, record in catalog.records[kind].items() if key != id_}
    return replace(catalog, records={**catalog.records, kind: rest})


def _with(catalog: Catalog, record: m.Record, **fields: object) -> Catalog:
    new = record.model_copy(update=fields)
    kind = type(record)
    return replace(catalog, records={**catalog.records, kind: {**catalog.records[kind], record.id: new}})


@dataclass
class _Point:
    x: int
    y: str = "y"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, "a"), (1, "b")),
        (("a", "b"), ("ab",)),
        ((["a"], "b"), (["a", "b"],)),
        (({"a": 1},), ({"a": 2},)),
        ((date(2023, 1, 1),), (date(2023, 1, 2),)),
        ((_Point(1),), (_Point(2),)),
        ((None,), ("None",)),
        ((b"a",), ("a",)),
        ((True,), (1,)),
    ],
)
def test_prints_of_different_values_differ(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert fingerprint(*one) != fingerprint(*other)
    assert fingerprint(*one) == fingerprint(*one)


def test_a_set_prints_the_same_in_any_order_and_a_surrogate_prints() -> None:
    assert fingerprint({"a", "b", "c"}) == fingerprint({"c", "b", "a"})
    assert fingerprint("\ud800") != fingerprint("?")
    assert fingerprint(Counter("aab")) == fingerprint({"a": 2, "b": 1})


def test_of_what_cannot_be_compared_no_print_is_made() -> None:
    with pytest.raises(TypeError, match="object"):
        fingerprint(object())


def test_prose_is_not_in_the_print_of_a_record(catalog: Catalog) -> None:
    praktijk = catalog.all_of(m.Praktijk)[0]
    assert fingerprint(praktijk) == fingerprint(praktijk.model_copy(update={"tekst": "anders"}))
    assert fingerprint(praktijk) != fingerprint(praktijk.model_copy(update={"titel": "anders"}))


def test_what_other_channels_leave_out_is_in_the_print(catalog: Catalog) -> None:
    series = catalog.all_of(m.Cijferreeks)[0]
    different = series.model_copy(update={"rijen": (*series.rijen[:-1], ("2099", "1"))})
    assert fingerprint(series) != fingerprint(different)


def test_a_reader_answers_as_the_catalog_does(catalog: Catalog) -> None:
    trace: Trace = {}
    reader = Questions(catalog, catalog).reader(trace)
    assert reader.all_of(m.Thema) == catalog.all_of(m.Thema)
    assert reader.activiteiten(thema="jeugd", jaar=2023) == catalog.activiteiten(thema="jeugd", jaar=2023)
    assert reader.pages == catalog.pages
    activiteit = catalog.activiteiten()[0]
    assert reader.subthema(activiteit) == catalog.subthema(activiteit)
    rapport = catalog.rapporten()[0]
    assert reader.appeared(rapport) == catalog.appeared(rapport)
    assert reader.cijferreeksen_from({"voortgangsrapportage-2018"}) == catalog.cijferreeksen_from(
        ["voortgangsrapportage-2018"]
    )
    upcoming = catalog.upcoming(date(2023, 1, 1), date(2023, 3, 1))
    assert reader.upcoming(date(2023, 1, 1), date(2023, 3, 1)) == upcoming
    assert len(trace) == 7
    with pytest.raises(UnknownId, match="bestaat niet"):
        reader.one(m.Thema, "nergens")
    assert len(trace) == 8


def test_a_trace_holds_for_the_same_records_and_for_others_that_nothing_asked_of(catalog: Catalog) -> None:
    trace: Trace = {}
    reader = Questions(catalog, catalog).reader(trace)
    jeugd = reader.one(m.Thema, "jeugd")
    reader.praktijken(thema="jeugd")
    assert Questions(catalog, catalog).holds(trace)
    foreign = next(p for p in catalog.praktijken() if "jeugd" not in p.themas)
    outside = _with(catalog, foreign, titel="Heel anders")
    assert Questions(outside, outside).holds(trace)
    inside = _with(catalog, catalog.praktijken(thema="jeugd")[0], titel="Heel anders")
    assert not Questions(inside, inside).holds(trace)
    different = _with(catalog, jeugd, naam="Jongeren")
    assert not Questions(different, different).holds(trace)


def test_a_trace_does_not_hold_when_what_it_names_is_gone(catalog: Catalog) -> None:
    trace: Trace = {}
    praktijk = catalog.praktijken()[0]
    Questions(catalog, catalog).reader(trace).neighbours(praktijk)
    gone = _without(catalog, m.Praktijk, praktijk.id)
    assert not Questions(gone, gone).holds(trace)


def test_a_trace_of_something_that_was_not_there_ends_when_it_comes(catalog: Catalog) -> None:
    without = _without(catalog, m.Thema, "jeugd")
    trace: Trace = {}
    with pytest.raises(UnknownId):
        Questions(without, without).reader(trace).one(m.Thema, "jeugd")
    assert Questions(without, without).holds(trace)
    assert not Questions(catalog, catalog).holds(trace)


def test_every_question_of_the_words_can_be_written_down(contents: Content) -> None:
    """A question that cannot be asked again would stop the build."""
    catalog = contents.view.catalog
    with pytest.raises(TypeError, match="niet op te schrijven"):
        Questions(catalog, catalog).reader({}).one(m.Thema, 1.5)  # type: ignore[arg-type]


def test_a_new_day_only_reaches_what_asked_for_the_day() -> None:
    catalog = small_catalog.catalog(small_catalog.praktijk())
    praktijk = catalog.one(m.Praktijk, "hackshield")
    context: Trace = {}
    agenda: Trace = {}
    today, tomorrow = replace(catalog, dag=date(2026, 2, 1)), replace(catalog, dag=date(2026, 2, 2))
    assert not Questions(today, today).reader(context).expired(praktijk)
    assert Questions(today, today).reader(agenda).today == date(2026, 2, 1)
    assert Questions(tomorrow, tomorrow).holds(context)
    assert not Questions(tomorrow, tomorrow).holds(agenda)
    too_late = replace(catalog, dag=date(2027, 1, 11))
    assert not Questions(too_late, too_late).holds(context)
