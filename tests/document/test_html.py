"""What a tree may become in HTML: what someone typed is text, and leads nowhere that it should not."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from macros.document import html, markdown
from macros.document import nodes as n
from macros.document.html import Rendering
from macros.document.templates import View, environment
from macros.records.catalog import Catalog

VIEW = View(Catalog({}), environment(Path(__file__).parents[2] / "overrides/fragments"))
PAGE = Rendering(VIEW.render, lambda _: "")
ELSEWHERE = Rendering(VIEW.render, lambda _: "", address=lambda address: f"https://v.nl/{address}", elsewhere=True)
FORMS = pytest.mark.parametrize("form", [PAGE, ELSEWHERE], ids=["page", "elsewhere"])
EVIL = [
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](<java\tscript:alert(1)>)", "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,1)", "![x](javascript:alert(1))", "<javascript:alert(1)>", "[x][e]\n\n[e]: vbscript:1",
    "<iframe src=//x></iframe>", '<svg onload="alert(1)"></svg>', '<p style="position:fixed">x</p>',
    '[x](y.md "\\" onmouseover=alert(1) x=\\"")', '![a" onerror="alert(1)](x.png)', '```x" onclick="1\n</code><script>\n```',
    '[^"><script>]\n\n[^"><script>]: x', "# <b id=x>kop</b>", "| <i> |\n| --- |\n| <script> |", "Tabel: <script>\n| a |\n|---|\n| b |",
]  # fmt: skip
TAGS = {
    "a", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "section", "span", "strong", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "align", "alt", "aria-label", "aria-labelledby", "class", "data-kop", "href", "id", "role", "scope", "src", "start",
    "tabindex", "title",
}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@FORMS
@pytest.mark.parametrize("evil", EVIL)
def test_nothing_that_runs_or_leads_astray_is_written(evil: str, form: Rendering) -> None:
    for tag, attributes in Tags(html.to_html(markdown.read(evil), form)).found:
        assert tag in TAGS
        assert attributes.keys() <= ATTRIBUTES
        for name in ("href", "src"):
            address = attributes.get(name) or ""
            assert not any(scheme in address.lower() for scheme in ("script:", "data:"))


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("../b/", True), ("#a", True), ("b.pdf?x=a:b", True), ("https://e.nl", True), ("HTTP://e.nl", True), ("mailto:a@e.nl", True),
        ("tel:0800", True), ("javascript:1", False), ("java\nscript:1", False), (" javascript:1", False), ("data:x", False),
        ("file:///x", False), ("ftp://e.nl", False), ("vbscript:x", False),
    ],
)  # fmt: skip
def test_an_address_may_lead_to_a_page_a_site_or_a_mailbox(address: str, good: bool) -> None:  # noqa: FBT001 - what is asked
    assert html.safe(address) is good


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("Jongeren <18 & ouder", "<p>Jongeren &lt;18 &amp; ouder</p>"),
        ("~~weg~~ **vet**  \nnieuw", "<p><del>weg</del> <strong>vet</strong><br>\nnieuw</p>"),
        ("a:\n- b\n  - c", "<p>a:</p>\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul></li>\n</ul>"),
        ("3) c\n4) d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
        ("## Kop [x](../y.md)", '<h2 id="kop-x">Kop <a href="../y.md">x</a></h2>'),
        ("```py\na<b\n```", '<pre><code class="language-py">a&lt;b\n</code></pre>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("---", "<hr>"),
        ('![a](b.png "c")', '<figure>\n<img alt="a" src="b.png">\n<figcaption>c</figcaption>\n</figure>'),
    ],
)
def test_what_people_type_looks_as_it_should(typed: str, page: str) -> None:
    assert html.to_html(markdown.read(typed), PAGE) == page


def test_a_table_that_someone_typed_gets_what_ours_have() -> None:
    made = html.to_html(
        markdown.read("Tabel: De *tal*\n| G | N | M |\n|:--|--:|:-:|\n| Tiel | 12 | x |\n| Ede | 3 | y |"), PAGE
    )
    assert '<div class="tabel" role="region" aria-labelledby="tabel:1" tabindex="0">' in made
    assert '<caption id="tabel:1">De <em>tal</em></caption>' in made
    assert '<th scope="col" class="getal">N</th>' in made
    assert (
        '<tr><th scope="row">Tiel</th><td data-kop="N" class="getal">12</td><td data-kop="M" class="midden">x</td></tr>'
        in made
    )
    bare = html.to_html(markdown.read("| G | N |\n|---|---|\n| Tiel | 12 |\n| Tiel | 12 |"), PAGE)
    assert 'aria-label="Tabel met G, N"' in bare
    two = html.to_html(markdown.read("| G |\n|---|\n| a |\n\n| G |\n|---|\n| a |\n\n| |\n|---|\n| a |"), PAGE)
    assert re.findall('aria-label="(.*?)"', two) == ["Tabel met G", "Tabel 2 met G", "Tabel 3"], "no two have one name"
    assert '<td data-kop="G">Tiel</td>' in bare, "a column that tells no rows apart heads none"


def test_notes_lead_there_and_back_and_never_touch_a_figure() -> None:
    tree = markdown.read("€ 323.504[^1] en 10[^1].\n\n[^1]: Zoals begroot.")
    made = html.to_html(tree, PAGE)
    assert '323.504<sup id="fnref:1"><a class="footnote-ref" href="#fn:1" aria-label="noot 1">1</a></sup>' in made
    assert '10<sup id="fnref2:1">' in made
    assert '<li id="fn:1">\n<p>Zoals begroot.</p>' in made
    assert 'href="#fnref:1"' in made
    assert 'href="#fnref2:1"' in made
    assert "323.504<sup>[1]</sup> en" in html.to_html(tree, ELSEWHERE)


def test_addresses_are_full_for_a_reader_elsewhere_and_anchors_are_gone() -> None:
    made = html.to_html(markdown.read("## A\n\n[b](b/) ![c](d.png)"), ELSEWHERE)
    assert made == '<h2>A</h2>\n<p><a href="https://v.nl/b/">b</a> <img alt="c" src="https://v.nl/d.png"></p>'


def test_a_node_where_it_cannot_stand_is_no_paragraph() -> None:
    with pytest.raises(TypeError, match="Row"):
        html.to_html([n.Row(0, 0, ())], PAGE)
