"""The contacts that a network sets: each leads to an office, and what is not set stands in one list."""

from __future__ import annotations

from typing import Any

import pytest

from macros.base.errors import Finding
from macros.base.parsing import yaml_source
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.contacts import PURPOSES
from macros.records.loader import Location
from macros.review import contacts
from tests.helpers.small_catalog import BRON, catalog, with_network

GOOD = {
    "kantoor": "Het bureau", "mail": "info@netwerk.example", "telefoon": "+31 (0)38 123 45 67",
    "pagina": "https://netwerk.example/vraag",
}  # fmt: skip


def _catalog() -> Catalog:
    fields = {"naam": "Team jeugd", "soort": "expertteam", "opdracht": "x", **BRON}
    return catalog(
        m.Expertteam.model_validate({"id": "jeugd", **fields}),
        m.Expertteam.model_validate({"id": "vroeger", **fields, "naam": "Van vroeger", "laatst_genoemd": "2018"}),
    )


def _wrong(**set_: Any) -> list[Finding]:  # noqa: ANN401 - the fields of a record
    text = "id: vnet\ncontact:\n  pers:\n    kantoor: x\n    mail: y\n    telefoon: y\n    pagina: z\n"
    place = Location("docs/_data/netwerk.yml", yaml_source(text))
    return [*contacts.wrong(with_network(_catalog(), **set_), {("netwerk", "vnet"): place})]


@pytest.mark.parametrize(
    ("contact", "line", "message"),
    [
        ({}, 3, "er is geen e-mailadres (mail), telefoonnummer (telefoon) of pagina (pagina)"),
        ({"mail": "info"}, 5, "is geen e-mailadres"),
        ({"mail": "j.jansen@netwerk.example"}, 5, "'j.********' lijkt van een persoon"),
        ({"telefoon": "bel ons"}, 6, "is geen telefoonnummer"),
        ({"telefoon": "06 12345678"}, 6, "'06********' lijkt van een persoon; neem een vast nummer"),
    ],
)
def test_what_leads_to_no_office_is_told(contact: dict[str, str], line: int, message: str) -> None:
    [finding] = _wrong(contact={"pers": {"kantoor": "Het bureau", **contact}})
    assert str(finding).startswith(f"docs/_data/netwerk.yml:{line}: contact voor doel 'pers': ")
    assert message in finding.message
    assert not finding.warning


@pytest.mark.parametrize(
    "box", ["vnet", "Proefnetwerk", "proefnetwerk-noord", "proefnetwerk.noord", "proefnetwerknoord"]
)
def test_a_mailbox_that_is_called_as_the_network_is_no_person(box: str) -> None:
    names = {"id": "vnet", "naam": "Proefnetwerk Noord", "kort": "Proefnetwerk"}
    assert _wrong(**names, contact={"pers": {"kantoor": "Het bureau", "mail": f"{box}@provider.example"}}) == []


def test_a_purpose_or_team_that_does_not_exist_is_told_with_the_one_that_was_meant() -> None:
    found = _wrong(contact={"privacie": GOOD, "pers": GOOD}, contact_teams={"jeug": GOOD, "jeugd": GOOD})
    assert [finding.message for finding in found] == [
        "contact voor doel 'privacie': dat doel bestaat niet; bedoelde u 'privacy'?",
        "contact voor team 'jeug': dat team bestaat niet; bedoelde u 'jeugd'?",
    ]


def test_what_is_not_set_stands_in_one_list() -> None:
    some = with_network(_catalog(), contact={"algemeen": GOOD})
    assert contacts.unset_list(some).splitlines() == [
        "## Nog geen contact ingesteld (`docs/_data/netwerk.yml`)", "",
        "- [ ] Een fout op deze site", "- [ ] Privacy", "- [ ] Toegankelijkheid", "- [ ] Een lek in de beveiliging",
        "- [ ] Pers", "- [ ] team: Team jeugd",
    ]  # fmt: skip
    assert [*contacts.remarks(some)] == ["Nog geen contact ingesteld (6): zie 'kennisbank houdbaarheid'."]
    all_ = with_network(_catalog(), contact=dict.fromkeys(PURPOSES, GOOD), contact_teams={"jeugd": GOOD})
    assert contacts.unset_list(all_) == ""
    assert [*contacts.remarks(all_)] == []
