"""What the template draws of a report: blocks → data for `report.typ`, each a dict with a `kind` that the template knows.

Every text in it is printable. A kind of block that is not known here raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from macros.base.text import printable
from macros.channels.reports.blocks import Block, Chart, Column, ReportRow, ReportTable
from macros.channels.reports.grid import squared
from macros.channels.reports.sentences import Drawn, letters, runs, word
from macros.channels.typeset import printable_lines
from macros.document import nodes as n

MAX_DEPTH = 6
"""So many blocks may stand in one another; typst gives up at 9 (measured). What is deeper stands at this depth."""
_LONG = 1500
"""So many letters are too many for what stays together on a page, and so are so many rows."""
_MANY = 10
_ACROSS = 84
"""So many letters of a table stand on a line across the page."""


def blocks(tree: Iterable[Block]) -> list[Drawn]:
    """The blocks of a report.

    Headings begin at 1, as a page's second level is a section of the report, and never skip a level.

    Raises:
        TypeError: a kind of node that a report does not know, or a word that nothing was put in place of.
    """
    return [drawn for block in _without_skips(_flat(tree)) for drawn in _block(block, 0)]


def _flat(tree: Iterable[Block]) -> Iterator[Block]:
    """The same with what is in a part in its place."""
    for block in tree:
        if isinstance(block, n.Group) and not block.beside:
            yield from _flat(block.children)
        else:
            yield block


def _without_skips(tree: Iterable[Block]) -> Iterator[Block]:
    previous = 0
    for block in tree:
        if isinstance(block, n.Heading):
            level = min(max(block.level - 1, 1), previous + 1)
            previous = level if runs(block.children) else previous
            yield replace(block, level=level)
        else:
            yield block


def _block(block: Block, depth: int) -> Iterator[Drawn]:
    if (draw := _BLOCKS.get(type(block))) is None:
        message = f"a report does not know {type(block).__name__}"
        raise TypeError(message)
    if depth > MAX_DEPTH and type(block) in _NESTING:
        yield from _flattened(block, depth)
    else:
        yield from draw(block, depth)


def _flattened(block: Any, depth: int) -> Iterator[Drawn]:  # noqa: ANN401 - a node that nests
    """What is in a block, without the block."""
    for in_sentence, group in groupby(n.below(block), lambda node: type(node) in n.INLINES):
        children: tuple[Any, ...] = tuple(group)
        yield from _inner((n.Paragraph(0, 0, children),) if in_sentence else children, depth)


def _inner(children: Iterable[n.Block], depth: int) -> list[Drawn]:
    """Blocks in a block. A heading among them is a line that stands out: it is not one of the report's own."""
    shown = (
        n.Paragraph(child.line, child.column, (n.Strong(child.line, child.column, child.children),))
        if isinstance(child, n.Heading) else child
        for child in children
    )  # fmt: skip
    return [drawn for child in shown for drawn in _block(child, depth + 1)]


def _heading(node: n.Heading, _: int) -> Iterator[Drawn]:
    if words := runs(node.children):
        yield {"kind": "heading", "level": node.level, "text": words}


def _paragraph(node: n.Paragraph, _: int) -> Iterator[Drawn]:
    if words := runs(node.children):
        yield {"kind": "paragraph", "text": words, "letters": letters(words)}


def _list(node: n.List, depth: int) -> Iterator[Drawn]:
    items = [_item(item, depth) for item in node.children]
    yield {"kind": "list", "start": node.start, "items": items}


def _item(node: n.ListItem, depth: int) -> list[Drawn]:
    """The blocks of a point; whether it is done stands before its first words."""
    children = node.children
    if node.done is not None:
        box = n.Text(node.line, node.column, "☑ " if node.done else "☐ ")
        first = children[0] if children and isinstance(children[0], n.Paragraph) else None
        head = n.Paragraph(node.line, node.column, (box, *first.children) if first else (box,))
        children = (head, *children[1:]) if first else (head, *children)
    return _inner(children, depth)


def _table(node: n.Table, depth: int) -> Iterator[Drawn]:
    count, head, rows = squared(node)
    drawn = [_row("plain", row, depth) for row in rows]
    yield _whole_table(runs(node.caption), [0] * count, [_row("plain", row, depth)["cells"] for row in head], drawn)


def _row(form: str, cells: Iterable[n.Cell], depth: int) -> Drawn:
    drawn = [_cell(cell, depth) for cell in cells]
    return {"form": form, "cells": drawn, "long": any(cell["letters"] > _LONG for cell in drawn)}


def _cell(node: n.Cell, depth: int) -> Drawn:
    """A cell: a sentence in it is a paragraph."""
    blocks_: Iterable[Any] = node.children
    if node.children and type(node.children[0]) in n.INLINES:
        blocks_ = (n.Paragraph(node.line, node.column, node.children),)  # type: ignore[arg-type]
    words = n.text_of(node.children)
    return {
        "blocks": _inner(blocks_, depth), "align": node.align, "columns": node.columns, "rows": node.rows, "letters": len(words),
        "bar": None, "hyphenate": max(map(len, words.split()), default=0),
    }  # fmt: skip


