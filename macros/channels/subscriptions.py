"""The one list of subscriptions: every feed and calendar that a reader can take, a row each.

A row says at which address it is, in which form, what it is called there and on our pages, and which part of the catalog it
takes. The channels make the files, the page with subscriptions shows them, and each page announces them: all from these rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from macros.base import languages
from macros.records import models as m
from macros.records.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Form:
    """A form of subscription: what a link to it says, and its media type."""

    naam: str
    mime: str


RSS = Form("RSS", "application/rss+xml")
JSON = Form("JSON Feed", "application/feed+json")
ICS = Form("Agenda", "text/calendar")
OPML = Form("alle feeds in één bestand (OPML)", "text/x-opml")


@dataclass(frozen=True, slots=True)
class Subscription:
    """An address to subscribe to.

    Args:
        form: in which form.
        pad: its address, relative to the site's root.
        titel: what it is called where it is read.
        what: what one follows with it; rows that follow the same stand together in the table.
        page: the page that it belongs to, relative to the root.
        omschrijving: one sentence about it, in the feed.
        announced: what a page calls it to feed readers; not announced when empty.
        soort: only items of this kind; all when empty.
        thema: only what is of this theme.
        district: only what is of this district.
        taal: the language that it says it is in.
        listed: whether it is in the table of subscriptions.
    """

    form: Form
    pad: str
    titel: str
    what: str = ""
    page: str = ""
    omschrijving: str = ""
    announced: str = ""
    soort: str = ""
    thema: str = ""
    district: str = ""
    taal: str = languages.FIRST
    listed: bool = True


_ALL = "Alles wat nieuw is"


def general(catalog: Catalog) -> tuple[Subscription, ...]:
    """What there is for the whole site."""
    own = catalog.netwerk.naam
    return (
        Subscription(
            RSS, "feed.xml", own, _ALL,
            omschrijving="Nieuwsbrieven en praktijken van het netwerk", announced="Alles van het netwerk",
        ),
        Subscription(
            RSS, "nieuwsbrieven/feed.xml", f"Nieuwsbrieven · {own}", "Alleen de nieuwsbrieven", "nieuwsbrieven/",
            "De nieuwsbrief van het netwerk, elk kwartaal", "Nieuwsbrieven", soort="nieuwsbrief",
        ),
        Subscription(JSON, "feed.json", own, _ALL, announced="Alles van het netwerk (JSON)"),
        Subscription(ICS, "activiteiten/agenda.ics", own, _ALL, "activiteiten/"),
        Subscription(OPML, "abonneren/feeds.opml", f"Feeds van {own}", page="abonneren/", listed=False),
    )  # fmt: skip


def of_record(catalog: Catalog, record: m.Record | m.Pagina | None) -> tuple[Subscription, ...]:
    """What belongs to one record: a theme and a district have a feed and a calendar of their own."""
    own = catalog.netwerk
    match record:
        case m.Thema(id=id_, naam=naam, pad=page):
            what = f"Thema {naam}"
            return (
                Subscription(
                    RSS, f"{page}feed.xml", f"{naam} · {own.naam}", what, page, record.kort, what, thema=id_
                ),
                Subscription(ICS, f"{page}agenda.ics", f"{own.kort}: {naam}", what, page, thema=id_),
            )  # fmt: skip
        case m.District(id=id_, naam=naam, pad=page):
            what = f"District {naam}"
            short = f"Nieuws over het district {naam}"
            return (
                Subscription(RSS, f"{page}feed.xml", f"{what} · {own.naam}", what, page, short, what, district=id_),
                Subscription(ICS, f"{page}agenda.ics", what, what, page, district=id_),
            )
    return ()


def subscriptions(catalog: Catalog, *forms: Form) -> tuple[Subscription, ...]:
    """Every subscription of the site, or those of some forms: for all first, then a theme and a district each."""
    records = (*catalog.all_of(m.Thema), *catalog.all_of(m.District))
    all_ = (*general(catalog), *(row for record in records for row in of_record(catalog, record)))
    taal = catalog.netwerk.taal
    return tuple(replace(row, taal=taal) for row in all_ if not forms or row.form in forms)


def announced(catalog: Catalog, record: m.Record | m.Pagina | None) -> tuple[Subscription, ...]:
    """What a page announces to feed readers: its own first, then those of the whole site."""
    return tuple(row for row in (*of_record(catalog, record), *general(catalog)) if row.announced)
