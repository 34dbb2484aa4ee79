"""No value becomes a rule of a server: what could end its word is refused by the kind of the word."""

from __future__ import annotations

import pytest

from macros.base.errors import UserError
from macros.release import rules
from macros.release.rules import Bare, Joined, Pattern, Quoted, Variable

BREAKS = ['a"b', "a\\b", "a\nb", "a$b", "a{b", "a}b", "a`b", "a\0b", "aéb"]


@pytest.mark.parametrize("value", BREAKS)
def test_no_text_ends_its_word(value: str) -> None:
    with pytest.raises(UserError, match="mag niet in de regels voor de webserver staan"):
        Quoted(value)
    with pytest.raises(UserError):
        Bare(value)


@pytest.mark.parametrize("value", ['a"b', "a`b", "a\nb", "{$a}", ""])
def test_no_pattern_ends_its_word(value: str) -> None:
    with pytest.raises(UserError):
        Pattern(value)


def test_each_kind_of_word_for_both() -> None:
    words = (Bare("a"), Quoted("b ;"), Pattern(r"^/c\.d$"), Variable("e"), Joined(Quoted("/f/"), Variable("g")))
    assert rules.nginx(*words) == 'a "b ;" "~^/c\\\\.d$" $e "/f/$g";\n'
    assert rules.caddy(*words) == 'a "b ;" `^/c\\.d$` {e} "/f/{g}"\n'
