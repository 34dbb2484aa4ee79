"""The pictures of CONTRIBUTING.md, made of the real thing: `python -m tests.browser.plaatjes .github/images`.

A preview of a copy of the project; first as it is, then with an error in a row. What GitHub shows is not ours to picture.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tests.conftest import MOMENT, copy_
from tests.helpers import proof
from tests.helpers.proof import ARGUMENTS

ROWS = "docs/_data/activiteiten/2023.yml"
PATIENCE = 600
"""Seconds within which the preview must stand."""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _open(page: Page, address: str, selector: str) -> None:
    """Go there until it shows what is asked for."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            page.goto(address, wait_until="domcontentloaded")
            page.locator(selector).first.wait_for(timeout=10_000)
        except Error:
            if time.monotonic() > end:
                raise
            time.sleep(2)
        else:
            return


def main(out: Path) -> None:
    """Make both pictures."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        root = copy_(Path(folder) / "project")
        environment = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)}
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=root, env=environment)  # noqa: S603 - our own command
        try:
            with sync_playwright() as playwright:
                program = proof.browser()
                browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
                page = browser.new_page(viewport={"width": 900, "height": 620})
                _photograph(page, f"http://127.0.0.1:{port}/", root, out)
                browser.close()
        finally:
            process.terminate()
            process.wait(20)


def _photograph(page: Page, address: str, root: Path, out: Path) -> None:
    _open(page, f"{address}praktijken/hackshield/", ".pagina-over")
    page.locator(".pagina-over").screenshot(path=out / "klopt-er-iets-niet.png")
    rows = root / ROWS
    text = rows.read_text(encoding="utf-8")
    rows.write_text(text.replace("thema: ondermijning", "thema: ondermijnig", 1), encoding="utf-8")
    _open(page, f"{address}activiteiten/", "text=ondermijnig")
    page.screenshot(path=out / "fout-in-het-voorbeeld.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
