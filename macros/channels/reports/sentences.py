"""What the template draws of a sentence: inlines → stretches `{address, runs}`, each with its runs `{kind, text, styles}`.

Every text in it is printable. A kind of inline that is not known here raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeAlias

from macros.base.text import printable
from macros.document import nodes as n

Drawn: TypeAlias = dict[str, Any]
"""A block, a stretch or a run, as the template reads it."""


def runs(inlines: Iterable[n.Inline]) -> list[Drawn]:
    """A sentence as stretches, with single spaces and none at its ends.

    Raises:
        TypeError: a kind of inline that a report does not know, or a word that nothing was put in place of.
    """
    runs = _smooth(list(_runs(inlines, _PLAIN)))
    return [
        {"address": address, "runs": [{"kind": run.kind, "text": run.text, "styles": sorted(run.styles)} for run in group]}
        for address, group in groupby(runs, lambda run: run.address)
    ]  # fmt: skip


def letters(stretches: Iterable[Drawn]) -> int:
    """How long a sentence is."""
    return sum(len(run["text"]) for stretch in stretches for run in stretch["runs"])


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters that look alike."""

    text: str
    styles: frozenset[str] = frozenset()
    address: str = ""
    kind: str = "text"


_PLAIN = _Run("")
_STYLES: Mapping[type, str] = {n.Emphasis: "emphasis", n.Strong: "strong", n.Strike: "strike", n.Remark: "soft"}
_PHRASES: Mapping[n.PhraseKind, tuple[str, str, str]] = {
    "abbr": ("", "", ""), "cite": ("", "emphasis", ""), "kbd": ("", "strong", ""), "mark": ("", "mark", ""),
    "q": ("“", "", "”"), "small": ("", "small", ""), "sub": ("", "sub", ""), "sup": ("", "sup", ""),
}  # fmt: skip
"""What stands before, how it looks, what stands behind."""
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_CLICKABLE = re.compile(r"(?:https?://|mailto:|tel:)\S")
_SCHEME = re.compile(r"^https?://|/$")


def _runs(inlines: Iterable[n.Inline], look: _Run) -> Iterator[_Run]:
    for inline in inlines:
        if (read := _INLINES.get(type(inline))) is None:
            message = f"a report does not know {type(inline).__name__}"
            raise TypeError(message)
        yield from read(inline, look)


def _text(node: n.Text | n.Term, look: _Run) -> Iterator[_Run]:
    """Letters; raised and lowered figures are letters of their own, so no reader takes them for part of a number."""
    words = node.text.translate(_RAISED) if "sup" in look.styles else node.text
    words = words.translate(_LOWERED) if "sub" in look.styles else words
    changed = words != node.text
    yield replace(look, text=words, styles=look.styles - {"sup", "sub"} if changed else look.styles)


def _code(node: n.Code | n.RawInline, look: _Run) -> Iterator[_Run]:
    yield replace(look, text=node.text, kind="code")


def _styled(node: n.Emphasis | n.Strong | n.Strike | n.Remark, look: _Run) -> Iterator[_Run]:
    yield from _runs(node.children, replace(look, styles=look.styles | {_STYLES[type(node)]}))


def _phrase(node: n.Phrase, look: _Run) -> Iterator[_Run]:
    before, style, behind = _PHRASES[node.kind]
    yield replace(look, text=before)
    yield from _runs(node.children, replace(look, styles=look.styles | {style} - {""}))
    yield replace(look, text=behind)


def _link(node: n.Link, look: _Run) -> Iterator[_Run]:
    """Words that lead somewhere; behind what an author linked stands the address, for who reads on paper."""
    if not _CLICKABLE.match(node.address):
        yield from _runs(node.children, look)
        return
    yield from _runs(node.children, replace(look, address=node.address))
    shown = node.address.removeprefix("mailto:").removeprefix("tel:")
    if node.line and _SCHEME.sub("", shown) not in n.text_of(node.children):
        yield replace(look, text=" (", styles=frozenset({"address"}))
        yield replace(look, text=shown, styles=frozenset({"address"}), address=node.address)
        yield replace(look, text=")", styles=frozenset({"address"}))


def _image(node: n.Image, look: _Run) -> Iterator[_Run]:
    if node.alt:
        yield replace(look, text=f"(afbeelding: {node.alt})")


def _note_mark(node: n.NoteMark, look: _Run) -> Iterator[_Run]:
    """A mark in brackets: a bare figure behind an amount would be read as part of it."""
    yield replace(look, text=f"[{node.number}]", styles=frozenset({"note"}), address=f"#noot-{node.number}")


def _break(_: n.Break, look: _Run) -> Iterator[_Run]:
    yield replace(look, text="", kind="break")


def word(node: n.Word, _: object) -> Iterator[Any]:
    """A word that nothing was put in place of: a tree is filled before a channel gets it."""
    message = f"nothing was put in place of the word {node.key}"
    raise TypeError(message)


_INLINES: Mapping[type, Callable[[Any, _Run], Iterator[_Run]]] = {
    n.Text: _text, n.Term: _text, n.Code: _code, n.RawInline: _code, **dict.fromkeys(_STYLES, _styled),
    n.Phrase: _phrase, n.Link: _link, n.Image: _image, n.NoteMark: _note_mark, n.Break: _break, n.Word: word,
}  # fmt: skip


def _smooth(runs: Sequence[_Run]) -> list[_Run]:
    """Runs that look alike joined, with single spaces and none at the ends or beside a break."""
    found: list[_Run] = []
    for look, group in groupby(runs, lambda run: replace(run, text="")):
        words = printable("".join(run.text for run in group))
        if look.kind == "text" and (not found or found[-1].kind == "break" or found[-1].text.endswith(" ")):
            words = words.removeprefix(" ")
        if words or look.kind == "break":
            found.append(replace(look, text=words))
    while found and not found[-1].text.rstrip(" "):
        found.pop()
    return [*found[:-1], replace(found[-1], text=found[-1].text.rstrip(" "))] if found else []
