"""With a keyboard alone: everything is reached, in order, visibly, and nothing holds the reader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

PAGES = (
    "",
    "themas/digitale-veiligheid/",
    "praktijken/",
    "praktijken/re-bootcmp/",
    "zoeken/",
    "meedoen/",
    "404.html",
)

# What should take focus, in the order of the page; numbered so that a walk can be compared with it. Of a group
# of radio buttons one takes focus.
NUMBER = """() => {
  const kies = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^="-"])';
  const doet = [...document.querySelectorAll(kies)].filter((el) =>
    !el.disabled && el.type !== 'hidden' && el.checkVisibility({visibilityProperty: true})
    && !el.closest('dialog:not([open])'));
  doet.forEach((el, i) => { el.dataset.volgnummer = i; });
  document.activeElement?.blur();
  return doet.length;
}"""

# Where the focus is, whether it shows (an outline or a ring), and whether it lies in the window.
NOW = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const stijl = getComputedStyle(el);
  const vak = el.getBoundingClientRect();
  return {
    nummer: el.dataset.volgnummer === undefined ? -1 : Number(el.dataset.volgnummer),
    wat: el.outerHTML.slice(0, 90),
    zichtbaar: stijl.outlineStyle !== 'none' && parseFloat(stijl.outlineWidth) >= 2,
    in_beeld: vak.bottom > 0 && vak.top < innerHeight && vak.right > 0 && vak.left < innerWidth,
  };
}"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("pad", PAGES, ids=lambda path: path or "home")
def test_tab_reaches_everything_in_order(open_page: Callable[..., Page], pad: str, width: int) -> None:
    page = open_page(pad, width=width)
    count = page.evaluate(NUMBER)
    visited: list[int] = []
    for _ in range(count + 20):
        page.keyboard.press("Tab")
        now = page.evaluate(NOW)
        if now is None:
            break
        if now["nummer"] < 0:  # a box that scrolls, which Chromium lets take focus by itself
            continue
        if now["nummer"] in visited:
            break
        assert now["zichtbaar"], f"no visible focus: {now['wat']}"
        assert now["in_beeld"], f"focus outside the window: {now['wat']}"
        visited.append(now["nummer"])
    assert visited == list(range(count))


def test_skip_link_is_first_and_works(open_page: Callable[..., Page]) -> None:
    page = open_page("praktijken/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_menu_opens_closes_and_says_so(open_page: Callable[..., Page]) -> None:
    page = open_page("", width=360)
    button = page.locator(".menuknop")
    button.focus()
    assert button.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.locator(".menuknop[aria-expanded=true]").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#menu')"), "the menu comes right after its button"
    page.keyboard.press("Escape")
    page.locator(".menuknop[aria-expanded=false]").wait_for()
    assert page.evaluate("document.activeElement.className") == "menuknop", "focus goes back to the button"


def test_search_opens_with_its_button_and_closes_with_escape(open_page: Callable[..., Page]) -> None:
    page = open_page("")
    page.locator("button[data-zoek-open]").first.focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    assert page.evaluate("!!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")
    assert page.evaluate("document.activeElement.hasAttribute('data-zoek-open')")


def test_colour_choice_is_kept(open_page: Callable[..., Page]) -> None:
    page = open_page("")
    button = page.locator("[data-kleur-knop]")
    assert button.get_attribute("aria-pressed") == "false"
    button.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.reload()
    page.locator("html[data-kleur=donker]").wait_for()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_sorting_is_announced(open_page: Callable[..., Page]) -> None:
    page = open_page("gemeenten/")
    heading = page.locator("thead th:has(button)").first
    heading.locator("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert "oplopend" in page.locator("output").first.inner_text()
    heading.locator("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"


def test_a_table_is_filtered_without_accents_and_with_any_apostrophe(open_page: Callable[..., Page]) -> None:
    """As the search does: what is typed plainly finds what is written with marks, and the other way round."""
    page = open_page("activiteiten/")
    field = page.locator(".tabelfilter input").first
    table = page.locator(".tabel.sorteer.lang").first

    def rows(sought: str) -> int:
        field.fill(sought)
        return table.locator("tbody tr:not([hidden])").count()

    every = rows("")
    assert every > rows("coordinator") == rows("coördinator") == rows("COÖRDINATOR ") >= 1
    table.locator("tbody tr").first.locator("th, td").first.evaluate(
        "cell => { cell.textContent = '’s-Gravenhage, Súdwest-Frysla\u0302n, co\u00adördi\u00adnatie, ĳsbaan'; }"
    )
    for sought in (
        "'s-gravenhage",
        "s-gravenhage",
        "‘s-Gravenhage",
        "´s-gravenhage",
        "sudwest",
        "súdwest fryslan",
        "ijsbaan",
    ):
        assert rows(sought) == 1, sought
    assert rows("coordinatie ’s-gravenhage") == 1
    assert "1 van de" in page.locator(".tabelfilter output").first.inner_text()


def test_facets_count_announce_and_keep_their_state(open_page: Callable[..., Page]) -> None:
    page = open_page("praktijken/")
    checkbox = page.locator("form.filter input[value=digitale-veiligheid]")
    checkbox.press("Space")
    status = page.locator("form.filter :is(output, [role=status])").first.inner_text()
    shown = page.locator("li.kaart:visible").count()
    assert shown
    assert status.startswith(f"{shown} van de ")
    assert "=digitale-veiligheid" in page.url
    page.reload()
    assert checkbox.is_checked()
    assert page.locator("li.kaart:visible").count() == shown


@pytest.mark.parametrize(
    ("vraag", "praktijk", "at_most"),
    [
        ("drugslab", "praktijken/breed-drugsconvenant/", 12),
        ("inbraak", "praktijken/pkvw/", 12),
        ("uitbuiting", "praktijken/dashboard-mensenhandel/", 14),
        ("hackschield", "praktijken/hackshield/", 16),
    ],
)
def test_from_home_to_the_right_practice(
    open_page: Callable[..., Page], address: str, vraag: str, praktijk: str, at_most: int
) -> None:
    """`/`, a question in the reader's words (or misspelt), arrows to the practice, Enter: every key counts."""
    page = open_page("")
    page.keyboard.press("/")
    page.keyboard.type(vraag)
    page.locator("dialog[open] [role=option]").first.wait_for()
    addresses = page.locator("dialog[open] [role=option]").evaluate_all("opties => opties.map((o) => o.href)")
    arrows = 1 + next(n for n, to in enumerate(addresses) if to.startswith(address + praktijk))
    for _ in range(arrows):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{praktijk}**")
    assert page.locator(".feiten").count()
    keystrokes = 1 + len(vraag) + arrows + 1
    sys.stdout.write(f"from home to {praktijk}: {keystrokes} keys\n")  # pytest -rP shows it
    assert keystrokes <= at_most
