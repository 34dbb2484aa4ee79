"""The Lighthouse part of `make bench`: mobile, simulated slow 4G, the median of five runs a page, served as we publish it.

    python -m tests.bench.lighthouse [site] [--keer 5]

Lighthouse comes from npm into .cache/lighthouse, by its exact version. The site is published and served by nginx with the
configuration of deploy/ (Debian: apt-get install nginx-light libnginx-mod-http-brotli-static).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browser.conftest import NAMEN, vul_in
from tests.helpers.servers import gepubliceerd

WORTEL = Path(__file__).parents[2]
VERSIE = "13.5.0"
KLAAR = WORTEL / ".cache/lighthouse"
PAGINAS = ("", "themas/digitale-veiligheid/", "praktijken/re-bootcmp/", "nieuwsbrieven/2023-q4/")
CIJFERS = ("performance", "accessibility", "best-practices", "seo")
METINGEN = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time", "total-byte-weight")


def opgezet() -> Path:
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
    cli = opgezet()
    with gepubliceerd(keuze.site) as adres:
        for pad in PAGINAS:
            toon(pad, [meet(cli, adres + vul_in(keuze.site, pad)) for _ in range(keuze.keer)])


if __name__ == "__main__":
    main()
