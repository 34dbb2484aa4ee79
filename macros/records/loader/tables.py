"""Tables beside the records: the rows of a series of figures, and how the site is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from macros.base import sheets
from macros.base.numbers import is_number
from macros.base.parsing import ParseError
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
    heading, rows = sheets.rows(contents)
    expected = [series.eerste_kolom, *(column.id for column in series.kolommen)]
    if heading != expected:
        raise ParseError(1, f"de kop is {','.join(heading)!r}, maar hoort {','.join(expected)!r} te zijn")
    figures = [_is_figures(place, [row for _, row in rows]) for place in range(1, len(heading))]
    for line, (first, *cellen) in rows:
        if message := _refused(first) if first else "deze cel is leeg":
            work.report(path, line, f"de kolom {heading[0]!r}: {message}")
        for column, cell, numeric in zip(series.kolommen, cellen, figures, strict=True):
            if message := _cell(column, cell, figures=numeric):
                work.report(path, line, f"de kolom {column.id!r}: {message}")
    return tuple(tuple(row) for _, row in rows)


_A_MONTH = 31 * 1000
"""Rows of a month in which a thousand pages are read every day; no one types them."""


def usage_rows(work: Work, loaded: set[str]) -> Iterator[m.Gebruik]:
    """How the site was used: rows that `kennisbank gebruik` wrote; notes which files there are."""
    for path in paths_of(work.root, kinds.GEBRUIK.files):
        loaded.add(path)
        if (contents := read_text(work, path)) is None:
            continue
        try:
            heading, rows = sheets.rows(contents, _A_MONTH)
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


_NO_CELL = "laat de cel leeg als er geen cijfer is"
_SHEET = (
    (re.compile(r"#(?:[A-Z]+/0!|N/[AB]|[A-Z]+[!?]|#+)|Err:\d+", re.IGNORECASE), f"is een fout van een rekenprogramma; schrijf het getal, of {_NO_CELL}"),
    (re.compile(r"=.*"), f"is een formule; schrijf wat zij oplevert, of {_NO_CELL}"),
    (
        re.compile(r"\d{1,2}-(?:jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec|mar|may|oct)\.?(?:-\d{2,4})?", re.IGNORECASE),
        "is een datum, zoals een rekenprogramma die van cijfers maakt; schrijf wat er stond, zoals 2-3 of 2.3",
    ),
)  # fmt: skip
"""What a spreadsheet leaves in a cell, and no one types."""
_SPACED = re.compile(r"-?\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?")
_FIGURE_LIKE = re.compile(
    r"[+€$~(]?\s*[-−–]?\s*(?:\d[\d.,_]*|\d[\d.,]*E[+-]?\d+)\s*[%€)-]?|[a-z]{3,4}-\d{2}", re.IGNORECASE
)


def _refused(cell: str) -> str:
    """What is wrong with a cell in any column."""
    if list(with_braces(cell)):
        return BRACES
    return next((f"{cell!r} {message}" for form, message in _SHEET if form.fullmatch(cell)), "")


def _is_figures(place: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether most of what stands in a column is a number."""
    filled = [row[place] for row in rows if row[place]]
    return 2 * sum(map(is_number, filled)) > len(filled)


def _cell(column: m.Kolom, cell: str, *, figures: bool) -> str:
    """What is wrong with a cell of a series of figures; `figures` says that its column holds numbers."""
    if message := _refused(cell):
        return message
    if cell and not re.search(r"\w", cell):
        return f"{cell!r} is geen getal; {_NO_CELL}"
    if _DUTCH_NUMBER.fullmatch(cell) or _SPACED.fullmatch(cell):
        return f"{cell!r} is geen getal; schrijf duizendtallen zonder punt of spatie en decimalen met een punt, zoals 1525 of 4.0"
    if figures and not is_number(cell) and _FIGURE_LIKE.fullmatch(cell):
        return f"{cell!r} is geen getal; schrijf alleen cijfers, zoals 1525 of 4.0, en de eenheid bij de kolom"
    if column.in_grafiek and cell and not is_number(cell):
        return f"{cell!r} is geen getal, en deze kolom staat in een grafiek"
    return ""
