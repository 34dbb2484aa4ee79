"""The privacy gate: what may identify a person is refused wherever it stands, and never repeated in a message.

A line is first made plain: NFKC, no characters without width, entities and percent signs decoded, so that a fullwidth
digit or `%40` hides nothing. Citizen service numbers (BSN) and bank accounts prove themselves with a checksum
(python-stdnum); nine random digits pass the eleven-test in one case out of eleven, so a BSN blocks beside a word that
says what it is and warns elsewhere. Telephone numbers are read by phonenumbers. Both libraries live here.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize
from urllib.parse import unquote

from stdnum import iban
from stdnum.nl import bsn

from macros.base import late
from macros.base.errors import Finding
from macros.review.characters import beyond_ascii

if TYPE_CHECKING:
    import phonenumbers
else:  # few texts hold a number
    phonenumbers = late.module("phonenumbers")

TEXT = (".md", ".yml", ".csv")
"""How the names of text files end; all that is in them is published, also comments and front matter."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something private: its place in the text, what it is, what to do, whether it only might be."""

    start: int
    end: int
    soort: str
    advice: str
    maybe: bool = False


# ── Where it is looked for ──────────────────────────────────────────────────────────────────────────────


def check_text(name: str, text: str) -> Iterator[Finding]:
    """Everything private in one text."""
    text = normalise(text.replace("\r\n", "\n").replace("\r", "\n"))
    for hit in find(text):
        line = text.count("\n", 0, hit.start) + 1
        value = mask_value(text[hit.start : hit.end])
        yield Finding(name, line, f"hier staat {hit.soort} ({value}); {hit.advice}", hit.maybe)


def mask(message: str) -> str:
    """A message with everything private in it masked."""
    if not any(map(str.isdecimal, message)) and "@" not in message:
        return message
    flat = normalise(message)
    for hit in sorted(find(flat), key=lambda v: -v.start):
        flat = flat[: hit.start] + mask_value(flat[hit.start : hit.end]) + flat[hit.end :]
        message = flat
    return message


def mask_value(value: str) -> str:
    """Two characters and stars: enough to find it, too little to use it."""
    return value[:2] + "*" * min(len(value) - 2, 8)


_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹣"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")

_LOOKS_LIKE = re.compile("[" + "".join(map(chr, _DASHES | _SPACES)) + "]")


def normalise(text: str) -> str:
    """The text with nothing in it that hides a number, on the same lines."""
    decoded = plain = _plain(text)
    if "&" in decoded:
        decoded = re.sub(r"&#?\w{1,12};", lambda t: _one_line(unescape(t[0])), decoded)
    if "%" in decoded:
        decoded = re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda t: _one_line(unquote(t[0])), decoded)
    if "\\" in decoded:
        decoded = re.sub(r"\\(?=[^\w\s])", "", decoded)
    return plain if decoded is plain else _ZERO_WIDTH.sub("", decoded)


_ORDINARY = re.compile("[À-ÖØ-öø-ÿ‘’“”€]*")
"""Letters that look like no other and are one letter each."""


def _plain(text: str) -> str:
    """Letters that look alike as one."""
    if text.isascii():
        return text
    if _ORDINARY.fullmatch(beyond_ascii(text)):
        return text.replace("\t", " ")
    text = _ZERO_WIDTH.sub("", text if is_normalized("NFKC", text) else normalize("NFKC", text))
    return text.translate(_DASHES | _SPACES) if _LOOKS_LIKE.search(text) else text


def _one_line(text: str) -> str:
    return re.sub(r"\s", " ", text)


# ── What is looked for ──────────────────────────────────────────────────────────────────────────────────


