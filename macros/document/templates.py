"""The one Jinja environment for fragments, and the walk over what authors type.

Fragments are ours: autoescape on, an undefined name is an error. Pages are not: of Jinja they may use a call of a
known word with literal arguments and nothing else, and that is established on the syntax tree, before anything is
rendered (Jinja's own sandbox lets `config.theme.get_env()` and `9**9**9` through). Jinja lives here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from macros.base import dates, links
from macros.base.numbers import euro, numeral
from macros.base.parsing import ParseError
from macros.base.text import sentence
from macros.records import models as m
from macros.records.catalog import Catalog


class WordError(ValueError):
    """A word that an author typed cannot be carried out; the message is in Dutch."""


# ── Rendering fragments ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class View:
    """All that a word needs besides its arguments: what is known, how it looks, for which page and which day."""

    catalog: Catalog
    templates: Environment
    dag: date | None = None
    """The day that the page is of, when that is not the day of the build."""
    page: str = ""
    """The address, relative to the site's root, of the page that the result is for."""
    frozen: bool = False
    """Whether the page has a day of its own, and so does not tell what became of things after it."""

    def at(self, page: str, today: date | None = None) -> View:
        """The same, for another page; a page with a day of its own (a newsletter) never shows what came after it."""
        return replace(self, page=page, dag=today or self.dag, frozen=today is not None)

    @property
    def today(self) -> date:
        """The day that the page tells of."""
        return self.dag or self.catalog.today

    def url(self, target: m.Record | str) -> str:
        """The address of a record or a path, relative to the page."""
        return links.relative(target if isinstance(target, str) else target.pad, self.page)

    def leeg(self, text: str | None, message: str) -> str:
        """What stands where nothing was found: the text that the author gave.

        Raises:
            WordError: she gave none, so it is not meant to be empty.
        """
        if text is None:
            raise WordError(f'{message}; zet leeg="…" erbij als dat zo hoort')
        return self.render("leeg", tekst=text)

    def render(self, fragment: str, **values: object) -> str:
        """The HTML of a fragment (`overrides/fragments/<fragment>.html`)."""
        template = self.templates.get_template(f"{fragment}.html")
        return template.render(w=self, catalog=self.catalog, **values).strip()


def nothing(what: str, **requested: object) -> str:
    """That nothing was found, and for what: `er zijn geen activiteiten voor thema 'jeugd'`."""
    for_ = " en ".join(f"{name} {value!r}" for name, value in requested.items() if value is not None)
    return f"er zijn geen {what}" + (f" voor {for_}" if for_ else "")


@lru_cache(maxsize=8)
def environment(*folders: Path) -> Environment:
    """The environment for fragments in these folders, with the filters that speak Dutch.

    One for the life of the process: it holds nothing but compiled templates, and looks at a file's time before it uses one.
    """
    env = Environment(
        loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=False,
    )  # fmt: skip
    env.filters |= {
        "dag": dates.dag, "maand": dates.month, "wanneer": dates.dutch, "getal": numeral, "euro": euro,
        "slug": links.slug, "zin": sentence,
    }  # fmt: skip
    env.globals |= {"url": _url}
    return env


