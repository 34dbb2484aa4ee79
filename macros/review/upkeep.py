"""What an editor keeps an eye on: plain language, unexplained abbreviations, pages that nobody finds, overdue reviews.

All of it warns; nothing here stops a build.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from macros.base import dates
from macros.base.errors import Finding
from macros.document import nodes as n
from macros.document.prose import WORD, Passage, Prose
from macros.records import models as m

if TYPE_CHECKING:
    from macros.records.catalog import Catalog
    from macros.records.loader import Location

# ── Language ──────────────────────────────────────────────────────────────────────────────────

MAX_WORDS = 25


_SENTENCE_END = re.compile(r"[.!?:;](?=[\"')*_]*\s)")
_WORDS = re.compile(r"\w[\w'’.,/-]*")
_SOURCE = re.compile(rf"\(\s*{WORD}[^()]*\)")


def long_sentences(prose: Prose) -> Iterator[Finding]:
    """One line a page, at its longest sentence."""
    found = (sentence for passage in prose.passages if passage.running for sentence in _long(passage))
    long = sorted(found, key=lambda sentence: (-len(sentence[1]), sentence[0]))
    if long:
        line, words = long[0]
        more = f" (op deze pagina staan {len(long)} zinnen van meer dan {MAX_WORDS} woorden)" if len(long) > 1 else ""
        message = f"deze zin heeft {len(words)} woorden: '{' '.join(words[:6])} …'; maak er twee zinnen van{more}"
        yield Finding(prose.file, line + prose.first - 1, message, warning=True)


def _long(passage: Passage) -> Iterator[tuple[int, list[str]]]:
    """Sentences of too many words; a word of the vocabulary counts as one, and not at all where it gives a source."""
    text = passage.text.replace("\n", " ")
    if text.count(" ") < MAX_WORDS // 2:
        return
    if WORD in text:
        text = _SOURCE.sub(lambda source: " " * len(source[0]), text).replace(WORD, "x")
    start = 0
    for end in (*(end.end() for end in _SENTENCE_END.finditer(text)), len(text)):
        # Nearly all words are apart by spaces, which are counted many times sooner.
        if text.count(" ", start, end) > MAX_WORDS // 2 and len(words := _WORDS.findall(text, start, end)) > MAX_WORDS:
            yield passage.line_of(end - len(text[start:end].lstrip())), words
        start = end


_ABBREVIATION = re.compile(r"(?<![\w.@/&!])[a-z]{0,2}[A-Z][a-z]{0,2}[A-Z][A-Za-z]*")
_TWO_CAPITALS = re.compile(r"[A-Z][a-z]{0,2}[A-Z]")
"""What every abbreviation has and few passages do; found many times sooner."""
_GENERAL = {
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


class TextFacts(NamedTuple):
    """What the checks of the site as a whole ask of one text."""

    file: str
    doelen: Sequence[str]
    """The pages that its links lead to."""
    abbreviations: Sequence[tuple[str, int, int]]
    """What looks like an abbreviation and is not explained in the text: its first line, how often it is there."""


def facts(prose: Prose) -> TextFacts:
    """The facts of a text."""
    doelen = sorted({_source_of(prose, link) for link in prose.all_of(n.Link)})
    return TextFacts(prose.file, doelen, [*_abbreviations(prose)])


_EXPLAINED = re.compile(rf"\(([A-Z][A-Za-z]+)\)|([A-Z][A-Za-z]+)(?= \((?!{WORD}))")


def _abbreviations(prose: Prose) -> Iterator[tuple[str, int, int]]:
    suspects = [passage for passage in prose.passages if _TWO_CAPITALS.search(passage.text)]
    if not suspects:
        return
    here = {part for passage in prose.passages for pair in _EXPLAINED.findall(passage.text) for part in pair}
    places: dict[str, list[tuple[Passage, int]]] = {}
    for passage in suspects:
        for t in _ABBREVIATION.finditer(passage.text):
            if sum(map(str.isupper, t[0])) * 2 >= len(t[0]) and t[0].removesuffix("s") not in here:
                places.setdefault(t[0], []).append((passage, t.start()))
    for afkorting, [(passage, place), *others] in places.items():
        yield afkorting, passage.line_of(place) + prose.first - 1, 1 + len(others)


def unknown_abbreviations(texts: Iterable[TextFacts], known: Iterable[str]) -> Iterator[Finding]:
    """Each abbreviation that no glossary, organisation or sentence explains: once, where it comes first."""
    known = {*_GENERAL, *known}
    first: dict[str, tuple[str, int]] = {}
    count: Counter[str] = Counter()
    for text in texts:
        for afkorting, line, times in text.abbreviations:
            if not {afkorting, afkorting.removesuffix("s")} & known:
                first.setdefault(afkorting, (text.file, line))
                count[afkorting] += times
    for afkorting, (file, line) in first.items():
        more = f", {count[afkorting]} keer" if count[afkorting] > 1 else ""
        advice = "leg haar uit in docs/_data/begrippen.yml, of schrijf haar voluit"
        yield Finding(file, line, f"de afkorting {afkorting}{more} staat niet bij de begrippen; {advice}", warning=True)


def known_abbreviations(catalog: Catalog) -> Iterator[str]:
    """The words of the records of which some are abbreviations: all with two capitals."""
    names = [f"{b.term} {b.afkorting} {' '.join(b.synoniemen)}" for b in catalog.all_of(m.Begrip)]
    names += [f"{o.naam} {o.afkorting}" for o in catalog.all_of(m.Organisatie)]
    names += [f"{p.titel} {' '.join(p.synoniemen)}" for p in catalog.all_of(m.Praktijk)]
    names += [r.naam_ for kind in (m.Bron, m.Thema, m.Expertteam) for r in catalog.all_of(kind)]
    for name in names:
        yield from (word for word in re.findall(r"\w+", name) if sum(map(str.isupper, word)) > 1)


# ── The site as a whole ───────────────────────────────────────────────────────────────────────


def orphans(separate: Iterable[Prose], all_: Iterable[TextFacts], elsewhere: str) -> Iterator[Finding]:
    """Pages that no other page, menu or template leads to.

    Args:
        separate: the pages to look at.
        all_: everything with links.
        elsewhere: the text of the menu and the templates.
    """
    mentioned = {target for text in all_ for target in text.doelen}
    for prose in separate:
        address = prose.page.removesuffix("/index")
        if (
            prose.page in mentioned
            or address == "index"
            or f"{prose.page}.md" in elsewhere
            or f"{address}/" in elsewhere
        ):
            continue
        advice = "link ernaar vanaf een andere pagina, zoals [titel](bestand.md)"
        yield Finding(prose.file, 1, f"naar deze pagina verwijst geen enkele pagina; {advice}", warning=True)


class Withdrawn(NamedTuple):
    """A practice that was withdrawn: its id, its page, and the files that may lead there (its own, newsletters of before)."""

    id: str
    page: str
    may: Sequence[str]


def withdrawn(catalog: Catalog) -> Iterator[Withdrawn]:
    """Every practice that was withdrawn."""
    letters = [(letter.file, letter.datum) for letter in catalog.all_of(m.Nieuwsbrief)]
    for praktijk in catalog.withdrawn():
        day = praktijk.ingetrokken_op
        may = [praktijk.file, *(file for file, written in letters if day and written < day)]
        yield Withdrawn(praktijk.id, praktijk.pad.strip("/"), may)


def links_to_withdrawn(texts: Iterable[TextFacts], practices: Collection[Withdrawn]) -> Iterator[Finding]:
    """Pages that lead to a practice that was withdrawn, as a warning; a newsletter of before that day stays as it is."""
    for text in texts:
        for praktijk in practices:
            if praktijk.page in text.doelen and text.file not in praktijk.may:
                message = f"deze pagina verwijst naar praktijk {praktijk.id!r}, en die is ingetrokken; haal de link weg of kies een andere"
                yield Finding(text.file, 1, message, warning=True)


def _source_of(prose: Prose, link: n.Link) -> str:
    target = posixpath.join(posixpath.dirname(prose.page), link.address.partition("#")[0])
    return posixpath.normpath(target).removesuffix(".md")


def overdue(catalog: Catalog, today: date) -> list[m.Praktijk]:
    """Practices that should have been compared with their source again, oldest first."""
    too_late = (praktijk for praktijk in catalog.listed(m.Praktijk) if praktijk.beoordelen_na < today)
    return sorted(too_late, key=lambda praktijk: (praktijk.beoordelen_na, praktijk.id))


def overdue_reviews(catalog: Catalog, today: date, told: Collection[str] = ()) -> Iterator[Finding]:
    """Each of those as a warning, but for practices (by their id) of which is told already that something is wrong."""
    for praktijk in overdue(catalog, today):
        if praktijk.id in told:
            continue
        message = (
            f"praktijk {praktijk.id!r} moest na {praktijk.beoordelen_na} opnieuw worden beoordeeld; vergelijk de tekst met de "
            f"bron en geef daarna 'kennisbank nagekeken {praktijk.id}', of zet zelf een nieuwe dag bij laatst_beoordeeld en beoordelen_na"
        )
        yield Finding(praktijk.file, 1, message, warning=True)


def ahead(catalog: Catalog, today: date, locations: Mapping[tuple[str, str], Location]) -> Iterator[Finding]:
    """What a record says has happened on a day that is still to come, as a warning: most often a slip in the year."""
    for praktijk in catalog.all_of(m.Praktijk):
        for field in ("gepubliceerd", "laatst_beoordeeld", "ingetrokken_op"):
            if (day := getattr(praktijk, field)) and day > today:
                yield _ahead(
                    locations,
                    praktijk,
                    field,
                    f"{field} is {day}, en dat moet nog komen; schrijf de dag waarop het was",
                )
    for activiteit in catalog.all_of(m.Activiteit):
        if activiteit.status == "uitgevoerd" and (start := activiteit.wanneer.start) and start > today:
            message = f"zij is pas op {activiteit.wanneer.typed}, dus zij kan niet 'uitgevoerd' zijn; schrijf 'gepland'"
            yield _ahead(locations, activiteit, "status", message)


def _ahead(
    locations: Mapping[tuple[str, str], Location], record: m.Praktijk | m.Activiteit, field: str, message: str
) -> Finding:
    place = locations[record.kind.collection, record.id]
    name = f"{record.kind.singular} {record.id!r}"
    return Finding(place.file, place.line((field,)), f"{name}: {message}", warning=True)


def unused_exceptions(ids: Iterable[str], file: str, text: str, met: Collection[str]) -> Iterator[Finding]:
    """What the privacy gate is told to let pass and did not meet, as a warning.

    Args:
        ids: of all that it is told to let pass.
        file: where that stands.
        text: what that file says.
        met: the ids of those that it met.
    """
    for id_ in ids:
        if id_ not in met:
            line = next(
                (i for i, typed in enumerate(text.split("\n"), 1) if re.search(rf"\bid: *\W?{id_}\W*$", typed)), 1
            )
            message = f"uitzondering {id_!r}: wat hier is toegestaan, staat nergens of mag zonder uitzondering al; haal haar weg"
            yield Finding(file, line, message, warning=True)


# ── The weekly list ─────────────────────────────────────────────────────────────────────────────────────


def overdue_list(catalog: Catalog, today: date) -> str:
    """The overdue practices by team or theme, as the text of an issue; nothing when all is in time."""
    by_team: dict[str, list[m.Praktijk]] = {}
    for praktijk in overdue(catalog, today):
        by_team.setdefault(_owner(catalog, praktijk), []).append(praktijk)
    if not by_team:
        return ""
    heading = (
        "Deze praktijken moeten opnieuw met hun bron worden vergeleken. Klopt de tekst nog? Zet dan een nieuwe dag bij "
    )
    parts = [f"{heading}`laatst_beoordeeld` en `beoordelen_na`.\n"]
    for team, praktijken in sorted(by_team.items()):
        lines = [f"- [ ] {p.titel} (`{p.file}`): beoordelen na {dates.dag(p.beoordelen_na)}" for p in praktijken]
        parts.append(f"## {team}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


# ── Links to other sites ────────────────────────────────────────────────────────────────────────────────

_ADDRESS = re.compile(r"https?://(?:[^\s\][<>\"'(){}|\\]|\([^\s()]*\))+")
_MADE_UP = re.compile(r"https?://([^/]*\.)?(example|voorbeeld)\.")
ARCHIVE = "https://web.archive.org/web/"
"""Before an address: its newest copy in the Internet Archive, if there is one."""


def outgoing(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Every address of another site with the files that name it, from the text of each file."""
    found: dict[str, list[str]] = {}
    for file, text in sorted(texts.items()):
        for address in sorted({t[0].rstrip(".,;:!?*`") for t in _ADDRESS.finditer(text)}):
            if not _MADE_UP.match(address):
                found.setdefault(address, []).append(file)
    return found


