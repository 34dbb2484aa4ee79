"""The cards: what they show, what they refuse, and that every one of them works on the real content."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lx

from macros.document.templates import Weergave, Woordfout, omgeving
from macros.records import models as m
from macros.records.catalog import Catalog, Onbekend
from macros.records.loader import onderzoek_alles
from macros.words import cards

WORTEL = Path(__file__).parents[2]
SJABLONEN = omgeving(WORTEL / "overrides/fragments")
BRON = {"titel": "Bericht", "soort": "voortgangsbericht", "datum": "2021-01", "uitgever": "vnon", "omschrijving": "x"}
PRAKTIJK = {
    "titel": "Aanpak",
    "samenvatting": "Een aanpak die anderen kunnen gebruiken, in het kort.",
    "themas": "jeugd",
    "fase": "preventie",
    "doelgroep": ["kwetsbare personen", "ouders"],
    "schaal": "lokaal",
    "status": "pilot",
    "netwerk": "vnon",
    "effect": "Onbekend.",
    "stand_van": "2023-11",
    "gepubliceerd": "2024-01-10",
    "laatst_beoordeeld": "2024-01-10",
    "beoordelen_na": "2025-01-10",
    "situaties": "U ziet een groep.",
    "bron": "b1",
}
NIEUWSBRIEF = {
    "titel": "Nieuwsbrief",
    "datum": "2023-12-31",
    "bron": "b1",
    "achteraf": "ja",
    "samenvatting": "Wat er in het laatste kwartaal gebeurde, in het kort.",
}


def catalogus(*records: m.Record) -> Catalog:
    """A catalog of these records and the few that they all need."""
    basis = [
        m.Bron.model_validate({"id": "b1", **BRON}),
        m.Organisatie.model_validate(
            {"id": "vnon", "naam": "VNON", "soort": "netwerk", "omschrijving": "x", "bron": "b1"}
        ),
        m.Thema.model_validate(
            {"id": "jeugd", "naam": "Jeugd", "kort": "Kort.", "looptijden": [{"van": "2024"}], "bron": "b1"}
        ),
        m.Expertteam.model_validate(
            {
                "id": "t",
                "naam": "Team",
                "soort": "expertteam",
                "opdracht": "Doen.",
                "bron": "b1",
                "voorzitters": [{"ambt": "burgemeester", "toelichting": "vacant, door vertrek"}],
            }
        ),
    ]
    alles: dict[type[m.Record], dict[str, Any]] = {}
    for record in (*basis, *records):
        alles.setdefault(type(record), {})[record.id] = record
    return Catalog(alles)


def weergave(*records: m.Record, pagina: str = "", vandaag: date = date(2024, 2, 1)) -> Weergave:
    return Weergave(catalogus(*records), SJABLONEN, vandaag, pagina)


def praktijk(id_: str = "p", **velden: object) -> m.Praktijk:
    return m.Praktijk.model_validate({**PRAKTIJK, "id": id_, **velden})


def activiteit(id_: str, wanneer: str, **velden: object) -> m.Activiteit:
    basis = {"titel": id_, "jaar": "2024", "soort": "product", "status": "gepland", "bron": "b1"}
    return m.Activiteit.model_validate({**basis, "id": id_, "wanneer": wanneer, **velden})


def tekst(html: str) -> str:
    return " ".join(str(lx.fragment_fromstring(html, create_parent="div").text_content()).split())


# ── Themes and teams ────────────────────────────────────────────────────────────────────────────────────


def test_themakaart_telt_praktijken() -> None:
    html = cards.thema_kaarten(weergave(praktijk()))
    assert '<li class="kaart" data-thema="jeugd">' in html
    assert "2024–nu · 1 praktijk" in tekst(html)
    with pytest.raises(Woordfout, match="periode 'nu' bestaat niet; toegestaan is eerder, lopend"):
        cards.thema_kaarten(weergave(), periode="nu")


def test_een_vacature_en_wat_onbekend_is_staan_er() -> None:
    kader = tekst(cards.teamkader(weergave(), "t"))
    assert "vacant, door vertrek" in kader
    assert "Trekker onbekend" in kader.replace("Trekker", "Trekker ")
    assert "Partners onbekend" in kader.replace("Partners", "Partners ")
    assert "vacant, door vertrek" in tekst(cards.expertteam(weergave(), "t"))


def test_stand_heeft_peildatum_anker_en_vier_delen() -> None:
    stand = m.Stand.model_validate(
        {
            "id": "s",
            "expertteam": "t",
            "peildatum": "2018-02",
            "inleiding": "Zo staat het.",
            "doelen": "Eén doel.",
            "bron": "b1",
        }
    )
    html = cards.voortgang(weergave(stand, pagina="voortgang/2018-02/"), "2018-02")
    assert '<section class="stand" id="s">' in html
    assert "Stand van februari 2018" in html
    assert [h.text for h in lx.fragment_fromstring(html, create_parent="div").iter("h4")] == [
        "Doelen",
        "Resultaten",
        "Aandachtspunten",
        "Acties",
    ]
    assert html.count("De bron noemt er geen.") == 3
    assert ' id="s"' not in cards.stand(weergave(stand, pagina="expertteams/t/"), "s")
    with pytest.raises(Woordfout, match="periode '2019' bestaat niet; toegestaan is 2018-02"):
        cards.voortgang(weergave(stand), "2019")


# ── Practices ───────────────────────────────────────────────────────────────────────────────────────────


def test_praktijken_weigeren_wat_niet_bestaat() -> None:
    w = weergave(praktijk())
    with pytest.raises(Woordfout, match="fase 'preventief' bestaat niet; bedoelde u 'preventie'"):
        cards.praktijken(w, fase="preventief", leeg="x")
    with pytest.raises(Woordfout, match="doelgroep 'kinderen' bestaat niet"):
        cards.praktijken(w, doelgroep="kinderen", leeg="x")
    with pytest.raises(Woordfout) as fout:
        cards.praktijken(w, thema="jeugd", fase="repressie")
    assert str(fout.value) == (
        "er zijn geen praktijken voor thema 'jeugd' en fase 'repressie'; zet leeg=\"…\" erbij als dat zo hoort"
    )
    assert cards.praktijken(w, fase="repressie", leeg="Nog niets.") == '<p class="leeg">Nog niets.</p>'


def test_van_veel_praktijken_staan_er_zes_en_gaat_de_rest_open() -> None:
    boom = lx.fragment_fromstring(
        cards.praktijken(weergave(*(praktijk(f"p{n}") for n in range(9)))), create_parent="div"
    )
    assert (len(boom.xpath("./ul/li")), len(boom.xpath("./details/ul/li"))) == (6, 3)
    assert boom.xpath("string(.//summary)") == "Nog 3 praktijken"


def test_praktijkzoeker_werkt_met_en_zonder_script() -> None:
    html = cards.praktijkzoeker(weergave(praktijk(), praktijk("q", fase="repressie"), pagina="praktijken/"))
    boom = lx.fragment_fromstring(html)
    (vorm,) = boom.iter("form")
    assert vorm.get("hidden") is not None
    assert vorm.get("data-lijst") == "praktijken-lijst"
    kaart = boom.get_element_by_id("praktijken-lijst")[0]
    assert (kaart.get("data-themas"), kaart.get("data-fase"), kaart.get("data-doelgroep")) == (
        "jeugd",
        "preventie",
        "kwetsbare-personen ouders",
    )
    vakjes = {(v.get("name"), v.get("value")) for v in boom.iter("input")}
    assert {("themas", "jeugd"), ("fase", "preventie"), ("doelgroep", "kwetsbare-personen")} <= vakjes
    assert ("fase", "proactief") not in vakjes
    (lijsten,) = boom.xpath("./details")
    assert {a.get("href") for a in lijsten.iter("a")} == {"../themas/jeugd/", "p/", "q/"}


def test_een_verlopen_praktijk_zegt_dat() -> None:
    verlopen = "opnieuw worden nagekeken"
    assert verlopen not in cards.feitenkader(weergave(praktijk(), vandaag=date(2025, 1, 10)), "p")
    assert verlopen in cards.feitenkader(weergave(praktijk(), vandaag=date(2025, 1, 11)), "p")


def test_een_praktijk_van_een_zusternetwerk_zegt_dat() -> None:
    zuster = m.Organisatie.model_validate(
        {"id": "mn", "naam": "Midden", "soort": "zusternetwerk", "omschrijving": "x", "bron": "b1"}
    )
    kader = cards.feitenkader(weergave(zuster, praktijk(netwerk="mn")), "p")
    assert "gaat niet over Oost-Nederland" in kader
    assert "gaat niet over Oost-Nederland" not in cards.feitenkader(weergave(praktijk()), "p")


def test_situaties_staan_per_thema() -> None:
    html = cards.situaties(weergave(praktijk()))
    assert '<h2 id="situaties-jeugd">Jeugd</h2>' in html
    assert '<dt>U ziet een groep.</dt><dd><a href="praktijken/p/">Aanpak</a></dd>' in html


# ── New, and coming ─────────────────────────────────────────────────────────────────────────────────────


def test_nieuw_kijkt_niet_in_de_toekomst() -> None:
    brief = m.Nieuwsbrief.model_validate({"id": "2023-q4", **NIEUWSBRIEF})
    records = (brief, praktijk("oud"), praktijk("straks", gepubliceerd="2024-03-01", laatst_beoordeeld="2024-03-01"))
    html = cards.nieuw(weergave(*records))
    assert html.index("praktijken/oud/") < html.index("nieuwsbrieven/2023-q4/")
    assert "straks" not in html
    assert "nieuwsbrieven" not in cards.nieuw(weergave(*records), aantal=1)
    with pytest.raises(Woordfout, match="aantal moet tussen 1 en 520 liggen, niet 0"):
        cards.nieuw(weergave(*records), aantal=0)


def test_nieuwsbrieven_zeggen_dat_zij_achteraf_zijn_gemaakt() -> None:
    brief = m.Nieuwsbrief.model_validate({"id": "2023-q4", **NIEUWSBRIEF})
    html = cards.nieuwsbrieven(weergave(brief, pagina="nieuwsbrieven/"), aantal=1)
    assert '<h2><a href="2023-q4/">Nieuwsbrief</a></h2>' in html
    assert "achteraf gemaakt" in html
    with pytest.raises(Woordfout, match="er zijn geen nieuwsbrieven voor thema 'jeugd'; zet leeg="):
        cards.nieuwsbrieven(weergave(brief), thema="jeugd")


def test_agenda_begint_vandaag_en_zegt_dat() -> None:
    records = (
        activiteit("geweest", "2024-01-31"),
        activiteit("vandaag", "2024-02-01"),
        activiteit("loopt", "2024-Q1"),
        activiteit("laatste-dag", "2024-02-29"),
        activiteit("te-laat", "2024-03-01"),
        activiteit("ooit", "doorlopend"),
    )
    html = cards.agenda(weergave(*records), weken=4)
    gevonden = [li.find("a").text for li in lx.fragment_fromstring(html).iter("li")]
    assert gevonden == ["loopt", "vandaag", "laatste-dag"]
    assert "Deze lijst is gemaakt op 1 februari 2024" in html


def test_een_lege_agenda_zegt_dat_ook() -> None:
    with pytest.raises(Woordfout, match="er zijn geen activiteiten in de komende 8 weken; zet leeg="):
        cards.agenda(weergave())
    html = cards.agenda(weergave(), leeg="Er staat niets.")
    assert '<p class="leeg">Er staat niets.</p>' in html
    assert "gemaakt op 1 februari 2024" in html


# ── The sister network, key figures, places ─────────────────────────────────────────────────────────────


def onderdeel(id_: str, soort: str, agenda: str = "mn-2022") -> m.Agendaonderdeel:
    return m.Agendaonderdeel.model_validate(
        {
            "id": id_,
            "agenda": agenda,
            "soort": soort,
            "naam": id_.title(),
            "meerjarendoel": "Minder.",
            "bron": "b1",
            "acties": [{"kop": "Samen", "punten": ["Doen."]}],
        }
    )


def test_actieagenda_klikt_door_en_terug() -> None:
    w = weergave(onderdeel("drugs", "focus"), onderdeel("boas", "project"), onderdeel("x", "focus", "andere"))
    overzicht = cards.actieagenda(w.op("zusternetwerken/mn-2022/"), "mn-2022")
    assert [h.text_content() for h in lx.fragment_fromstring(overzicht, create_parent="div").iter("h2", "h3")] == [
        "Focus",
        "Drugs",
        "Projecten",
        "Boas",
    ]
    een = cards.actieagenda(w.op("zusternetwerken/mn-2022/drugs/"), "mn-2022", onderdeel="drugs")
    assert een.count('<a href="../">Terug naar het overzicht') == 2
    assert "Het gaat niet over Oost-Nederland" in een
    assert "De bron noemt hier niets." in een
    with pytest.raises(Woordfout, match="agenda 'mn-2023' bestaat niet; bedoelde u 'mn-2022'"):
        cards.actieagenda(w, "mn-2023")
    with pytest.raises(Woordfout, match="onderdeel 'x' bestaat niet"):
        cards.actieagenda(w, "mn-2022", onderdeel="x")


def test_een_kerncijfer_toont_vorige_waarde_en_doel() -> None:
    cijfer = m.Kerncijfer.model_validate(
        {
            "id": "k",
            "titel": "CSV's",
            "waarde": "105",
            "periode": "2021",
            "vorige": "100",
            "vorige_periode": "2020",
            "doel": "80",
            "thema": "jeugd",
            "bron": "b1",
        }
    )
    html = cards.kerncijfers(weergave(cijfer, pagina="cijfers/"), thema="jeugd")
    assert '<div id="k" data-thema="jeugd">' in html
    assert "Vorige waarde: 100 (2020)" in html
    assert "Doel: 80" in html
    with pytest.raises(Woordfout, match="er zijn geen kerncijfers"):
        cards.kerncijfers(weergave())


def test_een_agenda_zonder_inhoud_zegt_dat() -> None:
    district = m.District.model_validate(
        {"id": "twente", "naam": "Twente", "overleg": "IVZ", "agenda": {"titel": "Agenda"}, "bron": "b1"}
    )
    html = tekst(cards.district(weergave(district), "twente"))
    assert "De bron noemt geen thema's bij deze agenda." in html
    assert "Looptijdonbekend" in html


@pytest.mark.parametrize(("inwoners", "euro"), [(41860, 2930), (50, 4), (7, 0), (3_282_286, 229_760)])
def test_indicatie_is_zeven_cent_per_inwoner(inwoners: int, euro: int) -> None:
    assert cards.indicatie(inwoners) == Decimal(euro)


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def echt() -> Weergave:
    return Weergave(onderzoek_alles(WORTEL).catalog, SJABLONEN, date(2023, 12, 1))


def test_gouden_bijdrage(echt: Weergave) -> None:
    html = tekst(cards.gemeente(echt, "tiel"))
    assert "€ 2.930 per jaar" in html
    assert "41.860 inwoners × € 0,07" in html
    assert "Voor alle 76 gemeenten samen geeft dat € 228.449" in html
    assert "staat € 229.760. Het verschil is € 1.311" in html


def woorden(w: Weergave) -> list[str]:
    """Every card that the content can give."""
    c = w.catalog
    agendas = {d.agenda for d in c.alle(m.Agendaonderdeel)}
    return [
        cards.thema_kaarten(w),
        cards.thema_kaarten(w, "eerder"),
        cards.praktijken(w),
        cards.praktijkzoeker(w),
        cards.situaties(w),
        cards.nieuwsbrieven(w),
        cards.nieuw(w),
        cards.agenda(w, 26),
        cards.kerncijfers(w),
        *(cards.expertteam(w, t.id) for t in c.alle(m.Expertteam)),
        *(cards.teamkader(w, t.id) for t in c.alle(m.Expertteam)),
        *(cards.voortgang(w, p) for p in {s.peildatum.typed for s in c.alle(m.Stand)}),
        *(cards.feitenkader(w, p.id) for p in c.alle(m.Praktijk)),
        *(cards.actieagenda(w, a) for a in agendas),
        *(cards.actieagenda(w, d.agenda, d.id) for d in c.alle(m.Agendaonderdeel)),
        *(cards.district(w, d.id) for d in c.alle(m.District)),
        *(cards.gemeente(w, g.id) for g in c.alle(m.Gemeente)),
    ]


def test_elke_kaart_is_netjes(echt: Weergave) -> None:
    for html in woorden(echt):
        boom = lx.fragment_fromstring(html, create_parent="div")
        ids = [el.get("id") for el in boom.iter() if el.get("id")]
        assert len(ids) == len(set(ids))
        assert not boom.xpath("//*[@style or @onclick] | //script | //style | //h1 | //p//ul | //p//dl")
        assert not boom.xpath("//a[not(@href)] | //h3[not(normalize-space())] | //li[not(normalize-space())]")
        assert "None" not in html


def test_onbekende_records_worden_geweigerd(echt: Weergave) -> None:
    for woord in (cards.expertteam, cards.teamkader, cards.stand, cards.feitenkader, cards.district, cards.gemeente):
        with pytest.raises(Onbekend):
            woord(echt, "bestaat-niet")
