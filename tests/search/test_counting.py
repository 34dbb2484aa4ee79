"""Counting one document at a time: what a build may keep, and what it may not depend on."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest

from macros.search import lexicon
from macros.search.counting import Begrippen, count_document
from macros.search.documents import Concept, Document, DocumentPart
from macros.search.index import build_index, merge
from tests.search import corpus

OM = Concept("om", "Openbaar Ministerie", "OM", ("justitie",), "Vervolgt.", "begrippen/om/")
BEGRIPPEN = Begrippen.van([OM])


def test_a_count_says_what_stands_where() -> None:
    document = Document(
        "p/", "Foto's van re_BOOTCMP", "praktijk", ("jeugd",), 2023, "",
        (DocumentPart("", "", "Om het openbaar ministerie. Het OM en het OM."), DocumentPart("a", "Kop", "")),
    )  # fmt: skip
    tally = count_document(document, BEGRIPPEN)
    assert tally["fields"]["titel"] == {
        "woorden": {"foto": 1, "van": 1, "re": 1, "bootcmp": 1}, "hyphenated": ["rebootcmp"], "begrippen": {},
        "together": ["foto re", "re bootcmp"],
    }  # fmt: skip
    (piece,) = tally["pieces"].values()
    assert piece["begrippen"] == {"om": 3}, "in capitals, or by its whole name"
    assert piece["woorden"]["om"] == 3
    assert (tally["samenvatting"], tally["parts"]) == (document.parts[0].tekst, [["a", "Kop"]])


def test_what_stands_together_ends_with_a_sentence_and_skips_what_says_little() -> None:
    text = (
        "De burgemeester van Enschede zit voor. Twente (vijf teams) werkt samen; hennep - drugs, re-bootcmp of politie."
    )
    (piece,) = count_document(Document("p/", "", "praktijk", parts=(DocumentPart("", "", text),)), BEGRIPPEN)[
        "pieces"
    ].values()
    assert piece["together"] == [
        "burgemeester enschede", "re bootcmp", "vijf teams", "werkt samen",
    ]  # fmt: skip


def test_counts_that_were_kept_as_json_give_the_same_bytes(files: dict[str, bytes]) -> None:
    """And so does one page that was counted again among pages that were kept: no count knows of another."""
    docs, concepts = corpus.documents(), corpus.concepts()
    begrippen = Begrippen.van(concepts)
    saved = json.loads(json.dumps([count_document(doc, begrippen) for doc in docs]))
    saved[7] = count_document(docs[7], begrippen)
    assert merge(saved, concepts, naam="VNON") == files


@pytest.mark.parametrize("field", ["term", "afkorting"])
def test_a_count_depends_on_the_names_in_the_glossary(field: str) -> None:
    document = Document("p/", "Het parket", "praktijk")
    other = Concept(**{**{name: getattr(OM, name) for name in OM.__slots__}, field: "parket"})
    assert count_document(document, BEGRIPPEN) != count_document(document, Begrippen.van([other]))


def test_putting_together_is_quick() -> None:
    """A bound of several times what it takes (0.3 s a 500 pages): what it must never be is quadratic."""
    docs, concepts = corpus.documents(), corpus.concepts()
    begrippen = Begrippen.van(concepts)
    double = [
        {**count_document(doc, begrippen), "pad": f"{times}/{doc.pad}"}
        for doc in docs
        for times in range(1000 // len(docs))
    ]
    lexicon.frequency()
    start = time.process_time()
    assert build_index([], [], naam="") != merge(double, concepts)  # type: ignore[arg-type]
    assert time.process_time() - start < 5


def test_putting_together_keeps_little_of_a_page_in_memory() -> None:
    """Of counts that come one by one, as a build hands them over; kept as they are these took 107 KB a page.

    Words alone took 18.7 KB; that 600 pairs of them stand together, takes 4 more.
    """
    begrippen = Begrippen.van([])
    text = " ".join(f"woord{n}" for n in range(300))
    pages = [
        json.dumps(count_document(Document(f"p/{n}/", "Blad", "praktijk", parts=(
            DocumentPart("", "", f"blad{n} {text}"), DocumentPart("meer", "Meer", f"meer{n} {text}"),
        )), begrippen))
        for n in range(400)
    ]  # fmt: skip
    lexicon.frequency()
    lexicon.near_misses([])
    tracemalloc.start()
    merge(map(json.loads, pages), [])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak / len(pages) < 23_300


def test_of_two_counts_with_one_path_the_last_counts() -> None:
    old, new = (
        Document("p/", "Blad", "praktijk", parts=(DocumentPart("", "", "vroeger"),)),
        Document("p/", "Vel", "bron"),
    )
    begrippen = Begrippen.van([])
    both = [count_document(document, begrippen) for document in (old, new)]
    assert merge(both, []) == merge(both[1:], []) != merge(both[:1], [])
