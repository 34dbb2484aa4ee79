"""All content of one build: the catalog, every page, the way it is shown; checked as a whole.

`kennisbank controleer` and the MkDocs plugin both begin here, so what the one passes the other builds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from macros.base import folders, late, links, supplied, version
from macros.base.errors import Finding, UserError
from macros.base.parsing import ParseError, decode, parted
from macros.base.values import Values
from macros.cache.fingerprints import version_
from macros.cache.memory import Kept, Memory
from macros.cache.trace import fingerprint
from macros.document import calls, templates
from macros.document.prose import Prose
from macros.pages import generated
from macros.records import catalog as c
from macros.records import loader
from macros.records import models as m
from macros.release import archive
from macros.review import addresses, bounds, grounds, quality, structure, texts
from macros.words import vocabulary

if TYPE_CHECKING:
    from macros.base.workers import WorkerPool
    from macros.cache.store import Store
    from macros.document.templates import View
    from macros.records.catalog import Catalog
    from macros.records.loader import Broken, File


@dataclass(frozen=True, slots=True)
class Content:
    """What a build starts from."""

    view: View
    site_pages: Mapping[str, generated.Page]
    memory: Memory


Earlier: TypeAlias = "dict[str, File]"
"""What each file gave when a process that goes on building read it; a file that did not change is not read again."""


def _noop(*_: float) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check."""

    findings: list[Finding]
    """Everything that is wrong, and what could be better."""
    remarks: Sequence[str]
    """What plans and reports still lack, which is no mistake."""
    contents: Callable[[], Content]
    """What a build starts from, when nothing is wrong."""


def read(
    root: Path,
    *,
    today: date | None = None,
    store: Store | None = None,
    code: str = "",
    pool: WorkerPool | None = None,
    earlier: Earlier | None = None,
    progress: Callable[[float], object] = _noop,
) -> Content:
    """Read and check everything.

    Args:
        root: the project's root.
        today: the day of the build; the newest day in the content when not given.
        store: what earlier builds made; without it everything is made anew.
        code: a print of what makes the site besides its content, when that was made already.
        pool: who does a part of the work.
        earlier: what this process read before.
        progress: hears which part of the work (0 to 1) is done.

    Raises:
        ContentErrors: anything is wrong; everything that is wrong.
    """
    checked = examine(root, today=today, store=store, code=code, pool=pool, earlier=earlier, progress=progress)
    if errors := _errors(checked.findings):
        raise loader.ContentErrors(errors)
    return checked.contents()


_LOADED, _EXAMINED = 0.35, 0.7
"""The parts of the time of a check that have passed when all is read, and when every word has been carried out (measured)."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What reading everything gives."""

    inspection: loader.Inspection
    view: View
    site_pages: Mapping[str, generated.Page]
    broken: Broken


def _load(root: Path, today: date | None, earlier: Earlier | None, kept: Kept, *, keep: bool) -> _Loaded:
    first, was = not earlier, json.loads((kept.read() or {"": b"{}"})[""])
    values = Values(was)
    inspection = loader.inspect_all(root, earlier, values.source)
    if first and values.now != was:  # later a process that goes on building reads only what changed
        kept.save({"": json.dumps(values.now).encode()})
    catalog = replace(inspection.catalog, dag=today)
    view = templates.View(
        catalog, templates.environment(supplied.templates("fragments"), keep_code=keep, changing=earlier is not None)
    )
    pages = generated.all_pages(catalog, templates.markdown_environment(supplied.templates("pages"), keep_code=keep))
    if not (broken := inspection.broken):
        return _Loaded(inspection, view, pages, broken)
    site_pages = pages.possible(*templates.UNFORESEEN)
    return _Loaded(
        inspection, view, site_pages, replace(broken, pages=broken.pages | (pages.keys() - site_pages.keys()))
    )


