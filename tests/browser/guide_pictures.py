"""The pictures of CONTRIBUTING.md, made of the real thing: `python -m tests.browser.plaatjes .github/beeld`.

A preview of a copy of the project; first as it is, then with an error in a row. What GitHub shows is not ours to picture.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tests.browser.conftest import ARGUMENTEN, NAMEN
from tests.conftest import MOMENT, kopie

RIJEN = "docs/_data/activiteiten/2023.yml"
GEDULD = 600
"""Seconds within which the preview must stand."""


def _vrij() -> int:
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort: int = vrij.getsockname()[1]
        return poort


def _open(pagina: Page, adres: str, kiezer: str) -> None:
    """Go there until it shows what is asked for."""
    einde = time.monotonic() + GEDULD
    while True:
        try:
            pagina.goto(adres, wait_until="domcontentloaded")
            pagina.locator(kiezer).first.wait_for(timeout=10_000)
        except Error:
            if time.monotonic() > einde:
                raise
            time.sleep(2)
        else:
            return


def main(uit: Path) -> None:
    """Make both pictures."""
    poort = _vrij()
    with tempfile.TemporaryDirectory() as map_:
        wortel = kopie(Path(map_) / "project")
        omgeving = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(wortel)}
        opdracht = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{poort}"]
        proces = subprocess.Popen(opdracht, cwd=wortel, env=omgeving)  # noqa: S603 - our own command
        try:
            with sync_playwright() as playwright:
                programma = next(filter(None, map(shutil.which, NAMEN)))
                browser = playwright.chromium.launch(executable_path=programma, args=list(ARGUMENTEN))
                pagina = browser.new_page(viewport={"width": 900, "height": 620})
                _fotografeer(pagina, f"http://127.0.0.1:{poort}/", wortel, uit)
                browser.close()
        finally:
            proces.terminate()
            proces.wait(20)


def _fotografeer(pagina: Page, adres: str, wortel: Path, uit: Path) -> None:
    _open(pagina, f"{adres}praktijken/hackshield/", ".pagina-over")
    pagina.locator(".pagina-over").screenshot(path=uit / "klopt-er-iets-niet.png")
    rijen = wortel / RIJEN
    tekst = rijen.read_text(encoding="utf-8")
    rijen.write_text(tekst.replace("thema: ondermijning", "thema: ondermijnig", 1), encoding="utf-8")
    _open(pagina, f"{adres}activiteiten/", "text=ondermijnig")
    pagina.screenshot(path=uit / "fout-in-het-voorbeeld.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
