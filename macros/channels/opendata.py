"""Open data: each collection as JSON and CSV, with a catalogue in the words of DCAT and a JSON Schema.

CSV is for Dutch Excel: UTF-8 with a byte order mark, semicolons, CRLF; and no cell can start a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from macros.base import links
from macros.base.text import schoon
from macros.records import models as m
from macros.records.catalog import Catalog

LICENTIE = "https://creativecommons.org/licenses/by/4.0/"
_FORMULE = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""What a formula can begin with, in their full-width forms as well."""


def bestanden(catalog: Catalog, *, site: str, vandaag: date) -> Iterator[tuple[str, bytes]]:
    """Everything under `data/`: path and bytes."""
    for soort in m.VERZAMELINGEN:
        naam = soort.verzameling
        rijen = [record.model_dump(mode="json") for record in catalog.alle(soort)]
        yield f"data/{naam}.json", _json(rijen)
        yield f"data/{naam}.csv", als_csv(list(soort.model_fields), rijen)
        yield f"data/schema/{naam}.json", _json(schema(soort))
    for reeks in catalog.alle(m.Cijferreeks):
        yield f"data/cijfers/{reeks.id}.csv", _csv([_kop(reeks), *reeks.rijen])
    velden = list(m.Gebruik.model_fields)
    yield "data/gebruik.csv", als_csv(velden, [dict(zip(velden, rij, strict=True)) for rij in _gebruik(catalog)])
    yield "data/index.json", _json(_index(catalog, site, vandaag))
    yield "data/beoordelen.json", _json(list(te_beoordelen(catalog, vandaag)))


def schema(soort: type[m.Record]) -> dict[str, Any]:
    """The JSON Schema of what is published of a collection."""
    return _lijstschema(soort, "serialization")


def lijstschema(soort: type[m.Record]) -> dict[str, Any]:
    """The JSON Schema of a data file as it is typed."""
    return _lijstschema(soort, "validation")


def _lijstschema(soort: type[m.Record], kant: Literal["serialization", "validation"]) -> dict[str, Any]:
    """A list of records; what they share stands at the top, where `#/$defs/…` looks for it."""
    een = soort.model_json_schema(mode=kant)
    lijst: dict[str, Any] = _lijsten_tellen({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": m.TITELS[soort.verzameling],
        "type": "array",
        "$defs": een.pop("$defs", {}),
        "items": een,
    })  # fmt: skip
    return lijst


def _lijsten_tellen(deel: Any) -> Any:  # noqa: ANN401 - any value of JSON
    """Of a list that may be typed as one value pydantic says `minLength`, which JSON Schema only knows of text."""
    if isinstance(deel, list):
        return [_lijsten_tellen(lid) for lid in deel]
    if not isinstance(deel, dict):
        return deel
    is_lijst = deel.get("type") == "array"
    return {
        "minItems" if is_lijst and naam == "minLength" else naam: _lijsten_tellen(lid) for naam, lid in deel.items()
    }


def te_beoordelen(catalog: Catalog, vandaag: date) -> Iterator[dict[str, str]]:
    """Practices whose review is overdue, longest first, with the team that is responsible."""
    for praktijk in sorted(catalog.alle(m.Praktijk), key=lambda p: (p.beoordelen_na, p.id)):
        if praktijk.beoordelen_na < vandaag:
            team = praktijk.expertteam or next(iter(_teams(catalog, praktijk)), "")
            yield {
                "id": praktijk.id,
                "titel": praktijk.titel,
                "beoordelen_na": str(praktijk.beoordelen_na),
                "team": team,
            }


def _teams(catalog: Catalog, praktijk: m.Praktijk) -> Iterator[str]:
    for thema in praktijk.themas:
        yield from (team.id for team in catalog.expertteams(thema=thema) if not team.tot)


# ── The catalogue ───────────────────────────────────────────────────────────────────────────────────────

UITGEVER = "Veiligheidsnetwerk Oost-Nederland"
_EU = "http://publications.europa.eu/resource/authority"
_ADRESSEN = (
    "dct:license", "dct:language", "dct:accessRights", "dct:conformsTo", "dct:format", "dcat:theme", "dcat:accessURL",
    "dcat:downloadURL", "foaf:homepage", "vcard:hasURL",
)  # fmt: skip
_CONTEXT: dict[str, object] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{naam: {"@type": "@id"} for naam in _ADRESSEN},
    "dct:modified": {"@type": "xsd:date"},
}