def check(root: Path, *, today: date | None = None) -> tuple[Content | None, list[Finding]]:
    """What a build starts from, if it may, and everything that is wrong; nothing is remembered."""
    checked = examine(root, today=today)
    return (None if _errors(checked.findings) else checked.contents()), checked.findings


def examine(
    root: Path,
    *,
    today: date | None = None,
    store: Store | None = None,
    code: str = "",
    pool: WorkerPool | None = None,
    earlier: Earlier | None = None,
    progress: Callable[[float], object] = _noop,
) -> Checked:
    """Read everything and report everything; pages are only made of records that are right.

    When all records are what they were at the last check, they are read when something is asked of them that was not
    asked then: what else texts are held against was kept.

    `progress` hears which part of the work (0 to 1) is done.
    """
    files = [*bounds.content_files(root)]
    in_parts: _Parts = {}
    loaded = cache(lambda: _load(root, today, earlier, memory.kept("waarden"), keep=store is not None))
    code, reading = (code or version_(root), _reading(root, files, today, in_parts)) if store else ("", "")
    memory = Memory(late.thing(lambda: loaded().view.catalog), code, store, pool, reading)
    broken: Broken | None = None
    if memory.grounds:
        given = grounds.of_json(json.loads(memory.grounds[""]))
        written = [*_written(given, in_parts)]
        typed = {prose.page: prose for prose in written}
        made = {page: partial(_page, loaded, page, given.sketches.get(page), typed.get(page)) for page in given.pages}
        site_pages: Mapping[str, generated.Page] = generated.Pages(made)
    else:
        in_parts.clear()
        inspection, catalog = loaded().inspection, loaded().view.catalog
        broken, site_pages = loaded().broken, loaded().site_pages
        written = texts.written_pages(catalog, inspection.text_starts, inspection.loose)
        given = grounds.of_records(inspection, catalog, site_pages, written, broken)
    progress(_LOADED)
    limits, secrets = texts.check_files(files, given.allowed, memory)
    refused = {finding.file for finding in limits}
    written = [prose for prose in written if prose.file not in refused]
    view = late.thing(lambda: loaded().view)
    words, shown = _words(view, written, site_pages, memory, progress, broken)
    anchors = cache(partial(_anchors, view, memory, site_pages, shown))
    right, unread = written, set(broken.pages if broken else ())
    if broken or _errors(words):
        anchors = cache(partial(_anchors_if_any, anchors))
        right = [prose for prose in written if prose.page in site_pages and anchors(prose.page) is not _UNKNOWN]
        unread |= {prose.page for prose in written}.difference(prose.page for prose in right)
    site = texts.ReviewedSite(root, given, site_pages, anchors, unread)
    progress(_EXAMINED)
    findings = [
        *version.finding(root),
        *texts.loaded([given.findings]),
        *limits,
        *words,
        *texts.check_texts(site, written, memory),
        *structure.unfindable(right, given.named, anchors),
        *addresses.since_last(
            given.moved,
            given.activities,
            {*given.pages, *unread},
            _last(root / "site"),
            broken.damaged if broken else (),
        ),
        *secrets,
    ]
    findings = texts.masked(findings)
    memory.close_answers(None if memory.grounds else asdict(given), whole=not _errors(findings))
    progress(1)
    return Checked(findings, given.remarks, lambda: Content(loaded().view, loaded().site_pages, memory))


_Parts: TypeAlias = "dict[str, tuple[str, str, int]]"
"""By the name of a Markdown file its front matter, its prose, and the line at which that begins."""


def _reading(root: Path, files: Iterable[tuple[str, bytes]], today: date | None, in_parts: _Parts) -> str:
    """A print of all that records are made of: of a Markdown file that is its front matter, and whether it says anything."""
    found = (part for folder in bounds.FOLDERS for part in folders.below(root / folder, f"{folder}/"))
    kinds = [(name, entry.is_symlink(), entry.is_file()) for name, entry in found]
    return fingerprint(today, kinds, [(name, *_of_records(name, contents, in_parts)) for name, contents in files])


