"""Words where they cannot be carried out, and notes that no one can follow, are told at their line."""

from __future__ import annotations

import pytest

from macros.document.prose import Prose
from macros.review import quality

NOTHING = quality.Context((), lambda _: True, lambda _: (), lambda _, _anchors: ())


def _told(text: str) -> list[str]:
    found = quality.check_page(Prose("docs/a.md", "a", f"zin\n\n{text}", 5), NOTHING)
    return [
        f"{finding.line}: {finding.message}"
        for finding in found
        if "{{" in finding.message or "noot" in finding.message
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('Zie `{{ begrip("rvo") }}` hier.', "code"),
        ('```\n{{ begrip("rvo") }}\n```', "code"),
        ("[a](https://x.nl \"{{ begrip('rvo') }}\")", "een titel"),
        ('![a {{ begrip("rvo") }}](x.png)', "een beschrijving"),
        ('[a {{ begrip("rvo") }} b](https://x.nl)', "in een link"),
        ('## a {{ activiteiten(thema="jeugd") }}', "in een kop"),
        ('**a {{ activiteiten(thema="jeugd") }}**', "in vette tekst"),
        ('| a | b |\n|---|---|\n| {{ activiteiten(thema="jeugd") }} | c |', "in een cel"),
        ("[a[^1] b](https://x.nl)\n\n[^1]: c", "in een link kan geen noot staan"),
    ],
)
def test_a_word_that_cannot_stand_there_is_told(text: str, where: str) -> None:
    [message] = _told(text)
    assert where in message
    assert message.startswith(("7: ", "8: ", "9: "))


@pytest.mark.parametrize(
    "text",
    [
        'a {{ begrip("rvo") }} b', '- {{ begrip("rvo") }}', '{{ activiteiten(thema="jeugd") }}',
        '- a\n\n  {{ activiteiten(thema="jeugd") }}', '> {{ activiteiten(thema="jeugd") }}', '| a | b |\n|---|---|\n| {{ begrip("rvo") }} | c |',
        '## a {{ begrip("rvo") }}', '**{{ begrip("rvo") }}**', 'a {{ begrip(\n"rvo") }} b',
    ],
)  # fmt: skip
def test_a_word_in_its_place_is_right(text: str) -> None:
    assert _told(text) == []
