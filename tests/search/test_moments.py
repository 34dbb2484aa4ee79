"""Years, months, quarters and days: as they stand in a text, and as they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from macros.search.documents import Document, DocumentPart
from macros.search.index import build_index
from macros.search.moments import moments
from tests.search import measure

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("op 4 maart 2023.", "4maart 4maart2023 432023 04032023 20230304 maart2023"),
        ("in maart 2023", "maart2023"),
        ("14 maart", ""),
        ("124 maart 2023", "maart2023"),
        ("het 2e kwartaal 2023", "2ekwartaal2023 tweedekwartaal2023 kwartaal22023 q22023 2023q2"),
        ("tweede kwartaal van 2023", "2ekwartaal2023 tweedekwartaal2023 kwartaal22023 q22023 2023q2"),
    ],
)
def test_a_moment_is_one_word_in_each_way_of_writing(text: str, words: str) -> None:
    assert {*moments(text)} == {*words.split()}


def test_what_is_called_after_a_quarter_is_about_its_months() -> None:
    assert {"april2023", "mei2023", "juni2023"} <= {*moments("nieuwsbrief 2e kwartaal 2023", within=True)}


def _asked(site: Path, *questions: str) -> list[list[str]]:
    answers: list[Any] = measure.node(site, questions=[{"question": question} for question in questions])[1:]
    return [[result["path"] for result in answer["results"]] for answer in answers]


def test_a_day_finds_the_page_that_has_it(tmp_path: Path) -> None:
    """The other pages have the same words, apart: another day in that month, and that number in another one."""
    texts = {f"p/{n}/": f"Dag {n} op {n} maart 2023, en op 4 april 2022" for n in range(5, 20)}
    texts["p/het/"] = "Dag 5 op 4 maart 2023, en op 6 april 2022"
    docs = [
        Document(path, f"Bijeenkomst {path[2:-1]}", "praktijk", parts=(DocumentPart("", "", text),))
        for path, text in texts.items()
    ]
    site = measure.write(build_index(docs, [], lexicon=lambda _: 0.0), tmp_path)
    for question, found in zip(
        days := ("bijeenkomst 4 maart 2023", "4-3-2023", "04/03/2023", "4 maart", "2023-03-04"),
        _asked(site, *days), strict=True,
    ):  # fmt: skip
        assert found[0] == "p/het/", question


def test_questions_with_a_moment_find_their_page(site: Path) -> None:
    _, answered, recall, rank = measure.table(measure.measure(site, measure.dated_questions()))["alle"]
    assert (answered >= 97, recall >= 85, rank >= 94) == (True, True, True), (answered, recall, rank)


def test_a_page_of_the_year_that_is_asked_for_goes_first(tmp_path: Path) -> None:
    """Not by the number in its text: all of these have it. With a whole day nothing is asked of the year of a page."""
    text = DocumentPart("", "", "Begroting, met de cijfers van 2021 en 2022, vastgesteld op 7 maart 2021")
    docs = [Document(f"p/{year}/", "Geld", "praktijk", jaar=year, parts=(text,)) for year in (2019, 2020, 2021, 2022)]
    site = measure.write(build_index(docs, [], lexicon=lambda _: 0.0), tmp_path)
    one, other, day = _asked(site, "begroting 2021", "begroting 2022", "begroting 7 maart 2021")
    assert (one[0], other[0], day[0]) == ("p/2021/", "p/2022/", "p/2019/")


def test_a_year_of_which_there_is_no_page_hides_nothing(site: Path) -> None:
    (found,) = _asked(site, "begroting 2031")
    assert "financien/" in found[:5]
