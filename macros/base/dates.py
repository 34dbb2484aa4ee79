"""Dutch dates, quarters and periods.

Nothing here reads the clock: "today" is always an argument. A date as an author types it (`wanneer:`) keeps
the words of the source beside what a calendar can do with them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

TOEGESTAAN = (
    "2023-03-04 (dag), 2023-03 (maand), 2023-Q2 (kwartaal), 2023 (jaar), "
    "begin/eind (periode, bijvoorbeeld 2023-Q1/2023-Q2), doorlopend, "
    "'circa 6 x per jaar', 'minimaal 4 x', PM of onbekend"
)


class Soort(StrEnum):
    """How precisely a source says when something happens."""

    DAG = "dag"
    MAAND = "maand"
    KWARTAAL = "kwartaal"
    JAAR = "jaar"
    PERIODE = "periode"
    DOORLOPEND = "doorlopend"
    FREQUENTIE = "frequentie"
    PM = "pm"
    ONBEKEND = "onbekend"


@dataclass(frozen=True, slots=True)
class Wanneer:
    """A moment or period: what was typed, and its first and last day where it has them.

    `begin` and `eind` are both inclusive, and both None for "doorlopend", a frequency, PM and unknown.
    """

    soort: Soort
    typed: str
    begin: date | None = None
    eind: date | None = None

    def __str__(self) -> str:
        return nederlands(self)


_PUNT = re.compile(r"(?P<jaar>[0-2][0-9]{3})(?:-Q(?P<kwartaal>[1-4])|-(?P<maand>[0-9]{2})(?:-(?P<dag>[0-9]{2}))?)?")
_FREQUENTIE = re.compile(
    r"(?:(?:circa|ca\.?|minimaal|maximaal) )?\d+ x(?: per (?:jaar|kwartaal|maand))?", re.IGNORECASE
)
_WOORDEN = {"doorlopend": Soort.DOORLOPEND, "pm": Soort.PM, "onbekend": Soort.ONBEKEND}


def lees_wanneer(tekst: str) -> Wanneer:
    """Read a `wanneer:` as authors type it.

    Raises:
        ValueError: in Dutch, when the text is none of TOEGESTAAN or names a day that does not exist.
    """
    tekst = tekst.strip()
    if soort := _WOORDEN.get(tekst.lower()):
        return Wanneer(soort, tekst)
    if _FREQUENTIE.fullmatch(tekst):
        return Wanneer(Soort.FREQUENTIE, tekst)
    begin, streep, eind = tekst.partition("/")
    soort, eerste, laatste = _punt(begin)
    if not streep:
        return Wanneer(soort, tekst, eerste, laatste)
    laatste = _punt(eind)[2]
    if laatste < eerste:
        raise ValueError(f"de periode {tekst!r} eindigt voordat zij begint")
    return Wanneer(Soort.PERIODE, tekst, eerste, laatste)


def _punt(tekst: str) -> tuple[Soort, date, date]:
    """One point of time, with its first and last day."""
    if not (delen := _PUNT.fullmatch(tekst.strip())):
        raise ValueError(f"{tekst!r} is geen datum of periode; toegestaan is {TOEGESTAAN}")
    jaar = int(delen["jaar"])
    if delen["kwartaal"]:
        return (Soort.KWARTAAL, *kwartaalgrenzen(jaar, int(delen["kwartaal"])))
    if not delen["maand"]:
        return Soort.JAAR, _dag(jaar, 1, 1), _dag(jaar, 12, 31)
    maand = int(delen["maand"])
    if delen["dag"]:
        dag = _dag(jaar, maand, int(delen["dag"]))
        return Soort.DAG, dag, dag
    eerste = _dag(jaar, maand, 1)
    return Soort.MAAND, eerste, eerste.replace(day=monthrange(jaar, maand)[1])


def _dag(jaar: int, maand: int, dag: int) -> date:
    try:
        return date(jaar, maand, dag)
    except ValueError:
        raise ValueError(f"de datum {jaar:04}-{maand:02}-{dag:02} bestaat niet") from None


def lees_dag(tekst: str) -> date:
    """Read an ISO day (`2023-03-04`) and nothing else.

    Raises:
        ValueError: in Dutch, for another notation or a day that does not exist.
    """
    if not re.fullmatch(r"[0-2][0-9]{3}-[0-9]{2}-[0-9]{2}", tekst.strip()):
        raise ValueError(f"{tekst!r} is geen datum; schrijf jaar-maand-dag, bijvoorbeeld 2023-03-04")
    jaar, maand, dag = (int(deel) for deel in tekst.strip().split("-"))
    return _dag(jaar, maand, dag)


@dataclass(frozen=True, slots=True)
class Tijd:
    """From when to when something is on its day, in Dutch time; `eind` is None where only the beginning is known."""

    typed: str
    begin: time
    eind: time | None = None

    def __str__(self) -> str:
        return f"{self.typed.replace(':', '.').replace('-', '–')} uur"


_TIJD = re.compile(r"(?P<begin>[0-9]{2}:[0-9]{2})(?:-(?P<eind>[0-9]{2}:[0-9]{2}))?")


def lees_tijd(tekst: str) -> Tijd:
    """Read a `tijd:` as authors type it (`13:30-16:00`, `13:30`).

    Raises:
        ValueError: in Dutch, for another notation, an hour that does not exist or an end before the beginning.
    """
    tekst = tekst.strip()
    if not (delen := _TIJD.fullmatch(tekst)):
        raise ValueError(f"{tekst!r} is geen tijd; schrijf uren en minuten, bijvoorbeeld 13:30-16:00")
    try:
        begin, eind = time.fromisoformat(delen["begin"]), delen["eind"] and time.fromisoformat(delen["eind"])
    except ValueError:
        raise ValueError(f"de tijd {tekst!r} bestaat niet") from None
    if eind and eind <= begin:
        raise ValueError(f"de tijd {tekst!r} eindigt voordat zij begint")
    return Tijd(tekst, begin, eind or None)


def kwartaalgrenzen(jaar: int, kwartaal: int) -> tuple[date, date]:
    """The first and the last day of a quarter (1–4)."""
    eerste = _dag(jaar, 3 * kwartaal - 2, 1)
    maand = 3 * kwartaal
    return eerste, eerste.replace(month=maand, day=monthrange(jaar, maand)[1])


def dag(dag_: date) -> str:
    """`4 maart 2023`."""
    return f"{dag_.day} {MAANDEN[dag_.month - 1]} {dag_.year}"


def weekdag(dag_: date) -> str:
    """`zaterdag 4 maart 2023`."""
    return f"{DAGEN[dag_.weekday()]} {dag(dag_)}"


def maand(dag_: date) -> str:
    """`maart 2023`."""
    return f"{MAANDEN[dag_.month - 1]} {dag_.year}"


def kwartaal(dag_: date) -> str:
    """`1e kwartaal 2023`."""
    return f"{(dag_.month + 2) // 3}e kwartaal {dag_.year}"


def jaar(dag_: date) -> str:
    """`2023`."""
    return str(dag_.year)


_VORMEN = {Soort.DAG: dag, Soort.MAAND: maand, Soort.KWARTAAL: kwartaal, Soort.JAAR: jaar}


def nederlands(wanneer: Wanneer) -> str:
    """A `Wanneer` in Dutch: `2e kwartaal 2023`, `1 oktober t/m 31 december 2023`, `nog niet bepaald (PM)`."""
    match wanneer.soort:
        case Soort.PM:
            return "nog niet bepaald (PM)"
        case Soort.PERIODE:
            begin, _, eind = wanneer.typed.partition("/")
            return f"{nederlands(lees_wanneer(begin))} t/m {nederlands(lees_wanneer(eind))}"
        case soort if soort in _VORMEN and wanneer.begin:
            return _VORMEN[soort](wanneer.begin)
        case _:
            return wanneer.typed


def rangschikking(wanneer: Wanneer) -> tuple[bool, date, date, str]:
    """Sort key: by first day, then last; what has no day comes last, by its words."""
    einde = date.max
    return wanneer.begin is None, wanneer.begin or einde, wanneer.eind or einde, wanneer.typed.lower()


def tijdstip(dag_: date) -> datetime:
    """Midnight UTC on a day: a moment for feeds, which take no date without a time and a zone."""
    return datetime(dag_.year, dag_.month, dag_.day, tzinfo=UTC)


def volgende_dag(dag_: date) -> date:
    """The day after: calendars give the end of an all-day entry exclusively (RFC 5545, 3.6.1)."""
    return dag_ + timedelta(days=1)
