"""What must hold between records: references that lead somewhere, and rules that no single field can keep.

A reference is a type (`ThemaId`), so all of them are checked alike; a rule is a line in `_RULES`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from macros.base.dates import Kind, When
from macros.base.hints import as_list, did_you_mean
from macros.base.parsing import KeyPath
from macros.records import models as m
from macros.records.catalog import Catalog, UnknownId
from macros.records.fields import parts_of, refers_to


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Something wrong between records: the record, the path of the field in it, and what is wrong."""

    soort: type[m.Record | m.Pagina]
    id: str
    key: KeyPath
    message: str


def inconsistencies(catalog: Catalog) -> Iterator[Inconsistency]:
    """Everything that is wrong between records, each once."""
    any_gone = any(praktijk.is_withdrawn for praktijk in catalog.all_of(m.Praktijk))
    for model in m.COLLECTIONS:
        for record in catalog.all_of(model):
            yield from _dead_references(catalog, model, record)
            if any_gone:
                yield from _withdrawn_references(catalog, model, record)
            yield from _origins(model, record)
            for key, message in _RULES.get(model, _none)(catalog, record):
                yield Inconsistency(model, record.id, key, message)
    for page in catalog.pages.values():
        yield from _dead_references(catalog, m.Pagina, page)


def _withdrawn_references(catalog: Catalog, model: Any, record: Any) -> Iterator[Inconsistency]:  # noqa: ANN401
    """Practices that were withdrawn and that someone is still sent to; what is over may say what it made use of."""
    if isinstance(record, m.Activiteit) and record.status not in {"gepland", "doorlopend"}:
        return
    known = catalog.records.get(m.Praktijk, {})
    for key, collection, id_ in references(record):
        target = known.get(id_) if collection == m.Praktijk.kind.collection and id_ != record.id else None
        if target and target.is_withdrawn:
            other = known.get(target.vervangen_door or "")
            advice = f", of schrijf {other.id!r}" if other and not other.is_withdrawn and other.id != record.id else ""
            yield Inconsistency(model, record.id, key, f"praktijk {id_!r} is ingetrokken; haal haar hier weg{advice}")


def _origins(model: Any, record: Any) -> Iterator[Inconsistency]:  # noqa: ANN401 - a class, and one of it
    """Fields of which is said that no source has them: they exist, and hold something."""
    said = [(key, name) for key in ("afgeleid", "algemeen") for name in getattr(record, key, ())]
    known = [x for x in model.model_fields if said and x not in m.Record.model_fields and getattr(record, x, None)]
    for key, name in said:
        if name not in known:
            message = f"{name!r} is geen veld waar hier iets staat{did_you_mean(name, known)}"
            yield Inconsistency(model, getattr(record, "id", ""), (key,), message)


def of_one(catalog: Catalog, record: Any) -> Iterator[Inconsistency]:  # noqa: ANN401 - a record, or what is whole of one
    """Everything that is wrong between the fields of a record that is not in the catalog, and with what it refers to.

    A rule that asks for a field which is missing says nothing: of that field is told already.
    """
    model, id_ = type(record), getattr(record, "id", "")
    yield from _dead_references(catalog, model, record)
    yield from _origins(model, record)
    with suppress(AttributeError):
        for key, message in _RULES.get(model, _none)(catalog, record):
            yield Inconsistency(model, id_, key, message)


def _dead_references(catalog: Catalog, model: Any, record: Any) -> Iterator[Inconsistency]:  # noqa: ANN401
    for key, collection, id_ in references(record):
        target = catalog.kinds[collection]
        known = catalog.records.get(target, {})
        if id_ not in known:
            several = as_list(id_, known) if isinstance(key[-1], int) else ""
            if several:
                message = f"{target.kind.singular} {id_!r} bestaat niet{several}"
            else:
                new = _NEW_KIND.format(target.kind.file) if target is m.Bronsoort else ""
                message = UnknownId(target, id_, known).message + new
            yield Inconsistency(model, getattr(record, "id", ""), key, message)


_NEW_KIND = "; is het een nieuwe soort, zet haar dan als rij in {}"


# ── References ──────────────────────────────────────────────────────────────────────────────────────────


def references(part: BaseModel, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str, str]]:
    """Every reference in a record: the path of the field, the collection it points into, the id."""
    for name, target in _fields(type(part)):
        yield from _references_in(getattr(part, name, None), (*path, name), target)


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """The fields of a class that may hold a reference, each with the collection that it points into."""
    found = ((name, info, refers_to(info.annotation, info.metadata)) for name, info in model.model_fields.items())
    return tuple(
        (name, target or None) for name, info, target in found if target or any(map(_fields, parts_of(info.annotation)))
    )


