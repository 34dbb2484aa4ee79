"""All content of one build: the catalog, every page, the way it is shown; checked as a whole.

`kennisbank controleer` and the MkDocs plugin both begin here, so what the one passes the other builds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from macros.base import links
from macros.base.parsing import Bevinding
from macros.base.workers import Ploeg
from macros.cache.fingerprints import versie
from macros.cache.memory import Geheugen
from macros.cache.store import Opslag
from macros.document import templates
from macros.document.prose import Proza
from macros.document.templates import Weergave
from macros.pages import generated
from macros.records import loader
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import Bestand, Laadfouten
from macros.review import bounds, quality, structure, texts
from macros.words import vocabulary


@dataclass(frozen=True, slots=True)
class Inhoud:
    """What a build starts from."""

    weergave: Weergave
    bladen: Mapping[str, generated.Blad]
    geheugen: Geheugen


Eerder = dict[str, Bestand]
"""What each file gave when a process that goes on building read it; a file that did not change is not read again."""


def _geteld(_: float) -> None:
    """Nobody looks on."""


def lees(
    wortel: Path,
    *,
    vandaag: date | None = None,
    opslag: Opslag | None = None,
    ploeg: Ploeg | None = None,
    eerder: Eerder | None = None,
    tel: Callable[[float], object] = _geteld,
) -> Inhoud:
    """Read and check everything.

    Args:
        wortel: the project's root.
        vandaag: the day of the build; the newest day in the content when not given.
        opslag: what earlier builds made; without it everything is made anew.
        ploeg: who does a part of the work.
        eerder: what this process read before.
        tel: hears which part of the work (0 to 1) is done.

    Raises:
        Laadfouten: anything is wrong; everything that is wrong.
    """
    inhoud, bevindingen = controleer(wortel, vandaag=vandaag, opslag=opslag, ploeg=ploeg, eerder=eerder, tel=tel)
    if fouten := _fouten(bevindingen):
        raise Laadfouten(fouten)
    if inhoud is None:
        raise Laadfouten(bevindingen)
    return inhoud


_GELEZEN, _BEKEKEN = 0.35, 0.7
"""The parts of the time of a check that have passed when all is read, and when every word has been carried out (measured)."""


def controleer(
    wortel: Path,
    *,
    vandaag: date | None = None,
    opslag: Opslag | None = None,
    ploeg: Ploeg | None = None,
    eerder: Eerder | None = None,
    tel: Callable[[float], object] = _geteld,
) -> tuple[Inhoud | None, list[Bevinding]]:
    """Read everything and report everything; pages are only made of records that are right.

    `tel` hears which part of the work (0 to 1) is done.
    """
    onderzoek = loader.onderzoek_alles(wortel, eerder)
    tel(_GELEZEN)
    catalog = replace(onderzoek.catalog, dag=vandaag)
    weergave = Weergave(catalog, templates.omgeving(wortel / "overrides/fragments"))
    geheugen = Geheugen(catalog, versie(wortel) if opslag else "", opslag, ploeg)
    bladen: dict[str, generated.Blad] = {}
    grenzen, geheim = texts.bestanden(bounds.bestanden(wortel), geheugen)
    bevindingen = [*onderzoek.bevindingen, *grenzen]
    if not _fouten(bevindingen):
        bladen = generated.alle(catalog, templates.markdown_omgeving(wortel / "overrides/pages"))
        geschreven = texts.bladzijden(catalog, onderzoek.tekst_begint)
        bevindingen += _woorden(weergave, geschreven, geheugen, tel)
        ankers = cache(partial(_ankers, weergave, geheugen, bladen)) if not _fouten(bevindingen) else _geen
        site = texts.Site(wortel, catalog, bladen, ankers, weergave.vandaag)
        tel(_BEKEKEN)
        bevindingen += texts.teksten(site, geschreven, geheugen)
        if not _fouten(bevindingen):
            bevindingen += structure.onvindbaar(geschreven, catalog, ankers)
    bevindingen = texts.gemaskeerd([*bevindingen, *geheim])
    geheugen.sluit_boek(heel=not _fouten(bevindingen))
    tel(1)
    return (None if _fouten(bevindingen) else Inhoud(weergave, bladen, geheugen)), bevindingen


def met_andere_tekst(inhoud: Inhoud, wortel: Path, bestand: str, was: Bestand) -> tuple[Inhoud, generated.Blad] | None:
    """The same content with what one file says now, and its page; nothing when more than its text changed or that is wrong.

    Only its own page shows what a file says, so no other page is another. What the whole site asks of a text (where its
    links lead, whether it is found) is not asked here: `lees` does.
    """
    nu = loader.andere_tekst(wortel, bestand, was)
    if nu is None:
        return None
    record, oud = nu.records[0][0], inhoud.weergave.catalog
    [proza] = texts.bladzijden(Catalog({}).met(record), nu.tekst_begint)
    grenzen, geheim = texts.bestanden([(bestand, nu.inhoud.encode())], inhoud.geheugen)
    if _fouten([*grenzen, *geheim, *_woorden(inhoud.weergave, [proza], inhoud.geheugen, _geteld)]):
        return None
    blad = generated.een(oud.met(record), templates.markdown_omgeving(wortel / "overrides/pages"), proza.pagina)
    return replace(inhoud, bladen={**inhoud.bladen, blad.id: blad}), blad


def _fouten(bevindingen: list[Bevinding]) -> list[Bevinding]:
    return [bevinding for bevinding in bevindingen if not bevinding.waarschuwing]


def _woorden(
    weergave: Weergave, geschreven: list[Proza], geheugen: Geheugen, tel: Callable[[float], object]
) -> list[Bevinding]:
    """Everything that is wrong with the words on pages that someone wrote."""
    taken = []
    for nummer, proza in enumerate(geschreven):
        hier = _op_zijn_plek(weergave, proza)
        stap = partial(tel, _GELEZEN + (_BEKEKEN - _GELEZEN) * nummer / len(geschreven))
        taken.append(((proza, hier.dag, hier.bevroren), partial(_woorden_van, hier, proza, stap)))
    return texts.gelezen(geheugen.weet("woorden", taken, geheugen.vragen))


def _woorden_van(weergave: Weergave, proza: Proza, stap: Callable[[], object], catalog: Catalog) -> texts.Velden:
    stap()
    proef = vocabulary.probeer(replace(weergave, catalog=catalog), proza.tekst)
    fouten = [Bevinding(proza.bestand, regel + proza.eerste - 1, melding) for regel, melding in proef.fouten]
    gemaakt = ((aanroep.regel + proza.eerste - 1, aanroep.naam, html) for aanroep, html in proef.gemaakt)
    return texts.velden((*fouten, *quality.sprongen(proza, gemaakt)))


def _op_zijn_plek(weergave: Weergave, proza: Proza) -> Weergave:
    """As the build does: for its own page, and a newsletter for its own day, for what it showed then, it shows for ever."""
    id_ = proza.bestand.removeprefix("newsletters/").removesuffix(".md")
    brief = weergave.catalog.records.get(m.Nieuwsbrief, {}).get(id_)
    pad = links.adres(proza.pagina)
    return weergave.op(pad, brief.datum) if brief else weergave.op(pad)


def _ankers(weergave: Weergave, geheugen: Geheugen, bladen: Mapping[str, generated.Blad], pagina: str) -> list[str]:
    """The anchors that the words on a page make there, each as often as it is made."""
    blad = bladen[pagina]
    maak = partial(_ankers_van, weergave.op(links.adres(blad.id)), blad.markdown)
    ankers: list[str] = geheugen.weet("ankers", [((blad.id, blad.markdown), maak)], geheugen.vragen)[0]
    return ankers


def _ankers_van(weergave: Weergave, markdown: str, catalog: Catalog) -> list[str]:
    hier = replace(weergave, catalog=catalog)
    html = [
        vocabulary.alle_woorden()[a.naam](hier, *a.posities, **a.argumenten) for a in templates.aanroepen(markdown)[0]
    ]
    return re.findall(r'\bid="([^"\s]+)"', "".join(html))


def _geen(_: str) -> list[str]:
    """No anchors: words that are wrong make none."""
    return []


def gewijzigd(catalog: Catalog, blad: generated.Blad) -> date | None:
    """The day that a page's content is of: its own, or that of its newest source."""
    match blad.record:
        case m.Praktijk() | m.Nieuwsbrief() as record:
            return catalog.bijgewerkt(record)
    return catalog.nieuwste(blad.bron)
