"""What a word weighs on a page: BM25F over the fields, worked out at build time and rounded to 1–20."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.search import analysis
from macros.search.compounds import Splitser

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from macros.search.counting import Telling, Veldtelling

HOOGSTE = 20
KROMME = 1.5
"""A weight of step n is worth (n / HOOGSTE) to this power, so that steps are finer where weights are low: words on many
pages, of which questions in full sentences consist, keep their order. `zoek-werker.js` knows both numbers."""
ZELDZAAM = 20
STAART = 0.1
"""A word on more than ZELDZAAM pages leaves out those where it weighs less than this share of its most."""
DEELGEWICHT = 0.5
"""What a part of a compound counts for, against 1 for a word of its own."""
MEESTE_DOCUMENTEN = 1000
"""A word on more pages than this keeps the pages where it weighs most: it decides nothing on the others."""
_K1 = 4.0
"""How slowly a word that is repeated, or stands in a heavier field, stops adding weight."""
SOORTGEWICHT = {"begrip": 0.3, "bron": 0.5, "gemeente": 0.7, "nieuwsbrief": 0.8, "zusternetwerk": 0.85}
"""Kinds that a reader seldom wants first, unless by name: a term is shown as a card, a source is behind every
page, a municipality repeats what goes on in its district, a newsletter what other pages say, and a part of another
network's agenda what the practices taken from it say."""


@dataclass(frozen=True, slots=True)
class Veld:
    """A field: its weight, and how much a long field counts against its words (0 not, 1 fully)."""

    gewicht: float
    lengte: float


VELDEN = {
    "titel": Veld(8.0, 0.9),
    "synoniemen": Veld(3.0, 0.5),
    "koppen": Veld(3.0, 0.4),
    "samenvatting": Veld(2.5, 0.3),
    "tekst": Veld(1.0, 0.4),
}

OVERZICHT = 0.8
"""An overview repeats what the pages under it say."""
_MEESTE_ONDER = 3

HERHAALD = 5
"""What stands word for word on so many pages says little of each of them."""

_MET_STOPWOORDEN = frozenset({"titel", "synoniemen"})
"""Elsewhere stop words are left out: a question of nothing else is answered by titles."""

Termen = dict[str, dict[str, float]]
"""Field → term → count; concepts are terms whose name begins with #."""


class Woordenschat:
    """All words of all documents: what each is the stem of, its parts, and in which form a stem is written most."""

    def __init__(self, tellingen: Sequence[Telling], frequentie: Callable[[str], float]) -> None:
        velden = [veld for telling in tellingen for veld in (*telling["velden"].values(), *telling["stukken"].values())]
        self.stammen = {woord: analysis.stam(woord) for woord in {w for veld in velden for w in veld["woorden"]}}
        self.splitser = Splitser(self._bewijs(velden), frequentie)
        self._geteld: Counter[str] = Counter()

    def _bewijs(self, velden: Sequence[Veldtelling]) -> Counter[str]:
        """In how many texts each stem stands on its own."""
        stammen = self.stammen
        return Counter(stam for veld in velden for stam in {stammen[woord] for woord in veld["woorden"]})

    def termen(self, telling: Telling, stukken: Collection[str], nummers: Mapping[str, int]) -> Termen:
        """The terms of a document by field.

        Args:
            telling: The document.
            stukken: The parts for which it is found.
            nummers: The numbers of the concepts, by id.
        """
        termen: Termen = {naam: defaultdict(float) for naam in VELDEN}
        for naam, veld in telling["velden"].items():
            self._tel_op(termen[naam], veld, nummers, frozenset() if naam in _MET_STOPWOORDEN else analysis.STOPWOORDEN)
        for stuk in stukken:
            self._tel_op(termen["tekst"], telling["stukken"][stuk], nummers, analysis.STOPWOORDEN)
        return termen

    def _tel_op(
        self, termen: dict[str, float], veld: Veldtelling, nummers: Mapping[str, int], weg: Collection[str]
    ) -> None:
        for woord, aantal in veld["woorden"].items():
            if woord in weg:
                continue
            termen[self.stammen[woord]] += aantal
            self._geteld[woord] += aantal
            for deel in self.splitser.delen(woord):
                termen[deel] += DEELGEWICHT * aantal
        for stam in veld["gekoppeld"]:
            termen[stam] += 1
        for concept, aantal in veld["begrippen"].items():
            termen[f"#{nummers[concept]}"] += aantal

    def vormen(self) -> dict[str, str]:
        """The form in which each stem was written most, in all that was asked for."""
        meest = sorted(self._geteld.items(), key=lambda paar: (-paar[1], paar[0]))
        return {self.stammen[woord]: woord for woord, _ in reversed(meest)}


