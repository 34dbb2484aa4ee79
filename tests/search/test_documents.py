"""From a page's HTML to the parts that are searched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.search.documents import DocumentPart, parts_from_html


def test_splits_at_headings_with_an_id() -> None:
    html = '<h1>Titel</h1><p>Vooraf.</p><h2 id="a">Kop <em>A</em></h2><p>Een <b>twee</b>drie.</p><h3 id="b">B</h3><ul><li>x</li><li>y</li></ul><h2>Los</h2>'
    assert parts_from_html(html) == (
        DocumentPart("", "", "Vooraf."),
        DocumentPart("a", "Kop A", "Een tweedrie."),
        DocumentPart("b", "B", "x y Los"),
    )


def test_a_heading_takes_the_anchor_of_what_it_begins() -> None:
    """So are questions with answers written, and tables of data: the id is on the section."""
    html = '<section id="q1"><h2>1. Vraag?</h2><p>Antwoord.</p></section><ul><li id="x">los</li></ul><h2>Kop</h2>'
    assert parts_from_html(html) == (DocumentPart("q1", "1. Vraag?", "Antwoord. los Kop"),)


@pytest.mark.parametrize(
    "gone",
    ["<nav><a>weg</a></nav>", "<script>weg</script>", "<svg><title>weg</title></svg>", '<span aria-hidden="true">weg</span>', "<p hidden>weg</p>",
     "<div data-zoek-niet><p>weg</p><br></div>", '<a class="headerlink" href="#x">weg</a>', "<template><b>weg</b></template>", "<form><label>weg</label></form>"],
)  # fmt: skip
def test_leaves_out_what_no_one_looks_for(gone: str) -> None:
    assert parts_from_html(f"<p>voor</p>{gone}<p>na</p>") == (DocumentPart("", "", "voor na"),)


def test_cells_and_lines_part_words() -> None:
    assert parts_from_html("<table><tr><td>een</td><td>twee</td></tr></table>a<br>b &amp; c") == (
        DocumentPart("", "", "een twee a b & c"),
    )


@given(st.text())
def test_never_fails_on_what_is_no_html(tekst: str) -> None:
    assert isinstance(parts_from_html(tekst), tuple)
