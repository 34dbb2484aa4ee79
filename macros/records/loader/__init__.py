"""Files → Catalog, with every error in one run: file, line, field, what is wrong and what is allowed, in Dutch.

The loader knows how files are laid out; what a record must hold it reads from the record's class, and what holds
between records it asks the catalog. It never stops at the first error.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.base.errors import Finding
from macros.base.parsing import KeyPath, Read, yaml_source
from macros.records import kinds
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.checks import Inconsistency, inconsistencies, of_one, references
from macros.records.kinds import DATA
from macros.records.loader.found import (
    MAX_MESSAGE,
    PAGES,
    WHOLE,
    Broken,
    ContentErrors,
    File,
    Location,
    Work,
    paths_of,
    read_text,
)
from macros.records.loader.own import agrees, asked_for, own_network, what_is_known
from macros.records.loader.places import duplicate_addresses, not_in_docs, not_loaded
from macros.records.loader.records import load_file, read_file
from macros.records.loader.tables import fill_series, usage_rows

__all__ = [
    "MAX_MESSAGE",
    "WHOLE",
    "Broken",
    "ContentErrors",
    "File",
    "Inspection",
    "Location",
    "inspect_all",
    "load",
    "other_text",
    "own_network",
]


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of reading everything: the catalog of what was right, and all that was wrong."""

    catalog: Catalog
    findings: list[Finding]
    text_starts: Mapping[str, int]
    """For each Markdown file the line at which its prose begins."""
    locations: Mapping[tuple[str, str], Location]
    """Where each record was typed, by its collection and its id."""
    broken: Broken
    loose: Mapping[str, tuple[str, str]]
    """Of Markdown files whose record could not be made the page that they become, and the text: it is checked like any other."""


def load(root: Path) -> Catalog:
    """Read all content under the project's root.

    Raises:
        ContentErrors: anything is wrong; everything that is wrong.
    """
    inspection = inspect_all(root)
    if errors := [b for b in inspection.findings if not b.warning]:
        raise ContentErrors(errors)
    return inspection.catalog


def inspect_all(root: Path, earlier: dict[str, File] | None = None, read: Read = yaml_source) -> Inspection:
    """Read all content, keeping what is right beside what is wrong.

    Args:
        root: the project's root.
        earlier: what each file gave when a process that goes on building read it; a file that says the same is not
            read again, and what is read now is kept in it.
        read: reads YAML.
    """
    work = Work(root=root, earlier=earlier if earlier is not None else {}, read=read)
    loaded: set[str] = set()
    for model in m.COLLECTIONS:
        for path in paths_of(root, model.kind.files):
            load_file(work, model, path)
            loaded.add(path)
    asked_for(work, loaded)
    loaded |= fill_series(work)
    usage = list(usage_rows(work, loaded))
    for path in paths_of(root, PAGES):
        if path not in loaded and not path.startswith(f"{DATA}/"):
            load_file(work, m.Pagina, path)
    not_loaded(work, loaded)
    not_in_docs(work)
    duplicate_addresses(work)
    catalog = Catalog(work.records, work.pages, tuple(usage), unread=what_is_known(work))
    agrees(work, catalog)
    for error in inconsistencies(catalog):
        report_inconsistency(work, error)
    for name, record, location in work.partial:
        for error in of_one(catalog, record):
            if not _only_dead(work, error.key, record):
                work.report(location.file, location.line(error.key), f"{name}: {error.message}")
    return Inspection(
        catalog, sorted(set(work.findings)), work.text_starts, work.plaatsen, _broken(work), {**work.loose}
    )


def other_text(root: Path, path: str, was: File) -> File | None:
    """What a Markdown file gives now, when the text below its front matter is all that changed, and it can be read."""
    first = was.records[0][0] if was.records else None
    if not isinstance(first, m.Praktijk | m.Nieuwsbrief | m.Pagina):
        return None
    if (contents := read_text(Work(root=root), path)) is None:
        return None
    now = read_file(type(first), path, contents)
    equal = [record.model_copy(update={"tekst": first.tekst}) for record, _ in now.records] == [first]
    return now if equal and not now.findings else None


def report_inconsistency(work: Work, error: Inconsistency) -> None:
    if not _caused_by_other(work, error):
        name = (error.soort.kind.collection, error.id)
        location = work.plaatsen[name]
        work.inconsistent.add(name)
        work.dead |= {
            (collection, id_) for key, collection, id_ in references(_record(work, error)) if key == error.key
        }
        work.report(
            location.file, location.line(error.key), f"{error.soort.kind.singular} {error.id!r}: {error.message}"
        )


def _caused_by_other(work: Work, error: Inconsistency) -> bool:
    """Whether a reference is only dead because what it names was itself reported as wrong."""
    return _only_dead(work, error.key, _record(work, error))


def _record(work: Work, error: Inconsistency) -> m.Record | m.Pagina:
    model = error.soort
    record: m.Record | m.Pagina = work.records[model][error.id] if issubclass(model, m.Record) else work.pages[error.id]
    return record


def _only_dead(work: Work, field: KeyPath, record: Any) -> bool:  # noqa: ANN401 - a record, or what is whole of one
    return any(
        key == field and (collection in work.unreadable or (collection, id_) in work.failed)
        for key, collection, id_ in references(record)
    )


def _broken(work: Work) -> Broken:
    """What is known not to be whole, with the pages that will be there when it is."""
    pages = {page for page, _ in work.loose.values()}
    for collection, id_ in work.failed:
        kind = next(kind for kind in (*kinds.KINDS, kinds.PAGINA) if kind.collection == collection)
        with suppress(KeyError):  # an address that is made of more than the id
            pages.add(id_ if kind is kinds.PAGINA else kind.address_of({"id": id_}).partition("#")[0].strip("/"))
    return Broken(
        frozenset(work.failed),
        frozenset(work.unreadable),
        frozenset(pages),
        frozenset(work.dead),
        frozenset(work.inconsistent),
    )
