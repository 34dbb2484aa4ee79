"""MkDocs events: each takes what it needs from MkDocs and calls a plain function.

The only module that knows MkDocs, and the only one that writes to the site. What a build reads and makes begins anew in
`on_config`, so a second build in one process gives the same bytes as the first.

Besides its documented events this uses the following of MkDocs (mkdocs>=1.6,<2; tests/test_seams.py fails when one changes):

| seam | for |
| --- | --- |
| `--dirty`: `File.is_modified()` is asked before a page is read and before it is written | pages that are what they were |
| the text of the warning that `--dirty` gives | not to stop at it under `--strict` |
| `Page.update_date` | the sitemap's date of a page that is not read |
| `config.theme.dirs`: ours first, MkDocs' own last | not to list Material's files |
| `mkdocs.commands.build._populate_page` and `_build_page`: what MkDocs does with a page | a part of the pages on another core |
| `on_env` may return another environment | compiled templates that stay in the preview |
| `LiveReloadServer.observer`, `watch` and `unwatch` | to see a save at once |
| `LiveReloadServer.builder`, `_wanted_epoch` and `_visible_epoch` | to show first what was saved, and then no more than what it changes |
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import posixpath
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.commands import build
from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from macros.base import links, workers
from macros.base.workers import WorkerPool, WorkerStopped
from macros.build import content, outputs
from macros.build.preview import ChangeObserver, Deferred, Interrupted
from macros.cache import fingerprints
from macros.cache.memory import Memory
from macros.cache.store import Store
from macros.cache.trace import Trace, fingerprint
from macros.document import sanitise
from macros.document.prefilter import Prefilter
from macros.document.templates import Unindent, View
from macros.pages import assets, generated, glossary, paper, placeholders, shell
from macros.pages.placeholders import Placeholders
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import ContentErrors
from macros.release import markup
from macros.review import bounds
from macros.search import federation
from macros.words import vocabulary

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.toc import AnchorLink
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger("kennisbank")


class Settings(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """What `mkdocs.yml` may say under `kennisbank:`."""

    bewerken = options.Type(str, default="")
    """Address at which a file can be changed in the browser, with `{pad}` for the file."""
    cache = options.Type(bool, default=True)
    """Whether a build may take over what an earlier build made (macros/cache/); without it the site is the same."""


AHEAD = 8
"""Files of which the pages are made before all the rest; when more change at once, someone took over another's work."""


class Made(NamedTuple):
    """What came of pages: their HTML by their address, and of the ones with standing parts what someone wrote."""

    html: dict[str, bytes]
    prose: dict[str, bytes]


