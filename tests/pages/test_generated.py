"""Pages wait in a file until they are made: each is made once, and is what it was however often it is asked for."""

from __future__ import annotations

import tracemalloc
from functools import partial

from macros.pages.generated import Page, Pages

_LETTERS = 10_000
"""Of a long page."""


def _page(id_: str, made: list[str]) -> Page:
    made.append(id_)
    return Page(id_, id_.title(), "", f"É {id_} " * (_LETTERS // 4))


def test_each_page_is_made_once_and_when_it_is_asked_for() -> None:
    made: list[str] = []
    pages = Pages({id_: partial(_page, id_, made) for id_ in ("een", "twee")})
    assert "een" in pages
    assert not made
    asked = [pages[id_] for id_ in ("een", "twee", "een", "een", "twee")]
    assert made == ["een", "twee"]
    assert asked == [_page(id_, []) for id_ in ("een", "twee", "een", "een", "twee")]


def test_the_text_of_a_page_that_waits_is_not_in_memory() -> None:
    pages = Pages({f"{number}": partial(_page, f"{number}", []) for number in range(100)})
    tracemalloc.start()
    try:
        for id_ in pages:
            assert pages[id_].markdown
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 20 * _LETTERS, f"{held:,} bytes for a hundred pages of {_LETTERS:,} letters"
