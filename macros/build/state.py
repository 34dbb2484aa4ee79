"""What is held while sites are built: a `Session` lives as long as the process, a `BuildState` as long as one build.

Both are whole from the start. To undo a build is to put the value of the one before it back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from macros.base import links, supplied
from macros.base.progress import ProgressBar
from macros.base.workers import WorkerPool
from macros.build import content, outputs
from macros.build.cores import Made
from macros.build.preview import Deferred
from macros.cache import fingerprints
from macros.cache.memory import Memory
from macros.cache.store import Store
from macros.cache.trace import Trace, fingerprint
from macros.document import templates
from macros.document.templates import View
from macros.pages import assets, network
from macros.pages.generated import Page, Pages
from macros.pages.glossary import WordList
from macros.pages.placeholders import Placeholders
from macros.pages.shell import PublishedSite
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import ContentErrors
from macros.release import previous
from macros.release.previous import Ledger


def never() -> None:
    """Give way to no one: this build is waited for."""


def _unseen(_part: float, _doing: str) -> None:
    """No one looks on."""


READ, MADE = 0.3, 0.85
"""Which part of a build is done when all was read, and when the pages are there: about."""


@dataclass(slots=True)
class Session:
    """What a process that builds goes on with from one build to the next.

    Args:
        preview: whether someone writes and looks (`mkdocs serve`).
        dirty: whether pages that are as they were may be left alone.
        store: what earlier builds made; open as long as the process builds.
        pool: who does a part of the work.
        deferred: what waits until the writer pauses.
        written: of each page that stands in the site, by its address, a fingerprint.
        known: the files of the build before it, in which this one begins.
        earlier: what each file gave when it was last read; a preview reads only what changed.
        give_way: raises when something more urgent waits.
        theme_env: the environment of the page shell; a preview keeps it with what it compiled.
        progress: hears which part of a build (0 to 1) is done, and what it is doing.
    """

    preview: bool = False
    dirty: bool = False
    store: Store | None = None
    pool: WorkerPool = field(default_factory=lambda: WorkerPool(None, together=False))
    deferred: Deferred = field(default_factory=Deferred)
    written: dict[str, str] = field(default_factory=dict)
    known: Ledger = field(default_factory=Ledger)
    earlier: content.Earlier = field(default_factory=dict)
    give_way: Callable[[], object] = never
    theme_env: Any = None
    progress: Callable[[float, str], object] = _unseen

    def begin(self, root: Path, report: Callable[[str], None], *, cache: bool) -> None:
        """Get ready for a build: nothing that waits goes on beside it."""
        self.deferred.stop()
        self.theme_env = self.theme_env if self.preview else None
        if cache:
            self.store = self.store or Store(root / fingerprints.STORE, report)
        self.known = Ledger() if self.preview else previous.ledger(root)
        self.pool = WorkerPool(self.store, together=not self.preview)

    def close(self) -> None:
        """Let go of what was open."""
        self.deferred.stop()
        if self.store:
            self.store.close()
        self.store = None


def started(*, preview: bool, dirty: bool) -> Session:
    """A process begins; a build that takes longer than a second says on a screen how far it is."""
    return Session(preview=preview, dirty=dirty, progress=_unseen if preview else ProgressBar(sys.stderr))


@dataclass(frozen=True, slots=True)
class Project:
    """Where a site is made of, and what the settings say of it.

    Args:
        root: the project's root.
        address: the site's address, ending in `/`.
    """

    root: Path
    address: str


@dataclass(frozen=True, slots=True)
class BuildState:
    """One build: what it starts from, and what has been made so far.

    Args:
        project: where it is made of.
        content: everything that was read.
        word_list: the terms that pages explain.
        colours: the rules of style that come of the data.
        common: a fingerprint of what every page shows, besides what it asks.
        errors: what is wrong, in a preview that shows the last content that it could show.
        inputs: a fingerprint of all that was read; empty in a preview.
        made: what came of pages.
        placeholders: what the words on the page that is being made yield.
        traces: what each page asked of the catalog, by its address.
        assets: the name of each asset of ours → its address.
        remote: parts of the pages that are being made on other cores.
        papers: the ids of documents for paper, which are made of pages that are there.
        expected: what MkDocs itself writes, relative to the site's folder.
    """

    project: Project
    content: content.Content
    word_list: WordList
    colours: str
    common: str
    errors: tuple[str, ...] = ()
    inputs: str = ""
    made: Made = field(default_factory=Made)
    placeholders: Placeholders = field(default_factory=Placeholders)
    traces: dict[str, Trace] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    remote: list[Callable[[], Made]] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)

    @property
    def catalog(self) -> Catalog:
        """The records."""
        return self.content.view.catalog

    @property
    def memory(self) -> Memory:
        """What this build and the ones before it made."""
        return self.content.memory

    @property
    def pages(self) -> Mapping[str, Page]:
        """Every page by its id."""
        return self.content.site_pages

    @property
    def site(self) -> PublishedSite:
        """What is the same on every page."""
        return PublishedSite(self.catalog, self.pages, self.project.address, self.asset)

    def asset(self, name: str) -> str:
        """Where an asset of ours is, relative to the site's root."""
        return self.assets.get(name, f"assets/{name}")

    def shipped(self) -> Iterator[tuple[str, bytes]]:
        """Every asset of ours: the name that pages ask for, and its bytes."""
        return assets.shipped(supplied.templates("assets"), self.catalog.netwerk, self.colours)

    def day(self, page: Page) -> str:
        """The day that a page's content is of, as YYYY-MM-DD."""
        return str(content.changed(self.catalog, page) or self.content.view.today)

    def outputs(self, ids: Iterable[str] | None = None) -> outputs.Build:
        """What everything besides pages is made of; with `ids` of those pages alone."""
        pages = self.pages if ids is None else Pages({id_: partial(self.pages.__getitem__, id_) for id_ in ids})
        made = self.made.of(map(links.address, self.pages))
        return outputs.Build(
            view=self.content.view, site_pages=pages, parts=made.parts, elsewhere=made.elsewhere, tallies=made.tallies,
            site=self.project.address, asset=self.asset, root=self.project.root,
            datum=partial(content.changed, self.catalog), remember=self.memory.files, known=self.memory.known,
            book=self.memory.kept("zoekboek"),
        )  # fmt: skip


