from __future__ import annotations

import pytest

from macros.document import sanitise

EVIL = [
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>1</script>">x</a>', "<iframe src=//x></iframe>", '<svg onload="alert(1)"></svg>',
    '<base href="//x/">', '<form action="//x"><input></form>', '<p style="position:fixed">x</p>', "<style>*{}</style>",
    '<meta http-equiv="refresh" content="0;url=//x">', '<object data="x"></object>', '<math><mi xlink:href="javascript:1">',
    '<a href=" java\nscript:alert(1)">x</a>', '<details ontoggle="alert(1)" open>x</details>', '<link rel="stylesheet" href="//x">',
]  # fmt: skip


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize(
    "was", [sanitise.clean_html, lambda html: sanitise.for_elsewhere(html, lambda url: url)], ids=["pagina", "elders"]
)
def test_nothing_that_runs_or_leads_astray_stays(evil: str, was: object) -> None:
    clean = was(evil).lower()  # type: ignore[operator]  # one of two functions
    for forbidden in (
        "script",
        "onerror",
        "onload",
        "ontoggle",
        "javascript",
        "data:",
        "<iframe",
        "<svg",
        "<base",
        "<form",
        "style",
        "<meta",
        "<object",
        "<link",
    ):
        assert forbidden not in clean


def test_what_authors_need_stays() -> None:
    html = '<h2 id="a">A</h2>\n<ul>\n<li><a href="../b/">b</a></li>\n</ul>\n<div data-inzet="0123456789abcdef"></div>'
    assert sanitise.clean_html(html) == html


def test_addresses_become_full_for_a_reader_elsewhere() -> None:
    out = sanitise.for_elsewhere(
        '<p class="x"><a href="../b/">b</a></p><svg><path d="M0"/></svg>', lambda url: f"https://v.nl/{url[3:]}"
    )
    assert out == '<p><a href="https://v.nl/b/">b</a></p>'
