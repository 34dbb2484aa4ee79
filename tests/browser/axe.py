"""The states in which axe looks at a page, and what it asks there; the tests and `make bench` both use this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1280, 360, 320)
COLOURS: tuple[Literal["light", "dark"], Literal["light", "dark"]] = ("light", "dark")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS: dict[str, Any] = {
    "runOnly": list(RULES),
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # our style sheets are there once the page is; there are no frames
    "iframes": False,
}
WITHOUT_COLOUR = {**OPTIONS, "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
ONLY_COLOUR = {**OPTIONS, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "rules": {}}
OPEN = "dialog[open]"
IN_USE = "main"
"""The part that is asked again when its filters and tables are in use: all but colour, as nothing gets another."""

# What lies behind an open window cannot be used and was looked at already; out of sight it does not make axe slow.
LOOK = """([deel, opties, achter]) => {
  for (const main of document.querySelectorAll('main')) main.hidden = achter;
  return axe.run(deel ? {include: [deel]} : document, opties).then((uitslag) => {
  for (const main of document.querySelectorAll('main')) main.hidden = false;
  return uitslag.violations.map((regel) => ({
    id: regel.id, wat: regel.help,
    waar: regel.nodes.slice(0, 3).map((k) => `${k.target} ${k.html.slice(0, 120)} ${k.any[0]?.message ?? ""}`),
  }));
}); }"""
OPEN_FOLDS = "() => document.querySelectorAll('main details').forEach((d) => { d.open = true; })"


@dataclass(frozen=True, slots=True)
class State:
    """A state of a page.

    Args:
        width: of the window, in pixels.
        what: what is open or in use; empty when nothing is.
        part: the part that is not as it was in the states before (a selector); empty: all of it.
        behind: whether the page lies behind that part.
    """

    width: int
    what: str = ""
    part: str = ""
    behind: bool = False

    @property
    def naam(self) -> str:
        """What a failing test calls it."""
        return f"{self.width} {self.what}".strip()


def inject(page: Page) -> None:
    """Give the page that was just loaded axe-core."""
    page.evaluate(f"{AXE_SCRIPT};null")


def states(page: Page) -> Iterator[State]:
    """Put the page in each of its states; yields each while it lasts. What is folded is looked at too."""
    page.evaluate(OPEN_FOLDS)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        yield State(width)
        if page.locator(".menuknop").is_visible():
            page.click(".menuknop")
            page.locator("#menu:popover-open").wait_for()
            yield State(width, "menu open", ".kop", behind=True)
            page.keyboard.press("Escape")
        page.locator("button[data-zoek-open]").first.click()
        page.locator(OPEN).wait_for()
        yield State(width, "search open", OPEN, behind=True)
        page.keyboard.press("Escape")
    if served := _operate(page):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            yield State(width, served, IN_USE)


def _operate(page: Page) -> str:
    """Use the filter, the field above a table and the sorting, where they are; what was used."""
    used = []
    if page.locator("form.filter input[type=checkbox]").count():
        page.locator("form.filter input[type=checkbox]").first.check()
        used.append("filter in use")
    if page.locator(".tabelfilter input").count():
        page.locator(".tabelfilter input").first.fill("e")
        used.append("table filtered")
    if page.locator("thead button").count():
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.locator("thead button").first.click()
        used.append("sorted")
    return ", ".join(used)


def violations(page: Page, state: State, *, everything: bool = False) -> list[str]:
    """What axe finds in a page that is in a state, in light and in dark; a line each: rule, elements.

    Args:
        page: the page.
        state: the state.
        everything: every rule on the whole page. Otherwise each is asked once: what has nothing to do with colour only in
            light; the colours of the whole page only wide, as no width changes a colour, and none at 320 pixels, where
            every rule of the style is as at 360 (tests hold the style to both).
    """
    found = []
    for colour, options in zip(COLOURS, (OPTIONS, OPTIONS) if everything else _options(state), strict=True):
        if options:
            page.emulate_media(color_scheme=colour)
            part = "" if everything else state.part
            found += page.evaluate(LOOK, [part, options, state.behind and not everything])
    page.emulate_media(color_scheme="light")
    return [_line(line) for line in found]


def _options(state: State) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is asked in light and in dark; nothing: it is not asked."""
    seen = state.width < max(WIDTHS) and not state.part
    if seen or state.width == min(WIDTHS) or state.part == IN_USE:
        return WITHOUT_COLOUR, {}
    return OPTIONS, ONLY_COLOUR


def _line(found: dict[str, Any]) -> str:
    return f"{found['id']} ({found['wat']}): {'; '.join(found['waar'])}"
