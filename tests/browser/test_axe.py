"""axe-core on a page of every kind: light and dark, wide and narrow, menu open, search open, filter in use.

What one state has in common with another is looked at once (see axe.py); `make bench` looks at all of it in each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from macros.pages import assets
from tests.browser import axe
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.site]

ASSETS = Path(__file__).parents[2] / "overrides/assets"


def test_axe_finds_nothing(visit: Visit) -> None:
    page = visit.width(1280)
    axe.inject(page)
    found = [f"{state.naam}: {line}" for state in axe.states(page) for line in axe.violations(page, state)]
    page.reload()  # what was opened and used is as it was
    assert not found, "\n".join(found)


def test_axe_finds_nothing_among_results(open_page: Callable[..., Page]) -> None:
    page = open_page("")
    axe.inject(page)
    page.keyboard.press("/")
    page.keyboard.type("pga")  # a term of the glossary: its card, a list, filters
    page.locator("dialog[open] [role=option]").first.wait_for()
    for width in axe.WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert not axe.violations(page, axe.State(width, "results", axe.OPEN, behind=True)), width


@pytest.mark.parametrize("vraag", ["hennep", "hackshild", "qqqqqq"])
def test_axe_finds_nothing_on_the_page_of_results(open_page: Callable[..., Page], address: str, vraag: str) -> None:
    page = open_page("zoeken/")
    page.goto(f"{address}zoeken/?q={vraag}")
    page.wait_for_function("document.querySelector('[data-zoekpagina] [data-zoek-stand]').textContent")
    axe.inject(page)
    for width in axe.WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert not axe.violations(page, axe.State(width)), width


def test_320_pixels_look_as_360_do() -> None:
    style = "".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.css"))
    limits = {float(rem) * 16 for rem in re.findall(r"(?:min|max)-width: ([\d.]+)rem\)", style)}
    assert limits, "widths are written otherwise now: read them otherwise"
    assert not [limit for limit in limits if min(axe.WIDTHS) <= limit <= sorted(axe.WIDTHS)[1]]
    assert not re.search(r"@media[^{]*width[^{]*\d(px|em)\b", style.replace("rem", ""))


def test_no_width_changes_a_colour() -> None:
    """But that of the menu and the network on the home page, which are looked at where they are."""
    for path in ASSETS.glob("*.css"):
        style = assets.small_style(path.read_text(encoding="utf-8"))
        for block in re.findall(r"@media[^{]*width[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}", style):
            for selector, lines in re.findall(r"([^{}]*)\{([^{}]*)\}", block):
                elsewhere = "::" in selector  # axe reads no such text; test_kleuren.py has its colours
                assert (
                    elsewhere
                    or ".menu" in selector
                    or ".netwerk" in selector
                    or not re.search(r"(?:^|;)(?:color|background)", lines)
                ), selector
