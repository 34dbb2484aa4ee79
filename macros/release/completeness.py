"""Is a built site whole? Everything is looked at, everything that is wrong is reported.

Standard library only: what is about to be published is checked as a stranger would find it, from its files, without
the records and the templates that it was made of.
"""

from __future__ import annotations

import csv
import email
import email.policy
import gzip
import io
import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.parsers import expat

from macros.base import pdf
from macros.release import markup, search_probe


@dataclass(frozen=True, slots=True)
class Gebrek:
    """What is wrong, and in which file of the site."""

    pad: str
    melding: str

    def __str__(self) -> str:
        return f"{self.pad}: {self.melding}"


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site, and what its pages hold; read once."""

    map: Path
    adres: str
    """The address at which it is published, ending in `/`; links to it are links within the site."""
    paden: frozenset[str]
    bladen: Mapping[str, markup.Opmaak]


def lees(map_: Path, adres: str) -> Site:
    """Read a built site; what is compressed beside a file is not looked at."""
    paden = frozenset(pad.relative_to(map_).as_posix() for pad in map_.rglob("*") if pad.is_file())
    bladen = {
        pad: markup.lees((map_ / pad).read_text(encoding="utf-8", errors="replace"))
        for pad in sorted(paden)
        if pad.endswith(".html")
    }
    return Site(map_, adres, paden, bladen)


def controleer(site: Site, *, vorige: Collection[str] = ()) -> list[Gebrek]:
    """Everything that is wrong with a site.

    Args:
        site: the site.
        vorige: the paths of the release before this one; none of them may be gone without a redirect.
    """
    gebreken = [*_volledig(site), *_bladen(site), *_bestanden(site), *_zoekindex(site), *_verloren(site, vorige)]
    return sorted(gebreken, key=lambda g: (g.pad, g.melding))


# ── The whole ───────────────────────────────────────────────────────────────────────────────────────────


def _volledig(site: Site) -> Iterator[Gebrek]:
    """A build that stopped half-way has no list, or files that differ from it."""
    if markup.BOUWLIJST not in site.paden:
        yield Gebrek(markup.BOUWLIJST, "ontbreekt: de bouw is niet tot het einde gekomen")
        return
    try:
        lijst = json.loads((site.map / markup.BOUWLIJST).read_bytes())["bestanden"]
    except (ValueError, KeyError, TypeError):
        yield Gebrek(markup.BOUWLIJST, "is geen lijst van bestanden")
        return
    for pad in sorted(set(lijst) - site.paden):
        yield Gebrek(pad, "staat in de lijst van de bouw en ontbreekt")
    for verplicht in {"index.html", "404.html"} - site.paden:
        yield Gebrek(verplicht, "ontbreekt")


def _verloren(site: Site, vorige: Collection[str]) -> Iterator[Gebrek]:
    """Addresses live for ever: what was there is there, or says where it went."""
    verhuisd = _verhuisd(site)
    for van, naar in verhuisd.items():
        if melding := mis(site, site.adres, markup.Koppeling(naar or ".", haalt=False)):
            yield Gebrek(markup.ADRESSEN, f"doorverwijzing van {van}: {melding}")
    for pad in sorted(set(vorige) - site.paden):
        adres = pad.removesuffix("index.html")
        if not _mag_weg(pad) and adres not in verhuisd:
            melding = "stond in de vorige uitgave en is weg; zet het nieuwe adres in docs/_data/doorverwijzingen.yml"
            yield Gebrek(pad, melding)


def _verhuisd(site: Site) -> dict[str, str]:
    """Old addresses and where they lead."""
    if markup.ADRESSEN not in site.paden:
        return {}
    try:
        return {rij["van"]: rij["naar"] for rij in json.loads((site.map / markup.ADRESSEN).read_bytes())}
    except (ValueError, KeyError, TypeError):
        return {}  # so that what moved counts as lost: the list that says where to is not to be read


def _mag_weg(pad: str) -> bool:
    return bool(re.fullmatch(markup.MET_HASH, pad)) or pad.endswith((".gz", ".br"))


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────


def _bladen(site: Site) -> Iterator[Gebrek]:
    for pad, blad in site.bladen.items():
        if not blad.heel:
            yield Gebrek(pad, "houdt halverwege op")
        for id_ in (id_ for id_, keer in blad.ids.items() if keer > 1):
            yield Gebrek(pad, f"het anker {id_!r} staat er meer dan één keer")
        for handler in blad.handlers:
            yield Gebrek(pad, f"script in een kenmerk ({handler}); de kopregels van de server verbieden dat")
        hier = urljoin(site.adres, pad)
        for koppeling, regels in blad.koppelingen.items():
            if melding := mis(site, hier, koppeling):
                yield Gebrek(pad, melding + (f" ({len(regels)} keer)" if len(regels) > 1 else ""))


def mis(site: Site, hier: str, koppeling: markup.Koppeling) -> str:
    """What is wrong with a link on the page at `hier`; nothing for a link that works or leads outside."""
    if not koppeling.adres.strip():
        return "een link zonder adres" if koppeling.haalt else ""
    try:
        doel = binnen(site, hier, koppeling.adres)
    except ValueError:
        return f"{koppeling.adres!r} is geen adres"
    if doel is None:
        buiten = koppeling.haalt and not koppeling.adres.strip().startswith("data:")
        return f"haalt iets op bij een ander: {koppeling.adres}" if buiten else ""
    pad, anker = doel
    if not pad:
        return f"de link {koppeling.adres} komt nergens uit"
    if anker and not anker.startswith(":~:") and pad in site.bladen and not site.bladen[pad].ids[anker]:
        return f"de link {koppeling.adres} noemt een anker dat er niet is"
    return ""


def binnen(site: Site, hier: str, adres: str) -> tuple[str, str] | None:
    """The file of the site and the anchor that an address on the page at `hier` leads to; None when it leads outside.

    The file is empty when there is none.

    Raises:
        ValueError: it is no address.
    """
    delen, eigen = urlsplit(urljoin(hier, adres.strip())), urlsplit(site.adres)
    pad = delen.path or "/"
    if delen[:2] != eigen[:2] or not pad.startswith(eigen.path):
        return None
    return bestand(pad.removeprefix(eigen.path), site.paden) or "", unquote(delen.fragment)


def bestand(pad: str, paden: Collection[str]) -> str | None:
    """The file that a server answers with at a path of a URL."""
    kaal = posixpath.normpath(unquote(pad)).strip("/").removeprefix(".")
    if kaal in paden and not pad.endswith("/"):
        return kaal
    blad = f"{kaal}/index.html".removeprefix("/")
    return blad if blad in paden else None


# ── Everything else ─────────────────────────────────────────────────────────────────────────────────────


def _bestanden(site: Site) -> Iterator[Gebrek]:
    for pad in sorted(site.paden):
        ontleed = _ONTLEDERS.get(posixpath.splitext(pad)[1])
        if ontleed is None:
            continue
        try:
            meldingen = list(ontleed((site.map / pad).read_bytes()))
        except (ValueError, OSError, EOFError, csv.Error, expat.ExpatError) as fout:
            meldingen = [f"kan niet gelezen worden: {fout}"]
        yield from (Gebrek(pad, melding) for melding in meldingen)
        if pad.endswith((".xml", ".opml")) and not meldingen:
            yield from _adressen(site, pad)


def _json(data: bytes) -> Iterator[str]:
    json.loads(data)
    yield from ()


def _xml(data: bytes) -> Iterator[str]:
    expat.ParserCreate().Parse(data, True)  # noqa: FBT003 - pyexpat takes no keywords
    yield from ()


def _adressen(site: Site, pad: str) -> Iterator[Gebrek]:
    """The addresses in a feed, a list of feeds or the sitemap: each that is of this site must exist."""
    gevonden: list[str] = []
    _lees_adressen((site.map / pad).read_bytes(), gevonden)
    for adres in sorted(set(gevonden)):
        if melding := mis(site, urljoin(site.adres, pad), markup.Koppeling(adres, haalt=False)):
            yield Gebrek(pad, melding)


def _lees_adressen(data: bytes, gevonden: list[str]) -> None:
    lezer = expat.ParserCreate()
    tekst: list[str] = []

    def begin(naam: str, kenmerken: dict[str, str]) -> None:
        tekst.clear()
        if naam in {"atom:link", "link"} and "href" in kenmerken:
            gevonden.append(kenmerken["href"])
        gevonden.extend(kenmerken[naam] for naam in ("xmlUrl", "htmlUrl") if naam in kenmerken)

    def einde(naam: str) -> None:
        if naam in {"link", "loc"} and "".join(tekst).strip():
            gevonden.append("".join(tekst).strip())

    lezer.StartElementHandler, lezer.EndElementHandler, lezer.CharacterDataHandler = begin, einde, tekst.append
    lezer.Parse(data, True)  # noqa: FBT003


def _csv(data: bytes) -> Iterator[str]:
    tekst = data.decode("utf-8-sig")
    scheiding = ";" if ";" in tekst.partition("\n")[0] else ","  # Dutch spreadsheets read the first
    rijen = list(csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True))
    breedtes = {len(rij) for rij in rijen}
    if len(breedtes) > 1:
        yield f"niet elke rij heeft evenveel kolommen ({', '.join(map(str, sorted(breedtes)))})"


_REGEL = 75
"""Octets in a line of a calendar (RFC 5545, 3.1)."""


def _ics(data: bytes) -> Iterator[str]:
    regels = data.split(b"\r\n")
    if regels[0] != b"BEGIN:VCALENDAR" or regels[-2:] != [b"END:VCALENDAR", b""]:
        yield "begint of eindigt niet als agenda"
    if any(len(regel) > _REGEL or b"\n" in regel for regel in regels):
        yield "heeft een regel van meer dan 75 bytes of zonder CRLF"
    teksten = data.decode().replace("\r\n ", "").split("\r\n")
    begonnen, geeindigd = (Counter(t[len(w) :] for t in teksten if t.startswith(w)) for w in ("BEGIN:", "END:"))
    if begonnen != geeindigd:
        yield "heeft een onderdeel dat niet eindigt"
    uids = Counter(tekst for tekst in teksten if tekst.startswith("UID:"))
    if dubbel := [uid for uid, aantal in uids.items() if aantal > 1]:
        yield f"heeft dezelfde UID meer dan één keer: {dubbel[0]}"
    if uids.total() != begonnen["VEVENT"]:
        yield "heeft een afspraak zonder UID"


def _pdf(data: bytes) -> Iterator[str]:
    if not pdf.heel(data):
        yield "is geen hele PDF"


def _eml(data: bytes) -> Iterator[str]:
    bericht = email.message_from_bytes(data, policy=email.policy.default)
    delen = list(bericht.walk())
    if gebreken := [gebrek for deel in delen for gebrek in deel.defects]:
        yield f"is geen goed bericht: {type(gebreken[0]).__name__}"
    soorten = {deel.get_content_type() for deel in delen}
    if not {"text/plain", "text/html"} <= soorten:
        yield "mist de tekst of de opgemaakte versie"


def _gz(data: bytes) -> Iterator[str]:
    gzip.decompress(data)
    yield from ()


def _css(data: bytes) -> Iterator[str]:
    for adres in re.findall(r"""(?:url\(|@import)\s*['"]?((?:https?:)?//[^'")\s]+)""", data.decode()):
        yield f"haalt iets op bij een ander: {adres}"


_ONTLEDERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    ".json": _json, ".webmanifest": _json, ".xml": _xml, ".opml": _xml, ".svg": _xml, ".csv": _csv, ".ics": _ics,
    ".pdf": _pdf, ".eml": _eml, ".gz": _gz, ".css": _css,
}  # fmt: skip


# ── Search ──────────────────────────────────────────────────────────────────────────────────────────────


def _zoekindex(site: Site) -> Iterator[Gebrek]:
    """The search must answer; a site without search passes."""
    if not any(pad.startswith("zoek/") for pad in site.paden):
        return
    try:
        for pad, melding in search_probe.gebreken(site.map / "zoek", lambda pad: bestand(pad, site.paden) is not None):
            yield Gebrek(f"zoek/{pad}", melding)
    except (ValueError, KeyError, TypeError, IndexError, OSError) as fout:
        yield Gebrek("zoek/kern.json", f"de zoekindex is niet heel: {fout}")
