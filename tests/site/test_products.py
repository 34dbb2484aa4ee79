"""Every information product of the sources has its page, and the page shows what the product must show.

`PRODUCTEN` is the list; a product is a page with what a reader must find on it. Below it each figure of the sources' own
tables (`tests/helpers/source_tables.py`) is looked up in the built page.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import html as lhtml

from macros.build.content import Inhoud
from macros.channels import opendata
from macros.document.templates import euro, getal
from macros.records import models as m
from tests.conftest import WORTEL
from tests.helpers import source_tables as goud

pytestmark = pytest.mark.site

Rijen = Mapping[str, Sequence[str]]


@cache
def blad(site: Path, pad: str) -> lhtml.HtmlElement:
    return lhtml.parse(io.BytesIO((site / pad / "index.html").read_bytes())).getroot()


def tekst(deel: lhtml.HtmlElement) -> str:
    return " ".join(deel.text_content().split())


def inhoud_van(site: Path, pad: str) -> lhtml.HtmlElement:
    (hoofd,) = blad(site, pad).xpath("//main")
    return hoofd


def rijen(site: Path, pad: str, bijschrift: str) -> Rijen:
    """The rows of one table, by their heading, as a reader sees them."""
    (tabel,) = [t for t in inhoud_van(site, pad).iter("table") if bijschrift in (t.findtext("caption") or "")]
    gevonden: dict[str, list[str]] = {}
    for rij in tabel.xpath(".//tr[th and td]"):
        kop = rij.find("th")
        for noot in kop.xpath(".//sup"):
            noot.drop_tree()
        gevonden.setdefault(tekst(kop), [tekst(cel) for cel in rij.iter("td")])
    return gevonden


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Product:
    """A product, its page, and what stands there: words, anchors, and how many of something."""

    naam: str
    pad: str
    woorden: tuple[str, ...] = ()
    ankers: tuple[str, ...] = ()
    aantallen: tuple[tuple[str, int], ...] = ()


_GRAFIEK = "//figure/svg[@role='img'][title][desc]"
_KAART = "//section[contains(@class, 'stand')] | //*[starts-with(@id, 'stand-') and contains(@id, '-2018-02')]"

PRODUCTEN = (
    Product(
        "Voortgangsrapportage 2018",
        "voortgang/2018-02/",
        (
            "78 gemeenten", "In 2019 noemt het netwerk er 76", "Bestuurlijke Begeleidingsgroep", "vacant, door vertrek van burgemeester De Vries",
            "Trekker: gemeente Tiel", "Bestuurlijk voorzitter: burgemeester Beenakker", "Doelen", "Resultaten", "Aandachtspunten", "Acties",
            "pdf, om te printen of op de agenda te zetten",
        ),
        (
            "stand-woninginbraken-2018-02", "stand-verwarde-personen-2018-02", "stand-platform-ondermijning-2018-02", "stand-hennep-2018-02",
            "stand-jeugd-2018-02", "stand-omg-2018-02", "stand-informatievoorziening-2018-02",
        ),
        ((_GRAFIEK, 4),),
    ),
    Product(
        "Voortgangsbericht 2023",
        "voortgang/2023/",
        (
            "Voorwoord", "76 gemeenten", "18 januari en op 30 maart", "Het beheer gaat naar Apeldoorn", "Activiteiten per thema",
            "Alle activiteiten op datum", "Financiën 2023", "Begroting 2024", "Activiteiten 2024", "De inhoud kon niet worden gelezen",
            "Voorlopige prioriteiten Noord- en Oost-Gelderland", "gaat mogelijk terug naar het CCV", "€ 25.278,05",
        ),
        aantallen=(("//h3[.='IJsselland' or .='Twente' or .='Noord- en Oost-Gelderland' or .='Gelderland-Midden' or .='Gelderland-Zuid']", 5),),
    ),
    Product(
        "Jaarplan 2024",
        "jaarplan/2024/",
        (
            'onbekend (gedrukt: "Q1 en Q@")', "nog niet bepaald (PM)", "circa 6 x per jaar", "minimaal 4 x", "Dashboard mensenhandel #3",
            "geen thema in de bron", "€ 229.760", "€ 230.000", "De status in de tabel is daarom die van november 2023",
        ),
        aantallen=(("//th[@scope='col'][contains(., 'Thema')]", 1), ("//th[@scope='col'][contains(., 'Oplevering')]", 1), ("//th[@scope='col'][contains(., 'Status')]", 1)),
    ),
    Product(
        "Klikbare actieagenda",
        "zusternetwerken/midden-nederland-2022/",
        ("Districten en thema's in Midden-Nederland, 2022", "Waar “niets genoemd” staat, noemt de bron niets", "Kerncijfers"),
        aantallen=(("//a[starts-with(@href, 'burgernet/') or starts-with(@href, 'ondermijning/')]", 2), ("//td[@class='gat']", 39)),
    ),
    Product(
        "Klikbare actieagenda: thema",
        "zusternetwerken/midden-nederland-2022/ondermijning/",
        (
            "Terug naar het overzicht", "Meerjarendoel", "Terugblik", "Acties", "niet over Oost-Nederland", "129", "In 2020 waren dat er 119",
            "Stand van",
        ),
    ),
    Product(
        "Klikbare actieagenda: Burgernet",
        "zusternetwerken/midden-nederland-2022/burgernet/",
        ("naar schatting 300.000", "Doel: 1.000 in 2022", "Stijging, gedrukt (%)", "Stijging, berekend (%)", "19,3", "stijging van 20%"),
    ),
    Product(
        "Financiën",
        "financien/",
        (
            "€ 240", "Dat is € 240 meer", "Opgeteld door ons; de bron drukt dit totaal niet", "De optelling klopt niet met de bron", "PM",
            "€ 77.406,87", "berekend; niet gedrukt in de bron", "drukt de bron noot 3 af; naar de inhoud hoort daar noot 2", "zusternetwerk",
        ),
        ("vnon-2023", "vnon-2024", "vnon-2020-2023", "midden-nederland-2021-2022", "vnon-2023-noot-1", "midden-nederland-2021-2022-noot-3"),
    ),
    Product(
        "Cijfers",
        "cijfers/",
        (
            "Eenheid: %", "Stand van februari 2018", "Reken dit percentage dus niet zelf uit", "Het rapport geeft 9% (2016) en 10% (2017)",
            "De overgenomen tabel geeft 11% en 9%", "1.120", "Download deze cijfers (CSV)", "19,3", "definitie",
        ),
        ("woninginbraken-2018", "verdachten-woninginbraken-2018", "opheldering-woninginbraken-2018", "slachtofferkans-woninginbraken"),
        (("//a[@download][contains(@href, 'data/cijfers/')]", 11),),
    ),
    Product(
        "Gemeenten",
        "gemeenten/",
        ("waren er nog 78 gemeenten. Door herindelingen zijn het er sinds 2019 76", "Tiel, Gelderland-Zuid"),
        aantallen=(("//ol[contains(@class, 'tegelkaart')]/li/a[@href]", 76),),
    ),
    Product(
        "Gemeente",
        "gemeenten/tiel/",
        (
            "Gelderland-Zuid", "Gelderland", "GM0281", "41.860 inwoners × € 0,07", "€ 2.930", "stand van januari 2021", "Het verschil is € 1.311",
            "Wat er loopt", "Praktijken van of voor deze gemeente", "Tweede editie van het Dashboard mensenhandel",
            "Derde editie van het Dashboard mensenhandel", "Agenda van het district",
        ),
    ),
    Product("District", "districten/ijsselland/", ("Agenda", "Ambtelijk overleg", "Looptijd", "Activiteiten", "Praktijken", "Gemeenten")),
    Product(
        "Matrices",
        "matrices/",
        ("Barrièremodel jonge aanwas", "Cyberinterventiematrix", "niets genoemd", "8 van de 21 vakken zijn leeg"),
    ),
    Product(
        "Organisatie",
        "organisatie/",
        (
            "Bestuurlijke Begeleidingsgroep (BBG), tot 30 maart 2023", "Landelijk Overleg Veiligheid en Politie (LOVP)", "Ambtelijk regieoverleg",
            "Platform Integrale Veiligheid Twente", "Veiligheidsalliantie Rotterdam", "Hetzelfde als lijst", "rapporteert ook aan",
        ),
        ("driehoek", "dvo", "rvo", "bestuurscollege", "lovp", "bbg", "bureau-rvs", "siv"),
        (("//figure[@class='organogram']/svg[@role='img'][title][desc]", 1),),
    ),
    Product(
        "Strategie",
        "strategie/",
        (
            "ruim 10% minder", "iets meer dan 40% minder", "29% meer", "Wat ervan werd", "onbekend: geen latere bron zegt dit",
            "De strategie telt 78 gemeenten", "Sinds 2019 zijn het er 76", "veertigtal pilots",
        ),
    ),
    Product(
        "Vragen en antwoorden",
        "vragen/",
        ("Antwoord van mei 2019", "Wat er na mei 2019 veranderde November 2023: ", "De BBG is in 2023 gestopt", "naar de gemeente Apeldoorn"),
        (
            "meerwaarde", "verwachting", "onderbouwing-bijdrage", "veiligheidsdomein", "districten-betrokken", "riec-en-ondermijning",
            "ondergebracht", "incidentele-middelen", "bureaucratie", "gelijkwaardige-inzet",
        ),
    ),
    Product("Apothekerskast", "praktijken/apothekerskast/", ("Midden-Nederland", "zusternetwerk")),
    Product("Handelingsperspectief per situatie", "praktijken/situaties/", ("U hoeft de naam van een aanpak niet te weten",)),
    Product("Begrippen", "begrippen/", (), (), (("//a[@href='pga/']", 1), ("//nav[contains(@class, 'letters')]", 1))),
    Product("Begrip", "begrippen/pga/", ("Persoonsgerichte aanpak", "Afkorting: PGA", "Andere woorden", "top-X")),
    Product("Gebruik van de site", "over/gebruik/", ("Er zijn nog geen cijfers", "Wij tellen lezen, geen lezers", "Het adres van uw computer")),
)  # fmt: skip


@pytest.mark.parametrize("product", PRODUCTEN, ids=lambda product: product.naam)
def test_a_product_shows_what_it_must(site: Path, product: Product) -> None:
    hoofd = inhoud_van(site, product.pad)
    gelezen = tekst(hoofd).replace("\N{NO-BREAK SPACE}", " ")
    assert [woord for woord in product.woorden if woord not in gelezen] == []
    assert [anker for anker in product.ankers if not hoofd.xpath("//*[@id=$id]", id=anker)] == []
    assert {kies: len(hoofd.xpath(kies)) for kies, _ in product.aantallen} == dict(product.aantallen)


@pytest.mark.parametrize(
    "pad",
    ["voortgang/2018-02/voortgang.pdf", "voortgang/2023/voortgang.pdf", "jaarplan/2024/jaarplan.pdf"],
)
def test_a_report_is_there_as_pdf(site: Path, pad: str) -> None:
    assert (site / pad).read_bytes().startswith(b"%PDF-")
    map_, _, naam = pad.rpartition("/")
    assert blad(site, f"{map_}/").xpath("//a[@href=$naam]", naam=naam)


def test_every_block_of_2018_has_its_date(site: Path) -> None:
    blokken = inhoud_van(site, "voortgang/2018-02/").xpath(
        "//*[contains(@id, '-2018-02') and starts-with(@id, 'stand-')]"
    )
    assert len(blokken) == 7
    assert all("Stand van februari 2018" in tekst(blok) for blok in blokken)
    grafieken = inhoud_van(site, "voortgang/2018-02/").xpath("//figure[@class='grafiek']/figcaption")
    assert all("Stand van februari 2018" in tekst(grafiek) for grafiek in grafieken)


def test_all_pages_of_a_kind_are_there(site: Path, inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    aantallen = {"gemeenten": 76, "districten": 5}
    for map_, aantal in aantallen.items():
        assert len(list((site / map_).glob("*/index.html"))) == aantal
    onderdelen = catalog.onderdelen("midden-nederland-2022")
    assert len(onderdelen) == 11
    for deel in onderdelen:
        assert "Terug naar het overzicht" in tekst(inhoud_van(site, deel.pad))
        assert inhoud_van(site, "zusternetwerken/midden-nederland-2022/").xpath("//a[@href=$pad]", pad=f"{deel.id}/")


def test_every_question_has_its_dates(site: Path, inhoud: Inhoud) -> None:
    """Ten questions, each linkable; a later answer says of when it is, beside the date of the first."""
    vragen = inhoud.weergave.catalog.alle(m.Vraag)
    assert len(vragen) == 10
    pagina = inhoud_van(site, "vragen/")
    for vraag in vragen:
        (blok,) = pagina.xpath("//section[@id=$id]", id=vraag.id)
        assert f"Antwoord van {vraag.datum}" in tekst(blok)
        assert all(str(later.datum).capitalize() in tekst(blok) for later in vraag.later)
    assert sum(bool(vraag.later) for vraag in vragen) >= 9


def test_every_practice_is_under_its_situations(site: Path, inhoud: Inhoud) -> None:
    """The index is made of the practices' own metadata: each situation, with its practice."""
    hoofd = inhoud_van(site, "praktijken/situaties/")
    gelezen, links = tekst(hoofd), set(hoofd.xpath("//main//a/@href"))
    met = [p for p in inhoud.weergave.catalog.alle(m.Praktijk) if p.situaties]
    assert len(met) > 40
    for praktijk in met:
        assert f"../{praktijk.id}/" in links
        assert [s for s in praktijk.situaties if " ".join(s.split()) not in gelezen] == []


