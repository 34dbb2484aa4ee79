"""Traces: what was asked of the catalog while something was made, and whether the answers are still the same.

A `_Reader` stands in for the catalog and notes each question with a print of its answer. A later build asks the same
questions; when all prints agree, what was made then is what would be made now (a verifying trace, as in Mokhov,
Mitchell and Peyton Jones, "Build Systems à la Carte", 2018). Prose is not part of a record's print, for nothing but
its own page shows it, and that page's Markdown is in its key.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from macros.records import catalog as c
from macros.records import models as m

if TYPE_CHECKING:
    from macros.records.catalog import Catalog

T = TypeVar("T")
Trace = dict[str, str]
"""Questions, each written down so that it can be asked again, with the print of the answer."""


def fingerprint(*values: object) -> str:
    """A print: equal for equal values, in every process and on every machine.

    Raises:
        TypeError: of a value no print can be made.
    """
    return _digest(repr([_flat(value, _record) for value in values]))


def _digest(text: str | bytes) -> str:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()[:32]


def _record(record: m.Part) -> str:
    """A record with all that it holds, also what other channels leave out, but for its prose."""
    separate = [
        getattr(record, name) for name, field in type(record).model_fields.items() if field.exclude and name != _PROSE
    ]
    return f"{type(record).__name__} {record.model_dump_json()} {separate!r}"


_LONG = 200
"""Characters of a text that is too long to be written down in a print."""
_PROSE = "tekst"
"""The field that holds what a page says below its front matter; it is left out of a record's own data."""


def _flat(value: object, record: Callable[[m.Part], str]) -> object:
    """A value as plain Python that prints the same everywhere; `record` prints a record."""
    if value is None or (type(value) is str and len(value) <= _LONG):  # most of them; each case below takes its time
        return value
    return _flattened(value, record)


def _flattened(value: object, record: Callable[[m.Part], str]) -> object:
    flat: object
    match value:
        case str() | bytes() if len(value) > _LONG:
            flat = _digest(value)  # many times faster than to write it down with `repr`
        case None | bool() | int() | float() | str() | bytes() | Decimal() | date():
            flat = value
        case tuple() | list():  # before a record is asked for: what holds none needs no class of them
            flat = [_flat(member, record) for member in value]
        case type():
            flat = value.__qualname__
        case Mapping():
            flat = [(_flat(key, record), _flat(member, record)) for key, member in value.items()]
        case set() | frozenset():
            flat = sorted(repr(_flat(member, record)) for member in value)
        case _ if dataclasses.is_dataclass(value):
            flat = [_flat(getattr(value, field.name), record) for field in dataclasses.fields(value)]
        case m.Part():
            flat = record(value)
        case Iterable():
            flat = [_flat(member, record) for member in value]
        case _:
            raise TypeError(f"van een {type(value).__name__} is geen afdruk te maken")
    return flat


class Questions(Generic[T]):
    """The questions that may be asked of something that does not change while it is asked, each answered once.

    Args:
        bron: what is asked: its methods and attributes are the questions.
        catalog: where the records are that a question may hold.
    """

    def __init__(self, bron: T, catalog: Catalog) -> None:
        self.bron, self.catalog = bron, catalog
        self.written: dict[tuple[object, ...], str] = {}
        """Questions that were written down before, by what was asked: most pages ask the same."""
        self._answers: dict[str, Any] = {}
        self._fingerprints: dict[str, str] = {}
        self._of_record: dict[int, str] = {}

    def answer(self, question: str) -> Any:  # noqa: ANN401 - whatever the answer is
        """The answer to a question; records are frozen, so the same object serves everyone.

        Raises:
            UnknownId: the question names what is not there.
        """
        if question not in self._answers:
            name, positional, arguments = json.loads(question)
            own = getattr(self.bron, name)
            read = self._read
            self._answers[question] = (
                own(*map(read, positional), **{key: read(member) for key, member in arguments.items()})
                if callable(own) else own
            )  # fmt: skip
        return self._answers[question]

    def fingerprint(self, question: str) -> str:
        """The print of the answer to a question; that it names what is not there is an answer too."""
        if question not in self._fingerprints:
            try:
                self._fingerprints[question] = _digest(repr(_flat(self.answer(question), self._record)))
            except KeyError:  # UnknownId, or an argument that is no longer there
                self._fingerprints[question] = "onbekend"
        return self._fingerprints[question]

    def _record(self, record: m.Part) -> str:
        """The print of a record, made once: the catalog keeps it as long as this lives."""
        if id(record) not in self._of_record:
            self._of_record[id(record)] = _digest(_record(record))
        return self._of_record[id(record)]

    def holds(self, trace: Trace) -> bool:
        """Whether all answers are what they were."""
        return all(self.fingerprint(question) == was for question, was in trace.items())

    def reader(self, trace: Trace) -> T:
        """What is asked, for one piece of work: each question is noted in the trace."""
        return cast("T", _Reader(self, trace))

    # ── Arguments, written down and read back ───────────────────────────────────────────────────────

    def _read(self, value: Any) -> Any:  # noqa: ANN401 - the arguments of any question
        match value:
            case {"dag": day}:
                return date.fromisoformat(day)
            case {"soort": kind}:
                return self.catalog.kinds[kind]
            case {"record": [collection, id_]}:
                return self.catalog.find(collection, id_)
            case {"rapport": id_}:
                return {rapport.id: rapport for rapport in self.catalog.rapporten()}[id_]
            case list():
                return tuple(value)
            case _:
                return value


def _write(value: object) -> object:
    """An argument, so that `Questions` reads it back."""
    written: object
    match value:
        case None | bool() | int() | str():
            written = value
        case date():
            written = {"dag": value.isoformat()}
        case set() | frozenset():
            written = sorted(map(str, value))
        case tuple() | list():
            written = [_write(member) for member in value]
        case m.Record():
            written = {"record": [value.kind.collection, value.id]}
        case c.Rapport():
            written = {"rapport": value.id}
        case type() if issubclass(value, m.Record):
            written = {"soort": value.kind.collection}
        case _:
            raise TypeError(f"een vraag met een {type(value).__name__} is niet op te schrijven")
    return written


_as_json = json.JSONEncoder(sort_keys=True).encode
"""Made once: `dumps` makes another encoder for each question."""


_PLAIN = frozenset({str, type(None)})
"""Of which equal ones are written the same, and which are quickly found; `1` and `True` are equal, and a record takes long."""


class _Reader:
    """Stands in for what is asked."""

    def __init__(self, questions: Questions[Any], trace: Trace) -> None:
        self._questions, self._trace = questions, trace

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it has
        own = getattr(self._questions.bron, name)
        return self._question(name) if callable(own) else self._note_down(name, (), {})

    def _question(self, name: str) -> Callable[..., Any]:
        def question(*positional: object, **arguments: object) -> object:
            return self._note_down(name, positional, arguments)

        return question

    def _note_down(self, name: str, positional: tuple[object, ...], arguments: Mapping[str, object]) -> Any:  # noqa: ANN401
        plain = all(type(member) in _PLAIN or isinstance(member, type) for member in (*positional, *arguments.values()))
        asked = (name, positional, *arguments.items()) if plain else ()
        question = self._questions.written.get(asked)
        if question is None:
            question = _as_json([name, _write(positional), {key: _write(member) for key, member in arguments.items()}])
            if plain:
                self._questions.written[asked] = question
        self._trace[question] = self._questions.fingerprint(question)
        return self._questions.answer(question)
