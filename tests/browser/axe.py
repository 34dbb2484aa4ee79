"""The states in which axe looks at a page, and what it asks there; the tests and `make bench` both use this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

BREEDTES = (1280, 360, 320)
KLEUREN: tuple[Literal["light", "dark"], Literal["light", "dark"]] = ("light", "dark")
REGELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIES: dict[str, Any] = {
    "runOnly": list(REGELS),
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # our style sheets are there once the page is; there are no frames
    "iframes": False,
}
ZONDER_KLEUR = {**OPTIES, "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
ALLEEN_KLEUR = {**OPTIES, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "rules": {}}
OPEN = "dialog[open]"
IN_GEBRUIK = "main"
"""The part that is asked again when its filters and tables are in use: all but colour, as nothing gets another."""

# What lies behind an open window cannot be used and was looked at already; out of sight it does not make axe slow.
KIJK = """([deel, opties, achter]) => {
  for (const main of document.querySelectorAll('main')) main.hidden = achter;
  return axe.run(deel ? {include: [deel]} : document, opties).then((uitslag) => {
  for (const main of document.querySelectorAll('main')) main.hidden = false;
  return uitslag.violations.map((regel) => ({
    id: regel.id, wat: regel.help,
    waar: regel.nodes.slice(0, 3).map((k) => `${k.target} ${k.html.slice(0, 120)} ${k.any[0]?.message ?? ""}`),
  }));
}); }"""
VOUW_OPEN = "() => document.querySelectorAll('main details').forEach((d) => { d.open = true; })"


@dataclass(frozen=True, slots=True)
class Staat:
    """A state of a page.

    Args:
        breedte: of the window, in pixels.
        wat: what is open or in use; empty when nothing is.
        deel: the part that is not as it was in the states before (a selector); empty: all of it.
        achter: whether the page lies behind that part.
    """

    breedte: int
    wat: str = ""
    deel: str = ""
    achter: bool = False

    @property
    def naam(self) -> str:
        """What a failing test calls it."""
        return f"{self.breedte} {self.wat}".strip()


def neem_mee(pagina: Page) -> None:
    """Give the page that was just loaded axe-core."""
    pagina.evaluate(f"{AXE_SCRIPT};null")


def staten(pagina: Page) -> Iterator[Staat]:
    """Put the page in each of its states; yields each while it lasts. What is folded is looked at too."""
    pagina.evaluate(VOUW_OPEN)
    for breedte in BREEDTES:
        pagina.set_viewport_size({"width": breedte, "height": 800})
        yield Staat(breedte)
        if pagina.locator(".menuknop").is_visible():
            pagina.click(".menuknop")
            pagina.locator("#menu:popover-open").wait_for()
            yield Staat(breedte, "menu open", ".kop", achter=True)
            pagina.keyboard.press("Escape")
        pagina.locator("button[data-zoek-open]").first.click()
        pagina.locator(OPEN).wait_for()
        yield Staat(breedte, "search open", OPEN, achter=True)
        pagina.keyboard.press("Escape")
    if bediend := _bedien(pagina):
        for breedte in BREEDTES:
            pagina.set_viewport_size({"width": breedte, "height": 800})
            yield Staat(breedte, bediend, IN_GEBRUIK)


def _bedien(pagina: Page) -> str:
    """Use the filter, the field above a table and the sorting, where they are; what was used."""
    gebruikt = []
    if pagina.locator("form.filter input[type=checkbox]").count():
        pagina.locator("form.filter input[type=checkbox]").first.check()
        gebruikt.append("filter in use")
    if pagina.locator(".tabelfilter input").count():
        pagina.locator(".tabelfilter input").first.fill("e")
        gebruikt.append("table filtered")
    if pagina.locator("thead button").count():
        pagina.set_viewport_size({"width": BREEDTES[0], "height": 800})
        pagina.locator("thead button").first.click()
        gebruikt.append("sorted")
    return ", ".join(gebruikt)


def overtredingen(pagina: Page, staat: Staat, *, alles: bool = False) -> list[str]:
    """What axe finds in a page that is in a state, in light and in dark; a line each: rule, elements.

    Args:
        pagina: the page.
        staat: the state.
        alles: every rule on the whole page. Otherwise each is asked once: what has nothing to do with colour only in
            light; the colours of the whole page only wide, as no width changes a colour, and none at 320 pixels, where
            every rule of the style is as at 360 (tests hold the style to both).
    """
    gevonden = []
    for kleur, opties in zip(KLEUREN, (OPTIES, OPTIES) if alles else _opties(staat), strict=True):
        if opties:
            pagina.emulate_media(color_scheme=kleur)
            deel = "" if alles else staat.deel
            gevonden += pagina.evaluate(KIJK, [deel, opties, staat.achter and not alles])
    pagina.emulate_media(color_scheme="light")
    return [_regel(regel) for regel in gevonden]


def _opties(staat: Staat) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is asked in light and in dark; nothing: it is not asked."""
    gezien = staat.breedte < max(BREEDTES) and not staat.deel
    if gezien or staat.breedte == min(BREEDTES) or staat.deel == IN_GEBRUIK:
        return ZONDER_KLEUR, {}
    return OPTIES, ALLEEN_KLEUR


def _regel(gevonden: dict[str, Any]) -> str:
    return f"{gevonden['id']} ({gevonden['wat']}): {'; '.join(gevonden['waar'])}"
