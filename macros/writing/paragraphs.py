"""The text of a page in the way in which it was typed, where a formatter wrote the same in other letters.

Blank lines around a heading, the sign of a list or of emphasis, where a line ends: what makes the same tree (macros/document) says
the same, so the old letters come back, change by change.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from difflib import SequenceMatcher
from typing import Any

from macros.document import markdown, nodes

_MOST = 100
"""Changes that are looked at one by one; a text with more is another text."""


def restored(was: str, now: str) -> str:
    """A text that says what it says `now`, with the letters that it had."""
    if was.strip() == now.strip():
        return was
    new = said(now)
    if said(was) == new:
        return was
    old_lines, new_lines = was.split("\n"), now.strip("\n").split("\n")
    old_bare, new_bare = (
        [re.sub(r"(?<=\S) $", "", line).rstrip("\t") for line in lines] for lines in (old_lines, new_lines)
    )
    matcher = SequenceMatcher(None, old_bare, new_bare, autojunk=False)
    parts = [
        (old_lines[i:j], old_lines[i:j] if kind == "equal" else new_lines[k:end])
        for kind, i, j, k, end in matcher.get_opcodes()
    ]
    chosen = [typed for _, typed in parts]
    for place, (old, typed) in enumerate(parts) if len(parts) <= _MOST else ():
        if old != typed:
            chosen[place] = old
            if said(_joined(chosen)) != new:
                chosen[place] = typed
    text = _joined(chosen).strip("\n")
    return was[: len(was) - len(was.lstrip("\n"))] + text + was[len(was.rstrip("\n")) :]


def _joined(parts: list[list[str]]) -> str:
    return "\n".join(line for part in parts for line in part)


def said(text: str) -> Any:  # noqa: ANN401 - a tree without places
    """What a text says, to be compared."""
    return _without_places(markdown.read(text, placed=False))


def _without_places(node: Any) -> Any:  # noqa: ANN401 - the same
    if isinstance(node, tuple):
        return tuple(map(_without_places, node))
    if isinstance(node, nodes.Text):
        return " ".join(re.split(r" ?\n ?", node.text))
    if is_dataclass(node):
        names = [part.name for part in fields(node) if part.name not in {"line", "column"}]
        return type(node).__name__, tuple(_without_places(getattr(node, name)) for name in names)
    return node
