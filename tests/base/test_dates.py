"""Dutch dates: what authors may type, what it means to a calendar, and how it reads."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.base import dates
from macros.base.dates import Kind, dutch, read_day, read_when


@pytest.mark.parametrize(
    ("typed", "soort", "start", "end", "loaded"),
    [
        ("2023-03-04", Kind.DAY, date(2023, 3, 4), date(2023, 3, 4), "4 maart 2023"),
        ("2023-02", Kind.MONTH, date(2023, 2, 1), date(2023, 2, 28), "februari 2023"),
        ("2024-02", Kind.MONTH, date(2024, 2, 1), date(2024, 2, 29), "februari 2024"),
        ("2023-Q1", Kind.QUARTER, date(2023, 1, 1), date(2023, 3, 31), "1e kwartaal 2023"),
        ("2023-Q4", Kind.QUARTER, date(2023, 10, 1), date(2023, 12, 31), "4e kwartaal 2023"),
        ("2023", Kind.YEAR, date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("2023-Q1/2023-Q2", Kind.PERIOD, date(2023, 1, 1), date(2023, 6, 30),
         "1e kwartaal 2023 t/m 2e kwartaal 2023"),
        ("2023-10-01/2023-12-31", Kind.PERIOD, date(2023, 10, 1), date(2023, 12, 31),
         "1 oktober 2023 t/m 31 december 2023"),
        ("2024/2027", Kind.PERIOD, date(2024, 1, 1), date(2027, 12, 31), "2024 t/m 2027"),
        ("doorlopend", Kind.ONGOING, None, None, "doorlopend"),
        ("PM", Kind.PM, None, None, "nog niet bepaald (PM)"),
        ("onbekend", Kind.UNKNOWN, None, None, "onbekend"),
        ("circa 6 x per jaar", Kind.FREQUENCY, None, None, "circa 6 x per jaar"),
        ("minimaal 4 x", Kind.FREQUENCY, None, None, "minimaal 4 x"),
    ],
)  # fmt: skip
def test_what_authors_type(typed: str, soort: Kind, start: date | None, end: date | None, loaded: str) -> None:
    wanneer = read_when(f" {typed} ")
    assert (wanneer.soort, wanneer.typed, wanneer.start, wanneer.end) == (soort, typed, start, end)
    assert str(wanneer) == dutch(wanneer) == loaded
    assert re.search(dates.PATTERN, typed), "a JSON Schema takes it too"


@pytest.mark.parametrize("typed", ["Doorlopend", "pm", "CIRCA 6 X PER JAAR", "ca. 3 x", "2023-Q1 / 2023-Q2"])
def test_a_schema_takes_all_that_is_read(typed: str) -> None:
    assert read_when(typed).typed == typed
    assert re.search(dates.PATTERN, typed)


@pytest.mark.parametrize(
    "typed", ["", " 2023", "2023-13", "2023-00", "2023-1", "2023-03-32", "2023/", "4 maart 2023", "Q1", "onbekende"]
)
def test_a_schema_refuses_what_is_no_moment(typed: str) -> None:
    assert not re.search(dates.PATTERN, typed)


@pytest.mark.parametrize("typed", ["2023-02-30", "2023-13-01", "2023-00", "0000", "2023-02-29"])
def test_days_that_do_not_exist(typed: str) -> None:
    with pytest.raises(ValueError, match=r"bestaat niet$"):
        read_when(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2023-Q5",
        "2023-Q0",
        "23",
        "",
        "/",
        "2023/",
        "Q1 en Q@",
        "6x",
        "12:30",
    ],
)
def test_what_is_no_date_says_what_is_allowed(typed: str) -> None:
    with pytest.raises(ValueError, match="is geen datum of periode; toegestaan is"):
        read_when(typed)


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("04-03-2023", "2023-03-04"), ("2-3-2024", "2024-03-02"), ("2024/03/04", "2024-03-04"), ("2023-3-4", "2023-03-04"),
        ("4.3.2023", "2023-03-04"), ("20230304", "2023-03-04"), ("4 maart 2023", "2023-03-04"), ("zaterdag 4 mrt. 2023", "2023-03-04"),
        ("4-mrt-2023", "2023-03-04"), ("maart 2023", "2023-03"), ("03-2023", "2023-03"), ("2023/3", "2023-03"),
        ("2023-q1", "2023-Q1"), ("Q1 2023", "2023-Q1"), ("1e kwartaal van 2023", "2023-Q1"),
    ],
)  # fmt: skip
def test_a_date_in_another_notation_is_shown_in_ours(typed: str, ours: str) -> None:
    with pytest.raises(ValueError, match=rf"is geen datum of periode; bedoelde u {ours}\?"):
        read_when(typed)
    if ours.count("-") == 2:
        with pytest.raises(ValueError, match=rf"is geen datum; bedoelde u {ours}\?"):
            read_day(typed)


@pytest.mark.parametrize("typed", ["31-2-2024", "2024/13/01", "4 smart 2023", "0-0-0000", "45000"])
def test_a_day_that_does_not_exist_is_not_proposed(typed: str) -> None:
    with pytest.raises(ValueError, match="toegestaan is"):
        read_when(typed)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="eindigt voordat zij begint"):
        read_when("2023-Q2/2023-Q1")
    assert read_when("2023-Q2/2023-06").end == date(2023, 6, 30)


def test_a_day_is_an_iso_day_and_nothing_else() -> None:
    assert read_day(" 2024-02-29 ") == date(2024, 2, 29)
    for typed in ("2023", "2023-02", "maart 2023", "2023-02-04T10:00"):
        with pytest.raises(ValueError, match="schrijf jaar-maand-dag"):
            read_day(typed)
    with pytest.raises(ValueError, match="2023-02-30 bestaat niet"):
        read_day("2023-02-30")


def test_dutch_words() -> None:
    friday = date(2026, 11, 20)
    assert dates.dag(friday) == "20 november 2026"
    assert dates.weekday(friday) == "vrijdag 20 november 2026"
    assert dates.month(friday) == "november 2026"
    assert dates.quarter(friday) == "4e kwartaal 2026"


def test_dated_things_come_first_then_words() -> None:
    typed = ["onbekend", "2024", "doorlopend", "2023-Q2", "2023-04-01", "2023"]
    in_order = sorted(map(read_when, typed), key=dates.sort_key)
    assert [w.typed for w in in_order] == ["2023", "2023-04-01", "2023-Q2", "2024", "doorlopend", "onbekend"]


def test_moments_for_feeds_and_calendars() -> None:
    assert dates.instant(date(2023, 3, 4)) == datetime(2023, 3, 4, tzinfo=UTC)
    assert dates.next_day(date(2023, 12, 31)) == date(2024, 1, 1)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_is_read_back(dag: date) -> None:
    assert read_day(dag.isoformat()) == dag
    wanneer = read_when(dag.isoformat())
    assert wanneer.start == wanneer.end == dag
    start, end = dates.quarter_limits(dag.year, (dag.month + 2) // 3)
    assert start <= dag <= end


@given(st.text(max_size=15))
def test_any_text_is_read_or_refused_in_dutch(typed: str) -> None:
    try:
        assert read_when(typed).typed == typed.strip()
    except ValueError as error:
        assert any(part in str(error) for part in ("geen datum", "bestaat niet", "eindigt"))  # noqa: PT017


@pytest.mark.parametrize(
    ("typed", "start", "end", "loaded"),
    [
        ("13:30-16:00", time(13, 30), time(16), "13.30–16.00 uur"),
        (" 09:00 ", time(9), None, "09.00 uur"),
    ],
)
def test_a_time_of_the_day(typed: str, start: time, end: time | None, loaded: str) -> None:
    time_ = dates.read_time(typed)
    assert (time_.start, time_.end, str(time_)) == (start, end, loaded)


@pytest.mark.parametrize(
    "typed", ["", "half twee", "9:00", "25:00", "13:60", "16:00-13:30", "13:30-13:30", "13:30Z", "13.30"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="tijd"):
        dates.read_time(typed)


@pytest.mark.parametrize(
    ("wanneer", "tijd", "said"),
    [
        ("2023-03-04", "13:30-16:00", "4 maart 2023, 13.30–16.00 uur"),
        ("2023-03-04", "", "4 maart 2023"),
        ("2023-Q2", "", "2e kwartaal 2023"),
        ("PM", "", "nog niet bepaald (PM)"),
        ("onbekend", "", ""),
    ],
)
def test_a_moment_is_said_once_for_page_and_report(wanneer: str, tijd: str, said: str) -> None:
    assert dates.moment(read_when(wanneer), dates.read_time(tijd) if tijd else None) == said
