"""Eight pages as a person approved them: where each block is, how wide, on what colour, in which letter.

Pictures compared by the pixel break with every new browser and every other machine's fonts. What a person judged when she
looked is the design: so that is kept, as numbers that our style decides and a font or a browser does not. Heights and
places further down follow from text and are left out; what stands where, beside what, how wide, on which ground and how
large is in.

When the look is meant to change: `python tests/browser/screenshots.py site map` makes the pictures, look at all of
them, and `python -m tests.browser.test_appearance site` writes what you approved to appearance.json. The difference in that file
is what a reviewer reads.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.screenshots import PATHS
from tests.helpers import proof
from tests.helpers.proof import ARGUMENTS
from tests.helpers.servers import served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

KEPT = Path(__file__).with_name("appearance.json")
WIDTHS = (1280, 360)

# Blocks in the order of the page: the shell, then of each kind of content the first. Four pixels either way are the same.
LOOK = """(kleur) => {
  const rond = (getal) => Math.round(getal / 4) * 4;
  const kies = ['.kop', '.kop-rij', '.naam', '.kop-zoek button', '.menuknop', '.menu', '.welkom', '.welkom h1', '.zoekvak input',
    '.netwerk', '.kruimels', '.blad', '.paginakop', 'h1', '.uitgave', '.intro', '.stand-van', '.op-pagina', '.op-pagina details',
    'article > p', '.feiten', '.feiten dt', '.feiten dd', 'article h2', 'article h3', '.kaarten', '.kaart', '.kaart + .kaart',
    '.etiket', '.filter', '.filter summary', '.tabel', '.tabelfilter', 'table', 'thead', 'tbody th', 'tbody td', '.meer',
    '.tegelkaart', '.agenda', 'figure svg', '.melding', '.pagina-over', '.buren', '.buren .volgende', '.voet', '.voet nav'];
  const regels = [];
  for (const kiezer of kies) {
    const el = [...document.querySelectorAll(kiezer)].find((e) => e.checkVisibility({visibilityProperty: true}));
    if (!el) continue;
    const stijl = getComputedStyle(el);
    const vak = el.getBoundingClientRect();
    const vloeit = /inline/.test(stijl.display) || stijl.position === 'absolute' || el.matches('th, td, input, thead, .naam, button, .menuknop, .etiket');
    regels.push(kleur
      ? `${kiezer}: ${stijl.color} on ${stijl.backgroundColor}, line ${stijl.borderTopColor}`
      : `${kiezer}: ${vloeit ? '' : `${rond(vak.left)}+${rond(vak.width)} `}${stijl.display} ${stijl.position} ${stijl.fontSize} ${stijl.fontWeight}`);
  }
  return regels;
}"""


def seen(page: Page) -> dict[str, list[str]]:
    """What a page looks like: its blocks wide and narrow, its colours light and dark."""
    picture: dict[str, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        picture[str(width)] = page.evaluate(LOOK, arg=False)
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.emulate_media(color_scheme="light")
    picture["light"] = page.evaluate(LOOK, arg=True)
    page.emulate_media(color_scheme="dark")
    picture["dark"] = page.evaluate(LOOK, arg=True)
    return picture


@pytest.mark.parametrize("pad", PATHS, ids=[pad or "home" for pad in PATHS])
def test_the_page_looks_as_it_was_approved(open_page: Callable[..., Page], pad: str) -> None:
    saved: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    page = open_page(pad)
    now = seen(page)
    page.emulate_media(color_scheme="light")
    assert now == saved[pad]


def test_eight_pages_were_looked_at() -> None:
    assert set(json.loads(KEPT.read_text(encoding="utf-8"))) == set(PATHS)
    assert len(PATHS) == 8


def save(site: Path) -> None:
    """Write what the pages of this site look like now: for someone who looked at them."""
    with served(site) as address, sync_playwright() as playwright:
        program = proof.browser()
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        page = browser.new_context(reduced_motion="reduce", service_workers="block").new_page()
        pictures = {}
        for path in PATHS:
            page.set_viewport_size({"width": WIDTHS[0], "height": 800})
            page.emulate_media(color_scheme="light")
            page.goto(address + path)
            pictures[path] = seen(page)
        browser.close()
    KEPT.write_text(json.dumps(pictures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    save(Path(sys.argv[1]))
