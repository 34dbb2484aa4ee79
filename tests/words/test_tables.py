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

from macros.document.templates import Weergave, Woordfout, omgeving
from macros.records import finance
from macros.records import models as m
from macros.records.catalog import Catalog, Onbekend
from macros.records.loader import onderzoek_alles
from macros.words import tables

WORTEL = Path(__file__).parents[2]
SJABLONEN = omgeving(WORTEL / "overrides/fragments")


def catalogus(*records: m.Record) -> Catalog:
    """A catalog of these records and the few that they all need."""
    basis = [
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
    alles: dict[type[m.Record], dict[str, Any]] = {}
    for record in (*basis, *records):
        alles.setdefault(type(record), {})[record.id] = record
    return Catalog(alles)


def activiteit(id_: str, **velden: object) -> m.Activiteit:
    basis = {"titel": id_, "wanneer": "2024-02", "jaar": "2024", "soort": "product", "status": "gepland", "bron": "b1"}
    return m.Activiteit.model_validate({**basis, "id": id_, **velden})


def begroting(**velden: object) -> m.Begroting:
    basis = {
        "id": "b-2024",
        "titel": "Begroting",
        "organisatie": "vnon",
        "periode": "2024",
        "kolommen": ["2024"],
        "bron": "b1",
        "lasten": {"titel": "Lasten", "posten": [{"omschrijving": "Salaris", "bedragen": ["10"]}]},
    }
    return m.Begroting.model_validate({**basis, **velden})


def weergave(*records: m.Record, pagina: str = "") -> Weergave:
    return Weergave(catalogus(*records), SJABLONEN, date(2024, 1, 1), pagina)


def tekst(html: str) -> str:
    return " ".join(str(lx.fragment_fromstring(html, create_parent="div").text_content()).split())


def rijen(html: str) -> list[list[str]]:
    """The rows of the body, as text."""
    boom = lx.fragment_fromstring(html, create_parent="div")
    return [
        [" ".join(cel.text_content().split()) for cel in rij]
        for rij in boom.iter("tr")
        if rij.getparent().tag == "tbody"
    ]


# ── Activities ──────────────────────────────────────────────────────────────────────────────────────────


def test_activiteiten_op_eigen_pagina_zijn_de_ankers() -> None:
    a = activiteit("plan", thema="jeugd", subthema="aanwas", oplevering="Een plan")
    eigen, elders = (tables.activiteiten(weergave(a, pagina=p), jaar=2024) for p in ("activiteiten/", "themas/jeugd/"))
    assert '<tr id="plan">' in eigen
    assert 'href="../../activiteiten/#plan"' in elders
    assert 'id="plan"' not in elders
    assert "Jonge aanwas" in tekst(elders)


def test_wat_onbekend_is_staat_er() -> None:
    html = tables.activiteiten(
        weergave(activiteit("a", wanneer="onbekend", gedrukt="Q1 en Q@"), activiteit("b", oplevering="x"))
    )
    assert 'onbekend (gedrukt: "Q1 en Q@")' in tekst(html)
    assert (
        '<span class="onbekend">geen uitleg in de bron.</span> Levert op: <span class="onbekend">onbekend</span>.'
        in html
    )
    plan = tables.activiteiten(weergave(activiteit("a"), activiteit("b", oplevering="x")), jaar=2024)
    assert '<td data-kop="Oplevering"><span class="onbekend">onbekend</span></td>' in plan
    assert "Levert op: X." in tekst(html)


def test_een_tabel_verwijst_niet_naar_haar_eigen_pagina(echt: Weergave) -> None:
    hier = replace(echt, pagina="praktijken/re-bootcmp/")
    html = tables.activiteiten(hier, praktijk="re-bootcmp")
    assert 'href="../re-bootcmp/"' not in html
    assert "Praktijk: Jongeren werven met een Discord." in tekst(html), "another practice is named"
    team = tables.activiteiten(
        replace(echt, pagina="expertteams/digitale-veiligheid/"), expertteam="digitale-veiligheid"
    )
    assert "Team:" not in tekst(team)
    assert "Activiteiten: Expertteam digitale veiligheid" in tekst(team)
    assert "alle districten" in tekst(tables.activiteiten(echt, jaar=2023))


def test_van_veel_activiteiten_staat_het_nieuwste_jaar_voorop() -> None:
    veel = [activiteit(f"a{n}", thema="jeugd", jaar=str(2020 + n), wanneer=str(2020 + n)) for n in range(7)]
    boom = lx.fragment_fromstring(tables.activiteiten(weergave(*veel), thema="jeugd"), create_parent="div")
    open_, gevouwen = boom.xpath("./div//tbody"), boom.xpath("./details//tbody")
    assert [len(deel) for deel in (*open_, *gevouwen)] == [1, 6]
    assert [rij[0].text_content() for rij in gevouwen[0]] == ["a5", "a4", "a3", "a2", "a1", "a0"]
    assert boom.xpath("string(.//summary)") == "Eerdere activiteiten (6)"
    assert boom.xpath("string(./div//caption)") == "Activiteiten in 2026: thema Jeugd"
    assert not lx.fragment_fromstring(tables.activiteiten(weergave(*veel[:6]), thema="jeugd"), create_parent="p").xpath(
        ".//details"
    )


def test_bijschrift_en_id_komen_van_wat_er_is_gevraagd() -> None:
    w = weergave(activiteit("a", thema="jeugd"), pagina="themas/jeugd/")
    html = tables.activiteiten(w, thema="jeugd", jaar=2024)
    assert '<caption id="tabel-activiteiten-thema-jeugd-jaar-2024">Activiteiten in 2024: thema Jeugd</caption>' in html
    assert 'aria-labelledby="tabel-activiteiten-thema-jeugd-jaar-2024"' in html
    assert 'data-kop="Thema"' not in html


def test_niets_gevonden_is_een_fout_of_de_tekst_van_leeg() -> None:
    w = weergave()
    with pytest.raises(Woordfout) as fout:
        tables.activiteiten(w, thema="jeugd")
    assert str(fout.value) == "er zijn geen activiteiten voor thema 'jeugd'; zet leeg=\"…\" erbij als dat zo hoort"
    assert tables.activiteiten(w, thema="jeugd", leeg="Niets <nu>.") == '<p class="leeg">Niets &lt;nu&gt;.</p>'


def test_onbekende_namen_zeggen_wat_mag() -> None:
    w = weergave(activiteit("a"))
    with pytest.raises(Onbekend, match="thema 'jeud' bestaat niet; bedoelde u 'jeugd'"):
        tables.activiteiten(w, thema="jeud", leeg="x")
    with pytest.raises(Woordfout, match="soort 'bijeenkomsten' bestaat niet; bedoelde u 'bijeenkomst'"):
        tables.activiteiten(w, soort="bijeenkomsten", leeg="x")
    with pytest.raises(Woordfout, match="soort 'foo' bestaat niet; toegestaan is jaarplan, voortgang"):
        tables.rapporten(w, "foo")
    with pytest.raises(Onbekend, match="begroting 'x' bestaat niet"):
        tables.financien(w, "x")


def test_alles_wordt_ontsnapt() -> None:
    html = tables.activiteiten(
        weergave(activiteit("a", titel="<script>alert(1)</script>", omschrijving='"><img src=x>'))
    )
    assert "<script" not in html
    assert "<img" not in html
    assert "Bericht &lt;1&gt;" in html


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────

TEKORT = {
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
    html = tables.financien(weergave(begroting(**TEKORT), pagina="financien/"), "b-2024")
    assert ["Totaal (gedrukt in de bron)", "€ 100"] in rijen(html)
    assert ["Opgeteld door ons", "€ 110"] in rijen(html)
    assert ["Verschil tussen onze optelling en de bron", "€ 10"] in rijen(html)
    assert "de bron drukt € 100 af. De posten samen zijn € 110. Dat is € 10 meer." in tekst(html)
    assert ["Saldo van de posten (berekend; niet gedrukt in de bron)", "€ −10"] in rijen(html)
    assert ["Saldo van de gedrukte totalen (berekend; niet gedrukt in de bron)", "€ 0"] in rijen(html)


def test_pm_telt_niet_mee_en_dat_staat_er() -> None:
    html = tables.financien(weergave(begroting(**TEKORT)), "b-2024")
    assert ["Subsidie", "PM"] in rijen(html)
    assert "In onze optelling telt PM niet mee." in tekst(html)
    assert 'href="#b-2024-noot-1"' in html
    assert '<div id="b-2024-noot-1">' in html


def test_zonder_gedrukt_totaal_tellen_wij_op_en_zonder_baten_is_er_geen_saldo() -> None:
    html = tables.financien(weergave(begroting()), "b-2024")
    assert ["Opgeteld door ons; de bron drukt dit totaal niet", "€ 10"] in rijen(html)
    assert "Saldo" not in html


# ── Figures, matrices, feeds, reports ───────────────────────────────────────────────────────────────────


def test_cijfers_blijven_zoals_gedrukt() -> None:
    reeks = m.Cijferreeks.model_validate(
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
    html = tables.cijfers(weergave(reeks), "r")
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
    html = tables.matrix(weergave(matrix), "x")
    assert html.count('class="gat"') == 3
    assert "3 van de 4 vakken zijn leeg" in tekst(html)


def test_feeds_zijn_er_voor_lopende_themas() -> None:
    html = tables.feeds(weergave(pagina="abonneren/"))
    assert 'href="../feed.xml"' in html
    assert 'href="feeds.opml"' in html
    assert 'href="../themas/jeugd/feed.xml"' in html
    assert 'href="../themas/jeugd/agenda.ics"' in html
    assert "themas/hennep" not in html


def test_rapporten_volgen_uit_de_gegevens() -> None:
    team = m.Expertteam.model_validate({"id": "t", "naam": "T", "soort": "expertteam", "opdracht": "x", "bron": "b1"})
    stand = m.Stand.model_validate(
        {"id": "s", "expertteam": "t", "peildatum": "2018-02", "inleiding": "x", "bron": "b1"}
    )
    w = weergave(team, stand, begroting(), activiteit("a", oplevering="x", status="uitgevoerd"), pagina="voortgang/")
    html = tables.rapporten(w, "voortgang")
    assert html.index('href="2024/"') < html.index('href="2018-02/"')
    assert 'href="../jaarplan/2024/"' in tables.rapporten(w, "jaarplan")


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def echt() -> Weergave:
    return Weergave(onderzoek_alles(WORTEL).catalog, SJABLONEN, date(2024, 1, 1))


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
    ("id_", "verwacht"), [("woninginbraken-2018", WONINGINBRAAK), ("verdachten-woninginbraken-2018", VERDACHTEN)]
)
def test_gouden_woninginbraken(echt: Weergave, id_: str, verwacht: dict[str, list[int]]) -> None:
    getoond = {
        rij[0]: [int(cel.replace(".", "").replace("−", "-")) for cel in rij[1:]]
        for rij in rijen(tables.cijfers(echt, id_))
    }
    assert getoond == verwacht


def test_gouden_slachtofferkans(echt: Weergave) -> None:
    verwacht = [["2012", "4,0"], ["2013", "3,9"], ["2014", "3,5"], ["2015", "3,2"], ["2016", "3,1"]]
    assert rijen(tables.cijfers(echt, "slachtofferkans-woninginbraken")) == verwacht


FINANCIEN = [  # id, the row, the amounts of tabellen.yaml
    ("vnon-2023", "Budget 2023 (gedrukt in de bron)", ["€ 323.504"]),
    ("vnon-2023", "Totaal (gedrukt in de bron)", ["€ 246.097,13"]),
    ("vnon-2023", "Saldo van de posten (berekend; niet gedrukt in de bron)", ["€ 77.406,87"]),
    ("vnon-2024", "Budget 2024 (gedrukt in de bron)", ["€ 229.760"]),
    ("vnon-2024", "Totaal (gedrukt in de bron)", ["€ 229.760"]),
    ("vnon-2024", "Opgeteld door ons", ["€ 230.000"]),
    ("vnon-2024", "Subsidie CityDeal aanjaagfunctionaris", ["PM"]),
    ("vnon-2020-2023", "Opgeteld door ons; de bron drukt dit totaal niet", ["€ 230.000"]),
    ("midden-nederland-2021-2022", "Totaal baten (gedrukt in de bron)", ["€ 931.837", "€ 955.543", "€ 972.000"]),
    (
        "midden-nederland-2021-2022",
        "Totaal lasten lopend jaar (gedrukt in de bron)",
        ["€ 929.171", "€ 974.098", "€ 1.010.000"],
    ),
    ("midden-nederland-2021-2022", "Totaal lasten (gedrukt in de bron)", ["€ 931.837", "€ 955.543", "€ 972.000"]),
    ("midden-nederland-2021-2022", "Toevoeging aan reserve", ["€ 2.666", "€ −112.495", "€ −38.000"]),
]


@pytest.mark.parametrize(("id_", "regel", "bedragen"), FINANCIEN)
def test_gouden_financien(echt: Weergave, id_: str, regel: str, bedragen: list[str]) -> None:
    assert [regel, *bedragen] in rijen(tables.financien(echt, id_))


def test_alleen_2024_telt_niet_op(echt: Weergave) -> None:
    fout = {b.id: [v.verschil for v in finance.verschillen(b)] for b in echt.catalog.alle(m.Begroting)}
    assert {id_: v for id_, v in fout.items() if v} == {"vnon-2024": [Decimal(240)]}


def test_alle_activiteiten_van_2023_en_2024_staan_in_de_tabel(echt: Weergave) -> None:
    for jaar in (2023, 2024):
        html = tables.activiteiten(echt.op("activiteiten/"), jaar=jaar)
        ids = re.findall(r'<tr id="([^"]+)"', html)
        assert sorted(ids) == sorted(a.id for a in echt.catalog.alle(m.Activiteit) if a.jaar == jaar)
        assert len(ids) >= 18


def test_er_zijn_76_gemeenten(echt: Weergave) -> None:
    assert len(rijen(tables.gemeenten(echt))) == 76


def woorden(w: Weergave) -> list[Callable[[], str]]:
    """Every table that the content can give."""
    c = w.catalog
    return [
        lambda: tables.activiteiten(w),
        lambda: tables.expertteams(w),
        lambda: tables.gemeenten(w),
        lambda: tables.doelen(w),
        lambda: tables.feeds(w),
        *(lambda b=b: tables.financien(w, b.id) for b in c.alle(m.Begroting)),
        *(lambda r=r: tables.cijfers(w, r.id) for r in c.alle(m.Cijferreeks)),
        *(lambda x=x: tables.matrix(w, x.id) for x in c.alle(m.Matrix)),
    ]


def test_elke_tabel_is_toegankelijk(echt: Weergave) -> None:
    for woord in woorden(echt):
        boom = lx.fragment_fromstring(woord(), create_parent="div")
        for tabel in boom.iter("table"):
            bijschrift = tabel.find("caption")
            assert bijschrift is not None
            assert tabel.getparent().get("aria-labelledby") == bijschrift.get("id")
            assert all(th.get("scope") for th in tabel.iter("th"))
            assert all(rij[0].tag == "th" for rij in tabel.iter("tr"))
            assert all(td.get("data-kop") for td in tabel.iter("td"))
        ids = [el.get("id") for el in boom.iter() if el.get("id")]
        assert len(ids) == len(set(ids))
        assert not boom.xpath("//*[@style or @onclick] | //script | //style")
