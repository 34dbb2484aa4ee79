"""The reader of Markdown: each kind of node, where it stands, and what a page counts (anchors, notes)."""

from __future__ import annotations

import re
from pathlib import Path

import markdown as python_markdown
import pytest

from macros.document import markdown, rewriting
from macros.document import nodes as n
from tests.helpers import generated_markdown

ROOT = Path(__file__).parents[2]
PAGES = [path.read_text("utf-8") for path in sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("newsletters/**/*.md")])]

# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────


def misplaced(source: str) -> list[n.Node]:
    """The texts whose first letters are not at their line and column."""
    lines = re.split(r"\r\n?|\n", source)
    return [
        node
        for node in n.walk(rewriting.rewritten(markdown.read(source), lambda _: (), n.Figure))
        if isinstance(node, n.Text) and (word := re.match(r"\w+|[^&\n]", node.text))
        if not lines[node.line - 1].startswith(word[0], node.column - 1)
        and not lines[node.line - 1].startswith(("&", "\\"), node.column - 1)
    ]


@pytest.mark.parametrize("first", range(0, 500, 100))
def test_a_text_stands_where_its_first_letters_are_typed(first: int) -> None:
    for seed in range(first, first + 100):
        assert misplaced(generated_markdown.page(seed)) == [], seed


def test_a_text_of_the_network_stands_where_its_first_letters_are_typed() -> None:
    assert [found for page in PAGES for found in misplaced(page)] == []


@pytest.mark.parametrize(
    ("source", "text", "line", "column"),
    [
        ("[a]: /x\n  tekst *hier*", "hier", 2, 10),
        ("[a]:\n/x\n'titel'\ntekst *hier*\n", "hier", 4, 8),
        ("> [a]: /x\n> tekst\n> meer *hier*\n", "hier", 3, 9),
        ("[é]: /x\né *hier*\n", "hier", 2, 4),
        ("[a]: /x\nTitel *hier*\n===\n", "hier", 2, 8),
        ("| a | b |\n|---|---|\n| a \\| b *hier* | c |\n", "hier", 3, 11),
        ("| a | b |\n|---|---|\n| a \\| b | é \\| *hier* |\n", "hier", 3, 18),
        ("één **hier**\n", "hier", 1, 7),
        ("a\n   b *hier*\n", "hier", 2, 7),
        ("a\r\nb *hier*\r\n", "hier", 2, 4),
        ("a\rb *hier*\r", "hier", 2, 4),
        ("> [!NOTE]\n> hier\n", "hier", 2, 3),
        ("[^1]: een\n    *hier*\n", "hier", 2, 6),
        ("- a\n\n  1. b *hier*\n", "hier", 3, 9),
    ],
)
def test_places_are_exact(source: str, text: str, line: int, column: int) -> None:
    [found] = [node for node in n.walk(markdown.read(source)) if isinstance(node, n.Text) and node.text == text]
    assert (found.line, found.column) == (line, column)


# ── Kinds ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("", ()),
        ("a\nb", (n.Paragraph(1, 1, (n.Text(1, 1, "a\nb"),)),)),
        ("a  \nb", (n.Paragraph(1, 1, (n.Text(1, 1, "a"), n.Break(1, 2), n.Text(2, 1, "b"))),)),
        ("`a` *b* **c** ~~d~~", (n.Paragraph(1, 1, (
            n.Code(1, 1, "a"), n.Text(1, 4, " "), n.Emphasis(1, 5, (n.Text(1, 6, "b"),)), n.Text(1, 8, " "),
            n.Strong(1, 9, (n.Text(1, 11, "c"),)), n.Text(1, 14, " "), n.Strike(1, 15, (n.Text(1, 17, "d"),)),
        )),)),
        ("[a](b 'c')", (n.Paragraph(1, 1, (n.Link(1, 1, "b", (n.Text(1, 2, "a"),), "c"),)),)),
        ("x ![a *b*](c)", (n.Paragraph(1, 1, (n.Text(1, 1, "x "), n.Image(1, 3, "c", "a b"))),)),
        ('![a](b "c")', (n.Figure(1, 1, n.Image(1, 1, "b", "a", "c"), (n.Text(1, 1, "c"),)),)),
        ("a <b>", (n.Paragraph(1, 1, (n.Text(1, 1, "a "), n.RawInline(1, 3, "<b>"))),)),
        ("<div>\n", (n.RawBlock(1, 1, "<div>\n"),)),
        ("<!-- a -->\n", ()),
        ("a<!-- b -->c", (n.Paragraph(1, 1, (n.Text(1, 1, "ac"),)),)),
        ("---", (n.Rule(1, 1),)),
        ("```py x\na\n```", (n.CodeBlock(1, 1, "a\n", "py"),)),
        ("```\na", (n.CodeBlock(1, 1, "a\n", closed=False),)),
        ("    a", (n.CodeBlock(1, 5, "a\n", indented=True),)),
        ("> a", (n.Quotation(1, 1, (n.Paragraph(1, 3, (n.Text(1, 3, "a"),)),)),)),
        ("3) a\n4) b", (n.List(1, 1, 3, True, (  # noqa: FBT003 - tight
            n.ListItem(1, 1, (n.Paragraph(1, 4, (n.Text(1, 4, "a"),)),)), n.ListItem(2, 1, (n.Paragraph(2, 4, (n.Text(2, 4, "b"),)),)),
        )),)),
        ("- [x] a", (n.List(1, 1, None, True, (n.ListItem(1, 1, (n.Paragraph(1, 7, (n.Text(1, 7, "a"),)),), done=True),)),)),  # noqa: FBT003
        ("Tabel: naam\n| a | b |\n|---|--:|\n| c | d |", (n.Table(
            2, 1, (n.Text(1, 8, "naam"),),
            (n.Row(2, 1, (n.Cell(2, 2, (n.Text(2, 3, "a"),), header=True), n.Cell(2, 6, (n.Text(2, 7, "b"),), header=True, align="right"))),),
            (n.Row(4, 1, (n.Cell(4, 2, (n.Text(4, 3, "c"),), header=True), n.Cell(4, 6, (n.Text(4, 7, "d"),), align="right"))),),
        ),)),
    ],
)  # fmt: skip
def test_each_kind_of_node_is_read(source: str, tree: tuple[n.Block, ...]) -> None:
    assert markdown.read(source) == tree


