"""What the page shell shows around a page: crumbs, neighbours, sources, feeds, structured data. No HTML, no MkDocs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from macros.base import dates, links
from macros.channels import previews
from macros.pages import jsonld
from macros.pages.generated import Blad
from macros.records import models as m
from macros.records.catalog import Catalog

Koppeling = tuple[str, str]
"""A title and an address relative to the page."""

_AFDELINGEN = {
    "themas": "Thema's", "praktijken": "Praktijken", "expertteams": "Expertteams", "nieuwsbrieven": "Nieuwsbrieven",
    "gemeenten": "Gemeenten", "districten": "Districten", "begrippen": "Begrippen", "bronnen": "Bronnen",
    "voortgang": "Voortgang", "jaarplan": "Jaarplan", "zusternetwerken": "Zusternetwerken", "activiteiten": "Activiteiten",
    "cijfers": "Cijfers", "financien": "Financiën",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kader:
    """Everything that the shell needs to know of a page besides its content."""

    soort: str
    titel: str
    omschrijving: str
    basis: str
    canoniek: str
    asset: Callable[[str], str]
    menu: tuple[Mapping[str, Any], ...] = ()
    kruimels: tuple[Koppeling, ...] = ()
    vorige: Koppeling | None = None
    volgende: Koppeling | None = None
    feed: Koppeling | None = None
    agenda: str = ""
    datum: str = ""
    """The day of an issue of the newsletter."""
    feeds: tuple[tuple[str, str, str], ...] = ()
    bronnen: tuple[Koppeling, ...] = ()
    districten: tuple[Koppeling, ...] = ()
    """On the home page."""
    stand_van: str = ""
    beoordeeld: str = ""
    bewerk_url: str = ""
    meld_url: str = ""
    """Both empty as long as nobody filled in where the repository is; the template then leads to the page that tells how."""
    bestand: str = ""
    """The file to ask for there."""
    thema_id: str = ""
    intro: str = ""
    """What stands below the title; empty where the page's own first lines say it."""
    beeld: str = ""
    """The full address of the picture that goes along when someone shares the page."""
    jsonld: str = ""
    taal: str = "nl"
    inhoud_op_pagina: tuple[tuple[str, str, int], ...] = ()
    met_zij: bool = False
    """Whether there is room for that beside the text."""


_MET_INTRO = frozenset({"home", "thema", "praktijk", "nieuwsbrief", "voortgang", "jaarplan", "standen"})
NERGENS = "404"
"""The page that is shown at addresses that do not exist: it can be anywhere, so its links begin at the root."""


@dataclass(frozen=True, slots=True)
class Site:
    """What is the same for every page of one build."""

    catalog: Catalog
    bladen: Mapping[str, Blad]
    adres: str
    asset: Callable[[str], str]
    """The name of an asset of ours → its address relative to the root."""
    bewerken: str = ""
    """Address of the repository's editor for a file, with `{pad}`; empty when the settings name none."""

    def titel(self, id_: str) -> str:
        """The title of a page, or of the section that it heads."""
        blad = self.bladen.get(id_) or self.bladen.get(f"{id_}/index")
        return (blad.titel if blad else "") or _AFDELINGEN.get(id_, id_)