_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)


def _of_records(name: str, contents: bytes, in_parts: _Parts) -> tuple[object, ...]:
    if not name.endswith(".md"):
        return (contents,) if name.endswith((".yml", ".csv")) else ()
    try:
        heading, prose, start = in_parts[name] = parted(decode(contents))
    except ParseError:
        return (contents,)
    return heading, start, bool((_REMARK.sub("", prose) if "<!--" in prose else prose).strip())


def _written(given: grounds.Grounds, in_parts: _Parts) -> Iterator[Prose]:
    """What someone wrote, from files of which no record is another."""
    for page, sketch in given.sketches.items():
        _, prose, start = in_parts.pop(sketch.file)
        bare = prose.lstrip()
        yield Prose(sketch.file, page, bare.rstrip(), start + prose[: len(prose) - len(bare)].count("\n"))


def _page(
    loaded: Callable[[], _Loaded], id_: str, sketch: grounds.Sketch | None, prose: Prose | None
) -> generated.Page:
    """A page as far as a check asks; it is made of the records when it is not known what stands around its text."""
    return (sketch.page(prose) if sketch and prose else None) or loaded().site_pages[id_]


def _last(site: Path) -> frozenset[str]:
    """The files of the last release."""
    return archive.paths(site) if site.is_dir() else frozenset()


def with_other_text(contents: Content, root: Path, file: str, was: File) -> tuple[Content, generated.Page] | None:
    """The same content with what one file says now, and its page; nothing when more than its text changed or that is wrong.

    Only its own page shows what a file says, so no other page is another. What the whole site asks of a text (where its
    links lead, whether it is found) is not asked here: `read` does.
    """
    now = loader.other_text(root, file, was)
    if now is None:
        return None
    record, old = now.records[0][0], contents.view.catalog
    [prose] = texts.written_pages(c.Catalog({}).with_(record), now.text_starts)
    limits, secrets = texts.check_files([(file, now.contents.encode())], grounds.allowed(old), contents.memory)
    words, _ = _words(contents.view, [prose], contents.site_pages, contents.memory, _noop)
    if _errors([*limits, *secrets, *words]):
        return None
    site_page = generated.one_page(
        old.with_(record), templates.markdown_environment(supplied.templates("pages")), prose.page
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
    broken: Broken | None = None,
) -> tuple[list[Finding], _Shown]:
    """Everything that is wrong with the words on pages that someone wrote, and the anchors that the others make there."""
    tasks = []
    for number, prose in enumerate(written):
        made = site_pages.get(prose.page)
        step = partial(progress, _LOADED + (_EXAMINED - _LOADED) * number / len(written))
        inputs = (prose.page, made and made.dag, [*map(_as_typed, prose.calls[0])])
        tasks.append((inputs, partial(_words_of, view, site_pages, prose.page, prose.calls[0], step, whole=not broken)))
    found: list[list[_Tried]] = memory.recall("woorden", tasks, memory.questions)
    findings, shown = list[Finding](), dict[tuple[str, str], list[str]]()
    for prose, tried in zip(written, found, strict=True):
        findings += _told(view, site_pages, prose, tried, broken)
        words = zip(map(_as_typed, prose.calls[0]), tried, strict=True)
        shown |= {(prose.page, word): ids for word, (_, ids, *_) in words if ids is not None}
    return findings, shown


_Shown: TypeAlias = "Mapping[tuple[str, str], list[str]]"
"""By a page and a word as it was typed there: the anchors that the word makes."""


def _as_typed(call: calls.Call) -> str:
    return repr((call.naam, call.positional, call.arguments))


_Tried: TypeAlias = tuple[str, list[str] | None, list[int], str]
"""What is wrong with a word, its anchors if it was carried out, the levels of its headings, and the term that it explains."""


