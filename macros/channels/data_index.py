"""What describes the open data: a catalogue in the words of DCAT-AP-NL 3.0, and a data package (Frictionless) of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from macros.base import links
from macros.base.languages import LANGUAGES
from macros.base.numbers import is_number
from macros.records import contacts
from macros.records import models as m
from macros.records.catalog import Catalog

# ── The catalogue ───────────────────────────────────────────────────────────────────────────────────────

_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT: dict[str, object] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "vcard:hasURL": {"@type": "@id"},
    "dct:modified": {"@type": "xsd:date"},
}


def _is(kind: str, address: str) -> dict[str, str]:
    """Something with an address, and what it is, which no one who validates a catalogue fetches it for."""
    return {"@id": address, "@type": kind}


def catalogue(catalog: Catalog, site: str, today: date) -> dict[str, Any]:
    """The catalogue as JSON-LD: what DCAT-AP-NL 3.0 asks of a catalogue, a dataset and a distribution."""
    own = catalog.netwerk
    return {
        "@context": _CONTEXT,
        "@id": links.absolute("data/index.json", site),
        "@type": "dcat:Catalog",
        "dct:title": f"Open data van {own.naam}",
        "dct:description": "Alles wat de kennisbank weet, als gegevens.",
        "dct:license": _is("dct:LicenseDocument", own.licentie),
        "dct:modified": today.isoformat(),
        "foaf:homepage": _is("foaf:Document", site),
        **_publisher_info(catalog, site),
        "dcat:dataset": [_dataset(catalog, model, site, today) for model in catalog.collections],
    }


def _publisher_info(catalog: Catalog, site: str) -> dict[str, Any]:
    """Who publishes, and where to ask: the network's mailbox when there is one, and the page with all contacts."""
    office = contacts.of_purpose(catalog, "algemeen")
    mail = {"vcard:hasEmail": f"mailto:{office.mail}"} if office and office.mail else {}
    return {
        "dct:language": _is("dct:LinguisticSystem", f"{_EU}/language/{LANGUAGES[catalog.netwerk.taal].authority}"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": catalog.netwerk.naam},
        "dcat:contactPoint": {
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": catalog.netwerk.naam,
            "vcard:hasURL": links.absolute(contacts.PAGE, site),
            **mail,
        },
    }


def _dataset(catalog: Catalog, model: type[m.Record], site: str, today: date) -> dict[str, Any]:
    name = model.kind.collection
    all_ = catalog.all_of(model)
    changed = max((day for record in all_ if (day := catalog.updated(record))), default=today)
    state = {
        "dct:license": _is("dct:LicenseDocument", catalog.netwerk.licentie),
        "dct:modified": min(changed, today).isoformat(),
    }
    return {
        "@id": links.absolute(f"data/{name}.json", site),
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": model.kind.titel,
        "dct:description": f"{model.kind.titel} in de kennisbank: {len(all_)} stuks.",
        **state,
        **_publisher_info(catalog, site),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": catalog.netwerk.naam},
        "dct:accessRights": _is("dct:RightsStatement", f"{_EU}/access-right/PUBLIC"),
        "dcat:theme": {
            **_is("skos:Concept", f"{_EU}/data-theme/JUST"),
            "skos:prefLabel": {"@value": "Justice, legal system and public safety", "@language": "en"},
        },
        "dct:conformsTo": _is("dct:Standard", links.absolute(f"data/schema/{name}.json", site)),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{model.kind.titel} ({form.upper()})",
                **state,
                "dcat:mediaType": _is("dct:MediaType", f"https://www.iana.org/assignments/media-types/{mime}"),
                "dct:format": _is("dct:MediaTypeOrExtent", f"{_EU}/file-type/{form.upper()}"),
                "dcat:accessURL": _is("rdfs:Resource", links.absolute(f"data/{name}.{form}", site)),
                "dcat:downloadURL": _is("rdfs:Resource", links.absolute(f"data/{name}.{form}", site)),
            }
            for form, mime in (("json", "application/json"), ("csv", "text/csv"))
        ],
    }


# ── The data package ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: its path below `data/`, and its columns in the words of Table Schema."""

    path: str
    titel: str
    fields: Sequence[dict[str, Any]]
    rows: Sequence[Sequence[str]]


_KINDS: dict[str, dict[str, Any]] = {
    "boolean": {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nee"]},
    "integer": {"type": "integer"},
    "object": {"type": "object"},
}
"""A type of JSON as it stands in a cell."""


def column(name: str, model: type[m.Record | m.Gebruik], schema: dict[str, Any]) -> dict[str, Any]:
    """A column of records, of what JSON Schema says of the field: words are text, parts of records JSON."""
    schema = next((way for way in schema.get("anyOf", ()) if way.get("type") != "null"), schema)
    kind = _KINDS.get(schema.get("type", "object"), {"type": "string"})
    match schema:
        case {"type": "array", "items": {"$ref": _}}:
            kind = {"type": "array"}
        case {"format": "date"}:
            kind = {"type": "date"}
    limits = {key: limit for key, limit in schema.items() if key in {"minimum", "maximum", "enum"}}
    if model.model_fields[name].is_required():
        limits["required"] = True
    return {"name": name, **kind, **({"constraints": limits} if limits else {})}


def figures(name: str, cells: Iterable[str]) -> dict[str, Any]:
    """A column of figures: numbers when every cell that is filled is one."""
    filled = [cell for cell in cells if cell]
    if not all(map(is_number, filled)):
        return {"name": name, "type": "string"}
    if any("." in cell for cell in filled):
        return {"name": name, "type": "number", "decimalChar": ","}
    return {"name": name, "type": "integer"}


def package(own: m.Netwerk, tables: Sequence[Sheet], site: str) -> dict[str, Any]:
    """All tables as one data package (datapackage.org)."""
    return {
        "name": links.slug(own.naam),
        "title": f"Open data van {own.naam}",
        "homepage": site,
        "licenses": [{"path": own.licentie}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Sheet) -> dict[str, Any]:
    ids = {"primaryKey": "id"} if any(field["name"] == "id" for field in table.fields) else {}
    return {
        "name": links.slug(table.path.removesuffix(".csv")),
        "title": table.titel,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ";"},
        "schema": {"fields": table.fields, "missingValues": [""], **ids},
    }
