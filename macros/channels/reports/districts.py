"""The agendas of the districts in a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.channels.reports.blocks import Block, bold, bullets, facts, heading, paragraph
from macros.channels.reports.parts import sources_of, state
from macros.records import models as m
from macros.records.catalog import Catalog


def agendas(catalog: Catalog, districten: Sequence[m.District]) -> Iterator[Block]:
    """The chapter with the agenda of each district; nothing when there is none."""
    if districten:
        yield heading(1, "Agenda’s van de districten")
        yield state(sources_of(catalog, districten))
    for district in districten:
        if district.agenda:
            yield heading(2, district.naam)
            yield from _agenda(district, district.agenda)


def _agenda(district: m.District, agenda: m.Districtsagenda) -> Iterator[Block]:
    known = {"Agenda": agenda.titel, "Looptijd": agenda.looptijd, "Ambtelijk overleg": district.overleg}
    yield facts({name: value for name, value in known.items() if value})
    if agenda.toelichting:
        yield paragraph(agenda.toelichting)
    for titel, lines in (("Uitgangspunten", agenda.principes), ("Voor alle thema’s", agenda.overkoepelend)):
        if lines:
            yield heading(3, titel)
            yield bullets(lines)
    for part in agenda.themas:
        yield heading(3, part.titel)
        if part.doel:
            yield paragraph(bold("Doel: "), part.doel)
        if lines := (*part.punten, *part.middelen):
            yield bullets(lines)
