"""One document at a time: its words counted by field, and what the list of results shows of it.

A count depends on the document and the names in the glossary, on no other document, and consists of what JSON can
hold: a build may keep it by the content of the document and take it up again. What depends on all documents
together (how compounds split, what a word weighs) is left to `index.voeg_samen`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from macros.search import analysis
from macros.search.encoding import hash_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from macros.search.documents import Concept, Document

FRAGMENT = 180
"""Letters of a summary that travel with a result."""


class Veldtelling(TypedDict):
    """What stands in a field: folded words, stems of hyphenated words written as one, ids of concepts; each with its number."""

    woorden: dict[str, int]
    gekoppeld: list[str]
    begrippen: dict[str, int]


class Telling(TypedDict):
    """A document as the index needs it; the names are those of `Document`."""

    pad: str
    titel: str
    soort: str
    themas: list[str]
    jaar: int | None
    samenvatting: str
    delen: list[list[str]]
    velden: dict[str, Veldtelling]
    stukken: dict[str, Veldtelling]
    """The text part by part, each under the hash of what it says: what several pages say is found on one."""


class _Naam(NamedTuple):
    """A name of a concept in stems."""

    stammen: tuple[str, ...]
    concept: str


@dataclass(frozen=True)
class Begrippen:
    """Finds the concepts of the glossary in a text, under each of their names."""

    namen: Mapping[str, Sequence[_Naam]]
    """First stem of a name → the names that begin with it."""
    hoofdletters: Mapping[str, str]
    """Abbreviations that are also stop words (`OM`), which count in capitals only → id."""

    @classmethod
    def van(cls, concepten: Iterable[Concept]) -> Begrippen:
        """All names of all concepts."""
        namen: dict[str, set[_Naam]] = defaultdict(set)
        hoofdletters: dict[str, str] = {}
        for concept in concepten:
            for naam in namen_van(concept):
                sleutel = stammen(naam)
                if len(sleutel) == 1 and analysis.vouw(naam) in analysis.STOPWOORDEN:
                    hoofdletters[naam] = concept.id
                elif sleutel:
                    namen[sleutel[0]].add(_Naam(sleutel, concept.id))
        return cls({begin: sorted(lijst) for begin, lijst in sorted(namen.items())}, dict(sorted(hoofdletters.items())))

    def in_tekst(self, tekst: str, woorden: Sequence[str], geteld: Mapping[str, int]) -> dict[str, int]:
        """The ids of the concepts in a text, each with its number.

        Args:
            tekst: The text as it was written.
            woorden: Its folded words, in order.
            geteld: How often each of them stands in it.
        """
        uit: Counter[str] = Counter()
        langer: dict[str, list[_Naam]] = {}
        for woord, aantal in geteld.items():
            for naam in self.namen.get(analysis.stam(woord), ()):
                if len(naam.stammen) == 1:
                    uit[naam.concept] += aantal
                else:
                    langer.setdefault(woord, []).append(naam)
        uit.update(naam.concept for naam in _langere(woorden, langer))
        for afkorting, concept in self.hoofdletters.items():
            if afkorting in tekst:
                uit[concept] += len(re.findall(rf"(?<!\w){re.escape(afkorting)}(?!\w)", tekst))
        return {concept: aantal for concept, aantal in uit.items() if aantal}


def _langere(woorden: Sequence[str], namen: Mapping[str, Sequence[_Naam]]) -> Iterator[_Naam]:
    """The names of several words in a text, once an occurrence; `namen` is by their first word."""
    for plek in [plek for plek, woord in enumerate(woorden) if woord in namen] if namen else ():
        for naam in namen[woorden[plek]]:
            verder = woorden[plek + 1 : plek + len(naam.stammen)]
            if tuple(map(analysis.stam, verder)) == naam.stammen[1:]:
                yield naam


def namen_van(concept: Concept) -> tuple[str, ...]:
    """Everything a concept is called, each name once."""
    return tuple(dict.fromkeys(naam for naam in (concept.term, concept.afkorting, *concept.synoniemen) if naam))


def stammen(tekst: str) -> tuple[str, ...]:
    """The stems of the words of a text."""
    return tuple(analysis.stam(woord) for woord in analysis.woorden(tekst))


def _velden(document: Document) -> dict[str, str]:
    """The texts of a document by field, besides the text of its parts."""
    return {
        "titel": document.titel,
        "synoniemen": " · ".join(document.synoniemen),
        "koppen": " · ".join(deel.kop for deel in document.delen),
        "samenvatting": document.samenvatting,
    }


def tel_document(document: Document, begrippen: Begrippen) -> Telling:
    """Counts a document.

    Args:
        document: The page.
        begrippen: The names in the glossary; the same for all documents of an index.
    """
    eerste = next((deel.tekst for deel in document.delen if deel.tekst), "")
    return {
        "pad": document.pad,
        "titel": document.titel,
        "soort": document.soort,
        "themas": list(document.themas),
        "jaar": document.jaar,
        "samenvatting": _kort(document.samenvatting or eerste, FRAGMENT),
        "delen": [[deel.anker, deel.kop] for deel in document.delen if deel.anker],
        "velden": {naam: _tel_veld(tekst, begrippen) for naam, tekst in _velden(document).items() if tekst},
        "stukken": {hash_(deel.tekst): _tel_veld(deel.tekst, begrippen) for deel in document.delen if deel.tekst},
    }


def _tel_veld(tekst: str, begrippen: Begrippen) -> Veldtelling:
    gevouwen = analysis.vouw(tekst)
    woorden = analysis.woorden_van(gevouwen)
    geteld = Counter(woorden)
    return {
        "woorden": geteld,
        "gekoppeld": sorted({analysis.stam(woord) for woord in analysis.gekoppeld(gevouwen)}),
        "begrippen": begrippen.in_tekst(tekst, woorden, geteld),
    }


def _kort(tekst: str, letters: int) -> str:
    """The beginning of a text, cut at a word."""
    if len(tekst) <= letters:
        return tekst
    return tekst[:letters].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