def test_every_organisation_keeps_its_anchor_and_most_are_folded(site: Path, inhoud: Inhoud) -> None:
    """A reader finds the point in one screen; who follows a link finds the organisation."""
    hoofd = inhoud_van(site, "organisatie/")
    for organisatie in inhoud.weergave.catalog.alle(m.Organisatie):
        (plek,) = hoofd.xpath("//*[@id=$id]", id=organisatie.id)
        assert plek.xpath("ancestor::details[summary]"), organisatie.id
    vakken = [" ".join(vak.itertext()) for vak in hoofd.xpath("//figure[@class='organogram']/svg/text")]
    assert not [vak for vak in vakken if "Bureau Regionale" in vak or "Taskforce" in vak]


def test_a_term_is_explained_once_where_a_page_first_uses_it(site: Path, inhoud: Inhoud) -> None:
    """By mouse (title), keyboard and touch (a link), ear (the title is the link's description)."""
    betekenis = {b.id: b.betekenis for b in inhoud.weergave.catalog.alle(m.Begrip)}
    met = 0
    for pad in sorted(site.rglob("index.html")):
        map_ = pad.parent.relative_to(site).as_posix()
        links = blad(site, map_).xpath("//main//a[@class='begrip'][@title]")
        ids = [link.get("href").rstrip("/").rpartition("/")[2] for link in links]
        assert len(set(ids)) == len(ids), map_
        assert all(betekenis[id_] in link.get("title") for id_, link in zip(ids, links, strict=True))
        assert not [link for link in links if link.xpath("ancestor::h1|ancestor::h2|ancestor::h3|ancestor::code")]
        met += bool(links)
    assert met > 100
    assert blad(site, "vragen/").xpath("//a[@class='begrip'][@title][.='RIEC' or .='RVO']")
    assert not blad(site, "about/").xpath("//main//a[@class='begrip'][@title]")


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────


