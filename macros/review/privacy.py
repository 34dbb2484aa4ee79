"""The privacy gate: what may identify a person is refused wherever it stands, and never repeated in a message.

A line is first made plain: NFKC, no characters without width, entities and percent signs decoded, so that a fullwidth
digit or `%40` hides nothing. Citizen service numbers (BSN) and bank accounts prove themselves with a checksum
(python-stdnum); nine random digits pass the eleven-test in one case out of eleven, so a BSN blocks beside a word that
says what it is and warns elsewhere. Telephone numbers are read by phonenumbers. Both libraries live here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain
from urllib.parse import unquote

import phonenumbers
from phonenumbers import PhoneNumberType as Soort
from stdnum import iban
from stdnum.nl import bsn

from macros.base.parsing import Bevinding

TEKST = (".md", ".yml", ".csv")
"""How the names of text files end; all that is in them is published, also comments and front matter."""


@dataclass(frozen=True, slots=True)
class Vondst:
    """Something private: its place in the text, what it is, what to do, whether it only might be."""

    begin: int
    eind: int
    soort: str
    raad: str
    misschien: bool = False


# ── Where it is looked for ──────────────────────────────────────────────────────────────────────────────


def bestand(naam: str, tekst: str) -> Iterator[Bevinding]:
    """Everything private in one text."""
    tekst = effen(tekst.replace("\r\n", "\n").replace("\r", "\n"))
    for vondst in zoek(tekst):
        regel = tekst.count("\n", 0, vondst.begin) + 1
        waarde = masker(tekst[vondst.begin : vondst.eind])
        yield Bevinding(naam, regel, f"hier staat {vondst.soort} ({waarde}); {vondst.raad}", vondst.misschien)


def verberg(melding: str) -> str:
    """A message with everything private in it masked."""
    if not any(map(str.isdecimal, melding)) and "@" not in melding:
        return melding
    plat = effen(melding)
    for vondst in sorted(zoek(plat), key=lambda v: -v.begin):
        plat = plat[: vondst.begin] + masker(plat[vondst.begin : vondst.eind]) + plat[vondst.eind :]
        melding = plat
    return melding


def masker(waarde: str) -> str:
    """Two characters and stars: enough to find it, too little to use it."""
    return waarde[:2] + "*" * min(len(waarde) - 2, 8)


_BREEDTELOOS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_STREEPJES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹣"), "-")
_SPATIES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")


def effen(tekst: str) -> str:
    """The text with nothing in it that hides a number, on the same lines."""
    if not tekst.isascii():
        tekst = _BREEDTELOOS.sub("", unicodedata.normalize("NFKC", tekst)).translate(_STREEPJES | _SPATIES)
    if "&" in tekst:
        tekst = re.sub(r"&#?\w{1,12};", lambda t: _een_regel(unescape(t[0])), tekst)
    if "%" in tekst:
        tekst = re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda t: _een_regel(unquote(t[0])), tekst)
    tekst = re.sub(r"\\(?=[^\w\s])", "", tekst)
    return tekst if tekst.isascii() else _BREEDTELOOS.sub("", tekst)


def _een_regel(tekst: str) -> str:
    return re.sub(r"\s", " ", tekst)


# ── What is looked for ──────────────────────────────────────────────────────────────────────────────────


def zoek(tekst: str) -> Iterator[Vondst]:
    """Everything private in a text that `effen` has made plain, each place once."""
    bezet: list[tuple[int, int]] = []
    for vondst in chain(_ibans(tekst), _bsns(tekst), _telefoons(tekst), _mail(tekst), _kentekens(tekst)):
        if not any(begin < vondst.eind and vondst.begin < eind for begin, eind in bezet):
            bezet.append((vondst.begin, vondst.eind))
            yield vondst


def _erbij(tekst: str, begin: int, eind: int, woorden: re.Pattern[str], ver: int = 80) -> bool:
    """Whether a word stands near: on these lines, or in the heading of a column."""
    return bool(woorden.search(tekst[max(0, begin - ver) : eind + ver]))


_GRENS = r"(?<!\w)(?<!\d[./-])"
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?\d{2}(?:[ .\n-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_LENGTE = {
    land: int(lengte)
    for land, lengte in re.findall(
        r"([A-Z]{2})(\d{2})",
        "AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 "
        "LU20 LV21 MA28 MC27 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 TR26 UA29 VA22",
    )
}
"""How long an account number of a country is (the IBAN registry of SWIFT): where it ends in a sentence."""


def _ibans(tekst: str) -> Iterator[Vondst]:
    for t in _IBAN.finditer(tekst):
        plekken = [i for i, teken in enumerate(t[0]) if teken.isalnum()]
        lengte = _LENGTE.get(t[0][:2].upper(), 0)
        stuk = t[0][: plekken[min(lengte or len(plekken), len(plekken)) - 1] + 1]
        nummer = "".join(teken for teken in stuk if teken.isalnum())
        if iban.is_valid(nummer, check_country=len(nummer) != lengte):  # of Belgium the library does not know all banks
            raad = "een bankrekening hoort niet op de site; haal het nummer weg"
            yield Vondst(t.start(), t.start() + len(stuk), "een bankrekeningnummer (IBAN)", raad)


_NEGEN = re.compile(rf"{_GRENS}\d(?:[ .\n-]?\d){{7,8}}(?![\w/-]|\.\d)")
_BSN_WOORD = re.compile(
    r"\b(bsn|burger\s?-?service\s?-?(nummer|nr)|sofi|persoons\s?-?(nummer|nr)|identiteits\s?-?nummer)", re.IGNORECASE
)


def _bsns(tekst: str) -> Iterator[Vondst]:
    for t in _NEGEN.finditer(tekst):
        if bsn.is_valid(re.sub(r"\D", "", t[0])):
            zeker = _erbij(tekst, t.start(), t.end(), _BSN_WOORD) or _in_kolom(tekst, t.start(), _BSN_WOORD)
            if zeker or re.fullmatch(r"\d{9}|\d{4}[. -]\d{2}[. -]\d{3}|\d{3}[. -]\d{3}[. -]\d{3}", t[0]):
                soort = "een burgerservicenummer (BSN)" if zeker else "een getal dat een burgerservicenummer kan zijn"
                raad = "haal het weg" if zeker else "is het dat niet, dan hoeft u niets te doen"
                yield Vondst(t.start(), t.end(), soort, raad, misschien=not zeker)


def _in_kolom(tekst: str, plek: int, woorden: re.Pattern[str]) -> bool:
    """Whether a cell of a CSV or of a Markdown table stands in a table whose heading has the word."""
    begin = tekst.rfind("\n", 0, plek) + 1
    regel = tekst[begin : tekst.find("\n", plek) if "\n" in tekst[plek:] else len(tekst)]
    if "|" not in regel and "," not in regel:
        return False
    blok = tekst.rfind("\n\n", 0, plek)
    kop = tekst[blok + 2 if blok >= 0 else 0 :].split("\n", 1)[0]
    return bool(woorden.search(kop))


_NUMMER = re.compile(
    rf"{_GRENS}(?:\+|\(?00?|\(\+?|(?=31[ -]?\(?0?\)?[ -]?6))[ ]?\d(?:[ .()/\n-]{{0,3}}\d){{7,13}}(?!\w|[.-]\d)"
)
_OPENBAAR = {Soort.TOLL_FREE, Soort.PREMIUM_RATE, Soort.SHARED_COST}
KANTOREN: frozenset[str] = frozenset()
"""Numbers of offices that may be on the site, in E.164: `+31880000000`. Empty: the site names none."""


def _telefoons(tekst: str) -> Iterator[Vondst]:
    for t in _NUMMER.finditer(tekst):
        getypt = re.sub(
            r"^\(?31|^00", "+31" if t[0].lstrip("(").startswith("31") else "+", re.sub(r"\(0\)|\n", " ", t[0])
        )
        try:
            nummer = phonenumbers.parse(getypt, "NL")
        except phonenumbers.NumberParseException:
            continue
        if not phonenumbers.is_valid_number(nummer) or phonenumbers.number_type(nummer) in _OPENBAAR:
            continue
        if phonenumbers.format_number(nummer, phonenumbers.PhoneNumberFormat.E164) not in KANTOREN:
            raad = "nummers van personen horen niet op de site; een 0800- of 0900-nummer mag wel"
            yield Vondst(t.start(), t.end(), "een telefoonnummer", raad)


_APENSTAART = r"(?:@|\s?[(\[{]\s?(?:at|apenstaartje|@)\s?[)\]}]\s?|\s(?:apenstaartje)\s)"
_PUNT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt)\s?[)\]}]\s?)"
_MAIL = re.compile(
    rf"(?<![\w.+-])([A-Za-z0-9](?:[\w.+'-]{{0,62}}[\w])?){_APENSTAART}([A-Za-z0-9-]{{1,63}}(?:{_PUNT}[A-Za-z0-9-]{{1,63}}){{0,5}}{_PUNT}[A-Za-z]{{2,24}})",
    re.IGNORECASE,
)
_ROL = re.compile(
    r"(info|contact|secretariaat|redactie|post|postbus|mail|communicatie|pers|voorlichting|privacy|fg|avg|helpdesk|servicedesk|"
    r"meldpunt|melding(en)?|veiligheid|bureau|balie|gemeente|griffie|bestuur|nieuwsbrief|noreply|no-?reply|webmaster|beheer|"
    r"support|vragen|aanmelden|afmelden|abonneren|team|kennisbank|netwerk|receptie|klachten|toegankelijkheid|security|office|"
    r"openbareorde|ovv|handhaving|zorgenveiligheid|ondermijning|riec|rsiv|vnon|stuurgroep|agenda|evenementen|bibob|cyber)",
    re.IGNORECASE,
)
_VOORBEELD = re.compile(r"(^|[.@])(example\.(com|org|net|nl)|voorbeeld\.nl|localhost)$", re.IGNORECASE)


def _mail(tekst: str) -> Iterator[Vondst]:
    if "@" not in tekst and not re.search(r"[(\[{]\s?at\s?[)\]}]|apenstaart", tekst, re.IGNORECASE):
        return
    for t in _MAIL.finditer(tekst):
        if not _is_rol(t[1], t[2]) and not _VOORBEELD.search(t[2]):
            raad = "gebruik een algemeen adres, zoals info@gemeente.nl, of haal het weg"
            yield Vondst(t.start(), t.end(), "een persoonlijk e-mailadres", raad)


def _is_rol(voor: str, achter: str) -> bool:
    """A mailbox of a role (`redactie`), or of a role at the domain's own name (`veiligheid-tiel`)."""
    eigen = re.split(r"\W+", achter.lower())
    delen = [deel for deel in re.split(r"[._+-]", voor.lower()) if deel]
    return bool(delen) and bool(_ROL.fullmatch(delen[0])) and all(_ROL.fullmatch(d) or d in eigen for d in delen)


