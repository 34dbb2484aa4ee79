"""Every information product of the sources has its page, and the page shows what the product must show.

`PRODUCTS` is the list; a product is a page with what a reader must find on it. Below it each figure of the sources' own
tables (`tests/site/source_tables.py`) is looked up in the built page.
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

from macros.base.numbers import euro, numeral
from macros.build.content import Content
from macros.channels import opendata
from macros.records import models as m
from tests.conftest import ROOT
from tests.site import source_tables as gold

pytestmark = pytest.mark.site

Rows = Mapping[str, Sequence[str]]


@cache
def site_page(site: Path, path: str) -> lhtml.HtmlElement:
    return lhtml.parse(io.BytesIO((site / path / "index.html").read_bytes())).getroot()


def tekst(part: lhtml.HtmlElement) -> str:
    return " ".join(part.text_content().split())


def contents_of(site: Path, path: str) -> lhtml.HtmlElement:
    (main,) = site_page(site, path).xpath("//main")
    return main


def rijen(site: Path, path: str, caption: str) -> Rows:
    """The rows of one table, by their heading, as a reader sees them."""
    (table,) = [t for t in contents_of(site, path).iter("table") if caption in (t.findtext("caption") or "")]
    found: dict[str, list[str]] = {}
    for row in table.xpath(".//tr[th and td]"):
        heading = row.find("th")
        for note in heading.xpath(".//sup"):
            note.drop_tree()
        found.setdefault(tekst(heading), [tekst(cell) for cell in row.iter("td")])
    return found


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Product:
    """A product, its page, and what stands there: words, anchors, and how many of something."""

    naam: str
    pad: str
    woorden: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


_CHART = "//figure/svg[@role='img'][title][desc]"
_CARD = "//section[contains(@class, 'stand')] | //*[starts-with(@id, 'stand-') and contains(@id, '-2018-02')]"

PRODUCTS = (
    Product(
        "Voortgangsrapportage 2018",
        "voortgang/2018-02/",
        (
            "78 gemeenten", "In 2019 noemt het netwerk er", "Bestuurlijke Begeleidingsgroep", "vacant, door vertrek van burgemeester De Vries",
            "Trekker: gemeente Tiel", "Bestuurlijk voorzitter: burgemeester Beenakker", "Doelen", "Resultaten", "Aandachtspunten", "Acties",
            "pdf, om te printen of op de agenda te zetten",
        ),
        (
            "stand-woninginbraken-2018-02", "stand-verwarde-personen-2018-02", "stand-platform-ondermijning-2018-02", "stand-hennep-2018-02",
            "stand-jeugd-2018-02", "stand-omg-2018-02", "stand-informatievoorziening-2018-02",
        ),
        ((_CHART, 4),),
    ),
    Product(
        "Voortgangsbericht 2023",
        "voortgang/2023/",
        (
            "Voorwoord", "18 januari en op 30 maart", "Het beheer gaat naar Apeldoorn", "Activiteiten per thema",
            "Alle activiteiten op datum", "Financiën 2023", "Begroting 2024", "Activiteiten 2024", "Van deze agenda hebben wij alleen de titel",
            "Voorlopige prioriteiten Noord- en Oost-Gelderland", "gaat mogelijk terug naar het CCV", "€ 25.278,05",
        ),
        counts=(("//h3[.='IJsselland' or .='Twente' or .='Noord- en Oost-Gelderland' or .='Gelderland-Midden' or .='Gelderland-Zuid']", 5),),
    ),
    Product(
        "Jaarplan 2024",
        "jaarplan/2024/",
        (
            "“Q1 en Q@” (zo gedrukt)", "nog niet bepaald (PM)", "circa 6 x per jaar", "minimaal 4 x", "Dashboard mensenhandel #3",
            "€ 229.760", "€ 230.000", "status is daarom die van november 2023",
        ),
        counts=(("//th[@scope='col'][contains(., 'Thema')]", 1), ("//th[@scope='col'][contains(., 'Oplevering')]", 1), ("//th[@scope='col'][contains(., 'Status')]", 1)),
    ),
    Product(
        "Klikbare actieagenda",
        "zusternetwerken/midden-nederland-2022/",
        ("Districten en thema's in Midden-Nederland, 2022", "vakken zijn leeg: daarvoor hebben wij geen voorbeeld", "Kerncijfers"),
        counts=(("//a[starts-with(@href, 'burgernet/') or starts-with(@href, 'ondermijning/')]", 2), ("//td[@class='gat']", 39)),
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
            "€ 240", "Dat is € 240 meer", "Opgeteld door ons; dit totaal is niet gedrukt", "De optelling klopt niet", "PM",
            "€ 77.406,87", "Inkomsten min uitgaven (berekend)", "€ 25.278,05", "staat noot 3; naar de inhoud hoort daar noot 2", "zusternetwerk",
        ),
        ("vnon-2023", "vnon-2024", "vnon-2020-2023", "midden-nederland-2021-2022", "vnon-2023-noot-1", "midden-nederland-2021-2022-noot-3"),
    ),
    Product(
        "Cijfers",
        "cijfers/",
        (
            "Eenheid: %", "Stand van februari 2018", "Reken dit percentage dus niet zelf uit", "ruim 10% minder", "1.120", "Download deze cijfers (CSV)", "19,3", "definitie",
        ),
        ("woninginbraken-2018", "verdachten-woninginbraken-2018", "opheldering-woninginbraken-2018", "slachtofferkans-woninginbraken"),
        (("//a[@download][contains(@href, 'data/cijfers/')]", 11),),
    ),
    Product(
        "Gemeenten",
        "gemeenten/",
        ("waren er nog 78 gemeenten. Door herindelingen waren het er in 2019", "Tiel, Gelderland-Zuid"),
    ),
    Product(
        "Gemeente",
        "gemeenten/tiel/",
        (
            "Gelderland-Zuid", "Gelderland", "GM0281", "41.860 inwoners × € 0,07", "€ 2.930", "stand van januari 2021", "Het verschil is € 1.314",
            "Wat er loopt", "Praktijken van of voor deze gemeente", "Tweede editie van het Dashboard mensenhandel",
            "Derde editie van het Dashboard mensenhandel", "e agenda van het district",
        ),
    ),
    Product("District", "districten/ijsselland/", ("Agenda", "Ambtelijk overleg", "Looptijd", "Activiteiten", "Praktijken", "Gemeenten")),
    Product(
        "Matrices",
        "matrices/",
        ("Barrièremodel jonge aanwas", "Cyberinterventiematrix", "8 van de 21 vakken zijn leeg"),
    ),
    Product(
        "Organisatie",
        "organisatie/",
        (
            "Landelijk Overleg Veiligheid en Politie (LOVP) (algemene kennis)", "Ambtelijk regieoverleg", "zij zeggen niet wie beslist",
            "Platform Integrale Veiligheid Twente", "Veiligheidsalliantie Rotterdam", "Veiligheidsnetwerk Oost-Nederland: rapportage aan",
        ),
        ("driehoek", "dvo", "rvo", "bestuurscollege", "lovp", "bbg", "bureau-rvs", "siv"),
        (("//figure[@class='organogram']/ol[@class='schakels']/li", 5),),
    ),
    Product(
        "Strategie",
        "strategie/",
        (
            "ruim 10% minder", "iets meer dan 40% minder", "29% meer", "Wat ervan werd", "een website met kennisbank", "Wat het netwerk niet deed in 2019-2020",
            "prostitutie en mensenhandel, zorgfraude, witwassen en misbruik van vakantieparken", "Bedrijven zijn hierbij een bondgenoot",
            "Goede informatie is een voorwaarde voor elke samenwerking",
            "De strategie telt 78 gemeenten", "In 2019 waren het er", "veertigtal pilots",
        ),
    ),
    Product(
        "Nieuwe rollen van gemeenten tegen ondermijning",
        "themas/ondermijning/",
        ("Alert zijn op signalen", "De eigen regels als drempel gebruiken", "Weerbaar worden", "Zaken samen aanpakken"),
        ("wat-dit-van-gemeenten-vraagt", "wat-wij-niet-deden"),
    ),
    Product(
        "Zusternetwerk: missie, ambities, voorwoord en verhalen",
        "zusternetwerken/",
        (
            "een netwerk van veiligheidspartners dat goed werkt", "Inwoners en professionals voelen zich veiliger", "burgemeester Gerolf Bouwmeester",
            "Een uitweg zoeken", "Een plek om te blijven", "Wat mogen wij delen?",
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


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.naam)
def test_a_product_shows_what_it_must(site: Path, product: Product) -> None:
    main = contents_of(site, product.pad)
    loaded = tekst(main).replace("\N{NO-BREAK SPACE}", " ")
    assert [word for word in product.woorden if word not in loaded] == []
    assert [anchor for anchor in product.anchors if not main.xpath("//*[@id=$id]", id=anchor)] == []
    assert {selector: len(main.xpath(selector)) for selector, _ in product.counts} == dict(product.counts)


@pytest.mark.parametrize(
    "pad",
    ["voortgang/2018-02/voortgang.pdf", "voortgang/2023/voortgang.pdf", "jaarplan/2024/jaarplan.pdf"],
)
def test_a_report_is_there_as_pdf(site: Path, pad: str) -> None:
    assert (site / pad).read_bytes().startswith(b"%PDF-")
    folder, _, name = pad.rpartition("/")
    assert site_page(site, f"{folder}/").xpath("//a[@href=$naam]", naam=name)


def test_every_block_of_2018_has_its_date(site: Path) -> None:
    block_list = contents_of(site, "voortgang/2018-02/").xpath(
        "//*[contains(@id, '-2018-02') and starts-with(@id, 'stand-')]"
    )
    assert len(block_list) == 7
    assert all("Stand van februari 2018" in tekst(block) for block in block_list)
    all_charts = contents_of(site, "voortgang/2018-02/").xpath("//figure[@class='grafiek']/figcaption")
    assert all("Stand van februari 2018" in tekst(grafiek) for grafiek in all_charts)


def test_all_pages_of_a_kind_are_there(site: Path, contents: Content) -> None:
    catalog = contents.view.catalog
    for model in (m.Gemeente, m.District):
        assert len(list((site / model.kind.collection).glob("*/index.html"))) == len(catalog.all_of(model))
    onderdelen = catalog.onderdelen("midden-nederland-2022")
    assert len(onderdelen) == 11
    for part in onderdelen:
        assert "Terug naar het overzicht" in tekst(contents_of(site, part.pad))
        assert contents_of(site, "zusternetwerken/midden-nederland-2022/").xpath("//a[@href=$pad]", pad=f"{part.id}/")


def test_each_page_tells_how_many_municipalities_there_are_on_its_own_day(site: Path, contents: Content) -> None:
    view = contents.view
    days = dict.fromkeys(("", "gemeenten/", "organisatie/", "over/"), view.today) | {
        "voortgang/2023/": date(2023, 12, 31)
    }
    for path, day in days.items():
        assert f"{view.catalog.count('gemeenten', day)} gemeenten" in tekst(contents_of(site, path)), path
    tiles = contents_of(site, "gemeenten/").xpath("//ol[contains(@class, 'tegelkaart')]/li/a[@href]")
    assert len(tiles) == view.catalog.count("gemeenten", view.today)


def test_every_question_has_its_dates(site: Path, contents: Content) -> None:
    """Ten questions, each linkable; a later answer says of when it is, beside the date of the first."""
    questions = contents.view.catalog.all_of(m.Vraag)
    assert len(questions) == 10
    page = contents_of(site, "vragen/")
    for question in questions:
        (block,) = page.xpath("//section[@id=$id]", id=question.id)
        assert f"Antwoord van {question.datum}" in tekst(block)
        assert all(str(later.datum).capitalize() in tekst(block) for later in question.later)
    assert sum(bool(question.later) for question in questions) >= 9


def test_every_practice_is_under_its_situations(site: Path, contents: Content) -> None:
    """The index is made of the practices' own metadata: each situation, with its practice."""
    main = contents_of(site, "praktijken/situaties/")
    loaded, links = tekst(main), set(main.xpath("//main//a/@href"))
    with_ = [p for p in contents.view.catalog.all_of(m.Praktijk) if p.situaties]
    assert len(with_) > 40
    for praktijk in with_:
        assert f"../{praktijk.id}/" in links
        assert [s for s in praktijk.situaties if " ".join(s.split()) not in loaded] == []


