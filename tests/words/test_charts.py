"""The drawings: where things are, what they say in words, and that nothing in them is recomputed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml import html as lx

from macros.document.templates import Weergave, Woordfout, omgeving
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import onderzoek_alles
from macros.words import charts

WORTEL = Path(__file__).parents[2]
SJABLONEN = omgeving(WORTEL / "overrides/fragments")
BRON = {"titel": "Bericht", "soort": "register", "datum": "2021-01", "uitgever": "vnon", "omschrijving": "x"}


def weergave(*records: m.Record, pagina: str = "") -> Weergave:
    """What a word needs, with these records and a source."""
    alles: dict[type[m.Record], dict[str, Any]] = {}
    for record in (m.Bron.model_validate({"id": "b1", **BRON}), *records):
        alles.setdefault(type(record), {})[record.id] = record
    return Weergave(Catalog(alles), SJABLONEN, date(2024, 1, 1), pagina)


def reeks(grafiek: str, rijen: list[list[str]], *titels: str) -> m.Cijferreeks:
    return m.Cijferreeks.model_validate(
        {
            "id": "r",
            "titel": "Reeks <1>",
            "definitie": "x",
            "eenheid": "%",
            "peildatum": "2018-02",
            "grafiek": grafiek,
            "eerste_kolom": "jaar",
            "bron": "b1",
            "rijen": rijen,
            "kolommen": [{"id": f"k{n}", "titel": titel, "in_grafiek": "ja"} for n, titel in enumerate(titels)],
        }
    )


def svg(html: str) -> etree._Element:
    """The drawing, read as the XML that it is."""
    return etree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])


def teksten(html: str, klasse: str) -> list[str | None]:
    return [t.text for t in svg(html).iterfind(f".//{{*}}text[@class='{klasse}']")]


def getallen(html: str, tag: str, attribuut: str) -> list[int]:
    return [int(el.get(attribuut, "")) for el in svg(html).iterfind(f".//{{*}}{tag}[@class]")]


# ── Charts ──────────────────────────────────────────────────────────────────────────────────────────────


def test_staven_zijn_zo_lang_als_hun_getal() -> None:
    html = charts.grafiek(weergave(reeks("staaf", [["a", "100"], ["b", "50"], ["Totaal", "150"]], "2016")), "r")
    lang, kort = getallen(html, "rect", "width")
    assert lang == 2 * kort
    assert teksten(html, "waarde") == ["100", "50"]
    assert "Het totaal staat in de tabel" in html


def test_onder_nul_gaat_een_staaf_naar_links() -> None:
    html = charts.grafiek(weergave(reeks("staaf", [["a", "-40"], ["b", "20"]], "2016")), "r")
    links, rechts = getallen(html, "rect", "x")
    breedtes = getallen(html, "rect", "width")
    assert links + breedtes[0] == rechts
    assert teksten(html, "waarde") == ["−40", "20"]


def test_een_lijn_begint_bij_nul_en_houdt_de_gedrukte_decimalen() -> None:
    html = charts.grafiek(weergave(reeks("lijn", [["2012", "4.0"], ["2013", "3.5"], ["2014", ""]], "kans")), "r")
    assert teksten(html, "waarde") == ["4,0", "3,5"]
    assert teksten(html, "as")[0] == "0"
    hoog, laag = getallen(html, "circle", "cy")
    assert hoog < laag


def test_een_tekening_zegt_in_woorden_wat_zij_toont() -> None:
    html = charts.grafiek(weergave(reeks("staaf", [["a", "1", "2"]], "2016", "2017")), "r")
    tekening = svg(html)
    titel, uitleg = tekening.find("{*}title"), tekening.find("{*}desc")
    assert titel is not None
    assert uitleg is not None
    assert titel.text == "Reeks <1>"
    assert "a, 2016: 1. a, 2017: 2." in str(uitleg.text)
    assert tekening.get("aria-labelledby") == f"{titel.get('id')} {uitleg.get('id')}"
    assert "Stand van februari 2018. Bron:" in html
    assert not tekening.xpath("//*[@style] | //*[local-name()='script' or local-name()='style']")


def test_een_reeks_zonder_grafiek_wordt_geweigerd() -> None:
    with pytest.raises(Woordfout, match="cijferreeks 'r' heeft geen grafiek"):
        charts.grafiek(weergave(reeks("geen", [["a", "1"]], "2016")), "r")
    with pytest.raises(Woordfout, match="geen getal om te tekenen"):
        charts.grafiek(weergave(reeks("staaf", [["a", "veel"]], "2016")), "r")


@pytest.mark.parametrize("hoogste", ["0", "0.04", "0.9", "1", "3.1", "4.0", "9.99", "10", "55", "120", "7391"])
def test_streepjes_reiken_tot_de_hoogste_en_zijn_er_hoogstens_zes(hoogste: str) -> None:
    streepjes = charts._streepjes(Decimal(hoogste))  # noqa: SLF001 - its edges cannot be seen from outside
    assert streepjes[0] == 0
    assert streepjes[-1] >= Decimal(hoogste)
    assert 2 <= len(streepjes) <= 6
    assert not any("E" in str(streepje) for streepje in streepjes)


# ── The tile map ────────────────────────────────────────────────────────────────────────────────────────


def gemeente(id_: str, rij: int) -> m.Gemeente:
    return m.Gemeente.model_validate(
        {
            "id": id_,
            "code": "GM0001",
            "naam": id_.title(),
            "district": "twente",
            "provincie": "Overijssel",
            "inwoners": "10",
            "rij": str(rij),
            "kolom": "2",
            "bron": "b1",
        }
    )


def test_de_kaart_is_ook_een_lijst_op_naam() -> None:
    district = m.District.model_validate(
        {"id": "twente", "naam": "Twente", "overleg": "x", "agenda": {"titel": "x"}, "bron": "b1"}
    )
    html = charts.gemeentekaart(weergave(gemeente("losser", 1), gemeente("almelo", 3), district, pagina="gemeenten/"))
    eerste, tweede = lx.fragment_fromstring(html).xpath("//ol/li")
    assert (eerste.get("class"), eerste.get("data-district")) == ("r3 c2", "twente")
    assert [a.get("href") for a in (*eerste, *tweede)] == ["almelo/", "losser/"]
    assert eerste.text_content() == "Almelo, Twente"
    with pytest.raises(Woordfout):
        charts.gemeentekaart(weergave())


# ── The organisation ────────────────────────────────────────────────────────────────────────────────────


def organisatie(id_: str, *aan: str, **velden: object) -> m.Organisatie:
    basis = {"naam": id_.upper(), "soort": "backbone", "omschrijving": "x", "bron": "b1", "rapporteert_aan": aan}
    return m.Organisatie.model_validate({**basis, "id": id_, **velden})


def test_het_organogram_volgt_wie_aan_wie_rapporteert() -> None:
    w = weergave(
        organisatie("rvo", "lovp"),
        organisatie("lovp"),
        organisatie("dvo", "rvo"),
        organisatie("vnon", "rvo", "dvo"),
        organisatie("bbg", "rvo", tot="2023-03-30"),
        organisatie("los"),
        organisatie("mn", soort="zusternetwerk"),
    )
    html = charts.organogram(w)
    boom = lx.fragment_fromstring(html)
    (lijst,) = boom.iter("details")
    assert [a.text for a in lijst.iter("a")] == ["LOVP", "RVO", "DVO", "VNON", "DVO", "BBG, tot 30 maart 2023", "MN"]
    assert "rapporteert ook aan" in lijst.text_content()
    assert html.count('class="verbinding"') == 5
    assert 'class="vak gestopt"' in html
    assert "LOS" not in html


def test_een_kring_loopt_niet_vast() -> None:
    w = weergave(organisatie("a", "b"), organisatie("b", "a"), organisatie("c", "top"), organisatie("top"))
    html = charts.organogram(w)
    assert "TOP" in html
    with pytest.raises(Woordfout, match="rapporteert_aan"):
        charts.organogram(weergave(organisatie("alleen")))


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def echt() -> Weergave:
    return Weergave(onderzoek_alles(WORTEL).catalog, SJABLONEN, date(2024, 1, 1))


def test_gouden_grafieken(echt: Weergave) -> None:
    assert teksten(charts.grafiek(echt, "slachtofferkans-woninginbraken"), "waarde") == [
        "4,0",
        "3,9",
        "3,5",
        "3,2",
        "3,1",
    ]
    assert teksten(charts.grafiek(echt, "woninginbraken-2018"), "waarde")[:3] == ["1.525", "1.306", "867"]
    assert teksten(charts.grafiek(echt, "opheldering-woninginbraken-2018"), "waarde") == [
        "10",
        "14",
        "9",
        "11",
        "11",
        "11",
        "9",
        "10",
        "8",
        "10",
    ]


def test_elke_grafiek_past_op_het_vlak(echt: Weergave) -> None:
    for serie in echt.catalog.alle(m.Cijferreeks):
        if serie.grafiek == "geen":
            continue
        tekening = svg(charts.grafiek(echt, serie.id))
        _, _, breed, hoog = map(int, tekening.get("viewBox", "").split())
        for el in tekening.iter():
            assert 0 <= float(el.get("x", "0")) <= breed
            assert 0 <= float(el.get("y", "0")) <= hoog
            assert not set(el.attrib) & {"style", "onclick"}


def test_de_kaart_heeft_76_gemeenten_en_de_ruggengraat_van_boven_naar_beneden(echt: Weergave) -> None:
    assert charts.gemeentekaart(echt).count("<li class=") == 76
    html = charts.organogram(echt)
    plekken = [html.index(f'organisatie/#{id_}"') for id_ in ("lovp", "bestuurscollege", "rvo", "dvo", "driehoek")]
    assert plekken == sorted(plekken)
    assert "tot 30 maart 2023" in html
    assert "Ambtelijk regieoverleg" in html


# ── How the site is used ────────────────────────────────────────────────────────────────────────────────


def test_het_gebruik_per_maand_en_het_meest_gelezen() -> None:
    rijen = [
        ("2025-02-01", "/", "pagina", "9"),  # longer than a year ago: not shown
        *((f"2025-{maand:02}-15", "/over/", "pagina", "1000") for maand in range(3, 13)),
        ("2026-01-31", "/themas/jeugd/", "pagina", "12"),
        ("2026-02-01", "/oud/", "pagina", "3"),
        ("2026-02-02", "/data/themas.csv", "download", "4"),
    ]
    over = m.Pagina.model_validate({"id": "over", "titel": "Over <ons>"})
    gebruik = tuple(
        m.Gebruik.model_validate({"dag": dag, "pad": pad, "soort": soort, "aantal": n}) for dag, pad, soort, n in rijen
    )
    w = Weergave(Catalog({}, {"over": over}, gebruik), SJABLONEN, date(2026, 3, 1), "over/gebruik/")
    html = charts.gebruik(w)
    assert teksten(html, "waarde")[-4:] == ["12", "0", "3", "4"]
    assert "februari 2025" not in html.partition("<figure")[2]
    maanden, paginas, downloads = lx.fragment_fromstring(html, create_parent="div").iter("table")
    assert len(maanden.findall(".//tbody/tr")) == 12
    assert [" ".join(r.text_content().split()) for r in paginas.iter("tr")][1:] == [
        "Over <ons>10.000",
        "/themas/jeugd/12",
        "/oud/3",
    ]
    assert [a.get("href") for a in paginas.iter("a")] == ["../"]
    assert " ".join(downloads.text_content().split()).endswith("/data/themas.csv4")
    assert "Geteld van 1 februari 2025 tot en met 2 februari 2026" in html


def test_zonder_cijfers_staat_er_wat_de_schrijver_wil() -> None:
    assert "Nog niets" in charts.gebruik(weergave(), leeg="Nog niets")
    with pytest.raises(Woordfout, match="geen cijfers over het gebruik"):
        charts.gebruik(weergave())
