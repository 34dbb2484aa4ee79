"""The colours of tokens.css: enough contrast, and themes that everyone can tell apart, in light and in dark."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "overrides/assets/tokens.css").read_text(encoding="utf-8")
THEMAS = (
    "zorg-en-veiligheid", "ondermijning", "digitale-veiligheid", "maatschappelijke-onrust", "wijkveiligheid",
    "jeugd", "informatiepositie",
)  # fmt: skip
# Text on ground (4.5 : 1) and marks on ground (3 : 1), WCAG 1.4.3 and 1.4.11.
TEXT = [
    (before, at)
    for before in ("inkt", "inkt-zacht", "link", "bezocht", "let-op")
    for at in ("papier", "vlak")
] + [("op-merk", "merk"), ("op-merk", "merk-diep"), ("op-merk-zacht", "merk"), ("op-merk-zacht", "merk-diep"),
     ("let-op", "let-op-vlak"), ("inkt", "let-op-vlak"), ("link", "let-op-vlak"), ("inkt", "vlak-2")]  # fmt: skip
MARKS = [("lijn-sterk", "papier"), ("lijn-sterk", "vlak"), ("sein", "merk"), *((t, "papier") for t in THEMAS)]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB; the first is ordinary sight.
VISION = {
    "ordinary": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
Colour = tuple[float, ...]


def block(selector: str) -> dict[str, str]:
    """The custom properties of the first block with this selector."""
    contents = re.search(re.escape(selector) + r"\s*\{(.*?)\}", TOKENS, re.DOTALL)
    assert contents, selector
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", contents.group(1)))


LIGHT = block(":root")
DARK = LIGHT | block(':root[data-kleur="donker"]')


def linear(hexa: str) -> Colour:
    """`#0b4650` or `#fff` → linear red, green, blue from 0 to 1."""
    cijfers = hexa.lstrip("#")
    cijfers = cijfers if len(cijfers) == 6 else "".join(c * 2 for c in cijfers)
    parts = (int(cijfers[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return tuple(d / 12.92 if d <= 0.04045 else ((d + 0.055) / 1.055) ** 2.4 for d in parts)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG."""
    light = [sum(w * d for w, d in zip((0.2126, 0.7152, 0.0722), linear(k), strict=True)) for k in (one, other)]
    return (max(light) + 0.05) / (min(light) + 0.05)


def times(matrix: tuple[tuple[float, ...], ...], colour: Colour) -> Colour:
    """Matrix times vector."""
    return tuple(sum(m * k for m, k in zip(row, colour, strict=True)) for row in matrix)


def oklab(colour: Colour) -> Colour:
    """Linear RGB → Oklab (Ottosson 2020), in which distance is difference as seen."""
    lms = times(
        ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
         (0.0883024619, 0.2817188376, 0.6299787005)),
        colour,
    )  # fmt: skip
    return times(
        ((0.2104542553, 0.793617785, -0.0040720468), (1.9779984951, -2.428592205, 0.4505937099),
         (0.0259040371, 0.7827717662, -0.808675766)),
        tuple(max(0.0, x) ** (1 / 3) for x in lms),
    )  # fmt: skip


def seen(hexa: str, vision: str) -> Colour:
    """A colour as someone with this sight sees it."""
    return oklab(tuple(min(1.0, max(0.0, d)) for d in times(VISION[vision], linear(hexa))))


def test_both_ways_to_dark_are_equal() -> None:
    assert block(':root[data-kleur="donker"]') == block(':root:not([data-kleur="licht"])')


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["licht", "donker"])
def test_contrast(tokens: dict[str, str]) -> None:
    faint = [(v, o, 4.5) for v, o in TEXT if contrast(tokens[v], tokens[o]) < 4.5]
    faint += [(v, o, 3) for v, o in MARKS if contrast(tokens[v], tokens[o]) < 3]
    assert not faint


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["licht", "donker"])
def test_theme_colours_differ_for_everyone(tokens: dict[str, str], vision: str) -> None:
    for one, other in combinations(THEMAS, 2):
        assert math.dist(seen(tokens[one], vision), seen(tokens[other], vision)) > 0.12, (one, other)
