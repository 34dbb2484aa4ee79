r"""Lines of a server's configuration, for nginx and for Caddy: the one place that writes them, of words that have a kind.

What a word may hold is its kind's, and each kind refuses what could end the word, begin another or be carried out. So no
value becomes a rule, whatever it is made of.

| kind | nginx | Caddy |
| --- | --- | --- |
| `Bare("always")` | `always` | `always` |
| `Quoted("no-cache")` | `"no-cache"` | `"no-cache"` |
| `Pattern(r"^/a\.b$")` | `"~^/a\\.b$"` | `` `^/a\.b$` `` |
| `Joined(Quoted("/a/"), Variable("args"))` | `"/a/$args"` | `"/a/{args}"` |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from macros.base.errors import UserError


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of one kind.

    Raises:
        UserError: its kind cannot hold the value.
    """

    value: str
    _allowed: ClassVar[str]

    def __post_init__(self) -> None:
        if not re.fullmatch(self._allowed, self.value):
            raise UserError(
                f"{self.value[:200]!r} mag niet in de regels voor de webserver staan; er is niets gepubliceerd"
            )


class Bare(_Word):
    """The name of a directive, an option, a number."""

    _allowed = r"[@$*]?[A-Za-z0-9_.-]+|\*"


class Quoted(_Word):
    """A value that is shown as it is: printable ASCII without what a server carries out or takes for an end."""

    _allowed = r"""[^\x00-\x1f\x7f-\U0010ffff"\\$`{}]*"""


class Pattern(_Word):
    """A regular expression of our own."""

    _allowed = r"""(?!.*\{\$)[^\x00-\x1f\x7f-\U0010ffff"`]+"""


class Variable(_Word):
    """What the server knows of a request, by its name there."""

    _allowed = r"\w+"


@dataclass(frozen=True, slots=True, init=False)
class Joined:
    """Texts and variables as one word."""

    parts: tuple[Quoted | Variable, ...]

    def __init__(self, *parts: Quoted | Variable) -> None:
        object.__setattr__(self, "parts", parts)


Word = Bare | Quoted | Pattern | Variable | Joined


HEADING = "# Computed from the build by `kennisbank publiceer`; do not edit.\n"


# ── nginx ───────────────────────────────────────────────────────────────────────────────────────────────


def nginx(*words: Word) -> str:
    """A directive, or a line of a map."""
    return f"{' '.join(map(_nginx, words))};\n"


def nginx_block(words: Iterable[Word], lines: Iterable[str]) -> str:
    """A directive with lines of its own."""
    return f"{' '.join(map(_nginx, words))} {{\n{_indented(lines, '    ')}}}\n"


def _nginx(word: Word) -> str:
    match word:
        case Joined(parts):
            return f'"{"".join(part.value if isinstance(part, Quoted) else f"${part.value}" for part in parts)}"'
        case Pattern(value):
            escaped = value.replace("\\", "\\\\")
            return f'"~{escaped}"'
        case Quoted(value):
            return f'"{value}"'
        case Variable(value):
            return f"${value}"
        case Bare(value):
            return value


# ── Caddy ───────────────────────────────────────────────────────────────────────────────────────────────


def caddy(*words: Word) -> str:
    """A directive."""
    return f"{' '.join(map(_caddy, words))}\n"


def caddy_block(words: Iterable[Word], lines: Iterable[str]) -> str:
    """A directive with lines of its own."""
    return f"{' '.join(map(_caddy, words))} {{\n{_indented(lines, chr(9))}}}\n"


def _caddy(word: Word) -> str:
    match word:
        case Joined(parts):
            return f'"{"".join(part.value if isinstance(part, Quoted) else f"{{{part.value}}}" for part in parts)}"'
        case Pattern(value):
            return f"`{value}`"
        case Quoted(value):
            return f'"{value}"'
        case Variable(value):
            return f"{{{value}}}"
        case Bare(value):
            return value


def _indented(lines: Iterable[str], by: str) -> str:
    return "".join(f"{by}{line}\n" for text in lines for line in text.splitlines())
