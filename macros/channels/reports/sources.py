"""The last chapter of a report: where it comes from, and where to read on which points sources differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.base import links
from macros.base.numbers import how_many
from macros.channels.reports.blocks import Block, bold, bullets, heading, paragraph, text
from macros.channels.reports.parts import with_date
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog


def accountability(catalog: Catalog, bronnen: Sequence[m.Bron], own: Sequence[m.Bron], site: str) -> Iterator[Block]:
    """The sources, and how many points the report's own ones contradict themselves or others on."""
    yield heading(1, "Bronnen")
    yield paragraph("Dit rapport volgt deze stukken, in onze eigen woorden:")
    yield bullets(
        [text(bold(with_date(bron)), f" ({catalog.one(m.Organisatie, bron.uitgever).naam})")] for bron in bronnen
    )
    ids = {bron.id for bron in own}
    found = sum(1 for t in catalog.all_of(m.Tegenspraak) if ids & {version.bron for version in t.versies})
    if found:
        address = links.absolute("bronnen/", site)
        points = how_many(found, "punt", "punten")
        yield paragraph(
            f"Op {points} spreken stukken elkaar tegen. U leest ze op ", n.Link(0, 0, address, text(address))
        )
