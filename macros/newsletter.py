"""The newsletter as e-mail: a record and its page's HTML → an HTML mail, a text mail and an .eml file.

The page's HTML is read once, with html.parser, into a small tree of known tags; the template writes that tree with a
style on every tag (mail clients drop stylesheets), the text is written from the same tree. A tag, attribute or address
that is not known here cannot reach a mailbox, whoever made the HTML. No library inlines the styles: the tree has to be
walked for the text anyway, and then a style attribute is one lookup in the template.

Nothing here knows the day of the build: an issue tells what it told on its own date.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html.parser import HTMLParser
from itertools import accumulate, pairwise

from jinja2 import Environment

from macros import dates, links
from macros import models as m
from macros.catalog import Catalog

MAXIMUM = 100_000
"""Bytes of an HTML mail; Gmail cuts a message off at 102 KB, and the end with it."""

BREEDTE = 72
"""Columns of a text mail (RFC 3676 advises fewer than 78)."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One issue, three forms."""

    html: str
    tekst: str
    eml: bytes


def bestanden(
    catalog: Catalog, html: Mapping[str, str], sjablonen: Environment, *, site: str, vandaag: date
) -> Iterator[tuple[str, bytes]]:
    """The three files of every issue up to `vandaag`: path relative to the root, content.

    Args:
        catalog: the records.
        html: for a newsletter's address (relative to the root) its HTML, sanitised, with full addresses.
        sjablonen: the environment over `overrides/email`.
        site: the site's address, ending in `/`.
        vandaag: the day of the build; an issue dated later is not sent yet.
    """
    for brief in catalog.nieuwsbrieven():
        if brief.datum <= vandaag:
            post = mail(catalog, brief, html[brief.pad], sjablonen, site=site)
            yield f"{brief.pad}email.html", post.html.encode()
            yield f"{brief.pad}email.txt", post.tekst.encode()
            yield f"{brief.pad}nieuwsbrief.eml", post.eml


def mail(catalog: Catalog, brief: m.Nieuwsbrief, html: str, sjablonen: Environment, *, site: str) -> Mail:
    """One issue as a mail; what does not fit in MAXIMUM stays on the site, and the mail says so."""
    blokken = boom(html)
    gegevens = _gegevens(catalog, brief, site)

    def html_mail(aantal: int) -> str:
        deel = _afdelingen(blokken[:aantal])
        return sjablonen.get_template("nieuwsbrief.html").render(
            gegevens, afdelingen=deel, ingekort=aantal < len(blokken)
        )

    aantal = _hoeveel(blokken, html_mail)
    tekst, adressen = tekstmail(blokken[:aantal])
    kaal = sjablonen.get_template("nieuwsbrief.text.html").render(
        gegevens, inhoud=tekst, adressen=adressen, ingekort=aantal < len(blokken), wikkel=_wikkel
    )
    return _samen(brief, html_mail(aantal).strip() + "\n", kaal.strip() + "\n")


def _gegevens(catalog: Catalog, brief: m.Nieuwsbrief, site: str) -> dict[str, object]:
    """What both templates tell around the articles."""
    return {
        "titel": _kort(brief.titel),
        "samenvatting": _schoon(brief.samenvatting),
        "datum": brief.datum,
        "achteraf": brief.achteraf,
        "adres": links.absoluut(brief.pad, site),
        "abonneren": links.absoluut("abonneren/", site),
        "site": site,
        "themas": _koppelingen([catalog.een(m.Thema, id_) for id_ in brief.themas], site),
        "bronnen": _koppelingen([catalog.een(m.Bron, id_) for id_ in brief.bron], site),
        "vindplaats": _kort(brief.vindplaats),
    }


def _koppelingen(records: Iterable[m.Record], site: str) -> list[tuple[str, str]]:
    return [(_kort(record.naam_), links.absoluut(record.pad, site)) for record in records]


# ── Text that no mail client chokes on ──────────────────────────────────────────────────────────────────

# What XML does not allow, lone surrogates, and the marks that turn the direction of what follows.
_VERBODEN = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_WIT = re.compile(r"[ \t\n\r]+")


def _schoon(tekst: str) -> str:
    """One line of text; a hard space stays a hard space."""
    return _WIT.sub(" ", _VERBODEN.sub("", tekst)).strip()


