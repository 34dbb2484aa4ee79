"""The cards: what they show, what they refuse, and that every one of them works on the real content."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lx

from macros.document.templates import View, WordError, environment
from macros.records import models as m
from macros.records.catalog import Catalog, UnknownId
from macros.records.loader import inspect_all
from macros.words import cards, charts, contacts, tables
from tests.helpers.small_catalog import netwerk

ROOT = Path(__file__).parents[2]
TEMPLATES = environment(ROOT / "overrides/fragments")
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


def catalog_of(*records: m.Record) -> Catalog:
    """A catalog of these records and the few that they all need."""
    base = [
        netwerk(id="vnon", regio="Oost-Nederland"),
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
    everything: dict[type[m.Record], dict[str, Any]] = {}
    for record in (*base, *records):
        everything.setdefault(type(record), {})[record.id] = record
    return Catalog(everything)


def view(*records: m.Record, page: str = "", today: date = date(2024, 2, 1)) -> View:
    return View(catalog_of(*records), TEMPLATES, today, page)


def praktijk(id_: str = "p", **fields: object) -> m.Praktijk:
    return m.Praktijk.model_validate({**PRAKTIJK, "id": id_, **fields})


def activiteit(id_: str, wanneer: str, **fields: object) -> m.Activiteit:
    base = {"titel": id_, "jaar": "2024", "soort": "product", "status": "gepland", "bron": "b1"}
    return m.Activiteit.model_validate({**base, "id": id_, "wanneer": wanneer, **fields})


def tekst(html: str) -> str:
    return " ".join(str(lx.fragment_fromstring(html, create_parent="div").text_content()).split())


# ── Themes and teams ────────────────────────────────────────────────────────────────────────────────────


def test_themakaart_telt_praktijken() -> None:
    html = cards.thema_kaarten(view(praktijk()))
    assert '<li class="kaart" data-thema="jeugd">' in html
    assert "2024–nu · 1 praktijk" in tekst(html)
    with pytest.raises(WordError, match="periode 'nu' bestaat niet; toegestaan is eerder, lopend"):
        cards.thema_kaarten(view(), periode="nu")


def test_a_vacancy_is_told_and_what_is_not_known_is_left_out() -> None:
    context = tekst(cards.teamkader(view(), "t"))
    assert "vacant, door vertrek" in context
    assert [word for word in ("Trekker", "Partners", "onbekend") if word in context] == []
    assert "vacant, door vertrek" in tekst(cards.expertteam(view(), "t"))


def test_what_we_concluded_is_marked_where_it_stands_and_what_a_source_says_is_not() -> None:
    """One field of every record, one part of the templates: a practice, a team and its successor tell it alike."""
    new = m.Expertteam.model_validate({"id": "n", "naam": "Nieuw", "soort": "werkgroep", "opdracht": "x", "bron": "b1"})
    old = new.model_copy(update={"id": "o", "naam": "Oud", "opvolger": "n", "afgeleid": ("opvolger",)})
    concluded = praktijk(partners=["vnon"], expertteam="n", afgeleid=["expertteam"])
    w = view(new, old, concluded)
    assert "Opgevolgd doorNieuw (afgeleid)" in tekst(cards.teamkader(w, "o"))
    assert "Volgt opOud (afgeleid)" in tekst(cards.teamkader(w, "n"))
    box = tekst(cards.feitenkader(w, "p"))
    assert "TeamNieuw (afgeleid)" in box
    assert box.count("(afgeleid)") == 1


def test_a_status_is_of_the_day_of_its_source() -> None:
    """Else "in gebruik" stands beside a day in 2026 on which someone read the text again."""
    w = view(praktijk(status="in gebruik", stand_van="2018-02", laatst_beoordeeld="2026-01-10"))
    assert "Statusin gebruik, in februari 2018" in tekst(cards.feitenkader(w, "p"))
    assert "Status in februari 2018: in gebruik." in tekst(cards.praktijken(w))
    assert "Status" not in tekst(cards.feitenkader(view(praktijk(status="onbekend")), "p"))


def test_where_sources_differ_is_a_mark_at_the_source_of_the_fact() -> None:
    versies = [{"bron": "b1", "waarde": x, "datum": "2020"} for x in ("een", "twee")]
    differs = m.Tegenspraak.model_validate(
        {"id": "t", "onderwerp": "Het aantal", "versies": versies, "uitleg": "x", "bron": "b1"}
    )
    box = lx.fragment_fromstring(cards.feitenkader(view(differs, praktijk(tegenspraak="t")), "p"), create_parent="div")
    (mark,) = box.xpath("//dd[contains(., 'Bericht')]/a[@class='tegenspraak']")
    assert (mark.get("href"), mark.text_content()) == ("bronnen/#t", "Het aantal")


def test_de_bron_van_een_datum_staat_erbij() -> None:
    """Who says when a team stopped, and when a chair began; a source that stands there already is not named twice."""
    later = (m.Bron.model_validate({"id": id_, **BRON, "titel": f"Bron {id_}"}) for id_ in ("b2", "b3"))
    team = m.Expertteam.model_validate(
        {
            "id": "oud", "naam": "Oud", "soort": "werkgroep", "opdracht": "x", "bron": "b1",
            "tot": "2025", "tot_bron": "b2",
            "voorzitters": [{"ambt": "burgemeester", "sinds": "2021", "bron": bron} for bron in ("b1", "b3")],
        }
    )  # fmt: skip
    assert "; van de datums: Bron b2, Bron b3" in tekst(cards.teamkader(view(*later, team), "oud"))
    assert "van de datums" not in tekst(cards.teamkader(view(), "t"))


def test_a_state_has_its_day_its_anchor_and_the_parts_that_it_has() -> None:
    state = m.Stand.model_validate(
        {
            "id": "s",
            "expertteam": "t",
            "peildatum": "2018-02",
            "inleiding": "Zo staat het.",
            "doelen": "Eén doel.",
            "bron": "b1",
        }
    )
    html = cards.voortgang(view(state, page="voortgang/2018-02/"), "2018-02")
    assert '<section class="stand" id="s">' in html
    assert "Stand van februari 2018" in html
    assert [h.text for h in lx.fragment_fromstring(html, create_parent="div").iter("h4")] == ["Doelen"]
    assert ' id="s"' not in cards.stand(view(state, page="expertteams/t/"), "s")
    with pytest.raises(WordError, match="periode '2019' bestaat niet; toegestaan is 2018-02"):
        cards.voortgang(view(state), "2019")


# ── Practices ───────────────────────────────────────────────────────────────────────────────────────────


def test_praktijken_weigeren_wat_niet_bestaat() -> None:
    w = view(praktijk())
    with pytest.raises(WordError, match="fase 'preventief' bestaat niet; bedoelde u 'preventie'"):
        cards.praktijken(w, fase="preventief", leeg="x")
    with pytest.raises(WordError, match="doelgroep 'kinderen' bestaat niet"):
        cards.praktijken(w, doelgroep="kinderen", leeg="x")
    with pytest.raises(WordError) as error:
        cards.praktijken(w, thema="jeugd", fase="repressie")
    assert str(error.value) == (
        "er zijn geen praktijken voor thema 'jeugd' en fase 'repressie'; zet leeg=\"…\" erbij als dat zo hoort"
    )
    assert cards.praktijken(w, fase="repressie", leeg="Nog niets.") == '<p class="leeg">Nog niets.</p>'


def test_van_veel_praktijken_staan_er_drie_en_gaat_de_rest_open() -> None:
    tree = lx.fragment_fromstring(cards.praktijken(view(*(praktijk(f"p{n}") for n in range(9)))), create_parent="div")
    assert (len(tree.xpath("./ul/li")), len(tree.xpath("./details/ul/li"))) == (3, 6)
    assert tree.xpath("string(.//summary)") == "Nog 6 praktijken"


def test_praktijkzoeker_werkt_met_en_zonder_script() -> None:
    html = cards.praktijkzoeker(view(praktijk(), praktijk("q", fase="repressie"), page="praktijken/"))
    tree = lx.fragment_fromstring(html)
    (form,) = tree.iter("form")
    assert form.get("hidden") is not None
    assert form.get("data-lijst") == "praktijken-lijst"
    (group,) = tree.get_element_by_id("praktijken-lijst")
    card = group.xpath("./details/ul/li")[0]
    assert [li.text_content() for li in group.xpath("./ul[@class='voorop']/li")] == ["Aanpak", "Aanpak"]
    assert (card.get("data-themas"), card.get("data-fase"), card.get("data-doelgroep")) == (
        "jeugd",
        "preventie",
        "kwetsbare-personen ouders",
    )
    checkboxes = {(v.get("name"), v.get("value")) for v in tree.iter("input")}
    assert {("themas", "jeugd"), ("fase", "preventie"), ("doelgroep", "kwetsbare-personen")} <= checkboxes
    assert ("fase", "proactief") not in checkboxes
    (lists,) = tree.xpath("./details")
    assert {a.get("href") for a in lists.iter("a")} == {"../themas/jeugd/", "p/", "q/"}


def test_een_verlopen_praktijk_zegt_dat() -> None:
    expired = "opnieuw worden nagekeken"
    assert expired not in cards.feitenkader(view(praktijk(), today=date(2025, 1, 10)), "p")
    assert expired in cards.feitenkader(view(praktijk(), today=date(2025, 1, 11)), "p")


def test_een_praktijk_van_een_zusternetwerk_zegt_dat() -> None:
    zusternetwerk = m.Organisatie.model_validate(
        {"id": "mn", "naam": "Midden", "soort": "zusternetwerk", "omschrijving": "x", "bron": "b1"}
    )
    context = cards.feitenkader(view(zusternetwerk, praktijk(netwerk="mn")), "p")
    assert "gaat niet over Oost-Nederland" in context
    assert "gaat niet over Oost-Nederland" not in cards.feitenkader(view(praktijk()), "p")


def test_situaties_staan_per_thema() -> None:
    html = cards.situaties(view(praktijk()))
    assert '<h2 id="situaties-jeugd">Jeugd</h2>' in html
    assert '<dt>U ziet een groep.</dt><dd><a href="praktijken/p/">Aanpak</a></dd>' in html


# ── New, and coming ─────────────────────────────────────────────────────────────────────────────────────


def test_nieuw_kijkt_niet_in_de_toekomst() -> None:
    issue = m.Nieuwsbrief.model_validate({"id": "2023-q4", **NIEUWSBRIEF})
    records = (issue, praktijk("oud"), praktijk("straks", gepubliceerd="2024-03-01", laatst_beoordeeld="2024-03-01"))
    html = cards.nieuw(view(*records))
    assert html.index("praktijken/oud/") < html.index("nieuwsbrieven/2023-q4/")
    assert "straks" not in html
    assert "nieuwsbrieven" not in cards.nieuw(view(*records), aantal=1)
    with pytest.raises(WordError, match="aantal moet tussen 1 en 520 liggen, niet 0"):
        cards.nieuw(view(*records), aantal=0)


def test_nieuw_is_wat_het_laatst_gebeurde_en_anders_staat_er_niets() -> None:
    step = {"datum": "2023-12-02", "tekst": "Nu ook voor ouders."}
    old = praktijk("oud", gepubliceerd="2023-10-01", laatst_beoordeeld="2023-10-01", geschiedenis=[step])
    new = praktijk("nieuw", gepubliceerd="2023-12-01", laatst_beoordeeld="2023-12-01")
    html = cards.nieuw(view(old, new, today=date(2024, 1, 1)), kop="Nieuw hier")
    assert html.index("praktijken/oud/") < html.index("praktijken/nieuw/")
    assert '<h2 id="nieuw-hier">Nieuw hier</h2>' in html
    assert "<p>Nu ook voor ouders.</p>" in html
    later = view(old, new, today=date(2024, 8, 1))
    assert cards.nieuw(later, kop="Nieuw hier", leeg="") == ""
    with pytest.raises(WordError, match="er zijn geen praktijken of nieuwsbrieven; zet leeg="):
        cards.nieuw(later)


def test_nieuwsbrieven_zeggen_dat_zij_achteraf_zijn_gemaakt() -> None:
    issue = m.Nieuwsbrief.model_validate({"id": "2023-q4", **NIEUWSBRIEF})
    html = cards.nieuwsbrieven(view(issue, page="nieuwsbrieven/"), aantal=1)
    assert '<h2><a href="2023-q4/">Nieuwsbrief</a></h2>' in html
    assert "achteraf gemaakt" in html
    with pytest.raises(WordError, match="er zijn geen nieuwsbrieven voor thema 'jeugd'; zet leeg="):
        cards.nieuwsbrieven(view(issue), thema="jeugd")


def test_agenda_begint_vandaag_en_zegt_dat() -> None:
    records = (
        activiteit("geweest", "2024-01-31"),
        activiteit("vandaag", "2024-02-01"),
        activiteit("loopt", "2024-Q1"),
        activiteit("laatste-dag", "2024-02-29"),
        activiteit("te-laat", "2024-03-01"),
        activiteit("ooit", "doorlopend"),
    )
    html = cards.agenda(view(*records), weken=4)
    found = [li.find("a").text for li in lx.fragment_fromstring(html).iter("li")]
    assert found == ["loopt", "vandaag", "laatste-dag"]
    assert "Deze lijst is gemaakt op 1 februari 2024" in html


def test_wat_niet_doorgaat_hoeft_niemand_in_zijn_agenda_te_zetten() -> None:
    html = cards.agenda(view(activiteit("weg", "2024-02-02", status="vervallen")), weken=4)
    assert "(vervallen)" in html
    assert "weg.ics" not in html


def test_een_lege_agenda_zegt_dat_ook() -> None:
    with pytest.raises(WordError, match="er zijn geen activiteiten in de komende 8 weken; zet leeg="):
        cards.agenda(view())
    html = cards.agenda(view(), leeg="Er staat niets.")
    assert '<p class="leeg">Er staat niets.</p>' in html
    assert "gemaakt op 1 februari 2024" in html


# ── The sister network, key figures, places ─────────────────────────────────────────────────────────────


def onderdeel(id_: str, kind: str, agenda: str = "mn-2022") -> m.Agendaonderdeel:
    return m.Agendaonderdeel.model_validate(
        {
            "id": id_,
            "agenda": agenda,
            "soort": kind,
            "naam": id_.title(),
            "meerjarendoel": "Minder.",
            "bron": "b1",
            "acties": [{"kop": "Samen", "punten": ["Doen."]}],
        }
    )


def test_actieagenda_klikt_door_en_terug() -> None:
    w = view(onderdeel("drugs", "focus"), onderdeel("boas", "project"), onderdeel("x", "focus", "andere"))
    overview = cards.actieagenda(w.at("zusternetwerken/mn-2022/"), "mn-2022")
    assert [h.text_content() for h in lx.fragment_fromstring(overview, create_parent="div").iter("h2", "h3")] == [
        "Focus",
        "Drugs",
        "Projecten",
        "Boas",
    ]
    one = cards.actieagenda(w.at("zusternetwerken/mn-2022/drugs/"), "mn-2022", onderdeel="drugs")
    assert one.count('<a href="../">Terug naar het overzicht') == 2
    assert "Het gaat niet over Oost-Nederland" in one
    assert "Terugblik" not in one
    with pytest.raises(WordError, match="agenda 'mn-2023' bestaat niet; bedoelde u 'mn-2022'"):
        cards.actieagenda(w, "mn-2023")
    with pytest.raises(WordError, match="onderdeel 'x' bestaat niet"):
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
    html = cards.kerncijfers(view(cijfer, page="cijfers/"), thema="jeugd")
    assert '<div id="k" data-thema="jeugd">' in html
    assert "Vorige waarde: 100 (2020)" in html
    assert "Doel: 80" in html
    with pytest.raises(WordError, match="er zijn geen kerncijfers"):
        cards.kerncijfers(view())


def test_an_agenda_without_content_shows_no_more_than_it_has() -> None:
    district = m.District.model_validate(
        {"id": "twente", "naam": "Twente", "overleg": "IVZ", "agenda": {"titel": "Agenda"}, "bron": "b1"}
    )
    html = tekst(cards.district(view(district), "twente"))
    assert html == "Agenda Ambtelijk overlegIVZ Bron: Bericht."


@pytest.mark.parametrize(("inwoners", "euro"), [(41860, 2930), (50, 4), (7, 0), (3_282_286, 229_760)])
def test_what_a_municipality_pays_is_in_whole_euros(inwoners: int, euro: int) -> None:
    assert cards.estimate(inwoners, Decimal("0.07")) == Decimal(euro)


# ── The real content ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def real() -> View:
    return View(inspect_all(ROOT).catalog, TEMPLATES, date(2023, 12, 1))


def test_gouden_bijdrage(real: View) -> None:
    html = tekst(cards.gemeente(real, "tiel"))
    assert "€ 2.930 per jaar" in html
    assert "41.860 inwoners × € 0,07" in html
    assert f"Voor alle {len(real.catalog.gemeenten(op=real.today))} gemeenten samen geeft dat € 228.446" in html
    shown = [cards.estimate(g.inwoners, Decimal("0.07")) for g in real.catalog.gemeenten(op=real.today) if g.inwoners]
    assert sum(shown) == 228446, "what all municipalities' pages show adds up to what each says of all"
    assert "staat € 229.760. Het verschil is € 1.314" in html


def woorden(w: View) -> list[str]:
    """Every card that the content can give."""
    c = w.catalog
    agendas = {d.agenda for d in c.all_of(m.Agendaonderdeel)}
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
        *(cards.expertteam(w, t.id) for t in c.all_of(m.Expertteam)),
        *(cards.teamkader(w, t.id) for t in c.all_of(m.Expertteam)),
        *(cards.voortgang(w, p) for p in {s.peildatum.typed for s in c.all_of(m.Stand)}),
        *(cards.feitenkader(w, p.id) for p in c.all_of(m.Praktijk)),
        *(cards.actieagenda(w, a) for a in agendas),
        *(cards.actieagenda(w, d.agenda, d.id) for d in c.all_of(m.Agendaonderdeel)),
        *(cards.district(w, d.id) for d in c.all_of(m.District)),
        *(cards.gemeente(w, g.id) for g in c.all_of(m.Gemeente)),
    ]


def test_elke_kaart_is_netjes(real: View) -> None:
    for html in woorden(real):
        tree = lx.fragment_fromstring(html, create_parent="div")
        ids = [el.get("id") for el in tree.iter() if el.get("id")]
        assert len(ids) == len(set(ids))
        assert not tree.xpath("//*[@style or @onclick] | //script | //style | //h1 | //p//ul | //p//dl")
        assert not tree.xpath("//a[not(@href)] | //h3[not(normalize-space())] | //li[not(normalize-space())]")
        assert "None" not in html


def test_onbekende_records_worden_geweigerd(real: View) -> None:
    for word in (cards.expertteam, cards.teamkader, cards.stand, cards.feitenkader, cards.district, cards.gemeente):
        with pytest.raises(UnknownId):
            word(real, "bestaat-niet")


def without(view: View, **fields: None) -> View:
    """The same with municipalities of which these fields are not known."""
    catalog = view.catalog
    for one in catalog.all_of(m.Gemeente):
        catalog = catalog.with_(one.model_copy(update=fields))
    return replace(view, catalog=catalog)


def test_a_municipality_of_which_little_is_known_says_what_is(real: View) -> None:
    bare = without(real, inwoners=None, rij=None, kolom=None)
    html = tekst(cards.gemeente(bare, "tiel"))
    assert "GM0281" in html
    assert not re.search("Inwoners|Bijdrage|€", html)
    table = tekst(tables.gemeenten(bare))
    assert "GM0281" in table
    assert "Stand van" in table or "stand van" in table
    assert "Inwoners" not in table
    with pytest.raises(WordError, match="geen gemeente heeft een plek op de kaart"):
        charts.gemeentekaart(bare)


def test_what_all_municipalities_pay_is_not_told_when_one_is_not_counted(real: View) -> None:
    aalten = real.catalog.one(m.Gemeente, "aalten").model_copy(update={"inwoners": None})
    html = tekst(cards.gemeente(replace(real, catalog=real.catalog.with_(aalten)), "tiel"))
    assert "€ 2.930 per jaar" in html
    assert "gemeenten samen" not in html


def test_no_report_yet_is_told_as_the_author_wants(real: View) -> None:
    none = replace(
        real,
        catalog=replace(real.catalog, records={**real.catalog.records, m.Activiteit: {}, m.Begroting: {}, m.Stand: {}}),
    )
    assert tables.rapporten(none, "voortgang", leeg="") == ""
    assert "Nog geen." in tables.rapporten(none, "voortgang", leeg="Nog geen.")
    with pytest.raises(WordError, match="er zijn geen rapporten voor soort 'voortgang'; zet leeg="):
        tables.rapporten(none, "voortgang")
    with pytest.raises(WordError, match="er zijn geen rapporten_geteld"):
        tables.reports_counted(none, "voortgang")


def test_of_a_district_is_shown_what_there_is() -> None:
    bare = m.District.model_validate({"id": "noord", "naam": "Noord", "bron": "b1"})
    assert tekst(cards.district(view(bare), "noord")) == "Bron: Bericht."
    own = bare.model_copy(update={"overleg": "Overleg Noord"})
    assert tekst(cards.district(view(own), "noord")) == "Ambtelijk overlegOverleg Noord Bron: Bericht."
    assert view(bare).catalog.in_overleg() == ()
    assert [district.in_overleg for district in view(own).catalog.in_overleg()] == ["Noord: Overleg Noord"]


def test_who_is_asked_is_whom_the_network_names() -> None:
    bare = m.District.model_validate({"id": "noord", "naam": "Noord", "bron": "b1"})
    own = bare.model_copy(update={"overleg": "Overleg Noord"})
    ask = "Vraag of meld het bij"
    assert f"{ask} het netwerk." in tekst(contacts.contact(view(bare)))
    assert f"{ask} het netwerk." in tekst(contacts.contact(view(bare), "privacy"))
    assert f"{ask} het netwerk, via het ambtelijk overleg van uw district." in tekst(
        contacts.contact(view(own), "privacy")
    )
    assert "Het netwerk sluit aan bij het ambtelijk overleg van het district: Noord: Overleg Noord" in tekst(
        contacts.contact(view(own))
    )
