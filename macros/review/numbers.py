"""Numbers that someone typed and that the records know: after a merger, or with one more, they would not be true any more.

A number in figures right before the noun that it counts is told when it is a count of the records, with the word to type
instead. Not on a page that has a day of its own, such as a newsletter or a report, for that stays true; not in a
quotation, a note or a table, for those are others' words; and not in words ("zes teams").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from macros.document import nodes as n
from macros.document.prose import Passage, Prose
from macros.records import models as m

if TYPE_CHECKING:
    from macros.records.catalog import Catalog

WordFor = Callable[[str, str, int, tuple[int, ...]], str]
"""A page, what is counted, the number and the years that the sentence names → the word to type; nothing when it may stand."""

_NOUNS = {
    "gemeenten": "gemeenten", "municipalities": "gemeenten", "districten": "districten", "politiedistricten": "districten",
    "thema's": "themas", "thema’s": "themas", "expertteams": "expertteams", "praktijken": "praktijken",
    "nieuwsbrieven": "nieuwsbrieven",
}  # fmt: skip
_COUNT = re.compile(rf"(?<![\w.,€/-])(?<!€ )(\d{{1,3}}(?:\.\d{{3}})*)\s+({'|'.join(_NOUNS)})\b")
_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"[\"“„][^\"“”„]*[\"”]")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_YEAR = re.compile(r"(?<!inds )\b20\d\d\b")
"""A year that a sentence is about; what is so since a year is so now."""


def typed(prose: Prose, word_for: WordFor) -> Iterator[tuple[int, str]]:
    """Each number in the text that a word should say: its line, and what to type."""
    headings = {heading.line for heading in prose.all_of(n.Heading)}
    for passage in prose.passages:
        if passage.running or passage.line in headings:
            for place, letters, word in _in(passage.text, prose.page, word_for):
                noun = letters.split()[-1]
                advice = f"schrijf {word} {noun}"
                if _in_link(passage, letters):
                    advice = f"zet het getal buiten de link en {advice}"
                yield passage.line_of(place), f"het getal in {_one_line(letters)!r} telt de site zelf; {advice}"


def in_summary(text: str, page: str, word_for: WordFor) -> Iterator[tuple[str, str]]:
    """The same for a summary, in which no word can stand: the number, and what to do. A sentence with a year is history."""
    for place, letters, _ in _in(text, page, word_for):
        if not _years(text, place):
            advice = "laat het getal weg, of noem er het jaar bij"
            yield (
                letters,
                f"het veld 'samenvatting': {_one_line(letters)!r} klopt niet meer als dat verandert; {advice}",
            )


def _one_line(letters: str) -> str:
    return " ".join(letters.split())


def _in(text: str, page: str, word_for: WordFor) -> Iterator[tuple[int, str, str]]:
    """Each number in a text that a word should say: its place, the letters, the word."""
    if not _DIGIT.search(text):
        return
    plain = _QUOTED.sub(lambda quoted: "\n" * len(quoted[0]), text)
    for found in _COUNT.finditer(plain):
        number = int(found[1].replace(".", ""))
        if word := word_for(page, _NOUNS[found[2]], number, _years(plain, found.start())):
            yield found.start(), found[0], word


def _years(text: str, place: int) -> tuple[int, ...]:
    """The years that the sentence around a place names."""
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, place)), default=0)
    end = _SENTENCE_END.search(text, place)
    return tuple(map(int, _YEAR.findall(text, start, end.start() if end else len(text))))


def _in_link(passage: Passage, letters: str) -> bool:
    links = (node for node in n.walk(passage.inlines) if isinstance(node, n.Link))
    return any(letters in n.text_of(link.children) for link in links)


def word_for(catalog: Catalog, collection: str, number: int, years: tuple[int, ...]) -> str:
    """The word that says a number of a collection: of a year that the sentence names, of the day of the build, or of before."""
    now = catalog.today
    for year in years:
        if year <= now.year and _counts(catalog, collection, date(year, 12, 31), number):
            return f'{{{{ aantal("{collection}", op="{year}") }}}}'
    word = f'{{{{ aantal("{collection}") }}}}'
    if _counts(catalog, collection, now, number):
        return word
    for day in _last_days(catalog) if collection == m.Gemeente.kind.collection else ():
        if day < now and _counts(catalog, collection, day, number):
            return f'{word} als het over nu gaat, en anders {{{{ aantal("{collection}", op="{day}") }}}}'
    return ""


def _counts(catalog: Catalog, collection: str, day: date, number: int) -> bool:
    known = collection != m.Gemeente.kind.collection or day >= (catalog.netwerk.gemeenten_sinds or date.min)
    return known and catalog.count(collection, day) == number


def _last_days(catalog: Catalog) -> list[date]:
    """The days before each merger, the last one first."""
    changes = {day for g in catalog.all_of(m.Gemeente) for day in (g.van, g.tot) if day and day > date.min}
    return sorted((day - timedelta(days=1) for day in changes), reverse=True)
