"""What a built site holds: the names that its makers and its checkers share, and what stands on its pages.

A page is read once, for all that anyone asks of it: the check before publishing, the check of a site of whatever maker,
and the headers begin there. Standard library only, so a release can be checked on a machine that has nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal, NamedTuple

BOUWLIJST = "data/bouw.json"
"""The list of all files with their hashes that a build writes last: without it a build has not ended."""
ADRESSEN = "data/adressen.json"
"""All addresses that were moved or withdrawn."""
MET_HASH = r"(?:assets/.+\.|zoek/[a-z]+-)[0-9a-f]{10}\.[a-z0-9.]+"
"""Files whose name changes with their content: they never change, and may be kept for ever."""

_HALEN = {
    ("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("audio", "src"), ("video", "src"),
    ("video", "poster"), ("embed", "src"), ("object", "data"), ("track", "src"), ("use", "href"), ("image", "href"),
    ("input", "src"),
}  # fmt: skip
_VERWIJZEN = {("a", "href"), ("area", "href"), ("form", "action"), ("blockquote", "cite"), ("script", "data-werker")}
_HALENDE_LINKS = {
    "stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch", "preconnect", "dns-prefetch",
}  # fmt: skip
_UITVOERBAAR = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
_LETTERLIJK = {"code", "pre", "kbd", "samp", "script", "style", "textarea"}
_KOPPEN = {f"h{niveau}": niveau for niveau in range(1, 7)}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element(NamedTuple):
    """A tag as it opens: its line, name and attributes."""

    regel: int
    tag: str
    kenmerken: Mapping[str, str]


class Koppeling(NamedTuple):
    """An address on a page; `haalt` when a browser fetches it by itself."""

    adres: str
    haalt: bool


@dataclass(slots=True)
class Opmaak:
    """What one page of HTML holds."""

    elementen: list[Element] = field(default_factory=list)
    koppelingen: dict[Koppeling, list[int]] = field(default_factory=dict)
    """Every address, with the lines on which it stands."""
    ids: Counter[str] = field(default_factory=Counter)
    """Anchors, each as often as it stands on the page."""
    titel: str = ""
    kale_links: list[int] = field(default_factory=list)
    """Lines of links that say nothing: no text, no name."""
    accolades: list[int] = field(default_factory=list)
    """Lines with `{{` or `{%` outside what is shown literally: a word that was not carried out."""
    scripts: list[str] = field(default_factory=list)
    """Text of inline scripts that a browser runs (data blocks such as JSON-LD are not)."""
    stijlen: list[str] = field(default_factory=list)
    stijlkenmerken: list[str] = field(default_factory=list)
    """Values of `style` attributes."""
    handlers: list[str] = field(default_factory=list)
    """Inline event handlers and addresses that are script."""
    zoekt_in: list[str] = field(default_factory=list)
    """Addresses of other sites that the search on this page asks along (`extra.zoek_andere`)."""
    heel: bool = False
    """Whether the page reaches the end of its `html` element."""

    @property
    def koppen(self) -> Iterator[tuple[int, int]]:
        """The line and the level of each heading."""
        return ((el.regel, _KOPPEN[el.tag]) for el in self.elementen if el.tag in _KOPPEN)

    @property
    def taal(self) -> str:
        """The language that the page says it is in."""
        return next((el.kenmerken.get("lang", "") for el in self.elementen if el.tag == "html"), "")

    @property
    def verwijst_door(self) -> bool:
        """Whether the page does no more than send a reader on."""
        return any(
            el.tag == "meta" and el.kenmerken.get("http-equiv", "").lower() == "refresh" for el in self.elementen
        )


def lees(html: str) -> Opmaak:
    """Read one page."""
    lezer = _Lezer()
    lezer.feed(html)
    lezer.close()
    return lezer.opmaak


class _Lezer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.opmaak = Opmaak()
        self._open: list[str] = []
        self._bewaart: Literal["scripts", "stijlen", ""] = ""
        self._tekst: list[str] = []
        self._link: tuple[int, str] | None = None
        """The line of the link that is open, and what it says so far."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerken = {naam: waarde or "" for naam, waarde in attrs}
        regel = self.getpos()[0]
        self.opmaak.elementen.append(Element(regel, tag, kenmerken))
        if tag not in _VOID:
            self._open.append(tag)
        for naam, waarde in kenmerken.items():
            self._kenmerk(tag, naam, waarde, kenmerken)
        if tag == "style":
            self._bewaart = "stijlen"
        elif tag == "script" and "src" not in kenmerken and kenmerken.get("type", "").lower() in _UITVOERBAAR:
            self._bewaart = "scripts"
        elif tag == "a" and "href" in kenmerken:
            self._link = regel, kenmerken.get("aria-label", "") + kenmerken.get("title", "")
        elif self._link and tag in {"img", "svg"}:
            self._link = self._link[0], self._link[1] + kenmerken.get("alt", "") + kenmerken.get("aria-label", "")

    def _kenmerk(self, tag: str, naam: str, waarde: str, alle: dict[str, str]) -> None:
        if naam == "id":
            self.opmaak.ids[waarde] += 1
        elif naam == "style":
            self.opmaak.stijlkenmerken.append(waarde)
        elif naam.startswith("on") or waarde.strip().lower().startswith("javascript:"):
            self.opmaak.handlers.append(f"{tag} {naam}")
        elif tag == "link" and naam == "href":
            self._koppel(waarde, haalt=bool(_HALENDE_LINKS & set(alle.get("rel", "").lower().split())))
        elif naam == "srcset":
            for stuk in filter(str.strip, waarde.split(",")):
                self._koppel(stuk.split()[0], haalt=True)
        elif (tag, naam) in _HALEN or (tag, naam) in _VERWIJZEN:
            self._koppel(waarde, haalt=(tag, naam) in _HALEN)
        elif (tag, naam) == ("script", "data-andere"):
            self.opmaak.zoekt_in += [ander["site"] for ander in json.loads(waarde)]
        elif tag == "a" and naam == "name":
            self.opmaak.ids[waarde] += not self.opmaak.ids[waarde]  # beside an id of that name it is no second one

    def _koppel(self, adres: str, *, haalt: bool) -> None:
        self.opmaak.koppelingen.setdefault(Koppeling(adres, haalt), []).append(self.getpos()[0])

    def handle_data(self, data: str) -> None:
        if self._bewaart:
            self._tekst.append(data)
        if self._link:
            self._link = self._link[0], self._link[1] + data
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.opmaak.titel += data
        if ("{{" in data or "{%" in data) and not _LETTERLIJK & {*self._open}:
            self.opmaak.accolades.append(self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if self._bewaart and tag in {"script", "style"}:
            getattr(self.opmaak, self._bewaart).append("".join(self._tekst))
            self._bewaart, self._tekst = "", []
        elif tag == "a" and self._link:
            self.opmaak.kale_links += [] if self._link[1].strip() else [self._link[0]]
            self._link = None
        elif tag == "html":
            self.opmaak.heel = True
