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

from tests.helpers.servers import Stil, bediend

TIJD = 120
"""Seconds that a client gets."""


class _Feeds(Stil):
    """Serves feeds as what they are."""

    extensions_map = Stil.extensions_map | {".xml": "application/rss+xml", ".ics": "text/calendar"}


def _draai(*opdracht: str) -> str:
    return subprocess.run(  # noqa: S603 - a client that was found, with our own arguments
        opdracht, capture_output=True, text=True, check=True, timeout=TIJD
    ).stdout


def newsboat(site: Path, programma: str) -> list[tuple[str, int, int]]:
    """For every feed: its path, the items that are in it, the items that newsboat found."""
    uitkomst: list[tuple[str, int, int]] = []
    with tempfile.TemporaryDirectory() as map_, bediend(site, _Feeds) as adres:
        for feed in sorted(site.rglob("feed*.xml")):
            pad = feed.relative_to(site).as_posix()
            verwacht = len(etree.parse(feed).findall("channel/item"))
            urls, cache, leeg = (Path(map_, naam) for naam in ("urls", f"{len(uitkomst)}.db", "config"))
            urls.write_text(f"{adres}{pad}\n", encoding="utf-8")
            leeg.touch()
            vast = (programma, "-q", "-C", str(leeg), "-u", str(urls), "-c", str(cache), "-x")
            _draai(*vast, "reload")
            gelezen = _draai(*vast, "print-unread").split()
            uitkomst.append((pad, verwacht, int(gelezen[0]) if gelezen else -1))
    return uitkomst


def calcurse(site: Path, programma: str) -> list[tuple[str, int, int]]:
    """For every calendar: its path, the entries that are in it, the entries that calcurse keeps."""
    uitkomst: list[tuple[str, int, int]] = []
    for agenda in sorted(site.rglob("agenda.ics")):
        verwacht = len(Calendar.from_ical(agenda.read_bytes()).walk("VEVENT"))
        with tempfile.TemporaryDirectory() as map_:
            if verwacht:
                _draai(programma, "-q", "-D", map_, "-C", map_, "-i", str(agenda))
            bewaard = Path(map_, "apts")
            regels = bewaard.read_text(encoding="utf-8").splitlines() if bewaard.is_file() else []
        uitkomst.append((agenda.relative_to(site).as_posix(), verwacht, len(regels)))
    return uitkomst


CLIENTS = {"newsboat": newsboat, "calcurse": calcurse}


def main() -> int:
    """Both clients; 0 when every feed and calendar holds in a client what it holds on the site."""
    opties = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    opties.add_argument("--site", type=Path, default=Path("site"))
    site = opties.parse_args().site
    goed = True
    for naam, meet in CLIENTS.items():
        if not (programma := shutil.which(naam)):
            sys.stdout.write(f"{naam}: not installed, so nothing was proved\n")
            goed = False
            continue
        uitkomst = meet(site, programma)
        fout = [regel for regel in uitkomst if regel[1] != regel[2]]
        goed = goed and bool(uitkomst) and not fout
        som = {"bestanden": len(uitkomst), "items": sum(regel[1] for regel in uitkomst), "fout": fout}
        sys.stdout.write(f"{naam}: {json.dumps(som, ensure_ascii=False)}\n")
    return 0 if goed else 1


if __name__ == "__main__":
    raise SystemExit(main())
