"""What a word weighs on a page: BM25F over the fields, worked out at build time and rounded to 1–20."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.search import analysis
from macros.search.compounds import Splitter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from macros.search.counting import FieldTally, Tally

HIGHEST = 20
CURVE = 1.5
"""A weight of step n is worth (n / HOOGSTE) to this power, so that steps are finer where weights are low: words on many
pages, of which questions in full sentences consist, keep their order. `forms.js` knows both numbers."""
RARE = 20
TAIL = 0.1
"""A word on more than ZELDZAAM pages leaves out those where it weighs less than this share of its most."""
PART_WEIGHT = 0.5
"""What a part of a compound counts for, against 1 for a word of its own."""
MAX_DOCUMENTS = 1000
"""A word on more pages than this keeps the pages where it weighs most: it decides nothing on the others."""
_K1 = 4.0
"""How slowly a word that is repeated, or stands in a heavier field, stops adding weight."""
KIND_WEIGHT = {"begrip": 0.3, "bron": 0.5, "gemeente": 0.7, "nieuwsbrief": 0.8, "zusternetwerk": 0.85}
"""Kinds that a reader seldom wants first, unless by name: a term is shown as a card, a source is behind every
page, a municipality repeats what goes on in its district, a newsletter what other pages say, and a part of another
network's agenda what the practices taken from it say."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its weight, and how much a long field counts against its words (0 not, 1 fully)."""

    weight: float
    length: float


FIELDS = {
    "titel": Field(8.0, 0.9),
    "synoniemen": Field(3.0, 0.5),
    "koppen": Field(3.0, 0.4),
    "samenvatting": Field(2.5, 0.3),
    "tekst": Field(1.0, 0.4),
}

OVERVIEW = 0.8
"""An overview repeats what the pages under it say."""
_MANY_BELOW = 3

REPEATED = 5
"""What stands word for word on so many pages says little of each of them."""

_WITH_STOP_WORDS = frozenset({"titel", "synoniemen"})
"""Elsewhere stop words are left out: a question of nothing else is answered by titles."""

Terms = dict[str, dict[str, float]]
"""Field → term → count; concepts are terms whose name begins with #."""