def factoren(tellingen: Sequence[Telling]) -> list[float]:
    """How gladly each page is shown, 1 for most: less for some kinds and for a page under which others lie."""
    onder = Counter(boven for telling in tellingen for boven in _boven(telling["pad"]))
    return [
        SOORTGEWICHT.get(telling["soort"], 1.0) * (OVERZICHT if onder[telling["pad"]] >= _MEESTE_ONDER else 1.0)
        for telling in tellingen
    ]


def verdeeld(tellingen: Sequence[Telling], factoren_: Sequence[float]) -> list[list[str]]:
    """Per page the parts for which it is found: what many pages say word for word counts on the first of the best."""
    vaak = Counter(stuk for telling in tellingen for stuk in telling["stukken"])
    thuis: dict[str, int] = {}
    for nummer in sorted(range(len(tellingen)), key=lambda nummer: -factoren_[nummer]):
        for stuk in tellingen[nummer]["stukken"]:
            thuis.setdefault(stuk, nummer)
    return [
        [stuk for stuk in telling["stukken"] if vaak[stuk] < HERHAALD or thuis[stuk] == nummer]
        for nummer, telling in enumerate(tellingen)
    ]


def _boven(pad: str) -> Iterator[str]:
    """The paths above a path: `a/b/c/` lies under `a/b/`, `a/` and the front page."""
    delen = pad.strip("/").split("/")
    yield from ("/".join([*delen[:diepte], ""]) for diepte in range(len(delen)) if pad)


def impacts(documenten: Sequence[Termen], factoren_: Sequence[float]) -> dict[str, dict[int, int]]:
    """Term → document number → weight (1–20), by BM25F; both arguments are in the order of the documents."""
    gemiddeld = _gemiddelde_lengte(documenten)
    gewogen: dict[str, dict[int, float]] = defaultdict(dict)
    for nummer, termen in enumerate(documenten):
        for term, waarde in _gewogen(termen, gemiddeld).items():
            gewogen[term][nummer] = waarde
    ruw = {term: _bm25(lijst, factoren_) for term, lijst in sorted(gewogen.items())}
    hoogste = max((waarde for lijst in ruw.values() for waarde in lijst.values()), default=1.0)
    return {term: _afgerond(lijst, hoogste) for term, lijst in ruw.items()}


def _gemiddelde_lengte(documenten: Sequence[Termen]) -> dict[str, float]:
    som: dict[str, float] = defaultdict(float)
    for velden in documenten:
        for veld, termen in velden.items():
            som[veld] += sum(termen.values())
    return {veld: max(1.0, totaal / len(documenten)) for veld, totaal in som.items()}


def _gewogen(velden: Termen, gemiddeld: Mapping[str, float]) -> dict[str, float]:
    """Term → its count, weighed over the fields and corrected for their length."""
    uit: dict[str, float] = defaultdict(float)
    for naam, termen in velden.items():
        veld = VELDEN[naam]
        lang = 1 - veld.lengte + veld.lengte * sum(termen.values()) / gemiddeld[naam]
        for term, aantal in termen.items():
            uit[term] += veld.gewicht * aantal / lang
    return uit


def _bm25(lijst: Mapping[int, float], factoren_: Sequence[float]) -> dict[int, float]:
    idf = math.log(1 + (len(factoren_) - len(lijst) + 0.5) / (len(lijst) + 0.5))
    ruw = {nummer: factoren_[nummer] * idf * waarde / (_K1 + waarde) for nummer, waarde in lijst.items()}
    if len(ruw) <= MEESTE_DOCUMENTEN:
        return ruw
    return dict(sorted(sorted(ruw.items(), key=lambda paar: (-paar[1], paar[0]))[:MEESTE_DOCUMENTEN]))


def _afgerond(lijst: Mapping[int, float], hoogste: float) -> dict[int, int]:
    grens = STAART * max(lijst.values()) if len(lijst) > ZELDZAAM else 0.0
    return {
        n: max(1, round((waarde / hoogste) ** (1 / KROMME) * HOOGSTE)) for n, waarde in lijst.items() if waarde >= grens
    }
