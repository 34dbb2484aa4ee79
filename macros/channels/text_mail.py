"""A tree as a text mail: wrapped, tables in columns, links as numbers with their addresses at the foot.

What a reader would see by its form is said in words or signs that a screen reader reads out too: struck words are
`[doorgehaald: woord]` (a lone `~` tells nobody anything), a note is ` (noot 1)`, a picture `[Afbeelding: …]`, raised and lowered
figures are ² and ₂, a box is `[x]` or `[ ]`, and an alert has its title above it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, TypeAlias

from macros.base import text
from macros.document import nodes as n

WIDTH = 72
"""Columns of a text mail (RFC 3676 advises fewer than 78)."""
_NARROWEST = 20
"""Columns that are left for words, however deep a list is."""
_ENDLESS = 1_000_000
"""Columns of what is written on one line, in a cell."""
_STEP = "    "
_MOST = 100
"""Columns that one cell spans at most."""


def text_mail(blocks: Iterable[n.Block]) -> tuple[str, list[str]]:
    """The blocks as text of WIDTH columns, and the addresses that its numbers between brackets stand for.

    Raises:
        KeyError: a node that a text mail has no form for, such as a word that was not filled in.
    """
    (words,), addresses = text_parts([blocks])
    return words, addresses


def text_parts(parts: Iterable[Iterable[n.Block]]) -> tuple[list[str], list[str]]:
    """The same for the parts of one mail: its numbers go on from part to part.

    Raises:
        KeyError: as `text_mail`.
    """
    writer = _Writer()
    return [writer.blocks(blocks, WIDTH) for blocks in parts], writer.addresses


class _Writer:
    """Writes blocks as text and keeps the links for the foot."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, blocks: Iterable[n.Block], width: int, *, tight: bool = False) -> str:
        """Blocks below each other; in a tight list without space between them."""
        parts = (_BLOCKS[type(block)](self, block, width) for block in blocks)
        return ("\n" if tight else "\n\n").join(filter(None, parts))

    def paragraph(self, node: n.Paragraph, width: int) -> str:
        """Words, wrapped."""
        return self._lines(node.children, width)

    def _lines(self, inlines: Iterable[n.Inline], width: int) -> str:
        lines = self._words(inlines).split(_BREAK)
        return "\n".join(filter(None, (wrap(line, width) for line in lines)))

    def heading(self, node: n.Heading, width: int) -> str:
        """A heading with a line under it; the lower, the lighter."""
        return _underlined(self._lines(node.children, width), {1: "=", 2: "-"}.get(node.level, "."))

    def list_(self, node: n.List, width: int) -> str:
        """Points, each hanging behind its number, box or bullet."""
        points = enumerate(node.children, node.start or 0)
        parts = [
            self._point(f"{at}. " if node.start is not None else "", item, width, node.tight) for at, item in points
        ]
        return ("\n" if node.tight else "\n\n").join(parts)

    def _point(self, number: str, item: n.ListItem, width: int, tight: bool) -> str:  # noqa: FBT001 - as its list is
        mark = (number + ("" if item.done is None else "[x] " if item.done else "[ ] ")) or "- "
        return self._hanging(mark, item.children, width, tight=tight)

    def _hanging(self, mark: str, blocks: Iterable[n.Block], width: int, *, tight: bool = False) -> str:
        contents = self.blocks(blocks, max(width - len(mark), _NARROWEST), tight=tight)
        return (mark + textwrap.indent(contents, " " * len(mark))[len(mark) :]).rstrip(" ")

    def _indented(self, mark: str, blocks: Iterable[n.Block], width: int, *, tight: bool = False) -> str:
        contents = self.blocks(blocks, max(width - len(mark), _NARROWEST), tight=tight)
        return textwrap.indent(contents, mark, lambda line: bool(mark.strip() or line.strip()))

    def facts(self, node: n.Facts, width: int) -> str:
        """Names, each with its values under it."""
        parts = []
        for fact in node.children:
            parts += [self._lines(name, width) for name in fact.names]
            parts.append(self._indented(_STEP, fact.children, width, tight=True))
        return "\n".join(filter(None, parts))

    def quotation(self, node: n.Quotation, width: int) -> str:
        """Words of someone else."""
        return self._indented("> ", node.children, width)

    def alert(self, node: n.Alert, width: int) -> str:
        """An alert, under its title."""
        return f"{n.ALERT_TITLES[node.kind]}:\n{self._indented(_STEP, node.children, width)}"

    def part(self, node: n.Group, width: int) -> str:
        """What belongs together, as it is."""
        return self.blocks(node.children, width)

    def figure(self, node: n.Figure, width: int) -> str:
        """What a picture shows, with the line below it."""
        lines = (self._lines((node.image,), width), self._lines(node.caption, width))
        return "\n".join(filter(None, lines))

    def notes(self, node: n.Notes, width: int) -> str:
        """The notes, by the numbers of their marks."""
        parts = (self._hanging(f"{note.number}. ", note.children, width) for note in node.children)
        return "\n\n".join([_underlined("Noten", "."), "\n".join(parts)])

    def code(self, node: n.CodeBlock | n.RawBlock, width: int) -> str:
        """Lines as they were typed; only what is longer than the mail is wide is wrapped."""
        lines = text.clean(node.text).strip("\n").expandtabs(4).split("\n")
        fits = width - len(_STEP)
        return "\n".join(f"{_STEP}{line}".rstrip() if len(line) <= fits else wrap(line, width, _STEP) for line in lines)

    def rule(self, _: n.Rule, __: int) -> str:
        """A line between two parts."""
        return "* * *"

    def table(self, node: n.Table, width: int) -> str:
        """A table in columns, or row by row when it is too wide for that."""
        rows = (*node.head, *node.children)
        head = len(node.head) or sum(1 for _ in takewhile(_heads, node.children))
        squares = _squares(rows, self._cell)
        grid = _grid(squares, head)
        fits = all(len(line) <= width for line in grid)
        lines = "\n".join(grid) if fits else "\n\n".join(_listed(squares, head, width))
        return "\n\n".join(filter(None, [self._lines(node.caption, width), lines]))

    def _cell(self, node: n.Cell) -> str:
        """What a cell says, on one line."""
        parts: list[str] = []
        inlines: list[Any] = []
        for child in node.children:
            if type(child) in _BLOCKS:
                parts.append(_BLOCKS[type(child)](self, child, _ENDLESS))
            else:
                inlines.append(child)
        return text.one_line(" ".join([self._words(inlines), *parts]).replace(_BREAK, " "))

    # ── In a sentence ───────────────────────────────────────────────────────────────────────────────

    def _words(self, inlines: Iterable[n.Inline]) -> str:
        return "".join(_INLINES[type(inline)](self, inline) for inline in inlines)

    def letters(self, node: n.Text | n.Code | n.Term | n.RawInline) -> str:
        """Letters; a break of ours is not one that an author can type."""
        return text.clean(node.text)

    def within(self, node: n.Emphasis | n.Strong | n.Remark) -> str:
        """Words whose form a text mail has no sign for."""
        return self._words(node.children)

    def strike(self, node: n.Strike) -> str:
        """Words that no longer hold."""
        return f"[doorgehaald: {self._words(node.children)}]"

    def phrase(self, node: n.Phrase) -> str:
        """Words, and what their place or quotes say of them."""
        words = self._words(node.children)
        return f"‘{words}’" if node.kind == "q" else words.translate(_PLACES.get(node.kind, {}))

    def link(self, node: n.Link) -> str:
        """Words with the number of their address, or an address that says itself where it leads."""
        words = self._words(node.children)
        return words if _bare(words) == _bare(node.address) else f"{words}\u00a0[{self._number(node.address)}]"

    def _number(self, address: str) -> int:
        if address not in self.addresses:
            self.addresses.append(address)
        return self.addresses.index(address) + 1

    def image(self, node: n.Image) -> str:
        """What a picture shows."""
        return f"[Afbeelding: {text.one_line(node.alt)}]" if node.alt.strip() else ""

    def mark(self, node: n.NoteMark) -> str:
        """Which note belongs here, never on the next line."""
        return f"\u00a0(noot\u00a0{node.number})"

    def break_(self, _: n.Break) -> str:
        """The end of a line."""
        return _BREAK


