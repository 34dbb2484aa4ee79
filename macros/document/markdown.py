"""Markdown → the tree of a page. The one reader of what people write, and the only module that knows comrak.

The dialect is what GitHub's editor previews: GitHub Flavored Markdown with tables, strikes, boxes, bare addresses, notes and
alerts. What comrak 0.2.8 says of places was measured, and is put right here: below a definition of an address that has
no empty line under it they are lines too early, and behind an escaped pipe in a table a column too far to the left.
tests/document/ holds it to the examples of the specification.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile, zip_longest
from typing import Any

import comrak

from macros.document import nodes as n

Resolve = Callable[[str], str]
"""An address as it was typed → as the tree is to have it."""

BLOCK, LINE, END = "\ue000", "\ue001", "\ue002"
"""Around the key of a word: how one begins that is a block, how one that stands in a sentence, and how both end. Letters
of the private use area, which no one may type (`review.characters`): Markdown takes them for letters like any other."""
SEAM = "0"
"""The key that stands where the prose of a page ends and its standing parts begin (overrides/pages/_seam.md)."""


def placeholder(key: str, *, block: bool = True) -> str:
    """What stands in Markdown for a word; `key` is of small letters, digits, `-` and `/`."""
    return f"{BLOCK if block else LINE}{key}{END}"


def read(text: str, resolve: Resolve = str) -> tuple[n.Block, ...]:
    """A page as a tree; its notes come last, or where its standing parts begin."""
    root = comrak.parse_document(text, _EXTENSIONS, _PARSING)
    reader = _Reader(text, resolve)
    blocks = reader.blocks(root.children)
    return reader.with_notes(blocks)


_EXTENSIONS = comrak.ExtensionOptions(
    strikethrough=True, table=True, autolink=True, tasklist=True, footnotes=True, alerts=True
)
_PARSING = comrak.ParseOptions(leave_footnote_definitions=True, sourcepos_chars=True)
_ALIGN: dict[str, n.Align] = {"None_": "", "Left": "left", "Center": "center", "Right": "right"}
_WORD = re.compile(f"([{BLOCK}{LINE}])([a-z0-9/-]+){END}")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*\S")
_PIPE = re.compile(r"\\\|")
_CAPTION = "Tabel: "
"""How the line right above a table begins that says what it is called."""


class _Reader:
    """Makes our nodes of comrak's; holds what a page counts: its anchors and its notes."""

    def __init__(self, text: str, resolve: Resolve) -> None:
        self.lines = text.split("\n")
        self.resolve = resolve
        self.anchors: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.times: dict[str, int] = {}
        self.notes: list[tuple[int, int, str, tuple[n.Block, ...]]] = []
        self.shift = 0
        """How many lines comrak is too early in the paragraph that is read."""
        self.pipes: list[int] = []
        """Where pipes are escaped in the cell that is read, and from there on."""

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, children: Iterable[Any]) -> tuple[n.Block, ...]:
        """The blocks in a block; a line that names a table becomes its caption."""
        found: list[n.Block] = []
        for child in children:
            for block in _BLOCKS[type(child.node_value).__name__](self, child):
                if isinstance(block, n.Table) and found and (caption := _caption(found[-1], block)):
                    found[-1] = n.Table(block.line, block.column, caption, block.head, block.children)
                else:
                    found.append(block)
        return tuple(found)

    def paragraph(self, node: Any) -> Iterator[n.Block]:
        """A paragraph; a word that is a block stands apart, and so does a picture with a title."""
        start = node.sourcepos.start
        self.shift = self._definitions(start.line) if self.lines[start.line - 1].lstrip().startswith("[") else 0
        inlines = self.inlines(node.children)
        self.shift = 0
        if len(inlines) == 1 and isinstance(image := inlines[0], n.Image) and image.title:
            caption = (n.Text(image.line, image.column, image.title),)
            yield n.Figure(image.line, image.column, image, caption)
            return
        if not any(isinstance(inline, n.Word) and inline.block for inline in inlines):
            yield n.Paragraph(start.line, start.column, inlines)
            return
        piece: list[n.Inline] = []
        for inline in (*inlines, None):
            if inline is not None and not (isinstance(inline, n.Word) and inline.block):
                piece.append(inline)
                continue
            if trimmed := n.trimmed(piece):
                yield n.Paragraph(trimmed[0].line, trimmed[0].column, trimmed)
            piece = []
            if inline is not None:
                yield inline

    def _definitions(self, line: int) -> int:
        """How many lines at the start of a paragraph define addresses."""
        return sum(1 for _ in takewhile(_DEFINITION.match, self.lines[line - 1 :]))

    def heading(self, node: Any) -> Iterator[n.Block]:
        """A heading with the anchor that Python-Markdown would give it."""
        inlines, start = self.inlines(node.children), node.sourcepos.start
        anchor = _unique(slug(_without_pictures(inlines)), self.anchors)
        yield n.Heading(start.line, start.column, node.node_value.value.level, anchor, inlines)

    def list_(self, node: Any) -> Iterator[n.Block]:
        """A list; whether its points have boxes is each point's own."""
        value, start = node.node_value.value, node.sourcepos.start
        ordered = value.list_type == comrak.ListType.Ordered
        items = tuple(self._item(child) for child in node.children)
        yield n.List(start.line, start.column, value.start if ordered else None, value.tight, items)

    def _item(self, node: Any) -> n.Item:
        start, value = node.sourcepos.start, node.node_value.value
        done = value.symbol is not None if type(value).__name__ == "NodeTaskItem" else None
        return n.Item(start.line, start.column, self.blocks(node.children), done)

    def table(self, node: Any) -> Iterator[n.Block]:
        """A table; its first column heads the rows when it tells them apart."""
        aligns = [_ALIGN[_name(align)] for align in node.node_value.value.alignments]
        rows = [self._row(row, aligns) for row in node.children]
        first = [n.text_of(row.children[0].children).strip() for row in rows[1:] if row.children]
        if len(aligns) > 1 and all(first) and len({*first}) == len(first):
            rows[1:] = [_headed(row) for row in rows[1:]]
        start = node.sourcepos.start
        yield n.Table(start.line, start.column, (), tuple(rows[:1]), tuple(rows[1:]))

    def _row(self, node: Any, aligns: Sequence[n.Align]) -> n.Row:
        start, header = node.sourcepos.start, node.node_value.value
        cells = [self._cell(*pair, header=header) for pair in zip(node.children, aligns, strict=False)]
        return n.Row(start.line, start.column, tuple(cells))

    def _cell(self, node: Any, align: n.Align, *, header: bool) -> n.Cell:
        start, end = node.sourcepos.start, node.sourcepos.end
        self.pipes = [found.start() + 1 for found in _PIPE.finditer(self.lines[start.line - 1], start.column - 1)]
        inlines = self.inlines(node.children)
        self.pipes = []
        return n.Cell(start.line, min(start.column, end.column), inlines, header, align)

    def quotation(self, node: Any) -> Iterator[n.Block]:
        """Words of someone else."""
        start = node.sourcepos.start
        yield n.Quotation(start.line, start.column, self.blocks(node.children))

    def alert(self, node: Any) -> Iterator[n.Block]:
        """An alert; one with a title of its own is a quotation, as on GitHub."""
        value, start, blocks = node.node_value.value, node.sourcepos.start, self.blocks(node.children)
        kind: n.AlertKind = _name(value.alert_type).lower()  # type: ignore[assignment]  # the five are the same
        if value.title is None:
            yield n.Alert(start.line, start.column, kind, blocks)
            return
        typed = n.Text(start.line, start.column + 2, f"[!{kind.upper()}] {value.title}")
        yield n.Quotation(start.line, start.column, (n.Paragraph(typed.line, typed.column, (typed,)), *blocks))

    def code(self, node: Any) -> Iterator[n.Block]:
        """Lines to be typed."""
        value, start = node.node_value.value, node.sourcepos.start
        language = value.info.split(maxsplit=1)[0] if value.info.strip() else ""
        closed = not value.fenced or value.closed
        yield n.CodeBlock(start.line, start.column, value.literal, language, not value.fenced, closed)

    def rule(self, node: Any) -> Iterator[n.Block]:
        """A line between two parts."""
        start = node.sourcepos.start
        yield n.Rule(start.line, start.column)

    def raw_block(self, node: Any) -> Iterator[n.Block]:
        """HTML; a comment that ends says nothing to a reader, on GitHub neither."""
        text, start = node.node_value.value.literal, node.sourcepos.start
        if not _is_comment(text):
            yield n.RawBlock(start.line, start.column, text)

    def note(self, node: Any) -> Iterator[n.Block]:
        """The text of a note is kept; it has no place of its own among the blocks."""
        start, name = node.sourcepos.start, node.node_value.value.name
        place = len(self.notes)
        self.notes.append((start.line, start.column, name, ()))
        self.notes[place] = (start.line, start.column, name, self.blocks(node.children))
        yield from ()

    def with_notes(self, blocks: tuple[n.Block, ...]) -> tuple[n.Block, ...]:
        """The blocks of a page with its notes below its prose."""
        if not self.notes:
            return blocks
        last = len(self.numbers)
        found = []
        for line, column, name, children in self.notes:
            number = self.numbers.get(name) or (last := last + 1)
            found.append(n.Note(line, column, name, number, self.times.get(name, 0), children))
        notes = n.Notes(0, 0, tuple(sorted(found, key=lambda note: note.number)))
        seam = next((at for at, b in enumerate(blocks) if isinstance(b, n.Word) and b.key == SEAM), len(blocks))
        return (*blocks[:seam], notes, *blocks[seam:])

    # ── Inlines ─────────────────────────────────────────────────────────────────────────────────────

    def inlines(self, children: Iterable[Any]) -> tuple[n.Inline, ...]:
        """What stands in a sentence; letters that follow each other are one text."""
        found: list[n.Inline] = []
        for child in children:
            kind, start = type(child.node_value).__name__, child.sourcepos.start
            line, column = start.line + self.shift, start.column
            for pipe in self.pipes:
                column += pipe < column
            if kind == "Text":
                _add(found, line, column, child.node_value.value)
            elif kind == "SoftBreak":
                _add(found, line, column, "\n")
            else:
                found.extend(_INLINES[kind](self, child, line, column))
        return tuple(found)

    def link(self, node: Any, line: int, column: int) -> Iterator[n.Inline]:
        """A link, also a bare address; what a writer puts behind an address is not part of it."""
        value, children = node.node_value.value, self.inlines(node.children)
        address, behind = value.url, ""
        if len(children) == 1 and isinstance(text := children[0], n.Text) and (end := _BEHIND.search(text.text)):
            if address.endswith(text.text):
                behind = end[0]
                address, children = (
                    address.removesuffix(behind),
                    (n.Text(line, column, text.text.removesuffix(behind)),),
                )
        yield n.Link(line, column, self.resolve(address), children, value.title)
        if behind:
            yield n.Text(line, column + len(n.text_of(children)), behind)

    def image(self, node: Any, line: int, column: int) -> Iterator[n.Inline]:
        """A picture; of its description only the words matter."""
        value = node.node_value.value
        yield n.Image(line, column, self.resolve(value.url), n.text_of(self.inlines(node.children)), value.title)

    def note_mark(self, node: Any, line: int, column: int) -> Iterator[n.Inline]:
        """A mark; notes are numbered by the first one."""
        name = node.node_value.value.name
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        self.times[name] = self.times.get(name, 0) + 1
        yield n.NoteMark(line, column, name, number, self.times[name])

    def raw(self, node: Any, line: int, column: int) -> Iterator[n.Inline]:
        """HTML; a comment says nothing to a reader."""
        if not _is_comment(node.node_value.value):
            yield n.RawInline(line, column, node.node_value.value)

    def styled(self, node: Any, line: int, column: int) -> Iterator[n.Inline]:
        """Words that stand out."""
        yield _STYLES[type(node.node_value).__name__](line, column, self.inlines(node.children))


