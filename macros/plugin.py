"""MkDocs events: each takes what it needs from MkDocs and calls a plain function.

Only this module and `seams` know MkDocs. What a build holds begins anew in `on_config`, so a second build in one process
gives the same bytes as the first.
"""

from __future__ import annotations

import gc
import os
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from macros import seams
from macros.base import inside, links, supplied, workers
from macros.base.errors import UserError, told
from macros.base.numbers import how_many
from macros.build import folder, outputs, preview, state
from macros.build.cores import Made
from macros.build.page_maker import PageMaker
from macros.build.state import BuildState
from macros.document.extension import TreeReader
from macros.document.templates import Unindent, code_cache
from macros.pages import assets, generated
from macros.records.loader import ContentErrors
from macros.release import previous
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

    cache = options.Type(bool, default=True)
    """Whether a build may take over what an earlier build made (macros/cache/); without it the site is the same."""


class Kennisbank(BasePlugin[Settings]):  # type: ignore[no-untyped-call]  # the same
    """Records in, pages and channels out."""

    def __init__(self) -> None:
        self.session = state.Session()
        self.build = state.nothing()
        self.round = seams.Round()

    @property
    def maker(self) -> PageMaker:
        """Makes the pages of this build."""
        return PageMaker(self.build, self.session)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Begin the life of the process: the preview (`mkdocs serve`), or one build."""
        self.session = state.started(preview=command == "serve", dirty=dirty)
        seams.silence_dirty_warning()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read all content once; report everything that is wrong, then stop."""
        if wrong := list(federation.errors(config.extra.get("zoek_andere"))):
            raise Abort("\n".join(wrong))
        root = _settled(config, TreeReader(lambda: self.maker))
        project = state.Project(root, config.site_url or "/")
        self.session.begin(project.root, log.info, cache=self.config.cache)
        moment = os.environ.get("SOURCE_DATE_EPOCH")
        try:
            self.build = state.begin(self.session, project, self.build, _build_date(moment), moment)
        except ContentErrors as errors:
            raise _stopped(errors) from None
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages that no one writes and the newsletters; drop the theme's own assets; name ours by content."""
        for id_ in self.build.pages:
            if not files.get_file_from_path(f"{id_}.md"):
                files.append(_generated(config, id_))
        for file in list(files):
            if file.src_uri.startswith(links.OURS) or _is_too_late(file, self.build):
                files.remove(file)
        for name, contents in self.build.shipped():
            files.append(_asset(config, name, contents, self.build))
        if self.session.dirty:
            _recognise(files, self.maker, self.session.give_way)
        _expect(config, files, self.build, self.session)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Make all pages, on all cores; MkDocs itself would read every page before it writes the first, and keep them all."""
        self.round = seams.Round(nav, config, files)
        if self.session.dirty and not self.session.preview and self.session.store:
            to_make = [file for file in files.documentation_pages() if file.is_modified()]
            _before_copying(self._env())
            own, *others = [[*map(_id, part)] for part in workers.divide(to_make)]
            for ids in others:
                self.build.remote.append(
                    self.session.pool.submit(partial(_make_remote, self.round, self._env(), self.build, ids))
                )
            for file in to_make:
                seams.skip(file, _day_of(self.build, file))
            _make(self.round, self._env(), own)
        return nav

    def on_env(self, env: Any, **_: Any) -> Any:  # noqa: ANN401 - MkDocs' own Jinja environment
        """Templates without a page of their own (404) get a shell too; a preview keeps what it compiled."""
        env = self.session.theme_env or env
        env.auto_reload = self.session.preview
        env.add_extension(Unindent)
        env.bytecode_cache = code_cache("shell", keep=self.session.store is not None)
        env.globals["kb"] = self.maker.nowhere()
        env.globals["withdrawn"] = {praktijk.pad for praktijk in self.build.catalog.withdrawn()}  # for the sitemap
        self.session.theme_env = env
        return env

    def _env(self) -> Any:  # noqa: ANN401 - the same
        return self.session.theme_env or self.on_env(self.round.config.theme.get_env())

    def on_page_read_source(self, **_: Any) -> str:  # noqa: ANN401 - MkDocs' event
        """Nothing: the loader has read the file, and `on_page_markdown` says what the page is."""
        return ""

    def on_page_markdown(self, _markdown: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401 - MkDocs' event
        """The page as the content has it; its front matter was read and checked by the loader."""
        self.session.give_way()
        begun = self.maker.begin(_id(page.file))
        page.meta = {"title": begun.titel, "description": begun.samenvatting} if begun.titel else {}
        seams.date_page(page, self.build.day(begun))
        return begun.markdown

    def woorden(self, macros: Any) -> dict[str, vocabulary.Word]:  # noqa: ANN401 - the plugin of mkdocs-macros
        """The words for mkdocs-macros: each leaves a placeholder in the Markdown, which its HTML replaces afterwards."""
        return {name: partial(self._word, macros, name) for name in vocabulary.all_words()}

    def _word(self, macros: Any, name: str, *positional: Any, **arguments: Any) -> str:  # noqa: ANN401 - as `Word` has it
        return self.maker.word(_id(macros.page.file), name, *positional, **arguments)

    def on_page_context(self, context: TemplateContext, *, page: Page, nav: Navigation, **_: Any) -> TemplateContext:  # noqa: ANN401
        """What the page shell needs."""
        menu = tuple((str(part.title), part.url) for part in nav.items if hasattr(part, "url"))
        kb = self.maker.shell(_id(page.file), menu, tuple(_headings(page.toc.items)), page.content or "")
        context["kb"] = kb  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401
        """Remember what was made."""
        page.content = page.markdown = None  # no one asks for them again, and a site has thousands
        page.toc = TableOfContents([])
        return self.maker.keep(_id(page.file), output)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything besides pages."""
        for fetch in self.build.remote:
            self.build.made.take_over(fetch())
        papers = map(partial(_make_paper, self.round, self._env(), self.maker), self.build.papers)
        rest = folder.finish(self.session, self.build, Path(config.site_dir), papers)
        if self.session.preview and self.session.dirty:
            self.session.deferred.later(rest)
        else:
            deque(rest, maxlen=0)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """See a change when it is made."""
        observer = preview.ChangeObserver()
        quietly = partial(seams.build_unseen, server, partial(self.rebuild_quietly, builder, observer.give_way))
        server.builder = partial(preview.on_save, observer, self.session, self.make_saved, builder, quietly)
        seams.observe(server, observer, (config.docs_dir, config.config_file_path))
        return server

    def make_saved(self, changed: Collection[Path]) -> bool:
        """Make the pages of which only the text changed, when that is all that changed; whether it was."""
        saved = preview.saved_texts(self.build, self.session, changed) if self.build.expected else None
        if saved is None:
            return False
        contents, ids = saved
        self.build = replace(self.build, content=contents)
        _make(self.round, self._env(), ids)
        log.info("eerst gemaakt: %s; de rest volgt zo", ", ".join(ids) or "niets")
        return True

    def rebuild_quietly(self, rebuild: Callable[[], None], give_way: Callable[[], object]) -> bool:
        """Build everything, unless something is saved meanwhile; whether there is anything else to see."""
        was = self.build, self.round
        whole, different = preview.giving_way(self.session, rebuild, give_way)
        if not whole:
            self.build, self.round = was
        return different

    def on_build_error(self, *, error: Exception, **_: Any) -> None:  # noqa: ANN401 - MkDocs' event
        """The page that failed is no longer timed, and no one waits for the others; what a person can mend is told."""
        bounds.time_limit(state.never, 0)
        self.session.pool.stop()
        if isinstance(error, UserError | OSError):
            raise Abort(told(error)) from error

    def on_shutdown(self) -> None:
        """Let go of what was open."""
        self.session.close()


