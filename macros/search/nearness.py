"""Words that stand together: `burgemeester van Voorbeeldstad` asks for no page with a mayor and, elsewhere, Voorbeeldstad.

A place for each word would cost more than all the rest of the index. What is kept is what changes an order: of two words
that share many pages, those few where they stand together. It travels with the postings of the rarer word, which a question
with both fetches anyhow: under a key for the other word the places, in those postings, of the pages where both do.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from macros.search.encoding import CHARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from macros.search.book import Counted
    from macros.search.impacts import Vocabulary

MANY = 9
"""Pages that two words share at least: fewer a reader can look through."""
SHARE = 0.25
"""The share of those pages on which they may stand together: beyond it that tells little."""
_FOUR_BYTES = 1 << 32
_DIGIT = 8
_KEYS = len(CHARS) * _DIGIT


class Pair(NamedTuple):
    """Two terms by their numbers, in their order, and the numbers of the documents in which they stand together."""

    one: int
    other: int
    documents: Sequence[int]


def together(
    found: Sequence[tuple[Counted, Sequence[str]]], vocabulary: Vocabulary, lists: Sequence[Sequence[int]]
) -> Iterator[Pair]:
    """The pairs of terms that are kept.

    Args:
        found: The documents, each with the parts for which it is found.
        vocabulary: The terms.
        lists: Per term the numbers of its documents.
    """
    count, many = len(found), [len(numbers) >= MANY for numbers in lists]
    pages = [_mask(numbers, count) if often else 0 for numbers, often in zip(lists, many, strict=True)]
    size = "I" if len(lists) * count < _FOUR_BYTES else "Q"  # of what is kept of a pair, of which a site has many
    behind: dict[int, array[int]] = defaultdict(lambda: array(size))
    for number, document in enumerate(found):
        for one, other in {*vocabulary.neighbours(*document)}:
            if many[one] and many[other] and one != other:
                behind[one].append(other * count + number)
    for one in [*behind]:
        grouped: dict[int, list[int]] = defaultdict(list)
        for row in behind.pop(one):
            grouped[row // count].append(row % count)
        for other, documents in grouped.items():
            both = (pages[one] & pages[other]).bit_count()
            if both >= MANY and len(documents) <= SHARE * both:
                yield Pair(one, other, documents)


def _mask(numbers: Iterable[int], count: int) -> int:
    """Documents as the bits of a number."""
    bits = bytearray(count // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


@lru_cache(maxsize=1 << 15)
def key(term: str, *, before: bool) -> str:
    """Two characters for a word that stands before another or behind it; `beside` in `forms.js` knows them, too."""
    value = int(before)
    for char in term:
        value = (value * 31 + ord(char)) % _KEYS
    return CHARS[value // _DIGIT] + CHARS[value % _DIGIT]
