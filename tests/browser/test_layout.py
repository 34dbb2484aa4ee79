"""Layout: narrow windows, stretched text, targets, print, no script, no style, a quiet console, nothing from elsewhere."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from macros.channels import newsletter
from macros.document import html, markdown
from macros.document.templates import View, environment
from macros.records import models as m
from macros.records.catalog import Catalog
from tests.browser import axe
from tests.browser.conftest import LAYOUT_SHIFT
from tests.helpers.servers import Quiet, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

    from macros.build.content import Content
    from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.site]

ASSETS, FRAGMENTS = (Path(__file__).parents[2] / "overrides" / folder for folder in ("assets", "fragments"))

# WCAG 1.4.12: a reader may set these.
TEXT_SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"

SMALL = """() => [...document.querySelectorAll(
    'button, input, select, summary, nav a, .kaart h3 a, .etiket a')].filter((el) => {
  if (!el.checkVisibility({visibilityProperty: true})) return false;
  return [el, ...(el.labels ?? [])].every((deel) => {
    const vak = deel.getBoundingClientRect();
    return Math.min(vak.width, vak.height) < 23.9;
  });
}).map((el) => el.outerHTML.slice(0, 100))"""

# A reader may set her letters twice as large (WCAG 1.4.4).
DOUBLE_SIZE = "html { font-size: 200% !important }"

TYPED = """
De kosten zijn € 323.504[^1], later € 12.000[^1].

- [ ] te doen
- punt
  3. derde

> [!NOTE]
> Wat u moet weten.

> [!CAUTION]
> Wat u niet moet doen.

> Woorden van een ander.

## Kop met een noot[^kop]

Tabel: Wat gemeenten doen
| Gemeente | Openbareordehandhaving | Ondermijningsbestrijding | Jeugdgroepencoördinatie | Verwardepersonenoverleg | Woninginbraakpreventie | Totaal |
|---|---|---|---|---|:---:|---:|
| Noardeast-Fryslân | ja | nee | ja | nee | ja | 12.345 |
| 's-Hertogenbosch | ja | ja | ja | nee | nee | 98 |

| Waarschuwingssystemenbeheerdersvereniging | A |
|---|---|
| meervoudigepersoonlijkheidsstoornissenbehandelcentrum | ~~b~~ |

![Een brede foto](data-wide.png "De lijn eronder")

