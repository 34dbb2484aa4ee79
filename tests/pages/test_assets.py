"""What is shipped of a style sheet says what its source says."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.pages import assets

ACTIVA = Path(__file__).parents[2] / "overrides/assets"


@pytest.mark.parametrize(
    ("bron", "klein"),
    [
        ("a { color: red; }\n", "a{color:red}"),
        ("/* x */ a,\n  b { margin: 0 auto; padding: 1px }", "a,b{margin:0 auto;padding:1px}"),
        ("a :hover { top: calc(1px + 2px) }", "a :hover{top:calc(1px + 2px)}"),
        ('a::after { content: " / { x; }  " }', 'a::after{content:" / { x; }  "}'),
        ("@media not (min-width: 56rem) { a > b { top: 0; } }", "@media not (min-width:56rem){a > b{top:0}}"),
        (":where(.a) :where(p, ul) { x: y }", ":where(.a) :where(p,ul){x:y}"),
    ],
)
def test_small(bron: str, klein: str) -> None:
    assert assets.klein(bron) == klein
    assert assets.klein(klein) == klein


def test_the_tokens_come_first_in_the_one_file() -> None:
    samen = assets.bestand(ACTIVA / "site.css").decode()
    assert samen.index("--papier:#fff") < samen.index("font:400 100%")
    assert len(samen) < sum((ACTIVA / naam).stat().st_size for naam in assets.SAMEN["site.css"])


def test_anything_else_stays_as_it_is() -> None:
    assert assets.bestand(ACTIVA / "favicon.svg") == (ACTIVA / "favicon.svg").read_bytes()
