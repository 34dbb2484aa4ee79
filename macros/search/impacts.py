"""What a word weighs on a page: BM25F over the fields, worked out at build time and rounded to 1–31."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from macros.search import analysis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from macros.search.compounds import Splitser
    from macros.search.documents import Concept, Document

HOOGSTE = 31
"""Finer steps (63) made the index 15 % larger and the answers no better."""
ZELDZAAM = 20
STAART = 0.2
"""A word on more than ZELDZAAM pages leaves out those where it weighs less than this share of its most."""
DEELGEWICHT = 0.5
"""What a part of a compound counts for, against 1 for a word of its own."""
MEESTE_DOCUMENTEN = 1000
"""A word on more pages than this keeps the pages where it weighs most: it decides nothing on the others."""
_K1 = 4.0
"""How slowly a word that is repeated, or stands in a heavier field, stops adding weight."""
SOORTGEWICHT = {"begrip": 0.3, "bron": 0.7, "gemeente": 0.7}
"""Kinds that a reader seldom wants first, unless by name: a term is shown as a card, a source is behind every
page, and a municipality repeats what goes on in its district."""


@dataclass(frozen=True, slots=True)
class Veld:
    """A field: its weight, and how much a long field counts against its words (0 not, 1 fully)."""

    gewicht: float
    lengte: float


VELDEN = {
    "titel": Veld(6.0, 0.3),
    "synoniemen": Veld(3.0, 0.5),
    "koppen": Veld(3.0, 0.4),
    "samenvatting": Veld(2.5, 0.3),
    "tekst": Veld(1.0, 0.4),
}

OVERZICHT = 0.6
"""An overview repeats what the pages under it say."""
_MEESTE_ONDER = 3

_MET_STOPWOORDEN = frozenset({"titel", "synoniemen"})
"""Elsewhere stop words are left out: a question of nothing else is answered by titles."""

Telling = dict[str, dict[str, float]]
"""Field → term → count."""


def velden(document: Document) -> dict[str, str]:
    """The texts of a document by field."""
    return {
        "titel": document.titel,
        "synoniemen": " · ".join(document.synoniemen),
        "koppen": " · ".join(deel.kop for deel in document.delen),
        "samenvatting": document.samenvatting,
        "tekst": " · ".join(deel.tekst for deel in document.delen),
    }


@dataclass(frozen=True)
class Begrippen:
    """Finds the concepts of the glossary in a text, under each of their names."""

    namen: Mapping[str, Sequence[tuple[tuple[str, ...], int]]]
    """First stem of a name → (all its stems, number of a concept that bears it)."""
    hoofdletters: Mapping[str, int]
    """Abbreviations that are also stop words (`OM`), which count in capitals only → number."""

    @classmethod
    def van(cls, concepten: Iterable[Concept]) -> Begrippen:
        """All names of all concepts; a concept goes by its place in the list, as in the core."""
        namen: dict[str, set[tuple[tuple[str, ...], int]]] = defaultdict(set)
        hoofdletters: dict[str, int] = {}
        for nummer, concept in enumerate(concepten):
            for naam in namen_van(concept):
                sleutel = stammen(naam)
                if len(sleutel) == 1 and analysis.vouw(naam) in analysis.STOPWOORDEN:
                    hoofdletters[naam] = nummer
                elif sleutel:
                    namen[sleutel[0]].add((sleutel, nummer))
        return cls({begin: sorted(lijst) for begin, lijst in namen.items()}, hoofdletters)

    def in_tekst(self, tekst: str, rij: Sequence[str]) -> Iterator[int]:
        """The numbers of the concepts in a text of which `rij` is the stems, once an occurrence."""
        for plek, stam in enumerate(rij):
            for sleutel, concept in self.namen.get(stam, ()):
                if tuple(rij[plek : plek + len(sleutel)]) == sleutel:
                    yield concept
        for naam, concept in self.hoofdletters.items():
            yield from [concept] * len(re.findall(rf"(?<!\w){re.escape(naam)}(?!\w)", tekst))


def namen_van(concept: Concept) -> tuple[str, ...]:
    """Everything a concept is called, each name once."""
    return tuple(dict.fromkeys(naam for naam in (concept.term, concept.afkorting, *concept.synoniemen) if naam))


def stammen(tekst: str) -> tuple[str, ...]:
    """The stems of the words of a text."""
    return tuple(analysis.stam(woord) for woord in analysis.woorden(tekst))


@dataclass
class Teller:
    """Counts the terms of documents, and remembers in which forms each stem was written."""

    splitser: Splitser
    begrippen: Begrippen
    vormen: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def tel(self, document: Document) -> Telling:
        """The terms of a document by field; concepts are terms whose name begins with #."""
        return {veld: self._veld(tekst, veld) for veld, tekst in velden(document).items()}

    def _veld(self, tekst: str, veld: str) -> dict[str, float]:
        telling: dict[str, float] = defaultdict(float)
        rij = []
        for woord in analysis.woorden(tekst):
            stam = analysis.stam(woord)
            rij.append(stam)
            if woord in analysis.STOPWOORDEN and veld not in _MET_STOPWOORDEN:
                continue
            telling[stam] += 1
            self.vormen[stam][woord] += 1
            for deel in self.splitser.delen(woord):
                telling[deel] += DEELGEWICHT
        for stam in {analysis.stam(woord) for woord in analysis.gekoppeld(tekst)}:
            telling[stam] += 1
        for nummer in self.begrippen.in_tekst(tekst, rij):
            telling[f"#{nummer}"] += 1
        return telling

    def vorm(self, stam: str) -> str:
        """The form in which a stem was written most."""
        vormen = self.vormen.get(stam)
        return min(vormen, key=lambda vorm: (-vormen[vorm], vorm)) if vormen else stam


