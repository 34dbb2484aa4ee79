"""The activities in a report: by date, by theme, and as a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.base import dates
from macros.channels.reports.blocks import Block, Sentence, bold, bullets, heading, paragraph, row, soft, text
from macros.channels.reports.parts import names, state, table
from macros.records import models as m
from macros.records.catalog import Catalog


def moment(a: m.Activiteit) -> str:
    """When an activity is, or what the source prints where that cannot be read; nothing when it is not known."""
    if known := dates.moment(a.wanneer, a.tijd):
        return known
    return f"“{a.gedrukt}” (zo gedrukt)" if a.gedrukt else ""


def groups(catalog: Catalog, activiteiten: Sequence[m.Activiteit]) -> list[tuple[str, list[m.Activiteit]]]:
    """Activities by theme, in the order of the themes; what is for the whole network, or has no theme, first."""
    found = [("Algemeen, of zonder thema", [a for a in activiteiten if not a.thema])]
    found += [(t.naam, [a for a in activiteiten if a.thema == t.id]) for t in catalog.all_of(m.Thema)]
    return [(name, group) for name, group in found if group]


def of_year(
    catalog: Catalog, activiteiten: Sequence[m.Activiteit], own: Sequence[m.Bron], year: int
) -> Iterator[Block]:
    """The chapter with what was done in a year: what has a date in a table, then everything by theme."""
    yield heading(1, f"Activiteiten {year}")
    yield state(own)
    yield from _usually(activiteiten, "uitgevoerd")
    if dated := [a for a in activiteiten if a.wanneer.start]:
        yield heading(2, "Het jaar op een rij")
        yield paragraph(
            f"Deze tabel heeft de activiteiten waarvan wij weten wanneer ze waren: {len(dated)} van de {len(activiteiten)}."
        )
        yield table(
            f"Activiteiten in {year} met een datum", [("Wanneer", 4), ("Activiteit", 7), ("Thema", 3)],
            (row(moment(a), a.titel, names(catalog, "themas", [a.thema]) if a.thema else "–") for a in dated),
        )  # fmt: skip
    yield from _by_thema(catalog, activiteiten, "uitgevoerd")


def plan(catalog: Catalog, activiteiten: Sequence[m.Activiteit], own: Sequence[m.Bron], title: str) -> Iterator[Block]:
    """The chapter with what is planned for a year."""
    yield heading(1, title)
    yield state(own)
    if activiteiten:
        yield from _usually(activiteiten, "gepland")
        yield from _by_thema(catalog, activiteiten, "gepland")
    else:
        yield paragraph("Er staat nog geen activiteit in dit plan.")


def _usually(activiteiten: Sequence[m.Activiteit], usual: str) -> Iterator[Block]:
    """The state that is not told of each activity."""
    if any(a.status == usual for a in activiteiten):
        yield paragraph(f"Staat er niets anders bij, dan is de activiteit {usual}.")


def _by_thema(catalog: Catalog, activiteiten: Sequence[m.Activiteit], usual: str) -> Iterator[Block]:
    """All activities, a list a theme."""
    for name, group in groups(catalog, activiteiten):
        yield heading(2, name)
        yield bullets([_told(catalog, a, usual) for a in group])


def _told(catalog: Catalog, a: m.Activiteit, usual: str) -> list[Sentence]:
    """An activity: its name with when, where and its state; below it what it is, across the width."""
    subthema = catalog.subthema(a)
    when = moment(a)
    beside_name = [
        subthema if subthema.casefold() not in a.titel.casefold() else "",
        when, _where(catalog, a), a.status if a.status not in {usual, when} else "",
        "thema afgeleid" if a.origin("thema") else "",
    ]  # fmt: skip
    team = names(catalog, "expertteams", [a.expertteam]) if a.expertteam else ""
    told = [
        a.omschrijving,
        f"Levert op: {a.oplevering}." if a.oplevering not in {"", a.titel} else "",
        f"Team: {team}{_mark(a, 'expertteam')}." if team not in {"", a.titel} else "",
    ]
    remarks = [a.noot, *(step.told for step in a.geschiedenis)]
    name = text(bold(a.titel), *(soft(f" ·\N{NO-BREAK SPACE}{piece}") for piece in beside_name if piece))
    below = text(" ".join(filter(None, told)), *(soft(f" {remark}") for remark in remarks if remark))
    return [name, below] if below else [name]


def _mark(a: m.Activiteit, field: str) -> str:
    """What stands behind a field that no source says so."""
    return f" ({origin})" if (origin := a.origin(field)) else ""


def _where(catalog: Catalog, a: m.Activiteit) -> str:
    everywhere = len(a.districten) > 1 and len(a.districten) == len(catalog.all_of(m.District))
    districten = "alle districten" if everywhere else names(catalog, "districten", a.districten)
    return "; ".join(filter(None, [names(catalog, "gemeenten", a.gemeenten), districten]))