def test_every_organisation_keeps_its_anchor_and_most_are_folded(site: Path, contents: Content) -> None:
    """A reader finds the point in one screen; who follows a link finds the organisation."""
    main = contents_of(site, "organisatie/")
    for organisatie in contents.view.catalog.all_of(m.Organisatie):
        (place,) = main.xpath("//*[@id=$id]", id=organisatie.id)
        assert place.xpath("ancestor::details[summary]"), organisatie.id
    links = [tekst(box) for box in main.xpath("//figure[@class='organogram']//li")]
    assert not [box for box in links if "Bureau Regionale" in box or "Taskforce" in box]


def test_a_term_is_explained_once_where_a_page_first_uses_it(site: Path, contents: Content) -> None:
    """By mouse (title), keyboard and touch (a link), ear (the title is the link's description)."""
    betekenis = {b.id: b.betekenis for b in contents.view.catalog.all_of(m.Begrip)}
    with_ = 0
    for path in sorted(site.rglob("index.html")):
        folder = path.parent.relative_to(site).as_posix()
        links = site_page(site, folder).xpath("//main//a[@class='begrip'][@title]")
        ids = [link.get("href").rstrip("/").rpartition("/")[2] for link in links]
        assert len(set(ids)) == len(ids), folder
        assert all(betekenis[id_] in link.get("title") for id_, link in zip(ids, links, strict=True))
        assert not [link for link in links if link.xpath("ancestor::h1|ancestor::h2|ancestor::h3|ancestor::code")]
        with_ += bool(links)
    assert with_ > 100
    assert site_page(site, "vragen/").xpath("//a[@class='begrip'][@title][.='RIEC' or .='RVO']")
    assert not site_page(site, "about/").xpath("//main//a[@class='begrip'][@title]")


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────


