"""The vocabulary: one line for each word that an author may type, and the check of what was typed."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, NoneType
from typing import Any, Protocol

from macros.base.parsing import ParseError, did_you_mean
from macros.document.calls import Call, parse
from macros.document.templates import View, WordError
from macros.records.catalog import UnknownId
from macros.words import cards, charts, counts, organogram, references, tables

Word = Callable[..., str]

BLOCK: MappingProxyType[str, Word] = MappingProxyType({
    "activiteiten": tables.activiteiten,
    "actieagenda": cards.actieagenda,
    "agenda": cards.agenda,
    "begrippen": references.begrippen,
    "bronnen": references.bronnen,
    "cijfers": tables.cijfers,
    "district": cards.district,
    "doelen": tables.doelen,
    "expertteam": cards.expertteam,
    "expertteams": tables.expertteams,
    "feeds": tables.feeds,
    "feitenkader": cards.feitenkader,
    "financien": tables.financien,
    "gebruik": charts.gebruik,
    "gemeente": cards.gemeente,
    "gemeentekaart": charts.gemeentekaart,
    "gemeenten": tables.gemeenten,
    "grafiek": charts.grafiek,
    "kerncijfers": cards.kerncijfers,
    "matrix": tables.matrix,
    "nieuw": cards.nieuw,
    "nieuwsbrieven": cards.nieuwsbrieven,
    "organisaties": references.organisaties,
    "organogram": organogram.organogram,
    "praktijken": cards.praktijken,
    "praktijkzoeker": cards.praktijkzoeker,
    "rapporten": tables.rapporten,
    "rust_op": references.rust_op,
    "situaties": cards.situaties,
    "stand": cards.stand,
    "teamkader": cards.teamkader,
    "tegenspraak_noot": references.tegenspraak_noot,
    "tegenspraken": references.tegenspraken,
    "thema_kaarten": cards.thema_kaarten,
    "voortgang": cards.voortgang,
    "vragen": references.vragen,
    "zoekpagina": references.zoekpagina,
})  # fmt: skip
"""Words that stand on a line of their own."""

LINE: MappingProxyType[str, Word] = MappingProxyType({
    "aantal": counts.aantal,
    "begrip": references.begrip,
    "bron": references.bron,
    "gemeente_naam": references.gemeente_naam,
    "pdf": references.report_pdf,
})  # fmt: skip
"""Words that stand in a sentence."""

RUNNING_TEXT = frozenset({"actieagenda", "district", "doelen", "expertteam", "stand", "vragen"})
"""Words that yield running text: terms in it are explained as they are in prose."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A word as the page for contributors shows it: name, how to call it, what it shows, an example."""

    naam: str
    form: str
    uitleg: str
    example: str
    in_sentence: bool


def woorden(w: View) -> str:
    """Laat alle woorden zien die u op een pagina mag typen.

    Voorbeeld: {{ woorden() }}
    """
    return w.render("woorden", woorden=tuple(uitleg()))


def all_words() -> dict[str, Word]:
    """Every word by its name."""
    return {**BLOCK, "woorden": woorden, **LINE}


def uitleg() -> Iterator[Explanation]:
    """The vocabulary from its docstrings, by name."""
    for name, function in sorted(all_words().items()):
        lines = (inspect.getdoc(function) or "").splitlines()
        example = next((r.partition(":")[2].strip() for r in lines if r.startswith("Voorbeeld:")), "")
        yield Explanation(
            name, f"{name}({', '.join(_parameters(function))})", lines[0] if lines else "", example, name in LINE
        )


def _parameters(function: Word) -> Iterator[str]:
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        yield parameter.name if parameter.default is inspect.Parameter.empty else f"{parameter.name}=…"


# ── The check ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the words on a page: what is wrong (line from 1, message), and what each other word yielded."""

    errors: list[tuple[int, str]]
    made: list[tuple[Call, str]]


def try_out(w: View, found: tuple[list[Call], list[ParseError]]) -> Trial:
    """Carry out every word on a page, as `calls` found them: they are pure, so an empty result or an unknown id shows now."""
    good, error = found
    trial = Trial([(parse_error.line, parse_error.message) for parse_error in error], [])
    for call in good:
        try:
            trial.made.append((call, _execute(w, call)))
        except (UnknownId, WordError) as reason:
            trial.errors.append((call.line, f"{{{{ {call.naam}(…) }}}}: {reason}"))
    return trial


def _execute(w: View, call: Call) -> str:
    word = all_words().get(call.naam)
    if word is None:
        raise WordError(f"dit woord bestaat niet{did_you_mean(call.naam, all_words())}")
    if message := _arguments(word, call):
        raise WordError(message)
    return word(w, *call.positional, **call.arguments)


def _arguments(word: Word, call: Call) -> str:
    form = inspect.signature(word)
    names = [n for n in form.parameters if n != "w"]
    if foreign := next((n for n in call.arguments if n not in names), None):
        return f"het argument {foreign!r} bestaat niet{did_you_mean(foreign, names)}"
    try:
        bound = form.bind(None, *call.positional, **call.arguments)
    except TypeError:
        return f"de argumenten kloppen niet; schrijf {call.naam}({', '.join(_parameters(word))})"
    types = typing.get_type_hints(word)
    for name, value in bound.arguments.items():
        if name != "w" and not _fits(value, types[name]):
            return f"het argument {name!r} moet {_kind(types[name])} zijn, niet {value!r}"
    return ""


def _fits(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type or a union of them
    return type(value) in (typing.get_args(kind) or (kind,))


def _kind(kind: Any) -> str:  # noqa: ANN401 - the same
    kinds = set(typing.get_args(kind) or (kind,)) - {NoneType}
    return "een getal zonder aanhalingstekens" if kinds == {int} else "een tekst tussen aanhalingstekens"


# ── What mkdocs-macros calls ────────────────────────────────────────────────────────────────────────────


class Macros(Protocol):
    """The part of mkdocs-macros that we use."""

    conf: Any
    macros: dict[str, Word]
    markdown: str

    def macro(self, v: Word, name: str = "") -> Word:
        """Register a function under a name."""


def define_env(env: Macros) -> None:
    """Give mkdocs-macros the words, as our plugin has prepared them for this build."""
    for name, word in env.conf.plugins["kennisbank"].woorden(env).items():
        env.macro(word, name)


def on_pre_page_macros(env: Macros) -> None:
    """Carry out the words on a page, each as mkdocs-macros has it; Jinja then finds nothing there to compile or run.

    Raises:
        WordError: the page holds something else, which the check of the content lets no page do.
    """
    env.markdown = "".join(_executed(env.macros, part) for part in parse(env.markdown))


def _executed(macros: Mapping[str, Word], part: str | Call | ParseError) -> str:
    match part:
        case str():
            return part
        case Call():
            return macros[part.naam](*part.positional, **part.arguments)
    raise WordError(part.message)
