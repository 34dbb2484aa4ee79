"""The weight of a page as it goes over the line, and of what we ship."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from macros.pages import assets

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.site]

ACTIVA = Path(__file__).parents[2] / "overrides" / "assets"


@pytest.mark.parametrize("pad", ["", "themas/digitale-veiligheid/", "praktijken/re-bootcmp/", "nieuwsbrieven/*/"])
def test_page_is_light(open_pagina: Callable[..., Page], pad: str) -> None:
    antwoorden: list[Response] = []
    pagina = open_pagina(pad, vooraf=lambda pagina: pagina.on("response", lambda antwoord: antwoorden.append(antwoord)))  # noqa: PLW0108 - Playwright writes on what it calls
    pagina.wait_for_load_state("networkidle")
    # gzip is an upper bound of what brotli makes of it
    gewicht = {antwoord.url: len(gzip.compress(antwoord.body(), 9)) for antwoord in antwoorden}
    icoon = pagina.evaluate("document.querySelector('link[rel=icon]').href")
    gewicht.setdefault(icoon, len(gzip.compress(pagina.request.get(icoon).body(), 9)))
    assert sum(gewicht.values()) <= 60_000, gewicht
    assert len(gewicht) <= 8, gewicht


def test_style_and_script_stay_small() -> None:
    assert len(assets.bestand(ACTIVA / "site.css")) <= 23 * 1024
    assert len((ACTIVA / "site.js").read_bytes()) <= 10 * 1024
