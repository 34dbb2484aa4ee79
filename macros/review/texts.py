"""Everything that is looked at besides the data: limits, privacy, quality, upkeep; one pass over what people wrote.

The checks below know nothing of each other; here they get the same pages, the same site to hold them against, and
one rule: no message repeats what is private.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from macros.base.errors import Finding
from macros.cache.memory import Memory, Task
from macros.cache.trace import Questions
from macros.document import nodes as n
from macros.document.prose import Prose
from macros.pages.generated import Page
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import WHOLE, Broken, Location
from macros.review import addresses, bounds, characters, dialect, numbers, privacy, quality, structure, upkeep


@dataclass(frozen=True, slots=True)
class ReviewedSite:
    """What the pages are held against."""

    root: Path
    catalog: Catalog
    site_pages: Mapping[str, Page]
    ids_of_words: Callable[[str], Collection[str]]
    """The anchors that the words on a page make, by the page's name."""
    today: date
    locations: Mapping[tuple[str, str], Location]
    """Where each record was typed."""
    broken: Broken = WHOLE
    """What could not be read."""


def written_pages(
    catalog: Catalog, text_starts: Mapping[str, int], loose: Mapping[str, tuple[str, str]] = MappingProxyType({})
) -> list[Prose]:
    """Everything that someone wrote, with the page it becomes and the line of the file at which it begins.

    Args:
        catalog: the records and pages.
        text_starts: for each file the line at which its prose begins.
        loose: of files whose record could not be made the page, and the text.
    """
    found = [
        *((file, page, text.lstrip()) for file, (page, text) in loose.items()),
        *((f"docs/{page.id}.md", page.id, page.tekst) for page in catalog.pages.values()),
        *((record.file, record.pad.strip("/"), record.tekst) for record in _in_markdown(catalog)),
    ]
    return [Prose(file, page, text, text_starts.get(file, 1)) for file, page, text in found]


def _in_markdown(catalog: Catalog) -> Iterator[Any]:
    """Records that are a Markdown file each."""
    for model in m.COLLECTIONS:
        if model.kind.in_markdown:
            yield from catalog.all_of(model)


def check_files(to_check: Iterable[tuple[str, bytes]], memory: Memory) -> tuple[list[Finding], list[Finding]]:
    """What is wrong with files before anything is read from them (too large, too deep), and what no one may publish."""
    catalog, own = memory.questions.bron, {m.Uitzondering.kind.file: b""}
    entries = _allowed(catalog)

    def tasks() -> Iterator[Task[Catalog]]:
        for name, contents in to_check:
            if name in own:
                own[name] = contents
            yield (name, hashlib.sha256(contents).digest(), entries), partial(_file, name, contents, entries)

    found = memory.recall("bestand", tasks(), memory.questions)
    met = {id_ for *_, ids in found for id_ in ids}
    unused = [
        b
        for text in own.values()
        if text
        for b in upkeep.unused_exceptions(catalog, text.decode(errors="replace"), met)
    ]
    return loaded(limits for limits, *_ in found), [*loaded(secrets for _, secrets, _ in found), *unused]


