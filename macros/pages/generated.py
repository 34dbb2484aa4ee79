"""Markdown for pages that no one writes, and the standing parts of pages that someone does.

What a reader finds on every theme, practice or municipality is a template in `overrides/pages/`, so it is the same
everywhere and ends up in the page itself (its table of contents, the feeds, the search).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from jinja2 import Environment

from macros.document.templates import aanroepen
from macros.records import models as m
from macros.records.catalog import Catalog

AFDRUKKEN = "afdrukken"
"""The kind of page that holds a whole theme, to print; it says nothing that is not elsewhere too."""


@dataclass(frozen=True, slots=True)
class Blad:
    """A page: its path under docs/ without `.md`, title, summary, the record it is about, its Markdown."""

    id: str
    titel: str
    samenvatting: str
    markdown: str
    record: m.Record | m.Pagina | None = None
    soort: str = "pagina"
    bron: tuple[str, ...] = ()


def alle(catalog: Catalog, sjablonen: Environment) -> dict[str, Blad]:
    """Every page of the site by its id; what a contributor wrote is in the middle of its standing parts."""
    return {id_: maak() for id_, maak in _makers(catalog, sjablonen).items()}


def een(catalog: Catalog, sjablonen: Environment, id_: str) -> Blad:
    """One of them; no other is made."""
    return _makers(catalog, sjablonen)[id_]()


def _makers(catalog: Catalog, sjablonen: Environment) -> dict[str, Callable[[], Blad]]:
    makers = dict(_vanzelf(catalog, sjablonen))
    naad = sjablonen.get_template("_naad.md").render().strip()
    for pagina in catalog.paginas.values():
        makers[pagina.id] = partial(_met_tekst, catalog, sjablonen, pagina, makers.get(pagina.id), naad)
    return makers


def _met_tekst(
    catalog: Catalog, sjablonen: Environment, pagina: m.Pagina, standaard: Callable[[], Blad] | None, naad: str
) -> Blad:
    blad = _geschreven(pagina, standaard() if standaard else None, naad)
    return replace(blad, markdown=_aanvulling(catalog, sjablonen, pagina) or blad.markdown)


_AANGEVULD = {
    "activiteiten/index": "index_activiteiten",
    "cijfers/index": "index_cijfers",
    "financien/index": "index_financien",
    "matrices": "index_matrices",
    "strategie": "index_strategie",
}
"""Pages by hand that must show everything of a collection, and the template that adds what the prose leaves out."""


def _aanvulling(catalog: Catalog, sjablonen: Environment, pagina: m.Pagina) -> str:
    """What a page by hand does not show yet: next year's data file needs no change to the page."""
    if pagina.id not in _AANGEVULD:
        return ""
    goed, _ = aanroepen(pagina.tekst)
    getoond = {(a.naam, waarde) for a in goed for waarde in (*a.posities, *a.argumenten.values())}
    sjabloon = sjablonen.get_template(f"{_AANGEVULD[pagina.id]}.md")
    return f"{pagina.tekst}\n\n{sjabloon.render(catalog=catalog, m=m, getoond=getoond)}"


def _geschreven(pagina: m.Pagina, standaard: Blad | None, naad: str) -> Blad:
    """A page by hand: alone, or as the prose above what is there anyway, with a mark where they meet."""
    if standaard is None:
        return Blad(pagina.id, pagina.titel, pagina.samenvatting, pagina.tekst, pagina, _soort(pagina), pagina.bron)
    return Blad(
        pagina.id,
        pagina.titel or standaard.titel,
        pagina.samenvatting or standaard.samenvatting,
        f"{pagina.tekst}\n\n{naad}\n\n{standaard.markdown}",
        standaard.record,
        standaard.soort,
        tuple(dict.fromkeys((*standaard.bron, *pagina.bron))),
    )


def _soort(pagina: m.Pagina) -> str:
    return "home" if pagina.id == "index" else "pagina"


