from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from macros.base.text import INVISIBLE, clean, one_line, sentence


@pytest.mark.parametrize(
    ("van", "naar"),
    [
        ("bel\x07", "bel"),
        ("half \ud800 teken", "half  teken"),
        ("\u202eomgekeerd", "omgekeerd"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("een\u00a0harde spatie\tén een tab", "een\u00a0harde spatie\tén een tab"),
        ("brandweer \U0001f469\u200d\U0001f692", "brandweer \U0001f469\u200d\U0001f692"),
    ],
)
def test_only_what_nobody_can_see_goes(van: str, naar: str) -> None:
    assert clean(van) == naar


def test_a_line_is_one_line() -> None:
    assert one_line(" a\r\n b\t\u00a0c ") == "a b \u00a0c"


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_left_fits_in_xml_and_stays(tekst: str) -> None:
    out = clean(tekst)
    assert clean(out) == out
    assert not INVISIBLE.search(out)
    element = etree.Element("x")
    element.text = out  # lxml refuses what XML 1.0 does not allow
    assert not {unicodedata.category(char) for char in out if char not in "\t\n"} & {"Cc", "Cs"}


def test_a_sentence_has_a_capital_and_a_full_stop() -> None:
    assert [sentence(t) for t in ("de aanpak", "Wie?", "", "zie:")] == ["De aanpak.", "Wie?", "", "Zie:"]
