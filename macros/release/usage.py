"""How the site is used: web-server logs → day totals of pages and downloads, and nothing about who.

Read are the lines of a log in the combined format (Apache, nginx), plain or gzip. Of each only the day, the address and
whether a person asked stay: the address of the reader, the hour, the referrer and the browser never reach a result.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from macros.base.errors import UserError
from macros.records import models as m

HEADING = "dag,pad,soort,aantal"

_LINE = re.compile(
    r"\S+ \S+ [^\[]*\[(?P<dag>\d{2})/(?P<maand>[A-Z][a-z]{2})/(?P<jaar>\d{4}):[^\]]*\] "
    r'"(?P<wijze>[A-Z]+) (?P<doel>\S+)(?: HTTP/[\d.]+)?" (?P<status>\d{3}) (?:\d+|-) '
    r'"(?:[^"\\]|\\.)*" "(?P<browser>(?:[^"\\]|\\.)*)"'
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scan|monitor|uptime|pingdom|lighthouse|headless|phantom|scrapy|fetch|archive|"
    r"preview|validator|checker|feed|rss|facebookexternalhit|whatsapp|embedly|mediapartners|google-|python|curl|wget|"
    r"java/|okhttp|axios|guzzle|libwww|http-?client",
    re.IGNORECASE,
)
"""What programs call themselves. A CUBOT is a telephone."""
_PERSON = ("Mozilla/", "Opera/")
"""How the name of every browser that people use begins."""
_LOADED = {"200", "304"}
"""Answers with which a reader has the page: sent, or still in the browser. A part of a file (206) is no second reading."""
_DOWNLOAD = (".pdf", ".csv", ".json", ".ics", ".eml", ".opml")
_NO_DOWNLOAD = ("/assets/", "/zoek/", "/feed.json")
_SUBSCRIPTION = "/agenda.ics"
"""A calendar that programs ask for every hour, without a reader."""
_LONGEST = 2000


@dataclass(slots=True)
class UsageTally:
    """What a run over logs found: how often each page and download was read on each day, and what did not count."""

    counts: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    robots: int = 0
    other_requests: int = 0
    """Requests that are no reading: errors, redirects, images, feeds, HEAD."""
    unreadable: int = 0

    @property
    def counted(self) -> int:
        """The number of requests that counted."""
        return sum(self.counts.values())


def lines(path: Path) -> Iterator[str]:
    """The lines of a log, also of one that was compressed with gzip, whatever it is called.

    Raises:
        OSError, EOFError: the file cannot be read, or is broken off.
    """
    with path.open("rb") as file:
        compressed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rb") if compressed else path.open("rb") as stream:
        for line in stream:
            yield line.decode("utf-8", "replace")


def count(log: Iterable[str]) -> UsageTally:
    """Count what people read."""
    tally = UsageTally()
    for line in log:
        parts = _LINE.match(line) if len(line) <= _LONGEST * 2 else None
        day = _day(parts) if parts else None
        if parts is None or day is None:
            tally.unreadable += bool(line.strip())
        elif not parts["browser"].startswith(_PERSON) or _ROBOT.search(parts["browser"]):
            tally.robots += 1
        elif loaded := _loaded(parts):
            tally.counts[day, *loaded] += 1
        else:
            tally.other_requests += 1
    return tally


def _day(parts: re.Match[str]) -> date | None:
    """The day as the server's own clock has it."""
    try:
        return date(int(parts["jaar"]), _MONTHS.index(parts["maand"]) + 1, int(parts["dag"]))
    except ValueError:
        return None


def _loaded(parts: re.Match[str]) -> tuple[str, str] | None:
    """The address and the kind of what a reader got; None when it is no reading."""
    path = unquote(re.split(r"[?#]", parts["doel"], maxsplit=1)[0]).removesuffix("index.html")
    if parts["wijze"] != "GET" or parts["status"] not in _LOADED or not re.fullmatch(m.READ_PATH, path):
        return None
    if path.endswith("/"):
        return path, "pagina"
    if path.lower().endswith(_DOWNLOAD) and not path.startswith(_NO_DOWNLOAD) and not path.endswith(_SUBSCRIPTION):
        return path, "download"
    return None


def month_files(tally: UsageTally, existing: Mapping[str, str]) -> dict[str, str]:
    """The data files, a month each, with what was counted before.

    A day may come along twice, in logs that overlap, and in parts. Of each day, address and kind the largest total
    stays: reading the same log again changes nothing, and no request counts twice.

    Args:
        tally: a run.
        existing: the text of the data files there are, by month (`2026-01`).
    """
    by_month: dict[str, dict[tuple[str, str, str], int]] = {}
    for (day, path, kind), count in tally.counts.items():
        by_month.setdefault(f"{day:%Y-%m}", {})[day.isoformat(), path, kind] = count
    for month, totalen in by_month.items():
        for row, count in _rows(month, existing.get(month, "")):
            totalen[row] = max(count, totalen.get(row, 0))
    return {month: _csv(totalen) for month, totalen in sorted(by_month.items())}


def _rows(month: str, csv: str) -> Iterator[tuple[tuple[str, str, str], int]]:
    """The rows of a data file of ours: no cell in it holds a comma or a quote.

    Raises:
        UserError: someone changed it by hand into something else.
    """
    for number, line in enumerate(csv.splitlines()[1:], start=2):
        try:
            day, path, kind, count = line.split(",")
            yield (day, path, kind), int(count)
        except ValueError:
            file = m.Gebruik.kind.files.replace("*", month)
            raise UserError(f"dit is geen rij van 'kennisbank gebruik' ({HEADING})", file=file, line=number) from None


def _csv(totalen: Mapping[tuple[str, str, str], int]) -> str:
    return "\n".join([HEADING, *(f"{','.join(row)},{count}" for row, count in sorted(totalen.items()))]) + "\n"
