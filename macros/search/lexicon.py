"""How common a Dutch word is: what the splitting of compounds knows of words that the site itself never uses.

The list is that of pyspellchecker (MIT, no dependencies of its own). Measured on 80 compounds and 81 words that
are none, all from the sources, with the site's own words as evidence (`tests/search/samenstellingen.json`):
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


@lru_cache(maxsize=1)
def frequentie() -> Callable[[str], float]:
    """A function from a word to its Zipf frequency: 3 is rare, 6 very common, 0 unknown.

    The list is constant, so it is read once a process; and as it lies in the package, because the package itself
    takes three times as long to prepare it for correcting spelling. A test holds the two together.
    """
    bron = resources.files(spellchecker).joinpath("resources", "nl.json.gz").read_bytes()
    lijst: dict[str, int] = json.loads(gzip.decompress(bron))
    som = sum(lijst.values())
    return lambda woord: math.log10(lijst[woord] / som * _ZIPF) if lijst.get(woord) else 0.0
