"""A text on more than one line in YAML: its words stay on the lines on which they stood."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from difflib import SequenceMatcher


def folded(text: str, column: int, typed: str, width: int) -> str:
    """A text below `>-`, at a column; with the line ends that it had as far as its words are the same."""
    head, *lines = typed.split("\n") if typed else [">-"]
    indent = " " * (len(lines[0]) - len(lines[0].lstrip()) if lines else column)
    bare = [line.strip() for line in lines]
    room = max(width - len(indent), 20)
    if "\n" not in text and bare and all(bare):
        new = [*_on_their_lines(bare, text.split(" "), room)]
    else:
        parts = re.split(r"(\n+)", text)
        new = [line for part in parts for line in (_wrapped(part, room) if part.strip() else [""] * len(part))]
    return "\n".join([head, *(indent + line if line else "" for line in new)])


def literal(text: str, column: int, typed: str) -> str:
    """A text below `|`, at a column."""
    head, *lines = typed.split("\n") if typed else ["|-"]
    indent = " " * (len(lines[0]) - len(lines[0].lstrip()) if lines else column)
    return "\n".join([head, *(indent + line if line else "" for line in text.split("\n"))])


def indented(typed: str, more: int) -> str:
    """A text below `>-` or `|`, further to the right."""
    return re.sub(r"\n(?=.)", "\n" + " " * more, typed)


def _on_their_lines(old: list[str], new: list[str], room: int) -> Iterator[str]:
    words, ends = [], set()
    for line in old:
        words += line.split(" ")
        ends.add(len(words) - 1)
    after: set[int] = set()
    for kind, i, j, k, end in SequenceMatcher(None, words, new, autojunk=False).get_opcodes():
        if kind == "equal":
            after |= {k + place - i for place in range(i, j) if place in ends}
        elif any(place in ends for place in range(i, j)):
            after.add(end - 1)
    start = 0
    for place in sorted({*after, len(new) - 1} - {-1}):
        line = " ".join(new[start : place + 1])
        start = place + 1
        yield from [line] if line in old or len(line) <= room else _wrapped(line, room)


def _wrapped(line: str, room: int) -> list[str]:
    return textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) or [""]
