"""What is shipped of a style sheet says what its source says."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.pages import assets

ASSETS = Path(__file__).parents[2] / "overrides/assets"


@pytest.mark.parametrize(
    ("bron", "minify"),
    [
        ("a { color: red; }\n", "a{color:red}"),
        ("/* x */ a,\n  b { margin: 0 auto; padding: 1px }", "a,b{margin:0 auto;padding:1px}"),
        ("a :hover { top: calc(1px + 2px) }", "a :hover{top:calc(1px + 2px)}"),
        ('a::after { content: " / { x; }  " }', 'a::after{content:" / { x; }  "}'),
        ("@media not (min-width: 56rem) { a > b { top: 0; } }", "@media not (min-width:56rem){a > b{top:0}}"),
        (":where(.a) :where(p, ul) { x: y }", ":where(.a) :where(p,ul){x:y}"),
    ],
)
def test_small(bron: str, minify: str) -> None:
    assert assets.minify(bron) == minify
    assert assets.minify(minify) == minify


def test_the_tokens_come_first_in_the_one_file() -> None:
    together = assets.shipped(ASSETS / "site.css").decode()
    assert together.index("--papier:#fff") < together.index("font:400 100%")
    assert len(together) < sum((ASSETS / name).stat().st_size for name in assets.TOGETHER["site.css"])


def test_anything_else_stays_as_it_is() -> None:
    assert assets.shipped(ASSETS / "favicon.svg") == (ASSETS / "favicon.svg").read_bytes()
