"""Open data: each collection as JSON and CSV, with a catalogue in the words of DCAT and a JSON Schema.

CSV is for Dutch Excel: UTF-8 with a byte order mark, semicolons, CRLF; and no cell can start a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from macros.base import links
from macros.base.numbers import is_number
from macros.base.settings import NETWORK
from macros.base.text import clean
from macros.records import contacts
from macros.records import models as m
from macros.records.catalog import Catalog

_FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""What a formula can begin with, in their full-width forms as well."""


def files(catalog: Catalog, *, site: str, today: date) -> Iterator[tuple[str, bytes]]:
    """Everything under `data/`: path and bytes."""
    for model in m.COLLECTIONS:
        name = model.kind.collection
        rows = [record.model_dump(mode="json") for record in catalog.listed(model)]
        yield f"data/{name}.json", _json(rows)
        yield f"data/{name}.csv", as_csv(list(model.model_fields), rows)
        yield f"data/schema/{name}.json", _json(schema(model))
    for series in catalog.all_of(m.Cijferreeks):
        yield f"data/cijfers/{series.id}.csv", _csv([_heading(series), *series.rijen])
    fields = list(m.Gebruik.model_fields)
    yield "data/gebruik.csv", as_csv(fields, [dict(zip(fields, row, strict=True)) for row in _usage(catalog)])
    yield "data/index.json", _json(_index(catalog, site, today))
    yield "data/beoordelen.json", _json(list(due_for_review(catalog, today)))


def schema(model: type[m.Record]) -> dict[str, Any]:
    """The JSON Schema of what is published of a collection."""
    return _list_schema(model, "serialization")


def list_schema(model: type[m.Record]) -> dict[str, Any]:
    """The JSON Schema of a data file as it is typed."""
    return _list_schema(model, "validation")


def _list_schema(model: type[m.Record], side: Literal["serialization", "validation"]) -> dict[str, Any]:
    """A list of records; what they share stands at the top, where `#/$defs/…` looks for it."""
    one = model.model_json_schema(mode=side)
    list_: dict[str, Any] = _min_items_for_lists({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": model.kind.titel,
        "type": "array",
        "$defs": one.pop("$defs", {}),
        "items": one,
    })  # fmt: skip
    return list_


def _min_items_for_lists(part: Any) -> Any:  # noqa: ANN401 - any value of JSON
    """Of a list that may be typed as one value pydantic says `minLength`, which JSON Schema only knows of text."""
    if isinstance(part, list):
        return [_min_items_for_lists(member) for member in part]
    if not isinstance(part, dict):
        return part
    is_list = part.get("type") == "array"
    return {
        "minItems" if is_list and name == "minLength" else name: _min_items_for_lists(member)
        for name, member in part.items()
    }


def due_for_review(catalog: Catalog, today: date) -> Iterator[dict[str, str]]:
    """Practices whose review is overdue, longest first, with the team that is responsible."""
    for praktijk in sorted(catalog.listed(m.Praktijk), key=lambda p: (p.beoordelen_na, p.id)):
        if praktijk.beoordelen_na < today:
            team = praktijk.expertteam or next(iter(_teams(catalog, praktijk)), "")
            yield {
                "id": praktijk.id,
                "titel": praktijk.titel,
                "beoordelen_na": str(praktijk.beoordelen_na),
                "team": team,
            }


def _teams(catalog: Catalog, praktijk: m.Praktijk) -> Iterator[str]:
    for thema in praktijk.themas:
        yield from (team.id for team in catalog.expertteams(thema=thema) if not team.last)


# ── The catalogue ───────────────────────────────────────────────────────────────────────────────────────

_EU = "http://publications.europa.eu/resource/authority"
_ADDRESSES = (
    "dct:license", "dct:language", "dct:accessRights", "dct:conformsTo", "dct:format", "dcat:theme", "dcat:accessURL",
    "dcat:downloadURL", "foaf:homepage", "vcard:hasURL",
)  # fmt: skip
_CONTEXT: dict[str, object] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{naam: {"@type": "@id"} for naam in _ADDRESSES},
    "dct:modified": {"@type": "xsd:date"},
}