def find(text: str) -> Iterator[Hit]:
    """Everything private in a text that `normalise` has made plain, each place once."""
    occupied: list[tuple[int, int]] = []
    small = _small(text)
    shape = small.translate(_SHAPE)
    may_hold = _may_hold_number(shape)
    ibans = (_ibans,) if b"aa00" in shape or b"aa 00" in shape else ()
    bsns = (_bsns,) if may_hold or any(word in small for word in _BSN_PARTS) else ()
    numbers = (*bsns, _phone_numbers) if may_hold else bsns
    mail = (_mail,) if b"@" in small or b"apenstaart" in small or _AT_WORD.search(small) else ()
    loose = (_loose_plates,) if any(word in small for word in _VEHICLE_WORDS) else ()
    for hit in chain.from_iterable(look(text) for look in (*ibans, *numbers, *mail, _plates, *loose)):
        place = bisect(occupied, (hit.start, hit.end))
        before = occupied[place - 1][1] if place else 0
        after = occupied[place][0] if place < len(occupied) else hit.end
        if before <= hit.start and hit.end <= after:
            occupied.insert(place, (hit.start, hit.end))
            yield hit


def _small(text: str) -> bytes:
    """The text in small letters, to see what it surely does not hold: many times sooner than a pattern does."""
    return text.replace("\u212a", "k").replace("\u017f", "s").encode("utf-8", "surrogatepass").lower()


_SHAPE = bytes(ord("0") if chr(b).isdecimal() or b > 0x7F else ord("a") if chr(b).isalpha() else b for b in range(256))  # noqa: PLR2004 - of other scripts
"""Of each byte of a text whether it is of a letter (a) or may be of a digit (0)."""
_DAY = b": 0000-00-00\na"


def _may_hold_number(shape: bytes) -> bool:
    """Whether eight digits stand together that are not a day in the front matter; what may part them is left out."""
    return b"00000000" in shape.replace(_DAY, b"a").translate(None, b" .()/\n-")


def _nearby(text: str, start: int, end: int, words: re.Pattern[str], distance: int = 80) -> bool:
    """Whether a word stands near: on these lines, or in the heading of a column."""
    return bool(words.search(text[max(0, start - distance) : end + distance]))


_LIMIT = r"(?<!\w)(?<!\d[./-])"
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?\d{2}(?:[ .\n-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_LENGTH = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d{2})",
        "AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 "
        "LU20 LV21 MA28 MC27 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 TR26 UA29 VA22",
    )
}
"""How long an account number of a country is (the IBAN registry of SWIFT): where it ends in a sentence."""


_IBAN_DIGIT = re.compile(
    r"\d(?:(?<=[A-Za-z]{2}\d)(?<![A-Za-z0-9]{3}\d)|(?<=[A-Za-z]{2} \d)(?<![A-Za-z0-9]{3} \d))"
    r"(?=\d(?:[ .\n-]?[A-Za-z0-9]){11})"
)
"""The first digit of what may be an IBAN: a pattern that begins with a digit is many times sooner sought."""


def _like_ibans(text: str) -> Iterator[re.Match[str]]:
    """What `_IBAN` finds in a text."""
    end = 0
    for digit in _IBAN_DIGIT.finditer(text):
        start = digit.start() - (3 if text[digit.start() - 1] == " " else 2)
        if start >= end and (t := _IBAN.match(text, start)):
            end = t.end()
            yield t


def _ibans(text: str) -> Iterator[Hit]:
    for t in _like_ibans(text):
        places = [i for i, char in enumerate(t[0]) if char.isalnum()]
        length = _LENGTH.get(t[0][:2].upper(), 0)
        piece = t[0][: places[min(length or len(places), len(places)) - 1] + 1]
        number = "".join(char for char in piece if char.isalnum())
        if iban.is_valid(number, check_country=len(number) != length):  # of Belgium the library does not know all banks
            advice = "een bankrekening hoort niet op de site; haal het nummer weg"
            yield Hit(t.start(), t.start() + len(piece), "een bankrekeningnummer (IBAN)", advice)


