"""What the page shell is given: here the two links with which a reader can say that something is wrong."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from macros.build.content import Inhoud
from macros.pages import shell
from macros.records import models as m
from tests.conftest import WORTEL

ADRES = "https://veiligheidsnetwerken.nl/"


def _site(inhoud: Inhoud) -> shell.Site:
    return shell.Site(inhoud.weergave.catalog, inhoud.bladen, ADRES, lambda naam: f"assets/{naam}")


def test_every_page_says_in_which_file_it_is_changed(inhoud: Inhoud) -> None:
    """The address of the repository is not known here: the template then leads to the page that tells how."""
    site = _site(inhoud)
    for blad in inhoud.bladen.values():
        kader = shell.kader(site, blad)
        assert (WORTEL / kader.bestand).is_file(), blad.id
        assert (kader.bewerk_url, kader.meld_url) == ("", "")


def test_once_the_repository_is_known_both_links_lead_there(inhoud: Inhoud) -> None:
    site = replace(_site(inhoud), bewerken="https://opslag.example/vnon/kennisbank/edit/main/{pad}")
    for blad in inhoud.bladen.values():
        kader = shell.kader(site, blad)
        assert kader.bestand == ""
        assert (WORTEL / kader.bewerk_url.removeprefix("https://opslag.example/vnon/kennisbank/edit/main/")).is_file()
        melden = urlsplit(kader.meld_url)
        assert melden.path == "/vnon/kennisbank/issues/new"
        (pagina,) = parse_qs(melden.query)["pagina"]
        assert pagina == kader.canoniek
        (formulier,) = parse_qs(melden.query)["template"]
        assert (WORTEL / ".github/ISSUE_TEMPLATE" / formulier).is_file()


def test_an_editor_that_is_no_repository_leaves_the_report_with_us(inhoud: Inhoud) -> None:
    site = replace(_site(inhoud), bewerken="https://beheer.example/{pad}")
    kader = shell.kader(site, inhoud.bladen["over"])
    assert kader.bewerk_url == "https://beheer.example/docs/over.md"
    assert kader.meld_url == ""


def test_the_home_page_leads_to_the_districts_there_are(inhoud: Inhoud) -> None:
    site = _site(inhoud)
    verwacht = tuple((d.naam, f"districten/{d.id}/") for d in inhoud.weergave.catalog.alle(m.District))
    assert shell.kader(site, inhoud.bladen["index"]).districten == verwacht
    assert shell.kader(site, inhoud.bladen["over"]).districten == ()


@pytest.mark.parametrize(
    ("html", "past"),
    [
        ("", True),
        (f"<table><thead><tr>{5 * '<th>a</th>'}</tr></thead><tbody></tbody></table>", True),
        (f"<table><thead><tr><th scope='col'>a</th>{5 * '<th>a</th>'}</tr></thead><tbody></tbody></table>", False),
        (2 * f"<table><thead><tr>{3 * '<th>a</th>'}</tr></thead><tbody></tbody></table>", True),
        ('<table class="matrix"></table>', False),
        ('<ol class="tegelkaart"></ol>', False),
    ],
)
def test_the_list_of_contents_stands_beside_what_leaves_room(html: str, past: bool, inhoud: Inhoud) -> None:  # noqa: FBT001 - a table
    koppen = (("a", "A", 2), ("b", "B", 2))
    kader = shell.kader(_site(inhoud), inhoud.bladen["over"], inhoud=koppen, html=html)
    assert (kader.inhoud_op_pagina, kader.met_zij) == (koppen, past)
    alleen = shell.kader(_site(inhoud), inhoud.bladen["over"], inhoud=koppen[:1], html=html)
    assert (alleen.inhoud_op_pagina, alleen.met_zij) == ((), False)