def _reading(session: Session, part: float) -> None:
    session.give_way()
    session.progress(READ * part, "lezen en controleren")


def state_of(project: Project, contents: content.Content, errors: Iterable[str] = (), inputs: str = "") -> BuildState:
    """A build that has read its content and made nothing yet."""
    catalog = contents.view.catalog
    words = WordList(catalog.all_of(m.Begrip))
    colours = "\n".join(
        (*network.rules(catalog), assets.colours((*catalog.all_of(m.Thema), *catalog.all_of(m.District))))
    )
    site = PublishedSite(catalog, contents.site_pages, project.address, str)
    common = fingerprint(words.woorden, project.address, colours, catalog.netwerk.teken, site.absent)
    return BuildState(project, contents, words, colours, common, tuple(errors), inputs)


def nothing() -> BuildState:
    """Before the first build: no content, no pages."""
    catalog = Catalog({})
    view = View(catalog, templates.environment())
    return state_of(Project(Path(), "/"), content.Content(view, {}, Memory(catalog)))


def begin(session: Session, project: Project, was: BuildState, today: date | None, moment: str | None) -> BuildState:
    """Read all content for one build.

    Args:
        session: what goes on from build to build.
        project: where it is read.
        was: the build before it; a preview shows its content while there is an error.
        today: the day of the build.
        moment: what the environment says of that, which is input like any other.

    Raises:
        ContentErrors: everything that is wrong; in a preview only when there was nothing to show yet.
    """
    code = fingerprints.version_(project.root)
    inputs = "" if session.preview else fingerprints.inputs(project.root, moment, code=code)
    try:
        contents = content.read(
            project.root, today=today, store=session.store, code=code, pool=session.pool,
            earlier=session.earlier if session.preview else None, progress=partial(_reading, session),
        )  # fmt: skip
    except ContentErrors as errors:
        if not session.preview or not was.pages:
            raise
        return state_of(project, was.content, map(str, errors.findings), inputs)
    return state_of(project, contents, inputs=inputs)
