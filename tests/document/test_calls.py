"""The walk over what authors type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.document.calls import _TOKEN, Call, _complete, calls, parse


def test_words_with_their_lines_and_arguments() -> None:
    good, error = calls('Zie {{ bron("a") }}.\n\n{{ activiteiten(thema="jeugd", jaar=2023, leeg=none) }}\n')
    assert error == []
    assert good == [
        Call(1, "bron", ("a",), {}),
        Call(3, "activiteiten", (), {"thema": "jeugd", "jaar": 2023, "leeg": None}),
    ]


def test_prose_without_words_is_not_parsed() -> None:
    assert calls("{ gewoon } # tekst %}") == ([], [])


REFUSED = [
    "{{ x }}", "{{ x.y }}", "{{ x.y() }}", "{{ x['y']() }}", "{{ x()() }}", "{{ 9**9**9 }}", "{{ x() | safe }}",
    "{{ x() ~ y() }}", "{{ x(y) }}", "{{ x(y()) }}", "{{ x([1]) }}", "{{ x({}) }}", "{{ x(1+1) }}", "{{ x(*a) }}",
    "{{ x(**a) }}", "{{ x(a=b) }}", "{{ x(-1) }}", "{{ x() if 1 else y() }}", "{{ x('a' ~ 'b') }}", "{{ 'tekst' }}",
    "{{ [].__class__ }}", "{{ }}", "{{", "{{ x(", "{{ config.theme.get_env().from_string('x') }}",
    "{{ lipsum(n=99) }}x{{ y }}", "{% if 1 %}{% endif %}", "{% set x = 1 %}", "{% include 'x' %}",
    "{% raw %}{% endraw %}", "{% macro a() %}{% endmacro %}", "{% for x in y %}{% endfor %}", "{# x #}", "{#",
    "{% foo %}", "{%", "{{ x(\N{ARABIC-INDIC DIGIT THREE}1.5) }}", "{{ " + "(" * 2000 + ")" * 2000 + " }}",
]  # fmt: skip


@pytest.mark.parametrize("prose", REFUSED, ids=lambda prose: prose[:40])
def test_everything_else_is_refused(prose: str) -> None:
    _, errors = calls(f"Regel 1.\n\n{prose}\n")
    assert errors
    assert all(error.message for error in errors)
    if "(" * 9 not in prose:
        assert {error.line for error in errors} == {3}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet="{}%#()[]'\"ab1 .,=|~*-\n", max_size=60))
def test_any_prose_is_read_or_refused(prose: str) -> None:
    good, errors = calls(prose)
    for line in [call.line for call in good] + [error.line for error in errors]:
        assert 1 <= line <= prose.count("\n") + 1


_PIECES = st.sampled_from(
    (
        "tekst", "\n", "\r\n", "{", "}", "{{", "}}", " }}", "{% x %}", "{# x #}", "{{ bron('a') }}", '{{bron("a b")}}',
        "{{ cijfers('x', jaar=2023) }}", "{{ cijfers(x) }}", "{{- bron('a') }}", "{{ bron('a') -}}", "{{ bron('}}') }}",
        "{{ bron((1)) }}", "{{ bron(\n'a') }}", "{{ a }}", "{{ bron('a' 'b') }}", "{{ bron(a=1, a=2) }}", "{{ 1 }}", "(", "'",
        "{{ bron(1, ) }}", "{{ none() }}", "{{ None(1) }}", "{{ not('a') }}", "{{ bron('a', b='c', 'd') }}", "{{ bron(007) }}",
        "{{ bron(0, b = 12 ,c=\"'\") }}", "{{ true(1) }}", "{{ bron(*x) }}", "é", " ",
    )
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(_PIECES, max_size=8).map("".join))
def test_words_are_read_as_jinja_reads_them(prose: str) -> None:
    quick = [getattr(part, "message", part) for part in parse(prose)]
    jinja = _complete(prose) if _TOKEN.search(prose) else [prose]  # without the short cut
    assert quick == [getattr(part, "message", part) for part in jinja]
    lines = [part.line for part in parse(prose) if not isinstance(part, str)]
    assert lines == [part.line for part in jinja if not isinstance(part, str)]
