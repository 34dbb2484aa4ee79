"""What pages need of each other: without it a link on them, or on every page, leads nowhere.

Nobody typed those links, so no check of a page's own text can find them: they stand in the menu, in the page shell, in
the path above a page, and in every table that names a record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

from macros.base import links
from macros.base.parsing import Bevinding
from macros.document.prose import Proza
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.checks import verwijzingen

MENU = "mkdocs.yml"
_RAAD = "zet die pagina terug, of laat een beheerder de verwijzing weghalen"


def menu(paginas: Collection[str], tekst: str) -> Iterator[Bevinding]:
    """Pages that the menu leads to and that are not there."""
    for nummer, regel in enumerate(tekst.split("\n"), start=1):
        doel = re.fullmatch(r"\s*- [^:]+: ([\w/-]+)\.md\s*", regel)
        if doel and doel[1] not in paginas:
            melding = f"het menu verwijst naar docs/{doel[1]}.md en dat bestand is er niet; {_RAAD}"
            yield Bevinding(MENU, nummer, melding)


def schil(paginas: Collection[str], ankers: Callable[[str], Collection[str]], sjablonen: str) -> Iterator[Bevinding]:
    """Pages, and headings on them, that the page shell leads to and that are not there."""
    for naam, anker in sorted({*re.findall(r"""["']([a-z-]+)/(?:#([\w-]+))?["']""", sjablonen)}):
        pagina = next((pad for pad in (naam, f"{naam}/index") if pad in paginas), "")
        if not pagina and naam != "assets":
            yield Bevinding(MENU, 1, f"elke pagina verwijst naar docs/{naam}.md en dat bestand is er niet; {_RAAD}")
        elif anker and anker not in ankers(pagina):
            melding = f"elke pagina verwijst naar het kopje #{anker} op deze pagina en dat is er niet; geef het zijn naam terug"
            yield Bevinding(f"docs/{pagina}.md", 1, melding)


def verzamelingen(paginas: Collection[str], catalog: Catalog) -> Iterator[Bevinding]:
    """Pages on which records stand, and that other pages lead to wherever they name one."""
    adressen = {links.adres(pagina) for pagina in paginas}
    for soort in m.VERZAMELINGEN:
        doelen = {record.pad.partition("#")[0] for record in catalog.alle(soort)}
        for doel in sorted(doelen - adressen):
            melding = (
                f"{m.TITELS[soort.verzameling]} staan op docs/{doel.strip('/')}.md en dat bestand is er niet; {_RAAD}"
            )
            yield Bevinding(MENU, 1, melding)


def onvindbaar(
    geschreven: Iterable[Proza], catalog: Catalog, ids: Callable[[str], Collection[str]]
) -> Iterator[Bevinding]:
    """Records that others name and that their page, by hand, does not show: what names them leads nowhere.

    Args:
        geschreven: the pages that someone wrote.
        catalog: the records, each with its address.
        ids: the anchors that the words on a page make.
    """
    bladzijden = {links.adres(proza.pagina): proza for proza in geschreven}
    genoemd = {
        (verzameling, id_)
        for soort in m.VERZAMELINGEN
        for record in catalog.alle(soort)
        for _, verzameling, id_ in verwijzingen(record)
    }
    for soort in m.VERZAMELINGEN:
        mist: dict[str, list[str]] = {}
        for record in catalog.alle(soort):
            adres, _, anker = record.pad.partition("#")
            is_genoemd = (soort.verzameling, record.id) in genoemd
            if is_genoemd and anker and adres in bladzijden and anker not in ids(bladzijden[adres].pagina):
                mist.setdefault(adres, []).append(record.id)
        for adres, namen in mist.items():
            meer = f" en {len(namen) - 1} meer" if len(namen) > 1 else ""
            melding = (
                f"op deze pagina ontbreekt {soort.enkelvoud} {namen[0]!r}{meer}; andere pagina's verwijzen hierheen. "
                "Zet het woord terug dat alles toont; op de pagina Meedoen staat welke woorden er zijn"
            )
            yield Bevinding(bladzijden[adres].bestand, 1, melding)


def mappen(geschreven: Iterable[Proza], paginas: Collection[str]) -> Iterator[Bevinding]:
    """Folders without a page of their own: the path above each page in them would have a dead link."""
    bestanden = {proza.pagina: proza.bestand for proza in geschreven}
    gezegd: set[str] = set()
    for pagina in sorted(paginas):
        delen = pagina.removesuffix("/index").split("/")[:-1]
        ouders = ("/".join(delen[:diep]) for diep in range(1, len(delen) + 1))
        leeg = next((ouder for ouder in ouders if ouder not in paginas and f"{ouder}/index" not in paginas), "")
        if leeg and leeg not in gezegd:
            gezegd.add(leeg)
            melding = (
                f"de map {leeg}/ heeft geen eigen pagina; maak docs/{leeg}/index.md, of zet {pagina} ergens anders"
            )
            yield Bevinding(bestanden.get(pagina, MENU), 1, melding)


def dubbele_woorden(proza: Proza, markdown: str, ids: Callable[[], Iterable[str]]) -> Iterator[Bevinding]:
    """A word that stands on a page twice and gives both the same anchor.

    Args:
        proza: the page as it was typed.
        markdown: the page with its standing parts.
        ids: the anchors that the words on the page make, each as often as it is made; asked for only where needed.
    """
    namen = Counter(re.findall(r"\{\{\s*(\w+)", markdown))
    if all(namen[naam] == 1 for naam in namen if naam not in _ZONDER_ANKER):
        return
    for id_, keer in Counter(ids()).items():
        if keer > 1:
            eigen = [t for t in re.finditer(r"\{\{\s*(\w+)", proza.zonder_code) if t[1] not in _ZONDER_ANKER]
            melding = f"twee woorden op deze pagina maken allebei het anker #{id_}; haal er een weg, of vraag er iets anders mee"
            yield Bevinding(proza.bestand, proza.regel(eigen[-1].start()) if eigen else 1, melding)
            return


_ZONDER_ANKER = frozenset({"bron", "begrip"})
"""Words in a sentence, of which a page has many."""
