from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import html as lhtml

from macros.document.templates import View, environment
from macros.records.catalog import Catalog
from macros.release import redirects
from macros.release.redirects import Redirect
from tests.conftest import ROOT

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def view() -> View:
    return View(Catalog({}), environment(ROOT / "overrides/fragments"), DAY)


def site_pages(view: View, *redirect_list: Redirect) -> dict[str, str]:
    return {path: contents.decode() for path, contents in redirects.files(redirect_list, view)}


def test_a_chain_goes_straight_to_its_end() -> None:
    rows = [Redirect("a/", "b/"), Redirect("b/", "themas/")]
    all_ = redirects.redirect_list(rows, {"themas/ondermijning/": ("themas/omg/",)})
    assert {o.van: o.naar for o in all_} == {"a/": "themas/", "b/": "themas/", "themas/omg/": "themas/ondermijning/"}


def test_a_withdrawn_page_is_not_passed_by() -> None:
    """What replaced it may be somewhere else than where its own old addresses lead."""
    rows = [Redirect("a/", "b/"), Redirect("b/", "themas/", ingetrokken=True)]
    assert {o.van: o.naar for o in redirects.redirect_list(rows, {})} == {"a/": "b/", "b/": "themas/"}


def test_a_chain_keeps_the_heading_that_was_asked_for() -> None:
    rows = [Redirect("a/", "b/#kop"), Redirect("b/", "c/"), Redirect("c/", "themas/"), Redirect("d/", "c/#eind")]
    all_ = {o.van: o.naar for o in redirects.redirect_list(rows, {})}
    assert all_ == {"a/": "themas/#kop", "b/": "themas/", "c/": "themas/", "d/": "themas/#eind"}


def test_a_page_at_the_old_address(view: View) -> None:
    all_ = site_pages(view, Redirect("themas/omg/", "themas/ondermijning/", "<b>Nieuwe</b> naam", DAY))
    site_page = lhtml.fromstring(all_["themas/omg/index.html"])
    assert site_page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../ondermijning/"]
    assert site_page.xpath("//a/@href") == ["../ondermijning/"]
    assert "<b>Nieuwe</b> naam. (22 november 2026)" in "".join(map(str, site_page.itertext()))


def test_a_withdrawn_page_shows_what_replaced_it(view: View) -> None:
    all_ = site_pages(view, Redirect("oud.html", "themas/", "Verouderd", DAY, ingetrokken=True))
    site_page = lhtml.fromstring(all_["oud.html"])
    assert not site_page.xpath("//meta[@http-equiv]")
    assert site_page.xpath("//a/@href") == ["themas/"]


def test_the_list_tells_it_all_again(view: View) -> None:
    rows = (Redirect("oud/feed.xml", "feed.xml"), Redirect("weg/", "", "Verouderd", DAY, ingetrokken=True))
    data = dict(redirects.files(rows, view))["data/adressen.json"]
    assert redirects.from_addresses(data) == rows
    assert [row["van"] for row in json.loads(data)] == ["oud/feed.xml", "weg/"]


def test_rules_for_the_servers() -> None:
    rows = (Redirect("oud/", "themas/#a"), Redirect("weg/", "", ingetrokken=True))
    lines = {path: contents.decode() for path, contents in redirects.lines(rows)}
    assert '"/oud/" "/themas/#a";\n"/weg/" "ingetrokken";\n' in lines["doorverwijzingen.nginx.map"]
    assert "redir /oud/ /themas/#a permanent\n" in lines["doorverwijzingen.caddy"]
    assert "status 410" in lines["doorverwijzingen.caddy"]
