"""Other networks' sites: what `mkdocs.yml` may say of them, and that the headers follow."""

from __future__ import annotations

import pytest

from macros.release import headers, markup
from macros.search import federation

GOOD = {"site": "https://voorbeeld.nl/kennis/", "naam": "Netwerk Voorbeeld"}


def test_no_list_and_a_right_list_are_fine() -> None:
    assert list(federation.errors(None)) == []
    assert list(federation.errors([])) == []
    assert list(federation.errors([GOOD, {"site": "http://127.0.0.1:8001/", "naam": "Proef"}])) == []


@pytest.mark.parametrize(
    ("others", "part"),
    [
        ("https://voorbeeld.nl/", "geen lijst"),
        (["https://voorbeeld.nl/"], "nummer 1: dit moet een site met een naam zijn"),
        ([GOOD, {"site": "https://x.nl/"}], "nummer 2: dit moet"),
        ([{**GOOD, "kleur": "rood"}], "niets anders"),
        ([{**GOOD, "naam": " "}], "de naam is leeg"),
        ([{**GOOD, "naam": None}], "de naam is leeg"),
        *(([{**GOOD, "site": error}], "is geen adres van een site") for error in (
            "http://voorbeeld.nl/", "https://voorbeeld.nl", "https://voorbeeld.nl/kennis", "voorbeeld.nl/", "javascript:alert(1)//", "", 7,
            "https://voorbeeld.nl/?q=/", "https://a b.nl/", "https://x.nl/'><script>/", "https://x.nl/;script-src *;/", "https://",
            "https://wie@voorbeeld.nl/",
        )),
        ([GOOD, GOOD], "meer dan eens"),
    ],
)  # fmt: skip
def test_anything_else_is_told_in_dutch_with_its_place(others: object, part: str) -> None:
    found = list(federation.errors(others))
    assert any(part in error for error in found), found
    assert all(error.startswith("mkdocs.yml: extra.zoek_andere") for error in found)


def test_the_headers_allow_what_the_page_asks_and_no_more() -> None:
    bare = markup.read_page("<html><script src='z.js' data-werker='w.js'></script></html>")
    with_ = markup.read_page(
        """<html><script src='z.js' data-andere='[{"site": "https://voorbeeld.nl/kennis/", "naam": "V"}]'></script></html>"""
    )
    assert "connect-src 'self';" in headers.policy([bare])
    assert "connect-src 'self' https://voorbeeld.nl;" in headers.policy([bare, with_])
