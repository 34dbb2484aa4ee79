"""Tables beside the records: the rows of a series of figures, and how the site is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from macros.base.numbers import is_number
from macros.base.parsing import (
    ParseError,
    csv_rows,
)
from macros.records import kinds
from macros.records import models as m
from macros.records.loader.found import CIJFERS, Work, paths_of, read_text
from macros.records.loader.records import BRACES, with_braces


def fill_series(work: Work) -> set[str]:
    """Fill each series of figures from its CSV; answers the files that have a series."""
    all_series = work.records.get(m.Cijferreeks, {})
    for id_, series in all_series.items():
        path = f"{CIJFERS}/{id_}.csv"
        if not (work.root / path).exists():
            location = work.plaatsen["cijferreeksen", id_]
            work.report(location.file, location.line(), f"cijferreeks {id_!r}: het bestand {path} ontbreekt")
        elif (contents := read_text(work, path)) is not None:
            try:
                all_series[id_] = series.model_copy(update={"rijen": _series_rows(work, path, series, contents)})
            except ParseError as error:
                work.report(path, error.line, error.message)
    if "cijferreeksen" in work.unreadable:
        return set(paths_of(work.root, f"{CIJFERS}/*.csv"))
    mistyped = {id_ for collection, id_ in work.failed if collection == "cijferreeksen"}
    return {f"{CIJFERS}/{id_}.csv" for id_ in {*all_series, *mistyped}}


def _series_rows(work: Work, path: str, series: m.Cijferreeks, contents: str) -> tuple[tuple[str, ...], ...]:
    heading, rows = csv_rows(contents)
    expected = [series.eerste_kolom, *(column.id for column in series.kolommen)]
    if heading != expected:
        raise ParseError(1, f"de kop is {','.join(heading)!r}, maar hoort {','.join(expected)!r} te zijn")
    for line, (first, *cellen) in rows:
        if not first or list(with_braces(first)):
            work.report(path, line, f"de kolom {heading[0]!r}: {BRACES if first else 'deze cel is leeg'}")
        for column, cell in zip(series.kolommen, cellen, strict=True):
            if message := _cell(column, cell):
                work.report(path, line, f"de kolom {column.id!r}: {message}")
    return tuple(tuple(row) for _, row in rows)


def usage_rows(work: Work, loaded: set[str]) -> Iterator[m.Gebruik]:
    """How the site was used: rows that `kennisbank gebruik` wrote; notes which files there are."""
    for path in paths_of(work.root, kinds.GEBRUIK.files):
        loaded.add(path)
        if (contents := read_text(work, path)) is None:
            continue
        try:
            heading, rows = csv_rows(contents)
        except ParseError as error:
            work.report(path, error.line, error.message)
            continue
        for line, row in rows:
            try:
                yield m.Gebruik.model_validate(dict(zip(heading, row, strict=True)))
            except ValidationError:
                fields = ",".join(m.Gebruik.model_fields)
                work.report(path, line, f"dit is geen rij van 'kennisbank gebruik' ({fields}): {','.join(row)}")


_DUTCH_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+)")


def _cell(column: m.Kolom, cell: str) -> str:
    """What is wrong with a cell of a series of figures."""
    if list(with_braces(cell)):
        return BRACES
    if _DUTCH_NUMBER.fullmatch(cell):
        return f"{cell!r} is geen getal; schrijf duizendtallen zonder punt en decimalen met een punt, zoals 1525 of 4.0"
    if column.in_grafiek and cell and not is_number(cell):
        return f"{cell!r} is geen getal, en deze kolom staat in een grafiek"
    return ""
