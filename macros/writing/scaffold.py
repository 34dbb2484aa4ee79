"""New content to fill in: a commented file or row, made from the record's class so it never falls behind.

Every field is there: required ones open, optional ones commented out, each with what it may hold.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from macros.base import links
from macros.records import models as m
from macros.records.fields import Verwijzing
from macros.writing import rows


@dataclass(frozen=True, slots=True)
class Nieuw:
    """What to write: a file with its text, or a row for a file that may exist (`kop` begins one that does not)."""

    pad: str
    tekst: str
    rij: bool = False
    kop: str = ""


def praktijk(titel: str, vandaag: date) -> tuple[Nieuw]:
    """A practice: front matter and headings."""
    ingevuld = {
        "titel": titel, "gepubliceerd": vandaag, "laatst_beoordeeld": vandaag,
        "beoordelen_na": vandaag.replace(year=vandaag.year + 1, day=min(vandaag.day, 28)), "netwerk": "vnon",
    }  # fmt: skip
    koppen = "\n".join(f"## {kop}\n\n…\n" for kop in ("Wat is het?", "Hoe werkt het?", "Wat is bekend van het effect?"))
    return (Nieuw(f"docs/praktijken/{links.slug(titel)}.md", _markdown(m.Praktijk, ingevuld, koppen)),)


def nieuwsbrief(kwartaal: str, vandaag: date) -> tuple[Nieuw]:
    """A newsletter of a quarter (`2026-q4`), dated today."""
    ingevuld = {"titel": f"Nieuwsbrief {kwartaal[-1]}e kwartaal {kwartaal[:4]}", "datum": vandaag}
    return (Nieuw(f"newsletters/{kwartaal}.md", _markdown(m.Nieuwsbrief, ingevuld, "## Eerste bericht\n\n…\n")),)


def activiteit(titel: str, vandaag: date) -> tuple[Nieuw]:
    """A row for the activities of this year."""
    ingevuld = {"id": f"{links.slug(titel)}-{vandaag.year}", "titel": titel, "wanneer": vandaag, "toegevoegd": vandaag}
    return (activiteitenrij(str(vandaag.year), _regels(m.Activiteit, ingevuld, weg={"jaar"}, eerst="id")),)


def activiteitenrij(jaar: str, regels: Iterable[str]) -> Nieuw:
    """A row of the activities of a year."""
    return Nieuw(f"docs/_data/activiteiten/{jaar}.yml", _rij(regels), rij=True, kop=rows.kop(jaar))


def thema(naam: str, vandaag: date) -> tuple[Nieuw, Nieuw]:
    """A theme: its row, and the page with its story."""
    id_ = links.slug(naam)
    begin = [*_regels(m.Thema, {"id": id_, "naam": naam}, eerst="id")]
    plek = next(nummer for nummer, regel in enumerate(begin) if regel.startswith("looptijden:"))
    begin[plek : plek + 1] = [
        "looptijden:  # verplicht: het eerste en het laatste jaar",
        f"  - van: {vandaag.year}",
        "    # tot:",
    ]
    koppen = "\n".join(f"## {kop}\n\n…\n" for kop in ("Waarom dit thema", "Wat is het doel", "Wat is er gedaan"))
    velden = {"samenvatting": m.Thema.model_fields["kort"], "bron": m.Thema.model_fields["bron"]}
    kop = "\n".join(_veld(veld, info, {}) for veld, info in velden.items())
    return (
        Nieuw(m.Thema.bestanden, _rij(begin), rij=True),
        Nieuw(f"docs/themas/{id_}.md", f"---\n{kop}\n---\n\n{koppen}"),
    )


def _rij(regels: Iterable[str]) -> str:
    eerste, *rest = regels
    return "\n".join([f"- {eerste}", *(f"  {regel}" for regel in rest)]) + "\n"


# ── Lines ───────────────────────────────────────────────────────────────────────────────────────────────


def _markdown(soort: type[m.Record], ingevuld: dict[str, Any], proza: str) -> str:
    kop = "\n".join(_regels(soort, ingevuld, weg={"id", "tekst"}))
    return f"---\n{kop}\n---\n\n{proza}"


def _regels(
    soort: type[m.Record], ingevuld: Mapping[str, Any], *, eerst: str = "titel", weg: Collection[str] = ()
) -> Iterator[str]:
    """A line for each field, what it is called before what it rests on."""
    namen = [naam for naam in soort.model_fields if naam not in {*weg, eerst, *_LAATST}]
    for naam in (eerst, *namen, *_LAATST):
        if naam in soort.model_fields:
            yield _veld(naam, soort.model_fields[naam], ingevuld)


_LAATST = ("bron", "vindplaats")


def _veld(naam: str, info: FieldInfo, ingevuld: Mapping[str, Any]) -> str:
    """A field that is filled in, open and required, or commented out and optional."""
    uitleg = _toegestaan(info)
    if naam in ingevuld:
        return f"{naam}: {_waarde(ingevuld[naam])}"
    if info.is_required():
        return f"{naam}:  # verplicht{': ' + uitleg if uitleg else ''}"
    return f"# {naam}:{'  # ' + uitleg if uitleg else ''}"


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
