"""A real browser on the built site: Chrome or Chromium as the machine has it, never one that is fetched."""

from __future__ import annotations

import functools
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

from tests import networks
from tests.conftest import ROOT
from tests.helpers.servers import served
from tests.networks import Network

# One page of every kind; `*` stands for the first folder there.
PAGES = (
    "", "themas/", "themas/digitale-veiligheid/", "themas/hennep/afdrukken/", "themas/hennep/", "praktijken/", "praktijken/re-bootcmp/",
    "praktijken/situaties/", "nieuwsbrieven/", "nieuwsbrieven/*/", "expertteams/", "expertteams/digitale-veiligheid/",
    "activiteiten/", "gemeenten/", "gemeenten/tiel/", "districten/", "districten/twente/", "cijfers/", "financien/",
    "voortgang/", "voortgang/*/", "jaarplan/", "jaarplan/*/", "organisatie/", "strategie/", "vragen/", "begrippen/",
    "begrippen/*/", "bronnen/", "bronnen/voortgangsbericht-2023/", "zusternetwerken/", "zusternetwerken/*/", "zusternetwerken/*/*/", "matrices/",
    "meedoen/", "meedoen/*/", "abonneren/", "contact/", "over/", "privacy/", "toegankelijkheid/", "zoeken/", "about/", "404.html",
)  # fmt: skip


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address at which the built site is served; ends in `/`."""
    with served(site) as address_:
        yield address_


@pytest.fixture(scope="session")
def second_address(second: Network) -> Iterator[str]:
    """The same of the second network."""
    with served(second.site) as address_:
        yield address_


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Callable[[str, bool], BrowserContext]:
    """A visitor for each choice of colour and script, kept for the whole run: a new one takes longer than a page."""

    @functools.cache
    def context(colour: str, script: bool) -> BrowserContext:  # noqa: FBT001 - the key of the cache
        return browser.new_context(
            color_scheme="dark" if colour == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            service_workers="block",
        )

    return context


@pytest.fixture
def open_page(
    contexts: Callable[[str, bool], BrowserContext], address: str, site: Path
) -> Iterator[Callable[..., Page]]:
    """`open_pagina(pad, breedte=…, kleur=…, script=…)` → the loaded page; nothing is remembered of earlier tests.

    `setup` is given the page before it is loaded: what listens there misses nothing.
    """
    pages: list[Page] = []

    def open_one(
        path: str, *, width: int = 1280, colour: str = "light", script: bool = True,
        setup: Callable[[Page], None] = lambda _: None,
    ) -> Page:  # fmt: skip
        page = contexts(colour, script).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 800})
        setup(page)
        page.goto(address + fill_in(site, path))
        return page

    yield open_one
    for page in pages:
        page.evaluate("localStorage.clear()")
        page.close()


_SAVED = """async (namen) => {
  const alle = await Promise.all((await caches.keys()).map(async (naam) => (await caches.open(naam)).keys()));
  const adressen = alle.flat().map(({ url }) => url);
  return namen.filter((naam) => !adressen.some((adres) => adres.endsWith(naam)));
}"""


def wait_for_saved(page: Page, names: Iterable[str]) -> None:
    """Wait until the service worker has kept what ends in these names: its own fetches are no page load.

    Asked again and again from here: `wait_for_function` takes the promise of an async function for a yes.
    """
    missing = list(names)
    for _ in range(600):
        missing = page.evaluate(_SAVED, missing)
        if not missing:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not kept within a minute: {missing[:5]}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the real content."""
    for name in ("docs", "newsletters"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


# ── One visit to a page of every kind, for all tests that look at it ────────────────────────────────────────

LAYOUT_SHIFT = """() => new Promise((klaar) => {
  let som = 0;
  new PerformanceObserver((lijst) => { for (const e of lijst.getEntries()) som += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => klaar(som), 120);
})"""


@dataclass(slots=True)
class Visit:
    """A page that stays loaded, and what happened while it was. A test leaves it as it found it.

    Args:
        page: the page.
        file: its file.
        errors: errors and warnings on its console.
        foreign: what it asked of others.
        layout_shift: how much moved while it loaded, by the width of the window.
    """

    page: Page
    file: Path
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    layout_shift: dict[int, float] = field(default_factory=dict)

    def width(self, width: int, height: int = 800) -> Page:
        """The page in a window of this size."""
        self.page.set_viewport_size({"width": width, "height": height})
        return self.page


def _delayed(route: Route) -> None:
    """The script comes after the first paint, as on a slow line."""
    time.sleep(0.1)
    route.continue_()


def _listen(visit: Visit, address: str) -> None:
    def console(message: ConsoleMessage) -> None:
        # The visitors of these tests take no service worker (test_veilig.py has one that does).
        if message.type in {"error", "warning"} and "blocked by Playwright" not in message.text:
            visit.errors.append(message.text)

    def vraag(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            visit.foreign.append(request.url)

    visit.page.on("console", console)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("request", vraag)


@pytest.fixture(scope="session")
def visit(request: pytest.FixtureRequest, contexts: Callable[[str, bool], BrowserContext]) -> Iterator[Visit]:
    """A page of a kind, loaded narrow and then wide; pytest runs all tests of one page before those of the next."""
    name, _, pattern = request.param.rpartition(":")
    site, address = (
        (request.getfixturevalue("second").site, request.getfixturevalue("second_address")) if name == networks.SECOND
        else (request.getfixturevalue("site"), request.getfixturevalue("address"))
    )  # fmt: skip
    path = fill_in(site, pattern)
    visit = Visit(contexts("light", True).new_page(), site / path / ("" if path.endswith(".html") else "index.html"))  # noqa: FBT003 - with script
    _listen(visit, address)
    visit.page.route("**/site.*.js", _delayed)
    for width in (360, 1280):
        visit.width(width).goto(address + path)
        visit.layout_shift[width] = visit.page.evaluate(LAYOUT_SHIFT)
    yield visit
    visit.page.close()


def fill_in(site: Path, path: str) -> str:
    """The path of a page that exists: `nieuwsbrieven/*/` → `nieuwsbrieven/2018-q1/`."""
    if "*" not in path:
        target = site / path.partition("?")[0] / ("" if path.endswith(".html") else "index.html")
        assert target.is_file(), f"the site has no page {path or 'home'}"
        return path
    found = sorted(site.glob(f"{path}index.html"))
    assert found, f"the site has no page like {path}"
    return found[0].parent.relative_to(site).as_posix() + "/"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with an argument `visit` runs on a page of every kind, of each network."""
    if "visit" in metafunc.fixturenames:
        all_ = (*PAGES, *(f"{networks.SECOND}:{path}" for path in networks.PAGES))
        ids = [f"page {path}home" if not path or path.endswith(":") else f"page {path}" for path in all_]
        metafunc.parametrize("visit", all_, ids=ids, indirect=True, scope="session")