def _references_in(value: object, path: KeyPath, target: str | None) -> Iterator[tuple[KeyPath, str, str]]:
    if isinstance(value, BaseModel):
        yield from references(value, path)
    elif isinstance(value, tuple):
        for place, member in enumerate(value):
            yield from _references_in(member, (*path, place), target)
    elif isinstance(value, str) and target:
        yield path, target, value


# ── Rules about one kind of record ──────────────────────────────────────────────────────────────────────


Outcome = Iterator[tuple[KeyPath, str]]


def _none(_catalog: Catalog, _record: m.Record) -> Outcome:
    return iter(())


def _activiteit(catalog: Catalog, a: m.Activiteit) -> Outcome:
    yield from _subthema(catalog, a)
    if a.id.isdecimal():
        yield (
            ("id",),
            f"de id kan geen getal zijn, want zo heten de koppen van jaren; schrijf bijvoorbeeld 'overleg-{a.id}'",
        )
    start, end = a.wanneer.start, a.wanneer.end
    if start and end and not start.year <= a.jaar <= end.year and a.soort != "overleg" and start.year != a.jaar + 1:
        yield ("wanneer",), f"{a.wanneer.typed} valt niet in {a.jaar}, het jaar van dit bestand"
    if a.tijd and a.wanneer.soort is not Kind.DAY:
        yield ("tijd",), f"een tijd hoort bij één dag, en {a.wanneer.typed} is er geen"
    yield from _history(a, "wanneer", "status")
    yield from _merged(catalog, a)


def _merged(catalog: Catalog, a: m.Activiteit) -> Outcome:
    """What begins after a merger is not in a municipality of before it."""
    for place, id_ in enumerate(a.gemeenten):
        g: m.Gemeente | None = catalog.records.get(m.Gemeente, {}).get(id_)
        if g and g.tot and g.opgegaan_in and a.wanneer.start and a.wanneer.start >= g.tot:
            advice = f"gemeente {id_!r} is er sinds {g.tot} niet meer; schrijf {g.opgegaan_in!r}"
            yield ("gemeenten", place), advice


def _subthema(catalog: Catalog, record: m.Activiteit | m.Doel) -> Outcome:
    thema = catalog.records.get(m.Thema, {}).get(record.thema or "")
    names = {part.id for part in thema.subthemas} if thema else set()
    if thema and record.subthema and record.subthema not in names:
        advice = did_you_mean(record.subthema, names)
        yield ("subthema",), f"subthema {record.subthema!r} hoort niet bij thema {thema.id!r}{advice}"


def _nieuwsbrief(_catalog: Catalog, n: m.Nieuwsbrief) -> Outcome:
    quarter = f"{n.datum.year}-q{(n.datum.month + 2) // 3}"
    if n.id != quarter:
        yield ("datum",), f"de datum {n.datum} valt in {quarter}, maar het bestand heet {n.id}"
    if not _REMARK.sub("", n.tekst).strip():
        yield (), "de tekst ontbreekt; schrijf onder de kop wat er in dit nummer staat"


def _praktijk(_catalog: Catalog, p: m.Praktijk) -> Outcome:
    if p.beoordelen_na <= p.laatst_beoordeeld:
        yield ("beoordelen_na",), "beoordelen_na moet later zijn dan laatst_beoordeeld"
    if p.laatst_beoordeeld < p.gepubliceerd:
        yield ("laatst_beoordeeld",), "laatst_beoordeeld mag niet eerder zijn dan gepubliceerd"
    yield from _withdrawal(p) if p.is_withdrawn else _status(p)
    if not p.is_withdrawn and not _REMARK.sub("", p.tekst).strip():
        yield (), "de tekst ontbreekt; schrijf onder de kop wat de praktijk is, voor wie zij werkt en hoe u begint"


_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)


def _status(p: m.Praktijk) -> Outcome:
    for name in ("ingetrokken_op", "reden", "vervangen_door"):
        if getattr(p, name):
            yield (name,), f"{name} hoort bij een praktijk met 'status: ingetrokken'; deze is {p.status!r}"
    yield from _history(p, "status")


def _history(record: m.Activiteit | m.Praktijk, *fields: str) -> Outcome:
    """The history tells of every change that it knows of a field, so the last one is what the field says."""
    history: tuple[m.Planwijziging | m.Wijziging, ...] = record.geschiedenis
    for field in fields:
        steps = [(step.datum, place) for place, step in enumerate(history) if getattr(step, field)]
        if not steps:
            continue
        day, place = max(steps)
        now, last = getattr(record, field), getattr(history[place], field)
        if now != last:
            becomes = f"sinds {day} {_typed(last)!r}"
            yield (field,), f"{_CALLED[field]} is {_typed(now)!r}, maar volgens geschiedenis {becomes}; maak ze gelijk"


_CALLED = {"status": "de status", "wanneer": "het moment"}


def _typed(value: str | When) -> str:
    return value.typed if isinstance(value, When) else value


