"""Another tree of a tree: what does not change is the same node, so one change makes few of them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import is_
from typing import Any, TypeAlias

from macros.document import nodes as n

Change: TypeAlias = Callable[[Any], Iterable[Any]]
"""A node → what comes in its place: itself, another, several, or nothing."""


def rewritten(nodes: Sequence[n.Node], change: Change, *kinds: type) -> Sequence[Any]:
    """Nodes (blocks, inlines, rows) with those of some kinds changed, what a node holds before the node itself.

    What holds nothing that changes is the same node as before.
    """
    found: list[Any] = []
    for node in nodes:
        new = _rewritten(node, change, kinds) if type(node) in _HOLDING else node
        found.extend(change(new) if type(new) in kinds else (new,))
    return tuple(found) if len(found) != len(nodes) or not all(map(is_, found, nodes)) else nodes


def _rewritten(node: Any, change: Change, kinds: tuple[type, ...]) -> Any:  # noqa: ANN401 - a node of the kind that it is given
    changes: dict[str, Any] = {}
    for name in _HOLDING[type(node)]:
        old = getattr(node, name)
        if (new := _held(name, old, change, kinds)) is not old:
            changes[name] = new
    return replace(node, **changes) if changes else node


def _held(name: str, old: Any, change: Change, kinds: tuple[type, ...]) -> Any:  # noqa: ANN401 - what a field holds
    if name == "image":
        return next(iter(rewritten((old,), change, *kinds)))
    if name == "names":
        names = tuple(rewritten(one, change, *kinds) for one in old)
        return old if all(map(is_, names, old)) else names
    return rewritten(old, change, *kinds)


_FIELDS = ("caption", "head", "image", "names", "children")
_HOLDING: dict[type, tuple[str, ...]] = {
    kind: names
    for kind in (*n.INLINES, *n.BLOCKS)
    if (names := tuple(name for name in _FIELDS if name in kind.__match_args__))  # type: ignore[attr-defined]  # a dataclass
}
"""The fields in which a kind of node holds other nodes."""


def filled(nodes: Sequence[n.Node], fill: Callable[[n.Word], Iterable[n.Node]]) -> tuple[Any, ...]:
    """The same with what each word yields in its place: blocks for one that is a block, else inlines."""
    return tuple(rewritten(nodes, fill, n.Word))


def relinked(nodes: Sequence[n.Node], address: Callable[[str], str]) -> tuple[Any, ...]:
    """The same with every address of a link or picture changed."""
    return tuple(rewritten(nodes, lambda node: (replace(node, address=address(node.address)),), n.Link, n.Image))
