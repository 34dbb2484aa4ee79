"""What someone wrote on a report's page is in its PDF as it was written: steps, tables, quotations, notes and addresses."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NumberObject

from macros.channels import previews, reports
from macros.channels.reports import drawing, sentences
from macros.channels.reports.blocks import Block
from macros.channels.reports.document import Contents
from macros.document import fragments, markdown
from macros.document import nodes as n
from macros.records.catalog import Rapport
from tests.helpers.small_catalog import netwerk

TEMPLATES = Path(__file__).parents[2] / "overrides/reports"
OWN = previews.of_network(netwerk(), TEMPLATES)
TODAY = date(2026, 11, 22)
ADDRESS = "https://veiligheidsnetwerken.nl/organisatie/"
LOST_FORM = f"""\
## Zo vraagt u subsidie aan

3. Bel met de [coördinator]({ADDRESS}).
4. Vul het formulier in.

    - met uw naam
    - met uw gemeente

5. Wacht op antwoord.

| Gemeente | Meldingen | Verschil |
|:---------|----------:|---------:|
| Aalten | 1.204 | -3,5 |
| Almelo | 98 | 12 |

> Een citaat van een bestuurder.
"""
GLUED_NOTE = """\
## Wat kostte de proef?

Het budget was € 323.504[^1]. Voor 30[^1] gemeenten is dat genoeg.

[^1]: Zoals begroot.
"""
EVERYTHING = """\
## Kop[^a] met *nadruk*

Een **vet** en *schuin* en ~~oud~~ woord, `code  hier`, ![een foto](https://x.nl/f.png), https://kaal.nl en\\
een <b>ruw</b> stuk.

#### Te diepe kop

1) eerste

   | in een | lijst |
   |---|---|
   | ja | nee |

- [x] gedaan
- [ ] nog niet

> [!CAUTION]
> Kijk uit[^b].