class Unindent(Extension):
    """Leaves the indentation of templates out: it helps who writes them, and would travel with every page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's hook
        """The text of a template, before it is read; no line moves."""
        return re.sub(r"\n[ \t]+", "\n", source)


@pass_context
def _url(context: Context, target: m.Record | str) -> str:
    view: View = context["w"]
    return view.url(target)


# ── Rendering Markdown for pages that no one writes ─────────────────────────────────────────────────────


@lru_cache(maxsize=8)
def markdown_environment(*folders: Path) -> Environment:
    """Like `environment`, for Markdown: every value is escaped for Markdown, `woord(…)` types a word."""
    env = Environment(  # noqa: S701 - Markdown, not HTML: `finalize` escapes every value
        loader=FileSystemLoader(folders), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_markdown,
    )  # fmt: skip
    env.filters |= {"dag": dates.dag, "wanneer": dates.dutch, "zin": sentence, "getal": numeral, "euro": euro}
    env.globals |= {"woord": word, "tekst": prose}
    return env


def prose(record: m.Praktijk | m.Nieuwsbrief) -> Markup:
    """What a contributor wrote, as it is: Markdown already."""
    return Markup(record.tekst)  # noqa: S704 - checked by `calls`, sanitised after conversion


def word(name: str, *positional: object, **arguments: object) -> Markup:
    """A word as an author would type it, with literal arguments: `{{ activiteiten(gemeente='tiel') }}`."""
    parts = [repr(value) for value in positional]
    parts += [f"{key}={value!r}" for key, value in arguments.items() if value is not None]
    return Markup("{{ " + f"{name}({', '.join(parts)})" + " }}")  # noqa: S704 - reprs of our own ids


_MARKDOWN = str.maketrans({char: "\\" + char for char in "\\`*_[]<>#|"} | {"{": "&#123;", "}": "&#125;"})


def _markdown(value: object) -> object:
    return value if isinstance(value, Markup) or value is None else str(value).translate(_MARKDOWN)


# ── What authors type ───────────────────────────────────────────────────────────────────────────────────

LiteralValue = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Call:
    """A word with its literal arguments, at a line of the prose (counted from 1)."""

    line: int
    naam: str
    positional: tuple[LiteralValue, ...]
    arguments: Mapping[str, LiteralValue]


_PARSER = Environment()  # noqa: S701 - parses only, renders nothing
_REFUSED = {
    "block_begin": "opdrachten met {% … %} mogen niet op een pagina; gebruik een van de woorden",
    "comment_begin": "opmerkingen met {# … #} mogen niet op een pagina; haal ze weg",
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
_WORD = re.compile(r"""\{\{ *\w+\((?:[^{}()"'\\\n]|"[^"{}\\\n]*"|'[^'{}\\\n]*')*\) *\}\}""")
"""A word as nearly everyone types it; where it ends is then beyond doubt."""


def _simple(prose: str) -> list[str | Call | ParseError]:
    """A page with no words but such; empty for another, which Jinja must read whole. The same as it gives, some ten times sooner."""
    pieces = _WORD.split(prose)
    if "\r" in prose or any(_TOKEN.search(piece) or piece.endswith("{") for piece in pieces):
        return []
    pieces[-1] = pieces[-1].removesuffix("\n")  # Jinja takes the last one away
    parts: list[str | Call | ParseError] = []
    line = 1
    for piece, word in zip_longest(pieces, _WORD.findall(prose)):
        parts += [piece] if piece else []
        line += piece.count("\n")
        if word:
            part = _one_word(word)
            if not isinstance(part, Call):
                return []
            parts.append(replace(part, line=line))
    return parts


@lru_cache(maxsize=4096)
def _one_word(word: str) -> str | Call | ParseError:
    """Pages use the same words again and again."""
    return _complete(word)[0]


def _complete(prose: str) -> list[str | Call | ParseError]:
    """What Jinja makes of a page."""
    try:
        if "{%" in prose or "{#" in prose:
            for line, kind, _ in _PARSER.lex(prose):
                if kind in _REFUSED:
                    return [ParseError(line, _REFUSED[kind])]
        tree = _PARSER.parse(prose)
    except TemplateSyntaxError as error:
        return [ParseError(error.lineno, _brackets(str(error.message)))]
    except (RecursionError, ValueError):  # deeper, or a longer number, than Python reads
        return [ParseError(1, "wat tussen {{ en }} staat, is te lang of te diep genest")]
    return list(_parts(tree))


def _brackets(message: str) -> str:
    if "Missing end of comment" in message:
        return "achter {# ontbreekt #}; opmerkingen en ankers met {# mogen niet op een pagina"
    return "wat tussen {{ en }} staat, is geen woord met haakjes, zoals {{ expertteams() }}; controleer haakjes en aanhalingstekens"


def _parts(tree: nodes.Template) -> Iterator[str | Call | ParseError]:
    for node in tree.body:
        if not isinstance(node, nodes.Output):
            yield ParseError(node.lineno, _REFUSED["block_begin"])
            continue
        for part in node.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else _call(part)


def _call(node: nodes.Node) -> Call | ParseError:
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return ParseError(
            node.lineno, "tussen {{ en }} mag alleen een woord met haakjes staan, zoals {{ expertteams() }}"
        )
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return ParseError(node.lineno, f"{node.node.name}: een * voor een argument mag niet")
    values = [*node.args, *(pair.value for pair in node.kwargs)]
    if not all(isinstance(value, nodes.Const) for value in values):
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
