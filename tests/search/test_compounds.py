"""Splitting compounds, against words that were read one by one."""

from __future__ import annotations

import json
import math
from pathlib import Path

from spellchecker import SpellChecker

from macros.search import analysis, compounds, counting, impacts, lexicon
from macros.search.book import Book
from tests.search import corpus

GOLD = json.loads((Path(__file__).parent / "compounds.json").read_text(encoding="utf-8"))


def _splitter() -> compounds.Splitter:
    begrippen = counting.Begrippen.van([])
    tallies = [counting.count_document(doc, begrippen) for doc in corpus.documents()]
    book = Book.of(tallies)
    return compounds.Splitter(impacts.evidence(book.documents()[1], book.entries), lexicon.frequency())


def test_compounds_are_split_and_other_words_are_not() -> None:
    splitter = _splitter()
    good = [
        word
        for word, parts in GOLD["samenstellingen"].items()
        if {analysis.stem(part) for part in parts.split()} <= set(splitter.parts(word))
    ]
    error = [word for word in GOLD["enkel"] if splitter.parts(word)]
    assert len(good) >= 0.95 * len(GOLD["samenstellingen"]), set(GOLD["samenstellingen"]) - set(good)
    assert len(error) <= 0.1 * len(GOLD["enkel"]), error


def test_parts_of_parts_are_parts() -> None:
    splitter = compounds.Splitter({"woning": 2, "inbrak": 3, "woninginbrak": 2, "preventie": 1}, lambda _: 0.0)
    assert splitter.parts("woninginbraakpreventie") == ("woninginbrak", "woning", "inbrak", "preventie")


def test_without_evidence_or_list_nothing_is_split() -> None:
    assert compounds.Splitter({}, lambda _: 0.0).parts("woninginbraakpreventie") == ()


def test_a_very_long_word_is_read_in_time() -> None:
    assert compounds.Splitter({"aa": 1, "aaa": 1}, lambda _: 4.0).parts("a" * 40) is not None


def test_the_list_of_words_is_the_one_that_the_package_gives() -> None:
    """We read the package's file ourselves; a new version must not change what we find in it."""
    list_ = SpellChecker(language="nl").word_frequency
    total = list_.total_words
    occurrences = {word: math.log10(count / total * 1e9) for word, count in list_.items() if count >= 100}
    ours = lexicon.frequency()
    assert len(occurrences) > 30_000
    assert {word: ours(word) for word in occurrences} == occurrences
    assert not any(ours(word) for word, count in list_.items() if count < 100)
    assert math.log10(99 / total * 1e9) < lexicon.RARE < compounds.RARE
    assert ours("huis") > 4 > ours("qqqq") == 0
