"""The languages of a site: what each is called by those who read our files, and for which the program has words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Taal = Literal["nl", "en"]
"""As in `lang` of HTML (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, as the Open Graph and the EU's authority table of languages name it."""

    locale: str
    authority: str


LANGUAGES: Mapping[Taal, Language] = MappingProxyType(
    {
        "nl": Language("nl_NL", "NLD"),
        "en": Language("en_GB", "ENG"),
    }
)
WITH_WORDS: tuple[Taal, ...] = ("nl",)
"""Those in which a whole site can be: the program has its own texts, dates and search in them."""
FIRST: Taal = WITH_WORDS[0]
"""That of a site which names none."""
