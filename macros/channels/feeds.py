"""Feeds: RSS 2.0 with feedgen, JSON Feed 1.1 and OPML. The only module that knows feedgen.

What feedgen 1.0 does with what it is given was measured: a control character, U+FFFE or a lone surrogate raises and
loses the whole feed; `add_entry` prepends; the link that is added last becomes the RSS `<link>`; an author without
an address disappears from RSS; lastBuildDate is the clock. Hence the cleaning and the order below.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any, Protocol
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from macros.base import dates, links
from macros.base.spool import Piece
from macros.base.text import clean, one_line
from macros.channels.subscriptions import Subscription
from macros.records import models as m
from macros.records.catalog import Catalog, Rapport

MAXIMUM = 50
"""What a feed keeps; older items are in the site's own lists."""

_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its guid never changes, also when the page moves."""

    guid: str
    titel: str
    url: str
    datum: date
    samenvatting: str
    html: str | Piece
    categories: tuple[str, ...]
    themas: tuple[str, ...]
    districten: tuple[str, ...]
    soort: str
    maker: str
    """The office that it comes from: a team or a network, never a person."""
    attachment: tuple[str, int] | None = None
    """Address and size in bytes of a PDF that goes with it."""


# ── What there is to tell ───────────────────────────────────────────────────────────────────────────────


def items(
    catalog: Catalog,
    contents: Mapping[str, str | Piece],
    *,
    site: str,
    today: date,
    attachments: Mapping[str, int] = _NONE,
) -> tuple[Item, ...]:
    """Everything that a feed can tell, newest first, ties by address; nothing from after `today`.

    Args:
        catalog: the records.
        contents: for a page's address (relative to the root) its HTML, with full addresses.
        site: the site's address, ending in `/`.
        today: the day of the build.
        attachments: the size in bytes of each report's PDF, by its address relative to the root.
    """
    everything = (
        *_nieuwsbrieven(catalog, contents, site),
        *_praktijken(catalog, contents, site),
        *_withdrawn(catalog, contents, site),
        *_rapporten(catalog, contents, site, attachments),
    )
    past = (message for message in everything if message.datum <= today)
    return tuple(sorted(past, key=lambda b: (-b.datum.toordinal(), b.url, b.guid)))


def _nieuwsbrieven(catalog: Catalog, contents: Mapping[str, str | Piece], site: str) -> Iterator[Item]:
    for issue in catalog.nieuwsbrieven():
        yield _message(catalog, issue, issue.datum, contents, site, themas=issue.themas)


def _praktijken(catalog: Catalog, contents: Mapping[str, str | Piece], site: str) -> Iterator[Item]:
    """A practice when it became public, and again at each dated step of its history after it was put here."""
    for praktijk in catalog.praktijken():
        original = _message(catalog, praktijk, catalog.became_public(praktijk), contents, site, themas=praktijk.themas)
        original = replace(original, districten=praktijk.districten, maker=_team(catalog, praktijk))
        yield original
        counts: Counter[date] = Counter()
        for step in praktijk.geschiedenis:
            counts[step.datum] += 1
            if step.datum > praktijk.gepubliceerd:
                yield _changed(original, step, counts[step.datum])


def _withdrawn(catalog: Catalog, contents: Mapping[str, str | Piece], site: str) -> Iterator[Item]:
    """A practice that was withdrawn, once, with the reason: what was told of it before is told no more."""
    for praktijk in catalog.withdrawn():
        day = praktijk.ingetrokken_op or praktijk.laatst_beoordeeld
        last = _message(catalog, praktijk, day, contents, site, themas=praktijk.themas)
        yield replace(
            last, guid=f"{last.guid}/ingetrokken", titel=f"{last.titel}: ingetrokken", samenvatting=praktijk.reden,
            districten=praktijk.districten, maker=_team(catalog, praktijk),
        )  # fmt: skip


def _changed(original: Item, step: m.Wijziging, times: int) -> Item:
    """A step in a practice's history; `times` tells steps of one day apart."""
    what = f"de status is nu ‘{step.status}’" if step.status else step.tekst
    return replace(
        original, guid=f"{original.guid}/{step.datum}" + (f"/{times}" if times > 1 else ""),
        titel=f"{original.titel}: {what}", datum=step.datum, samenvatting=step.tekst,
    )  # fmt: skip


