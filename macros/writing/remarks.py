"""Comments in YAML: which a program dropped, and which a person took out.

A program that writes a file anew either knows comments or drops them all. So one that is gone while others are still there was taken
out; and so was one that is the only one gone of a file in which all else is as it was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from macros.base import parsing, places

_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#.*$")


@dataclass(frozen=True, slots=True)
class Comment:
    """What someone wrote beside the values, from its sign to the end of its line."""

    start: int
    end: int
    text: str
    """With one space between its words."""
    between: tuple[str, str]
    """The values before and behind it as they are typed: where one comment stands more than once, they tell which it is."""
    at_head: bool
    """Above the first value: what the file is, which a program may keep of all it drops."""


def comments(text: str) -> list[Comment]:
    """All comments of a document, in their order."""
    found: list[Comment] = []
    start, before = 0, ""
    for first, last in [*sorted(places.places(text).values()), (len(text), len(text))]:
        below_a_sign = text[first : first + 1] in {">", "|"}  # behind which a comment may stand
        end = first + len(text[first:].partition("\n")[0]) if below_a_sign else first
        found += [
            Comment(hit.start(), hit.end(), " ".join(hit[0].split()), (before, text[first:last]), start == 0)
            for hit in _COMMENT.finditer(text, start, end)
        ]
        start, before = last, text[first:last]
    return found


def new(now: str, text: str) -> list[str]:
    """The comments of a document that another lacks."""
    return [*(_texts(now) - _texts(text)).elements()]


def without_taken_out(was: str, now: str, text: str) -> str:
    """What was put back, without the comments that a person took out of `now`."""
    gone = _texts(text) - _texts(now)
    if not gone:
        return text
    old = {comment.text for comment in comments(was) if not comment.at_head}
    knows_comments = any(comment.text in old for comment in comments(now) if not comment.at_head)
    if not knows_comments and (gone.total() > 1 or _bare(text) != _bare(now)):
        return text
    still = {(comment.text, comment.between) for comment in comments(now)}
    taken: list[Comment] = []
    for comment in sorted(comments(text), key=lambda comment: (comment.text, comment.between) in still):
        if gone[comment.text] > 0:
            gone[comment.text] -= 1
            taken.append(comment)
    return _cut(text, taken)


def returned(name: str, now: str, text: str) -> int:
    """How many comments a file got back."""
    if not name.endswith((".yml", ".md")):
        return 0
    now, text = (parsing.parted(typed)[0] if name.endswith(".md") else typed for typed in (now, text))
    return len(new(text, now))


def _texts(text: str) -> Counter[str]:
    return Counter(comment.text for comment in comments(text))


def _bare(text: str) -> list[str]:
    """The lines without comments."""
    return [line.rstrip() for line in _cut(text, comments(text)).split("\n") if line.strip()]


def _cut(text: str, gone: Iterable[Comment]) -> str:
    for comment in sorted(gone, key=lambda comment: comment.start, reverse=True):
        before, after = text[: comment.start].rstrip(" "), text[comment.end :]
        if before.endswith("\n") or not before:  # it had a line of its own
            after = after.removeprefix("\n")
            if before.endswith("\n\n") or not before:
                after = after.removeprefix("\n")
        text = before + after
    return text
