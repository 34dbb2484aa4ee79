"""Calendars as RFC 5545, with icalendar: every activity that has a day, a quarter, or a period that is no longer.

UID is the record's id, so a calendar that is fetched twice holds each entry once. How new an entry is comes from the
record's own history: each dated change is one more in SEQUENCE and a later day in DTSTAMP and LAST-MODIFIED, by which a
client knows that what it has is older (RFC 5546, 2.1.5).
An entry takes whole days unless its record gives a time, which is Dutch time. The only module that knows icalendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vText

from macros.base import dates, links
from macros.base.text import clean, one_line
from macros.channels.subscriptions import ICS, Subscription, subscriptions
from macros.records import models as m
from macros.records.catalog import Catalog

ZONE = ZoneInfo("Europe/Amsterdam")
_RANGE = (date(2000, 1, 1), date(2038, 1, 1))
"""The years of which a calendar explains summer time: from before the oldest source to where clients stop reading."""
_STATUS = {"vervallen": "CANCELLED", "gepland": "TENTATIVE", "uitgevoerd": "CONFIRMED", "doorlopend": "CONFIRMED"}


def files(catalog: Catalog, *, site: str) -> Iterator[tuple[str, bytes]]:
    """Every calendar, and each activity that they can hold as one of its own: path relative to the root, bytes."""
    for agenda in subscriptions(catalog, ICS):
        yield agenda.pad, ics(agenda, catalog, site=site)
    for activiteit in catalog.activiteiten():
        if activiteit.wanneer.is_dated:
            yield f"activiteiten/{activiteit.id}.ics", single_ics(activiteit, catalog, site=site)


def ics(agenda: Subscription, catalog: Catalog, *, site: str) -> bytes:
    """The activities of a theme or district, or all, as a calendar."""
    chosen = catalog.activiteiten(thema=agenda.thema or None, district=agenda.district or None)
    return _ics(agenda.titel, chosen, catalog, site)


def single_ics(activiteit: m.Activiteit, catalog: Catalog, *, site: str) -> bytes:
    """One activity as a calendar, for "zet in mijn agenda"."""
    return _ics(activiteit.titel, [activiteit], catalog, site)


@dataclass(frozen=True, slots=True)
class Version:
    """What a client holds of an entry: when it is, and how new that is."""

    when: tuple[str, ...]
    """From when, until when, and whether it is called off."""
    mark: tuple[int, str]
    """A higher one is newer (RFC 5546, 2.1.5)."""


def versions(calendar: bytes) -> dict[str, Version]:
    """The entries of a calendar that was made, by UID."""
    found = {}
    for entry in Calendar.from_ical(calendar).walk("VEVENT"):
        moments = [str(entry.decoded(name, "")) for name in ("dtstart", "dtend")]
        called_off = "CANCELLED" if entry.get("status") == "CANCELLED" else ""
        mark = (int(entry.decoded("sequence", 0)), str(entry.decoded("dtstamp")))
        found[str(entry["uid"])] = Version((*moments, called_off), mark)
    return found


def _ics(titel: str, activiteiten: Iterable[m.Activiteit], catalog: Catalog, site: str) -> bytes:
    """A calendar as bytes: CRLF, folded, without what no calendar may hold."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{catalog.netwerk.naam}//Kennisbank//{catalog.netwerk.taal.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(one_line(titel)))  # a str it writes as it is (findings/icalendar-name.sh)
    calendar.add("x-wr-timezone", ZONE.key)
    for activiteit in activiteiten:
        if activiteit.wanneer.is_dated:
            calendar.add_component(_entry(activiteit, catalog, site))
    if calendar.get_missing_tzids():
        calendar.subcomponents.insert(0, _summer_time())
    output: bytes = calendar.to_ical()
    return output


@cache
def _summer_time() -> Timezone:
    """When summer time was and will be: the same in every calendar, and most of the work of a small one."""
    return Timezone.from_tzid(ZONE.key, first_date=_RANGE[0], last_date=_RANGE[1])


def _entry(a: m.Activiteit, catalog: Catalog, site: str) -> Event:
    if not a.wanneer.start or not a.wanneer.end:
        raise ValueError(f"activiteit {a.id!r} heeft geen dag")
    entry = Event()
    entry.add("uid", f"{a.id}@{catalog.netwerk.domein.naam}")
    written = dates.instant(catalog.updated(a) or date(2000, 1, 1))
    entry.add("dtstamp", written)
    entry.add("last-modified", written)
    entry.add("sequence", len(a.geschiedenis))
    entry.add("summary", one_line(a.titel))
    start, end = _from_to(a, a.wanneer.start, a.wanneer.end)
    entry.add("dtstart", start)
    if end:
        entry.add("dtend", end)
    entry.add("description", clean(_description(a)))
    entry.add("url", links.absolute(a.pad, site))
    entry.add("transp", "TRANSPARENT")
    if status := _STATUS.get(a.status):
        entry.add("status", status)
    if a.thema:
        entry.add("categories", [one_line(catalog.one(m.Thema, a.thema).naam)])
    return entry


def _from_to(a: m.Activiteit, first: date, last: date) -> tuple[date, date | None]:
    """The beginning and the end: moments where the record gives a time, else whole days, the end exclusive."""
    if not a.tijd:
        return first, dates.next_day(last)
    end = datetime.combine(first, a.tijd.end, ZONE) if a.tijd.end else None
    return datetime.combine(first, a.tijd.start, ZONE), end


def _description(a: m.Activiteit) -> str:
    """What happens, how precisely the source says when, and what changed since."""
    parts = [a.omschrijving, f"Oplevering: {a.oplevering}" if a.oplevering else ""]
    if a.wanneer.soort is not dates.Kind.DAY:
        parts.append(f"Zo gepland: {a.gedrukt or a.wanneer}")
    parts += [step.told for step in a.geschiedenis]
    return "\n".join(filter(None, parts))
