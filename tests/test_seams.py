"""What macros/plugin.py uses of MkDocs besides its documented events: when one of these fails, MkDocs has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import mkdocs
import pytest
from jinja2 import Environment
from mkdocs import commands
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from macros.build.preview import ChangeObserver
from macros.plugin import _no_dirty_warning

SETTINGS = """
site_name: naad
site_url: https://voorbeeld.test/
theme: {name: material, custom_dir: eigen}
nav: [index.md, ander.md]
"""


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    for path in ("docs/index.md", "docs/ander.md", "eigen/main.html"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("{{ page.url }} {{ merk }}" if path.endswith("html") else "tekst")
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    return load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))


class _Seam(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # no settings; MkDocs leaves it untyped
    """A plugin that says of one page that it was not modified, and hands over an environment of its own."""

    def on_files(self, files: Files, **_: object) -> Files:
        file = files.get_file_from_path("ander.md")
        assert file is not None
        file.is_modified = self._equal(lambda: file.page)  # type: ignore[method-assign]
        return files

    @staticmethod
    def _equal(page: Callable[[], Page | None]) -> Callable[[], bool]:
        def is_modified() -> bool:
            if found := page():
                found.update_date = "2001-02-03"
            return False

        return is_modified

    def on_env(self, env: Environment, **_: object) -> Environment:
        own = env.overlay()
        own.globals = {**env.globals, "merk": "eigen"}
        return own


def test_a_page_that_was_not_modified_is_neither_read_nor_written(
    config: MkDocsConfig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("mkdocs.commands.build"), "filters", [])  # a build before this one added ours
    config.plugins["naad"] = _Seam()
    with caplog.at_level(logging.WARNING, "mkdocs"):
        build(config, dirty=True)
    site = Path(config.site_dir)
    assert (site / "index.html").read_text() == " eigen"
    assert not (site / "ander/index.html").exists()
    assert "<lastmod>2001-02-03</lastmod>" in (site / "sitemap.xml").read_text()
    warnings = [line for line in caplog.records if line.levelno >= logging.WARNING]
    assert [_no_dirty_warning(line) for line in warnings] == [False]


def test_our_templates_come_first_and_those_of_mkdocs_last(config: MkDocsConfig) -> None:
    own = Path(config.config_file_path).parent / "eigen"
    assert [Path(folder) for folder in (config.theme.dirs[0], config.theme.dirs[-1])] == [
        own,
        Path(mkdocs.__file__).parent / "templates",
    ]


def test_the_preview_takes_an_observer_of_ours(config: MkDocsConfig) -> None:
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, config.site_dir)
    server.watch(config.docs_dir)
    server.unwatch(config.docs_dir)
    server.observer = ChangeObserver()
    server.watch(config.docs_dir)
    assert {emitter.watch.path for emitter in server.observer.emitters} == {config.docs_dir}
    server.server_close()


@pytest.mark.parametrize("unseen", [True, False])
def test_a_build_of_the_preview_can_go_by_unseen(config: MkDocsConfig, unseen: bool) -> None:  # noqa: FBT001 - a case
    """MkDocs gives each build a number first; browsers wait for a higher one than they have, and requests for that number."""
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, config.site_dir)
    was = server._visible_epoch = server._wanted_epoch = server._wanted_epoch - 1  # noqa: SLF001 - the seam

    def build() -> None:
        assert server._wanted_epoch > was  # noqa: SLF001
        if unseen:
            server._wanted_epoch = server._visible_epoch  # noqa: SLF001
        server._shutdown = True  # noqa: SLF001

    server.builder = build
    server._want_rebuild = True  # noqa: SLF001
    server._build_loop()  # type: ignore[no-untyped-call]  # noqa: SLF001
    assert (server._visible_epoch == was) is unseen  # noqa: SLF001
    server.server_close()


def test_a_page_can_be_made_by_itself() -> None:
    """What a worker calls, with these arguments (macros/plugin.py, `_make`)."""
    read = signature(commands.build._populate_page)  # noqa: SLF001 - the seam
    build = signature(commands.build._build_page)  # noqa: SLF001 - the same
    assert list(read.parameters)[:3] == ["page", "config", "files"]
    assert list(build.parameters)[:5] == ["page", "config", "doc_files", "nav", "env"]
    assert [*read.parameters.values(), *build.parameters.values()][3].default is False
    assert all(p.default is False for p in list(build.parameters.values())[5:])
