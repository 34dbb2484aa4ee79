"""Layout: narrow windows, stretched text, targets, print, no script, a quiet console, nothing from elsewhere."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import ConsoleMessage, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.site]

# WCAG 1.4.12: a reader may set these.
TEKSTAFSTAND = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"

KLEIN = """() => [...document.querySelectorAll(
    'button, input, select, summary, nav a, .kaart h3 a, .etiket a')].filter((el) => {
  if (!el.checkVisibility({visibilityProperty: true})) return false;
  return [el, ...(el.labels ?? [])].every((deel) => {
    const vak = deel.getBoundingClientRect();
    return Math.min(vak.width, vak.height) < 23.9;
  });
}).map((el) => el.outerHTML.slice(0, 100))"""

VERSCHUIVING = """() => new Promise((klaar) => {
  let som = 0;
  new PerformanceObserver((lijst) => { for (const e of lijst.getEntries()) som += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => klaar(som), 150);
})"""


def breder(pagina: Page) -> int:
    """How many pixels the page is wider than the window."""
    wijd: int = pagina.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return wijd


def test_fits_in_320_pixels(open_pagina: Callable[..., Page], pad: str) -> None:
    pagina = open_pagina(pad, breedte=320)
    assert breder(pagina) <= 0
    pagina.add_style_tag(content=TEKSTAFSTAND)
    assert breder(pagina) <= 0, "with the text spacing that WCAG lets a reader set"


def test_targets_are_24_pixels(open_pagina: Callable[..., Page], pad: str) -> None:
    pagina = open_pagina(pad)
    for breedte in (1280, 360):
        pagina.set_viewport_size({"width": breedte, "height": 800})
        assert pagina.evaluate(KLEIN) == []


def _telt(bericht: ConsoleMessage) -> bool:
    return bericht.type in {"error", "warning"} and "blocked by Playwright" not in bericht.text


def test_is_quiet_and_asks_nobody_else(adres: str, open_pagina: Callable[..., Page], pad: str) -> None:
    fouten: list[str] = []
    vreemd: list[str] = []

    def luister(pagina: Page) -> None:
        # The visitors of these tests take no service worker (tests/browser/test_veilig.py has one that does).
        pagina.on("console", lambda bericht: fouten.append(bericht.text) if _telt(bericht) else None)
        pagina.on("pageerror", lambda fout: fouten.append(str(fout)))
        pagina.on("request", lambda vraag: None if vraag.url.startswith((adres, "data:")) else vreemd.append(vraag.url))

    open_pagina(pad, vooraf=luister).wait_for_timeout(50)
    assert not fouten
    assert not vreemd


def test_nothing_shifts_while_loading(open_pagina: Callable[..., Page], pad: str) -> None:
    def laat(route: Route) -> None:  # the script comes after the first paint, as on a slow line
        time.sleep(0.1)
        route.continue_()

    for breedte in (1280, 360):
        pagina = open_pagina(pad, breedte=breedte, vooraf=lambda pagina: pagina.route("**/site.*.js", laat))
        assert pagina.evaluate(VERSCHUIVING) == pytest.approx(0, abs=0.0005), breedte


def test_no_inline_script_style_or_handler(open_pagina: Callable[..., Page], pad: str) -> None:
    pagina = open_pagina(pad, script=False)
    assert (
        pagina.locator("script:not([src]):not([type='application/ld+json']):not([type='application/json'])").count()
        == 0
    )
    assert pagina.locator("style, [style]").count() == 0
    assert pagina.locator("xpath=//@*[starts-with(name(), 'on')]/..").count() == 0
    assert pagina.locator("head script[src]:not([type=module]):not([defer]):not([async])").count() == 0


def test_works_without_script(open_pagina: Callable[..., Page], adres: str) -> None:
    pagina = open_pagina("", breedte=360, script=False)
    assert not pagina.locator("#menu nav").is_visible()
    pagina.click(".menuknop")
    assert pagina.locator("#menu nav a").first.is_visible()
    assert not pagina.locator("[data-kleur-knop]").is_visible(), "a button that can do nothing is not shown"
    pagina.click(".menusluit")
    pagina.locator("button[data-zoek-open]").first.click()
    assert pagina.url.startswith(adres + "zoeken/")


def test_practices_can_be_read_without_script(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("praktijken/", script=False)
    assert pagina.locator("li.kaart:visible").count() == pagina.locator("li.kaart").count() > 10
    assert not pagina.locator("form.filter").is_visible()


def test_paper_has_the_text_and_the_addresses(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("praktijken/re-bootcmp/")
    pagina.emulate_media(media="print")
    pagina.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not pagina.locator("nav:visible, form:visible, button:visible").count()
    noten = pagina.locator(".voetnoten li")
    assert noten.count()
    assert noten.first.inner_text().startswith("http")
    pagina.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not pagina.locator(".voetnoten, .noot").count()


def test_a_theme_and_all_its_practices_print_as_one_document(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("themas/digitale-veiligheid/")
    kaarten = pagina.locator("li.kaart h3 a[href*='praktijken/']").count()
    pagina.get_by_role("link", name="Druk dit thema af").click()
    assert pagina.locator("h2", has_text="Praktijk: ").count() == kaarten > 1
    assert pagina.locator("meta[name=robots][content=noindex]").count() == 1
    tekst = "\n".join(blad.extract_text() for blad in PdfReader(io.BytesIO(pagina.pdf(format="A4"))).pages)
    assert "Praktijk: HackShield" in tekst
    assert "Hoofdmenu" not in tekst
    assert "Donkere weergave" not in tekst
    assert "Op deze pagina" not in tekst


def test_tables_are_not_cut_on_paper(open_pagina: Callable[..., Page], pad: str) -> None:
    pagina = open_pagina(pad, breedte=688)  # what is left of A4 between our margins, in CSS pixels
    pagina.emulate_media(media="print")
    assert breder(pagina) <= 0
    assert pagina.evaluate(
        "[...document.querySelectorAll('table')].every((t) => t.getBoundingClientRect().right <= innerWidth + 1)"
    )
