"""Words about what the site rests on: terms, sources, contradictions, organisations, questions.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from textwrap import shorten
from typing import get_args

from macros.base.links import slug
from macros.base.parsing import bedoelde_u
from macros.document.templates import Weergave, Woordfout
from macros.records import models as m
from macros.records.catalog import Catalog

# ── In a sentence ───────────────────────────────────────────────────────────────────────────────────────


def begrip(w: Weergave, id: str) -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Zet in een zin een link naar de uitleg van een begrip.

    Voorbeeld: {{ begrip("pga") }}

    Raises:
        Onbekend: no term has that id.
    """
    return w.render("begrip", begrip=w.catalog.een(m.Begrip, id))


def bron(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Zet in een zin een link naar een bron, met haar titel.

    Voorbeeld: {{ bron("voortgangsbericht-2023") }}

    Raises:
        Onbekend: no source has that id.
    """
    return w.render("link", record=w.catalog.een(m.Bron, id), soort="bron")


def gemeente_naam(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Zet in een zin een link naar een gemeente, met haar naam.

    Voorbeeld: {{ gemeente_naam("tiel") }}

    Raises:
        Onbekend: no municipality has that id.
    """
    return w.render("link", record=w.catalog.een(m.Gemeente, id), soort="gemeente")


# ── Terms ───────────────────────────────────────────────────────────────────────────────────────────────


def begrippen(w: Weergave) -> str:
    """Laat alle begrippen zien van A tot Z, met de letters als ingang.

    Voorbeeld: {{ begrippen() }}

    Raises:
        Woordfout: no terms.
    """
    alle = sorted(w.catalog.alle(m.Begrip), key=lambda b: (_letter(b), b.term.lower(), b.id))
    if not alle:
        raise Woordfout("er zijn geen begrippen")
    return w.render("begrippen", letters=[(letter, list(groep)) for letter, groep in groupby(alle, key=_letter)])


def _letter(begrip: m.Begrip) -> str:
    """The letter under which a term stands; all digits under `0-9`, which sorts first."""
    eerste = slug(begrip.term)[:1].upper()
    return eerste if eerste.isalpha() else "0-9"


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────────────


def bronnen(w: Weergave) -> str:
    """Laat alle bronnen zien, de nieuwste eerst, met hoeveel feiten erop rusten.

    Voorbeeld: {{ bronnen() }}

    Raises:
        Woordfout: no sources.
    """
    alle = sorted(w.catalog.alle(m.Bron), key=lambda b: (str(b.datum.begin or ""), b.id), reverse=True)
    if not alle:
        raise Woordfout("er zijn geen bronnen")
    return w.render("bronnen", bronnen=alle, feiten=w.catalog.feiten_per_bron())


def rust_op(w: Weergave, bron: str) -> str:
    """Laat alles zien wat op één bron rust, per soort.

    Voorbeeld: {{ rust_op("voortgangsbericht-2023") }}

    Raises:
        Onbekend: no source has that id.
    """
    gevonden = w.catalog.rust_op(w.catalog.een(m.Bron, bron).id)
    groepen = [
        (_TITELS.get(soort.verzameling, soort.verzameling.capitalize()), [(_noem(w, r), r) for r in records])
        for soort, records in gevonden.items()
        if soort is not m.Bron
    ]
    paginas = w.catalog.paginas_uit(bron)
    return w.render("rust_op", groepen=groepen, paginas=[(_titel(w, p), p.pad) for p in paginas])


_TITELS = {
    "themas": "Thema's", "standen": "Standen van teams", "financien": "Financiën", "cijferreeksen": "Cijfers",
    "actieagenda": "Onderdelen van de actieagenda",
}  # fmt: skip


def _noem(w: Weergave, record: m.Record) -> str:
    """What to call a record in a list, also one that has no name or title of its own."""
    match record:
        case m.Tegenspraak():
            return record.onderwerp
        case m.Vraag():
            return record.vraag
        case m.Doel():
            return shorten(record.tekst, 100, placeholder="…")
        case m.Stand():
            return f"{w.catalog.een(m.Expertteam, record.expertteam).naam}, {record.peildatum}"
        case _:
            return record.naam_


def _titel(w: Weergave, pagina: m.Pagina) -> str:
    """A page's title; what is written above a record's standing page has the record's name."""
    verzameling, _, id_ = pagina.id.partition("/")
    if pagina.titel or verzameling not in w.catalog.soorten:
        return pagina.titel or pagina.id
    return w.catalog.zoek(verzameling, id_).naam_


def tegenspraken(w: Weergave, bron: str | None = None, leeg: str | None = None) -> str:
    """Laat zien waar bronnen elkaar tegenspreken: elke versie, met haar bron en een uitleg.

    Voorbeeld: {{ tegenspraken(bron="vraag-en-antwoord-2019") }}

    Raises:
        Onbekend: no source has that id.
        Woordfout: no contradictions and no `leeg`.
    """
    gekozen = w.catalog.een(m.Bron, bron).id if bron is not None else None
    gevonden = [t for t in w.catalog.alle(m.Tegenspraak) if gekozen is None or gekozen in _betrokken(t)]
    if gevonden:
        return w.render("tegenspraken", tegenspraken=gevonden)
    if leeg is None:
        voor = f" voor bron {bron!r}" if bron else ""
        raise Woordfout(f'er zijn geen tegenspraken{voor}; zet leeg="…" erbij als dat zo hoort')
    return w.render("leeg", tekst=leeg)


def _betrokken(tegenspraak: m.Tegenspraak) -> set[str]:
    return {*tegenspraak.bron, *(versie.bron for versie in tegenspraak.versies)}


def tegenspraak_noot(w: Weergave, id: str) -> str:  # noqa: A002 - the same
    """Laat bij een tekst zien dat bronnen elkaar op één punt tegenspreken.

    Voorbeeld: {{ tegenspraak_noot("aantal-gemeenten") }}

    Raises:
        Onbekend: no contradiction has that id.
    """
    return w.render("tegenspraak_noot", tegenspraak=w.catalog.een(m.Tegenspraak, id))


# ── Organisations and questions ─────────────────────────────────────────────────────────────────────────


def organisaties(w: Weergave, soort: str | None = None, titel: str | None = None) -> str:
    """Laat een lijst zien met organisaties en overleggen, met hun periode en bron; met een titel staat zij ingeklapt.

    Voorbeeld: {{ organisaties(soort="partner", titel="Alle partners") }}

    Raises:
        Woordfout: a kind that does not exist, or no organisations.
    """
    mogelijk: Sequence[str] = get_args(m.Organisatie.model_fields["soort"].annotation)
    if soort is not None and soort not in mogelijk:
        raise Woordfout(f"soort {soort!r} bestaat niet{bedoelde_u(soort, mogelijk)}")
    gevonden = [o for o in w.catalog.alle(m.Organisatie) if soort is None or o.soort == soort]
    if not gevonden:
        raise Woordfout("er zijn geen organisaties" + (f" van soort {soort!r}" if soort else ""))
    return w.render("organisaties", organisaties=gevonden, titel=titel)


def vragen(w: Weergave) -> str:
    """Laat de vragen en antwoorden zien, met wat latere bronnen eraan veranderden.

    Voorbeeld: {{ vragen() }}

    Raises:
        Woordfout: no questions.
    """
    alle = sorted(w.catalog.alle(m.Vraag), key=lambda v: v.nummer)
    if not alle:
        raise Woordfout("er zijn geen vragen")
    return w.render("vragen", vragen=alle, niveau=2 if w.pagina == "vragen/" else 3)


# ── Everything, by theme ────────────────────────────────────────────────────────────────────────────────


def zoekpagina(w: Weergave) -> str:
    """Laat het zoekveld met de resultaten zien, en daaronder alles per thema.

    Voorbeeld: {{ zoekpagina() }}
    """
    c = w.catalog
    groepen = [(thema.naam, [thema, *_bij_thema(c, thema.id)]) for thema in c.alle(m.Thema)]
    groepen += [(m.TITELS[soort.verzameling], list(c.alle(soort))) for soort in (m.District, m.Begrip, m.Bron)]
    paginas = [(pagina.titel, pagina.pad) for pagina in c.paginas.values() if pagina.titel]
    lijsten = [(titel, [(r.naam_, r.pad) for r in records]) for titel, records in groepen]
    return w.render("zoekpagina", groepen=[*lijsten, ("Verder op deze site", sorted(paginas))])


def _bij_thema(catalog: Catalog, thema: str) -> tuple[m.Record, ...]:
    return (*catalog.expertteams(thema=thema), *catalog.praktijken(thema=thema), *catalog.nieuwsbrieven(thema=thema))