def link_list(addresses: Iterable[str]) -> str:
    """A page of Markdown with these addresses, for a program that checks the links on a page."""
    return "".join(f"- <{address}>\n" for address in addresses)


def dead_links(catalog: Catalog, addresses: Mapping[str, list[str]], dead: Mapping[str, int]) -> str:
    """The addresses that do not answer by team or theme, as the text of an issue; nothing when all do.

    Args:
        catalog: whose practice or theme a file is.
        addresses: what `outgoing` found.
        dead: the addresses that do not answer, with their status.
    """
    by_team: dict[str, list[str]] = {}
    for address, status in sorted(dead.items()):
        files = ", ".join(f"`{file}`" for file in addresses[address])
        reason = f"status {status}" if status else "geen antwoord"
        line = f"- [ ] <{address}> ({reason}), in {files}; [kopie in het archief]({ARCHIVE}{address})"
        for team in sorted({_team(catalog, file) for file in addresses[address]}):
            by_team.setdefault(team, []).append(line)
    if not by_team:
        return ""
    heading = "Deze adressen geven geen antwoord meer. Zoek het nieuwe adres, gebruik de kopie in het archief, of haal de link weg.\n"
    parts = (f"## {team}\n\n" + "\n".join(lines) + "\n" for team, lines in sorted(by_team.items()))
    return "\n".join([heading, *parts])


def _team(catalog: Catalog, file: str) -> str:
    """Who looks after a file."""
    folder, _, id_ = file.removesuffix(".md").rpartition("/")
    if folder == "docs/praktijken" and id_ in catalog.records.get(m.Praktijk, {}):
        return _owner(catalog, catalog.one(m.Praktijk, id_))
    if folder == "docs/themas" and id_ in catalog.records.get(m.Thema, {}):
        return f"Thema {catalog.one(m.Thema, id_).naam}"
    return "Redactie"


def _owner(catalog: Catalog, praktijk: m.Praktijk) -> str:
    if praktijk.expertteam:
        return catalog.one(m.Expertteam, praktijk.expertteam).naam
    return f"Thema {catalog.one(m.Thema, praktijk.themas[0]).naam}"
