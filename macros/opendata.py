"""Open data: each collection as JSON and CSV, with a catalogue in the words of DCAT and a JSON Schema.

CSV is for Dutch Excel: UTF-8 with a byte order mark, semicolons, CRLF; and no cell can start a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from macros import links
from macros import models as m
from macros.catalog import Catalog

LICENTIE = "https://creativecommons.org/licenses/by/4.0/"
_FORMULE = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")


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
    yield "data/index.json", _json(_index(catalog, site, vandaag))
    yield "data/beoordelen.json", _json(list(te_beoordelen(catalog, vandaag)))


def schema(soort: type[m.Record]) -> dict[str, Any]:
    """The JSON Schema of a collection's records, with its Dutch title."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **soort.model_json_schema(mode="serialization"),
        "title": m.TITELS[soort.verzameling],
    }


def lijstschema(soort: type[m.Record]) -> dict[str, Any]:
    """The schema of a data file: a list of records, without what the loader fills in."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": m.TITELS[soort.verzameling],
        "type": "array",
        "items": soort.model_json_schema(mode="validation"),
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


def _index(catalog: Catalog, site: str, vandaag: date) -> dict[str, Any]:
    """The catalogue, in the terms of DCAT-AP-NL."""
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Catalog",
        "dct:title": "Open data van Veiligheidsnetwerk Oost-Nederland",
        "dct:description": "Alles wat de kennisbank weet, als gegevens.",
        "dct:publisher": "Veiligheidsnetwerk Oost-Nederland",
        "dct:language": "nl",
        "dct:license": LICENTIE,
        "dct:modified": vandaag.isoformat(),
        "dcat:dataset": [_dataset(catalog, soort, site, vandaag) for soort in m.VERZAMELINGEN],
    }


def _dataset(catalog: Catalog, soort: type[m.Record], site: str, vandaag: date) -> dict[str, Any]:
    def adres(eind: str) -> str:
        return links.absoluut(f"data/{eind}", site)

    naam = soort.verzameling
    return {
        "@type": "dcat:Dataset",
        "dct:identifier": naam,
        "dct:title": m.TITELS[naam],
        "dct:description": f"{m.TITELS[naam]} in de kennisbank: {len(catalog.alle(soort))} stuks.",
        "dct:license": LICENTIE,
        "dct:modified": vandaag.isoformat(),
        "dct:conformsTo": adres(f"schema/{naam}.json"),
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dcat:mediaType": soort_, "dcat:downloadURL": adres(f"{naam}.{eind}")}
            for eind, soort_ in (("json", "application/json"), ("csv", "text/csv"))
        ],
    }


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────


def _json(waarde: object) -> bytes:
    return (json.dumps(waarde, ensure_ascii=False, indent=1) + "\n").encode()


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
    schrijver.writerows([[_veilig(cel) for cel in rij] for rij in rijen])
    return buffer.getvalue().encode("utf-8-sig")


def _veilig(cel: str) -> str:
    """A cell that a spreadsheet takes for text, unless it is a plain number (OWASP, CSV injection)."""
    if cel.startswith(_FORMULE) and not _is_getal(cel):
        return f"'{cel}"
    return cel


def _is_getal(cel: str) -> bool:
    return cel.lstrip("-").replace(".", "", 1).isdigit()


def _kop(reeks: m.Cijferreeks) -> list[str]:
    return [reeks.eerste_kolom, *(kolom.titel for kolom in reeks.kolommen)]
