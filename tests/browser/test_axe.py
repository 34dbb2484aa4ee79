"""axe-core on a page of every kind: light and dark, wide and narrow, menu open, search open, filter in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

OPTIES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
BREEDTES = (1280, 360, 320)


def overtredingen(pagina: Page, staat: str) -> list[str]:
    """What axe finds, a line each: state, rule, elements."""
    gevonden: list[dict[str, Any]] = Axe().run(pagina, options=OPTIES).response["violations"]
    return [
        f"{staat}: {regel['id']} ({regel['help']}): "
        + "; ".join(f"{knoop['target']} {knoop['html'][:120]} {knoop['any'][:1]}" for knoop in regel["nodes"][:3])
        for regel in gevonden
    ]


def staten(pagina: Page) -> Iterator[str]:
    """Put the page in each of its states; yields the state's name while it lasts."""
    for breedte in BREEDTES:
        pagina.set_viewport_size({"width": breedte, "height": 800})
        yield f"{breedte}"
    pagina.click(".menuknop")
    yield "menu open"
    pagina.keyboard.press("Escape")
    if pagina.locator("dialog").count():
        pagina.locator("button[data-zoek-open]").first.click()
        pagina.locator("dialog[open]").wait_for()
        yield "search open"
        pagina.keyboard.press("Escape")
    if pagina.locator("form.filter input[type=checkbox]").count():
        pagina.locator("form.filter input[type=checkbox]").first.check()
        yield "filter in use"
    if pagina.locator("thead button").count():
        pagina.set_viewport_size({"width": 1280, "height": 800})
        pagina.locator("thead button").first.click()
        yield "sorted"


@pytest.mark.parametrize("kleur", ["light", "dark"])
def test_axe_finds_nothing(open_pagina: Callable[..., Page], pad: str, kleur: str) -> None:
    pagina = open_pagina(pad, kleur=kleur)
    gevonden = [regel for staat in staten(pagina) for regel in overtredingen(pagina, f"{kleur} {staat}")]
    assert not gevonden, "\n".join(gevonden)
