"""Numbers of persons: citizen service numbers, bank accounts, telephones, number plates.

Citizen service numbers (BSN) and bank accounts prove themselves with a checksum (python-stdnum); nine random digits pass
the eleven-test in one case out of eleven, so a BSN blocks on a page that has a word for it and warns elsewhere.
Telephone numbers are read by phonenumbers. Both libraries live here. What looks through a text is given it plain.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from macros.base import late
from macros.review.hits import ELSE_ALLOW, IS_DAY, Hit, in_column, is_filed, nearby, places

if TYPE_CHECKING:
    import phonenumbers
    from stdnum import iban
    from stdnum.nl import bsn
else:  # few texts hold a number
    phonenumbers = late.module("phonenumbers")
    iban, bsn = (late.thing(partial(importlib.import_module, f"stdnum.{name}")) for name in ("iban", "nl.bsn"))

# ── Bank accounts ───────────────────────────────────────────────────────────────────────────────────────

_IBAN = late.pattern(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?\d{2}(?:[ .\n-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_LENGTH = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d{2})",
        "AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 "
        "LU20 LV21 MA28 MC27 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 TR26 UA29 VA22",
    )
}
"""How long an account number of a country is (the IBAN registry of SWIFT): where it ends in a sentence."""


_IBAN_DIGIT = late.pattern(
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


def ibans(text: str) -> Iterator[Hit]:
    """Numbers of bank accounts."""
    for t in _like_ibans(text):
        places = [i for i, char in enumerate(t[0]) if char.isalnum()]
        length = _LENGTH.get(t[0][:2].upper(), 0)
        piece = t[0][: places[min(length or len(places), len(places)) - 1] + 1]
        number = "".join(char for char in piece if char.isalnum()).upper()
        if number.startswith("NL"):
            number = number[:8] + number[8:].replace("O", "0")  # behind the bank there are only digits
        if (
            int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 != 1
        ):  # most are none, and all that is asked below takes longer
            continue
        if iban.is_valid(number, check_country=len(number) != length):  # of Belgium the library does not know all banks
            advice = "een bankrekening hoort niet op de site; haal het nummer weg"
            yield Hit(t.start(), t.start() + len(piece), "een bankrekeningnummer (IBAN)", advice)


# ── Citizen service numbers ─────────────────────────────────────────────────────────────────────────────

_NINE = late.pattern(r"\d(?<!\w\d)(?<!\d[./-]\d)(?:[ .\n-]?\d){7,8}(?![\w/-]|\.\d)")
"""Its first digit comes before what may not stand before it: a pattern that begins with digits is many times sooner sought."""
_USUAL = late.pattern(r"\d{9}|\d{4}[. -]\d{2}[. -]\d{3}|\d{3}[. -]\d{3}[. -]\d{3}")
_BSN_PARTS = ("bsn", "sofi", "service", "persoons", "identiteits")
"""What those words hold."""
BSN_PARTS = [part.encode() for part in _BSN_PARTS]
_BSN_WORD = late.pattern(
    r"\b(bsn|burger\s?-?service\s?-?(nummer|nr)|sofi|persoons\s?-?(nummer|nr)|identiteits\s?-?nummer)", re.IGNORECASE
)


def bsns(text: str, page: str) -> Iterator[Hit]:
    """Citizen service numbers; of one in its usual form the word may stand anywhere on its page."""
    found = [t for t in _NINE.finditer(text) if _sums_up(t[0]) and not IS_DAY.match(t[0])]
    on_page = bool(found) and _has_bsn_word(page)
    has_word = on_page or (bool(found) and page is not text and _has_bsn_word(text))
    for t in found:
        usual = bool(_USUAL.fullmatch(t[0]))
        if (has_word or usual) and bsn.is_valid(t[0].translate(_NO_DIGIT)) and not is_filed(text, t.start()):
            if (on_page and usual) or (has_word and _is_called_bsn(text, t)):
                yield Hit(t.start(), t.end(), "een burgerservicenummer (BSN)", "haal het weg")
            elif usual:
                yield Hit(t.start(), t.end(), "een getal dat een burgerservicenummer kan zijn", _NO_BSN, maybe=True)


def _is_called_bsn(text: str, number: re.Match[str]) -> bool:
    """Whether the word stands near, or heads the column."""
    return nearby(text, number.start(), number.end(), _BSN_WORD) or in_column(text, number.start(), _BSN_WORD)


_NO_BSN = "is het dat niet, dan hoeft u niets te doen"
_NO_DIGIT = str.maketrans("", "", " .\n-")


def _sums_up(typed: str) -> bool:
    """Whether the digits pass the eleven-test: what the library asks besides takes ten times as long."""
    *first, last = map(int, typed.translate(_NO_DIGIT).zfill(9))
    return (sum((9 - place) * digit for place, digit in enumerate(first)) - last) % 11 == 0


def _has_bsn_word(page: str) -> bool:
    low = page.lower()
    return any(part in low for part in _BSN_PARTS) and bool(_BSN_WORD.search(page))


# ── Telephones ──────────────────────────────────────────────────────────────────────────────────────────

_NUMBER = late.pattern(
    r"[+(03](?<!\w[+(03])(?<!\d[./-][+(03])"
    r"(?:(?:(?<=\+)|(?<=\()(?:00?|\+)?|(?<=0)0?)[ ]?\d|(?<=3)(?=1[ -]?\(?0?\)?[ -]?6))"
    r"(?:[ .()/\n-]{0,3}\d){7,13}(?!\w|[.-]\d)"
)
"""Its first letter comes before what may not stand before it, as with `_NINE`."""
_PUBLIC = ("TOLL_FREE", "PREMIUM_RATE", "SHARED_COST")
_OF_PERSONS = ("MOBILE", "PERSONAL_NUMBER", "PAGER")
_SHORT = 6
"""How many digits the number of a council has that begins with 14."""


def phones(text: str) -> Iterator[Hit]:
    """Telephone numbers, but for those of services, of offices that say so, and numbers of files."""
    for t in _NUMBER.finditer(text):
        if IS_DAY.match(t[0].lstrip("(")):
            continue
        typed = re.sub(
            r"^\(?31|^00", "+31" if t[0].lstrip("(").startswith("31") else "+", re.sub(r"\(0\)|\n", " ", t[0])
        )
        try:
            number = phonenumbers.parse(typed, "NL")
        except phonenumbers.NumberParseException:
            continue
        kind = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(number))
        national = phonenumbers.national_significant_number(number)
        council = national.startswith("14") and len(national) <= _SHORT
        if not phonenumbers.is_valid_number(number) or kind in _PUBLIC or council:
            continue
        by_words = kind not in _OF_PERSONS
        if by_words and (
            is_filed(text, t.start()) or _in_address(text, t.start()) or _says_office(text, t.start(), t.end())
        ):
            continue
        advice = f"nummers van personen horen niet op de site; {_OFFICE_NUMBER if by_words else ELSE_ALLOW}"
        key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        yield Hit(t.start(), t.end(), "een telefoonnummer", advice, key=key, by_words=by_words)


_OFFICE_NUMBER = "is het van een kantoor, schrijf er dan voor van welke balie, receptie of centrale"
_ADDRESS = late.pattern(r"https?://[^\s/]+/\S*$")


def _in_address(text: str, start: int) -> bool:
    """Whether it stands in the path of a page's address."""
    return bool(_ADDRESS.search(text[max(0, start - 200) : start]))


