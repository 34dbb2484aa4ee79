"""Markdown → the tree of a page. The one reader of what people write, and the only module that knows comrak.

The dialect is what GitHub's editor previews: tables, strikes, boxes, bare addresses, notes and alerts (its site makes those of
quotations, and so do we). What comrak 0.2.8 does was measured, and is put right here: it counts columns in bytes, is lines too
early below a definition of an address with no empty line under it and a column behind each escaped pipe in a table, fills in
few addresses by name, and never frees a tree (findings/comrak-ext-*.sh). tests/document/ holds the reader to GitHub's own renderer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import comrak

from macros.document import anchors
from macros.document import nodes as n

Given: TypeAlias = Any
"""A node of comrak or its value; its stubs do not say which value has what."""
Resolve = Callable[[str], str]
"""An address as it was typed → as the tree is to have it."""

BLOCK, LINE, END = "\ue000", "\ue001", "\ue002"
"""Around the key of a word, that of a block and that of one in a sentence: private letters, which no one may type."""
SEAM = "0"
"""The key that stands where the prose of a page ends and its standing parts begin (overrides/pages/_seam.md)."""


def placeholder(key: str, *, block: bool = True) -> str:
    """What stands in Markdown for a word; `key` is of small letters, digits, `-` and `/`."""
    return f"{BLOCK if block else LINE}{key}{END}"


def read(text: str, resolve: Resolve = str, *, placed: bool = True) -> tuple[n.Block, ...]:
    """A page as a tree; its notes come last, or where its standing parts begin.

    Args:
        text: its Markdown.
        resolve: where an address that was typed leads.
        placed: whether anyone asks at which letter something in a sentence stands; a check does, a page does not.
    """
    text = text if text.endswith("\n") else f"{text}\n"  # comrak knows no point or code that ends with the text
    root = comrak.parse_document(f"{text}{_ROOM if _NAMED.search(text) else ''}", _EXTENSIONS, _PARSING)
    reader = _Reader(text, resolve, placed=placed)
    return reader.with_notes(tuple(map(reader.alert, reader.blocks(root))))


_EXTENSIONS = comrak.ExtensionOptions(strikethrough=True, table=True, autolink=True, tasklist=True, footnotes=True)
_PARSING = comrak.ParseOptions(leave_footnote_definitions=True)
_WORD = re.compile(f"({BLOCK}|{LINE})([a-z0-9/-]+){END}")
_INDENT = re.compile(r"[ \t>]*")
_PIPE = re.compile(rb"\\\|")
_NAMED = re.compile(r"\[(?!\^)[^\[\]]+\]:")
_ROOM = " " * 100_000
"""Below a page with addresses by name: comrak fills in no more letters of them than the page has, GitHub as many as this."""
_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(\n|$)", re.IGNORECASE)
_DEEPEST = 50
"""Marks within marks: below this only the words stay, as a walk is as deep as its tree."""
_CAPTION = "Tabel: "
"""How the line right above a table begins that says what it is called."""


class _Reader:
    """Makes our nodes of comrak's; holds what a page counts: its anchors and its notes.

    A method is given a node, its value (comrak makes a new one each time that it is asked for) and its place.
    """

    def __init__(self, text: str, resolve: Resolve, *, placed: bool) -> None:
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.blocks_among_words = BLOCK in text
        self.resolve = resolve
        self.where: Callable[[Given], tuple[int, int]] = self.place if placed else lambda _: (0, 0)
        self.anchors: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.times: dict[str, int] = {}
        self.depth = 0
        self.notes: list[tuple[int, int, str, tuple[n.Block, ...]]] = []
        self.shift = 0
        """How many lines comrak is too early in the paragraph that is read."""
        self.indent = 0
        """How many bytes stand before the first line of that paragraph."""
        self.first = 0
        """Which line that is, by comrak."""
        self.pipes: list[int] = []
        """Where pipes are escaped in the cell that is read, as comrak counts columns."""

    def place(self, node: Given) -> tuple[int, int]:
        """Line and column of a node, in letters; comrak counts bytes."""
        start = node.sourcepos.start
        line, column = start.line, start.column
        if self.shift or self.pipes:
            line, column = self._repaired(line, column)
        if (typed := self.lines[line - 1]).isascii():
            return line, column
        return line, len(typed.encode()[: column - 1].decode(errors="ignore")) + 1

    def _repaired(self, line: int, column: int) -> tuple[int, int]:
        """Below definitions comrak counts lines (and what stands before them) from the first definition."""
        if self.shift:
            column -= self.indent if line == self.first else self._indent(line)
            line += self.shift
            column += self._indent(line)
        for pipe in self.pipes:
            column += pipe < column
        return line, column

    def _indent(self, line: int) -> int:
        return len(_INDENT.match(self.lines[line - 1])[0])  # type: ignore[index]  # it matches nothing, too

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, node: Given) -> tuple[n.Block, ...]:
        """The blocks in a block; a line that names a table becomes its caption."""
        found: list[n.Block] = []
        for child in _taken(node):
            value = child.node_value
            for block in _BLOCKS[type(value)](self, child, value, *self.place(child)):
                if isinstance(block, n.Table) and found and (caption := _caption(found[-1], block)):
                    found[-1] = n.Table(block.line, block.column, caption, block.head, block.children)
                else:
                    found.append(block)
        return tuple(found)

    def paragraph(self, node: Given, _: Given, line: int, column: int) -> Sequence[n.Block]:
        """A paragraph; a word that is a block stands apart, and so does a picture with a title."""
        inlines = self._below_definitions(node, line, column)
        if len(inlines) == 1 and isinstance(image := inlines[0], n.Image) and image.title:
            return (n.Figure(line, column, image, (n.Text(image.line, image.column, image.title),)),)
        if self.blocks_among_words and any(isinstance(inline, n.Word) and inline.block for inline in inlines):
            return tuple(_apart(inlines))
        return (n.Paragraph(line, column, inlines),)

    def _below_definitions(self, node: Given, line: int, column: int, below: int = 0) -> tuple[n.Inline, ...]:
        """The inlines of a paragraph (or of a title, with the line `below` it) that may begin with definitions."""
        if not self.lines[line - 1].startswith("[", column - 1):
            return self.inlines(node)
        *_, last = node.children
        self.shift = node.sourcepos.end.line - below - last.sourcepos.end.line
        self.first, self.indent = line, node.sourcepos.start.column - 1
        inlines = self.inlines(node)
        self.shift = 0
        return inlines

    def heading(self, node: Given, value: Given, line: int, column: int) -> Sequence[n.Block]:
        """A heading with the anchor that Python-Markdown would give it."""
        inlines = self._below_definitions(node, line, column, below=1)
        anchor = anchors.unique(anchors.slug(anchors.said(inlines)), self.anchors)
        return (n.Heading(line, column, value.value.level, anchor, inlines),)

    def list_(self, node: Given, value: Given, line: int, column: int) -> Sequence[n.Block]:
        """A list; whether its points have boxes is each point's own."""
        value = value.value
        start = value.start if value.list_type == comrak.ListType.Ordered else None
        return (n.List(line, column, start, value.tight, tuple(map(self._item, _taken(node)))),)

    def _item(self, node: Given) -> n.ListItem:
        value = node.node_value
        done = value.value.symbol is not None if type(value) is comrak.TaskItem else None
        return n.ListItem(*self.place(node), self.blocks(node), done)

    def table(self, node: Given, value: Given, line: int, column: int) -> Sequence[n.Block]:
        """A table; its first column heads the rows when it tells them apart."""
        aligns = [_align(align) for align in value.value.alignments]
        head, *rows = (self._row(row, aligns) for row in _taken(node))
        first = [n.text_of(row.children[0].children).strip() for row in rows]
        if len(aligns) > 1 and all(first) and len({*first}) == len(first):
            rows = [_headed(row) for row in rows]
        return (n.Table(line, column, (), (head,), tuple(rows)),)

    def _row(self, node: Given, aligns: Sequence[n.Align]) -> n.Row:
        header = node.node_value.value
        cells = (self._cell(cell, align, header=header) for cell, align in zip(_taken(node), aligns, strict=False))
        return n.Row(*self.place(node), tuple(cells))

    def _cell(self, node: Given, align: n.Align, *, header: bool) -> n.Cell:
        line, column = self.place(node)
        start, end = node.sourcepos.start.column, node.sourcepos.end.column
        typed = self.lines[line - 1].encode()[:end]
        self.pipes = [found.start() + 1 for found in _PIPE.finditer(typed, start - 1)]
        inlines = self.inlines(node)
        self.pipes = []
        return n.Cell(line, column if start <= end else column - 1, inlines, header, align)

    def quotation(self, node: Given, _: Given, line: int, column: int) -> Sequence[n.Block]:
        """Words of someone else."""
        return (n.Quotation(line, column, self.blocks(node)),)

    def alert(self, block: n.Block) -> n.Block:
        """A quotation of which the first line is nothing but `[!NOTE]` is an alert, in no other block, as on GitHub."""
        if not isinstance(block, n.Quotation) or not block.children:
            return block
        first, *others = block.children
        if not isinstance(first, n.Paragraph) or not (found := _ALERT.match(n.text_of(first.children))):
            return block
        marked, *inlines = first.children
        if not isinstance(marked, n.Text) or "\\[!" in self.lines[first.line - 1]:
            return block
        if rest := marked.text[found.end() :]:
            inlines.insert(0, n.Text(marked.line + 1, self._indent(marked.line + 1) + 1, rest))
        kind: n.AlertKind = found[1].lower()  # type: ignore[assignment]  # the pattern knows the five
        words = n.trimmed(inlines)
        blocks = (n.Paragraph(words[0].line, words[0].column, words), *others) if words else (*others,)
        return n.Alert(block.line, block.column, kind, blocks) if blocks else block

    def code(self, _: Given, value: Given, line: int, column: int) -> Sequence[n.Block]:
        """Lines to be typed."""
        block, indented = value.value, not value.value.fenced
        [language, *_rest] = block.info.split(maxsplit=1) or [""]
        return (n.CodeBlock(line, column, block.literal.rstrip(" "), language, indented, indented or block.closed),)

    def rule(self, _: Given, _value: Given, line: int, column: int) -> Sequence[n.Block]:
        """A line between two parts."""
        return (n.Rule(line, column),)

    def raw_block(self, _: Given, value: Given, line: int, column: int) -> Sequence[n.Block]:
        """HTML; a comment that ends says nothing to a reader, on GitHub neither."""
        html = value.value.literal.rstrip(" ")
        return () if _COMMENT.fullmatch(html) else (n.RawBlock(line, column, html),)

    def note(self, node: Given, value: Given, line: int, column: int) -> Sequence[n.Block]:
        """The text of a note is kept; it has no place of its own among the blocks."""
        place = len(self.notes)
        self.notes.append((line, column, value.value.name, ()))
        self.notes[place] = (line, column, value.value.name, self.blocks(node))
        return ()

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

    def inlines(self, node: Given) -> tuple[n.Inline, ...]:
        """What stands in a sentence; letters that follow each other are one text."""
        found: list[n.Inline] = []
        letters, place = "", (0, 0)
        self.depth += 1
        for child in _taken(node) if self.depth < _DEEPEST else _letters(node):
            value = child.node_value
            kind = type(value)
            typed = value.value if kind is comrak.Text else "\n" if kind is comrak.SoftBreak else ""
            if typed and END not in typed:  # nine of ten; the rest of this loop would do the same
                place = place if letters else self.where(child)
                letters += typed
                continue
            for inline in _INLINES[kind](self, child, value, *self.where(child)):
                if isinstance(inline, n.Text):
                    place = place if letters else (inline.line, inline.column)
                    letters += inline.text
                    continue
                if letters:
                    found.append(n.Text(*place, letters))
                    letters = ""
                found.append(inline)
        if letters:
            found.append(n.Text(*place, letters))
        self.depth -= 1
        return tuple(found)

    def words(self, _: Given, value: Given, line: int, column: int) -> Iterator[n.Inline]:
        """Letters with words of the vocabulary among them."""
        letters, begin = value.value, 0
        for word in _WORD.finditer(letters):
            if word.start() > begin:
                yield n.Text(line, column, letters[begin : word.start()])
            column = max(column, self.lines[line - 1].find(word[0], column - 1) + 1)
            yield n.Word(line, column, word[2], word[1] == BLOCK)
            column, begin = column + len(word[0]), word.end()
        if letters[begin:]:
            yield n.Text(line, column, letters[begin:])

    def link(self, node: Given, value: Given, line: int, column: int) -> Iterator[n.Inline]:
        """A link, also a bare address; what a writer puts behind an address is not part of it."""
        address, children = value.value.url, self.inlines(node)
        text = n.text_of(children)
        behind = found[0] if address.endswith(text) and (found := _BEHIND.search(text)) else ""
        if behind:
            address, text = address.removesuffix(behind), text.removesuffix(behind)
            children = (n.Text(line, column, text),)
        yield n.Link(line, column, self.resolve(address), children, value.value.title)
        if behind:
            yield n.Text(line, column + len(text), behind)

    def image(self, node: Given, value: Given, line: int, column: int) -> Sequence[n.Inline]:
        """A picture; of its description only the words matter."""
        alt = n.text_of(self.inlines(node))
        return (n.Image(line, column, self.resolve(value.value.url), alt, value.value.title),)

    def note_mark(self, _: Given, value: Given, line: int, column: int) -> Sequence[n.Inline]:
        """A mark; notes are numbered by the first one."""
        name = value.value.name
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        self.times[name] = self.times.get(name, 0) + 1
        return (n.NoteMark(line, column, name, number, self.times[name]),)

    def raw(self, _: Given, value: Given, line: int, column: int) -> Sequence[n.Inline]:
        """HTML; a comment says nothing to a reader."""
        return () if _COMMENT.fullmatch(value.value) else (n.RawInline(line, column, value.value),)

    def code_inline(self, _: Given, value: Given, line: int, column: int) -> Sequence[n.Inline]:
        """Letters to be typed."""
        return (n.Code(line, column, value.value.literal),)

    def line_break(self, _: Given, _value: Given, line: int, column: int) -> Sequence[n.Inline]:
        """A line that ends because its author says so."""
        return (n.Break(line, column),)


