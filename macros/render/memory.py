"""The memory of a build: what was made before and still holds is not made again.

Its key holds everything that a piece of work is given; what it goes on to ask of the catalog is in its trace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from macros.catalog import Catalog
from macros.parsing import Bevinding
from macros.render.store import Opslag, Waarde
from macros.render.trace import Spoor, Vragen, afdruk

T = TypeVar("T")
_SPOOR = "spoor"


class Geheugen:
    """What this build and the ones before it made.

    Args:
        catalog: the records of this build.
        versie: a print of all that holds for everything: code, templates, settings.
        opslag: where it is kept; without one everything is made anew.
    """

    def __init__(self, catalog: Catalog, versie: str = "", opslag: Opslag | None = None) -> None:
        self.vragen = Vragen(catalog, catalog)
        self._versie, self._opslag = versie, opslag

    def sleutel(self, soort: str, *invoer: object) -> str:
        """The key of a piece of work: all that it is made of, besides what it asks."""
        return afdruk(self._versie, soort, *invoer)

    def zoek(self, sleutel: str, vragen: Vragen[Any] | None = None) -> Waarde | None:
        """What was made, if all that was asked for it is still answered as it was."""
        waarde = self._opslag.lees(sleutel) if self._opslag else None
        return waarde if waarde is not None and (vragen or self.vragen).klopt(json.loads(waarde[_SPOOR])) else None

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
        return self._onthoud(soort, invoer, maak, self.vragen)

    def bevindingen(
        self, soort: str, invoer: Iterable[object], maak: Callable[[T], Iterable[Bevinding]], vragen: Vragen[T]
    ) -> list[Bevinding]:
        """The same for what a check finds, which may ask something else than the catalog."""
        waarde = self._onthoud(soort, invoer, lambda bron: {"": _als_json(maak(bron))}, vragen)
        return [Bevinding(*velden) for velden in json.loads(waarde[""])]

    def bewaar_site(self, invoer: str, uitgave: str) -> None:
        """Remember which site came of all that was read (`invoer`)."""
        if self._opslag:
            self._opslag.bewaar(f"site {invoer}", {"uitgave": uitgave.encode()})

    def leg_vast(self) -> None:
        """Write to disk what is new."""
        if self._opslag:
            self._opslag.schrijf()

    def _onthoud(self, soort: str, invoer: Iterable[object], maak: Callable[[T], Waarde], vragen: Vragen[T]) -> Waarde:
        if self._opslag is None:
            return maak(vragen.bron)
        sleutel = self.sleutel(soort, *invoer)
        waarde = self.zoek(sleutel, vragen)
        if waarde is None:
            spoor: Spoor = {}
            waarde = maak(vragen.lezer(spoor))
            self.bewaar(sleutel, spoor, waarde)
        return {naam: deel for naam, deel in waarde.items() if naam != _SPOOR}


def _als_json(bevindingen: Iterable[Bevinding]) -> bytes:
    return json.dumps([[b.bestand, b.regel, b.melding, b.waarschuwing] for b in bevindingen]).encode()
