"""Everything that is looked at besides the data: limits, privacy, quality, upkeep; one pass over what people wrote.

The checks below know nothing of each other; here they get the same pages, the same site to hold them against, and
one rule: no message repeats what is private.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from macros.base import supplied
from macros.base.errors import Finding
from macros.cache.memory import Memory, Task
from macros.cache.trace import Questions
from macros.document import nodes as n
from macros.document.prose import Prose
from macros.pages.generated import Page
from macros.records import kinds
from macros.records import models as m
from macros.review import addresses, bounds, characters, contacts, dialect, numbers, privacy, quality, structure, upkeep
from macros.review.grounds import Grounds

if TYPE_CHECKING:
    from macros.records.catalog import Catalog

_ALLOWED = kinds.of("uitzondering").file
_RECORDS = "docs/_data/"


@dataclass(frozen=True, slots=True)
class ReviewedSite:
    """What the pages are held against."""

    root: Path
    grounds: Grounds
    site_pages: Mapping[str, Page]
    ids_of_words: Callable[[str], Collection[str]]
    """The anchors that the words on a page make, by the page's name."""
    unread: Collection[str] = ()
    """Pages that are there and could not be read."""


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


def check_files(
    to_check: Iterable[tuple[str, bytes]], entries: tuple[tuple[str, str], ...], memory: Memory
) -> tuple[list[Finding], list[Finding]]:
    """What is wrong with files before anything is read from them (too large, too deep), and what no one may publish.

    Args:
        to_check: the name of each and what it says.
        entries: what the privacy gate lets pass, by the id of what allows it.
        memory: of this build.
    """
    own = {_ALLOWED: b""}

    def tasks() -> Iterator[Task[Catalog]]:
        for name, contents in to_check:
            if name in own:
                own[name] = contents
            yield (name, hashlib.sha256(contents).digest(), entries), partial(_file, name, contents, entries)

    found = memory.recall("bestand", tasks(), memory.questions)
    met = {contacts.OWN, *(id_ for *_, ids in found for id_ in ids)}
    unused = [
        b
        for file, text in own.items()
        if text
        for b in upkeep.unused_exceptions((id_ for id_, _ in entries), file, text.decode(errors="replace"), met)
    ]
    return loaded(limits for limits, *_ in found), [*loaded(secrets for _, secrets, _ in found), *unused]


def _file(
    name: str, contents: bytes, entries: tuple[tuple[str, str], ...], _catalog: Catalog
) -> tuple[Fields, Fields, list[str]]:
    text = contents.decode("utf-8", "replace") if name.endswith(privacy.TEXT) else ""
    readable = text.encode("utf-8", "replace") == contents  # of what is no UTF-8 the loader tells
    damaged = characters.check_text(name, text) if readable else ()
    lost = characters.check_printed(name, text, surely=False) if readable and name.startswith(_RECORDS) else ()
    allowed = privacy.Allowed(entries)
    secrets = fields((*privacy.check_text(name, text, allowed), *damaged, *lost))
    met = sorted(allowed.met) if name != _ALLOWED else []  # where it is allowed it is not used
    return fields(bounds.check_file(name, contents, frozenset(what.casefold() for _, what in entries))), secrets, met


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
    grounds, context = site.grounds, _context(site, memory)
    tasks = [((prose, grounds.allowed), partial(_text, prose, grounds.allowed)) for prose in written]
    found = memory.recall("tekst", tasks, Questions(context, memory.questions.catalog))
    yield from loaded(findings for findings, _ in found)
    facts = [upkeep.TextFacts(*fields) for _, fields in found]
    if grounds.abbreviations is not None:
        yield from upkeep.unknown_abbreviations(facts, grounds.abbreviations)
    yield from upkeep.links_to_withdrawn(facts, grounds.withdrawn)
    yield from _summaries(site, written, context)
    yield from addresses.impossible(grounds.moved, context.pages, partial(_has, context))
    menu = site.root / "mkdocs.yml"
    if menu.is_file():
        text, templates = menu.read_text(encoding="utf-8"), _templates()
        separate = [p for p in written if p.page in site.site_pages and site.site_pages[p.page].soort == "pagina"]
        if grounds.whole:  # what words show, leads on too
            yield from upkeep.orphans(separate, facts, text + templates)
        yield from structure.menu(context.pages, text)
        yield from structure.shell(context.pages, context.anchors, _texts("partials"))
        yield from structure.collections(context.pages, grounds.collections)
        yield from structure.folders(written, context.pages)
    for prose in written:
        if prose.page not in site.site_pages:
            continue  # its record could not be made
        page = site.site_pages[prose.page]
        yield from structure.duplicate_words(prose, page.markdown, partial(site.ids_of_words, prose.page))
        if kinds.PAGE_KINDS[page.soort].search == "rapport":
            yield from characters.check_printed(prose.file, prose.tekst, prose.first)


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
    known = frozenset(site.grounds.ids)
    fixed = frozenset(re.findall(r'\bid="([\w-]+)"', _templates()))

    @cache
    def anchors(page: str) -> frozenset[str]:
        markdown = site.site_pages[page].markdown if page in site.site_pages else ""
        return frozenset(memory.recall("koppen", [((markdown,), partial(_anchors_in, markdown))], memory.questions)[0])

    def taken(page: str, anchors: Collection[str]) -> frozenset[str]:
        ids = site.ids_of_words(page) if page in site.site_pages and not known.isdisjoint(anchors) else ()
        return fixed.union(ids).intersection(anchors)

    def word_for(page: str, *number: Any) -> str:  # noqa: ANN401 - as `numbers.word_for` has them
        """The word that says a number; a page that has a day of its own may say it itself, as that stays true."""
        made = site.site_pages.get(page)
        if made is None or made.dag:
            return ""
        word: str = memory.recall("getal", [(number, partial(_word_for, *number))], memory.questions)[0]
        return word

    docs, moved = site.root / "docs", {old.from_: old.to for old in site.grounds.moved}
    return quality.Context(
        frozenset(site.grounds.pages).union(site.unread), lambda path: not path.startswith("..") and (docs / path).is_file(),
        anchors, taken, site.unread.__contains__, lambda address: moved.get(address, ""), word_for,
    )  # fmt: skip


def _word_for(collection: str, number: int, years: tuple[int, ...], catalog: Catalog) -> str:
    return numbers.word_for(catalog, collection, number, years)


def _summaries(site: ReviewedSite, written: Iterable[Prose], context: quality.Context) -> Iterator[Finding]:
    for prose in written:
        summary = site.site_pages[prose.page].samenvatting if prose.page in site.site_pages else ""
        for letters, message in numbers.in_summary(summary, prose.page, context.word_for):
            text = (site.root / prose.file).read_text(encoding="utf-8")
            yield Finding(prose.file, text.count("\n", 0, max(text.find(letters), 0)) + 1, message, warning=True)


def _anchors_in(markdown: str, _catalog: Catalog) -> list[str]:
    """The anchors that the text of a page makes itself."""
    return sorted(heading.anchor for heading in Prose("", "", markdown).all_of(n.Heading))


def _templates() -> str:
    """The text of the page shell and of what stands on pages."""
    return _texts("", "partials", "fragments", "pages")


def _texts(*folders: str) -> str:
    paths = (path for folder in folders for path in sorted(supplied.templates(folder).glob("*.*")))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.suffix in {".html", ".md"})