[^1]: Zoals begroot, zie [de begroting](https://www.voorbeeld.example/100%/begroting).
[^kop]: Een noot bij een kop.
"""
"""Every kind of thing that an author may type, with words as long as Dutch has them."""
WIDE = '<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="600"><path d="M0 0h2400v600H0z"/></svg>'
PERCENT = "[a](https://v.example/100%/b) [c](https://v.example/?q=caf%E9) [d](https://[) [e](https://v.example/caf%C3%A9) [f](../over/)"

WITHOUT_BORDER = """() => [...document.querySelectorAll('button, input, select, .melding, .feiten')].filter((el) =>
    el.checkVisibility({visibilityProperty: true}) && !el.matches('[type=checkbox], [type=radio], thead button')
    && [...'LRTB'].every((_, i) => {
      const kant = ['Left', 'Right', 'Top', 'Bottom'][i];
      return getComputedStyle(el)[`border${kant}Style`] === 'none' || getComputedStyle(el)[`border${kant}Width`] === '0px';
    })).map((el) => el.outerHTML.slice(0, 100))"""


def wider(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    wide: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return wide


def typed(open_page: Callable[..., Page], text: str, **how: Any) -> Page:  # noqa: ANN401 - as open_page has them
    """A page of the site with this as its text."""
    view = View(Catalog({}), environment(FRAGMENTS))
    made = html.to_html(markdown.read(text), html.Rendering(view.render, lambda _: ""))

    def answer(route: Route) -> None:
        page = route.fetch().text()
        begin, end = page.index("</header>", page.index('class="paginakop"')), page.index("</article>")
        route.fulfill(body=page[:begin] + "</header>" + made + page[end:], content_type="text/html; charset=utf-8")

    def setup(page: Page) -> None:
        page.route("**/privacy/", answer)
        page.route("**/data-wide.png", lambda route: route.fulfill(body=WIDE, content_type="image/svg+xml"))

    page = open_page("privacy/", setup=setup, **how)
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_what_someone_types_fits_and_is_open_to_everyone(colour: str, open_page: Callable[..., Page]) -> None:
    page = typed(open_page, TYPED, colour=colour)
    axe.inject(page)
    for width in axe.WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert wider(page) <= 0
        assert page.evaluate(axe.LOOK, ["main", axe.OPTIONS, False]) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_mail_of_what_someone_types_fits(width: int, open_page: Callable[..., Page], contents: Content) -> None:
    catalog = contents.view.catalog
    [issue, *_] = catalog.all_of(m.Nieuwsbrief)
    word = "meervoudigepersoonlijkheidsstoornissenbehandelcentrumvergaderzaaldeur"
    blocks = markdown.read(f"## {word}\n\n{word}\n\n{TYPED}")
    mail = newsletter.mail(catalog, issue, blocks, environment(FRAGMENTS.parent / "email"), site="https://x.nl/")
    page = open_page("privacy/", width=width)
    page.set_content(mail.html)
    assert wider(page) <= 0


def test_a_table_that_someone_types_is_cards_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = typed(open_page, TYPED, width=320)
    row = page.get_by_role("row").filter(has_text="Noardeast")
    lefts = row.locator("th, td").evaluate_all(
        "(cells) => new Set(cells.map((cell) => cell.getBoundingClientRect().left)).size"
    )
    assert lefts == 1, "a card has its cells under each other"
    assert row.get_by_role("rowheader").inner_text() == "Noardeast-Fryslân"
    before = "(cell) => getComputedStyle(cell, '::before').content + getComputedStyle(cell).textAlign"
    assert "Totaal" in (told := row.get_by_role("cell").last.evaluate(before))
    assert told.endswith("left")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert row.get_by_role("cell").last.evaluate(before) == "noneright"


def test_a_box_stands_where_a_bullet_would(open_page: Callable[..., Page]) -> None:
    page = typed(open_page, TYPED)
    points = page.locator(".tekst > ul > li").evaluate_all(
        "(items) => items.map((li) => getComputedStyle(li).listStyleType)"
    )
    assert points == ["none", "disc"]
    box, first = (
        page.get_by_role("img", name="nog te doen").bounding_box(),
        page.locator(".tekst > ul").bounding_box(),
    )
    assert box
    assert first
    assert abs(box["x"] - first["x"]) < 1


def test_what_someone_types_is_whole_on_paper(open_page: Callable[..., Page]) -> None:
    page = typed(open_page, TYPED, width=688)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert wider(page) <= 0
    assert not page.locator(".footnote-backref").filter(visible=True).count(), "paper has no way back"
    assert page.locator(".noten li").count() == 2
    mark = page.locator(".noot").evaluate("(mark) => getComputedStyle(mark, '::before').content")
    assert mark == '"["', "the number of an address is not the number of a note"


def test_an_address_that_is_not_valid_stands_on_paper_as_it_was_typed(open_page: Callable[..., Page]) -> None:
    page = typed(open_page, PERCENT)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    notes = page.locator(".voetnoten li").all_text_contents()
    assert not errors
    assert notes[:-1] == [
        "https://v.example/100%/b", "https://v.example/?q=caf%E9", "https://[", "https://v.example/café"
    ]  # fmt: skip
    assert notes[-1].endswith("/over/")


def test_fits_in_320_pixels(visit: Visit) -> None:
    """Which is 1280 pixels at a zoom of 400 %; then with a reader's own text spacing, and with letters twice as large."""
    page = visit.width(320, 256)
    assert wider(page) <= 0
    assert wider(visit.width(1280)) <= 0
    for width, style in ((320, TEXT_SPACING), (1280, DOUBLE_SIZE)):
        visit.width(width)
        spacious = page.add_style_tag(content=style)
        assert wider(page) <= 0, style
        spacious.evaluate("(el) => el.remove()")


def test_targets_are_24_pixels(visit: Visit) -> None:
    for width in (1280, 360):
        assert visit.width(width).evaluate(SMALL) == []


def test_is_quiet_and_asks_nobody_else(visit: Visit) -> None:
    assert not visit.errors
    assert not visit.foreign


def test_nothing_shifts_while_loading(visit: Visit) -> None:
    assert visit.layout_shift == {360: 0, 1280: 0}


class InPieces(Quiet):
    """A slow line: a page comes in pieces, and the browser shows what it has."""

    def copyfile(self, source: Any, outputfile: Any) -> None:  # noqa: ANN401 - as http.server has it
        while piece := source.read(4000):
            outputfile.write(piece)
            time.sleep(0.06)


@pytest.mark.parametrize(
    "pad", ["activiteiten/", "cijfers/", "gemeenten/", "gemeenten/tiel/", "matrices/", "themas/digitale-veiligheid/"]
)
def test_little_moves_when_a_page_comes_in_pieces(pad: str, browser: Browser, site: Path) -> None:
    """Where things stand is known before they are there; only columns and tiles find their size as their words come."""
    with served(site, InPieces) as address, browser.new_context(service_workers="block") as visitor:
        page = visitor.new_page()
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address + pad)
            assert page.evaluate(LAYOUT_SHIFT) < 0.02


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_wrong_stays_in_view_in_the_preview(width: int, browser: Browser, address: str) -> None:
    """A browser that loads a page again goes back to the words that it showed, below what came above them."""
    message = environment(FRAGMENTS).get_template("fouten.html").render(errors=["docs/over.md:3: een fout"] * 40)
    with browser.new_context(service_workers="block") as visitor:
        page = visitor.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + "privacy/")
        page.evaluate("(html) => document.body.insertAdjacentHTML('afterbegin', html)", message)
        page.evaluate("scrollTo(0, 1000)")
        page.wait_for_function("scrollY > 500")
        box = page.evaluate("document.querySelector('.melding').getBoundingClientRect().toJSON()")
        assert box["top"] == 0
        assert box["bottom"] <= 400, "half of the window stays for the page"
        assert wider(page) <= 0


