"""How common a Dutch word is: what the splitting of compounds knows of words that the site itself never uses.

The list is that of pyspellchecker (MIT, no dependencies of its own). Measured on 80 compounds and 81 words that
are none, all from the sources, with the site's own words as evidence (`tests/search/compounds.json`):
wordfreq finds the parts of 79 with 6 false splits, but weighs 58 MB with five dependencies and is no longer
updated; pyspellchecker 75 with 5 (7 MB); OpenTaal 77 with 10 and simplemma 76 with 9 (lists without
frequencies, which tell apart too little); no list at all 59 with 1. The more pages, the less the list matters.
"""

from __future__ import annotations

import gzip
import json
import math
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import spellchecker

from macros.search import analysis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_ZIPF = 1e9
"""Zipf's scale counts per thousand million words."""
_TOTAL = 382_426_387
"""What all counts in the list come to; a test holds it, and the form of the file, to the package."""
RARE = 2.42
"""The Zipf frequency under which a word is unknown here. Of the 343,585 words in the list 310,000 are rarer, and who
splits compounds does not believe in such a word: reading the others takes a third of the time."""


@lru_cache(maxsize=1)
def frequency() -> Callable[[str], float]:
    """A function from a word to its Zipf frequency: 3 is rare, 6 very common, 0 unknown.

    The list is constant, so it is read once a process; and as it lies in the package, because the package itself
    takes ten times as long to prepare it for correcting spelling.
    """
    list_ = words()
    return lambda word: math.log10(list_[word] / _TOTAL * _ZIPF) if word in list_ else 0.0


def compared(terms: Iterable[str]) -> list[str]:
    """The terms that a reader's word is held against when it may be misspelt."""
    return sorted(term for term in terms if len(term) >= _SHORTEST and term.isalpha())


def near_misses(terms: Iterable[str]) -> list[str]:
    """Stems of ordinary words that are none of these terms, and within the errors that a reader is forgiven of one.

    Args:
        terms: as `compared` gives them.

    A word of this list that someone asks for is no typing error. One error is forgiven, and two in a long word; what is
    left of two words that are so near is the same when one or two letters are left out of each.
    """
    own = {*terms}
    once = {rest for term in own for rest in _without(term)}
    twice = {rest for term in own if len(term) >= _LONG - 1 for rest in _without(term, 2)}
    return sorted(
        word
        for word in _stems() - own
        if not once.isdisjoint(_without(word)) or (len(word) >= _LONG and not twice.isdisjoint(_without(word, 2)))
    )


_SHORTEST, _LONG = 3, 8
"""The letters of a word that is compared at all, and of one in which two errors are forgiven (`question.js`)."""


def _without(word: str, most: int = 1) -> list[str]:
    """A word, and what is left of it without each of its letters, or each two."""
    once = [word[:place] + word[place + 1 :] for place in range(len(word))]
    out = [word, *once]
    if most > 1:  # letters go from left to right: in another order the same is left
        out += [
            rest[:place] + rest[place + 1 :] for first, rest in enumerate(once) for place in range(first, len(rest))
        ]
    return out


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    all_ = (word for word in map(analysis.fold, words()) if len(word) > _SHORTEST and word.isalpha())
    return frozenset(map(analysis.stem, all_))


@lru_cache(maxsize=1)
def words() -> Mapping[str, int]:
    """The words of the list that are not rare, each with how often it was counted."""
    return _occurrences(gzip.decompress(resources.files(spellchecker).joinpath("resources", "nl.json.gz").read_bytes()))


def _occurrences(contents: bytes) -> dict[str, int]:
    """The words with a count of three digits or more, out of JSON with a word a line: `"aalscholver": 108,`."""
    lines = contents.strip(b"{}\n").split(b"\n")
    occurrences = b"".join([line for line in lines if line[-4:-3].isdigit()])
    list_: dict[str, int] = json.loads(b"{" + occurrences.rstrip(b",") + b"}")
    return list_