# ── What the events share ───────────────────────────────────────────────────────────────────────────────────


def _before_copying(env: Any) -> None:  # noqa: ANN401 - MkDocs' own Jinja environment
    """What every copy of the process would do again: compile the page shell, and look through all that was read for litter."""
    for name in env.list_templates(filter_func=re.compile(r"main\.html|partials/.*\.html").fullmatch):
        env.get_template(name)
    gc.freeze()


def _id(file: File) -> str:
    return file.src_uri.removesuffix(".md")


def _is_too_late(file: File, build: BuildState) -> bool:
    """Whether a page was saved after the content was read: the preview meets it in its next build."""
    return file.is_documentation_page() and _id(file) not in build.pages


def _asset(config: MkDocsConfig, name: str, contents: bytes, build: BuildState) -> File:
    file = File.generated(config, f"assets/{name}", content=contents)
    file.dest_uri = build.assets[name] = f"assets/{assets.hashed(name, contents)}"
    return file


def _recognise(files: Files, maker: PageMaker, give_way: Callable[[], object]) -> None:
    """Pages that are what they were need not be made; documents for paper wait until the pages are there."""
    for id_, page in maker.build.pages.items():
        give_way()
        file = files.src_uris[f"{id_}.md"]
        is_paper = page.soort == generated.PAPER
        if is_paper:
            maker.build.papers.append(id_)
        if is_paper or maker.recognise(id_, Path(file.abs_dest_path)):
            seams.skip(file, _day_of(maker.build, file))
        else:
            seams.must_make(file)


