"""The network speaks itself: of its work and seldom of its sources; and what no source says so is marked where it stands."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from macros.build.content import Content
from macros.records import models as m
from tests.site.test_products import contents_of, site_page, tekst

pytestmark = pytest.mark.site

AT_MOST = {"de bron": 300, "onbekend": 300, "onze bronnen": 0, "geen uitleg in de bron": 0}
LINKS = 12


@pytest.fixture(scope="module")
def pages(site: Path) -> list[str]:
    return [path.parent.relative_to(site).as_posix() for path in sorted(site.rglob("index.html"))]


def test_pages_seldom_speak_of_a_source(site: Path, pages: list[str]) -> None:
    """Pages once said "de bron" 1,674 times and "onbekend" 873 times."""
    said: Counter[str] = Counter()
    for path in pages:
        body = site_page(site, path).find("body")
        text = " ".join(" ".join(body.xpath(".//text()[not(ancestor::script)]")).split()).lower()
        said.update({words: len(re.findall(rf"\b{words}\b", text)) for words in AT_MOST})
    assert {words: count for words, count in said.items() if count > AT_MOST[words]} == {}


def test_no_page_leads_to_its_sources_more_often_than_one_can_use(site: Path, pages: list[str]) -> None:
    links = {
        p: len(site_page(site, p).xpath("//main//article//a[re:test(@href, '(^|/)bronnen/[a-z0-9]')]", namespaces=_RE))
        for p in pages
    }
    assert {path: count for path, count in links.items() if count > LINKS} == {}


_RE = {"re": "http://exslt.org/regular-expressions"}


def test_contradictions_live_on_one_page_and_are_a_mark_elsewhere(
    site: Path, pages: list[str], contents: Content
) -> None:
    all_ = contents.view.catalog.all_of(m.Tegenspraak)
    assert [path for path in pages if any(t.uitleg in tekst(contents_of(site, path)) for t in all_)] == ["bronnen"]
    marked = {
        link.rpartition("#")[2] for p in pages for link in site_page(site, p).xpath("//a[@class='tegenspraak']/@href")
    }
    assert len(marked) > len(all_) / 2
    assert marked <= {t.id for t in all_}


def test_every_field_that_no_source_says_so_is_marked_on_its_page(site: Path, contents: Content) -> None:
    """Whatever its kind: a mark that no page shows tells no one."""
    shown = {"afgeleid": "(afgeleid)", "algemeen": "(algemene kennis)"}
    for model in m.COLLECTIONS:
        for record in contents.view.catalog.all_of(model):
            for field, mark in shown.items():
                if names := getattr(record, field):
                    path, _, anchor = record.pad.partition("#")
                    main = contents_of(site, path)
                    place = main.xpath("//*[@id=$id]", id=anchor)[0] if anchor else main
                    assert tekst(place).count(mark) >= len(names), (record.pad, names)


def test_what_is_algemene_kennis_is_so_in_the_list_of_terms(site: Path, contents: Content) -> None:
    known = sum("betekenis" in begrip.algemeen for begrip in contents.view.catalog.all_of(m.Begrip))
    assert tekst(contents_of(site, "begrippen/")).count("(algemene kennis)") == known
