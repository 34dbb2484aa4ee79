"""Structured data (schema.org) for search engines: what a page is, of when, from which source, and where it is in the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from macros.base import links
from macros.base.dates import Soort
from macros.records import models as m
from macros.records.catalog import Catalog

UITGEVER = "Veiligheidsnetwerk Oost-Nederland"
LICENTIE = "https://creativecommons.org/licenses/by/4.0/"

Deel = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Onderwerp:
    """The page that is described.

    Args:
        pad: its address, relative to the root.
        titel: its title.
        omschrijving: its summary.
        taal: its language.
        record: what it is about.
        bron: the ids of its sources.
        kruimels: title and address of the pages above it.
        beeld: the address of its picture.
    """

    pad: str
    titel: str
    omschrijving: str
    taal: str
    record: m.Record | m.Pagina | None
    bron: tuple[str, ...]
    kruimels: Sequence[tuple[str, str]]
    beeld: str


def jsonld(catalog: Catalog, over: Onderwerp, site: str) -> str:
    """The page as JSON-LD that can stand in a `<script>`.

    Args:
        catalog: the records.
        over: the page.
        site: the site's address, ending in `/`.
    """
    delen = [_pagina(over, site), *_kruimelpad(over, site), *_inhoud(catalog, over.pad, site)]
    tekst = json.dumps({"@context": "https://schema.org", "@graph": delen}, ensure_ascii=False, separators=(",", ":"))
    return tekst.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _gevuld(**velden: object) -> Deel:
    """What there is something to say about; `type_` is `@type`."""
    return {naam.replace("type_", "@type"): waarde for naam, waarde in velden.items() if waarde}


def _uitgever(site: str) -> Deel:
    return {"@type": "Organization", "name": UITGEVER, "url": site}


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────


def _pagina(over: Onderwerp, site: str) -> Deel:
    praktijk = over.record if isinstance(over.record, m.Praktijk) else None
    artikel = isinstance(over.record, m.Praktijk | m.Nieuwsbrief)
    return _gevuld(
        type_="Article" if artikel else "WebPage" if over.pad else "WebSite",
        headline=over.titel,
        name=over.titel,
        description=over.omschrijving,
        inLanguage=over.taal,
        url=links.absoluut(over.pad, site),
        image=links.absoluut(over.beeld, site),
        datePublished=_gepubliceerd(over.record),
        dateModified=str(praktijk.laatst_beoordeeld) if praktijk else "",
        audience={"@type": "Audience", "audienceType": ", ".join(praktijk.doelgroep)} if praktijk else None,
        isBasedOn=[links.absoluut(f"bronnen/{bron}/", site) for bron in over.bron],
        author=_uitgever(site) if artikel else None,
        publisher=_uitgever(site),
        license=LICENTIE,
    )


def _gepubliceerd(record: m.Record | m.Pagina | None) -> str:
    datum = getattr(record, "gepubliceerd", None) or getattr(record, "datum", None)
    return str(datum) if isinstance(datum, date) else getattr(datum, "typed", "")


def _kruimelpad(over: Onderwerp, site: str) -> Iterator[Deel]:
    if over.kruimels:
        stappen = enumerate([*over.kruimels, (over.titel, over.pad)], start=1)
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": n, "name": titel, "item": links.absoluut(pad, site)}
                for n, (titel, pad) in stappen
            ],
        }


# ── What the page holds ─────────────────────────────────────────────────────────────────────────────────

_GEGEVENS: dict[str, tuple[type[m.Record], str]] = {
    "activiteiten/": (m.Activiteit, "Activiteiten"),
    "financien/": (m.Begroting, "Begrotingen en rekeningen"),
    "gemeenten/": (m.Gemeente, "Gemeenten"),
    "praktijken/": (m.Praktijk, "Praktijken"),
}
"""Pages that show a whole collection, which can be downloaded as data."""


def _inhoud(catalog: Catalog, pad: str, site: str) -> Iterator[Deel]:
    if pad in _GEGEVENS:
        soort, naam = _GEGEVENS[pad]
        kort = f"{naam} van {UITGEVER}: {len(catalog.alle(soort))} rijen, elk met haar bron."
        yield _dataset(naam, kort, pad, f"data/{soort.verzameling}", ("csv", "json"), site)
    if pad == "cijfers/":
        for reeks in catalog.alle(m.Cijferreeks):
            kort = f"{reeks.definitie} Eenheid: {reeks.eenheid}."
            yield _dataset(reeks.titel, kort, reeks.pad, f"data/cijfers/{reeks.id}", ("csv",), site)
    if pad == "activiteiten/":
        yield from (_gebeurtenis(catalog, a, site) for a in catalog.activiteiten() if _is_gebeurtenis(a))


def _dataset(naam: str, kort: str, pad: str, bestand: str, vormen: Sequence[str], site: str) -> Deel:
    soorten = {"csv": "text/csv", "json": "application/json"}
    return {
        "@type": "Dataset",
        "name": naam,
        "description": kort,
        "url": links.absoluut(pad, site),
        "license": LICENTIE,
        "creator": _uitgever(site),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": soorten[vorm], "contentUrl": links.absoluut(f"{bestand}.{vorm}", site)}
            for vorm in vormen
        ],
    }  # fmt: skip


def _is_gebeurtenis(a: m.Activiteit) -> bool:
    """Whether people could go there: a gathering on a day. A plan for a quarter has no day that a calendar can show."""
    return a.soort in {"bijeenkomst", "interventie", "overleg"} and a.wanneer.soort is Soort.DAG


def _gebeurtenis(catalog: Catalog, a: m.Activiteit, site: str) -> Deel:
    plaatsen = [catalog.een(m.Gemeente, id_).naam for id_ in a.gemeenten]
    plaatsen = plaatsen or [f"District {catalog.een(m.District, id_).naam}" for id_ in a.districten]
    return _gevuld(
        type_="Event",
        name=a.titel,
        description=a.omschrijving,
        startDate=str(a.wanneer.begin),
        endDate=str(a.wanneer.eind),
        eventStatus=f"https://schema.org/{'EventCancelled' if a.status == 'vervallen' else 'EventScheduled'}",
        location=[{"@type": "Place", "name": plaats, "address": plaats} for plaats in plaatsen],
        organizer=_uitgever(site),
        url=links.absoluut(a.pad, site),
    )