class Vocabulary:
    """All words of all documents: what each is the stem of, its parts, and in which form a stem is written most."""

    def __init__(self, tallies: Sequence[Tally], frequency: Callable[[str], float]) -> None:
        fields = [field for tally in tallies for field in (*tally["fields"].values(), *tally["pieces"].values())]
        self.stems = {word: analysis.stem(word) for word in {w for field in fields for w in field["woorden"]}}
        self.splitter = Splitter(self._evidence(fields), frequency)
        self._counted: Counter[str] = Counter()

    def _evidence(self, fields: Sequence[FieldTally]) -> Counter[str]:
        """In how many texts each stem stands on its own."""
        stems = self.stems
        return Counter(stem for field in fields for stem in {stems[word] for word in field["woorden"]})

    def terms(self, tally: Tally, pieces: Collection[str], numbers: Mapping[str, int]) -> Terms:
        """The terms of a document by field.

        Args:
            tally: The document.
            pieces: The parts for which it is found.
            numbers: The numbers of the concepts, by id.
        """
        terms: Terms = {name: defaultdict(float) for name in FIELDS}
        for name, field in tally["fields"].items():
            self._add_up(terms[name], field, numbers, frozenset() if name in _WITH_STOP_WORDS else analysis.STOP_WORDS)
        for piece in pieces:
            self._add_up(terms["tekst"], tally["pieces"][piece], numbers, analysis.STOP_WORDS)
        return terms

    def _add_up(
        self, terms: dict[str, float], field: FieldTally, numbers: Mapping[str, int], gone: Collection[str]
    ) -> None:
        for word, count in field["woorden"].items():
            if word in gone:
                continue
            terms[self.stems[word]] += count
            self._counted[word] += count
            for part in self.splitter.parts(word):
                terms[part] += PART_WEIGHT * count
        for stem in field["hyphenated"]:
            terms[stem] += 1
        for concept, count in field["begrippen"].items():
            terms[f"#{numbers[concept]}"] += count

    def forms(self) -> dict[str, str]:
        """The form in which each stem was written most, in all that was asked for."""
        most = sorted(self._counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return {self.stems[word]: word for word, _ in reversed(most)}


def factors(tallies: Sequence[Tally]) -> list[float]:
    """How gladly each page is shown, 1 for most: less for some kinds and for a page under which others lie."""
    below = Counter(above for tally in tallies for above in _above(tally["pad"]))
    return [
        KIND_WEIGHT.get(tally["soort"], 1.0) * (OVERVIEW if below[tally["pad"]] >= _MANY_BELOW else 1.0)
        for tally in tallies
    ]


def divided(tallies: Sequence[Tally], factors_: Sequence[float]) -> list[list[str]]:
    """Per page the parts for which it is found: what many pages say word for word counts on the first of the best."""
    occurrences = Counter(piece for tally in tallies for piece in tally["pieces"])
    home: dict[str, int] = {}
    for number in sorted(range(len(tallies)), key=lambda number: -factors_[number]):
        for piece in tallies[number]["pieces"]:
            home.setdefault(piece, number)
    return [
        [piece for piece in tally["pieces"] if occurrences[piece] < REPEATED or home[piece] == number]
        for number, tally in enumerate(tallies)
    ]


def _above(path: str) -> Iterator[str]:
    """The paths above a path: `a/b/c/` lies under `a/b/`, `a/` and the front page."""
    parts = path.strip("/").split("/")
    yield from ("/".join([*parts[:depth], ""]) for depth in range(len(parts)) if path)


def impacts(documents: Sequence[Terms], factors_: Sequence[float]) -> dict[str, dict[int, int]]:
    """Term → document number → weight (1–20), by BM25F; both arguments are in the order of the documents."""
    average = _average_length(documents)
    weighted: dict[str, dict[int, float]] = defaultdict(dict)
    for number, terms in enumerate(documents):
        for term, value in _weighted(terms, average).items():
            weighted[term][number] = value
    raw = {term: _bm25(list_, factors_) for term, list_ in sorted(weighted.items())}
    highest = max((value for list_ in raw.values() for value in list_.values()), default=1.0)
    return {term: _rounded(list_, highest) for term, list_ in raw.items()}


def _average_length(documents: Sequence[Terms]) -> dict[str, float]:
    summed: dict[str, float] = defaultdict(float)
    for fields in documents:
        for field, terms in fields.items():
            summed[field] += sum(terms.values())
    return {field: max(1.0, total / len(documents)) for field, total in summed.items()}


def _weighted(fields: Terms, average: Mapping[str, float]) -> dict[str, float]:
    """Term → its count, weighed over the fields and corrected for their length."""
    out: dict[str, float] = defaultdict(float)
    for name, terms in fields.items():
        field = FIELDS[name]
        long = 1 - field.length + field.length * sum(terms.values()) / average[name]
        for term, count in terms.items():
            out[term] += field.weight * count / long
    return out


def _bm25(list_: Mapping[int, float], factors_: Sequence[float]) -> dict[int, float]:
    idf = math.log(1 + (len(factors_) - len(list_) + 0.5) / (len(list_) + 0.5))
    raw = {number: factors_[number] * idf * value / (_K1 + value) for number, value in list_.items()}
    if len(raw) <= MAX_DOCUMENTS:
        return raw
    return dict(sorted(sorted(raw.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_DOCUMENTS]))


def _rounded(list_: Mapping[int, float], highest: float) -> dict[int, int]:
    limit = TAIL * max(list_.values()) if len(list_) > RARE else 0.0
    return {
        n: max(1, round((value / highest) ** (1 / CURVE) * HIGHEST)) for n, value in list_.items() if value >= limit
    }
