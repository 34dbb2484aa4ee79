"""Terms at their first use: where a link comes, where it must not, and that nothing else of the page changes."""

from __future__ import annotations

import re
import time
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.build.content import Content
from macros.document import fragments, markdown, rewriting
from macros.document import nodes as n
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


def explained_tree(
    blocks: tuple[n.Block, ...], seen: set[str], list_: glossary.WordList = WORD_LIST
) -> tuple[Any, ...]:
    return glossary.explained(blocks, list_, seen, lambda word: word)


def explained(*lines: str, seen: set[str] | None = None) -> str:
    """What a page shows, with each term in brackets."""
    blocks = explained_tree(markdown.read("\n".join(lines)), seen if seen is not None else set())
    shown = rewriting.rewritten(blocks, lambda term: (replace_term(term),), n.Term)
    return "/".join(n.text_of([block]) for block in shown)


def replace_term(term: n.Term) -> n.Text:
    return n.Text(term.line, term.column, f"[{term.id}|{term.text}]")


def explained_html(html: str, *seen: str) -> str:
    return glossary.explained_html(html, WORD_LIST, {*seen}, lambda id_, word: f"[{id_}|{word}]")


# ── In what someone wrote ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("De PGA. Nog een PGA.", "De [pga|PGA]. Nog een PGA."),
        ("Het OM\n- het OM", "Het [om|OM]/het OM"),
        ("- een\n  - het OM", "eenhet [om|OM]"),
        ("Het Openbaar Ministerie (OM)", "Het [om|Openbaar Ministerie] (OM)"),
        ("PGA's, (PGA) en “PGA”", "[pga|PGA]'s, (PGA) en “PGA”"),
        ("PGA-monitor en PGA", "[pga-monitor|PGA-monitor] en [pga|PGA]"),
        ("re_BOOTCMP", "[bootcmp|re_BOOTCMP]"),
        ("een backbone, Backbone", "een [backbone|backbone], Backbone"),
        ("## PGA\nPGA", "PGA/[pga|PGA]"),
        ("[PGA](x) `PGA` ![PGA](x) *PGA*", "PGA PGA PGA [pga|PGA]"),
        ("| PGA | OM |\n|---|---|\n| PGA | PGA |\n| OM | OM |", "PGAOMPGA[pga|PGA]OM[om|OM]"),
        ("Tabel: PGA\n| a |\n|---|\n| b |\n\nPGA", "PGAab/[pga|PGA]"),
        ("> PGA\n\nPGA", "PGA/[pga|PGA]"),
        ("> [!NOTE]\n> PGA", "[pga|PGA]"),
        ('![x](y "PGA")\n\nPGA', "xPGA/[pga|PGA]"),
        ("x[^1]\n\n[^1]: de PGA", "x/de [pga|PGA]"),
        ("R&D \\<PGA\\>", "R&D <[pga|PGA]>"),
        ("    PGA\n\n~~PGA~~", "/[pga|PGA]"),
    ],
)  # fmt: skip
def test_the_first_use_on_a_page(page: str, expected: str) -> None:
    assert explained(page) == expected


@pytest.mark.parametrize(
    "page",
    ["om de trekker", "PGAs SPGA pga xPGA PGA_x", "Oost-Nederland ON", "IV", "x@PGA.nl www.PGA.nl OM/politie", "### OM", "Persoonsgerichte aanpak", ""],
)  # fmt: skip
def test_a_page_without_terms_is_the_same(page: str) -> None:
    blocks = markdown.read(page)
    after = explained_tree(blocks, set())
    assert after == blocks
    assert all(one is other for one, other in zip(after, blocks, strict=True))


def test_of_a_template_only_running_text() -> None:
    html = "<p><abbr>PGA</abbr> <kbd>PGA</kbd> <cite>PGA</cite> <q>PGA</q></p><dl><dt>PGA</dt><dd>PGA</dd></dl>"
    [_, facts] = explained_tree(fragments.read(html), set())
    terms = [node for node in n.walk([facts]) if isinstance(node, n.Term)]
    assert terms == [n.Term(0, 0, "pga", "PGA")]
    assert isinstance(facts, n.Facts)
    assert facts.children[0].names == ((n.Text(0, 0, "PGA"),),)


