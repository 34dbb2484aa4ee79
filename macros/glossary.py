"""Terms of the field, explained where a page first uses them.

The first time that the prose of a page uses an abbreviation or a name of the glossary, the word becomes a link to its
page, with the meaning as the link's description: by mouse, keyboard, touch and ear, with or without script.
Only the text is touched: what lies between is cut at the places that the parser gives, and stays byte for byte.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import accumulate

from macros import models as m

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
    lezer = _Lezer(lijst, {eigen}, genoemd)
    lezer.lees(html)
    delen, tot = [], 0
    for plek, woord in lezer.gevonden:
        delen += [html[tot:plek], uitleg(lijst.woorden[woord], woord)]
        tot = plek + len(woord)
    return "".join((*delen, html[tot:]))


@dataclass
class _Lezer(HTMLParser):
    """Finds the first use of each term in running text."""

    lijst: Woordenlijst
    gezien: set[str]
    genoemd: Mapping[str, str]
    gevonden: list[tuple[int, str]] = field(default_factory=list)
    """Where a word begins in the HTML, and the word."""
    buiten: int = 0
    """How many open elements say that no link may stand here."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=False)

    def lees(self, html: str) -> None:
        self.regels = [0, *accumulate(len(regel) + 1 for regel in html.split("\n"))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.buiten += tag in _NIET_IN
        if id_ := self.genoemd.get(dict(attrs).get("data-inzet") or ""):
            self.gezien.add(id_)

    def handle_endtag(self, tag: str) -> None:
        self.buiten -= tag in _NIET_IN

    def handle_data(self, data: str) -> None:
        if self.buiten:
            return
        regel, kolom = self.getpos()
        begin = self.regels[regel - 1] + kolom
        self.gevonden += [(begin + plek, woord) for plek, woord in self._nieuw(data)]

    def _nieuw(self, data: str) -> Iterator[tuple[int, str]]:
        for plek, woord in self.lijst.in_tekst(data):
            if (id_ := self.lijst.woorden[woord]) not in self.gezien:
                self.gezien.add(id_)
                yield plek, woord
