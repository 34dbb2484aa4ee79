"""The one list of what is written besides pages: path relative to the site's root → bytes.

Everything here comes from the records, and from the pages' own HTML where a channel carries whole pages.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urljoin

from macros.base import late, links, workers
from macros.base.spool import Piece, Spool, hash_of
from macros.base.supplied import LOCK, supplied, templates
from macros.cache.memory import Kept
from macros.channels.subscriptions import JSON, OPML, RSS, Subscription, subscriptions
from macros.document.templates import View, environment
from macros.pages import assets, shell, trees
from macros.pages.generated import PAPER, WITHDRAWN, Page
from macros.records import contacts, kinds
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.release import archive, headers, offline, redirects
from macros.release.previous import Ledger
from macros.search.book import Book
from macros.search.counting import Begrippen, Tally, count_document
from macros.search.documents import Concept, Document, decoded
from macros.search.index import index_of
from macros.words import charts
from macros.writing import amending, entry

if TYPE_CHECKING:
    from macros.channels import calendars, feeds, newsletter, opendata, previews, reports
else:  # what an edit does not touch is taken over, and what makes it need not be imported
    calendars, feeds, newsletter, opendata, previews, reports = late.modules(
        "macros.channels", "calendars", "feeds", "newsletter", "opendata", "previews", "reports"
    )

T = TypeVar("T")


class Submit(Protocol):
    """Lets another core do something meanwhile; what it gives is called for what came of it."""

    def __call__(self, work: Callable[[], T]) -> Callable[[], T]:
        """The way to get at what came of it."""


class Remember(Protocol):
    """How a group of files is made: of the catalog that it is handed, and of the input that it names."""

    def __call__(
        self, kind: str, inputs: Iterable[object], make: Callable[[Catalog], Mapping[str, bytes]]
    ) -> Mapping[str, bytes]:
        """The files."""


@dataclass(frozen=True, slots=True)
class Build:
    """One build, after its pages were made.

    Args:
        view: the records, the fragments, the day.
        site_pages: every page by its id.
        parts: what the search finds on each page, by its address relative to the root, as JSON.
        elsewhere: of the pages that feeds carry, their HTML for readers elsewhere.
        tallies: of some pages, what was counted on them already.
        site: the site's address, ending in `/`.
        asset: the name of an asset of ours → its address relative to the root.
        root: the project's root.
        datum: the day that a page's content is of.
        remember: makes a group of files, or has them from an earlier build (macros/cache/memory.py).
        known: the same files if they need not be made.
        book: what an earlier build counted for the search.
    """

    view: View
    site_pages: Mapping[str, Page]
    parts: Spool
    elsewhere: Spool
    tallies: Spool
    site: str
    asset: Callable[[str], str]
    root: Path
    datum: Callable[[Page], date | None]
    remember: Remember
    known: Callable[[str, Iterable[object]], Mapping[str, bytes] | None]
    book: Kept

    @property
    def catalog(self) -> Catalog:
        """The records."""
        return self.view.catalog


_OF_RECORDS: Mapping[str, Callable[[Build], Iterator[tuple[str, bytes]]]] = {
    "agendas": lambda build: calendars.files(build.catalog, site=build.site),
    "keuzes": lambda build: entry.choices(build.catalog),
    "opendata": lambda build: opendata.files(build.catalog, site=build.site, today=build.view.today),
}
"""Channels that the records are enough for, and what makes their files."""


def all_files(build: Build, submit: Submit) -> Iterator[Mapping[str, bytes]]:
    """Everything that is written besides pages, in groups; the dearest is made beside the others."""
    search_index = submit(partial(_search_index, build))
    paths: list[str] = []
    for group in _channels(build, submit):
        paths += group
        yield group
    past = redirect_list(build.catalog, paths, build.root / "docs")
    yield dict(redirects.files(past, build.view, build.asset("verhuisd.js"), own=_withdrawn(build.catalog)))
    office = contacts.of_purpose(build.catalog, "beveiliging")
    contact = [way.address for way in contacts.ways(office)] if office else [links.absolute(contacts.PAGE, build.site)]
    site, today, talen = build.site, build.view.today, build.catalog.netwerk.talen
    yield dict(headers.root_files(site=site, today=today, contact=contact, talen=talen))
    yield search_index()


def _channels(build: Build, submit: Submit) -> Iterator[Mapping[str, bytes]]:
    """What readers get besides pages."""
    rapporten, kaarten = _typeset(build, submit)
    yield rapporten
    yield kaarten
    attachments = {path: len(pdf) for path, pdf in rapporten.items()}
    for path, feed in _feeds(build, attachments):
        yield {path: feed}
    issues = [build.site_pages[issue.pad.strip("/")].markdown for issue in build.catalog.all_of(m.Nieuwsbrief)]
    yield _group(build, "nieuwsbrieven", issues, _nieuwsbrieven)
    for name, make in _OF_RECORDS.items():
        yield _group(build, name, (), make)
    typed = {name: (build.root / name).read_bytes() for name in amending.changeable(build.catalog)}
    yield _group(build, "formulieren", (typed,), lambda new: amending.files(new.catalog, typed))


def _typeset(build: Build, submit: Submit) -> Sequence[Mapping[str, bytes]]:
    """Reports and pictures; what is new is made in a process that ends, and with it goes what Typst took of memory (135 MB)."""
    texts = {site_page.id: site_page.markdown for site_page in _with_report(build)}
    groups = (("rapporten", (texts,), _rapporten), ("kaarten", (), _kaarten))
    known = [build.known(kind, _inputs(build, inputs)) for kind, inputs, _ in groups]
    found = [files for files in known if files is not None]
    return found if len(found) == len(groups) else submit(lambda: [_group(build, *group) for group in groups])()


def _kaarten(build: Build) -> Iterator[tuple[str, bytes]]:
    return previews.files(build.catalog, templates("reports"))


def _with_report(build: Build) -> Iterator[Page]:
    """The pages of which the prose stands in a report, too."""
    reports_ = {rapport.id for rapport in build.catalog.rapporten()}
    return (site_page for id_, site_page in build.site_pages.items() if id_ in reports_)


def _group(
    build: Build, kind: str, inputs: Iterable[object], make: Callable[[Build], Iterator[tuple[str, bytes]]]
) -> Mapping[str, bytes]:
    """A group of files, made when what it is made of has changed."""
    return build.remember(
        kind,
        _inputs(build, inputs),
        lambda catalog: dict(make(replace(build, view=replace(build.view, catalog=catalog)))),
    )


def _inputs(build: Build, inputs: Iterable[object]) -> tuple[object, ...]:
    return build.site, build.asset("feed.css"), *inputs


def _rapporten(build: Build) -> Iterator[tuple[str, bytes]]:
    all_charts = {
        series.id: charts.svg(build.view, series.id)
        for series in build.catalog.all_of(m.Cijferreeks)
        if series.grafiek != "geen"
    }
    prose = {page.id: trees.prose(build.view, page, build.site) for page in _with_report(build)}
    folder = templates("reports")
    yield from reports.rapporten(build.catalog, folder, prose, all_charts, build.view.today, build.site)


def _feeds(build: Build, attachments: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    today, elsewhere = build.view.today, {path: Piece(build.elsewhere, path) for path in build.elsewhere}
    items = feeds.items(build.catalog, elsewhere, site=build.site, today=today, attachments=attachments)
    style, make = urljoin(build.site, build.asset("feed.css")), _rss(build)
    for channel in subscriptions(build.catalog, RSS):
        for path, feed in feeds.rss_files(channel, items, site=build.site, today=today, make=make):
            yield path, feeds.with_style(feed, style)
    for feed_ in subscriptions(build.catalog, JSON):
        yield feed_.pad, feeds.json_feed(feed_, items, site=build.site, maker=build.catalog.netwerk.naam)
    for bundle in subscriptions(build.catalog, OPML):
        yield bundle.pad, feeds.opml(bundle, subscriptions(build.catalog, RSS), site=build.site)


def _rss(build: Build) -> feeds.MakeRss:
    """Each feed by itself: one change is in few of them, and one item in many."""
    total = cache(lambda message: hashlib.sha256(repr(message).encode()).digest())

    def make(channel: Subscription, chosen: Sequence[feeds.Item], **rest: Any) -> bytes:  # noqa: ANN401 - as `rss` has it
        inputs = (repr(channel), [*map(total, chosen)], rest)
        return build.remember("rss", inputs, lambda _: {"": feeds.rss(channel, chosen, **rest)})[""]

    return make


def _nieuwsbrieven(build: Build) -> Iterator[tuple[str, bytes]]:
    issues = [build.site_pages[issue.pad.strip("/")] for issue in build.catalog.all_of(m.Nieuwsbrief)]
    contents = {links.address(page.id): trees.whole(build.view, page, build.site) for page in issues}
    mails = environment(templates("email"))
    yield from newsletter.files(build.catalog, contents, mails, site=build.site, today=build.view.today)


def mail_views(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of a group of files, the newsletters as their writer looks at them."""
    return dict(newsletter.views(made, environment(templates("email"))))