_NINE = re.compile(r"\d(?<!\w\d)(?<!\d[./-]\d)(?:[ .\n-]?\d){7,8}(?![\w/-]|\.\d)")
"""Its first digit comes before what may not stand before it: a pattern that begins with digits is many times sooner sought."""
_BSN_PARTS = (b"bsn", b"sofi", b"service", b"persoons", b"identiteits")
"""What those words hold."""
_BSN_WORD = re.compile(
    r"\b(bsn|burger\s?-?service\s?-?(nummer|nr)|sofi|persoons\s?-?(nummer|nr)|identiteits\s?-?nummer)", re.IGNORECASE
)


def _bsns(text: str) -> Iterator[Hit]:
    for t in _NINE.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", t[0])):
            certain = _nearby(text, t.start(), t.end(), _BSN_WORD) or _in_column(text, t.start(), _BSN_WORD)
            if certain or re.fullmatch(r"\d{9}|\d{4}[. -]\d{2}[. -]\d{3}|\d{3}[. -]\d{3}[. -]\d{3}", t[0]):
                kind = "een burgerservicenummer (BSN)" if certain else "een getal dat een burgerservicenummer kan zijn"
                advice = "haal het weg" if certain else "is het dat niet, dan hoeft u niets te doen"
                yield Hit(t.start(), t.end(), kind, advice, maybe=not certain)


def _in_column(text: str, place: int, words: re.Pattern[str]) -> bool:
    """Whether a cell of a CSV or of a Markdown table stands in a table whose heading has the word."""
    start = text.rfind("\n", 0, place) + 1
    line = text[start : text.find("\n", place) if "\n" in text[place:] else len(text)]
    if "|" not in line and "," not in line:
        return False
    block = text.rfind("\n\n", 0, place)
    heading = text[block + 2 if block >= 0 else 0 :].split("\n", 1)[0]
    return bool(words.search(heading))


_NUMBER = re.compile(
    rf"{_LIMIT}(?:\+|\(?00?|\(\+?|(?=31[ -]?\(?0?\)?[ -]?6))[ ]?\d(?:[ .()/\n-]{{0,3}}\d){{7,13}}(?!\w|[.-]\d)"
)
_PUBLIC = ("TOLL_FREE", "PREMIUM_RATE", "SHARED_COST")
OFFICES: frozenset[str] = frozenset()
"""Numbers of offices that may be on the site, in E.164: `+31880000000`. Empty: the site names none."""


def _phone_numbers(text: str) -> Iterator[Hit]:
    for t in _NUMBER.finditer(text):
        typed = re.sub(
            r"^\(?31|^00", "+31" if t[0].lstrip("(").startswith("31") else "+", re.sub(r"\(0\)|\n", " ", t[0])
        )
        try:
            number = phonenumbers.parse(typed, "NL")
        except phonenumbers.NumberParseException:
            continue
        public = {getattr(phonenumbers.PhoneNumberType, kind) for kind in _PUBLIC}
        if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) in public:
            continue
        if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) not in OFFICES:
            advice = "nummers van personen horen niet op de site; een 0800- of 0900-nummer mag wel"
            yield Hit(t.start(), t.end(), "een telefoonnummer", advice)


