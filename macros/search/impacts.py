"""What a word weighs on a page: BM25F over the fields, worked out at build time and rounded to 1–20."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from macros.search import analysis, nearness
from macros.search.book import CONCEPT, HYPHENATED, Counted, Counts, Numbers
from macros.search.compounds import Splitter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from macros.search.counting import Shown

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
    "synoniemen": Field(3.0, 0.2),
    "koppen": Field(3.0, 0.4),
    "samenvatting": Field(2.5, 0.3),
    "tekst": Field(1.0, 0.4),
}
_TEXT, _NAMES, _LONG_NAME = "tekst", "synoniemen", 6

OVERVIEW = 0.8
"""An overview repeats what the pages under it say."""
_MANY_BELOW = 3

REPEATED = 5
"""What stands word for word on so many pages says little of each of them."""

_WITH_STOP_WORDS = frozenset({"titel", "synoniemen"})
"""Elsewhere stop words are left out: a question of nothing else is answered by titles."""


def evidence(documents: Iterable[Counted], entries: Iterable[str]) -> Counter[str]:
    """In how many texts each stem stands on its own; what is no word is there too, and is the part of nothing.

    Of the other names of a page only long ones count: with the villages among them (Laren, Enter) words would fall apart.
    """
    stems = [analysis.stem(entry) for entry in entries]
    times: Counter[str] = Counter()
    for document in documents:
        for name, text in (*document.fields.items(), *((_TEXT, piece) for piece in document.pieces.values())):
            found = {stems[entry] for entry in text.entries}
            times.update(found if name != _NAMES else (stem for stem in found if len(stem) >= _LONG_NAME))
    return times


class Vocabulary:
    """All words of all documents: what each is the stem of, its parts, and in which form a stem is written most.

    Args:
        documents: The documents.
        entries: The numbers of what stands in them.
        frequency: Zipf frequency (0–8) of a Dutch word.
        concepts: The number of each concept, by id; its term is `#` with that number.
    """

    def __init__(
        self,
        documents: Iterable[Counted],
        entries: Numbers,
        frequency: Callable[[str], float],
        concepts: Mapping[str, int],
    ) -> None:
        self.terms = Numbers()
        splitter, number = Splitter(evidence(documents, entries), frequency), self.terms.__getitem__
        self._entries = list(entries)
        self._whole = [number(_term(entry, concepts)) for entry in entries]
        self._parts = [tuple(map(number, splitter.parts(entry))) for entry in entries]
        self._gone = frozenset(entries[word] for word in analysis.STOP_WORDS & entries.keys())
        self._worth = [1 + PART_WEIGHT * len(parts) for parts in self._parts]
        self._worth_in_text = [0.0 if place in self._gone else worth for place, worth in enumerate(self._worth)]
        self._times = [0] * len(entries)

    def length(self, document: Counted, pieces: Iterable[str], name: str) -> float:
        """What the counts of a field come to; arguments as `count`."""
        worth = (self._worth if name in _WITH_STOP_WORDS else self._worth_in_text).__getitem__
        texts = _texts(document, pieces, name)
        return sum(sum(map(mul, text.counts, map(worth, text.entries))) for text in texts)

    def count(self, document: Counted, pieces: Iterable[str], name: str) -> dict[int, float]:
        """The number of each term in a field of a document, with its count; a document is asked for once.

        Args:
            document: The document.
            pieces: The parts for which it is found.
            name: The field.
        """
        terms: dict[int, float] = defaultdict(float)
        gone, whole, parts, times = self._without(name), self._whole, self._parts, self._times
        for text in _texts(document, pieces, name):
            for entry, count in zip(*text, strict=True):
                if entry not in gone:
                    terms[whole[entry]] += count
                    times[entry] += count
                    for part in parts[entry]:
                        terms[part] += PART_WEIGHT * count
        return terms

    def _without(self, name: str) -> Collection[int]:
        return () if name in _WITH_STOP_WORDS else self._gone

    def neighbours(self, document: Counted, pieces: Iterable[str]) -> Iterator[tuple[int, int]]:
        """What stands together in the fields and these parts of a document, as numbers of terms in their order."""
        term = self._whole.__getitem__
        for name in (*document.fields, *pieces):
            if name in document.together:
                one, other = document.together[name]
                yield from zip(map(term, one), map(term, other), strict=True)

    def forms(self) -> dict[str, str]:
        """The form in which each stem was written most, in all that was asked for."""
        times = [
            (-count, word)
            for word, count in zip(self._entries, self._times, strict=True)
            if count and not word.startswith((HYPHENATED, CONCEPT))
        ]
        return {analysis.stem(word): word for _, word in sorted(times, reverse=True)}


def _texts(document: Counted, pieces: Iterable[str], name: str) -> Iterator[Counts]:
    """The texts of a field: one at most, and in the text itself each of the parts."""
    if name in document.fields:
        yield document.fields[name]
    if name == _TEXT:
        yield from map(document.pieces.__getitem__, pieces)


def _term(entry: str, concepts: Mapping[str, int]) -> str:
    """As what an entry is found: a word as its stem; a concept that a book still names and the glossary not stands nowhere."""
    if entry.startswith(CONCEPT):
        concept = entry.removeprefix(CONCEPT)
        return f"{CONCEPT}{concepts[concept]}" if concept in concepts else entry
    return entry.removeprefix(HYPHENATED) if entry.startswith(HYPHENATED) else analysis.stem(entry)


def factors(tallies: Sequence[Shown]) -> list[float]:
    """How gladly each page is shown, 1 for most: less for some kinds and for a page under which others lie."""
    below = Counter(above for tally in tallies for above in _above(tally["pad"]))
    return [
        KIND_WEIGHT.get(tally["soort"], 1.0) * (OVERVIEW if below[tally["pad"]] >= _MANY_BELOW else 1.0)
        for tally in tallies
    ]


def divided(documents: Sequence[Counted], factors_: Sequence[float]) -> list[list[str]]:
    """Per page the parts for which it is found: what many pages say word for word counts on the first of the best."""
    occurrences = Counter(piece for document in documents for piece in document.pieces)
    home: dict[str, int] = {}
    for number in sorted(range(len(documents)), key=lambda number: -factors_[number]):
        for piece in documents[number].pieces:
            home.setdefault(piece, number)
    return [
        [piece for piece in document.pieces if occurrences[piece] < REPEATED or home[piece] == number]
        for number, document in enumerate(documents)
    ]


def _above(path: str) -> Iterator[str]:
    """The paths above a path: `a/b/c/` lies under `a/b/`, `a/` and the front page."""
    parts = path.strip("/").split("/")
    yield from ("/".join([*parts[:depth], ""]) for depth in range(len(parts)) if path)


class Postings(Mapping[str, "dict[int, int]"]):
    """Term → document number → weight (1–20), which is worked out when a term is asked for.

    Args:
        lists: Per term the numbers of its documents, and beside them the values that are not rounded yet.
        pairs: Terms that stand together.
        names: The terms by their numbers.
    """

    def __init__(
        self,
        lists: Mapping[str, tuple[array[int], array[float]]],
        pairs: Iterable[nearness.Pair] = (),
        names: Sequence[str] = (),
    ) -> None:
        self._lists = lists
        self._names = names
        self._highest = max((max(values) for _, values in lists.values()), default=1.0)
        self._terms = array("I"), array("I")
        self._documents, self._ends = array("I"), array("I", [0])
        self._pairs: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, (one, other, documents) in enumerate(pairs):
            for terms, term in zip(self._terms, (one, other), strict=True):
                terms.append(term)
                self._pairs[names[term]].append(place)
            self._documents.extend(documents)
            self._ends.append(len(self._documents))
        self._length = {term: len(self._kept(term)) for term in self._pairs}

    def _together(self, place: int) -> array[int]:
        """The documents in which the terms of a pair stand together."""
        return self._documents[self._ends[place] : self._ends[place + 1]]

    def _kept(self, term: str) -> list[tuple[int, float]]:
        """The documents in which a term weighs something, or stands together with another; and its values."""
        both = zip(*self._lists[term], strict=True)
        values = self._lists[term][1]
        if len(values) <= RARE:
            return [*both]
        limit = TAIL * max(values)
        stay = {number for place in self._pairs.get(term, ()) for number in self._together(place)}
        return [(number, value) for number, value in both if value >= limit or number in stay]

    def __getitem__(self, term: str) -> dict[int, int]:
        """The documents in which a term weighs something, each with its weight."""
        highest, exponent = self._highest, 1 / CURVE
        return {number: round((value / highest) ** exponent * HIGHEST) or 1 for number, value in self._kept(term)}

    def beside(self, term: str, weights: Mapping[int, int]) -> dict[str, list[int]]:
        """Key of another word → the places, in the postings of this one, of the documents where they stand together.

        Of two terms the rarer has it.
        """
        own: dict[str, set[int]] = defaultdict(set)
        for place in self._pairs.get(term, ()):
            one, other = (self._names[terms[place]] for terms in self._terms)
            partner = one if term == other else other
            if (self._length[term], term) < (self._length[partner], partner):
                own[nearness.key(partner, before=partner == one)].update(self._together(place))
        if not own:
            return {}
        places = {number: place for place, number in enumerate(sorted(weights, key=lambda one: (-weights[one], one)))}
        return {key: sorted(places[number] for number in own[key] if number in places) for key in sorted(own)}

    def __iter__(self) -> Iterator[str]:
        """The terms."""
        return iter(self._lists)

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._lists)


def impacts(documents: Sequence[Counted], vocabulary: Vocabulary, factors_: Sequence[float]) -> Postings:
    """What each term weighs on each document, by BM25F; `factors_` is in the order of the documents."""
    found = list(zip(documents, divided(documents, factors_), strict=True))
    longs = [_longs([vocabulary.length(*document, name) for document in found], FIELDS[name].length) for name in FIELDS]
    lists = [(array("I"), array("d")) for _ in vocabulary.terms]
    for number, (document, *long) in enumerate(zip(found, *longs, strict=True)):
        for term, value in _weighted(vocabulary, document, long).items():
            numbers, values = lists[term]
            numbers.append(number)
            values.append(value)
    names = [*vocabulary.terms]
    return Postings(
        {term: _bm25(*list_, factors_) for term, list_ in zip(names, lists, strict=True) if list_[0]},
        nearness.together(found, vocabulary, [numbers for numbers, _ in lists]),
        names,
    )


def _longs(lengths: Sequence[float], share: float) -> array[float]:
    """How long a field is on each document, against 1 on average, as far as that counts."""
    average = max(1.0, sum(lengths) / max(1, len(lengths)))
    return array("d", [1 - share + share * length / average for length in lengths])


def _weighted(
    vocabulary: Vocabulary, document: tuple[Counted, Sequence[str]], longs: Iterable[float]
) -> dict[int, float]:
    """Number of a term → its count, weighed over the fields and corrected for their length."""
    out: dict[int, float] = defaultdict(float)
    for (name, field), long in zip(FIELDS.items(), longs, strict=True):
        weight = field.weight
        for term, count in vocabulary.count(*document, name).items():
            out[term] += weight * count / long
    return out


def _bm25(numbers: array[int], values: array[float], factors_: Sequence[float]) -> tuple[array[int], array[float]]:
    """The values of a term by BM25, of the documents where it decides something."""
    idf = math.log(1 + (len(factors_) - len(numbers) + 0.5) / (len(numbers) + 0.5))
    raw = [factors_[number] * idf * value / (_K1 + value) for number, value in zip(numbers, values, strict=True)]
    if len(raw) <= MAX_DOCUMENTS:
        return numbers, array("d", raw)
    best = sorted(sorted(range(len(raw)), key=lambda place: -raw[place])[:MAX_DOCUMENTS])
    return array("I", [numbers[place] for place in best]), array("d", [raw[place] for place in best])
