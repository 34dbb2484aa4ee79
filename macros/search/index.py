"""The index: documents and concepts → the files under `zoek/` that the browser fetches.

| file | what | when it is fetched |
| --- | --- | --- |
| `core.json` | the name of the core | search opens |
| `kern-….json` | facets of all pages, names of concepts, where the rest is | search opens |
| `woorden-….txt` | the vocabulary, split at first letters once it is large | search opens; then by letter |
| `lijsten-….txt` | postings of a range of the vocabulary | a question needs a word of it |
| `gewoon-….txt` | ordinary words that the site lacks and that are almost one of its own | a word seems misspelt |
| `bundel-….json` | title, summary and parts of some pages | a result is shown |
| `index.json` | what another network's site needs to search this one | only by other sites |

All names but the first and the last hold a hash of the content: they may be kept for ever, and a reader whose
core is older than the shards meets a missing file, fetches `core.json` again and goes on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from macros.search import analysis, encoding, impacts
from macros.search import lexicon as default
from macros.search.book import Book
from macros.search.counting import Begrippen, count_document, names_of, stems
from macros.search.verbs import STRONG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from macros.search.counting import Shown, Tally
    from macros.search.documents import Concept, Document

FORMAT = 3
SHARD = 2_200
"""Bytes of postings in a file, about: small enough to fetch for one word, large enough to compress. With twice as many the index
is 3 KB smaller, and a question takes 3.8 KB more."""
WORD_BLOCK = 60_000
"""Bytes of vocabulary above which it is split at a first letter, into blocks of half that and more."""
AT_ONCE = 2
"""Blocks of vocabulary up to which all are fetched together with the core, to spare a reader a round trip."""
BUNDLE = 14
"""Pages in a bundle of excerpts."""
_SELDOM = 0.75
"""What a kind weighs that stands by itself in the order of pages."""
MAX_PARTS = 8
"""Headings that travel with a result."""


@dataclass
class _Files:
    """The files so far, by path."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def added(self, kind: str, data: bytes, ext: str = "json") -> str:
        name = encoding.with_hash(kind, data, ext)
        self.contents[f"zoek/{name}"] = data
        return name


