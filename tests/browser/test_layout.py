"""Layout: narrow windows, stretched text, targets, print, no script, no style, a quiet console, nothing from elsewhere."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from macros.document.templates import omgeving
from tests.browser.conftest import VERSCHUIVING
from tests.helpers.servers import Stil, bediend

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Bezoek

pytestmark = [pytest.mark.browser, pytest.mark.site]

ACTIVA, FRAGMENTEN = (Path(__file__).parents[2] / "overrides" / map_ for map_ in ("assets", "fragments"))

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

# A reader may set her letters twice as large (WCAG 1.4.4).
TWEE_KEER = "html { font-size: 200% !important }"

ZONDER_RAND = """() => [...document.querySelectorAll('button, input, select, .melding, .feiten')].filter((el) =>
    el.checkVisibility({visibilityProperty: true}) && !el.matches('[type=checkbox], [type=radio], thead button')
    && [...'LRTB'].every((_, i) => {
      const kant = ['Left', 'Right', 'Top', 'Bottom'][i];
      return getComputedStyle(el)[`border${kant}Style`] === 'none' || getComputedStyle(el)[`border${kant}Width`] === '0px';
    })).map((el) => el.outerHTML.slice(0, 100))"""


def breder(pagina: Page) -> int:
    """How many pixels the page is wider than the window."""
    wijd: int = pagina.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return wijd


def test_fits_in_320_pixels(bezoek: Bezoek) -> None:
    """Which is 1280 pixels at a zoom of 400 %; then with a reader's own text spacing, and with letters twice as large."""
    pagina = bezoek.breedte(320, 256)
    assert breder(pagina) <= 0
    for breedte, stijl in ((320, TEKSTAFSTAND), (1280, TWEE_KEER)):
        bezoek.breedte(breedte)
        ruim = pagina.add_style_tag(content=stijl)
        assert breder(pagina) <= 0, stijl
        ruim.evaluate("(el) => el.remove()")


def test_targets_are_24_pixels(bezoek: Bezoek) -> None:
    for breedte in (1280, 360):
        assert bezoek.breedte(breedte).evaluate(KLEIN) == []


def test_is_quiet_and_asks_nobody_else(bezoek: Bezoek) -> None:
    assert not bezoek.fouten
    assert not bezoek.vreemd


def test_nothing_shifts_while_loading(bezoek: Bezoek) -> None:
    assert bezoek.verschuiving == {360: 0, 1280: 0}


class InStukken(Stil):
    """A slow line: a page comes in pieces, and the browser shows what it has."""

    def copyfile(self, source: Any, outputfile: Any) -> None:  # noqa: ANN401 - as http.server has it
        while stuk := source.read(4000):
            outputfile.write(stuk)
            time.sleep(0.06)


@pytest.mark.parametrize(
    "pad", ["activiteiten/", "cijfers/", "gemeenten/", "gemeenten/tiel/", "matrices/", "themas/digitale-veiligheid/"]
)
def test_little_moves_when_a_page_comes_in_pieces(pad: str, browser: Browser, site: Path) -> None:
    """Where things stand is known before they are there; only columns and tiles find their size as their words come."""
    with bediend(site, InStukken) as adres, browser.new_context(service_workers="block") as bezoeker:
        pagina = bezoeker.new_page()
        for breedte in (360, 1280):
            pagina.set_viewport_size({"width": breedte, "height": 800})
            pagina.goto(adres + pad)
            assert pagina.evaluate(VERSCHUIVING) < 0.02


@pytest.mark.parametrize("breedte", [360, 1280])
def test_what_is_wrong_stays_in_view_in_the_preview(breedte: int, browser: Browser, adres: str) -> None:
    """A browser that loads a page again goes back to the words that it showed, below what came above them."""
    melding = omgeving(FRAGMENTEN).get_template("fouten.html").render(fouten=["docs/over.md:3: een fout"] * 40)
    with browser.new_context(service_workers="block") as bezoeker:
        pagina = bezoeker.new_page()
        pagina.set_viewport_size({"width": breedte, "height": 800})
        pagina.goto(adres + "privacy/")
        pagina.evaluate("(html) => document.body.insertAdjacentHTML('afterbegin', html)", melding)
        pagina.evaluate("scrollTo(0, 1000)")
        pagina.wait_for_function("scrollY > 500")
        vak = pagina.evaluate("document.querySelector('.melding').getBoundingClientRect().toJSON()")
        assert vak["top"] == 0
        assert vak["bottom"] <= 400, "half of the window stays for the page"
        assert breder(pagina) <= 0


def test_forced_colours_keep_edges(bezoek: Bezoek) -> None:
    """Without our backgrounds a button is seen by its edge, and nothing that says something is only a background."""
    pagina = bezoek.breedte(1280)
    pagina.emulate_media(forced_colors="active")
    kaal = pagina.evaluate(ZONDER_RAND)
    pagina.emulate_media(forced_colors="none")
    assert kaal == []


def test_tables_are_not_cut_on_paper(bezoek: Bezoek) -> None:
    pagina = bezoek.breedte(688)  # what is left of A4 between our margins, in CSS pixels
    pagina.emulate_media(media="print")
    te_breed = breder(pagina)
    heel = pagina.evaluate(
        "[...document.querySelectorAll('table')].every((t) => t.getBoundingClientRect().right <= innerWidth + 1)"
    )
    pagina.emulate_media(media="screen")
    assert te_breed <= 0
    assert heel


def test_can_be_read_without_style(open_pagina: Callable[..., Page]) -> None:
    """Without CSS the order is right, nothing is a picture of metres wide, and what is closed stays closed."""
    pagina = open_pagina("", vooraf=lambda pagina: pagina.route("**/*.css", lambda route: route.abort()))
    assert pagina.evaluate("getComputedStyle(document.body).margin") == "8px", "there is no style"
    assert pagina.evaluate("document.querySelector('a').textContent") == "Naar de inhoud"
    koppen = pagina.locator("h1, h2").all_inner_texts()
    assert koppen.index("Kennisbank Veiligheidsnetwerk Oost-Nederland") < koppen.index("Waar wij aan werken")
    assert pagina.evaluate("Math.max(...[...document.querySelectorAll('svg')].map((s) => s.clientWidth))") <= 400
    assert not pagina.locator("#menu, dialog").filter(visible=True).count()


def test_nothing_moves() -> None:
    """Nothing is animated, so a reader who asks for less motion has it already."""
    stijl = "".join(pad.read_text(encoding="utf-8") for pad in ACTIVA.glob("*.css"))
    assert not re.search(r"animation|transition|scroll-behavior", stijl)


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
