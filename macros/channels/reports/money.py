"""The budgets in a report: printed and computed totals, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.base.numbers import euro
from macros.channels.reports.blocks import (
    Block,
    Column,
    ReportRow,
    ReportTable,
    RowForm,
    bold,
    bullets,
    heading,
    paragraph,
    row,
    text,
)  # fmt: skip
from macros.channels.reports.parts import origin
from macros.document import nodes as n
from macros.records import finance
from macros.records import models as m
from macros.records.catalog import Catalog

_FORM: dict[str, RowForm] = {"post": "plain", "gedrukt": "total", "berekend": "computed", "verschil": "difference"}


def of_year(catalog: Catalog, year: int) -> Iterator[Block]:
    """The network's own budgets of a year, or that there is none yet."""
    if found := catalog.begrotingen(year):
        yield from budgets(catalog, found)
    else:
        yield paragraph(catalog.no_budget(year))


def budgets(catalog: Catalog, begrotingen: Iterable[m.Begroting]) -> Iterator[Block]:
    """Each budget under its title, with its source."""
    for begroting in begrotingen:
        yield heading(2, begroting.titel)
        yield origin(catalog, begroting)
        yield from _budget(catalog, begroting)


def _budget(catalog: Catalog, begroting: m.Begroting) -> Iterator[Block]:
    """A budget with printed and computed totals, the difference in words, and its notes."""
    parts = finance.sections(begroting)
    columns = (Column(text("Post"), 5), *(Column(text(k), 2, numeral=True) for k in begroting.kolommen))
    rows: list[ReportRow] = []
    for title, lines in parts:
        rows.append(row(title, form="group"))
        rows += (_row(line) for line in lines)
    owner = catalog.one(m.Organisatie, begroting.organisatie).naam
    caption = text(f"{begroting.titel}: {owner}, {begroting.periode} (in euro’s)")
    yield ReportTable(caption, columns, tuple(rows))
    if differences := finance.told(begroting):
        message = "De optelling klopt niet. U ziet het gedrukte bedrag en het bedrag dat wij uitrekenen."
        yield n.Alert(0, 0, "warning", (paragraph(bold(message)), bullets(differences)))
    if begroting.toelichting:
        yield paragraph(begroting.toelichting)
    if begroting.noten:
        yield bullets(text(bold(f"Noot {key}"), f" {note}") for key, note in begroting.noten.items())
    yield paragraph(" ".join(["Wat schuin staat, hebben wij uitgerekend.", *finance.not_counted(parts)]))


def _row(line: finance.BudgetLine) -> ReportRow:
    title = f"{line.titel} {line.noot}" if line.noot else line.titel
    return ReportRow(tuple((text(cell),) for cell in (title, *map(euro, line.bedragen))), _FORM[line.soort])
