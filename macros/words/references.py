"""Words about what the site rests on: terms, sources, contradictions, organisations, questions.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from textwrap import shorten
from typing import get_args

from macros.base.hints import did_you_mean
from macros.base.links import slug
from macros.document.templates import View, WordError
from macros.records import models as m
from macros.records.catalog import Catalog

# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


MOST_NAMED = 200
"""So many records of one kind are named one by one where all that rests on a source is shown; of more, where they stand."""


def begrip(w: View, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Zet in een zin een link naar de uitleg van een begrip.

    Voorbeeld: {{ begrip("<begrip>") }}

    Raises:
        UnknownId: no term has that id.
    """
    return w.render("begrip", begrip=w.catalog.one(m.Begrip, id))


def bron(w: View, id: str) -> str:  # noqa: A002 - the same
    """Zet in een zin een link naar een bron, met haar titel.

    Voorbeeld: {{ bron("<bron>") }}

    Raises:
        UnknownId: no source has that id.
    """
    return w.render("link", record=w.catalog.one(m.Bron, id), soort="bron")


def gemeente_naam(w: View, id: str) -> str:  # noqa: A002 - the same
    """Zet in een zin een link naar een gemeente, met haar naam.

    Voorbeeld: {{ gemeente_naam("<gemeente>") }}

    Raises:
        UnknownId: no municipality has that id.
    """
    return w.render("link", record=w.catalog.one(m.Gemeente, id), soort="gemeente")


def report_pdf(w: View, rapport: str) -> str:
    """Zet in een zin een link naar een rapport als pdf, om te printen of door te sturen.

    Voorbeeld: {{ pdf("<rapport>") }}

    Raises:
        WordError: there is no such report.
    """
    known = {one.id: one for one in w.catalog.rapporten()}
    if rapport not in known:
        raise WordError(f"rapport {rapport!r} bestaat niet{did_you_mean(rapport, known)}")
    return w.render("pdf", rapport=known[rapport])


# ── Terms ───────────────────────────────────────────────────────────────────────────────────────────────


def begrippen(w: View) -> str:
    """Laat alle begrippen zien van A tot Z, met de letters als ingang.

    Voorbeeld: {{ begrippen() }}

    Raises:
        WordError: no terms.
    """
    all_ = sorted(w.catalog.all_of(m.Begrip), key=lambda b: (_letter(b), b.term.lower(), b.id))
    if not all_:
        raise WordError("er zijn geen begrippen")
    return w.render("begrippen", letters=[(letter, list(group)) for letter, group in groupby(all_, key=_letter)])


def _letter(begrip: m.Begrip) -> str:
    """The letter under which a term stands; all digits under `0-9`, which sorts first."""
    first = slug(begrip.term)[:1].upper()
    return first if first.isalpha() else "0-9"


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────────────


def bronnen(w: View) -> str:
    """Laat zien hoeveel bronnen er zijn van elke soort, en alle bronnen, de nieuwste eerst, met hoeveel feiten erop rusten.

    Voorbeeld: {{ bronnen() }}

    Raises:
        WordError: no sources.
    """
    all_ = sorted(w.catalog.all_of(m.Bron), key=lambda b: (str(b.datum.start or ""), b.id), reverse=True)
    if not all_:
        raise WordError("er zijn geen bronnen")
    times = Counter(b.soort for b in all_)
    kinds = [(kind, kind.counted(times[kind.id])) for kind in w.catalog.all_of(m.Bronsoort)]
    return w.render("bronnen", bronnen=all_, facts=w.catalog.facts_per_bron(), kinds=kinds)


def rust_op(w: View, bron: str) -> str:
    """Laat alles zien wat op één bron rust, per soort.

    Voorbeeld: {{ rust_op("<bron>") }}

    Raises:
        UnknownId: no source has that id.
    """
    found = w.catalog.rust_op(w.catalog.one(m.Bron, bron).id)
    groups = [
        (model.kind, len(records), [(_name_of(w, r), r) for r in records if len(records) <= MOST_NAMED], records[0].pad)
        for model, records in found.items()
        if model is not m.Bron
    ]
    pages = w.catalog.pages_from(bron)
    return w.render("rust_op", groups=groups, pages=[(_title(w, p), p.pad) for p in pages])


def _name_of(w: View, record: m.Record) -> str:
    """What to call a record in a list, also one that has no name or title of its own."""
    match record:
        case m.Tegenspraak():
            return record.onderwerp
        case m.Vraag():
            return record.vraag
        case m.Doel():
            return shorten(record.tekst, 100, placeholder="…")
        case m.Stand():
            return f"{w.catalog.one(m.Expertteam, record.expertteam).naam}, {record.peildatum}"
        case _:
            return record.naam_


