"""The colours that a network sets: each stands out on its ground, and those that stand side by side differ for everyone.

Contrast is that of WCAG 2.2 (1.4.3 for text, 1.4.11 for marks). Whether two colours differ is asked for ordinary sight and for three
kinds of dichromacy, simulated with the matrices of Machado, Oliveira and Fernandes (2009, severity 1), as their distance in Oklab
(Ottosson 2020), in which distance is difference as seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from macros.base.errors import Finding
from macros.base.numbers import numeral
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import Location

PAPER = MappingProxyType({"licht": "#ffffff", "donker": "#0e1a1d"})
"""The grounds of pages (`--papier` in tokens.css)."""
ON_BRAND = ("#ffffff", "#cfe3e2")
"""Text on the network's own colour (`--op-merk`, `--op-merk-zacht`)."""
ON_SIGNAL = "#12262b"
"""Text on what stands out (the button of the search)."""
_TEXT, _MARK = 4.5, 3.0
_APART = 0.12
"""In Oklab; the closest two of a palette that seven people could still tell apart."""
_Matrix = Sequence[Sequence[float]]
_VISION: Mapping[str, _Matrix] = MappingProxyType({
    "iedereen": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "wie geen rood ziet": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "wie geen groen ziet": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "wie geen blauw ziet": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
})  # fmt: skip
_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)  # fmt: skip
_LAB = (
    (0.2104542553, 0.793617785, -0.0040720468), (1.9779984951, -2.428592205, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.808675766),
)  # fmt: skip
_LUMINANCE = (0.2126, 0.7152, 0.0722)
Locations = Mapping[tuple[str, str], Location]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG of two colours (`#0b4650`), from 1 to 21."""
    dark, light = sorted(sum(w * part for w, part in zip(_LUMINANCE, _linear(k), strict=True)) for k in (one, other))
    return (light + 0.05) / (dark + 0.05)


def apart(one: str, other: str, vision: str) -> float:
    """How far two colours lie apart for someone with this sight, in Oklab."""
    return math.dist(_seen(one, vision), _seen(other, vision))


def _linear(colour: str) -> list[float]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]  # noqa: PLR2004 - sRGB


def _times(matrix: _Matrix, colour: Sequence[float]) -> list[float]:
    return [sum(weight * part for weight, part in zip(row, colour, strict=True)) for row in matrix]


def _seen(colour: str, vision: str) -> list[float]:
    light = [min(1.0, max(0.0, part)) for part in _times(_VISION[vision], _linear(colour))]
    return _times(_LAB, [max(0.0, part) ** (1 / 3) for part in _times(_LMS, light)])


def indistinct(catalog: Catalog, locations: Locations) -> Iterator[Finding]:
    """Every colour that does not stand out, and every two that someone cannot tell apart."""
    for records in (catalog.themas(running=True), catalog.all_of(m.District)):
        coloured = [record for record in records if record.kleur]
        for ground in PAPER:
            for record in coloured:
                yield from _faint(record, ground, locations)
            for one, other in combinations(coloured, 2):
                yield from _alike(one, other, ground, locations)
    yield from _own(catalog.netwerk, locations)


def _of(record: m.Thema | m.District, ground: str) -> str:
    return str(getattr(record.kleur, ground))


def _told(record: m.Record, path: tuple[str, ...], locations: Locations, message: str) -> Iterator[Finding]:
    if place := locations.get((record.kind.collection, record.id)):
        yield Finding(place.file, place.line(path), f"{record.kind.singular} {record.id!r}: {message}")


def _too_little(colour: str, what: str, ground: str, least: float) -> str:
    """What is said of a colour with too little contrast; nothing of another."""
    found = contrast(colour, ground)
    if found >= least:
        return ""
    return (
        f"{colour} steekt te weinig af tegen {what} ({ground}): contrast {numeral(round(found, 1))}, en dat moet minstens "
        f"{numeral(least)} zijn (WCAG); neem een kleur die lichter of donkerder is"
    )


def _faint(record: m.Thema | m.District, ground: str, locations: Locations) -> Iterator[Finding]:
    if message := _too_little(_of(record, ground), f"{ground} papier", PAPER[ground], _MARK):
        yield from _told(record, ("kleur", ground), locations, f"het veld 'kleur.{ground}': {message}")


def _alike(
    one: m.Thema | m.District, other: m.Thema | m.District, ground: str, locations: Locations
) -> Iterator[Finding]:
    mine, theirs = _of(other, ground), _of(one, ground)
    closest, vision = min((apart(mine, theirs, vision), vision) for vision in _VISION)
    if closest < _APART:
        message = (
            f"het veld 'kleur.{ground}': {mine} lijkt voor {vision} te veel op {theirs} van {one.kind.singular} {one.id!r}: verschil "
            f"{numeral(round(closest, 2))} (Oklab), en dat moet minstens {numeral(_APART)} zijn; neem een andere kleur, of een die "
            "veel lichter of donkerder is"
        )
        yield from _told(other, ("kleur", ground), locations, message)


def _own(own: m.Netwerk, locations: Locations) -> Iterator[Finding]:
    colours = own.kleuren
    for ground in PAPER:
        brand = str(getattr(colours.merk, ground))
        for text in ON_BRAND:
            if message := _too_little(brand, "de tekst erop", text, _TEXT):
                yield from _told(
                    own, ("kleuren", "merk", ground), locations, f"het veld 'kleuren.merk.{ground}': {message}"
                )
        if message := _too_little(colours.sein, f"'kleuren.merk.{ground}'", brand, _MARK):
            yield from _told(own, ("kleuren", "sein"), locations, f"het veld 'kleuren.sein': {message}")
    if message := _too_little(colours.sein, "de tekst erop", ON_SIGNAL, _TEXT):
        yield from _told(own, ("kleuren", "sein"), locations, f"het veld 'kleuren.sein': {message}")
