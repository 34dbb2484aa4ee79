"""Takes modules that a network may do without out of a project: their data, their pages, and what names them elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from macros.records import kinds, loader
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.checks import references

_SHARED = {"voortgang"}
"""Sections on which more stands than the records of one module."""


def sections(modules: Iterable[str]) -> set[str]:
    """The sections of the site that are of these modules alone."""
    return {kind.home for module in modules for kind in kinds.MODULES[module]} - _SHARED


def collections(modules: Iterable[str]) -> set[str]:
    """The collections of these modules."""
    return {kind.collection for module in modules for kind in kinds.MODULES[module]}


def take_away(root: Path, modules: Iterable[str]) -> None:
    """Take modules out of a small project."""
    modules = tuple(modules)
    named = {*_fields(loader.load(root), collections(modules))}
    for kind in (kind for module in modules for kind in kinds.MODULES[module]):
        for path in root.glob(kind.files):
            path.unlink()
    if "cijfers" in modules:
        shutil.rmtree(root / "docs/_data/cijfers", ignore_errors=True)
    for section in sections(modules):
        (root / f"docs/{section}.md").unlink(missing_ok=True)
        shutil.rmtree(root / f"docs/{section}", ignore_errors=True)
    for file, field in named:
        _without_field(root / file, field)
    menu = root / "mkdocs.yml"
    lines = menu.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if _target(line) not in sections(modules)]
    menu.write_text("".join(kept), encoding="utf-8")


def _fields(catalog: Catalog, gone: set[str]) -> Iterator[tuple[str, str]]:
    """The file and the name of each field that refers to what goes and stands in what stays."""
    of_records: Iterator[m.Record | m.Pagina] = (record for model in m.COLLECTIONS for record in catalog.all_of(model))
    for record in (*of_records, *catalog.pages.values()):
        for key, collection, _ in references(record):
            if collection in gone and record.kind.collection not in gone:
                yield record.file, next(part for part in reversed(key) if isinstance(part, str))


def _target(line: str) -> str:
    """The section to which a line of the menu leads."""
    found = re.fullmatch(r"- [^:]+: ([\w-]+)(?:/index)?\.md", line.strip())
    return found[1] if found else ""


def _without_field(path: Path, field: str) -> None:
    """Take out a field, on one line or as a list, or a column."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        heading, *rows = (line.split(",") for line in text.splitlines())
        place = heading.index(field)
        text = "".join(",".join((*cells[:place], *cells[place + 1 :])) + "\n" for cells in (heading, *rows))
    else:
        text = re.sub(rf"(?m)^ *{field}:(?: .*\n|\n(?: +- .*\n)+)", "", text)
    path.write_text(text, encoding="utf-8")