_BREAK = "\v"
"""Where a line ends in the words of a sentence: no text can hold it (`base.text.clean`)."""
_PLACES: Mapping[str, Mapping[int, int]] = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"), "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}  # fmt: skip
_INLINES: Mapping[type, Callable[[_Writer, Any], str]] = {
    **dict.fromkeys((n.Text, n.Code, n.Term, n.RawInline), _Writer.letters),
    **dict.fromkeys((n.Emphasis, n.Strong, n.Remark), _Writer.within),
    n.Strike: _Writer.strike, n.Phrase: _Writer.phrase, n.Link: _Writer.link, n.Image: _Writer.image,
    n.NoteMark: _Writer.mark, n.Break: _Writer.break_,
}  # fmt: skip
_BLOCKS: Mapping[type, Callable[[_Writer, Any, int], str]] = {
    n.Heading: _Writer.heading, n.Paragraph: _Writer.paragraph, n.List: _Writer.list_, n.Table: _Writer.table,
    n.Quotation: _Writer.quotation, n.Alert: _Writer.alert, n.Figure: _Writer.figure, n.CodeBlock: _Writer.code,
    n.RawBlock: _Writer.code, n.Rule: _Writer.rule, n.Notes: _Writer.notes, n.Facts: _Writer.facts, n.Group: _Writer.part,
}  # fmt: skip
"""Every kind of block; an item, row, cell, note and fact is written by what it is in."""

