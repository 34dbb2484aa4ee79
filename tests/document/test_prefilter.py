"""The HTML is the same with the filter on inline patterns as without."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from macros.document.prefilter import NODIG, Voorfilter

WORTEL = Path(__file__).parents[2]


class _Instellingen(yaml.SafeLoader):
    """Reads mkdocs.yml as data."""


def _extensies() -> tuple[list[str], dict[str, dict[str, object]]]:
    instellingen = yaml.load((WORTEL / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Instellingen)  # noqa: S506 - a SafeLoader
    namen, keuzes = [], {}
    for extensie in instellingen["markdown_extensions"]:
        for naam, keuze in extensie.items() if isinstance(extensie, dict) else [(extensie, {})]:
            namen.append(naam)
            keuzes[naam] = keuze
    return namen, keuzes


def _html(tekst: str, *extra: Voorfilter) -> str:
    namen, keuzes = _extensies()
    return Markdown(extensions=[*namen, *extra], extension_configs=keuzes).convert(tekst)


def _gelijk(tekst: str) -> None:
    assert _html(tekst, Voorfilter()) == _html(tekst)


def test_what_is_overridden_is_there() -> None:
    assert {"_InlineProcessor__handleInline", "_InlineProcessor__applyPattern"} <= vars(InlineProcessor).keys()


def test_every_pattern_of_this_markdown_is_known() -> None:
    md = Markdown(extensions=_extensies()[0])
    assert {patroon.pattern for patroon in md.inlinePatterns} == NODIG.keys()


@pytest.mark.parametrize("pad", sorted((WORTEL / "docs").rglob("*.md")), ids=lambda pad: pad.stem)
def test_our_pages_are_the_same(pad: Path) -> None:
    _gelijk(pad.read_text(encoding="utf-8"))


_STUKJES = st.sampled_from(
    ["woord", " ", "\n", "\n\n", "  \n", "*", "**", "_", "`", "``", "[", "]", "](", ")", "![", "[^1]", "[^1]: noot\n", "\\", "<",
     ">", "<b>", "</b>", "&", "&amp;", "&#8364;", "<https://voorbeeld.nl>", "<a@voorbeeld.nl>", "[x]: y.md\n", '"', "|", "- ",
     "# ", "    ", "é"],
)  # fmt: skip


@given(st.lists(_STUKJES, max_size=25).map("".join))
def test_any_text_is_the_same(tekst: str) -> None:
    _gelijk(tekst)
