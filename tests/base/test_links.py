"""Slugs and addresses."""

from __future__ import annotations

from posixpath import normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.base.links import ID, absolute, relative, slug


@pytest.mark.parametrize(
    ("naam", "id_"),
    [
        ("Noord- en Oost-Gelderland", "noord-en-oost-gelderland"),
        ("re_BOOTCMP", "re-bootcmp"),
        ("#Veiligheidspraat", "veiligheidspraat"),
        ("Financiën 2023", "financien-2023"),
        ("  --  ", ""),
        ("2023-Q4", "2023-q4"),
    ],
)
def test_slug(naam: str, id_: str) -> None:
    assert slug(naam) == id_


@given(st.text())
def test_a_slug_is_an_id_and_stays_what_it_is(naam: str) -> None:
    assert slug(naam) == "" or ID.fullmatch(slug(naam))
    assert slug(slug(naam)) == slug(naam)


@pytest.mark.parametrize(
    ("doel", "van", "kort"),
    [
        ("praktijken/hackshield/", "themas/jeugd/", "../../praktijken/hackshield/"),
        ("themas/jeugd/", "", "themas/jeugd/"),
        ("", "themas/jeugd/", "../../"),
        ("", "", "./"),
        ("themas/", "themas/jeugd/", "../"),
        ("themas/jeugd/", "themas/jeugd/", "./"),
        ("cijfers/#woninginbraken", "themas/jeugd/", "../../cijfers/#woninginbraken"),
        ("feed.xml", "themas/jeugd/", "../../feed.xml"),
        ("feed.xml", "404.html", "feed.xml"),
        ("assets/a.css", "themas/feed.xml", "../assets/a.css"),
    ],
)
def test_relative(doel: str, van: str, kort: str) -> None:
    assert relative(doel, van) == kort


_PART = st.from_regex(r"[a-z0-9]{1,5}", fullmatch=True)
_PAGE = st.lists(_PART, max_size=4).map(lambda parts: "".join(f"{part}/" for part in parts))


@given(_PAGE, _PAGE)
def test_a_relative_address_leads_to_its_goal(doel: str, van: str) -> None:
    assert normpath(f"/{van}{relative(doel, van)}") == normpath(f"/{doel}")
    assert relative(doel, van).endswith("/")


def test_absolute() -> None:
    assert absolute("themas/jeugd/#a", "https://voorbeeld.nl/site/") == "https://voorbeeld.nl/site/themas/jeugd/#a"
