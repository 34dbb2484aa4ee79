"""The count of what writing takes, against one that was made by hand."""

from __future__ import annotations

from collections import Counter

from macros.records.loader import load
from macros.writing import entry
from tests.bench import writing
from tests.conftest import ROOT

FORM = entry.form(load(ROOT), "meedoen/begrip")
SAID = {"id": "abc", "term": "Abc", "betekenis": "Een woord", "thema": "jeugd", "bron": ["qa-vnon"]}


def test_a_form_asks_for_no_word_by_heart() -> None:
    """To the form, two texts (3 and 9 letters), a list with and one without a search field, and what may be left out."""
    effort = writing.by_form(FORM, SAID, "")
    assert effort.by_heart == 0
    texts = Counter("MPKH" + 3 * "K" + "H" + "MPKH" + 9 * "K" + "H")
    theme = Counter(f"M{writing.SEARCH}" if len(dict(_options("thema"))) > writing.MANY else "MPKPK")
    clicks = Counter(10 * "MPK" + "H" + 4 * "K" + "H" + "HKKH")
    assert effort.steps == texts + theme + clicks


def _options(name: str) -> tuple[tuple[str, str], ...]:
    return next(question.options for question in FORM.fields if question.name == name)


def test_a_text_box_asks_for_each_id_and_sign() -> None:
    effort = writing.by_text(FORM, SAID, "")
    assert effort.by_heart == 2
    letters = len("id: abc\nterm: Abc\nbetekenis: Een woord\nthema: jeugd\nbron: [qa-vnon]\n") + 2 * 5
    clicks = Counter(7 * "MPK" + "HH" + 2 * writing.FIND_ID)
    assert effort.steps == clicks + Counter(5 * "M") + Counter(K=letters)
    assert effort.pages == 7


def test_minutes_are_those_of_the_model() -> None:
    effort = writing.Effort(Counter("KPHM"), 0, 1)
    assert round(effort.minutes * 60, 2) == round(0.28 + 1.1 + 0.4 + 1.35, 2)
