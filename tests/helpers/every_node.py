"""One page with every kind of node, and the words of each that a reader must get, whatever the channel.

A page that a channel gets is filled, so the sample has no `Word`; `UNFILLED` is one, for a channel that must refuse it.
Each kind has words of its own that no other kind uses, so that a test can tell which one a channel lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from macros.document import nodes as n
from macros.document.nodes import Block, Inline

ADDRESS = "https://voorbeeld.example/linkadres"
UNFILLED = n.Word(1, 1, "woord/1", block=True)


def _text(words: str) -> n.Text:
    return n.Text(1, 1, words)


def _paragraph(*children: Inline | str) -> n.Paragraph:
    return n.Paragraph(1, 1, tuple(_text(child) if isinstance(child, str) else child for child in children))


def _list(*items: n.ListItem, start: int | None = None, tight: bool = True) -> n.List:
    return n.List(1, 1, start, tight, items)


def _item(*blocks: Block, done: bool | None = None) -> n.ListItem:
    return n.ListItem(1, 1, blocks, done)


def _cell(words: str, *, header: bool = False, align: n.Align = "", columns: int = 1, rows: int = 1) -> n.Cell:
    return n.Cell(1, 1, (_text(words),), header, align, columns, rows)


_SENTENCE = _paragraph(
    "Tekstwoord, ",
    n.Code(1, 1, "codewoord"),
    ", ",
    n.Emphasis(1, 1, (_text("nadrukwoord"),)),
    ", ",
    n.Strong(1, 1, (_text("vetwoord"),)),
    ", ",
    n.Strike(1, 1, (_text("vervalwoord"),)),
    ", ",
    n.Link(1, 1, ADDRESS, (_text("linkwoord"),)),
    ", ",
    n.Image(1, 1, "https://voorbeeld.example/kaart.png", "beeldwoord"),
    ", ",
    n.Term(1, 1, "pga", "termwoord"),
    ", ",
    n.Remark(1, 1, (_text("kantwoord"),)),
    ", ",
    n.RawInline(1, 1, "<u>"),
    "rauwwoord",
    n.RawInline(1, 1, "</u>"),
    ". Het budget was €\u00a0323.504",
    n.NoteMark(1, 1, "budget", 1, 1),
    ".",
    n.Break(1, 1),
    "Regelwoord.",
)
_PHRASES = tuple(
    _paragraph(n.Phrase(1, 1, kind, (_text(f"frase{kind}"),), "Voluit" if kind == "abbr" else ""), ".")
    for kind in get_args(n.PhraseKind)
)
_STEPS = _list(
    _item(_paragraph("Stapdrie"), _list(_item(_paragraph("Onderstap")))), _item(_paragraph("Stapvier")), start=3
)
_BOXES = _list(
    _item(_paragraph("Puntgedaan"), done=True),
    _item(_paragraph("Puntopen"), _paragraph("Puntvervolg"), done=False),
    tight=False,
)
_TABLE = n.Table(
    1, 1, (_text("Tabeltitel"),),
    (n.Row(1, 1, (_cell("Kopnaam", header=True), _cell("Kopgetal", header=True, align="right"))),),
    (
        n.Row(1, 1, (_cell("Rijnaam", header=True), _cell("1.204", align="right"))),
        n.Row(1, 1, (_cell("Celwoord", columns=2),)),
        n.Row(1, 1, (
            n.Cell(1, 1, (_paragraph("Celalinea"), _list(_item(_paragraph("Celpunt")), start=7))),
            _cell("Celmidden", align="center"),
        )),
    ),
)  # fmt: skip
_NOTES = n.Notes(1, 1, (n.Note(1, 1, "budget", 1, 1, (_paragraph("Nootwoord."),)),))
_FACTS = n.Facts(
    1, 1,
    (n.Fact(1, 1, ((_text("Feitnaam"),), (_text("Anderenaam"),)), (_paragraph("Feitwaarde"), _paragraph("Tweedewaarde"))),),
)  # fmt: skip

SAMPLE: tuple[Block, ...] = (
    _paragraph("Vooraf."),
    n.Heading(1, 1, 2, "kopwoord", (_text("Kopwoord"),)),
    _SENTENCE,
    *_PHRASES,
    n.Heading(1, 1, 3, "tussenkop", (_text("Tussenkop"),)),
    _STEPS,
    _BOXES,
    _TABLE,
    n.Quotation(1, 1, (_paragraph("Citaatwoord."),)),
    *(n.Alert(1, 1, kind, (_paragraph(f"Melding{kind}."),)) for kind in get_args(n.AlertKind)),
    n.Figure(1, 1, n.Image(1, 1, "https://voorbeeld.example/plein.png", "figuurbeeld"), (_text("Figuurtitel"),)),
    n.CodeBlock(1, 1, "typ  dit\n  over\n", "sh"),
    n.Rule(1, 1),
    _FACTS,
    n.Group(1, 1, (_paragraph("Deelwoord."),), "deel"),
    n.Group(1, 1, (_paragraph("Randwoord."),), beside=True),
    n.RawBlock(1, 1, "<marquee>rauwblok</marquee>\n"),
    _NOTES,
)
"""Every kind of node but `Word`, below two headings."""

WORDS: Mapping[type, tuple[str, ...]] = {
    n.Text: ("Tekstwoord",),
    n.Code: ("codewoord",),
    n.Emphasis: ("nadrukwoord",),
    n.Strong: ("vetwoord",),
    n.Strike: ("vervalwoord",),
    n.Phrase: tuple(f"frase{kind}" for kind in get_args(n.PhraseKind)),
    n.Link: ("linkwoord",),
    n.Image: ("beeldwoord",),
    n.NoteMark: ("323.504",),
    n.Break: ("Regelwoord.",),
    n.Term: ("termwoord",),
    n.Remark: ("kantwoord",),
    n.RawInline: ("<u>", "rauwwoord", "</u>"),
    n.Heading: ("Kopwoord", "Tussenkop"),
    n.Paragraph: ("Vooraf.",),
    n.List: ("Onderstap",),
    n.ListItem: ("Stapdrie", "Stapvier", "Puntgedaan", "Puntopen", "Puntvervolg"),
    n.Table: ("Tabeltitel",),
    n.Row: ("Rijnaam", "1.204"),
    n.Cell: ("Kopnaam", "Kopgetal", "Celwoord", "Celalinea", "Celpunt", "Celmidden"),
    n.Quotation: ("Citaatwoord.",),
    n.Alert: (*(f"Melding{kind}." for kind in get_args(n.AlertKind)), *n.ALERT_TITLES.values()),
    n.Figure: ("figuurbeeld", "Figuurtitel"),
    n.CodeBlock: ("typ", "dit", "over"),
    n.Rule: (),
    n.Notes: ("Nootwoord.",),
    n.Note: ("Nootwoord.",),
    n.Facts: ("Feitnaam", "Anderenaam"),
    n.Fact: ("Feitwaarde", "Tweedewaarde"),
    n.Group: ("Deelwoord.", "Randwoord."),
    n.RawBlock: ("<marquee>rauwblok</marquee>",),
}
"""For each kind what a reader must see of it. Behind `323.504` must follow neither a figure nor a letter."""