# ── Lines ───────────────────────────────────────────────────────────────────────────────────────────────

_ADDRESS = re.compile(r"https?://|mailto:|www\.|[^\s@]@[^\s@]", re.IGNORECASE)
_SCHEME = re.compile(r"https?://|mailto:|tel:", re.IGNORECASE)


def wrap(words: str, width: int = WIDTH, indent: str = "") -> str:
    """Text wrapped; a word is only broken where it is longer than a line, an address never."""
    lines, room = [""], width - len(indent)
    for word in text.one_line(words).split(" "):
        for piece in [word] if _ADDRESS.search(word) else textwrap.wrap(word, room, break_on_hyphens=False):
            if lines[-1] and len(lines[-1]) + 1 + len(piece) <= room:
                lines[-1] += f" {piece}"
            elif lines[-1]:
                lines.append(piece)
            else:
                lines[-1] = piece
    return "\n".join(indent + line for line in lines) if lines[0] else ""


def _bare(address: str) -> str:
    """What an address and the words that name it have in common."""
    return _SCHEME.sub("", address.strip(), count=1).rstrip("/")


def _underlined(heading: str, line: str) -> str:
    return f"{heading}\n{line * max(map(len, heading.splitlines()))}" if heading else ""


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────

_Square: TypeAlias = tuple[str, n.Cell, bool]
"""What a place in a table says, of which cell it is, and whether that cell begins there."""


def _heads(row: n.Row) -> bool:
    return all(cell.header for cell in row.children)


def _squares(rows: Sequence[n.Row], write: Callable[[n.Cell], str]) -> list[list[_Square]]:
    """Every place of a table; a cell that spans columns or rows has several."""
    places: dict[tuple[int, int], _Square] = {}
    for down, row in enumerate(rows):
        across = 0
        for cell in row.children:
            while (down, across) in places:
                across += 1
            words = write(cell)
            below, beside = range(min(cell.rows or 1, len(rows) - down)), range(min(cell.columns or 1, _MOST))
            spans = [(y, x) for y in below for x in beside]
            places |= {(down + y, across + x): (words, cell, x == y == 0) for y, x in spans}
    count = max((across + 1 for _, across in places), default=0)
    nothing = ("", n.Cell(0, 0, ()), True)
    return [[places.get((down, across), nothing) for across in range(count)] for down in range(len(rows))]


def _grid(rows: Sequence[Sequence[_Square]], head: int) -> list[str]:
    """Rows in columns of their own width, a line under those that head the columns."""
    full = [[(words if begins else "", cell) for words, cell, begins in row] for row in rows]
    widths = [max(len(words) for words, _ in column) for column in zip(*full, strict=True)]
    lines = ["  ".join(_aligned(*square, width) for square, width in zip(row, widths, strict=True)) for row in full]
    lines[head:head] = ["  ".join("-" * width for width in widths)] if head else []
    return [line.rstrip(" ") for line in lines]


def _aligned(words: str, cell: n.Cell, width: int) -> str:
    if cell.align == "right":
        return words.rjust(width)
    return words.center(width) if cell.align == "center" else words.ljust(width)


def _listed(rows: Sequence[Sequence[_Square]], head: int, width: int) -> Iterator[str]:
    """A table that is too wide: each row as a list of heading and value, with a dash in a column that holds nothing but its heading."""
    columns = zip(*rows[:head], strict=True) if head else [()] * max(map(len, rows), default=0)
    headings = [" ".join(dict.fromkeys(words for words, *_ in column if words)) for column in columns]
    body = rows[head:] or [[("", cell, True) for _, cell, _ in row] for row in rows[:1]]
    bare = [
        heading and not any(words for words, *_ in column)
        for heading, column in zip(headings, zip(*body, strict=True), strict=True)
    ]
    for row in body:
        said: dict[int, tuple[str, list[str]]] = {}
        for heading, empty, (words, cell, _) in zip(headings, bare, row, strict=True):
            said.setdefault(id(cell), (words or "–" * bool(empty), []))[1].append(heading)
        pairs = [(", ".join(filter(None, heads)), words) for words, heads in said.values() if words]
        yield "\n".join(wrap(f"{heading}: {words}" if heading else words, width) for heading, words in pairs)
