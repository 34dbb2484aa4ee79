"""Calendars as RFC 5545, with icalendar: every activity that has a day, quarter or period.

UID is the record's id and DTSTAMP comes from the content, so a calendar that is fetched twice holds each entry once.
An entry takes whole days unless its record gives a time, which is Dutch time. The only module that knows icalendar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from macros.base import dates, links
from macros.base.text import regel, schoon
from macros.records import models as m
from macros.records.catalog import Catalog

ZONE = ZoneInfo("Europe/Amsterdam")
_BEREIK = (date(2000, 1, 1), date(2038, 1, 1))
"""The years of which a calendar explains summer time: from before the oldest source to where clients stop reading."""
_STATUS = {"vervallen": "CANCELLED", "gepland": "TENTATIVE", "uitgevoerd": "CONFIRMED", "doorlopend": "CONFIRMED"}


@dataclass(frozen=True, slots=True)
class Agenda:
    """A calendar: where it is, what it is called, which activities it takes."""

    pad: str
    titel: str
    kiest: Callable[[m.Activiteit], bool]


def agendas(catalog: Catalog) -> tuple[Agenda, ...]:
    """Every calendar of the site: all, per theme, per district."""
    return (
        Agenda("activiteiten/agenda.ics", "Veiligheidsnetwerk Oost-Nederland", lambda _: True),
        *(_themaagenda(thema) for thema in catalog.alle(m.Thema)),
        *(_districtsagenda(district) for district in catalog.alle(m.District)),
    )


def _themaagenda(thema: m.Thema) -> Agenda:
    return Agenda(f"{thema.pad}agenda.ics", f"Veiligheidsnetwerk: {thema.naam}", lambda a: a.thema == thema.id)


def _districtsagenda(district: m.District) -> Agenda:
    return Agenda(f"{district.pad}agenda.ics", f"District {district.naam}", lambda a: district.id in a.districten)


def ics(agenda: Agenda, catalog: Catalog, *, site: str) -> bytes:
    """A calendar as bytes: CRLF, folded, without what no calendar may hold."""
    kalender = Calendar()
    kalender.add("prodid", "-//Veiligheidsnetwerk Oost-Nederland//Kennisbank//NL")
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    kalender.add("x-wr-calname", regel(agenda.titel))
    kalender.add("x-wr-timezone", "Europe/Amsterdam")
    for activiteit in catalog.activiteiten():
        if activiteit.wanneer.begin and activiteit.wanneer.eind and agenda.kiest(activiteit):
            kalender.add_component(_entry(activiteit, catalog, site))
    kalender.add_missing_timezones(*_BEREIK)
    uitvoer: bytes = kalender.to_ical()
    return uitvoer


def losse_ics(activiteit: m.Activiteit, catalog: Catalog, *, site: str) -> bytes:
    """One activity as a calendar, for "zet in mijn agenda"."""
    return ics(Agenda("", activiteit.titel, lambda a: a.id == activiteit.id), catalog, site=site)


def _entry(a: m.Activiteit, catalog: Catalog, site: str) -> Event:
    if not a.wanneer.begin or not a.wanneer.eind:
        raise ValueError(f"activiteit {a.id!r} heeft geen dag")
    entry = Event()
    entry.add("uid", f"{a.id}@veiligheidsnetwerken.nl")
    entry.add("dtstamp", dates.tijdstip(_geschreven(a, catalog)))
    entry.add("summary", regel(a.titel))
    begin, eind = _van_tot(a, a.wanneer.begin, a.wanneer.eind)
    entry.add("dtstart", begin)
    if eind:
        entry.add("dtend", eind)
    entry.add("description", schoon(_omschrijving(a)))
    entry.add("url", links.absoluut(a.pad, site))
    entry.add("transp", "TRANSPARENT")
    if status := _STATUS.get(a.status):
        entry.add("status", status)
    if a.thema:
        entry.add("categories", [regel(catalog.een(m.Thema, a.thema).naam)])
    return entry


def _van_tot(a: m.Activiteit, eerste: date, laatste: date) -> tuple[date, date | None]:
    """The beginning and the end: moments where the record gives a time, else whole days, the end exclusive."""
    if not a.tijd:
        return eerste, dates.volgende_dag(laatste)
    eind = datetime.combine(eerste, a.tijd.eind, ZONE) if a.tijd.eind else None
    return datetime.combine(eerste, a.tijd.begin, ZONE), eind


def _geschreven(a: m.Activiteit, catalog: Catalog) -> date:
    """The day of its newest source: when the entry was last known to be so."""
    return catalog.bijgewerkt(a) or date(2000, 1, 1)


def _omschrijving(a: m.Activiteit) -> str:
    """What happens, and how precisely the source says when."""
    delen = [a.omschrijving, f"Oplevering: {a.oplevering}" if a.oplevering else ""]
    if a.wanneer.soort is not dates.Soort.DAG:
        delen.append(f"Volgens de bron: {a.gedrukt or a.wanneer}")
    return "\n".join(filter(None, delen))
