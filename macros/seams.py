"""The private things of MkDocs that we use, each one function: when MkDocs changes, it is here (tests/test_seams.py).

Everything else that `plugin` asks of MkDocs is documented. Pinned in pyproject.toml as mkdocs>=1.6,<2.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from macros.base import late
from macros.build.preview import ChangeObserver

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer


late.module("requests")
"""For mkdocs-macros, which imports it at once for a word that we do not have; nothing else of a build asks for it."""


class Round(NamedTuple):
    """What MkDocs hands on when it knows its pages; empty before that."""

    nav: Navigation = Navigation([], [])
    config: MkDocsConfig = MkDocsConfig()
    files: Files = Files([])


def silence_dirty_warning() -> None:
    """Let `--dirty` pass `--strict`: MkDocs warns that it gives wrong pages, and ours are right.

    What the system says of a disk that fails goes as well: it is told once, in Dutch.
    """
    for name in (build.__name__, build.log.name):
        logging.getLogger(name).addFilter(_is_worth_telling)


def _is_worth_telling(line: logging.LogRecord) -> bool:
    return not re.search(r"'dirty' build|\[Errno \d+\]", line.getMessage())


def only_our_templates(config: MkDocsConfig, ours: Path) -> None:
    """Ours, and MkDocs' own last; not those of a theme (to list Material's 14,500 files takes time), nor a project's."""
    config.theme.dirs = [str(ours), config.theme.dirs[-1]]


def only_our_reader(config: MkDocsConfig, reader: object) -> None:
    """Read Markdown with one extension, which has been made; what others add, it would not let have a say."""
    config.markdown_extensions = [reader]  # type: ignore[list-item]  # Markdown takes more than names


def only_our_words(config: MkDocsConfig) -> None:
    """Let mkdocs-macros ask our code for words, wherever that is, and take no page for a template, whatever the settings say."""
    macros = config.plugins["macros"].config
    macros["modules"], macros["module_name"] = ["macros"], "main"  # its own names for what is installed and for nothing
    macros["on_error_fail"], macros["on_undefined"], macros["render_by_default"] = True, "strict", False


def skip(file: File, day: Callable[[], str]) -> None:
    """A page is what it was: MkDocs, which asks under `--dirty`, neither reads nor writes it; the sitemap has its day."""

    def is_modified() -> bool:
        if file.page is not None:
            date_page(file.page, day())
        return False

    file.is_modified = is_modified  # type: ignore[method-assign]  # asked before a page is read and before it is written


def must_make(file: File) -> None:
    """A page is not what it was, also when no one touched its own file, of which MkDocs asks the time."""
    file.is_modified = lambda: True  # type: ignore[method-assign]  # the same


def date_page(page: Page, day: str) -> None:
    """The sitemap's date of a page."""
    page.update_date = day


def make_pages(round_: Round, files: Iterable[File], env: Any) -> None:  # noqa: ANN401 - MkDocs' own Jinja environment
    """Make pages outside MkDocs' own round, as MkDocs makes them."""
    all_ = round_.files.documentation_pages()  # asked once: MkDocs goes through every file for it
    for file in files:
        page = file.page or Page(None, file, round_.config)
        build._populate_page(page, round_.config, round_.files)  # noqa: SLF001 - the seam
        build._build_page(page, round_.config, all_, round_.nav, env)  # noqa: SLF001 - the same


def observe(server: LiveReloadServer, observer: ChangeObserver, paths: Iterable[str]) -> None:
    """Let the preview see changes through an observer of ours."""
    for path in paths:
        server.unwatch(path)
    server.observer = observer
    for path in paths:
        server.watch(path)


def build_unseen(server: LiveReloadServer, build_: Callable[[], bool]) -> None:
    """Build without a browser that loads its page again, unless the build says that there is something to see."""
    new, server._wanted_epoch = server._wanted_epoch, server._visible_epoch  # noqa: SLF001 - the seam
    if build_():
        server._wanted_epoch = new  # noqa: SLF001 - the same
