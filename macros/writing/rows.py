"""A row at its day in a data file, and not at its end: two people who add a row on different days do not meet.

Git joins two changes as long as a line that neither touched stands between them. So a file that is new gets a line for
each month; and nothing is written anew but the row itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from macros.base import dates

_WITHOUT_DATE = "# zonder datum"
_MONTH = {f"# {month}": nummer for nummer, month in enumerate(dates.MONTHS, start=1)}
_WHEN = re.compile(r"^[ -] wanneer:\s*[\"']?([^\"'#\n]+)", re.MULTILINE)


def kop(year: str) -> str:
    """How a year's file of activities begins."""
    explanation = (
        f"# De activiteiten van {year}.",
        "# Zet een rij onder haar maand, op volgorde van datum. Wat geen datum heeft, staat achteraan.",
    )
    return "\n".join(explanation) + "".join(f"\n\n{line}" for line in (*_MONTH, _WITHOUT_DATE)) + "\n"


def insert(text: str, row: str) -> str:
    """The text of a data file with a row before the first that is later, or at the end; no other line changes."""
    lines, new = text.rstrip("\n").split("\n"), row.rstrip("\n").split("\n")
    day = _day(new, 0)
    for start, end in pairwise([*_parts(lines), len(lines)]):
        if _day(lines[start:end], day.year) > day:
            return "\n".join([*lines[:start], *new, "", *lines[start:]]) + "\n"
    return "\n".join([*lines, "", *new]).lstrip("\n") + "\n"


def _parts(lines: list[str]) -> Iterator[int]:
    """The lines at which something begins: a month, or a row with the comments right above it (the file's own excepted)."""
    first = True
    for number, line in enumerate(lines):
        if line in _MONTH or line == _WITHOUT_DATE:
            yield number
        elif line.startswith("- "):
            start = number
            while not first and lines[start - 1].startswith("#") and lines[start - 1] not in (*_MONTH, _WITHOUT_DATE):
                start -= 1
            yield start
            first = False


def _day(lines: list[str], year: int) -> date:
    """The day that a row, or the line of a month, is sorted by; what has none comes last."""
    if month := _MONTH.get(lines[0]):
        return date(min(max(year, date.min.year), date.max.year), month, 1)
    found = _WHEN.search("\n".join(lines))
    try:
        wanneer = dates.read_when(found[1]) if found else None
    except ValueError:
        return date.max  # the check says what is wrong with it
    return (wanneer.start if wanneer else None) or date.max
