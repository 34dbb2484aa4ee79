"""A CSV in the way in which it was typed: its columns in their order, its cells with the quotation marks that they had."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from macros.base import sheets
from macros.writing.matching import NotTheSameError, matched

_CELL = re.compile(r'("(?:[^"]|"")*"|[^,\n]*)(?:,|$)')


def tidied(was: str, now: str) -> str:
    """What a CSV says `now`, in the way in which it was typed.

    Raises:
        ParseError: it cannot be read.
        NotTheSameError: it would say something else.
    """
    (old_names, old_rows), (new_names, new_rows) = sheets.rows(was), sheets.rows(_with_commas(now))
    names = [name for name in old_names if name in new_names] + [name for name in new_names if name not in old_names]
    old = [dict(zip(old_names, row, strict=True)) for _, row in old_rows]
    new = [dict(zip(new_names, row, strict=True)) for _, row in new_rows]
    if old == new and {*old_names} == {*new_names}:
        return was
    lines = was.split("\n")
    starts = [line - 1 for line, _ in old_rows]
    typed = [
        "\n".join(lines[start:end]).rstrip("\n") for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    heading = "\n".join(lines[: starts[0]])
    made = [heading if names == old_names else _line(names)]
    for row, number in zip(new, matched(old, new), strict=True):
        if number is not None and row == old[number] and names == old_names:
            made.append(typed[number])
        else:
            made.append(_row(names, row, old_names, old[number] if number is not None else {}, typed[number or 0]))
    text = "\n".join(made) + was[len(was.rstrip("\n")) :]
    if [dict(zip(names, row, strict=True)) for _, row in sheets.rows(text)[1]] != new:
        raise NotTheSameError("de oude vorm kan niet worden teruggezet zonder dat er iets anders komt te staan")
    return text


def _with_commas(text: str) -> str:
    """A table as a spreadsheet with Dutch settings writes it, with commas between its cells and without empty rows."""
    lines = text.removeprefix("sep=;\n").split("\n")
    sign = next((sign for sign in ";\t" if sign in lines[0] and "," not in lines[0]), ",")
    try:
        rows = [*csv.reader(io.StringIO("\n".join(lines)), delimiter=sign, strict=True)]
    except csv.Error:
        return text  # its reader says what is wrong
    if sign == "," and all(any(row) for row in rows):
        return text
    return "\n".join(_line(row) for row in rows if any(row)) + "\n"


def _row(names: Sequence[str], new: dict[str, str], old_names: Sequence[str], old: dict[str, str], typed: str) -> str:
    cells = _CELL.findall(typed)[: len(old_names)] if old else []
    known = dict(zip(old_names, cells, strict=False))
    return ",".join(known[name] if name in known and old[name] == new[name] else _line([new[name]]) for name in names)


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(
        [*cells, ""]
    )  # a last cell: one that is empty by itself gets quotation marks
    return out.getvalue()[:-2]
