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

from macros.records import models as m

KOP = "dag,pad,soort,aantal"

_REGEL = re.compile(
    r"\S+ \S+ [^\[]*\[(?P<dag>\d{2})/(?P<maand>[A-Z][a-z]{2})/(?P<jaar>\d{4}):[^\]]*\] "
    r'"(?P<wijze>[A-Z]+) (?P<doel>\S+)(?: HTTP/[\d.]+)?" (?P<status>\d{3}) (?:\d+|-) '
    r'"(?:[^"\\]|\\.)*" "(?P<browser>(?:[^"\\]|\\.)*)"'
)
_MAANDEN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scan|monitor|uptime|pingdom|lighthouse|headless|phantom|scrapy|fetch|archive|"
    r"preview|validator|checker|feed|rss|facebookexternalhit|whatsapp|embedly|mediapartners|google-|python|curl|wget|"
    r"java/|okhttp|axios|guzzle|libwww|http-?client",
    re.IGNORECASE,
)
"""What programs call themselves. A CUBOT is a telephone."""
_PERSOON = ("Mozilla/", "Opera/")
"""How the name of every browser that people use begins."""
_GELEZEN = {"200", "304"}
"""Answers with which a reader has the page: sent, or still in the browser. A part of a file (206) is no second reading."""
_DOWNLOAD = (".pdf", ".csv", ".json", ".ics", ".eml", ".opml")
_GEEN_DOWNLOAD = ("/assets/", "/zoek/", "/feed.json")
_ABONNEMENT = "/agenda.ics"
"""A calendar that programs ask for every hour, without a reader."""
_LANGSTE = 2000


@dataclass(slots=True)
class Telling:
    """What a run over logs found: how often each page and download was read on each day, and what did not count."""

    aantallen: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    robots: int = 0
    overig: int = 0
    """Requests that are no reading: errors, redirects, images, feeds, HEAD."""
    onleesbaar: int = 0

    @property
    def geteld(self) -> int:
        """The number of requests that counted."""
        return sum(self.aantallen.values())


def regels(pad: Path) -> Iterator[str]:
    """The lines of a log, also of one that was compressed with gzip, whatever it is called.

    Raises:
        OSError, EOFError: the file cannot be read, or is broken off.
    """
    with pad.open("rb") as bestand:
        gecomprimeerd = bestand.read(2) == b"\x1f\x8b"
    with gzip.open(pad, "rb") if gecomprimeerd else pad.open("rb") as stroom:
        for regel in stroom:
            yield regel.decode("utf-8", "replace")


def tel(log: Iterable[str]) -> Telling:
    """Count what people read."""
    telling = Telling()
    for regel in log:
        delen = _REGEL.match(regel) if len(regel) <= _LANGSTE * 2 else None
        dag = _dag(delen) if delen else None
        if delen is None or dag is None:
            telling.onleesbaar += bool(regel.strip())
        elif not delen["browser"].startswith(_PERSOON) or _ROBOT.search(delen["browser"]):
            telling.robots += 1
        elif gelezen := _gelezen(delen):
            telling.aantallen[dag, *gelezen] += 1
        else:
            telling.overig += 1
    return telling


def _dag(delen: re.Match[str]) -> date | None:
    """The day as the server's own clock has it."""
    try:
        return date(int(delen["jaar"]), _MAANDEN.index(delen["maand"]) + 1, int(delen["dag"]))
    except ValueError:
        return None


def _gelezen(delen: re.Match[str]) -> tuple[str, str] | None:
    """The address and the kind of what a reader got; None when it is no reading."""
    pad = unquote(re.split(r"[?#]", delen["doel"], maxsplit=1)[0]).removesuffix("index.html")
    if delen["wijze"] != "GET" or delen["status"] not in _GELEZEN or not re.fullmatch(m.GELEZEN_PAD, pad):
        return None
    if pad.endswith("/"):
        return pad, "pagina"
    if pad.endswith(_DOWNLOAD) and not pad.startswith(_GEEN_DOWNLOAD) and not pad.endswith(_ABONNEMENT):
        return pad, "download"
    return None


def bestanden(telling: Telling, bestaand: Mapping[str, str]) -> dict[str, str]:
    """The data files, a month each, with what was counted before.

    A day may come along twice, in logs that overlap, and in parts. Of each day, address and kind the largest total
    stays: reading the same log again changes nothing, and no request counts twice.

    Args:
        telling: a run.
        bestaand: the text of the data files there are, by month (`2026-01`).
    """
    per_maand: dict[str, dict[tuple[str, str, str], int]] = {}
    for (dag, pad, soort), aantal in telling.aantallen.items():
        per_maand.setdefault(f"{dag:%Y-%m}", {})[dag.isoformat(), pad, soort] = aantal
    for maand, totalen in per_maand.items():
        for rij, aantal in _rijen(bestaand.get(maand, "")):
            totalen[rij] = max(aantal, totalen.get(rij, 0))
    return {maand: _csv(totalen) for maand, totalen in sorted(per_maand.items())}


def _rijen(csv: str) -> Iterator[tuple[tuple[str, str, str], int]]:
    """The rows of a data file of ours: no cell in it holds a comma or a quote."""
    for regel in csv.splitlines()[1:]:
        dag, pad, soort, aantal = regel.split(",")
        yield (dag, pad, soort), int(aantal)


def _csv(totalen: Mapping[tuple[str, str, str], int]) -> str:
    return "\n".join([KOP, *(f"{','.join(rij)},{aantal}" for rij, aantal in sorted(totalen.items()))]) + "\n"
