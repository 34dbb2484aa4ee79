"""A page as it was typed, for who checks it: its tree, the words on it and its passages, each with its line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypeVar, cast

from macros.base.parsing import ParseError
from macros.document import calls, markdown
from macros.document import nodes as n

Kind = TypeVar("Kind")
Pieces: TypeAlias = list[tuple[int, str]]
"""Letters with the line at which they stand."""


class Passage(NamedTuple):
    """What is read in one breath: a paragraph, a heading, a cell, a caption.

    `text` is what a reader sees, with `WORD` for each word of the vocabulary and a space for code; `running` is whether
    it is running text of the page itself: no heading, table, note or quotation.
    """

    line: int
    inlines: Sequence[n.Node]
    text: str
    running: bool

    def line_of(self, place: int) -> int:
        """The line of a place in the text."""
        found = self.line
        for line, letters in _pieces(self.inlines, [], defaultdict(list)):
            found = line + letters.count("\n", 0, max(place, 0))
            if place < len(letters):
                break
            place -= len(letters)
        return found


WORD = markdown.LINE
"""A word of the vocabulary in the text of a passage."""


@dataclass(frozen=True)
class Prose:
    """A page as it was typed; `first` is the line of the file at which the text begins."""

    file: str
    page: str
    tekst: str
    first: int = 1

    @cached_property
    def calls(self) -> tuple[list[calls.Call], list[ParseError]]:
        """The words on the page, and what of its template syntax is not allowed."""
        return calls.calls(self.tekst)

    @cached_property
    def tree(self) -> tuple[n.Block, ...]:
        """The page with each word of the vocabulary as a `Word`; lines and columns are those of the text."""
        return markdown.read(_marked(self.tekst))

    @cached_property
    def _read(self) -> _Walk:
        walk = _Walk()
        walk.blocks(self.tree, running=True)
        return walk

    def all_of(self, kind: type[Kind]) -> list[Kind]:
        """All nodes of a kind, in reading order; of letters there are only passages."""
        return cast("list[Kind]", self._read.nodes[kind])

    @property
    def passages(self) -> list[Passage]:
        """All that is read, but for code."""
        return self._read.passages

    @cached_property
    def lines(self) -> list[str]:
        """What was typed, line by line."""
        return self.tekst.split("\n")

    def is_typed(self, letters: str, line: int) -> bool:
        """Whether letters that a reader sees at a line were typed there, and not escaped."""
        return bool(re.search(rf"(?<!\\){re.escape(letters)}", "\n".join(self.lines[line - 1 : line + 1])))


def _marked(text: str) -> str:
    """The text with what stands between braces replaced by as many letters, so that every place stays what it is."""
    words: list[str] = []

    def mark(typed: re.Match[str]) -> str:
        words.append(typed[0])
        first, *rest = typed[0].split("\n")
        key = f"{len(words):x}".rjust(len(first) - 2, "0")
        # Other lines get letters that are left out: an empty line would end the block.
        others = (markdown.END * max(len(line), 1) for line in rest)
        return "\n".join((markdown.placeholder(key, block=False), *others))

    return calls.BRACES.sub(mark, text) if "{{" in text else text


class _Walk:
    """One walk over a page: its nodes by their kind, and its passages."""

    def __init__(self) -> None:
        self.nodes: defaultdict[type, list[n.Node]] = defaultdict(list)
        self.passages: list[Passage] = []

    def blocks(self, blocks: Iterable[n.Node], *, running: bool) -> None:
        """Blocks with all that they hold."""
        for block in blocks:
            kind = type(block)
            self.nodes[kind].append(block)
            match block:
                case n.Paragraph():
                    self._passage(block.line, block.children, running=running)
                case n.ListItem() | n.List() | n.Row():  # most of the others
                    self.blocks(block.children, running=running)
                case n.Heading() | n.Cell():
                    self._passage(block.line, block.children, running=False)
                case n.Table():
                    self._passage(block.line, block.caption, running=False)
                    self.blocks((*block.head, *block.children), running=False)
                case n.Figure():
                    self._passage(block.line, (block.image, *block.caption), running=False)
                case _:
                    self.blocks(n.below(block), running=running and kind not in _OF_OTHERS)

    def _passage(self, line: int, inlines: Sequence[n.Node], *, running: bool) -> None:
        if len(inlines) == 1 and isinstance(only := inlines[0], n.Text):  # most of them
            text = only.text
        else:
            text = "".join([letters for _, letters in _pieces(inlines, [], self.nodes)])
        self.passages.append(Passage(line, inlines, text, running))


_OF_OTHERS = frozenset({n.Quotation, n.Notes})


def _pieces(inlines: Iterable[n.Node], found: Pieces, nodes: dict[type, list[n.Node]]) -> Pieces:
    """The letters of a sentence, appended to `found`; what is more than letters goes to `nodes`."""
    for node in inlines:
        if isinstance(node, n.Text):
            found.append((node.line, node.text))
            continue
        nodes[type(node)].append(node)
        match node:
            case n.Emphasis() | n.Strong() | n.Link():  # most of them
                _pieces(node.children, found, nodes)
            case n.Word():
                found.append((node.line, WORD))
            case n.Image():
                found.append((node.line, node.alt))
            case n.Code() | n.Break():
                found.append((node.line, " " if isinstance(node, n.Code) else "\n"))
            case n.NoteMark() | n.RawInline():
                pass
            case _:
                _pieces(n.below(node), found, nodes)
    return found
