from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import html as lhtml

from macros.base.errors import UserError
from macros.document.templates import View, environment
from macros.records.catalog import Catalog
from macros.release import headers, markup, redirects
from macros.release.redirects import Redirect
from tests.conftest import ROOT

DAY = date(2026, 11, 22)
SCRIPT = "assets/verhuisd.0123456789.js"


@pytest.fixture(scope="module")
def view() -> View:
    return View(Catalog({}), environment(ROOT / "overrides/fragments"), DAY)


def site_pages(view: View, *redirect_list: Redirect) -> dict[str, str]:
    return {path: contents.decode() for path, contents in redirects.files(redirect_list, view, SCRIPT)}


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
    assert site_page.xpath("//script/@src") == [f"../../{SCRIPT}"]
    assert headers.policy([markup.read_page(all_["themas/omg/index.html"])]) == headers.policy([])
    assert "<b>Nieuwe</b> naam. (22 november 2026)" in "".join(map(str, site_page.itertext()))


def test_a_withdrawn_page_shows_what_replaced_it(view: View) -> None:
    all_ = site_pages(view, Redirect("oud/", "themas/", "Verouderd", DAY, ingetrokken=True))
    site_page = lhtml.fromstring(all_["oud/index.html"])
    assert not site_page.xpath("//meta[@http-equiv]")
    assert not site_page.xpath("//script")
    assert site_page.xpath("//a/@href") == ["../themas/"]


def test_the_list_tells_it_all_again(view: View) -> None:
    rows = (Redirect("oud/feed.xml", "feed.xml"), Redirect("weg/", "", "Verouderd", DAY, ingetrokken=True))
    data = dict(redirects.files(rows, view, SCRIPT))["data/adressen.json"]
    assert redirects.from_addresses(data) == rows
    assert [row["van"] for row in json.loads(data)] == ["oud/feed.xml", "weg/"]


def test_files_move_along_with_their_page() -> None:
    files = [
        "themas/jeugd/feed.xml",
        "themas/jeugd/agenda.ics",
        "themas/jeugd/a/b.pdf",
        "feed.xml",
        "themas/jeugd/index.html",
    ]
    rows = [Redirect("oud/", "themas/jeugd/#kop"), Redirect("weg/", "themas/jeugd/", ingetrokken=True)]
    all_ = redirects.redirect_list(rows, {}, files)
    assert {o.van: o.naar for o in all_ if o.van not in {"oud/", "weg/"}} == {
        "oud/feed.xml": "themas/jeugd/feed.xml",
        "oud/agenda.ics": "themas/jeugd/agenda.ics",
    }
    assert {path for path, _ in redirects.lines(all_)} == {"doorverwijzingen.nginx.map", "doorverwijzingen.caddy"}


WRONG: list[object] = [
    3, [3], [{}], [{"van": "a/"}], *(
        [{"van": van, "naar": naar, "reden": "", "datum": None, "ingetrokken": False}]
        for van, naar in (('a"/', ""), ("a/\n", ""), ("../a/", ""), ("a/", "//voorbeeld.nl/"), ("a/", "b/{x}"), ("a;/", ""), ("a/", "$x"))
    ),
]  # fmt: skip


@pytest.mark.parametrize("rows", WRONG, ids=repr)
def test_a_list_with_anything_else_is_refused(rows: object) -> None:
    """Who publishes a site may not have built it."""
    with pytest.raises(UserError, match=r"data/adressen\.json: "):
        redirects.from_addresses(json.dumps(rows).encode())


def test_rules_for_the_servers() -> None:
    rows = (Redirect("oud/", "themas/#a"), Redirect("weg/", "", ingetrokken=True))
    lines = {path: contents.decode() for path, contents in redirects.lines(rows)}
    nginx, caddy = lines["doorverwijzingen.nginx.map"], lines["doorverwijzingen.caddy"]
    assert '"/oud/" "/themas/$is_args$args#a";\n"/weg/" "ingetrokken";\n' in nginx
    assert 'redir "/oud/" "/themas/{kb_vraag}#a" permanent\n' in caddy
    assert 'handle "/weg/" {\n\trewrite * "/weg/index.html"\n\tfile_server {\n\t\tstatus 410\n\t}\n}\n' in caddy