![wat te zien is](https://x.nl/g.png "Wat eronder staat")

Tabel: Hoe het heet
| kop links | kop rechts |
|---|--:|
| cel | 1.204 |

***

```
regel  een
```

<div>ruw blok</div>

[^a]: Noot a.
[^b]: Noot b.
"""
TEMPLATE = """\
<section id="deel"><h2>Uit een woord</h2><dl><dt>Naam</dt><dt>Bijnaam</dt><dd>Waarde</dd></dl>
<p class="stand-van">Stand van gisteren</p><p><q>gezegd</q> 10<sup>2</sup> H<sub>2</sub>O <small>klein</small>
<abbr title="x">AFK</abbr> <mark>gemarkeerd</mark> <kbd>Ctrl</kbd> <cite>boek</cite> <a href="https://x.nl/stil">stil</a></p></section>
"""


def _pdf(*tree: Block) -> bytes:
    """A report that holds only this."""
    rapport = Rapport("voortgang", "2023", "Voortgangsbericht", "2023", "Voortgang", ())
    return reports.pdf(rapport, Contents("2023", (), tree), TEMPLATES, today=TODAY, site="https://x.nl/", own=OWN)


@cache
def _typed(text: str) -> bytes:
    return _pdf(*markdown.read(text))


def _words(pdf: bytes) -> str:
    """What stands in a report below its cover, with single spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages[1:]
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _structure(pdf: bytes) -> list[tuple[str, ...]]:
    """The path to each element of a document's structure: `("/Document", "/Table", "/TR", "/TH")`."""
    found: list[tuple[str, ...]] = []

    def look(node: object, path: tuple[str, ...]) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                look(child, path)
        elif isinstance(node, DictionaryObject) and not isinstance(node, NumberObject):
            path = (*path, str(node["/S"])) if "/S" in node else path
            found.extend([path] if "/S" in node else [])
            look(node.get("/K", []), path)

    look(PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"], ())
    return found


def _links(pdf: bytes) -> set[str]:
    marks = [mark.get_object() for page in PdfReader(io.BytesIO(pdf)).pages for mark in page.get("/Annots", [])]
    return {str(mark["/A"]["/URI"]) for mark in marks if "/URI" in mark.get("/A", {})}


# ── What went wrong before ──────────────────────────────────────────────────────────────────────────────


def test_steps_keep_their_numbers_and_what_is_under_them() -> None:
    steps = f"3. Bel met de coördinator ({ADDRESS}). 4. Vul het formulier in. • met uw naam • met uw gemeente 5. Wacht"
    assert steps in _words(_typed(LOST_FORM))
    nested = [path for path in _structure(_typed(LOST_FORM)) if path[-1] == "/LI" and path.count("/L") == 2]
    assert len(nested) == 2


def test_a_table_is_a_table_with_a_row_that_heads_it() -> None:
    paths = _structure(_typed(LOST_FORM))
    assert [path[-1] for path in paths if "/Table" in path].count("/TH") == 3
    assert [path[-1] for path in paths if "/Table" in path].count("/TD") == 6
    assert "Gemeente Meldingen Verschil Aalten 1.204 -3,5 Almelo 98 12" in _words(_typed(LOST_FORM))


def test_figures_stand_to_the_right_where_their_author_put_them() -> None:
    (table,) = (block for block in drawing.blocks(markdown.read(LOST_FORM)) if block["kind"] == "table")
    assert [cell["align"] for cell in table["rows"][0]["cells"]] == ["left", "right", "right"]


def test_a_quotation_can_be_told_from_our_own_words() -> None:
    assert any(path[-1] == "/BlockQuote" for path in _structure(_typed(LOST_FORM)))
    assert "Een citaat van een bestuurder." in _words(_typed(LOST_FORM))


def test_a_link_can_be_clicked_and_read_on_paper() -> None:
    assert ADDRESS in _links(_typed(LOST_FORM))
    assert f"coördinator ({ADDRESS})." in _words(_typed(LOST_FORM))


def test_a_note_does_not_become_part_of_a_figure_and_is_there() -> None:
    words = _words(_typed(GLUED_NOTE))
    assert re.search(r"€ 323\.504(?!\d)", words)
    assert re.search(r"Voor 30(?!\d)\S* gemeenten", words)
    assert words.count("[1] Zoals begroot.") == 1


def test_only_a_word_that_is_longer_than_its_column_is_broken() -> None:
    long, longer = "Samenwerkingsverbanden", "Aansprakelijkheidswaardevaststellingsveranderingen"
    head = "| Kolom | Lang | c | d |\n|---|---|---|---|\n"
    words = _words(_typed(f"{head}| Verbanden | {longer} | {longer} | 31 december 2023 |\n\nEn {long}."))
    assert "Verbanden" in words
    assert long in words
    assert "31 december 2023" in words
    assert longer not in words
    assert longer in words.replace("\N{SOFT HYPHEN} ", "").replace("\N{SOFT HYPHEN}", "").replace("- ", "")


def test_a_line_of_text_breaks_no_word_date_amount_or_name() -> None:
    pieces = (
        "31 december 2023",
        "€\N{NO-BREAK SPACE}1.234.567,89",
        "Noord-Holland",
        "2e kwartaal 2024",
        "76 gemeenten",
    )
    pdf = _typed(" ".join(f"{'x' * width} {piece}." for width in range(1, 60) for piece in pieces))
    lines = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages[1:])
    for piece in pieces:
        assert lines.count(piece.replace("\N{NO-BREAK SPACE}", " ")) == 59


# ── Every kind of node ──────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_node_is_known_and_every_other_raises() -> None:
    assert set(drawing._BLOCKS) >= {*n.BLOCKS, n.Word}  # noqa: SLF001 - the lists are the thing to hold
    assert set(sentences._INLINES) == set(n.INLINES)  # noqa: SLF001 - the same
    with pytest.raises(TypeError, match="does not know str"):
        drawing.blocks(("los",))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="does not know Rule"):
        sentences.runs((n.Rule(1, 1),))  # type: ignore[arg-type]


