"""A few short inputs of our own for each section of the specification of GFM, held to GitHub's renderer."""

from __future__ import annotations

import pytest

from tests.document.test_dialect_equals_github import github, ours

SECTIONS = {
    "tabs": ["\tcode", "-\ta", "- a\n\n\tb", ">\ta", "a\tb"],
    "rules": ["***", "---", "___", "* * *", " - - -", "--", "+++", "a\n***\nb", "- a\n***\n- b", "_ _ _ a"],
    "headings": ["# a", "###### a", "####### a", "#a", "#", "## a ##", "### a #b", "\\## a", "   # a", "a\n===", "a\nb\n---", "> a\n---"],
    "indented code": ["    a\n      b", "a\n    b", "- a\n\n      b", "    a\n\n    b\n", "# a\n    b"],
    "fences": ["```\n<\n```", "~~~\na\n~~~", "````\n```\n````", "``` a b\nc\n```", "```\na", "> ```\n> a\nb", "  ```\n  a\n   b\n  ```", "a\n```\nb\n```\nc"],
    "html": ["<!-- a -->\nb", "a <!-- b --> c", "<18 jaar", "a < b > c", "5 <6 en 7> 3"],
    "definitions": ["[a]: /b 'c'\n\n[a]", "[a]\n\n[A]: b", "[a]: b\nc", "a\n[b]: c", "[a]:\nb\n\n[a]", "[a]: <b c>\n\n[a][]", "> [a]: b\n\n[a]"],
    "paragraphs": ["a\n\nb", "  a\n b", "a\n\n\n\nb", "a     \nb", "a\n  \nb"],
    "tables": [
        "| a | b |\n|---|---|\n| c | d |", "a | b\n:-: | -:\nc | d", "|a|\n|-|\n|b \\| c|", "|a|b|\n|-|-|\n|c|", "|a|\n|-|\n|b|c|",
        "|a|\n|-|\n> b", "|a|b|\n|-|\n", "|a|\n|-|", "|a|\n|-|\nb\n\nc", "| `a \\| b` |\n|---|\n| *c* |", "a\n|b|\n|-|\n|c|",
    ],
    "quotations": ["> a\n> b", ">a\nb", "> a\n\n> b", "> # a\n> - b", ">\n> a\n>", "> > a\n> b", "- > a"],
    "items": ["- a\n\n  b", "- a\n b", "1. a\n\n   b", "-a", "1.a", "-\n  a", "- \n\n  a", "10) a", "0. a", "-1. a", "1234567890. a", " - a\n\n     b", "- a\nb"],
    "boxes": ["- [ ] a\n- [x] b", "- [X] a", "1. [ ] a", "- [] a", "- a [ ]", "- [ ] a\n  - [x] b", "[ ] a"],
    "lists": ["- a\n- b\n+ c", "1. a\n2. b\n3) c", "a\n- b", "a\n1. b", "a\n2. b", "- a\n\n- b", "- a\n  - b\n    - c", "- a\n - b\n  - c", "- a\n\n\n- b", "1. a\n  - b", "* a\n*\n* c", "- a\n<!-- -->\n- b"],
    "escapes": ["\\*a\\*", "\\a", "`\\*`", "a\\\nb", "[a](\\)b)", "\\&amp;", "\\\\*a*"],
    "entities": ["&amp; &copy; &euro;", "&#35; &#x22;", "&nbsp;a", "&a;", "`&amp;`", "[a](b&auml;)", "&#42;a&#42;"],
    "code": ["`a`", "`` a`b ``", "` a `", "`a\nb`", "`a", "`*a*`", "*a`*`"],
    "emphasis": ["*a*", "_a_", "a_b_c", "a*b*c", "* a*", "**a**", "__a__b", "***a***", "*a **b** c*", "**a*", "*a _b* c_", "“*a*”", "*(**a**)*", "_a_.", "*a\nb*"],
    "strikes": ["~~a~~", "~a~", "~~~a~~~ b", "~~a\n\nb~~", "a ~~b *c*~~", "20~30", "~~ a ~~"],
    "links": ["[a](b)", "[a](b 'c')", "[a]()", "[a](<b c>)", "[a] (b)", "[a](b c)", "[*a*](b)", "[a [b](c)](d)", "[a](b(c)d)", "[a\nb](c)", "*[a*](b)", "[a][b]", "[![a](b)](c)"],
    "images": ["![a](b)", "![*a*](b 'c')", "![](b)", "!\\[a](b)", "![a]\n\n[a]: b", "!a"],
    "addresses": ["<https://a.nl>", "<a@b.nl>", "www.a.nl", "https://a.nl/b.", "(www.a.nl/b)", "a@b.nl", "www.a.nl/b?c=d&e", "https://a.nl/b_c_d", "<a.nl>", "a.nl", "www.a.nl&amp;", "**www.a.nl**"],
    "breaks": ["a  \nb", "a\\\nb", "a \nb", "a  ", "# a  ", "*a  \nb*", "`a  \nb`"],
    "notes": ["a[^1]\n\n[^1]: b", "a[^x]", "a[^1] b[^1]\n\n[^1]: c", "a[^b c]\n\n[^b c]: d", "a[^1]\n\n[^1]: b\n\n    c", "# a[^1]\n\n[^1]: b", "- a[^1]\n\n  [^1]: b", "*a[^1]*\n\n[^1]: `b`"],
    "alerts": ["> [!NOTE]\n> a", "> [!tip]\n> a\n>\n> - b", "> [!NOTE] a\n> b", "> [!NOTE]\n>\n> a", "> [!X]\n> a", "a\n\n> [!CAUTION]\n> *b*"],
}  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_is_read_as_github_shows_it(section: str) -> None:
    for source in SECTIONS[section]:
        assert ours(source + "\n") == github(source + "\n"), source


def test_the_end_of_a_text_needs_no_line_end() -> None:
    for section in SECTIONS.values():
        for source in section:
            assert ours(source) == ours(source + "\n"), source
