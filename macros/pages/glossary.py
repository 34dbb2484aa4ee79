"""Terms of the field, explained where a page first uses them.

The first time that the prose of a page uses an abbreviation or a name of the glossary, the word becomes a link to its
page, with the meaning as the link's description: by mouse, keyboard, touch and ear, with or without script.
Only the text is touched: what lies between, which a sanitiser or a template wrote, stays byte for byte.
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
from macros.document import rewriting
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
        if self.by_start.keys().isdisjoint(_START.findall(text)):
            return  # most texts
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


Explain = Callable[[str, str], str]
"""The id of a term and the word as the page has it → the HTML of the link that explains it."""


def explained(
    blocks: Iterable[n.Node], list_: WordList, seen: set[str], word: Callable[[n.Word], n.Word]
) -> tuple[Any, ...]:
    """A page's prose with each term marked where it is first used.

    Args:
        blocks: the prose.
        list_: the words.
        seen: the terms that need no explanation any more; added to.
        word: asked of every word of the vocabulary on the way, in its place; the node that comes there.
    """
    return tuple(new for node in blocks for new in _explained(node, list_, seen, word))


def _explained(node: Any, list_: WordList, seen: set[str], word: Callable[[n.Word], n.Word]) -> Iterable[Any]:  # noqa: ANN401 - any node
    match node:
        case n.Text():
            return _marked(node, list_, seen)
        case n.Cell(header=True) | n.Phrase(kind="abbr" | "cite" | "kbd" | "q"):
            return _only_words((node,), word)
        case n.Table():
            node = replace(node, caption=_only_words(node.caption, word), head=_only_words(node.head, word))
        case n.Fact():
            node = replace(node, names=tuple(_only_words(name, word) for name in node.names))
    if type(node) in _NO_LINKS or not getattr(node, "children", ()):
        return _only_words((node,), word)
    children = explained(node.children, list_, seen, word)
    return (node if all(map(is_, children, node.children)) else replace(node, children=children),)


def _only_words(nodes: tuple[Any, ...], word: Callable[[n.Word], n.Word]) -> tuple[Any, ...]:
    """What no term is explained in, of which words are asked all the same: there too an author puts terms in by hand."""
    if not any(isinstance(node, n.Word) for node in n.walk(nodes)):
        return nodes
    return rewriting.filled(nodes, lambda found: (word(found),))


_NO_LINKS = {n.Heading, n.Link, n.Quotation, n.Figure}
"""Where no link is put in: what is a link already, names a part, or is quoted."""


def _marked(node: n.Text, list_: WordList, seen: set[str]) -> list[n.Text | n.Term]:
    found: list[n.Text | n.Term] = []
    until = 0
    for place, name in list_.in_tekst(node.text):
        if (id_ := list_.woorden[name]) not in seen:
            seen.add(id_)
            if place > until:
                found.append(n.Text(*_place(node, until), node.text[until:place]))
            found.append(n.Term(*_place(node, place), id_, name))
            until = place + len(name)
    if not found:
        return [node]
    return [*found, n.Text(*_place(node, until), node.text[until:])] if until < len(node.text) else found


def _place(node: n.Text, at: int) -> tuple[int, int]:
    """The line and column of a letter of a text, as if its lines are not indented."""
    if not node.line:
        return 0, 0
    lines = node.text.count("\n", 0, at)
    return node.line + lines, at - node.text.rfind("\n", 0, at) if lines else node.column + at


def explained_html(html: str, list_: WordList, seen: set[str], explain: Explain) -> str:
    """The same of what a word of running text yields, which a template wrote: only the text is touched."""
    parts, until = [], 0
    for start, end in _running_text(html):
        for place, word in list_.in_tekst(html[start:end]):
            if (id_ := list_.woorden[word]) not in seen:
                seen.add(id_)
                parts += [html[until : start + place], explain(id_, word)]
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