@pytest.mark.parametrize("kind", ["NOTE", "tip", "Important", "WARNING", "caution"])
def test_an_alert_is_read(kind: str) -> None:
    said = (n.Paragraph(2, 3, (n.Text(2, 3, "a"),)),)
    assert markdown.read(f"> [!{kind}]\n> a") == (n.Alert(1, 1, kind.lower(), said),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "source",
    [
        "> [!NOTE] Let op\n> a",
        "> [!ANDERS]\n> a",
        "> > [!NOTE]\n> > a",
        "- > [!NOTE]\n  > a",
        "> [!NOTE]",
        "[!NOTE]\na",
    ],
)
def test_what_is_no_alert_on_github_keeps_every_letter(source: str) -> None:
    tree = markdown.read(source)
    assert not [node for node in n.walk(tree) if isinstance(node, n.Alert)]
    assert "[!" in "".join(node.text for node in n.walk(tree) if isinstance(node, n.Text))


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("“zie https://vnon.nl/a” ja", "https://vnon.nl/a"),
        ("zie www.vnon.nl… ja", "http://www.vnon.nl"),
        ("«https://vnon.nl/a».", "https://vnon.nl/a"),
        ("„https://vnon.nl/a,” en", "https://vnon.nl/a"),
        ("https://vnon.nl/a– en", "https://vnon.nl/a"),
        ("https://vnon.nl/a–b", "https://vnon.nl/a–b"),
        ("zie https://vnon.nl/a\u00a0voor meer", "https://vnon.nl/a"),
        ("zie www.vnon.nl.”\u202fEn dan", "http://www.vnon.nl"),
        ("**https://vnon.nl/a**\u00a0en", "https://vnon.nl/a"),
        ("[https://vnon.nl/a.](https://vnon.nl/a.)", "https://vnon.nl/a."),
    ],
)
def test_what_stands_behind_a_bare_address_is_no_part_of_it(typed: str, address: str) -> None:
    [paragraph] = markdown.read(typed)
    assert isinstance(paragraph, n.Paragraph)
    assert [node.address for node in paragraph.children if isinstance(node, n.Link)] == [address]
    assert n.text_of(paragraph.children) == typed.partition("](")[0].removeprefix("[")


def test_an_address_by_name_leads_there_however_often_it_is_used() -> None:
    address = f"https://vnon.nl/{'a' * 90}"
    tree = markdown.read(f"[een][p] [P] ![drie][p]\n\n[p]: {address}\n\n```\ncode [a]: b")
    assert [node.address for node in n.walk(tree) if isinstance(node, n.Link | n.Image)] == [address] * 3
    assert tree[-1] == n.CodeBlock(5, 1, "code [a]: b\n", "", closed=False)


def test_a_table_stands_below_a_box_that_says_nothing() -> None:
    [list_] = markdown.read("- [ ] <!-- later -->\n  | a |\n  | - |")
    assert [type(node) for node in n.below(list_.children[0])] == [n.Paragraph, n.Table]  # type: ignore[union-attr]


def test_an_address_is_resolved() -> None:
    [paragraph] = markdown.read("[a](b) ![c](d)", resolve=lambda address: f"/{address}")
    assert [node.address for node in n.walk([paragraph]) if isinstance(node, n.Link | n.Image)] == ["/b", "/d"]


@pytest.mark.parametrize("sign", ["> ", "- ", "1. ", "*", "[", "~~"])
def test_twenty_levels_are_read(sign: str) -> None:
    assert markdown.read(sign * 20 + "a")


# ── Anchors ─────────────────────────────────────────────────────────────────────────────────────────────

