"""The one list of what is written besides pages: path relative to the site's root → bytes.

Everything here comes from the records, and from the pages' own HTML where a channel carries whole pages.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urljoin

from macros.base import links
from macros.channels import calendars, feeds, newsletter, opendata, previews, reports
from macros.document import sanitise
from macros.document.templates import Weergave, omgeving
from macros.pages.generated import AFDRUKKEN, Blad
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.release import archive, headers, offline, redirects
from macros.search.counting import Begrippen, Telling, tel_document
from macros.search.documents import Concept, Document, delen_uit_html
from macros.search.index import voeg_samen
from macros.words import charts

T = TypeVar("T")


class Naast(Protocol):
    """Lets another core do something meanwhile; what it gives is called for what came of it."""

    def __call__(self, werk: Callable[[], T]) -> Callable[[], T]:
        """The way to get at what came of it."""


class Onthoud(Protocol):
    """How a group of files is made: of the catalog that it is handed, and of the input that it names."""

    def __call__(
        self, soort: str, invoer: Iterable[object], maak: Callable[[Catalog], Mapping[str, bytes]]
    ) -> Mapping[str, bytes]:
        """The files."""


@dataclass(frozen=True, slots=True)
class Bouw:
    """One build, after its pages were made.

    Args:
        weergave: the records, the fragments, the day.
        bladen: every page by its id.
        inhoud: each page's HTML, by its address relative to the root; in UTF-8, which takes half of what a `str` does.
        proza: of a page with standing parts, the HTML of what someone wrote above them.
        site: the site's address, ending in `/`.
        asset: the name of an asset of ours → its address relative to the root.
        sjablonen: the folder with the templates (`overrides/`).
        datum: the day that a page's content is of.
        onthoud: makes a group of files, or has them from an earlier build (macros/cache/memory.py).
    """

    weergave: Weergave
    bladen: Mapping[str, Blad]
    inhoud: Mapping[str, bytes]
    proza: Mapping[str, bytes]
    site: str
    asset: Callable[[str], str]
    sjablonen: Path
    datum: Callable[[Blad], date | None]
    onthoud: Onthoud

    @property
    def catalog(self) -> Catalog:
        """The records."""
        return self.weergave.catalog


def alle(bouw: Bouw, naast: Naast) -> Iterator[Mapping[str, bytes]]:
    """Everything that is written besides pages, in groups; the dearest is made beside the others."""
    zoekindex = naast(partial(_zoekindex, bouw))
    proza = {pad.removesuffix("/"): html.decode() for pad, html in bouw.proza.items()}
    rapporten = _groep(bouw, "rapporten", (proza,), partial(_rapporten, proza=proza))
    yield rapporten
    bron = {pad: html for pad, html in bouw.inhoud.items() if pad.startswith(_OOK_ELDERS)}
    bijlagen = {pad: len(pdf) for pad, pdf in rapporten.items()}
    for pad, feed in _feeds(bouw, bron, bijlagen):
        yield {pad: feed}
    brieven = {pad: html for pad, html in bron.items() if pad.startswith(_BRIEVEN)}
    yield _groep(bouw, "nieuwsbrieven", (brieven,), partial(_nieuwsbrieven, bron=brieven))
    yield _groep(bouw, "agendas", (), _agendas)
    yield _groep(bouw, "opendata", (), _opendata)
    yield _groep(bouw, "kaarten", (), _kaarten)
    yield dict(redirects.bestanden(omleidingen(bouw.catalog, bouw.bladen), bouw.weergave))
    yield dict(headers.wortelbestanden(site=bouw.site, vandaag=bouw.weergave.vandaag))
    yield zoekindex()


def vooruit(bouw: Bouw) -> None:
    """What can be made of some of the pages, before the others are there: the memory of the build keeps it."""
    deque(_tellingen(bouw, _concepten(bouw.catalog)), maxlen=0)


def _groep(
    bouw: Bouw, soort: str, invoer: Iterable[object], maak: Callable[[Bouw], Iterator[tuple[str, bytes]]]
) -> Mapping[str, bytes]:
    """A group of files, made when what it is made of has changed."""
    return bouw.onthoud(
        soort,
        (bouw.site, bouw.asset("feed.css"), *invoer),
        lambda catalog: dict(maak(replace(bouw, weergave=replace(bouw.weergave, catalog=catalog)))),
    )


def _opendata(bouw: Bouw) -> Iterator[tuple[str, bytes]]:
    yield from opendata.bestanden(bouw.catalog, site=bouw.site, vandaag=bouw.weergave.vandaag)


def _kaarten(bouw: Bouw) -> Iterator[tuple[str, bytes]]:
    yield from previews.bestanden(bouw.catalog, bouw.sjablonen / "reports")


_BRIEVEN = "nieuwsbrieven/"
_OOK_ELDERS = ("praktijken/", _BRIEVEN, "voortgang/", "jaarplan/")
"""Pages that channels carry."""


def _voor_elders(bouw: Bouw, bron: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Pages for a reader elsewhere: only meaning, full addresses; each remembered by itself, as one change is of few pages."""
    for pad, html in bron.items():
        yield pad, bouw.onthoud("elders", (bouw.site, pad, html), partial(_elders, bouw.site, pad, html))[""].decode()


