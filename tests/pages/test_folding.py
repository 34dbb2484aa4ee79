"""What a page folds: what its template marks, and the parts of its prose; nothing is left out and nothing changes places."""

from __future__ import annotations

import pytest

from macros.document import markdown
from macros.document import nodes as n
from macros.document.html import Rendering, to_html
from macros.document.templates import environment
from macros.pages.folding import folded
from tests.conftest import ROOT

FOLD, END, SEAM = (markdown.placeholder(key) for key in ("vouw", "vouw/einde", "0"))


def _shape(blocks: tuple[n.Block, ...]) -> list[object]:
    """The words of each block; of what is folded a list of them."""
    return [
        _shape(block.children) if isinstance(block, n.Group) else n.text_of([block])
        for block in blocks
        if not isinstance(block, n.Word)
    ]


@pytest.mark.parametrize(
    ("text", "level", "shape"),
    [
        ("een\n\ntwee", 0, ["een", "twee"]),
        ("een\n\n{FOLD}\n\nNog twee\n\na\n\nb\n\n{END}\n\nc", 0, ["een", ["Nog twee", "a", "b"], "c"]),
        ("{FOLD}\n\n### A\n\na\n\n#### AA\n\naa\n\n### B\n\nb", 0, [["A", "a", "AA", "aa"], "B", "b"]),
        ("{FOLD}\n\n## A\n\na\n\n{FOLD}\n\n### B\n\nb\n\n## C", 0, [["A", "a"], ["B", "b"], "C"]),
        ("x\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc", 2, ["x", "A", "a", ["B", "b"], ["C", "c"]]),
        ("## A\n\na\n\n## B\n\nb", 2, ["A", "a", "B", "b"]),
        ("## A\n\n### 1\n\n### 2\n\n### 3\n\n## B\n\n### 4", 3, ["A", "1", ["2"], ["3"], "B", "4"]),
        (
            "## A\n\na\n\n## B\n\n## C\n\nc\n\n{SEAM}\n\n## D\n\n## E\n\n## F",
            2,
            ["A", "a", ["B"], ["C", "c"], "D", "E", "F"],
        ),
    ],
)
def test_what_is_folded(text: str, level: int, shape: list[object]) -> None:
    tree = markdown.read(text.format(FOLD=FOLD, END=END, SEAM=SEAM))
    found = folded(tree, level)
    assert _shape(found) == shape
    told = [block for block in n.walk(found) if not isinstance(block, n.Group | n.Word)]
    assert told == [block for block in n.walk(tree) if not isinstance(block, n.Word)]


def test_a_page_shows_the_heading_and_other_readers_all() -> None:
    templates = environment(ROOT / "overrides/fragments")

    def render(name: str, **values: object) -> str:
        return templates.get_template(f"{name}.html").render(**values).strip()

    tree = folded(markdown.read(f"{FOLD}\n\n## Kop\n\nTekst.\n\n{FOLD}\n\nNog *een*\n\nMeer."))
    page = to_html(tree, Rendering(render, lambda _: ""))
    assert '<summary><h2 id="kop">Kop</h2></summary>\n<p>Tekst.</p>\n</details>' in page
    assert "<summary>Nog <em>een</em></summary>\n<p>Meer.</p>\n</details>" in page
    assert "details" not in to_html(tree, Rendering(render, lambda _: "", elsewhere=True))
