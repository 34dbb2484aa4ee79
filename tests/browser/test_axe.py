"""axe-core on a page of every kind: light and dark, wide and narrow, menu open, search open, filter in use.

What one state has in common with another is looked at once (see axe.py); `make bench` looks at all of it in each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from macros.pages import assets
from tests.browser import axe
from tests.browser.conftest import Bezoek

pytestmark = [pytest.mark.browser, pytest.mark.site]

ACTIVA = Path(__file__).parents[2] / "overrides/assets"


def test_axe_finds_nothing(bezoek: Bezoek) -> None:
    pagina = bezoek.breedte(1280)
    axe.neem_mee(pagina)
    gevonden = [f"{staat.naam}: {regel}" for staat in axe.staten(pagina) for regel in axe.overtredingen(pagina, staat)]
    pagina.reload()  # what was opened and used is as it was
    assert not gevonden, "\n".join(gevonden)


def test_axe_finds_nothing_among_results(open_pagina: Callable[..., Page]) -> None:
    pagina = open_pagina("")
    axe.neem_mee(pagina)
    pagina.keyboard.press("/")
    pagina.keyboard.type("pga")  # a term of the glossary: its card, a list, filters
    pagina.locator("dialog[open] [role=option]").first.wait_for()
    for breedte in axe.BREEDTES:
        pagina.set_viewport_size({"width": breedte, "height": 800})
        assert not axe.overtredingen(pagina, axe.Staat(breedte, "results", axe.OPEN, achter=True)), breedte


@pytest.mark.parametrize("vraag", ["hennep", "hackshild", "qqqqqq"])
def test_axe_finds_nothing_on_the_page_of_results(open_pagina: Callable[..., Page], adres: str, vraag: str) -> None:
    pagina = open_pagina("zoeken/")
    pagina.goto(f"{adres}zoeken/?q={vraag}")
    pagina.wait_for_function("document.querySelector('[data-zoekpagina] [data-zoek-stand]').textContent")
    axe.neem_mee(pagina)
    for breedte in axe.BREEDTES:
        pagina.set_viewport_size({"width": breedte, "height": 800})
        assert not axe.overtredingen(pagina, axe.Staat(breedte)), breedte


def test_320_pixels_look_as_360_do() -> None:
    stijl = "".join(pad.read_text(encoding="utf-8") for pad in ACTIVA.glob("*.css"))
    grenzen = {float(rem) * 16 for rem in re.findall(r"(?:min|max)-width: ([\d.]+)rem\)", stijl)}
    assert grenzen, "widths are written otherwise now: read them otherwise"
    assert not [grens for grens in grenzen if min(axe.BREEDTES) <= grens <= sorted(axe.BREEDTES)[1]]
    assert not re.search(r"@media[^{]*width[^{]*\d(px|em)\b", stijl.replace("rem", ""))


def test_no_width_changes_a_colour() -> None:
    """But that of the menu and the network on the home page, which are looked at where they are."""
    for pad in ACTIVA.glob("*.css"):
        stijl = assets.klein(pad.read_text(encoding="utf-8"))
        for blok in re.findall(r"@media[^{]*width[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}", stijl):
            for kies, regels in re.findall(r"([^{}]*)\{([^{}]*)\}", blok):
                elders = "::" in kies  # axe reads no such text; test_kleuren.py has its colours
                assert (
                    elders
                    or ".menu" in kies
                    or ".netwerk" in kies
                    or not re.search(r"(?:^|;)(?:color|background)", regels)
                ), kies
