"""The built site held against the same rules as its source, whatever engine built it.

It reads nothing but files: a folder with HTML. What it finds in a page of ours is a fault of a template or of the
engine, so most messages name the address and not a line that someone typed.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from macros import privacy
from macros.parsing import Bevinding

_LAADT = {
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "source": ("src", "srcset"), "video": ("src", "poster"),
    "audio": ("src",), "object": ("data",), "embed": ("src",), "track": ("src",),
}  # fmt: skip
_LAADT_ALS = {"stylesheet", "preload", "modulepreload", "icon", "manifest", "prefetch", "preconnect", "dns-prefetch"}
_GEGEVENS = {"application/ld+json", "application/json"}
_LETTERLIJK = {"code", "pre", "kbd", "samp", "script", "style", "textarea"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MAIL = "email.html"
_TEKST = {".html", ".xml", ".json", ".txt", ".ics", ".csv", ".opml"}


@dataclass(slots=True)
class Blad:
    """What a page has that matters to the rest of the site, and what is wrong with it alone."""

    bestand: str
    ids: Counter[str] = field(default_factory=Counter)
    links: list[tuple[int, str]] = field(default_factory=list)
    koppen: list[tuple[int, int]] = field(default_factory=list)
    titel: str = ""
    taal: str = ""
    verwijst_door: bool = False
    fouten: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_mail(self) -> bool:
        """Whether it is the e-mail of a newsletter: it is opened elsewhere, and carries its own looks."""
        return posixpath.basename(self.bestand) == MAIL


def controleer_site(map_: Path) -> list[Bevinding]:
    """Everything that is wrong with a built site, by file and line."""
    bladen = {pad.relative_to(map_).as_posix(): _lees(map_, pad) for pad in sorted(map_.rglob("*.html"))}
    gevonden = [Bevinding(blad.bestand, *fout) for blad in bladen.values() for fout in _alleen(blad)]
    eigen = _eigen_adres(map_)
    gevonden += [
        Bevinding(blad.bestand, *fout) for blad in bladen.values() for fout in _links(map_, blad, bladen, eigen)
    ]
    gevonden += _wezen(bladen, eigen)
    return sorted({Bevinding(b.bestand, b.regel, privacy.verberg(b.melding), b.waarschuwing) for b in gevonden})


_HASH = re.compile(r"\b[0-9a-f]{64}\b|(?<=[.-])[0-9a-f]{10}(?=\.)")
"""Hashes in lists and in names of files: now and then their digits look like a telephone number."""


def geheim(map_: Path) -> list[Bevinding]:
    """Everything private in any text of the site; what only may be private was a warning on the source already."""
    gevonden: list[Bevinding] = []
    for pad in sorted(map_.rglob("*")):
        if pad.suffix in _TEKST and pad.is_file():
            tekst = pad.read_text(encoding="utf-8", errors="replace")
            tekst = _HASH.sub("", tekst)
            if pad.suffix == ".ics":
                tekst = re.sub(r"^UID:.*$", "", tekst, flags=re.MULTILINE)  # looks like an address; is an id of ours
            gevonden += privacy.bestand(pad.relative_to(map_).as_posix(), tekst)
    return [bevinding for bevinding in gevonden if not bevinding.waarschuwing]


# ── One page ────────────────────────────────────────────────────────────────────────────────────────────


def _lees(map_: Path, pad: Path) -> Blad:
    lezer = _Lezer(Blad(pad.relative_to(map_).as_posix()))
    lezer.feed(pad.read_text(encoding="utf-8", errors="replace"))
    lezer.close()
    return lezer.blad


class _Lezer(HTMLParser):
    """Notes what a page holds; what may not be there at all is a fault at once."""

    def __init__(self, blad: Blad) -> None:
        super().__init__(convert_charrefs=True)
        self.blad = blad
        self.open: list[str] = []
        self.link: tuple[int, str] | None = None
        """The line of the link that is open, and what it says so far."""

    def _fout(self, melding: str) -> None:
        self.blad.fouten.append((self.getpos()[0], melding))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        waarden = {naam: waarde or "" for naam, waarde in attrs}
        if tag not in _VOID:
            self.open.append(tag)
        self._noteer(tag, waarden)
        self._weiger(tag, waarden)
        if tag == "a" and "href" in waarden:
            self.link = self.getpos()[0], waarden.get("aria-label", "") + waarden.get("title", "")
        elif self.link and tag in {"img", "svg"}:
            self.link = self.link[0], self.link[1] + waarden.get("alt", "") + waarden.get("aria-label", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "a" and self.link:
            if not self.link[1].strip():
                self.blad.fouten.append((self.link[0], "een link zonder tekst of naam"))
            self.link = None

    def handle_data(self, data: str) -> None:
        if self.link:
            self.link = self.link[0], self.link[1] + data
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.blad.titel += data
        if ("{{" in data or "{%" in data) and not _LETTERLIJK & {*self.open}:
            self._fout("een opdracht tussen accolades is niet uitgevoerd: {{ of {% staat op de pagina")

    def _noteer(self, tag: str, waarden: Mapping[str, str]) -> None:
        blad, regel = self.blad, self.getpos()[0]
        if waarden.get("id"):
            blad.ids[waarden["id"]] += 1
        if re.fullmatch("h[1-6]", tag):
            blad.koppen.append((regel, int(tag[1])))
        elif tag == "html":
            blad.taal = waarden.get("lang", "")
        elif tag == "meta" and waarden.get("http-equiv", "").lower() == "refresh":
            blad.verwijst_door = True
        blad.links += [
            (regel, waarden[naam]) for naam in ("href", "src", "action") if waarden.get(naam) and tag != "base"
        ]

    def _weiger(self, tag: str, waarden: Mapping[str, str]) -> None:
        if tag in {"base", "object", "embed", "frame", "frameset", "applet"}:
            self._fout(f"het element <{tag}> mag er niet zijn")
        if (tag == "style" or "style" in waarden) and not self.blad.is_mail:
            self._fout(f"vormgeving in de pagina zelf (<{tag}>): een streng beveiligingsbeleid (CSP) laat die niet toe")
        if tag == "script" and "src" not in waarden and waarden.get("type") not in _GEGEVENS:
            self._fout("een script in de pagina zelf: een streng beveiligingsbeleid (CSP) laat dat niet toe")
        if tag == "img" and "alt" not in waarden:
            self._fout(f"een plaatje zonder alt: {waarden.get('src', '')}")
        for naam in (naam for naam in waarden if naam.startswith("on")):
            self._fout(f"{naam}= in <{tag}>: een streng beveiligingsbeleid (CSP) laat dat niet toe")
        self._weiger_adres(tag, waarden)

    def _weiger_adres(self, tag: str, waarden: Mapping[str, str]) -> None:
        for naam in ("href", "src", "action", "formaction", "xlink:href"):
            schema = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", waarden.get(naam, "")).lower())
            if schema and schema[1] not in {"http", "https", "mailto", "tel", "webcal", "feed"}:
                self._fout(f"een adres dat met {schema[1]}: begint in <{tag}>")
        laadt = [waarden.get(naam, "") for naam in _LAADT.get(tag, ())]
        if tag == "link" and _LAADT_ALS & {*waarden.get("rel", "").lower().split()}:
            laadt.append(waarden.get("href", ""))
        if tag == "form":
            laadt.append(waarden.get("action", ""))
        for adres in laadt:
            if re.match(r"\s*(https?:)?//", adres, re.IGNORECASE):
                self._fout(f"<{tag}> haalt iets op van een andere site: {adres[:80]}")


def _alleen(blad: Blad) -> Iterator[tuple[int, str]]:
    yield from blad.fouten
    yield from ((1, f"het anker {id_!r} staat er {keer} keer") for id_, keer in blad.ids.items() if keer > 1)
    if not blad.titel.strip():
        yield 1, "de pagina heeft geen titel (<title>)"
    if not blad.taal:
        yield 1, "de pagina zegt niet in welke taal zij is (<html lang>)"
    if blad.verwijst_door:
        return
    if (aantal := sum(niveau == 1 for _, niveau in blad.koppen)) != 1:
        yield 1, f"de pagina heeft {aantal} koppen van niveau 1; het hoort er één te zijn"
    vorige = 0
    for regel, niveau in blad.koppen:
        if niveau > vorige + 1 and vorige:
            yield regel, f"een kop slaat een niveau over: h{vorige} en dan h{niveau}"
        vorige = niveau


# ── Between pages ───────────────────────────────────────────────────────────────────────────────────────


def _eigen_adres(map_: Path) -> str:
    """The site's own address, as its home page has it, so a full address of its own is checked too."""
    index = map_ / "index.html"
    tekst = index.read_text(encoding="utf-8", errors="replace") if index.is_file() else ""
    gevonden = re.search(r'<link[^>]*rel="?canonical"?[^>]*href="?([^"\s>]+)', tekst)
    return gevonden[1] if gevonden else ""


