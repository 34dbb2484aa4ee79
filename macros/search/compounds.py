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

KORTSTE_SAMENSTELLING = 7
KORTSTE_DEEL = 3
ZELDZAAM = 2.5
"""The Zipf frequency up to which a word on the list alone is no part."""
_LANGSTE_DEEL = 20
_NA = {"s": ("", "s"), "e": ("", "en", "e"), "n": ("", "n")}
"""What may join two parts, by its first letter."""
_TE_KORT = """
aan achtig achtige ader af atie aties baar bare bij boven brengen burg delijk den der doen door een els end ent
erende ers gaan gelegd gen gericht gerichte gesteld geven heid her hoe houd houden ing ist isten ker komen komst
land leggen ligt lijk ling list loos loze maker makers mate matie matig matige meester men ment menten naam
nemen nemer nemers om onder ons oor open over rede ren rijk rijke ring scha schap schappen sen sing staan staat
standig ste stel steld stellen stelling tegen teit ten ter tie ties uit ver vol volle voor voorts weg werken
zaam zien zoek
"""
_GEEN_DEEL = frozenset(_TE_KORT.split())
"""Prefixes, suffixes and bare verbs: words, some of them, but no parts that anyone looks for."""

_Lezing = tuple[float, tuple[str, ...]]
"""What it costs to read the rest of a word in this way, and the parts."""
_KLANK = 0.1
"""What a linking sound costs."""


@dataclass(frozen=True)
class Splitser:
    """Splits words with evidence from the corpus and, for what the corpus lacks, a list of frequencies.

    `bewijs` counts the stems that stand on their own; `frequentie` gives the Zipf frequency (0–8) of a word.
    """

    bewijs: Mapping[str, int]
    frequentie: Callable[[str], float]
    drempel: float = 1.0
    """The highest average cost of a part at which a split is believed."""
    _geheugen: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _prijzen: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    def delen(self, woord: str) -> tuple[str, ...]:
        """The stems of the parts of a folded word, or nothing when it is no compound."""
        if woord not in self._geheugen:
            self._geheugen[woord] = self._splits(woord)
        return self._geheugen[woord]

    def _splits(self, woord: str) -> tuple[str, ...]:
        if len(woord) < KORTSTE_SAMENSTELLING or not woord.isalpha():
            return ()
        kosten, delen = self._beste(woord)
        if len(delen) < 2 or kosten / len(delen) > self.drempel:  # noqa: PLR2004 - a compound has two parts
            return ()
        return tuple(dict.fromkeys(stam for deel in delen for stam in (analysis.stam(deel), *self.delen(deel))))

    def _beste(self, woord: str) -> _Lezing:
        """The cheapest way to read a word as two or more parts."""
        return self._vanaf(woord, 0, analysis.stam(woord), {})

    def _vanaf(self, woord: str, begin: int, eigen: str, bekend: dict[int, _Lezing]) -> _Lezing:
        """The cheapest way to read a word from `begin` on; no part may have the word's own stem."""
        if begin in bekend:
            return bekend[begin]
        beste: _Lezing = (math.inf, ())
        for einde, deel, prijs in self._delen_vanaf(woord, begin):
            if prijs > beste[0] or analysis.stam(deel) == eigen:
                continue
            for rest in _resten(woord, einde):
                verder, delen = (0.0, ()) if rest == len(woord) else self._vanaf(woord, rest, eigen, bekend)
                beste = min(beste, (prijs + verder + _KLANK * (rest > einde), (deel, *delen)))
        bekend[begin] = beste
        return beste

    def _delen_vanaf(self, woord: str, begin: int) -> Iterator[tuple[int, str, float]]:
        """What may be a word from `begin` on: where it ends, the part, and what it costs."""
        prijzen = self._prijzen
        for einde in range(begin + KORTSTE_DEEL, min(len(woord), begin + _LANGSTE_DEEL) + 1):
            deel = woord[begin:einde]
            prijs = prijzen.get(deel)
            if prijs is None:
                prijs = prijzen[deel] = self.kosten(deel)
            if prijs < math.inf:
                yield einde, deel, prijs

    def kosten(self, deel: str) -> float:
        """What it costs to believe that this is a word: 0.5 for a known one, infinite for no word at all."""
        if deel in _GEEN_DEEL or deel in analysis.STOPWOORDEN:
            return math.inf
        kort = max(0, 5 - len(deel)) * 0.15
        bewijs = self.bewijs.get(analysis.stam(deel), 0)
        if bewijs:
            return 0.5 + kort + 0.2 / bewijs
        zipf = self.frequentie(deel) if len(deel) > KORTSTE_DEEL else 0.0
        return 0.7 + kort + max(0.0, 4.5 - zipf) * 0.3 if zipf > ZELDZAAM else math.inf


def _resten(woord: str, einde: int) -> tuple[int, ...]:
    """Where the next part may begin after one that ends at `einde`, or the end of the word."""
    if einde == len(woord):
        return (einde,)
    laatst = len(woord) - KORTSTE_DEEL
    klanken = _NA.get(woord[einde], ("",))
    return tuple(
        einde + len(klank) for klank in klanken if einde + len(klank) <= laatst and woord.startswith(klank, einde)
    )
