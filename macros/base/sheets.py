"""Tables with positions: CSV read into rows that know where they stood."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from macros.base.parsing import MAX_FIELDS, MAX_ROWS, ParseError


def rows(contents: str, most: int = MAX_ROWS) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heading and the rows of a CSV (comma, double quotes), each row with the line at which it begins.

    Args:
        contents: the text of the file.
        most: how many rows it may have.

    Raises:
        ParseError: a quote that is not closed, an empty or double heading, no rows, a row with more or fewer cells
            than the heading: all of them signs that columns have shifted.
    """
    (header_line, heading), *below = _lines(contents, most)
    _check_heading(header_line, heading)
    if not below:
        raise ParseError(header_line, "deze tabel heeft een kop, maar geen rijen")
    for line, row in below:
        if len(row) != len(heading):
            raise ParseError(
                line,
                f"deze rij heeft {len(row)} cellen, maar de kop heeft er {len(heading)}; er is een kolom verschoven",
            )
    return heading, below


def _lines(contents: str, most: int) -> list[tuple[int, list[str]]]:
    """All rows that are not blank, with the line at which they begin."""
    reader = csv.reader(io.StringIO(contents), strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            cellen = [cell.strip() for cell in row]
            if cellen not in ([], [""]):
                found.append((start, cellen))
            if len(found) > most + 1 or start > 2 * most:
                raise ParseError(start, f"deze tabel heeft te veel rijen; hoogstens {most}; {_SUMMARISE}")
            start = reader.line_num + 1
    except csv.Error:
        raise ParseError(start, "een aanhalingsteken klopt hier niet (CSV)") from None
    if not found:
        raise ParseError(1, "deze tabel heeft geen kop en geen rijen")
    return found


_SUMMARISE = "een pagina toont geen tabel van die lengte; tel op per jaar of gebied, of haal lege rijen weg"


def _check_heading(line: int, heading: Sequence[str]) -> None:
    if len(heading) == 1 and (";" in heading[0] or "\t" in heading[0]):
        raise ParseError(line, "de kolommen zijn met puntkomma's of tabs gescheiden; gebruik komma's")
    if heading[0].startswith("#"):
        raise ParseError(line, "een tabel begint met de kop en kent geen regels met #; haal deze regel weg")
    if len(heading) > MAX_FIELDS:
        raise ParseError(line, f"deze tabel heeft te veel kolommen ({len(heading)}); hoogstens {MAX_FIELDS}")
    if not all(heading):
        raise ParseError(line, "een kolom in de kop heeft geen naam")
    if double := next((name for name in heading if heading.count(name) > 1), None):
        raise ParseError(line, f"de kolom {double!r} staat twee keer in de kop")
