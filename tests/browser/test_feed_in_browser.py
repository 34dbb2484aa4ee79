"""A feed that someone opens in a browser: a list with links and days in Dutch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Route

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.mark.parametrize("path", ["feed.xml", "nieuwsbrieven/feed.xml", "themas/jeugd/feed.xml"])
def test_a_feed_shows_links_and_days_in_dutch(
    contexts: Callable[[str, bool], BrowserContext], address: str, site: Path, path: str
) -> None:
    def ours(route: Route) -> None:
        route.fulfill(path=site / urlsplit(route.request.url).path.lstrip("/"))

    page = contexts("light", False).new_page()  # noqa: FBT003 - without script
    page.route("https://veiligheidsnetwerken.nl/**", ours)
    page.goto(address + path)
    items = page.locator("item")
    links, days = page.locator("item > a"), page.locator("item > time")
    assert items.count() == links.count() == days.count() > 1
    assert links.first.is_visible()
    assert links.first.get_attribute("href", timeout=1000)
    assert days.first.inner_text().split()[1] in {"maart", "juni", "november", "december"}
    assert not page.locator("item > pubDate, item > title").first.is_visible(), (
        "an English day, a title that leads nowhere"
    )
    page.close()
