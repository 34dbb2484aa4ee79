"""A page's HTML → a small tree of known tags, for channels that write their own: the newsletter's mails.

Read once, with html.parser. A tag, attribute or address that is not known here cannot reach a mailbox, whoever made the
HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from macros.base import text

KOPPEN = tuple(f"h{niveau}" for niveau in range(1, 7))
BLOKKEN = {
    *KOPPEN, "p", "ul", "ol", "li", "blockquote", "pre", "dl", "dt", "dd", "hr",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
_IN_REGEL = {
    "a", "abbr", "br", "cite", "code", "del", "em", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup",
}  # fmt: skip
_KINDERLOOS = {"br", "hr"}
_ZONDER_INHOUD = {"script", "style", "svg", "form", "nav", "template", "iframe", "noscript", "title", "head", "object"}
_ATTRIBUTEN = {"a": ("href",), "ol": ("start",), "th": ("scope", "colspan", "rowspan"), "td": ("colspan", "rowspan")}
_DIEPTE = 30
"""Deeper than this a tag is left out and its text stays: neither a template nor a reader goes further."""


@dataclass(slots=True)
class Knoop:
    """A tag with its attributes and what is in it."""

    tag: str
    attributen: dict[str, str] = field(default_factory=dict)
    kinderen: list[Knoop | str] = field(default_factory=list)


def boom(html: str) -> list[Knoop]:
    """The blocks of a page: everything that is known, in order; loose text becomes a paragraph."""
    lezer = _Lezer()
    lezer.feed(html)
    lezer.close()
    return list(in_blokken(lezer.wortel.kinderen))


class _Lezer(HTMLParser):
    """Builds the tree; what it does not know it steps over, keeping the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wortel = Knoop("")
        self.open = [self.wortel]
        self.overslaan: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.overslaan or tag in _ZONDER_INHOUD:
            self.overslaan += [tag] if tag in _ZONDER_INHOUD else []
        elif tag == "img":
            alt = text.regel(dict(attrs).get("alt") or "")
            self.open[-1].kinderen += [f"[Afbeelding: {alt}]"] if alt else []
        elif tag in BLOKKEN | _IN_REGEL and len(self.open) < _DIEPTE:
            self._begin(Knoop(tag, _attributen(tag, attrs)))

    def _begin(self, knoop: Knoop) -> None:
        if knoop.tag == "a" and "href" not in knoop.attributen:
            return
        self.open[-1].kinderen.append(knoop)
        if knoop.tag not in _KINDERLOOS:
            self.open.append(knoop)

    def handle_endtag(self, tag: str) -> None:
        if self.overslaan:
            self.overslaan = self.overslaan[:-1] if tag == self.overslaan[-1] else self.overslaan
        elif tag in [knoop.tag for knoop in self.open[1:]]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        # Cleaned here and not before: `&#x202e;` is such a character only now.
        if not self.overslaan and (tekst := text.schoon(data)):
            self.open[-1].kinderen.append(tekst)


def _attributen(tag: str, attrs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """The attributes that carry meaning and are what they should be: an address, a number, a scope."""
    gegeven = {naam: waarde or "" for naam, waarde in attrs if naam in _ATTRIBUTEN.get(tag, ())}
    if "href" in gegeven:
        adres = _adres(gegeven["href"])
        return {"href": adres} if adres else {}
    return {naam: waarde for naam, waarde in gegeven.items() if re.fullmatch(r"[0-9]{1,3}|(col|row)(group)?", waarde)}


def in_blokken(kinderen: Iterable[Knoop | str]) -> Iterator[Knoop]:
    """The blocks among what is in a tag; what is between them becomes a paragraph, unless it has no words."""
    los = Knoop("p")
    for kind in kinderen:
        if isinstance(kind, str) or kind.tag not in BLOKKEN:
            los.kinderen.append(kind)
            continue
        if _tekst([los]):
            yield los
        los = Knoop("p")
        yield kind
    if _tekst([los]):
        yield los


def _tekst(kinderen: Iterable[Knoop | str]) -> str:
    """Only the words."""
    delen = (kind if isinstance(kind, str) else _tekst(kind.kinderen) for kind in kinderen)
    return text.regel("".join(delen))


def onder(knoop: Knoop, *tags: str) -> list[Knoop]:
    """The blocks directly in a block, of these tags or of all."""
    return [kind for kind in knoop.kinderen if isinstance(kind, Knoop) and kind.tag in (tags or BLOKKEN)]


_ADRES = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"<>\\]+", re.IGNORECASE)


def _adres(getypt: str) -> str:
    """The address of a link, or nothing when a mail should not follow it (`javascript:`)."""
    getypt = text.schoon(getypt).strip()
    return getypt if _ADRES.fullmatch(getypt) else ""
