"""The colours of tokens.css and of the data: enough contrast, and themes that everyone can tell apart, light and dark."""

from __future__ import annotations

import re

import pytest

from macros.build.content import Content
from macros.pages import network
from macros.records import models as m
from macros.records.loader import own_network
from macros.review import colours
from tests.conftest import ROOT

TOKENS = (ROOT / "overrides/assets/tokens.css").read_text(encoding="utf-8")
OWN = [*network.colours(own_network(ROOT))]
"""The rules with the network's own colours: that of now, and that for old browsers."""
# Text on ground (4.5 : 1) and marks on ground (3 : 1), WCAG 1.4.3 and 1.4.11.
TEXT = [
    (before, at)
    for before in ("inkt", "inkt-zacht", "link", "bezocht", "let-op")
    for at in ("papier", "vlak")
] + [("op-merk", "merk"), ("op-merk", "merk-diep"), ("op-merk-zacht", "merk"), ("op-merk-zacht", "merk-diep"),
     ("let-op", "let-op-vlak"), ("inkt", "let-op-vlak"), ("link", "let-op-vlak"), ("inkt", "vlak-2")]  # fmt: skip
MARKS = [("lijn-sterk", "papier"), ("lijn-sterk", "vlak"), ("sein", "merk")]

GRONDEN = ("licht", "donker")
COLOURS = re.findall(r"--([\w-]+): (?:light-dark\()?(#\w+)(?:, (#\w+)\))?;", TOKENS + OWN[0])
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


def _full(colour: str) -> str:
    """`#fff` as the check of the data has it."""
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])


def _contrast(one: str, other: str) -> float:
    return colours.contrast(_full(one), _full(other))


def test_the_check_of_the_data_knows_the_grounds_of_the_style() -> None:
    assert {"licht": _full(LIGHT["papier"]), "donker": DARK["papier"]} == dict(colours.PAPER)
    assert (_full(LIGHT["op-merk"]), LIGHT["op-merk-zacht"]) == colours.ON_BRAND
    assert LIGHT["inkt"] == colours.ON_SIGNAL


def test_the_dark_palette_stands_once() -> None:
    assert len(DARK) > 15
    assert LIGHT["merk"] != DARK["merk"]
    for path in (ROOT / "overrides/assets").glob("*.css"):
        assert path.name == "feed.css" or "prefers-color-scheme" not in path.read_text(encoding="utf-8"), path.name


def test_an_old_browser_has_the_same_green() -> None:
    """One without `light-dark()`: what is white stands on it."""
    old = re.fullmatch(r"@supports not \(color: light-dark\(#000, #fff\)\) \{ :root \{ (.*) \} \}", OWN[1])
    assert old
    assert old[1] == " ".join(f"--{name}: {LIGHT[name]};" for name in ("merk", "merk-diep"))


def test_the_style_knows_no_theme_and_no_district(contents: Content) -> None:
    """Another network has others: their colours come from its data."""
    records = contents.view.catalog
    ids = {record.id for kind in (m.Thema, m.District) for record in records.all_of(kind)}
    style = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "overrides/assets").glob("*.css"))
    assert not [id_ for id_ in ids if re.search(rf"(?<![\w-]){id_}(?![\w-])", style)]


def test_contrast(tokens: dict[str, str]) -> None:
    faint = [(v, o, 4.5) for v, o in TEXT if _contrast(tokens[v], tokens[o]) < 4.5]
    faint += [(v, o, 3) for v, o in MARKS if _contrast(tokens[v], tokens[o]) < 3]
    assert not faint
