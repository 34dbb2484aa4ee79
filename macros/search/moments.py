"""Days, months and quarters in a text, each as the one word that the search makes of how a reader asks for it.

What a question and the site write as one word is found as one word (`join` in `question.js`), so nothing of this is in the
browser: `4 maart 2023` and `04-03-2023` become `4maart2023` and `04032023` there, and stand here for the same day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.base.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORDINALS = ("eerste", "tweede", "derde", "vierde")
_YEAR = re.compile(r"[12]\d{3}(?!\w)(?<!\w.{4})")
_BEFORE = 30
"""Letters before a year in which the rest of a moment stands: so little is looked at of a text."""
_MONTH = re.compile(rf"(?:\b(\d{{1,2}}) )?\b({'|'.join(MONTHS)}) $")
_QUARTER = re.compile(rf"\b(?:([1-4])e|({'|'.join(_ORDINALS)})) kwartaal (?:van |in )?$")
_ENDS = (*(f"{month} " for month in MONTHS), "kwartaal ", "kwartaal van ", "kwartaal in ")
"""What stands right before the year; of most years nothing of the kind."""
_LENGTH = 3
"""Months in a quarter."""


def moments(folded: str, *, within: bool = False) -> Iterator[str]:
    """The moments in a folded text, in each way of writing that becomes one word.

    Args:
        folded: the text.
        within: whether a quarter stands for its months as well: of a title that is what the page is about.
    """
    for found in _YEAR.finditer(folded):
        year, before = found[0], folded[max(0, found.start() - _BEFORE) : found.start()]
        if not before.endswith(_ENDS):
            continue
        if named := _MONTH.search(before):
            yield from _in_month(named[1], named[2], year)
        elif counted := _QUARTER.search(before):
            number = int(counted[1]) if counted[1] else _ORDINALS.index(counted[2]) + 1
            yield from _in_quarter(number, year, within=within)


def _in_month(day: str | None, name: str, year: str) -> Iterator[str]:
    yield f"{name}{year}"
    if day:
        month = MONTHS.index(name) + 1
        yield from (f"{day}{name}", f"{day}{name}{year}", f"{day}{month}{year}", f"{day:0>2}{month:02}{year}")
        yield f"{year}{month:02}{day:0>2}"


def _in_quarter(number: int, year: str, *, within: bool) -> Iterator[str]:
    names = (f"{number}ekwartaal", f"{_ORDINALS[number - 1]}kwartaal", f"kwartaal{number}", f"q{number}")
    yield from (f"{name}{year}" for name in names)
    yield f"{year}q{number}"
    if within:
        yield from (f"{name}{year}" for name in MONTHS[_LENGTH * (number - 1) : _LENGTH * number])
