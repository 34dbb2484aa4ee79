"""What is searched: documents in parts, and the concepts of the glossary."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Deel:
    """A part of a page under one heading; the part before the first heading has no anchor and no heading."""

    anker: str
    kop: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page that can be found. `pad` is relative to the site's root: `praktijken/hackshield/`."""

    pad: str
    titel: str
    soort: str
    themas: tuple[str, ...] = ()
    jaar: int | None = None
    samenvatting: str = ""
    delen: tuple[Deel, ...] = ()
    synoniemen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the glossary; `pad` is the page that explains it."""

    id: str
    term: str
    afkorting: str
    synoniemen: tuple[str, ...]
    betekenis: str
    pad: str


_OVERSLAAN = frozenset({"nav", "script", "style", "svg", "template", "noscript", "form", "button"})
_LEEG = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_DOORLOPEND = frozenset("a abbr b bdi cite code del dfn em i ins kbd mark q s small span strong sub sup u var".split())  # noqa: SIM905
_KOPPEN = frozenset({"h2", "h3"})
_STILLE_KLASSEN = frozenset({"headerlink", "stand-van", "bron", "leeg"})
"""Links to a heading itself, the line with dates and sources, links to a source, and "there is nothing here"."""
ONVINDBAAR = "data-zoek-niet"
"""The attribute with which a template keeps a list of links to other pages out of the search."""


_TEKEN = re.compile(
    r"""<(?:!--.*?(?:-->|$)|(?:script|style)\b[^>]*+>.*?(?:<[/](?:script|style)[^>]*+>|$)"""
    r"""|(/?)([a-z][^\s/>]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>|[!?/][^>]*+>)""",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, a script as a whole, a tag (whether it closes, its name, the rest), or what is none."""
_ATTRIBUUT = re.compile(r"""([^\s"'=/]++)(?:\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"']++)))?""")
_GELEZEN = re.compile(f"id|class|hidden|{ONVINDBAAR}", re.IGNORECASE)


def delen_uit_html(html: str) -> tuple[Deel, ...]:
    """Parts of a page's content: split at each h2 and h3 with an anchor, without navigation, scripts and icons.

    The anchor of a heading is its id, or that of an element which begins with it: `<section id="…"><h2>`.

    Unclosed and stray tags are taken as they come: the text is never lost, at worst it lands under another
    heading. The h1 is the title and is left out.
    """
    lezer = _Lezer()
    lezer.lees(html)
    return lezer.delen()


@dataclass
class _Stuk:
    anker: str = ""
    kop: list[str] = field(default_factory=list)
    tekst: list[str] = field(default_factory=list)

    def deel(self) -> Deel:
        return Deel(self.anker, _effen(self.kop), _effen(self.tekst))


def _effen(stukken: list[str]) -> str:
    return " ".join("".join(stukken).split())


class _Lezer:
    """Collects text; `_stil` holds the open elements from the one on that is skipped."""

    def __init__(self) -> None:
        self._stukken = [_Stuk()]
        self._stil: list[str] = []
        self._in_kop = ""
        self._anker = ""
        """The id of what was opened since the last text."""

    def lees(self, html: str) -> None:
        """Reads a page, tag by tag; `html.parser` does the same in three times the time."""
        stukken = _TEKEN.split(html)
        for tekst, slot, naam, rest in zip(stukken[::4], stukken[1::4], stukken[2::4], stukken[3::4], strict=False):
            self._tekst(tekst)
            if naam:
                self._teken(slot, naam.lower(), rest)
        self._tekst(stukken[-1])

    def _teken(self, slot: str, naam: str, rest: str) -> None:
        if slot:
            self._sluit(naam)
        elif rest[-1:] == "/":
            self._spatie(naam)
        else:
            self._begin(naam, rest)

    def _begin(self, naam: str, rest: str) -> None:
        attributen = _attributen(rest) if rest else {}
        if self._stil or _is_stil(naam, attributen):
            if naam not in _LEEG:
                self._stil.append(naam)
            return
        self._anker = attributen.get("id") or self._anker
        if naam in _KOPPEN and self._anker:
            self._stukken.append(_Stuk(self._anker))
            self._in_kop = naam
        self._spatie(naam)

    def _sluit(self, naam: str) -> None:
        if naam in self._stil:
            del self._stil[len(self._stil) - 1 - self._stil[::-1].index(naam) :]
        elif not self._stil:
            self._in_kop = "" if naam == self._in_kop else self._in_kop
            self._spatie(naam)

    def _tekst(self, ruw: str) -> None:
        if self._stil or not ruw:
            return
        stuk = self._stukken[-1]
        (stuk.kop if self._in_kop else stuk.tekst).append(unescape(ruw) if "&" in ruw else ruw)
        self._anker = "" if ruw.strip() else self._anker

    def _spatie(self, naam: str) -> None:
        if naam not in _DOORLOPEND:
            self._tekst(" ")

    def delen(self) -> tuple[Deel, ...]:
        """The parts that say something."""
        alle = (stuk.deel() for stuk in self._stukken)
        return tuple(deel for deel in alle if deel.kop or deel.tekst)


def _attributen(rest: str) -> dict[str, str]:
    """The attributes of a tag, of which only those in `_GELEZEN` are wanted."""
    if not _GELEZEN.search(rest):
        return {}
    gevonden = ((naam.lower(), dubbel or enkel or kaal) for naam, dubbel, enkel, kaal in _ATTRIBUUT.findall(rest))
    return {naam: unescape(waarde) for naam, waarde in gevonden}


def _is_stil(tag: str, attrs: Mapping[str, str]) -> bool:
    """Whether an element holds nothing that a reader would look for on this page."""
    if tag in _OVERSLAAN or tag == "h1":
        return True
    if not attrs:
        return False
    verborgen = attrs.get("aria-hidden") == "true" or "hidden" in attrs or ONVINDBAAR in attrs
    return verborgen or not _STILLE_KLASSEN.isdisjoint(attrs.get("class", "").split())
