"""The vocabulary: one line for each word that an author may type, and the check of what was typed."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product
from types import MappingProxyType, NoneType
from typing import Any, Protocol

from macros.base.hints import did_you_mean
from macros.base.parsing import ParseError
from macros.document.calls import Call, calls, parse
from macros.document.templates import UNFORESEEN, View, WordError
from macros.records import kinds
from macros.records import models as m
from macros.records.catalog import UnknownId
from macros.records.loader import WHOLE, Broken
from macros.words import by_mail, cards, charts, contacts, counts, months, references, tables

Word = Callable[..., str]

BLOCK: MappingProxyType[str, Word] = MappingProxyType({
    "activiteiten": tables.activiteiten,
    "actieagenda": cards.actieagenda,
    "agenda": cards.agenda,
    "begrippen": references.begrippen,
    "bronnen": references.bronnen,
    "cijfers": tables.cijfers,
    "contact": contacts.contact,
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
    "maanden": months.maanden,
    "matrix": tables.matrix,
    "nieuw": cards.nieuw,
    "nieuwsbrief_per_mail": by_mail.nieuwsbrief_per_mail,
    "nieuwsbrieven": cards.nieuwsbrieven,
    "open_data": tables.open_data,
    "organisaties": references.organisaties,
    "organogram": references.organogram,
    "praktijken": cards.praktijken,
    "praktijkzoeker": cards.praktijkzoeker,
    "rapporten": tables.rapporten,
    "rust_op": references.rust_op,
    "situaties": cards.situaties,
    "stand": cards.stand,
    "teamkader": cards.teamkader,
    "tegenspraken": references.tegenspraken,
    "thema_kaarten": cards.thema_kaarten,
    "voortgang": cards.voortgang,
    "vragen": references.vragen,
    "wat_wij_bewaren": by_mail.wat_wij_bewaren,
    "zoekpagina": references.zoekpagina,
})  # fmt: skip
"""Words that stand on a line of their own."""

LINE: MappingProxyType[str, Word] = MappingProxyType({
    "aantal": counts.aantal,
    "begrip": references.begrip,
    "bron": references.bron,
    "gemeente_naam": references.gemeente_naam,
    "pdf": references.report_pdf,
    "rapporten_geteld": tables.reports_counted,
    "tegenspraak_noot": references.tegenspraak_noot,
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
    return w.render("woorden", woorden=tuple(uitleg(w)))


def all_words() -> dict[str, Word]:
    """Every word by its name."""
    return {**BLOCK, "woorden": woorden, **LINE}


def _anything(_name: str) -> bool:
    """A network that does without nothing."""
    return True


def uitleg(w: View) -> Iterator[Explanation]:
    """The vocabulary from its docstrings, by name; a word or an argument about what the network has not is no help."""
    uses, of_kind = w.catalog.uses, {kind.singular: kind.collection for kind in kinds.KINDS}
    for name, function in sorted(all_words().items()):
        about = of_kind.get(_OF_ID.get(name, name), name)
        if about in kinds.COLLECTIONS and not uses(about):
            continue
        lines = (inspect.getdoc(function) or "").splitlines()
        example = next((r.partition(":")[2].strip() for r in lines if r.startswith("Voorbeeld:")), "")
        shown = _parameters(function, lambda parameter: parameter not in of_kind or uses(of_kind[parameter]))
        form = f"{name}({', '.join(shown)})"
        yield Explanation(name, form, lines[0] if lines else "", _filled(w, example) or form, name in LINE)


_OPEN = re.compile(r"<([a-z]+)>")
"""What is filled in from the network's own records: `<thema>` is the id of one."""
_TRIED = 200
"""How many ways of filling an example are tried at most."""


def _filled(w: View, example: str) -> str:
    """An example with the first records of the network's own for which it shows something; empty where there are none."""
    names = _OPEN.findall(example)
    for values in islice(product(*(_possible(w, name) for name in names)), _TRIED):
        tried = example
        for name, value in zip(names, values, strict=True):
            tried = tried.replace(f"<{name}>", value, 1)
        if not names or _shows(w, tried):
            return tried
    return ""


def _possible(w: View, name: str) -> Iterable[str]:
    match name:
        case "jaar":
            return map(str, w.catalog.activiteiten_years())
        case "rapport":
            return (rapport.id for rapport in w.catalog.rapporten())
        case "peildatum":
            return (state.peildatum.typed for state in w.catalog.standen())
        case "agenda":
            return dict.fromkeys(item.agenda for item in w.catalog.all_of(m.Agendaonderdeel))
    return (record.id for model in m.COLLECTIONS if model.kind.singular == name for record in w.catalog.listed(model))


def _shows(w: View, example: str) -> bool:
    try:
        return all(_execute(w, call, _word(call)) for call in calls(example)[0])
    except (UnknownId, WordError):
        return False


def _parameters(function: Word, has: Callable[[str], bool] = _anything) -> Iterator[str]:
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        if has(parameter.name):
            yield parameter.name if parameter.default is inspect.Parameter.empty else f"{parameter.name}=…"


