from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.channels.text_mail import WIDTH, text_mail
from macros.document import fragments, markdown
from macros.document import nodes as n
from tests.helpers.every_node import SAMPLE, UNFILLED, WORDS

LONG = f"https://voorbeeld.example/{'deel-van-het-pad/' * 9}?a=1&b=2"


def _text(html: str) -> str:
    return text_mail(fragments.read(html))[0]


def _typed(text: str) -> str:
    """What is typed as text, with hard spaces as spaces."""
    return text_mail(markdown.read(text))[0].replace("\u00a0", " ")


# ── What our templates make ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("html", "tekst"),
    [
        ("<h2>Kop één</h2><p>a</p>", "Kop één\n-------\n\na"),
        ("<h3>Klein</h3>", "Klein\n....."),
        ("<p>een<br>twee</p>", "een\ntwee"),
        ("los <em>en</em> vast<p>b</p>", "los en vast\n\nb"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n> \n> b"),
        ("<pre><code>a  b\n  c</code></pre>", "    a  b\n      c"),
        ("<dl><dt>PGA</dt><dd>aanpak</dd></dl>", "PGA\n    aanpak"),
        ("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb"),
        ("<p>€\u00a0323.504</p>", "€\u00a0323.504"),
        ("<p>10 m<sup>2</sup>, H<sub>2</sub>O en <q>zo</q></p>", "10 m², H₂O en ‘zo’"),
        (
            "<table><caption>Kosten</caption><thead><tr><th>Post</th><th>Bedrag</th></tr></thead><tbody>"  # noqa: ISC004
            "<tr><td>Salaris</td><td>€ 10</td></tr><tr><td>Site</td></tr></tbody></table>",
            "Kosten\n\nPost     Bedrag\n-------  ------\nSalaris  € 10\nSite",
        ),
        (
            f"<table><tr><th>Naam</th><th>Uitleg</th></tr><tr><td>A</td><td>{'lang ' * 16}</td></tr></table>",
            f"Naam: A\nUitleg: {' '.join(['lang'] * 13)}\nlang lang lang",
        ),
        (
            "<table><tr><th rowspan=2>Jaar</th><th colspan=2>Meldingen</th></tr><tr><th>Oost</th><th>West</th></tr>"  # noqa: ISC004
            "<tr><td>2023</td><td>7</td><td>9</td></tr></table>",
            "Jaar  Meldingen\n      Oost       West\n----  ---------  ----\n2023  7          9",
        ),
        ("<table><tr><td>een<br>twee</td><td><ul><li>a</li><li>b</li></ul></td></tr></table>", "een twee  - a - b"),
    ],
)  # fmt: skip
def test_text(html: str, tekst: str) -> None:
    assert _text(html) == tekst


def test_wide_table_names_each_value_by_all_that_heads_it() -> None:
    wide = "woord " * 14
    text = _text(
        "<table><thead><tr><th rowspan=2>Jaar</th><th colspan=2>Meldingen</th></tr><tr><th>Oost</th><th>West</th></tr></thead>"
        f"<tr><td rowspan=2>2023</td><td>7</td><td>9</td></tr><tr><td>8</td><td>{wide}</td></tr><tr><td>2024</td><td colspan=2>3</td></tr></table>"
    )
    first, second, third = text.split("\n\n")
    assert third == "Jaar: 2024\nMeldingen Oost, Meldingen West: 3"
    assert first == "Jaar: 2023\nMeldingen Oost: 7\nMeldingen West: 9"
    assert second.startswith("Jaar: 2023\nMeldingen Oost: 8\nMeldingen West: woord woord")


def test_cell_that_spans_a_great_deal_takes_no_time() -> None:
    assert _text("<table><tr><td colspan=99999999>a</td><td rowspan=99999999>b</td></tr></table>") == "a\nb"


# ── What people type ────────────────────────────────────────────────────────────────────────────────────


def test_note_does_not_glue_to_its_figure() -> None:
    text = _typed(
        "Het budget was € 323.504[^1]. Voor 30[^1] gemeenten.\n\n[^1]: Zoals begroot.\n\n    Nog een alinea.\n"
    )
    assert text == (
        "Het budget was € 323.504 (noot 1). Voor 30 (noot 1) gemeenten.\n\n"
        "Noten\n.....\n\n1. Zoals begroot.\n\n   Nog een alinea."
    )  # fmt: skip


def test_lists_stay_the_lists_that_were_typed() -> None:
    text = _typed(
        "De afspraken zijn:\n- eerste afspraak\n- tweede afspraak\n\nKop:\n\n- hoofdpunt\n  - onderdeel a\n  - onderdeel b\n\n"
        "Stappen:\n\n4) Bel de politie.\n5) Vul het formulier in.\n\n   Een alinea bij stap 5.\n6) Wacht op antwoord.\n"
    )
    assert text == (
        "De afspraken zijn:\n\n- eerste afspraak\n- tweede afspraak\n\nKop:\n\n- hoofdpunt\n  - onderdeel a\n  - onderdeel b\n\n"
        "Stappen:\n\n4. Bel de politie.\n\n5. Vul het formulier in.\n\n   Een alinea bij stap 5.\n\n6. Wacht op antwoord."
    )


