"""What the page shell is given: here the two links with which a reader can say that something is wrong."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from macros.build.content import Content
from macros.pages import shell
from macros.records import models as m
from tests.conftest import ROOT
from tests.helpers.small_catalog import with_network

ADDRESS = "https://veiligheidsnetwerken.nl/"


def _site(contents: Content) -> shell.PublishedSite:
    return shell.PublishedSite(contents.view.catalog, contents.site_pages, ADDRESS, lambda name: f"assets/{name}")


def test_every_page_says_in_which_file_it_is_changed(contents: Content) -> None:
    """The address of the repository is not known here: the template then leads to the page that tells how."""
    site = _site(contents)
    for site_page in contents.site_pages.values():
        page_shell = shell.page_shell(site, site_page)
        assert (ROOT / page_shell.file).is_file(), site_page.id
        assert (page_shell.edit_url, page_shell.report_url) == ("", "")
    reports = {
        id_: shell.page_shell(site, contents.site_pages[id_]).file for id_ in ("voortgang/2023", "voortgang/2018-02")
    }
    assert reports == {id_: f"docs/{id_}.md" for id_ in reports}, (
        "what someone wrote goes before what it is put together of"
    )


def test_a_report_leads_to_its_pdf_before_anything_else(contents: Content) -> None:
    site = _site(contents)
    shown = {id_: shell.page_shell(site, site_page).pdf for id_, site_page in contents.site_pages.items()}
    reports = contents.view.catalog.rapporten()
    assert {id_: address for id_, address in shown.items() if address} == {
        r.id: r.pdf.rpartition("/")[2] for r in reports
    }


def _changed_at(contents: Content, address: str) -> shell.PublishedSite:
    site = _site(contents)
    return replace(site, catalog=with_network(site.catalog, diensten={"wijzigen": address}))


def test_once_the_repository_is_known_both_links_lead_there(contents: Content) -> None:
    site = _changed_at(contents, "https://opslag.example/vnon/kennisbank/edit/main/{pad}")
    for site_page in contents.site_pages.values():
        page_shell = shell.page_shell(site, site_page)
        assert page_shell.file == ""
        assert (ROOT / page_shell.edit_url.removeprefix("https://opslag.example/vnon/kennisbank/edit/main/")).is_file()
        report_link = urlsplit(page_shell.report_url)
        assert report_link.path == "/vnon/kennisbank/issues/new"
        (page,) = parse_qs(report_link.query)["pagina"]
        assert page == page_shell.canonical
        (form,) = parse_qs(report_link.query)["template"]
        assert (ROOT / ".github/ISSUE_TEMPLATE" / form).is_file()


def test_an_editor_that_is_no_repository_leaves_the_report_with_us(contents: Content) -> None:
    site = _changed_at(contents, "https://beheer.example/{pad}")
    page_shell = shell.page_shell(site, contents.site_pages["over"])
    assert page_shell.edit_url == "https://beheer.example/docs/over.md"
    assert page_shell.report_url == ""


def test_the_home_page_leads_to_the_districts_there_are(contents: Content) -> None:
    site = _site(contents)
    expected = tuple((d.naam, f"districten/{d.id}/") for d in contents.view.catalog.all_of(m.District))
    assert shell.page_shell(site, contents.site_pages["index"]).districten == expected
    assert shell.page_shell(site, contents.site_pages["over"]).districten == ()


@pytest.mark.parametrize(
    ("html", "fits"),
    [
        ("", True),
        (f"<table><thead><tr>{5 * '<th>a</th>'}</tr></thead><tbody></tbody></table>", True),
        (f"<table><thead><tr><th scope='col'>a</th>{5 * '<th>a</th>'}</tr></thead><tbody></tbody></table>", False),
        (2 * f"<table><thead><tr>{3 * '<th>a</th>'}</tr></thead><tbody></tbody></table>", True),
        ('<table class="matrix"></table>', False),
        ('<ol class="tegelkaart"></ol>', False),
    ],
)
def test_the_list_of_contents_stands_beside_what_leaves_room(html: str, fits: bool, contents: Content) -> None:  # noqa: FBT001 - a table
    headings = (("a", "A", 2), ("b", "B", 2))
    page_shell = shell.page_shell(_site(contents), contents.site_pages["over"], contents=headings, html=html)
    assert (page_shell.page_contents, page_shell.with_side) == (headings, fits)
    only = shell.page_shell(_site(contents), contents.site_pages["over"], contents=headings[:1], html=html)
    assert (only.page_contents, only.with_side) == ((), False)