def kader(
    site: Site,
    blad: Blad,
    menu: tuple[tuple[str, str], ...] = (),
    inhoud: tuple[tuple[str, str, int], ...] = (),
    html: str = "",
) -> Kader:
    """The frame of a page.

    Args:
        site: what is the same for all pages.
        blad: the page.
        menu: title and address (relative to the root) of the main navigation.
        inhoud: anchor, title and level of the page's headings.
        html: what is on the page.
    """
    pad = links.adres(blad.id)
    overal = blad.id == NERGENS

    def naar(doel: str) -> str:
        return f"/{doel}" if overal else links.relatief(doel, pad)

    record = blad.record
    vorige, volgende = _buren(site, blad)
    onderwerp = _onderwerp(site, blad)
    return Kader(
        soort=blad.soort,
        titel=blad.titel,
        omschrijving=blad.samenvatting,
        basis="" if overal else links.relatief("", pad).removesuffix("/"),
        canoniek="" if overal else links.absoluut(pad, site.adres),
        asset=lambda naam: naar(site.asset(naam)),
        menu=tuple({"titel": titel, "url": naar(doel), "actief": _actief(doel, pad)} for titel, doel in menu),
        kruimels=tuple((titel, naar(doel)) for titel, doel in kruimels(site, blad)),
        vorige=vorige and (vorige[0], naar(vorige[1])),
        volgende=volgende and (volgende[0], naar(volgende[1])),
        feed=_eigen_feed(record, naar),
        agenda=naar(f"{record.pad}agenda.ics") if isinstance(record, m.Thema | m.District) else "",
        datum=dates.dag(record.datum) if isinstance(record, m.Nieuwsbrief) else "",
        feeds=tuple((titel, naar(doel), soort) for titel, doel, soort in feeds_van(record)),
        bronnen=tuple(
            (site.catalog.een(m.Bron, bron).titel, naar(f"bronnen/{bron}/"))
            for bron in blad.bron
            if blad.soort != "bron"
        ),
        districten=tuple((d.naam, naar(d.pad)) for d in site.catalog.alle(m.District)) if blad.soort == "home" else (),
        stand_van=_stand_van(site.catalog, record),
        beoordeeld=dates.dag(record.laatst_beoordeeld) if isinstance(record, m.Praktijk) else "",
        bewerk_url=_bewerken(site, blad),
        meld_url=_melden(site, blad),
        bestand="" if site.bewerken else _bestand(site.catalog, blad),
        thema_id=thema_van(record),
        intro=blad.samenvatting if blad.soort in _MET_INTRO else "",
        beeld="" if overal else links.absoluut(onderwerp.beeld, site.adres),
        jsonld="" if overal else jsonld.jsonld(site.catalog, onderwerp, site.adres),
        taal=_taal(blad),
        inhoud_op_pagina=inhoud if len(inhoud) > 1 else (),
        met_zij=len(inhoud) > 1 and not _is_breed(html),
    )


_BREED = ('<table class="matrix"', '<ol class="tegelkaart"')
_KOPRIJ = re.compile("<thead>(.*?)<tbody>", re.DOTALL)
_KOLOMMEN = 5
"""Columns that a table has at most beside something else."""


def _is_breed(html: str) -> bool:
    """Whether something on a page needs all of its width: told in advance, so that nothing moves when it arrives."""
    koppen = (rij.count("<th ") + rij.count("<th>") for rij in _KOPRIJ.findall(html))
    return any(soort in html for soort in _BREED) or any(aantal > _KOLOMMEN for aantal in koppen)


def thema_van(record: m.Record | m.Pagina | None) -> str:
    """The theme whose colour a page has."""
    if isinstance(record, m.Thema):
        return record.id
    return next(iter(getattr(record, "themas", ())), "")


def _actief(doel: str, pad: str) -> bool:
    return pad == doel or bool(doel and pad.startswith(doel))


def kruimels(site: Site, blad: Blad) -> list[Koppeling]:
    """The pages above a page, from the home page down: title and address."""
    if blad.soort == "home":
        return []
    delen = links.adres(blad.id).strip("/").split("/")
    ouders = ["/".join(delen[:n]) for n in range(1, len(delen))]
    return [("Home", ""), *((site.titel(ouder), f"{ouder}/") for ouder in ouders)]


def _buren(site: Site, blad: Blad) -> tuple[Koppeling | None, Koppeling | None]:
    """Previous and next, by title."""
    if not isinstance(blad.record, m.MetPagina):
        return None, None
    vorige, volgende = site.catalog.buren(blad.record)
    return _koppeling(vorige), _koppeling(volgende)