HEADINGS = [
    "Één café", "snake_case_naam", "Kop", "Kop", "Kop", "Kop_1", "a `code` b", "[een link](x.md) hier", "*stress* en **kracht**",
    "1. Wat?", "A & B", "€ 20", "!!!", "!!!", "½ 'aanpak' – nu", "https://vnon.nl", "a -- b", "\\*ster\\*", "A\u00a0B", "2*3",
]  # fmt: skip


def anchors(source: str) -> list[str]:
    return [node.anchor for node in n.walk(markdown.read(source)) if isinstance(node, n.Heading)]


def ids(source: str) -> list[str]:
    html = python_markdown.markdown(source, extensions=["toc", "tables", "footnotes", "sane_lists"])
    return re.findall(r'<h\d id="([^"]*)"', html)


def test_anchors_are_those_of_python_markdown() -> None:
    source = "\n\n".join(f"## {heading}" for heading in HEADINGS)
    assert anchors(source) == ids(source)


def test_anchors_of_the_network_are_those_of_python_markdown() -> None:
    for page in PAGES:
        titles = "\n\n".join(re.findall(r"(?m)^##+ .*$", page))
        assert anchors(titles) == ids(titles)


def test_a_mark_is_no_part_of_an_anchor() -> None:
    assert anchors("## Kosten[^1]\n\n[^1]: in euro") == ["kosten"]


# ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────


def notes(source: str) -> list[tuple[str, int, int]]:
    return [(node.name, node.number, node.times) for node in n.walk(markdown.read(source)) if isinstance(node, n.Note)]


def marks(source: str) -> list[tuple[str, int, int]]:
    return [
        (node.name, node.number, node.time) for node in n.walk(markdown.read(source)) if isinstance(node, n.NoteMark)
    ]


def test_notes_are_numbered_by_their_first_mark() -> None:
    source = "a[^b] c[^a] d[^b]\n\n[^a]: x\n[^b]: y\n"
    assert marks(source) == [("b", 1, 1), ("a", 2, 1), ("b", 1, 2)]
    assert notes(source) == [("b", 1, 2), ("a", 2, 1)]


def test_a_note_in_a_list_or_a_quotation_comes_last_too() -> None:
    source = "- a[^1]\n\n  [^1]: x\n\n> b[^2]\n>\n> [^2]: y\n\nslot"
    assert notes(source) == [("1", 1, 1), ("2", 2, 1)]
    assert isinstance(markdown.read(source)[-1], n.Notes)


def test_a_note_without_a_mark_is_kept_behind_the_others() -> None:
    assert notes("[^los]: x\n\na[^1]\n\n[^1]: y") == [("1", 1, 1), ("los", 2, 0)]


def test_a_note_that_is_defined_twice_loses_no_word() -> None:
    assert notes("a[^1]\n\n[^1]: x\n\n[^1]: y") == [("1", 1, 1), ("1", 1, 1)]


def test_a_mark_without_a_note_is_text() -> None:
    assert markdown.read("a[^x]") == (n.Paragraph(1, 1, (n.Text(1, 1, "a[^x]"),)),)


def test_notes_stand_before_the_seam() -> None:
    tree = markdown.read(f"a[^1]\n\n[^1]: x\n\n{markdown.placeholder(markdown.SEAM)}\n\nonder")
    assert [type(node) for node in tree] == [n.Paragraph, n.Notes, n.Word, n.Paragraph]


# ── Words of the vocabulary ─────────────────────────────────────────────────────────────────────────────

BLOCK, LINE = markdown.placeholder("w/1"), markdown.placeholder("w/2", block=False)


def test_a_word_that_is_a_block_stands_apart() -> None:
    assert markdown.read(f"a\n{BLOCK}\n{BLOCK} b") == (
        n.Paragraph(1, 1, (n.Text(1, 1, "a"),)), n.Word(2, 1, "w/1"), n.Word(3, 1, "w/1"),
        n.Paragraph(3, len(BLOCK) + 1, (n.Text(3, len(BLOCK) + 1, "b"),)),
    )  # fmt: skip


def test_a_word_in_a_sentence_stays_there() -> None:
    word = n.Word(2, 4, "w/2", block=False)
    assert markdown.read(f"a\né \\*{LINE} c".replace("\\*", "*"))[0].children[1] == word  # type: ignore[union-attr]
    assert markdown.read(f"a {LINE}{LINE}\nc") == (n.Paragraph(1, 1, (
        n.Text(1, 1, "a "), n.Word(1, 3, "w/2", block=False), n.Word(1, 3 + len(LINE), "w/2", block=False), n.Text(1, 3 + 2 * len(LINE), "\nc"),
    )),)  # fmt: skip


@pytest.mark.parametrize(
    "source", ["- {}", "> {}", "| a |\n|---|\n| {} |", "## {}", "a[^1]\n\n[^1]: {}", "**{}**", "[{}](x)"]
)
def test_a_word_is_found_everywhere(source: str) -> None:
    for word in (BLOCK, LINE):
        assert [node.key for node in n.walk(markdown.read(source.format(word))) if isinstance(node, n.Word)] in (
            ["w/1"],
            ["w/2"],
        )
