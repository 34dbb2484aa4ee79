from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from macros.base.text import one_line
from macros.build.content import Content
from macros.channels import calendars
from macros.channels.subscriptions import ICS, Subscription, subscriptions
from macros.records.catalog import Catalog
from tests.helpers import small_catalog

SITE = "https://veiligheidsnetwerken.nl/"
EVERYTHING = Subscription(ICS, "activiteiten/agenda.ics", "Alles")


def read(out: bytes) -> list[Any]:
    return list(Calendar.from_ical(out).walk("VEVENT"))


def make(*activiteiten: object) -> bytes:
    return calendars.ics(EVERYTHING, small_catalog.catalog(*activiteiten), site=SITE)  # type: ignore[arg-type]


def test_a_day_is_one_whole_day() -> None:
    (entry,) = read(make(small_catalog.activiteit()))
    assert entry["uid"] == "kennissessie@netwerk.example"
    assert entry["dtstart"].dt == date(2023, 3, 4)
    assert entry["dtend"].dt == date(2023, 3, 5)
    assert entry["dtstamp"].dt.date() == date(2023, 11, 30)


def test_a_quarter_is_a_quarter_long_and_says_what_the_source_says() -> None:
    (entry,) = read(make(small_catalog.activiteit(wanneer="2023-Q2", gedrukt="Q2")))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2023, 4, 1), date(2023, 7, 1))
    assert "Zo gepland: Q2" in entry["description"]


@pytest.mark.parametrize(
    "wanneer", ["onbekend", "PM", "doorlopend", "circa 6 x per jaar", "2018", "2019/2022", "2023-Q1/2023-Q2"]
)
def test_what_has_no_day_or_quarter_is_not_in_a_calendar(wanneer: str) -> None:
    activiteit = small_catalog.activiteit(wanneer=wanneer)
    assert read(make(activiteit)) == []
    paths = [path for path, _ in calendars.files(small_catalog.catalog(activiteit), site=SITE)]
    assert "activiteiten/kennissessie.ics" not in paths


@pytest.mark.parametrize(
    "wanneer", ["2023-03-04", "2023-03-04/2023-03-06", "2023-03", "2023-Q4", "2023-10-01/2023-12-31"]
)
def test_a_day_a_quarter_and_what_is_shorter_are(wanneer: str) -> None:
    assert len(read(make(small_catalog.activiteit(wanneer=wanneer)))) == 1


@pytest.mark.parametrize(("tijd", "end"), [("13:30-16:00", "2027-07-01T16:00:00+02:00"), ("13:30", None)])
def test_an_hour_is_dutch_time_with_its_rules(tijd: str, end: str | None) -> None:
    out = make(small_catalog.activiteit(wanneer="2027-07-01", jaar="2027", tijd=tijd))
    (entry,) = read(out)
    assert entry["dtstart"].dt.isoformat() == "2027-07-01T13:30:00+02:00"
    assert (entry["dtend"].dt.isoformat() if "dtend" in entry else None) == end
    assert b"DTSTART;TZID=Europe/Amsterdam:20270701T133000\r\n" in out
    (zone,) = Calendar.from_ical(out).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Amsterdam"


def test_one_activity_asks_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many activities take twice as long: each makes its own calendar of itself."""
    one = small_catalog.activiteit()
    catalog = small_catalog.catalog(one, small_catalog.activiteit("ander"))
    monkeypatch.setattr(Catalog, "activiteiten", None)
    assert [entry["uid"] for entry in read(calendars.single_ics(one, catalog, site=SITE))] == [
        f"{one.id}@{catalog.netwerk.domein.naam}"
    ]


def test_what_was_cancelled_says_so() -> None:
    (entry,) = read(make(small_catalog.activiteit(status="vervallen")))
    assert entry["status"] == "CANCELLED"


MOVED = {"datum": "2023-12-05", "tekst": "Verplaatst.", "wanneer": "2023-04-13"}
CANCELLED = {"datum": "2023-12-05", "tekst": "Gaat niet door.", "status": "vervallen"}


def test_each_dated_change_makes_a_newer_version_of_the_same_entry() -> None:
    """Newer by the number, and by the day; on one day twice by the number alone (RFC 5546, 2.1.5)."""
    histories: tuple[list[dict[str, str]], ...] = ([], [MOVED], [MOVED, CANCELLED])
    entries = [
        read(make(small_catalog.activiteit(wanneer="2023-04-13" if steps else "2023-03-04", geschiedenis=steps)))[0]
        for steps in histories
    ]
    assert len({str(entry["uid"]) for entry in entries}) == 1
    assert [entry["sequence"] for entry in entries] == [0, 1, 2]
    days = [date(2023, 11, 30), date(2023, 12, 5), date(2023, 12, 5)]
    assert [entry["dtstamp"].dt.date() for entry in entries] == days
    assert [entry["last-modified"].dt.date() for entry in entries] == days
    assert "5 december 2023: Verplaatst." in entries[1]["description"]


def test_a_name_with_signs_of_its_own_is_one_text() -> None:
    """A calendar's name is text to those who read it, of which commas and the like are written with a stroke before them."""
    catalog = small_catalog.catalog(small_catalog.activiteit())
    out = calendars.ics(Subscription(ICS, "a.ics", "Zorg, jeugd; A\\B"), catalog, site=SITE)
    for name in ("NAME", "X-WR-CALNAME"):
        assert f"\r\n{name}:Zorg\\, jeugd\\; A\\\\B\r\n".encode() in out


def test_lines_end_in_crlf_and_are_folded() -> None:
    out = make(small_catalog.activiteit(titel="Een kennissessie met een heel lange titel " * 5))
    assert out.count(b"\n") == out.count(b"\r\n")
    assert max(len(line) for line in out.split(b"\r\n")) <= 75


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=200).filter(lambda t: t.strip()))
def test_any_title_gives_a_calendar_that_reads_back(titel: str) -> None:
    (entry,) = read(make(small_catalog.activiteit().model_copy(update={"titel": titel})))
    assert str(entry["summary"]) == one_line(titel)


def test_uids_are_unique_over_the_real_content(contents: Content) -> None:
    catalog = contents.view.catalog
    everything = read(calendars.ics(subscriptions(catalog, ICS)[0], catalog, site=SITE))
    uids = [str(entry["uid"]) for entry in everything]
    assert len(uids) == len(set(uids)) > 10


def test_every_theme_and_district_has_a_calendar(contents: Content) -> None:
    paths = {agenda.pad for agenda in subscriptions(contents.view.catalog, ICS)}
    assert {"activiteiten/agenda.ics", "themas/jeugd/agenda.ics", "districten/twente/agenda.ics"} <= paths
