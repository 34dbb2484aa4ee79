"""Terms, sources, contradictions, organisations and questions: what is shown and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lx

from macros.document.templates import Weergave, Woordfout, omgeving
from macros.records import models as m
from macros.records.catalog import Catalog, Onbekend
from macros.records.loader import onderzoek_alles
from macros.words import references

WORTEL = Path(__file__).parents[2]
SJABLONEN = omgeving(WORTEL / "overrides/fragments")


def bron(id_: str, datum: str) -> m.Bron:
    return m.Bron.model_validate(
        {
            "id": id_,
            "titel": f"Bron & {id_}",
            "soort": "register",
            "datum": datum,
            "uitgever": "vnon",
            "omschrijving": "x",
        }
    )


def begrip(id_: str, term: str, afkorting: str = "") -> m.Begrip:
    return m.Begrip.model_validate(
        {"id": id_, "term": term, "afkorting": afkorting, "betekenis": "Wat het is.", "bron": "b1"}
    )


def weergave(*records: m.Record, pagina: str = "", paginas: tuple[m.Pagina, ...] = ()) -> Weergave:
    """What a word needs, with these records, two sources and the network."""
    basis = (
        bron("b1", "2018"),
        bron("b2", "2023-11"),
        m.Organisatie.model_validate(
            {"id": "vnon", "naam": "VNON", "soort": "netwerk", "omschrijving": "x", "van": "2013", "bron": "b2"}
        ),
    )
    alles: dict[type[m.Record], dict[str, Any]] = {}
    for record in (*basis, *records):
        alles.setdefault(type(record), {})[record.id] = record
    return Weergave(Catalog(alles, {p.id: p for p in paginas}), SJABLONEN, date(2024, 1, 1), pagina)


def tekst(html: str) -> str:
    return " ".join(str(lx.fragment_fromstring(html, create_parent="div").text_content()).split())


# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


def test_woorden_in_een_zin_zijn_een_link_op_een_regel() -> None:
    w = weergave(begrip("pga", "Persoonsgerichte aanpak", "PGA"), begrip("dvo", "DVO", "DVO"), pagina="themas/jeugd/")
    assert references.begrip(w, "pga") == (
        '<a class="begrip" href="../../begrippen/pga/"><abbr title="Persoonsgerichte aanpak">PGA</abbr></a>'
    )
    assert references.begrip(w, "dvo") == '<a class="begrip" href="../../begrippen/dvo/">DVO</a>'
    assert references.bron(w, "b1") == '<a class="bron" href="../../bronnen/b1/">Bron &amp; b1</a>'


def test_onbekende_namen_zeggen_wat_mag() -> None:
    w = weergave(begrip("pga", "PGA"))
    with pytest.raises(Onbekend, match="begrip 'pag' bestaat niet; bedoelde u 'pga'"):
        references.begrip(w, "pag")
    with pytest.raises(Onbekend, match="bron 'b3' bestaat niet"):
        references.rust_op(w, "b3")
    with pytest.raises(Onbekend, match="gemeente 'tiel' bestaat niet"):
        references.gemeente_naam(w, "tiel")
    with pytest.raises(Woordfout, match="soort 'partners' bestaat niet; bedoelde u 'partner'"):
        references.organisaties(w, "partners")


# ── Terms ───────────────────────────────────────────────────────────────────────────────────────────────


def test_begrippen_staan_per_letter() -> None:
    w = weergave(
        begrip("z", "zorg"), begrip("e", "élite"), begrip("c", "100.000+ gemeenten"), begrip("a", "Apv", "APV")
    )
    boom = lx.fragment_fromstring(references.begrippen(w), create_parent="div")
    assert [h.text for h in boom.iter("h2")] == ["0-9", "A", "E", "Z"]
    for a in boom.iter("a"):
        if a.get("href", "").startswith("#"):
            assert boom.get_element_by_id(a.get("href", "")[1:]).tag == "h2"


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────────────


def test_bronnen_staan_op_datum_en_tellen_zichzelf_niet() -> None:
    html = references.bronnen(weergave(begrip("pga", "PGA")))
    assert html.index("bronnen/b2/") < html.index("bronnen/b1/")
    assert tekst(html).count("rusten 1 gegevens") == 2


def test_rust_op_noemt_alles_met_een_naam() -> None:
    vraag = m.Vraag.model_validate(
        {"id": "v", "nummer": "1", "vraag": "Wat kost het?", "antwoord": "Niets.", "datum": "2019-05", "bron": "b1"}
    )
    doel = m.Doel.model_validate({"id": "d", "thema": "t", "jaar": "2019", "tekst": "Lang " * 40, "bron": "b1"})
    pagina = m.Pagina.model_validate({"id": "themas/index", "titel": "Thema's", "bron": "b1"})
    html = references.rust_op(
        weergave(vraag, doel, begrip("pga", "PGA"), paginas=(pagina,), pagina="bronnen/b1/"), "b1"
    )
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
    "versies": [{"bron": "b1", "waarde": "78", "datum": "2018"}, {"bron": "b2", "waarde": "76", "datum": "2023-11"}],
}


def test_een_tegenspraak_toont_elke_versie() -> None:
    w = weergave(m.Tegenspraak.model_validate(TEGENSPRAAK), pagina="bronnen/")
    html = references.tegenspraken(w, bron="b2")
    assert '<section class="stand" id="aantal">' in html
    assert "78 (Bron & b1, 2018) 76 (Bron & b2, november 2023)" in tekst(html)
    assert 'href="../bronnen/#aantal"' in references.tegenspraak_noot(w.op("gemeenten/"), "aantal")


def test_geen_tegenspraak_is_een_fout_of_de_tekst_van_leeg() -> None:
    with pytest.raises(Woordfout, match="er zijn geen tegenspraken voor bron 'b1'; zet leeg="):
        references.tegenspraken(weergave(), bron="b1")
    assert references.tegenspraken(weergave(), bron="b1", leeg="Geen.") == '<p class="leeg">Geen.</p>'


# ── Organisations and questions ─────────────────────────────────────────────────────────────────────────


def test_organisaties_zijn_ankers_op_hun_eigen_pagina() -> None:
    assert '<div id="vnon">' in references.organisaties(weergave(pagina="organisatie/"))
    html = references.organisaties(weergave(pagina="zusternetwerken/"), soort="netwerk")
    assert "id=" not in html
    assert "Periode: sinds 2013." in tekst(html)
    with pytest.raises(Woordfout, match="er zijn geen organisaties van soort 'overleg'"):
        references.organisaties(weergave(), soort="overleg")


def test_een_vraag_toont_wat_er_later_veranderde_met_beide_datums() -> None:
    vraag = m.Vraag.model_validate(
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
    html = references.vragen(weergave(vraag, pagina="vragen/"))
    assert '<section id="v">' in html
    assert "<h2>7. Waar?</h2>" in html
    assert "Antwoord van mei 2019" in html
    assert "Wat er na mei 2019 veranderde November 2023: Apeldoorn. (bron: Bron & b2)" in tekst(html)


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def echt() -> Weergave:
    return Weergave(onderzoek_alles(WORTEL).catalog, SJABLONEN, date(2024, 1, 1))


def test_er_zijn_tien_vragen_in_volgorde(echt: Weergave) -> None:
    koppen = lx.fragment_fromstring(references.vragen(echt.op("vragen/")), create_parent="div").findall(".//h2")
    assert [str(h.text).split(".")[0] for h in koppen] == [str(n) for n in range(1, 11)]


def test_elk_woord_is_netjes(echt: Weergave) -> None:
    c = echt.catalog
    resultaten = [
        references.begrippen(echt),
        references.bronnen(echt),
        references.tegenspraken(echt.op("bronnen/")),
        references.organisaties(echt.op("organisatie/")),
        references.vragen(echt.op("vragen/")),
        *(references.rust_op(echt, b.id) for b in c.alle(m.Bron)),
        *(references.begrip(echt, b.id) for b in c.alle(m.Begrip)),
        *(references.tegenspraak_noot(echt, t.id) for t in c.alle(m.Tegenspraak)),
    ]
    for html in resultaten:
        boom = lx.fragment_fromstring(html, create_parent="div")
        ids = [el.get("id") for el in boom.iter() if el.get("id")]
        assert len(ids) == len(set(ids))
        assert not boom.xpath(
            "//*[@style or @onclick] | //script | //style | //h1 | //p//ul | //a[not(normalize-space())]"
        )
        assert "None" not in html
