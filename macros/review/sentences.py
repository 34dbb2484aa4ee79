"""The text of a page that is looked at letter by letter: a sentence of the tree with the line of each letter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from macros.document import nodes as n

OPAQUE = "\ufffc"
"""What stands in a sentence for what is no text of its author: code, an address, a picture, a note, a word."""
ADDRESS = r"(?:https?:|www\.|mailto:|tel:|\.{1,2}/|#[\w-]+\)|[^\s()\[\]]+\.(?:md|html?|(?i:pdf|jpe?g|png|webp)|docx?|xlsx?)\b|[\w.-]+\.(?:nl|com|org|eu|net)\b)"
"""How an address begins."""


class Sentence(NamedTuple):
    """What a paragraph, a heading or a cell says, its lines apart; `starts` has the offset and the line of each of its parts."""

    block: n.Paragraph | n.Heading | n.Cell | n.Figure
    text: str
    starts: tuple[tuple[int, int], ...]
    source: Sequence[str]

    @classmethod
    def all_of(cls, nodes: Iterable[n.Node], source: Sequence[str]) -> Iterator[Sentence]:
        """Every sentence among nodes that someone typed."""
        for node in nodes:
            if isinstance(node, n.Paragraph | n.Heading | n.Cell | n.Figure) and node.line:
                inlines = node.caption if isinstance(node, n.Figure) else node.children
                if len(inlines) == 1 and isinstance(only := inlines[0], n.Text):
                    yield cls(node, only.text, ((0, only.line),), source)
                    continue
                pieces: list[str] = []
                starts: list[tuple[int, int]] = []
                _take(inlines, pieces, starts, 0)
                yield cls(node, "".join(pieces), tuple(starts), source)

    def line(self, offset: int) -> int:
        """The line of a letter."""
        place = bisect_right(self.starts, offset, key=itemgetter(0))
        start, line = self.starts[place - 1] if place else (0, self.block.line)
        return line + self.text.count("\n", start, offset)

    def lines(self) -> list[tuple[int, str]]:
        """The lines of the sentence that say something, each with its number."""
        first = self.starts[0][1] if self.starts else self.block.line
        if len(self.starts) == 1:
            return [line for line in enumerate(self.text.split("\n"), start=first) if line[1]]
        found, offset = [], 0
        for text in self.text.split("\n"):
            if text:
                found.append((self.line(offset), text))
            offset += len(text) + 1
        return found

    def typed(self, offset: int, text: str) -> bool:
        """Whether a text stands so in the source, and neither escaped nor spelled as an entity."""
        number, start = self.line(offset), re.split(f"[\n{OPAQUE}]", text, maxsplit=1)[0]
        where = self.source[number - 1] if 0 < number <= len(self.source) else ""
        start = start if start in where else start[:2]  # marks inside it are gone
        return bool(re.search(rf"(?<!\\){re.escape(start)}", where))


def _take(inlines: Iterable[n.Node], pieces: list[str], starts: list[tuple[int, int]], offset: int) -> int:
    """The letters of inlines, each with its offset and its line, appended to what was taken; answers where they end."""
    for node in inlines:
        match node:
            case n.Text():
                piece = node.text
            case n.Emphasis() | n.Strong() | n.Strike() | n.Phrase() | n.Remark():
                offset = _take(node.children, pieces, starts, offset)
                continue
            case n.Link() if not node.address.endswith(n.text_of(node.children)):
                offset = _take(node.children, pieces, starts, offset)
                continue
            case _:
                piece = "\n" if isinstance(node, n.Break) else OPAQUE
        pieces.append(piece)
        starts.append((offset, getattr(node, "line", 0)))
        offset += len(piece)
    return offset


_WORD = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_PLACEHOLDER = re.compile(r"[\ue000\ue001][a-z0-9/-]+\ue002")


def without_words(text: str) -> str:
    """The same text with each word of the vocabulary, or its placeholder, as one letter that is nobody's; lines stay."""
    text = _WORD.sub(lambda t: OPAQUE + "\n" * t[0].count("\n"), text) if "{{" in text else text
    return _PLACEHOLDER.sub(OPAQUE, text) if "\ue002" in text else text


def source(lines: Sequence[str], node: n.Node) -> str:
    """The line of a node as it was typed, from where the node begins."""
    line, column = node.line, node.column
    return lines[line - 1][column - 1 :] if 0 < line <= len(lines) else ""


_LONGEST = 50


def shown(text: str) -> str:
    """A text as a message shows it."""
    bare = text.replace(OPAQUE, "…").strip().split("\n")[0]
    return repr(bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…")