def _expect(config: MkDocsConfig, files: Files, build: BuildState, session: state.Session) -> None:
    """Note what MkDocs itself writes. It writes over what is there, which may stand in another site as well."""
    build.expected.update((*(file.dest_uri for file in files), *config.theme.static_templates, "sitemap.xml.gz"))
    if not session.preview:
        stay = {file.dest_uri for file in files.documentation_pages() if not file.is_modified()}
        for path in build.expected - stay:
            previous.make_room(inside.place(Path(config.site_dir), path))


def _day_of(build: BuildState, file: File) -> Callable[[], str]:
    return lambda: build.day(build.pages[_id(file)])


def _make(round_: seams.Round, env: Any, ids: Iterable[str]) -> None:  # noqa: ANN401 - MkDocs' own Jinja environment
    """Outside MkDocs' own round: some of the pages, as MkDocs makes them."""
    seams.make_pages(round_, (round_.files.src_uris[f"{id_}.md"] for id_ in ids), env)


def _make_remote(round_: seams.Round, env: Any, build: BuildState, ids: list[str]) -> Made:  # noqa: ANN401 - the same
    """In a copy of this process: some of the pages, and what search counts on them."""
    _make(round_, env, ids)
    for path, tally in outputs.counted(build.outputs(ids)):
        build.made.tallies.put(path, tally)
    return build.made.of(map(links.address, ids))


def _make_paper(round_: seams.Round, env: Any, maker: PageMaker, id_: str) -> Mapping[str, bytes]:  # noqa: ANN401 - the same
    """A document for paper, when it is not what it was; MkDocs writes it, so no other file comes of it."""
    target = Path(round_.files.src_uris[f"{id_}.md"].abs_dest_path)
    if not maker.recognise(id_, target):
        previous.make_room(target)
        _make(round_, env, [id_])
        gc.collect()  # what refers to itself holds a whole document, and of a large site that is tens of MB
    return {}


def _settled(config: MkDocsConfig, reader: TreeReader) -> Path:
    """The root of the project, with our templates, our reader, and what a preview sees besides docs/ and the settings."""
    root = Path(config.config_file_path).parent
    if "macros" not in config.plugins:
        raise Abort(
            "mkdocs.yml: zet onder plugins, na kennisbank, een regel '- macros'; anders heeft geen pagina woorden"
        )
    seams.only_our_templates(config, supplied.templates())
    seams.only_our_reader(config, reader)
    seams.only_our_words(config)
    seen = (root / "newsletters", supplied.CODE, supplied.templates())
    config.watch = [*config.watch, *(str(path) for path in seen if path.is_dir())]
    return root


def _generated(config: MkDocsConfig, id_: str) -> File:
    """A page that no one wrote; `on_page_markdown` says what stands on it."""
    return File.generated(config, f"{id_}.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)


def _stopped(errors: ContentErrors) -> Abort:
    """Everything that is wrong, told once; then the build stops before it writes anything."""
    for finding in errors.findings:
        log.error("%s", finding)
    return Abort(f"{how_many(len(errors.findings), 'fout', 'fouten')} in de inhoud; er is niets gebouwd")


def _build_date(moment: str | None) -> date | None:
    """The day of the build where the environment gives one (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    return datetime.fromtimestamp(int(moment), UTC).date() if moment else None


def _headings(toc: list[AnchorLink]) -> list[tuple[str, str, int]]:
    return [heading for item in toc for heading in ((item.id, item.title, item.level), *_headings(item.children))]
