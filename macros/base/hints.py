"""What someone most likely meant: the end of a message about a name that is not known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from macros.base import late

if TYPE_CHECKING:
    import difflib
else:
    difflib = late.module("difflib")

_NEAR, _NEAR_SHORT, _SHORT = 0.75, 0.65, 4
"""How much two names have in common (`SequenceMatcher.ratio`) for one to be a slip for the other: at 0.6, which the library
has, 'pilot' is one for 'loopt'. One letter of three is more of a name than one of nine; a folder may differ more, too."""


def nearest(typed: str, possible: Iterable[str]) -> str:
    """The name that someone most likely meant, near in spelling; of a path its last part, and then the whole. Or nothing."""
    names, wanted = sorted(set(possible)), typed.lower()
    ends = {name: name.strip("/").rpartition("/")[2] for name in names}
    end = wanted.strip("/").rpartition("/")[2]
    near = difflib.get_close_matches(end, {*ends.values()}, n=9, cutoff=_NEAR if len(end) > _SHORT else _NEAR_SHORT)
    alike = [name for name in names if ends[name] in near or "*" in name]  # of a pattern only the whole
    return next(iter(difflib.get_close_matches(wanted, alike, n=1, cutoff=_NEAR_SHORT)), "")


def did_you_mean(typed: str, possible: Iterable[str], *, all_up_to: int = 12) -> str:
    """The end of a message about an unknown name: the nearest one, else all when they are few."""
    names = sorted(set(possible))
    if nearby := nearest(typed, names):
        return f"; bedoelde u {nearby!r}?"
    if 0 < len(names) <= all_up_to:
        return f"; toegestaan is {', '.join(names)}"
    return ""


def as_list(typed: str, possible: Collection[str]) -> str:
    """The end of a message about several names that were typed as one, where a list may stand."""
    for marks in (r"[,;/]", r"[,;/]|\ben\b"):  # the second last: `en` is the name of a language, too
        parts = [part.strip() for part in re.split(marks, typed)]
        if len(parts) > 1 and all(part in possible for part in parts):
            return f"; schrijf een lijst: [{', '.join(parts)}]"
    return ""