def _add(found: list[n.Inline], line: int, column: int, text: str) -> None:
    """Letters, joined to the letters before them; words of the vocabulary are no letters."""
    if END not in text:
        if found and isinstance(before := found[-1], n.Text):
            found[-1] = n.Text(before.line, before.column, before.text + text)
        else:
            found.append(n.Text(line, column, text))
        return
    pieces = _WORD.split(text)  # text, how a word begins, its key, text, …
    for piece, begin, key in zip_longest(pieces[::3], pieces[1::3], pieces[2::3]):
        if piece:
            _add(found, line, column, piece.replace(END, ""))
        if key:
            found.append(n.Word(line, column + len(piece), key, begin == BLOCK))
            column += len(piece) + len(key) + 2


def _break(_: _Reader, _node: Any, line: int, column: int) -> Iterator[n.Inline]:
    yield n.Break(line, column)


def _code(_: _Reader, node: Any, line: int, column: int) -> Iterator[n.Inline]:
    yield n.Code(line, column, node.node_value.value.literal)


_STYLES: dict[str, type[n.Emphasis | n.Strong | n.Strike]] = {
    "Emph": n.Emphasis,
    "Strong": n.Strong,
    "Strikethrough": n.Strike,
}
_INLINES: dict[str, Callable[[_Reader, Any, int, int], Iterator[n.Inline]]] = {
    "Link": _Reader.link, "Image": _Reader.image, "FootnoteReference": _Reader.note_mark, "HtmlInline": _Reader.raw,
    **dict.fromkeys(_STYLES, _Reader.styled), "LineBreak": _break, "Code": _code,
}  # fmt: skip
_BLOCKS: dict[str, Callable[[_Reader, Any], Iterator[n.Block]]] = {
    "Paragraph": _Reader.paragraph, "Heading": _Reader.heading, "List": _Reader.list_, "Table": _Reader.table,
    "BlockQuote": _Reader.quotation, "Alert": _Reader.alert, "CodeBlock": _Reader.code, "ThematicBreak": _Reader.rule,
    "HtmlBlock": _Reader.raw_block, "FootnoteDefinition": _Reader.note,
}  # fmt: skip
"""Every kind of node that comrak makes with these options."""

