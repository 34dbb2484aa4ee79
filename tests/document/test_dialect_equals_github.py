"""The tree says what GitHub shows: the same words in the same structure, on our pages and on 2,000 generated ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from lxml import etree

from macros.document import markdown
from macros.document import nodes as n
from tests.helpers import generated_markdown

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("newsletters/**/*.md")])
EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]

Shape = Any
"""A text is itself; what holds something is its kind, what is told of it, and what it holds."""

# ── What GitHub shows ───────────────────────────────────────────────────────────────────────────────────

KINDS = {"p": "paragraph", "em": "emphasis", "strong": "strong", "del": "strike", "hr": "rule", "br": "break"}
NAMES = {**KINDS, "a": "link"}
BOX = re.compile(r"\[([ xX])\] ")
ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(\n|$)", re.IGNORECASE)


def github(text: str) -> tuple[Shape, ...]:
    """What GitHub's renderer makes of a page; HTML and comments left out."""
    html = cmarkgfm.markdown_to_html_with_extensions(text, Options.CMARK_OPT_FOOTNOTES, EXTENSIONS)
    html = re.sub(r" data-footnote(s|-ref|-backref)(?=[ >])", "", html)
    shapes = joined(inside(etree.fromstring(f"<div>{html}</div>")))
    return plain(alert(*one[1:]) if one[0] == "quotation" else one for one in shapes)


def inside(element: etree._Element) -> Iterator[Shape]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from shape(child)
        yield (child.tail or "").removeprefix("\n" if child.tag == "br" else "")


def shape(element: etree._Element) -> Iterator[Shape]:  # noqa: C901, PLR0912 - a line a tag
    tag = element.tag
    held = joined(inside(element), NAMES.get(tag, ""))
    if tag in KINDS:
        yield (KINDS[tag], *held)
    elif re.fullmatch("h[1-6]", tag):
        yield ("heading", int(tag[1]), *held)
    elif tag in ("ul", "ol"):
        yield ("list", int(element.get("start", 1)) if tag == "ol" else None, *held)
    elif tag == "li":
        yield ("item", *held)
    elif tag == "input":
        yield ("box", element.get("checked") is not None)
    elif tag == "blockquote":
        yield ("quotation", *map(boxed, held))
    elif tag == "a":
        yield from () if "footnote-backref" in element.get("class", "") else link(element, held)
    elif tag == "img":
        yield ("image", element.get("src"), element.get("alt"), element.get("title", ""))
    elif tag == "pre":
        yield ("code", element[0].get("class", "").removeprefix("language-"), "".join(map(str, element.itertext())))
    elif tag == "code":
        yield ("typed", "".join(map(str, element.itertext())))
    elif tag in ("table", "tr"):
        yield (tag, *held)
    elif tag in ("th", "td"):
        yield ("cell", element.get("align", ""), *held)
    elif tag == "section":
        yield ("notes", *held[0][2:])
    elif tag in ("thead", "tbody"):
        yield from held
    elif tag == "sup":
        yield ("mark", "".join(map(str, element.itertext())))
    else:
        raise AssertionError(etree.tostring(element))


def alert(*held: Shape) -> Shape:
    """GitHub's site makes alerts, its renderer does not."""
    if held and held[0][0] == "paragraph" and isinstance(held[0][1], str) and (found := ALERT.match(held[0][1])):
        rest = joined((held[0][1][found.end() :], *held[0][2:]))
        if blocks := (*([("paragraph", *rest)] if rest else []), *held[1:]):
            return ("alert", found[1].lower(), *blocks)
    return ("quotation", *held)


def boxed(block: Shape) -> Shape:
    """GitHub overlooks a box in a quotation."""
    if len(block) == 1:
        return block
    if block[0] == "item" and isinstance(block[1], str) and (found := BOX.match(block[1])):
        return ("item", ("box", found[1] != " "), *joined((block[1][found.end() :], *block[2:])))
    if (
        block[0] == "item"
        and block[1][:1] == ("paragraph",)
        and isinstance(block[1][1:2][0], str)
        and (found := BOX.match(block[1][1]))
    ):
        rest = joined((block[1][1][found.end() :], *block[1][2:]))
        return ("item", ("box", found[1] != " "), ("paragraph", *rest), *block[2:])
    return (
        (block[0], *(boxed(one) if isinstance(one, tuple) else one for one in block[1:]))
        if block[0] in ("list", "item")
        else block
    )


