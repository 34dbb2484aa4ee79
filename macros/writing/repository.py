"""What a repository needs besides content: forms, workflows, who reads along, how one contributes.

What names a theme, a district, a source or an address there follows from the records: a template in
`overrides/begin/repository/`. What says the same in each network is shipped as it is here (`SAME`). So no
network's files drift from what the program asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from macros.base import links
from macros.base.text import listed
from macros.document import templates
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.writing import beginning, scaffold

SAME = (
    ".github/ISSUE_TEMPLATE/doorverwijzing.yml",
    ".github/PULL_REQUEST_TEMPLATE/gegevens.md",
    ".github/PULL_REQUEST_TEMPLATE/nieuwsbrief.md",
    ".github/PULL_REQUEST_TEMPLATE/praktijk.md",
    ".github/pull_request_template.md",
    ".github/steps/linkinator/package-lock.json",
    ".github/steps/linkinator/package.json",
    ".github/steps/links",
    ".github/steps/melding",
    ".github/steps/voorbeeld",
    ".github/workflows/houdbaarheid.yml",
    ".github/workflows/links.yml",
    ".github/workflows/publiceer.yml",
    ".github/workflows/voorbeeld-melden.yml",
    ".github/workflows/voorbeeld.yml",
)
"""Files of the source tree that are the same for each network."""


def files(catalog: Catalog, folder: Path, day: date, *, programme: bool) -> Iterator[tuple[str, str]]:
    """The files that follow from the records: their path, and their text.

    Args:
        catalog: all records.
        folder: their templates.
        day: the day of which the themes are current.
        programme: whether the repository holds the program too, and not only a network's content.
    """
    themas = _current(catalog, day)
    values = {
        "netwerk": catalog.netwerk,
        "organisatie": organisation(catalog),
        "programma": programme,
        "themas": [thema.id for thema in themas],
        "eigenaars": [*_owners(catalog, themas, programme=programme)],
        "districten": [district.id for district in catalog.all_of(m.District)],
        "gemeenten": _shortest(gemeente.naam for gemeente in catalog.all_of(m.Gemeente)),
        "provincies": listed(catalog.netwerk.provincies),
        "provincie": next(iter(catalog.netwerk.provincies), ""),
        "bron": next(iter(catalog.all_of(m.Bron))).id,
        "thema": _shortest(thema.id for thema in themas)[0],
        "district": next(iter(_shortest(district.id for district in catalog.all_of(m.District))), ""),
        "heeft": {model.kind.collection for model in m.COLLECTIONS if catalog.all_of(model)},
        "keuzes": _choices,
    }
    for name, text in templates.text_files(folder, values, beginning.FILTERS):
        yield beginning.dotted(name), text


def organisation(catalog: Catalog) -> str:
    """Whose teams read along: of the repository where files are changed, or what the network could be called there."""
    found = re.match(r"https://github\.com/([^/]+)/", catalog.netwerk.diensten.wijzigen)
    return found[1] if found else links.slug(catalog.netwerk.kort)


def _current(catalog: Catalog, day: date) -> list[m.Thema]:
    """The themes that run, or are to run; all of them when none does."""
    themas = catalog.all_of(m.Thema)
    return [x for x in themas if not all(part.tot and part.tot < day.year for part in x.looptijden)] or [*themas]


def _owners(catalog: Catalog, current: list[m.Thema], *, programme: bool) -> Iterator[tuple[str, str]]:
    """Paths with the team that reads along; of what comes later in the file the last one counts."""
    yield from (("*", "beheer"), ("/docs/", "redactie"), ("/newsletters/", "redactie"), ("/docs/_data/", "redactie"))
    if catalog.all_of(m.Begroting):
        yield "/docs/_data/financien/", "financien"
    yield "/docs/_data/toegestaan.yml", "privacy"
    for thema in current:
        for one in (thema, *(x for x in catalog.all_of(m.Thema) if x not in current and _heir(catalog, x) == thema.id)):
            yield f"/docs/themas/{one.id}.md", thema.id
    yield from ((path, "beheer") for path in (_OF_PROGRAMME if programme else _OF_CONTENT))


_OF_CONTENT = ("/.github/", "/mkdocs.yml", "/Makefile", "/requirements.txt", "/wielen/")
_OF_PROGRAMME = (
    "/macros/", "/overrides/", "/tests/", "/.github/", "/mkdocs.yml", "/pyproject.toml", "/requirements*.lock",
)  # fmt: skip


def _heir(catalog: Catalog, thema: m.Thema) -> str:
    """The theme that a closed one went on in, in the end."""
    seen = {thema.id}
    while (following := next((x for x in thema.opvolgers if x not in seen), None)) is not None:
        seen.add(following)
        thema = catalog.one(m.Thema, following)
    return thema.id


def _shortest(names: Iterable[str]) -> list[str]:
    """Two names for an example: those that read best, and a new one seldom changes which."""
    return sorted(names, key=lambda name: (len(name), name))[:2]


def _choices(singular: str, field: str) -> list[str]:
    """The words of which a field has one, in a form; no one proposes something that was withdrawn."""
    model = next(model for model in m.COLLECTIONS if model.kind.singular == singular)
    return [word for word in scaffold.choices(model.model_fields[field].annotation) if word != "ingetrokken"]