def _gebruik(catalog: Catalog) -> Iterator[tuple[str, str, str, str]]:
    for rij in catalog.gebruik:
        yield str(rij.dag), rij.pad, rij.soort, str(rij.aantal)


def _index(catalog: Catalog, site: str, vandaag: date) -> dict[str, Any]:
    """The catalogue as JSON-LD: what DCAT-AP-NL 3.0 asks of a catalogue, a dataset and a distribution."""
    return {
        "@context": _CONTEXT,
        "@id": links.absoluut("data/index.json", site),
        "@type": "dcat:Catalog",
        "dct:title": f"Open data van {UITGEVER}",
        "dct:description": "Alles wat de kennisbank weet, als gegevens.",
        "dct:license": LICENTIE,
        "dct:modified": vandaag.isoformat(),
        "foaf:homepage": site,
        **_van_wie(site),
        "dcat:dataset": [_dataset(catalog, soort, site, vandaag) for soort in m.VERZAMELINGEN],
    }


def _van_wie(site: str) -> dict[str, Any]:
    """Who publishes, and where to ask: a page, as the network publishes no mailbox."""
    contact = links.absoluut("over/", site)
    return {
        "dct:language": f"{_EU}/language/NLD",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": UITGEVER},
        "dcat:contactPoint": {"@type": "vcard:Organization", "vcard:fn": UITGEVER, "vcard:hasURL": contact},
    }


def _dataset(catalog: Catalog, soort: type[m.Record], site: str, vandaag: date) -> dict[str, Any]:
    naam = soort.verzameling
    alle = catalog.alle(soort)
    gewijzigd = max((dag for record in alle if (dag := catalog.bijgewerkt(record))), default=vandaag)
    stand = {"dct:license": LICENTIE, "dct:modified": min(gewijzigd, vandaag).isoformat()}
    return {
        "@id": links.absoluut(f"data/{naam}.json", site),
        "@type": "dcat:Dataset",
        "dct:identifier": naam,
        "dct:title": m.TITELS[naam],
        "dct:description": f"{m.TITELS[naam]} in de kennisbank: {len(alle)} stuks.",
        **stand,
        **_van_wie(site),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": UITGEVER},
        "dct:accessRights": f"{_EU}/access-right/PUBLIC",
        "dcat:theme": f"{_EU}/data-theme/JUST",
        "dct:conformsTo": links.absoluut(f"data/schema/{naam}.json", site),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{m.TITELS[naam]} ({vorm.upper()})",
                **stand,
                "dcat:mediaType": mime,
                "dct:format": f"{_EU}/file-type/{vorm.upper()}",
                "dcat:accessURL": links.absoluut(f"data/{naam}.{vorm}", site),
                "dcat:downloadURL": links.absoluut(f"data/{naam}.{vorm}", site),
            }
            for vorm, mime in (("json", "application/json"), ("csv", "text/csv"))
        ],
    }


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────


def _json(waarde: object) -> bytes:
    return (json.dumps(waarde, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def als_csv(velden: list[str], rijen: list[dict[str, Any]]) -> bytes:
    """Records as CSV; lists of words joined with `|`, parts of records as JSON."""
    velden = [veld for veld in velden if not rijen or veld in rijen[0]]
    return _csv([velden, *([_cel(rij.get(veld)) for veld in velden] for rij in rijen)])


def _cel(waarde: Any) -> str:  # noqa: ANN401 - any value of JSON
    match waarde:
        case None:
            return ""
        case bool():
            return "ja" if waarde else "nee"
        case list() if all(isinstance(lid, str) for lid in waarde):
            return "|".join(waarde)
        case list() | dict():
            return json.dumps(waarde, ensure_ascii=False)
        case _:
            return str(waarde)


def _csv(rijen: Any) -> bytes:  # noqa: ANN401 - rows of cells
    buffer = io.StringIO()
    schrijver = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    schrijver.writerows([[_veilig(schoon(cel)) for cel in rij] for rij in rijen])
    return buffer.getvalue().encode("utf-8-sig", errors="replace")


def _veilig(cel: str) -> str:
    """A cell that a spreadsheet takes for text, unless it is a plain number (OWASP, CSV injection)."""
    if cel.startswith(_FORMULE) and not _is_getal(cel):
        return f"'{cel}"
    return cel


def _is_getal(cel: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cel) is not None


def _kop(reeks: m.Cijferreeks) -> list[str]:
    return [reeks.eerste_kolom, *(kolom.titel for kolom in reeks.kolommen)]
