"""All content of one build: the catalog, every page, the way it is shown; checked as a whole.

`kennisbank controleer` and the MkDocs plugin both begin here, so what the one passes the other builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros import env, pages, templates
from macros import models as m
from macros.catalog import Catalog
from macros.loader import Laadfouten, Onderzoek, onderzoek_alles
from macros.parsing import Bevinding
from macros.templates import Weergave


@dataclass(frozen=True, slots=True)
class Inhoud:
    """What a build starts from."""

    weergave: Weergave
    bladen: Mapping[str, pages.Blad]


def lees(wortel: Path, *, vandaag: date | None = None) -> Inhoud:
    """Read and check everything.

    Args:
        wortel: the project's root.
        vandaag: the day of the build; the newest day in the content when not given.

    Raises:
        Laadfouten: anything is wrong; everything that is wrong.
    """
    inhoud, bevindingen = controleer(wortel, vandaag=vandaag)
    if fouten := [b for b in bevindingen if not b.waarschuwing]:
        raise Laadfouten(fouten)
    if inhoud is None:
        raise Laadfouten(bevindingen)
    return inhoud


def controleer(wortel: Path, *, vandaag: date | None = None) -> tuple[Inhoud | None, list[Bevinding]]:
    """Read everything and report everything; pages are only made of records that are right."""
    onderzoek = onderzoek_alles(wortel)
    catalog = onderzoek.catalog
    fragmenten = templates.omgeving(wortel / "overrides/fragments")
    weergave = Weergave(catalog, fragmenten, vandaag or nieuwste_dag(catalog))
    bevindingen = [*onderzoek.bevindingen]
    if not bevindingen:
        bevindingen = sorted(_woorden(weergave, onderzoek))
    if any(not b.waarschuwing for b in bevindingen):
        return None, bevindingen
    bladen = pages.alle(catalog, templates.markdown_omgeving(wortel / "overrides/pages"))
    return Inhoud(weergave, bladen), bevindingen


def _woorden(weergave: Weergave, onderzoek: Onderzoek) -> Iterator[Bevinding]:
    """Everything that is wrong with the words on pages that someone wrote."""
    for bestand, proza in _proza(weergave.catalog):
        for regel, melding in env.controleer(weergave, proza):
            yield Bevinding(bestand, regel + onderzoek.tekst_begint.get(bestand, 1) - 1, melding)


def _proza(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for pagina in catalog.paginas.values():
        yield f"docs/{pagina.id}.md", pagina.tekst
    for praktijk in catalog.alle(m.Praktijk):
        yield f"docs/praktijken/{praktijk.id}.md", praktijk.tekst
    for brief in catalog.alle(m.Nieuwsbrief):
        yield f"newsletters/{brief.id}.md", brief.tekst


def nieuwste_dag(catalog: Catalog) -> date:
    """The newest day on which something in the content was written or reviewed."""
    dagen = [p.laatst_beoordeeld for p in catalog.alle(m.Praktijk)] + [n.datum for n in catalog.alle(m.Nieuwsbrief)]
    return max(dagen, default=date(2000, 1, 1))


def gewijzigd(catalog: Catalog, blad: pages.Blad) -> date | None:
    """The day that a page's content is of: its own, or that of its newest source."""
    match blad.record:
        case m.Praktijk():
            return max([blad.record.laatst_beoordeeld, *(stap.datum for stap in blad.record.geschiedenis)])
        case m.Nieuwsbrief():
            return blad.record.datum
    data = [catalog.een(m.Bron, bron).datum.eind for bron in blad.bron]
    return max((dag for dag in data if dag), default=None)
