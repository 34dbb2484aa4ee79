"""What the content says of itself, held against its sources where it once said more than they do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.records import finance
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import load
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(ROOT)


@pytest.mark.parametrize(
    ("model", "id_", "field"),
    [
        (m.Praktijk, "koepelconvenant-jeugdgroepen", "partners"),
        (m.Praktijk, "barrieremodel-jonge-aanwas", "districten"),
        (m.Praktijk, "aanjaagfunctionaris-cyber", "districten"),
        (m.Praktijk, "re-bootcmp", "expertteam"),
        (m.Praktijk, "discord-werving", "expertteam"),
        (m.Praktijk, "street-triage", "expertteam"),
        (m.Activiteit, "overleg-overdracht-beheer-2024", "gemeenten"),
        (m.Activiteit, "re-bootcmp-2023", "expertteam"),
        (m.Expertteam, "werkgroep-mensenhandel", "sinds"),
        (m.Expertteam, "platform-cyberburgemeesters", "sinds"),
    ],
)
def test_what_no_source_says_is_not_said(model: type[m.Record], id_: str, field: str, catalog: Catalog) -> None:
    assert not getattr(catalog.one(model, id_), field)


@pytest.mark.parametrize("id_", ["barrieremodel-jonge-aanwas", "aanjaagfunctionaris-cyber"])
def test_who_did_research_or_gave_money_back_is_no_partner(id_: str, catalog: Catalog) -> None:
    assert not {"bureau-beke", "ccv"} & {*catalog.one(m.Praktijk, id_).partners}


def test_a_successor_is_from_a_source_or_marked_as_concluded(catalog: Catalog) -> None:
    """Only of the team Hennep the report of 2018 says what it went up in."""
    followed = {team.id: team.origin("opvolger") for team in catalog.all_of(m.Expertteam) if team.opvolger}
    assert followed.pop("hennep") == ""
    assert {*followed.values()} == {"afgeleid"}


def test_a_team_that_the_strategy_only_foresaw_has_no_years_of_its_own(catalog: Catalog) -> None:
    team = catalog.one(m.Expertteam, "cybercrime")
    assert (team.periode, team.origin("naam")) == ("genoemd in 2019", "afgeleid")


def test_the_backbone_is_a_row_in_which_no_one_reports(catalog: Catalog) -> None:
    row = [o for o in catalog.all_of(m.Organisatie) if o.soort == "backbone"]
    assert [o.id for o in row] == ["driehoek", "dvo", "rvo", "bestuurscollege", "lovp"]
    assert {o.id for o in catalog.all_of(m.Organisatie) if o.rapporteert_aan} == {"vnon", "hennepwerkgroepen"}


@pytest.mark.parametrize("id_", ["phishing", "ddos", "bibob", "wvggz", "nza", "mensenhandel", "lovp"])
def test_a_meaning_that_no_source_holds_is_general_knowledge(id_: str, catalog: Catalog) -> None:
    assert catalog.one(m.Begrip, id_).origin("betekenis") == "algemene kennis"


@pytest.mark.parametrize("id_", ["ondermijning", "cybercrime", "groepsscan"])
def test_a_meaning_that_a_source_holds_is_not(id_: str, catalog: Catalog) -> None:
    assert catalog.one(m.Begrip, id_).origin("betekenis") == ""


def test_about_and_more_than_are_no_exact_figures(catalog: Catalog) -> None:
    rows = catalog.one(m.Cijferreeks, "ontwikkeling-2015-2018").rijen
    assert [row[1] for row in rows] == ["ruim 10% minder", "iets meer dan 40% minder", "29% meer"]


def test_two_units_are_not_set_against_each_other(catalog: Catalog) -> None:
    """25 municipalities were trained; the goal is of ambassadors, of whom no source says how many there are."""
    trained = catalog.one(m.Kerncijfer, "mn-burgernet-gemeenten-2021")
    assert (trained.waarde, trained.doel) == ("25", "")
    assert "90% van de ambassadeurs" in trained.toelichting


def test_clearance_in_gelderland_midden_is_that_of_the_report(catalog: Catalog) -> None:
    """What once looked like a contradiction was a copying error."""
    rows = {row[0]: row[1:] for row in catalog.one(m.Cijferreeks, "opheldering-woninginbraken-2018").rijen}
    assert [Decimal(cell) for cell in rows["Gelderland-Midden"]] == [9, 10]
    assert "opheldering-gelderland-midden" not in {t.id for t in catalog.all_of(m.Tegenspraak)}


def test_a_budget_has_one_balance(catalog: Catalog) -> None:
    """That of the printed totals; that the lines of 2024 add up to € 240 more is told as a difference.

    Of 2023 what may have to go back to the CCV stands below it, and what then remains.
    """
    balances = {b.id: dict(finance.sections(b)).get("Saldo") for b in catalog.all_of(m.Begroting)}
    assert {id_: len(lines) for id_, lines in balances.items() if lines} == {
        "midden-nederland-2021-2022": 1, "vnon-2023": 3, "vnon-2024": 1,
    }  # fmt: skip
    amounts = [line.bedragen for line in balances["vnon-2023"] or ()]
    assert amounts == [(Decimal(amount),) for amount in ("77406.87", "25278.05", "52128.82")]
    assert [line.bedragen for line in balances["vnon-2024"] or ()] == [(Decimal(0),)]
