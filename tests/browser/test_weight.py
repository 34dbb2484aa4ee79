"""The weight of a page as it goes over the line, and of what we ship."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from macros.pages import assets

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.site]

ASSETS = Path(__file__).parents[2] / "overrides" / "assets"


@pytest.mark.parametrize("pad", ["", "themas/digitale-veiligheid/", "praktijken/re-bootcmp/", "nieuwsbrieven/*/"])
def test_page_is_light(open_page: Callable[..., Page], pad: str) -> None:
    answers: list[Response] = []
    page = open_page(pad, setup=lambda page: page.on("response", lambda answer: answers.append(answer)))  # noqa: PLW0108 - Playwright writes on what it calls
    page.wait_for_load_state("networkidle")
    # gzip is an upper bound of what brotli makes of it
    weight = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in answers}
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    weight.setdefault(icon, len(gzip.compress(page.request.get(icon).body(), 9)))
    assert sum(weight.values()) <= 60_000, weight
    assert len(weight) <= 8, weight


def test_style_and_script_stay_small(site: Path) -> None:
    built = {f"{path.name.split('.')[0]}{path.suffix}": path for path in (site / "assets").iterdir()}
    assert set(built) == set(assets.names(ASSETS)), "no source is shipped"
    assert built["site.css"].stat().st_size <= 23 * 1024
    assert built["site.js"].stat().st_size <= 9 * 1024
    assert built["search.js"].stat().st_size <= 19 * 1024
    # a new file takes 6 of these, changing one that is there 3
    assert len(gzip.compress(built["form.js"].read_bytes(), 9)) <= 9 * 1024