def _whole_table(caption: list[Drawn], shares: list[int], head: list[list[Drawn]], rows: list[Drawn]) -> Drawn:
    """A table; a short one stays on one page, and a share of 0 is as wide as what stands in it.

    Only words that are longer than their column is wide may be broken, as a broken word is found by no search.
    """
    length = sum(cell["letters"] for row in rows for cell in row["cells"])
    together = sum(shares)
    for cells in (*head, *(row["cells"] for row in rows)):
        for share, cell in zip(shares, cells, strict=False):
            width = share / together if together else 1 / len(shares)
            cell["hyphenate"] = cell["hyphenate"] > _ACROSS * width * cell["columns"]
    return {
        "kind": "table", "caption": caption, "shares": shares, "head": head, "rows": rows,
        "short": len(rows) <= _MANY and length < _LONG,
    }  # fmt: skip


def _report_table(table: ReportTable, depth: int) -> Iterator[Drawn]:
    head = [_cell(_as_cell((column.head,), column), depth) for column in table.columns]
    largest = max((row.amount for row in table.rows), default=Decimal())
    rows = [_report_row(row, table.columns, largest, depth) for row in table.rows]
    yield _whole_table(runs(table.caption), [column.share for column in table.columns], [head], rows)


def _report_row(row: ReportRow, columns: Sequence[Column], largest: Decimal, depth: int) -> Drawn:
    cells = [_as_cell(cell, column) for cell, column in zip(row.cells, columns, strict=False)]
    if row.form == "group":
        cells = [replace(cells[0], columns=len(columns))]
    drawn = _row(row.form, cells, depth)
    for cell, column in zip(drawn["cells"], columns, strict=False):
        if column.bars and largest:
            cell["bar"] = float(max(row.amount, Decimal()) / largest)
    return drawn


def _as_cell(sentences: Iterable[tuple[n.Inline, ...]], column: Column) -> n.Cell:
    paragraphs = tuple(n.Paragraph(0, 0, words) for words in sentences)
    return n.Cell(0, 0, paragraphs, align="right" if column.numeral else "left")


def _quotation(node: n.Quotation, depth: int) -> Iterator[Drawn]:
    yield {"kind": "quotation", "blocks": _inner(node.children, depth)}


def _alert(node: n.Alert, depth: int) -> Iterator[Drawn]:
    blocks_ = _inner(node.children, depth)
    whole = len(n.text_of(node.children)) < _LONG
    yield {"kind": "alert", "tone": node.kind, "title": n.ALERT_TITLES[node.kind], "blocks": blocks_, "whole": whole}


def _figure(node: n.Figure, _: int) -> Iterator[Drawn]:
    """A picture that is not there itself: what it shows, and the line below it."""
    shown = n.Text(node.line, node.column, f"Afbeelding: {node.image.alt}") if node.image.alt else None
    link = n.Link(0, 0, node.image.address, (shown,)) if shown else None
    yield {"kind": "figure", "text": runs((link,) if link else ()), "caption": runs(node.caption)}


def _code_block(node: n.CodeBlock | n.RawBlock, _: int) -> Iterator[Drawn]:
    yield {"kind": "code", "text": printable_lines(node.text)}


def _rule(_node: n.Rule, _: int) -> Iterator[Drawn]:
    yield {"kind": "rule"}


def _notes(node: n.Notes, depth: int) -> Iterator[Drawn]:
    """The notes, under a word that says so."""
    notes = [{"number": note.number, "blocks": _inner(note.children, depth)} for note in node.children]
    if notes:
        yield {"kind": "notes", "title": "Noten" if len(notes) > 1 else "Noot", "notes": notes}


def _facts(node: n.Facts, depth: int) -> Iterator[Drawn]:
    facts = [
        {"names": [runs(name) for name in fact.names], "blocks": _inner(fact.children, depth)} for fact in node.children
    ]
    if facts:
        yield {"kind": "facts", "facts": facts, "whole": len(n.text_of(node.children)) < _LONG}


def _part(node: n.Group, depth: int) -> Iterator[Drawn]:
    if node.beside:
        yield {"kind": "beside", "blocks": _inner(node.children, depth)}
    else:
        yield from _inner(node.children, depth)


def _chart(chart: Chart, _: int) -> Iterator[Drawn]:
    svg, alt = printable(chart.svg), printable(chart.alt)
    yield {"kind": "chart", "svg": svg, "alt": alt, "caption": runs(chart.caption)}


def _alone(whole: Callable[[Any], n.Block]) -> Callable[[Any, int], Iterator[Drawn]]:
    """What draws a part of a block that stands alone: as the block that it is a part of."""
    return lambda node, depth: _block(whole(node), depth)


_BLOCKS: Mapping[type, Callable[[Any, int], Iterator[Drawn]]] = {
    n.Heading: _heading, n.Paragraph: _paragraph, n.List: _list, n.Table: _table, n.Quotation: _quotation, n.Alert: _alert,
    n.Figure: _figure, n.CodeBlock: _code_block, n.RawBlock: _code_block, n.Rule: _rule, n.Notes: _notes, n.Facts: _facts,
    n.Group: _part, n.Word: word, ReportTable: _report_table, Chart: _chart,
    n.ListItem: _alone(lambda node: n.List(0, 0, None, True, (node,))),  # noqa: FBT003
    n.Cell: _alone(lambda node: n.Table(0, 0, (), (), (n.Row(0, 0, (node,)),))),
    n.Row: _alone(lambda node: n.Table(0, 0, (), (), (node,))),
    n.Note: _alone(lambda node: n.Notes(0, 0, (node,))),
    n.Fact: _alone(lambda node: n.Facts(0, 0, (node,))),
}  # fmt: skip
_NESTING = frozenset(
    {n.List, n.ListItem, n.Table, n.Row, n.Cell, n.Quotation, n.Alert, n.Notes, n.Note, n.Facts, n.Fact, n.Group}
)
"""What holds blocks."""
