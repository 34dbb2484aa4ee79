"""What a report is made of: the nodes of a page, and what only a report has, which are tables with sums and charts.

They are plain data. `drawing` says what the template is to draw of them; nothing in them is ever read as source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from macros.document import nodes as n

Sentence: TypeAlias = tuple[n.Inline, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds numbers, drawn as bars or not."""

    head: Sentence
    share: int = 1
    numeral: bool = False
    bars: bool = False


RowForm = Literal["plain", "group", "total", "computed", "difference"]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row; a `group` has one cell and heads the rows below it. A cell is a list of paragraphs.

    In a column of bars it has one as long as its `amount` is beside the largest.
    """

    cells: tuple[tuple[Sentence, ...], ...]
    form: RowForm = "plain"
    amount: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table that may run over pages."""

    caption: Sentence
    columns: tuple[Column, ...]
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, what it shows for who cannot see it, and the line below it."""

    svg: str
    alt: str
    caption: Sentence


Block: TypeAlias = n.Block | ReportTable | Chart

# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


def text(*pieces: str | n.Inline) -> Sentence:
    """A sentence from words and other inlines; empty words go."""
    return tuple(n.Text(0, 0, piece) if isinstance(piece, str) else piece for piece in pieces if piece)


def bold(words: str) -> n.Strong:
    """Words that matter."""
    return n.Strong(0, 0, text(words))


def soft(words: str) -> n.Remark:
    """Words that stand back: what we say about a source, not what it says itself."""
    return n.Remark(0, 0, text(words))


# ── On lines of their own ───────────────────────────────────────────────────────────────────────────────


def heading(level: int, words: str) -> n.Heading:
    """A heading; 1 begins a chapter, as a heading of level 2 does on a page."""
    return n.Heading(0, 0, level + 1, "", text(words))


def paragraph(*pieces: str | n.Inline) -> n.Paragraph:
    """A paragraph from words and other inlines."""
    return n.Paragraph(0, 0, text(*pieces))


def beside(*pieces: str | n.Inline) -> n.Group:
    """A line that stands back, such as one that says of which day and source something is."""
    return n.Group(0, 0, (paragraph(*pieces),), beside=True)


def bullets(lines: Iterable[str | Sequence[Sentence]]) -> n.List:
    """Lines as a list with bullets; each words, or several paragraphs."""
    items = (tuple(n.Paragraph(0, 0, words) for words in _paragraphs(line)) for line in lines)
    return n.List(0, 0, None, True, tuple(n.ListItem(0, 0, item) for item in items))  # noqa: FBT003


def row(*cells: str | Sequence[Sentence], form: RowForm = "plain", amount: Decimal | int = 0) -> ReportRow:
    """A row from cells: words, or several paragraphs."""
    return ReportRow(tuple(map(_paragraphs, cells)), form, Decimal(amount))


def _paragraphs(cell: str | Sequence[Sentence]) -> tuple[Sentence, ...]:
    return (text(cell),) if isinstance(cell, str) else tuple(cell)


def facts(values: Mapping[str, str]) -> n.Facts:
    """Names with their values."""
    return n.Facts(0, 0, tuple(n.Fact(0, 0, (text(name),), (paragraph(value),)) for name, value in values.items()))