def _elders(site: str, pad: str, html: bytes, _catalog: Catalog) -> dict[str, bytes]:
    return {"": sanitise.voor_elders(html.decode(), partial(urljoin, urljoin(site, pad))).encode()}


def _rapporten(bouw: Bouw, proza: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    grafieken = {
        reeks.id: charts.svg(bouw.weergave, reeks.id)
        for reeks in bouw.catalog.alle(m.Cijferreeks)
        if reeks.grafiek != "geen"
    }
    map_ = bouw.sjablonen / "reports"
    yield from reports.rapporten(bouw.catalog, map_, proza, grafieken, bouw.weergave.vandaag, bouw.site)


def _feeds(bouw: Bouw, bron: Mapping[str, bytes], bijlagen: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    vandaag, elders = bouw.weergave.vandaag, dict(_voor_elders(bouw, bron))
    berichten = feeds.berichten(bouw.catalog, elders, site=bouw.site, vandaag=vandaag, bijlagen=bijlagen)
    stijl, maak = urljoin(bouw.site, bouw.asset("feed.css")), _rss(bouw)
    for kanaal in feeds.kanalen(bouw.catalog):
        for pad, feed in feeds.rss_bestanden(kanaal, berichten, site=bouw.site, vandaag=vandaag, maak=maak):
            yield pad, feeds.met_stijl(feed, stijl)
    yield "feed.json", feeds.json_feed(berichten, site=bouw.site)
    yield "abonneren/feeds.opml", feeds.opml(feeds.kanalen(bouw.catalog), site=bouw.site)


def _rss(bouw: Bouw) -> feeds.MaakRss:
    """Each feed by itself: one change is in few of them, and one item in many."""
    som = cache(lambda bericht: hashlib.sha256(repr(bericht).encode()).digest())

    def maak(kanaal: feeds.Kanaal, gekozen: Sequence[feeds.Bericht], **rest: Any) -> bytes:  # noqa: ANN401 - as `rss` has it
        invoer = (kanaal.pad, kanaal.titel, kanaal.omschrijving, kanaal.pagina, [*map(som, gekozen)], rest)
        return bouw.onthoud("rss", invoer, lambda _: {"": feeds.rss(kanaal, gekozen, **rest)})[""]

    return maak


def _agendas(bouw: Bouw) -> Iterator[tuple[str, bytes]]:
    for agenda in calendars.agendas(bouw.catalog):
        yield agenda.pad, calendars.ics(agenda, bouw.catalog, site=bouw.site)
    for activiteit in bouw.catalog.activiteiten():
        if activiteit.wanneer.begin:
            yield f"activiteiten/{activiteit.id}.ics", calendars.losse_ics(activiteit, bouw.catalog, site=bouw.site)


def _nieuwsbrieven(bouw: Bouw, bron: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    sjablonen, elders = omgeving(bouw.sjablonen / "email"), dict(_voor_elders(bouw, bron))
    yield from newsletter.bestanden(bouw.catalog, elders, sjablonen, site=bouw.site, vandaag=bouw.weergave.vandaag)


# ── Search ──────────────────────────────────────────────────────────────────────────────────────────────

_SOORTEN = {
    "standen": "rapport",
    "voortgang": "rapport",
    "jaarplan": "rapport",
    "onderdeel": "zusternetwerk",
    "actieagenda": "zusternetwerk",
}
"""What readers call a kind of page, where it is not called what its template is."""


def _zoekindex(bouw: Bouw) -> dict[str, bytes]:
    concepten = _concepten(bouw.catalog)
    return voeg_samen(_tellingen(bouw, concepten), concepten, naam=feeds.MAKER)


def _concepten(catalog: Catalog) -> list[Concept]:
    return [Concept(b.id, b.term, b.afkorting, b.synoniemen, b.betekenis, b.pad) for b in catalog.alle(m.Begrip)]


def _tellingen(bouw: Bouw, concepten: list[Concept]) -> Iterator[Telling]:
    """What the search counts on each page: the dearest part of the index, and only a page's own."""
    begrippen = Begrippen.van(concepten)
    woorden = hashlib.sha256(repr(concepten).encode()).hexdigest()
    for blad in bouw.bladen.values():
        if blad.id != "zoeken" and blad.soort != AFDRUKKEN:
            invoer = (replace(blad, markdown=""), bouw.inhoud[links.adres(blad.id)], woorden)
            telling: Telling = json.loads(
                _groep(bouw, "zoek", invoer, partial(_telling, blad=blad, begrippen=begrippen))[""]
            )
            yield telling


def _telling(bouw: Bouw, blad: Blad, begrippen: Begrippen) -> Iterator[tuple[str, bytes]]:
    yield "", json.dumps(tel_document(_document(bouw, blad), begrippen)).encode()


def _document(bouw: Bouw, blad: Blad) -> Document:
    pad = links.adres(blad.id)
    record = blad.record
    themas = (record.id,) if isinstance(record, m.Thema) else getattr(record, "themas", ())
    jaar = _jaar(bouw.catalog, blad)
    delen = delen_uit_html(bouw.inhoud[pad].decode())
    return Document(
        pad, blad.titel, _SOORTEN.get(blad.soort, blad.soort), themas, jaar, blad.samenvatting, delen,
        tuple(dict.fromkeys(_andere_woorden(bouw.catalog, record))),
    )  # fmt: skip


def _andere_woorden(catalog: Catalog, record: object) -> Iterator[str]:
    """In which other words readers ask for a page; for a part of an agenda those of the practices taken from it."""
    yield from getattr(record, "synoniemen", ())
    yield from getattr(record, "situaties", ())
    if isinstance(record, m.Agendaonderdeel):
        for praktijk in record.praktijken:
            yield from _andere_woorden(catalog, catalog.een(m.Praktijk, praktijk))


def _jaar(catalog: Catalog, blad: Blad) -> int | None:
    """The year that a page is of: the newest of its sources."""
    jaren = [begin.year for bron in blad.bron if (begin := catalog.een(m.Bron, bron).datum.begin)]
    return max(jaren, default=None)


# ── What can only be made of all the rest ───────────────────────────────────────────────────────────────


def slot(bouw: Bouw, map_: Path) -> Iterator[tuple[str, bytes]]:
    """Of everything that was written before: the service worker, and last the lists with hashes.

    Args:
        bouw: the build.
        map_: where it was written.
    """
    hashes = archive.hashes(map_)
    dienst = offline.dienst((bouw.sjablonen / "assets/dienst.js").read_text(encoding="utf-8"), hashes)
    yield "dienst.js", dienst
    hashes["dienst.js"] = hashlib.sha256(dienst).hexdigest()
    grendel = (bouw.sjablonen.parent / "requirements.lock").read_text(encoding="utf-8")
    stukken = [*_stukken(bouw), *(archive.Stuk(pad, pad.rpartition("/")[2]) for pad in hashes if pad.endswith(".pdf"))]
    yield from archive.bestanden(stukken, hashes, grendel, site=bouw.site, vandaag=bouw.weergave.vandaag)


def _stukken(bouw: Bouw) -> Iterator[archive.Stuk]:
    for blad in bouw.bladen.values():
        yield archive.Stuk(links.adres(blad.id), blad.titel, bouw.datum(blad), blad.bron)


def omleidingen(catalog: Catalog, bladen: Mapping[str, Blad]) -> tuple[redirects.Omleiding, ...]:
    """Addresses of the past: rows of the data file, and `eerder:` of pages."""
    rijen = [
        redirects.Omleiding(rij.van, rij.naar, rij.reden, rij.datum, rij.ingetrokken)
        for rij in catalog.alle(m.Doorverwijzing)
    ]
    eerder = {links.adres(blad.id): getattr(blad.record, "eerder", ()) for blad in bladen.values()}
    return redirects.omleidingen(rijen, eerder)
