"""Where each value of a YAML document stands and how it was typed, for who changes only a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from macros.base.parsing import KeyPath, composed


@dataclass(frozen=True, slots=True)
class Node:
    """A value as it was typed: from its first letter to the first behind it, at a column."""

    start: int
    end: int
    column: int
    style: str
    """`[` or `{` when it is a list or a mapping in brackets; `>`, `|` or a quotation mark; empty when it is plain."""
    value: str | None = None
    fields: dict[str, tuple[int, Node]] | None = None
    """Of a mapping: where each name begins, and its value."""
    items: list[Node] | None = None
    """Of a list."""

    @property
    def data(self) -> Any:  # noqa: ANN401 - any plain value
        """What it says."""
        if self.fields is not None:
            return {key: node.data for key, (_, node) in self.fields.items()}
        return self.value if self.items is None else [node.data for node in self.items]


@lru_cache(maxsize=4)  # who holds two files and their comments against each other asks of one many times
def tree(contents: str) -> Node | None:
    """A YAML document with its places; nothing when it is empty. Many may hold it: change nothing in it.

    Raises:
        ParseError: it cannot be read.
    """
    root = composed(contents)
    return _node(root, contents) if root else None


def _node(node: Any, contents: str) -> Node:  # noqa: ANN401 - a node of PyYAML
    start, end, column = node.start_mark.index, node.end_mark.index, node.start_mark.column
    if node.id == "scalar":
        typed = contents[start:end]
        if node.style in {"|", ">"}:
            end = start + len(typed.rstrip())
        return Node(start, end, column, node.style or "", None if typed in {"", "~", "null"} else node.value)
    style = contents[start] if node.flow_style else ""
    if node.id == "mapping":
        fields = {key.value: (key.start_mark.index, _node(value, contents)) for key, value in node.value}
        last = [value for _, value in fields.values()]
        return Node(start, end if style else last[-1].end, column, style, fields=fields)
    items = [_node(value, contents) for value in node.value]
    return Node(start, end if style else items[-1].end, column, style, items=items)


def places(contents: str) -> dict[KeyPath, tuple[int, int]]:
    """Where each single value of a YAML document stands: its first letter, and the first behind it."""
    root = tree(contents)
    return dict(_places(root, ())) if root else {}


def _places(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, tuple[int, int]]]:
    for key, (_, value) in (node.fields or {}).items():
        yield from _places(value, (*path, key))
    for number, value in enumerate(node.items or ()):
        yield from _places(value, (*path, number))
    if node.fields is None and node.items is None:
        yield path, (node.start, node.end)
