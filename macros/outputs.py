"""The one list of what is written besides pages: path relative to the site's root → bytes.

Everything here comes from the records, and from the pages' own HTML where a channel carries whole pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urljoin

from macros import calendars, feeds, opendata, sanitise
from macros.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Bouw:
    """One build: the records, each page's HTML by its address relative to the root, the site's address, the day.

    `asset` gives the address, relative to the root, of an asset of ours by its name.
    """

    catalog: Catalog
    inhoud: Mapping[str, str]
    site: str
    vandaag: date
    asset: Callable[[str], str]

    def voor_elders(self) -> dict[str, str]:
        """Each page's HTML for a reader elsewhere: only meaning, full addresses."""
        return {
            pad: sanitise.voor_elders(html, partial(urljoin, urljoin(self.site, pad)))
            for pad, html in self.inhoud.items()
            if pad.startswith(("praktijken/", "nieuwsbrieven/"))
        }


def alle(bouw: Bouw) -> dict[str, bytes]:
    """Everything that is written besides pages."""
    return dict(_alle(bouw))


def _alle(bouw: Bouw) -> Iterator[tuple[str, bytes]]:
    yield from _feeds(bouw)
    yield from _agendas(bouw)
    yield from opendata.bestanden(bouw.catalog, site=bouw.site, vandaag=bouw.vandaag)


def _feeds(bouw: Bouw) -> Iterator[tuple[str, bytes]]:
    berichten = feeds.berichten(bouw.catalog, bouw.voor_elders(), site=bouw.site, vandaag=bouw.vandaag)
    for kanaal in feeds.kanalen(bouw.catalog):
        for pad, feed in feeds.rss_bestanden(kanaal, berichten, site=bouw.site, vandaag=bouw.vandaag):
            yield pad, feeds.met_stijl(feed, urljoin(bouw.site, bouw.asset("feed.css")))
    yield "feed.json", feeds.json_feed(berichten, site=bouw.site)
    yield "abonneren/feeds.opml", feeds.opml(feeds.kanalen(bouw.catalog), site=bouw.site)


def _agendas(bouw: Bouw) -> Iterator[tuple[str, bytes]]:
    for agenda in calendars.agendas(bouw.catalog):
        yield agenda.pad, calendars.ics(agenda, bouw.catalog, site=bouw.site)
