"""A tree of blocks as a text mail: wrapped, tables in columns, links as numbers with their addresses at the foot."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from macros.base import text
from macros.document.tree import HEADINGS, Node, below, in_blocks

WIDTH = 72
"""Columns of a text mail (RFC 3676 advises fewer than 78)."""


def text_mail(block_list: Iterable[Node]) -> tuple[str, list[str]]:
    """The blocks as text of BREEDTE columns, and the addresses that its numbers between brackets stand for."""
    writer = _Writer()
    return "\n\n".join(filter(None, (writer.block(block, WIDTH) for block in block_list))), writer.addresses


class _Writer:
    """Writes blocks as text and keeps the links for the foot."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def block(self, node: Node, width: int) -> str:
        """One block, wrapped."""
        return _FORMS.get(node.tag, _Writer.contents)(self, node, width)

    def contents(self, node: Node, width: int) -> str:
        """What is in a block: its own words, and the blocks in it."""
        parts = []
        for block in in_blocks(node.children):
            form = self.block if below(block) or block.tag != "p" else self.paragraph
            parts.append(form(block, width))
        tight = node.tag in {"li", "dd"} and not any(below(node, "p"))
        return ("\n" if tight else "\n\n").join(filter(None, parts))

    def paragraph(self, node: Node, width: int) -> str:
        """Words, wrapped."""
        lines = "".join(self._words(node.children)).split("\v")
        return "\n".join(filter(None, (wrap(line, width) for line in lines)))

    def kop(self, node: Node, width: int) -> str:
        """A heading with a line under it; the lower, the lighter."""
        heading = self.paragraph(node, width)
        dash = {"h1": "=", "h2": "-"}.get(node.tag, ".")
        return f"{heading}\n{dash * max(map(len, heading.splitlines()))}" if heading else ""

    def list_(self, node: Node, width: int) -> str:
        """Items, each hanging behind its mark."""
        start = int(node.attributes.get("start", "1"))
        points = enumerate(below(node, "li"), start)
        return "\n".join(
            self._hanging(f"{number}. " if node.tag == "ol" else "- ", point, width) for number, point in points
        )

    def _hanging(self, char: str, node: Node, width: int) -> str:
        contents = self.contents(node, max(width - len(char), _NARROWEST))
        return char + textwrap.indent(contents, " " * len(char)).lstrip(" ")

    def begrippen(self, node: Node, width: int) -> str:
        """Terms, each with its meaning under it."""
        return "\n".join(
            self.contents(child, width) if child.tag == "dt" else self._indented(child, width, "    ")
            for child in below(node, "dt", "dd")
        )

    def blockquote(self, node: Node, width: int) -> str:
        """Words of someone else."""
        return self._indented(node, width, "> ")

    def _indented(self, node: Node, width: int, char: str) -> str:
        contents = self.contents(node, max(width - len(char), _NARROWEST))
        return textwrap.indent(contents, char, lambda _: True)

    def code(self, node: Node, width: int) -> str:
        """Lines as they were typed."""
        lines = "".join(self._words(node.children)).strip("\n").split("\n")
        return "\n".join(wrap(line, width, "    ") for line in lines)

    def table(self, node: Node, width: int) -> str:
        """A table in columns, or row by row when it is too wide for that."""
        titles = [self.contents(child, width) for child in below(node, "caption")]
        rows = [[self._cell(cell) for cell in below(row, "th", "td")] for row in _rows(node)]
        grid = _grid(rows)
        fits = all(len(line) <= width for line in grid)
        lines = "\n".join(grid) if fits else "\n\n".join(_listed(rows, width))
        return "\n\n".join(filter(None, [*titles, lines]))

    def _cell(self, node: Node) -> str:
        return text.one_line(" ".join(self._words([node])))

    def _words(self, children: Iterable[Node | str]) -> Iterator[str]:
        """Words in a line; a line break is a vertical tab, which no text of ours can hold."""
        for child in children:
            if isinstance(child, str):
                yield child
            elif child.tag == "br":
                yield "\v"
            else:
                yield from self._words(child.children)
                if address := child.attributes.get("href"):
                    yield f"\u00a0[{self._number(address)}]"

    def _number(self, address: str) -> int:
        if address not in self.addresses:
            self.addresses.append(address)
        return self.addresses.index(address) + 1


_FORMS: dict[str, Callable[[_Writer, Node, int], str]] = {
    **dict.fromkeys(HEADINGS, _Writer.kop), "ul": _Writer.list_, "ol": _Writer.list_,
    "dl": _Writer.begrippen, "blockquote": _Writer.blockquote, "pre": _Writer.code,
    "table": _Writer.table, "hr": lambda *_: "* * *",
}  # fmt: skip
_NARROWEST = 20
"""Columns that are left for words, however deep a list is."""


def _rows(node: Node) -> Iterator[Node]:
    for child in below(node, "thead", "tbody", "tfoot", "tr"):
        yield from [child] if child.tag == "tr" else _rows(child)


def wrap(words: str, width: int = WIDTH, indent: str = "") -> str:
    """Text wrapped; words are only broken where they are longer than a line."""
    words = text.one_line(words)
    lines = textwrap.wrap(words, width - len(indent), break_on_hyphens=False)
    return "\n".join(indent + line for line in lines)


def _grid(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns of their own width, a line under the first."""
    count = max(map(len, rows), default=0)
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(map(len, column)) for column in zip(*full, strict=True)]
    full[1:1] = [["-" * width for width in widths]] if full else []
    return ["  ".join(cell.ljust(b) for cell, b in zip(row, widths, strict=True)).rstrip() for row in full]


def _listed(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A table that is too wide: each row as a list of heading and value."""
    headings = rows[0]
    for row in rows[1:]:
        pairs = zip([*headings, *[""] * len(row)], row, strict=False)
        yield "\n".join(wrap(f"{heading}: {cell}" if heading else cell, width) for heading, cell in pairs if cell)
