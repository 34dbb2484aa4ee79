from __future__ import annotations

import json
import re

import pytest

from macros.pages import assets
from macros.release import offline
from tests.conftest import ROOT

TEMPLATE = assets.script(ROOT / "overrides/assets" / assets.AT_THE_ROOT)
PATHS = [
    "index.html", "assets/site.0123456789.css", "assets/site.0123456789.js", "assets/search-worker.0123456789.js",
    "assets/kaart.0123456789.svg", "zoek/kern.json", "zoek/index.json", "zoek/kern-0123456789.json",
    "zoek/lijsten-0123456789.txt",
]  # fmt: skip


def list_(text: str, name: str) -> list[str]:
    found = re.search(rf"\bconst {name}=(\[[^]]*\]);", text)
    assert found
    value: list[str] = json.loads(found[1])
    return value


def test_the_shell_and_the_index_are_named() -> None:
    text = offline.service(TEMPLATE, PATHS).decode()
    assert list_(text, "SHELL") == [
        "assets/search-worker.0123456789.js", "assets/site.0123456789.css", "assets/site.0123456789.js"
    ]  # fmt: skip
    assert list_(text, "SEARCH") == ["zoek/kern-0123456789.json", "zoek/lijsten-0123456789.txt"]


def test_the_order_of_the_files_does_not_matter() -> None:
    assert offline.service(TEMPLATE, reversed(PATHS)) == offline.service(TEMPLATE, PATHS)


def test_a_place_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(ValueError, match="een plek die niet gevuld wordt"):
        offline.service(f'{TEMPLATE}const X = "{{{{ anders }}}}";', PATHS)
