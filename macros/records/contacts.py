"""Whom a reader asks: the nearest contact that the network has set, and what a page says when there is none.

No source has an address or a number of an office, and nothing is made up: as long as the network sets none, a reader is told of
whom it names instead (`aanspreekpunt`), who joins the official consultations of districts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from macros.records import models as m
from macros.records.catalog import Catalog

PURPOSES = MappingProxyType({
    "algemeen": "Een vraag",
    "fout": "Een fout op deze site",
    "privacy": "Privacy",
    "toegankelijkheid": "Toegankelijkheid",
    "beveiliging": "Een lek in de beveiliging",
    "pers": "Pers",
})  # fmt: skip
"""What someone may want of the network, as the page with all contacts says it."""
PAGE = "contact/"
"""The page with all of them."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach an office: what a link says and where it leads."""

    text: str
    address: str


def of_purpose(catalog: Catalog, purpose: str) -> m.Contact | None:
    """The contact for a purpose, or else the general one; None when neither is set."""
    set_ = catalog.netwerk.contact
    return set_.get(purpose) or set_.get("algemeen")


def nearest(catalog: Catalog, record: m.Record | m.Pagina | None) -> m.Contact | None:
    """The contact nearest to what a page is about: that of its team, or else the general one; None when neither is set."""
    set_ = catalog.netwerk.contact_teams
    found = (set_[team] for team in _teams(catalog, record) if team in set_) if set_ else iter(())
    return next(found, None) or of_purpose(catalog, "algemeen")


def _teams(catalog: Catalog, record: m.Record | m.Pagina | None) -> Iterator[str]:
    """The teams to ask, the nearest first."""
    match record:
        case m.Expertteam():
            yield from filter(None, (record.id, record.opvolger, record.onderdeel_van))
        case m.Praktijk(expertteam=str(team)) if team:
            yield from _teams(catalog, catalog.one(m.Expertteam, team))
        case m.Praktijk() if record.netwerk == catalog.netwerk.id:
            for thema in record.themas:
                yield from _teams(catalog, catalog.one(m.Thema, thema))
        case m.Thema():
            yield from (team.id for team in catalog.expertteams(thema=record.id))


def district(catalog: Catalog, record: m.Record | m.Pagina | None) -> m.District | None:
    """The district whose consultation a page can name; None when a reader must know hers."""
    match record:
        case m.District():
            return record
        case m.Gemeente(district=str(id_)):
            return catalog.one(m.District, id_)
    return None


def ways(contact: m.Contact, subject: str = "", about: str = "") -> tuple[Way, ...]:
    """The links to an office: writing first, as most can be done then; `subject` and `about` stand in the message already."""
    fields = "&".join(
        f"{name}={quote(value, safe='')}" for name, value in (("subject", subject), ("body", about)) if value
    )
    number = "".join(char for char in contact.telefoon if char.isdigit() or char == "+")
    found = (
        Way(contact.mail, f"mailto:{contact.mail}{'?' if fields else ''}{fields}") if contact.mail else None,
        Way(contact.telefoon, f"tel:{number}") if contact.telefoon else None,
        Way(contact.pagina.removeprefix("https://").rstrip("/"), contact.pagina) if contact.pagina else None,
    )
    return tuple(way for way in found if way)
