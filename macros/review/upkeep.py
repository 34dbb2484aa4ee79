"""What an editor keeps an eye on: plain language, unexplained abbreviations, pages that nobody finds, overdue reviews.

All of it warns; nothing here stops a build.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from macros.base import dates
from macros.base.parsing import Bevinding
from macros.document.prose import Link, Proza
from macros.records import models as m
from macros.records.catalog import Catalog

# ── Language ──────────────────────────────────────────────────────────────────────────────────

MAX_WOORDEN = 25


def lange_zinnen(proza: Proza) -> Iterator[Bevinding]:
    """One line a page, at its longest sentence."""
    lang = sorted((z for z in proza.zinnen if len(z.woorden) > MAX_WOORDEN), key=lambda z: (-len(z.woorden), z.regel))
    if lang:
        meer = f" (op deze pagina staan {len(lang)} zinnen van meer dan {MAX_WOORDEN} woorden)" if len(lang) > 1 else ""
        begin = " ".join(lang[0].woorden[:6])
        melding = f"deze zin heeft {len(lang[0].woorden)} woorden: '{begin} …'; maak er twee zinnen van{meer}"
        yield Bevinding(proza.bestand, lang[0].regel, melding, waarschuwing=True)


_AFKORTING = re.compile(r"(?<![\w.@/&])[a-z]{0,2}[A-Z][a-z]{0,2}[A-Z][A-Za-z]*")
_ALGEMEEN = {
    "AA",
    "CC",
    "BY",
    "RSS",
    "PDF",
    "URL",
    "HTML",
    "CSV",
    "JSON",
    "XML",
    "ID",
    "YAML",
    "ICT",
    "EUPL",
    "EU",
    "ICS",
    "II",
    "III",
    "IV",
    "VI",
}


class Feiten(NamedTuple):
    """What the checks of the site as a whole ask of one text."""

    bestand: str
    doelen: Sequence[str]
    """The pages that its links lead to."""
    afkortingen: Sequence[tuple[str, int, int]]
    """What looks like an abbreviation and is not explained in the text: its first line, how often it is there."""


def feiten(proza: Proza) -> Feiten:
    """The facts of a text."""
    doelen = sorted({_bron_van(proza, link) for link in proza.links if not link.plaatje})
    return Feiten(proza.bestand, doelen, [*_afkortingen(proza)])


def _afkortingen(proza: Proza) -> Iterator[tuple[str, int, int]]:
    uitgelegd = set(re.findall(r"\(([A-Z][A-Za-z]+)\)|([A-Z][A-Za-z]+)(?= \((?!\{))", proza.kaal))
    hier = {deel for paar in uitgelegd for deel in paar}
    plekken: dict[str, list[int]] = {}
    for t in _AFKORTING.finditer(proza.kaal):
        if sum(map(str.isupper, t[0])) * 2 >= len(t[0]) and t[0].removesuffix("s") not in hier:
            plekken.setdefault(t[0], []).append(t.start())
    for afkorting, begin in plekken.items():
        yield afkorting, proza.regel(begin[0]), len(begin)


def onbekende_afkortingen(teksten: Iterable[Feiten], catalog: Catalog) -> Iterator[Bevinding]:
    """Each abbreviation that no glossary, organisation or sentence explains: once, where it comes first."""
    bekend = {*_ALGEMEEN, *_bekende_woorden(catalog)}
    eerste: dict[str, tuple[str, int]] = {}
    aantal: Counter[str] = Counter()
    for tekst in teksten:
        for afkorting, regel, keer in tekst.afkortingen:
            if not {afkorting, afkorting.removesuffix("s")} & bekend:
                eerste.setdefault(afkorting, (tekst.bestand, regel))
                aantal[afkorting] += keer
    for afkorting, (bestand, regel) in eerste.items():
        meer = f", {aantal[afkorting]} keer" if aantal[afkorting] > 1 else ""
        raad = "leg haar uit in docs/_data/begrippen.yml, of schrijf haar voluit"
        yield Bevinding(
            bestand, regel, f"de afkorting {afkorting}{meer} staat niet bij de begrippen; {raad}", waarschuwing=True
        )


def _bekende_woorden(catalog: Catalog) -> Iterator[str]:
    namen = [f"{b.term} {b.afkorting} {' '.join(b.synoniemen)}" for b in catalog.alle(m.Begrip)]
    namen += [f"{o.naam} {o.afkorting}" for o in catalog.alle(m.Organisatie)]
    namen += [f"{p.titel} {' '.join(p.synoniemen)}" for p in catalog.alle(m.Praktijk)]
    namen += [r.naam_ for soort in (m.Bron, m.Thema, m.Expertteam) for r in catalog.alle(soort)]
    for naam in namen:
        yield from re.findall(r"\w+", naam)


# ── The site as a whole ───────────────────────────────────────────────────────────────────────


def wezen(los: Iterable[Proza], alle: Iterable[Feiten], elders: str) -> Iterator[Bevinding]:
    """Pages that no other page, menu or template leads to.

    Args:
        los: the pages to look at.
        alle: everything with links.
        elders: the text of the menu and the templates.
    """
    genoemd = {doel for tekst in alle for doel in tekst.doelen}
    for proza in los:
        adres = proza.pagina.removesuffix("/index")
        if proza.pagina in genoemd or adres == "index" or f"{proza.pagina}.md" in elders or f"{adres}/" in elders:
            continue
        raad = "link ernaar vanaf een andere pagina, zoals [titel](bestand.md)"
        yield Bevinding(proza.bestand, 1, f"naar deze pagina verwijst geen enkele pagina; {raad}", waarschuwing=True)


def _bron_van(proza: Proza, link: Link) -> str:
    doel = posixpath.join(posixpath.dirname(proza.pagina), link.doel.partition("#")[0])
    return posixpath.normpath(doel).removesuffix(".md")


def achterstallig(catalog: Catalog, vandaag: date) -> list[m.Praktijk]:
    """Practices that should have been compared with their source again, oldest first."""
    te_laat = (praktijk for praktijk in catalog.alle(m.Praktijk) if praktijk.beoordelen_na < vandaag)
    return sorted(te_laat, key=lambda praktijk: (praktijk.beoordelen_na, praktijk.id))


def te_beoordelen(catalog: Catalog, vandaag: date) -> Iterator[Bevinding]:
    """Each of those as a warning."""
    for praktijk in achterstallig(catalog, vandaag):
        melding = (
            f"praktijk {praktijk.id!r} moest na {praktijk.beoordelen_na} opnieuw worden beoordeeld; vergelijk de tekst met de "
            "bron en zet daarna een nieuwe dag bij laatst_beoordeeld en beoordelen_na"
        )
        yield Bevinding(f"docs/praktijken/{praktijk.id}.md", 1, melding, waarschuwing=True)


# ── The weekly list ─────────────────────────────────────────────────────────────────────────────────────


def lijst(catalog: Catalog, vandaag: date) -> str:
    """The overdue practices by team or theme, as the text of an issue; nothing when all is in time."""
    per_team: dict[str, list[m.Praktijk]] = {}
    for praktijk in achterstallig(catalog, vandaag):
        per_team.setdefault(_eigenaar(catalog, praktijk), []).append(praktijk)
    if not per_team:
        return ""
    kop = (
        "Deze praktijken moeten opnieuw met hun bron worden vergeleken. Klopt de tekst nog? Zet dan een nieuwe dag bij "
    )
    delen = [f"{kop}`laatst_beoordeeld` en `beoordelen_na`.\n"]
    for team, praktijken in sorted(per_team.items()):
        regels = [
            f"- [ ] {p.titel} (`docs/praktijken/{p.id}.md`): beoordelen na {dates.dag(p.beoordelen_na)}"
            for p in praktijken
        ]
        delen.append(f"## {team}\n\n" + "\n".join(regels) + "\n")
    return "\n".join(delen)


# ── Links to other sites ────────────────────────────────────────────────────────────────────────────────

_ADRES = re.compile(r"https?://(?:[^\s\][<>\"'(){}|\\]|\([^\s()]*\))+")
_VERZONNEN = re.compile(r"https?://([^/]*\.)?(example|voorbeeld)\.")
ARCHIEF = "https://web.archive.org/web/"
"""Before an address: its newest copy in the Internet Archive, if there is one."""


def uitgaand(teksten: Mapping[str, str]) -> dict[str, list[str]]:
    """Every address of another site with the files that name it, from the text of each file."""
    gevonden: dict[str, list[str]] = {}
    for bestand, tekst in sorted(teksten.items()):
        for adres in sorted({t[0].rstrip(".,;:!?*`") for t in _ADRES.finditer(tekst)}):
            if not _VERZONNEN.match(adres):
                gevonden.setdefault(adres, []).append(bestand)
    return gevonden


def linklijst(adressen: Iterable[str]) -> str:
    """A page of Markdown with these addresses, for a program that checks the links on a page."""
    return "".join(f"- <{adres}>\n" for adres in adressen)


def dode_links(catalog: Catalog, adressen: Mapping[str, list[str]], dood: Mapping[str, int]) -> str:
    """The addresses that do not answer by team or theme, as the text of an issue; nothing when all do.

    Args:
        catalog: whose practice or theme a file is.
        adressen: what `uitgaand` found.
        dood: the addresses that do not answer, with their status.
    """
    per_team: dict[str, list[str]] = {}
    for adres, status in sorted(dood.items()):
        bestanden = ", ".join(f"`{bestand}`" for bestand in adressen[adres])
        reden = f"status {status}" if status else "geen antwoord"
        regel = f"- [ ] <{adres}> ({reden}), in {bestanden}; [kopie in het archief]({ARCHIEF}{adres})"
        for team in sorted({_team(catalog, bestand) for bestand in adressen[adres]}):
            per_team.setdefault(team, []).append(regel)
    if not per_team:
        return ""
    kop = "Deze adressen geven geen antwoord meer. Zoek het nieuwe adres, gebruik de kopie in het archief, of haal de link weg.\n"
    delen = (f"## {team}\n\n" + "\n".join(regels) + "\n" for team, regels in sorted(per_team.items()))
    return "\n".join([kop, *delen])


def _team(catalog: Catalog, bestand: str) -> str:
    """Who looks after a file."""
    map_, _, id_ = bestand.removesuffix(".md").rpartition("/")
    if map_ == "docs/praktijken" and id_ in catalog.records.get(m.Praktijk, {}):
        return _eigenaar(catalog, catalog.een(m.Praktijk, id_))
    if map_ == "docs/themas" and id_ in catalog.records.get(m.Thema, {}):
        return f"Thema {catalog.een(m.Thema, id_).naam}"
    return "Redactie"


def _eigenaar(catalog: Catalog, praktijk: m.Praktijk) -> str:
    if praktijk.expertteam:
        return catalog.een(m.Expertteam, praktijk.expertteam).naam
    return f"Thema {catalog.een(m.Thema, praktijk.themas[0]).naam}"
