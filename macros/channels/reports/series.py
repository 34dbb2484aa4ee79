"""The figures in a report: each series with its chart and its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macros.channels.reports.blocks import Block, Chart, Column, ReportTable, bullets, heading, paragraph, row, text
from macros.channels.reports.parts import as_of, sources_of, state
from macros.records import figures
from macros.records import models as m
from macros.records.catalog import Catalog


def chapter(catalog: Catalog, all_charts: Mapping[str, str], bronnen: Iterable[m.Bron]) -> Iterator[Block]:
    """Every series from these sources; `all_charts` has the drawing of a series by its id."""
    all_series = catalog.cijferreeksen_from([bron.id for bron in bronnen])
    own = sources_of(catalog, all_series)
    if all_series:
        yield heading(1, "Cijfers")
        yield state(own)
    for series in all_series:
        yield heading(2, series.titel)
        day = "" if str(series.peildatum) == as_of(own) else f" Stand van {series.peildatum}."
        yield paragraph(figures.definition(series) + day)
        if svg := all_charts.get(series.id):
            alt = f"{figures.CHARTS[series.grafiek]}: {series.titel}, in {series.eenheid}. De cijfers staan in de tabel hieronder."
            yield Chart(svg, alt, text(_below_chart(series)))
        yield _table(series)
        if series.toelichting:
            yield bullets(series.toelichting)


def _below_chart(series: m.Cijferreeks) -> str:
    """The line below a chart, which leaves totals to the table."""
    return f"Eenheid: {series.eenheid}." + (f" {figures.TOTAL_IN_TABLE}" if figures.has_total(series) else "")


def _table(series: m.Cijferreeks) -> Block:
    first, *others = figures.headings(series)
    columns = (
        Column(text(first.titel), 9),
        *(Column(text(head.titel), 4, numeral=head.numeral) for head in others),
    )
    rows = (
        row(name, *map(figures.figure, cellen), form="total" if figures.is_total((name,)) else "plain")
        for name, *cellen in series.rijen
    )
    return ReportTable(text(series.titel), columns, tuple(rows))