def test_figures_are_aligned_as_typed() -> None:
    text = _typed(
        "| Gemeente | Meldingen | Verschil |\n|:---------|----------:|:--------:|\n"
        "| Súdwest-Fryslân | 1.204 | -3,5% |\n| Bergen (L.) | 98 | 12% |\n"
    )
    assert text.split("\n") == [
        "Gemeente         Meldingen  Verschil",
        "---------------  ---------  --------",
        "Súdwest-Fryslân      1.204   -3,5%",
        "Bergen (L.)             98    12%",
    ]


@pytest.mark.parametrize(
    ("typed", "tekst"),
    [
        ("- [x] klaar\n- [ ] open\n", "[x] klaar\n[ ] open"),
        ("1. [x] klaar\n", "1. [x] klaar"),
        ("- ```\n  code\n  ```\n", "-     code"),
        ("~~oud~~ nieuw", "[doorgehaald: oud] nieuw"),
        ("> [!WARNING]\n> Bel eerst.\n", "Let op:\n    Bel eerst."),
        ("Tabel: Kosten\n| a | b |\n|---|---|\n| 1 | 2 |\n", "Kosten\n\na  b\n-  -\n1  2"),
        ('![Een kaart](kaart.png "De regio")', "[Afbeelding: Een kaart]\nDe regio"),
        ("een  \ntwee", "een\ntwee"),
    ],
)
def test_typed_form_is_told_in_words_or_signs(typed: str, tekst: str) -> None:
    assert _typed(typed) == tekst


# ── Links and lines ─────────────────────────────────────────────────────────────────────────────────────


def test_links_are_numbered_once() -> None:
    a, b = '<a href="https://a.example/">een</a>', '<a href="https://b.example/">twee</a>'
    text, addresses = text_mail(fragments.read(f"<p>{a} {b}</p><ul><li>{a}</li></ul>"))
    assert text.replace("\u00a0", " ") == "een [1] twee [2]\n\n- een [1]"
    assert addresses == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize(
    "typed", [LONG, f"<{LONG}>", "www.vnon.example", "info@vnon.example", "<https://vnon.example>"]
)
def test_bare_address_gets_no_number(typed: str) -> None:
    text, addresses = text_mail(markdown.read(f"Zie {typed} en verder."))
    assert typed.strip("<>") in text
    assert not addresses
    assert "[" not in text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("| 1 | | |\n| 2 | 3 | |", "{0}A: 1\n{0}C: –\n\n{0}A: 2\n{0}B: 3\n{0}C: –"),
        ("", "{0}A: –\n{0}B: –\n{0}C: –"),
    ],
)
def test_a_wide_table_loses_no_heading_of_which_nothing_is_said(rows: str, said: str) -> None:
    long = "Kolomnaam" * 4
    assert _typed(f"| {long}A | {long}B | {long}C |\n|-|-|-|\n{rows}") == said.format(long)


def test_address_behind_other_words_is_listed() -> None:
    assert text_mail(markdown.read("[https://bank.example](https://elders.example)"))[1] == ["https://elders.example"]


@settings(max_examples=60, deadline=None)
@given(
    before=st.integers(0, 90),
    frame=st.sampled_from(["{}", "- {}", "> {}", "1. - {}", "| a | b |\n|--|--|\n| x | {} |", "    {}"]),
)
def test_no_address_is_ever_broken(before: int, frame: str) -> None:
    assert LONG in _typed(frame.format(f"{'w ' * before}{LONG} en verder"))
    assert LONG in _typed(frame.format(f"{'w' * before} `{LONG}` en verder"))


def test_no_line_is_longer_than_the_screen() -> None:
    long = "onbreekbaar" * 30
    html = (
        f"<h2>{long}</h2><p>{'woord ' * 99}{long}</p><ul><li>{'punt ' * 99}<ul><li>{'diep ' * 99}</li></ul></li></ul>"
    )
    assert max(map(len, _text(html).split("\n"))) <= WIDTH


# ── Every kind of node ──────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_node_is_written() -> None:
    assert {type(node) for node in n.walk(SAMPLE)} == {*n.INLINES, *n.BLOCKS} - {n.Word} == {*WORDS}
    text = text_mail(SAMPLE)[0]
    assert [word for words in WORDS.values() for word in words if word not in text] == []
    assert not re.search(r"323\.504\w|Regelwoord\.\w|\wRegelwoord", text)


@pytest.mark.parametrize("block", [UNFILLED, n.Paragraph(1, 1, (UNFILLED,)), n.ListItem(1, 1, ())])
def test_what_has_no_form_is_refused(block: n.Block) -> None:
    with pytest.raises(KeyError):
        text_mail((block,))