# ── The check ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the words on a page: what is wrong (line from 1, message), and what each other word yielded."""

    errors: list[tuple[int, str]]
    """What follows from what could not be read is not among them."""
    made: list[tuple[Call, str]]


def try_out(
    w: View, found: tuple[list[Call], list[ParseError]], broken: Broken = WHOLE, *, whole: bool = True
) -> Trial:
    """Carry out every word on a page, as `calls` found them: they are pure, so an empty result or an unknown id shows now.

    Args:
        w: what a word needs.
        found: the words, and what of the template syntax is not allowed.
        broken: what could not be read; what follows from that is left out, for which the view needs the catalog itself.
        whole: whether all could be read.
    """
    good, error = found
    told = (UnknownId, WordError) if whole else (UnknownId, WordError, *UNFORESEEN)
    trial = Trial([(parse_error.line, parse_error.message) for parse_error in error], [])
    for call in good:
        try:
            word = _word(call)
            trial.made.append((call, _despite(broken, w, call, word) if broken else _execute(w, call, word)))
        except _Consequence:
            pass  # told where it is broken
        except told as reason:
            trial.errors.append((call.line, f"{{{{ {call.naam}(…) }}}}: {reason}"))
    return trial


def _word(call: Call) -> Word:
    word = all_words().get(call.naam)
    if word is None:
        raise WordError(f"dit woord bestaat niet{did_you_mean(call.naam, all_words())}")
    if message := _arguments(word, call):
        raise WordError(message)
    return word


def _execute(w: View, call: Call, word: Word) -> str:
    return word(w, *call.positional, **call.arguments)


def _typed(call: Call) -> set[object]:
    return {*call.positional, *call.arguments.values()}


class _Consequence(Exception):
    """A word cannot be carried out because of what could not be read."""


class _Noted(dict[Any, Any]):
    """The records by their class, that knows which classes it was asked for."""

    asked: set[str]

    def get(self, model: Any, default: Any = None) -> Any:  # noqa: ANN401 - as the catalog asks it
        self.asked.add(model.kind.collection)
        return super().get(model, default)


def _despite(broken: Broken, w: View, call: Call, word: Word) -> str:
    """Carry out a word when not all could be read: what goes wrong with what is not whole, is told already."""
    records = _Noted(w.catalog.records)
    records.asked = set()
    try:
        return _execute(replace(w, catalog=replace(w.catalog, records=records)), call, word)
    except UnknownId as error:
        dead = (error.collection, error.name) in broken.dead and error.name not in _typed(call)
        if dead or broken.lacks(error.collection, error.name):
            raise _Consequence from error
        raise
    except (WordError, *UNFORESEEN) as error:
        if broken.damaged & records.asked:
            raise _Consequence from error
        raise


_signature, _types = cache(inspect.signature), cache(typing.get_type_hints)
"""Of each word once: pages use the same ones again and again."""


def _arguments(word: Word, call: Call) -> str:
    form = _signature(word)
    names = [n for n in form.parameters if n != "w"]
    if foreign := next((n for n in call.arguments if n not in names), None):
        return f"het argument {foreign!r} bestaat niet{did_you_mean(foreign, names)}"
    try:
        bound = form.bind(None, *call.positional, **call.arguments)
    except TypeError:
        return f"de argumenten kloppen niet; schrijf {call.naam}({', '.join(_parameters(word))})"
    types = _types(word)
    for name, value in bound.arguments.items():
        if name != "w" and not _fits(value, types[name]):
            return f"het argument {name!r} moet {_kind(types[name])} zijn, niet {value!r}"
    return ""


def _fits(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type or a union of them
    return type(value) in (typing.get_args(kind) or (kind,))


def _kind(kind: Any) -> str:  # noqa: ANN401 - the same
    types = set(typing.get_args(kind) or (kind,)) - {NoneType}
    return "een getal zonder aanhalingstekens" if types == {int} else "een tekst tussen aanhalingstekens"


# ── References ──────────────────────────────────────────────────────────────────────────────────────────

_OF_ID = {
    "teamkader": "expertteam", "feitenkader": "praktijk", "gemeente_naam": "gemeente", "cijfers": "cijferreeks",
    "grafiek": "cijferreeks", "financien": "begroting", "tegenspraak_noot": "tegenspraak", "gemeentekaart": "gemeente",
    "voortgang": "stand",
}  # fmt: skip
"""Of which kind a word shows records, and its argument `id` is one, when the word is not called after it."""


def refers(call: Call) -> dict[str | int, str]:
    """Which arguments of a word are the id of a record, by name and by place, with its collection."""
    word = all_words().get(call.naam)
    names = list(_signature(word).parameters)[1:] if word else []
    of_kind = {kind.singular: kind.collection for kind in kinds.KINDS}
    singular = [_OF_ID.get(call.naam, call.naam) if name == "id" else name for name in names]
    found = [(place, names[place], of_kind[one]) for place, one in enumerate(singular) if one in of_kind]
    return {key: collection for place, name, collection in found for key in (place, name)}


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
