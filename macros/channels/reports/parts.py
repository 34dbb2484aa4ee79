"""What the chapters of a report share: tables, and the line that says of which day and from which source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from macros.base import dates
from macros.channels.reports.blocks import Column, ReportRow, ReportTable, beside, text
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog

UNKNOWN = "onbekend"
"""What stands where the source says nothing."""


def sources_of(catalog: Catalog, records: Iterable[m.Record]) -> tuple[m.Bron, ...]:
    """The sources of records, in the order in which they are named first."""
    return tuple(catalog.one(m.Bron, id_) for id_ in dict.fromkeys(bron for record in records for bron in record.bron))


def as_of(bronnen: Sequence[m.Bron]) -> str:
    """The dates of sources, each once."""
    return " en ".join(dict.fromkeys(str(bron.datum) for bron in bronnen))


def state(bronnen: Sequence[m.Bron], peildatum: str = "", vindplaats: str = "") -> n.Group:
    """The line that says of which day something is, and from where."""
    titles = " en ".join(bron.titel for bron in bronnen)
    place = f" ({vindplaats})" if vindplaats else ""
    return beside(f"Stand van {peildatum or as_of(bronnen)}. Bron: {titles}{place}.")


def origin(catalog: Catalog, record: m.Record, peildatum: str = "") -> n.Group:
    """The same of one record, with the place in its source."""
    return state(sources_of(catalog, [record]), peildatum, record.vindplaats)


def table(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[ReportRow]) -> ReportTable:
    """A table of columns that are named with their share of the width."""
    return ReportTable(text(title), tuple(Column(text(head), share) for head, share in columns), tuple(rows))


def names(catalog: Catalog, collection: str, ids: Iterable[str]) -> str:
    """The names of records, with commas."""
    return ", ".join(catalog.find(collection, id_).naam_ for id_ in ids)


def with_date(bron: m.Bron, date_: dates.When | None = None) -> str:
    """A source's title with its date, where the title does not say it already."""
    day = str(date_ or bron.datum)
    return bron.titel if day in bron.titel else f"{bron.titel}, {day}"