_Maakt = tuple[str, Callable[[], Blad]]
"""The id of a page, and what makes it."""


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes a page from a template that sees its record under the name of its kind."""

    catalog: Catalog
    sjablonen: Environment

    def __call__(
        self, id_: str, sjabloon: str, titel: str, samenvatting: str, record: m.Record | None = None, *,
        bron: tuple[str, ...] = (), **meer: object,
    ) -> _Maakt:  # fmt: skip
        return id_, partial(self._maak, id_, sjabloon, titel, samenvatting, record, bron, meer)

    def _maak(
        self, id_: str, sjabloon: str, titel: str, samenvatting: str, record: m.Record | None, bron: tuple[str, ...],
        meer: Mapping[str, object],
    ) -> Blad:  # fmt: skip
        bron = record.bron if record else bron
        eigen = {record.enkelvoud: record} if record else {"bron": bron}
        markdown = self.sjablonen.get_template(f"{sjabloon}.md").render(catalog=self.catalog, **eigen, **meer)
        return Blad(id_, titel, samenvatting, markdown, record, sjabloon, bron)


def _vanzelf(catalog: Catalog, sjablonen: Environment) -> Iterator[_Maakt]:
    """The pages that there are without anyone writing them."""
    blad = _Maker(catalog, sjablonen)

    for thema in catalog.alle(m.Thema):
        yield blad(f"themas/{thema.id}", "thema", thema.naam, thema.kort, thema)
    for praktijk in catalog.alle(m.Praktijk):
        yield blad(f"praktijken/{praktijk.id}", "praktijk", praktijk.titel, praktijk.samenvatting, praktijk)
    for brief in catalog.alle(m.Nieuwsbrief):
        yield blad(f"nieuwsbrieven/{brief.id}", "nieuwsbrief", brief.titel, brief.samenvatting, brief)
    for team in catalog.alle(m.Expertteam):
        yield blad(f"expertteams/{team.id}", "expertteam", team.naam, team.opdracht, team)
    for district in catalog.alle(m.District):
        kort = f"De gemeenten, de agenda en wat er loopt in het district {district.naam}."
        yield blad(f"districten/{district.id}", "district", f"District {district.naam}", kort, district)
    for gemeente in catalog.alle(m.Gemeente):
        district = catalog.een(m.District, gemeente.district)
        kort = f"Wat het netwerk voor de gemeente {gemeente.naam} doet: district, bijdrage, activiteiten en praktijken."
        yield blad(
            f"gemeenten/{gemeente.id}", "gemeente", f"Gemeente {gemeente.naam}", kort, gemeente, district=district
        )
    for begrip in catalog.alle(m.Begrip):
        yield blad(f"begrippen/{begrip.id}", "begrip", begrip.term, begrip.betekenis, begrip)
    for bron in catalog.alle(m.Bron):
        yield blad(f"bronnen/{bron.id}", "bron", bron.titel, bron.omschrijving, bron)
    yield from _rapporten(catalog, blad)
    yield from _actieagenda(catalog, blad)
    yield from _documenten(catalog, blad)


def _rapporten(catalog: Catalog, blad: _Maker) -> Iterator[_Maakt]:
    for rapport in catalog.rapporten():
        jaar = int(rapport.periode[:4])
        yield blad(
            rapport.id,
            rapport.soort,
            rapport.titel,
            rapport.kort,
            bron=rapport.bron,
            periode=rapport.periode,
            jaar=jaar,
        )


def _actieagenda(catalog: Catalog, blad: _Maker) -> Iterator[_Maakt]:
    for agenda, deel in {deel.agenda: deel for deel in catalog.alle(m.Agendaonderdeel)}.items():
        kort = (
            "De klikbare actieagenda van een zusternetwerk: per thema en project het doel, de terugblik en de acties."
        )
        yield blad(
            f"zusternetwerken/{agenda}",
            "actieagenda",
            catalog.een(m.Bron, deel.bron[0]).titel,
            kort,
            agenda=agenda,
            bron=deel.bron,
        )
    for deel in catalog.alle(m.Agendaonderdeel):
        kort = f"{deel.naam} in de actieagenda van het zusternetwerk: doel, terugblik en acties."
        yield blad(f"zusternetwerken/{deel.agenda}/{deel.id}", "onderdeel", deel.naam, kort, deel)


def _documenten(catalog: Catalog, blad: _Maker) -> Iterator[_Maakt]:
    """Documents for paper, last: they are made of the pages before them."""
    for thema in catalog.alle(m.Thema):
        kort = f"Het hele thema {thema.naam} in één document om af te drukken: de uitleg, de teams en alle praktijken."
        titel = f"{thema.naam}, met alle praktijken"
        yield blad(f"themas/{thema.id}/afdrukken", AFDRUKKEN, titel, kort, bron=thema.bron, thema=thema)