_SWITCHBOARD = (
    r"algemee?ne?\s(?:telefoon)?nummer|hoofdnummer|(?:telefoon)?centrale|receptie|klantcontactcentrum|kcc|meldkamer"
)
_AT_WORK = late.pattern(rf"\b(?:{_SWITCHBOARD})\b", re.IGNORECASE)
"""What one person never is, whatever is named before it."""
_OFFICE = late.pattern(
    rf"\b(?:{_SWITCHBOARD}|(?:publieks)?balie|\w*loket|gemeente|\w*(?:service|meld|informatie|steun)punt\w*|gemeentehuis|"
    r"stadhuis|provinciehuis|gemeentewinkel|publiekszaken|hulplijn|veilig\sthuis|wijkteam|politiebureau|secretariaat|"
    r"helpdesk|servicedesk)\b",
    re.IGNORECASE,
)
_SENTENCE = late.pattern(r"(?<!\btel)(?<!\bnr)[.!?](?=\s)|\n\s*\n|\n(?=[-*|])")
_NAME = late.pattern(
    r"\b(?!(?:Bel|Bellen|Buiten|Contact|De|Een|Het|Kantoor|Met|Meld|Neem|Nummer|Ons|Onze|Tel|Telefoon|U|Uw|Via|Voor|Vragen)\b)[A-Z]"
    r"|\b(?:mevrouw|mevr|mw|meneer|dhr|heer|collega|medewerker)\b"
)
"""What may be someone's name, or stands before one."""
_PLACE = late.pattern(r"(?:\b(?:gemeente|in|te|van de gemeente|politie)) (?:[A-Z][\w'-]*)(?: [A-Z][\w'-]*)?")


