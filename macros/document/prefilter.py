"""Markdown's inline patterns, tried only on text that holds what they begin with.

Python-Markdown tries each of its patterns on each piece of text, and most pieces hold nothing of the sort. What a
pattern cannot do without is looked up by the pattern's own expression, so when a release of Markdown changes one, that
one is simply tried everywhere again: the HTML is the same in every case, only slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown import inlinepatterns
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_BRACKET, _PICTURE = ("[",), ("![",)
NEEDED: dict[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    r"\[\^([^\]]*)\]": ("[^",),
    inlinepatterns.REFERENCE_RE: _BRACKET,
    inlinepatterns.LINK_RE: _BRACKET,
    inlinepatterns.IMAGE_LINK_RE: _PICTURE,
    inlinepatterns.IMAGE_REFERENCE_RE: _PICTURE,
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),
}
"""By a pattern's expression: what a text must hold, one of these, for the pattern to be found in it."""


class Prefilter(Extension):
    """Puts our reader of inline text in the place of Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Called when all other extensions have registered their patterns."""
        md.treeprocessors.register(_Inline(md), "inline", 20)


class _Inline(InlineProcessor):
    """Markdown's own, but for the patterns that cannot be there."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - the name that it overrides
        if isinstance(data, AtomicString):
            return data
        try_out = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]  # private, and the only place to do this
        for place, (pattern, needed) in enumerate(self._patterns[patternIndex:], patternIndex):
            found, further = not needed or any(char in data for char in needed), 0
            while found:
                data, found, further = try_out(pattern, data, place, further)
        return data

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Once for a page: by then every extension has registered its patterns."""
        self._patterns = [(pattern, NEEDED.get(getattr(pattern, "pattern", ""), ())) for pattern in self.inlinePatterns]
        return super().run(tree, ancestors)
