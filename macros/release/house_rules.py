"""The built site held against the same rules as its source, whatever engine built it.

It reads nothing but files: a folder with HTML. What it finds in a page of ours is a fault of a template or of the
engine, so most messages name the address and not a line that someone typed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from macros.base.parsing import Bevinding
from macros.release import completeness, markup
from macros.review import privacy

_GEGEVENS = {"application/ld+json", "application/json"}
_ADRESSEN = {"href", "src", "action", "formaction", "xlink:href"}
_SCHEMAS = {"http", "https", "mailto", "tel", "webcal", "feed"}
_GEEN_NAAM = "https://site.invalid/"
"""The address of a site that does not say its own (RFC 6761): links with a full address then lead outside."""
MAIL = "email.html"
_TEKST = {".html", ".xml", ".json", ".txt", ".ics", ".csv", ".opml"}

Melding = tuple[int, str]


def controleer_site(map_: Path) -> list[Bevinding]:
    """Everything that is wrong with a built site, by file and line."""
    site = completeness.lees(map_, _eigen_adres(map_) or _GEEN_NAAM)
    gevonden = [
        Bevinding(pad, *melding)
        for pad, blad in site.bladen.items()
        for melding in (*_alleen(pad, blad), *_links(site, pad, blad))
    ]
    gevonden += _wezen(site)
    return sorted({Bevinding(b.bestand, b.regel, privacy.verberg(b.melding), b.waarschuwing) for b in gevonden})


_HASH = re.compile(r"""\b[0-9a-f]{64}\b|(?<=[.-])[0-9a-f]{10}(?=\.)|(?<="uitgave": ")[0-9a-f]{10}(?=")""")
"""Hashes in lists and in names of files, and the release's: now and then their digits look like a telephone number."""


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


def _is_mail(pad: str) -> bool:
    """Whether it is the e-mail of a newsletter: it is opened elsewhere, and carries its own looks."""
    return posixpath.basename(pad) == MAIL


def _alleen(pad: str, blad: markup.Opmaak) -> Iterator[Melding]:
    mail = _is_mail(pad)
    for element in blad.elementen:
        yield from ((element.regel, melding) for melding in _weiger(element, mail=mail))
    yield from ((regel, "een link zonder tekst of naam") for regel in blad.kale_links)
    accolades = "een opdracht tussen accolades is niet uitgevoerd: {{ of {% staat op de pagina"
    yield from ((regel, accolades) for regel in blad.accolades)
    yield from ((1, f"het anker {id_!r} staat er {keer} keer") for id_, keer in blad.ids.items() if keer > 1)
    if not blad.titel.strip():
        yield 1, "de pagina heeft geen titel (<title>)"
    if not blad.taal:
        yield 1, "de pagina zegt niet in welke taal zij is (<html lang>)"
    if not blad.verwijst_door:
        yield from _koppen(blad)


def _koppen(blad: markup.Opmaak) -> Iterator[Melding]:
    if (aantal := sum(niveau == 1 for _, niveau in blad.koppen)) != 1:
        yield 1, f"de pagina heeft {aantal} koppen van niveau 1; het hoort er één te zijn"
    vorige = 0
    for regel, niveau in blad.koppen:
        if niveau > vorige + 1 and vorige:
            yield regel, f"een kop slaat een niveau over: h{vorige} en dan h{niveau}"
        vorige = niveau


def _weiger(element: markup.Element, *, mail: bool) -> Iterator[str]:
    """What may not be there at all."""
    tag, waarden = element.tag, element.kenmerken
    if tag in {"base", "object", "embed", "frame", "frameset", "applet"}:
        yield f"het element <{tag}> mag er niet zijn"
    if (tag == "style" or "style" in waarden) and not mail:
        yield f"vormgeving in de pagina zelf (<{tag}>): een streng beveiligingsbeleid (CSP) laat die niet toe"
    if tag == "script" and "src" not in waarden and waarden.get("type") not in _GEGEVENS:
        yield "een script in de pagina zelf: een streng beveiligingsbeleid (CSP) laat dat niet toe"
    if tag == "img" and "alt" not in waarden:
        yield f"een plaatje zonder alt: {waarden.get('src', '')}"
    for naam in (naam for naam in waarden if naam.startswith("on")):
        yield f"{naam}= in <{tag}>: een streng beveiligingsbeleid (CSP) laat dat niet toe"
    for naam in _ADRESSEN & waarden.keys():
        schema = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", waarden[naam]).lower())
        if schema and schema[1] not in _SCHEMAS:
            yield f"een adres dat met {schema[1]}: begint in <{tag}>"
    if tag == "form" and re.match(r"\s*(https?:)?//", waarden.get("action", ""), re.IGNORECASE):
        yield f"het formulier stuurt naar een andere site: {waarden['action'][:80]}"


# ── Between pages ───────────────────────────────────────────────────────────────────────────────────────


def _eigen_adres(map_: Path) -> str:
    """The site's own address, as its home page has it, so a full address of its own is checked too."""
    index = map_ / "index.html"
    tekst = index.read_text(encoding="utf-8", errors="replace") if index.is_file() else ""
    gevonden = re.search(r'<link[^>]*rel="?canonical"?[^>]*href="?([^"\s>]+)', tekst)
    return gevonden[1] if gevonden else ""


def _links(site: completeness.Site, pad: str, blad: markup.Opmaak) -> Iterator[Melding]:
    for koppeling, regels in blad.koppelingen.items():
        if melding := completeness.mis(site, urljoin(site.adres, pad), koppeling):
            yield from ((regel, melding) for regel in regels)


def _wezen(site: completeness.Site) -> Iterator[Bevinding]:
    """Pages that cannot be reached from the home page by following links."""
    bereikt, rij = {"index.html", "404.html"}, ["index.html"]
    while rij:
        for doel in _leidt_naar(site, rij.pop()) - bereikt:
            bereikt.add(doel)
            rij.append(doel)
    for pad, blad in site.bladen.items():
        if pad not in bereikt and not blad.verwijst_door and not _is_mail(pad):
            yield Bevinding(pad, 1, "vanaf de beginpagina is deze pagina niet te bereiken", waarschuwing=True)


def _leidt_naar(site: completeness.Site, pad: str) -> set[str]:
    """The pages that a page has a link to."""
    gevonden: set[str] = set()
    for koppeling in site.bladen[pad].koppelingen if pad in site.bladen else ():
        try:
            doel = completeness.binnen(site, urljoin(site.adres, pad), koppeling.adres)
        except ValueError:
            continue  # no address: told by `_links`
        gevonden |= {doel[0]} & site.bladen.keys() if doel else set()
    return gevonden
