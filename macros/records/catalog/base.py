"""The records as they were loaded, and how one is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Self, TypeVar

from macros.base.errors import UserError
from macros.base.hints import did_you_mean
from macros.records import models as m
from macros.records.fields import is_about

R = TypeVar("R", bound=m.Record)


class UnknownId(UserError, KeyError):
    """A name that no record has; the message says in Dutch what is allowed."""

    def __init__(self, model: type[m.Record], name: str, known: Iterable[str]) -> None:
        super().__init__(f"{model.kind.singular} {name!r} bestaat niet{did_you_mean(name, known)}")
        self.collection, self.name = model.kind.collection, name


@dataclass(frozen=True)
class Records:
    """Every record by class and id, and the pages."""

    records: Mapping[type[m.Record], Mapping[str, Any]]
    pages: Mapping[str, m.Pagina] = field(default_factory=dict)
    gebruik: tuple[m.Gebruik, ...] = ()
    """How the site was read, by day."""
    dag: date | None = None
    """The day of the build, where one was given."""
    unread: m.Netwerk = m.UNREAD
    """Stands for the network's own record as long as that cannot be read."""

    def with_(self, record: m.Record | m.Pagina) -> Self:
        """The same records, with this one in the place of what has its id."""
        if isinstance(record, m.Pagina):
            return replace(self, pages={**self.pages, record.id: record})
        model = type(record)
        return replace(self, records={**self.records, model: {**self.records.get(model, {}), record.id: record}})

    def all_of(self, model: type[R]) -> tuple[R, ...]:
        """All records of a class, in the order of their files."""
        return tuple(self.records.get(model, {}).values())

    def listed(self, model: type[R]) -> tuple[R, ...]:
        """Those that readers find in lists and counts: without practices that were withdrawn."""
        return tuple(record for record in self.all_of(model) if not getattr(record, "is_withdrawn", False))

    def one(self, model: type[R], id_: str) -> R:
        """One record.

        Raises:
            UnknownId: no record has that id.
        """
        known = self.records.get(model, {})
        try:
            return known[id_]  # type: ignore[no-any-return]  # the mapping pairs a class with its own records
        except KeyError:
            raise UnknownId(model, id_, known) from None

    def find(self, collection: str, id_: str) -> m.Record:
        """One record by the name of its collection."""
        return self.one(self.kinds[collection], id_)

    @property
    def netwerk(self) -> m.Netwerk:
        """Whose knowledge base this is."""
        return next(iter(self.all_of(m.Netwerk)), self.unread)

    def uses(self, collection: str) -> bool:
        """Whether the network has a collection: those of a module that it does without it has not."""
        kind = (model := self.kinds[collection]).kind
        return not kind.module or bool(self.records.get(model))

    @property
    def collections(self) -> tuple[type[m.Record], ...]:
        """The classes of all that the network has."""
        return tuple(model for model in m.COLLECTIONS if self.uses(model.kind.collection))

    def without_use(self, model: type[m.Part]) -> frozenset[str]:
        """The fields of a class that only say something of what the network has not."""
        return frozenset(
            name
            for name, info in model.model_fields.items()
            if (collection := is_about(info.annotation, info.metadata)) and not self.uses(collection)
        )

    @cached_property
    def kinds(self) -> dict[str, type[m.Record]]:
        """The class of each collection."""
        return {record.kind.collection: record for record in m.COLLECTIONS}

    @cached_property
    def today(self) -> date:
        """The day of the build: the one that was given, or the newest in the content; never the clock's."""
        days = [p.laatst_beoordeeld for p in self.all_of(m.Praktijk)] + [n.datum for n in self.all_of(m.Nieuwsbrief)]
        return self.dag or max(days, default=date(2000, 1, 1))

    def _selector(
        self, *requirements: tuple[str | None, type[m.Record], Callable[[Any], Iterable[str | None]]]
    ) -> Callable[[Any], bool]:
        """A predicate: every id that was asked for exists and is among the record's."""
        requested = [(self.one(model, id_).id, values) for id_, model, values in requirements if id_ is not None]
        return lambda record: all(id_ in values(record) for id_, values in requested)
