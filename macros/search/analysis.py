"""The Dutch analysis of the search: folding, words, and a light stemmer for inflection.

`overrides/assets/zoek-werker.js` holds the same rules in JavaScript; `tests/search` runs both over the same
words and compares. Change the two together: an index that was stemmed in one way cannot be searched in another.
Only inflection is undone (plural, -e, -en, -s, -heden, doubled letters, v/f and z/s). Heavier stemmers
merge words of different meaning: they were measured and lost.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LANGSTE_WOORD = 40
"""Longer runs of letters are no words; they are cut, so that no input makes the vocabulary grow."""

_GENITIEF = re.compile(r"['’‘ʼ`´′](?<=\w.)s(?!\w)")
_APOSTROFS = re.compile("['’‘ʼ`´′\u00ad\u200b-\u200d\u2060\ufeff]")
_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
_VREEMD = re.compile(r"[^\x00-\x7f]")
_WOORD = re.compile(r"[^\W_]+")
_WOORD_ASCII = re.compile(r"[a-z0-9]+")
_KOPPEL = re.compile(r"[-_‐‑]")
_GEKOPPELD = re.compile(r"(?<![^\W_])[^\W_]++(?:[-_‐‑][^\W_]++)+")
_NIET_IN_WOORD = re.compile(r"[\W_]+")

_KLINKERS = frozenset("aeiouy")
_DUBBEL = re.compile(r"([bdfgklmnprstz])\1$")
_MEDEKLINKERS = frozenset("bcdfghjklmnpqrstvwxz")
_LANG = frozenset({"aa", "ee", "oo", "uu"})
_EEN = re.compile(r"[aeiouy]")
_TWEE = re.compile(r"[aeiouy][^aeiouy]+[aeiouy]")
"""A word of one syllable at least, and of two: groups of vowels."""
_OPEN = re.compile(r"^[^aeiouy]*([aeou])[bcdfghjklmnpqrstvwxz]$")
_VERHARD = {"v": "f", "z": "s"}
_KORTSTE_STAM = 3
_KORTSTE_WOORD = 4
_BLIJFT = frozenset("binnen boven buiten eigen leven negen open samen tegen teken tussen zeven".split())  # noqa: SIM905
"""Words that end in -en and are no plural; without their -en they would meet another word."""
_ONREGELMATIG = (("heden", "heid"), ("kinderen", "kind"), ("raadsleden", "raadslid"), ("teamleden", "teamlid"))
"""Endings and what they become; nothing else is done to such a word."""
_EINDIGT_OP_S = re.compile(r"(?:proces|adres|succes|congres|basis|crisis|virus|status|campus)$")

_STOPWOORDEN = """
aan achter al alle alleen allen als altijd ander andere anderen bent beter bij bijvoorbeeld binnen bleef blijf
blijft blijven buiten daar daarbij daarmee daarna daarom daarvoor dan dat de deden deed deze die dit doe doen
doet door dus echt een eens eerst elk elke en er ervan ervoor ga gaan gaat gebeuren gebeurt geef geen geven
ging gingen graag haar had hadden heb hebben hebt heeft heel heet hem hen het hier hierbij hij hoe hoeveel hun
ieder iedere iedereen iemand iets ik in is ja je jezelf jij jou jouw juist jullie kan kom komen komt kon
konden krijg krijgen krijgt kun kunnen kunt kwam laat laten leg liet maak maar mag maken me mee meer men met
mij mijn mocht moest moet moeten mogen na naar nee neem neemt nemen niemand niet niets nog nu of om omdat
onder ons onze ooit ook op over pas per precies rond sinds steeds stel te tegen terwijl tijdens toch toe tot
tussen u uit uw vaak van vanaf vanuit veel verder via vind vinden voor vooral voordat waar waarmee waarom
waarvoor wanneer want waren was wat we weer weet wel welk welke werd werden weten wie wij wil willen worden
wordt zal ze zelf zelfs zich zien zij zijn zit zitten zo zoals zoek zonder zou zouden zulke zullen
"""
STOPWOORDEN = frozenset(_STOPWOORDEN.split())
"""Words that say little; they weigh little, and no question is refused for one."""

VOORZETSELS = frozenset("aan af bij door in mee om onder op over samen tegen toe uit voor weg".split())  # noqa: SIM905
"""The loose part of a separable verb: `pak … aan` is also `aanpak`."""


def vouw(tekst: str) -> str:
    """Lower case without diacritics, ligatures, apostrophes (nor the s of `foto's`) and soft hyphens."""
    kaal = tekst.lower()
    if _APOSTROFS.search(kaal):
        kaal = _APOSTROFS.sub("", _GENITIEF.sub("", kaal))
    if kaal.isascii():
        return kaal
    kaal = unicodedata.normalize("NFKD", kaal)
    return _VREEMD.sub(_gewoon, kaal).lower()


def _gewoon(teken: re.Match[str]) -> str:
    """What a letter outside ASCII is searched as: a mark as nothing, `ø` as `o`, most as itself."""
    return "" if unicodedata.category(teken[0]).startswith("M") else _LETTERS.get(teken[0].lower(), teken[0])


def woorden(tekst: str) -> list[str]:
    """The folded words of a text, in order; anything that is no letter or digit parts them."""
    return woorden_van(vouw(tekst))


def woorden_van(gevouwen: str) -> list[str]:
    """The words of a text that was folded."""
    alle: list[str] = (_WOORD_ASCII if gevouwen.isascii() else _WOORD).findall(gevouwen)
    if max(map(len, alle), default=0) > LANGSTE_WOORD:
        return [woord[:LANGSTE_WOORD] for woord in alle]
    return alle


def gekoppeld(gevouwen: str) -> list[str]:
    """Words with a hyphen or underscore in a folded text, written as one: `re_bootcmp` gives `rebootcmp`."""
    stukken = [stuk for stuk in gevouwen.split() if _KOPPEL.search(stuk)] if _KOPPEL.search(gevouwen) else ()
    woorden_ = (woord for stuk in stukken for woord in _GEKOPPELD.findall(stuk))
    return [_NIET_IN_WOORD.sub("", woord)[:LANGSTE_WOORD] for woord in woorden_]


@lru_cache(maxsize=1 << 16)
def stam(woord: str) -> str:
    """The stem of a folded word: what its inflected forms share."""
    if len(woord) < _KORTSTE_WOORD or woord in _BLIJFT or not woord.isalpha():
        return woord
    if woord.endswith("en"):
        for onregelmatig, enkel in _ONREGELMATIG:
            if woord.endswith(onregelmatig):
                return woord.removesuffix(onregelmatig) + enkel
    kort = _zonder_s(_zonder_uitgang(_zonder_s(woord)))
    return kort[:-2] + kort[-1] if kort[-3:-1] in _LANG and kort[-1] in _MEDEKLINKERS and _TWEE.search(kort) else kort


def _zonder_s(woord: str) -> str:
    return woord[:-1] if _heeft_s(woord) else woord


def _zonder_uitgang(woord: str) -> str:
    uitgang = _uitgang(woord)
    return _sluit(woord[:-uitgang]) if uitgang else woord


def _heeft_s(woord: str) -> bool:
    """Whether a final s is (or may be) that of a plural or genitive."""
    if len(woord) <= _KORTSTE_WOORD or woord[-1] != "s" or _EINDIGT_OP_S.search(woord):
        return False
    voor, daarvoor = woord[-2], woord[-3]
    if voor in "aeo":
        return daarvoor not in _KLINKERS or voor + daarvoor in {"ei", "oi", "oe", "ai", "ao"}
    return voor not in "siuy"


def _uitgang(woord: str) -> int:
    """The number of letters of an ending -en or -e that may go."""
    if woord.endswith("en") and len(woord) - 2 >= _KORTSTE_STAM:
        los = woord[-3] != "e" or woord.endswith(("eeen", "ieen"))
        return 2 if los and _EEN.search(woord[:-2]) else 0
    heeft_e = woord.endswith("e") and len(woord) - 1 >= _KORTSTE_STAM
    return 1 if heeft_e and woord[-2] not in _KLINKERS and _EEN.search(woord[:-1]) else 0


def _sluit(rest: str) -> str:
    """Spells what is left as a word of its own: `plann` plan, `briev` brief, `wet` (from weten) weet."""
    if _DUBBEL.search(rest):
        return rest[:-1]
    klinker = _OPEN.match(rest)
    if klinker:
        rest = rest[: klinker.end(1)] + klinker[1] + rest[-1]
    return rest[:-1] + _VERHARD.get(rest[-1], rest[-1])
