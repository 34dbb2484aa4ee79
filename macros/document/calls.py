"""What authors type on a page: the words that they call, established on the syntax tree before anything is rendered.

Of Jinja a page may use a call of a known word with literal arguments and nothing else (Jinja's own sandbox lets
`config.theme.get_env()` and `9**9**9` through).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from macros.base import late
from macros.base.parsing import ParseError

if TYPE_CHECKING:
    import jinja2
    from jinja2 import nodes
else:  # nearly every page can do without
    jinja2 = late.module("jinja2")

LiteralValue = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Call:
    """A word with its literal arguments, at a line of the prose (counted from 1)."""

    line: int
    naam: str
    positional: tuple[LiteralValue, ...]
    arguments: Mapping[str, LiteralValue]


@cache
def _parser() -> jinja2.Environment:
    return jinja2.Environment()  # parses only, renders nothing


_REFUSED = {
    "block_begin": "opdrachten met {% … %} mogen niet op een pagina; gebruik een van de woorden",
    "comment_begin": "opmerkingen met {# … #} mogen niet op een pagina, en ankers met {#…} kent de site niet; haal ze weg",
    "raw_begin": "{% raw %} mag niet op een pagina",
}


def calls(prose: str) -> tuple[list[Call], list[ParseError]]:
    """The words that a page uses, and everything in its template syntax that is not allowed."""
    parts = parse(prose)
    return [d for d in parts if isinstance(d, Call)], [d for d in parts if isinstance(d, ParseError)]


def parse(prose: str) -> list[str | Call | ParseError]:
    """A page's text and its words, in their order; with what is not allowed among them."""
    if not _TOKEN.search(prose):
        return [prose]
    return _simple(prose) or _complete(prose)


_TOKEN = re.compile(r"\{[{%#]")
_WORD = re.compile(r"""(\{\{ *\w+\((?:[^{}()"'\\\n]|"[^"{}\\\n]*"|'[^'{}\\\n]*')*\) *\}\})""")
"""A word as nearly everyone types it; where it ends is then beyond doubt."""
BRACES = re.compile(
    r"""\{\{(?:[^{}"'\\]|\{(?!\{)|\}(?!\})|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\\.)*+\}\}""", re.DOTALL
)
"""Two braces and what stands between them, also where no word does."""


def _simple(prose: str) -> list[str | Call | ParseError]:
    """A page with no words but such; empty for another, which Jinja must read whole. The same as it gives, some ten times sooner."""
    typed = _WORD.split(prose)
    pieces, words = typed[::2], typed[1::2]
    if "\r" in prose or any(_TOKEN.search(piece) or piece.endswith("{") for piece in pieces):
        return []
    pieces[-1] = pieces[-1].removesuffix("\n")  # Jinja takes the last one away
    parts: list[str | Call | ParseError] = []
    line = 1
    for piece, word in zip_longest(pieces, words):
        parts += [piece] if piece else []
        line += piece.count("\n")
        if word:
            part = _one_word(word)
            if not isinstance(part, Call):
                return []
            parts.append(Call(line, part.naam, part.positional, part.arguments))
    return parts


_TEXT = r"""(?:"[^"{}\\\n]*"|'[^'{}\\\n]*')"""
_PLAIN = re.compile(
    r"\{\{ *(?!(?i:true|false|none|not|and|or|in|is|if|else)\()([A-Za-z_]\w*)"
    rf"\( *((?:(?:[A-Za-z_]\w* *= *)?(?:{_TEXT}|0|[1-9]\d{{0,8}}) *(?:, *(?=[^) ])|(?=\))))*)\) *\}}\}}",
    re.ASCII,
)
_ARGUMENT = re.compile(rf"(?:(\w+) *= *)?({_TEXT}|\d+)", re.ASCII)
"""A word with texts and whole numbers, and each of them: what Jinja makes of these is beyond doubt."""


@lru_cache(maxsize=4096)
def _one_word(word: str) -> str | Call | ParseError:
    """Pages use the same words again and again."""
    if not (plain := _PLAIN.fullmatch(word)):
        return _complete(word)[0]
    found = [(name, int(typed) if typed.isdecimal() else typed[1:-1]) for name, typed in _ARGUMENT.findall(plain[2])]
    arguments = {name: value for name, value in found if name}
    positional = tuple(value for name, value in found if not name)
    if len(positional) + len(arguments) < len(found) or found[: len(positional)] != [
        ("", value) for value in positional
    ]:
        return _complete(word)[0]  # one stands there twice, or in the wrong order
    return Call(1, plain[1], positional, arguments)


def _complete(prose: str) -> list[str | Call | ParseError]:
    """What Jinja makes of a page."""
    try:
        if "{%" in prose or "{#" in prose:
            for line, kind, _ in _parser().lex(prose):
                if kind in _REFUSED:
                    return [ParseError(line, _REFUSED[kind])]
        tree = _parser().parse(prose)
    except jinja2.TemplateSyntaxError as error:
        return [ParseError(error.lineno, _brackets(str(error.message)))]
    except SyntaxError:  # a number with digits of another script, of which Jinja asks Python
        number = re.search(r"\{\{[^{}]*?(?![0-9])\d", prose)
        return [ParseError(prose.count("\n", 0, number.end() if number else 0) + 1, _brackets(""))]
    except (RecursionError, ValueError):  # deeper, or a longer number, than Python reads
        return [ParseError(1, "wat tussen {{ en }} staat, is te lang of te diep genest")]
    return list(_parts(tree))


def _brackets(message: str) -> str:
    if "Missing end of comment" in message:
        return "achter {# ontbreekt #}; opmerkingen en ankers met {# mogen niet op een pagina"
    return "wat tussen {{ en }} staat, is geen woord met haakjes, zoals {{ expertteams() }}; controleer haakjes en aanhalingstekens"


def _parts(tree: nodes.Template) -> Iterator[str | Call | ParseError]:
    for node in tree.body:
        if not isinstance(node, jinja2.nodes.Output):
            yield ParseError(node.lineno, _REFUSED["block_begin"])
            continue
        for part in node.nodes:
            yield part.data if isinstance(part, jinja2.nodes.TemplateData) else _call(part)


def _call(node: nodes.Node) -> Call | ParseError:
    if not isinstance(node, jinja2.nodes.Call) or not isinstance(node.node, jinja2.nodes.Name):
        return ParseError(
            node.lineno, "tussen {{ en }} mag alleen een woord met haakjes staan, zoals {{ expertteams() }}"
        )
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return ParseError(node.lineno, f"{node.node.name}: een * voor een argument mag niet")
    values = [*node.args, *(pair.value for pair in node.kwargs)]
    if not all(isinstance(value, jinja2.nodes.Const) for value in values):
        return ParseError(
            node.lineno, f"{node.node.name}: een argument moet een tekst tussen aanhalingstekens of een getal zijn"
        )
    if len({pair.key for pair in node.kwargs}) < len(node.kwargs):
        return ParseError(node.lineno, f"{node.node.name}: een argument staat er twee keer")
    return Call(
        node.lineno, node.node.name, tuple(_const(a) for a in node.args),
        {pair.key: _const(pair.value) for pair in node.kwargs},
    )  # fmt: skip


def _const(node: Any) -> LiteralValue:  # noqa: ANN401 - a Const, checked by the caller
    value: LiteralValue = node.value
    return value
