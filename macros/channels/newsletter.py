"""The newsletter as e-mail: a record and its page's HTML → an HTML mail, a text mail and an .eml file.

Of the page's HTML a tree of known tags is made, once; the template writes that tree with a style on every tag (mail clients
drop stylesheets), the text is written from the same tree. No library inlines the styles: the tree has to be walked for
the text anyway, and then a style attribute is one lookup in the template.

Nothing here knows the day of the build: an issue tells what it told on its own date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from itertools import accumulate, pairwise

from jinja2 import Environment

from macros.base import dates, links, text
from macros.channels.text_mail import tekstmail, wikkel
from macros.document.tree import KOPPEN, Knoop, boom
from macros.records import models as m
from macros.records.catalog import Catalog

MAXIMUM = 100_000
"""Bytes of an HTML mail; Gmail cuts a message off at 102 KB, and the end with it."""


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
        gegevens, inhoud=tekst, adressen=adressen, ingekort=aantal < len(blokken), wikkel=wikkel
    )
    return _samen(brief, html_mail(aantal).strip() + "\n", kaal.strip() + "\n")


def _gegevens(catalog: Catalog, brief: m.Nieuwsbrief, site: str) -> dict[str, object]:
    """What both templates tell around the articles."""
    return {
        "titel": _kort(brief.titel),
        "samenvatting": text.regel(brief.samenvatting),
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


def _kort(tekst: str, lengte: int = 200) -> str:
    tekst = text.regel(tekst)
    return tekst if len(tekst) <= lengte else f"{tekst[: lengte - 1]}…"


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
    # A block cannot be smaller than its words and tags: that bounds the number of mails to try.
    woorden = list(accumulate(_lengte([blok]) for blok in blokken))
    hoogste = bisect_right(woorden, MAXIMUM)
    aantal = bisect_right(range(hoogste + 1), MAXIMUM, key=lambda n: _bytes(html_mail(n))) - 1
    while aantal > 0 and blokken[aantal - 1].tag in KOPPEN:
        aantal -= 1
    return max(aantal, 0)


def _lengte(blokken: Iterable[Knoop]) -> int:
    """The least that blocks can take: their words and a bare tag each."""
    kinderen = (kind for blok in blokken for kind in (*blok.kinderen, "<hr>"))
    return sum(len(kind) if isinstance(kind, str) else _lengte([kind]) for kind in kinderen)


def _bytes(tekst: str) -> int:
    return len(tekst.encode())


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