def _koppeling(record: m.MetPagina | None) -> Koppeling | None:
    return (record.naam_, record.pad) if record else None


_RSS = "application/rss+xml"
ALGEMENE_FEEDS = (
    ("Alles van het netwerk", "feed.xml", _RSS),
    ("Nieuwsbrieven", "nieuwsbrieven/feed.xml", _RSS),
    ("Alles van het netwerk (JSON)", "feed.json", "application/feed+json"),
)


def feeds_van(record: m.Record | m.Pagina | None) -> tuple[tuple[str, str, str], ...]:
    """The feeds that a page announces: its own first, then those of the whole site."""
    match record:
        case m.Thema():
            return ((f"Thema {record.naam}", f"{record.pad}feed.xml", _RSS), *ALGEMENE_FEEDS)
        case m.District():
            return ((f"District {record.naam}", f"{record.pad}feed.xml", _RSS), *ALGEMENE_FEEDS)
        case _:
            return ALGEMENE_FEEDS


def _eigen_feed(record: m.Record | m.Pagina | None, naar: Callable[[str], str]) -> Koppeling | None:
    titel, doel, _ = feeds_van(record)[0]
    return (titel, naar(doel)) if doel != "feed.xml" else None


def _stand_van(catalog: Catalog, record: m.Record | m.Pagina | None) -> str:
    """The date of which a page speaks: its own, or that of its newest source."""
    if isinstance(record, m.Praktijk):
        return str(record.stand_van)
    data = [catalog.een(m.Bron, bron).datum for bron in getattr(record, "bron", ())]
    return str(max(data, key=lambda w: w.begin or date.min)) if data else ""


def _bewerken(site: Site, blad: Blad) -> str:
    """The address at which the page's file can be changed in the browser."""
    return site.bewerken.replace("{pad}", quote(_bestand(site.catalog, blad)))


def _melden(site: Site, blad: Blad) -> str:
    """The issue form for an error, with the page filled in; known where the editor's address is that of a repository."""
    opslag, bewerken, _ = site.bewerken.partition("/edit/")
    adres = quote(links.absoluut(links.adres(blad.id), site.adres), safe="")
    return f"{opslag}/issues/new?template=fout.yml&pagina={adres}" if bewerken else ""


_DATA = "docs/_data/"


def _bestand(catalog: Catalog, blad: Blad) -> str:
    """The file in which to change a page, relative to the root of the project."""
    match blad.record:
        case None:
            return _bestand_van_soort(blad)
        case m.Nieuwsbrief():
            return f"newsletters/{blad.record.id}.md"
        case m.Agendaonderdeel():
            return f"{_DATA}actieagenda/{blad.record.agenda}.yml"
        case m.Record() as record if "*" not in record.bestanden and blad.id not in catalog.paginas:
            return record.bestanden
        case _:
            return f"docs/{blad.id}.md"


def _bestand_van_soort(blad: Blad) -> str:
    """The file with what a page that is about no single record is made of."""
    map_, _, deel = blad.id.rpartition("/")
    match blad.soort:
        case "afdrukken":
            return f"docs/{map_}.md"
        case "standen" | "actieagenda":
            return f"{_DATA}{blad.soort}/{deel}.yml"
        case _:
            return f"{_DATA}activiteiten/{deel}.yml"


def _taal(blad: Blad) -> str:
    return blad.record.taal if isinstance(blad.record, m.Pagina) else "nl"


def _onderwerp(site: Site, blad: Blad) -> jsonld.Onderwerp:
    pad = links.adres(blad.id)
    return jsonld.Onderwerp(
        pad=pad,
        titel=blad.titel,
        omschrijving=blad.samenvatting,
        taal=_taal(blad),
        record=blad.record,
        bron=blad.bron,
        kruimels=kruimels(site, blad),
        beeld=previews.beeld(site.catalog, pad, thema_van(blad.record)),
    )
