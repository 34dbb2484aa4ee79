"""What data files said when they were read before."""

from __future__ import annotations

import pytest

from macros.base import values
from macros.base.parsing import ParseError, SourceText, yaml_source
from macros.base.values import Values

TEXT = "- id: a\n  lijst: [x, '']\n  leeg:\n- id: b\n"


def test_what_is_known_says_the_same_at_the_same_lines() -> None:
    first = Values({})
    read = first.source(TEXT, first_line=3)
    later = Values(first.now)
    known = later.source(TEXT, first_line=3)
    assert later.now == first.now
    assert known.value == read.value == yaml_source(TEXT).value
    assert known.lines == read.lines == yaml_source(TEXT, first_line=3).lines
    assert known.line((0, "lijst", 1)) == 4


def test_what_is_known_is_not_read_until_a_line_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Values({})
    value = first.source(TEXT).value
    value[0]["id"] = "someone changed what was read"
    asked: list[str] = []

    def read(contents: str, *, first_line: int = 1) -> SourceText:
        asked.append(contents)
        return yaml_source(contents, first_line=first_line)

    monkeypatch.setattr(values, "yaml_source", read)
    known = Values(first.now).source(TEXT)
    assert known.value[0]["id"] == "a"
    assert asked == []
    assert known.line((1,)) == 4
    assert asked == [TEXT]


def test_what_is_wrong_is_told_each_time() -> None:
    first = Values({})
    for store in (first, Values(first.now)):
        with pytest.raises(ParseError):
            store.source("- a: x: y")
    assert first.now == {}