_AT_SIGN = r"(?:@|\s?[(\[{]\s?(?:at|apenstaartje|@)\s?[)\]}]\s?|\s(?:apenstaartje)\s)"
_POINT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt)\s?[)\]}]\s?)"
_MAIL = re.compile(
    rf"(?<![\w.+-])([A-Za-z0-9](?:[\w.+'-]{{0,62}}[\w])?){_AT_SIGN}([A-Za-z0-9-]{{1,63}}(?:{_POINT}[A-Za-z0-9-]{{1,63}}){{0,5}}{_POINT}[A-Za-z]{{2,24}})",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(info|contact|secretariaat|redactie|post|postbus|mail|communicatie|pers|voorlichting|privacy|fg|avg|helpdesk|servicedesk|"
    r"meldpunt|melding(en)?|veiligheid|bureau|balie|gemeente|griffie|bestuur|nieuwsbrief|noreply|no-?reply|webmaster|beheer|"
    r"support|vragen|aanmelden|afmelden|abonneren|team|kennisbank|netwerk|receptie|klachten|toegankelijkheid|security|office|"
    r"openbareorde|ovv|handhaving|zorgenveiligheid|ondermijning|riec|rsiv|vnon|stuurgroep|agenda|evenementen|bibob|cyber)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"(^|[.@])(example\.(com|org|net|nl)|voorbeeld\.nl|localhost)$", re.IGNORECASE)


_AT_WORD = re.compile(rb"at(?:\s|[\x80-\xff]{1,3})?[)\]}]")
"""What stands in a text for an at sign, as bytes; also at the end of other words between brackets."""


def _mail(text: str) -> Iterator[Hit]:
    for t in _MAIL.finditer(text):
        if not _is_role(t[1], t[2]) and not _EXAMPLE.search(t[2]):
            advice = "gebruik een algemeen adres, zoals info@gemeente.nl, of haal het weg"
            yield Hit(t.start(), t.end(), "een persoonlijk e-mailadres", advice)


def _is_role(before: str, behind: str) -> bool:
    """A mailbox of a role (`redactie`), or of a role at the domain's own name (`veiligheid-tiel`)."""
    own = re.split(r"\W+", behind.lower())
    parts = [part for part in re.split(r"[._+-]", before.lower()) if part]
    return bool(parts) and bool(_ROLE.fullmatch(parts[0])) and all(_ROLE.fullmatch(d) or d in own for d in parts)


_L = "[B-DF-HJ-NPR-TV-XZ]"
_FORMS = (
    "LL-99-99", "99-99-LL", "99-LL-99", "LL-99-LL", "LL-LL-99", "99-LL-LL", "99-LLL-9", "9-LLL-99", "LL-999-L", "L-999-LL",
    "LLL-99-L", "L-99-LLL", "9-LL-999", "999-LL-9",
)  # fmt: skip
"""The fourteen series of the RDW."""
_VEHICLES = ("kenteken", "nummerbord", "nummerplaat", "auto", "voertuig", "scooter", "busje", "motor", "vrachtwagen")
_VEHICLE_WORDS = [word.encode() for word in _VEHICLES]
_PLATE_WORD = re.compile(rf"\b({'|'.join(_VEHICLES)})", re.IGNORECASE)


def _form(form: str, letter: str, dash: str) -> str:
    return form.replace("-", dash).replace("9", r"\d").replace("L", letter)


_PLATE = re.compile(
    rf"(?<![\w-])(?=[A-Z\d]{{1,3}}-[A-Z\d]{{2,3}}-)(?:{'|'.join(_form(v, _L, '-') for v in _FORMS)})(?![\w-])"
)
_MIDDLE = re.compile(r"-(?<!\d{4}-)(?=[A-Z\d]{2,3}-)")
"""What stands in the middle of every plate, and of no day (2026-11-22)."""
_LOOSE_PLATE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_form(v, '[A-Z]', '[ -]?') for v in _FORMS)})(?![\w-])", re.IGNORECASE
)


_NO_PLATES = "een kenteken hoort niet op de site; haal het weg"


def _plates(text: str) -> Iterator[Hit]:
    for t in _PLATE.finditer(text) if _MIDDLE.search(text) else ():
        yield Hit(t.start(), t.end(), "een kenteken", _NO_PLATES)


def _loose_plates(text: str) -> Iterator[Hit]:
    """Letters and digits near a word that says what they are."""
    for word in _PLATE_WORD.finditer(text):
        start = max(0, word.start() - 40)
        for t in _LOOSE_PLATE.finditer(text, start, word.end() + 40):
            if word[1].lower().startswith(("kenteken", "nummer")) or t[0].upper() == t[0]:
                yield Hit(t.start(), t.end(), "een kenteken", _NO_PLATES)
