"""Whom a reader is sent to: the nearest contact that is set, and nobody who was not."""

from __future__ import annotations

from macros.records import contacts
from macros.records import models as m
from macros.records.contacts import PURPOSES
from macros.records.models import Contact
from tests.helpers.small_catalog import BRON, catalog, praktijk, with_network

OFFICE = Contact(kantoor="Het bureau", mail="info@netwerk.example", telefoon="038 123 45 67")
TEAM = Contact(kantoor="Het team jeugd", mail="jeugd@netwerk.example")


def _team(id_: str, **different: object) -> m.Expertteam:
    fields = {"id": id_, "naam": id_, "soort": "expertteam", "themas": ["jeugd"], "opdracht": "x", **BRON, **different}
    return m.Expertteam.model_validate(fields)


def test_a_purpose_without_its_own_has_the_general_one() -> None:
    own = Contact(kantoor="De functionaris", mail="fg@netwerk.example")
    all_ = with_network(catalog(), contact={"algemeen": OFFICE, "privacy": own})
    assert {purpose: contacts.of_purpose(all_, purpose) for purpose in PURPOSES} == {
        **dict.fromkeys(PURPOSES, OFFICE), "privacy": own,
    }  # fmt: skip
    assert [contacts.of_purpose(catalog(), purpose) for purpose in PURPOSES] == [None] * len(PURPOSES)


def test_a_page_has_the_contact_of_its_team_or_of_what_followed_it_or_the_general_one() -> None:
    toen, nu, other = _team("toen", opvolger="nu"), _team("nu"), _team("ander", themas=[])
    of_team, of_theme = praktijk("a", expertteam="toen"), praktijk("b", themas=["jeugd"])
    of_others = praktijk("c", netwerk="buren")
    neighbours = m.Organisatie.model_validate(
        {"id": "buren", "naam": "Buren", "soort": "zusternetwerk", "omschrijving": "x", **BRON}
    )
    all_ = catalog(toen, nu, other, of_team, of_theme, of_others, neighbours)
    all_ = with_network(all_, contact={"algemeen": OFFICE}, contact_teams={"nu": TEAM})
    near = {record.id: contacts.nearest(all_, record) for record in (toen, nu, other, of_team, of_theme, of_others)}
    assert near == {"toen": TEAM, "nu": TEAM, "ander": OFFICE, "a": TEAM, "b": TEAM, "c": OFFICE}
    assert contacts.nearest(all_, all_.one(m.Thema, "jeugd")) == TEAM
    assert contacts.nearest(all_, None) == OFFICE


def test_a_page_of_a_place_names_its_district() -> None:
    all_ = catalog()
    noord = all_.one(m.District, "noord")
    assert contacts.district(all_, noord) is noord
    assert contacts.district(all_, None) is None


def test_a_message_says_what_it_is_about() -> None:
    office = OFFICE.model_copy(update={"pagina": "https://netwerk.example/vraag/"})
    assert [(way.text, way.address) for way in contacts.ways(office, "Fout op: A & B", "https://site.example/a/")] == [
        (
            "info@netwerk.example",
            "mailto:info@netwerk.example?subject=Fout%20op%3A%20A%20%26%20B&body=https%3A%2F%2Fsite.example%2Fa%2F",
        ),
        ("038 123 45 67", "tel:0381234567"),
        ("netwerk.example/vraag", "https://netwerk.example/vraag/"),
    ]
    assert contacts.ways(TEAM)[0].address == "mailto:jeugd@netwerk.example"
