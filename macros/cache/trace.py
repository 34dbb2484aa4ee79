"""Traces: what was asked of the catalog while something was made, and whether the answers are still the same.

A `_Lezer` stands in for the catalog and notes each question with a print of its answer. A later build asks the same
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
from typing import Any, Generic, TypeVar, cast

from macros.records import models as m
from macros.records.catalog import Catalog, Rapport

T = TypeVar("T")
Spoor = dict[str, str]
"""Questions, each written down so that it can be asked again, with the print of the answer."""


def afdruk(*waarden: object) -> str:
    """A print: equal for equal values, in every process and on every machine.

    Raises:
        TypeError: of a value no print can be made.
    """
    return _som(repr([_plat(waarde, _record) for waarde in waarden]))


def _som(tekst: str | bytes) -> str:
    data = tekst.encode("utf-8", "surrogatepass") if isinstance(tekst, str) else tekst
    return hashlib.sha256(data).hexdigest()[:32]


def _record(record: m.Deel) -> str:
    """A record with all that it holds, also what other channels leave out, but for its prose."""
    apart = [
        getattr(record, naam) for naam, veld in type(record).model_fields.items() if veld.exclude and naam != _PROZA
    ]
    return f"{type(record).__name__} {record.model_dump_json()} {apart!r}"


_LANG = 200
"""Characters of a text that is too long to be written down in a print."""
_PROZA = "tekst"
"""The field that holds what a page says below its front matter; it is left out of a record's own data."""


def _plat(waarde: object, record: Callable[[m.Deel], str]) -> object:
    """A value as plain Python that prints the same everywhere; `record` prints a record."""
    plat: object
    match waarde:
        case str() | bytes() if len(waarde) > _LANG:
            plat = _som(waarde)  # many times faster than to write it down with `repr`
        case None | bool() | int() | float() | str() | bytes() | Decimal() | date():
            plat = waarde
        case m.Deel():
            plat = record(waarde)
        case type():
            plat = waarde.__qualname__
        case Mapping():
            plat = [(_plat(sleutel, record), _plat(lid, record)) for sleutel, lid in waarde.items()]
        case set() | frozenset():
            plat = sorted(repr(_plat(lid, record)) for lid in waarde)
        case Iterable():
            plat = [_plat(lid, record) for lid in waarde]
        case _ if dataclasses.is_dataclass(waarde):
            plat = [_plat(getattr(waarde, veld.name), record) for veld in dataclasses.fields(waarde)]
        case _:
            raise TypeError(f"van een {type(waarde).__name__} is geen afdruk te maken")
    return plat


class Vragen(Generic[T]):
    """The questions that may be asked of something that does not change while it is asked, each answered once.

    Args:
        bron: what is asked: its methods and attributes are the questions.
        catalog: where the records are that a question may hold.
    """

    def __init__(self, bron: T, catalog: Catalog) -> None:
        self.bron, self.catalog = bron, catalog
        self._antwoorden: dict[str, Any] = {}
        self._afdrukken: dict[str, str] = {}
        self._van_record: dict[int, str] = {}

    def antwoord(self, vraag: str) -> Any:  # noqa: ANN401 - whatever the answer is
        """The answer to a question; records are frozen, so the same object serves everyone.

        Raises:
            Onbekend: the question names what is not there.
        """
        if vraag not in self._antwoorden:
            naam, posities, argumenten = json.loads(vraag)
            eigen = getattr(self.bron, naam)
            lees = self._lees
            self._antwoorden[vraag] = (
                eigen(*map(lees, posities), **{sleutel: lees(lid) for sleutel, lid in argumenten.items()})
                if callable(eigen) else eigen
            )  # fmt: skip
        return self._antwoorden[vraag]

    def afdruk(self, vraag: str) -> str:
        """The print of the answer to a question; that it names what is not there is an answer too."""
        if vraag not in self._afdrukken:
            try:
                self._afdrukken[vraag] = _som(repr(_plat(self.antwoord(vraag), self._record)))
            except KeyError:  # Onbekend, or an argument that is no longer there
                self._afdrukken[vraag] = "onbekend"
        return self._afdrukken[vraag]

    def _record(self, record: m.Deel) -> str:
        """The print of a record, made once: the catalog keeps it as long as this lives."""
        if id(record) not in self._van_record:
            self._van_record[id(record)] = _som(_record(record))
        return self._van_record[id(record)]

    def klopt(self, spoor: Spoor) -> bool:
        """Whether all answers are what they were."""
        return all(self.afdruk(vraag) == was for vraag, was in spoor.items())

    def lezer(self, spoor: Spoor) -> T:
        """What is asked, for one piece of work: each question is noted in the trace."""
        return cast("T", _Lezer(self, spoor))

    # ── Arguments, written down and read back ───────────────────────────────────────────────────────

    def _lees(self, waarde: Any) -> Any:  # noqa: ANN401 - the arguments of any question
        match waarde:
            case {"dag": dag}:
                return date.fromisoformat(dag)
            case {"soort": soort}:
                return self.catalog.soorten[soort]
            case {"record": [verzameling, id_]}:
                return self.catalog.zoek(verzameling, id_)
            case {"rapport": id_}:
                return {rapport.id: rapport for rapport in self.catalog.rapporten()}[id_]
            case list():
                return tuple(waarde)
            case _:
                return waarde


def _schrijf(waarde: object) -> object:
    """An argument, so that `Vragen` reads it back."""
    geschreven: object
    match waarde:
        case m.Record():
            geschreven = {"record": [waarde.verzameling, waarde.id]}
        case Rapport():
            geschreven = {"rapport": waarde.id}
        case type() if issubclass(waarde, m.Record):
            geschreven = {"soort": waarde.verzameling}
        case date():
            geschreven = {"dag": waarde.isoformat()}
        case None | bool() | int() | str():
            geschreven = waarde
        case set() | frozenset():
            geschreven = sorted(map(str, waarde))
        case tuple() | list():
            geschreven = [_schrijf(lid) for lid in waarde]
        case _:
            raise TypeError(f"een vraag met een {type(waarde).__name__} is niet op te schrijven")
    return geschreven


class _Lezer:
    """Stands in for what is asked."""

    def __init__(self, vragen: Vragen[Any], spoor: Spoor) -> None:
        self._vragen, self._spoor = vragen, spoor

    def __getattr__(self, naam: str) -> Any:  # noqa: ANN401 - whatever it has
        eigen = getattr(self._vragen.bron, naam)
        return self._vraag(naam) if callable(eigen) else self._noteer(naam, (), {})

    def _vraag(self, naam: str) -> Callable[..., Any]:
        def vraag(*posities: object, **argumenten: object) -> object:
            return self._noteer(naam, posities, argumenten)

        return vraag

    def _noteer(self, naam: str, posities: tuple[object, ...], argumenten: Mapping[str, object]) -> Any:  # noqa: ANN401
        opgeschreven = [naam, _schrijf(posities), {sleutel: _schrijf(lid) for sleutel, lid in argumenten.items()}]
        vraag = json.dumps(opgeschreven, sort_keys=True)
        self._spoor[vraag] = self._vragen.afdruk(vraag)
        return self._vragen.antwoord(vraag)
