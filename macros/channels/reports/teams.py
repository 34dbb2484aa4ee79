"""The teams in a report: who leads them, and where each stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.channels.reports.blocks import Block, bullets, heading, paragraph, row
from macros.channels.reports.parts import UNKNOWN, sources_of, state, table
from macros.records import models as m
from macros.records.catalog import Catalog


def _voorzitters(team: m.Expertteam) -> str:
    return "; ".join(_voorzitter(v, besides) for v, besides in team.chairs) or UNKNOWN


def _voorzitter(v: m.Voorzitter, besides: str) -> str:
    if not v.naam:
        return besides or f"{v.ambt}, naam {UNKNOWN}"
    return f"{v.ambt} {v.naam}" + (f" ({besides})" if besides else "")


def overview(catalog: Catalog, standen: Sequence[m.Stand]) -> Iterator[Block]:
    """The chapter with a table of all teams with who leads and who chairs them."""
    teams = [catalog.one(m.Expertteam, stand.expertteam) for stand in standen]
    yield heading(1, "De teams en hun voorzitters")
    yield state(sources_of(catalog, standen))
    yield table(
        "Teams, trekkers en bestuurlijke voorzitters", [("Team", 4), ("Trekker", 3), ("Bestuurlijk voorzitter", 4)],
        (row(team.naam, team.trekker or UNKNOWN, _voorzitters(team)) for team in teams),
    )  # fmt: skip


def one_by_one(catalog: Catalog, standen: Sequence[m.Stand]) -> Iterator[Block]:
    """The chapter with what each team wants, did, and has to mind."""
    yield heading(1, "Stand van zaken per team")
    yield state(sources_of(catalog, standen))
    for stand in standen:
        yield heading(2, catalog.one(m.Expertteam, stand.expertteam).naam)
        yield paragraph(stand.inleiding)
        parts = {
            "Doelen": stand.doelen, "Resultaten": stand.resultaten, "Aandachtspunten": stand.aandachtspunten,
            "Acties": stand.acties,
        }  # fmt: skip
        for titel, lines in parts.items():
            if lines:
                yield heading(3, titel)
                yield bullets(lines)
