"""How a series of figures is said: its columns, its totals, its chart.

Pages, reports, drawings and structured data all show series, so what they say of one is said here, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from macros.base.numbers import is_number, numeral
from macros.base.text import capital, sentence
from macros.records import models as m

NO_FIGURE = "geen getal"
"""What stands in a cell for which the source has no figure."""
CHARTS = MappingProxyType({"lijn": "Lijngrafiek", "staaf": "Staafgrafiek"})
"""What each kind of chart is called."""
TOTAL_IN_TABLE = "Het totaal staat in de tabel en niet in de grafiek."


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of a column, and whether nothing but numbers stands below it."""

    titel: str
    numeral: bool = False


def headings(series: m.Cijferreeks) -> tuple[ColumnHead, ...]:
    """The heads of all columns, that of the names of rows first; with a unit where it is not the unit of the series."""
    columns = zip(series.kolommen, range(1, len(series.kolommen) + 1), strict=True)
    return (ColumnHead(capital(series.eerste_kolom)), *(_heading(series, column, place) for column, place in columns))


def _heading(series: m.Cijferreeks, column: m.Kolom, place: int) -> ColumnHead:
    separate = column.eenheid and column.eenheid not in {series.eenheid, column.titel.rpartition(" ")[2]}
    titel = f"{column.titel} ({column.eenheid})" if separate else column.titel
    return ColumnHead(titel, all(not row[place] or is_number(row[place]) for row in series.rijen))


def figure(cell: str) -> str:
    """A cell as a reader sees it: a number in Dutch, words as they are, or that there is no figure."""
    return numeral(cell) if cell else NO_FIGURE


def definition(series: m.Cijferreeks) -> str:
    """What is counted, and in what."""
    return f"{sentence(series.definitie)} Eenheid: {series.eenheid}."


def is_total(row: Sequence[str]) -> bool:
    """Whether a row adds up others; a chart leaves it out, as it would dwarf the rest."""
    return row[0].lower().startswith("totaal")


def has_total(series: m.Cijferreeks) -> bool:
    """Whether a chart of the series leaves something to the table."""
    return any(is_total(row) for row in series.rijen)
