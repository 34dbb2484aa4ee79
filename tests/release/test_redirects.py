from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import html as lhtml

from macros.document.templates import Weergave, omgeving
from macros.records.catalog import Catalog
from macros.release import redirects
from macros.release.redirects import Omleiding
from tests.conftest import WORTEL

DAG = date(2026, 11, 22)
BESTAAND = {"", "themas/", "themas/ondermijning/", "feed.xml"}


@pytest.fixture(scope="module")
def weergave() -> Weergave:
    return Weergave(Catalog({}), omgeving(WORTEL / "overrides/fragments"), DAG)


def bladen(weergave: Weergave, *omleidingen: Omleiding) -> dict[str, str]:
    return {pad: inhoud.decode() for pad, inhoud in redirects.bestanden(omleidingen, weergave)}


def test_a_chain_goes_straight_to_its_end() -> None:
    rijen = [Omleiding("a/", "b/"), Omleiding("b/", "themas/")]
    alle = redirects.omleidingen(rijen, {"themas/ondermijning/": ("themas/omg/",)})
    assert {o.van: o.naar for o in alle} == {"a/": "themas/", "b/": "themas/", "themas/omg/": "themas/ondermijning/"}


def test_a_withdrawn_page_is_not_passed_by() -> None:
    """What replaced it may be somewhere else than where its own old addresses lead."""
    rijen = [Omleiding("a/", "b/"), Omleiding("b/", "themas/", ingetrokken=True)]
    assert {o.van: o.naar for o in redirects.omleidingen(rijen, {})} == {"a/": "b/", "b/": "themas/"}


FOUTEN = {
    (Omleiding("Oud/", "themas/"),): "'Oud/' is geen adres",
    (Omleiding("", "themas/"),): "'' is geen adres",
    (Omleiding("oud/", "weg/"),): "het nieuwe adres 'weg/' bestaat niet",
    (Omleiding("themas/", ""),): "op het oude adres 'themas/' staat nog een pagina",
    (Omleiding("oud/", "themas/"), Omleiding("oud/", "")): "het oude adres 'oud/' staat er meer dan één keer",
    (Omleiding("a/", "b/"), Omleiding("b/", "a/")): "verwijst in een kring",
}


@pytest.mark.parametrize("rijen", FOUTEN)
def test_a_redirect_that_cannot_be(rijen: tuple[Omleiding, ...]) -> None:
    meldingen = [melding for _, melding in redirects.controleer(redirects.omleidingen(rijen, {}), BESTAAND)]
    assert any(FOUTEN[rijen] in melding for melding in meldingen), meldingen


def test_good_redirects() -> None:
    rijen = [Omleiding("oud/", "themas/#inhoud"), Omleiding("oud/feed.xml", "feed.xml"), Omleiding("begin.html", "")]
    assert list(redirects.controleer(redirects.omleidingen(rijen, {}), BESTAAND)) == []


def test_a_page_at_the_old_address(weergave: Weergave) -> None:
    alle = bladen(weergave, Omleiding("themas/omg/", "themas/ondermijning/", "<b>Nieuwe</b> naam", DAG))
    blad = lhtml.fromstring(alle["themas/omg/index.html"])
    assert blad.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../ondermijning/"]
    assert blad.xpath("//a/@href") == ["../ondermijning/"]
    assert "<b>Nieuwe</b> naam. (22 november 2026)" in "".join(map(str, blad.itertext()))


def test_a_withdrawn_page_shows_what_replaced_it(weergave: Weergave) -> None:
    alle = bladen(weergave, Omleiding("oud.html", "themas/", "Verouderd", DAG, ingetrokken=True))
    blad = lhtml.fromstring(alle["oud.html"])
    assert not blad.xpath("//meta[@http-equiv]")
    assert blad.xpath("//a/@href") == ["themas/"]


def test_the_list_tells_it_all_again(weergave: Weergave) -> None:
    rijen = (Omleiding("oud/feed.xml", "feed.xml"), Omleiding("weg/", "", "Verouderd", DAG, ingetrokken=True))
    data = dict(redirects.bestanden(rijen, weergave))["data/adressen.json"]
    assert redirects.uit_adressen(data) == rijen
    assert [rij["van"] for rij in json.loads(data)] == ["oud/feed.xml", "weg/"]


def test_rules_for_the_servers() -> None:
    rijen = (Omleiding("oud/", "themas/#a"), Omleiding("weg/", "", ingetrokken=True))
    regels = {pad: inhoud.decode() for pad, inhoud in redirects.regels(rijen)}
    assert '"/oud/" "/themas/#a";\n"/weg/" "ingetrokken";\n' in regels["doorverwijzingen.nginx.map"]
    assert "redir /oud/ /themas/#a permanent\n" in regels["doorverwijzingen.caddy"]
    assert "status 410" in regels["doorverwijzingen.caddy"]