def bedrag(waarde: Decimal | str | None) -> str:
    return "–" if waarde is None else euro(waarde).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("id_", "verwacht"), [("Financiën 2023", goud.VNON_2023), ("Begroting 2024", goud.VNON_2024)])
@pytest.mark.parametrize("pad", ["financien/", "voortgang/2023/"])
def test_golden_budgets(site: Path, pad: str, id_: str, verwacht: Mapping[str, object]) -> None:
    gedrukt = rijen(site, pad, f"{id_}: Veiligheidsnetwerk")
    gelezen = {kop: " ".join(cellen).replace("\N{NO-BREAK SPACE}", " ") for kop, cellen in gedrukt.items()}
    for deel in ("baten", "lasten"):
        posten = verwacht[deel]
        assert isinstance(posten, dict)
        assert {post: gelezen[post.replace(" **", "").strip()] for post in posten} == {
            p: bedrag(b) for p, b in posten.items()
        }
    totaal = "Totaal (gedrukt in de bron)"
    assert gelezen[totaal] == bedrag(verwacht["lasten_gedrukt"])  # type: ignore[arg-type]
    assert gelezen[f"Budget {id_[-4:]} (gedrukt in de bron)"] == bedrag(verwacht["baten_gedrukt"])  # type: ignore[arg-type]
    if "verschil" in verwacht:
        assert gelezen["Verschil tussen onze optelling en de bron"] == bedrag(verwacht["verschil"])  # type: ignore[arg-type]
        assert bedrag(verwacht["lasten_opgeteld"]) in tekst(inhoud_van(site, pad)).replace("\N{NO-BREAK SPACE}", " ")  # type: ignore[arg-type]
    else:
        assert "Verschil tussen onze optelling en de bron" not in gelezen
        assert gelezen["Saldo van de posten (berekend; niet gedrukt in de bron)"] == bedrag(verwacht["saldo"])  # type: ignore[arg-type]


