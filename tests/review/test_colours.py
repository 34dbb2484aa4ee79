"""The colours that a network sets: what does not stand out, or looks like another to someone, is told where it was typed."""

from __future__ import annotations

import pytest

from macros.base.parsing import yaml_source
from macros.records import models as m
from macros.records.loader import Location, inspect_all
from macros.review import colours
from tests.conftest import ROOT
from tests.helpers.small_catalog import BRON, catalog, with_network

PLACE = Location("docs/_data/themas.yml", yaml_source("kleur:\n  licht: x\n  donker: y\n"))


def _told(*pairs: tuple[str, str]) -> list[str]:
    """What is said of themes `a`, `b` … with these colours, on light paper and on dark."""
    themas = [
        m.Thema.model_validate({
            "id": id_, "naam": id_, "kort": "x", "looptijden": [{"van": "2024", "tot": "2027"}], **BRON,
            "kleur": {"licht": light, "donker": dark},
        })
        for id_, (light, dark) in zip("abc", pairs, strict=False)
    ]  # fmt: skip
    return [str(finding) for finding in colours.indistinct(catalog(*themas), {("themas", t.id): PLACE for t in themas})]


def test_our_own_are_right() -> None:
    inspection = inspect_all(ROOT)
    assert [*colours.indistinct(inspection.catalog, inspection.locations)] == []


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0b4650", "#0b4650", 1)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """The ratios that WebAIM's contrast checker gives."""
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_what_does_not_stand_out_is_told_on_its_own_ground() -> None:
    [finding] = _told(("#ffff00", "#ffff00"))
    assert finding == (
        "docs/_data/themas.yml:2: thema 'a': het veld 'kleur.licht': #ffff00 steekt te weinig af tegen licht papier (#ffffff): contrast "
        "1,1, en dat moet minstens 3,0 zijn (WCAG); neem een kleur die lichter of donkerder is"
    )
    [finding] = _told(("#241a69", "#241a69"))
    assert finding.startswith(
        "docs/_data/themas.yml:3: thema 'a': het veld 'kleur.donker': #241a69 steekt te weinig af"
    )


def test_what_someone_cannot_tell_apart_is_told() -> None:
    """Red and green of one lightness: other colours to most, one to who sees no red or no green."""
    red, green = "#b5651d", "#6b7d1f"
    assert colours.apart(red, green, "iedereen") > 0.12
    [light, dark] = _told((red, red), (green, green))
    assert "thema 'b': het veld 'kleur.licht': #6b7d1f lijkt voor wie geen" in light
    assert "te veel op #b5651d van thema 'a': verschil 0,0" in light
    assert "'kleur.donker'" in dark


def test_the_colours_of_the_network_carry_its_texts() -> None:
    place = Location(
        "docs/_data/netwerk.yml", yaml_source("kleuren:\n  merk:\n    licht: x\n    donker: y\n  sein: z\n")
    )
    faint = with_network(catalog(), kleuren={"merk": {"licht": "#5fa8b0", "donker": "#0a3942"}, "sein": "#0b4650"})
    lines = [finding.line for finding in colours.indistinct(faint, {("netwerk", "vnet"): place})]
    assert lines == [3, 3, 5, 5]
