"""A copy on a reader's device goes when its page is withdrawn: when she asks for it again, and when she does not."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from macros.base import inside
from macros.pages import assets
from macros.release import offline
from tests.conftest import ROOT
from tests.helpers.servers import Quiet, served
from tests.helpers.small_release import page

TEMPLATE = assets.script(ROOT / "overrides/assets" / assets.AT_THE_ROOT)
READ = "praktijken/proef/"
KEPT = "async () => (await (await caches.open('paginas-1')).keys()).map(({ url }) => new URL(url).pathname)"
REGISTER = "async () => { await navigator.serviceWorker.register('dienst.js'); await navigator.serviceWorker.ready; }"
UPDATE = "async () => { await (await navigator.serviceWorker.ready).update(); }"


class Withdrawing(Quiet):
    """A file host that answers 410 with a page where that says so, as our rules for servers let it, or leads elsewhere."""

    status = 410

    def send_head(self):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as http.server has it
        """The file, or that it is gone."""
        if Path(self.translate_path(self.path), "weg").exists():
            if self.status < HTTPStatus.BAD_REQUEST:
                self.send_response(self.status)
                self.send_header("Location", "/")
                self.end_headers()
            else:
                self.send_error(self.status)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Each answer is asked again."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def _wait_for(reader: Page, kept: Callable[[list[str]], bool]) -> list[str]:
    found: list[str] = []
    for _ in range(100):
        found = reader.evaluate(KEPT)
        if kept(found):
            break
        reader.wait_for_timeout(50)
    return found


def _reading(context: BrowserContext, host: str) -> Page:
    """Someone who has read two pages, of which copies are kept."""
    reader = context.new_page()
    reader.goto(host)
    reader.evaluate(REGISTER)
    for path in (READ, ""):
        reader.goto(f"{host}{path}")
    assert set(_wait_for(reader, lambda kept: len(kept) > 1)) == {"/", f"/{READ}"}
    return reader


def _site(root: Path) -> None:
    files = {"index.html": page().encode(), f"{READ}index.html": page("<p>Een oud advies</p>").encode()}
    inside.write(root, [*files.items(), ("dienst.js", offline.service(TEMPLATE, files))])


@pytest.mark.parametrize("status", [410, 404])
def test_a_copy_goes_when_the_server_says_that_its_page_is_gone(browser: Browser, tmp_path: Path, status: int) -> None:
    _site(tmp_path)
    kind = type("Gone", (Withdrawing,), {"status": status})
    with served(tmp_path, kind) as host, browser.new_context() as context:
        reader = _reading(context, host)
        (tmp_path / READ / "weg").touch()
        answer = reader.goto(f"{host}{READ}")
        assert answer
        assert answer.status == status
        assert _wait_for(reader, lambda kept: len(kept) == 1) == ["/"]
        context.set_offline(True)
        reader.goto(f"{host}{READ}")
        assert "Een oud advies" not in reader.content()
        assert reader.title() == "U bent niet verbonden"


@pytest.mark.parametrize("status", [301, 302])
def test_a_copy_goes_when_the_server_leads_elsewhere(browser: Browser, tmp_path: Path, status: int) -> None:
    _site(tmp_path)
    kind = type("Moved", (Withdrawing,), {"status": status})
    with served(tmp_path, kind) as host, browser.new_context() as context:
        reader = _reading(context, host)
        (tmp_path / READ / "weg").touch()
        reader.goto(f"{host}{READ}")
        assert reader.url == host
        assert _wait_for(reader, lambda kept: len(kept) == 1) == ["/"]


def test_an_address_that_cannot_be_decoded_stops_nothing(browser: Browser, tmp_path: Path) -> None:
    """Someone who is not connected sees which pages are kept, one of them with a letter in no encoding that we know."""
    _site(tmp_path)
    with served(tmp_path, Withdrawing) as host, browser.new_context() as context:
        reader = _reading(context, host)
        reader.evaluate("async () => (await caches.open('paginas-1')).put('/caf%E9/', new Response(''))")
        context.set_offline(True)
        reader.goto(f"{host}niet-gelezen/")
        assert reader.title() == "U bent niet verbonden"
        assert reader.locator("li").all_inner_texts() == ["Home", "caf%E9/", READ]


def test_a_copy_stays_when_the_server_itself_ails(browser: Browser, tmp_path: Path) -> None:
    _site(tmp_path)
    with served(tmp_path, type("Ill", (Withdrawing,), {"status": 503})) as host, browser.new_context() as context:
        reader = _reading(context, host)
        (tmp_path / READ / "weg").touch()
        reader.goto(f"{host}{READ}")
        reader.wait_for_timeout(300)
        assert sorted(reader.evaluate(KEPT)) == ["/", f"/{READ}"]


def test_a_copy_that_no_one_asks_for_goes_with_the_next_release(browser: Browser, tmp_path: Path) -> None:
    _site(tmp_path)
    with served(tmp_path, Withdrawing) as host, browser.new_context() as context:
        reader = _reading(context, host)
        shutil.rmtree(tmp_path / READ)
        (tmp_path / "dienst.js").write_bytes(offline.service(TEMPLATE, [], [READ]))
        later = time.time() + 2  # the server tells by whole seconds whether a file is another
        os.utime(tmp_path / "dienst.js", (later, later))
        reader.evaluate(UPDATE)
        assert _wait_for(reader, lambda kept: len(kept) == 1) == ["/"]