def _around(
    kind: type[n.Emphasis | n.Strong | n.Strike],
) -> Callable[[_Reader, Given, Given, int, int], Sequence[n.Inline]]:
    return lambda reader, node, _, line, column: (kind(line, column, reader.inlines(node)),)


_STANDING_OUT = frozenset({comrak.Emph, comrak.Strong, comrak.Strikethrough, comrak.Link})
_BLOCKS: dict[type, Callable[[_Reader, Given, Given, int, int], Sequence[n.Block]]] = {
    comrak.Paragraph: _Reader.paragraph, comrak.Heading: _Reader.heading, comrak.List: _Reader.list_,
    comrak.Table: _Reader.table, comrak.BlockQuote: _Reader.quotation,
    comrak.CodeBlock: _Reader.code, comrak.ThematicBreak: _Reader.rule, comrak.HtmlBlock: _Reader.raw_block,
    comrak.FootnoteDefinition: _Reader.note,
}  # fmt: skip
_INLINES: dict[type, Callable[[_Reader, Given, Given, int, int], Iterable[n.Inline]]] = {
    comrak.Text: _Reader.words, comrak.Link: _Reader.link, comrak.Image: _Reader.image,
    comrak.FootnoteReference: _Reader.note_mark, comrak.HtmlInline: _Reader.raw, comrak.Emph: _around(n.Emphasis),
    comrak.Strong: _around(n.Strong), comrak.Strikethrough: _around(n.Strike), comrak.Code: _Reader.code_inline,
    comrak.LineBreak: _Reader.line_break,
}  # fmt: skip
"""Every kind of node that comrak makes with these options."""