@pytest.mark.parametrize("block", [True, False])
def test_a_word_that_nothing_was_put_in_place_of_raises(block: bool) -> None:  # noqa: FBT001 - both kinds
    word = n.Word(1, 1, "0", block)
    with pytest.raises(TypeError, match="in place of the word 0"):
        drawing.blocks((word if block else n.Paragraph(1, 1, (word,)),))


def test_the_words_of_every_kind_of_node_are_there() -> None:
    words = _words(_pdf(*markdown.read(EVERYTHING), *fragments.read(TEMPLATE)))
    for piece in (
        "1 Kop[1] met nadruk", "Een vet en schuin en oud woord, code hier, (afbeelding: een foto), https://kaal.nl en",
        "een <b>ruw</b> stuk.", "1.1 Te diepe kop", "1. eerste", "in een lijst ja nee", "☑ gedaan", "☐ nog niet", "Pas op Kijk uit[2].",
        "Afbeelding: wat te zien is Wat eronder staat", "Hoe het heet kop links kop rechts cel 1.204", "regel een",
        "<div>ruw blok</div>", "Noten [1] Noot a. [2] Noot b.", "2 Uit een woord Naam, Bijnaam: Waarde", "Stand van gisteren",
        "“gezegd” 10² H₂O klein AFK gemarkeerd Ctrl boek stil",
    ):  # fmt: skip
        assert piece in words


def test_only_what_an_author_linked_has_its_address_behind_it() -> None:
    pdf = _pdf(*markdown.read("Zie [dit](https://x.nl/a), https://x.nl/b en [hier](#kop)."), *fragments.read(TEMPLATE))
    assert "Zie dit (https://x.nl/a), https://x.nl/b en hier." in _words(pdf)
    assert {"https://x.nl/a", "https://x.nl/b", "https://x.nl/stil"} <= _links(pdf)
    assert "https://x.nl/stil" not in _words(pdf)
    assert "Zie www.x.nl, x.nl/a en dit." in _words(
        _pdf(*markdown.read("Zie www.x.nl, [x.nl/a](https://x.nl/a/) en dit."))
    )


@pytest.mark.parametrize("typed", ["## {}", "{}", "> > **{}**"])
def test_a_word_that_is_longer_than_its_line_is_broken(typed: str) -> None:
    word = "Meervoudigepersoonlijkheidsstoornisbehandelingscentrumoverlegvergaderzaaldeurkrukkenfabrieksterreinbewaking"
    words = _words(_pdf(*markdown.read(typed.format(word))))
    assert word not in words, "it stands on two lines"
    assert word in words.replace("\N{SOFT HYPHEN}", "").replace(" ", "")


@pytest.mark.parametrize("kind", [n.ListItem, n.Row, n.Cell, n.Note, n.Fact])
def test_a_part_of_a_block_that_stands_alone_is_drawn(kind: type) -> None:
    words = (n.Text(0, 0, "los"),)
    every: dict[type, n.Block] = {
        n.ListItem: n.ListItem(0, 0, (n.Paragraph(0, 0, words),)), n.Row: n.Row(0, 0, (n.Cell(0, 0, words),)), n.Cell: n.Cell(0, 0, words),
        n.Note: n.Note(0, 0, "a", 1, 1, (n.Paragraph(0, 0, words),)), n.Fact: n.Fact(0, 0, (words,), ()),
    }  # fmt: skip
    assert "los" in str(drawing.blocks((every[kind],)))


# ── Whatever is typed, the PDF is made ──────────────────────────────────────────────────────────────────


