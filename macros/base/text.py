"""Text that every channel can carry: one rule for what the loader refuses in a file and what an output leaves out.

A file with such a character stops the build, with its line; a record that came from elsewhere, or a character that an
author spelled as an entity (`&#8238;`), loses it here. So no character loses a feed, a calendar or a mail.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Controls, halves of a character, and characters without a width: they turn text round, break a line or make two equal
words differ. What XML 1.0 (section 2.2) and RFC 5545 (section 3.1) do not allow is among them."""

_WHITESPACE = re.compile(r"[ \t\n\r]+")


def clean(text: str) -> str:
    """Text without invisible characters, with Unix line ends."""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same on one line; a hard space stays a hard space."""
    return _WHITESPACE.sub(" ", clean(text)).strip()


# The letters that the typefaces of typst have, measured one by one: another would stop a PDF/UA export.
# tests/channels/test_typeset.py sets every one of them, in every style.
_FOREIGN = re.compile(
    "[^ -~\u00a0-\u02af\u0370-\u03ff\u0400-\u0482\u048a-\u04ff\u1d00-\u1dbf\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u2040\u2042\u2044-\u2052\u2054-\u205e\u2070-\u20bf"
    "\u2113\u2116\u2122\u2126\u2150-\u2151\u2153-\u2184\u2190-\u22ff\u2460-\u2606\u2609-\u262f\u2638-\u268b"
    "\u2690-\u269c\u26a0-\u26a7\u2701-\u2704\u2706-\u2709\u270c-\u2714\u2717-\u2726\u272a-\u274b\u2756"
    "\u2758-\u275e\u2761-\u277f\u2794\u2798-\u27af\u27b1-\u27bf\u2b00-\u2b73\ufb00-\ufb06]"
)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_LOOKS = "\ufe0e\ufe0f"
"""Behind a sign: whether it is one in a line or a picture, which print does not have."""
REPLACEMENT = "\N{WHITE SQUARE}"
"""What stands in print for a letter that no typeface has."""


def printable(text: str) -> str:
    """Text on one line without control characters, in letters that can be printed."""
    visible = (c for c in text if c.isspace() or (unicodedata.category(c) not in _UNSEEN and c not in _LOOKS))
    line = re.sub(r"\s+", lambda whitespace: _blank(whitespace[0]), "".join(visible))
    return _FOREIGN.sub(REPLACEMENT, unicodedata.normalize("NFC", line))


def unprintable(text: str) -> str:
    """The letters of a text for which a square stands in print, each once."""
    letters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(letter for letter in letters if printable(letter) == REPLACEMENT != letter)


def _blank(whitespace: str) -> str:
    """A no-break space stays what it is; any other white space is one space."""
    return whitespace if set(whitespace) == {"\N{NO-BREAK SPACE}"} else " "


_NUMBERS = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


def in_words(number: int) -> str:
    """A number as a sentence says it: in words up to twelve."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def listed(parts: Sequence[str]) -> str:
    """Parts as a sentence lists them: `a`, `a en b`, `a, b en c`."""
    return f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else "".join(parts)


def capital(text: str) -> str:
    """With a capital letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    text = capital(text)
    return text if not text or text[-1] in ".!?…:" else f"{text}."