def test_golden_contribution(site: Path) -> None:
    gelezen = rijen(site, "financien/", "Onderbouwing van de bijdrage")
    for post, waarde in goud.BIJDRAGE_2020_2023.items():
        assert [c.replace("\N{NO-BREAK SPACE}", " ") for c in gelezen[post]] == [bedrag(waarde)]
    (som,) = gelezen["Opgeteld door ons; de bron drukt dit totaal niet"]
    assert som.replace("\N{NO-BREAK SPACE}", " ") == bedrag(goud.BIJDRAGE_OPGETELD)


def test_golden_sister_network(site: Path) -> None:
    gelezen = rijen(site, "financien/", "Bureau RVS")
    for post, waarden in goud.MIDDEN_NEDERLAND.items():
        assert [c.replace("\N{NO-BREAK SPACE}", " ") for c in gelezen[post]] == [bedrag(w) for w in waarden], post


REEKSEN = [
    ("Woninginbraken per district", goud.WONINGINBRAKEN),
    ("Afgehandelde verdachten van woninginbraak", goud.VERDACHTEN),
    ("Opheldering van woninginbraken", goud.OPHELDERING),
    ("Kans op slachtofferschap van woninginbraak", {jaar: (kans,) for jaar, kans in goud.SLACHTOFFERKANS.items()}),
]


