"""Marks: what stands on a page for a word until Markdown and the sanitiser have passed.

HTML that goes through Markdown is at the mercy of blank lines and asterisks in the data, and a sanitiser that lets our
HTML pass lets an author's pass as well. So a word leaves a mark that names its HTML by a hash; an author who types a mark
gets what the words on the site yield, or nothing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import partial

from macros.document.templates import View
from macros.pages import glossary
from macros.records import models as m
from macros.words import vocabulary

_MARK = re.compile(r'<(div|span) data-inzet="([0-9a-f]{16})"></\1>')
_SEAM = '<div data-inzet="0000000000000000"></div>'
"""Where the prose of a page ends and its standing parts begin (overrides/pages/_seam.md)."""


@dataclass(frozen=True)
class Placeholders:
    """The marks of one build, and what they stand for.

    Args:
        word_list: the terms that are explained at their first use.
    """

    word_list: glossary.WordList
    _html: dict[str, str] = field(default_factory=dict)
    _running_text: dict[str, str] = field(default_factory=dict)
    """Of the words that yield running text, in which terms are explained as in prose."""
    _mentioned: dict[str, str] = field(default_factory=dict)
    """At which marks an author put in a term by hand."""

    def put(self, view: View, name: str, *positional: str | int, **arguments: str | int) -> str:
        """Carry out a word; the mark for what it yields, to stand in Markdown."""
        html = vocabulary.all_words()[name](view, *positional, **arguments)
        key = hashlib.sha256(html.encode()).hexdigest()[:16]
        self._html[key] = html
        if name in vocabulary.RUNNING_TEXT:
            self._running_text[key] = html
        if name == "begrip":
            self._mentioned[key] = str(next(iter((*positional, *arguments.values()))))
        if name in vocabulary.LINE:
            return f'<span data-inzet="{key}"></span>'
        return f'\n\n<div data-inzet="{key}"></div>\n\n'

    def fill(self, html: str) -> str:
        """HTML with what the words yielded at the marks they left."""
        return _MARK.sub(lambda mark: self._html.get(mark[2], ""), html)

    def explain(self, view: View, html: str, own: str = "") -> str:
        """The same, with each term explained at its first use.

        Args:
            view: for the page.
            html: what the sanitiser passed.
            own: the term that the page itself is about.
        """
        html = _MARK.sub(lambda mark: self._running_text.get(mark[2], mark[0]), html)
        explanation = partial(_explanation, view)
        return self.fill(glossary.explain(html, self.word_list, explanation, own=own, mentioned=self._mentioned))


def _explanation(view: View, id_: str, word: str) -> str:
    return view.render("uitleg", begrip=view.catalog.one(m.Begrip, id_), word=word)


def shared(html: str) -> tuple[str, str, bool]:
    """A page's HTML: what someone wrote, the standing parts below it, and whether it has such parts."""
    prose, seam, rest = html.partition(_SEAM)
    return prose, rest, bool(seam)
