"""The accessibility part of `make bench`: every rule of axe on the whole page, in every state, on a page of every kind.

    python -m tests.bench.accessibility [site]            one page of every kind, all states
    python -m tests.bench.accessibility [site] --alles    and every other page of the site, wide and narrow, light and dark
    python -m tests.bench.accessibility [site] --steekproef 40    and that many of the other pages, always the same ones
    python -m tests.bench.accessibility [site] --schrijf  puts what was found in docs/toegankelijkheid.md

The tests look at the same states and ask each question once (tests/browser/axe.py); this walk asks all of them each time.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

from macros.base import dates
from tests.browser import axe
from tests.browser.conftest import ARGUMENTEN, NAMEN, PAGINAS, vul_in
from tests.helpers.servers import bediend

WORTEL = Path(__file__).parents[2]
VERKLARING = WORTEL / "docs/toegankelijkheid.md"
KOP = "## De laatste automatische controle"
ZAAD = 2026
"""Of the lot that is drawn: the same site gives the same pages."""


def toon(regel: str) -> None:
    """Tell, now."""
    sys.stdout.write(f"{regel}\n")
    sys.stdout.flush()


class Meting:
    """What was looked at so far, and what was found."""

    def __init__(self) -> None:
        self.paginas = 0
        self.soorten = 0
        self.staten = 0
        self.gevonden: list[str] = []

    def pagina(self, pagina: Page, pad: str, *, alle_staten: bool) -> None:
        """One page, in light and in dark."""
        axe.neem_mee(pagina)
        self.paginas += 1
        self.soorten += alle_staten
        for staat in axe.staten(pagina) if alle_staten else _rustig(pagina):
            self.staten += len(axe.KLEUREN)
            for regel in axe.overtredingen(pagina, staat, alles=True):
                self.gevonden.append(f"{pad} {staat.naam}: {regel}")
                toon(self.gevonden[-1])


def _rustig(pagina: Page) -> Iterator[axe.Staat]:
    for breedte in axe.BREEDTES[:2]:
        pagina.set_viewport_size({"width": breedte, "height": 800})
        yield axe.Staat(breedte)


def meet(browser: Browser, adres: str, soorten: list[str], overige: list[str]) -> Meting:
    """Walk the pages."""
    meting = Meting()
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    for pad in soorten + overige:
        pagina = context.new_page()
        pagina.goto(adres + pad)
        meting.pagina(pagina, pad, alle_staten=pad in soorten)
        pagina.close()
        toon(f"/{pad}: {meting.staten} states, {len(meting.gevonden)} violations")
    return meting


def verklaring(tekst: str, meting: Meting, dag: str, versie: str, programma: str, alle: int) -> str:
    """The page with what this run found, in place of what an earlier run found.

    Args:
        tekst: the page.
        meting: what was looked at and found.
        dag: of the run, in Dutch.
        versie: of axe-core.
        programma: the browser.
        alle: how many pages the site has.
    """
    andere = meting.paginas - meting.soorten
    keuze = (
        f"Van {meting.soorten} pagina's, een van elke soort, bekeek het alles:\nlicht en donker, op drie breedtes, en met het menu,"
        " het zoeken of een filter in gebruik."
    )
    if andere:
        rest = "alle andere pagina's" if meting.paginas == alle else f"{andere} andere pagina's, door loting gekozen,"
        keuze += f"\nVan {rest} bekeek het de gewone toestand: licht en donker, breed en smal."
    uitkomst = "Het vond geen fouten." if not meting.gevonden else f"Het vond {len(meting.gevonden)} fouten."
    deel = (
        f"{KOP}\n\nDe laatste controle was op {dag}. Het programma axe-core {versie} keek in {programma} naar {meting.paginas}"
        f" van de {alle}\npagina's, in {meting.staten} toestanden. {keuze}\n{uitkomst}\n\n"
    )
    zonder = re.sub(rf"{KOP}\n.*?(?=^## )", "", tekst, flags=re.DOTALL | re.MULTILINE)
    voor, wat_niet, na = zonder.partition("## Wat nog niet is onderzocht")
    return voor + deel + wat_niet + na


def main() -> int:
    """Walk, tell, and write when asked."""
    vraag = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    vraag.add_argument("site", nargs="?", default=WORTEL / "site", type=Path)
    vraag.add_argument("--alles", action="store_true")
    vraag.add_argument("--steekproef", type=int, default=0, metavar="AANTAL")
    vraag.add_argument("--schrijf", action="store_true")
    keuze = vraag.parse_args()
    soorten = [vul_in(keuze.site, pad) for pad in PAGINAS]
    alle = [pad.parent.relative_to(keuze.site).as_posix() + "/" for pad in sorted(keuze.site.rglob("index.html"))]
    overige = [pad for pad in alle if pad not in {*soorten, "./"}]
    if not keuze.alles:
        overige = sorted(random.Random(ZAAD).sample(overige, keuze.steekproef))  # noqa: S311 - to look at, not to keep secret
    with bediend(keuze.site) as adres, sync_playwright() as playwright:
        programma = next(filter(None, map(shutil.which, NAMEN)), None)
        browser = playwright.chromium.launch(executable_path=programma, args=list(ARGUMENTEN))
        meting = meet(browser, adres, soorten, overige)
        naam = f"Chromium {browser.version.partition('.')[0]}"
    versie = re.search(r"axe v([\d.]+)", AXE_SCRIPT)
    assert versie
    toon(f"axe-core {versie[1]}, {naam}: {meting.paginas} pages, {meting.staten} states")
    if keuze.schrijf:
        dag = dates.dag(datetime.now(UTC).date())
        tekst = verklaring(VERKLARING.read_text(encoding="utf-8"), meting, dag, versie[1], naam, len(alle) + 1)
        VERKLARING.write_text(tekst, encoding="utf-8")
    return bool(meting.gevonden)


if __name__ == "__main__":
    raise SystemExit(main())
