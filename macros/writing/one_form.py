"""One form of writing: a field that may hold several values is a list, also when it holds one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from macros.base import parsing
from macros.base.places import Node
from macros.records import fields, kinds
from macros.records import models as m
from macros.writing import edits, refolding, tidying

SEVERAL = (
    "aandachtspunten", "acties", "afgeleid", "algemeen", "antwoord", "bedragen", "districten", "doelen", "doelgroep", "eerder", "fase", "gemeenten", "kolommen", "meerjarendoel",
    "middelen", "mogelijk_terug", "opvolgers", "overkoepelend", "partners", "plaatsen", "praktijken", "principes", "provincies", "punten", "rapporteert_aan",
    "resultaten", "rijen", "situaties", "synoniemen", "talen", "tegenspraak", "themas", "voorgangers", "woorden", "zie_ook",
)  # fmt: skip
"""The names that every record and part has for such a field only (a test holds them against the classes)."""
ELSEWHERE = {
    "bron": "*",
    "naar": kinds.of("zoekwoord").files,
    "toelichting": kinds.of("cijferreeks").files,
}
"""Names that are such a field of a record in these files, and another one in other records or in parts."""


def _may_be_single(name: str) -> str:
    """What a field with one value looks like in a file; whether it is one, its record says."""
    here = "|".join(field for field, files in ELSEWHERE.items() if fnmatch(name, files))
    return rf"(?m)^(?:(?:[- ] )?(?:{here})|[ -]*(?:{'|'.join(SEVERAL)})): +[^\[\s#]"


def singles(name: str, text: str) -> list[tuple[int, str]]:
    """The lines of a file on which a field that may hold several has one value without brackets, with its name."""
    heading = parsing.parted(text)[0] if name.endswith(".md") else text
    if not name.endswith((".md", ".yml")) or not re.search(_may_be_single(name), heading):
        return []
    return [(text.count("\n", 0, start) + 1, field) for field, start, _ in _found(name, text)]


def listed(name: str, text: str) -> list[edits.Edit]:
    """What makes a list of each of them."""
    return [_as_list(text, start, node) for _, start, node in _found(name, text)]


def _as_list(text: str, start: int, node: Node) -> edits.Edit:
    typed, column = text[node.start : node.end], start - text.rfind("\n", 0, start) - 1
    if node.style not in {">", "|"} and "\n" not in typed:
        return edits.Edit(node.start, node.end, f"[{typed if node.style else tidying.in_brackets(node.value or '')}]")
    if node.style in {">", "|"}:
        item = refolding.indented(typed, 2)
    else:
        item = refolding.folded(node.value or "", column + 4, "", _WIDTH)
    return edits.Edit(len(text[: node.start].rstrip(" ")), node.end, f"\n{' ' * (column + 2)}- {item}")


_WIDTH = 100
"""Letters of a line of folded text."""


def _found(name: str, text: str) -> Iterator[tuple[str, int, Node]]:
    """The name of each such field, where that begins, and its value."""
    root, shift = edits.typed_tree(name, text)
    if root is not None:
        for field, start, node in _in(root, _model(name)):
            yield field, start + shift, _moved(node, shift)


def _moved(node: Node, shift: int) -> Node:
    return Node(node.start + shift, node.end + shift, node.column, node.style, node.value)


def _model(name: str) -> Any:  # noqa: ANN401 - a class of records
    row = next((kind for kind in kinds.KINDS if fnmatch(name, kind.files)), None)
    return next((model for model in m.COLLECTIONS if model.kind is row), m.Pagina)


def _in(node: Node, model: Any) -> Iterator[tuple[str, int, Node]]:  # noqa: ANN401 - the same
    for item in node.items or ():
        yield from _in(item, model)
    for name, (start, value) in (node.fields or {}).items():
        if not (info := model.model_fields.get(name)):
            continue
        if value.value and fields.holds_several(info.metadata):
            yield name, start, value
        for part in fields.parts_of(info.annotation):
            yield from _in(value, part)
