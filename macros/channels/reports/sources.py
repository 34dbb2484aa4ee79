"""The last chapter of a report: where it comes from. Where sources contradict one another stands on one page of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.base.text import sentence
from macros.channels.reports.blocks import Block, bold, heading, paragraph, row, text
from macros.channels.reports.parts import table
from macros.records import models as m
from macros.records.catalog import Catalog


def accountability(catalog: Catalog, bronnen: Sequence[m.Bron]) -> Iterator[Block]:
    """The sources of a report."""
    yield heading(1, "Bronnen")
    yield paragraph(
        "Alles in dit rapport komt uit deze bronnen, in onze eigen woorden. Getallen en bedragen staan er zoals ze gedrukt zijn."
    )
    yield table(
        "Bronnen van dit rapport", [("Bron", 4), ("Datum", 2), ("Wat het is", 6)],
        (row([text(bold(bron.titel)), text(catalog.one(m.Organisatie, bron.uitgever).naam)], str(bron.datum),
             [part for part in (text(bron.omschrijving), text(sentence(bron.status))) if part]) for bron in bronnen),
    )  # fmt: skip
