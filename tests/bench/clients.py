"""What the site's readers use, against the built site: newsboat for feeds, calcurse for calendars, over a local server.

    python -m tests.bench.clients --site site

Both come from Debian (`apt-get install newsboat calcurse`). A client that is not there is said to be missing and makes the
run fail: a proof that was not given is not a proof.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from icalendar import Calendar
from lxml import etree

from tests.helpers.servers import Quiet, served

TIME_LIMIT = 120
"""Seconds that a client gets."""


class _Feeds(Quiet):
    """Serves feeds as what they are."""

    extensions_map = Quiet.extensions_map | {".xml": "application/rss+xml", ".ics": "text/calendar"}


def _run(*command: str) -> str:
    return subprocess.run(  # noqa: S603 - a client that was found, with our own arguments
        command, capture_output=True, text=True, check=True, timeout=TIME_LIMIT
    ).stdout


def newsboat(site: Path, program: str) -> list[tuple[str, int, int]]:
    """For every feed: its path, the items that are in it, the items that newsboat found."""
    outcome: list[tuple[str, int, int]] = []
    with tempfile.TemporaryDirectory() as folder, served(site, _Feeds) as address:
        for feed in sorted(site.rglob("feed*.xml")):
            path = feed.relative_to(site).as_posix()
            expected = len(etree.parse(feed).findall("channel/item"))
            urls, cache, empty = (Path(folder, name) for name in ("urls", f"{len(outcome)}.db", "config"))
            urls.write_text(f"{address}{path}\n", encoding="utf-8")
            empty.touch()
            fixed = (program, "-q", "-C", str(empty), "-u", str(urls), "-c", str(cache), "-x")
            _run(*fixed, "reload")
            loaded = _run(*fixed, "print-unread").split()
            outcome.append((path, expected, int(loaded[0]) if loaded else -1))
    return outcome


def calcurse(site: Path, program: str) -> list[tuple[str, int, int]]:
    """For every calendar: its path, the entries that are in it, the entries that calcurse keeps."""
    outcome: list[tuple[str, int, int]] = []
    for agenda in sorted(site.rglob("agenda.ics")):
        expected = len(Calendar.from_ical(agenda.read_bytes()).walk("VEVENT"))
        with tempfile.TemporaryDirectory() as folder:
            if expected:
                _run(program, "-q", "-D", folder, "-C", folder, "-i", str(agenda))
            saved = Path(folder, "apts")
            lines = saved.read_text(encoding="utf-8").splitlines() if saved.is_file() else []
        outcome.append((agenda.relative_to(site).as_posix(), expected, len(lines)))
    return outcome


CLIENTS = {"newsboat": newsboat, "calcurse": calcurse}


def main() -> int:
    """Both clients; 0 when every feed and calendar holds in a client what it holds on the site."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--site", type=Path, default=Path("site"))
    site = options.parse_args().site
    good = True
    for name, measure in CLIENTS.items():
        if not (program := shutil.which(name)):
            sys.stdout.write(f"{name}: not installed, so nothing was proved\n")
            good = False
            continue
        outcome = measure(site, program)
        error = [line for line in outcome if line[1] != line[2]]
        good = good and bool(outcome) and not error
        total = {"bestanden": len(outcome), "items": sum(line[1] for line in outcome), "fout": error}
        sys.stdout.write(f"{name}: {json.dumps(total, ensure_ascii=False)}\n")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
