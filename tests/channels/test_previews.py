"""The pictures that go along when a page is shared."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from macros.build.content import Content
from macros.cache import trace
from macros.channels import previews
from tests.helpers.small_catalog import catalog, nieuwsbrief, praktijk

REPORTS = Path(__file__).parents[2] / "overrides/reports"


def dimension(png: bytes) -> tuple[int, int]:
    """Width and height from the header of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_each_card_is_a_small_png_of_the_size_that_pages_name() -> None:
    issue = nieuwsbrief()
    files = dict(previews.files(catalog(praktijk(), issue), REPORTS))
    assert {"kaart.png", f"{issue.pad}kaart.png", "themas/jeugd/kaart.png"} <= set(files)
    assert dimension(files.pop(previews.ICON)) == (180, 180)
    assert {dimension(png) for png in files.values()} == {(previews.WIDTH, previews.HEIGHT)}
    assert max(map(len, files.values())) < 60_000
    shell = (REPORTS.parent / "main.html").read_text(encoding="utf-8")
    assert f'width" content="{previews.WIDTH}"' in shell
    assert f'height" content="{previews.HEIGHT}"' in shell


def test_the_same_content_gives_the_same_bytes() -> None:
    records = catalog(praktijk(), nieuwsbrief())
    one, other = (dict(previews.files(records, REPORTS)) for _ in range(2))
    assert one == other
    assert len(set(one.values())) == len(one), "no two cards are alike"


@pytest.mark.parametrize(
    ("pad", "thema", "expected"),
    [
        ("themas/jeugd/", "jeugd", "themas/jeugd/kaart.png"),
        ("praktijken/x/", "jeugd", "themas/jeugd/kaart.png"),
        ("praktijken/x/", "bestaat-niet", "kaart.png"),
        ("over/", "", "kaart.png"),
        ("nieuwsbrieven/2025-q4/", "jeugd", "nieuwsbrieven/2025-q4/kaart.png"),
    ],
)
def test_a_page_goes_with_its_own_card_or_its_themes_or_the_sites(pad: str, thema: str, expected: str) -> None:
    assert previews.picture(catalog(praktijk(), nieuwsbrief()), pad, thema) == expected


def test_a_new_title_of_one_newsletter_makes_no_other_page_anew() -> None:
    asked: trace.Trace = {}
    before, na = (catalog(praktijk(), nieuwsbrief(titel=title)) for title in ("Eerst", "Daarna"))
    previews.picture(trace.Questions(before, before).reader(asked), "praktijken/hackshield/", "jeugd")
    assert asked
    assert trace.Questions(na, na).holds(asked)


def test_every_page_of_the_real_content_has_a_card_that_is_made(contents: Content) -> None:
    real = contents.view.catalog
    made = {f"{path}kaart.png" for path in previews.cards(real)}
    assert 15 <= len(made) <= 60, "a card costs 10 ms"
    assert {previews.picture(real, site_page.id + "/") for site_page in contents.site_pages.values()} <= made
