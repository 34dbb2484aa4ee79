"""The words of all documents as numbers: kept from one build to the next, so what did not change is not read again.

A tally (`counting`) says what stands on one page. A `Book` holds those of all pages in an eighth of the room, and is
kept in one piece: JSON for what is shown and how long each list is, and beside it the lists themselves.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from macros.search.counting import shown

if TYPE_CHECKING:
    from macros.search.counting import FieldTally, Shown, Tally

HYPHENATED, CONCEPT = "-", "#"
"""What an entry begins with that is no word: no word holds either."""


class Numbers(dict[str, int]):
    """A number for each name, in the order in which they are asked for: a name of all pages is kept once."""

    def __missing__(self, name: str) -> int:
        """The number of a new name."""
        number = self[name] = len(self)
        return number


class Counts(NamedTuple):
    """What stands in a text: numbers of entries, and beside them how often each does."""

    entries: array[int]
    counts: array[int]


class Counted(NamedTuple):
    """The words of a document, of which a site has many: 8 bytes a word, where a tally takes 100."""

    fields: dict[str, Counts]
    pieces: dict[str, Counts]
    together: dict[str, Counts]
    """What stands together in each of them: here entries, and beside each the entry that follows it."""


def _counted(tally: Tally, entries: Numbers) -> Counted:
    """The words of a document as numbers.

    Args:
        tally: The document.
        entries: The numbers so far: of words, of `-` with the stem of a hyphenated word, and of `#` with the id of a concept.
    """
    fields, pieces = (
        {name: _numbered(field, entries) for name, field in texts.items()}
        for texts in (tally["fields"], tally["pieces"])
    )
    both = {**tally["fields"], **tally["pieces"]}.items()
    return Counted(fields, pieces, {name: _together(text, entries) for name, text in both if text["together"]})


def _together(field: FieldTally, entries: Numbers) -> Counts:
    number = entries.__getitem__
    words = [word for pair in field["together"] for word in pair.split(" ")]
    return Counts(array("I", map(number, words[::2])), array("I", map(number, words[1::2])))


def _numbered(field: FieldTally, entries: Numbers) -> Counts:
    number = entries.__getitem__
    numbers, counts = array("I", [*map(number, field["woorden"])]), array("I", [*field["woorden"].values()])
    if field["hyphenated"]:
        numbers.extend([number(HYPHENATED + stem) for stem in field["hyphenated"]])
        counts.extend([1] * len(field["hyphenated"]))
    if field["begrippen"]:
        numbers.extend([number(CONCEPT + concept) for concept in field["begrippen"]])
        counts.extend(field["begrippen"].values())
    return Counts(numbers, counts)


class Book:
    """Documents by their address, and the numbers of what stands in them; the order in which they came does not matter."""

    def __init__(self) -> None:
        self.entries = Numbers()
        self._rows: dict[str, tuple[str, Shown, Counted]] = {}
        self._begun = 0
        """How many entries there were when the book was new."""

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Book:
        """A book of documents that were counted; each is let go as soon as it is read."""
        book = cls()
        for tally in tallies:
            book.add("", tally)
        return book

    def add(self, key: str, tally: Tally) -> None:
        """Write a document in the book, in the place of what stood there; `key` tells what was counted."""
        self._rows[tally["pad"]] = key, shown(tally), _counted(tally, self.entries)

    def knows(self, path: str, key: str) -> bool:
        """Whether a document was counted as it is now."""
        return path in self._rows and self._rows[path][0] == key

    def only(self, paths: Iterable[str]) -> None:
        """Strike out the documents that are not at one of these addresses."""
        stay = {*paths}
        self._rows = {path: row for path, row in self._rows.items() if path in stay}

    def documents(self, order: Callable[[Shown], Any] = itemgetter("pad")) -> tuple[list[Shown], list[Counted]]:
        """What is shown of each document and its words, in an order that differs for each two."""
        rows = sorted(self._rows.values(), key=lambda row: order(row[1]))
        return [row[1] for row in rows], [row[2] for row in rows]

    def packed(self) -> Mapping[str, bytes]:
        """The book in named pieces, as `unpacked` reads them; all of them together take as much room as the book."""
        return _Pieces({"kop": self._heading, **{name: partial(self._numbers, name) for name in Counts._fields}})

    def _heading(self) -> bytes:
        heading = {
            "begonnen": self._begun or len(self.entries),
            "byteorder": sys.byteorder,
            "rijen": [[key, line, *_lengths(counted)] for key, line, counted in self._rows.values()],
            "woorden": [*self.entries],
        }
        return json.dumps(heading).encode()

    def _numbers(self, name: str) -> bytes:
        return b"".join(getattr(counts, name) for _, _, counted in self._rows.values() for counts in _lists(counted))

    @classmethod
    def unpacked(cls, pieces: Mapping[str, bytes] | None) -> Book:
        """A book that was kept; a new one when there is none, or when half of its words stand nowhere any more."""
        book = cls()
        heading = json.loads(pieces["kop"]) if pieces else {}
        words = heading.get("woorden", [])
        if not pieces or heading["byteorder"] != sys.byteorder or len(words) > _GROWN * heading["begonnen"]:
            return book
        book.entries.update(zip(words, range(len(words)), strict=True))
        book._begun = heading["begonnen"]
        lengths = [length for _, _, *both in heading["rijen"] for names in both for length in names.values()]
        lists = map(Counts, *(_cut(pieces[name], lengths) for name in Counts._fields))
        for key, line, *both in heading["rijen"]:
            book._rows[line["pad"]] = key, line, Counted(*({name: next(lists) for name in names} for names in both))
        return book


class _Pieces(Mapping[str, bytes]):
    """Named pieces, each made when it is asked for and held by who asks."""

    def __init__(self, make: Mapping[str, Callable[[], bytes]]) -> None:
        self._make = make

    def __getitem__(self, name: str) -> bytes:
        return self._make[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)


_GROWN = 1.5
"""How many times the words of its first day a book may hold; then it is begun anew."""


def _lists(counted: Counted) -> Iterator[Counts]:
    for texts in counted:
        yield from texts.values()


def _lengths(counted: Counted) -> Iterator[dict[str, int]]:
    """How long each list is: of the fields, of the parts, and of what stands together in them."""
    for texts in counted:
        yield {name: len(counts.entries) for name, counts in texts.items()}


def _cut(data: bytes, lengths: Iterable[int]) -> Iterator[array[int]]:
    """Numbers in lists of these lengths."""
    whole = array("I")
    whole.frombytes(data)
    for start, end in pairwise(accumulate(lengths, initial=0)):
        yield whole[start:end]