@pytest.mark.parametrize(("bijschrift", "verwacht"), REEKSEN, ids=[naam for naam, _ in REEKSEN])
@pytest.mark.parametrize("pad", ["cijfers/", "voortgang/2018-02/"])
def test_golden_figures(site: Path, pad: str, bijschrift: str, verwacht: Mapping[str, Sequence[int | str]]) -> None:
    gelezen = rijen(site, pad, bijschrift)
    assert gelezen == {
        rij: [w if isinstance(w, str) else getal(w) for w in waarden] for rij, waarden in verwacht.items()
    }


@pytest.mark.parametrize(("bijschrift", "verwacht"), REEKSEN, ids=[naam for naam, _ in REEKSEN])
def test_a_chart_says_its_figures_in_words(
    site: Path, bijschrift: str, verwacht: Mapping[str, Sequence[int | str]]
) -> None:
    (tekening,) = inhoud_van(site, "cijfers/").xpath("//svg[starts-with(title, $naam)]", naam=bijschrift)
    uitleg = tekst(tekening.find("desc"))
    for rij, waarden in verwacht.items():
        if not rij.startswith("Totaal"):
            eerste = waarden[0] if isinstance(waarden[0], str) else getal(waarden[0])
            assert rij in uitleg
            assert f": {eerste}." in uitleg


def test_both_versions_of_the_clearance_rate_are_told(site: Path) -> None:
    """The report itself is shown; what the list of tables makes of it is said beside it."""
    gelezen = tekst(inhoud_van(site, "cijfers/"))
    for district, (een, twee) in goud.OPHELDERING_LIJST.items():
        assert f"Voor {district} verschillen de bronbestanden" in gelezen
        assert f"geeft {een}% en {twee}%" in gelezen
    assert getal(goud.VERDACHTEN_OPGETELD) in gelezen


# ── Freshness ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_overdue_is_said_and_listed_with_its_team(inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    later = date(2030, 1, 1)
    lijst = {rij["id"]: rij for rij in opendata.te_beoordelen(catalog, later)}
    assert set(lijst) == {p.id for p in catalog.alle(m.Praktijk)}
    assert lijst["dashboard-mensenhandel"]["team"] == "werkgroep-mensenhandel"
    bestanden = dict(opendata.bestanden(catalog, site="https://veiligheidsnetwerken.nl/", vandaag=later))
    assert json.loads(bestanden["data/beoordelen.json"]) == list(lijst.values())

    from macros.words import cards  # noqa: PLC0415 - the page's own view of the same day

    praktijk = catalog.een(m.Praktijk, "dashboard-mensenhandel")
    op_tijd = cards.feitenkader(inhoud.weergave.op(praktijk.pad, praktijk.beoordelen_na), praktijk.id)
    te_laat = cards.feitenkader(inhoud.weergave.op(praktijk.pad, later), praktijk.id)
    assert "opnieuw worden nagekeken" not in op_tijd
    assert "opnieuw worden nagekeken" in te_laat


def test_the_golden_figures_are_data_of_the_tests(site: Path) -> None:
    assert (WORTEL / "tests/helpers/source_tables.py").is_file()
    assert (site / "data/cijfers/woninginbraken-2018.csv").is_file()