class Kennisbank(BasePlugin[Settings]):  # type: ignore[no-untyped-call]  # the same
    """Records in, pages and channels out."""

    good: content.Content | None = None
    """What the preview shows while there is an error: the last content that could be shown."""
    preview = False
    store: Store | None = None
    """What earlier builds made; open as long as the process builds."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is the preview (`mkdocs serve`), and whether pages that are as they were may be skipped."""
        self.preview, self.dirty = command == "serve", dirty
        self.deferral = Deferred()
        self.pool = WorkerPool(None, together=False)
        self.written: dict[str, str] = {}
        self.eerder: content.Earlier | None = {} if self.preview else None
        self.theme_env: Any = None
        self.give_way: Callable[[], object] = _noop
        logging.getLogger("mkdocs.commands.build").addFilter(_no_dirty_warning)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read all content once; report everything that is wrong, then stop.

        The preview does not stop: it shows the last content that it could show, and on every page what is wrong.
        """
        if others := list(federation.errors(config.extra.get("zoek_andere"))):
            raise Abort("\n".join(others))
        root = Path(config.config_file_path).parent
        self.overrides = root / "overrides"
        self.loaded = "" if self.preview else fingerprints.inputs(root, os.environ.get("SOURCE_DATE_EPOCH"))
        self.errors: tuple[str, ...] = ()
        # Ours come first and MkDocs' own last; of Material's 14,500 files between them none is used, and listing takes time.
        config.theme.dirs = [config.theme.dirs[0], config.theme.dirs[-1]]
        config.markdown_extensions.append(Prefilter())  # type: ignore[arg-type]  # Markdown takes what has been made, too
        self.deferral.stop()
        self.theme_env = self.theme_env if self.preview else None
        if self.config.cache:
            self.store = self.store or Store(root / fingerprints.STORE, log.info)
        self.pool = WorkerPool(self.store, together=not self.preview)
        try:
            self.contents = content.read(
                root, today=_build_date(), store=self.store, pool=self.pool, eerder=self.eerder,
                progress=lambda _: self.give_way(),
            )  # fmt: skip
        except ContentErrors as errors:
            if not self.preview or self.good is None:
                raise _stopped(errors) from None
            self.contents, self.errors = self.good, tuple(map(str, errors.findings))
        self.good = self.contents if self.preview else None
        self.traces: dict[str, Trace] = {}
        self.marks = Placeholders(glossary.WordList(self.catalog.all_of(m.Begrip)))
        self.everywhere = fingerprint(self.marks.word_list.woorden, config.site_url)
        self.html: dict[str, bytes] = {}
        self.prose: dict[str, bytes] = {}
        self.late: list[File] = []
        self.round_: tuple[Navigation, MkDocsConfig, Files] | None = None
        self.assets: dict[str, str] = {}
        return config

    @property
    def catalog(self) -> Catalog:
        """The records of this build."""
        return self.contents.view.catalog

    # ── What an earlier build made ──────────────────────────────────────────────────────────────────

    @property
    def memory(self) -> Memory:
        """What this build and the ones before it made."""
        return self.contents.memory

    def _key(self, site: shell.PublishedSite, site_page: generated.Page) -> str:
        """All that a page is made of besides what is asked of the catalog."""
        parts = (
            [self.html[path] for path in paper.pages_in(site_page.markdown)]
            if site_page.soort == generated.PAPER
            else []
        )
        return self.memory.key("blad", site_page, shell.breadcrumbs(site, site_page), self.everywhere, parts)

    def _recognise(self, files: Files, config: MkDocsConfig) -> None:
        """Pages that are what they were need not be made: MkDocs asks each file whether it was modified.

        Documents for paper are made of other pages, so whether they are what they were is seen when those are there.
        """
        site = self._site(config)
        for site_page in self.contents.site_pages.values():
            self.give_way()
            file = files.get_file_from_path(f"{site_page.id}.md")
            if file is None:
                continue
            if site_page.soort == generated.PAPER:
                self.late.append(file)
            if site_page.soort == generated.PAPER or self._known(site, site_page, file):
                file.is_modified = partial(self._unchanged, file)  # type: ignore[method-assign]  # the seam
            else:
                file.is_modified = _changed  # type: ignore[method-assign]  # MkDocs itself only asks for the time of its own file

    def _known(self, site: shell.PublishedSite, site_page: generated.Page, file: File) -> bool:
        """Whether an earlier build made the page as it is now; then it stands in the site."""
        key, path = self._key(site, site_page), links.address(site_page.id)
        value = self.memory.find(key)
        if value is None:
            return False
        self.html[path] = value["inhoud"]
        if "proza" in value:
            self.prose[path] = value["proza"]
        self._place(Path(file.abs_dest_path), path, value["pagina"].decode())
        return True

    def _place(self, file: Path, path: str, html_page: str) -> None:
        """The page in the site as an earlier build made it; the preview knows what is there."""
        mark = fingerprint(html_page, self.errors)
        if self.written.get(path) != mark or not file.is_file():
            _write(file.parent, [(file.name, self._with_errors(html_page).encode())])
            self.written[path] = mark

    def _with_errors(self, html_page: str) -> str:
        """A page of the preview says first what is wrong; nothing else of it changes."""
        if not self.errors:
            return html_page
        message = self.contents.view.render("fouten", errors=self.errors)
        return re.sub(r"<body[^>]*>", lambda start: f"{start[0]}\n{message}", html_page, count=1)

    def _unchanged(self, file: File) -> bool:
        """Asked before a page is read and before it is written; the sitemap wants its date."""
        if file.page is not None:
            file.page.update_date = self._date(self._page(file.page))
        return False

    def _reader(self, path: str) -> Catalog:
        """The catalog as the page at an address asks it."""
        return self.memory.questions.reader(self.traces[path])

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Remember what was made."""
        site_page = self._page(page)
        path = links.address(site_page.id)
        html_page = output.encode("utf-8", "xmlcharrefreplace")
        parts = {"inhoud": self.html[path], "pagina": html_page}
        parts |= {"proza": self.prose[path]} if path in self.prose else {}
        self.memory.save(self._key(self._site(config), site_page), self.traces[path], parts)
        self.written[path] = fingerprint(html_page.decode(), self.errors)
        page.content = page.markdown = None  # no one asks for them again, and a site has thousands
        return self._with_errors(output)

    # ── On other cores ──────────────────────────────────────────────────────────────────────────────

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give other cores their part of the pages to be made; for MkDocs those are as if an earlier build had made them."""
        self.elsewhere: list[Callable[[], Made]] = []
        self.round_ = (nav, config, files)
        self.documents = (self._make_document(file, nav, config, files) for file in self.late)
        if self.dirty and not self.preview and self.store:
            to_make = [file for file in files.documentation_pages() if file.is_modified()]
            for part in workers.divide(to_make)[1:]:
                self.elsewhere.append(self.pool.submit(partial(self._make_remote, part, nav, config, files)))
                for file in part:
                    file.is_modified = partial(self._unchanged, file)  # type: ignore[method-assign]  # the seam
        return nav

    def _make(self, part: list[File], nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Outside MkDocs' own round: some of the pages, as MkDocs makes them."""
        theme_env = self.theme_env or self.on_env(config.theme.get_env(), config=config)
        all_ = files.documentation_pages()
        for file in part:
            page = file.page or Page(None, file, config)
            build._populate_page(page, config, files)  # noqa: SLF001 - a seam
            build._build_page(page, config, all_, nav, theme_env)  # noqa: SLF001 - the same

    def _make_remote(self, part: list[File], nav: Navigation, config: MkDocsConfig, files: Files) -> Made:
        """In a copy of this process: some of the pages, and what search counts on them."""
        self._make(part, nav, config, files)
        site_pages = {
            id_: site_page
            for file in part
            if (site_page := self.contents.site_pages[id_ := file.src_uri.removesuffix(".md")])
        }
        outputs.prefetch(replace(self._build(config), site_pages=site_pages))
        paths = [*map(links.address, site_pages)]
        return Made(_only(self.html, paths), _only(self.prose, paths))

    def _make_document(self, file: File, nav: Navigation, config: MkDocsConfig, files: Files) -> Mapping[str, bytes]:
        """A document for paper, when it is not what it was; MkDocs writes it, so no other file comes of it."""
        site_page = self.contents.site_pages[file.src_uri.removesuffix(".md")]
        if not self._known(self._site(config), site_page, file):
            self._make([file], nav, config, files)
        return {}

    def _collect(self) -> None:
        """Take over the pages that other cores made."""
        for fetch in self.elsewhere:
            html, prose = fetch()
            self.html |= html
            self.prose |= prose

    # ── Files ───────────────────────────────────────────────────────────────────────────────────────

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages that no one writes and the newsletters; drop the theme's own assets; name ours by content."""
        for site_page in self.contents.site_pages.values():
            if not files.get_file_from_path(f"{site_page.id}.md"):
                file = File.generated(
                    config, f"{site_page.id}.md", content=site_page.markdown, inclusion=InclusionLevel.NOT_IN_NAV
                )
                files.append(file)
        for file in list(files):
            if file.src_uri.startswith("assets/"):
                self._asset(files, file)
            elif file.src_uri.startswith(("reports/", "email/", "fragments/", "pages/")) or self._too_late(file):
                files.remove(file)
        if self.dirty:
            self._recognise(files, config)
        self.intended = {file.dest_uri for file in files} | {*config.theme.static_templates, "sitemap.xml.gz"}
        return files

    def _too_late(self, file: File) -> bool:
        """Whether a page was saved after the content was read: the preview meets it in its next build."""
        return file.is_documentation_page() and file.src_uri.removesuffix(".md") not in self.contents.site_pages

    def _asset(self, files: Files, file: File) -> None:
        """A file of ours gets its content's hash in its name, so it can be cached for ever; Material's go."""
        bron = self.overrides / file.src_uri
        separate = bron.name != "dienst.js" and bron.name not in assets.JOINED  # a service worker stands at the root
        if not bron.is_file() or not separate:
            files.remove(file)
            return
        name, point, rest = posixpath.basename(file.src_uri).partition(".")
        file.content_bytes = assets.shipped(bron)
        key = hashlib.sha256(file.content_bytes).hexdigest()[:10]
        file.dest_uri = f"assets/{name}.{key}{point}{rest}"
        self.assets[file.src_uri.removeprefix("assets/")] = file.dest_uri

    # ── Pages ───────────────────────────────────────────────────────────────────────────────────────

    def woorden(self, macros: Any) -> dict[str, vocabulary.Word]:  # noqa: ANN401 - the plugin of mkdocs-macros
        """The words for mkdocs-macros: each leaves a mark in the Markdown, which its HTML replaces afterwards."""
        return {name: partial(self._put_in, macros, name) for name in vocabulary.all_words()}

    def _put_in(self, macros: Any, name: str, *positional: Any, **arguments: Any) -> str:  # noqa: ANN401
        record = self._page(macros.page).record
        view = self._view(macros.page).at(macros.page.url, record.datum if isinstance(record, m.Nieuwsbrief) else None)
        return self.marks.put(view, name, *positional, **arguments)

    def on_page_markdown(self, _markdown: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401 - MkDocs' event
        """The page as the content has it; its front matter was read and checked by the loader."""
        self.give_way()
        site_page = self._page(page)
        self.traces[links.address(site_page.id)] = {}
        bounds.time_limit(partial(_too_long, page.file.src_uri))
        page.meta = {"title": site_page.titel, "description": site_page.samenvatting} if site_page.titel else {}
        page.update_date = self._date(site_page)
        return site_page.markdown

    def _date(self, site_page: generated.Page) -> str:
        return str(content.changed(self.catalog, site_page) or self.contents.view.today)

    def _view(self, page: Page) -> View:
        return replace(self.contents.view, catalog=self._reader(page.url))

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401
        """Clean what an author made, then put in what the words yield, which our templates have escaped."""
        prose, rest, shared = placeholders.shared(sanitise.clean_html(html))
        site_page = self._page(page)
        path = links.address(site_page.id)
        if shared:
            self.prose[path] = self.marks.fill(prose).encode()
        bounds.time_limit(_noop, 0)
        filled = self.marks.fill(prose + rest)
        self.html[path] = filled.encode()
        if site_page.soort == generated.PAPER:
            return paper.fill(filled, path, self.html)
        if getattr(site_page.record, "taal", "nl") != "nl":
            return filled
        # Terms are explained on the page, not in the channels that carry its text elsewhere.
        own = site_page.record.id if isinstance(site_page.record, m.Begrip) else ""
        return self.marks.explain(self._view(page).at(page.url), prose + rest, own)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """What the page shell needs."""
        menu = tuple((str(part.title), part.url) for part in nav.items if hasattr(part, "url"))
        contents = tuple(_headings(page.toc.items))
        site = replace(self._site(config), catalog=self._reader(page.url))
        context["kb"] = shell.page_shell(site, self._page(page), menu, contents, page.content or "")  # type: ignore[typeddict-unknown-key]
        return context

    def on_env(self, env: Any, *, config: MkDocsConfig, **_: Any) -> Any:  # noqa: ANN401 - MkDocs' own Jinja environment
        """Templates without a page of their own (404) get a frame too."""
        title = "Deze pagina bestaat niet"
        empty = generated.Page(shell.NOWHERE, title, f"{title} of niet meer.", "")
        if self.preview:
            env = self.theme_env or env
            env.auto_reload = True  # the same environment for every build, with what it compiled
        env.add_extension(Unindent)
        self.theme_env = env
        env.globals["kb"] = shell.page_shell(self._site(config), empty)
        return env

    # ── The preview ─────────────────────────────────────────────────────────────────────────────────

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """See a change when it is made."""
        fixed = (config.docs_dir, config.config_file_path)
        for path in fixed:
            server.unwatch(path)
        server.observer = observer = ChangeObserver()
        server.builder = partial(self._on_save, server, observer, builder)
        for path in fixed:
            server.watch(path)
        return server

    def _on_save(self, server: LiveReloadServer, observer: ChangeObserver, rebuild: Callable[[], None]) -> None:
        """What was saved goes first; all the rest follows in a pause, and no one waits for it or sees it if nothing else changes."""
        changed = observer.changed()
        if changed and self._first(changed):
            self.deferral.later(observer.request_build())
        elif changed or not self.dirty:
            rebuild()
        else:
            new, server._wanted_epoch = server._wanted_epoch, server._visible_epoch  # noqa: SLF001 - a seam
            if self._silent(rebuild, observer.give_way):
                server._wanted_epoch = new  # noqa: SLF001 - the same

    def _silent(self, rebuild: Callable[[], None], give_way: Callable[[], object]) -> bool:
        """Build everything, unless something is saved meanwhile; whether there is anything else to see."""
        was = {**vars(self), "eerder": {**(self.eerder or {})}}
        shown, self.give_way = {**self.written}, give_way
        try:
            rebuild()
        except Interrupted:
            vars(self).update(was)  # what is saved now goes on from the last build that is whole
        finally:
            self.give_way = _noop
        return self.written != shown

    def _first(self, changed: Collection[Path]) -> bool:
        """Make the pages of which only the text changed, when that is all that changed; whether it was."""
        if self.round_ is None or self.errors or not self.dirty or len(changed) > AHEAD:
            return False
        nav, config, files = self.round_
        root, contents, to_make = Path(config.config_file_path).parent, self.contents, []
        self.deferral.stop()
        for path in changed:
            name = Path(os.path.relpath(path, root)).as_posix()
            was = (self.eerder or {}).get(name)
            if was is None and not path.exists():
                continue  # an editor writes a file beside the real one, which then takes its place
            different = content.with_other_text(contents, root, name, was) if was else None
            if different is None:
                return False
            contents, site_page = different
            to_make.append(files.src_uris[f"{site_page.id}.md"])
        self.contents = self.good = contents
        self._make(to_make, nav, config, files)
        log.info("eerst gemaakt: %s; de rest volgt zo", ", ".join(file.url for file in to_make) or "niets")
        return True

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything besides pages."""
        self._collect()
        rest = self._rest(self._build(config), Path(config.site_dir))
        if self.preview and self.dirty:
            self.deferral.later(rest)
        else:
            deque(rest, maxlen=0)

    def _build(self, config: MkDocsConfig) -> outputs.Build:
        paths = [links.address(id_) for id_ in self.contents.site_pages]
        return outputs.Build(
            view=self.contents.view,
            site_pages=self.contents.site_pages,
            contents=_only(self.html, paths),
            prose=_only(self.prose, paths),
            site=config.site_url or "/",
            asset=self._address,
            templates=self.overrides,
            datum=partial(content.changed, self.catalog),
            remember=self.memory.files,
        )

    def _rest(self, rebuild: outputs.Build, site: Path) -> Iterator[None]:
        """Everything besides pages, in steps; a preview makes it when the writer pauses, and documents for paper as well."""
        paths: set[str] = set()
        groups = outputs.all_files(rebuild, self.pool.submit)
        for group in chain([next(groups)], self.documents, groups):  # from the first on another core is at work, too
            _write(site, group.items())
            paths |= group.keys()
            yield
        _write(site, _clean_pictures(site))
        if self.dirty:
            _clean_up(site, self.intended | paths)
        _write(site, outputs.closing(rebuild, site))
        if not self.preview:
            self.memory.save_site(self.loaded, json.loads((site / markup.BUILD_LIST).read_bytes())["uitgave"])
        self.memory.commit()

    def on_build_error(self, *, error: Exception, **_: Any) -> None:  # noqa: ANN401 - MkDocs' event
        """The page that failed is no longer timed, and no one waits for the others; a disk that fails is told as one."""
        bounds.time_limit(_noop, 0)
        self.pool.stop()
        if isinstance(error, WorkerStopped):
            raise Abort(str(error)) from error
        if isinstance(error, OSError):
            raise Abort(f"een bestand kan niet worden gelezen of geschreven: {error}") from error

    def on_shutdown(self) -> None:
        """Let go of what was open."""
        self.deferral.stop()
        if self.store:
            self.store.close()
        self.store = None

    def _address(self, name: str) -> str:
        """Where an asset of ours is, relative to the site's root."""
        return self.assets.get(name, f"assets/{name}")

    def _page(self, page: Page) -> generated.Page:
        return self.contents.site_pages[page.file.src_uri.removesuffix(".md")]

    def _site(self, config: MkDocsConfig) -> shell.PublishedSite:
        return shell.PublishedSite(
            self.catalog, self.contents.site_pages, config.site_url or "/", self._address, self.config.bewerken,
        )  # fmt: skip


def _no_dirty_warning(line: logging.LogRecord) -> bool:
    """MkDocs warns that `--dirty` gives wrong pages; ours are right, and `--strict` would stop at the warning."""
    return "'dirty' build" not in line.getMessage()


def _changed() -> bool:
    """A page that must be made, also when no one touched its own file."""
    return True


def _only(from_: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, bytes]:
    """What there is at some addresses, in their order."""
    return {path: from_[path] for path in paths if path in from_}


def _too_long(html_page: str) -> None:
    raise Abort(
        f"{html_page}: deze pagina kost meer dan {bounds.MAX_SECONDS} seconden; maak haar korter of eenvoudiger"
    )


def _noop() -> None:
    """The page was in time."""


def _clean_up(site: Path, paths: set[str]) -> None:
    """Take away what an earlier build wrote and this one does not."""
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(site).as_posix() not in paths:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _clean_pictures(site: Path) -> Iterator[tuple[str, bytes]]:
    """Published pictures without what a camera or program left in them."""
    for path in sorted(site.rglob("*.*")):
        if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}:
            picture = path.read_bytes()
            if (clean := bounds.without_metadata(picture)) != picture:
                yield path.relative_to(site).as_posix(), clean


def _write(site: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for path, contents in files:
        target = site / path
        if not target.is_file() or target.read_bytes() != contents:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(contents)


def _stopped(errors: ContentErrors) -> Abort:
    """Everything that is wrong, told once; then the build stops before it writes anything."""
    for finding in errors.findings:
        log.error("%s", finding)
    return Abort(f"{len(errors.findings)} fouten in de inhoud; er is niets gebouwd")


def _build_date() -> date | None:
    """The day of the build where the environment gives one (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    time_ = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(time_), UTC).date() if time_ else None


def _headings(toc: list[AnchorLink]) -> list[tuple[str, str, int]]:
    return [heading for item in toc for heading in ((item.id, item.title, item.level), *_headings(item.children))]
