from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import pytest

from macros.build.content import Inhoud
from macros.cache.trace import Spoor, Vragen, afdruk
from macros.records import models as m
from macros.records.catalog import Catalog, Onbekend
from tests.helpers import small_catalog


@pytest.fixture
def catalog(inhoud: Inhoud) -> Catalog:
    return inhoud.weergave.catalog


def _zonder(catalog: Catalog, soort: type[m.Record], id_: str) -> Catalog:
    rest = {sleutel: record for sleutel, record in catalog.records[soort].items() if sleutel != id_}
    return replace(catalog, records={**catalog.records, soort: rest})


def _met(catalog: Catalog, record: m.Record, **velden: object) -> Catalog:
    nieuw = record.model_copy(update=velden)
    soort = type(record)
    return replace(catalog, records={**catalog.records, soort: {**catalog.records[soort], record.id: nieuw}})


@dataclass
class _Punt:
    x: int
    y: str = "y"


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ((1, "a"), (1, "b")),
        (("a", "b"), ("ab",)),
        ((["a"], "b"), (["a", "b"],)),
        (({"a": 1},), ({"a": 2},)),
        ((date(2023, 1, 1),), (date(2023, 1, 2),)),
        ((_Punt(1),), (_Punt(2),)),
        ((None,), ("None",)),
        ((b"a",), ("a",)),
        ((True,), (1,)),
    ],
)
def test_prints_of_different_values_differ(een: tuple[object, ...], ander: tuple[object, ...]) -> None:
    assert afdruk(*een) != afdruk(*ander)
    assert afdruk(*een) == afdruk(*een)


def test_a_set_prints_the_same_in_any_order_and_a_surrogate_prints() -> None:
    assert afdruk({"a", "b", "c"}) == afdruk({"c", "b", "a"})
    assert afdruk("\ud800") != afdruk("?")
    assert afdruk(Counter("aab")) == afdruk({"a": 2, "b": 1})


def test_of_what_cannot_be_compared_no_print_is_made() -> None:
    with pytest.raises(TypeError, match="object"):
        afdruk(object())


def test_prose_is_not_in_the_print_of_a_record(catalog: Catalog) -> None:
    praktijk = catalog.alle(m.Praktijk)[0]
    assert afdruk(praktijk) == afdruk(praktijk.model_copy(update={"tekst": "anders"}))
    assert afdruk(praktijk) != afdruk(praktijk.model_copy(update={"titel": "anders"}))


def test_what_other_channels_leave_out_is_in_the_print(catalog: Catalog) -> None:
    reeks = catalog.alle(m.Cijferreeks)[0]
    anders = reeks.model_copy(update={"rijen": (*reeks.rijen[:-1], ("2099", "1"))})
    assert afdruk(reeks) != afdruk(anders)


def test_a_reader_answers_as_the_catalog_does(catalog: Catalog) -> None:
    spoor: Spoor = {}
    lezer = Vragen(catalog, catalog).lezer(spoor)
    assert lezer.alle(m.Thema) == catalog.alle(m.Thema)
    assert lezer.activiteiten(thema="jeugd", jaar=2023) == catalog.activiteiten(thema="jeugd", jaar=2023)
    assert lezer.paginas == catalog.paginas
    activiteit = catalog.activiteiten()[0]
    assert lezer.subthema(activiteit) == catalog.subthema(activiteit)
    rapport = catalog.rapporten()[0]
    assert lezer.verschenen(rapport) == catalog.verschenen(rapport)
    assert lezer.cijferreeksen_uit({"voortgangsrapportage-2018"}) == catalog.cijferreeksen_uit(
        ["voortgangsrapportage-2018"]
    )
    komend = catalog.komend(date(2023, 1, 1), date(2023, 3, 1))
    assert lezer.komend(date(2023, 1, 1), date(2023, 3, 1)) == komend
    assert len(spoor) == 7
    with pytest.raises(Onbekend, match="bestaat niet"):
        lezer.een(m.Thema, "nergens")
    assert len(spoor) == 8


def test_a_trace_holds_for_the_same_records_and_for_others_that_nothing_asked_of(catalog: Catalog) -> None:
    spoor: Spoor = {}
    lezer = Vragen(catalog, catalog).lezer(spoor)
    jeugd = lezer.een(m.Thema, "jeugd")
    lezer.praktijken(thema="jeugd")
    assert Vragen(catalog, catalog).klopt(spoor)
    vreemd = next(p for p in catalog.praktijken() if "jeugd" not in p.themas)
    buiten = _met(catalog, vreemd, titel="Heel anders")
    assert Vragen(buiten, buiten).klopt(spoor)
    binnen = _met(catalog, catalog.praktijken(thema="jeugd")[0], titel="Heel anders")
    assert not Vragen(binnen, binnen).klopt(spoor)
    anders = _met(catalog, jeugd, naam="Jongeren")
    assert not Vragen(anders, anders).klopt(spoor)


def test_a_trace_does_not_hold_when_what_it_names_is_gone(catalog: Catalog) -> None:
    spoor: Spoor = {}
    praktijk = catalog.praktijken()[0]
    Vragen(catalog, catalog).lezer(spoor).buren(praktijk)
    weg = _zonder(catalog, m.Praktijk, praktijk.id)
    assert not Vragen(weg, weg).klopt(spoor)


def test_a_trace_of_something_that_was_not_there_ends_when_it_comes(catalog: Catalog) -> None:
    zonder = _zonder(catalog, m.Thema, "jeugd")
    spoor: Spoor = {}
    with pytest.raises(Onbekend):
        Vragen(zonder, zonder).lezer(spoor).een(m.Thema, "jeugd")
    assert Vragen(zonder, zonder).klopt(spoor)
    assert not Vragen(catalog, catalog).klopt(spoor)


def test_every_question_of_the_words_can_be_written_down(inhoud: Inhoud) -> None:
    """A question that cannot be asked again would stop the build."""
    catalog = inhoud.weergave.catalog
    with pytest.raises(TypeError, match="niet op te schrijven"):
        Vragen(catalog, catalog).lezer({}).een(m.Thema, 1.5)  # type: ignore[arg-type]


def test_a_new_day_only_reaches_what_asked_for_the_day() -> None:
    catalog = small_catalog.catalog(small_catalog.praktijk())
    praktijk = catalog.een(m.Praktijk, "hackshield")
    kader: Spoor = {}
    agenda: Spoor = {}
    vandaag, morgen = replace(catalog, dag=date(2026, 2, 1)), replace(catalog, dag=date(2026, 2, 2))
    assert not Vragen(vandaag, vandaag).lezer(kader).verlopen(praktijk)
    assert Vragen(vandaag, vandaag).lezer(agenda).vandaag == date(2026, 2, 1)
    assert Vragen(morgen, morgen).klopt(kader)
    assert not Vragen(morgen, morgen).klopt(agenda)
    te_laat = replace(catalog, dag=date(2027, 1, 11))
    assert not Vragen(te_laat, te_laat).klopt(kader)
