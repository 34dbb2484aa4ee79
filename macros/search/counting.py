"""One document at a time: its words counted by field, and what the list of results shows of it.

A count depends on the document and the names in the glossary, on no other document, and consists of what JSON can
hold: a build may keep it by the content of the document and take it up again. What depends on all documents
together (how compounds split, what a word weighs) is left to `index.merge`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from macros.search import analysis
from macros.search.encoding import hash_
from macros.search.moments import moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from macros.search.documents import Concept, Document

FRAGMENT = 180
"""Letters of a summary that travel with a result."""


class FieldTally(TypedDict):
    """What stands in a field: folded words, what is written as one besides (hyphenated words, moments), ids of concepts."""

    woorden: dict[str, int]
    hyphenated: list[str]
    begrippen: dict[str, int]
    together: list[str]
    """Two folded words, in their order, that stand together in a sentence but for what says little."""


class Shown(TypedDict):
    """What the list of results shows of a document, and by what it is chosen; the names are those of `Document`."""

    pad: str
    titel: str
    soort: str
    themas: list[str]
    jaar: int | None
    samenvatting: str
    parts: list[list[str]]


class Tally(Shown):
    """A document as the index needs it: what is shown, and its words."""

    fields: dict[str, FieldTally]
    pieces: dict[str, FieldTally]
    """The text part by part, each under the hash of what it says: what several pages say is found on one."""


class _Name(NamedTuple):
    """A name of a concept in stems."""

    stems: tuple[str, ...]
    concept: str


@dataclass(frozen=True)
class Begrippen:
    """Finds the concepts of the glossary in a text, under each of their names."""

    names: Mapping[str, Sequence[_Name]]
    """First stem of a name → the names that begin with it."""
    capitals: Mapping[str, str]
    """Abbreviations that are also stop words (`OM`), which count in capitals only → id."""

    @classmethod
    def van(cls, concepts: Iterable[Concept]) -> Begrippen:
        """All names of all concepts."""
        names: dict[str, set[_Name]] = defaultdict(set)
        capitals: dict[str, str] = {}
        for concept in concepts:
            for name in names_of(concept):
                key = stems(name)
                if len(key) == 1 and analysis.fold(name) in analysis.STOP_WORDS:
                    capitals[name] = concept.id
                elif key:
                    names[key[0]].add(_Name(key, concept.id))
        return cls({start: sorted(list_) for start, list_ in sorted(names.items())}, dict(sorted(capitals.items())))

    def in_tekst(self, text: str, words: Sequence[str], counted: Mapping[str, int]) -> dict[str, int]:
        """The ids of the concepts in a text, each with its number.

        Args:
            text: The text as it was written.
            words: Its folded words, in order.
            counted: How often each of them stands in it.
        """
        out: Counter[str] = Counter()
        longer: dict[str, list[_Name]] = {}
        for word, count in counted.items():
            for name in self.names.get(analysis.stem(word), ()):
                if len(name.stems) == 1:
                    out[name.concept] += count
                else:
                    longer.setdefault(word, []).append(name)
        out.update(name.concept for name in _longer(words, longer))
        for afkorting, concept in self.capitals.items():
            if afkorting in text:
                out[concept] += len(re.findall(rf"(?<!\w){re.escape(afkorting)}(?!\w)", text))
        return {concept: count for concept, count in out.items() if count}


def _longer(words: Sequence[str], names: Mapping[str, Sequence[_Name]]) -> Iterator[_Name]:
    """The names of several words in a text, once an occurrence; `names` is by their first word."""
    for place in [place for place, word in enumerate(words) if word in names] if names else ():
        for name in names[words[place]]:
            further = words[place + 1 : place + len(name.stems)]
            if tuple(map(analysis.stem, further)) == name.stems[1:]:
                yield name


def names_of(concept: Concept) -> tuple[str, ...]:
    """Everything a concept is called, each name once."""
    return tuple(dict.fromkeys(name for name in (concept.term, concept.afkorting, *concept.synoniemen) if name))


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text."""
    return tuple(analysis.stem(word) for word in analysis.words(text))


def _fields(document: Document) -> dict[str, str]:
    """The texts of a document by field, besides the text of its parts."""
    return {
        "titel": document.titel,
        "synoniemen": " · ".join(document.synoniemen),
        "koppen": " · ".join(part.kop for part in document.parts),
        "samenvatting": document.samenvatting,
    }


def count_document(document: Document, begrippen: Begrippen) -> Tally:
    """Counts a document.

    Args:
        document: The page.
        begrippen: The names in the glossary; the same for all documents of an index.
    """
    first = next((part.tekst for part in document.parts if part.tekst), "")
    return {
        "pad": document.pad,
        "titel": document.titel,
        "soort": document.soort,
        "themas": list(document.themas),
        "jaar": document.jaar,
        "samenvatting": _shorten(document.samenvatting or first, FRAGMENT),
        "parts": [[part.anchor, part.kop] for part in document.parts if part.anchor],
        "fields": {
            name: _count_field(text, begrippen, title=name == "titel")
            for name, text in _fields(document).items()
            if text
        },
        "pieces": {hash_(part.tekst): _count_field(part.tekst, begrippen) for part in document.parts if part.tekst},
    }


def shown(tally: Tally) -> Shown:
    """A tally without its words, of which it consists for the most part."""
    return {
        "pad": tally["pad"],
        "titel": tally["titel"],
        "soort": tally["soort"],
        "themas": tally["themas"],
        "jaar": tally["jaar"],
        "samenvatting": tally["samenvatting"],
        "parts": tally["parts"],
    }


def _count_field(text: str, begrippen: Begrippen, *, title: bool = False) -> FieldTally:
    folded = analysis.fold(text)
    words, pairs = _read(folded)
    counted = Counter(words)
    return {
        "woorden": counted,
        "hyphenated": sorted({*map(analysis.stem, analysis.hyphenated(folded)), *moments(folded, within=title)}),
        "begrippen": begrippen.in_tekst(text, words, counted),
        "together": sorted(f"{one} {other}" for one, other in pairs if one != other),
    }


_END = re.compile(r"[.,!?:;·|)\s](?:(?<!\s)[.,!?:;·|)]*(?:\s|$)|(?<=\s)(?:\(|[–-]\s|(en|of)\s))")
"""Where a sentence ends, what stands apart in it, or what is listed: what is on either side does not stand together.

It begins with all letters that it can begin with, as do others here: a pattern passes over what is none of them at once.
"""


def _read(folded: str) -> tuple[list[str], set[tuple[str, str]]]:
    """The words of a folded text, in order, and each two that stand together."""
    words: list[str] = []
    pairs: set[tuple[str, str]] = set()
    sentences = iter(_END.split(folded))  # and between each two the word that lists them, if that is what parts them
    for sentence in sentences:
        said = analysis.words_of(sentence)
        words += said
        pairs.update(pairwise([word for word in said if word not in analysis.STOP_WORDS]))
        if joint := next(sentences, None):
            words.append(joint)
    return words, pairs


def _shorten(text: str, letters: int) -> str:
    """The beginning of a text, cut at a word."""
    if len(text) <= letters:
        return text
    return text[:letters].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