def _words_of(
    view: View, site_pages: Mapping[str, generated.Page], page: str, words: list[calls.Call], step: Callable[[], object],
    catalog: Catalog, broken: Broken | None = None, *, whole: bool = True,
) -> list[_Tried]:  # fmt: skip
    step()
    here = replace(_in_place(view, page, site_pages), catalog=catalog) if words else view
    return [_tried(here, word, broken, whole=whole) for word in words]


def _tried(view: View, word: calls.Call, broken: Broken | None, *, whole: bool) -> _Tried:
    trial = vocabulary.try_out(view, ([word], []), broken or loader.WHOLE, whole=whole)
    html = "".join(html for _, html in trial.made)
    levels = [*map(int, re.findall(r"<h([1-6])\b", html))]
    term = quality.term_in([html]) if word.naam == "begrip" else ""
    return "".join(message for _, message in trial.errors), _ids(html) if trial.made else None, levels, term


def _ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"\s]+)"', html)


def _told(
    view: View, site_pages: Mapping[str, generated.Page], prose: Prose, tried: list[_Tried], broken: Broken | None
) -> Iterator[Finding]:
    """What became of the words on a page, where they stand now."""
    good, wrong = prose.calls
    if broken and any(message for message, *_ in tried):
        tried = _words_of(view, site_pages, prose.page, good, _noop, view.catalog, broken, whole=False)
    for parse_error in wrong:
        yield Finding(prose.file, parse_error.line + prose.first - 1, parse_error.message)
    made, terms = [], set[tuple[int, str]]()
    for call, (message, _, levels, term) in zip(good, tried, strict=True):
        line = call.line + prose.first - 1
        if message:
            yield Finding(prose.file, line, message)
        made += [(line, level, call.naam) for level in levels]
        terms |= {(line, term)} if term else set()
    yield from quality.skips(prose, made)
    yield from quality.explains_itself(prose, terms)


def _in_place(view: View, id_: str, site_pages: Mapping[str, generated.Page]) -> View:
    """As the build does: for its own page, and for its own day, for what a newsletter showed then, it shows for ever."""
    page = site_pages.get(id_)  # not when it could not be made
    return view.at(links.address(id_), page.dag if page else None)


def _anchors(
    view: View, memory: Memory, site_pages: Mapping[str, generated.Page], shown: _Shown, page: str
) -> list[str]:
    """The anchors that the words on a page make there, each as often as it is made."""
    site_page = site_pages[page]
    words = [(shown.get((page, _as_typed(word))), word) for word in calls.calls(site_page.markdown)[0]]
    more = [word for ids, word in words if ids is None]  # in its standing parts
    inputs = (page, site_page.dag, [*map(_as_typed, more)])
    make = partial(_anchors_of, view, site_pages, page, more)
    others = iter(memory.recall("ankers", [(inputs, make)], memory.questions)[0] if more else ())
    return [id_ for ids, _ in words for id_ in (next(others) if ids is None else ids)]


_UNKNOWN: list[str] = []
"""What is known of the anchors on a page of which a word cannot be carried out."""


def _anchors_if_any(anchors: Callable[[str], list[str]], page: str) -> list[str]:
    with suppress(UserError, *templates.UNFORESEEN):
        return anchors(page)
    return _UNKNOWN


def _anchors_of(
    view: View, site_pages: Mapping[str, generated.Page], page: str, words: list[calls.Call], catalog: Catalog
) -> list[list[str]]:
    here = replace(_in_place(view, page, site_pages), catalog=catalog)
    return [_ids(vocabulary.all_words()[a.naam](here, *a.positional, **a.arguments)) for a in words]


def changed(catalog: Catalog, site_page: generated.Page) -> date | None:
    """The day that a page's content is of: its own, or that of its newest source."""
    match site_page.record:
        case m.Praktijk() | m.Nieuwsbrief() as record:
            return catalog.updated(record)
    return catalog.newest(site_page.bron)
