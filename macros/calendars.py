"""Calendars as RFC 5545, with icalendar: every activity that has a day, quarter or period.

UID is the record's id and DTSTAMP comes from the content, so a calendar that is fetched twice holds each entry once.
All entries take whole days: the sources give no times. The only module that knows icalendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from icalendar import Calendar, Event

from macros import dates, links
from macros import models as m
from macros.catalog import Catalog

_STATUS = {"vervallen": "CANCELLED", "gepland": "TENTATIVE", "uitgevoerd": "CONFIRMED", "doorlopend": "CONFIRMED"}
_STUUR = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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
    kalender.add("x-wr-calname", schoon(agenda.titel))
    kalender.add("x-wr-timezone", "Europe/Amsterdam")
    for activiteit in catalog.activiteiten():
        if activiteit.wanneer.begin and activiteit.wanneer.eind and agenda.kiest(activiteit):
            kalender.add_component(_entry(activiteit, catalog, site))
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
    entry.add("summary", schoon(a.titel))
    entry.add("dtstart", a.wanneer.begin)
    entry.add("dtend", dates.volgende_dag(a.wanneer.eind))
    entry.add("description", schoon(_omschrijving(a)))
    entry.add("url", links.absoluut(a.pad, site))
    entry.add("transp", "TRANSPARENT")
    if status := _STATUS.get(a.status):
        entry.add("status", status)
    if a.thema:
        entry.add("categories", [schoon(catalog.een(m.Thema, a.thema).naam)])
    return entry


def _geschreven(a: m.Activiteit, catalog: Catalog) -> date:
    """The day of its newest source: when the entry was last known to be so."""
    data: Iterable[date | None] = (catalog.een(m.Bron, bron).datum.eind for bron in a.bron)
    return max((dag for dag in data if dag), default=date(2000, 1, 1))


def _omschrijving(a: m.Activiteit) -> str:
    """What happens, and how precisely the source says when."""
    delen = [a.omschrijving, f"Oplevering: {a.oplevering}" if a.oplevering else ""]
    if a.wanneer.soort is not dates.Soort.DAG:
        delen.append(f"Volgens de bron: {a.gedrukt or a.wanneer}")
    return "\n".join(filter(None, delen))


def schoon(tekst: str) -> str:
    """Text without the characters that RFC 5545 (3.1) does not allow."""
    return _STUUR.sub("", tekst)
