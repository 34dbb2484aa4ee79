"""The compact text forms in which the index travels. `zoek-werker.js` holds the readers of the same forms."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TEKENS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""64 characters that need no escape in JSON, in a URL or in a regular expression."""
_HELFT = 32


def getal(waarde: int) -> str:
    """A number ≥ 0 in base 32, lowest digits first; all digits but the last are of the upper 32 characters."""
    tekst = ""
    while waarde >= _HELFT:
        tekst += TEKENS[_HELFT + waarde % _HELFT]
        waarde //= _HELFT
    return tekst + TEKENS[waarde]


def lijst(gewichten: Mapping[int, int]) -> str:
    """Postings: per weight (1–63, highest first) its character and the gaps between document numbers.

    Documents that resemble one another have neighbouring numbers and the same weights, so gaps are small and
    alike, and the server's compression finds them.
    """
    groepen: dict[int, list[int]] = defaultdict(list)
    for nummer, gewicht in gewichten.items():
        groepen[gewicht].append(nummer)
    return ".".join(TEKENS[gewicht] + _gaten(sorted(groepen[gewicht])) for gewicht in sorted(groepen, reverse=True))


def _gaten(nummers: Iterable[int]) -> str:
    vorige, cijfers = -1, []
    for nummer in nummers:
        gat = nummer - vorige - 1
        cijfers.append(TEKENS[gat] if gat < _HELFT else getal(gat))
        vorige = nummer
    return "".join(cijfers)


def woordenlijst(woorden: Sequence[tuple[str, str]]) -> str:
    """Sorted stems, each with the form in which to show it, one a line.

    A line is the number of letters shared with the stem before it, as one character, and the rest of the stem;
    then, where the form differs, a space, the number of letters to cut from the stem and what to add.
    """
    regels, vorige = [], ""
    for stam, vorm in woorden:
        gedeeld = _gedeeld(vorige, stam)
        regels.append(TEKENS[gedeeld] + stam[gedeeld:] + _verschil(stam, vorm))
        vorige = stam
    return "\n".join(regels)


def _verschil(stam: str, vorm: str) -> str:
    if stam == vorm:
        return ""
    gedeeld = _gedeeld(stam, vorm)
    return f" {TEKENS[len(stam) - gedeeld]}{vorm[gedeeld:]}"


def _gedeeld(een: str, ander: str) -> int:
    """The length of what two words begin with alike."""
    kortste = min(len(een), len(ander))
    return next((plek for plek in range(kortste) if een[plek] != ander[plek]), kortste)


_GEEN_LETTER = re.compile(r"[^a-z0-9]+")


def anker(kop: str) -> str:
    """The anchor that follows from a heading: letters and digits without marks, the rest as hyphens."""
    los = unicodedata.normalize("NFKD", kop.lower())
    kaal = "".join(teken for teken in los if not unicodedata.category(teken).startswith("M"))
    return _GEEN_LETTER.sub("-", kaal).strip("-")


def deel(anker_: str, kop: str) -> str | list[str]:
    """A part of a page: its heading alone where the anchor follows from it, else both."""
    return kop if anker(kop) == anker_ else [anker_, kop]


def reeks(waarden: Sequence[int]) -> list[int]:
    """Run-length coding: value and times, in turns."""
    return [getal for waarde, groep in groupby(waarden) for getal in (waarde, len(list(groep)))]


def als_json(waarde: object) -> bytes:
    """JSON without spaces; the same value always gives the same bytes."""
    return json.dumps(waarde, ensure_ascii=False, separators=(",", ":")).encode()


def met_hash(soort: str, inhoud: bytes, ext: str = "json") -> str:
    """A file name that changes with its content, so that a browser may keep the file for ever."""
    return f"{soort}-{hash_(inhoud)}.{ext}"


def hash_(inhoud: str | bytes) -> str:
    """Ten hexadecimal digits that stand for this content and no other."""
    return hashlib.sha256(inhoud if isinstance(inhoud, bytes) else inhoud.encode("utf-8", "replace")).hexdigest()[:10]
