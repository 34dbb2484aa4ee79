"""A phone: the long pages are folded to a few screens, and nothing that is folded is lost to a reader, an address or paper."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from macros.build.content import Content
from macros.records import models as m
from macros.records.catalog import Catalog

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.site]

WIDTH, HEIGHT = 360, 740
LENGTHS = {
    "voortgang/2023/": 12,
    "praktijken/": 10,
    "praktijken/situaties/": 10,
    "themas/ondermijning/": 9,
    "gemeenten/tiel/": 7,
    "activiteiten/": 12,
    "voortgang/2018-02/": 17,
}
"""How many screens of a phone (360 by 740) each may take."""


@pytest.mark.parametrize("path", LENGTHS)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_long_page_takes_few_screens(open_page: Callable[..., Page], path: str, *, script: bool) -> None:
    page = open_page(path, width=WIDTH, script=script)
    assert page.evaluate("document.documentElement.scrollHeight") <= LENGTHS[path] * HEIGHT


def _told(catalog: Catalog, path: str) -> Iterator[str]:
    """What a page tells of the records, folded or not."""
    if path == "voortgang/2023/":
        yield from (a.titel for year in (2023, 2024) for a in catalog.activiteiten(jaar=year))
        for agenda in filter(None, (district.agenda for district in catalog.all_of(m.District))):
            yield from (point for thema in agenda.themas for point in (thema.titel, *thema.punten))
        for begroting in (*catalog.begrotingen(2023), *catalog.begrotingen(2024)):
            parts = filter(None, (begroting.baten, begroting.lasten))
            yield from (post.omschrijving for part in parts for post in part.posten)
        yield from ("Welke het wordt, stond nog niet vast.", "Wanneer het beheer overgaat naar Apeldoorn")
    if path == "themas/ondermijning/":
        yield from (p.samenvatting for p in catalog.praktijken(thema="ondermijning"))
        yield from (n.samenvatting for n in catalog.nieuwsbrieven(thema="ondermijning"))
        yield from (d.tekst for d in catalog.doelen(thema="ondermijning"))
        yield from (t.naam for t in catalog.expertteams(thema="ondermijning"))
    if path == "voortgang/2018-02/":
        for stand in catalog.standen(periode="2018-02"):
            yield from (stand.inleiding, *stand.doelen, *stand.resultaten, *stand.aandachtspunten, *stand.acties)
    if path == "activiteiten/":
        yield from (a.titel for a in catalog.all_of(m.Activiteit))
    if path == "praktijken/":
        yield from chain.from_iterable((p.titel, p.samenvatting) for p in catalog.praktijken())
    if path == "praktijken/situaties/":
        yield from chain.from_iterable(p.situaties for p in catalog.praktijken())


FOLDED = [path for path in LENGTHS if not path.startswith("gemeenten/")]


def _squeezed(text: str) -> str:
    """Its letters only: paper parts words, joins letters, and puts the number of a note between words."""
    return re.sub(r"[\W\d_]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("path", FOLDED)
def test_nothing_is_lost_by_folding(open_page: Callable[..., Page], path: str, contents: Content) -> None:
    page = open_page(path, width=WIDTH, script=False)
    expected = [*_told(contents.view.catalog, path)]
    assert len(expected) > 20
    for fold in page.locator("main summary").all():
        if fold.is_visible():
            fold.click()
    shown = _squeezed(page.locator("main").inner_text())
    assert [text for text in expected if _squeezed(text) not in shown] == []


@pytest.mark.parametrize("path", FOLDED)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_paper_has_all_that_is_folded(
    open_page: Callable[..., Page], path: str, contents: Content, *, script: bool
) -> None:
    page = open_page(path, script=script)
    told = [*_told(contents.view.catalog, path)]
    printed = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = _squeezed("".join(site_page.extract_text() for site_page in printed))
    words = {max(one.split(), key=len) for one in told}  # a sentence may be parted by the foot of a sheet or a note
    assert [word for word in words if _squeezed(word) not in text] == []
    assert any(_squeezed(one) not in _squeezed(page.locator("main").inner_text()) for one in told)
    page.emulate_media(media="print")
    if script:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen = _squeezed(page.locator("main").inner_text())
    assert [one for one in told if _squeezed(one) not in seen] == []


def test_an_address_leads_to_what_is_folded(open_page: Callable[..., Page]) -> None:
    for path, anchor in (
        ("voortgang/2023/", "overleg-in-de-districten"), ("voortgang/2023/", "begroting-2024"),
        ("activiteiten/", "2019"),
        ("praktijken/situaties/", "situaties-hennep"),
    ):  # fmt: skip
        page = open_page(path, width=WIDTH)
        page.evaluate("anchor => { location.hash = anchor; }", anchor)
        page.locator(f"details[open]:has(> summary > [id='{anchor}'])").wait_for()
        assert page.locator("details:not([open]):has(> summary > :is(h2, h3))").count(), "the others stay shut"


def test_a_choice_opens_what_it_leaves(open_page: Callable[..., Page]) -> None:
    page = open_page("praktijken/", width=WIDTH)
    assert not page.locator("li.kaart:visible").count()
    page.locator(".filter summary", has_text="Fase").click()
    page.locator("form.filter input[value=repressie]").check()
    shown = page.locator("li.kaart:visible").count()
    assert shown == page.locator("li.kaart[data-fase~=repressie]").count() > 5
    assert page.locator("section.groep:visible").count() < page.locator("section.groep").count()
    page.locator("form.filter button[type=reset]").click()
    page.locator("section.groep:visible .voorop").first.wait_for()
    assert not page.locator("li.kaart:visible").count()


def test_the_table_of_a_district_stands_on_its_own_page_only(open_page: Callable[..., Page], contents: Content) -> None:
    catalog = contents.view.catalog
    tiel = catalog.one(m.Gemeente, "tiel")
    agenda = catalog.one(m.District, str(tiel.district)).agenda
    assert agenda
    page = open_page("gemeenten/tiel/")
    text = page.locator("main").inner_text()
    assert f"staan bij Gelderland-Zuid: {agenda.titel}." in text
    assert not [point for thema in agenda.themas for point in thema.punten if point in text]
    assert not page.locator("caption", has_text="district Gelderland-Zuid").count()