# ── What the reader asks of text ────────────────────────────────────────────────────────────────────────

_BEHIND = re.compile(r"[\u2018\u2019\u201c\u201d\u2026]+$")
_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*", re.DOTALL)


def _name(choice: Any) -> str:
    """One of comrak's choices, which have no name of their own and no hash."""
    return repr(choice).rpartition(":")[2].rpartition(".")[2]


def _is_comment(html: str) -> bool:
    return bool(_COMMENT.fullmatch(html))


def _caption(before: n.Block, table: n.Table) -> tuple[n.Inline, ...]:
    """What a table is called, when the one line right above it says so."""
    if (
        isinstance(before, n.Paragraph)
        and before.line == table.line - 1
        and isinstance(first := before.children[0], n.Text)
    ):
        if first.text.startswith(_CAPTION):
            name = first.text.removeprefix(_CAPTION)
            return (n.Text(first.line, first.column + len(_CAPTION), name), *before.children[1:])
    return ()


def _headed(row: n.Row) -> n.Row:
    first, *rest = row.children
    header = n.Cell(first.line, first.column, first.children, header=True, align=first.align)
    return n.Row(row.line, row.column, (header, *rest))


def _without_pictures(inlines: Iterable[n.Inline]) -> str:
    return n.text_of(inline for inline in inlines if not isinstance(inline, n.Image))


def slug(text: str) -> str:
    """A heading's anchor, by the rule of Python-Markdown's table of contents (its `toc` extension)."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _unique(anchor: str, taken: set[str]) -> str:
    """The same with a number when it is taken, by the same rule: `kop`, `kop_1`, `kop_2`."""
    while anchor in taken or not anchor:
        name, _, number = anchor.rpartition("_")
        anchor = f"{name}_{int(number) + 1}" if name and number.isdecimal() else f"{anchor}_1"
    taken.add(anchor)
    return anchor