def _team(catalog: Catalog, praktijk: m.Praktijk) -> str:
    """The team that looks after a practice, else the network whose source describes it."""
    team = praktijk.expertteam
    return _named(catalog, catalog.one(m.Expertteam, team) if team else catalog.one(m.Organisatie, praktijk.netwerk))


def _rapporten(
    catalog: Catalog, contents: Mapping[str, str | Piece], site: str, attachments: Mapping[str, int]
) -> Iterator[Item]:
    """A report, on the last day of the month in which its source appeared."""
    for rapport in catalog.rapporten():
        if date_ := catalog.appeared(rapport):
            yield Item(
                guid=f"{catalog.netwerk.domein.tag}rapport/{rapport.id}",
                titel=rapport.titel,
                url=links.absolute(rapport.pad, site),
                datum=date_,
                samenvatting=rapport.kort,
                html=contents.get(rapport.pad, ""),
                categories=("Rapport",),
                themas=(),
                districten=(),
                soort="rapport",
                maker=_publisher(catalog, rapport),
                attachment=(links.absolute(rapport.pdf, site), attachments[rapport.pdf])
                if rapport.pdf in attachments
                else None,
            )


def _publisher(catalog: Catalog, rapport: Rapport) -> str:
    return _named(catalog, catalog.one(m.Organisatie, catalog.one(m.Bron, rapport.bron[0]).uitgever))


def _named(catalog: Catalog, maker: m.Expertteam | m.Organisatie) -> str:
    """What a maker is called; the network where nothing of that can be read."""
    return one_line(maker.naam) or catalog.netwerk.naam


def _message(
    catalog: Catalog, record: m.Praktijk | m.Nieuwsbrief, date_: date, contents: Mapping[str, str | Piece], site: str, *,
    themas: tuple[str, ...],
) -> Item:  # fmt: skip
    names = [catalog.one(m.Thema, thema).naam for thema in themas]
    return Item(
        guid=guid(catalog, record),
        titel=record.naam_,
        url=links.absolute(record.pad, site),
        datum=date_,
        samenvatting=record.samenvatting,
        html=contents.get(record.pad, ""),
        categories=(record.kind.singular.capitalize(), *names),
        themas=themas,
        districten=(),
        soort=record.kind.singular,
        maker=catalog.netwerk.naam,
    )


def guid(catalog: Catalog, record: m.Record) -> str:
    """A tag URI (RFC 4151) made of the id that a record had first, which never changes, not of its address, which may."""
    own = f"{record.kind.collection}/"
    earlier = (address.strip("/") for address in getattr(record, "eerder", ()) if address.startswith(own))
    return f"{catalog.netwerk.domein.tag}{record.kind.singular}/{next(earlier, own + record.id).removeprefix(own)}"


def takes(feed: Subscription, item: Item) -> bool:
    """Whether an item is in a feed."""
    return (
        feed.soort in {"", item.soort}
        and (not feed.thema or feed.thema in item.themas)
        and (not feed.district or feed.district in item.districten)
    )


# ── RSS 2.0 ─────────────────────────────────────────────────────────────────────────────────────────────


class MakeRss(Protocol):
    """What `rss` does, by itself or with a memory."""

    def __call__(
        self, channel: Subscription, chosen: Sequence[Item], *, site: str, today: date, earlier: str = "", archive_of: str = ""
    ) -> bytes:  # fmt: skip
        """Items as RSS 2.0."""


