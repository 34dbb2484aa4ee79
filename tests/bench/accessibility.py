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
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

from macros.base import dates
from tests.browser import axe
from tests.browser.conftest import PAGES, fill_in
from tests.helpers import proof
from tests.helpers.proof import ARGUMENTS
from tests.helpers.servers import served

ROOT = Path(__file__).parents[2]
STATEMENT = ROOT / "docs/toegankelijkheid.md"
HEADING = "## De laatste automatische controle"
SEED = 2026
"""Of the lot that is drawn: the same site gives the same pages."""


def show(line: str) -> None:
    """Tell, now."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Measurement:
    """What was looked at so far, and what was found."""

    def __init__(self) -> None:
        self.pages = 0
        self.kinds = 0
        self.states = 0
        self.found: list[str] = []

    def page(self, page: Page, path: str, *, all_states: bool) -> None:
        """One page, in light and in dark."""
        axe.inject(page)
        self.pages += 1
        self.kinds += all_states
        for state in axe.states(page) if all_states else _at_rest(page):
            self.states += len(axe.COLOURS)
            for line in axe.violations(page, state, everything=True):
                self.found.append(f"{path} {state.naam}: {line}")
                show(self.found[-1])


def _at_rest(page: Page) -> Iterator[axe.State]:
    for width in axe.WIDTHS[:2]:
        page.set_viewport_size({"width": width, "height": 800})
        yield axe.State(width)


def measure(browser: Browser, address: str, kinds: list[str], remaining: list[str]) -> Measurement:
    """Walk the pages."""
    measurement = Measurement()
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    for path in kinds + remaining:
        page = context.new_page()
        page.goto(address + path)
        measurement.page(page, path, all_states=path in kinds)
        page.close()
        show(f"/{path}: {measurement.states} states, {len(measurement.found)} violations")
    return measurement


def statement(text: str, measurement: Measurement, day: str, version_: str, program: str, all_: int) -> str:
    """The page with what this run found, in place of what an earlier run found.

    Args:
        text: the page.
        measurement: what was looked at and found.
        day: of the run, in Dutch.
        version_: of axe-core.
        program: the browser.
        all_: how many pages the site has.
    """
    others = measurement.pages - measurement.kinds
    choice = (
        f"Van {measurement.kinds} pagina's, een van elke soort, bekeek het alles:\nlicht en donker, op drie breedtes, en met het menu,"
        " het zoeken of een filter in gebruik."
    )
    if others:
        rest = (
            "alle andere pagina's" if measurement.pages == all_ else f"{others} andere pagina's, door loting gekozen,"
        )
        choice += f"\nVan {rest} bekeek het de gewone toestand: licht en donker, breed en smal."
    outcome = "Het vond geen fouten." if not measurement.found else f"Het vond {len(measurement.found)} fouten."
    part = (
        f"{HEADING}\n\nDe laatste controle was op {day}. Het programma axe-core {version_} keek in {program} naar {measurement.pages}"
        f" van de {all_}\npagina's, in {measurement.states} toestanden. {choice}\n{outcome}\n\n"
    )
    without = re.sub(rf"{HEADING}\n.*?(?=^## )", "", text, flags=re.DOTALL | re.MULTILINE)
    before, what_not, na = without.partition("## Wat nog niet is onderzocht")
    return before + part + what_not + na


def main() -> int:
    """Walk, tell, and write when asked."""
    question = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    question.add_argument("site", nargs="?", default=ROOT / "site", type=Path)
    question.add_argument("--alles", action="store_true")
    question.add_argument("--steekproef", type=int, default=0, metavar="AANTAL")
    question.add_argument("--schrijf", action="store_true")
    choice = question.parse_args()
    kinds = [fill_in(choice.site, path) for path in PAGES]
    all_ = [path.parent.relative_to(choice.site).as_posix() + "/" for path in sorted(choice.site.rglob("index.html"))]
    remaining = [path for path in all_ if path not in {*kinds, "./"}]
    if not choice.alles:
        remaining = sorted(random.Random(SEED).sample(remaining, choice.steekproef))  # noqa: S311 - to look at, not to keep secret
    with served(choice.site) as address, sync_playwright() as playwright:
        program = proof.browser()
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        measurement = measure(browser, address, kinds, remaining)
        name = f"Chromium {browser.version.partition('.')[0]}"
    version_ = re.search(r"axe v([\d.]+)", AXE_SCRIPT)
    assert version_
    show(f"axe-core {version_[1]}, {name}: {measurement.pages} pages, {measurement.states} states")
    if choice.schrijf:
        day = dates.dag(datetime.now(UTC).date())
        text = statement(STATEMENT.read_text(encoding="utf-8"), measurement, day, version_[1], name, len(all_) + 1)
        STATEMENT.write_text(text, encoding="utf-8")
    return bool(measurement.found)


if __name__ == "__main__":
    raise SystemExit(main())
