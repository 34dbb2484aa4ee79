"""The colours of tokens.css and of the data: enough contrast, and themes that everyone can tell apart, light and dark."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from macros.build.content import Content
from macros.records import models as m
from tests.conftest import ROOT

TOKENS = (ROOT / "overrides/assets/tokens.css").read_text(encoding="utf-8")
# Text on ground (4.5 : 1) and marks on ground (3 : 1), WCAG 1.4.3 and 1.4.11.
TEXT = [
    (before, at)
    for before in ("inkt", "inkt-zacht", "link", "bezocht", "let-op")
    for at in ("papier", "vlak")
] + [("op-merk", "merk"), ("op-merk", "merk-diep"), ("op-merk-zacht", "merk"), ("op-merk-zacht", "merk-diep"),
     ("let-op", "let-op-vlak"), ("inkt", "let-op-vlak"), ("link", "let-op-vlak"), ("inkt", "vlak-2")]  # fmt: skip
MARKS = [("lijn-sterk", "papier"), ("lijn-sterk", "vlak"), ("sein", "merk")]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB; the first is ordinary sight.
VISION = {
    "ordinary": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
Colour = tuple[float, ...]


GRONDEN = ("licht", "donker")
COLOURS = re.findall(r"--([\w-]+): (?:light-dark\()?(#\w+)(?:, (#\w+)\))?;\n", TOKENS)
LIGHT, DARK = (
    {naam: kleur[grond] or kleur[0] for naam, *kleur in COLOURS} for grond in range(2)
)  # fmt: skip


@pytest.fixture(params=GRONDEN)
def grond(request: pytest.FixtureRequest) -> str:
    """Light or dark."""
    return str(request.param)


@pytest.fixture
def tokens(grond: str) -> dict[str, str]:
    """The colours of the style on this ground."""
    return LIGHT if grond == "licht" else DARK


@pytest.fixture
def themas(contents: Content, grond: str) -> dict[str, str]:
    """The colours of the running themes on this ground."""
    return {t.id: getattr(t.kleur, grond) for t in contents.view.catalog.themas(running=True)}


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


def test_the_dark_palette_stands_once() -> None:
    assert len(DARK) > 15
    assert LIGHT["merk"] != DARK["merk"]
    for path in (ROOT / "overrides/assets").glob("*.css"):
        assert path.name == "feed.css" or "prefers-color-scheme" not in path.read_text(encoding="utf-8"), path.name


def test_an_old_browser_has_the_same_green() -> None:
    """One without `light-dark()`: what is white stands on it."""
    old = re.search(r"@supports not \(color: light-dark\(#000, #fff\)\) \{\n  :root \{ (.*) \}\n", TOKENS)
    assert old
    assert old[1] == " ".join(f"--{name}: {LIGHT[name]};" for name in ("merk", "merk-diep"))


def test_the_style_knows_no_theme_and_no_district(contents: Content) -> None:
    """Another network has others: their colours come from its data."""
    records = contents.view.catalog
    ids = {record.id for kind in (m.Thema, m.District) for record in records.all_of(kind)}
    style = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "overrides/assets").glob("*.css"))
    assert not [id_ for id_ in ids if re.search(rf"(?<![\w-]){id_}(?![\w-])", style)]


def test_contrast(tokens: dict[str, str], themas: dict[str, str]) -> None:
    faint = [(v, o, 4.5) for v, o in TEXT if contrast(tokens[v], tokens[o]) < 4.5]
    faint += [(v, o, 3) for v, o in MARKS if contrast(tokens[v], tokens[o]) < 3]
    faint += [(thema, "papier", 3) for thema, colour in themas.items() if contrast(colour, tokens["papier"]) < 3]
    assert not faint


@pytest.mark.parametrize("vision", VISION)
def test_theme_colours_differ_for_everyone(themas: dict[str, str], vision: str) -> None:
    for one, other in combinations(themas, 2):
        assert math.dist(seen(themas[one], vision), seen(themas[other], vision)) > 0.12, (one, other)
