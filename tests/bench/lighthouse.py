"""The Lighthouse part of `make bench`: mobile, simulated slow 4G, the median of five runs a page, served compressed.

    python -m tests.bench.lighthouse [site] [--keer 5]

Lighthouse comes from npm into .cache/lighthouse, by its exact version. The server sends brotli and a year of caching for
files with a hash in their name, as deploy/ does.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import brotli

from tests.browser.conftest import NAMEN, vul_in

WORTEL = Path(__file__).parents[2]
VERSIE = "13.5.0"
KLAAR = WORTEL / ".cache/lighthouse"
PAGINAS = ("", "themas/digitale-veiligheid/", "praktijken/re-bootcmp/", "nieuwsbrieven/2023-q4/")
CIJFERS = ("performance", "accessibility", "best-practices", "seo")
METINGEN = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time", "total-byte-weight")


class Ingepakt(http.server.SimpleHTTPRequestHandler):
    """Serves the site with brotli, kept in memory; connections stay open, as those of any server that people use."""

    protocol_version = "HTTP/1.1"

    @staticmethod
    @functools.cache
    def pak_in(pad: Path) -> bytes:
        """The file's bytes in brotli."""
        ingepakt: bytes = brotli.compress(pad.read_bytes())
        return ingepakt

    def do_GET(self) -> None:
        """One file."""
        pad = Path(self.translate_path(self.path))
        pad = pad / "index.html" if pad.is_dir() else pad
        if not pad.is_file():
            self.send_error(404)
            return
        inhoud = self.pak_in(pad)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(pad)) + "; charset=utf-8")
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(inhoud)))
        self.send_header("Cache-Control", "max-age=31536000, immutable" if "assets" in pad.parts else "no-cache")
        self.end_headers()
        self.wfile.write(inhoud)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


def programma() -> Path:
    """The command of Lighthouse, set up when it is not there yet."""
    cli = KLAAR / "node_modules/lighthouse/cli/index.js"
    if not cli.is_file():
        KLAAR.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--prefix", str(KLAAR), "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([*npm, f"lighthouse@{VERSIE}"], check=True)  # noqa: S603 - our own command
    return cli


def meet(cli: Path, adres: str) -> dict[str, Any]:
    """One run."""
    chroom = next(filter(None, map(shutil.which, NAMEN)))
    opdracht = [
        "node", str(cli), adres, "--quiet", "--output=json", f"--only-categories={','.join(CIJFERS)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    omgeving = os.environ | {"CHROME_PATH": chroom}
    uitkomst = subprocess.run(opdracht, capture_output=True, text=True, check=True, env=omgeving)  # noqa: S603 - the same
    gelezen: dict[str, Any] = json.loads(uitkomst.stdout)
    return gelezen


def toon(pad: str, uitkomsten: list[dict[str, Any]]) -> None:
    """The medians of a page, and what was not perfect in the last run."""
    scores = [round(100 * statistics.median(u["categories"][naam]["score"] for u in uitkomsten)) for naam in CIJFERS]
    cijfers = {naam: statistics.median(u["audits"][naam]["numericValue"] for u in uitkomsten) for naam in METINGEN}
    meer = " ".join(f"{naam} {cijfers[naam]:.3g}" for naam in METINGEN)
    sys.stdout.write(f"/{pad:32} {' / '.join(map(str, scores)):22} {meer}\n")
    for categorie in uitkomsten[-1]["categories"].values():
        for deel in categorie["auditRefs"]:
            audit = uitkomsten[-1]["audits"][deel["id"]]
            if deel["weight"] and audit["score"] is not None and audit["score"] < 1:
                sys.stdout.write(f"    {audit['id']}: {audit.get('displayValue', '')} {audit['title']}\n")


def main() -> None:
    """Every page, as often as asked."""
    vraag = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    vraag.add_argument("site", nargs="?", default=WORTEL / "site", type=Path)
    vraag.add_argument("--keer", type=int, default=5)
    keuze = vraag.parse_args()
    cli = programma()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Ingepakt, directory=str(keuze.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for pad in PAGINAS:
        adres = f"http://127.0.0.1:{server.server_port}/{vul_in(keuze.site, pad)}"
        toon(pad, [meet(cli, adres) for _ in range(keuze.keer)])
    server.shutdown()


if __name__ == "__main__":
    main()
