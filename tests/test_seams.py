"""The private things of MkDocs that macros/seams.py uses, a test each: when one of these fails, MkDocs has changed."""

from __future__ import annotations

import inspect
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import mkdocs
import pytest
from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from macros import seams
from macros.build.preview import ChangeObserver
from macros.words import vocabulary
from tests.conftest import ROOT

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


@pytest.fixture
def server(config: MkDocsConfig) -> Any:  # noqa: ANN401 - a generator of a server
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, config.site_dir)
    yield server
    server.server_close()


class _Plugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # no settings; MkDocs leaves it untyped
    """Uses the seams as ours does: one page was not modified, the other was."""

    def __init__(self) -> None:
        self.round = seams.Round()

    def on_files(self, files: Files, **_: object) -> Files:
        seams.skip(files.src_uris["ander.md"], lambda: "2001-02-03")
        seams.must_make(files.src_uris["index.md"])
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.round = seams.Round(nav, config, files)
        return nav

    def on_env(self, env: Any, **_: object) -> Any:  # noqa: ANN401 - MkDocs' own Jinja environment
        own = env.overlay()
        own.globals = {**env.globals, "merk": "eigen"}
        return own

    def on_page_markdown(self, markdown: str, *, page: Page, **_: object) -> str:
        seams.date_page(page, "1999-12-31")
        return markdown


def _built(config: MkDocsConfig) -> tuple[Path, _Plugin]:
    config.plugins["naad"] = plugin = _Plugin()
    build(config, dirty=True)
    return Path(config.site_dir), plugin


def test_each_seam_is_tested_here() -> None:
    public = {name for name, _ in inspect.getmembers(seams, inspect.isfunction) if not name.startswith("_")}
    public = {name for name in public if getattr(seams, name).__module__ == seams.__name__}
    tests = Path(__file__).read_text(encoding="utf-8")
    assert len(public) == 10
    assert {name for name in public if f"def test_{name}" in tests} == public


def test_silence_dirty_warning(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    """Under `--strict` a warning stops the build, and this one is about every `--dirty` build."""
    logger = logging.getLogger("mkdocs.commands.build")
    was, logger.filters = logger.filters, []
    with caplog.at_level(logging.WARNING, "mkdocs"):
        build(config, dirty=True)
        assert [line.levelname for line in caplog.records] == ["WARNING"]
        caplog.clear()
        seams.silence_dirty_warning()
        build(config, dirty=True)
        assert not caplog.records
        logger.warning("iets anders")
        assert len(caplog.records) == 1
    logger.filters = was


def test_only_our_templates(config: MkDocsConfig) -> None:
    own = Path(config.config_file_path).parent / "onze"
    seams.only_our_templates(config, own)
    assert [Path(folder) for folder in config.theme.dirs] == [own, Path(mkdocs.__file__).parent / "templates"]


def test_skip_leaves_a_page_unread_and_unwritten_with_its_day_in_the_sitemap(config: MkDocsConfig) -> None:
    site, _ = _built(config)
    assert not (site / "ander/index.html").exists()
    assert "<lastmod>2001-02-03</lastmod>" in (site / "sitemap.xml").read_text()


def test_must_make_makes_a_page_that_no_one_touched(config: MkDocsConfig) -> None:
    site, _ = _built(config)
    (site / "index.html").write_text("oud")
    _built(config)
    assert (site / "index.html").read_text() == " eigen"


def test_date_page_gives_the_sitemap_its_day(config: MkDocsConfig) -> None:
    site, _ = _built(config)
    assert "<lastmod>1999-12-31</lastmod>" in (site / "sitemap.xml").read_text()


def test_make_pages_makes_them_as_mkdocs_does(config: MkDocsConfig) -> None:
    site, plugin = _built(config)
    env = plugin.on_env(config.theme.get_env())
    file = plugin.round.files.src_uris["ander.md"]
    seams.must_make(file)
    seams.make_pages(plugin.round, [file], env)
    assert (site / "ander/index.html").read_text() == "ander/ eigen"


def test_observe_lets_an_observer_of_ours_watch(config: MkDocsConfig, server: LiveReloadServer) -> None:
    server.watch(config.docs_dir)
    seams.observe(server, ChangeObserver(), [config.docs_dir])
    assert {emitter.watch.path for emitter in server.observer.emitters} == {config.docs_dir}


@pytest.mark.parametrize("something_to_see", [True, False])
def test_build_unseen_reloads_no_browser_without_reason(server: LiveReloadServer, something_to_see: bool) -> None:  # noqa: FBT001 - a case
    """MkDocs gives each build a number first; browsers wait for a higher one than they have, and requests for that number."""
    was = server._visible_epoch = server._wanted_epoch = server._wanted_epoch - 1  # noqa: SLF001 - what the seam hides

    def built() -> None:
        assert server._wanted_epoch > was  # noqa: SLF001 - the same
        seams.build_unseen(server, lambda: something_to_see)
        server._shutdown = True  # noqa: SLF001 - the same

    server.builder = built
    server._want_rebuild = True  # noqa: SLF001 - the same
    server._build_loop()  # type: ignore[no-untyped-call]  # noqa: SLF001 - the same
    assert (server._visible_epoch > was) is something_to_see  # noqa: SLF001 - the same


def test_only_our_reader_is_asked_for_every_page(config: MkDocsConfig) -> None:
    read = []

    class Reader(Extension):
        def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
            md.convert = lambda text: read.append(text) or ""  # type: ignore[assignment, func-returns-value]

    seams.only_our_reader(config, Reader())
    _built(config)
    assert len(read) == 1


def test_only_our_words_are_asked_for_and_no_page_is_a_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the settings say: of code that stands in the project, too."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("{{ 1 + 1 }}")
    (tmp_path / "eigen.py").write_text("raise SystemExit('de code van een project')")
    plugins = "plugins: [macros: {module_name: eigen, render_by_default: true, on_error_fail: false}]\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: naad\n{plugins}")
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    asked: list[object] = []
    monkeypatch.setattr(vocabulary, "define_env", asked.append)
    monkeypatch.setattr(vocabulary, "on_pre_page_macros", asked.append)
    seams.only_our_words(config)
    build(config)
    assert len(asked) == 2, "once for the words, once for the page"
    assert "{{ 1 + 1 }}" in (tmp_path / "site/index.html").read_text()


def test_what_macros_imports_for_a_word_that_we_do_not_have_is_not_read() -> None:
    code = "import sys, macros.seams, mkdocs_macros.plugin; sys.exit(' '.join({'requests.api', 'urllib3'} & sys.modules.keys()) or None)"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    assert (outcome.returncode, outcome.stderr) == (0, "")
