"""The summary that a report begins with says what the records hold, whatever they hold, and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from macros.base.numbers import euro
from macros.build.content import Content
from macros.channels import previews, reports
from macros.channels.reports import summary
from macros.channels.reports.blocks import Block, ReportTable
from macros.document import nodes as n
from macros.records import models as m
from macros.records.catalog import Catalog
from tests.helpers.small_catalog import netwerk

TEMPLATES = Path(__file__).parents[2] / "overrides/reports"
OWN = previews.of_network(netwerk(), TEMPLATES)
AMOUNT = re.compile(r"€\N{NO-BREAK SPACE}[−\d.,]*\d")


@pytest.fixture
def catalog(contents: Content) -> Catalog:
    return contents.view.catalog


def _holding(catalog: Catalog, kind: type[m.Record], records: Iterable[m.Record]) -> Catalog:
    """The same records, with these in the place of all of their kind."""
    return Catalog({**catalog.records, kind: {record.id: record for record in records}}, catalog.pages)


def _part(tree: Iterable[Block], title: str) -> list[Block]:
    """What stands under a heading of the summary; nothing when it is not there."""
    found: list[Block] = []
    here = False
    for block in tree:
        if isinstance(block, n.Heading):
            here = n.text_of(block.children) == title
        elif here:
            found.append(block)
    return found


def _text(tree: Iterable[Block]) -> str:
    return " ".join(n.text_of(block.children) for block in tree if isinstance(block, n.Paragraph | n.List))


def _table(tree: Iterable[Block]) -> ReportTable:
    (table,) = (block for block in tree if isinstance(block, ReportTable))
    return table


def _cells(table: ReportTable) -> list[list[str]]:
    return [[" ".join(map(n.text_of, cell)) for cell in row.cells] for row in table.rows]


def _titles(tree: Iterable[Block]) -> list[str]:
    return [n.text_of(block.children) for block in tree if isinstance(block, n.Heading)]


def budget(**fields: object) -> m.Begroting:
    return m.Begroting.model_validate({
        "id": "b-2031", "titel": "Begroting 2031", "organisatie": "vnon", "periode": "2031", "kolommen": ["2031"],
        "bron": "voortgangsbericht-2023",
        "lasten": {"titel": "Uitgaven", "posten": [{"omschrijving": "Salaris", "bedragen": ["1000"]}]}, **fields,
    })  # fmt: skip


# ── Its figures are those of the records ────────────────────────────────────────────────────────────────


def test_what_was_done_is_what_the_records_say_was_carried_out(catalog: Catalog) -> None:
    tree = list(summary.of_year(catalog, 2023))
    done = [a for a in catalog.all_of(m.Activiteit) if a.jaar == 2023 and a.status == "uitgevoerd"]
    part = _part(tree, "Wat wij deden")
    digital = len([a for a in done if a.thema == "digitale-veiligheid"])
    most = f"Het thema met de meeste activiteiten is Digitale veiligheid: {digital}."
    assert _text(part).startswith(f"In 2023 voerden wij {len(done)} activiteiten uit.")
    assert _text(part).endswith(most)
    by_name = {name: (int(count), shown) for name, shown, count in _cells(_table(part))}
    names = {t.id: t.naam for t in catalog.all_of(m.Thema)}
    assert {name: count for name, (count, _) in by_name.items()} == {
        names.get(id_ or "", "Algemeen, of zonder thema"): sum(1 for a in done if a.thema == id_)
        for id_ in {a.thema for a in done}
    }
    titles = {a.titel for a in done}
    assert all(set(shown.split("; ")) <= titles for _, shown in by_name.values())
    assert [row.amount for row in _table(part).rows] == [count for count, _ in by_name.values()]


def test_what_was_not_carried_out_is_told_beside_it(catalog: Catalog) -> None:
    all_ = [a.model_copy(update={"status": "uitgevoerd"}) for a in catalog.activiteiten(jaar=2023)]
    changed = [
        a.model_copy(update={"status": status}) for a, status in zip(all_, ("doorlopend", "vervallen"), strict=False)
    ]
    tree = list(summary.of_year(_holding(catalog, m.Activiteit, [*changed, *all_[2:]]), 2023))
    assert f"In 2023 voerden wij {len(all_) - 2} activiteiten uit. Daarnaast: 1 doorlopend, 1 vervallen." in _text(tree)
    assert sum(row.amount for row in _table(_part(tree, "Wat wij deden")).rows) == len(all_) - 2


def test_what_it_cost_is_what_the_account_says_with_what_may_have_to_go_back(catalog: Catalog) -> None:
    part = _part(summary.of_year(catalog, 2023), "Wat het kostte")
    account = catalog.one(m.Begroting, "vnon-2023")
    assert account.baten
    income, spent, back = Decimal(323504), Decimal("246097.13"), Decimal("25278.05")
    assert sum(post.bedragen[0] for post in account.baten.posten) == income  # type: ignore[misc]
    assert sum(post.bedragen[0] for post in account.lasten.posten) == spent  # type: ignore[misc]
    assert AMOUNT.findall(_text(part)) == [*map(euro, (income, spent, income - spent, back, income - spent - back))]
    assert _cells(_table(part)) == [[post.omschrijving, euro(post.bedragen[0])] for post in account.lasten.posten]


def test_what_comes_is_told_in_the_order_in_which_it_must_be_there(catalog: Catalog) -> None:
    part = _part(summary.of_year(catalog, 2023), "Wat er komt")
    planned = [a for a in catalog.all_of(m.Activiteit) if a.jaar == 2024]
    assert f"Voor 2024 staan er {len(planned)} activiteiten in het plan." in _text(part)
    (list_,) = (block for block in part if isinstance(block, n.List))
    told = [n.text_of(item.children) for item in list_.children]
    assert told[:2] == [
        "8 januari 2024: Overleg met de portefeuillehouder over de overdracht van het beheer",
        "februari 2024: Jaarverslag 2023 en jaarplan 2024 vaststellen",
    ]
    titles = {a.titel for a in planned}
    assert {line.partition(": ")[2] for line in told} <= titles


def test_what_is_asked_is_the_contribution_of_the_next_budget(catalog: Catalog) -> None:
    for part in (
        _part(summary.of_year(catalog, 2023), "Wat wij vragen"), _part(summary.of_plan(catalog, 2024), "Wat wij vragen"),
    ):  # fmt: skip
        assert AMOUNT.findall(_text(part)) == [euro(Decimal("0.07")), euro(Decimal(229760))]


def test_the_states_of_teams_are_counted(catalog: Catalog) -> None:
    standen = catalog.standen(periode="2018-02")
    tree = list(summary.of_states(catalog, standen, [catalog.one(m.Bron, "voortgangsrapportage-2018")]))
    assert f"van {len(standen)} teams in februari 2018" in _text(tree)
    assert _cells(_table(tree)) == [
        [catalog.one(m.Expertteam, s.expertteam).naam,
         *(str(len(lines)) for lines in (s.doelen, s.resultaten, s.aandachtspunten, s.acties))]
        for s in standen
    ]  # fmt: skip
    assert "Totaal Oost-Nederland: 11.194 (Gemiddeld 2013-2016), 9.537 (2016), 7.391 (2017)" in _text(tree)
    assert "Kans op slachtofferschap van woninginbraak, 2012-2016, in %. 2012: 4,0; 2016: 3,1." in _text(tree)


def test_no_theme_is_said_to_have_the_most_when_two_have_or_none(catalog: Catalog) -> None:
    done = [a for a in catalog.activiteiten(jaar=2023) if a.thema in {"ondermijning", "zorg-en-veiligheid", None}]
    for some in (done, [a for a in done if not a.thema]):
        text = _text(_part(summary.of_year(_holding(catalog, m.Activiteit, some), 2023), "Wat wij deden"))
        assert text == f"In 2023 voerden wij {len(some)} activiteiten uit."


# ── Another network, with other records or fewer ────────────────────────────────────────────────────────


def test_without_a_budget_there_are_no_amounts_and_nothing_is_asked(catalog: Catalog) -> None:
    tree = list(summary.of_year(_holding(catalog, m.Begroting, _earlier(catalog)), 2023))
    assert _titles(tree) == ["In het kort", "Wat wij deden", "Wat het kostte", "Wat er komt"]
    assert _text(_part(tree, "Wat het kostte")) == Catalog.no_budget(2023)
    assert "€" not in _text(tree)


def _earlier(catalog: Catalog) -> list[m.Begroting]:
    """A budget that is of no year of which there is a report."""
    return [b for b in catalog.all_of(m.Begroting) if b.periode.startswith("2020-2023")]


def test_a_network_that_tells_nothing_of_money_has_no_part_about_it(catalog: Catalog) -> None:
    without = _holding(catalog, m.Begroting, [])
    assert _titles(list(summary.of_year(without, 2023))) == ["In het kort", "Wat wij deden", "Wat er komt"]
    assert "Wat het mag kosten" not in _titles(list(summary.of_plan(without, 2024)))


def test_without_activities_nothing_comes(catalog: Catalog) -> None:
    tree = list(summary.of_plan(_holding(catalog, m.Activiteit, []), 2024))
    assert _titles(tree) == ["In het kort", "Wat het mag kosten", "Wat wij vragen"]


def test_without_either_the_plan_says_that_there_is_no_budget(catalog: Catalog) -> None:
    without = _holding(_holding(catalog, m.Activiteit, []), m.Begroting, _earlier(catalog))
    tree = list(summary.of_plan(without, 2024))
    assert (_titles(tree), _text(tree)) == (["In het kort", "Wat het mag kosten"], Catalog.no_budget(2024))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ["De uitgaven zijn € 1.000."]),
        ({"baten": {"titel": "Inkomsten", "posten": [{"omschrijving": "Rijk", "bedragen": ["PM"]}]}},
         ["Het budget is € 0, de uitgaven zijn € 1.000.", "Het saldo is € −1.000; dat hebben wij uitgerekend.",
          "PM betekent dat het bedrag nog niet bekend is. In onze optelling telt PM niet mee."]),
        ({"lasten": {"titel": "Uitgaven", "posten": [{"omschrijving": "Salaris", "bedragen": ["1000"]}],
                     "totalen": [{"omschrijving": "Totaal", "bedragen": ["900"]}]}},
         ["De uitgaven zijn € 900.",
          "Totaal: gedrukt staat € 900. De posten samen zijn € 1.000. Dat is € 100 meer."]),
        ({"kolommen": ["begroot", "werkelijk"],
          "lasten": {"titel": "Uitgaven", "posten": [{"omschrijving": "Salaris", "bedragen": ["1000", "800.50"]}]}},
         ["begroot: de uitgaven zijn € 1.000.", "werkelijk: de uitgaven zijn € 800,50."]),
    ],
)  # fmt: skip
def test_every_budget_is_told(catalog: Catalog, fields: dict[str, object], told: list[str]) -> None:
    other = _holding(catalog, m.Begroting, [budget(**fields)])
    tree = list(summary.of_plan(other, 2031))
    cost = _part(tree, "Wat het mag kosten")
    assert _text(cost).replace("\N{NO-BREAK SPACE}", " ") == " ".join(told)
    assert "Wat wij vragen" not in _titles(tree)


def test_a_contribution_of_which_the_amount_is_not_known_yet_is_asked_an_inhabitant(catalog: Catalog) -> None:
    posten = [{"omschrijving": "Bijdrage", "bedragen": ["PM"], "per_inwoner": "0.10"}]
    other = _holding(catalog, m.Begroting, [budget(baten={"titel": "Inkomsten", "posten": posten})])
    part = _part(summary.of_plan(other, 2031), "Wat wij vragen")
    assert _text(part) == "Van de gemeenten vragen wij voor 2031 €\N{NO-BREAK SPACE}0,10 per inwoner."


def test_a_network_with_nothing_but_a_budget_has_its_plan_on_paper(catalog: Catalog) -> None:
    earlier = budget(id="b-2030", periode="2030")
    other = _holding(_holding(catalog, m.Activiteit, []), m.Begroting, [earlier, budget()])
    (rapport,) = other.rapporten("jaarplan")
    holds = reports.contents(rapport, reports.Material(other, {}, {}, "https://x.nl/"))
    pdf = reports.pdf(rapport, holds, TEMPLATES, today=date(2026, 11, 22), site="https://x.nl/", own=OWN)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 2
    assert "1 In het kort 1.1 Wat het mag kosten De uitgaven zijn € 1.000." in pages[1]
    assert "Er staat nog geen activiteit in dit plan." in pages[1]
