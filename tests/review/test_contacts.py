"""The contacts that a network sets: each leads to an office, and what is not set stands in one list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from macros.base import settings
from macros.base.settings import PURPOSES, Contact
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.review import contacts
from tests.helpers.small_catalog import BRON, catalog

GOOD = Contact(
    "Het bureau", mail="info@netwerk.example", phone="+31 (0)38 123 45 67", page="https://netwerk.example/vraag"
)


def _catalog() -> Catalog:
    fields = {"naam": "Team jeugd", "soort": "expertteam", "opdracht": "x", **BRON}
    return catalog(
        m.Expertteam.model_validate({"id": "jeugd", **fields}),
        m.Expertteam.model_validate({"id": "vroeger", **fields, "naam": "Van vroeger", "laatst_genoemd": "2018"}),
    )


def _set(monkeypatch: pytest.MonkeyPatch, contact: dict[str, Contact], teams: dict[str, Contact]) -> None:
    monkeypatch.setattr(settings, "NETWORK", replace(settings.NETWORK, contact=contact, team_contact=teams))


@pytest.mark.parametrize(
    ("contact", "message"),
    [
        (Contact("", mail="info@netwerk.example"), "de naam van het kantoor ontbreekt"),
        (Contact("Het bureau"), "er is geen e-mailadres (mail), telefoonnummer (phone) of pagina (page)"),
        (Contact("Het bureau", mail="info"), "is geen e-mailadres"),
        (Contact("Het bureau", mail="j.jansen@netwerk.example"), "'j.********' lijkt van een persoon"),
        (Contact("Het bureau", phone="bel ons"), "is geen telefoonnummer"),
        (Contact("Het bureau", phone="06 12345678"), "'06********' lijkt van een persoon; neem een vast nummer"),
        (Contact("Het bureau", page="netwerk.example"), "is geen volledig adres; schrijf https://"),
    ],
)
def test_what_leads_to_no_office_is_told(contact: Contact, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"pers": contact}, {})
    [finding] = contacts.wrong(_catalog())
    assert str(finding).startswith("macros/base/settings.py: contact voor doel 'pers': ")
    assert message in finding.message
    assert not finding.warning


def test_a_purpose_or_team_that_does_not_exist_is_told_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _set(monkeypatch, {"privacie": GOOD, "pers": GOOD}, {"jeug": GOOD, "jeugd": GOOD})
    assert [finding.message for finding in contacts.wrong(_catalog())] == [
        "contact voor doel 'privacie': dat doel bestaat niet; bedoelde u 'privacy'?",
        "contact voor team 'jeug': dat team bestaat niet; bedoelde u 'jeugd'?",
    ]


def test_what_is_not_set_stands_in_one_list(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"algemeen": GOOD}, {})
    assert contacts.unset_list(_catalog()).splitlines() == [
        "## Nog geen contact ingesteld (`macros/base/settings.py`)", "",
        "- [ ] Een fout op deze site", "- [ ] Privacy", "- [ ] Toegankelijkheid", "- [ ] Een lek in de beveiliging",
        "- [ ] Pers", "- [ ] team: Team jeugd",
    ]  # fmt: skip
    assert [*contacts.remarks(_catalog())] == ["Nog geen contact ingesteld (6): zie 'kennisbank houdbaarheid'."]
    _set(monkeypatch, dict.fromkeys(PURPOSES, GOOD), {"jeugd": GOOD})
    assert contacts.unset_list(_catalog()) == ""
    assert [*contacts.remarks(_catalog())] == []