def test_forced_colours_keep_edges(visit: Visit) -> None:
    """Without our backgrounds a button is seen by its edge, and nothing that says something is only a background."""
    page = visit.width(1280)
    page.emulate_media(forced_colors="active")
    bare = page.evaluate(WITHOUT_BORDER)
    page.emulate_media(forced_colors="none")
    assert bare == []


def test_tables_are_not_cut_on_paper(visit: Visit) -> None:
    page = visit.width(688)  # what is left of A4 between our margins, in CSS pixels
    page.emulate_media(media="print")
    too_wide = wider(page)
    whole = page.evaluate(
        "[...document.querySelectorAll('table')].every((t) => t.getBoundingClientRect().right <= innerWidth + 1)"
    )
    page.emulate_media(media="screen")
    assert too_wide <= 0
    assert whole


def test_can_be_read_without_style(open_page: Callable[..., Page]) -> None:
    """Without CSS the order is right, nothing is a picture of metres wide, and what is closed stays closed."""
    page = open_page("", setup=lambda page: page.route("**/*.css", lambda route: route.abort()))
    assert page.evaluate("getComputedStyle(document.body).margin") == "8px", "there is no style"
    assert page.evaluate("document.querySelector('a').textContent") == "Naar de inhoud"
    headings = page.locator("h1, h2").all_inner_texts()
    assert headings.index("Kennisbank Veiligheidsnetwerk Oost-Nederland") < headings.index("Waar wij aan werken")
    assert page.evaluate("Math.max(...[...document.querySelectorAll('svg')].map((s) => s.clientWidth))") <= 400
    assert not page.locator("#menu, dialog").filter(visible=True).count()


def test_nothing_moves() -> None:
    """Nothing is animated, so a reader who asks for less motion has it already."""
    style = "".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.css"))
    assert not re.search(r"animation|transition|scroll-behavior", style)


def test_works_without_script(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("", width=360, script=False)
    assert not page.locator("#menu nav").is_visible()
    page.click(".menuknop")
    assert page.locator("#menu nav a").first.is_visible()
    assert not page.locator("[data-kleur-knop]").is_visible(), "a button that can do nothing is not shown"
    page.click(".menusluit")
    page.locator("button[data-zoek-open]").first.click()
    assert page.url.startswith(address + "zoeken/")


def test_practices_can_be_read_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page("praktijken/", script=False)
    for summary in page.locator("#praktijken-lijst summary").all():
        summary.click()
    assert page.locator("li.kaart:visible").count() == page.locator("li.kaart").count() > 10
    assert not page.locator("form.filter").is_visible()


def test_paper_has_the_text_and_the_addresses(open_page: Callable[..., Page]) -> None:
    page = open_page("praktijken/re-bootcmp/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("nav:visible, form:visible, button:visible").count()
    notes = page.locator(".voetnoten li")
    assert notes.count()
    assert notes.first.inner_text().startswith("http")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator(".voetnoten, .noot").count()


def test_a_theme_and_all_its_practices_print_as_one_document(open_page: Callable[..., Page]) -> None:
    page = open_page("themas/digitale-veiligheid/")
    cards = page.locator("li.kaart h3 a[href*='praktijken/']").count()
    page.get_by_role("link", name="Druk dit thema af").click()
    assert page.locator("h2", has_text="Praktijk: ").count() == cards > 1
    assert page.locator("meta[name=robots][content=noindex]").count() == 1
    text = "\n".join(site_page.extract_text() for site_page in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    assert "Praktijk: HackShield" in text
    assert "Hoofdmenu" not in text
    assert "Donkere weergave" not in text
    assert "Op deze pagina" not in text