# ── Search ──────────────────────────────────────────────────────────────────────────────────────────────


def _search_index(build: Build) -> dict[str, bytes]:
    """The index."""
    concepts, remember = _concepts(build.catalog), partial(_remembered, build)
    return index_of(_book(build, concepts), concepts, naam=build.catalog.netwerk.naam, remember=remember)


def _book(build: Build, concepts: list[Concept]) -> Book:
    """What stands on all pages; of what is as it was in an earlier build the count is in its book."""
    book, begrippen = Book.unpacked(build.book.read()), cache(partial(Begrippen.van, concepts))
    for document, key in (prints := _prints(build, concepts)):
        if not book.knows(document.pad, key):
            book.add(key, _tally(build, document, begrippen()))
    book.only(document.pad for document, _ in prints)
    build.book.save(book.packed())
    workers.tidy_memory()  # of the tallies
    return book


def _remembered(build: Build, words: list[str], make: Callable[[list[str]], list[str]]) -> list[str]:
    """What comes of the words of the site: worked out when it has another word than before."""
    return build.remember("gewoon", words, lambda _: {"": " ".join(make(words)).encode()})[""].decode().split()


def counted(build: Build) -> Iterator[tuple[str, bytes]]:
    """What the search counts on pages, by their address, as JSON: the dearest part of the index, and only a page's own."""
    begrippen = Begrippen.van(_concepts(build.catalog))
    for document in _documents(build):
        yield document.pad, json.dumps(_tally(build, document, begrippen)).encode()


