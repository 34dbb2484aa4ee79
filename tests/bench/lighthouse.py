"""The Lighthouse part of `make bench`: mobile, simulated slow 4G, the median of five runs a page, served as we publish it.

    python -m tests.bench.lighthouse [site] [--keer 5]

Lighthouse comes from npm into .cache/lighthouse, by its exact version. The site is published and served by nginx with the
configuration of deploy/ (Debian: apt-get install nginx-light libnginx-mod-http-brotli-static).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browser.conftest import fill_in
from tests.helpers import proof
from tests.helpers.servers import gepubliceerd

ROOT = Path(__file__).parents[2]
VERSION = "13.5.0"
INSTALLED = ROOT / ".cache/lighthouse"
PAGES = ("", "themas/digitale-veiligheid/", "praktijken/re-bootcmp/", "nieuwsbrieven/2023-q4/")
CIJFERS = ("performance", "accessibility", "best-practices", "seo")
MEASUREMENTS = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time", "total-byte-weight")


def installed() -> Path:
    """The command of Lighthouse, set up when it is not there yet."""
    cli = INSTALLED / "node_modules/lighthouse/cli/index.js"
    if not cli.is_file():
        INSTALLED.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--prefix", str(INSTALLED), "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([*npm, f"lighthouse@{VERSION}"], check=True)  # noqa: S603 - our own command
    return cli


def measure(cli: Path, address: str) -> dict[str, Any]:
    """One run."""
    chrome = str(proof.browser())
    command = [
        "node", str(cli), address, "--quiet", "--output=json", f"--only-categories={','.join(CIJFERS)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": chrome}
    outcome = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - the same
    loaded: dict[str, Any] = json.loads(outcome.stdout)
    return loaded


def show(path: str, outcomes: list[dict[str, Any]]) -> None:
    """The medians of a page, and what was not perfect in the last run."""
    scores = [round(100 * statistics.median(u["categories"][name]["score"] for u in outcomes)) for name in CIJFERS]
    cijfers = {name: statistics.median(u["audits"][name]["numericValue"] for u in outcomes) for name in MEASUREMENTS}
    more = " ".join(f"{name} {cijfers[name]:.3g}" for name in MEASUREMENTS)
    sys.stdout.write(f"/{path:32} {' / '.join(map(str, scores)):22} {more}\n")
    for category in outcomes[-1]["categories"].values():
        for part in category["auditRefs"]:
            audit = outcomes[-1]["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                sys.stdout.write(f"    {audit['id']}: {audit.get('displayValue', '')} {audit['title']}\n")


def main() -> None:
    """Every page, as often as asked."""
    question = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    question.add_argument("site", nargs="?", default=ROOT / "site", type=Path)
    question.add_argument("--keer", type=int, default=5)
    choice = question.parse_args()
    cli = installed()
    with gepubliceerd(choice.site) as address:
        for path in PAGES:
            show(path, [measure(cli, address + fill_in(choice.site, path)) for _ in range(choice.keer)])


if __name__ == "__main__":
    main()
