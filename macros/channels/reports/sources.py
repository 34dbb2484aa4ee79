"""The last chapter of a report: where it comes from, and where sources contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.base.text import sentence
from macros.channels.reports.blocks import Block, Sentence, bold, heading, paragraph, row, soft, text
from macros.channels.reports.parts import table, with_date
from macros.records import models as m
from macros.records.catalog import Catalog


def accountability(catalog: Catalog, bronnen: Sequence[m.Bron], own: Sequence[m.Bron]) -> Iterator[Block]:
    """The sources, and on which points the report's own ones contradict themselves or others."""
    yield heading(1, "Bronnen")
    yield paragraph(
        "Alles in dit rapport komt uit deze bronnen, in onze eigen woorden. Getallen en bedragen staan er zoals ze gedrukt zijn."
    )
    yield table(
        "Bronnen van dit rapport", [("Bron", 4), ("Datum", 2), ("Wat het is", 6)],
        (row([text(bold(bron.titel)), text(catalog.one(m.Organisatie, bron.uitgever).naam)], str(bron.datum),
             [part for part in (text(bron.omschrijving), text(sentence(bron.status))) if part]) for bron in bronnen),
    )  # fmt: skip
    ids = {bron.id for bron in own}
    found = [t for t in catalog.all_of(m.Tegenspraak) if ids & {version_.bron for version_ in t.versies}]
    if found:
        yield heading(1, "Waar bronnen elkaar tegenspreken")
        yield paragraph(
            "Spreekt een bron zichzelf of een andere bron tegen, dan laten wij alle versies zien. Wij kiezen niet."
        )
        yield table(
            "Tegenspraken", [("Onderwerp", 3), ("Wat de bronnen zeggen", 5), ("Uitleg", 5)],
            (row(t.onderwerp, [_version(catalog, v) for v in t.versies], t.uitleg) for t in found),
        )  # fmt: skip


def _version(catalog: Catalog, version_: m.Versie) -> Sentence:
    bron = catalog.one(m.Bron, version_.bron)
    return text(version_.waarde, soft(f" ({with_date(bron, version_.datum)})"))