def _doel(blad: Blad, adres: str, eigen: str) -> tuple[str, str] | None:
    """The file (relative) and the anchor of an address within the site; None when it leads elsewhere."""
    if eigen and adres.startswith(eigen):
        adres = "/" + adres.removeprefix(eigen)
    delen = urlsplit(adres)
    if delen.scheme or delen.netloc:
        return None
    if not delen.path:
        return blad.bestand, unquote(delen.fragment)
    pad = unquote(delen.path)
    vol = pad.lstrip("/") if pad.startswith("/") else posixpath.join(posixpath.dirname(blad.bestand), pad)
    schoon = posixpath.normpath(vol or ".")
    if pad.endswith("/") or schoon == "." or posixpath.basename(pad) in {".", ".."}:
        schoon = posixpath.normpath(posixpath.join(schoon, "index.html"))
    return schoon, unquote(delen.fragment)


def _links(map_: Path, blad: Blad, bladen: Mapping[str, Blad], eigen: str) -> Iterator[tuple[int, str]]:
    for regel, adres in blad.links:
        if (doel := _doel(blad, adres, eigen)) is None:
            continue
        bestand, anker = doel
        if bestand in bladen:
            if anker and not bladen[bestand].ids[anker]:
                yield regel, f"een link naar een anker dat er niet is: {adres}"
        elif bestand.startswith("..") or not (map_ / bestand).is_file():
            yield regel, f"een link naar een bestand dat er niet is: {adres}"


def _wezen(bladen: Mapping[str, Blad], eigen: str) -> Iterator[Bevinding]:
    """Pages that cannot be reached from the home page by following links."""
    bereikt, rij = {"index.html", "404.html"}, ["index.html"]
    while rij:
        blad = bladen.get(rij.pop())
        for _, adres in blad.links if blad else ():
            doel = _doel(blad, adres, eigen) if blad else None
            if doel and doel[0] in bladen and doel[0] not in bereikt:
                bereikt.add(doel[0])
                rij.append(doel[0])
    for bestand, blad in bladen.items():
        if bestand not in bereikt and not blad.verwijst_door and not blad.is_mail:
            yield Bevinding(bestand, 1, "vanaf de beginpagina is deze pagina niet te bereiken", waarschuwing=True)
