"""The drawings: where things are, what they say in words, and that nothing in them is recomputed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml import html as lx

from macros.document.templates import View, WordError, environment
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import inspect_all
from macros.words import charts, drawing, references

ROOT = Path(__file__).parents[2]
TEMPLATES = environment(ROOT / "overrides/fragments")
BRON = {"titel": "Bericht", "soort": "register", "datum": "2021-01", "uitgever": "vnon", "omschrijving": "x"}


def view(*records: m.Record, page: str = "") -> View:
    """What a word needs, with these records and a source."""
    everything: dict[type[m.Record], dict[str, Any]] = {}
    for record in (m.Bron.model_validate({"id": "b1", **BRON}), *records):
        everything.setdefault(type(record), {})[record.id] = record
    return View(Catalog(everything), TEMPLATES, date(2024, 1, 1), page)


def series(grafiek: str, rows: list[list[str]], *titles: str) -> m.Cijferreeks:
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
            "rijen": rows,
            "kolommen": [{"id": f"k{n}", "titel": title, "in_grafiek": "ja"} for n, title in enumerate(titles)],
        }
    )


def svg(html: str) -> etree._Element:
    """The drawing, read as the XML that it is."""
    return etree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])


def texts(html: str, class_: str) -> list[str | None]:
    return [t.text for t in svg(html).iterfind(f".//{{*}}text[@class='{class_}']")]


def numbers(html: str, tag: str, attribute: str) -> list[int]:
    return [int(el.get(attribute, "")) for el in svg(html).iterfind(f".//{{*}}{tag}[@class]")]


# ── Charts ──────────────────────────────────────────────────────────────────────────────────────────────


def test_staven_zijn_zo_lang_als_hun_getal() -> None:
    html = charts.grafiek(view(series("staaf", [["a", "100"], ["b", "50"], ["Totaal", "150"]], "2016")), "r")
    long, short = numbers(html, "rect", "width")
    assert long == 2 * short
    assert texts(html, "waarde") == ["100", "50"]
    assert "Het totaal staat in de tabel" in html


def test_onder_nul_gaat_een_staaf_naar_links() -> None:
    html = charts.grafiek(view(series("staaf", [["a", "-40"], ["b", "20"]], "2016")), "r")
    links, right = numbers(html, "rect", "x")
    widths = numbers(html, "rect", "width")
    assert links + widths[0] == right
    assert texts(html, "waarde") == ["−40", "20"]


def test_een_lijn_begint_bij_nul_en_houdt_de_gedrukte_decimalen() -> None:
    html = charts.grafiek(view(series("lijn", [["2012", "4.0"], ["2013", "3.5"], ["2014", ""]], "kans")), "r")
    assert texts(html, "waarde") == ["4,0", "3,5"]
    assert texts(html, "as")[0] == "0"
    high, low = numbers(html, "circle", "cy")
    assert high < low


def test_een_tekening_zegt_in_woorden_wat_zij_toont() -> None:
    html = charts.grafiek(view(series("staaf", [["a", "1", "2"]], "2016", "2017")), "r")
    drawing = svg(html)
    title, explanation = drawing.find("{*}title"), drawing.find("{*}desc")
    assert title is not None
    assert explanation is not None
    assert title.text == "Reeks <1>"
    assert "a, 2016: 1. a, 2017: 2." in str(explanation.text)
    assert drawing.get("aria-labelledby") == f"{title.get('id')} {explanation.get('id')}"
    assert "Stand van februari 2018.</figcaption>" in html
    assert not drawing.xpath("//*[@style] | //*[local-name()='script' or local-name()='style']")


def test_een_reeks_zonder_grafiek_wordt_geweigerd() -> None:
    with pytest.raises(WordError, match="cijferreeks 'r' heeft geen grafiek"):
        charts.grafiek(view(series("geen", [["a", "1"]], "2016")), "r")
    with pytest.raises(WordError, match="geen getal om te tekenen"):
        charts.grafiek(view(series("staaf", [["a", "veel"]], "2016")), "r")


@pytest.mark.parametrize("highest", ["0", "0.04", "0.9", "1", "3.1", "4.0", "9.99", "10", "55", "120", "7391"])
def test_streepjes_reiken_tot_de_hoogste_en_zijn_er_hoogstens_zes(highest: str) -> None:
    ticks = drawing.ticks(Decimal(highest))
    assert ticks[0] == 0
    assert ticks[-1] >= Decimal(highest)
    assert 2 <= len(ticks) <= 6
    assert not any("E" in str(tick) for tick in ticks)


# ── The tile map ────────────────────────────────────────────────────────────────────────────────────────


def gemeente(id_: str, row: int) -> m.Gemeente:
    return m.Gemeente.model_validate(
        {
            "id": id_,
            "code": "GM0001",
            "naam": id_.title(),
            "district": "twente",
            "provincie": "Overijssel",
            "inwoners": "10",
            "rij": str(row),
            "kolom": "2",
            "bron": "b1",
        }
    )


def test_de_kaart_is_ook_een_lijst_op_naam() -> None:
    district = m.District.model_validate(
        {"id": "twente", "naam": "Twente", "overleg": "x", "agenda": {"titel": "x"}, "bron": "b1"}
    )
    html = charts.gemeentekaart(view(gemeente("losser", 1), gemeente("almelo", 3), district, page="gemeenten/"))
    first, second = lx.fragment_fromstring(html).xpath("//ol/li")
    assert (first.get("class"), first.get("data-district")) == ("r3 c2", "twente")
    assert [a.get("href") for a in (*first, *second)] == ["almelo/", "losser/"]
    assert first.text_content() == "Almelo, Twente"
    with pytest.raises(WordError):
        charts.gemeentekaart(view())


# ── The organisation ────────────────────────────────────────────────────────────────────────────────────


def organisatie(id_: str, *to: str, **fields: object) -> m.Organisatie:
    base = {"naam": id_.upper(), "soort": "backbone", "omschrijving": "x", "bron": "b1", "rapporteert_aan": to}
    return m.Organisatie.model_validate({**base, "id": id_, **fields})


def test_the_organogram_is_the_row_of_the_source_and_names_no_superior() -> None:
    """The order of the arrows is that of the file; only who says so reports to someone."""
    w = view(
        organisatie("driehoek", soort="backbone"),
        organisatie("dvo", soort="backbone"),
        organisatie("rvo", soort="backbone"),
        organisatie("vnon", "rvo", "dvo", soort="netwerk"),
        organisatie("bbg", soort="overleg"),
    )
    tree = lx.fragment_fromstring(references.organogram(w), create_parent="div")
    assert [a.text for a in tree.xpath("//ol[@class='schakels']/li/a")] == ["DRIEHOEK", "DVO", "RVO"]
    assert [p.text_content().strip() for p in tree.findall("p")] == ["VNON: rapportage aan RVO, DVO."]
    assert "BBG" not in tree.text_content()


def test_an_organogram_without_a_backbone_is_an_error() -> None:
    with pytest.raises(WordError, match="backbone"):
        references.organogram(view(organisatie("los", soort="overleg")))


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def real() -> View:
    return View(inspect_all(ROOT).catalog, TEMPLATES, date(2024, 1, 1))


def test_gouden_grafieken(real: View) -> None:
    assert texts(charts.grafiek(real, "slachtofferkans-woninginbraken"), "waarde") == [
        "4,0",
        "3,9",
        "3,5",
        "3,2",
        "3,1",
    ]
    assert texts(charts.grafiek(real, "woninginbraken-2018"), "waarde")[:3] == ["1.525", "1.306", "867"]
    assert texts(charts.grafiek(real, "opheldering-woninginbraken-2018"), "waarde") == [
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


def test_elke_grafiek_past_op_het_vlak(real: View) -> None:
    for cijferreeks in real.catalog.all_of(m.Cijferreeks):
        if cijferreeks.grafiek == "geen":
            continue
        drawing = svg(charts.grafiek(real, cijferreeks.id))
        _, _, wide, high = map(int, drawing.get("viewBox", "").split())
        for el in drawing.iter():
            assert 0 <= float(el.get("x", "0")) <= wide
            assert 0 <= float(el.get("y", "0")) <= high
            assert not set(el.attrib) & {"style", "onclick"}


def test_de_kaart_heeft_alle_gemeenten_en_de_ruggengraat_van_boven_naar_beneden(real: View) -> None:
    assert charts.gemeentekaart(real).count("<li class=") == len(real.catalog.gemeenten(op=real.today))
    html = references.organogram(real)
    places = [html.index(f'organisatie/#{id_}"') for id_ in ("driehoek", "dvo", "rvo", "bestuurscollege", "lovp")]
    assert places == sorted(places)
    assert "Veiligheidsnetwerk Oost-Nederland: rapportage aan " in html


# ── How the site is used ────────────────────────────────────────────────────────────────────────────────


def test_het_gebruik_per_maand_en_het_meest_gelezen() -> None:
    rows = [
        ("2025-02-01", "/", "pagina", "9"),  # longer than a year ago: not shown
        *((f"2025-{month:02}-15", "/over/", "pagina", "1000") for month in range(3, 13)),
        ("2026-01-31", "/themas/jeugd/", "pagina", "12"),
        ("2026-02-01", "/oud/", "pagina", "3"),
        ("2026-02-02", "/data/themas.csv", "download", "4"),
    ]
    about = m.Pagina.model_validate({"id": "over", "titel": "Over <ons>"})
    usage = tuple(
        m.Gebruik.model_validate({"dag": day, "pad": path, "soort": kind, "aantal": n}) for day, path, kind, n in rows
    )
    w = View(Catalog({}, {"over": about}, usage), TEMPLATES, date(2026, 3, 1), "over/gebruik/")
    html = charts.gebruik(w)
    assert texts(html, "waarde")[-4:] == ["12", "0", "3", "4"]
    assert "februari 2025" not in html.partition("<figure")[2]
    months, pages, downloads = lx.fragment_fromstring(html, create_parent="div").iter("table")
    assert len(months.findall(".//tbody/tr")) == 12
    assert [" ".join(r.text_content().split()) for r in pages.iter("tr")][1:] == [
        "Over <ons>10.000",
        "/themas/jeugd/12",
        "/oud/3",
    ]
    assert [a.get("href") for a in pages.iter("a")] == ["../"]
    assert " ".join(downloads.text_content().split()).endswith("/data/themas.csv4")
    assert "Geteld van 1 februari 2025 tot en met 2 februari 2026" in html


def test_zonder_cijfers_staat_er_wat_de_schrijver_wil() -> None:
    assert "Nog niets" in charts.gebruik(view(), leeg="Nog niets")
    with pytest.raises(WordError, match="geen cijfers over het gebruik"):
        charts.gebruik(view())
