"""Open data: each collection as JSON with a JSON Schema, and every table as CSV; what describes them is in `data_index`.

CSV is for spreadsheets with Dutch settings: UTF-8 with a byte order mark, semicolons, decimal commas, CRLF; no cell can
start a formula. All names of columns but the first stand between quotation marks, by which programs that guess see that
the first row is a heading and what parts its cells.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

from macros.base.numbers import is_number
from macros.base.text import clean
from macros.channels import data_index
from macros.channels.data_index import Sheet
from macros.records import models as m
from macros.records.catalog import Catalog

_FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""What a formula can begin with, in their full-width forms as well."""


def files(catalog: Catalog, *, site: str, today: date) -> Iterator[tuple[str, bytes]]:
    """Everything under `data/`: path and bytes."""
    tables = []
    for model in catalog.collections:
        name, gone = model.kind.collection, catalog.without_use(model)
        records = [record.model_dump(mode="json", exclude={*gone}) for record in catalog.listed(model)]
        tables.append(_table(f"{name}.csv", model, records, gone))
        yield f"data/{name}.json", _json(records)
        yield f"data/schema/{name}.json", _json(schema(model, gone))
    usage = [row.model_dump(mode="json") for row in catalog.gebruik]
    tables += [*map(_series, catalog.all_of(m.Cijferreeks)), _table("gebruik.csv", m.Gebruik, usage)]
    for table in tables:
        yield f"data/{table.path}", as_csv([field["name"] for field in table.fields], table.rows)
    yield "data/index.json", _json(data_index.catalogue(catalog, site, today))
    yield "data/datapackage.json", _json(data_index.package(catalog.netwerk, tables, site))
    yield "data/beoordelen.json", _json(list(due_for_review(catalog, today)))


def schema(model: type[m.Record], gone: Collection[str] = ()) -> dict[str, Any]:
    """The JSON Schema of what is published of a collection; `gone`: the fields that are not."""
    list_ = _list_schema(model, "serialization")
    one = list_["items"]
    one["properties"] = {name: part for name, part in one["properties"].items() if name not in gone}
    one["required"] = [name for name in one["required"] if name not in gone]
    return list_


def file_schema(model: type[m.Record]) -> dict[str, Any]:
    """The JSON Schema of a data file as it is typed: a list of records, or the one that stands alone."""
    list_ = _list_schema(model, "validation")
    if not model.kind.alone:
        return list_
    shared = {name: list_[name] for name in ("$schema", "$defs")}
    return {**shared, **list_["items"], "title": model.kind.titel}


def _list_schema(model: type[m.Record], side: Literal["serialization", "validation"]) -> dict[str, Any]:
    """A list of records; what they share stands at the top, where `#/$defs/…` looks for it."""
    one = _pydantics(model, side)
    list_: dict[str, Any] = _min_items_for_lists({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": model.kind.titel,
        "type": "array",
        "$defs": one.get("$defs", {}),
        "items": {name: part for name, part in one.items() if name != "$defs"},
    })  # fmt: skip
    return list_


@cache
def _pydantics(model: type[m.Record | m.Gebruik], side: Literal["serialization", "validation"]) -> dict[str, Any]:
    """What pydantic says of a class, in which nothing may be changed; it works that out in full each time that it is asked."""
    return model.model_json_schema(mode=side)


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


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────


def _series(series: m.Cijferreeks) -> Sheet:
    names = [series.eerste_kolom, *(column.titel for column in series.kolommen)]
    columns = zip(*series.rijen, strict=True) if series.rijen else [()] * len(names)
    fields = [data_index.figures(_column(name), cells) for name, cells in zip(names, columns, strict=True)]
    rows = [[decimal_comma(cell) for cell in row] for row in series.rijen]
    return Sheet(f"cijfers/{series.id}.csv", series.titel, fields, rows)


def _table(
    path: str, model: type[m.Record | m.Gebruik], records: Sequence[dict[str, Any]], gone: Collection[str] = ()
) -> Sheet:
    properties = _pydantics(model, "serialization")["properties"]
    fields = [
        data_index.column(name, model, properties[name])
        for name in model.model_fields
        if name in properties and name not in gone
    ]
    rows = [[_cell(record[field["name"]]) for field in fields] for record in records]
    return Sheet(path, model.kind.titel, fields, rows)


def _column(name: str) -> str:
    """The name of a column; a bare year is a number to programs, and its row then no heading."""
    return f"In {name}" if re.fullmatch(r"\d{4}", name) else name


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def as_csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV."""
    buffer = io.StringIO()
    first, *others = map(_safe, names)
    csv.writer(buffer, delimiter=";", lineterminator="").writerow([first])
    buffer.write(";" if others else "\r\n")
    if others:
        csv.writer(buffer, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow(others)
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(map(_safe, row) for row in rows)
    return buffer.getvalue().encode("utf-8-sig", errors="replace")


def _cell(value: Any) -> str:  # noqa: ANN401 - any value of JSON
    """A value of a record; lists of words joined with `|`, parts of records as JSON."""
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


def decimal_comma(cell: str) -> str:
    """A figure as a Dutch spreadsheet reads it: `4.0` → `4,0`; no text, in which a point is a point."""
    return cell.replace(".", ",") if is_number(cell) else cell


def _safe(cell: str) -> str:
    """A cell that a spreadsheet takes for text, unless it is a plain number (OWASP, CSV injection)."""
    cell = clean(cell)
    if cell.startswith(_FORMULA) and not is_number(cell.replace(",", ".", 1)):
        return f"'{cell}"
    return cell
