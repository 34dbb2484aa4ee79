"""The budgets in a report: printed and computed totals, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.base.numbers import euro
from macros.channels.reports.parts import heading, origin
from macros.document import blocks
from macros.document.blocks import Block, Paragraph, bold, row, text
from macros.records import finance
from macros.records import models as m
from macros.records.catalog import Catalog

_FORM = {"post": "gewoon", "gedrukt": "totaal", "berekend": "berekend", "verschil": "verschil"}


def budgets(catalog: Catalog, begrotingen: Iterable[m.Begroting]) -> Iterator[Block]:
    """Each budget under its title, with its source."""
    for begroting in begrotingen:
        yield heading(2, begroting.titel)
        yield origin(catalog, begroting)
        yield from _budget(catalog, begroting)


def _budget(catalog: Catalog, begroting: m.Begroting) -> Iterator[Block]:
    """A budget with printed and computed totals, the difference in words, and its notes."""
    parts = finance.sections(begroting)
    columns = (blocks.Column(text("Post"), 5), *(blocks.Column(text(k), 2, numeral=True) for k in begroting.kolommen))
    rows: list[blocks.Row] = []
    for title, lines in parts:
        rows.append(row(title, form="groep"))
        rows += (_row(line) for line in lines)
    owner = catalog.one(m.Organisatie, begroting.organisatie).naam
    caption = text(f"{begroting.titel}: {owner}, {begroting.periode} (in euro’s)")
    yield blocks.Table(caption, columns, tuple(rows))
    if differences := finance.told(begroting):
        message = "De optelling klopt niet met de bron. Wij tonen beide bedragen en veranderen de bron niet."
        yield blocks.Message(text(message), tuple(text(v) for v in differences))
    if begroting.toelichting:
        yield Paragraph(text(begroting.toelichting))
    if begroting.noten:
        yield blocks.List(tuple(text(bold(f"Noot {key} "), note) for key, note in begroting.noten.items()))
    yield Paragraph(text(" ".join(["Wat schuin staat, hebben wij uitgerekend.", *finance.not_counted(parts)])))


def _row(line: finance.BudgetLine) -> blocks.Row:
    title = f"{line.titel} {line.noot}" if line.noot else line.titel
    return blocks.Row(tuple((text(cell),) for cell in (title, *map(euro, line.bedragen))), _FORM[line.soort])  # type: ignore[arg-type]