def _title(w: View, page: m.Pagina) -> str:
    """A page's title; what is written above a record's standing page has the record's name."""
    collection, _, id_ = page.id.partition("/")
    if page.titel or collection not in w.catalog.kinds:
        return page.titel or page.id
    return w.catalog.find(collection, id_).naam_


def tegenspraken(w: View, bron: str | None = None, leeg: str | None = None) -> str:
    """Laat zien waar bronnen elkaar tegenspreken: elke versie, met haar bron en een uitleg.

    Voorbeeld: {{ tegenspraken(bron="<bron>") }}

    Raises:
        UnknownId: no source has that id.
        WordError: no contradictions and no `leeg`.
    """
    chosen = w.catalog.one(m.Bron, bron).id if bron is not None else None
    found = [t for t in w.catalog.all_of(m.Tegenspraak) if chosen is None or chosen in _involved(t)]
    if found:
        return w.render("tegenspraken", tegenspraken=found)
    if leeg is None:
        for_ = f" voor bron {bron!r}" if bron else ""
        raise WordError(f'er zijn geen tegenspraken{for_}; zet leeg="…" erbij als dat zo hoort')
    return w.render("leeg", tekst=leeg)


def _involved(tegenspraak: m.Tegenspraak) -> set[str]:
    return {*tegenspraak.bron, *(version_.bron for version_ in tegenspraak.versies)}


def tegenspraak_noot(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat bij een tekst zien dat bronnen elkaar op één punt tegenspreken.

    Voorbeeld: {{ tegenspraak_noot("<tegenspraak>") }}

    Raises:
        UnknownId: no contradiction has that id.
    """
    return w.render("tegenspraak_noot", tegenspraak=w.catalog.one(m.Tegenspraak, id))


# ── Organisations and questions ─────────────────────────────────────────────────────────────────────────


def organisaties(w: View, soort: str | None = None, titel: str | None = None) -> str:
    """Laat een lijst zien met organisaties en overleggen, met hun periode en bron; met een titel staat zij ingeklapt.

    Voorbeeld: {{ organisaties(soort="partner", titel="Alle partners") }}

    Raises:
        WordError: a kind that does not exist, or no organisations.
    """
    possible: Sequence[str] = get_args(m.Organisatie.model_fields["soort"].annotation)
    if soort is not None and soort not in possible:
        raise WordError(f"soort {soort!r} bestaat niet{did_you_mean(soort, possible)}")
    found = [o for o in w.catalog.all_of(m.Organisatie) if soort is None or o.soort == soort]
    if not found:
        raise WordError("er zijn geen organisaties" + (f" van soort {soort!r}" if soort else ""))
    return w.render("organisaties", organisaties=found, titel=titel)


def organogram(w: View) -> str:
    """Laat de hoofdstructuur zien als een rij schakels met pijlen, en wie aan welke schakel rapporteert.

    Voorbeeld: {{ organogram() }}

    Raises:
        WordError: no organisation is a link of the backbone.
    """
    all_ = w.catalog.all_of(m.Organisatie)
    row = [o for o in all_ if o.soort == "backbone"]
    if not row:
        raise WordError("er zijn geen organisaties van soort 'backbone'")
    return w.render("organogram", schakels=row, reporting=[o for o in all_ if o.rapporteert_aan])


def vragen(w: View) -> str:
    """Laat de vragen en antwoorden zien, met wat latere bronnen eraan veranderden.

    Voorbeeld: {{ vragen() }}

    Raises:
        WordError: no questions.
    """
    all_ = sorted(w.catalog.all_of(m.Vraag), key=lambda v: v.nummer)
    if not all_:
        raise WordError("er zijn geen vragen")
    return w.render("vragen", vragen=all_, level=2 if w.page == "vragen/" else 3)


# ── Everything, by theme ────────────────────────────────────────────────────────────────────────────────


def zoekpagina(w: View) -> str:
    """Laat het zoekveld met de resultaten zien, en daaronder alles per thema.

    Voorbeeld: {{ zoekpagina() }}
    """
    c = w.catalog
    groups = [(thema.naam, [thema, *_by_thema(c, thema.id)]) for thema in c.all_of(m.Thema)]
    groups += [(model.kind.titel, list(c.all_of(model))) for model in (m.District, m.Begrip, m.Bron)]
    pages = [(page.titel, page.pad) for page in c.pages.values() if page.titel]
    lists = [(title, [(r.naam_, r.pad) for r in records]) for title, records in groups]
    return w.render(
        "zoekpagina", groups=[(title, rows) for title, rows in (*lists, ("Verder op deze site", sorted(pages))) if rows]
    )


def _by_thema(catalog: Catalog, thema: str) -> tuple[m.Record, ...]:
    return (*catalog.expertteams(thema=thema), *catalog.praktijken(thema=thema), *catalog.nieuwsbrieven(thema=thema))
