"""From a page's tree to the parts that are searched."""

from __future__ import annotations

import pytest

from macros.document import fragments, markdown, rewriting
from macros.document import nodes as n
from macros.search.documents import DocumentPart, parts


def of_markdown(*lines: str) -> tuple[DocumentPart, ...]:
    return parts(markdown.read("\n".join(lines)))


def of_html(html: str) -> tuple[DocumentPart, ...]:
    return parts(fragments.read(html))


def text(*inlines: n.Inline) -> str:
    return "".join(part.tekst for part in parts((n.Paragraph(1, 1, inlines),)))


def test_splits_at_headings_of_two_levels_and_leaves_the_title_out() -> None:
    page = of_markdown("# Titel", "Vooraf.", "## Kop *A*", "Een **twee**drie.", "### B", "- x", "- y", "#### Diep", "z")
    assert page == (
        DocumentPart("", "", "Vooraf."),
        DocumentPart("kop-a", "Kop A", "Een tweedrie."),
        DocumentPart("b", "B", "x y Diep z"),
    )


def test_a_heading_takes_the_anchor_of_what_it_begins() -> None:
    """So are questions with answers written, and tables of data: the id is on the section."""
    html = '<section id="q1"><h2>1. Vraag?</h2><p>Antwoord.</p></section><ul><li id="x">los</li></ul><h2>Kop</h2>'
    assert of_html(html) == (DocumentPart("q1", "1. Vraag?", "Antwoord. los Kop"),)


def test_only_what_a_part_begins_with_takes_its_anchor() -> None:
    html = '<section id="a"><div><h3>Eerst</h3></div><p>x</p><h3>Dan</h3></section><h2 id="b">Zelf</h2>'
    assert of_html(html) == (DocumentPart("a", "Eerst", "x Dan"), DocumentPart("b", "Zelf", ""))


@pytest.mark.parametrize(
    "gone",
    ["<nav><a>weg</a></nav>", "<script>weg</script>", "<svg><title>weg</title></svg>", '<span aria-hidden="true">weg</span>', "<p hidden>weg</p>",
     "<div data-zoek-niet><p>weg</p><br></div>", '<a class="headerlink" href="#x">weg</a>', "<template><b>weg</b></template>", "<form><label>weg</label></form>",
     '<p class="stand-van">weg</p>', '<a class="bron" href="weg">weg</a>', "<h1>weg</h1>", '<section data-zoek-niet><h2 id="weg">weg</h2></section>'],
)  # fmt: skip
def test_leaves_out_what_no_one_looks_for(gone: str) -> None:
    assert of_html(f"<p>voor</p>{gone}<p>na</p>") == (DocumentPart("", "", "voor na"),)


def test_cells_blocks_and_lines_part_words() -> None:
    assert of_html("<table><tr><td>een</td><td><p>twee</p><p>drie</p></td></tr></table>a<br>b &amp; c") == (
        DocumentPart("", "", "een twee drie a b & c"),
    )
    assert of_markdown("Tabel: Naam", "| a | b |", "|---|--:|", "| c | 1 |", "", "een  ", "twee", "drie") == (
        DocumentPart("", "", "Naam a b c 1 een twee drie"),
    )


def test_a_note_is_found_where_the_notes_stand_and_its_mark_says_nothing() -> None:
    page = of_markdown("## A", "€ 323.504[^x] en", "", "[^x]: Zonder btw.", "", "## B", "meer")
    assert page == (DocumentPart("a", "A", "€ 323.504 en"), DocumentPart("b", "B", "meer Zonder btw."))


def test_words_that_stand_out_stay_and_addresses_do_not() -> None:
    page = of_markdown(
        "~~weg~~ `code` [link](https://e.nl 't') ![Kaart](a.png)", "", '![Foto](b.png "Onder de foto")',
        "", "> Zei zij", "", "> [!NOTE]", "> Let op", "", "```", "x = 1", "```", "---", "1. - [x] klaar",
    )  # fmt: skip
    assert page == (
        DocumentPart("", "", "weg code link Kaart Foto Onder de foto Zei zij Let op x = 1 klaar"),
    )  # fmt: skip
    assert text(n.Text(1, 1, "De "), n.Term(1, 4, "pga", "PGA"), n.Remark(1, 7, (n.Text(1, 7, " bron"),))) == "De PGA"
    assert text(n.RawInline(1, 1, "<b>"), n.Phrase(1, 4, "abbr", (n.Text(1, 4, "vo"),), "voorbeeld")) == "<b>vo"
    assert parts((n.RawBlock(1, 1, "<hr>"), n.Rule(2, 1))) == (DocumentPart("", "", "<hr>"),)


def test_names_stand_before_what_is_said_of_them() -> None:
    assert of_html("<dl><dt>Jaar</dt><dt>Fase</dt><dd>2023</dd><dd><ul><li>loopt</li></ul></dd></dl>") == (
        DocumentPart("", "", "Jaar Fase 2023 loopt"),
    )


def test_blocks_that_a_word_yields_in_a_sentence_stand_apart() -> None:
    word = markdown.placeholder("k1")
    page = markdown.read(f"## Kop {word}\n\n| a{word}b |\n|---|\n| **x{word}** |")
    yielded = fragments.read('<h3 id="y">y</h3><ul><li>1</li><li>2</li></ul>')
    assert parts(rewriting.filled(page, lambda _: yielded)) == (DocumentPart("kop", "Kop y 1 2", "a y 1 2 b x y 1 2"),)


def test_a_word_that_was_not_carried_out_is_no_page() -> None:
    for in_a_block in (True, False):
        with pytest.raises(KeyError, match="Word"):
            of_markdown(f"a {markdown.placeholder('k1', block=in_a_block)} b")
