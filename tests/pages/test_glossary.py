"""Terms at their first use: where a link comes, where it must not, and that nothing else of the page changes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.build.content import Content
from macros.document.sanitise import clean_html
from macros.pages import glossary
from macros.records import models as m


def begrip(id_: str, term: str, afkorting: str = "", **more: str) -> m.Begrip:
    return m.Begrip.model_validate(
        {"id": id_, "term": term, "afkorting": afkorting, "betekenis": "x", "bron": "b", **more}
    )


WORD_LIST = glossary.WordList((
    begrip("pga", "Persoonsgerichte aanpak", "PGA"),
    begrip("pga-monitor", "PGA-monitor"),
    begrip("om", "Openbaar Ministerie", "OM"),
    begrip("bootcmp", "re_BOOTCMP"),
    begrip("backbone", "Backbone", in_tekst="ja"),
    begrip("trekker", "Trekker"),
    begrip("onl", "Oost-Nederland", "ON", in_tekst="nee"),
    begrip("iv-1", "Integrale veiligheid", "IV"),
    begrip("iv-2", "Informatieveiligheid", "IV"),
))  # fmt: skip


def explain(html: str, own: str = "", **mentioned: str) -> str:
    return glossary.explain(html, WORD_LIST, lambda id_, word: f"[{id_}|{word}]", own=own, mentioned=mentioned)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>De PGA. Nog een PGA.</p>", "<p>De [pga|PGA]. Nog een PGA.</p>"),
        ("<p>Het OM</p><ul><li>het OM</li></ul>", "<p>Het [om|OM]</p><ul><li>het OM</li></ul>"),
        ("<p>Het Openbaar Ministerie (OM)</p>", "<p>Het [om|Openbaar Ministerie] (OM)</p>"),
        ("<p>PGA's, (PGA) en “PGA”</p>", "<p>[pga|PGA]'s, (PGA) en “PGA”</p>"),
        ("<p>PGA-monitor en PGA</p>", "<p>[pga-monitor|PGA-monitor] en [pga|PGA]</p>"),
        ("<p>re_BOOTCMP</p>", "<p>[bootcmp|re_BOOTCMP]</p>"),
        ("<p>een backbone, Backbone</p>", "<p>een [backbone|backbone], Backbone</p>"),
        ("<h2>PGA</h2><p>PGA</p>", "<h2>PGA</h2><p>[pga|PGA]</p>"),
        ('<p><a href="x">PGA</a> <code>PGA</code> <em>PGA</em></p>', '<p><a href="x">PGA</a> <code>PGA</code> <em>[pga|PGA]</em></p>'),
        ("<table><tr><th>PGA</th><td>PGA</td></tr></table>", "<table><tr><th>PGA</th><td>[pga|PGA]</td></tr></table>"),
        ("<p>a &amp; b\n&lt;PGA&gt;</p>", "<p>a &amp; b\n&lt;[pga|PGA]&gt;</p>"),
        ("<p>één\u2028regel\x0b\nPGA</p>", "<p>één\u2028regel\x0b\n[pga|PGA]</p>"),
    ],
)  # fmt: skip
def test_the_first_use_in_running_text(html: str, expected: str) -> None:
    assert explain(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p>om de trekker</p>", "<p>PGAs SPGA pga xPGA PGA_x</p>", "<p>Oost-Nederland ON</p>", "<p>IV</p>", "<p>x@PGA.nl www.PGA.nl OM/politie</p>",
        '<p title="PGA">x</p>', "<!-- PGA --><p>x</p>", "<h3>OM</h3>", "<blockquote><p>OM</p></blockquote>", "<p>Persoonsgerichte aanpak</p>", "",
    ],
)  # fmt: skip
def test_what_is_left_alone(html: str) -> None:
    assert explain(html) == html


def test_not_on_its_own_page_and_not_after_a_link_by_hand() -> None:
    assert explain("<p>PGA en OM</p>", own="pga") == "<p>PGA en [om|OM]</p>"
    html = '<p>De <span data-inzet="0a"></span> en PGA, OM</p>'
    assert explain(html, **{"0a": "pga"}) == '<p>De <span data-inzet="0a"></span> en PGA, [om|OM]</p>'


@given(st.text(alphabet="PGAOM <>&;/abch2p\n\r\t\"'=é\u2028-", max_size=80))
def test_taking_the_links_away_gives_the_page_back(raw: str) -> None:
    html = clean_html(raw)
    assert re.sub(r"\[[a-z-]+\|([^\]]+)\]", r"\1", explain(html)) == html


def test_the_real_glossary_is_cheap_and_certain(contents: Content) -> None:
    list_ = glossary.WordList(contents.view.catalog.all_of(m.Begrip))
    assert len(list_.woorden) > 80
    assert {"VNON", "DVO", "RVO", "OM", "PGA", "re_BOOTCMP"} <= set(list_.woorden)
    assert not {"Oost-Nederland", "Midden-Nederland", "Trekker"} & set(list_.woorden)
    prose = "".join(f"<p>{p.tekst}</p>" for p in contents.view.catalog.all_of(m.Praktijk))
    html = clean_html(prose)
    start = time.process_time()
    glossary.explain(html, list_, lambda _id, word: word, mentioned={})
    assert (time.process_time() - start) / len(html) * 1_000_000 < 1.5, "seconds for a megabyte of prose"