def _withdrawal(p: m.Praktijk) -> Outcome:
    """A practice that is withdrawn says when and why."""
    if not p.ingetrokken_op:
        yield ("status",), "wanneer is zij ingetrokken? Schrijf de dag erbij, zoals 'ingetrokken_op: 2027-03-04'"
    elif p.ingetrokken_op < p.gepubliceerd:
        yield ("ingetrokken_op",), f"zij staat er sinds {p.gepubliceerd}; {p.ingetrokken_op} ligt daarvoor"
    if not p.reden.strip():
        yield ("status",), "waarom is zij ingetrokken? Schrijf het erbij, zoals 'reden: De aanpak werkt niet meer.'"
    if p.vervangen_door == p.id:
        yield ("vervangen_door",), "een praktijk kan zichzelf niet vervangen; noem een andere, of haal dit veld weg"


def _thema(_catalog: Catalog, t: m.Thema) -> Outcome:
    yield from _duplicate_ids("subthemas", [part.id for part in t.subthemas])
    for place, part in enumerate(t.looptijden):
        if part.tot and part.tot < part.van:
            yield ("looptijden", place, "tot"), f"de looptijd eindigt ({part.tot}) voordat zij begint ({part.van})"


def _begroting(_catalog: Catalog, b: m.Begroting) -> Outcome:
    for name in ("baten", "lasten"):
        onderdeel: m.Onderdeel | None = getattr(b, name)
        for list_ in ("posten", "totalen"):
            for place, post in enumerate(getattr(onderdeel, list_, ())):
                yield from _post(b, (name, list_, place), post)


def _post(b: m.Begroting, path: KeyPath, post: m.Post | m.Gedrukt) -> Outcome:
    for field in ("bedragen", "mogelijk_terug"):
        count, columns = len(getattr(post, field, ())), len(b.kolommen)
        if count != columns and (count or field == "bedragen"):
            yield (*path, field), f"het aantal bedragen is {count}, en dat van de kolommen {columns}; maak ze gelijk"
    if isinstance(post, m.Post) and post.noot and post.noot not in b.noten:
        yield (*path, "noot"), f"noot {post.noot!r} staat niet onder 'noten'{did_you_mean(post.noot, b.noten)}"


def _matrix(_catalog: Catalog, x: m.Matrix) -> Outcome:
    filled: set[tuple[str, str]] = set()
    for place, cell in enumerate(x.cellen):
        if (cell.rij, cell.kolom) in filled:
            yield ("cellen", place), f"het vak {cell.rij!r} × {cell.kolom!r} is al gevuld; zet het bij elkaar"
        filled.add((cell.rij, cell.kolom))
        if cell.rij not in x.rijen:
            yield ("cellen", place, "rij"), f"rij {cell.rij!r} bestaat niet{did_you_mean(cell.rij, x.rijen)}"
        if cell.kolom not in x.kolommen:
            yield ("cellen", place, "kolom"), f"kolom {cell.kolom!r} bestaat niet{did_you_mean(cell.kolom, x.kolommen)}"


def _gemeente(catalog: Catalog, g: m.Gemeente) -> Outcome:
    yield from _tile(catalog, g)
    if (known := catalog.netwerk.provincies) and g.provincie not in known:
        yield (
            ("provincie",),
            f"provincie {g.provincie!r} staat niet in {m.Netwerk.kind.file}{did_you_mean(g.provincie, known)}",
        )
    yield from _unique(catalog.all_of(m.Gemeente), g, "code")
    yield from _merger(catalog, g)


def _tile(catalog: Catalog, g: m.Gemeente) -> Outcome:
    """A place on the map is a row and a column, and one municipality's on one day."""
    if g.rij is None or g.kolom is None:
        if g.rij is not g.kolom:
            yield ("rij",), "een plek op de kaart is een rij en een kolom; vul beide in, of geen van beide"
        return
    on_tile = (x for x in catalog.all_of(m.Gemeente) if (x.rij, x.kolom) == (g.rij, g.kolom))
    first = next((x for x in on_tile if x.id == g.id or x.exists(g.own_day(x.van or date.min))), g)
    if first.id != g.id:
        yield ("rij",), f"tegel rij {g.rij}, kolom {g.kolom} is al van gemeente {first.id!r}"


