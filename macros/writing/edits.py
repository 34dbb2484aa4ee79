"""A file with other letters at a few places; all else stays what it was, byte for byte: comments, line ends, a mark at its start."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from macros.base import parsing, places
from macros.base.parsing import KeyPath
from macros.base.places import Node

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
Places = dict[KeyPath, tuple[int, int]]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Other letters from `start` to `end` of a text as `parsing.decode` gives it."""

    start: int
    end: int
    text: str


def edited(contents: bytes, edits: Iterable[Edit]) -> bytes:
    """A file with these edits."""
    raw = contents.decode()
    head = "\ufeff" if raw.startswith("\ufeff") else ""
    raw = raw.removeprefix("\ufeff")
    ends = "\r\n" if _LINE.match(raw)[0].endswith("\r\n") else "\n"  # type: ignore[index]  # it matches anything
    at = _Index(raw)
    for edit in sorted(set(edits), reverse=True):
        raw = raw[: at.of(edit.start)] + edit.text.replace("\n", ends) + raw[at.of(edit.end) :]
    return (head + raw).encode()


def typed_tree(name: str, text: str) -> tuple[Node | None, int]:
    """The YAML of a file, and where in the file that begins; no YAML of a table or of a page without front matter.

    Raises:
        ParseError: it cannot be read.
    """
    yaml, shift = ("" if name.endswith(".csv") else text), 0
    if name.endswith(".md"):
        yaml, _, first = parsing.parted(text)
        shift = text.index("\n") + 1 if first > 1 else 0
    return (places.tree(yaml) if yaml.strip() else None), shift


def rewritten(was: bytes, text: str) -> bytes:
    """Another text in the place of a whole file, with the line ends and the mark that it had."""
    return edited(was, [Edit(0, len(parsing.decode(was)), text)])


class _Index:
    """From a place in the text as it is read, where each line ends in one sign, to that in the file."""

    def __init__(self, raw: str) -> None:
        self.starts = [(0, 0)]
        for line in _LINE.findall(raw):
            read, here = self.starts[-1]
            self.starts.append((read + len(re.sub(r"\r\n", "\n", line)), here + len(line)))

    def of(self, place: int) -> int:
        read, here = max(start for start in self.starts if start[0] <= place)
        return here + place - read


def front_places(contents: str) -> Places:
    """Where each value in the front matter of a page stands; nothing when it has none."""
    first_of_text = parsing.front_matter(contents)[2]
    if first_of_text == 1:
        return {}
    start = contents.index("\n") + 1
    found = places.places(contents[start : _end_of_front(contents)])
    return {path: (start + first, start + last) for path, (first, last) in found.items()}


def in_front(contents: str, field: str, value: str) -> Edit:
    """A field in the front matter of a page gets another value."""
    return Edit(*front_places(contents)[field,], value)


def added_in_front(contents: str, field: str, value: str) -> list[Edit]:
    """A list in the front matter of a page gets one more value, in the way in which it was typed."""
    found = front_places(contents)
    if place := found.get((field,)):
        return [Edit(place[0], place[0], "["), Edit(place[1], place[1], f", {value}]")]
    if items := [place for path, place in found.items() if path[0] == field and len(path) == 2]:  # noqa: PLR2004
        start, end = max(items)
        before = contents[contents.rindex("\n", 0, start) + 1 : start]
        if not re.fullmatch(r" *- +", before):
            return [Edit(end, end, f", {value}")]
        line_end = contents.index("\n", end)
        return [Edit(line_end, line_end, f"\n{before}{value}")]
    end = _end_of_front(contents)
    return [Edit(end, end, f"{field}: [{value}]\n")]


def _end_of_front(contents: str) -> int:
    """Where the line that closes the front matter begins."""
    lines = contents.split("\n")
    return sum(len(line) + 1 for line in lines[: parsing.front_matter(contents)[2] - 2])
