"""A text made plain: nothing in it hides a number or an address from who looks for one, and every line stays where it is.

NFKC, no characters without width, entities, percent signs and YAML's escapes decoded, lines that a reader sees as one
without the space that they begin with: a fullwidth digit, `%40` and a folded line hide nothing.
"""

from __future__ import annotations

import re
from html import unescape
from unicodedata import is_normalized, normalize
from urllib.parse import unquote

from macros.base import late
from macros.review.characters import beyond_ascii

_ZERO_WIDTH = late.pattern(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹣"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")
_LOOKS_LIKE = late.pattern("[" + "".join(map(chr, _DASHES | _SPACES)) + "]")
_ESCAPE = late.pattern(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U(000[0-9A-Fa-f]{5})|(?=[^\w ]))")
"""A letter by its number in a quoted text of YAML, or a backslash that a reader does not see."""


def normalise(text: str) -> str:
    """The text with nothing in it that hides a number, on the same lines."""
    decoded = plain = _plain(text)
    if "&" in decoded:
        decoded = re.sub(r"&#?\w{1,12};", lambda t: _one_line(unescape(t[0])), decoded)
    if "%" in decoded:
        decoded = re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda t: _one_line(unquote(t[0])), decoded)
    if "\\" in decoded:
        decoded = _ESCAPE.sub(lambda t: _one_line(chr(int(t[1] or t[2] or t[3], 16))) if t[0][1:] else "", decoded)
    return plain if decoded is plain else _plain(decoded)


_ORDINARY = late.pattern("[À-ÖØ-öø-ÿ‘’“”€]*")
"""Letters that look like no other and are one letter each."""


def _plain(text: str) -> str:
    """Letters that look alike as one."""
    if text.isascii():
        return text.replace("\t", " ")
    if _ORDINARY.fullmatch(beyond_ascii(text)):
        return text.replace("\t", " ")
    text = _ZERO_WIDTH.sub("", text if is_normalized("NFKC", text) else normalize("NFKC", text))
    return text.translate(_DASHES | _SPACES) if _LOOKS_LIKE.search(text) else text


def _one_line(text: str) -> str:
    return re.sub(r"\s", " ", text)


_FOLD = late.pattern(r"\n {2,}(?=[^ #-])")
"""Where a line goes on with the one before it; what begins a point, or is a comment, does not."""


def unfolded(text: str) -> str:
    """A plain data file as its readers see it: what goes on below has no space before it, and marks are no letters."""
    text = _without_comments(text)
    for mark in "*`~":
        text = text.replace(mark, "")
    return _FOLD.sub("\n", text)


def _without_comments(text: str) -> str:
    parts, end = [], 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start)) >= 0:
        parts += [text[end:start], "\n" * text.count("\n", start, close)]
        end = close + len("-->")
    return "".join([*parts, text[end:]])


_ZERO = late.pattern(r"(?<![^\W\d_])[Oo]+(?=\d)|(?<=\d)[Oo]+(?![^\W\d_])")
_AROUND = bytes(
    ord("0") if chr(b).isdecimal() else ord("o") if chr(b) in "oO" else ord(" ") if b < 0x80 else b  # noqa: PLR2004 - of other scripts
    for b in range(256)
)


def zeros(text: str, letters: bytes) -> str:
    """The text with a zero for each letter O that stands among digits; `letters` is the text as bytes."""
    around = letters.translate(_AROUND)
    return _ZERO.sub(lambda t: "0" * len(t[0]), text) if b"o0" in around or b"0o" in around else text
