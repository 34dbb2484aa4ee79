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
_MONTH = re.compile(rf"(?:\b(\d{{1,2}}) )?\b({'|'.join(MONTHS)}) (\d{{4}})\b")
_QUARTER = re.compile(rf"\b(?:([1-4])e|({'|'.join(_ORDINALS)})) kwartaal (?:van |in )?(\d{{4}})\b")
_LENGTH = 3
"""Months in a quarter."""


def moments(folded: str, *, within: bool = False) -> Iterator[str]:
    """The moments in a folded text, in each way of writing that becomes one word.

    Args:
        folded: the text.
        within: whether a quarter stands for its months as well: of a title that is what the page is about.
    """
    for day, name, year in _MONTH.findall(folded):
        yield f"{name}{year}"
        if day:
            month = MONTHS.index(name) + 1
            yield from (f"{day}{name}", f"{day}{name}{year}", f"{day}{month}{year}", f"{day:0>2}{month:02}{year}")
            yield f"{year}{month:02}{day:0>2}"
    for digit, ordinal, year in _QUARTER.findall(folded):
        number = int(digit) if digit else _ORDINALS.index(ordinal) + 1
        for name in (f"{number}ekwartaal", f"{_ORDINALS[number - 1]}kwartaal", f"kwartaal{number}", f"q{number}"):
            yield f"{name}{year}"
        yield f"{year}q{number}"
        if within:
            yield from (f"{name}{year}" for name in MONTHS[_LENGTH * (number - 1) : _LENGTH * number])
