"""A page's tree → what a mailbox takes of it: no address that a mail should not follow, no picture, not too deep.

Whoever made the tree, what is not allowed here reaches no mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from macros.base import text
from macros.document import nodes as n

_DEPTH = 30
"""Nodes within nodes: below this only the words stay, since neither a template nor a reader goes further."""
_WRITTEN = ("text", "alt", "title")
"""Fields that a reader may see."""
_HOLDING = ("caption", "head", "children")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"<>\\]+", re.IGNORECASE)


def mail_tree(blocks: Iterable[n.Block]) -> tuple[n.Block, ...]:
    """The blocks of a mail; a part is its blocks, since no address leads into a mail."""
    return _all(blocks, _DEPTH)


def _all(nodes: Iterable[Any], depth: int) -> tuple[Any, ...]:
    return tuple(new for node in nodes for new in _one(node, depth))


def _one(node: Any, depth: int) -> Iterator[Any]:  # noqa: ANN401 - nodes of every kind
    """What comes in the place of a node: itself with less in it, what is in it, or nothing."""
    if depth <= 0 and type(node) not in _INSIDE:
        yield from _only_words(node)
        return
    node = _cut(node, depth - 1)
    match node:
        case n.Group():
            yield from node.children
        case n.Link():
            yield from _link(node)
        case n.Paragraph() | n.Heading() if not any(map(_says, node.children)):
            pass
        case _:
            yield node


_INSIDE = (n.ListItem, n.Row, n.Cell, n.Note, n.Fact)
"""Kinds that only stand in one other kind, which would not be whole without them."""


def _cut(node: Any, depth: int) -> Any:  # noqa: ANN401 - a node of the kind that it is given
    """A node with its letters cleaned and what it holds cut."""
    changes: dict[str, Any] = {}
    for name in (field.name for field in fields(node)):
        if name in _WRITTEN:
            changes[name] = text.clean(getattr(node, name))
        elif name in _HOLDING:
            changes[name] = _all(getattr(node, name), depth)
    if isinstance(node, n.Fact):
        changes["names"] = tuple(_all(name, depth) for name in node.names)
    if isinstance(node, n.Figure):
        changes["image"] = _cut(node.image, depth)
    return replace(node, **changes) if changes else node


def _link(node: n.Link) -> Iterator[n.Inline]:
    """A link that a mail may follow, else its words; one without words says where it leads."""
    address = text.clean(node.address).strip()
    if not _ADDRESS.fullmatch(address):
        yield from node.children
    elif any(map(_says, node.children)):
        yield replace(node, address=address)
    else:
        yield replace(node, address=address, children=(n.Text(node.line, node.column, address),))


def _says(inline: n.Inline) -> bool:
    """Whether a reader sees something."""
    return isinstance(inline, n.NoteMark | n.RawInline | n.Word) or bool(n.text_of((inline,)).strip(" \n"))


def _only_words(node: n.Node) -> Iterator[n.Node]:
    """What is said in a node, however deep; no call for each level, for a tree may be deeper than those go."""
    words, waiting = [], [node]
    while waiting:
        last = waiting.pop()
        waiting.extend(reversed(list(n.below(last))))
        words.append(_said(last))
    if said := text.clean("".join(words)).strip("\n"):
        letters = n.Text(node.line, node.column, said)
        yield letters if isinstance(node, n.INLINES) else n.Paragraph(node.line, node.column, (letters,))


def _said(node: n.Node) -> str:
    """What a node says itself."""
    match node:
        case n.Text() | n.Code() | n.Term() | n.RawInline() | n.CodeBlock() | n.RawBlock():
            return node.text
        case n.Image():
            return node.alt
        case n.NoteMark():
            return f"\u00a0({node.number})"
        case n.Word():
            raise TypeError(node)
        case _:
            return "\n" if isinstance(node, _SEPARATE) else ""


_SEPARATE = (n.Break, *(kind for kind in n.BLOCKS if kind not in n.INLINES))
"""Kinds that do not glue to what stands before them."""