_L = "[B-DF-HJ-NPR-TV-XZ]"
_VORMEN = (
    "LL-99-99", "99-99-LL", "99-LL-99", "LL-99-LL", "LL-LL-99", "99-LL-LL", "99-LLL-9", "9-LLL-99", "LL-999-L", "L-999-LL",
    "LLL-99-L", "L-99-LLL", "9-LL-999", "999-LL-9",
)  # fmt: skip
"""The fourteen series of the RDW."""
_VOERTUIGEN = ("kenteken", "nummerbord", "nummerplaat", "auto", "voertuig", "scooter", "busje", "motor", "vrachtwagen")
_KENTEKEN_WOORD = re.compile(rf"\b({'|'.join(_VOERTUIGEN)})", re.IGNORECASE)


def _vorm(vorm: str, letter: str, streep: str) -> str:
    return vorm.replace("-", streep).replace("9", r"\d").replace("L", letter)


_PLAAT = re.compile(
    rf"(?<![\w-])(?=[A-Z\d]{{1,3}}-[A-Z\d]{{2,3}}-)(?:{'|'.join(_vorm(v, _L, '-') for v in _VORMEN)})(?![\w-])"
)
_LOSSE_PLAAT = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_vorm(v, '[A-Z]', '[ -]?') for v in _VORMEN)})(?![\w-])", re.IGNORECASE
)


def _kentekens(tekst: str) -> Iterator[Vondst]:
    raad = "een kenteken hoort niet op de site; haal het weg"
    for t in _PLAAT.finditer(tekst):
        yield Vondst(t.start(), t.end(), "een kenteken", raad)
    klein = tekst.lower()  # most texts have none of these words, and looking for them like this is cheap
    for woord in _KENTEKEN_WOORD.finditer(tekst) if any(woord in klein for woord in _VOERTUIGEN) else ():
        begin = max(0, woord.start() - 40)
        for t in _LOSSE_PLAAT.finditer(tekst, begin, woord.end() + 40):
            if woord[1].lower().startswith(("kenteken", "nummer")) or t[0].upper() == t[0]:
                yield Vondst(t.start(), t.end(), "een kenteken", raad)
