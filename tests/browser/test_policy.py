"""The strict policy in a real browser: a page of every kind under the headers that the servers give, and no violation.

And reading without a connection: what was visited, and the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from macros.release import completeness, headers
from tests.browser.conftest import PAGINAS, wacht_op_bewaard
from tests.helpers.servers import Stil, bediend

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def beleid(site: Path) -> str:
    """The policy that this site's own pages lead to; over HTTP, so without the upgrade to HTTPS."""
    bladen = completeness.lees(site, "https://veiligheidsnetwerken.nl/").bladen
    assert list(headers.verboden(bladen)) == []
    tekst = headers.beleid(blad for pad, blad in bladen.items() if not headers.is_post(pad))
    return tekst.replace("; upgrade-insecure-requests", "")


@contextmanager
def _server(site: Path, beleid: str) -> Iterator[str]:
    """The site behind the policy, as long as it takes; its address ends in `/`."""

    class Streng(Stil):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", beleid)
            for naam, waarde in headers.VASTE.items():
                self.send_header(naam, waarde)
            super().end_headers()

    with bediend(site, Streng) as adres:
        yield adres


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here."""
    context = browser.new_context(locale="nl-NL")
    yield context
    context.close()


def _adressen(site: Path) -> list[str]:
    gevonden = (sorted(site.glob(f"{pad}index.html"))[:1] if "*" in pad else [site / pad] for pad in PAGINAS)
    return [pad.relative_to(site).as_posix().removesuffix("index.html").lstrip(".") for rij in gevonden for pad in rij]


_MELD = "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.blockedURI))"


def test_no_page_breaks_the_policy(context: BrowserContext, site: Path, beleid: str) -> None:
    regels: list[str] = []
    page = context.new_page()
    page.add_init_script(_MELD)
    page.on("console", lambda regel: regels.append(f"{page.url}: {regel.text}"))
    with _server(site, beleid) as adres:
        for pad in _adressen(site):
            page.goto(adres + pad)
            page.keyboard.press("/")
            page.wait_for_timeout(50)
    assert [regel for regel in regels if "CSP" in regel or "Content Security" in regel] == []


def _zoekbestanden(site: Path) -> list[str]:
    """All of the index that has a hash in its name: what the service worker keeps when the search opens."""
    gevonden = [pad.relative_to(site).as_posix() for pad in site.glob("zoek/*-*") if pad.suffix not in {".br", ".gz"}]
    assert gevonden
    return gevonden


def test_what_was_visited_is_there_without_a_connection(context: BrowserContext, site: Path, beleid: str) -> None:
    """The server goes: `set_offline` does not reach what a service worker fetches."""
    page = context.new_page()
    with _server(site, beleid) as adres:
        page.goto(f"{adres}over/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto(f"{adres}themas/")
        page.goto(f"{adres}over/")
        titel = page.locator("h1").inner_text()
        page.keyboard.press("/")
        wacht_op_bewaard(page, _zoekbestanden(site))
    page.goto(f"{adres}over/?h=netwerk")
    assert page.locator("h1").inner_text() == titel
    assert "Times" not in page.evaluate("getComputedStyle(document.body).fontFamily")  # the style was kept too
    page.keyboard.press("/")
    page.fill("#zoek-q", "ondermijning")
    page.locator("#zoek-lijst a").first.wait_for()
    page.goto(f"{adres}financien/")
    assert page.locator("h1").inner_text() == "U bent niet verbonden"
    assert page.locator("a", has_text="themas/").count() == 1
