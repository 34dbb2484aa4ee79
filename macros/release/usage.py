"""How the site is used: web-server logs → day totals of pages and downloads, and nothing about who.

Read are the lines of a log in the combined format (Apache, nginx) or in Caddy's JSON, plain or gzip. Of each only the day, the
address and whether a person asked stay: the address of the reader, the hour, the referrer and the browser never reach a result.
A question to which the search found nothing is told by the page itself (`overrides/assets/search.js`): with HEAD, of the
search page. It is counted for the editor, and kept nowhere.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

from macros.base.errors import UserError
from macros.records import models as m
from macros.search import analysis

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
_ASKED = "/zoeken/"
"""The page of the search: `niets` behind it is a question without a result."""
_LONGEST_QUESTION = 60
ENOUGH = 3
"""How often a question is asked before an editor sees it: what one reader typed once may tell of someone."""


class Request(NamedTuple):
    """What a line of a log says of a request, as far as it matters here."""

    day: date
    method: str
    target: str
    status: str
    browser: str


@dataclass(slots=True)
class UsageTally:
    """What a run over logs found: how often each page and download was read on each day, and what did not count."""

    counts: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    robots: int = 0
    other_requests: int = 0
    """Requests that are no reading: errors, redirects, images, feeds, HEAD."""
    unreadable: int = 0
    nothing: Counter[str] = field(default_factory=Counter)
    """Questions without a result, in folded words."""

    def missed(self) -> list[tuple[str, int]]:
        """The questions without a result that were asked often enough to be seen, the most frequent first."""
        often = [(question, count) for question, count in self.nothing.items() if count >= ENOUGH]
        return sorted(often, key=lambda row: (-row[1], row[0]))

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
    """Count what people read, and what they did not find."""
    tally = UsageTally()
    for line in log:
        request = _request(line) if len(line) <= _LONGEST * 2 else None
        if request is None:
            tally.unreadable += bool(line.strip())
        elif asked := _without_result(request):
            tally.nothing[asked] += 1
        elif not request.browser.startswith(_PERSON) or _ROBOT.search(request.browser):
            tally.robots += 1
        elif loaded := _loaded(request):
            tally.counts[request.day, *loaded] += 1
        else:
            tally.other_requests += 1
    return tally


def _request(line: str) -> Request | None:
    """The request of a line; None when it is none of either form."""
    try:
        if line.startswith("{"):
            return _of_caddy(json.loads(line))
        parts = _LINE.match(line)
        return parts and Request(_day(parts), parts["wijze"], parts["doel"], parts["status"], parts["browser"])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, RecursionError):
        return None


def _of_caddy(row: dict[str, Any]) -> Request:
    """A line of Caddy's; its time is in seconds, or in words when the server was told so."""
    asked, moment = row["request"], row["ts"]
    written = isinstance(moment, str)
    day = date.fromisoformat(moment[:10].replace("/", "-")) if written else datetime.fromtimestamp(moment, UTC).date()
    browser = (asked.get("headers") or {}).get("User-Agent") or ["-"]
    return Request(day, str(asked["method"]), str(asked["uri"]), str(row["status"]), str(browser[0]))


def _day(parts: re.Match[str]) -> date:
    """The day as the server's own clock has it."""
    return date(int(parts["jaar"]), _MONTHS.index(parts["maand"]) + 1, int(parts["dag"]))


def _without_result(request: Request) -> str:
    """The question of which the search page tells that it found nothing, in folded words; empty when it tells none.

    Our servers leave the browser out of such a line; a robot that names itself is none the less no reader.
    """
    path, _, query = request.target.partition("?")
    if request.method != "HEAD" or path != _ASKED or request.status not in _LOADED or _ROBOT.search(request.browser):
        return ""
    asked = parse_qs(query, max_num_fields=5).get("niets", [""])[0]
    return " ".join(analysis.words(asked[:_LONGEST_QUESTION]))


def _loaded(request: Request) -> tuple[str, str] | None:
    """The address and the kind of what a reader got; None when it is no reading."""
    path = unquote(re.split(r"[?#]", request.target, maxsplit=1)[0]).removesuffix("index.html")
    if request.method != "GET" or request.status not in _LOADED or not re.fullmatch(m.READ_PATH, path):
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