def factoren(documenten: Sequence[Document]) -> list[float]:
    """How gladly each page is shown, 1 for most: less for some kinds and for a page under which others lie."""
    onder = Counter(boven for document in documenten for boven in _boven(document.pad))
    return [
        SOORTGEWICHT.get(document.soort, 1.0) * (OVERZICHT if onder[document.pad] >= _MEESTE_ONDER else 1.0)
        for document in documenten
    ]


def _boven(pad: str) -> Iterator[str]:
    """The paths above a path: `a/b/c/` lies under `a/b/`, `a/` and the front page."""
    delen = pad.strip("/").split("/")
    yield from ("/".join([*delen[:diepte], ""]) for diepte in range(len(delen)) if pad)


def impacts(tellingen: Sequence[Telling], factoren_: Sequence[float]) -> dict[str, dict[int, int]]:
    """Term → document number → weight (1–31), by BM25F; both arguments are in the order of the documents."""
    gemiddeld = _gemiddelde_lengte(tellingen)
    gewogen: dict[str, dict[int, float]] = defaultdict(dict)
    for nummer, telling in enumerate(tellingen):
        for term, waarde in _gewogen(telling, gemiddeld).items():
            gewogen[term][nummer] = waarde
    ruw = {term: _bm25(lijst, factoren_) for term, lijst in sorted(gewogen.items())}
    hoogste = max((waarde for lijst in ruw.values() for waarde in lijst.values()), default=1.0)
    return {term: _afgerond(lijst, hoogste) for term, lijst in ruw.items()}


def _gemiddelde_lengte(tellingen: Sequence[Telling]) -> dict[str, float]:
    som: dict[str, float] = defaultdict(float)
    for telling in tellingen:
        for veld, termen in telling.items():
            som[veld] += sum(termen.values())
    return {veld: max(1.0, totaal / len(tellingen)) for veld, totaal in som.items()}


def _gewogen(telling: Telling, gemiddeld: Mapping[str, float]) -> dict[str, float]:
    """Term → its count, weighed over the fields and corrected for their length."""
    uit: dict[str, float] = defaultdict(float)
    for naam, termen in telling.items():
        veld = VELDEN[naam]
        lang = 1 - veld.lengte + veld.lengte * sum(termen.values()) / gemiddeld[naam]
        for term, aantal in termen.items():
            uit[term] += veld.gewicht * aantal / lang
    return uit


def _bm25(lijst: Mapping[int, float], factoren_: Sequence[float]) -> dict[int, float]:
    idf = math.log(1 + (len(factoren_) - len(lijst) + 0.5) / (len(lijst) + 0.5))
    ruw = {nummer: factoren_[nummer] * idf * waarde / (_K1 + waarde) for nummer, waarde in lijst.items()}
    return dict(sorted(ruw.items(), key=lambda paar: (-paar[1], paar[0]))[:MEESTE_DOCUMENTEN])


def _afgerond(lijst: Mapping[int, float], hoogste: float) -> dict[int, int]:
    grens = STAART * max(lijst.values()) if len(lijst) > ZELDZAAM else 0.0
    return {
        nummer: max(1, round(waarde / hoogste * HOOGSTE)) for nummer, waarde in sorted(lijst.items()) if waarde >= grens
    }
