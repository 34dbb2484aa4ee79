"""The memory of a build: what was made before and still holds is not made again.

Its key holds everything that a piece of work is given; what it goes on to ask of the catalog is in its trace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from macros.base import workers
from macros.base.workers import WorkerPool, WorkerStopped
from macros.cache.store import Store, Stored, Value
from macros.cache.trace import Questions, Trace, fingerprint

if TYPE_CHECKING:
    from macros.records.catalog import Catalog

T = TypeVar("T")
_Line = tuple[Trace, Any]
Task = tuple[Iterable[object], Callable[[T], Any]]
"""What an answer is made of, and what makes it."""
_TRACE, _READING, _VALID = "spoor", "lezing", "geldig"
_MANY = 250
"""Small answers that are worth a process of their own: what is made for the first of them is made there once more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A thing in the store under one key."""

    _store: Store | None
    _key: str

    def read(self) -> Value | None:
        """What it was, in named pieces; nothing when there is none, or when what makes it has changed."""
        return self._store.read(self._key) if self._store else None

    def save(self, value: Value) -> None:
        """What it is now."""
        if self._store:
            self._store.save(self._key, value)


class Memory:
    """What this build and the ones before it made.

    Args:
        catalog: the records of this build.
        version_: a print of all that holds for everything: code, templates, settings.
        store: where it is kept; without one everything is made anew.
        pool: who does a part of the work.
        reading: a print of all that the catalog was read from.
    """

    def __init__(
        self, catalog: Catalog, version_: str = "", store: Store | None = None, pool: WorkerPool | None = None,
        reading: str = "",
    ) -> None:  # fmt: skip
        self._version, self._store, self._pool, self._reading = version_, store, pool, reading.encode()
        self._book = store.read(self.key("boek")) if store else None
        self._was: dict[str, _Line] = json.loads(self._book[""]) if self._book else {}
        self._now: dict[str, _Line] = {}
        held = self._of_this_reading(self._book)
        self.grounds = self.kept("gronden").read() if held else None
        """What was kept of the same reading besides answers; with it all that was asked of the catalog is answered as it was."""
        if not self._of_this_reading(self.grounds):
            self.grounds = None
        self.questions = Questions(catalog, catalog)
        valid = self.kept(_VALID).read()
        self._known_valid: set[str] = {*json.loads(valid[""])} if valid and self._of_this_reading(valid) else set()
        """What the last build of the same reading took over or made: there is nothing to ask of the catalog again."""
        self._valid: set[str] = set()

    def _of_this_reading(self, value: Value | None) -> bool:
        return bool(self._reading) and value is not None and value.get(_READING) == self._reading

    def key(self, kind: str, *inputs: object) -> str:
        """The key of a piece of work: all that it is made of, besides what it asks."""
        return fingerprint(self._version, kind, *inputs)

    def find(self, key: str) -> Stored | None:
        """What was made, if all that was asked for it is still answered as it was."""
        value = cast("Stored | None", self._store.read(key) if self._store else None)
        if value is None or not (key in self._known_valid or self.questions.holds(json.loads(value[_TRACE]))):
            return None
        self._valid.add(key)
        return value

    def save(self, key: str, trace: Trace, value: Value) -> None:
        """Remember what was made, and what was asked for it."""
        if self._store:
            self._store.save(key, {**value, _TRACE: json.dumps(trace).encode()})

    def files(self, kind: str, inputs: Iterable[object], make: Callable[[Catalog], Value]) -> Value:
        """The files that `make` makes of the catalog and the input, from memory where that holds.

        Args:
            kind: what is made.
            inputs: all that it is made of besides the catalog and the templates.
            make: makes it, of the catalog that it is given and of nothing else.
        """
        if self._store is None:
            return make(self.questions.bron)
        value = self.known(kind, inputs := [*inputs])
        if value is None:
            trace: Trace = {}
            value = make(self.questions.reader(trace))
            self.save(self.key(kind, *inputs), trace, value)
        return value

    def known(self, kind: str, inputs: Iterable[object]) -> Value | None:
        """The same files if they need not be made."""
        value = self.find(self.key(kind, *inputs))
        return value and {name: part for name, part in value.items() if name != _TRACE}

    def kept(self, kind: str) -> Kept:
        """A thing that each build writes anew of what it was."""
        return Kept(self._store, self.key(kind))

    def recall(self, kind: str, work: Iterable[Task[T]], questions: Questions[T]) -> list[Any]:
        """The same for small answers (as JSON has them) about many texts, which may ask something else than the catalog.

        They are kept in one piece, a book: to read it takes less than to find each of them.
        """
        if self._store is None:
            return [make(questions.bron) for _, make in work]
        keys: list[str] = []
        unknown: list[tuple[str, Callable[[T], Any]]] = []
        for inputs, make in work:
            keys.append(fingerprint(kind, *inputs))
            if not self._knows(keys[-1], questions):
                unknown.append((keys[-1], make))
        own, *rest = workers.divide(unknown, _MANY) if self._pool else [unknown]
        submitted = [
            (part, self._pool.submit(partial(self._elsewhere, part, questions))) for part in rest if self._pool
        ]
        self._new(own, questions)
        for part, fetch in submitted:
            try:
                self._now |= fetch()
            except WorkerStopped:
                self._new(part, questions)  # what is wrong there is wrong here, where it is told as it is
        return [self._now[key][1] for key in keys]

    def close_answers(self, grounds: object = None, *, whole: bool = True) -> None:
        """Keep the small answers that were given.

        Args:
            grounds: what is to be kept of this reading besides, as JSON has it; what is kept already when None.
            whole: whether all were asked for, so that others are about texts that are gone, and all that are kept hold.
        """
        if not self._store:
            return
        reading = {_READING: self._reading if whole or self.grounds else b""}
        book = {"": json.dumps(self._now if whole else {**self._was, **self._now}).encode(), **reading}
        if book != self._book:
            self._store.save(self.key("boek"), book)
        if grounds is not None:
            self._store.save(self.key("gronden"), {"": json.dumps(grounds).encode(), **reading})

    def save_site(self, inputs: str, list_: str) -> None:
        """Remember which site came of all that was read (`inputs`), by the hash of its list of files."""
        if self._store:
            self._store.save(f"site {inputs}", {"lijst": list_.encode()})

    def commit(self) -> None:
        """Write to disk what is new."""
        if self._store:
            valid = self._valid.union(self._store.new)  # what another core made came with what it kept
            if self._reading and valid != self._known_valid:
                self.kept(_VALID).save({"": json.dumps(sorted(valid)).encode(), _READING: self._reading})
            self._store.write()

    def _knows(self, key: str, questions: Questions[Any]) -> bool:
        """Whether an answer is in the book and still holds."""
        if key not in self._now and key in self._was:
            settled = self.grounds is not None and questions is self.questions
            if settled or questions.holds(self._was[key][0]):
                self._now[key] = self._was[key]
        return key in self._now

    def _new(self, work: Iterable[tuple[str, Callable[[T], Any]]], questions: Questions[T]) -> None:
        """Write new answers in the book."""
        for key, make in work:
            trace: Trace = {}
            self._now[key] = (trace, make(questions.reader(trace)))

    def _elsewhere(self, work: Iterable[tuple[str, Callable[[T], Any]]], questions: Questions[T]) -> dict[str, _Line]:
        """In a copy of this process: what was added to the book."""
        earlier = {*self._now}
        self._new(work, questions)
        return {key: line for key, line in self._now.items() if key not in earlier}
