"""What a built site holds: the names that its makers and its checkers share, and what stands on its pages.

A page is read once, for its links, anchors, scripts and styles; the check before publishing and the headers both begin
there. Standard library only, so a release can be checked on a machine that has nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

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
_VERWIJZEN = {("a", "href"), ("area", "href"), ("form", "action"), ("blockquote", "cite"), ("dialog", "data-werker")}
_HALENDE_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch"}
_UITVOERBAAR = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}


@dataclass(frozen=True, slots=True)
class Koppeling:
    """An address on a page; `haalt` when a browser fetches it by itself."""

    adres: str
    haalt: bool


@dataclass(slots=True)
class Opmaak:
    """What one page of HTML holds."""

    koppelingen: list[Koppeling] = field(default_factory=list)
    ankers: set[str] = field(default_factory=set)
    dubbel: list[str] = field(default_factory=list)
    """Ids that stand on the page more than once."""
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
        self._open: Literal["scripts", "stijlen", ""] = ""
        self._tekst: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerken = {naam: waarde or "" for naam, waarde in attrs}
        for naam, waarde in kenmerken.items():
            self._kenmerk(tag, naam, waarde, kenmerken)
        if tag == "style":
            self._open = "stijlen"
        elif tag == "script" and "src" not in kenmerken and kenmerken.get("type", "").lower() in _UITVOERBAAR:
            self._open = "scripts"

    def _kenmerk(self, tag: str, naam: str, waarde: str, alle: dict[str, str]) -> None:
        if naam == "id":
            self._anker(waarde)
        elif naam == "style":
            self.opmaak.stijlkenmerken.append(waarde)
        elif naam.startswith("on") or waarde.strip().lower().startswith("javascript:"):
            self.opmaak.handlers.append(f"{tag} {naam}")
        elif tag == "link" and naam == "href":
            haalt = bool(_HALENDE_LINKS & set(alle.get("rel", "").lower().split()))
            self.opmaak.koppelingen.append(Koppeling(waarde, haalt))
        elif naam == "srcset":
            stukken = (stuk.split() for stuk in waarde.split(","))
            self.opmaak.koppelingen += [Koppeling(stuk[0], haalt=True) for stuk in stukken if stuk]
        elif (tag, naam) in _HALEN or (tag, naam) in _VERWIJZEN:
            self.opmaak.koppelingen.append(Koppeling(waarde, (tag, naam) in _HALEN))
        elif (tag, naam) == ("dialog", "data-andere"):
            self.opmaak.zoekt_in += [ander["site"] for ander in json.loads(waarde)]
        elif tag == "a" and naam == "name":
            self.opmaak.ankers.add(waarde)

    def _anker(self, id_: str) -> None:
        if id_ in self.opmaak.ankers:
            self.opmaak.dubbel.append(id_)
        self.opmaak.ankers.add(id_)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._tekst.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag in {"script", "style"}:
            getattr(self.opmaak, self._open).append("".join(self._tekst))
            self._open, self._tekst = "", []
        elif tag == "html":
            self.opmaak.heel = True
