"""Who to call: each page of a built site says it, with contacts and without, and no link leads to a page that does not help."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import html as lhtml

from macros.release import house_rules
from tests.conftest import build, copy_

pytestmark = pytest.mark.site

SET = """contact:
  algemeen: {kantoor: Het bureau, mail: info@netwerk.example, telefoon: 038 123 45 67}
  fout: {kantoor: De redactie, mail: redactie@netwerk.example}
  beveiliging: {kantoor: Het beheer, mail: beheer@netwerk.example}
contact_teams:
  werkgroep-mensenhandel: {kantoor: De werkgroep, mail: mensenhandel@netwerk.example}
"""
WITH_FORM = {"praktijken", "nieuwsbrieven", "activiteiten", "begrippen"}
"""Where a page can be changed in a form of the site itself."""


def _page(site: Path, path: str) -> lhtml.HtmlElement:
    return lhtml.parse(io.BytesIO((site / path / "index.html").read_bytes())).getroot()


def _text(part: lhtml.HtmlElement) -> str:
    return " ".join(part.text_content().split())


def _facts(part: lhtml.HtmlElement) -> dict[str, lhtml.HtmlElement]:
    return {_text(row.find("dt")): row for row in part.xpath(".//dl/div[dt]")}


def _about(site: Path, path: str) -> lhtml.HtmlElement:
    [about] = _page(site, path).xpath("//section[@class='pagina-over']")
    return about


@pytest.fixture(scope="module")
def with_contacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a network that sets its contacts."""
    root = copy_(tmp_path_factory.mktemp("contact") / "project")
    settings = root / "docs/_data/netwerk.yml"
    text = settings.read_text(encoding="utf-8")
    for old, new in (
        ("contact: {}\n", SET), ("contact_teams: {}\n", ""),
        ('  postbus: ""', '  postbus: "nieuwsbrief@netwerk.example"'),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    settings.write_text(text, encoding="utf-8")
    outcome = build(root, root / "site")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return root / "site"


def test_every_page_says_whom_to_ask_and_promises_no_link_that_it_lacks(site: Path) -> None:
    pages = [path for path in site.rglob("index.html") if 'class="pagina-over"' in path.read_text(encoding="utf-8")]
    assert len(pages) > 480
    for path in pages:
        name = path.parent.relative_to(site).as_posix()
        about = _about(site, name)
        says = _text(about)
        assert ("de coördinator van het netwerk" in says) is (name != "contact"), name
        forms = about.xpath(".//a[. = 'Verander dit in een formulier']")
        assert bool(forms) is (name.split("/")[0] in WITH_FORM and name != "praktijken/situaties"), name
        for form in forms:
            assert (path.parent / form.get("href").partition("?")[0] / "index.html").is_file(), name
        change = "".join(_text(form) for form in forms)
        assert f"Klopt er iets niet?{change}Meld het, en noem daarbij dit bestand: " in says, name
        assert not about.xpath(".//a[contains(., 'Meld een fout') or contains(., 'Verbeter deze')]"), name


def test_until_then_a_place_names_its_own_consultation(site: Path) -> None:
    assert "via het ambtelijk overleg van het district Twente: Platform Integrale Veiligheid (IVZ)." in _text(
        _facts(_about(site, "gemeenten/almelo"))["Contact"]
    )
    [link] = _facts(_about(site, "praktijken/hackshield"))["Contact"].iter("a")
    assert link.get("href") == "../../contact/"
    listed = [_text(li) for li in _page(site, "contact").xpath("//article//li")]
    assert listed[0] == "IJsselland: Regionale coördinatie integrale veiligheid (RCIV)"
    assert len(listed) == 5


@pytest.mark.parametrize("path", ["privacy", "toegankelijkheid", "meedoen"])
def test_what_readers_are_owed_does_not_end_on_a_page_without_an_answer(
    site: Path, path: str, with_contacts: Path
) -> None:
    assert "Hiervoor is nog geen eigen adres. Vraag of meld het bij de coördinator" in _text(_page(site, path))
    mail = "redactie" if path == "meedoen" else "info"
    assert _page(with_contacts, path).xpath(f"//article//a[starts-with(@href, 'mailto:{mail}@netwerk.example')]")


def test_what_is_set_is_on_every_page_and_the_nearest_first(with_contacts: Path) -> None:
    for path, mail in (
        ("expertteams/werkgroep-mensenhandel", "mensenhandel"), ("praktijken/dashboard-mensenhandel", "mensenhandel"),
        ("expertteams/omg", "info"), ("gemeenten/tiel", "info"), ("voortgang/2023", "info"), ("", "info"),
    ):  # fmt: skip
        contact = _facts(_about(with_contacts, path))["Contact"]
        assert contact.xpath(".//a/@href")[0].partition("?")[0] == f"mailto:{mail}@netwerk.example", path
    [facts] = _page(with_contacts, "expertteams/werkgroep-mensenhandel").xpath("//dl[@class='feiten'][@data-thema]")
    assert "mensenhandel@netwerk.example" in _text(facts)
    [before] = _page(with_contacts, "contact").xpath("//article//ul[1]/preceding-sibling::*[1]")
    assert _text(before) == "De coördinator van het netwerk sluit aan bij het ambtelijk overleg van elk district:"


def test_an_error_is_told_with_the_page_in_the_message(with_contacts: Path) -> None:
    [link] = _about(with_contacts, "gemeenten/tiel").xpath(".//a[contains(., 'Meld een fout')]")
    assert link.get("href") == (
        "mailto:redactie@netwerk.example?subject=Fout%20op%3A%20Gemeente%20Tiel"
        "&body=https%3A%2F%2Fveiligheidsnetwerken.nl%2Fgemeenten%2Ftiel%2F"
    )


def test_the_newsletter_is_offered_by_mail_first(with_contacts: Path, site: Path) -> None:
    for path in ("abonneren", "nieuwsbrieven/2023-q4"):
        links = _page(with_contacts, path).xpath("//main//a/@href")
        mail = next(
            n for n, link in enumerate(links)
            if link.startswith("mailto:nieuwsbrief@netwerk.example") or link.endswith("#de-nieuwsbrief-per-e-mail")
        )  # fmt: skip
        feed = next(n for n, link in enumerate(links) if link.endswith(("feed.xml", "abonneren/")))
        assert mail < feed, path
        assert not _page(site, path).xpath("//main//a[starts-with(@href, 'mailto:')]")


def test_programs_are_told_as_well(with_contacts: Path, site: Path) -> None:
    contact = "Contact: mailto:beheer@netwerk.example\n"
    assert contact in (with_contacts / ".well-known/security.txt").read_text(encoding="utf-8")
    assert "/contact/\n" in (site / ".well-known/security.txt").read_text(encoding="utf-8")
    assert '"vcard:hasEmail": "mailto:info@netwerk.example"' in (with_contacts / "data/index.json").read_text("utf-8")


def test_such_a_site_keeps_the_rules_of_the_house(with_contacts: Path) -> None:
    assert [*house_rules.check_site(with_contacts), *house_rules.secrets(with_contacts)] == []
