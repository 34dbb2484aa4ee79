"""The book of counted documents: kept in pieces, it gives the index that counting anew gives."""

from __future__ import annotations

import json
from dataclasses import replace

from macros.search.book import Book
from macros.search.counting import Begrippen, count_document
from macros.search.documents import Document, DocumentPart
from macros.search.index import build_index, index_of
from tests.search import corpus

CONCEPTS = corpus.concepts()
BEGRIPPEN = Begrippen.van(CONCEPTS)
SOME = corpus.documents()[:40]


def _book(documents: list[Document]) -> Book:
    return Book.of(count_document(document, BEGRIPPEN) for document in documents)


def _again(book: Book) -> Book:
    return Book.unpacked(book.packed())


def test_a_book_that_was_kept_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert index_of(_again(_again(_book(corpus.documents()))), CONCEPTS, naam="VNON") == files


def test_a_page_that_changed_is_what_it_is_now() -> None:
    """Words that stand nowhere any more are no words of the index."""
    other = replace(
        SOME[3], titel="Sneeuwwitte paardenbloem", parts=(DocumentPart("", "", "Kwikstaart en wielewaal."),)
    )
    book = _again(_book([*SOME[:3], other, *SOME[4:]]))
    assert not book.knows(SOME[3].pad, "nieuw")
    book.add("nieuw", count_document(SOME[3], BEGRIPPEN))
    assert book.knows(SOME[3].pad, "nieuw")
    files = index_of(book, CONCEPTS)
    assert files == build_index(SOME, CONCEPTS)
    assert not any(b"kwikstaart" in contents for contents in files.values())


def test_a_page_that_is_gone_is_not_found() -> None:
    book = _again(_book(SOME))
    book.only(document.pad for document in SOME[5:])
    assert index_of(book, CONCEPTS) == build_index(SOME[5:], CONCEPTS) != build_index(SOME, CONCEPTS)


def test_a_concept_that_is_gone_is_not_found() -> None:
    """A book keeps its words; a concept that stands on no page any more stops no build."""
    one = next(concept for concept in CONCEPTS if any(concept.id in _concepts_of(document) for document in SOME))
    others = [concept for concept in CONCEPTS if concept.id != one.id]
    book, begrippen = _again(_book(SOME)), Begrippen.van(others)
    for document in SOME:
        book.add("nieuw", count_document(document, begrippen))
    assert f"#{one.id}" in book.entries
    assert index_of(book, others) == build_index(SOME, others) != build_index(SOME, CONCEPTS)


def _concepts_of(document: Document) -> set[str]:
    tally = count_document(document, BEGRIPPEN)
    return {
        concept for field in (*tally["fields"].values(), *tally["pieces"].values()) for concept in field["begrippen"]
    }


def test_a_book_that_was_not_kept_or_has_grown_too_much_is_begun_anew() -> None:
    assert Book.unpacked(None).documents() == ([], [])
    book = _again(_book(SOME[:4]))
    assert len(book.documents()[0]) == 4
    for document in SOME:
        book.add("", count_document(document, BEGRIPPEN))
    assert _again(book).documents() == ([], []), "half of its words are new"


def test_a_book_of_a_machine_that_writes_numbers_otherwise_is_not_read() -> None:
    pieces = _book(SOME[:4]).packed()
    heading = json.loads(pieces["kop"])
    other = {**heading, "byteorder": {"little": "big", "big": "little"}[heading["byteorder"]]}
    assert Book.unpacked({**pieces, "kop": json.dumps(other).encode()}).documents() == ([], [])
