"""Feeds: RSS 2.0 with feedgen, JSON Feed 1.1 and OPML. The only module that knows feedgen.

What feedgen 1.0 does with what it is given was measured: a control character, U+FFFE or a lone surrogate raises and
loses the whole feed; `add_entry` prepends; the link that is added last becomes the RSS `<link>`; an author without
an address disappears from RSS; lastBuildDate is the clock. Hence the cleaning and the order below.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any, Protocol
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator

from macros.base import dates, links
from macros.base.text import regel, schoon
from macros.records import models as m
from macros.records.catalog import Catalog, Rapport

MAXIMUM = 50
"""What a feed keeps; older items are in the site's own lists."""

MAKER = "Veiligheidsnetwerk Oost-Nederland"
_TAG = "tag:veiligheidsnetwerken.nl,2026:"
_GEEN: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Bericht:
    """One item: its guid never changes, also when the page moves."""

    guid: str
    titel: str
    url: str
    datum: date
    samenvatting: str
    html: str
    categorieen: tuple[str, ...]
    themas: tuple[str, ...]
    districten: tuple[str, ...]
    soort: str
    maker: str = MAKER
    """The office that it comes from: a team or a network, never a person."""
    bijlage: tuple[str, int] | None = None
    """Address and size in bytes of a PDF that goes with it."""


@dataclass(frozen=True, slots=True)
class Kanaal:
    """A feed: where it is, what it is called, which page it belongs to, which items it takes."""

    pad: str
    titel: str
    omschrijving: str
    pagina: str
    kiest: Callable[[Bericht], bool]


# ── What there is to tell ───────────────────────────────────────────────────────────────────────────────


def berichten(
    catalog: Catalog, inhoud: Mapping[str, str], *, site: str, vandaag: date, bijlagen: Mapping[str, int] = _GEEN
) -> tuple[Bericht, ...]:
    """Everything that a feed can tell, newest first, ties by address; nothing from after `vandaag`.

    Args:
        catalog: the records.
        inhoud: for a page's address (relative to the root) its HTML, with full addresses.
        site: the site's address, ending in `/`.
        vandaag: the day of the build.
        bijlagen: the size in bytes of each report's PDF, by its address relative to the root.
    """
    alles = (
        *_nieuwsbrieven(catalog, inhoud, site),
        *_praktijken(catalog, inhoud, site),
        *_rapporten(catalog, inhoud, site, bijlagen),
    )
    geweest = (bericht for bericht in alles if bericht.datum <= vandaag)
    return tuple(sorted(geweest, key=lambda b: (-b.datum.toordinal(), b.url, b.guid)))


def _nieuwsbrieven(catalog: Catalog, inhoud: Mapping[str, str], site: str) -> Iterator[Bericht]:
    for brief in catalog.nieuwsbrieven():
        yield _bericht(catalog, brief, brief.datum, inhoud, site, themas=brief.themas)


def _praktijken(catalog: Catalog, inhoud: Mapping[str, str], site: str) -> Iterator[Bericht]:
    """A practice when it appears, and again at each dated step of its history after that."""
    for praktijk in catalog.praktijken():
        geboren = _bericht(catalog, praktijk, praktijk.gepubliceerd, inhoud, site, themas=praktijk.themas)
        geboren = replace(geboren, districten=praktijk.districten, maker=_team(catalog, praktijk))
        yield geboren
        keren: Counter[date] = Counter()
        for stap in praktijk.geschiedenis:
            keren[stap.datum] += 1
            if stap.datum > praktijk.gepubliceerd:
                yield _gewijzigd(geboren, stap, keren[stap.datum])


def _gewijzigd(geboren: Bericht, stap: m.Wijziging, keer: int) -> Bericht:
    """A step in a practice's history; `keer` tells steps of one day apart."""
    wat = f"de status is nu ‘{stap.status}’" if stap.status else stap.tekst
    return replace(
        geboren,
        guid=f"{geboren.guid}/{stap.datum}" + (f"/{keer}" if keer > 1 else ""),
        titel=f"{geboren.titel}: {wat}",
        datum=stap.datum,
        samenvatting=stap.tekst,
    )


def _team(catalog: Catalog, praktijk: m.Praktijk) -> str:
    """The team that looks after a practice, else the network whose source describes it."""
    if praktijk.expertteam:
        return catalog.een(m.Expertteam, praktijk.expertteam).naam
    return catalog.een(m.Organisatie, praktijk.netwerk).naam


def _rapporten(
    catalog: Catalog, inhoud: Mapping[str, str], site: str, bijlagen: Mapping[str, int]
) -> Iterator[Bericht]:
    """A report, on the last day of the month in which its source appeared."""
    for rapport in catalog.rapporten():
        if datum := catalog.verschenen(rapport):
            yield Bericht(
                guid=f"{_TAG}rapport/{rapport.id}",
                titel=rapport.titel,
                url=links.absoluut(rapport.pad, site),
                datum=datum,
                samenvatting=rapport.kort,
                html=inhoud.get(rapport.pad, ""),
                categorieen=("Rapport",),
                themas=(),
                districten=(),
                soort="rapport",
                maker=_uitgever(catalog, rapport),
                bijlage=(links.absoluut(rapport.pdf, site), bijlagen[rapport.pdf]) if rapport.pdf in bijlagen else None,
            )


