"""The compact text forms in which the index travels. `overrides/assets/search/forms.js` holds the readers of the same forms."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""64 characters that need no escape in JSON, in a URL or in a regular expression."""
_HALF = 32


def packed_number(value: int) -> str:
    """A number ≥ 0 in base 32, lowest digits first; all digits but the last are of the upper 32 characters."""
    text = ""
    while value >= _HALF:
        text += CHARS[_HALF + value % _HALF]
        value //= _HALF
    return text + CHARS[value]


def packed_postings(weights: Mapping[int, int]) -> str:
    """Postings: per weight (1–63, highest first) its character and the gaps between document numbers.

    Documents that resemble one another have neighbouring numbers and the same weights, so gaps are small and
    alike, and the server's compression finds them.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for number, weight in weights.items():
        groups[weight].append(number)
    return ".".join(CHARS[weight] + _gaps(sorted(groups[weight])) for weight in sorted(groups, reverse=True))


def packed_beside(others: Mapping[str, Sequence[int]]) -> str:
    """What stands beside a word, in the same form: per other word its key and the gaps between places."""
    return ".".join(key + _gaps(places) for key, places in others.items())


def _gaps(numbers: Iterable[int]) -> str:
    previous, cijfers = -1, []
    for number in numbers:
        gap = number - previous - 1
        cijfers.append(CHARS[gap] if gap < _HALF else packed_number(gap))
        previous = number
    return "".join(cijfers)


def packed_words(words: Sequence[tuple[str, str]]) -> str:
    """Sorted stems, each with the form in which to show it, one a line.

    A line is the number of letters shared with the stem before it, as one character, and the rest of the stem;
    then, where the form differs, a space, the number of letters to cut from the stem and what to add.
    """
    lines, previous = [], ""
    for stem, form in words:
        shared = _shared(previous, stem)
        lines.append(CHARS[shared] + stem[shared:] + _difference(stem, form))
        previous = stem
    return "\n".join(lines)


def _difference(stem: str, form: str) -> str:
    if stem == form:
        return ""
    shared = _shared(stem, form)
    return f" {CHARS[len(stem) - shared]}{form[shared:]}"


def _shared(one: str, other: str) -> int:
    """The length of what two words begin with alike."""
    shortest = min(len(one), len(other))
    return next((place for place in range(shortest) if one[place] != other[place]), shortest)


_NO_LETTER = re.compile(r"[^a-z0-9]+")


def packed_anchor(heading: str) -> str:
    """The anchor that follows from a heading: letters and digits without marks, the rest as hyphens."""
    separate = unicodedata.normalize("NFKD", heading.lower())
    bare = "".join(char for char in separate if not unicodedata.category(char).startswith("M"))
    return _NO_LETTER.sub("-", bare).strip("-")


def part(anchor_: str, heading: str) -> str | list[str]:
    """A part of a page: its heading alone where the anchor follows from it, else both."""
    return heading if packed_anchor(heading) == anchor_ else [anchor_, heading]


def series(values: Sequence[int]) -> list[int]:
    """Run-length coding: value and times, in turns."""
    return [packed_number for value, group in groupby(values) for packed_number in (value, len(list(group)))]


def as_json(value: object) -> bytes:
    """JSON without spaces; the same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def with_hash(kind: str, contents: bytes, ext: str = "json") -> str:
    """A file name that changes with its content, so that a browser may keep the file for ever."""
    return f"{kind}-{hash_(contents)}.{ext}"


def hash_(contents: str | bytes) -> str:
    """Ten hexadecimal digits that stand for this content and no other."""
    return hashlib.sha256(contents if isinstance(contents, bytes) else contents.encode("utf-8", "replace")).hexdigest()[
        :10
    ]