def _usage(catalog: Catalog) -> Iterator[tuple[str, str, str, str]]:
    for row in catalog.gebruik:
        yield str(row.dag), row.pad, row.soort, str(row.aantal)


def _index(catalog: Catalog, site: str, today: date) -> dict[str, Any]:
    """The catalogue as JSON-LD: what DCAT-AP-NL 3.0 asks of a catalogue, a dataset and a distribution."""
    return {
        "@context": _CONTEXT,
        "@id": links.absolute("data/index.json", site),
        "@type": "dcat:Catalog",
        "dct:title": f"Open data van {NETWORK.name}",
        "dct:description": "Alles wat de kennisbank weet, als gegevens.",
        "dct:license": NETWORK.licence,
        "dct:modified": today.isoformat(),
        "foaf:homepage": site,
        **_publisher_info(site),
        "dcat:dataset": [_dataset(catalog, model, site, today) for model in m.COLLECTIONS],
    }


def _publisher_info(site: str) -> dict[str, Any]:
    """Who publishes, and where to ask: the network's mailbox when there is one, and the page with all contacts."""
    office = contacts.of_purpose("algemeen")
    mail = {"vcard:hasEmail": f"mailto:{office.mail}"} if office and office.mail else {}
    contact = {"vcard:fn": NETWORK.name, "vcard:hasURL": links.absolute(contacts.PAGE, site), **mail}
    return {
        "dct:language": f"{_EU}/language/NLD",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": NETWORK.name},
        "dcat:contactPoint": {"@type": "vcard:Organization", **contact},
    }


def _dataset(catalog: Catalog, model: type[m.Record], site: str, today: date) -> dict[str, Any]:
    name = model.kind.collection
    all_ = catalog.all_of(model)
    changed = max((day for record in all_ if (day := catalog.updated(record))), default=today)
    state = {"dct:license": NETWORK.licence, "dct:modified": min(changed, today).isoformat()}
    return {
        "@id": links.absolute(f"data/{name}.json", site),
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": model.kind.titel,
        "dct:description": f"{model.kind.titel} in de kennisbank: {len(all_)} stuks.",
        **state,
        **_publisher_info(site),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": NETWORK.name},
        "dct:accessRights": f"{_EU}/access-right/PUBLIC",
        "dcat:theme": f"{_EU}/data-theme/JUST",
        "dct:conformsTo": links.absolute(f"data/schema/{name}.json", site),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{model.kind.titel} ({form.upper()})",
                **state,
                "dcat:mediaType": mime,
                "dct:format": f"{_EU}/file-type/{form.upper()}",
                "dcat:accessURL": links.absolute(f"data/{name}.{form}", site),
                "dcat:downloadURL": links.absolute(f"data/{name}.{form}", site),
            }
            for form, mime in (("json", "application/json"), ("csv", "text/csv"))
        ],
    }


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def as_csv(fields: list[str], rows: list[dict[str, Any]]) -> bytes:
    """Records as CSV; lists of words joined with `|`, parts of records as JSON."""
    fields = [field for field in fields if not rows or field in rows[0]]
    return _csv([fields, *([_cell(row.get(field)) for field in fields] for row in rows)])


def _cell(value: Any) -> str:  # noqa: ANN401 - any value of JSON
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case list() if all(isinstance(member, str) for member in value):
            return "|".join(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _csv(rows: Any) -> bytes:  # noqa: ANN401 - rows of cells
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_safe(clean(cell)) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig", errors="replace")


def _safe(cell: str) -> str:
    """A cell that a spreadsheet takes for text, unless it is a plain number (OWASP, CSV injection)."""
    if cell.startswith(_FORMULA) and not is_number(cell):
        return f"'{cell}"
    return cell


def _heading(series: m.Cijferreeks) -> list[str]:
    return [series.eerste_kolom, *(column.titel for column in series.kolommen)]