def test_what_is_seen_is_not_explained_and_what_is_explained_is_seen() -> None:
    seen = {"pga"}
    assert explained("PGA en OM", seen=seen) == "PGA en [om|OM]"
    assert seen == {"pga", "om"}
    assert explained("PGA en OM", seen=seen) == "PGA en OM"


def test_a_term_stands_where_its_word_was_typed() -> None:
    [paragraph] = explained_tree(markdown.read("De PGA is\nvan het OM."), set())
    assert isinstance(paragraph, n.Paragraph)
    assert paragraph.children == (
        n.Text(1, 1, "De "), n.Term(1, 4, "pga", "PGA"), n.Text(1, 7, " is\nvan het "), n.Term(2, 9, "om", "OM"), n.Text(2, 11, "."),
    )  # fmt: skip


def test_a_word_on_the_way_may_say_what_is_seen() -> None:
    """A term that an author put in by hand explains itself, wherever it stands."""
    a, b, c = (markdown.placeholder(key, block=False) for key in ("om", "pga", "x"))
    blocks = markdown.read(f"OM {a}\n\n> Over {b}\n\n| {c} |\n|---|\n| PGA |")
    met: list[str] = []
    seen: set[str] = set()

    def at_word(word: n.Word) -> n.Word:
        met.append(word.key)
        seen.add(word.key)
        return word

    after = glossary.explained(blocks, WORD_LIST, seen, at_word)
    assert met == ["om", "pga", "x"]
    assert [node.id for node in n.walk(after) if isinstance(node, n.Term)] == ["om"]


# ── In what a word yields ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>De PGA. Nog een PGA.</p>", "<p>De [pga|PGA]. Nog een PGA.</p>"),
        ("<h2>PGA</h2><p>PGA</p>", "<h2>PGA</h2><p>[pga|PGA]</p>"),
        ('<p><a href="x">PGA</a> <code>PGA</code> <em>PGA</em></p>', '<p><a href="x">PGA</a> <code>PGA</code> <em>[pga|PGA]</em></p>'),
        ("<table><tr><th>PGA</th><td>PGA</td></tr></table>", "<table><tr><th>PGA</th><td>[pga|PGA]</td></tr></table>"),
        ("<details><summary>OM</summary>OM</details>", "<details><summary>OM</summary>[om|OM]</details>"),
        ("<p>a &amp; b\n&lt;PGA&gt;</p>", "<p>a &amp; b\n&lt;[pga|PGA]&gt;</p>"),
        ('<p title="PGA">x</p><!-- PGA -->', '<p title="PGA">x</p><!-- PGA -->'),
        ("<blockquote><p>OM</p></blockquote>", "<blockquote><p>OM</p></blockquote>"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_first_use_in_a_template(html: str, expected: str) -> None:
    assert explained_html(html) == expected


def test_a_template_goes_on_with_what_the_page_has_seen() -> None:
    assert explained_html("<p>PGA en OM</p>", "pga") == "<p>PGA en [om|OM]</p>"


@given(st.text(alphabet="PGAOM <>&;/abch2p\n\r\t\"'=é\u2028-", max_size=80))
def test_taking_the_links_away_gives_the_html_back(raw: str) -> None:
    html = f"<p>{escape(raw)}</p>"
    assert re.sub(r"\[[a-z-]+\|([^\]]+)\]", r"\1", explained_html(html)) == html


@given(st.text(alphabet="PGAOM *_[]()#>|-`~.\n1", max_size=80))
def test_explaining_changes_no_letter_of_a_page(raw: str) -> None:
    blocks = markdown.read(raw)
    assert n.text_of(explained_tree(blocks, set())) == n.text_of(blocks)


def test_the_real_glossary_is_cheap_and_certain(contents: Content) -> None:
    list_ = glossary.WordList(contents.view.catalog.all_of(m.Begrip))
    assert len(list_.woorden) > 80
    assert {"VNON", "DVO", "RVO", "OM", "PGA", "re_BOOTCMP"} <= set(list_.woorden)
    assert not {"Oost-Nederland", "Midden-Nederland", "Trekker"} & set(list_.woorden)
    texts = [p.tekst for p in contents.view.catalog.all_of(m.Praktijk)]
    pages = [markdown.read(text) for text in texts]
    start = time.process_time()
    for page in pages:
        explained_tree(page, set(), list_)
    assert (time.process_time() - start) / sum(map(len, texts)) * 1_000_000 < 1.5, "seconds for a megabyte of prose"
