"""A real browser on the built site: Chrome or Chromium as the machine has it, never one that is fetched."""

from __future__ import annotations

import functools
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, sync_playwright

from tests.helpers.servers import bediend

NAMEN = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTEN = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
)  # fmt: skip

# One page of every kind; `*` stands for the first folder there.
PAGINAS = (
    "", "themas/", "themas/digitale-veiligheid/", "themas/hennep/afdrukken/", "themas/hennep/", "praktijken/", "praktijken/re-bootcmp/",
    "praktijken/situaties/", "nieuwsbrieven/", "nieuwsbrieven/*/", "expertteams/", "expertteams/digitale-veiligheid/",
    "activiteiten/", "gemeenten/", "gemeenten/tiel/", "districten/", "districten/twente/", "cijfers/", "financien/",
    "voortgang/", "voortgang/*/", "jaarplan/", "jaarplan/*/", "organisatie/", "strategie/", "vragen/", "begrippen/",
    "begrippen/*/", "bronnen/", "bronnen/voortgangsbericht-2023/", "zusternetwerken/", "zusternetwerken/*/", "zusternetwerken/*/*/", "matrices/",
    "meedoen/", "abonneren/", "over/", "privacy/", "toegankelijkheid/", "zoeken/", "about/", "404.html",
)  # fmt: skip


