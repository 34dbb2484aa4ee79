from __future__ import annotations

import json
import re

import pytest

from macros.release import offline
from tests.conftest import WORTEL

SJABLOON = (WORTEL / "overrides/assets/dienst.js").read_text(encoding="utf-8")
PADEN = [
    "index.html", "assets/site.0123456789.css", "assets/site.0123456789.js", "assets/zoek-werker.0123456789.js",
    "assets/kaart.0123456789.svg", "zoek/kern.json", "zoek/index.json", "zoek/kern-0123456789.json",
    "zoek/lijsten-0123456789.txt",
]  # fmt: skip


def lijst(tekst: str, naam: str) -> list[str]:
    gevonden = re.search(rf"^const {naam} = (\[.*\]);$", tekst, re.MULTILINE)
    assert gevonden
    waarde: list[str] = json.loads(gevonden[1])
    return waarde


def test_the_shell_and_the_index_are_named() -> None:
    tekst = offline.dienst(SJABLOON, PADEN).decode()
    assert lijst(tekst, "SCHIL") == [
        "assets/site.0123456789.css", "assets/site.0123456789.js", "assets/zoek-werker.0123456789.js"
    ]  # fmt: skip
    assert lijst(tekst, "ZOEK") == ["zoek/kern-0123456789.json", "zoek/lijsten-0123456789.txt"]


def test_the_order_of_the_files_does_not_matter() -> None:
    assert offline.dienst(SJABLOON, reversed(PADEN)) == offline.dienst(SJABLOON, PADEN)


def test_a_place_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(ValueError, match="een plek die niet gevuld wordt"):
        offline.dienst(f'{SJABLOON}const X = "{{{{ anders }}}}";', PADEN)
