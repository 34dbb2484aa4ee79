"""The tables: what they show, what they refuse, and the numbers of the sources."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lx

from macros.document.templates import View, WordError, environment
from macros.records import finance
from macros.records import models as m
from macros.records.catalog import Catalog, UnknownId
from macros.records.loader import inspect_all
from macros.words import tables

ROOT = Path(__file__).parents[2]
TEMPLATES = environment(ROOT / "overrides/fragments")


def catalog_of(*records: m.Record) -> Catalog:
    """A catalog of these records and the few that they all need."""
    base = [
        m.Bron.model_validate(
            {
                "id": "b1",
                "titel": "Bericht <1>",
                "soort": "voortgangsbericht",
                "datum": "2023-11",
                "uitgever": "vnon",
                "omschrijving": "x",
            }
        ),
        m.Organisatie.model_validate(
            {"id": "vnon", "naam": "VNON", "soort": "netwerk", "omschrijving": "x", "bron": "b1"}
        ),
        m.Thema.model_validate(
            {
                "id": "jeugd",
                "naam": "Jeugd",
                "kort": "x",
                "looptijden": [{"van": "2024", "tot": "2027"}],
                "bron": "b1",
                "subthemas": [{"id": "aanwas", "naam": "Jonge aanwas"}],
            }
        ),
        m.Thema.model_validate(
            {
                "id": "hennep",
                "naam": "Hennep",
                "kort": "x",
                "looptijden": [{"van": "2015", "tot": "2018"}],
                "bron": "b1",
            }
        ),
    ]
    everything: dict[type[m.Record], dict[str, Any]] = {}
    for record in (*base, *records):
        everything.setdefault(type(record), {})[record.id] = record
    return Catalog(everything)


def activiteit(id_: str, **fields: object) -> m.Activiteit:
    base = {"titel": id_, "wanneer": "2024-02", "jaar": "2024", "soort": "product", "status": "gepland", "bron": "b1"}
    return m.Activiteit.model_validate({**base, "id": id_, **fields})


def begroting(**fields: object) -> m.Begroting:
    base = {
        "id": "b-2024",
        "titel": "Begroting",
        "organisatie": "vnon",
        "periode": "2024",
        "kolommen": ["2024"],
        "bron": "b1",
        "lasten": {"titel": "Lasten", "posten": [{"omschrijving": "Salaris", "bedragen": ["10"]}]},
    }
    return m.Begroting.model_validate({**base, **fields})


def view(*records: m.Record, page: str = "") -> View:
    return View(catalog_of(*records), TEMPLATES, date(2024, 1, 1), page)


def tekst(html: str) -> str:
    return " ".join(str(lx.fragment_fromstring(html, create_parent="div").text_content()).split())


def rijen(html: str) -> list[list[str]]:
    """The rows of the body, as text."""
    tree = lx.fragment_fromstring(html, create_parent="div")
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in tree.iter("tr")
        if row.getparent().tag == "tbody"
    ]


# ── Activities ──────────────────────────────────────────────────────────────────────────────────────────


def test_activiteiten_op_eigen_pagina_zijn_de_ankers() -> None:
    a = activiteit("plan", thema="jeugd", subthema="aanwas", oplevering="Een plan")
    own, elsewhere = (tables.activiteiten(view(a, page=p), jaar=2024) for p in ("activiteiten/", "themas/jeugd/"))
    assert '<tr id="plan">' in own
    assert 'href="../../activiteiten/#plan"' in elsewhere
    assert 'id="plan"' not in elsewhere
    assert "Jonge aanwas" in tekst(elsewhere)


def test_what_is_not_known_is_left_out_and_never_a_sentence_about_a_source() -> None:
    html = tables.activiteiten(
        view(activiteit("a", wanneer="onbekend", gedrukt="Q1 en Q@"), activiteit("b", oplevering="x"))
    )
    assert "“Q1 en Q@” (zo gedrukt)" in tekst(html)
    assert '<td data-kop="Wat het is"><span class="onbekend streepje">–</span></td>' in html
    plan = tables.activiteiten(view(activiteit("a"), activiteit("b", oplevering="x")), jaar=2024)
    assert '<td data-kop="Oplevering"><span class="onbekend streepje">–</span></td>' in plan
    assert "Levert op: X." in tekst(html)


def test_een_tabel_verwijst_niet_naar_haar_eigen_pagina(real: View) -> None:
    here = replace(real, page="praktijken/re-bootcmp/")
    html = tables.activiteiten(here, praktijk="re-bootcmp")
    assert 'href="../re-bootcmp/"' not in html
    assert "Praktijk: Jongeren werven met een Discord." in tekst(html), "another practice is named"
    team = tables.activiteiten(replace(real, page="expertteams/digitale-veiligheid/"), expertteam="digitale-veiligheid")
    assert "Team:" not in tekst(team)
    assert "Activiteiten: Expertteam digitale veiligheid" in tekst(team)
    assert "alle districten" in tekst(tables.activiteiten(real, jaar=2023))


def test_van_veel_activiteiten_staat_het_nieuwste_jaar_voorop() -> None:
    many = [activiteit(f"a{n}", thema="jeugd", jaar=str(2020 + n), wanneer=str(2020 + n)) for n in range(7)]
    tree = lx.fragment_fromstring(tables.activiteiten(view(*many), thema="jeugd"), create_parent="div")
    open_, folded = tree.xpath("./div//tbody"), tree.xpath("./details//tbody")
    assert [len(part) for part in (*open_, *folded)] == [1, 6]
    assert [row[0].text_content() for row in folded[0]] == ["a5", "a4", "a3", "a2", "a1", "a0"]
    assert tree.xpath("string(.//summary)") == "Eerdere activiteiten (6)"
    assert tree.xpath("string(./div//caption)") == "Activiteiten in 2026: thema Jeugd"
    assert not lx.fragment_fromstring(tables.activiteiten(view(*many[:6]), thema="jeugd"), create_parent="p").xpath(
        ".//details"
    )


def test_bijschrift_en_id_komen_van_wat_er_is_gevraagd() -> None:
    w = view(activiteit("a", thema="jeugd"), page="themas/jeugd/")
    html = tables.activiteiten(w, thema="jeugd", jaar=2024)
    assert '<caption id="tabel-activiteiten-thema-jeugd-jaar-2024">Activiteiten in 2024: thema Jeugd</caption>' in html
    assert 'aria-labelledby="tabel-activiteiten-thema-jeugd-jaar-2024"' in html
    assert 'data-kop="Thema"' not in html


def test_niets_gevonden_is_een_fout_of_de_tekst_van_leeg() -> None:
    w = view()
    with pytest.raises(WordError) as error:
        tables.activiteiten(w, thema="jeugd")
    assert str(error.value) == "er zijn geen activiteiten voor thema 'jeugd'; zet leeg=\"…\" erbij als dat zo hoort"
    assert tables.activiteiten(w, thema="jeugd", leeg="Niets <nu>.") == '<p class="leeg">Niets &lt;nu&gt;.</p>'


def test_onbekende_namen_zeggen_wat_mag() -> None:
    w = view(activiteit("a"))
    with pytest.raises(UnknownId, match="thema 'jeud' bestaat niet; bedoelde u 'jeugd'"):
        tables.activiteiten(w, thema="jeud", leeg="x")
    with pytest.raises(WordError, match="soort 'bijeenkomsten' bestaat niet; bedoelde u 'bijeenkomst'"):
        tables.activiteiten(w, soort="bijeenkomsten", leeg="x")
    with pytest.raises(WordError, match="soort 'foo' bestaat niet; toegestaan is jaarplan, voortgang"):
        tables.rapporten(w, "foo")
    with pytest.raises(UnknownId, match="begroting 'x' bestaat niet"):
        tables.financien(w, "x")


def test_alles_wordt_ontsnapt() -> None:
    html = tables.activiteiten(view(activiteit("a", titel="<script>alert(1)</script>", omschrijving='"><img src=x>')))
    assert "<script" not in html
    assert "<img" not in html
    assert "Bericht &lt;1&gt;" in html


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────

DEFICIT = {
    "baten": {
        "titel": "Baten",
        "posten": [{"omschrijving": "Bijdrage", "bedragen": ["100"]}, {"omschrijving": "Subsidie", "bedragen": ["PM"]}],
        "totalen": [{"omschrijving": "Budget", "bedragen": ["100"]}],
    },
    "lasten": {
        "titel": "Lasten",
        "posten": [{"omschrijving": "A", "bedragen": ["60"], "noot": "*"}, {"omschrijving": "B", "bedragen": ["50"]}],
        "totalen": [{"omschrijving": "Totaal", "bedragen": ["100"]}],
    },
    "noten": {"*": "Een noot."},
}


def test_gedrukt_en_berekend_staan_er_allebei() -> None:
    html = tables.financien(view(begroting(**DEFICIT), page="financien/"), "b-2024")
    assert ["Totaal (gedrukt)", "€ 100"] in rijen(html)
    assert ["Opgeteld door ons", "€ 110"] in rijen(html)
    assert ["Verschil met onze optelling", "€ 10"] in rijen(html)
    assert "gedrukt staat € 100. De posten samen zijn € 110. Dat is € 10 meer." in tekst(html)
    assert [row for row in rijen(html) if row[0].startswith("Inkomsten min")] == [
        ["Inkomsten min uitgaven (berekend)", "€ 0"]
    ]


def test_wat_klopt_staat_er_een_keer() -> None:
    posten = [{"omschrijving": "A", "bedragen": ["60"]}, {"omschrijving": "B", "bedragen": ["50"]}]
    lasten = {"titel": "Lasten", "posten": posten, "totalen": [{"omschrijving": "Totaal", "bedragen": ["110"]}]}
    html = tables.financien(view(begroting(**{**DEFICIT, "lasten": lasten})), "b-2024")
    assert ["Totaal", "€ 110"] in rijen(html)
    assert "Opgeteld door ons" not in html
    assert ["Inkomsten min uitgaven (berekend)", "€ −10"] in rijen(html)


def test_bij_het_saldo_staat_wat_mogelijk_teruggaat() -> None:
    posten = [{"omschrijving": "A", "bedragen": ["60"], "mogelijk_terug": ["25.50"], "noot": "*"}]
    lasten = {"titel": "Lasten", "posten": posten}
    html = tables.financien(view(begroting(**{**DEFICIT, "lasten": lasten}), page="financien/"), "b-2024")
    assert rijen(html)[-3:] == [
        ["Inkomsten min uitgaven (berekend)", "€ 40"],
        ["Gaat daarvan mogelijk terug: A * (noot)", "€ 25,50"],
        ["Saldo zonder wat mogelijk teruggaat", "€ 14,50"],
    ]
    short = tekst(tables.financien(view(begroting(**{**DEFICIT, "lasten": lasten})), "b-2024", vorm="totalen"))
    assert short.endswith(
        "Baten€ 100 Lasten€ 60 Inkomsten min uitgaven (berekend)€ 40 "
        "Gaat daarvan mogelijk terug: A€ 25,50 Saldo zonder wat mogelijk teruggaat€ 14,50"
    )


def test_pm_telt_niet_mee_en_dat_staat_er() -> None:
    html = tables.financien(view(begroting(**DEFICIT)), "b-2024")
    assert ["Subsidie", "PM"] in rijen(html)
    assert "In onze optelling telt PM niet mee." in tekst(html)
    assert 'href="#b-2024-noot-1"' in html
    assert '<div id="b-2024-noot-1">' in html


def test_zonder_gedrukt_totaal_tellen_wij_op_en_zonder_baten_is_er_geen_saldo() -> None:
    html = tables.financien(view(begroting()), "b-2024")
    assert ["Opgeteld door ons; dit totaal is niet gedrukt", "€ 10"] in rijen(html)
    assert "Saldo" not in html


# ── Figures, matrices, feeds, reports ───────────────────────────────────────────────────────────────────


def test_cijfers_blijven_zoals_gedrukt() -> None:
    series = m.Cijferreeks.model_validate(
        {
            "id": "r",
            "titel": "Reeks",
            "definitie": "Wat.",
            "eenheid": "misdrijven",
            "peildatum": "2018-02",
            "eerste_kolom": "district",
            "bron": "b1",
            "rijen": [["Twente", "1875", ""], ["Totaal", "9537", "-23"]],
            "kolommen": [
                {"id": "a", "titel": "2016", "eenheid": "misdrijven"},
                {"id": "b", "titel": "Verschil", "eenheid": "%"},
            ],
        }
    )
    html = tables.cijfers(view(series), "r")
    assert rijen(html) == [["Twente", "1.875", "geen getal"], ["Totaal", "9.537", "−23"]]
    assert '<th scope="col" class="getal">Verschil (%)</th>' in html
    assert 'href="data/cijfers/r.csv"' in html


def test_een_leeg_vak_van_een_matrix_is_een_gat() -> None:
    matrix = m.Matrix.model_validate(
        {
            "id": "x",
            "titel": "X",
            "uitleg": "y",
            "rijtitel": "Partner",
            "rijen": ["OM", "Politie"],
            "kolommen": ["voor", "na"],
            "cellen": [{"rij": "OM", "kolom": "na"}],
            "bron": "b1",
        }
    )
    html = tables.matrix(view(matrix), "x")
    assert html.count('class="gat"') == 3
    assert "3 van de 4 vakken zijn leeg" in tekst(html)


def test_feeds_zijn_er_voor_lopende_themas() -> None:
    html = tables.feeds(view(page="abonneren/"))
    assert 'href="../feed.xml"' in html
    assert 'href="feeds.opml"' in html
    assert 'href="../themas/jeugd/feed.xml"' in html
    assert 'href="../themas/jeugd/agenda.ics"' in html
    assert "themas/hennep" not in html


def test_open_data_leads_to_the_files_of_what_there_is() -> None:
    html = lx.fromstring(f"<div>{tables.open_data(view(page='over/open-data/'))}</div>")
    rows = {row.findtext("th"): row.xpath("td[1]/text() | td/a/@href") for row in html.iterfind(".//tbody/tr")}
    assert rows["Thema's"] == [
        "2",
        *(f"../../data/{name}" for name in ("themas.csv", "themas.json", "schema/themas.json")),
    ]
    assert "Praktijken" not in rows
    assert html.xpath(".//p/a/@href") == ["../../data/index.json", "../../data/datapackage.json"]


def test_rapporten_volgen_uit_de_gegevens() -> None:
    team = m.Expertteam.model_validate({"id": "t", "naam": "T", "soort": "expertteam", "opdracht": "x", "bron": "b1"})
    state = m.Stand.model_validate(
        {"id": "s", "expertteam": "t", "peildatum": "2018-02", "inleiding": "x", "bron": "b1"}
    )
    w = view(team, state, begroting(), activiteit("a", oplevering="x", status="uitgevoerd"), page="voortgang/")
    html = tables.rapporten(w, "voortgang")
    assert html.index('href="2024/"') < html.index('href="2018-02/"')
    assert 'href="../jaarplan/2024/"' in tables.rapporten(w, "jaarplan")


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def real() -> View:
    return View(inspect_all(ROOT).catalog, TEMPLATES, date(2024, 1, 1))


WONINGINBRAAK = {  # tabellen.yaml: gemiddeld 2013-2016, 2016, 2017, verschil, %
    "IJsselland": [1525, 1306, 867, -439, -34],
    "Twente": [2083, 1875, 1408, -467, -25],
    "Noord- en Oost-Gelderland": [2578, 2194, 1830, -364, -17],
    "Gelderland-Midden": [2723, 2447, 1923, -524, -21],
    "Gelderland-Zuid": [2285, 1715, 1363, -352, -21],
    "Totaal Oost-Nederland": [11194, 9537, 7391, -2146, -23],
}
VERDACHTEN = {
    "IJsselland": [166, 125, 124, -1, -1],
    "Twente": [234, 158, 145, -13, -8],
    "Noord- en Oost-Gelderland": [273, 271, 231, -40, -15],
    "Gelderland-Midden": [261, 236, 184, -52, -22],
    "Gelderland-Zuid": [186, 136, 104, -32, -24],
    "Totaal Oost-Nederland": [1119, 926, 788, -138, -15],
}


@pytest.mark.parametrize(
    ("id_", "expected"), [("woninginbraken-2018", WONINGINBRAAK), ("verdachten-woninginbraken-2018", VERDACHTEN)]
)
def test_gouden_woninginbraken(real: View, id_: str, expected: dict[str, list[int]]) -> None:
    shown = {
        row[0]: [int(cell.replace(".", "").replace("−", "-")) for cell in row[1:]]
        for row in rijen(tables.cijfers(real, id_))
    }
    assert shown == expected


def test_gouden_slachtofferkans(real: View) -> None:
    expected = [["2012", "4,0"], ["2013", "3,9"], ["2014", "3,5"], ["2015", "3,2"], ["2016", "3,1"]]
    assert rijen(tables.cijfers(real, "slachtofferkans-woninginbraken")) == expected


FINANCIEN = [  # id, the row, the amounts of tabellen.yaml
    ("vnon-2023", "Budget 2023", ["€ 323.504"]),
    ("vnon-2023", "Totaal", ["€ 246.097,13"]),
    ("vnon-2023", "Inkomsten min uitgaven (berekend)", ["€ 77.406,87"]),
    ("vnon-2023", "Gaat daarvan mogelijk terug: Aanjaagfunctionaris (incl. prognose) ** (noot)", ["€ 25.278,05"]),
    ("vnon-2024", "Inkomsten min uitgaven (berekend)", ["€ 0"]),
    ("vnon-2024", "Budget 2024", ["€ 229.760"]),
    ("vnon-2024", "Totaal (gedrukt)", ["€ 229.760"]),
    ("vnon-2024", "Opgeteld door ons", ["€ 230.000"]),
    ("vnon-2024", "Subsidie CityDeal aanjaagfunctionaris", ["PM"]),
    ("vnon-2020-2023", "Opgeteld door ons; dit totaal is niet gedrukt", ["€ 230.000"]),
    ("midden-nederland-2021-2022", "Totaal baten", ["€ 931.837", "€ 955.543", "€ 972.000"]),
    (
        "midden-nederland-2021-2022",
        "Totaal lasten lopend jaar",
        ["€ 929.171", "€ 974.098", "€ 1.010.000"],
    ),
    ("midden-nederland-2021-2022", "Totaal lasten", ["€ 931.837", "€ 955.543", "€ 972.000"]),
    ("midden-nederland-2021-2022", "Toevoeging aan reserve", ["€ 2.666", "€ −112.495", "€ −38.000"]),
]


@pytest.mark.parametrize(("id_", "line", "bedragen"), FINANCIEN)
def test_gouden_financien(real: View, id_: str, line: str, bedragen: list[str]) -> None:
    assert [line, *bedragen] in rijen(tables.financien(real, id_))


def test_alleen_2024_telt_niet_op(real: View) -> None:
    error = {b.id: [v.difference for v in finance.differences(b)] for b in real.catalog.all_of(m.Begroting)}
    assert {id_: v for id_, v in error.items() if v} == {"vnon-2024": [Decimal(240)]}


def test_alle_activiteiten_van_2023_en_2024_staan_in_de_tabel(real: View) -> None:
    for year in (2023, 2024):
        html = tables.activiteiten(real.at("activiteiten/"), jaar=year)
        ids = re.findall(r'<tr id="([^"]+)"', html)
        assert sorted(ids) == sorted(a.id for a in real.catalog.all_of(m.Activiteit) if a.jaar == year)
        assert len(ids) >= 18


def test_all_municipalities_of_the_day_are_in_the_table(real: View) -> None:
    assert len(rijen(tables.gemeenten(real))) == len(real.catalog.gemeenten(op=real.today))


def woorden(w: View) -> list[Callable[[], str]]:
    """Every table that the content can give."""
    c = w.catalog
    return [
        lambda: tables.activiteiten(w),
        lambda: tables.expertteams(w),
        lambda: tables.gemeenten(w),
        lambda: tables.doelen(w),
        lambda: tables.feeds(w),
        *(lambda b=b: tables.financien(w, b.id) for b in c.all_of(m.Begroting)),
        *(lambda r=r: tables.cijfers(w, r.id) for r in c.all_of(m.Cijferreeks)),
        *(lambda x=x: tables.matrix(w, x.id) for x in c.all_of(m.Matrix)),
    ]


def test_elke_tabel_is_toegankelijk(real: View) -> None:
    for word in woorden(real):
        tree = lx.fragment_fromstring(word(), create_parent="div")
        for table in tree.iter("table"):
            caption = table.find("caption")
            assert caption is not None
            assert table.getparent().get("aria-labelledby") == caption.get("id")
            assert all(th.get("scope") for th in table.iter("th"))
            assert all(row[0].tag == "th" for row in table.iter("tr"))
            assert all(td.get("data-kop") for td in table.iter("td"))
        ids = [el.get("id") for el in tree.iter() if el.get("id")]
        assert len(ids) == len(set(ids))
        assert not tree.xpath("//*[@style or @onclick] | //script | //style")
