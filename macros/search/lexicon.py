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

if TYPE_CHECKING:
    from collections.abc import Callable

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
    bron = resources.files(spellchecker).joinpath("resources", "nl.json.gz").read_bytes()
    list_ = _occurrences(gzip.decompress(bron))
    return lambda word: math.log10(list_[word] / _TOTAL * _ZIPF) if word in list_ else 0.0


def _occurrences(contents: bytes) -> dict[str, int]:
    """The words with a count of three digits or more, out of JSON with a word a line: `"aalscholver": 108,`."""
    lines = contents.strip(b"{}\n").split(b"\n")
    occurrences = b"".join([line for line in lines if line[-4:-3].isdigit()])
    list_: dict[str, int] = json.loads(b"{" + occurrences.rstrip(b",") + b"}")
    return list_
