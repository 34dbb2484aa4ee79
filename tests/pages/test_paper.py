"""Whole pages as parts of another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.document import markdown
from macros.document import nodes as n
from macros.document.templates import markdown_environment
from macros.pages import paper

FROM, TO = "praktijken/x/", "themas/jeugd/afdrukken/"
PAGES = Path(__file__).parents[2] / "overrides" / "pages"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a &lt;h2&gt;</p>", "<p>a &lt;h2&gt;</p>"),
        ('<h2 id="a">A</h2>', '<h3 id="praktijken-x-a">A</h3>'),
        ("<h6>A</h6><hr><header></header>", "<h6>A</h6><hr><header></header>"),
        ('<a href="#a">a</a>', '<a href="#praktijken-x-a">a</a>'),
        ('<a class="b" href="../y/#a">a</a>', '<a class="b" href="../../../praktijken/y/#a">a</a>'),
        ('<a href="../../themas/jeugd/">a</a>', '<a href="../">a</a>'),
        ('<a href="../../zoeken/?q=a/b&amp;c">a</a>', '<a href="../../../zoeken/?q=a/b&amp;c">a</a>'),
        ('<a href="https://e.nl/#a">a</a>', '<a href="https://e.nl/#a">a</a>'),
        ('<a href="mailto:a@e.nl">a</a>', '<a href="mailto:a@e.nl">a</a>'),
        ('<a href="/weg/">a</a>', '<a href="/weg/">a</a>'),
        ('<img src="b.png" alt="> id=a">', '<img src="../../../praktijken/x/b.png" alt="> id=a">'),
        ('<div aria-labelledby="a b" data-id="a"></div>', '<div aria-labelledby="praktijken-x-a praktijken-x-b" data-id="a"></div>'),
        ('<p> id="a" href="b"</p>', '<p> id="a" href="b"</p>'),
    ],
)  # fmt: skip
def test_a_page_as_a_part(html: str, expected: str) -> None:
    assert paper.as_part(html, FROM, TO) == expected


def test_the_places_of_pages_are_told_from_words_and_from_the_seam() -> None:
    places = (FROM, "0123456789abcdef", markdown.SEAM, "themas/jeugd/")
    page = "\n\n".join(f"## {key}\n\n{markdown.placeholder(key)}" for key in places)
    assert list(paper.pages_in(page)) == [FROM, "themas/jeugd/"]
    assert [word.key for word in markdown.read(page) if isinstance(word, n.Word)] == list(places)


def test_the_seam_is_the_one_that_the_reader_knows() -> None:
    """Notes of a page come above it."""
    seam = markdown_environment(PAGES).get_template("_seam.md").render().strip()
    assert seam == markdown.placeholder(markdown.SEAM)