def bedrag(value: Decimal | str | None) -> str:
    return euro(value).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("id_", "expected"), [("Financiën 2023", gold.VNON_2023), ("Begroting 2024", gold.VNON_2024)])
@pytest.mark.parametrize("pad", ["financien/", "voortgang/2023/"])
def test_golden_budgets(site: Path, pad: str, id_: str, expected: Mapping[str, object]) -> None:
    gedrukt = rijen(site, pad, f"{id_}: Veiligheidsnetwerk")
    loaded = {heading: " ".join(cellen).replace("\N{NO-BREAK SPACE}", " ") for heading, cellen in gedrukt.items()}
    for part in ("baten", "lasten"):
        posten = expected[part]
        assert isinstance(posten, dict)
        assert {post: loaded[post.replace(" **", "").strip()] for post in posten} == {
            p: bedrag(b) for p, b in posten.items()
        }
    total = "Totaal (gedrukt)" if "verschil" in expected else "Totaal"
    assert loaded[total] == bedrag(expected["lasten_gedrukt"])  # type: ignore[arg-type]
    assert loaded[f"Budget {id_[-4:]}"] == bedrag(expected["baten_gedrukt"])  # type: ignore[arg-type]
    if "verschil" in expected:
        assert loaded["Verschil met onze optelling"] == bedrag(expected["verschil"])  # type: ignore[arg-type]
        assert bedrag(expected["lasten_opgeteld"]) in tekst(contents_of(site, pad)).replace("\N{NO-BREAK SPACE}", " ")  # type: ignore[arg-type]
    else:
        assert "Verschil met onze optelling" not in loaded
        assert loaded["Inkomsten min uitgaven (berekend)"] == bedrag(expected["saldo"])  # type: ignore[arg-type]


