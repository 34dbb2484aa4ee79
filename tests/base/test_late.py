"""What comes when it is needed."""

from __future__ import annotations

import re

import pytest

from macros.base import late


def test_a_thing_is_made_when_something_is_asked_of_it() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("x")
        return "woord"

    thing = late.thing(make)
    assert made == []
    assert thing.upper() == "WOORD"
    assert thing.upper() == "WOORD"
    assert made == ["x"]
    with pytest.raises(AttributeError):
        thing.nothing  # type: ignore[attr-defined]  # noqa: B018 - asking is the point


def test_a_pattern_finds_what_it_does_when_it_is_compiled_at_once() -> None:
    text = "Een A en een a."
    assert late.pattern("a", re.IGNORECASE).findall(text) == re.compile("a", re.IGNORECASE).findall(text)
    assert late.pattern("a").pattern == "a"
