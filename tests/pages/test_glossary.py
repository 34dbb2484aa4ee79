"""Terms at their first use: where a link comes, where it must not, and that nothing else of the page changes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.build.content import Inhoud
from macros.document.sanitise import pagina
from macros.pages import glossary
from macros.records import models as m


def begrip(id_: str, term: str, afkorting: str = "", **meer: str) -> m.Begrip:
    return m.Begrip.model_validate(
        {"id": id_, "term": term, "afkorting": afkorting, "betekenis": "x", "bron": "b", **meer}
    )


LIJST = glossary.Woordenlijst((
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


def leg_uit(html: str, eigen: str = "", **genoemd: str) -> str:
    return glossary.leg_uit(html, LIJST, lambda id_, woord: f"[{id_}|{woord}]", eigen=eigen, genoemd=genoemd)


@pytest.mark.parametrize(
    ("html", "verwacht"),
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
def test_the_first_use_in_running_text(html: str, verwacht: str) -> None:
    assert leg_uit(html) == verwacht


@pytest.mark.parametrize(
    "html",
    [
        "<p>om de trekker</p>", "<p>PGAs SPGA pga xPGA PGA_x</p>", "<p>Oost-Nederland ON</p>", "<p>IV</p>", "<p>x@PGA.nl www.PGA.nl OM/politie</p>",
        '<p title="PGA">x</p>', "<!-- PGA --><p>x</p>", "<h3>OM</h3>", "<blockquote><p>OM</p></blockquote>", "<p>Persoonsgerichte aanpak</p>", "",
    ],
)  # fmt: skip
def test_what_is_left_alone(html: str) -> None:
    assert leg_uit(html) == html


def test_not_on_its_own_page_and_not_after_a_link_by_hand() -> None:
    assert leg_uit("<p>PGA en OM</p>", eigen="pga") == "<p>PGA en [om|OM]</p>"
    html = '<p>De <span data-inzet="0a"></span> en PGA, OM</p>'
    assert leg_uit(html, **{"0a": "pga"}) == '<p>De <span data-inzet="0a"></span> en PGA, [om|OM]</p>'


@given(st.text(alphabet="PGAOM <>&;/abch2p\n\r\t\"'=é\u2028-", max_size=80))
def test_taking_the_links_away_gives_the_page_back(ruw: str) -> None:
    html = pagina(ruw)
    assert re.sub(r"\[[a-z-]+\|([^\]]+)\]", r"\1", leg_uit(html)) == html


def test_the_real_glossary_is_cheap_and_certain(inhoud: Inhoud) -> None:
    lijst = glossary.Woordenlijst(inhoud.weergave.catalog.alle(m.Begrip))
    assert len(lijst.woorden) > 80
    assert {"VNON", "DVO", "RVO", "OM", "PGA", "re_BOOTCMP"} <= set(lijst.woorden)
    assert not {"Oost-Nederland", "Midden-Nederland", "Trekker"} & set(lijst.woorden)
    proza = "".join(f"<p>{p.tekst}</p>" for p in inhoud.weergave.catalog.alle(m.Praktijk))
    html = pagina(proza)
    begin = time.process_time()
    glossary.leg_uit(html, lijst, lambda _id, woord: woord, genoemd={})
    assert (time.process_time() - begin) / len(html) * 1_000_000 < 1.5, "seconds for a megabyte of prose"
