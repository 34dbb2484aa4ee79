"""The pages of a build divided over the cores: what is made there, and how it comes home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Made(NamedTuple):
    """What came of pages, by their address; in UTF-8, which takes half of what a `str` does.

    Args:
        html: of all of them, as their page shows it.
        parts: what the search finds on them, as JSON (search/documents.py).
        elsewhere: of the ones that feeds carry, the HTML for readers elsewhere.
    """

    html: dict[str, bytes]
    parts: dict[str, bytes]
    elsewhere: dict[str, bytes]

    def at(self, path: str) -> dict[str, bytes]:
        """What there is of one page, by the name of what it is."""
        return {name: made[path] for name, made in self._asdict().items() if path in made}

    def put(self, path: str, made: Mapping[str, bytes]) -> None:
        """Take up what an earlier build made of a page."""
        for name, of_pages in self._asdict().items():
            if name in made:
                of_pages[path] = made[name]

    def of(self, paths: Iterable[str]) -> Made:
        """What there is at some addresses, in their order."""
        wanted = [*paths]
        return Made(*({path: made[path] for path in wanted if path in made} for made in self))

    def take_over(self, other: Made) -> None:
        """Add what was made on another core."""
        for mine, new in zip(self, other, strict=True):
            mine.update(new)