def test_golden_contribution(site: Path) -> None:
    loaded = rijen(site, "financien/", "Onderbouwing van de bijdrage")
    for post, value in gold.BIJDRAGE_2020_2023.items():
        assert [c.replace("\N{NO-BREAK SPACE}", " ") for c in loaded[post]] == [bedrag(value)]
    (total,) = loaded["Opgeteld door ons; dit totaal is niet gedrukt"]
    assert total.replace("\N{NO-BREAK SPACE}", " ") == bedrag(gold.BIJDRAGE_ADDED_UP)


def test_golden_sister_network(site: Path) -> None:
    loaded = rijen(site, "financien/", "Bureau RVS")
    for post, values in gold.MIDDEN_NEDERLAND.items():
        assert [c.replace("\N{NO-BREAK SPACE}", " ") for c in loaded[post]] == [bedrag(w) for w in values], post


SERIES = [
    ("Woninginbraken per district", gold.WONINGINBRAKEN),
    ("Afgehandelde verdachten van woninginbraak", gold.VERDACHTEN),
    ("Opheldering van woninginbraken", gold.OPHELDERING),
    ("Kans op slachtofferschap van woninginbraak", {jaar: (chance,) for jaar, chance in gold.SLACHTOFFERKANS.items()}),
]


@pytest.mark.parametrize(("caption", "expected"), SERIES, ids=[naam for naam, _ in SERIES])
@pytest.mark.parametrize("pad", ["cijfers/", "voortgang/2018-02/"])
def test_golden_figures(site: Path, pad: str, caption: str, expected: Mapping[str, Sequence[int | str]]) -> None:
    loaded = rijen(site, pad, caption)
    assert loaded == {
        row: [w if isinstance(w, str) else numeral(w) for w in values] for row, values in expected.items()
    }


