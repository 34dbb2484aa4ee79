"""Terms, sources, contradictions, organisations and questions: what is shown and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lx

from macros.document.templates import View, WordError, environment
from macros.records import models as m
from macros.records.catalog import Catalog, UnknownId
from macros.records.loader import inspect_all
from macros.words import references

ROOT = Path(__file__).parents[2]
TEMPLATES = environment(ROOT / "overrides/fragments")


def bron(id_: str, date_: str) -> m.Bron:
    return m.Bron.model_validate(
        {
            "id": id_,
            "titel": f"Bron & {id_}",
            "soort": "register",
            "datum": date_,
            "uitgever": "vnon",
            "omschrijving": "x",
        }
    )


def begrip(id_: str, term: str, afkorting: str = "") -> m.Begrip:
    return m.Begrip.model_validate(
        {"id": id_, "term": term, "afkorting": afkorting, "betekenis": "Wat het is.", "bron": "b1"}
    )


def view(*records: m.Record, page: str = "", pages: tuple[m.Pagina, ...] = ()) -> View:
    """What a word needs, with these records, two sources and the network."""
    base = (
        bron("b1", "2018"),
        bron("b2", "2023-11"),
        m.Bronsoort.model_validate({"id": "register", "naam": "register", "meervoud": "registers"}),
        m.Bronsoort.model_validate({"id": "jaarplan", "naam": "jaarplan", "meervoud": "jaarplannen"}),
        m.Organisatie.model_validate(
            {
                "id": "vnon",
                "naam": "VNON",
                "soort": "netwerk",
                "omschrijving": "x",
                "sinds": "2013",
                "sinds_bron": "b2",
                "bron": "b2",
            }
        ),
    )
    everything: dict[type[m.Record], dict[str, Any]] = {}
    for record in (*base, *records):
        everything.setdefault(type(record), {})[record.id] = record
    return View(Catalog(everything, {p.id: p for p in pages}), TEMPLATES, date(2024, 1, 1), page)


def tekst(html: str) -> str:
    return " ".join(str(lx.fragment_fromstring(html, create_parent="div").text_content()).split())


# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


def test_woorden_in_een_zin_zijn_een_link_op_een_regel() -> None:
    w = view(begrip("pga", "Persoonsgerichte aanpak", "PGA"), begrip("dvo", "DVO", "DVO"), page="themas/jeugd/")
    assert references.begrip(w, "pga") == (
        '<a class="begrip" href="../../begrippen/pga/"><abbr title="Persoonsgerichte aanpak">PGA</abbr></a>'
    )
    assert references.begrip(w, "dvo") == '<a class="begrip" href="../../begrippen/dvo/">DVO</a>'
    assert references.bron(w, "b1") == '<a class="bron" href="../../bronnen/b1/">Bron &amp; b1</a>'


def test_onbekende_namen_zeggen_wat_mag() -> None:
    w = view(begrip("pga", "PGA"))
    with pytest.raises(UnknownId, match="begrip 'pag' bestaat niet; bedoelde u 'pga'"):
        references.begrip(w, "pag")
    with pytest.raises(UnknownId, match="bron 'b3' bestaat niet"):
        references.rust_op(w, "b3")
    with pytest.raises(UnknownId, match="gemeente 'tiel' bestaat niet"):
        references.gemeente_naam(w, "tiel")
    with pytest.raises(WordError, match="soort 'partners' bestaat niet; bedoelde u 'partner'"):
        references.organisaties(w, "partners")


# ── Terms ───────────────────────────────────────────────────────────────────────────────────────────────


def test_begrippen_staan_per_letter() -> None:
    w = view(begrip("z", "zorg"), begrip("e", "élite"), begrip("c", "100.000+ gemeenten"), begrip("a", "Apv", "APV"))
    tree = lx.fragment_fromstring(references.begrippen(w), create_parent="div")
    assert [h.text for h in tree.iter("h2")] == ["0-9", "A", "E", "Z"]
    for a in tree.iter("a"):
        if a.get("href", "").startswith("#"):
            assert tree.get_element_by_id(a.get("href", "")[1:]).tag == "h2"


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────────────


def test_bronnen_staan_op_datum_en_tellen_zichzelf_niet() -> None:
    html = references.bronnen(view(begrip("pga", "PGA")))
    assert html.index("bronnen/b2/") < html.index("bronnen/b1/")
    assert tekst(html).count("rusten 1 gegevens") == 2
    assert '<li id="soort-register">twee registers</li>' in html
    assert '<li id="soort-jaarplan">geen jaarplannen</li>' in html


def test_rust_op_leidt_naar_het_overzicht_waar_het_er_te_veel_zijn() -> None:
    many = [begrip(f"b{n}", f"Begrip {n}") for n in range(references.MOST_NAMED + 1)]
    html = references.rust_op(view(*many, page="bronnen/b1/"), "b1")
    assert f"Begrippen ({len(many)})" in html
    assert [a.get("href") for a in lx.fragment_fromstring(html).iter("a")] == [
        "../../begrippen/",
        "../../data/begrippen.csv",
    ]
    named = lx.fragment_fromstring(references.rust_op(view(*many[1:], page="bronnen/b1/"), "b1"))
    assert len([*named.iter("a")]) == references.MOST_NAMED


def test_rust_op_noemt_alles_met_een_naam() -> None:
    question = m.Vraag.model_validate(
        {"id": "v", "nummer": "1", "vraag": "Wat kost het?", "antwoord": "Niets.", "datum": "2019-05", "bron": "b1"}
    )
    target = m.Doel.model_validate({"id": "d", "thema": "t", "jaar": "2019", "tekst": "Lang " * 40, "bron": "b1"})
    page = m.Pagina.model_validate({"id": "themas/index", "titel": "Thema's", "bron": "b1"})
    html = references.rust_op(view(question, target, begrip("pga", "PGA"), pages=(page,), page="bronnen/b1/"), "b1")
    assert '<a href="../../vragen/#v">Wat kost het?</a>' in html
    assert '<a href="../../themas/">Thema&#39;s</a>' in html
    assert "Begrippen (1)" in html
    assert "…</a>" in html
    assert "Bronnen (" not in html


TEGENSPRAAK = {
    "id": "aantal",
    "onderwerp": "Het aantal",
    "uitleg": "Herindeling.",
    "bron": "b1",
    "versies": [{"bron": "b1", "waarde": "12", "datum": "2018"}, {"bron": "b2", "waarde": "11", "datum": "2023-11"}],
}


def test_een_tegenspraak_toont_elke_versie() -> None:
    w = view(m.Tegenspraak.model_validate(TEGENSPRAAK), page="bronnen/")
    html = references.tegenspraken(w, bron="b2")
    assert '<section class="stand" id="aantal">' in html
    assert "12 (Bron & b1, 2018) 11 (Bron & b2, november 2023)" in tekst(html)
    assert 'href="../bronnen/#aantal"' in references.tegenspraak_noot(w.at("gemeenten/"), "aantal")


def test_geen_tegenspraak_is_een_fout_of_de_tekst_van_leeg() -> None:
    with pytest.raises(WordError, match="er zijn geen tegenspraken voor bron 'b1'; zet leeg="):
        references.tegenspraken(view(), bron="b1")
    assert references.tegenspraken(view(), bron="b1", leeg="Geen.") == '<p class="leeg">Geen.</p>'


# ── Organisations and questions ─────────────────────────────────────────────────────────────────────────


def test_organisaties_zijn_ankers_op_hun_eigen_pagina() -> None:
    assert '<div id="vnon">' in references.organisaties(view(page="organisatie/"))
    html = references.organisaties(view(page="zusternetwerken/"), soort="netwerk")
    assert "id=" not in html
    assert "Periode: sinds 2013." in tekst(html)
    with pytest.raises(WordError, match="er zijn geen organisaties van soort 'overleg'"):
        references.organisaties(view(), soort="overleg")


def test_een_vraag_toont_wat_er_later_veranderde_met_beide_datums() -> None:
    question = m.Vraag.model_validate(
        {
            "id": "v",
            "nummer": "7",
            "vraag": "Waar?",
            "antwoord": ["Twente."],
            "datum": "2019-05",
            "bron": "b1",
            "later": [{"bron": "b2", "waarde": "Apeldoorn.", "datum": "2023-11"}],
        }
    )
    html = references.vragen(view(question, page="vragen/"))
    assert '<section id="v">' in html
    assert "<h2>7. Waar?</h2>" in html
    assert "Antwoord van mei 2019" in html
    assert "Wat er na mei 2019 veranderde November 2023: Apeldoorn. (Bron & b2)" in tekst(html)


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def real() -> View:
    return View(inspect_all(ROOT).catalog, TEMPLATES, date(2024, 1, 1))


def test_er_zijn_tien_vragen_in_volgorde(real: View) -> None:
    headings = lx.fragment_fromstring(references.vragen(real.at("vragen/")), create_parent="div").findall(".//h2")
    assert [str(h.text).split(".")[0] for h in headings] == [str(n) for n in range(1, 11)]


def test_elk_woord_is_netjes(real: View) -> None:
    c = real.catalog
    resultaten = [
        references.begrippen(real),
        references.bronnen(real),
        references.tegenspraken(real.at("bronnen/")),
        references.organisaties(real.at("organisatie/")),
        references.vragen(real.at("vragen/")),
        *(references.rust_op(real, b.id) for b in c.all_of(m.Bron)),
        *(references.begrip(real, b.id) for b in c.all_of(m.Begrip)),
        *(references.tegenspraak_noot(real, t.id) for t in c.all_of(m.Tegenspraak)),
    ]
    for html in resultaten:
        tree = lx.fragment_fromstring(html, create_parent="div")
        ids = [el.get("id") for el in tree.iter() if el.get("id")]
        assert len(ids) == len(set(ids))
        assert not tree.xpath(
            "//*[@style or @onclick] | //script | //style | //h1 | //p//ul | //a[not(normalize-space())]"
        )
        assert "None" not in html
