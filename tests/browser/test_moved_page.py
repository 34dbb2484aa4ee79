"""A reader at an old address comes to the new one with what stood behind ? and #, on any file host and under our own policy."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler

import pytest
from playwright.sync_api import Browser

from macros.base import inside
from macros.document.templates import View, environment
from macros.pages import assets
from macros.records.catalog import Catalog
from macros.release import headers, redirects
from macros.release.redirects import Redirect
from tests.conftest import ROOT
from tests.helpers.servers import Quiet, served
from tests.helpers.small_release import DAY, page

SCRIPT = "assets/verhuisd.0123456789.js"
MOVED = (Redirect("praktijken/oude-proef/", "praktijken/proef/"), Redirect("oud/", "praktijken/proef/#effect"))


class Strict(Quiet):
    """A file host that sends the policy of our site."""

    def end_headers(self) -> None:
        """With the one more."""
        policy = headers.policy([]).replace("; upgrade-insecure-requests", "")  # there is no TLS here
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()


@pytest.fixture(scope="module", params=[Quiet, Strict], ids=["plain", "policy"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site in a folder of its host, of which a page moved."""
    root = tmp_path_factory.mktemp("verhuisd")
    view = View(Catalog({}), environment(ROOT / "overrides/fragments"), DAY)
    files = dict(redirects.files(MOVED, view, SCRIPT))
    files |= {
        "praktijken/proef/index.html": page().encode(),
        SCRIPT: assets.asset(ROOT / "overrides/assets", "verhuisd.js"),
    }
    inside.write(root / "site", files.items())
    kind: type[SimpleHTTPRequestHandler] = request.param
    with served(root, kind) as host:
        yield f"{host}site/"


ASKED = {
    "praktijken/oude-proef/": "praktijken/proef/",
    "praktijken/oude-proef/#vergelijking": "praktijken/proef/#vergelijking",
    "praktijken/oude-proef/?q=a%20b&c#vergelijking": "praktijken/proef/?q=a%20b&c#vergelijking",
    "oud/": "praktijken/proef/#effect",
    "oud/#anders": "praktijken/proef/#anders",
}


@pytest.mark.parametrize("asked", ASKED)
def test_with_script_all_of_the_address_is_kept(browser: Browser, address: str, asked: str) -> None:
    tab = browser.new_page()
    tab.goto(address + asked)
    tab.wait_for_url(address + ASKED[asked], timeout=10_000)
    tab.go_back()  # the old address is not in the way
    assert tab.url == "about:blank"
    tab.close()


def test_without_script_a_reader_comes_to_the_page(browser: Browser, address: str) -> None:
    visitor = browser.new_context(java_script_enabled=False)
    tab = visitor.new_page()
    tab.goto(f"{address}praktijken/oude-proef/?q=a#vergelijking")
    tab.wait_for_url(f"{address}praktijken/proef/", timeout=10_000)
    visitor.close()
