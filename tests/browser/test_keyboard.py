"""With a keyboard alone: everything is reached, in order, visibly, and nothing holds the reader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

PAGINAS = (
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
NUMMER = """() => {
  const kies = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^="-"])';
  const doet = [...document.querySelectorAll(kies)].filter((el) =>
    !el.disabled && el.type !== 'hidden' && el.checkVisibility({visibilityProperty: true})
    && !el.closest('dialog:not([open])'));
  doet.forEach((el, i) => { el.dataset.volgnummer = i; });
  document.activeElement?.blur();
  return doet.length;
}"""

# Where the focus is, whether it shows (an outline or a ring), and whether it lies in the window.
NU = """() => {
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


@pytest.mark.parametrize("breedte", [1280, 360])
@pytest.mark.parametrize("pad", PAGINAS, ids=lambda pad: pad or "home")
def test_tab_reaches_everything_in_order(open_pagina: Callable[..., Page], pad: str, breedte: int) -> None:
    pagina = open_pagina(pad, breedte=breedte)
    aantal = pagina.evaluate(NUMMER)
    bezocht: list[int] = []
    for _ in range(aantal + 20):
        pagina.keyboard.press("Tab")
        nu = pagina.evaluate(NU)
        if nu is None:
            break
        if nu["nummer"] < 0:  # a box that scrolls, which Chromium lets take focus by itself
            continue
        if nu["nummer"] in bezocht:
            break
        assert nu["zichtbaar"], f"no visible focus: {nu['wat']}"
        assert nu["in_beeld"], f"focus outside the window: {nu['wat']}"
        bezocht.append(nu["nummer"])
    assert bezocht == list(range(aantal))


def test_skip_link_is_first_and_works(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("praktijken/")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.id") == "inhoud"


def test_menu_opens_closes_and_says_so(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("", breedte=360)
    knop = pagina.locator(".menuknop")
    knop.focus()
    assert knop.get_attribute("aria-expanded") == "false"
    pagina.keyboard.press("Enter")
    pagina.locator(".menuknop[aria-expanded=true]").wait_for()
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("!!document.activeElement.closest('#menu')"), "the menu comes right after its button"
    pagina.keyboard.press("Escape")
    pagina.locator(".menuknop[aria-expanded=false]").wait_for()
    assert pagina.evaluate("document.activeElement.className") == "menuknop", "focus goes back to the button"


def test_search_opens_with_its_button_and_closes_with_escape(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("")
    pagina.locator("button[data-zoek-open]").first.focus()
    pagina.keyboard.press("Enter")
    pagina.locator("dialog[open]").wait_for()
    assert pagina.evaluate("!!document.activeElement.closest('dialog')")
    pagina.keyboard.press("Escape")
    pagina.wait_for_function("!document.querySelector('dialog[open]')")
    assert pagina.evaluate("document.activeElement.hasAttribute('data-zoek-open')")


def test_colour_choice_is_kept(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("")
    knop = pagina.locator("[data-kleur-knop]")
    assert knop.get_attribute("aria-pressed") == "false"
    knop.press("Enter")
    assert knop.get_attribute("aria-pressed") == "true"
    pagina.reload()
    pagina.locator("html[data-kleur=donker]").wait_for()
    assert pagina.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_sorting_is_announced(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("gemeenten/")
    kop = pagina.locator("thead th:has(button)").first
    kop.locator("button").press("Enter")
    assert kop.get_attribute("aria-sort") == "ascending"
    assert "oplopend" in pagina.locator("output").first.inner_text()
    kop.locator("button").press("Enter")
    assert kop.get_attribute("aria-sort") == "descending"


def test_facets_count_announce_and_keep_their_state(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("praktijken/")
    vinkje = pagina.locator("form.filter input[value=digitale-veiligheid]")
    vinkje.press("Space")
    status = pagina.locator("form.filter :is(output, [role=status])").first.inner_text()
    getoond = pagina.locator("li.kaart:visible").count()
    assert getoond
    assert status.startswith(f"{getoond} van de ")
    assert "=digitale-veiligheid" in pagina.url
    pagina.reload()
    assert vinkje.is_checked()
    assert pagina.locator("li.kaart:visible").count() == getoond


@pytest.mark.parametrize(
    ("vraag", "praktijk", "hoogstens"),
    [
        ("drugslab", "praktijken/breed-drugsconvenant/", 12),
        ("inbraak", "praktijken/pkvw/", 12),
        ("uitbuiting", "praktijken/dashboard-mensenhandel/", 14),
        ("hackschield", "praktijken/hackshield/", 16),
    ],
)
def test_from_home_to_the_right_practice(
    open_pagina: Callable[..., Page], adres: str, vraag: str, praktijk: str, hoogstens: int
) -> None:
    """`/`, a question in the reader's words (or misspelt), arrows to the practice, Enter: every key counts."""
    pagina = open_pagina("")
    pagina.keyboard.press("/")
    pagina.keyboard.type(vraag)
    pagina.locator("dialog[open] [role=option]").first.wait_for()
    adressen = pagina.locator("dialog[open] [role=option]").evaluate_all("opties => opties.map((o) => o.href)")
    pijlen = 1 + next(n for n, naar in enumerate(adressen) if naar.startswith(adres + praktijk))
    for _ in range(pijlen):
        pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(f"{adres}{praktijk}**")
    assert pagina.locator(".feiten").count()
    toetsen = 1 + len(vraag) + pijlen + 1
    sys.stdout.write(f"from home to {praktijk}: {toetsen} keys\n")  # pytest -rP shows it
    assert toetsen <= hoogstens
