"""The Dutch analysis of the search: folding, words, and a light stemmer for inflection.

`overrides/assets/search/analysis.js` holds the same rules in JavaScript; `tests/search` runs both over the same
words and compares. Change the two together: an index that was stemmed in one way cannot be searched in another.
Only inflection is undone (plural, -e, -en, -s, -heden, doubled letters, v/f and z/s). Heavier stemmers
merge words of different meaning: they were measured and lost.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WORD = 40
"""Longer runs of letters are no words; they are cut, so that no input makes the vocabulary grow."""

_GENITIVE = re.compile(r"['’‘ʼ`´′](?<=\w.)s(?!\w)")
_APOSTROPHES = re.compile("['’‘ʼ`´′\u00ad\u200b-\u200d\u2060\ufeff]")
_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(rf"([^\W_]{{1,{LONGEST_WORD}}})[^\W_]*")
_WORD_ASCII = re.compile(rf"([a-z0-9]{{1,{LONGEST_WORD}}})[a-z0-9]*")
_HYPHEN = re.compile(r"[-_‐‑.](?:(?<!\.)|(?<=\d\.)(?=\d))")
_HYPHENATED = re.compile(r"(?<![^\W_])[^\W_]++(?:[-_‐‑][^\W_]++)+|(?<![\d.])\d++(?:\.\d{3})+(?![\d.])")
_NOT_IN_WORD = re.compile(r"[\W_]+")

_VOWELS = frozenset("aeiouy")
_DOUBLE = re.compile(r"([bdfgklmnprstz])\1$")
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")
_LONG = frozenset({"aa", "ee", "oo", "uu"})
_ONE_VOWEL = re.compile(r"[aeiouy]")
_TWO_SYLLABLES = re.compile(r"[aeiouy][^aeiouy]+[aeiouy]")
"""A word of one syllable at least, and of two: groups of vowels."""
_OPEN = re.compile(r"^[^aeiouy]*([aeou])[bcdfghjklmnpqrstvwxz]$")
_HARDENED = {"v": "f", "z": "s"}
_SHORTEST_STEM = 3
_SHORTEST_WORD = 4
_REMAINS = frozenset("binnen boven buiten eigen leven negen open ouderen samen tegen teken tussen zeven".split())  # noqa: SIM905
"""Words that end in -en and are no plural; without their -en they would meet another word."""
_IRREGULAR = (("heden", "heid"), ("kinderen", "kind"), ("raadsleden", "raadslid"), ("teamleden", "teamlid"))
"""Endings and what they become; nothing else is done to such a word."""
_ENDS_IN_S = re.compile(r"(?:proces|adres|succes|congres|basis|crisis|virus|status|campus)$")

_STOP_WORDS = """
aan achter al alle alleen allen als altijd ander andere anderen bent beter bij bijvoorbeeld binnen bleef blijf
blijft blijven buiten daar daarbij daarmee daarna daarom daarvoor dan dat de deden deed deze die dit doe doen
doet door dus echt een eens eerst elk elkaar elke en er ervan ervoor ga gaan gaat gebeuren gebeurt geef geen geven
ging gingen graag haar had hadden heb hebben hebt heeft heel heet hem hen het hier hierbij hij hoe hoeveel hun
ieder iedere iedereen iemand iets ik in is ja je jezelf jij jou jouw juist jullie kan kom komen komt kon
konden krijg krijgen krijgt kun kunnen kunt kwam laat laten leg liet maak maar mag maken me mee meer men met
mij mijn mocht moest moet moeten mogen na naar nee neem neemt nemen niemand niet niets nog nu of om omdat
onder ons onze ooit ook op over pas per precies rond sinds steeds stel te tegen terwijl tijdens toch toe tot
tussen u uit uw vaak van vanaf vanuit veel verder via vind vinden volgens voor vooral voordat waar waarmee waarom
waarvoor wanneer want waren was wat we weer weet wel welk welke werd werden weten wie wij wil willen worden
wordt zal ze zelf zelfs zich zien zij zijn zit zitten zo zoals zoek zonder zou zouden zulke zullen
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that say little; they weigh little, and no question is refused for one."""

PREPOSITIONS = frozenset("aan af bij door in mee om onder op over samen tegen toe uit voor weg".split())  # noqa: SIM905
"""The loose part of a separable verb: `pak … aan` is also `aanpak`."""


def fold(text: str) -> str:
    """Lower case without diacritics, ligatures, apostrophes (nor the s of `foto's`) and soft hyphens."""
    bare = text.lower()
    if _APOSTROPHES.search(bare):
        bare = _APOSTROPHES.sub("", _GENITIVE.sub("", bare))
    if bare.isascii():
        return bare
    bare = unicodedata.normalize("NFKD", bare)
    return _FOREIGN.sub(_ordinary, bare).lower()


def _ordinary(char: re.Match[str]) -> str:
    """What a letter outside ASCII is searched as: a mark as nothing, `ø` as `o`, most as itself."""
    return "" if unicodedata.category(char[0]).startswith("M") else _LETTERS.get(char[0].lower(), char[0])


def words(text: str) -> list[str]:
    """The folded words of a text, in order; anything that is no letter or digit parts them."""
    return words_of(fold(text))


def words_of(folded: str) -> list[str]:
    """The words of a text that was folded."""
    return (_WORD_ASCII if folded.isascii() else _WORD).findall(folded)


def hyphenated(folded: str) -> list[str]:
    """Words with a hyphen or underscore, and numbers with dots, written as one: `wijk_team` gives `wijkteam`."""
    words_ = (word for piece in _pieces(folded) for word in _HYPHENATED.findall(piece))
    return [_NOT_IN_WORD.sub("", word)[:LONGEST_WORD] for word in words_]


def _pieces(folded: str) -> Iterator[str]:
    """What stands between two spaces and may hold such a word: few do."""
    end = 0
    for sign in _HYPHEN.finditer(folded):
        if sign.start() >= end:
            begin, end = folded.rfind(" ", 0, sign.start()) + 1, folded.find(" ", sign.end())
            end = end if end >= 0 else len(folded)
            yield folded[begin:end]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded word: what its inflected forms share."""
    if len(word) < _SHORTEST_WORD or word in _REMAINS or not word.isalpha():
        return word
    if word.endswith("en"):
        for irregular, single in _IRREGULAR:
            if word.endswith(irregular):
                return word.removesuffix(irregular) + single
    short = _without_s(_without_ending(_without_s(word)))
    if len(short) < _SHORTEST_STEM:
        return word  # of a short name would be left what is also a preposition
    return (
        short[:-2] + short[-1]
        if short[-3:-1] in _LONG and short[-1] in _CONSONANTS and _TWO_SYLLABLES.search(short)
        else short
    )


