"""The teams in a report: who leads them, and where each stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from macros.channels.reports.blocks import Block, beside, bullets, facts, heading, paragraph, row
from macros.channels.reports.parts import UNKNOWN, origin, sources_of, state, table
from macros.records import models as m
from macros.records.catalog import Catalog


def _voorzitters(team: m.Expertteam) -> str:
    return "; ".join(_voorzitter(v, besides) for v, besides in team.chairs) or UNKNOWN


def _voorzitter(v: m.Voorzitter, besides: str) -> str:
    if not v.naam:
        return besides or f"{v.ambt}, naam {UNKNOWN}"
    return f"{v.ambt} {v.naam}" + (f" ({besides})" if besides else "")


def overview(catalog: Catalog, standen: Sequence[m.Stand]) -> Iterator[Block]:
    """A table of all teams with who leads and who chairs them."""
    teams = [catalog.one(m.Expertteam, stand.expertteam) for stand in standen]
    yield state(sources_of(catalog, standen))
    yield table(
        "Teams, trekkers en bestuurlijke voorzitters", [("Team", 4), ("Trekker", 3), ("Bestuurlijk voorzitter", 4)],
        (row(team.naam, team.trekker or UNKNOWN, _voorzitters(team)) for team in teams),
    )  # fmt: skip


def one_by_one(catalog: Catalog, standen: Iterable[m.Stand]) -> Iterator[Block]:
    """Each team with what it wants, did, and has to mind."""
    for stand in standen:
        team = catalog.one(m.Expertteam, stand.expertteam)
        yield heading(2, team.naam)
        yield origin(catalog, stand, str(stand.peildatum))
        yield facts({"Trekker": team.trekker or UNKNOWN, "Bestuurlijk voorzitter": _voorzitters(team)})
        yield paragraph(stand.inleiding)
        parts = {
            "Doelen": stand.doelen, "Resultaten": stand.resultaten, "Aandachtspunten": stand.aandachtspunten,
            "Acties": stand.acties,
        }  # fmt: skip
        for titel, lines in parts.items():
            yield heading(3, titel)
            yield bullets(lines) if lines else beside("Geen.")
