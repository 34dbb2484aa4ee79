"""Other networks' sites: what `mkdocs.yml` may say of them, and that the headers follow."""

from __future__ import annotations

import pytest

from macros.release import headers, markup
from macros.search import federation

GOED = {"site": "https://voorbeeld.nl/kennis/", "naam": "Netwerk Voorbeeld"}


def test_no_list_and_a_right_list_are_fine() -> None:
    assert list(federation.fouten(None)) == []
    assert list(federation.fouten([])) == []
    assert list(federation.fouten([GOED, {"site": "http://127.0.0.1:8001/", "naam": "Proef"}])) == []


@pytest.mark.parametrize(
    ("andere", "deel"),
    [
        ("https://voorbeeld.nl/", "geen lijst"),
        (["https://voorbeeld.nl/"], "nummer 1: dit moet een site met een naam zijn"),
        ([GOED, {"site": "https://x.nl/"}], "nummer 2: dit moet"),
        ([{**GOED, "kleur": "rood"}], "niets anders"),
        ([{**GOED, "naam": " "}], "de naam is leeg"),
        ([{**GOED, "naam": None}], "de naam is leeg"),
        *(([{**GOED, "site": fout}], "is geen adres van een site") for fout in (
            "http://voorbeeld.nl/", "https://voorbeeld.nl", "https://voorbeeld.nl/kennis", "voorbeeld.nl/", "javascript:alert(1)//", "", 7,
            "https://voorbeeld.nl/?q=/", "https://a b.nl/", "https://x.nl/'><script>/", "https://x.nl/;script-src *;/", "https://",
            "https://wie@voorbeeld.nl/",
        )),
        ([GOED, GOED], "meer dan eens"),
    ],
)  # fmt: skip
def test_anything_else_is_told_in_dutch_with_its_place(andere: object, deel: str) -> None:
    gevonden = list(federation.fouten(andere))
    assert any(deel in fout for fout in gevonden), gevonden
    assert all(fout.startswith("mkdocs.yml: extra.zoek_andere") for fout in gevonden)


def test_the_headers_allow_what_the_page_asks_and_no_more() -> None:
    kaal = markup.lees("<html><script src='z.js' data-werker='w.js'></script></html>")
    met = markup.lees(
        """<html><script src='z.js' data-andere='[{"site": "https://voorbeeld.nl/kennis/", "naam": "V"}]'></script></html>"""
    )
    assert "connect-src 'self';" in headers.beleid([kaal])
    assert "connect-src 'self' https://voorbeeld.nl;" in headers.beleid([kaal, met])
