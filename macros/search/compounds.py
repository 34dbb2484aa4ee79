"""Splitting Dutch compounds: `woninginbraakpreventie` is found by woning, by inbraak and by preventie.

A word list alone splits too much and too little. What decides is the corpus itself: a part that stands on its
own somewhere on the site is almost surely a word here. A word list only helps with parts that never do.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from macros.search import analysis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

KORTSTE_SAMENSTELLING = 7
KORTSTE_DEEL = 3
_LANGSTE_DEEL = 20
_TUSSENKLANKEN = ("", "s", "en", "n", "e")
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

    def _beste(self, woord: str) -> tuple[float, tuple[str, ...]]:
        """The cheapest way to read a word as two or more parts."""
        eigen = analysis.stam(woord)

        @cache
        def vanaf(begin: int) -> tuple[float, tuple[str, ...]]:
            beste: tuple[float, tuple[str, ...]] = (math.inf, ())
            for einde in range(begin + KORTSTE_DEEL, min(len(woord), begin + _LANGSTE_DEEL) + 1):
                deel = woord[begin:einde]
                kosten = math.inf if analysis.stam(deel) == eigen else self.kosten(deel)
                if kosten < math.inf:
                    beste = min(beste, self._verder(woord, einde, kosten, deel, vanaf))
            return beste

        return vanaf(0)

    def _verder(
        self, woord: str, einde: int, kosten: float, deel: str,
        vanaf: Callable[[int], tuple[float, tuple[str, ...]]],
    ) -> tuple[float, tuple[str, ...]]:  # fmt: skip
        """The best continuation after a part that ends at `einde`."""
        if einde == len(woord):
            return kosten, (deel,)
        beste: tuple[float, tuple[str, ...]] = (math.inf, ())
        for klank in _TUSSENKLANKEN:
            if woord.startswith(klank, einde) and len(woord) - einde - len(klank) >= KORTSTE_DEEL:
                rest, delen = vanaf(einde + len(klank))
                beste = min(beste, (kosten + rest + 0.1 * bool(klank), (deel, *delen)))
        return beste

    def kosten(self, deel: str) -> float:
        """What it costs to believe that this is a word: 0.5 for a known one, infinite for no word at all."""
        if deel in _GEEN_DEEL or deel in analysis.STOPWOORDEN:
            return math.inf
        kort = max(0, 5 - len(deel)) * 0.15
        bewijs = self.bewijs.get(analysis.stam(deel), 0)
        if bewijs:
            return 0.5 + kort + 0.2 / bewijs
        zipf = self.frequentie(deel) if len(deel) > KORTSTE_DEEL else 0.0
        return 0.7 + kort + max(0.0, 4.5 - zipf) * 0.3 if zipf > 2.5 else math.inf  # noqa: PLR2004


def bewijs_uit(stukken: Iterable[str]) -> Counter[str]:
    """Counts in how many texts each stem stands on its own."""
    tel: Counter[str] = Counter()
    for stuk in stukken:
        tel.update({analysis.stam(woord) for woord in analysis.woorden(stuk)})
    return tel
