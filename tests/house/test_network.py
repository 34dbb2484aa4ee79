"""Another network runs the same software: where the code, its templates and the server's configuration stand, no network is named.

Nor is what only its content is about: a practice, a term, an activity, an organisation.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from macros.base.parsing import yaml_source
from macros.records import models as m
from macros.records.loader import inspect_all
from tests.conftest import ROOT

FOLDERS = ("macros", "overrides", "deploy", "tests/helpers")
ORDINARY = {
    "bestuurlijk voorzitter": "who presides a team: a field of each",
    "burgernet": "a service of the whole country: a mailbox of a role",
    "buren": "neighbours: the previous and the next page",
    "expertteam jeugd": "a team for young people: an example in CONTRIBUTING",
    "cybercrime": "crime by computer: a mailbox of a role",
    "hackshield": "a game of the whole country: the practice of the small catalog",
    "hennep": "the plant: an example of a compound",
    "het netwerk": "any of them",
    "jeugd": "young people: a mailbox of a role, an example of a theme that any network has",
    "kwetsbare personen": "a group that a practice is for",
    "nog niet bekend": "of an amount: that no one knows it yet",
    "ondermijning": "organised crime: a mailbox of a role, an example of a theme",
    "persoonsgerichte aanpak": "a term of the whole country, in the small project",
    "regionaal veiligheidsoverleg": "the same",
    "veiligheidsnetwerk": "what such a network is: the name of the project",
    "wie doet wat": "a matrix of the small project",
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
    return {name.lower() for name in found | _subjects()}


def _subjects() -> set[str]:
    """What its content is about. Of other words than titles only those of more than one: one is of the language, too."""
    catalog = inspect_all(ROOT).catalog
    practices, terms = catalog.all_of(m.Praktijk), catalog.all_of(m.Begrip)
    told = {name for practice in practices for name in (practice.id, practice.titel)}
    told |= {activity.id for activity in catalog.all_of(m.Activiteit)} - {"nieuwsbrieven"}
    others = {name for one in catalog.all_of(m.Organisatie) for name in (one.id.replace("-", " "), one.naam)}
    others |= {one.term for one in terms}.union(
        *(one.synoniemen for one in practices), *(one.synoniemen for one in terms)
    )
    return told | {name for name in others if " " in name}


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
    told, ours = [], sorted(names() - ORDINARY.keys(), key=len, reverse=True)
    for path in _files(folder):
        text = path.read_text(encoding="utf-8", errors="replace").lower()
        found = [re.escape(name) for name in ours if name in text]
        whole = re.compile(rf"\b(?:{'|'.join(found)})\b")  # a pattern of all thousand takes ten times as long
        told += [
            f"{path.relative_to(ROOT)}:{number}: {name}"
            for number, line in enumerate(text.splitlines(), start=1)
            for name in (whole.findall(line) if found else ())
        ]
    assert told == []


def test_what_is_an_ordinary_word_is_a_name_too() -> None:
    """The list of exceptions has nothing that no one is called."""
    assert ORDINARY.keys() - names() == set()
