"""The form pages: what is asked of someone who begins a record in the browser, read from the record's class.

The words around it stand in `overrides/partials/form.html`; `overrides/assets/form.js` writes what was typed in the order
and the style of `scaffold`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.fields import refers_to
from macros.writing import early, rows, scaffold

FORMS = MappingProxyType({
    f"meedoen/{model.kind.singular}": model for model in (m.Praktijk, m.Nieuwsbrief, m.Activiteit, m.Begrip)
})  # fmt: skip
"""The pages with a form, and what each makes."""
_LATER = {"eerder", "geschiedenis", "ingetrokken_op", "reden", "vervangen_door"}
"""What nothing has that is new."""
MOST = 100
"""So many choices stand on the page; of more the page has the address of a file, so that it does not grow with them."""
_STEPS: Mapping[type[m.Record], type[m.Part]] = {m.Praktijk: m.Wijziging, m.Activiteit: m.Planwijziging}
"""Of what a history is made."""
_QUARTER = r"20\d\d-q[1-4]"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: how it is answered, and what is allowed."""

    name: str
    control: str
    """`text`, `date`, `ja_nee` or `choice`."""
    many: bool
    required: bool
    options: tuple[tuple[str, str], ...] = ()
    """Value and name of each choice."""
    source: str = ""
    """Where the choices stand when there are too many for the page, from the site's root."""
    pattern: str = ""
    allowed: str = ""
    shortest: int = 0
    longest: int = 0
    default: str = ""


@dataclass(frozen=True, slots=True)
class EntryForm:
    """All that a page asks, and what its script needs to write a file or a row of the answers."""

    soort: str
    fields: tuple[Question, ...]
    order: tuple[str, ...]
    """The fields as they are written."""
    file: str
    prose: str
    """What the text begins with; empty for a row."""
    head: str
    """How a data file begins that is not there yet."""
    taken: str
    """JSON: for each file what it has, as pairs of an id and what it is sorted by."""
    existing: tuple[tuple[str, str], ...]
    """Id and name of each record that can be changed."""
    source: str
    """Where those stand when there are too many for the page, from the site's root."""
    told: tuple[str, ...]
    """The fields of which the record's history tells what became of them."""
    refused: str
    """JSON: what the check refuses in a text, of which this page says so at once."""


def form(catalog: Catalog, page: str) -> EntryForm:
    """The form on a page of `FORMS`."""
    model = FORMS[page]
    first, gone = ("titel", scaffold.NOT_YET | _LATER) if model.kind.in_markdown else ("id", _LATER | {"jaar"})
    order = tuple(scaffold.order(model, first=first, gone=gone))
    absent = catalog.without_use(model)
    existing = tuple(sorted(_named(catalog, model), key=lambda row: row[1].casefold()))
    names = [*(["id"] if model is m.Nieuwsbrief else []), *(name for name in order if name not in {"id", *absent})]
    if model is m.Activiteit:  # which follows of when it is
        names.insert(names.index("wanneer") + 1, "jaar")
    properties = model.model_json_schema(mode="validation")["properties"]
    return EntryForm(
        model.kind.singular,
        tuple(_field(catalog, model, name, properties[name]) for name in names),
        order,
        model.kind.file,
        scaffold.PROSE.get(model, ""),
        rows.kop("{jaar}") if model is m.Activiteit else "",
        json.dumps(_taken(catalog, model), ensure_ascii=False, separators=(",", ":")),
        existing if len(existing) <= MOST else (),
        _source(model) if len(existing) > MOST else "",
        tuple(name for name in _STEPS.get(model, m.Part).model_fields if name in order),
        early.for_script(),
    )


def _field(catalog: Catalog, model: type[m.Record], name: str, schema: dict[str, Any]) -> Question:
    info = model.model_fields[name]
    one = next(part for part in (*schema.get("anyOf", ()), schema) if part.get("type", "") != "null")
    many = one.get("type") == "array"
    item = one["items"] if many else one
    options, other = tuple(_options(catalog, model, name, item)), _referred(model, name)
    elsewhere = bool(other) and len(options) > MOST
    control = (
        "choice" if options or other
        else "ja_nee" if item.get("type") == "boolean"
        else "date" if item.get("format") == "date"
        else "text"
    )  # fmt: skip
    return Question(
        name, control, many, info.is_required(), () if elsewhere else options, _source(other) if other and elsewhere else "",
        _QUARTER if name == "id" else "20[0-9]{2}" if name == "jaar" else "" if options else item.get("pattern", ""),
        item.get("description", ""), item.get("minLength", 0), item.get("maxLength", 0),
        catalog.netwerk.id if name == "netwerk" else "",
    )  # fmt: skip


