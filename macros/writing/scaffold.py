"""New content to fill in: a commented file or row, made from the record's class so it never falls behind.

Every field is there: required ones open, optional ones commented out, each with what it may hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from macros.base import links
from macros.records import kinds
from macros.records import models as m
from macros.records.fields import holds_several, refers_to
from macros.writing import rows


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What to write: a file with its text, or a row for a file that may exist (`kop` begins one that does not)."""

    pad: str
    tekst: str
    rij: bool = False
    kop: str = ""


def praktijk(titel: str, today: date, own: str) -> tuple[NewEntry]:
    """A practice of the network with this id: front matter and headings."""
    filled_in = {
        "titel": titel, "gepubliceerd": today, "laatst_beoordeeld": today,
        "beoordelen_na": due(today), "netwerk": own,
    }  # fmt: skip
    return (NewEntry(m.Praktijk.kind.file_of({"id": links.slug(titel)}), _markdown(m.Praktijk, filled_in)),)


def due(day: date) -> date:
    """When a practice that was compared with its source on a day must be again: after a year."""
    return day.replace(year=day.year + 1, day=min(day.day, 28))


def nieuwsbrief(quarter: str, today: date) -> tuple[NewEntry]:
    """A newsletter of a quarter (`2026-q4`), dated today, or in that quarter when today is not."""
    year, number = int(quarter[:4]), int(quarter[-1])
    first, following = date(year, 3 * number - 2, 1), date(year + number // 4, 3 * number % 12 + 1, 1)
    day = min(max(today, first), following - timedelta(days=1))
    filled_in = {"titel": f"Nieuwsbrief {number}e kwartaal {year}", "datum": day}
    return (NewEntry(m.Nieuwsbrief.kind.file_of({"id": quarter}), _markdown(m.Nieuwsbrief, filled_in)),)


def activiteit(titel: str, today: date) -> tuple[NewEntry]:
    """A row for the activities of this year."""
    filled_in = {"id": f"{links.slug(titel)}-{today.year}", "titel": titel, "wanneer": today, "toegevoegd": today}
    return (activiteiten_row(str(today.year), _lines(m.Activiteit, filled_in, gone={"jaar"}, first="id")),)


def activiteiten_row(year: str, lines: Iterable[str]) -> NewEntry:
    """A row of the activities of a year."""
    return NewEntry(m.Activiteit.kind.file_of({"jaar": year}), _row(lines), rij=True, kop=rows.kop(year))


def doorverwijzingen_row(lines: Iterable[str]) -> NewEntry:
    """A row for an address of the past."""
    return NewEntry(
        m.Doorverwijzing.kind.file, _row(lines), rij=True, kop="# Adressen van vroeger, en waar zij heen gaan.\n"
    )


def thema(name: str, today: date) -> tuple[NewEntry, NewEntry]:
    """A theme: its row, and the page with its story."""
    id_ = links.slug(name)
    start = [*_lines(m.Thema, {"id": id_, "naam": name}, first="id")]
    place = next(number for number, line in enumerate(start) if line.startswith("looptijden:"))
    start[place : place + 1] = [
        "looptijden:  # verplicht: het eerste en het laatste jaar",
        f"  - van: {today.year}",
        "    # tot:",
    ]
    fields = {"samenvatting": m.Thema.model_fields["kort"], "bron": m.Thema.model_fields["bron"]}
    heading = "\n".join(_field(field, info, {}) for field, info in fields.items())
    return (
        NewEntry(m.Thema.kind.file, _row(start), rij=True),
        NewEntry(
            kinds.PAGINA.file_of({"id": m.Thema.kind.address_of({"id": id_}).strip("/")}),
            f"---\n{heading}\n---\n\n{PROSE[m.Thema]}",
        ),
    )


def _row(lines: Iterable[str]) -> str:
    first, *rest = lines
    return "\n".join([f"- {first}", *(f"  {line}" for line in rest)]) + "\n"


# ── Lines ───────────────────────────────────────────────────────────────────────────────────────────────


NOT_YET = {"id", "tekst", "ingetrokken_op", "reden", "vervangen_door"}
"""What the file's name and prose give, and what is said at the end of a practice."""


def _headings(*headings: str) -> str:
    return "\n".join(f"## {heading}\n\n…\n" for heading in headings)


PROSE: Mapping[type[m.Record], str] = {
    m.Praktijk: _headings("Wat is het?", "Hoe werkt het?", "Wat is bekend van het effect?"),
    m.Nieuwsbrief: _headings("Eerste bericht"),
    m.Thema: _headings("Waarom dit thema", "Wat is het doel", "Wat is er gedaan"),
}
"""The text that each begins with."""


def _markdown(kind: type[m.Record], filled_in: dict[str, Any]) -> str:
    heading = "\n".join(_lines(kind, filled_in, gone=NOT_YET))
    return f"---\n{heading}\n---\n\n{PROSE[kind]}"


LAST = ("bron", "vindplaats", "tegenspraak", "afgeleid", "algemeen")
"""What stands at the end of a record: what it rests on."""


def _lines(
    kind: type[m.Record], filled_in: Mapping[str, Any], *, first: str = "titel", gone: Collection[str] = ()
) -> Iterator[str]:
    """A line for each field."""
    for name in order(kind, first=first, gone=gone):
        yield _field(name, kind.model_fields[name], filled_in)


def order(
    kind: type[m.Record], *, first: str, gone: Collection[str] = (), last: tuple[str, ...] = LAST
) -> Iterator[str]:
    """The fields as they are written: what it is called before what it rests on."""
    names = [name for name in kind.model_fields if name not in {*gone, first, *LAST}]
    yield from (name for name in (first, *names, *last) if name in kind.model_fields and name not in gone)


def _field(name: str, info: FieldInfo, filled_in: Mapping[str, Any]) -> str:
    """A field that is filled in, open and required, or commented out and optional."""
    allowed, several = _allowed(info), holds_several(info.metadata)
    explanation = f"[{allowed or '…'}]" if several else allowed
    if name in filled_in:
        return f"{name}: {value(filled_in[name])}"
    if info.is_required():
        return f"{name}:  # verplicht{': ' + explanation if explanation else ''}"
    return f"# {name}:{'  # ' + explanation if explanation else ''}"


def value(typed: object) -> str:
    """A value as it is written: in quotation marks, unless it is letters, digits and dashes alone."""
    text = str(typed)
    return (
        text
        if re.fullmatch(r"(?!null$)\w(?:[\w -]*\w)?", text) and "_" not in text
        else json.dumps(text, ensure_ascii=False)
    )


def _allowed(info: FieldInfo) -> str:
    """What a field may hold: a choice, an id, a day, yes or no; nothing for plain text."""
    if words := list(choices(info.annotation)):
        return " | ".join(words)
    if collection := refers_to(info.annotation, info.metadata):
        return f"id van {kinds.COLLECTIONS[collection].titel.lower()}"
    annotation = str(info.annotation)
    if "datetime.date" in annotation:
        return "jaar-maand-dag"
    if "bool" in annotation:
        return "ja | nee"
    return "2023-03-04, 2023-Q2, doorlopend, PM, onbekend …" if "dates.When" in annotation else ""


def choices(annotation: Any) -> Iterator[str]:  # noqa: ANN401 - a type, of which typing has no type
    """The words of which a field has one."""
    if get_origin(annotation) is Literal:
        yield from map(str, get_args(annotation))
        return
    for part in get_args(annotation):
        yield from choices(part)
