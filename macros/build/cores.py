"""The pages of a build divided over the cores: what is made there, and how it comes home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Made(NamedTuple):
    """What came of pages: their HTML by their address, and of the ones with standing parts what someone wrote.

    In UTF-8, which takes half of what a `str` does.
    """

    html: dict[str, bytes]
    prose: dict[str, bytes]

    def of(self, paths: Iterable[str]) -> Made:
        """What there is at some addresses, in their order."""
        wanted = [*paths]
        return Made(_only(self.html, wanted), _only(self.prose, wanted))

    def take_over(self, other: Made) -> None:
        """Add what was made on another core."""
        self.html.update(other.html)
        self.prose.update(other.prose)


def _only(made: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, bytes]:
    return {path: made[path] for path in paths if path in made}