def _options(catalog: Catalog, model: type[m.Record], name: str, item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What can be chosen: words, records, or for what a source does not say the fields themselves."""
    if name in {"afgeleid", "algemeen"}:
        gone = {"id", *_LATER, *catalog.without_use(model)}
        yield from ((field, field) for field in scaffold.order(model, first="id", gone=gone, last=()))
    elif other := _referred(model, name):
        yield from _named(catalog, other)
    elif name == "subthema":
        yield from _subthemas(catalog)
    else:
        yield from ((word, word) for word in item.get("enum", ()) if word != "ingetrokken")


def _referred(model: type[m.Record], name: str) -> type[m.Record] | None:
    """The class of the records that a field names; None for a field of another kind."""
    info = model.model_fields[name]
    collection = refers_to(info.annotation, info.metadata)
    return next((other for other in m.COLLECTIONS if other.kind.collection == collection), None)


def _named(catalog: Catalog, model: type[m.Record]) -> Iterator[tuple[str, str]]:
    """How each is chosen; of activities there is often one each year, and a theme may be of the past."""
    last = max((part.tot or date.max.year for thema in catalog.listed(m.Thema) for part in thema.looptijden), default=0)
    for record in catalog.listed(model):
        yield record.id, getattr(record, "onderwerp", record.naam_) + _period(record, last)


def _period(record: m.Record, last: int) -> str:
    """What is said behind a name: the year of an activity, the years of a theme that ended before others did."""
    match record:
        case m.Activiteit() if str(record.jaar) not in record.titel:
            return f" ({record.jaar})"
        case m.Thema() if (end := max(part.tot or date.max.year for part in record.looptijden)) < last:
            return f" ({min(part.van for part in record.looptijden)}–{end})"
        case _:
            return ""


def _subthemas(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Each with the themes of which it is a part: of an activity it is one of its theme. Without a theme it is what activities have."""
    of: dict[tuple[str, str], list[str]] = {}
    for thema in catalog.listed(m.Thema):
        for part in thema.subthemas:
            of.setdefault((part.id, part.naam), []).append(thema.naam)
    yield from ((id_, f"{name} ({', '.join(themes)})") for (id_, name), themes in of.items())
    yield from (
        (text, text)
        for text in sorted({a.subthema for a in catalog.all_of(m.Activiteit) if a.subthema and not a.thema})
    )


def _source(model: type[m.Record]) -> str:
    return f"meedoen/keuzes/{model.kind.collection}.json"


def choices(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    """What can be chosen where it is too much for a page: path from the site's root, JSON of pairs of value and name."""
    referred = {_referred(model, name): None for model in FORMS.values() for name in model.model_fields}
    for other in filter(None, referred | dict.fromkeys(FORMS.values())):
        if len(named := [*_named(catalog, other)]) > MOST:
            yield _source(other), json.dumps(named, ensure_ascii=False, separators=(",", ":")).encode()


def _taken(catalog: Catalog, model: type[m.Record]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {"": [(name, "") for name in _pages_among(catalog, model)]}
    for record in catalog.all_of(model):
        found.setdefault(record.file, []).append((record.id, _sorted_by(record)))
    return found


def _pages_among(catalog: Catalog, model: type[m.Record]) -> Iterator[str]:
    """The names that no record can have: at their addresses are pages that someone wrote."""
    yield "index"
    start = model.kind.place
    yield from (
        page.removeprefix(start).split("/")[0]
        for page in catalog.pages
        if page.startswith(start) and page != f"{start}index"
    )


def _sorted_by(record: m.Record) -> str:
    match record:
        case m.Activiteit():
            return str(record.wanneer.start or date.max)
        case m.Begrip():
            return record.term
        case _:
            return ""