def _tally(build: Build, document: Document, begrippen: Begrippen) -> Tally:
    """What stands on a page; it may have been counted beside its making."""
    if document.pad in build.tallies:
        tally: Tally = json.loads(build.tallies[document.pad])
        return tally
    return count_document(replace(document, parts=decoded(build.parts[document.pad])), begrippen)


def _prints(build: Build, concepts: list[Concept]) -> list[tuple[Document, str]]:
    """Every page that can be found, without its text, and a print of all that is counted on it."""
    words = hash_of(repr(concepts).encode())
    return [
        (document, hashlib.sha256(f"{document!r}{words}{build.parts.hash(document.pad)}".encode()).hexdigest())
        for document in _documents(build)
    ]


def _concepts(catalog: Catalog) -> list[Concept]:
    asked = _asked(catalog)
    return [
        Concept(b.id, b.term, b.afkorting, (*b.synoniemen, *asked.get(b.pad, ())), b.betekenis, b.pad)
        for b in catalog.all_of(m.Begrip)
    ]


def _asked(catalog: Catalog) -> Mapping[str, list[str]]:
    """By the address of a page the words that stand in no text and that readers want it for."""
    asked: dict[str, list[str]] = defaultdict(list)
    for row in catalog.all_of(m.Zoekwoord):
        for page in row.naar:
            asked[page] += row.woorden
    for place in catalog.all_of(m.Plaats):
        asked[place.pad].append(place.naam)
    return asked


def _documents(build: Build) -> Iterator[Document]:
    """Every page that can be found, without its text."""
    asked = _asked(build.catalog)
    for site_page in build.site_pages.values():
        if site_page.id != "zoeken" and site_page.soort not in {PAPER, WITHDRAWN}:
            yield _document(build.catalog, site_page, asked.get(links.address(site_page.id), ()))


def _document(catalog: Catalog, site_page: Page, asked: Iterable[str]) -> Document:
    record = site_page.record
    return Document(
        pad=links.address(site_page.id),
        titel=site_page.titel,
        soort=_search_name(catalog, site_page),
        themas=(record.id,) if isinstance(record, m.Thema) else getattr(record, "themas", ()),
        jaar=_year(catalog, site_page),
        samenvatting=site_page.samenvatting,
        synoniemen=tuple(dict.fromkeys((*_other_words(catalog, record), *asked))),
    )


