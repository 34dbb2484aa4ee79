"""Everything that is looked at besides the data: limits, privacy, quality, upkeep; one pass over what people wrote.

The checks below know nothing of each other; here they get the same pages, the same site to hold them against, and
one rule: no message repeats what is private.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from macros.base.parsing import Bevinding
from macros.cache.memory import Geheugen
from macros.cache.trace import Vragen
from macros.document import sanitise
from macros.document.prose import Proza
from macros.pages.generated import Blad
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.review import bounds, privacy, quality, structure, upkeep


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages are held against."""

    wortel: Path
    catalog: Catalog
    bladen: Mapping[str, Blad]
    ids_van_woorden: Callable[[str], Collection[str]]
    """The anchors that the words on a page make, by the page's name."""
    vandaag: date


def bladzijden(catalog: Catalog, tekst_begint: Mapping[str, int]) -> list[Proza]:
    """Everything that someone wrote, with the page it becomes and the line of the file at which it begins."""
    gevonden = [
        *((f"docs/{pagina.id}.md", pagina.id, pagina.tekst) for pagina in catalog.paginas.values()),
        *((f"docs/praktijken/{p.id}.md", f"praktijken/{p.id}", p.tekst) for p in catalog.alle(m.Praktijk)),
        *((f"newsletters/{b.id}.md", f"nieuwsbrieven/{b.id}", b.tekst) for b in catalog.alle(m.Nieuwsbrief)),
    ]
    return [Proza(bestand, pagina, tekst, tekst_begint.get(bestand, 1)) for bestand, pagina, tekst in gevonden]


def bestanden(te_bekijken: Iterable[tuple[str, bytes]], geheugen: Geheugen) -> tuple[list[Bevinding], list[Bevinding]]:
    """What is wrong with files before anything is read from them (too large, too deep), and what no one may publish."""
    taken = (((naam, hashlib.sha256(inhoud).digest()), partial(_bestand, naam, inhoud)) for naam, inhoud in te_bekijken)
    gevonden = geheugen.weet("bestand", taken, geheugen.vragen)
    return gelezen(grenzen for grenzen, _ in gevonden), gelezen(geheim for _, geheim in gevonden)


def _bestand(naam: str, inhoud: bytes, _catalog: Catalog) -> list[Velden]:
    is_tekst = naam.endswith(privacy.TEKST)
    geheim = privacy.bestand(naam, inhoud.decode("utf-8", "replace")) if is_tekst else ()
    return [velden(bounds.bestand(naam, inhoud)), velden(geheim)]


Velden = list[tuple[Any, ...]]
"""Findings as the memory of a build keeps them."""


def velden(bevindingen: Iterable[Bevinding]) -> Velden:
    """Findings, so that they can be kept."""
    return [astuple(bevinding) for bevinding in bevindingen]


def gelezen(bewaard: Iterable[Velden]) -> list[Bevinding]:
    """Findings that were kept, of one text after the other."""
    return [Bevinding(*velden) for van_tekst in bewaard for velden in van_tekst]


def teksten(site: Site, geschreven: list[Proza], geheugen: Geheugen) -> Iterator[Bevinding]:
    """What is wrong, or could be better, with pages; every file must have passed `bestanden`."""
    kader = _kader(site, geheugen)
    taken = [((proza,), partial(_tekst, proza)) for proza in geschreven]
    gevonden = geheugen.weet("tekst", taken, Vragen(kader, site.catalog))
    yield from gelezen(bevindingen for bevindingen, _ in gevonden)
    feiten = [upkeep.Feiten(*velden) for _, velden in gevonden]
    yield from upkeep.onbekende_afkortingen(feiten, site.catalog)
    yield from upkeep.te_beoordelen(site.catalog, site.vandaag)
    menu = site.wortel / "mkdocs.yml"
    if menu.is_file():
        tekst, sjablonen = menu.read_text(encoding="utf-8"), _sjablonen(site.wortel)
        los = [proza for proza in geschreven if site.bladen[proza.pagina].soort == "pagina"]
        yield from upkeep.wezen(los, feiten, tekst + sjablonen)
        yield from structure.menu(kader.paginas, tekst)
        yield from structure.schil(kader.paginas, kader.ankers, _teksten(site.wortel, "partials"))
        yield from structure.verzamelingen(kader.paginas, site.catalog)
        yield from structure.mappen(geschreven, kader.paginas)
    for proza in geschreven:
        markdown = site.bladen[proza.pagina].markdown
        yield from structure.dubbele_woorden(proza, markdown, partial(site.ids_van_woorden, proza.pagina))


def _tekst(proza: Proza, kader: quality.Kader) -> tuple[Velden, upkeep.Feiten]:
    proza = replace(proza)  # what is read from it goes when this is done: of thousands of texts that is much
    bevindingen = (*quality.controleer(proza, kader), *upkeep.lange_zinnen(proza))
    return velden(bevindingen), upkeep.feiten(proza)


def gemaskeerd(bevindingen: Iterable[Bevinding]) -> list[Bevinding]:
    """The findings in their order, with nothing private in a message."""
    return sorted({replace(b, melding=privacy.verberg(b.melding)) for b in bevindingen})


def _kader(site: Site, geheugen: Geheugen) -> quality.Kader:
    bekend = {record.id for soort in m.VERZAMELINGEN for record in site.catalog.alle(soort)}
    vast = set(re.findall(r'\bid="([\w-]+)"', _sjablonen(site.wortel)))

    @cache
    def ankers(pagina: str) -> frozenset[str]:
        markdown = site.bladen[pagina].markdown
        return frozenset(geheugen.weet("koppen", [((markdown,), partial(_ankers_in, markdown))], geheugen.vragen)[0])

    @cache
    def andere_ids(pagina: str) -> frozenset[str]:
        if pagina not in site.bladen or not bekend & ankers(pagina):
            return frozenset(vast)
        return frozenset(vast | {*site.ids_van_woorden(pagina)})

    docs = site.wortel / "docs"
    return quality.Kader(
        site.bladen.keys(), lambda pad: not pad.startswith("..") and (docs / pad).is_file(), ankers, andere_ids,
        sanitise.TAGS, sanitise.ATTRIBUTEN,
    )  # fmt: skip


def _ankers_in(markdown: str, _catalog: Catalog) -> list[str]:
    """The anchors that the text of a page makes itself; of two that are the same the second gets a number."""
    proza = Proza("", "", markdown)
    gevonden = Counter([kop.anker for kop in proza.koppen])
    gevonden.update(waarde for tag in proza.tags for naam, waarde in tag.attributen if naam == "id")
    return sorted({*gevonden, *(f"{naam}_{nummer}" for naam, keer in gevonden.items() for nummer in range(1, keer))})


def _sjablonen(wortel: Path) -> str:
    """The text of the page shell and of what stands on pages."""
    return _teksten(wortel, "", "partials", "fragments", "pages")


def _teksten(wortel: Path, *mappen: str) -> str:
    paden = (pad for map_ in mappen for pad in sorted((wortel / "overrides" / map_).glob("*.*")))
    return "\n".join(pad.read_text(encoding="utf-8") for pad in paden if pad.suffix in {".html", ".md"})
