"""The HTML is the same with the filter on inline patterns as without."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from macros.document.prefilter import NEEDED, Prefilter

ROOT = Path(__file__).parents[2]


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml as data."""


def _extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Settings)  # noqa: S506 - a SafeLoader
    names, choices = [], {}
    for extension in settings["markdown_extensions"]:
        for name, choice in extension.items() if isinstance(extension, dict) else [(extension, {})]:
            names.append(name)
            choices[name] = choice
    return names, choices


def _html(text: str, *extra: Prefilter) -> str:
    names, choices = _extensions()
    return Markdown(extensions=[*names, *extra], extension_configs=choices).convert(text)


def _equal(text: str) -> None:
    assert _html(text, Prefilter()) == _html(text)


def test_what_is_overridden_is_there() -> None:
    assert {"_InlineProcessor__handleInline", "_InlineProcessor__applyPattern"} <= vars(InlineProcessor).keys()


def test_every_pattern_of_this_markdown_is_known() -> None:
    md = Markdown(extensions=_extensions()[0])
    assert {pattern.pattern for pattern in md.inlinePatterns} == NEEDED.keys()


@pytest.mark.parametrize("pad", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_our_pages_are_the_same(pad: Path) -> None:
    _equal(pad.read_text(encoding="utf-8"))


_SNIPPETS = st.sampled_from(
    ["woord", " ", "\n", "\n\n", "  \n", "*", "**", "_", "`", "``", "[", "]", "](", ")", "![", "[^1]", "[^1]: noot\n", "\\", "<",
     ">", "<b>", "</b>", "&", "&amp;", "&#8364;", "<https://voorbeeld.nl>", "<a@voorbeeld.nl>", "[x]: y.md\n", '"', "|", "- ",
     "# ", "    ", "é"],
)  # fmt: skip


@given(st.lists(_SNIPPETS, max_size=25).map("".join))
def test_any_text_is_the_same(tekst: str) -> None:
    _equal(tekst)