def link(element: etree._Element, held: tuple[Shape, ...]) -> Iterator[Shape]:
    """GitHub takes a curly quote, three dots, a dash or a hard space with the next word into a bare address."""
    address, behind = unquote(element.get("href", "")), ""
    if len(held) == 1 and isinstance(held[0], str) and address.endswith(held[0]):
        text, _, _ = re.sub(r"\s", "\0", held[0]).partition("\0")
        if (bare := text.rstrip("‘’“”„…»›–—")) != held[0]:
            bare = bare.rstrip("?!.,:;*_~‘’“”„…»›–—")
        behind = held[0][len(bare) :]
        address, held = address.removesuffix(behind), (bare,)
    yield ("link", address, element.get("title", ""), *held)
    yield behind


# ── What our tree says ──────────────────────────────────────────────────────────────────────────────────


def ours(text: str) -> tuple[Shape, ...]:
    return plain(said(markdown.read(text)))


def said(nodes: Iterable[n.Node], *, tight: bool = False) -> Iterator[Shape]:
    for node in nodes:
        yield from say(node, tight=tight)


def say(node: n.Node, *, tight: bool) -> Iterator[Shape]:  # noqa: C901, PLR0912 - a line a kind of node
    kind = type(node).__name__.lower()
    held = () if isinstance(node, n.List | n.Notes) else joined(said(getattr(node, "children", ())), kind)
    match node:
        case n.Text():
            yield node.text
        case n.Code():
            yield ("typed", node.text)
        case n.Paragraph():
            yield from ("\n", *held, "\n") if tight else [("paragraph", *held)]
        case n.Emphasis() | n.Strong() | n.Strike() | n.Rule() | n.Break():
            yield (kind, *held)
        case n.Heading():
            yield ("heading", node.level, *held)
        case n.List():
            items = (say_item(item, tight=node.tight) for item in node.children)
            yield ("list", node.start, *items)
        case n.Quotation():
            yield ("quotation", *held)
        case n.Alert():
            yield ("alert", node.kind, *held)
        case n.Link():
            yield ("link", unquote(node.address), node.title, *held)
        case n.Image():
            yield ("image", node.address, node.alt, node.title)
        case n.Figure():
            yield from said([node.image]) if tight else [("paragraph", *said([node.image]))]
        case n.CodeBlock():
            yield ("code", node.language, node.text)
        case n.Table():
            if node.caption:
                caption = joined(["Tabel: ", *said(node.caption)])
                yield from ("\n", *caption, "\n") if tight else [("paragraph", *caption)]
            yield ("table", *said(node.head), *held)
        case n.Row():
            yield ("tr", *held)
        case n.Cell():
            yield ("cell", node.align, *held)
        case n.NoteMark():
            yield ("mark", str(node.number))
        case n.Notes():
            if used := [note for note in node.children if note.times]:
                yield ("notes", *(("item", *joined(said(note.children))) for note in used))
        case n.RawInline() | n.RawBlock():
            pass
        case _:
            raise AssertionError(node)


def say_item(item: n.ListItem, *, tight: bool) -> Shape:
    box = [] if item.done is None else [("box", item.done)]
    return ("item", *box, *joined(said(item.children, tight=tight)))


# ── Both ────────────────────────────────────────────────────────────────────────────────────────────────

IN_A_SENTENCE = ("typed", "emphasis", "strong", "strike", "link", "image", "mark", "break")
TOLD = {
    "list": 1,
    "link": 2,
    "image": 3,
    "code": 2,
    "typed": 1,
    "mark": 1,
    "heading": 1,
    "cell": 1,
    "alert": 1,
    "box": 1,
}
"""How much is told of a kind before what it holds."""


def joined(shapes: Iterable[Shape], within: str = "") -> tuple[Shape, ...]:
    """Texts beside each other as one; white space beside a block, the edge of one or a line's end is nobody's."""
    found: list[Shape] = [(within,)]
    for one in (*shapes, (within,)):
        if isinstance(one, str) and isinstance(found[-1], str):
            found[-1] += one
        else:
            found.append(one)
    return tuple(text for at in range(1, len(found) - 1) if (text := settled(*found[at - 1 : at + 2])))


def settled(before: Shape, one: Shape, after: Shape) -> Shape:
    if not isinstance(one, str):
        return one
    text = re.sub(r" *\n[ \n]*", "\n", one)
    text = text if before[0] in IN_A_SENTENCE[:-1] else text.lstrip(" \n")
    return text if after[0] in IN_A_SENTENCE[:-1] else text.rstrip(" \n")