def rss_files(
    channel: Subscription, all_: Iterable[Item], *, site: str, today: date, make: MakeRss | None = None
) -> Iterator[tuple[str, bytes]]:
    """A feed and, when it is full, its archive a year (RFC 5005, section 4): path and bytes.

    The feed itself has the newest MAXIMUM items and points to the newest archive; each archive has all items of one
    year and points to the one before it. `make` makes them, `rss` when not given.
    """
    make = make or rss
    chosen = [message for message in all_ if takes(channel, message)]
    years = sorted({message.datum.year for message in chosen}) if len(chosen) > MAXIMUM else []
    addresses = [links.absolute(_archive(channel.pad, year), site) for year in years]
    earlier = addresses[-1] if addresses else ""
    yield channel.pad, make(channel, chosen[:MAXIMUM], site=site, today=today, earlier=earlier)
    for place, year in enumerate(years):
        of_year = [message for message in chosen if message.datum.year == year]
        archive = replace(channel, pad=_archive(channel.pad, year), titel=f"{channel.titel}: {year}")
        earlier = addresses[place - 1] if place else ""
        current = links.absolute(channel.pad, site)
        yield archive.pad, make(archive, of_year, site=site, today=today, earlier=earlier, archive_of=current)


def _archive(path: str, year: int) -> str:
    return path.replace("feed.xml", f"feed-{year}.xml")


def rss(
    channel: Subscription, chosen: Sequence[Item], *, site: str, today: date, earlier: str = "", archive_of: str = ""
) -> bytes:
    """Items as RSS 2.0; `earlier` and `archive_of` are the addresses of the previous archive and the current feed."""
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.register_extension("archive", extension_class_feed=ArchiveReference, atom=False)
    feed.register_extension("eyes", SeenFeed, SeenItem, atom=False)
    feed.title(one_line(channel.titel) or channel.pad)
    feed.description(one_line(channel.omschrijving) or channel.pad)
    feed.link(href=links.absolute(channel.pad, site), rel="self", type="application/rss+xml")
    feed.link(href=links.absolute(channel.page, site), rel="alternate")
    feed.language(channel.taal)
    feed.generator("")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.lastBuildDate(dates.instant(max((b.datum for b in chosen), default=today)))
    feed.archive.point_to(earlier, archive_of)
    feed.eyes.show(links.absolute(channel.page, site), "Naar de site")
    for message in chosen:
        _add(feed, message)
    output: bytes = feed.rss_str(pretty=True)
    return output


def with_style(feed: bytes, stylesheet: str) -> bytes:
    """A feed that a browser shows as a list, with a word of explanation, to whoever opens it there."""
    prolog, end, rest = feed.partition(b"?>\n")
    return prolog + end + f'<?xml-stylesheet type="text/css" href="{stylesheet}"?>\n'.encode() + rest


_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


