from __future__ import annotations

import dataclasses

import pytest

from macros.document import markdown, rewriting
from macros.document import nodes as n

WORD = markdown.placeholder("w")
SOURCE = f"# kop\n\n- a *b* [c](d)\n\nTabel: e\n| f | g |\n|---|---|\n| h | `i` |\n\n![j](k 'l')\n\n{WORD}\n\nm[^1]\n\n[^1]: n\n"
TREE = markdown.read(SOURCE)


def test_a_walk_meets_every_node_in_reading_order() -> None:
    texts = [node.text for node in n.walk(TREE) if isinstance(node, n.Text | n.Code)]
    assert texts == ["kop", "a ", "b", " ", "c", "e", "f", "g", "h", "i", "l", "m", "n"]


def test_nothing_changes_when_nothing_is_changed() -> None:
    assert rewriting.rewritten(TREE, lambda node: (node,), *n.INLINES, *n.BLOCKS) is TREE


def test_a_change_reaches_every_text() -> None:
    louder = rewriting.rewritten(TREE, lambda node: (dataclasses.replace(node, text=node.text.upper()),), n.Text)
    assert "".join(node.text for node in n.walk(louder) if isinstance(node, n.Text)) == "KOPA B CEFGHLMN"


def test_a_word_gives_way_to_what_it_yields() -> None:
    rule = n.Rule(0, 0)
    tree = rewriting.filled(TREE, lambda word: (rule, rule) if word.key == "w" else ())
    assert [node for node in tree if isinstance(node, n.Word | n.Rule)] == [rule, rule]


def test_every_address_is_changed_also_of_a_picture_with_a_caption() -> None:
    tree = rewriting.relinked(TREE, lambda address: f"/{address}")
    assert [node.address for node in n.walk(tree) if isinstance(node, n.Link | n.Image)] == ["/d", "/k"]


def test_a_sentence_is_trimmed_at_its_ends_only() -> None:
    strong = n.Strong(1, 3, (n.Text(1, 5, " b "),))
    assert n.trimmed([n.Text(1, 1, "\n "), strong, n.Text(1, 9, " c\n")]) == (strong, n.Text(1, 9, " c"))
    assert n.trimmed([n.Text(1, 1, " ")]) == ()


@pytest.mark.parametrize(
    ("source", "text"),
    [("a *b* `c` ![d](e)", "a b c d"), ("a  \nb", "a\nb"), ("a[^1]\n\n[^1]: b", "a"), (f"a {WORD}", "a")],
)
def test_the_text_of_a_sentence_is_what_a_reader_sees_of_it(source: str, text: str) -> None:
    paragraph, *_ = markdown.read(source)
    assert n.text_of([paragraph]) == text
