"""Text that every channel can carry: one rule for what the loader refuses in a file and what an output leaves out.

A file with such a character stops the build, with its line; a record that came from elsewhere, or a character that an
author spelled as an entity (`&#8238;`), loses it here. So no character loses a feed, a calendar or a mail.
"""

from __future__ import annotations

import re
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
