"""Terms of the field, explained where a page first uses them.

The first time that the prose of a page uses an abbreviation or a name of the glossary, the word becomes a link to its
page, with the meaning as the link's description: by mouse, keyboard, touch and ear, with or without script.
Only running text is touched: what lies between stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from operator import is_
from typing import Any

from macros.document import nodes as n
from macros.records import models as m

_NOT_IN = {
    "h1", "h2", "h3", "h4", "h5", "h6", "a", "abbr", "code", "pre", "kbd", "cite", "q", "blockquote", "caption",
    "figcaption", "th", "dt", "summary", "button", "label",
}  # fmt: skip
"""Where no link is put in: what is a link already, names a part, is quoted, or is to be typed."""
_CAPITALS = 2


@dataclass(frozen=True)
class WordList:
    """The words to look for, each with the id of its term; a word that two terms share is no one's.

    Args:
        begrippen: the glossary.
    """

    begrippen: tuple[m.Begrip, ...]

    @cached_property
    def woorden(self) -> dict[str, str]:
        """Every abbreviation and name to explain, as it stands in a text."""
        pairs = [(word, b.id) for b in self.begrippen for word in sorted(_forms(b))]
        occurrences = Counter(word for word, _ in pairs)
        return {word: id_ for word, id_ in pairs if occurrences[word] == 1}

    @cached_property
    def by_start(self) -> dict[str, list[str]]:
        """The same by their first letters and digits, the longest first."""
        by_start: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.woorden, key=lambda word: (-len(word), word)):
            if start := _START.match(word):
                by_start[start[0]].append(word)
        return dict(by_start)

    def in_tekst(self, text: str) -> Iterator[tuple[int, str]]:
        """Where the words stand in a text, whole."""
        for start in _START.finditer(text):
            for word in self.by_start.get(start[0], ()):
                place = start.start()
                if text.startswith(word, place) and not _CONTINUES.match(text, place + len(word)):
                    yield place, word
                    break


_START = re.compile(r"(?<![\w.@/-])\w+")
_CONTINUES = re.compile(r"[\w@/-]|\.\w")
"""What says that a word goes on: an e-mail address, a path, a compound."""


def _forms(begrip: m.Begrip) -> set[str]:
    """How a term stands in a text: only what cannot be taken for a plain word, unless its record says otherwise."""
    if begrip.in_tekst is False:
        return set()
    names = {begrip.afkorting, begrip.term} - {""}
    striking = {name for name in names if sum(letter.isupper() for letter in name) >= _CAPITALS}
    return names | {_small(name) for name in names - striking} if begrip.in_tekst else striking


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def explained(
    blocks: tuple[n.Block, ...], list_: WordList, seen: set[str], at_word: Callable[[n.Word], None] | None = None
) -> tuple[n.Block, ...]:
    """What someone wrote, with a `Term` where a term is first used.

    Args:
        blocks: of a page, with its words or filled.
        list_: the words to look for.
        seen: the terms that need no explanation any more; what is explained here is added.
        at_word: is called at each word of the vocabulary, in reading order; it may add to `seen`.
    """
    return _Explainer(list_, seen, at_word or (lambda _: None)).nodes(blocks)


_LEFT_ALONE = (n.Heading, n.Link, n.Quotation, n.Figure)
_PHRASES: frozenset[n.PhraseKind] = frozenset({"abbr", "cite", "kbd", "q"})
"""The same as `_NOT_IN`, in a tree; captions, names of facts and heads of tables are no children of theirs."""


@dataclass(frozen=True, slots=True)
class _Explainer:
    list_: WordList
    seen: set[str]
    at_word: Callable[[n.Word], None]

    def nodes(self, nodes: Iterable[n.Node]) -> tuple[Any, ...]:
        """Nodes that follow each other, explained."""
        return tuple(new for node in nodes for new in self.node(node))

    def node(self, node: n.Node) -> Iterator[n.Node]:
        """A node, as it was when nothing in it changes."""
        match node:
            case n.Text():
                yield from self.text(node)
                return
            case n.Table():
                self.passes((*node.caption, *node.head))
            case n.Fact():
                self.passes(inline for name in node.names for inline in name)
        if _is_left_alone(node) or not (children := getattr(node, "children", ())):
            self.passes((node,))
            yield node
        else:
            new = self.nodes(children)
            same = len(new) == len(children) and all(map(is_, new, children))
            yield node if same else replace(node, children=new)  # type: ignore[arg-type]  # a node that has children

    def passes(self, nodes: Iterable[n.Node]) -> None:
        """What is not explained may hold words all the same."""
        for node in n.walk(nodes):
            if isinstance(node, n.Word):
                self.at_word(node)

    def text(self, text: n.Text) -> Iterator[n.Text | n.Term]:
        """Letters, with the terms in them."""
        until = 0
        for place, word in self.list_.in_tekst(text.text):
            if (id_ := self.list_.woorden[word]) not in self.seen:
                self.seen.add(id_)
                if place > until:
                    yield n.Text(*_place(text, until), text.text[until:place])
                yield n.Term(*_place(text, place), id_, word)
                until = place + len(word)
        if not until:
            yield text
        elif until < len(text.text):
            yield n.Text(*_place(text, until), text.text[until:])


def _is_left_alone(node: n.Node) -> bool:
    match node:
        case n.Phrase():
            return node.kind in _PHRASES
        case n.Cell():
            return node.header
        case _:
            return isinstance(node, _LEFT_ALONE)


def _place(text: n.Text, at: int) -> tuple[int, int]:
    """The line and column of a letter of a text, as if its lines are not indented."""
    if not text.line:
        return 0, 0
    lines = text.text.count("\n", 0, at)
    return text.line + lines, at - text.text.rfind("\n", 0, at) if lines else text.column + at


def explained_html(html: str, list_: WordList, explanation: Callable[[str, str], str], seen: set[str]) -> str:
    """What a word of running text yields, with each term explained where it is first used.

    Args:
        html: of our own templates, well-formed.
        list_: the words to look for.
        explanation: id of a term and the word as the page has it → the HTML of the link.
        seen: as `explained` has it.
    """
    parts, until = [], 0
    for start, end in _running_text(html):
        for place, word in list_.in_tekst(html[start:end]):
            if (id_ := list_.woorden[word]) not in seen:
                seen.add(id_)
                parts += [html[until : start + place], explanation(id_, word)]
                until = start + place + len(word)
    return "".join((*parts, html[until:]))


_SEPARATOR = re.compile(r"""<(/?)([a-z][a-z0-9]*)(?:[^"'>]|"[^"]*"|'[^']*')*>|<!--.*?-->|&[^;\s]+;""", re.DOTALL)
"""What stands between pieces of text: a tag, a comment, a character by its name."""


def _running_text(html: str) -> Iterator[tuple[int, int]]:
    """Where each piece of running text begins and ends."""
    until = outside = 0
    for separator in _SEPARATOR.finditer(html):
        if not outside and separator.start() > until:
            yield until, separator.start()
        until = separator.end()
        close, tag = separator.groups()
        if tag in _NOT_IN:
            outside += -1 if close else 1
    if not outside:
        yield until, len(html)