@pytest.mark.parametrize(("caption", "expected"), SERIES, ids=[naam for naam, _ in SERIES])
def test_a_chart_says_its_figures_in_words(
    site: Path, caption: str, expected: Mapping[str, Sequence[int | str]]
) -> None:
    (drawing,) = contents_of(site, "cijfers/").xpath("//svg[starts-with(title, $naam)]", naam=caption)
    explanation = tekst(drawing.find("desc"))
    for row, values in expected.items():
        if not row.startswith("Totaal"):
            first = values[0] if isinstance(values[0], str) else numeral(values[0])
            assert row in explanation
            assert f": {first}." in explanation


def test_a_sum_that_is_not_the_printed_total_is_told_beside_it(site: Path) -> None:
    assert numeral(gold.VERDACHTEN_ADDED_UP) in tekst(contents_of(site, "cijfers/"))


# ── Freshness ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_overdue_is_said_and_listed_with_its_team(contents: Content) -> None:
    catalog = contents.view.catalog
    later = date(2030, 1, 1)
    list_ = {row["id"]: row for row in opendata.due_for_review(catalog, later)}
    assert set(list_) == {p.id for p in catalog.all_of(m.Praktijk)}
    assert list_["dashboard-mensenhandel"]["team"] == "werkgroep-mensenhandel"
    files = dict(opendata.files(catalog, site="https://veiligheidsnetwerken.nl/", today=later))
    assert json.loads(files["data/beoordelen.json"]) == list(list_.values())

    from macros.words import cards  # noqa: PLC0415 - the page's own view of the same day

    praktijk = catalog.one(m.Praktijk, "dashboard-mensenhandel")
    in_time = cards.feitenkader(contents.view.at(praktijk.pad, praktijk.beoordelen_na), praktijk.id)
    too_late = cards.feitenkader(contents.view.at(praktijk.pad, later), praktijk.id)
    assert "opnieuw worden nagekeken" not in in_time
    assert "opnieuw worden nagekeken" in too_late


def test_the_golden_figures_are_data_of_the_tests(site: Path) -> None:
    assert (ROOT / "tests/site/source_tables.py").is_file()
    assert (site / "data/cijfers/woninginbraken-2018.csv").is_file()
