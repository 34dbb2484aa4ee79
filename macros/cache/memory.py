"""The memory of a build: what was made before and still holds is not made again.

Its key holds everything that a piece of work is given; what it goes on to ask of the catalog is in its trace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from macros.base import workers
from macros.base.workers import Gestopt, Ploeg
from macros.cache.store import Opslag, Waarde
from macros.cache.trace import Spoor, Vragen, afdruk
from macros.records.catalog import Catalog

T = TypeVar("T")
_Regel = tuple[Spoor, Any]
Taak = tuple[Iterable[object], Callable[[T], Any]]
"""What an answer is made of, and what makes it."""
_SPOOR = "spoor"


class Geheugen:
    """What this build and the ones before it made.

    Args:
        catalog: the records of this build.
        versie: a print of all that holds for everything: code, templates, settings.
        opslag: where it is kept; without one everything is made anew.
        ploeg: who does a part of the work.
    """

    def __init__(
        self, catalog: Catalog, versie: str = "", opslag: Opslag | None = None, ploeg: Ploeg | None = None
    ) -> None:
        self.vragen = Vragen(catalog, catalog)
        self._versie, self._opslag, self._ploeg = versie, opslag, ploeg
        boek = opslag.lees(self.sleutel("boek")) if opslag else None
        self._was: dict[str, _Regel] = json.loads(boek[""]) if boek else {}
        self._nu: dict[str, _Regel] = {}

    def sleutel(self, soort: str, *invoer: object) -> str:
        """The key of a piece of work: all that it is made of, besides what it asks."""
        return afdruk(self._versie, soort, *invoer)

    def zoek(self, sleutel: str) -> Waarde | None:
        """What was made, if all that was asked for it is still answered as it was."""
        waarde = self._opslag.lees(sleutel) if self._opslag else None
        return waarde if waarde is not None and self.vragen.klopt(json.loads(waarde[_SPOOR])) else None

    def bewaar(self, sleutel: str, spoor: Spoor, waarde: Waarde) -> None:
        """Remember what was made, and what was asked for it."""
        if self._opslag:
            self._opslag.bewaar(sleutel, {**waarde, _SPOOR: json.dumps(spoor).encode()})

    def bestanden(self, soort: str, invoer: Iterable[object], maak: Callable[[Catalog], Waarde]) -> Waarde:
        """The files that `maak` makes of the catalog and the input, from memory where that holds.

        Args:
            soort: what is made.
            invoer: all that it is made of besides the catalog and the templates.
            maak: makes it, of the catalog that it is given and of nothing else.
        """
        if self._opslag is None:
            return maak(self.vragen.bron)
        sleutel = self.sleutel(soort, *invoer)
        waarde = self.zoek(sleutel)
        if waarde is None:
            spoor: Spoor = {}
            waarde = maak(self.vragen.lezer(spoor))
            self.bewaar(sleutel, spoor, waarde)
        return {naam: deel for naam, deel in waarde.items() if naam != _SPOOR}

    def weet(self, soort: str, werk: Iterable[Taak[T]], vragen: Vragen[T]) -> list[Any]:
        """The same for small answers (as JSON has them) about many texts, which may ask something else than the catalog.

        They are kept in one piece, a book: to read it takes less than to find each of them.
        """
        if self._opslag is None:
            return [maak(vragen.bron) for _, maak in werk]
        sleutels: list[str] = []
        onbekend: list[tuple[str, Callable[[T], Any]]] = []
        for invoer, maak in werk:
            sleutels.append(afdruk(soort, *invoer))
            if not self._kent(sleutels[-1], vragen):
                onbekend.append((sleutels[-1], maak))
        eigen, *rest = workers.verdeel(onbekend) if self._ploeg else [onbekend]
        anderen = [(deel, self._ploeg.naast(partial(self._elders, deel, vragen))) for deel in rest if self._ploeg]
        self._nieuw(eigen, vragen)
        for deel, haal in anderen:
            try:
                self._nu |= haal()
            except Gestopt:
                self._nieuw(deel, vragen)  # what is wrong there is wrong here, where it is told as it is
        return [self._nu[sleutel][1] for sleutel in sleutels]

    def sluit_boek(self, *, heel: bool = True) -> None:
        """Keep the small answers that were given; `heel`: all were asked for, so others are about texts that are gone."""
        boek = self._nu if heel else {**self._was, **self._nu}
        if self._opslag and boek != self._was:
            self._opslag.bewaar(self.sleutel("boek"), {"": json.dumps(boek).encode()})

    def bewaar_site(self, invoer: str, uitgave: str) -> None:
        """Remember which site came of all that was read (`invoer`)."""
        if self._opslag:
            self._opslag.bewaar(f"site {invoer}", {"uitgave": uitgave.encode()})

    def leg_vast(self) -> None:
        """Write to disk what is new."""
        if self._opslag:
            self._opslag.schrijf()

    def _kent(self, sleutel: str, vragen: Vragen[Any]) -> bool:
        """Whether an answer is in the book and still holds."""
        if sleutel not in self._nu and sleutel in self._was and vragen.klopt(self._was[sleutel][0]):
            self._nu[sleutel] = self._was[sleutel]
        return sleutel in self._nu

    def _nieuw(self, werk: Iterable[tuple[str, Callable[[T], Any]]], vragen: Vragen[T]) -> None:
        """Write new answers in the book."""
        for sleutel, maak in werk:
            spoor: Spoor = {}
            self._nu[sleutel] = (spoor, maak(vragen.lezer(spoor)))

    def _elders(self, werk: Iterable[tuple[str, Callable[[T], Any]]], vragen: Vragen[T]) -> dict[str, _Regel]:
        """In a copy of this process: what was added to the book."""
        eerder = {*self._nu}
        self._nieuw(werk, vragen)
        return {sleutel: regel for sleutel, regel in self._nu.items() if sleutel not in eerder}