class ArchiveReference(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The links of RFC 5005 between a feed and its archives, which feedgen itself does not know."""

    earlier = archive_of = ""

    def point_to(self, earlier: str, archive_of: str) -> None:
        """Say where the archive before this one is, and of which feed this is an archive."""
        self.earlier, self.archive_of = earlier, archive_of

    def extend_ns(self) -> dict[str, str]:
        """The namespaces that the links are in."""
        return {"fh": "http://purl.org/syndication/history/1.0"}

    def extend_rss(self, feed: Any) -> Any:  # noqa: ANN401 - an element of lxml, which lives in feedgen
        """Add the links below the feed's own, which readers look for first (findings/rss-parser-first-link.sh)."""
        channel = feed[0]
        own = channel.find(_ATOM_LINK)
        for relation, address in (("prev-archive", self.earlier), ("current", self.archive_of)):
            if address:
                own.addnext(channel.makeelement(_ATOM_LINK, rel=relation, href=address))
        if self.archive_of:
            channel.insert(0, channel.makeelement("{http://purl.org/syndication/history/1.0}archive"))
        return feed


_XHTML = "http://www.w3.org/1999/xhtml"


class SeenItem(BaseEntryExtension):  # type: ignore[misc]  # the same
    """What someone sees of an item who opens the feed in a browser: a link and a day in Dutch, which RSS has no words for."""

    _link, _day = ("", ""), ""

    def show(self, address: str, text: str, day: str = "") -> None:
        """Say where the link leads, what it says, and the day."""
        self._link, self._day = (address, text), day

    def extend_rss(self, item: Any) -> Any:  # noqa: ANN401 - an element of lxml, which lives in feedgen
        """Add what is seen at the end; a feed reader knows no such elements and passes over them."""
        address, text = self._link
        link = item.makeelement(f"{{{_XHTML}}}a", href=address)
        link.text = text
        item.append(link)
        if self._day:
            day = item.makeelement(f"{{{_XHTML}}}time")
            day.text = self._day
            item.append(day)
        return item


class SeenFeed(SeenItem):
    """The same of the feed: a link to the site, before its items."""

    def extend_ns(self) -> dict[str, str]:
        """The namespace of what is seen."""
        return {"h": _XHTML}

    def extend_rss(self, feed: Any) -> Any:  # noqa: ANN401 - the same
        """Add it to the channel."""
        super().extend_rss(feed[0])
        return feed


def _add(feed: FeedGenerator, message: Item) -> None:
    item = feed.add_entry(order="append")
    item.guid(message.guid, permalink=False)
    item.title(one_line(message.titel) or message.url)  # without a title and a summary feedgen loses the feed
    item.link(href=message.url)
    item.description(escape(clean(message.samenvatting), quote=False))  # RSS says that this element holds HTML
    item.content(clean(str(message.html)).replace("]]>", "]]&gt;"), type="CDATA")
    item.pubDate(dates.instant(message.datum))
    item.eyes.show(message.url, one_line(message.titel) or message.url, dates.dag(message.datum))
    item.dc.dc_creator(message.maker)
    if message.attachment:
        item.enclosure(message.attachment[0], str(message.attachment[1]), "application/pdf")
    for category in message.categories:
        item.category(term=one_line(category))


# ── JSON Feed 1.1 and OPML ──────────────────────────────────────────────────────────────────────────────


def json_feed(channel: Subscription, all_: Iterable[Item], *, site: str, maker: str) -> bytes:
    """A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1); `maker` is whose feed it is."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.titel,
        "home_page_url": site,
        "feed_url": links.absolute(channel.pad, site),
        "language": channel.taal,
        **_made_by({"name": maker, "url": site}),
        "items": [_json_item(message) for message in [item for item in all_ if takes(channel, item)][:MAXIMUM]],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _made_by(maker: dict[str, str]) -> dict[str, object]:
    """Who it comes from: as version 1.1 says it, and for readers that know version 1 only."""
    return {"author": maker, "authors": [maker]}


def _json_item(message: Item) -> dict[str, object]:
    return {
        "id": message.guid,
        "url": message.url,
        "title": one_line(message.titel),
        "summary": clean(message.samenvatting),
        "content_html": clean(str(message.html)) or escape(clean(message.samenvatting)),
        "date_published": dates.instant(message.datum).isoformat(),
        **_made_by({"name": message.maker}),
        "tags": [one_line(category) for category in message.categories],
        "attachments": [
            {"url": address, "mime_type": "application/pdf", "size_in_bytes": size}
            for address, size in ([message.attachment] if message.attachment else [])
        ],
    }


def opml(bundle: Subscription, channels_: Iterable[Subscription], *, site: str) -> bytes:
    """All feeds in one file (OPML 2.0), for a reader that takes a list."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = bundle.titel
    list_ = SubElement(root, "body")
    for channel in channels_:
        SubElement(
            list_, "outline", type="rss", text=one_line(channel.titel), title=one_line(channel.titel),
            xmlUrl=links.absolute(channel.pad, site), htmlUrl=links.absolute(channel.page, site),
        )  # fmt: skip
    indent(root)
    output: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return output + b"\n"
