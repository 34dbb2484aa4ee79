"""What must hold between records: references that lead somewhere, and rules that no single field can keep.

A reference is a type (`ThemaId`), so all of them are checked alike; a rule is a line in `_REGELS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from macros.base.dates import Soort
from macros.base.parsing import Pad, bedoelde_u
from macros.records import models as m
from macros.records.catalog import Catalog, Onbekend
from macros.records.fields import Verwijzing


@dataclass(frozen=True, slots=True)
class Tegenstrijdigheid:
    """Something wrong between records: the record, the path of the field in it, and what is wrong."""

    soort: type[m.Record | m.Pagina]
    id: str
    veld: Pad
    melding: str


def tegenstrijdigheden(catalog: Catalog) -> Iterator[Tegenstrijdigheid]:
    """Everything that is wrong between records, each once."""
    for soort in m.VERZAMELINGEN:
        for record in catalog.alle(soort):
            yield from _dode_verwijzingen(catalog, soort, record)
            for veld, melding in _REGELS.get(soort, _geen)(catalog, record):
                yield Tegenstrijdigheid(soort, record.id, veld, melding)
    for pagina in catalog.paginas.values():
        yield from _dode_verwijzingen(catalog, m.Pagina, pagina)


def _dode_verwijzingen(catalog: Catalog, soort: Any, record: Any) -> Iterator[Tegenstrijdigheid]:  # noqa: ANN401
    for veld, verzameling, id_ in verwijzingen(record):
        doel = catalog.soorten[verzameling]
        bekend = catalog.records.get(doel, {})
        if id_ not in bekend:
            yield Tegenstrijdigheid(soort, record.id, veld, Onbekend(doel, id_, bekend).melding)


# ── References ──────────────────────────────────────────────────────────────────────────────────────────


def verwijzingen(deel: BaseModel, pad: Pad = ()) -> Iterator[tuple[Pad, str, str]]:
    """Every reference in a record: the path of the field, the collection it points into, the id."""
    for naam, doel in _velden(type(deel)):
        yield from _verwijzingen_in(getattr(deel, naam), (*pad, naam), doel)


@cache
def _velden(soort: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """The fields of a class, each with the collection that it points into."""
    return tuple(
        (
            naam,
            next((x.verzameling for x in info.metadata if isinstance(x, Verwijzing)), _verwijst_naar(info.annotation)),
        )
        for naam, info in soort.model_fields.items()
    )


def _verwijzingen_in(waarde: object, pad: Pad, doel: str | None) -> Iterator[tuple[Pad, str, str]]:
    if isinstance(waarde, BaseModel):
        yield from verwijzingen(waarde, pad)
    elif isinstance(waarde, tuple):
        for plek, lid in enumerate(waarde):
            yield from _verwijzingen_in(lid, (*pad, plek), doel)
    elif isinstance(waarde, str) and doel:
        yield pad, doel, waarde


def _verwijst_naar(annotatie: Any) -> str | None:  # noqa: ANN401 - a type, of which typing has no type
    """The collection that an annotation such as `tuple[ThemaId, ...] | None` points into."""
    if get_origin(annotatie) is None and not get_args(annotatie):
        return None
    for deel in (*getattr(annotatie, "__metadata__", ()), *get_args(annotatie)):
        if isinstance(deel, Verwijzing):
            return deel.verzameling
        if gevonden := _verwijst_naar(deel):
            return gevonden
    return None


# ── Rules about one kind of record ──────────────────────────────────────────────────────────────────────


Uitkomst = Iterator[tuple[Pad, str]]


def _geen(_catalog: Catalog, _record: m.Record) -> Uitkomst:
    return iter(())


def _activiteit(catalog: Catalog, a: m.Activiteit) -> Uitkomst:
    yield from _subthema(catalog, a)
    begin, eind = a.wanneer.begin, a.wanneer.eind
    if begin and eind and not begin.year <= a.jaar <= eind.year and a.soort != "overleg" and begin.year != a.jaar + 1:
        yield ("wanneer",), f"{a.wanneer.typed} valt niet in {a.jaar}, het jaar van dit bestand"
    if a.tijd and a.wanneer.soort is not Soort.DAG:
        yield ("tijd",), f"een tijd hoort bij één dag, en {a.wanneer.typed} is er geen"


def _subthema(catalog: Catalog, record: m.Activiteit | m.Doel) -> Uitkomst:
    thema = catalog.records.get(m.Thema, {}).get(record.thema or "")
    namen = {deel.id for deel in thema.subthemas} if thema else set()
    if thema and record.subthema and record.subthema not in namen:
        raad = bedoelde_u(record.subthema, namen)
        yield ("subthema",), f"subthema {record.subthema!r} hoort niet bij thema {thema.id!r}{raad}"


def _nieuwsbrief(_catalog: Catalog, n: m.Nieuwsbrief) -> Uitkomst:
    kwartaal = f"{n.datum.year}-q{(n.datum.month + 2) // 3}"
    if n.id != kwartaal:
        yield ("datum",), f"de datum {n.datum} valt in {kwartaal}, maar het bestand heet {n.id}"


def _praktijk(_catalog: Catalog, p: m.Praktijk) -> Uitkomst:
    if p.beoordelen_na <= p.laatst_beoordeeld:
        yield ("beoordelen_na",), "beoordelen_na moet later zijn dan laatst_beoordeeld"
    if p.laatst_beoordeeld < p.gepubliceerd:
        yield ("laatst_beoordeeld",), "laatst_beoordeeld mag niet eerder zijn dan gepubliceerd"
    yield from _status(p)


def _status(p: m.Praktijk) -> Uitkomst:
    """The history tells of every change of status that it knows, so the last one is the status."""
    stappen = [(stap.datum, plek) for plek, stap in enumerate(p.geschiedenis) if stap.status]
    if stappen and (laatste := p.geschiedenis[max(stappen)[1]]).status != p.status:
        wordt = f"sinds {laatste.datum} {laatste.status!r}"
        yield ("status",), f"de status is {p.status!r}, maar volgens geschiedenis {wordt}; maak ze gelijk"


def _thema(_catalog: Catalog, t: m.Thema) -> Uitkomst:
    yield from _dubbele_ids("subthemas", [deel.id for deel in t.subthemas])
    for plek, deel in enumerate(t.looptijden):
        if deel.tot and deel.tot < deel.van:
            yield ("looptijden", plek, "tot"), f"de looptijd eindigt ({deel.tot}) voordat zij begint ({deel.van})"


def _begroting(_catalog: Catalog, b: m.Begroting) -> Uitkomst:
    for naam in ("baten", "lasten"):
        onderdeel: m.Onderdeel | None = getattr(b, naam)
        for lijst in ("posten", "totalen"):
            for plek, post in enumerate(getattr(onderdeel, lijst, ())):
                yield from _post(b, (naam, lijst, plek), post)


def _post(b: m.Begroting, pad: Pad, post: m.Post | m.Gedrukt) -> Uitkomst:
    if len(post.bedragen) != len(b.kolommen):
        yield (*pad, "bedragen"), f"er zijn {len(post.bedragen)} bedragen, maar {len(b.kolommen)} kolommen"
    if isinstance(post, m.Post) and post.noot and post.noot not in b.noten:
        yield (*pad, "noot"), f"noot {post.noot!r} staat niet onder 'noten'{bedoelde_u(post.noot, b.noten)}"


def _matrix(_catalog: Catalog, x: m.Matrix) -> Uitkomst:
    gevuld: set[tuple[str, str]] = set()
    for plek, cel in enumerate(x.cellen):
        if (cel.rij, cel.kolom) in gevuld:
            yield ("cellen", plek), f"het vak {cel.rij!r} × {cel.kolom!r} is al gevuld; zet het bij elkaar"
        gevuld.add((cel.rij, cel.kolom))
        if cel.rij not in x.rijen:
            yield ("cellen", plek, "rij"), f"rij {cel.rij!r} bestaat niet{bedoelde_u(cel.rij, x.rijen)}"
        if cel.kolom not in x.kolommen:
            yield ("cellen", plek, "kolom"), f"kolom {cel.kolom!r} bestaat niet{bedoelde_u(cel.kolom, x.kolommen)}"


def _gemeente(catalog: Catalog, g: m.Gemeente) -> Uitkomst:
    eerste = next(x for x in catalog.alle(m.Gemeente) if (x.rij, x.kolom) == (g.rij, g.kolom))
    if eerste.id != g.id:
        yield ("rij",), f"tegel rij {g.rij}, kolom {g.kolom} is al van gemeente {eerste.id!r}"
    yield from _eenmalig(catalog.alle(m.Gemeente), g, "code")


def _vraag(catalog: Catalog, v: m.Vraag) -> Uitkomst:
    yield from _eenmalig(catalog.alle(m.Vraag), v, "nummer")


def _eenmalig(alle: Iterable[m.Record], record: m.Record, veld: str) -> Uitkomst:
    """A value that only one record may have."""
    eerste = next(ander for ander in alle if getattr(ander, veld) == getattr(record, veld))
    if eerste.id != record.id:
        yield (veld,), f"{veld} {getattr(record, veld)!r} is al van {record.enkelvoud} {eerste.id!r}"


def _cijferreeks(_catalog: Catalog, c: m.Cijferreeks) -> Uitkomst:
    yield from _dubbele_ids("kolommen", [kolom.id for kolom in c.kolommen])


def _dubbele_ids(veld: str, ids: list[str]) -> Uitkomst:
    for id_, aantal in Counter(ids).items():
        if aantal > 1:
            plek = len(ids) - 1 - ids[::-1].index(id_)
            yield (veld, plek, "id"), f"de id {id_!r} staat er {aantal} keer"


_REGELS: dict[type[m.Record], Callable[[Catalog, Any], Uitkomst]] = {
    m.Activiteit: _activiteit,
    m.Doel: _subthema,
    m.Nieuwsbrief: _nieuwsbrief,
    m.Praktijk: _praktijk,
    m.Thema: _thema,
    m.Begroting: _begroting,
    m.Matrix: _matrix,
    m.Gemeente: _gemeente,
    m.Vraag: _vraag,
    m.Cijferreeks: _cijferreeks,
}
