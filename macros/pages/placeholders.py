"""What the words on one page yield, and what stands for each in its Markdown until the page is a tree.

HTML that goes through Markdown is at the mercy of blank lines and asterisks in the data. So a word leaves a placeholder
(`document.markdown.placeholder`), which becomes a node; whoever walks the tree asks here what the node stands for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from macros.document import fragments, markdown
from macros.document import nodes as n
from macros.document.calls import LiteralValue
from macros.document.templates import View
from macros.words import vocabulary


@dataclass(slots=True)
class Placeholders:
    """What the words on the page that is being made yield, by their key."""

    page: str = ""
    """The id of that page."""
    _html: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    """Which word it was."""
    mentioned: dict[str, str] = field(default_factory=dict)
    """The terms that an author put in by hand."""

    def begin(self, page: str) -> None:
        """A new page: nothing of the one before it is asked for again."""
        self.page = page
        for part in (self._html, self._names, self.mentioned):
            part.clear()

    def put(self, view: View, name: str, *positional: LiteralValue, **arguments: LiteralValue) -> str:
        """Carry out a word; what stands for it in Markdown."""
        html = vocabulary.all_words()[name](view, *positional, **arguments)
        key = hashlib.sha256(html.encode()).hexdigest()[:16]
        self._html[key], self._names[key] = html, name
        if name == "begrip":
            self.mentioned[key] = str(next(iter((*positional, *arguments.values()))))
        return markdown.placeholder(key, block=name not in vocabulary.LINE)

    def html(self, word: n.Word) -> str:
        """What a word yields, as its template made it; nothing for a key that no word left."""
        return self._html.get(word.key, "")

    def nodes(self, word: n.Word) -> Iterable[n.Node]:
        """The same for channels that write their own."""
        return fragments.read(self.html(word)) if word.block else fragments.sentence(self.html(word))

    def is_running_text(self, word: n.Word) -> bool:
        """Whether terms in what a word yields are explained as they are in prose."""
        return self._names.get(word.key, "") in vocabulary.RUNNING_TEXT
