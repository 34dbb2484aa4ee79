"""What came of the pages of a build, wherever they were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from macros.base.spool import Spool
from macros.cache.store import Stored


@dataclass(frozen=True, slots=True)
class Made:
    """What came of pages, by their address.

    Args:
        html: of all of them, as their page shows it.
        parts: what the search finds on them, as JSON (search/documents.py).
        elsewhere: of the ones that feeds carry, the HTML for readers elsewhere.
        tallies: what the search counts on them, as JSON, of the ones that were counted beside their making.
    """

    html: Spool = field(default_factory=Spool)
    parts: Spool = field(default_factory=Spool)
    elsewhere: Spool = field(default_factory=Spool)
    tallies: Spool = field(default_factory=Spool)

    def at(self, path: str) -> dict[str, bytes]:
        """What there is of one page, by the name of what it is."""
        return {name: made[path] for name, made in self._all().items() if path in made}

    def put(self, path: str, made: Stored) -> None:
        """Take up what an earlier build made of a page, as it is kept: few of it are asked for."""
        for name, of_pages in self._all().items():
            if name in made:
                of_pages.put(path, made.packed(name))

    def of(self, paths: Iterable[str]) -> Made:
        """What there is at some addresses, in their order."""
        wanted = [*paths]
        return Made(*(made.only(wanted) for made in self._all().values()))

    def take_over(self, other: Made) -> None:
        """Add what was made on another core."""
        for name, of_pages in self._all().items():
            of_pages.take_over(getattr(other, name))

    def _all(self) -> dict[str, Spool]:
        return {"html": self.html, "parts": self.parts, "elsewhere": self.elsewhere, "tallies": self.tallies}