def _says_office(text: str, start: int, end: int) -> bool:
    """Whether the sentence up to a number, or what is added right behind it, names an office and no person."""
    if re.match(r"\s?\(", text[end : end + 2]) and _OFFICE.match(text, text.index("(", end) + 1):
        return True
    sentence = _AT_WORK.split(_SENTENCE.split(text[max(0, start - 160) : start])[-1])
    said = len(sentence) > 1 or _OFFICE.search(sentence[-1])
    return bool(said) and not _NAME.search(_PLACE.sub("", _OFFICE.sub(_lower, sentence[-1])))


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


# ── Number plates ───────────────────────────────────────────────────────────────────────────────────────

_L = "[B-DF-HJ-NPR-TV-XZ]"
_FORMS = (
    "LL-99-99", "99-99-LL", "99-LL-99", "LL-99-LL", "LL-LL-99", "99-LL-LL", "99-LLL-9", "9-LLL-99", "LL-999-L", "L-999-LL",
    "LLL-99-L", "L-99-LLL", "9-LL-999", "999-LL-9",
)  # fmt: skip
"""The fourteen series of the RDW."""
_VEHICLES = ("kenteken", "nummerbord", "nummerplaat", "auto", "voertuig", "scooter", "busje", "motor", "vrachtwagen")
VEHICLE_WORDS = [word.encode() for word in _VEHICLES]


def _form(form: str, letter: str, dash: str) -> str:
    return form.replace("-", dash).replace("9", r"\d").replace("L", letter)


_PLATE = late.pattern(
    rf"(?<![\w-])(?=[A-Z\d]{{1,3}}-[A-Z\d]{{2,3}}-)(?:{'|'.join(_form(v, _L, '-') for v in _FORMS)})(?![\w-])"
)
_MIDDLE = late.pattern(r"-(?<!\d{4}-)(?=[A-Z\d]{2,3}-)")
"""What stands in the middle of every plate, and of no day (2026-11-22)."""
_LOOSE_PLATE = late.pattern(
    rf"(?<![\w-])(?:{'|'.join(_form(v, '[A-Z]', '[ -]?') for v in _FORMS)})(?![\w-])", re.IGNORECASE
)


_NO_PLATES = (
    "een kenteken hoort niet op de site; haal het weg. Is het een nummer van een dossier, schrijf er dan 'kenmerk' voor"
)


def plates(text: str) -> Iterator[Hit]:
    """Number plates as they are printed; numbers of files look the same, and say so."""
    for t in _PLATE.finditer(text) if _MIDDLE.search(text) else ():
        if not is_filed(text, t.start()):
            yield Hit(t.start(), t.end(), "een kenteken", _NO_PLATES, by_words=True)


def loose_plates(text: str) -> Iterator[Hit]:
    """Letters and digits near a word that says what they are."""
    for start, word in places(text, _VEHICLES):
        if text[start - 1 : start].isalnum():
            continue
        for t in _LOOSE_PLATE.finditer(text, max(0, start - 40), start + len(word) + 40):
            if word.startswith(("kenteken", "nummer")) or t[0].upper() == t[0]:
                yield Hit(t.start(), t.end(), "een kenteken", _NO_PLATES)
