"""A table as a grid in which every place is taken once, as typst wants it: cells that span columns or rows fit, and no place is empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from macros.document import nodes as n

_EMPTY = n.Cell(0, 0, ())


def squared(table: n.Table) -> tuple[int, list[list[n.Cell]], list[list[n.Cell]]]:
    """A table → how many columns it has, the cells of each row that heads it, those of each row."""
    count = max(_width(table.head), _width(table.children), 1)
    return count, _fitted(table.head, count), _fitted(table.children, count)


def _width(rows: Sequence[n.Row]) -> int:
    """How many columns the widest row takes, with what reaches into it from above."""
    widths = [0] * len(rows)
    for y, row in enumerate(rows):
        for cell in row.children:
            for below in range(y, min(y + max(cell.rows, 1), len(rows))):
                widths[below] += max(cell.columns, 1)
    return max(widths, default=0)


def _fitted(rows: Sequence[n.Row], count: int) -> list[list[n.Cell]]:
    taken: set[tuple[int, int]] = set()
    return [list(_placed(row, y, len(rows), count, taken)) for y, row in enumerate(rows)]


def _placed(row: n.Row, y: int, height: int, count: int, taken: set[tuple[int, int]]) -> Iterator[n.Cell]:
    """The cells of a row at the places that are free, and empty ones behind them."""
    waiting = list(row.children)
    x = 0
    while x < count or waiting:
        if (x, y) in taken:
            x += 1
            continue
        cell = waiting.pop(0) if waiting else _EMPTY
        free = next(
            (width for width in range(1, cell.columns) if x + width >= count or (x + width, y) in taken), cell.columns
        )
        fitted = replace(cell, columns=max(free, 1), rows=max(min(cell.rows, height - y), 1))
        taken |= {(x + right, y + down) for right in range(fitted.columns) for down in range(fitted.rows)}
        yield fitted
        x += fitted.columns