def build_index(
    documents: Iterable[Document], concepts: Iterable[Concept], *,
    lexicon: Callable[[str], float] | None = None, naam: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """Files of the index, path relative to the site's root → bytes; the order of the input does not matter.

    Args:
        documents: The pages that can be found; of two with one path the last counts.
        concepts: The glossary.
        lexicon: Zipf frequency (0–8) of a Dutch word; the standard list when not given.
        naam: What readers of other sites see as the origin of a result.
    """
    concepts = list(concepts)
    begrippen = Begrippen.van(concepts)
    tallies = (count_document(document, begrippen) for document in documents)
    return merge(tallies, concepts, lexicon=lexicon, naam=naam)


def merge(
    tallies: Iterable[Tally], concepts: Iterable[Concept], *,
    lexicon: Callable[[str], float] | None = None, naam: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """The index of documents that were counted with `count_document`, with the same glossary; arguments as `build_index`."""
    return index_of(Book.of(tallies), concepts, lexicon=lexicon, naam=naam)


def _afresh(words: list[str], make: Callable[[list[str]], list[str]]) -> list[str]:
    return make(words)


def index_of(
    book: Book, concepts: Iterable[Concept], *, lexicon: Callable[[str], float] | None = None, naam: str = "",
    remember: Callable[[list[str], Callable[[list[str]], list[str]]], list[str]] = _afresh,
) -> dict[str, bytes]:  # fmt: skip
    """The same of documents that are in a book; `remember` may know what came of the words of the site before."""
    begrippen = sorted(concepts, key=lambda concept: concept.id)
    docs, lists, forms = _weighed(book, begrippen, lexicon or default.frequency())
    out = _Files()
    block_list = _words(lists, forms, out)
    ordinary = [] if lexicon else remember(default.compared(lists), default.near_misses)
    core = {
        "formaat": FORMAT,
        "naam": naam,
        "aantal": len(docs),
        **_facets(docs),
        "begrippen": _begrippen(begrippen, docs),
        "titels": _own_names(docs),
        "stopwoorden": " ".join(sorted(analysis.STOP_WORDS)),
        "werkwoorden": STRONG,
        "termen": len(lists),
        "woorden": block_list,
        "gewoon": out.added("gewoon", _block([(word, word) for word in ordinary]), "txt"),
        "lijsten": _shards(lists, out),
        "bundel": BUNDLE,
        "bundels": _bundles(docs, begrippen, out),
    }
    first = [file for _, _, file in block_list] if len(block_list) <= AT_ONCE else []
    pointer = {"formaat": FORMAT, "kern": out.added("kern", encoding.as_json(core)), "eerst": first}
    out.contents["zoek/kern.json"] = encoding.as_json(pointer)
    out.contents["zoek/index.json"] = encoding.as_json({**pointer, "naam": naam, "aantal": len(docs)})
    return dict(sorted(out.contents.items()))


def _weighed(
    book: Book, concepts: Sequence[Concept], frequency: Callable[[str], float]
) -> tuple[list[Shown], impacts.Postings, dict[str, str]]:
    """What is shown of each document, the postings of each term, and the form in which to show it."""
    docs, documents = book.documents(_place)
    numbers = {concept.id: number for number, concept in enumerate(concepts)}
    vocabulary = impacts.Vocabulary(documents, book.entries, frequency, numbers)
    lists = impacts.impacts(documents, vocabulary, impacts.factors(docs))
    return docs, lists, vocabulary.forms()


def _place(doc: Shown) -> tuple[str, list[str], str]:
    """By what the pages are in order: those of one theme stand together, as they do in answers, so one fetch shows several.

    Kinds that a reader seldom wants stand apart: a municipality has the themes of what goes on there.
    """
    seldom = impacts.KIND_WEIGHT.get(doc["soort"], 1.0) < _SELDOM
    return (doc["soort"] if seldom else "", doc["themas"], doc["pad"])


def _facets(docs: Sequence[Shown]) -> dict[str, object]:
    """Kinds, years and sets of themes: each once, and per page its number in that list."""
    kinds = sorted({doc["soort"] for doc in docs})
    years = sorted({doc["jaar"] or 0 for doc in docs})
    themas = sorted({tuple(doc["themas"]) for doc in docs})
    return {
        "soorten": kinds,
        "soort": encoding.series([kinds.index(doc["soort"]) for doc in docs]),
        "jaren": years,
        "jaar": encoding.series([years.index(doc["jaar"] or 0) for doc in docs]),
        "themas": themas,
        "themanamen": {doc["pad"].split("/")[1]: doc["titel"] for doc in docs if doc["soort"] == "thema"},
        "thema": encoding.series([themas.index(tuple(doc["themas"])) for doc in docs]),
    }


def _begrippen(concepts: Sequence[Concept], docs: Sequence[Shown]) -> list[list[object]]:
    """Per concept: the number of its page (-1 when it has none) and its names in stems."""
    numbers = {doc["pad"]: number for number, doc in enumerate(docs)}
    return [
        [numbers.get(concept.pad, -1), *sorted({" ".join(stems(name)) for name in names_of(concept)} - {""})]
        for concept in concepts
    ]


def _own_names(docs: Sequence[Shown]) -> list[tuple[str, int]]:
    """What pages right under the root are called, in stems, each with its number: who asks for one by name wants that."""
    return [
        (" ".join(stems(doc["titel"])), number)
        for number, doc in enumerate(docs)
        if doc["pad"].strip("/").count("/") == 0
    ]


def _words(lists: Iterable[str], forms: Mapping[str, str], out: _Files) -> list[list[object]]:
    """The vocabulary in blocks: [first letter, number of its first term, file].

    A file begins with the number of its terms, so that half a file is known for what it is.
    """
    block_list: list[list[object]] = []
    for start, terms in _blocks(sorted(lists)):
        block = _block([(term, forms.get(term, term)) for term in terms])
        block_list.append([terms[0][0], start, out.added("woorden", block, "txt")])
    return block_list


def _block(words: Sequence[tuple[str, str]]) -> bytes:
    """A file of words: their number, and then each stem with the form in which to show it."""
    return f"{len(words)}\n{encoding.packed_words(words)}".encode()


def _blocks(terms: Sequence[str]) -> Iterable[tuple[int, Sequence[str]]]:
    """Cuts at first letters, only where the block before is large, and nowhere when there is little to cut."""
    start, bytes_ = 0, 0
    most = WORD_BLOCK // 2 if sum(map(len, terms)) > WORD_BLOCK else WORD_BLOCK
    for place, term in enumerate(terms):
        if bytes_ > most and term[0] != terms[place - 1][0]:
            yield start, terms[start:place]
            start, bytes_ = place, 0
        bytes_ += len(term)
    if terms:
        yield start, terms[start:]


def _shards(lists: impacts.Postings, out: _Files) -> list[list[object]]:
    """Postings in files of a few KB, in the order of the vocabulary: [number of its first term, file]."""
    shards: list[list[object]] = []
    lines: list[str] = []
    bytes_ = 0
    terms = sorted(lists)
    for place, term in enumerate(terms):
        lines.append(_line(lists, term))
        bytes_ += len(lines[-1])
        if bytes_ >= SHARD or place == len(terms) - 1:
            data = "\n".join(lines).encode()
            shards.append([place - len(lines) + 1, out.added("lijsten", data, "txt")])
            lines, bytes_ = [], 0
    return shards


def _line(lists: impacts.Postings, term: str) -> str:
    """The postings of a term and, behind a bar, with which other words it stands together."""
    weights = lists[term]
    beside = encoding.packed_beside(lists.beside(term, weights))
    return encoding.packed_postings(weights) + f"|{beside}" * bool(beside)


def _bundles(docs: Sequence[Shown], concepts: Iterable[Concept], out: _Files) -> list[str]:
    begrippen = {concept.pad: concept for concept in concepts}
    occurrences = Counter(heading for doc in docs for heading in {heading for _, heading in doc["parts"]})
    rows = [_fragment(doc, begrippen, occurrences) for doc in docs]
    groups = [rows[place : place + BUNDLE] for place in range(0, len(rows), BUNDLE)]
    return [out.added("bundel", encoding.as_json(group)) for group in groups]


def _fragment(doc: Shown, begrippen: Mapping[str, Concept], occurrences: Mapping[str, int]) -> list[object]:
    """What the list of results shows of a page: path, title, summary, and its parts.

    A heading that stands on many pages says little of each of them and stays away; of the others the anchor travels
    only where it does not follow from the heading. The meaning of a term travels whole: it is shown on a card.
    """
    if doc["pad"] in begrippen:
        concept = begrippen[doc["pad"]]
        return [doc["pad"], doc["titel"], concept.betekenis, [], concept.afkorting]
    parts = [
        encoding.part(anchor, heading) for anchor, heading in doc["parts"] if occurrences[heading] < impacts.REPEATED
    ]
    return [doc["pad"], doc["titel"], doc["samenvatting"], parts[:MAX_PARTS]]
