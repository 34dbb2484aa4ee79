"""Terms of the field, explained where a page first uses them.

The first time that the prose of a page uses an abbreviation or a name of the glossary, the word becomes a link to its
page, with the meaning as the link's description: by mouse, keyboard, touch and ear, with or without script.
Only the text is touched: what lies between, which a sanitiser or a template wrote, stays byte for byte.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

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


def explain(
    html: str, list_: WordList, explanation: Callable[[str, str], str], *, own: str = "", mentioned: Mapping[str, str]
) -> str:
    """A page's prose with each term explained where it is first used.

    Args:
        html: the prose, well-formed (a sanitiser made it).
        list_: the words.
        explanation: id of a term and the word as the page has it → the HTML of the link.
        own: the term that the page itself is about.
        mentioned: marks in the HTML (`data-inzet`) at which an author put in a term by hand → the term's id.
    """
    parts, until, seen = [], 0, {own}
    for start, end in _running_text(html, mentioned, seen):
        for place, word in list_.in_tekst(html[start:end]):
            if (id_ := list_.woorden[word]) not in seen:
                seen.add(id_)
                parts += [html[until : start + place], explanation(id_, word)]
                until = start + place + len(word)
    return "".join((*parts, html[until:]))


_SEPARATOR = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>|<!--.*?-->|&[^;\s]+;""", re.DOTALL)
"""What stands between pieces of text: a tag, a comment, a character by its name."""
_PLACEHOLDER = re.compile(r'data-inzet="([0-9a-f]+)"')


def _running_text(html: str, mentioned: Mapping[str, str], seen: set[str]) -> Iterator[tuple[int, int]]:
    """Where each piece of running text begins and ends; terms that an author put in on the way are seen."""
    until = outside = 0
    for separator in _SEPARATOR.finditer(html):
        if not outside and separator.start() > until:
            yield until, separator.start()
        until = separator.end()
        close, tag, attributes = separator.groups()
        if tag in _NOT_IN:
            outside += -1 if close else 1
        if attributes and (placeholder := _PLACEHOLDER.search(attributes)) and (id_ := mentioned.get(placeholder[1])):
            seen.add(id_)
    if not outside:
        yield until, len(html)
