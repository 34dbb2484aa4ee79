from __future__ import annotations

import pytest

from macros.pages import paper

FROM, TO = "praktijken/x/", "themas/jeugd/afdrukken/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a &lt;h2&gt;</p>", "<p>a &lt;h2&gt;</p>"),
        ('<h2 id="a">A</h2>', '<h3 id="praktijken-x-a">A</h3>'),
        ("<h6>A</h6><hr><header></header>", "<h6>A</h6><hr><header></header>"),
        ('<a href="#a">', '<a href="#praktijken-x-a">'),
        ('<a class="b" href="../y/#a">', '<a class="b" href="../../../praktijken/y/#a">'),
        ('<a href="../../themas/jeugd/">', '<a href="../">'),
        ('<a href="../../zoeken/?q=a/b&amp;c">', '<a href="../../../zoeken/?q=a/b&amp;c">'),
        ('<a href="https://e.nl/#a">', '<a href="https://e.nl/#a">'),
        ('<a href="mailto:a@e.nl">', '<a href="mailto:a@e.nl">'),
        ('<a href="/weg/">', '<a href="/weg/">'),
        ('<img src="b.png" alt="> id=a">', '<img src="../../../praktijken/x/b.png" alt="> id=a">'),
        ('<div aria-labelledby="a b" data-id="a">', '<div aria-labelledby="praktijken-x-a praktijken-x-b" data-id="a">'),
        ('<p> id="a" href="b"</p>', '<p> id="a" href="b"</p>'),
    ],
)  # fmt: skip
def test_a_page_as_a_part(html: str, expected: str) -> None:
    assert paper.as_part(html, FROM, TO) == expected


def test_pages_come_in_their_places() -> None:
    place = '<h2>X</h2>\n<div data-inzet="praktijken/x/"></div><div data-inzet="0123456789abcdef"></div>'
    assert list(paper.pages_in(place)) == [FROM]
    whole = paper.fill(place, TO, {FROM: b'<h2 id="a">A</h2>'})
    assert whole == '<h2>X</h2>\n<h3 id="praktijken-x-a">A</h3><div data-inzet="0123456789abcdef"></div>'
    with pytest.raises(KeyError):
        paper.fill(place, TO, {})
