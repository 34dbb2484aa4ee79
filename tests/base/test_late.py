"""What comes when it is needed."""

from __future__ import annotations

import importlib
import re
import sys
from types import ModuleType

import pytest

from macros.base import late


def test_a_module_is_read_when_something_is_asked_of_it_and_not_when_it_is_imported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    module = late.module("colorsys")
    assert late.module("colorsys") is importlib.import_module("colorsys") is module
    assert not hasattr(module, "__path__")
    assert "rgb_to_hsv" not in vars(module)
    assert module.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert type(module) is ModuleType
    with pytest.raises(AttributeError):
        module.nothing  # noqa: B018 - asking is the point
    with pytest.raises(ModuleNotFoundError):
        late.module("no_such_module")


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