def _merger(catalog: Catalog, g: m.Gemeente) -> Outcome:
    """A municipality ends on the day on which it becomes a part of one that is there then."""
    into = catalog.records[m.Gemeente].get(g.opgegaan_in or "")
    if g.van and g.tot and g.tot <= g.van:
        yield ("tot",), f"de gemeente eindigt ({g.tot}) voordat zij begint ({g.van}); zet bij 'tot' een latere dag"
    if g.tot and not g.opgegaan_in:
        yield ("tot",), "'tot' is ingevuld en 'opgegaan_in' niet; schrijf daar de id van de nieuwe gemeente"
    elif g.opgegaan_in and not g.tot:
        yield ("opgegaan_in",), "'opgegaan_in' is ingevuld en 'tot' niet; schrijf daar de dag van de herindeling"
    elif into and (circle := _circle(catalog, g)):
        yield ("opgegaan_in",), f"de gemeente gaat zo op in zichzelf ({circle}); noem de gemeente die er na {g.tot} is"
    elif into and g.tot and not into.exists(g.tot):
        yield ("tot",), f"op {g.tot} is er geen gemeente {into.id!r}{_there(into)}; schrijf de dag van de herindeling"


def _circle(catalog: Catalog, g: m.Gemeente) -> str:
    """The way from a municipality through what it became back to itself, if there is one."""
    way, known = [g.id], catalog.records[m.Gemeente]
    while (next_ := known[way[-1]].opgegaan_in or "") in known and next_ not in way[1:]:
        way.append(next_)
    return " → ".join(way) if len(way) > 1 and way[-1] == g.id else ""


def _there(g: m.Gemeente) -> str:
    """When a municipality is there, to follow on that it is not: ` (zij is er vanaf 2026-01-01 tot 2030-01-01)`."""
    period = " ".join(f"{name} {day}" for name, day in (("vanaf", g.van), ("tot", g.tot)) if day)
    return f" (zij is er {period})" if period else ""


def _question(catalog: Catalog, v: m.Vraag) -> Outcome:
    yield from _unique(catalog.all_of(m.Vraag), v, "nummer")


def _unique(all_: Iterable[m.Record], record: m.Record, key: str) -> Outcome:
    """A value that only one record may have."""
    first = next((other for other in all_ if getattr(other, key) == getattr(record, key)), record)
    if first.id != record.id:
        yield (key,), f"{key} {getattr(record, key)!r} is al van {record.kind.singular} {first.id!r}"


def _cijferreeks(_catalog: Catalog, c: m.Cijferreeks) -> Outcome:
    yield from _duplicate_ids("kolommen", [column.id for column in c.kolommen])


def _duplicate_ids(key: str, ids: list[str]) -> Outcome:
    for id_, count in Counter(ids).items():
        if count > 1:
            place = len(ids) - 1 - ids[::-1].index(id_)
            yield (key, place, "id"), f"de id {id_!r} staat er {count} keer"


def _expertteam(_catalog: Catalog, team: m.Expertteam) -> Outcome:
    yield from _period(team)
    for place, chair in enumerate(team.voorzitters):
        path: KeyPath = ("voorzitters", place)
        dated = "sinds" if chair.sinds else "tot"
        if (chair.sinds or chair.tot) and not chair.bron:
            yield (
                (*path, dated),
                f"{dated} staat er zonder bron; zet bij deze voorzitter 'bron: …', de bron die het zegt",
            )
        yield from _order(path, chair.sinds, chair.tot, "tot")


def _organisatie(_catalog: Catalog, organisatie: m.Organisatie) -> Outcome:
    yield from _period(organisatie)


def _period(record: m.Expertteam | m.Organisatie) -> Outcome:
    """A beginning and an end have the source that says so; a mention is neither."""
    for name, mention in (("sinds", "eerst_genoemd"), ("tot", "laatst_genoemd")):
        day, bron = getattr(record, name), getattr(record, f"{name}_bron")
        if day and not bron:
            yield (
                (name,),
                (
                    f"{name} staat er zonder bron; zet bij '{name}_bron' de bron die het zegt, of schrijf '{mention}' "
                    "als een bron het alleen noemt"
                ),
            )
        elif bron and not day:
            yield (f"{name}_bron",), f"{name}_bron staat er zonder {name}; zet bij '{name}' wat die bron zegt"
    yield from _order((), record.sinds, record.tot, "tot")
    yield from _order((), record.eerst_genoemd, record.laatst_genoemd, "laatst_genoemd")


def _order(path: KeyPath, first: When | None, last: When | None, key: str) -> Outcome:
    if first and last and first.start and last.end and last.end < first.start:
        yield (*path, key), f"de periode eindigt ({last.typed}) voordat zij begint ({first.typed})"


_RULES: dict[type[m.Record], Callable[[Catalog, Any], Outcome]] = {
    m.Activiteit: _activiteit,
    m.Doel: _subthema,
    m.Expertteam: _expertteam,
    m.Organisatie: _organisatie,
    m.Nieuwsbrief: _nieuwsbrief,
    m.Praktijk: _praktijk,
    m.Thema: _thema,
    m.Begroting: _begroting,
    m.Matrix: _matrix,
    m.Gemeente: _gemeente,
    m.Vraag: _question,
    m.Cijferreeks: _cijferreeks,
}
