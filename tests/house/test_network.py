"""Another network runs the same software: where the code, its templates and the server's configuration stand, no network is named."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from macros.base.parsing import yaml_source
from tests.conftest import ROOT

FOLDERS = ("macros", "overrides", "deploy", "tests/helpers")
ORDINARY = {
    "buren": "neighbours: the previous and the next page",
    "expertteam jeugd": "a team for young people: an example in CONTRIBUTING",
    "cybercrime": "crime by computer: a mailbox of a role",
    "hennep": "the plant: an example of a compound",
    "jeugd": "young people: a mailbox of a role, an example of a theme that any network has",
    "kwetsbare personen": "a group that a practice is for",
    "ondermijning": "organised crime: a mailbox of a role, an example of a theme",
    "veiligheidsnetwerk": "what such a network is: the name of the project",
    "woninginbraken": "burglaries: the figures of the small project",
}
"""Names that are words of the language too, each with what it means where it stands."""


def _rows(name: str) -> list[dict[str, str]]:
    path = ROOT / "docs/_data" / name
    if name.endswith(".csv"):
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    rows: list[dict[str, str]] = yaml_source(path.read_text(encoding="utf-8")).value
    return rows


def names() -> set[str]:
    """What our network, its places, its themes and its teams are called, and how their addresses name them."""
    own = yaml_source((ROOT / "docs/_data/netwerk.yml").read_text(encoding="utf-8")).value
    found = {
        own["id"],
        own["naam"],
        own["kort"],
        own["regio"],
        own["domein"]["naam"],
        own["nieuwsbrief"]["lijst"],
        *own["provincies"],
    }
    for file in ("districten.yml", "themas.yml", "expertteams.yml", "gemeenten.csv"):
        found |= {row[field] for row in _rows(file) for field in ("id", "naam")}
    return {name.lower() for name in found}


ALL_OF_THE_COUNTRY = ROOT / "overrides/begin/gemeenten.csv"
"""Every municipality of the country, from which a new network takes its own: it names no network."""


def _files(folder: str) -> list[Path]:
    return [
        path
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path != ALL_OF_THE_COUNTRY
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_network_is_named(folder: str) -> None:
    any_of_them = re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted(names() - ORDINARY.keys(), key=len, reverse=True)))})\b", re.IGNORECASE
    )
    told = [
        f"{path.relative_to(ROOT)}:{number}: {found}"
        for path in _files(folder)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        for found in any_of_them.findall(line)
    ]
    assert told == []


def test_what_is_an_ordinary_word_is_a_name_too() -> None:
    """The list of exceptions has nothing that no one is called."""
    assert ORDINARY.keys() - names() == set()
