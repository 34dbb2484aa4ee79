"""Dutch dates, quarters and periods.

Nothing here reads the clock: "today" is always an argument. A date as an author types it (`wanneer:`) keeps
the words of the source beside what a calendar can do with them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from macros.base import late

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

ALLOWED = (
    "2023-03-04 (dag), 2023-03 (maand), 2023-Q2 (kwartaal), 2023 (jaar), "
    "begin/eind (periode, bijvoorbeeld 2023-Q1/2023-Q2), doorlopend, "
    "'circa 6 x per jaar', 'minimaal 4 x', PM of onbekend"
)


class Kind(StrEnum):
    """How precisely a source says when something happens."""

    DAY = "dag"
    MONTH = "maand"
    QUARTER = "kwartaal"
    YEAR = "jaar"
    PERIOD = "periode"
    ONGOING = "doorlopend"
    FREQUENCY = "frequentie"
    PM = "pm"
    UNKNOWN = "onbekend"


@dataclass(frozen=True, slots=True)
class When:
    """A moment or period: what was typed, and its first and last day where it has them.

    `start` and `end` are both inclusive, and both None for "doorlopend", a frequency, PM and unknown.
    """

    soort: Kind
    typed: str
    start: date | None = None
    end: date | None = None

    def __str__(self) -> str:
        return dutch(self)

    @property
    def is_dated(self) -> bool:
        """Whether a calendar can hold it: a day, a month, a quarter, or a period that is no longer."""
        return bool(self.start and self.end and (self.end - self.start).days < _QUARTER)


_QUARTER = 92
"""How many days the longest quarter has."""
_POINT = late.pattern(r"(?P<jaar>[0-2][0-9]{3})(?:-Q(?P<kwartaal>[1-4])|-(?P<maand>[0-9]{2})(?:-(?P<dag>[0-9]{2}))?)?")
_FREQUENCY = late.pattern(
    r"(?:(?:circa|ca\.?|minimaal|maximaal) )?\d+ x(?: per (?:jaar|kwartaal|maand))?", re.IGNORECASE
)
_WORDS = {"doorlopend": Kind.ONGOING, "pm": Kind.PM, "onbekend": Kind.UNKNOWN}
_IN_YEAR = r"-Q[1-4]|-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
_ANY_CASE = "|".join("".join(f"[{sign}{sign.upper()}]" for sign in word) for word in _WORDS)
_LIMIT = rf"[0-2]\d{{3}}(?:{_IN_YEAR})?"
PATTERN = rf"^(?:{_LIMIT}(?: */ *{_LIMIT})?|{_ANY_CASE}|(?:[a-zA-Z]+\.? )?\d+ [xX](?: [a-zA-Z]+ [a-zA-Z]+)?)$"
"""What `read_when` takes, as a JSON Schema can say it; that a day is there in its month it cannot say."""


def read_when(text: str) -> When:
    """Read a `wanneer:` as authors type it.

    Raises:
        ValueError: in Dutch, when the text is none of TOEGESTAAN or names a day that does not exist.
    """
    text = text.strip()
    if kind := _WORDS.get(text.lower()):
        return When(kind, text)
    if _FREQUENCY.fullmatch(text):
        return When(Kind.FREQUENCY, text)
    if proposal := _proposal(text):
        raise ValueError(f"{text!r} is geen datum of periode; bedoelde u {proposal}?")
    start, dash, end = text.partition("/")
    kind, first, last = _point(start)
    if not dash:
        return When(kind, text, first, last)
    last = _point(end)[2]
    if last < first:
        raise ValueError(f"de periode {text!r} eindigt voordat zij begint")
    return When(Kind.PERIOD, text, first, last)


def _point(text: str) -> tuple[Kind, date, date]:
    """One point of time, with its first and last day."""
    if not (parts := _POINT.fullmatch(text.strip())):
        raise ValueError(f"{text!r} is geen datum of periode; toegestaan is {ALLOWED}")
    year = int(parts["jaar"])
    if parts["kwartaal"]:
        return (Kind.QUARTER, *quarter_limits(year, int(parts["kwartaal"])))
    if not parts["maand"]:
        return Kind.YEAR, _day(year, 1, 1), _day(year, 12, 31)
    month = int(parts["maand"])
    if parts["dag"]:
        day = _day(year, month, int(parts["dag"]))
        return Kind.DAY, day, day
    first = _day(year, month, 1)
    return Kind.MONTH, first, first.replace(day=monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"de datum {year:04}-{month:02}-{day:02} bestaat niet") from None


_MONTH = "|".join(f"{name[:3]}[a-z]*" for name in (*MONTHS, "mrt"))
_OTHER_NOTATIONS = (
    late.pattern(r"(?P<jaar>\d{4})(?P<teken>[-/. ])(?P<maand>\d{1,2})(?P=teken)(?P<dag>\d{1,2})"),
    late.pattern(r"(?P<dag>\d{1,2})(?P<teken>[-/. ])(?P<maand>\d{1,2})(?P=teken)(?P<jaar>\d{4})"),
    late.pattern(r"(?P<jaar>\d{4})(?P<maand>\d\d)(?P<dag>\d\d)"),
    late.pattern(rf"(?:[a-z]+dag )?(?P<dag>\d{{1,2}})[- ](?P<naam>{_MONTH})\.?[- ](?P<jaar>\d{{4}})", re.IGNORECASE),
    late.pattern(rf"(?P<naam>{_MONTH})\.?[- ](?P<jaar>\d{{4}})", re.IGNORECASE),
    late.pattern(r"(?P<jaar>\d{4})[-/](?P<maand>\d)|(?P<maand_>\d{1,2})[-/](?P<jaar_>\d{4})"),
    late.pattern(r"(?:q(?P<kwartaal>[1-4])|(?P<kwartaal_>[1-4])e kwartaal)(?: van)?[- ](?P<jaar>\d{4})|(?P<jaar_>\d{4})[ -]?[qk](?P<kwartaal__>[1-4])", re.IGNORECASE),
)  # fmt: skip
"""How dates are written elsewhere, Dutch (day first) and by programs (year first)."""


def _proposal(text: str) -> str:
    """A date or a quarter that was typed in another notation, in ours: `2-3-2024` → `2024-03-02`; nothing when it is none."""
    for form in () if _POINT.fullmatch(text) else _OTHER_NOTATIONS:
        if found := form.fullmatch(text):
            parts = {name.rstrip("_"): part for name, part in found.groupdict().items() if part}
            return _in_ours(int(parts["jaar"]), parts)
    return ""


def _in_ours(year: int, parts: Mapping[str, str]) -> str:
    if quarter_ := parts.get("kwartaal"):
        return f"{year}-Q{quarter_}"
    name = parts.get("naam", "").lower()[:3].replace("mrt", "maa")
    month_ = int(parts["maand"]) if "maand" in parts else [m[:3] for m in MONTHS].index(name) + 1
    typed = f"{year}-{month_:02}" + (f"-{int(parts['dag']):02}" if "dag" in parts else "")
    try:
        _point(typed)
    except ValueError:
        return ""
    return typed


def read_day(text: str) -> date:
    """Read an ISO day (`2023-03-04`) and nothing else.

    Raises:
        ValueError: in Dutch, for another notation or a day that does not exist.
    """
    if not re.fullmatch(r"[0-2][0-9]{3}-[0-9]{2}-[0-9]{2}", text.strip()):
        if (proposal := _proposal(text.strip())).count("-") == 2:  # noqa: PLR2004 - year, month, day
            raise ValueError(f"{text!r} is geen datum; bedoelde u {proposal}?")
        raise ValueError(f"{text!r} is geen datum; schrijf jaar-maand-dag, bijvoorbeeld 2023-03-04")
    year, month, day = (int(part) for part in text.strip().split("-"))
    return _day(year, month, day)


@dataclass(frozen=True, slots=True)
class Time:
    """From when to when something is on its day, in Dutch time; `end` is None where only the beginning is known."""

    typed: str
    start: time
    end: time | None = None

    def __str__(self) -> str:
        return f"{self.typed.replace(':', '.').replace('-', '–')} uur"


_TIME = late.pattern(r"(?P<begin>[0-9]{2}:[0-9]{2})(?:-(?P<eind>[0-9]{2}:[0-9]{2}))?")


def read_time(text: str) -> Time:
    """Read a `tijd:` as authors type it (`13:30-16:00`, `13:30`).

    Raises:
        ValueError: in Dutch, for another notation, an hour that does not exist or an end before the beginning.
    """
    text = text.strip()
    if not (parts := _TIME.fullmatch(text)):
        raise ValueError(f"{text!r} is geen tijd; schrijf uren en minuten, bijvoorbeeld 13:30-16:00")
    try:
        start, end = time.fromisoformat(parts["begin"]), parts["eind"] and time.fromisoformat(parts["eind"])
    except ValueError:
        raise ValueError(f"de tijd {text!r} bestaat niet") from None
    if end and end <= start:
        raise ValueError(f"de tijd {text!r} eindigt voordat zij begint")
    return Time(text, start, end or None)


def quarter_limits(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter (1–4)."""
    first = _day(year, 3 * quarter - 2, 1)
    month = 3 * quarter
    return first, first.replace(month=month, day=monthrange(year, month)[1])


