"""New content to fill in: a commented file or row, made from the record's class so it never falls behind.

Every field is there: required ones open, optional ones commented out, each with what it may hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from macros import links
from macros import models as m
from macros.fields import Verwijzing


@dataclass(frozen=True, slots=True)
class Nieuw:
    """What to write: the file, its text, and whether the text goes at the end of a file that may exist."""

    pad: str
    tekst: str
    achteraan: bool = False


def praktijk(titel: str, vandaag: date) -> Nieuw:
    """A practice: front matter and headings."""
    ingevuld = {
        "titel": titel, "gepubliceerd": vandaag, "laatst_beoordeeld": vandaag,
        "beoordelen_na": vandaag.replace(year=vandaag.year + 1, day=min(vandaag.day, 28)), "netwerk": "vnon",
    }  # fmt: skip
    koppen = "\n".join(f"## {kop}\n\n…\n" for kop in ("Wat is het?", "Hoe werkt het?", "Wat is bekend van het effect?"))
    return Nieuw(f"docs/praktijken/{links.slug(titel)}.md", _markdown(m.Praktijk, ingevuld, koppen))


def nieuwsbrief(kwartaal: str, vandaag: date) -> Nieuw:
    """A newsletter of a quarter (`2026-q4`), dated today."""
    ingevuld = {"titel": f"Nieuwsbrief {kwartaal[-1]}e kwartaal {kwartaal[:4]}", "datum": vandaag}
    return Nieuw(f"newsletters/{kwartaal}.md", _markdown(m.Nieuwsbrief, ingevuld, "## Eerste bericht\n\n…\n"))


def activiteit(titel: str, vandaag: date) -> Nieuw:
    """A row for the activities of this year."""
    ingevuld = {"id": f"{links.slug(titel)}-{vandaag.year}", "titel": titel, "wanneer": vandaag, "toegevoegd": vandaag}
    regels = list(_regels(m.Activiteit, ingevuld, weg={"jaar", "bron", "id"}))
    rij = [
        f"- id: {ingevuld['id']}",
        "  bron:  # verplicht: een id uit docs/_data/bronnen.yml",
        *(f"  {r}" for r in regels),
    ]
    return Nieuw(f"docs/_data/activiteiten/{vandaag.year}.yml", "\n" + "\n".join(rij) + "\n", achteraan=True)


def _markdown(soort: type[m.Record], ingevuld: dict[str, Any], proza: str) -> str:
    kop = "\n".join(_regels(soort, ingevuld, weg={"id", "tekst"}))
    return f"---\n{kop}\n---\n\n{proza}"


def _regels(soort: type[m.Record], ingevuld: dict[str, Any], *, weg: set[str]) -> Iterator[str]:
    """A line for each field: filled in, open and required, or commented out and optional."""
    for naam, info in soort.model_fields.items():
        if naam in weg:
            continue
        uitleg = _toegestaan(info)
        if naam in ingevuld:
            yield f"{naam}: {_waarde(ingevuld[naam])}"
        elif info.is_required():
            yield f"{naam}:  # verplicht{': ' + uitleg if uitleg else ''}"
        else:
            yield f"# {naam}:{'  # ' + uitleg if uitleg else ''}"


def _waarde(waarde: object) -> str:
    tekst = str(waarde)
    return tekst if tekst.replace("-", "").replace(" ", "").isalnum() else json.dumps(tekst, ensure_ascii=False)


def _toegestaan(info: FieldInfo) -> str:
    """What a field may hold: a choice, an id, a day, yes or no; nothing for plain text."""
    if keuzes := list(_keuzes(info.annotation)):
        return " | ".join(keuzes)
    if verzameling := _verwijst(info.annotation, info.metadata):
        return f"id van {m.TITELS[verzameling].lower()}"
    soorten = str(info.annotation)
    if "datetime.date" in soorten:
        return "jaar-maand-dag"
    if "bool" in soorten:
        return "ja | nee"
    return "2023-03-04, 2023-Q2, doorlopend, PM, onbekend …" if "Wanneer" in soorten else ""


def _keuzes(annotatie: Any) -> Iterator[str]:  # noqa: ANN401 - a type, of which typing has no type
    if get_origin(annotatie) is Literal:
        yield from map(str, get_args(annotatie))
        return
    for deel in get_args(annotatie):
        yield from _keuzes(deel)


def _verwijst(annotatie: Any, metadata: list[Any]) -> str:  # noqa: ANN401 - the same
    for merk in (*metadata, *getattr(annotatie, "__metadata__", ())):
        if isinstance(merk, Verwijzing):
            return merk.verzameling
    return next((gevonden for deel in get_args(annotatie) if (gevonden := _verwijst(deel, []))), "")
