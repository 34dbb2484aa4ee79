"""Structured data (schema.org) for search engines: what a page is, of when, from which source, and where it is in the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from macros.base import links
from macros.base.dates import Kind
from macros.records import figures
from macros.records import models as m
from macros.records.catalog import Catalog

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The page that is described.

    Args:
        pad: its address, relative to the root.
        titel: its title.
        omschrijving: its summary.
        taal: its language.
        record: what it is about.
        bron: the ids of its sources.
        breadcrumbs: title and address of the pages above it.
        picture: the address of its picture.
    """

    pad: str
    titel: str
    omschrijving: str
    taal: str
    record: m.Record | m.Pagina | None
    bron: tuple[str, ...]
    breadcrumbs: Sequence[tuple[str, str]]
    picture: str


def jsonld(catalog: Catalog, about: Subject, site: str) -> str:
    """The page as JSON-LD that can stand in a `<script>`.

    Args:
        catalog: the records.
        about: the page.
        site: the site's address, ending in `/`.
    """
    parts = [_page(catalog, about, site), *_breadcrumb(about, site), *_contents(catalog, about.pad, site)]
    text = json.dumps({"@context": "https://schema.org", "@graph": parts}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _filled(**fields: object) -> Part:
    """What there is something to say about; `type_` is `@type`."""
    return {name.replace("type_", "@type"): value for name, value in fields.items() if value}


def _publisher(catalog: Catalog, site: str) -> Part:
    return {"@type": "Organization", "name": catalog.netwerk.naam, "url": site}


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────


def _page(catalog: Catalog, about: Subject, site: str) -> Part:
    praktijk = about.record if isinstance(about.record, m.Praktijk) else None
    article = bool(about.record and about.record.kind.page and about.record.kind.page.article)
    return _filled(
        type_="Article" if article else "WebPage" if about.pad else "WebSite",
        headline=about.titel,
        name=about.titel,
        description=about.omschrijving,
        inLanguage=about.taal,
        url=links.absolute(about.pad, site),
        image=links.absolute(about.picture, site),
        datePublished=_published(about.record),
        dateModified=str(praktijk.laatst_beoordeeld) if praktijk else "",
        audience={"@type": "Audience", "audienceType": ", ".join(praktijk.doelgroep)} if praktijk else None,
        isBasedOn=[links.absolute(f"bronnen/{bron}/", site) for bron in about.bron],
        author=_publisher(catalog, site) if article else None,
        publisher=_publisher(catalog, site),
        license=catalog.netwerk.licentie,
    )


def _published(record: m.Record | m.Pagina | None) -> str:
    date_ = getattr(record, "gepubliceerd", None) or getattr(record, "datum", None)
    return str(date_) if isinstance(date_, date) else getattr(date_, "typed", "")


def _breadcrumb(about: Subject, site: str) -> Iterator[Part]:
    if about.breadcrumbs:
        steps = enumerate([*about.breadcrumbs, (about.titel, about.pad)], start=1)
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": n, "name": title, "item": links.absolute(path, site)}
                for n, (title, path) in steps
            ],
        }


# ── What the page holds ─────────────────────────────────────────────────────────────────────────────────

_DATA = {f"{model.kind.collection}/": model for model in m.COLLECTIONS if model.kind.dataset}
"""Pages that show a whole collection, which can be downloaded as data."""


def _contents(catalog: Catalog, path: str, site: str) -> Iterator[Part]:
    if path in _DATA:
        model = _DATA[path]
        name = model.kind.titel
        short = f"{name} van {catalog.netwerk.naam}: {len(catalog.all_of(model))} rijen, elk met haar bron."
        yield _dataset(catalog, name, short, path, f"data/{model.kind.collection}", ("csv", "json"), site)
    if path == "cijfers/":
        for series in catalog.all_of(m.Cijferreeks):
            yield _dataset(
                catalog,
                series.titel,
                figures.definition(series),
                series.pad,
                f"data/cijfers/{series.id}",
                ("csv",),
                site,
            )
    if path == "activiteiten/":
        yield from (_event(catalog, a, site) for a in catalog.activiteiten() if _is_event(a))


def _dataset(
    catalog: Catalog, name: str, short: str, path: str, file: str, forms: Sequence[str], site: str
) -> Part:  # fmt: skip
    kinds = {"csv": "text/csv", "json": "application/json"}
    return {
        "@type": "Dataset",
        "name": name,
        "description": short,
        "url": links.absolute(path, site),
        "license": catalog.netwerk.licentie,
        "creator": _publisher(catalog, site),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kinds[form], "contentUrl": links.absolute(f"{file}.{form}", site)}
            for form in forms
        ],
    }  # fmt: skip


def _is_event(a: m.Activiteit) -> bool:
    """Whether people could go there: a gathering on a day. A plan for a quarter has no day that a calendar can show."""
    return a.soort in {"bijeenkomst", "interventie", "overleg"} and a.wanneer.soort is Kind.DAY


def _event_status(a: m.Activiteit) -> str:
    if a.status == "vervallen":
        return "Cancelled"
    return "Rescheduled" if any(step.wanneer for step in a.geschiedenis) else "Scheduled"


def _event(catalog: Catalog, a: m.Activiteit, site: str) -> Part:
    plaatsen = [catalog.one(m.Gemeente, id_).naam for id_ in a.gemeenten]
    plaatsen = plaatsen or [f"District {catalog.one(m.District, id_).naam}" for id_ in a.districten]
    return _filled(
        type_="Event",
        name=a.titel,
        description=a.omschrijving,
        startDate=str(a.wanneer.start),
        endDate=str(a.wanneer.end),
        eventStatus=f"https://schema.org/Event{_event_status(a)}",
        location=[{"@type": "Place", "name": location, "address": location} for location in plaatsen],
        organizer=_publisher(catalog, site),
        url=links.absolute(a.pad, site),
    )
