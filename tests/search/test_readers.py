"""The words of readers: each kind is a set of words with the pages that are right, and how many of them are to be found."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from macros.search import analysis, lexicon
from tests.search import corpus, measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BY_NAME = {"plaatsen", "eigen titels"}
"""Kinds of which the right page stands first, and not among the first five."""
SILENT = 0.02
"""The share of ordinary words that may be taken for another word while the rest of the question is found."""


@pytest.mark.parametrize("class_", measure.classes())
def test_words_of_each_kind_find_their_pages(site: Path, class_: str) -> None:
    share, questions = measure.classes()[class_]
    missed = [
        (result.vraag["vraag"], result.paths[:5])
        for result in measure.measure(site, questions)
        if not (result.rank == 1 if class_ in BY_NAME else result.matched)
    ]
    assert len(questions) - len(missed) >= share * len(questions), missed


def test_the_pages_are_there() -> None:
    paths = {doc.pad for doc in corpus.documents()}
    named = {
        path for _, questions in measure.classes().values() for question in questions for path in question["antwoord"]
    }
    assert named <= paths


def test_readers_who_had_not_seen_the_engine_find_what_they_ask_for(site: Path) -> None:
    results = measure.measure(site, [question for question in measure.readers_questions() if question["antwoord"]])
    number, answered, recall, rank = measure.table(results)["alle"]
    assert number > 90
    assert (answered >= 95, recall >= 85, rank >= 82) == (True, True, True), (answered, recall, rank)
    assert sum(not result.paths for result in results) <= 1


def _asked(site: Path, questions: list[str], **more: object) -> list[Mapping[str, Any]]:
    return measure.node(site, questions=[{"question": question, **more} for question in questions])[1:]


def _ordinary_words() -> list[str]:
    """Words that Dutch has and the site has not."""
    used = {
        analysis.stem(word)
        for doc in corpus.documents()
        for text in (doc.titel, doc.samenvatting, *doc.synoniemen, *(part.tekst for part in doc.parts))
        for word in analysis.words(text)
    }
    words = sorted(word for word in lexicon.words() if len(word) >= 5 and word.isalpha() and word.isascii())
    unused = [word for word in words if analysis.stem(word) not in used]
    return random.Random(11).sample(unused, 300)  # noqa: S311 - words to try


def test_a_word_that_is_dutch_is_not_taken_for_another(site: Path) -> None:
    words = _ordinary_words()
    answers = _asked(site, [f"hennep {word}" for word in words])
    taken = {word: answer["meant"] for word, answer in zip(words, answers, strict=True) if answer["meant"]}
    assert len(taken) <= SILENT * len(words), taken


def test_what_is_taken_for_another_word_is_said(site: Path) -> None:
    """By itself such a word may be repaired: nothing else is found."""
    recent, error, mixed = _asked(site, ["recent", "jeugdgreopen", "hennep recent"])
    assert recent["meant"] == "rekent"
    assert error["meant"] == "jeugdgroepen"
    assert (mixed["meant"], mixed["total"] > 0) == ("", True)


def test_a_word_is_not_repaired_while_it_is_being_typed(site: Path) -> None:
    """It may still become a word: `recen` becomes `recent`."""
    beginnings = ["recen", "chip", "vuurwerk", "jeugdgreop"]
    assert [answer["meant"] for answer in _asked(site, beginnings, live=True)] == [""] * len(beginnings)


def test_half_a_compound_counts_and_a_village_breaks_no_word(site: Path) -> None:
    half, whole = _asked(site, ["hennepzzzz", "mensenhandelaren"])
    assert half["total"] > 0
    assert whole["results"][0]["path"] in {"praktijken/dashboard-mensenhandel/", "expertteams/werkgroep-mensenhandel/"}


def test_hyphens_and_dots_make_no_difference(site: Path) -> None:
    for one, other in (("e-mail", "email"), ("323.504", "323504"), ("hennep-convenant", "hennepconvenant")):
        first, second = _asked(site, [one, other])
        assert {result["path"] for result in first["results"]} & {result["path"] for result in second["results"]}


def test_a_place_is_of_one_municipality_and_has_its_own_number() -> None:
    places = corpus.places()
    assert len({place["geonames"] for place in places}) == len({place["id"] for place in places}) == len(places) > 200


def test_a_name_of_which_a_stop_word_would_be_left_is_no_other_word() -> None:
    assert analysis.stem("ommen") == "ommen"


def test_the_elderly_are_no_parents() -> None:
    assert analysis.stem("ouderen") != analysis.stem("ouders")


def test_a_long_question_that_names_one_concept_explains_it(site: Path) -> None:
    one, other = _asked(
        site, ["ouderen oplichting aan de deur of telefoon", "hennep jeugdgroepen mensenhandel ondermijning"]
    )
    assert one["card"]["path"] == "begrippen/online-fraude/"
    assert other["card"] is None
