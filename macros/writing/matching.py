"""What two ways of writing say: whether it is the same, and which item of a list became which."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from macros.base.errors import UserError

Plain = Any
"""What YAML says: a text, nothing, a list or a mapping."""

_YES_NO = {"true": "ja", "false": "nee"}
"""What an editor makes of a choice between `ja` and `nee` that it took for a boolean."""
_ALIKE = 0.5
"""Which part of two things is the same, at least, when one became the other."""


class NotTheSameError(UserError):
    """What was put back would say something else; nothing is written."""


def meaning(value: Plain) -> Plain:
    """What a record reads: an empty field is none, one value is a list of one."""
    if isinstance(value, dict):
        return {key: said for key, member in value.items() if (said := meaning(member)) is not None} or None
    if isinstance(value, list):
        members = [meaning(member) for member in value]
        return members[0] if len(members) == 1 and isinstance(members[0], str) else members or None
    return yes_no((value or "").strip()) or None


def yes_no(text: str, *, new: bool = True) -> str:
    """`ja` or `nee` where an editor wrote a boolean; a `false` that is not `new` may stand where it lost a `ja`, and stays."""
    return _YES_NO.get(text, text) if new or text == "true" else text


def says_the_same(one: Plain, other: Plain) -> bool:
    """Whether a record reads the same in both."""
    return print_(one) == print_(other)


def print_(value: Plain) -> str:
    """What a record reads, as one text."""
    return json.dumps(meaning(value), sort_keys=True)


def matched(old: Sequence[Plain], new: Sequence[Plain]) -> list[int | None]:
    """For each new item of a list the old one that it was: the same, or one with its id, or one that it is like."""
    was, now = [*map(print_, old)], [*map(print_, new)]
    found: list[int | None] = [None] * len(new)
    for i, k, size in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
        found[k : k + size] = range(i, i + size)
    for same in (says_the_same, _has_same_id, _is_like):
        free = [number for number in range(len(old)) if number not in found]
        for place, item in enumerate(new):
            if found[place] is None and (hit := next((n for n in free if same(old[n], item)), None)) is not None:
                found[place] = hit
                free.remove(hit)
    new_ones = [place for place, number in enumerate(found) if number is None]
    old_ones = [number for number in range(len(old)) if number not in found]
    if len(new_ones) == len(old_ones):  # each was changed where it stood
        for place, number in zip(new_ones, old_ones, strict=True):
            if type(old[number]) is type(new[place]) and not (isinstance(new[place], dict) and "id" in new[place]):
                found[place] = number
    return found


def _has_same_id(old: Plain, new: Plain) -> bool:
    return isinstance(old, dict) and isinstance(new, dict) and bool(old.get("id")) and old["id"] == new.get("id")


def _is_like(old: Plain, new: Plain) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        names = {*old, *new} - {"id"}
        equal = sum(1 for name in names if says_the_same(old.get(name), new.get(name)))
        return equal >= _ALIKE * len(names)
    if isinstance(old, str) and isinstance(new, str):
        return SequenceMatcher(None, old.split(), new.split()).ratio() > _ALIKE
    return False