def _uitgever(catalog: Catalog, rapport: Rapport) -> str:
    return catalog.een(m.Organisatie, catalog.een(m.Bron, rapport.bron[0]).uitgever).naam


def _bericht(
    catalog: Catalog, record: m.Praktijk | m.Nieuwsbrief, datum: date, inhoud: Mapping[str, str], site: str, *,
    themas: tuple[str, ...],
) -> Bericht:  # fmt: skip
    namen = [catalog.een(m.Thema, thema).naam for thema in themas]
    return Bericht(
        guid=guid(record),
        titel=record.naam_,
        url=links.absoluut(record.pad, site),
        datum=datum,
        samenvatting=record.samenvatting,
        html=inhoud.get(record.pad, ""),
        categorieen=(record.enkelvoud.capitalize(), *namen),
        themas=themas,
        districten=(),
        soort=record.enkelvoud,
    )


def guid(record: m.Record) -> str:
    """A tag URI (RFC 4151) made of the record's id, which never changes, not of its address, which may."""
    return f"{_TAG}{record.enkelvoud}/{record.id}"


def kanalen(catalog: Catalog) -> tuple[Kanaal, ...]:
    """Every RSS feed of the site."""
    return (
        Kanaal("feed.xml", MAKER, "Nieuwsbrieven en praktijken van het netwerk", "", lambda _: True),
        Kanaal(
            "nieuwsbrieven/feed.xml", f"Nieuwsbrieven · {MAKER}", "De nieuwsbrief van het netwerk, elk kwartaal",
            "nieuwsbrieven/", lambda b: b.soort == "nieuwsbrief",
        ),
        *(_themakanaal(thema) for thema in catalog.alle(m.Thema)),
        *(_districtskanaal(district) for district in catalog.alle(m.District)),
    )  # fmt: skip


def _themakanaal(thema: m.Thema) -> Kanaal:
    return Kanaal(
        f"{thema.pad}feed.xml", f"{thema.naam} · {MAKER}", thema.kort, thema.pad, lambda b: thema.id in b.themas
    )


def _districtskanaal(district: m.District) -> Kanaal:
    kort = f"Nieuws over het district {district.naam}"
    return Kanaal(
        f"{district.pad}feed.xml", f"District {district.naam} · {MAKER}", kort, district.pad,
        lambda b: district.id in b.districten,
    )  # fmt: skip


# ── RSS 2.0 ─────────────────────────────────────────────────────────────────────────────────────────────


class MaakRss(Protocol):
    """What `rss` does, by itself or with a memory."""

    def __call__(
        self, kanaal: Kanaal, gekozen: Sequence[Bericht], *, site: str, vandaag: date, eerder: str = "", archief_van: str = ""
    ) -> bytes:  # fmt: skip
        """Items as RSS 2.0."""


def rss_bestanden(
    kanaal: Kanaal, alle: Iterable[Bericht], *, site: str, vandaag: date, maak: MaakRss | None = None
) -> Iterator[tuple[str, bytes]]:
    """A feed and, when it is full, its archive a year (RFC 5005, section 4): path and bytes.

    The feed itself has the newest MAXIMUM items and points to the newest archive; each archive has all items of one
    year and points to the one before it. `maak` makes them, `rss` when not given.
    """
    maak = maak or rss
    gekozen = [bericht for bericht in alle if kanaal.kiest(bericht)]
    jaren = sorted({bericht.datum.year for bericht in gekozen}) if len(gekozen) > MAXIMUM else []
    adressen = [links.absoluut(_archief(kanaal.pad, jaar), site) for jaar in jaren]
    eerder = adressen[-1] if adressen else ""
    yield kanaal.pad, maak(kanaal, gekozen[:MAXIMUM], site=site, vandaag=vandaag, eerder=eerder)
    for plek, jaar in enumerate(jaren):
        van_jaar = [bericht for bericht in gekozen if bericht.datum.year == jaar]
        archief = replace(kanaal, pad=_archief(kanaal.pad, jaar), titel=f"{kanaal.titel}: {jaar}")
        eerder = adressen[plek - 1] if plek else ""
        huidig = links.absoluut(kanaal.pad, site)
        yield archief.pad, maak(archief, van_jaar, site=site, vandaag=vandaag, eerder=eerder, archief_van=huidig)


def _archief(pad: str, jaar: int) -> str:
    return pad.replace("feed.xml", f"feed-{jaar}.xml")


