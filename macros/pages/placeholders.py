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

from macros.document.templates import Weergave
from macros.pages import glossary
from macros.records import models as m
from macros.words import vocabulary

_MERK = re.compile(r'<(div|span) data-inzet="([0-9a-f]{16})"></\1>')
_NAAD = '<div data-inzet="0000000000000000"></div>'
"""Where the prose of a page ends and its standing parts begin (overrides/pages/_naad.md)."""


@dataclass(frozen=True)
class Merken:
    """The marks of one build, and what they stand for.

    Args:
        woordenlijst: the terms that are explained at their first use.
    """

    woordenlijst: glossary.Woordenlijst
    _html: dict[str, str] = field(default_factory=dict)
    _lopend: dict[str, str] = field(default_factory=dict)
    """Of the words that yield running text, in which terms are explained as in prose."""
    _genoemd: dict[str, str] = field(default_factory=dict)
    """At which marks an author put in a term by hand."""

    def zet(self, weergave: Weergave, naam: str, *posities: str | int, **argumenten: str | int) -> str:
        """Carry out a word; the mark for what it yields, to stand in Markdown."""
        html = vocabulary.alle_woorden()[naam](weergave, *posities, **argumenten)
        sleutel = hashlib.sha256(html.encode()).hexdigest()[:16]
        self._html[sleutel] = html
        if naam in vocabulary.LOPEND:
            self._lopend[sleutel] = html
        if naam == "begrip":
            self._genoemd[sleutel] = str(next(iter((*posities, *argumenten.values()))))
        if naam in vocabulary.REGEL:
            return f'<span data-inzet="{sleutel}"></span>'
        return f'\n\n<div data-inzet="{sleutel}"></div>\n\n'

    def vul(self, html: str) -> str:
        """HTML with what the words yielded at the marks they left."""
        return _MERK.sub(lambda merk: self._html.get(merk[2], ""), html)

    def leg_uit(self, weergave: Weergave, html: str, eigen: str = "") -> str:
        """The same, with each term explained at its first use.

        Args:
            weergave: for the page.
            html: what the sanitiser passed.
            eigen: the term that the page itself is about.
        """
        html = _MERK.sub(lambda merk: self._lopend.get(merk[2], merk[0]), html)
        uitleg = partial(_uitleg, weergave)
        return self.vul(glossary.leg_uit(html, self.woordenlijst, uitleg, eigen=eigen, genoemd=self._genoemd))


def _uitleg(weergave: Weergave, id_: str, woord: str) -> str:
    return weergave.render("uitleg", begrip=weergave.catalog.een(m.Begrip, id_), woord=woord)


def gedeeld(html: str) -> tuple[str, str, bool]:
    """A page's HTML: what someone wrote, the standing parts below it, and whether it has such parts."""
    proza, naad, rest = html.partition(_NAAD)
    return proza, rest, bool(naad)
