"""Dutch dates: what authors may type, what it means to a calendar, and how it reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.base import dates
from macros.base.dates import Soort, lees_dag, lees_wanneer, nederlands


@pytest.mark.parametrize(
    ("getypt", "soort", "begin", "eind", "gelezen"),
    [
        ("2023-03-04", Soort.DAG, date(2023, 3, 4), date(2023, 3, 4), "4 maart 2023"),
        ("2023-02", Soort.MAAND, date(2023, 2, 1), date(2023, 2, 28), "februari 2023"),
        ("2024-02", Soort.MAAND, date(2024, 2, 1), date(2024, 2, 29), "februari 2024"),
        ("2023-Q1", Soort.KWARTAAL, date(2023, 1, 1), date(2023, 3, 31), "1e kwartaal 2023"),
        ("2023-Q4", Soort.KWARTAAL, date(2023, 10, 1), date(2023, 12, 31), "4e kwartaal 2023"),
        ("2023", Soort.JAAR, date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("2023-Q1/2023-Q2", Soort.PERIODE, date(2023, 1, 1), date(2023, 6, 30),
         "1e kwartaal 2023 t/m 2e kwartaal 2023"),
        ("2023-10-01/2023-12-31", Soort.PERIODE, date(2023, 10, 1), date(2023, 12, 31),
         "1 oktober 2023 t/m 31 december 2023"),
        ("2024/2027", Soort.PERIODE, date(2024, 1, 1), date(2027, 12, 31), "2024 t/m 2027"),
        ("doorlopend", Soort.DOORLOPEND, None, None, "doorlopend"),
        ("PM", Soort.PM, None, None, "nog niet bepaald (PM)"),
        ("onbekend", Soort.ONBEKEND, None, None, "onbekend"),
        ("circa 6 x per jaar", Soort.FREQUENTIE, None, None, "circa 6 x per jaar"),
        ("minimaal 4 x", Soort.FREQUENTIE, None, None, "minimaal 4 x"),
    ],
)  # fmt: skip
def test_what_authors_type(getypt: str, soort: Soort, begin: date | None, eind: date | None, gelezen: str) -> None:
    wanneer = lees_wanneer(f" {getypt} ")
    assert (wanneer.soort, wanneer.typed, wanneer.begin, wanneer.eind) == (soort, getypt, begin, eind)
    assert str(wanneer) == nederlands(wanneer) == gelezen


@pytest.mark.parametrize("getypt", ["2023-02-30", "2023-13-01", "2023-00", "0000", "2023-02-29"])
def test_days_that_do_not_exist(getypt: str) -> None:
    with pytest.raises(ValueError, match=r"bestaat niet$"):
        lees_wanneer(getypt)


@pytest.mark.parametrize(
    "getypt",
    [
        "2023-Q5",
        "2023-Q0",
        "2023-q1",
        "04-03-2023",
        "4 maart 2023",
        "23",
        "2023-3-4",
        "",
        "/",
        "2023/",
        "Q1 en Q@",
        "6x",
        "12:30",
    ],
)
def test_what_is_no_date_says_what_is_allowed(getypt: str) -> None:
    with pytest.raises(ValueError, match="is geen datum of periode; toegestaan is"):
        lees_wanneer(getypt)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="eindigt voordat zij begint"):
        lees_wanneer("2023-Q2/2023-Q1")
    assert lees_wanneer("2023-Q2/2023-06").eind == date(2023, 6, 30)


def test_a_day_is_an_iso_day_and_nothing_else() -> None:
    assert lees_dag(" 2024-02-29 ") == date(2024, 2, 29)
    for getypt in ("2023", "2023-02", "04-03-2023", "2023-02-04T10:00", "20230204"):
        with pytest.raises(ValueError, match="schrijf jaar-maand-dag"):
            lees_dag(getypt)
    with pytest.raises(ValueError, match="2023-02-30 bestaat niet"):
        lees_dag("2023-02-30")


def test_dutch_words() -> None:
    vrijdag = date(2026, 11, 20)
    assert dates.dag(vrijdag) == "20 november 2026"
    assert dates.weekdag(vrijdag) == "vrijdag 20 november 2026"
    assert dates.maand(vrijdag) == "november 2026"
    assert dates.kwartaal(vrijdag) == "4e kwartaal 2026"


def test_dated_things_come_first_then_words() -> None:
    getypt = ["onbekend", "2024", "doorlopend", "2023-Q2", "2023-04-01", "2023"]
    op_volgorde = sorted(map(lees_wanneer, getypt), key=dates.rangschikking)
    assert [w.typed for w in op_volgorde] == ["2023", "2023-04-01", "2023-Q2", "2024", "doorlopend", "onbekend"]


def test_moments_for_feeds_and_calendars() -> None:
    assert dates.tijdstip(date(2023, 3, 4)) == datetime(2023, 3, 4, tzinfo=UTC)
    assert dates.volgende_dag(date(2023, 12, 31)) == date(2024, 1, 1)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_is_read_back(dag: date) -> None:
    assert lees_dag(dag.isoformat()) == dag
    wanneer = lees_wanneer(dag.isoformat())
    assert wanneer.begin == wanneer.eind == dag
    begin, eind = dates.kwartaalgrenzen(dag.year, (dag.month + 2) // 3)
    assert begin <= dag <= eind


@given(st.text(max_size=15))
def test_any_text_is_read_or_refused_in_dutch(getypt: str) -> None:
    try:
        assert lees_wanneer(getypt).typed == getypt.strip()
    except ValueError as fout:
        assert any(deel in str(fout) for deel in ("geen datum", "bestaat niet", "eindigt"))  # noqa: PT017


@pytest.mark.parametrize(
    ("getypt", "begin", "eind", "gelezen"),
    [
        ("13:30-16:00", time(13, 30), time(16), "13.30–16.00 uur"),
        (" 09:00 ", time(9), None, "09.00 uur"),
    ],
)
def test_a_time_of_the_day(getypt: str, begin: time, eind: time | None, gelezen: str) -> None:
    tijd = dates.lees_tijd(getypt)
    assert (tijd.begin, tijd.eind, str(tijd)) == (begin, eind, gelezen)


@pytest.mark.parametrize(
    "getypt", ["", "half twee", "9:00", "25:00", "13:60", "16:00-13:30", "13:30-13:30", "13:30Z", "13.30"]
)
def test_what_is_no_time_is_refused(getypt: str) -> None:
    with pytest.raises(ValueError, match="tijd"):
        dates.lees_tijd(getypt)
