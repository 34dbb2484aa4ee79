"""Eight pages as a person approved them: where each block is, how wide, on what colour, in which letter.

Pictures compared by the pixel break with every new browser and every other machine's fonts. What a person judged when she
looked is the design: so that is kept, as numbers that our style decides and a font or a browser does not. Heights and
places further down follow from text and are left out; what stands where, beside what, how wide, on which ground and how
large is in.

When the look is meant to change: `python tests/browser/screenshots.py site map` makes the pictures, look at all of
them, and `python -m tests.browser.test_beelden site` writes what you approved to beelden.json. The difference in that file
is what a reviewer reads.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTEN, NAMEN
from tests.browser.screenshots import PADEN
from tests.helpers.servers import bediend

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

BEWAARD = Path(__file__).with_name("appearance.json")
BREEDTES = (1280, 360)

# Blocks in the order of the page: the shell, then of each kind of content the first. Four pixels either way are the same.
KIJK = """(kleur) => {
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


def gezien(pagina: Page) -> dict[str, list[str]]:
    """What a page looks like: its blocks wide and narrow, its colours light and dark."""
    beeld: dict[str, list[str]] = {}
    for breedte in BREEDTES:
        pagina.set_viewport_size({"width": breedte, "height": 800})
        beeld[str(breedte)] = pagina.evaluate(KIJK, arg=False)
    pagina.set_viewport_size({"width": BREEDTES[0], "height": 800})
    pagina.emulate_media(color_scheme="light")
    beeld["light"] = pagina.evaluate(KIJK, arg=True)
    pagina.emulate_media(color_scheme="dark")
    beeld["dark"] = pagina.evaluate(KIJK, arg=True)
    return beeld


@pytest.mark.parametrize("pad", PADEN, ids=[pad or "home" for pad in PADEN])
def test_the_page_looks_as_it_was_approved(open_pagina: Callable[..., Page], pad: str) -> None:
    bewaard: dict[str, Any] = json.loads(BEWAARD.read_text(encoding="utf-8"))
    pagina = open_pagina(pad)
    nu = gezien(pagina)
    pagina.emulate_media(color_scheme="light")
    assert nu == bewaard[pad]


def test_eight_pages_were_looked_at() -> None:
    assert set(json.loads(BEWAARD.read_text(encoding="utf-8"))) == set(PADEN)
    assert len(PADEN) == 8


def bewaar(site: Path) -> None:
    """Write what the pages of this site look like now: for someone who looked at them."""
    with bediend(site) as adres, sync_playwright() as playwright:
        programma = next(filter(None, map(shutil.which, NAMEN)), None)
        browser = playwright.chromium.launch(executable_path=programma, args=list(ARGUMENTEN))
        pagina = browser.new_context(reduced_motion="reduce", service_workers="block").new_page()
        beelden = {}
        for pad in PADEN:
            pagina.set_viewport_size({"width": BREEDTES[0], "height": 800})
            pagina.emulate_media(color_scheme="light")
            pagina.goto(adres + pad)
            beelden[pad] = gezien(pagina)
        browser.close()
    BEWAARD.write_text(json.dumps(beelden, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    bewaar(Path(sys.argv[1]))