def test_words_may_look_every_way_at_once() -> None:
    """A tag of a PDF for everyone cannot hold everything together; the export tells, and the build would stop."""
    kinds: list[Callable[[int, int, tuple[n.Inline, ...]], n.Inline]] = [
        n.Emphasis, n.Strong, n.Strike, n.Remark, *(lambda a, b, x, k=k: n.Phrase(a, b, k, x) for k in ("mark", "sub", "sup", "kbd")),
        lambda line, column, x: n.Link(line + 1, column, "https://x.nl/", x),
    ]  # fmt: skip
    leaves = (n.Text(0, 0, "woord"), n.Code(0, 0, "code"), n.NoteMark(0, 0, "a", 1, 1))
    tree = [n.Paragraph(0, 0, (one(0, 0, (two(0, 0, leaves),)),)) for one, two in itertools.permutations(kinds, 2)]
    whole: tuple[n.Inline, ...] = leaves
    for kind in kinds:
        whole = (kind(0, 0, whole),)
    note = n.Note(0, 0, "a", 1, 1, (n.Paragraph(0, 0, leaves),))
    assert _words(_pdf(n.Heading(0, 0, 2, "", whole), *tree, n.Notes(0, 0, (note,)))).count("woord") == len(tree) + 2


@pytest.mark.parametrize(
    "wrap",
    [
        lambda tree: n.List(0, 0, 1, True, (n.ListItem(0, 0, tree, done=True),)),  # noqa: FBT003
        lambda tree: n.Quotation(0, 0, tree),
        lambda tree: n.Alert(0, 0, "tip", tree),
        lambda tree: n.Facts(0, 0, (n.Fact(0, 0, ((n.Text(0, 0, "naam"),),), tree),)),
        lambda tree: n.Table(0, 0, (), (), (n.Row(0, 0, (n.Cell(0, 0, tree),)),)),
        lambda tree: n.Group(0, 0, tree, beside=True),
    ],
)
def test_what_nests_deeper_than_typst_can_is_there_all_the_same(wrap: object) -> None:
    tree = markdown.read(
        "## Diep\n\n- **[*~~woord~~*](https://x.nl/)** \n\n| a |\n|---|\n| cel |\n\n> onderaan[^1]\n\n[^1]: noot"
    )
    for _ in range(20):
        tree = (wrap(tree),)  # type: ignore[operator]
    words = _words(_pdf(*tree))
    assert all(piece in words for piece in ("Diep", "woord", "cel", "onderaan[1]", "noot"))


@pytest.mark.parametrize(
    "typed",
    [
        "", "##", "- ", "> ", "0. nul", "999999999. veel", "|a|\n|-|", "| | |\n|-|-|\n| | |", "[^a]\n\n[^a]: zie [^a]", "[^b]",
        "> [!NOTE]\n> " + "lang " * 3000, "|a|b|\n|-|-|\n" + "|x|y|\n" * 300, f"|{'kolom|' * 20}\n|{'-|' * 20}\n|{'een woord|' * 20}",
        "x" * 500, "```\n" + "y" * 500 + "\n```", "# een\n\n###### zes\n\n## twee\n\n#### vier", "[](https://x.nl)", "![](x.png)",
    ],
)  # fmt: skip
def test_nothing_that_may_be_typed_stops_the_export(typed: str) -> None:
    assert _typed(typed).startswith(b"%PDF")


def test_no_heading_skips_a_level() -> None:
    tree = markdown.read("#### diep\n\n# \n\n###### dieper\n\n> ## van een ander\n\n## terug")
    levels = [block["level"] for block in drawing.blocks(tree) if block["kind"] == "heading"]
    assert levels == [1, 2, 1]


def test_cells_that_span_leave_no_place_empty_or_taken_twice() -> None:
    html = """<table><thead><tr><th rowspan="2">A</th><th colspan="2">BC</th></tr><tr><th>B</th><th>C</th></tr></thead>
    <tbody><tr><th rowspan="9">r</th><td>x</td></tr><tr><td colspan="2">y</td></tr></tbody></table>"""
    (table,) = drawing.blocks(fragments.read(html))
    spans = [
        [(cell["columns"], cell["rows"]) for cell in row]
        for row in (*table["head"], *(r["cells"] for r in table["rows"]))
    ]
    assert spans == [[(1, 2), (2, 1)], [(1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)], [(2, 1)]]
    assert "y" in _words(_pdf(*fragments.read(html)))


def test_a_long_list_takes_no_long_time() -> None:
    (list_,) = drawing.blocks(markdown.read("- a\n" * 20_000))
    assert len(list_["items"]) == 20_000
