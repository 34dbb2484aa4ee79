"""The knowledge base of a safety network: what mkdocs-macros asks of the `macros` module."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from macros.words.vocabulary import define_env, on_pre_page_macros

__all__ = ["define_env", "on_pre_page_macros"]

_LITTER = 50_000
"""New objects after which Python looks for litter; by itself at 700, which an import or a page is a few times, and finds nothing."""
gc.set_threshold(_LITTER)


def __getattr__(name: str) -> object:
    """Imported when mkdocs-macros asks: a command that finds nothing changed needs none of it."""
    if name in __all__:
        from macros.words import vocabulary  # noqa: PLC0415 - see above

        return getattr(vocabulary, name)
    raise AttributeError(name)
