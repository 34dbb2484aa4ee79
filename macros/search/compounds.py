"""Splitting Dutch compounds: `woninginbraakpreventie` is found by woning, by inbraak and by preventie.

A word list alone splits too much and too little. What decides is the corpus itself: a part that stands on its
own somewhere on the site is almost surely a word here. A word list only helps with parts that never do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from macros.search import analysis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
RARE = 2.5
"""The Zipf frequency up to which a word on the list alone is no part."""
_LONGEST_PART = 20
_AFTER = {"s": ("", "s"), "e": ("", "en", "e"), "n": ("", "n")}
"""What may join two parts, by its first letter."""
_TOO_SHORT = """
aan achtig achtige ader af atie aties baar bare bij boven brengen burg delijk den der doen door een els end ent
erende ers gaan gelegd gen gericht gerichte gesteld geven heid her hoe houd houden ing ist isten ker komen komst
land leggen ligt lijk ling list loos loze maker makers mate matie matig matige meester men ment menten naam
nemen nemer nemers om onder ons oor open over rede ren rijk rijke ring scha schap schappen sen sing staan staat
standig ste stel steld stellen stelling tegen teit ten ter tie ties uit ver vol volle voor voorts weg werken
zaam zien zoek
"""
_NO_PART = frozenset(_TOO_SHORT.split())
"""Prefixes, suffixes and bare verbs: words, some of them, but no parts that anyone looks for."""

_Reading = tuple[float, tuple[str, ...]]
"""What it costs to read the rest of a word in this way, and the parts."""
_SOUND = 0.1
"""What a linking sound costs."""


@dataclass(frozen=True)
class Splitter:
    """Splits words with evidence from the corpus and, for what the corpus lacks, a list of frequencies.

    `evidence` counts the stems that stand on their own; `frequency` gives the Zipf frequency (0–8) of a word.
    """

    evidence: Mapping[str, int]
    frequency: Callable[[str], float]
    threshold: float = 1.0
    """The highest average cost of a part at which a split is believed."""
    _memory: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _prices: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a folded word, or nothing when it is no compound."""
        if word not in self._memory:
            self._memory[word] = self._split(word)
        return self._memory[word]

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        cost, parts = self._best(word)
        if len(parts) < 2 or cost / len(parts) > self.threshold:  # noqa: PLR2004 - a compound has two parts
            return ()
        return tuple(dict.fromkeys(stem for part in parts for stem in (analysis.stem(part), *self.parts(part))))

    def _best(self, word: str) -> _Reading:
        """The cheapest way to read a word as two or more parts."""
        return self._from(word, 0, analysis.stem(word), {})

    def _from(self, word: str, start: int, own: str, known: dict[int, _Reading]) -> _Reading:
        """The cheapest way to read a word from `start` on; no part may have the word's own stem."""
        if start in known:
            return known[start]
        best: _Reading = (math.inf, ())
        for end, part, price in self._parts_from(word, start):
            if price > best[0] or analysis.stem(part) == own:
                continue
            for rest in _remainders(word, end):
                further, parts = (0.0, ()) if rest == len(word) else self._from(word, rest, own, known)
                best = min(best, (price + further + _SOUND * (rest > end), (part, *parts)))
        known[start] = best
        return best

    def _parts_from(self, word: str, start: int) -> Iterator[tuple[int, str, float]]:
        """What may be a word from `start` on: where it ends, the part, and what it costs."""
        prices = self._prices
        for end in range(start + SHORTEST_PART, min(len(word), start + _LONGEST_PART) + 1):
            part = word[start:end]
            price = prices.get(part)
            if price is None:
                price = prices[part] = self.cost(part)
            if price < math.inf:
                yield end, part, price

    def cost(self, part: str) -> float:
        """What it costs to believe that this is a word: 0.5 for a known one, infinite for no word at all."""
        if part in _NO_PART or part in analysis.STOP_WORDS:
            return math.inf
        short = max(0, 5 - len(part)) * 0.15
        evidence = self.evidence.get(analysis.stem(part), 0)
        if evidence:
            return 0.5 + short + 0.2 / evidence
        zipf = self.frequency(part) if len(part) > SHORTEST_PART else 0.0
        return 0.7 + short + max(0.0, 4.5 - zipf) * 0.3 if zipf > RARE else math.inf


def _remainders(word: str, end: int) -> tuple[int, ...]:
    """Where the next part may begin after one that ends at `end`, or the end of the word."""
    if end == len(word):
        return (end,)
    latest = len(word) - SHORTEST_PART
    sounds = _AFTER.get(word[end], ("",))
    return tuple(end + len(sound) for sound in sounds if end + len(sound) <= latest and word.startswith(sound, end))
