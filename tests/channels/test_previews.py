"""The pictures that go along when a page is shared."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from macros.build.content import Inhoud
from macros.cache import trace
from macros.channels import previews
from tests.helpers.small_catalog import catalog, nieuwsbrief, praktijk

REPORTS = Path(__file__).parents[2] / "overrides/reports"


def maat(png: bytes) -> tuple[int, int]:
    """Width and height from the header of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    breedte, hoogte = struct.unpack(">II", png[16:24])
    return breedte, hoogte


def test_each_card_is_a_small_png_of_the_size_that_pages_name() -> None:
    brief = nieuwsbrief()
    bestanden = dict(previews.bestanden(catalog(praktijk(), brief), REPORTS))
    assert {"kaart.png", f"{brief.pad}kaart.png", "themas/jeugd/kaart.png"} <= set(bestanden)
    assert maat(bestanden.pop(previews.ICOON)) == (180, 180)
    assert {maat(png) for png in bestanden.values()} == {(previews.BREEDTE, previews.HOOGTE)}
    assert max(map(len, bestanden.values())) < 60_000
    shell = (REPORTS.parent / "main.html").read_text(encoding="utf-8")
    assert f'width" content="{previews.BREEDTE}"' in shell
    assert f'height" content="{previews.HOOGTE}"' in shell


def test_the_same_content_gives_the_same_bytes() -> None:
    records = catalog(praktijk(), nieuwsbrief())
    een, ander = (dict(previews.bestanden(records, REPORTS)) for _ in range(2))
    assert een == ander
    assert len(set(een.values())) == len(een), "no two cards are alike"


@pytest.mark.parametrize(
    ("pad", "thema", "verwacht"),
    [
        ("themas/jeugd/", "jeugd", "themas/jeugd/kaart.png"),
        ("praktijken/x/", "jeugd", "themas/jeugd/kaart.png"),
        ("praktijken/x/", "bestaat-niet", "kaart.png"),
        ("over/", "", "kaart.png"),
        ("nieuwsbrieven/2025-q4/", "jeugd", "nieuwsbrieven/2025-q4/kaart.png"),
    ],
)
def test_a_page_goes_with_its_own_card_or_its_themes_or_the_sites(pad: str, thema: str, verwacht: str) -> None:
    assert previews.beeld(catalog(praktijk(), nieuwsbrief()), pad, thema) == verwacht


def test_a_new_title_of_one_newsletter_makes_no_other_page_anew() -> None:
    spoor: trace.Spoor = {}
    voor, na = (catalog(praktijk(), nieuwsbrief(titel=titel)) for titel in ("Eerst", "Daarna"))
    previews.beeld(trace.Vragen(voor, voor).lezer(spoor), "praktijken/hackshield/", "jeugd")
    assert spoor
    assert trace.Vragen(na, na).klopt(spoor)


def test_every_page_of_the_real_content_has_a_card_that_is_made(inhoud: Inhoud) -> None:
    echt = inhoud.weergave.catalog
    gemaakt = {f"{pad}kaart.png" for pad in previews.kaarten(echt)}
    assert 15 <= len(gemaakt) <= 60, "a card costs 10 ms"
    assert {previews.beeld(echt, blad.id + "/") for blad in inhoud.bladen.values()} <= gemaakt
