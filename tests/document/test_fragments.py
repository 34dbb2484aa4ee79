"""What our templates make, as nodes; and the same HTML, moved."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.document import fragments
from macros.document import nodes as n

FRAGMENTS = sorted((Path(__file__).parents[2] / "overrides" / "fragments").glob("*.html"))
WHOLE_FILES = {"doorverwijzing.html"}
"""Not a part of a page."""
SAYS_NOTHING = {
    "button", "circle", "desc", "fieldset", "form", "input", "label", "legend", "nav", "noscript", "output", "path", "polyline",
    "rect", "svg", "text", "title",
}  # fmt: skip
"""Tags of forms, of menus and of drawings."""
FRAMES = {
    "dd dt": "<dl>{}</dl>", "li": "<ul>{}</ul>", "dl": "<dl><dt>woord</dt></dl>", "ol ul": "<ul><li>woord</li></ul>",
    "table tbody thead tr": "<table><tbody><tr><td>woord</td></tr></tbody></table>", "caption": "<table>{}</table>",
    "td th": "<table><tr>{}</tr></table>", "circle desc path polyline rect text title": "<svg>{}</svg>",
    "fieldset input label legend output": "<form>{}</form>",
}  # fmt: skip
"""In what a tag stands, where it does not stand by itself."""


def text(content: str) -> n.Text:
    return n.Text(0, 0, content)


def paragraph(*inlines: n.Inline | str) -> n.Paragraph:
    return n.Paragraph(0, 0, sentence(*inlines))


def sentence(*inlines: n.Inline | str) -> tuple[n.Inline, ...]:
    return tuple(text(inline) if isinstance(inline, str) else inline for inline in inlines)


def link(address: str, *inlines: n.Inline | str, title: str = "") -> n.Link:
    return n.Link(0, 0, address, sentence(*inlines), title)


def cell(content: str, **more: Any) -> n.Cell:  # noqa: ANN401 - the rest of a cell
    return replace(n.Cell(0, 0, sentence(content)), **more)


def words(html: str) -> str:
    return " ".join(n.text_of(fragments.read(html)).split())


# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a &amp; b\n c", ("a & b c",)),
        ('Zie <a class="begrip" href="../begrippen/#om" title="Openbaar Ministerie: x">het <b>OM</b></a>.',
         ("Zie ", link("../begrippen/#om", "het ", n.Strong(0, 0, sentence("OM")), title="Openbaar Ministerie: x"), ".")),
        ('<a class="begrip" href="b/"><abbr title="voluit">VO</abbr></a>',
         (link("b/", n.Phrase(0, 0, "abbr", sentence("VO"), "voluit")),)),
        ('<a id="hier">zonder adres</a>', ("zonder adres",)),
        ('<span class="onbekend">onbekend</span> <time datetime="2023-01-01">1 januari 2023</time>', ("onbekend 1 januari 2023",)),
        ("<i>a</i><em>b</em><s>c</s><del>d</del>",
         (n.Emphasis(0, 0, sentence("a")), n.Emphasis(0, 0, sentence("b")), n.Strike(0, 0, sentence("c")), n.Strike(0, 0, sentence("d")))),
        ("12.500 <sup>1</sup><small>noot</small>",
         ("12.500 ", n.Phrase(0, 0, "sup", sentence("1")), n.Phrase(0, 0, "small", sentence("noot")))),
        ('een<br>twee<img src="k.png" alt="kaart" title="t">', ("een", n.Break(0, 0), "twee", n.Image(0, 0, "k.png", "kaart", "t"))),
        ("<code>{{ a  b }}</code>", (n.Code(0, 0, "{{ a  b }}"),)),
        ('Zo <a class="bron" href="bronnen/x/">Jaarplan</a>', ("Zo ", n.Remark(0, 0, (link("bronnen/x/", "Jaarplan"),)))),
        ("a<p>b</p>c", ("a b c",)),
        (" <!-- niets --> ", ()),
    ],
)  # fmt: skip
def test_a_sentence(html: str, expected: tuple[n.Inline | str, ...]) -> None:
    found = fragments.sentence(html)
    assert n.trimmed(found) == sentence(*expected)


@pytest.mark.parametrize(
    "gone",
    ['<span class="onzichtbaar">weg</span>', '<span aria-hidden="true">weg</span>', "<b hidden>weg</b>", "<script>weg</script>", "<button>weg</button>",
     '<a class="headerlink" href="#x">weg</a>', "<svg><title>weg</title><text>weg</text></svg>", "<noscript>weg</noscript>", "<!-- weg -->",
     "<form><label>weg</label></form>", "<nav><ol><li>weg</li></ol></nav>", "<template><p>weg</p></template>", "<style>weg</style>"],
)  # fmt: skip
def test_what_no_one_sees_and_what_only_a_page_can_do_is_left_out_but_not_what_follows(gone: str) -> None:
    assert words(f"<div>voor {gone}na</div>") == "voor na"
    assert words(f"<ul><li>voor</li></ul>{gone}na") == "voorna"
    assert words(f"<dl><dt>a{gone}</dt><dd>b{gone}</dd></dl>") == "ab"
    assert words(f"<table><tr><td>a{gone}</td></tr></table>") == "a"


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────


def test_headings_paragraphs_and_loose_words() -> None:
    assert fragments.read('los <b>woord</b><h2 id="a">Kop</h2>\n<div><p>x</p>\n<p> </p></div>rest<hr>') == (
        paragraph("los ", n.Strong(0, 0, sentence("woord"))), n.Heading(0, 0, 2, "a", sentence("Kop")), paragraph("x"),
        paragraph("rest"), n.Rule(0, 0),
    )  # fmt: skip


def test_an_anchor_makes_a_part_and_what_is_beside_the_text_is_told_apart() -> None:
    """As in `stand.html`."""
    html = (
        '<section class="stand" id="s" data-thema="jeugd">\n<h3><a href="t/">Team</a></h3>\n'
        '<p class="stand-van">Stand van 2023.</p>\n<p>Tekst.</p>\n</section>\n<p class="leeg">Niets.</p>'
    )
    assert fragments.read(html) == (
        n.Group(0, 0, (
            n.Heading(0, 0, 3, "", (link("t/", "Team"),)), n.Group(0, 0, (paragraph("Stand van 2023."),), beside=True),
            paragraph("Tekst."),
        ), "s"),
        n.Group(0, 0, (paragraph("Niets."),), beside=True),
    )  # fmt: skip


def test_a_list_of_links_is_kept_out_of_the_search_whole() -> None:
    """As in `situaties.html`."""
    [part] = fragments.read('<dl class="definitie" data-zoek-niet><div><dt>a</dt><dd>b</dd></div></dl>')
    assert isinstance(part, n.Group)
    assert part.beside
    assert isinstance(part.children[0], n.Facts)


def test_lists_keep_their_start_their_nesting_and_their_anchors() -> None:
    html = '<ol start="3">\n<li>een\n<ul><li id="x">binnen</li></ul>\n</li>\n<li hidden>weg</li>\n<li>twee</li></ol>'
    inner = n.List(0, 0, None, True, (n.ListItem(0, 0, (n.Group(0, 0, (paragraph("binnen"),), "x"),)),))  # noqa: FBT003
    items = (n.ListItem(0, 0, (paragraph("een"), inner)), n.ListItem(0, 0, (paragraph("twee"),)))
    assert fragments.read(html) == (n.List(0, 0, 3, tight=True, children=items),)


@pytest.mark.parametrize(("item", "tight"), [("a", True), ("<p>a</p>", False), ("<p><b>a</b></p>", False)])
def test_a_list_with_paragraphs_is_loose(item: str, tight: bool) -> None:  # noqa: FBT001 - what is expected
    [found] = fragments.read(f"<ul><li>{item}</li></ul>")
    assert isinstance(found, n.List)
    assert found.tight is tight


def test_a_table_has_its_name_its_header_cells_its_figures_and_its_spans() -> None:
    """As in `financien.html`."""
    html = (
        '<div class="tabel" role="region" aria-labelledby="t" tabindex="0">\n<table>\n<caption id="t">Begroting (in euro\'s)</caption>\n'
        '<thead><tr><th scope="col">Post</th><th scope="col" class="getal">2023</th></tr></thead>\n'
        '<tbody>\n<tr><th scope="rowgroup" colspan="2" rowspan="1">Lasten</th></tr>\n<tr class="totaal"><th scope="row">Totaal</th>'
        '<td data-kop="2023" class="vet getal">€ 5</td></tr></tbody><tbody><tr><td><p>a</p><p>b</p></td></tr></tbody>\n</table>\n</div>'
    )
    assert fragments.read(html) == (
        n.Table(0, 0, sentence("Begroting (in euro's)"),
            (n.Row(0, 0, (cell("Post", header=True), cell("2023", header=True, align="right"))),),
            (n.Row(0, 0, (cell("Lasten", header=True, columns=2),)),
             n.Row(0, 0, (cell("Totaal", header=True), cell("€ 5", align="right"))),
             n.Row(0, 0, (n.Cell(0, 0, (paragraph("a"), paragraph("b"))),)))),
    )  # fmt: skip


def test_facts_have_names_and_what_is_said_of_them_with_or_without_a_frame() -> None:
    """As in `kerncijfers.html` and `gemeente.html`."""
    fact = n.Fact(0, 0, (sentence("Inwoners"),), (paragraph("5"), paragraph("Doel: 6")))
    both = n.Fact(
        0,
        0,
        (sentence("a"), sentence("b")),
        (n.List(0, 0, None, tight=True, children=(n.ListItem(0, 0, (paragraph("c"),)),)),),
    )
    html = "<dt>Inwoners</dt>\n<dd>5</dd>\n<dd class='vorige'>Doel: 6</dd>{}<dt>a</dt><dt>b</dt><dd><ul><li>c</li></ul></dd>"
    assert fragments.read(f'<dl class="tegels"><div id="k">{html.format("</div><div>")}</div></dl>') == (
        n.Facts(0, 0, (fact, both)),
    )
    assert fragments.read(f"<dl>{html.format('')}</dl>") == (n.Facts(0, 0, (fact, both)),)


def test_words_of_others_and_lines_to_be_typed() -> None:
    assert fragments.read("<blockquote><p>a</p></blockquote><pre><code>x\n  y</code></pre>") == (
        n.Quotation(0, 0, (paragraph("a"),)),
        n.CodeBlock(0, 0, "x\n  y\n"),
    )


def test_of_a_drawing_the_line_above_it_remains_and_what_can_be_folded_open() -> None:
    """As in `organogram.html`."""
    html = (
        '<figure class="organogram">\n<figcaption>Wie aan wie.</figcaption>\n<svg viewBox="0 0 4 4"><title>t</title><path d="M0 0"/>'
        "<text>vak</text></svg>\n<details>\n<summary>Als lijst</summary>\n<ul><li>a</li></ul></details>\n</figure>"
    )
    listed = n.List(0, 0, None, True, (n.ListItem(0, 0, (paragraph("a"),)),))  # noqa: FBT003
    assert fragments.read(html) == (paragraph("Wie aan wie."), paragraph("Als lijst"), listed)


def test_every_tag_of_our_fragments_says_its_words_or_is_known_to_say_nothing() -> None:
    sources = [file.read_text(encoding="utf-8") for file in FRAGMENTS if file.name not in WHOLE_FILES]
    tags = {tag for source in sources for tag in re.findall(r"<([a-z][a-z0-9]*)(?=[\s>{])", source)} - {"h"}
    assert {"p", "a", "dl", "table", "svg", "details", "figure"} <= tags
    for tag in sorted(tags):
        html = f"<{tag}>woord</{tag}>"
        for framed, frame in FRAMES.items():
            html = frame.format(html) if tag in framed.split() else html
        assert words(html) == ("" if tag in SAYS_NOTHING else "woord"), tag


@given(st.text(alphabet="<>/=\"' abdhiloprtu1&;\n", max_size=60))
def test_no_html_fails_and_no_letter_is_made_up(html: str) -> None:
    assert isinstance(fragments.read(html), tuple)
    assert isinstance(fragments.sentence(html), tuple)


# ── Moving ──────────────────────────────────────────────────────────────────────────────────────────────


def moved(html: str) -> str:
    return fragments.moved(
        html, heading=lambda level: level + 1, anchor="x-{}".format, address=lambda address: f"../{address}"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2 id="a" class="b">A</h2><header></header>', '<h3 id="x-a" class="b">A</h3><header></header>'),
        ("<h2>a</h2><p>b</p> c", "<h3>a</h3><p>b</p> c"),
        ("los &lt;b&gt; &amp; <b>x</b>", "los &lt;b&gt; &amp; <b>x</b>"),
        ('<label for="a">q</label><input id="a" type="search" disabled>', '<label for="x-a">q</label><input id="x-a" type="search" disabled>'),
        ('<div role="region" aria-labelledby="a b" aria-describedby="c"></div>', '<div role="region" aria-labelledby="x-a x-b" aria-describedby="x-c"></div>'),
        ('<a href="#a">x</a><a href="b/#a">y</a>', '<a href="#x-a">x</a><a href="../b/#a">y</a>'),
        ('<img src="k.png" alt="a &lt; b"><br><hr>', '<img src="../k.png" alt="a &lt; b"><br><hr>'),
        ("<p>één\u00a0€ “x” ë</p>", "<p>één\u00a0€ “x” ë</p>"),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl><div><dt>a</dt><dd>b</dd></div></dl>"),
        ("<details><summary>a</summary><p>b</p></details>", "<details><summary>a</summary><p>b</p></details>"),
        ("<pre><code>a\n  b\n</code></pre>", "<pre><code>a\n  b\n</code></pre>"),
        ("", ""),
    ],
)  # fmt: skip
def test_moved(html: str, expected: str) -> None:
    assert moved(html) == expected


def test_a_drawing_survives_the_move() -> None:
    html = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t u" viewBox="0 0 4 4"><title id="t">T</title>'
        '<desc id="u">D</desc><path d="M0 0H4" fill="none"/><text x="1" y="2">a &amp; b</text></svg><p>na</p>'
    )
    assert moved(html) == (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="x-t x-u" viewBox="0 0 4 4"><title id="x-t">T</title>'
        '<desc id="x-u">D</desc><path d="M0 0H4" fill="none"/><text x="1" y="2">a &amp; b</text></svg><p>na</p>'
    )


def test_every_attribute_with_capitals_in_our_templates_survives_the_move() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in FRAGMENTS)
    names = set(re.findall(r'\s([a-z]+[A-Z][A-Za-z]*)="', source))
    assert "viewBox" in names
    for name in sorted(names):
        assert moved(f'<svg {name}="1"></svg>') == f'<svg {name}="1"></svg>'