def _kort(tekst: str, lengte: int = 200) -> str:
    tekst = _schoon(tekst)
    return tekst if len(tekst) <= lengte else f"{tekst[: lengte - 1]}…"


_ADRES = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"<>\\]+", re.IGNORECASE)


def _adres(getypt: str) -> str:
    """The address of a link, or nothing when a mail should not follow it (`javascript:`)."""
    getypt = _VERBODEN.sub("", getypt).strip()
    return getypt if _ADRES.fullmatch(getypt) else ""


# ── HTML → a tree of known tags ─────────────────────────────────────────────────────────────────────────

_KOPPEN = tuple(f"h{niveau}" for niveau in range(1, 7))
_BLOKKEN = {
    *_KOPPEN, "p", "ul", "ol", "li", "blockquote", "pre", "dl", "dt", "dd", "hr",
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
    return list(_in_blokken(lezer.wortel.kinderen))


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
            alt = _schoon(dict(attrs).get("alt") or "")
            self.open[-1].kinderen += [f"[Afbeelding: {alt}]"] if alt else []
        elif tag in _BLOKKEN | _IN_REGEL and len(self.open) < _DIEPTE:
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
        if not self.overslaan and (tekst := _VERBODEN.sub("", data)):
            self.open[-1].kinderen.append(tekst.replace("\r\n", "\n").replace("\r", "\n"))


def _attributen(tag: str, attrs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """The attributes that carry meaning and are what they should be: an address, a number, a scope."""
    gegeven = {naam: waarde or "" for naam, waarde in attrs if naam in _ATTRIBUTEN.get(tag, ())}
    if "href" in gegeven:
        adres = _adres(gegeven["href"])
        return {"href": adres} if adres else {}
    return {naam: waarde for naam, waarde in gegeven.items() if re.fullmatch(r"[0-9]{1,3}|(col|row)(group)?", waarde)}


def _in_blokken(kinderen: Iterable[Knoop | str]) -> Iterator[Knoop]:
    los = Knoop("p")
    for kind in kinderen:
        if isinstance(kind, str) or kind.tag not in _BLOKKEN:
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
    return _schoon("".join(delen))


# ── Articles, and as many as fit ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Afdeling:
    """What stands under one heading; before the first heading there is none."""

    kop: Knoop | None
    blokken: tuple[Knoop, ...]


def _afdelingen(blokken: Sequence[Knoop]) -> list[Afdeling]:
    koppen = [plek for plek, blok in enumerate(blokken) if blok.tag in {"h1", "h2"}]
    begin = Afdeling(None, tuple(blokken[: koppen[0] if koppen else None]))
    rest = [Afdeling(blokken[van], tuple(blokken[van + 1 : tot])) for van, tot in pairwise([*koppen, len(blokken)])]
    return [begin, *rest] if begin.blokken else rest


def _hoeveel(blokken: Sequence[Knoop], html_mail: Callable[[int], str]) -> int:
    """How many blocks fit in one mail: all, or as many as there is room for, never ending with a heading."""
    if _lengte(blokken) <= MAXIMUM and _bytes(html_mail(len(blokken))) <= MAXIMUM:
        return len(blokken)
    # A block cannot be smaller than its words: that bounds the number of mails to try.
    woorden = list(accumulate(_lengte([blok]) for blok in blokken))
    hoogste = bisect_right(woorden, MAXIMUM)
    aantal = bisect_right(range(hoogste + 1), MAXIMUM, key=lambda n: _bytes(html_mail(n))) - 1
    while aantal > 0 and blokken[aantal - 1].tag in _KOPPEN:
        aantal -= 1
    return max(aantal, 0)


def _lengte(blokken: Iterable[Knoop]) -> int:
    return sum(len(kind) if isinstance(kind, str) else _lengte([kind]) for blok in blokken for kind in blok.kinderen)


def _bytes(tekst: str) -> int:
    return len(tekst.encode())


# ── The text mail ───────────────────────────────────────────────────────────────────────────────────────


def tekstmail(blokken: Iterable[Knoop]) -> tuple[str, list[str]]:
    """The blocks as text of BREEDTE columns, and the addresses that its numbers between brackets stand for."""
    schrijver = _Schrijver()
    return "\n\n".join(filter(None, (schrijver.blok(blok, BREEDTE) for blok in blokken))), schrijver.adressen


class _Schrijver:
    """Writes blocks as text and keeps the links for the foot."""

    def __init__(self) -> None:
        self.adressen: list[str] = []

    def blok(self, knoop: Knoop, breedte: int) -> str:
        """One block, wrapped."""
        return _VORMEN.get(knoop.tag, _Schrijver.inhoud)(self, knoop, breedte)

    def inhoud(self, knoop: Knoop, breedte: int) -> str:
        """What is in a block: its own words, and the blocks in it."""
        delen = []
        for blok in _in_blokken(knoop.kinderen):
            vorm = self.blok if _onder(blok) or blok.tag != "p" else self.alinea
            delen.append(vorm(blok, breedte))
        dicht = knoop.tag in {"li", "dd"} and not any(_onder(knoop, "p"))
        return ("\n" if dicht else "\n\n").join(filter(None, delen))

    def alinea(self, knoop: Knoop, breedte: int) -> str:
        """Words, wrapped."""
        regels = "".join(self._woorden(knoop.kinderen)).split("\v")
        return "\n".join(filter(None, (_wikkel(regel, breedte) for regel in regels)))

    def kop(self, knoop: Knoop, breedte: int) -> str:
        """A heading with a line under it; the lower, the lighter."""
        kop = self.alinea(knoop, breedte)
        streep = {"h1": "=", "h2": "-"}.get(knoop.tag, ".")
        return f"{kop}\n{streep * max(map(len, kop.splitlines()))}" if kop else ""

    def lijst(self, knoop: Knoop, breedte: int) -> str:
        """Items, each hanging behind its mark."""
        begin = int(knoop.attributen.get("start", "1"))
        punten = enumerate(_onder(knoop, "li"), begin)
        return "\n".join(
            self._hangend(f"{nummer}. " if knoop.tag == "ol" else "- ", punt, breedte) for nummer, punt in punten
        )

    def _hangend(self, teken: str, knoop: Knoop, breedte: int) -> str:
        inhoud = self.inhoud(knoop, max(breedte - len(teken), _SMALST))
        return teken + textwrap.indent(inhoud, " " * len(teken)).lstrip(" ")

    def begrippen(self, knoop: Knoop, breedte: int) -> str:
        """Terms, each with its meaning under it."""
        return "\n".join(
            self.inhoud(kind, breedte) if kind.tag == "dt" else self._ingesprongen(kind, breedte, "    ")
            for kind in _onder(knoop, "dt", "dd")
        )

    def citaat(self, knoop: Knoop, breedte: int) -> str:
        """Words of someone else."""
        return self._ingesprongen(knoop, breedte, "> ")

    def _ingesprongen(self, knoop: Knoop, breedte: int, teken: str) -> str:
        inhoud = self.inhoud(knoop, max(breedte - len(teken), _SMALST))
        return textwrap.indent(inhoud, teken, lambda _: True)

    def code(self, knoop: Knoop, breedte: int) -> str:
        """Lines as they were typed."""
        regels = "".join(self._woorden(knoop.kinderen)).strip("\n").split("\n")
        return "\n".join(_wikkel(regel, breedte, "    ") for regel in regels)

    def tabel(self, knoop: Knoop, breedte: int) -> str:
        """A table in columns, or row by row when it is too wide for that."""
        titels = [self.inhoud(kind, breedte) for kind in _onder(knoop, "caption")]
        rijen = [[self._cel(cel) for cel in _onder(rij, "th", "td")] for rij in _rijen(knoop)]
        raster = _raster(rijen)
        past = all(len(regel) <= breedte for regel in raster)
        regels = "\n".join(raster) if past else "\n\n".join(_opgesomd(rijen, breedte))
        return "\n\n".join(filter(None, [*titels, regels]))

    def _cel(self, knoop: Knoop) -> str:
        return _schoon(" ".join(self._woorden([knoop])))

    def _woorden(self, kinderen: Iterable[Knoop | str]) -> Iterator[str]:
        """Words in a line; a line break is a vertical tab, which no text of ours can hold."""
        for kind in kinderen:
            if isinstance(kind, str):
                yield kind
            elif kind.tag == "br":
                yield "\v"
            else:
                yield from self._woorden(kind.kinderen)
                if adres := kind.attributen.get("href"):
                    yield f"\u00a0[{self._nummer(adres)}]"

    def _nummer(self, adres: str) -> int:
        if adres not in self.adressen:
            self.adressen.append(adres)
        return self.adressen.index(adres) + 1


_VORMEN: dict[str, Callable[[_Schrijver, Knoop, int], str]] = {
    **dict.fromkeys(_KOPPEN, _Schrijver.kop), "ul": _Schrijver.lijst, "ol": _Schrijver.lijst,
    "dl": _Schrijver.begrippen, "blockquote": _Schrijver.citaat, "pre": _Schrijver.code,
    "table": _Schrijver.tabel, "hr": lambda *_: "* * *",
}  # fmt: skip
_SMALST = 20
"""Columns that are left for words, however deep a list is."""


def _onder(knoop: Knoop, *tags: str) -> list[Knoop]:
    """The blocks directly in a block, of these tags or of all."""
    return [kind for kind in knoop.kinderen if isinstance(kind, Knoop) and kind.tag in (tags or _BLOKKEN)]


def _rijen(knoop: Knoop) -> Iterator[Knoop]:
    for kind in _onder(knoop, "thead", "tbody", "tfoot", "tr"):
        yield from [kind] if kind.tag == "tr" else _rijen(kind)


def _wikkel(tekst: str, breedte: int = BREEDTE, inspringen: str = "") -> str:
    """Text wrapped; words are only broken where they are longer than a line."""
    tekst = _WIT.sub(" ", tekst).strip()
    regels = textwrap.wrap(tekst, breedte - len(inspringen), break_on_hyphens=False)
    return "\n".join(inspringen + regel for regel in regels)


def _raster(rijen: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns of their own width, a line under the first."""
    aantal = max(map(len, rijen), default=0)
    vol = [[*rij, *[""] * (aantal - len(rij))] for rij in rijen]
    breedtes = [max(map(len, kolom)) for kolom in zip(*vol, strict=True)]
    vol[1:1] = [["-" * breedte for breedte in breedtes]] if vol else []
    return ["  ".join(cel.ljust(b) for cel, b in zip(rij, breedtes, strict=True)).rstrip() for rij in vol]


def _opgesomd(rijen: Sequence[Sequence[str]], breedte: int) -> Iterator[str]:
    """A table that is too wide: each row as a list of heading and value."""
    koppen = rijen[0]
    for rij in rijen[1:]:
        paren = zip([*koppen, *[""] * len(rij)], rij, strict=False)
        yield "\n".join(_wikkel(f"{kop}: {cel}" if kop else cel, breedte) for kop, cel in paren if cel)


# ── The .eml file ───────────────────────────────────────────────────────────────────────────────────────

AFZENDER = "Vul hier de afzender in <afzender@example.invalid>"
ONTVANGER = "Vul hier de ontvanger in <ontvanger@example.invalid>"
AFMELDEN = "<https://example.invalid/vul-hier-het-adres-voor-afmelden-in>"


def _samen(brief: m.Nieuwsbrief, html: str, tekst: str) -> Mail:
    """Both forms in one message (RFC 2046, 5.1.4: the plainest first)."""
    bericht = EmailMessage(policy=SMTP)
    bericht["From"] = AFZENDER
    bericht["To"] = ONTVANGER
    bericht["Subject"] = _kort(brief.titel)
    bericht["Date"] = format_datetime(dates.tijdstip(brief.datum))
    bericht["Message-ID"] = f"<nieuwsbrief.{brief.id}@example.invalid>"
    bericht["List-Unsubscribe"] = AFMELDEN
    bericht["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    bericht["X-Unsent"] = "1"  # Outlook opens it as a draft that is ready to be sent
    bericht.set_content(tekst, cte="quoted-printable")
    bericht.add_alternative(html, subtype="html", cte="quoted-printable")
    bericht["Content-Language"] = "nl"
    # The boundary is the content's own hash: the same in every build, and "=_" never occurs in quoted-printable.
    bericht.set_boundary(f"=_{sha256((tekst + html).encode()).hexdigest()[:32]}")
    return Mail(html, tekst, bericht.as_bytes())
