"""Something private in a text, and what stands around it: what says what a number is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """Something private: its place in the text, what it is, what to do, whether it only might be.

    `key` is the same however it is typed; when empty, the letters and digits are. Of what is told `by_words`, words around
    it could have said that it is no one's (an office, a file).
    """

    start: int
    end: int
    soort: str
    advice: str
    maybe: bool = False
    key: str = ""
    by_words: bool = False


ELSE_ALLOW = "haal het weg, of zet het met een reden in docs/_data/toegestaan.yml"
"""What to do with what no words around it can say to be no one's: said last in an advice."""


def places(text: str, words: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where words in small letters stand in a text, each with its word; a line that ends is a space."""
    low = text.lower().replace("\n", " ")
    low = low if len(low) == len(text) else text  # of a few letters the small one is two
    for word in words:
        start = low.find(word)
        while start >= 0:
            yield start, word
            start = low.find(word, start + 1)


def nearby(text: str, start: int, end: int, words: re.Pattern[str], distance: int = 80) -> bool:
    """Whether a word stands near: on these lines, or in the heading of a column."""
    return bool(words.search(text[max(0, start - distance) : end + distance]))


def in_column(text: str, place: int, words: re.Pattern[str]) -> bool:
    """Whether a cell of a CSV or of a Markdown table stands in a table whose heading has the word."""
    line = text[max(text.rfind("\n", 0, place) + 1, place - _LINE) : _line_end(text, place)]
    block = text.rfind("\n\n", 0, place)
    start = block + 2 if block >= 0 else 0
    return any(mark in line for mark in "|,;") and bool(words.search(text[start : _line_end(text, start)]))


_LINE = 10_000
"""No line of a file that passes the check is longer."""


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place, place + _LINE)
    return end if end >= 0 else place + _LINE


_YEAR = r"(?:19|20)\d\d"
IS_DAY = re.compile(rf"{_YEAR}-(?:{_YEAR}|\d\d-\d\d)(?!\d)|[0-3]\d([-/.])[01]\d\1{_YEAR}(?!\d)")
"""A day, or some years: no number begins so."""
_FILED = re.compile(
    r"(?:\b(?:ons |uw )?kenmerk|\b\w*zaak(?:nummer|nr)?|\b\w*dossier(?:nummer|nr)?|\breferentie(?:nummer)?|\bdocument(?:nummer)?|"
    r"\bkvk(?:-?nummer)?|\brsin|\becli|\b\w*besluit|\b\w*verordening|\b\w*regeling|\brichtlijn|\bbeleidsregels?|\bproces-verbaal|"
    r"\b(?:registratie|meldings?|incident|aangifte|factuur|order|parket|rol|vergunnings?|inschrijf|beschikkings?|volg|bestel|"
    r"rapport)-?(?:nummer|nr))"
    r"[\s:#=/(.]*(?:(?:nummer|nr|is|heeft|met|onder|van)[\s:#.]+)*(?:[A-Z]{1,3}[-/])?$",
    re.IGNORECASE,
)
"""What stands right before a number of a file, a case or a regulation."""


def is_filed(text: str, start: int) -> bool:
    """Whether what begins here is the number of a file, a case or a regulation, by what stands right before it."""
    return bool(_FILED.search(text[max(0, start - 60) : start]))
