"""Pages as trees for channels that carry them whole: every address is full, and leads where the page's own leads."""

from __future__ import annotations

import pytest

from macros.document import nodes as n
from macros.document.templates import View, environment
from macros.pages import trees
from macros.pages.generated import Page
from macros.records.catalog import Catalog

SITE = "https://v.nl/"


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("hackshield.md", "praktijken/hackshield/"), ("../themas/jeugd.md#a", "themas/jeugd/#a"), ("../index.md", ""),
        ("../themas/index.md", "themas/"), ("foto.jpg", "praktijken/foto.jpg"), ("../bijlagen/a.pdf#p2", "bijlagen/a.pdf#p2"),
        ("<Verslag mei.pdf>", "praktijken/Verslag%20mei.pdf"), ("#kop", "praktijken/x/#kop"),
    ],
)  # fmt: skip
def test_an_address_leads_where_the_page_leads(typed: str, full: str) -> None:
    view = View(Catalog({}), environment())
    [paragraph] = trees.whole(view, Page("praktijken/x", "X", "Y", f"[a]({typed})"), SITE)
    assert [node.address for node in n.walk([paragraph]) if isinstance(node, n.Link)] == [SITE + full]


@pytest.mark.parametrize("typed", ["https://e.nl/a", "mailto:a@e.nl", "tel:0800"])
def test_an_address_elsewhere_stays(typed: str) -> None:
    view = View(Catalog({}), environment())
    [paragraph] = trees.whole(view, Page("praktijken/x", "X", "Y", f"[a]({typed})"), SITE)
    assert [node.address for node in n.walk([paragraph]) if isinstance(node, n.Link)] == [typed]
