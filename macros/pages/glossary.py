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

_NIET_IN = {
    "h1", "h2", "h3", "h4", "h5", "h6", "a", "abbr", "code", "pre", "kbd", "cite", "q", "blockquote", "caption",
    "figcaption", "th", "dt", "summary", "button", "label",
}  # fmt: skip
"""Where no link is put in: what is a link already, names a part, is quoted, or is to be typed."""
_HOOFDLETTERS = 2


@dataclass(frozen=True)
class Woordenlijst:
    """The words to look for, each with the id of its term; a word that two terms share is no one's.

    Args:
        begrippen: the glossary.
    """

    begrippen: tuple[m.Begrip, ...]

    @cached_property
    def woorden(self) -> dict[str, str]:
        """Every abbreviation and name to explain, as it stands in a text."""
        paren = [(woord, b.id) for b in self.begrippen for woord in sorted(_vormen(b))]
        vaak = Counter(woord for woord, _ in paren)
        return {woord: id_ for woord, id_ in paren if vaak[woord] == 1}

    @cached_property
    def per_begin(self) -> dict[str, list[str]]:
        """The same by their first letters and digits, the longest first."""
        per_begin: dict[str, list[str]] = defaultdict(list)
        for woord in sorted(self.woorden, key=lambda woord: (-len(woord), woord)):
            if begin := _BEGIN.match(woord):
                per_begin[begin[0]].append(woord)
        return dict(per_begin)

    def in_tekst(self, tekst: str) -> Iterator[tuple[int, str]]:
        """Where the words stand in a text, whole."""
        for begin in _BEGIN.finditer(tekst):
            for woord in self.per_begin.get(begin[0], ()):
                plek = begin.start()
                if tekst.startswith(woord, plek) and not _VERDER.match(tekst, plek + len(woord)):
                    yield plek, woord
                    break


_BEGIN = re.compile(r"(?<![\w.@/-])\w+")
_VERDER = re.compile(r"[\w@/-]|\.\w")
"""What says that a word goes on: an e-mail address, a path, a compound."""


def _vormen(begrip: m.Begrip) -> set[str]:
    """How a term stands in a text: only what cannot be taken for a plain word, unless its record says otherwise."""
    if begrip.in_tekst is False:
        return set()
    namen = {begrip.afkorting, begrip.term} - {""}
    opvallend = {naam for naam in namen if sum(letter.isupper() for letter in naam) >= _HOOFDLETTERS}
    return namen | {_klein(naam) for naam in namen - opvallend} if begrip.in_tekst else opvallend


def _klein(naam: str) -> str:
    return naam[:1].lower() + naam[1:]


def leg_uit(
    html: str, lijst: Woordenlijst, uitleg: Callable[[str, str], str], *, eigen: str = "", genoemd: Mapping[str, str]
) -> str:
    """A page's prose with each term explained where it is first used.

    Args:
        html: the prose, well-formed (a sanitiser made it).
        lijst: the words.
        uitleg: id of a term and the word as the page has it → the HTML of the link.
        eigen: the term that the page itself is about.
        genoemd: marks in the HTML (`data-inzet`) at which an author put in a term by hand → the term's id.
    """
    delen, tot, gezien = [], 0, {eigen}
    for begin, eind in _lopende_tekst(html, genoemd, gezien):
        for plek, woord in lijst.in_tekst(html[begin:eind]):
            if (id_ := lijst.woorden[woord]) not in gezien:
                gezien.add(id_)
                delen += [html[tot : begin + plek], uitleg(id_, woord)]
                tot = begin + plek + len(woord)
    return "".join((*delen, html[tot:]))


_SCHEIDING = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>|<!--.*?-->|&[^;\s]+;""", re.DOTALL)
"""What stands between pieces of text: a tag, a comment, a character by its name."""
_INZET = re.compile(r'data-inzet="([0-9a-f]+)"')


def _lopende_tekst(html: str, genoemd: Mapping[str, str], gezien: set[str]) -> Iterator[tuple[int, int]]:
    """Where each piece of running text begins and ends; terms that an author put in on the way are seen."""
    tot = buiten = 0
    for scheiding in _SCHEIDING.finditer(html):
        if not buiten and scheiding.start() > tot:
            yield tot, scheiding.start()
        tot = scheiding.end()
        sluit, tag, kenmerken = scheiding.groups()
        if tag in _NIET_IN:
            buiten += -1 if sluit else 1
        if kenmerken and (inzet := _INZET.search(kenmerken)) and (id_ := genoemd.get(inzet[1])):
            gezien.add(id_)
    if not buiten:
        yield tot, len(html)
