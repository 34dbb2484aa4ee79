"""A configuration for an editor of files in git, for a network that wants one: Sveltia, whose fields are those of the records.

What it must be told, or it changes what it should not: a data file is a list and nothing around it (`root`), `ja` and `nee` are
two words and no boolean, a text is no rich text, the file of a newsletter is named by hand. Drafts are proposals.
Why what a network says of itself is not in it, ARCHITECTURE says ("An editor of files in git").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from macros.base import parsing
from macros.records import kinds
from macros.records import models as m
from macros.records.fields import holds_several, parts_of, refers_to
from macros.records.kinds import RecordKind
from macros.writing import scaffold

DATA = "gegevens"
"""The collection of all files that are lists of records."""
ROWS = "rijen"
"""The list in such a file; its name is not written."""
REPOSITORY = "eigenaar/naam"
"""Stands where a network says which repository is its own."""
_LIST: Mapping[str, Any] = {
    "widget": "list",
    "field": {"name": "tekst", "label": "Tekst", "widget": "text", "required": False},
}
"""Texts, each in a box of its own: as lines of one box the editor stops at an item that it reads as a number (`[2023]`)."""
_LINES = {"id", "titel", "naam", "term", "vindplaats"}
"""Texts of one line, among those that may be longer."""


def configuration(root: Path, own: m.Netwerk) -> dict[str, Any]:
    """What `config.yml` of the editor says, for the data files that a project has."""
    markdown = [_pages(model) for model in m.COLLECTIONS if model.kind.in_markdown]
    lists = [
        _list_file(model, path.relative_to(root).as_posix())
        for model in m.COLLECTIONS
        if model.kind.file.endswith(".yml") and not model.kind.alone
        for path in sorted(root.glob(model.kind.files))
        if _may_hold(path)
    ]
    return {
        "backend": {"name": "github", "repo": REPOSITORY, "branch": "main"},
        "publish_mode": "editorial_workflow",
        "media_folder": "docs",
        "public_folder": "/",
        "app_title": f"Kennisbank {own.kort}",
        "output": {"omit_empty_optional_fields": True, "yaml": {"indent_sequences": True, "quote": "none"}},
        "collections": [*markdown, {"name": DATA, "label": "Gegevens", "files": lists}],
    }


def _may_hold(path: Path) -> bool:
    with suppress(parsing.ParseError):  # which the check tells of
        return is_held(parsing.yaml_source(parsing.decode(path.read_bytes())).value)
    return True


def is_held(said: Any) -> bool:  # noqa: ANN401 - any plain value
    """Whether the editor can hold what a file says: it makes a list of names that are numbers, and drops an empty item."""
    if isinstance(said, dict):
        return not any(name.isdecimal() for name in said) and all(map(is_held, said.values()))
    return not isinstance(said, list) or all(item is not None and is_held(item) for item in said)


def _pages(model: type[m.Record]) -> dict[str, Any]:
    kind = model.kind
    fields = [field for field in _fields(model) if field["name"] not in {"id", "tekst"}]
    by_hand = {"slug": "{{fields._slug}}"} if kind is kinds.of("nieuwsbrief") else {}
    return {
        "name": kind.collection, "label": kind.section, "label_singular": kind.singular.capitalize(),
        "folder": kind.file.rpartition("/")[0], "extension": "md", "format": "yaml-frontmatter", "create": True,
        "identifier_field": "titel", **by_hand, "filter": {"field": _own(model), "pattern": "."},
        "fields": [*fields, {"name": "body", "label": "Tekst", "widget": "text"}],
    }  # fmt: skip


def _own(model: type[m.Record]) -> str:
    """A field that each record of a class has, and the page above them has not: that is none of them."""
    return next(
        name
        for name, info in model.model_fields.items()
        if info.is_required() and name not in m.Pagina.model_fields and name != "id"
    )


def _list_file(model: type[m.Record], path: str) -> dict[str, Any]:
    rows = {
        "name": ROWS, "label": model.kind.titel, "label_singular": model.kind.singular.capitalize(), "widget": "list", "root": True,
        "collapsed": True, "summary": "{{fields.id}}", "fields": [*_fields(model)],
    }  # fmt: skip
    return {"name": _name(path), "label": f"{model.kind.titel} ({Path(path).stem})", "file": path, "fields": [rows]}


def _name(path: str) -> str:
    return path.removeprefix(f"{kinds.DATA}/").removesuffix(".yml").replace("/", "-")


def _fields(model: type[m.Part]) -> Iterator[dict[str, Any]]:
    """Each field, what it rests on last."""
    for name in sorted(model.model_fields, key=lambda name: (name in scaffold.LAST, name != "id")):
        if (model, name) != (m.Cijferreeks, "rijen"):  # which stand in a CSV
            yield _field(model, name)


def _field(model: type[m.Part], name: str) -> dict[str, Any]:
    info = model.model_fields[name]
    may_be_missing = (model, name) == (m.Bron, "bron")  # a source is its own
    field = {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "required": info.is_required() and not may_be_missing,
    }
    return {**field, **(_chosen(info) or _typed(info, name))}


def _chosen(info: FieldInfo) -> Mapping[str, Any]:
    """A field of which the value is one of some; nothing for another."""
    several = {"multiple": True} if holds_several(info.metadata) else {}
    if collection := refers_to(info.annotation, info.metadata):
        return _relation(kinds.COLLECTIONS[collection], several)
    words = [*scaffold.choices(info.annotation)] if "Decimal" not in str(info.annotation) else []
    words = ["ja", "nee"] if "bool" in str(info.annotation) else words
    return {"widget": "select", "options": words} | several if words else {}


def _typed(info: FieldInfo, name: str) -> Mapping[str, Any]:
    annotation = str(info.annotation)
    if parts := [*parts_of(info.annotation)]:
        return {"widget": "list" if "tuple" in annotation else "object", "fields": [*_fields(parts[0])]}
    if "dict" in annotation:
        return {"widget": "keyvalue"}
    if "tuple" in annotation:
        return _LIST
    return {"widget": "text" if info.annotation in {str, str | None} and name not in _LINES else "string"}


def _relation(kind: RecordKind, several: dict[str, bool]) -> Mapping[str, Any]:
    """An id, chosen where the editor can read the list: in one file, or of pages by their names."""
    if kind.in_markdown:
        page = {"collection": kind.collection, "value_field": "{{slug}}", "display_fields": ["titel"]}
        return {"widget": "relation"} | page | several
    if kind.file.endswith(".yml") and kind.file == kind.files:
        return {
            "widget": "relation",
            "collection": DATA,
            "file": _name(kind.file),
            "value_field": f"{ROWS}.*.id",
        } | several
    return _LIST if several else {"widget": "string"}