@pytest.fixture(scope="session")
def adres(site: Path) -> Iterator[str]:
    """The address at which the built site is served; ends in `/`."""
    with bediend(site) as adres_:
        yield adres_


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chrome or Chromium."""
    programma = next(filter(None, map(shutil.which, NAMEN)), None)
    if programma is None:
        pytest.fail(
            "No Chrome or Chromium found: install one, for example with 'apt-get install chromium'.", pytrace=False
        )
    with sync_playwright() as playwright:
        chroom = playwright.chromium.launch(executable_path=programma, args=list(ARGUMENTEN))
        yield chroom
        chroom.close()


@pytest.fixture(scope="session")
def contexten(browser: Browser) -> Callable[[str, bool], BrowserContext]:
    """A visitor for each choice of colour and script, kept for the whole run: a new one takes longer than a page."""

    @functools.cache
    def context(kleur: str, script: bool) -> BrowserContext:  # noqa: FBT001 - the key of the cache
        return browser.new_context(
            color_scheme="dark" if kleur == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            service_workers="block",
        )

    return context


@pytest.fixture
def open_pagina(
    contexten: Callable[[str, bool], BrowserContext], adres: str, site: Path
) -> Iterator[Callable[..., Page]]:
    """`open_pagina(pad, breedte=…, kleur=…, script=…)` → the loaded page; nothing is remembered of earlier tests.

    `vooraf` is given the page before it is loaded: what listens there misses nothing.
    """
    paginas: list[Page] = []

    def openen(
        pad: str, *, breedte: int = 1280, kleur: str = "light", script: bool = True,
        vooraf: Callable[[Page], None] = lambda _: None,
    ) -> Page:  # fmt: skip
        pagina = contexten(kleur, script).new_page()
        paginas.append(pagina)
        pagina.set_viewport_size({"width": breedte, "height": 800})
        vooraf(pagina)
        pagina.goto(adres + vul_in(site, pad))
        return pagina

    yield openen
    for pagina in paginas:
        pagina.evaluate("localStorage.clear()")
        pagina.close()


_BEWAARD = """async (namen) => {
  const alle = await Promise.all((await caches.keys()).map(async (naam) => (await caches.open(naam)).keys()));
  const adressen = alle.flat().map(({ url }) => url);
  return namen.filter((naam) => !adressen.some((adres) => adres.endsWith(naam)));
}"""


def wacht_op_bewaard(pagina: Page, namen: Iterable[str]) -> None:
    """Wait until the service worker has kept what ends in these names: its own fetches are no page load.

    Asked again and again from here: `wait_for_function` takes the promise of an async function for a yes.
    """
    missend = list(namen)
    for _ in range(600):
        missend = pagina.evaluate(_BEWAARD, missend)
        if not missend:
            return
        pagina.wait_for_timeout(100)
    pytest.fail(f"not kept within a minute: {missend[:5]}")


# ── One visit to a page of every kind, for all tests that look at it ────────────────────────────────────────

VERSCHUIVING = """() => new Promise((klaar) => {
  let som = 0;
  new PerformanceObserver((lijst) => { for (const e of lijst.getEntries()) som += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => klaar(som), 120);
})"""


@dataclass(slots=True)
class Bezoek:
    """A page that stays loaded, and what happened while it was. A test leaves it as it found it.

    Args:
        pagina: the page.
        bestand: its file.
        fouten: errors and warnings on its console.
        vreemd: what it asked of others.
        verschuiving: how much moved while it loaded, by the width of the window.
    """

    pagina: Page
    bestand: Path
    fouten: list[str] = field(default_factory=list)
    vreemd: list[str] = field(default_factory=list)
    verschuiving: dict[int, float] = field(default_factory=dict)

    def breedte(self, breedte: int, hoogte: int = 800) -> Page:
        """The page in a window of this size."""
        self.pagina.set_viewport_size({"width": breedte, "height": hoogte})
        return self.pagina


def _laat(route: Route) -> None:
    """The script comes after the first paint, as on a slow line."""
    time.sleep(0.1)
    route.continue_()


def _luister(bezoek: Bezoek, adres: str) -> None:
    def console(bericht: ConsoleMessage) -> None:
        # The visitors of these tests take no service worker (test_veilig.py has one that does).
        if bericht.type in {"error", "warning"} and "blocked by Playwright" not in bericht.text:
            bezoek.fouten.append(bericht.text)

    def vraag(verzoek: Request) -> None:
        if not verzoek.url.startswith((adres, "data:")):
            bezoek.vreemd.append(verzoek.url)

    bezoek.pagina.on("console", console)
    bezoek.pagina.on("pageerror", lambda fout: bezoek.fouten.append(str(fout)))
    bezoek.pagina.on("request", vraag)


@pytest.fixture(scope="session")
def bezoek(
    request: pytest.FixtureRequest, contexten: Callable[[str, bool], BrowserContext], adres: str, site: Path
) -> Iterator[Bezoek]:
    """A page of a kind, loaded narrow and then wide; pytest runs all tests of one page before those of the next."""
    pad = vul_in(site, request.param)
    bezoek = Bezoek(contexten("light", True).new_page(), site / pad / ("" if pad.endswith(".html") else "index.html"))  # noqa: FBT003 - with script
    _luister(bezoek, adres)
    bezoek.pagina.route("**/site.*.js", _laat)
    for breedte in (360, 1280):
        bezoek.breedte(breedte).goto(adres + pad)
        bezoek.verschuiving[breedte] = bezoek.pagina.evaluate(VERSCHUIVING)
    yield bezoek
    bezoek.pagina.close()


def vul_in(site: Path, pad: str) -> str:
    """The path of a page that exists: `nieuwsbrieven/*/` → `nieuwsbrieven/2018-q1/`."""
    if "*" not in pad:
        doel = site / pad.partition("?")[0] / ("" if pad.endswith(".html") else "index.html")
        assert doel.is_file(), f"the site has no page {pad or 'home'}"
        return pad
    gevonden = sorted(site.glob(f"{pad}index.html"))
    assert gevonden, f"the site has no page like {pad}"
    return gevonden[0].parent.relative_to(site).as_posix() + "/"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with an argument `bezoek` runs on a page of every kind."""
    if "bezoek" in metafunc.fixturenames:
        ids = [pad or "home" for pad in PAGINAS]
        metafunc.parametrize("bezoek", PAGINAS, ids=ids, indirect=True, scope="session")
