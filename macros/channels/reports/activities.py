"""The activities in a report: by date, by theme, and as a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.base import dates
from macros.channels.reports.blocks import Block, ReportRow, Sentence, bold, heading, row, soft, text
from macros.channels.reports.parts import UNKNOWN, names, state, table
from macros.records import models as m
from macros.records.catalog import Catalog


def _when(a: m.Activiteit) -> str:
    if moment := dates.moment(a.wanneer, a.tijd):
        return moment
    return f"{UNKNOWN} (gedrukt: “{a.gedrukt}”)" if a.gedrukt else UNKNOWN


def _themas(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> list[tuple[str, list[m.Activiteit]]]:
    """Activities by theme, in the order of the themes; what is for the whole network, or has no theme, first."""
    groups = [("Algemeen, of zonder thema", [a for a in activiteiten if not a.thema])]
    groups += [(t.naam, [a for a in activiteiten if a.thema == t.id]) for t in catalog.all_of(m.Thema)]
    return [(name, group) for name, group in groups if group]


def by_date(catalog: Catalog, activiteiten: Sequence[m.Activiteit], year: int) -> Iterator[Block]:
    """The year at a glance: what has a date."""
    dated = [a for a in activiteiten if a.wanneer.start]
    if dated:
        yield heading(2, "Het jaar op een rij")
        yield table(
            f"Activiteiten in {year} met een datum", [("Wanneer", 3), ("Activiteit", 6), ("Thema", 3)],
            (row(_when(a), a.titel, names(catalog, "themas", [a.thema]) if a.thema else "–") for a in dated),
        )  # fmt: skip


def by_thema(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> Iterator[Block]:
    """All activities, a table a theme."""
    for name, group in _themas(catalog, activiteiten):
        yield heading(2, name)
        yield table(
            f"Activiteiten: {name}", [("Activiteit", 8), ("Wanneer", 3), ("Waar", 3), ("Status", 2)],
            (row(_what(catalog, a), _when(a), _where(catalog, a), a.status) for a in group),
        )  # fmt: skip


def _what(catalog: Catalog, a: m.Activiteit) -> list[Sentence]:
    """What an activity is: its name, what the source tells, what we say about that."""
    team = f"Team: {names(catalog, 'expertteams', [a.expertteam])}." if a.expertteam else ""
    oplevering = f"Levert op: {a.oplevering}." if a.oplevering else ""
    paragraphs = [
        text(bold(a.titel)),
        text(a.omschrijving),
        text(oplevering),
        text(team),
        text(soft(a.noot) if a.noot else ""),
        *(text(soft(step.told)) for step in a.geschiedenis),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _where(catalog: Catalog, a: m.Activiteit) -> str:
    parts = [names(catalog, "gemeenten", a.gemeenten), _districten_short(catalog, a.districten)]
    return "; ".join(filter(None, parts)) or "niet genoemd"


def _districten_short(catalog: Catalog, ids: Sequence[str]) -> str:
    all_districten = len(ids) > 1 and len(ids) == len(catalog.all_of(m.District))
    return "alle districten" if all_districten else names(catalog, "districten", ids)


def next_year(
    catalog: Catalog, activiteiten: Sequence[m.Activiteit], own: Sequence[m.Bron], year: int
) -> Iterator[Block]:
    """What was planned for the year after the report's."""
    if activiteiten:
        yield heading(1, f"Activiteiten {year}")
        yield state(own)
        yield plan(catalog, activiteiten, year)


def plan(catalog: Catalog, activiteiten: Sequence[m.Activiteit], year: int) -> Block:
    """Theme, subtheme, activity and the planned moment of delivery, as the source orders them; what is not known is said."""
    columns = [("Subthema", 4), ("Activiteit", 9), ("Geplande oplevering", 4), ("Status", 3)]
    rows: list[ReportRow] = []
    for name, group in _themas(catalog, activiteiten):
        rows.append(row(name, form="group"))
        rows += (row(catalog.subthema(a) or "–", _what(catalog, a), _when(a), a.status) for a in group)
    return table(f"Activiteiten {year} per thema", columns, rows)