def plain(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Strong in strong is strong: GitHub writes both, comrak one."""
    return joined(flat for one in shapes for flat in flattened(one))


def flattened(one: Shape, *, strong: bool = False) -> Iterator[Shape]:
    if not isinstance(one, tuple) or not one:
        yield one
        return
    told = 1 if one[0] not in TOLD else 1 + TOLD[one[0]]
    strong_now = strong or one[0] == "strong"
    held = joined((flat for child in one[told:] for flat in flattened(child, strong=strong_now)), one[0])
    yield from held if strong and one[0] == "strong" else [(*one[:told], *held)]


# ── The tests ───────────────────────────────────────────────────────────────────────────────────────────

WANTED = (
    ("a strike that is opened by one tilde and closed by two: comrak takes no emphasis behind it",
     "~20 euro~~ en *meer*", re.compile(r"(?<!~)~{1,2}(?!~)"), ""),
    ("a euro sign is punctuation, as CommonMark has it since 0.31", "kost**€ 20**", re.compile("€|&euro;|&#8364;"), "e"),
    ("an address behind a square bracket is words", "[zie info@net.nl]", re.compile("info@net.nl"), "info"),
    ("an address with an underscore behind its last letter is words", "_zie https://www.net.nl._",
     re.compile(r"(net\.nl[.,?)*]*)_"), r"\1 _"),
    ("four signs in a row: comrak takes as many as fit", "*****12,5% gemeente*2*3****", re.compile("[*]{4,}|_{4,}"), "x"),
    ("a star that opens is found behind one that did not: GitHub's parser of 0.29 has lost it",
     "**a 2*3 b* c*", re.compile("2[*]3"), "2x3"),
    ("a box with no words is a box", "- [ ]\n- [x]", re.compile(r"(?m)^([ >]*(?:[-*+]|\d+[.)]) +)\[[ x]\]"), r"\1"),
)  # fmt: skip
"""Where we differ from GitHub, and are left to: why, an example, what makes it, and what would make it equal."""


def body(path: Path) -> str:
    text = path.read_text("utf-8")
    return text.split("---\n", 2)[2] if text.startswith("---\n") else text


def difference(text: str) -> str:
    """The source of a page of which we say something else than GitHub, but for what is wanted."""
    if ours(text) == github(text):
        return ""
    for _, _, pattern, without in WANTED:
        text = pattern.sub(without, text)
    return "" if ours(text) == github(text) else text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_page_of_the_network_says_what_github_shows(path: Path) -> None:
    assert ours(body(path)) == github(body(path))


@pytest.mark.parametrize("first", range(0, 2000, 100))
def test_a_generated_page_says_what_github_shows(first: int) -> None:
    assert [text for seed in range(first, first + 100) if (text := difference(generated_markdown.page(seed)))] == []


@pytest.mark.parametrize(("example", "pattern"), [(row[1], row[2]) for row in WANTED], ids=[row[0] for row in WANTED])
def test_a_wanted_difference_is_one_still(example: str, pattern: re.Pattern[str]) -> None:
    assert ours(example) != github(example)
    assert pattern.search(example)
    assert difference(example) == ""


# ── Nothing is lost ─────────────────────────────────────────────────────────────────────────────────────

WORDS = frozenset(" ".join(generated_markdown.WORDS).replace("_", " ").split())


def words(text: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"[^\W\d_]{3,}", text) if word in WORDS)


def words_seen(nodes: Iterable[n.Node]) -> Iterator[str]:
    for node in n.walk(nodes):
        match node:
            case n.Text() | n.Code() | n.CodeBlock() | n.RawInline() | n.RawBlock():
                yield node.text
            case n.Image():
                yield f"{node.alt} {node.title}"
            case n.Link():
                yield node.title


@pytest.mark.parametrize("first", range(0, 2000, 500))
def test_no_word_that_is_typed_is_lost(first: int) -> None:
    for seed in range(first, first + 500):
        typed = generated_markdown.page(seed, cells_too_many=False)
        told = re.sub(
            "~{3,}.*|<!--.*?-->", "", typed
        )  # what stands behind a fence is seen by no one, on GitHub neither
        assert not words(told) - words(" ".join(words_seen(markdown.read(typed)))), typed
