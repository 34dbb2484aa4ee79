"""Screenshots for a person to look at: `python tests/browser/screenshots.py site uitvoer [pad …]`."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.helpers import proof

PATHS = (
    "", "themas/digitale-veiligheid/", "praktijken/", "praktijken/re-bootcmp/", "nieuwsbrieven/2023-q4/", "gemeenten/",
    "financien/", "organisatie/",
)  # fmt: skip


def main(site: Path, out: Path, paths: tuple[str, ...]) -> None:
    """Photograph every path: wide and narrow, light and dark, whole page."""
    out.mkdir(parents=True, exist_ok=True)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=proof.browser(), args=list(proof.ARGUMENTS))
        for width in (1280, 360):
            for colour in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colour)
                for path in paths:
                    page.goto(f"http://127.0.0.1:{server.server_port}/{path}")
                    name = path.strip("/").replace("/", "_") or "home"
                    page.screenshot(path=out / f"{name}-{width}-{colour}.png", full_page=True)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), tuple(sys.argv[3:]) or PATHS)
