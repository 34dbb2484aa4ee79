"""All content of one build: the catalog, every page, the way it is shown; checked as a whole.

`kennisbank controleer` and the MkDocs plugin both begin here, so what the one passes the other builds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from macros.base import links
from macros.base.errors import Finding, UserError
from macros.base.workers import WorkerPool
from macros.cache.fingerprints import version_
from macros.cache.memory import Memory
from macros.cache.store import Store
from macros.document import calls, templates
from macros.document.prose import Prose
from macros.document.templates import View
from macros.pages import generated
from macros.records import loader
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import WHOLE, Broken, ContentErrors, File
from macros.release import archive
from macros.review import addresses, bounds, contacts, quality, structure, texts
from macros.words import vocabulary


@dataclass(frozen=True, slots=True)
class Content:
    """What a build starts from."""

    view: View
    site_pages: Mapping[str, generated.Page]
    memory: Memory


Earlier = dict[str, File]
"""What each file gave when a process that goes on building read it; a file that did not change is not read again."""


def _counted(_: float) -> None:
    """Nobody looks on."""


def read(
    root: Path,
    *,
    today: date | None = None,
    store: Store | None = None,
    pool: WorkerPool | None = None,
    earlier: Earlier | None = None,
    progress: Callable[[float], object] = _counted,
) -> Content:
    """Read and check everything.

    Args:
        root: the project's root.
        today: the day of the build; the newest day in the content when not given.
        store: what earlier builds made; without it everything is made anew.
        pool: who does a part of the work.
        earlier: what this process read before.
        progress: hears which part of the work (0 to 1) is done.

    Raises:
        ContentErrors: anything is wrong; everything that is wrong.
    """
    contents, findings = check(root, today=today, store=store, pool=pool, earlier=earlier, progress=progress)
    if errors := _errors(findings):
        raise ContentErrors(errors)
    if contents is None:
        raise ContentErrors(findings)
    return contents


_LOADED, _EXAMINED = 0.35, 0.7
"""The parts of the time of a check that have passed when all is read, and when every word has been carried out (measured)."""


def check(
    root: Path,
    *,
    today: date | None = None,
    store: Store | None = None,
    pool: WorkerPool | None = None,
    earlier: Earlier | None = None,
    progress: Callable[[float], object] = _counted,
) -> tuple[Content | None, list[Finding]]:
    """Read everything and report everything; pages are only made of records that are right.

    `progress` hears which part of the work (0 to 1) is done.
    """
    inspection = loader.inspect_all(root, earlier)
    progress(_LOADED)
    catalog = replace(inspection.catalog, dag=today)
    keep = store is not None
    view = View(
        catalog, templates.environment(root / "overrides/fragments", keep_code=keep, changing=earlier is not None)
    )
    memory = Memory(catalog, version_(root) if store else "", store, pool)
    limits, secrets = texts.check_files(bounds.content_files(root), memory)
    broken = inspection.broken
    pages = generated.all_pages(catalog, templates.markdown_environment(root / "overrides/pages", keep_code=keep))
    site_pages = pages.possible() if broken else pages
    if broken:
        broken = replace(broken, pages=broken.pages | (pages.keys() - site_pages.keys()))
    refused = {finding.file for finding in limits}
    written = texts.written_pages(catalog, inspection.text_starts, inspection.loose)
    written = [prose for prose in written if prose.file not in refused]
    words = _words(view, written, site_pages, memory, progress, broken)
    anchors = cache(partial(_anchors, view, memory, site_pages))
    right = written
    if broken or _errors(words):
        anchors = cache(partial(_anchors_if_any, anchors))
        right = [prose for prose in written if prose.page in site_pages and anchors(prose.page) is not _UNKNOWN]
        lost = {prose.page for prose in written}.difference(prose.page for prose in right)
        broken = replace(broken, pages=broken.pages | lost)
    site = texts.ReviewedSite(root, catalog, site_pages, anchors, view.today, inspection.locations, broken)
    progress(_EXAMINED)
    findings = [
        *inspection.findings,
        *limits,
        *words,
        *texts.check_texts(site, written, memory),
        *structure.unfindable(right, catalog, anchors),
        *addresses.since_last(
            catalog,
            site_pages.keys() | broken.pages,
            inspection.locations,
            archive.paths(root / "site"),
            broken.damaged,
        ),
        *(() if broken else contacts.wrong(catalog)),
        *secrets,
    ]
    findings = texts.masked(findings)
    memory.close_answers(whole=not _errors(findings))
    progress(1)
    return (None if _errors(findings) else Content(view, site_pages, memory)), findings


def with_other_text(contents: Content, root: Path, file: str, was: File) -> tuple[Content, generated.Page] | None:
    """The same content with what one file says now, and its page; nothing when more than its text changed or that is wrong.

    Only its own page shows what a file says, so no other page is another. What the whole site asks of a text (where its
    links lead, whether it is found) is not asked here: `read` does.
    """
    now = loader.other_text(root, file, was)
    if now is None:
        return None
    record, old = now.records[0][0], contents.view.catalog
    [prose] = texts.written_pages(Catalog({}).with_(record), now.text_starts)
    limits, secrets = texts.check_files([(file, now.contents.encode())], contents.memory)
    if _errors([*limits, *secrets, *_words(contents.view, [prose], contents.site_pages, contents.memory, _counted)]):
        return None
    site_page = generated.one_page(
        old.with_(record), templates.markdown_environment(root / "overrides/pages"), prose.page
    )
    return replace(contents, site_pages={**contents.site_pages, site_page.id: site_page}), site_page


def _errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.warning]


def _words(
    view: View,
    written: list[Prose],
    site_pages: Mapping[str, generated.Page],
    memory: Memory,
    progress: Callable[[float], object],
    broken: Broken = WHOLE,
) -> list[Finding]:
    """Everything that is wrong with the words on pages that someone wrote."""
    tasks = []
    views = [_in_place(view, prose.page, site_pages) for prose in written]
    for number, (prose, here) in enumerate(zip(written, views, strict=True)):
        step = partial(progress, _LOADED + (_EXAMINED - _LOADED) * number / len(written))
        tasks.append(((prose, here.dag, here.frozen), partial(_words_of, here, prose, step, whole=not broken)))
    found: list[texts.Fields] = memory.recall("woorden", tasks, memory.questions)
    if broken:
        found = [
            texts.fields(_tried(here, prose, broken)) if _errors(texts.loaded([told])) else told
            for prose, here, told in zip(written, views, found, strict=True)
        ]
    return texts.loaded(found)


def _words_of(view: View, prose: Prose, step: Callable[[], object], catalog: Catalog, *, whole: bool) -> texts.Fields:
    step()
    return texts.fields(_tried(replace(view, catalog=catalog), replace(prose), whole=whole))


def _tried(view: View, prose: Prose, broken: Broken = WHOLE, *, whole: bool = False) -> Iterator[Finding]:
    """What is wrong with the words on a page; what is read from it goes when this is done."""
    trial = vocabulary.try_out(view, prose.calls, broken, whole=whole)
    for line, message in trial.errors:
        yield Finding(prose.file, line + prose.first - 1, message)
    made = [(call.line + prose.first - 1, call.naam, html) for call, html in trial.made]
    yield from quality.skips(prose, made)
    yield from quality.explains_itself(prose, made)


def _in_place(view: View, id_: str, site_pages: Mapping[str, generated.Page]) -> View:
    """As the build does: for its own page, and for its own day, for what a newsletter showed then, it shows for ever."""
    page = site_pages.get(id_)  # not when it could not be made
    return view.at(links.address(id_), page.dag if page else None)


def _anchors(view: View, memory: Memory, site_pages: Mapping[str, generated.Page], page: str) -> list[str]:
    """The anchors that the words on a page make there, each as often as it is made."""
    site_page = site_pages[page]
    make = partial(_anchors_of, _in_place(view, page, site_pages), site_page.markdown)
    anchors: list[str] = memory.recall(
        "ankers", [((site_page.id, site_page.markdown, site_page.dag), make)], memory.questions
    )[0]
    return anchors


_UNKNOWN: list[str] = []
"""What is known of the anchors on a page of which a word cannot be carried out."""


def _anchors_if_any(anchors: Callable[[str], list[str]], page: str) -> list[str]:
    with suppress(UserError, *templates.UNFORESEEN):
        return anchors(page)
    return _UNKNOWN


def _anchors_of(view: View, markdown: str, catalog: Catalog) -> list[str]:
    here = replace(view, catalog=catalog)
    html = [vocabulary.all_words()[a.naam](here, *a.positional, **a.arguments) for a in calls.calls(markdown)[0]]
    return re.findall(r'\bid="([^"\s]+)"', "".join(html))


def changed(catalog: Catalog, site_page: generated.Page) -> date | None:
    """The day that a page's content is of: its own, or that of its newest source."""
    match site_page.record:
        case m.Praktijk() | m.Nieuwsbrief() as record:
            return catalog.updated(record)
    return catalog.newest(site_page.bron)