def _without_s(word: str) -> str:
    return word[:-1] if _has_s(word) else word


def _without_ending(word: str) -> str:
    ending = _ending(word)
    return _close(word[:-ending]) if ending else word


def _has_s(word: str) -> bool:
    """Whether a final s is (or may be) that of a plural or genitive."""
    if len(word) <= _SHORTEST_WORD or word[-1] != "s" or _ENDS_IN_S.search(word):
        return False
    before, before_that = word[-2], word[-3]
    if before in "aeo":
        return before_that not in _VOWELS or before + before_that in {"ei", "oi", "oe", "ai", "ao"}
    return before not in "siuy"


def _ending(word: str) -> int:
    """The number of letters of an ending -en or -e that may go."""
    if word.endswith("en") and len(word) - 2 >= _SHORTEST_STEM:
        separate = word[-3] != "e" or word.endswith(("eeen", "ieen"))
        return 2 if separate and _ONE_VOWEL.search(word[:-2]) else 0
    has_e = word.endswith("e") and len(word) - 1 >= _SHORTEST_STEM
    return 1 if has_e and word[-2] not in _VOWELS and _ONE_VOWEL.search(word[:-1]) else 0


def _close(rest: str) -> str:
    """Spells what is left as a word of its own: `plann` plan, `briev` brief, `wet` (from weten) weet."""
    if _DOUBLE.search(rest):
        return rest[:-1]
    vowel = _OPEN.match(rest)
    if vowel:
        rest = rest[: vowel.end(1)] + vowel[1] + rest[-1]
    return rest[:-1] + _HARDENED.get(rest[-1], rest[-1])