# ── What the reader asks of text ────────────────────────────────────────────────────────────────────────

_POINTS, _CURLY = "?!.,:;*_~", "\u00bb\u2013\u2014\u2018-\u201f\u2026\u203a"
_BEHIND = re.compile(rf"(?<![{_POINTS}{_CURLY}])(?=[{_POINTS}]*[{_CURLY}\s])[{_POINTS}{_CURLY}]*(?:$|\s.*)")
_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*", re.DOTALL)


def _letters(node: Given) -> Iterator[Given]:
    """What is in a sentence without what stands out in it, for who nests deeper than anyone reads."""
    waiting = _taken(node)[::-1]
    while waiting:
        child = waiting.pop()
        if type(child.node_value) in _STANDING_OUT:
            waiting += _taken(child)[::-1]
        else:
            yield child


def _taken(node: Given) -> list[Given]:
    """The children of a node, which lets go of them: comrak's trees are circles that are never freed."""
    children: list[Given] = node.children
    node.children = []
    return children


def _align(choice: Given) -> Given:
    """One of comrak's choices, which have no name of their own and no hash."""
    return "" if choice == comrak.TableAlignment.None_ else re.split(r"[:.]", repr(choice))[-1].lower()


def _apart(inlines: tuple[n.Inline, ...]) -> Iterator[n.Block]:
    """A paragraph in pieces: words that are blocks, and what stands between them."""
    piece: list[n.Inline] = []
    for inline in (*inlines, None):
        word = inline if isinstance(inline, n.Word) and inline.block else None
        if inline is not None and word is None:
            piece.append(inline)
            continue
        if trimmed := n.trimmed(piece):
            yield n.Paragraph(trimmed[0].line, trimmed[0].column, trimmed)
        piece = []
        if word is not None:
            yield word


def _caption(before: n.Block, table: n.Table) -> tuple[n.Inline, ...]:
    """What a table is called, when the one line right above it says so."""
    if not isinstance(before, n.Paragraph) or before.line != table.line - 1 or not before.children:
        return ()
    first, *rest = before.children
    if not isinstance(first, n.Text) or not first.text.startswith(_CAPTION):
        return ()
    return (n.Text(first.line, first.column + len(_CAPTION), first.text.removeprefix(_CAPTION)), *rest)


def _headed(row: n.Row) -> n.Row:
    first, *rest = row.children
    return replace(row, children=(replace(first, header=True), *rest))