def _allowed(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """What the privacy gate lets pass: the id of each entry with what it allows."""
    return tuple((entry.id, entry.wat) for entry in catalog.all_of(m.Uitzondering))


def _file(
    name: str, contents: bytes, entries: tuple[tuple[str, str], ...], _catalog: Catalog
) -> tuple[Fields, Fields, list[str]]:
    text = contents.decode("utf-8", "replace") if name.endswith(privacy.TEXT) else ""
    readable = text.encode("utf-8", "replace") == contents  # of what is no UTF-8 the loader tells
    damaged = characters.check_text(name, text) if readable else ()
    allowed = privacy.Allowed(entries)
    secrets = fields((*privacy.check_text(name, text, allowed), *damaged))
    met = sorted(allowed.met) if name != m.Uitzondering.kind.file else []  # where it is allowed it is not used
    return fields(bounds.check_file(name, contents)), secrets, met


Fields = list[tuple[Any, ...]]
"""Findings as the memory of a build keeps them."""


def fields(findings: Iterable[Finding]) -> Fields:
    """Findings, so that they can be kept."""
    return [astuple(finding) for finding in findings]


def loaded(saved: Iterable[Fields]) -> list[Finding]:
    """Findings that were kept, of one text after the other."""
    return [Finding(*fields) for from_text in saved for fields in from_text]


def check_texts(site: ReviewedSite, written: list[Prose], memory: Memory) -> Iterator[Finding]:
    """What is wrong, or could be better, with pages; every file must have passed `files`."""
    context = _context(site, memory)
    entries = _allowed(site.catalog)
    tasks = [((prose, entries), partial(_text, prose, entries)) for prose in written]
    found = memory.recall("tekst", tasks, Questions(context, site.catalog))
    yield from loaded(findings for findings, _ in found)
    facts = [upkeep.TextFacts(*fields) for _, fields in found]
    if m.Begrip.kind.collection not in site.broken.damaged:
        yield from upkeep.unknown_abbreviations(facts, site.catalog)
    yield from upkeep.links_to_withdrawn(facts, site.catalog)
    told = {id_ for collection, id_ in site.broken.inconsistent if collection == m.Praktijk.kind.collection}
    yield from upkeep.overdue_reviews(site.catalog, site.today, told)
    if today := site.catalog.dag:  # the newest day in the content would be any day that someone typed
        yield from upkeep.ahead(site.catalog, today, site.locations)
    yield from _summaries(site, written)
    yield from addresses.impossible(site.catalog, context.pages, site.locations, partial(_has, context))
    menu = site.root / "mkdocs.yml"
    if menu.is_file():
        text, templates = menu.read_text(encoding="utf-8"), _templates(site.root)
        separate = [p for p in written if p.page in site.site_pages and site.site_pages[p.page].soort == "pagina"]
        if not site.broken:  # what words show, leads on too
            yield from upkeep.orphans(separate, facts, text + templates)
        yield from structure.menu(context.pages, text)
        yield from structure.shell(context.pages, context.anchors, _texts(site.root, "partials"))
        yield from structure.collections(context.pages, site.catalog)
        yield from structure.folders(written, context.pages)
    for prose in written:
        if prose.page not in site.site_pages:
            continue  # its record could not be made
        markdown = site.site_pages[prose.page].markdown
        yield from structure.duplicate_words(prose, markdown, partial(site.ids_of_words, prose.page))


def _has(context: quality.Context, page: str, anchor: str) -> bool:
    return anchor in context.anchors(page) or bool(context.taken(page, {anchor})) or context.lost(page)


def _text(
    prose: Prose, entries: tuple[tuple[str, str], ...], context: quality.Context
) -> tuple[Fields, upkeep.TextFacts]:
    prose = replace(prose)  # what is read from it goes when this is done: of thousands of texts that is much
    told = (
        Finding(prose.file, line, message) for line, message in dialect.faults(prose.tekst, prose.tree, prose.first)
    )
    counted = (
        Finding(prose.file, line + prose.first - 1, message, warning=True)
        for line, message in numbers.typed(prose, context.word_for)
    )
    secrets = privacy.check_page(prose, privacy.Allowed(entries))
    findings = (*quality.check_page(prose, context), *told, *counted, *secrets, *upkeep.long_sentences(prose))
    return fields(findings), upkeep.facts(prose)


def masked(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in their order, with nothing private in a message."""
    return sorted({replace(b, message=privacy.mask(b.message)) for b in findings})


def _context(site: ReviewedSite, memory: Memory) -> quality.Context:
    known = {record.id for kind in m.COLLECTIONS for record in site.catalog.all_of(kind)}
    fixed = frozenset(re.findall(r'\bid="([\w-]+)"', _templates(site.root)))

    @cache
    def anchors(page: str) -> frozenset[str]:
        markdown = site.site_pages[page].markdown if page in site.site_pages else ""
        return frozenset(memory.recall("koppen", [((markdown,), partial(_anchors_in, markdown))], memory.questions)[0])

    def taken(page: str, anchors: Collection[str]) -> frozenset[str]:
        ids = site.ids_of_words(page) if page in site.site_pages and not known.isdisjoint(anchors) else ()
        return fixed.union(ids).intersection(anchors)

    docs, moved = site.root / "docs", addresses.moved(site.catalog)
    return quality.Context(
        site.site_pages.keys() | site.broken.pages, lambda path: not path.startswith("..") and (docs / path).is_file(),
        anchors, taken, site.broken.pages.__contains__,
        lambda address: moved.get(address, ""), partial(_word_for, site),
    )  # fmt: skip


def _word_for(site: ReviewedSite, page: str, collection: str, number: int, years: tuple[int, ...]) -> str:
    """The word that says a number; a page that has a day of its own may say it itself, as that stays true."""
    made = site.site_pages.get(page)
    return "" if made is None or made.dag else numbers.word_for(site.catalog, collection, number, years)


def _summaries(site: ReviewedSite, written: Iterable[Prose]) -> Iterator[Finding]:
    for prose in written:
        summary = site.site_pages[prose.page].samenvatting if prose.page in site.site_pages else ""
        for letters, message in numbers.in_summary(summary, prose.page, partial(_word_for, site)):
            text = (site.root / prose.file).read_text(encoding="utf-8")
            yield Finding(prose.file, text.count("\n", 0, max(text.find(letters), 0)) + 1, message, warning=True)


def _anchors_in(markdown: str, _catalog: Catalog) -> list[str]:
    """The anchors that the text of a page makes itself."""
    return sorted(heading.anchor for heading in Prose("", "", markdown).all_of(n.Heading))


def _templates(root: Path) -> str:
    """The text of the page shell and of what stands on pages."""
    return _texts(root, "", "partials", "fragments", "pages")


def _texts(root: Path, *folders: str) -> str:
    paths = (path for folder in folders for path in sorted((root / "overrides" / folder).glob("*.*")))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.suffix in {".html", ".md"})
