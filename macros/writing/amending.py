"""What a form page needs to change a record that is there: its file as it was typed, and where in it each answer stands.

`overrides/assets/form/amend.js` puts other answers in those places, so all else of the file stays what it is: comments, order, fields
that no form asks, quotation marks, folded text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from macros.base import parsing, places
from macros.base.places import Node
from macros.records.catalog import Catalog
from macros.writing import entry


def changeable(catalog: Catalog) -> tuple[str, ...]:
    """The files of all that a form can change, relative to the root of the project; what was withdrawn is not told again."""
    models = [model for page, model in entry.FORMS.items() if page in catalog.pages]
    return tuple(sorted({record.file for model in models for record in catalog.listed(model)}))


def files(catalog: Catalog, contents: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """For each such file what its form fetches: path in the site, and JSON.

    Args:
        catalog: the records.
        contents: each file of `changeable` as it stands there.

    Raises:
        ParseError: a file cannot be read any more.
    """
    for page, model in entry.FORMS.items():
        for name in sorted({record.file for record in catalog.listed(model)} & contents.keys()):
            told = json.dumps(source(name, contents[name]), ensure_ascii=False, separators=(",", ":"))
            yield f"{page}/{PurePosixPath(name).stem}.json", told.encode()


def source(name: str, contents: bytes) -> dict[str, Any]:
    """A file: its text with Unix line ends, its own line ends, and by id where the answers of each record stand.

    Of a field: where its name begins, where its value begins and ends (in Unicode code points), how it is typed (`places.Node.style`),
    at which column, and what it says: a text, or items with their own places; of anything else nothing.
    """
    text = parsing.decode(contents)
    ends = "\r\n" if b"\r\n" in contents else "\n"
    return {
        "file": name,
        "mark": contents.startswith(b"\xef\xbb\xbf"),
        "ends": ends,
        "text": text,
        "rows": _rows(name, text),
    }


def _rows(name: str, text: str) -> dict[str, Any]:
    if not name.endswith(".md"):
        root = places.tree(text)
        return {str(row.data["id"]): _fields(row, 0) for row in (root.items or [] if root else [])}
    yaml, prose, _ = parsing.parted(text)
    root = places.tree(yaml)
    first = len(text) - len(prose.lstrip("\n"))
    return {
        PurePosixPath(name).stem: {
            **(_fields(root, text.index("\n") + 1) if root else {"fields": {}}),
            "prose": [first, max(first, len(text.rstrip()))],
        }
    }


def _fields(row: Node, shift: int) -> dict[str, Any]:
    return {"fields": {name: [key + shift, *_value(value, shift)] for name, (key, value) in (row.fields or {}).items()}}


def _value(node: Node, shift: int) -> list[Any]:
    said: Any = node.value or ""
    if node.items is not None:
        said = [_value(item, shift) for item in node.items]
    elif node.fields is not None:
        said = None
    return [node.start + shift, node.end + shift, node.style, node.column, said]