def rss(
    kanaal: Kanaal, gekozen: Sequence[Bericht], *, site: str, vandaag: date, eerder: str = "", archief_van: str = ""
) -> bytes:
    """Items as RSS 2.0; `eerder` and `archief_van` are the addresses of the previous archive and the current feed."""
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.register_extension("archief", extension_class_feed=Archiefverwijzing, atom=False)
    feed.title(regel(kanaal.titel) or kanaal.pad)
    feed.description(regel(kanaal.omschrijving) or kanaal.pad)
    feed.link(href=links.absoluut(kanaal.pad, site), rel="self", type="application/rss+xml")
    feed.link(href=links.absoluut(kanaal.pagina, site), rel="alternate")
    feed.language("nl")
    feed.generator("")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.lastBuildDate(dates.tijdstip(max((b.datum for b in gekozen), default=vandaag)))
    feed.archief.wijs(eerder, archief_van)
    for bericht in gekozen:
        _voeg_toe(feed, bericht)
    uitvoer: bytes = feed.rss_str(pretty=True)
    return uitvoer


def met_stijl(feed: bytes, stijlblad: str) -> bytes:
    """A feed that a browser shows as a list, with a word of explanation, to whoever opens it there."""
    aanhef, einde, rest = feed.partition(b"?>\n")
    return aanhef + einde + f'<?xml-stylesheet type="text/css" href="{stijlblad}"?>\n'.encode() + rest


class Archiefverwijzing(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The links of RFC 5005 between a feed and its archives, which feedgen itself does not know."""

    eerder = archief_van = ""

    def wijs(self, eerder: str, archief_van: str) -> None:
        """Say where the archive before this one is, and of which feed this is an archive."""
        self.eerder, self.archief_van = eerder, archief_van

    def extend_ns(self) -> dict[str, str]:
        """The namespaces that the links are in."""
        return {"fh": "http://purl.org/syndication/history/1.0"}

    def extend_rss(self, feed: Any) -> Any:  # noqa: ANN401 - an element of lxml, which lives in feedgen
        """Add the links at the top of the channel."""
        kanaal = feed[0]
        for relatie, adres in (("prev-archive", self.eerder), ("current", self.archief_van)):
            if adres:
                kanaal.insert(0, kanaal.makeelement("{http://www.w3.org/2005/Atom}link", rel=relatie, href=adres))
        if self.archief_van:
            kanaal.insert(0, kanaal.makeelement("{http://purl.org/syndication/history/1.0}archive"))
        return feed


def _voeg_toe(feed: FeedGenerator, bericht: Bericht) -> None:
    item = feed.add_entry(order="append")
    item.guid(bericht.guid, permalink=False)
    item.title(regel(bericht.titel) or bericht.url)  # without a title and a summary feedgen loses the feed
    item.link(href=bericht.url)
    item.description(escape(schoon(bericht.samenvatting), quote=False))  # RSS says that this element holds HTML
    item.content(schoon(bericht.html).replace("]]>", "]]&gt;"), type="CDATA")
    item.pubDate(dates.tijdstip(bericht.datum))
    item.dc.dc_creator(regel(bericht.maker) or MAKER)
    if bericht.bijlage:
        item.enclosure(bericht.bijlage[0], str(bericht.bijlage[1]), "application/pdf")
    for categorie in bericht.categorieen:
        item.category(term=regel(categorie))


# ── JSON Feed 1.1 and OPML ──────────────────────────────────────────────────────────────────────────────


def json_feed(alle: Iterable[Bericht], *, site: str) -> bytes:
    """The whole site as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": MAKER,
        "home_page_url": site,
        "feed_url": links.absoluut("feed.json", site),
        "language": "nl",
        "authors": [{"name": MAKER, "url": site}],
        "items": [_json_item(bericht) for bericht in list(alle)[:MAXIMUM]],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(bericht: Bericht) -> dict[str, object]:
    return {
        "id": bericht.guid,
        "url": bericht.url,
        "title": regel(bericht.titel),
        "summary": schoon(bericht.samenvatting),
        "content_html": schoon(bericht.html) or escape(schoon(bericht.samenvatting)),
        "date_published": dates.tijdstip(bericht.datum).isoformat(),
        "authors": [{"name": regel(bericht.maker) or MAKER}],
        "tags": [regel(categorie) for categorie in bericht.categorieen],
        "attachments": [
            {"url": adres, "mime_type": "application/pdf", "size_in_bytes": grootte}
            for adres, grootte in ([bericht.bijlage] if bericht.bijlage else [])
        ],
    }


def opml(kanalen_: Iterable[Kanaal], *, site: str) -> bytes:
    """All feeds in one file (OPML 2.0), for a reader that takes a list."""
    wortel = Element("opml", version="2.0")
    SubElement(SubElement(wortel, "head"), "title").text = f"Feeds van {MAKER}"
    lijst = SubElement(wortel, "body")
    for kanaal in kanalen_:
        SubElement(
            lijst, "outline", type="rss", text=regel(kanaal.titel), title=regel(kanaal.titel),
            xmlUrl=links.absoluut(kanaal.pad, site), htmlUrl=links.absoluut(kanaal.pagina, site),
        )  # fmt: skip
    indent(wortel)
    uitvoer: bytes = tostring(wortel, encoding="utf-8", xml_declaration=True)
    return uitvoer + b"\n"
