"""The strict policy in a real browser: a page of every kind under the headers that the servers give, and no violation.

And reading without a connection: what was visited, and the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from macros.release import completeness, headers
from tests.browser.conftest import PAGES, wait_for_saved
from tests.helpers.servers import Quiet, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def policy(site: Path) -> str:
    """The policy that this site's own pages lead to; over HTTP, so without the upgrade to HTTPS."""
    site_pages = completeness.read_site(site, "https://veiligheidsnetwerken.nl/").site_pages
    assert list(headers.forbidden(site_pages)) == []
    text = headers.policy(site_page for path, site_page in site_pages.items() if not headers.is_mail(path))
    return text.replace("; upgrade-insecure-requests", "")


@contextmanager
def _server(site: Path, policy: str) -> Iterator[str]:
    """The site behind the policy, as long as it takes; its address ends in `/`."""

    class Strict(Quiet):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            for name, value in headers.FIXED.items():
                self.send_header(name, value)
            super().end_headers()

    with served(site, Strict) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here."""
    context = browser.new_context(locale="nl-NL")
    yield context
    context.close()


def _addresses(site: Path) -> list[str]:
    found = (sorted(site.glob(f"{path}index.html"))[:1] if "*" in path else [site / path] for path in PAGES)
    return [path.relative_to(site).as_posix().removesuffix("index.html").lstrip(".") for row in found for path in row]


_REPORT = "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.blockedURI))"


def test_no_page_breaks_the_policy(context: BrowserContext, site: Path, policy: str) -> None:
    lines: list[str] = []
    page = context.new_page()
    page.add_init_script(_REPORT)
    page.on("console", lambda line: lines.append(f"{page.url}: {line.text}"))
    with _server(site, policy) as address:
        for path in _addresses(site):
            page.goto(address + path)
            page.keyboard.press("/")
            page.wait_for_timeout(50)
    assert [line for line in lines if "CSP" in line or "Content Security" in line] == []


def test_a_form_is_used_and_downloaded_under_the_policy(context: BrowserContext, site: Path, policy: str) -> None:
    lines: list[str] = []
    page = context.new_page()
    page.add_init_script(_REPORT)
    page.on("console", lambda line: lines.append(line.text))
    with _server(site, policy) as address:
        page.goto(f"{address}meedoen/begrip/")
        page.fill("#f-term", "Straatcoach")
        page.fill("#f-betekenis", "Iemand die in de wijk jongeren aanspreekt.")
        page.locator("[data-veld=bron] [type=checkbox]").first.check()
        page.locator(".invul [type=submit]").click()
        assert page.input_value("#klaar-tekst").startswith("- id: straatcoach\n  term: Straatcoach\n")
        page.locator("[data-kopieer]").click()
        page.locator(".klaar [role=status]", has_text=re.compile("opie")).wait_for()
    assert [line for line in lines if "CSP" in line or "Content Security" in line] == []


def _search_files(site: Path) -> list[str]:
    """All of the index that has a hash in its name: what the service worker keeps when the search opens."""
    found = [path.relative_to(site).as_posix() for path in site.glob("zoek/*-*") if path.suffix not in {".br", ".gz"}]
    assert found
    return found


def test_what_was_visited_is_there_without_a_connection(context: BrowserContext, site: Path, policy: str) -> None:
    """The server goes: `set_offline` does not reach what a service worker fetches."""
    page = context.new_page()
    with _server(site, policy) as address:
        page.goto(f"{address}over/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto(f"{address}themas/")
        page.goto(f"{address}over/")
        title = page.locator("h1").inner_text()
        page.keyboard.press("/")
        wait_for_saved(page, _search_files(site))
        page.evaluate(
            "(url) => caches.open('paginas-1').then((kept) => kept.put(url, new Response('')))", f"{address}100%/"
        )
    page.goto(f"{address}over/?h=netwerk")
    assert page.locator("h1").inner_text() == title
    assert "Times" not in page.evaluate("getComputedStyle(document.body).fontFamily")  # the style was kept too
    page.keyboard.press("/")
    page.fill("#zoek-q", "ondermijning")
    page.locator("#zoek-lijst a").first.wait_for()
    page.goto(f"{address}financien/")
    assert page.locator("h1").inner_text() == "U bent niet verbonden"
    assert page.locator("a", has_text="themas/").count() == 1
    assert page.locator("a", has_text="100%/").count() == 1, "an address that is not valid stops nothing"