def _search_name(catalog: Catalog, site_page: Page) -> str:
    """What readers call a page in the search; a municipality of another day can be found, and is not counted as one."""
    record = site_page.record
    not_now = isinstance(record, m.Gemeente) and not record.exists(catalog.today)
    return kinds.PAGE_KINDS["pagina" if not_now else site_page.soort].search_name


def _other_words(catalog: Catalog, record: object) -> Iterator[str]:
    """In which other words readers ask for a page; for a part of an agenda those of the practices taken from it."""
    yield from getattr(record, "synoniemen", ())
    yield from getattr(record, "situaties", ())
    if isinstance(record, m.Agendaonderdeel):
        for praktijk in record.praktijken:
            yield from _other_words(catalog, catalog.one(m.Praktijk, praktijk))


_OF_A_YEAR = frozenset({"standen", "voortgang", "jaarplan"})
"""Kinds of which the address begins with the year that they report on or plan."""


def _year(catalog: Catalog, site_page: Page) -> int | None:
    """The year that a page is of: that of a report or a plan, or else the one that it says itself or, where it says none, that of its sources."""
    record = site_page.record
    if site_page.soort in _OF_A_YEAR:
        return int(site_page.id.rpartition("/")[2][:4])
    if isinstance(record, m.Nieuwsbrief):
        return record.datum.year
    said = shell.stand_van(catalog, record) or shell.newest(catalog, site_page.bron)
    return said.start.year if said and said.start else None


# ── What can only be made of all the rest ───────────────────────────────────────────────────────────────


def closing(build: Build, folder: Path, known: Ledger) -> Iterator[tuple[str, bytes]]:
    """Of everything that was written before: the service worker, and last the lists with hashes.

    Args:
        build: the build.
        folder: where it was written.
        known: the files of the build before it.
    """
    hashes = archive.hashes(folder, known)
    script = assets.script(templates("assets", assets.AT_THE_ROOT))
    gone = {row.van for row in build.catalog.all_of(m.Doorverwijzing) if row.ingetrokken} | _withdrawn(build.catalog)
    service = offline.service(script, hashes, gone)
    yield "dienst.js", service
    hashes["dienst.js"] = hashlib.sha256(service).hexdigest()
    lockfile = _lock(build.root).read_text(encoding="utf-8")
    pieces = [
        *_pieces(build),
        *(archive.ArchivedFile(path, path.rpartition("/")[2]) for path in hashes if path.lower().endswith(".pdf")),
    ]
    yield from archive.files(
        pieces, hashes, lockfile, site=build.site, today=build.view.today, own=build.catalog.netwerk.naam
    )


def _lock(root: Path) -> Path:
    """The lock file of the project; of one that has none, that with which the program was released."""
    own = root / LOCK
    return own if own.is_file() else supplied(LOCK)


def _pieces(build: Build) -> Iterator[archive.ArchivedFile]:
    for site_page in build.site_pages.values():
        yield archive.ArchivedFile(links.address(site_page.id), site_page.titel, build.datum(site_page), site_page.bron)


def redirect_list(catalog: Catalog, files: Sequence[str], docs: Path) -> tuple[redirects.Redirect, ...]:
    """Addresses of the past: rows of the data file, withdrawn practices, `eerder:` of pages, with the files that moved along."""
    rows = [
        redirects.Redirect(row.van, row.naar, row.reden, row.datum, row.ingetrokken)
        for row in catalog.all_of(m.Doorverwijzing)
    ]
    rows += [
        redirects.Redirect(p.pad, catalog.instead_of(p), p.reden, p.ingetrokken_op, ingetrokken=True)
        for p in catalog.withdrawn()
    ]
    former = {page.pad: page.eerder for page in catalog.moved()}
    all_ = redirects.redirect_list(rows, former, files)
    return tuple(redirect for redirect in all_ if not (docs / redirect.van).is_file())  # an attachment stays what it is


def _withdrawn(catalog: Catalog) -> set[str]:
    """The addresses of practices that were withdrawn: their own pages say so."""
    return {praktijk.pad for praktijk in catalog.withdrawn()}