def dag(day_: date) -> str:
    """`4 maart 2023`."""
    return f"{day_.day} {MONTHS[day_.month - 1]} {day_.year}"


def weekday(day_: date) -> str:
    """`zaterdag 4 maart 2023`."""
    return f"{DAYS[day_.weekday()]} {dag(day_)}"


def month(day_: date) -> str:
    """`maart 2023`."""
    return f"{MONTHS[day_.month - 1]} {day_.year}"


def quarter(day_: date) -> str:
    """`1e kwartaal 2023`."""
    return f"{(day_.month + 2) // 3}e kwartaal {day_.year}"


def jaar(day_: date) -> str:
    """`2023`."""
    return str(day_.year)


_FORMS = {Kind.DAY: dag, Kind.MONTH: month, Kind.QUARTER: quarter, Kind.YEAR: jaar}


def dutch(wanneer: When) -> str:
    """A `When` in Dutch: `2e kwartaal 2023`, `1 oktober t/m 31 december 2023`, `nog niet bepaald (PM)`."""
    match wanneer.soort:
        case Kind.PM:
            return "nog niet bepaald (PM)"
        case Kind.PERIOD:
            start, _, end = wanneer.typed.partition("/")
            return f"{dutch(read_when(start))} t/m {dutch(read_when(end))}"
        case kind if kind in _FORMS and wanneer.start:
            return _FORMS[kind](wanneer.start)
        case _:
            return wanneer.typed


def moment(wanneer: When, time_: Time | None = None) -> str:
    """When something is, with the hours where they are known; nothing when the day is unknown.

    `4 maart 2023, 13.30–16.00 uur`, `2e kwartaal 2023`, `circa 6 x per jaar`.
    """
    if wanneer.soort is Kind.UNKNOWN:
        return ""
    return f"{dutch(wanneer)}, {time_}" if time_ else dutch(wanneer)


def sort_key(wanneer: When) -> tuple[bool, date, date, str]:
    """Sort key: by first day, then last; what has no day comes last, by its words."""
    end = date.max
    return wanneer.start is None, wanneer.start or end, wanneer.end or end, wanneer.typed.lower()


def instant(day_: date) -> datetime:
    """Midnight UTC on a day: a moment for feeds, which take no date without a time and a zone."""
    return datetime(day_.year, day_.month, day_.day, tzinfo=UTC)


def next_day(day_: date) -> date:
    """The day after: calendars give the end of an all-day entry exclusively (RFC 5545, 3.6.1)."""
    return day_ + timedelta(days=1)
