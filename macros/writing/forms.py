"""An issue form that someone filled in → a file: for those who will not open a pull request.

GitHub puts a form into an issue as `### Label` with the answer below it. The labels here are those of the forms in
`.github/ISSUE_TEMPLATE/`; a test keeps the two together. What was typed is untrusted: each answer becomes one quoted
value or prose, and the file goes through the same checks as any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from types import MappingProxyType

from macros.base import links
from macros.base.errors import UserError
from macros.records import models as m
from macros.writing.scaffold import NewEntry, activiteiten_row, doorverwijzingen_row

EMPTY = "_No response_"


class FormError(UserError):
    """A form that no file can be made of; the message is in Dutch."""


PRAKTIJK: Mapping[str, str] = MappingProxyType({
    "Naam van de praktijk": "titel",
    "Samenvatting": "samenvatting",
    "Thema's": "themas",
    "Fase": "fase",
    "Doelgroep": "doelgroep",
    "Schaal": "schaal",
    "Status": "status",
    "Wat is bekend van het effect?": "effect",
    "Gemeenten": "gemeenten",
    "Van wanneer is deze informatie?": "stand_van",
    "Bron": "bron",
    "Waar in de bron?": "vindplaats",
    "Beschrijving": "tekst",
})  # fmt: skip
ACTIVITEIT: Mapping[str, str] = MappingProxyType({
    "Naam van de activiteit": "titel",
    "Wanneer?": "wanneer",
    "Soort": "soort",
    "Stand": "status",
    "Omschrijving": "omschrijving",
    "Oplevering": "oplevering",
    "Thema": "thema",
    "Districten": "districten",
    "Gemeenten": "gemeenten",
    "Bron": "bron",
    "Waar in de bron?": "vindplaats",
})  # fmt: skip
DOORVERWIJZING: Mapping[str, str] = MappingProxyType({
    "Wat is het oude adres?": "van",
    "Wat is het nieuwe adres?": "naar",
    "Waarom?": "reden",
    "Is de pagina ingetrokken?": "ingetrokken",
})  # fmt: skip
_LISTS = {"themas", "fase", "doelgroep", "gemeenten", "districten", "bron"}
_MAY_BE_EMPTY = {"gemeenten", "vindplaats", "omschrijving", "oplevering", "thema", "districten", "tekst", "naar"}


def read_form(text: str, today: date, own: str) -> NewEntry:
    """The file, or the row, that a filled form stands for.

    Args:
        text: the form.
        today: the day on which it is made.
        own: the id of the network, from which a practice comes.

    Raises:
        FormError: it is no form of ours, or an answer that a file needs is missing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    forms = ((PRAKTIJK, _praktijk), (ACTIVITEIT, _activiteit), (DOORVERWIJZING, _doorverwijzing))
    for fields, make in forms:
        answers = _answers(text, fields)
        if next(iter(fields.values())) in answers:
            if missing := [
                label for label, field in fields.items() if field not in answers and field not in _MAY_BE_EMPTY
            ]:
                raise FormError(f"op het formulier ontbreekt: {', '.join(missing)}")
            return make(answers, today, own)
    raise FormError(
        "dit is geen ingevuld formulier voor een praktijk, een activiteit of een oud adres; kopieer de hele tekst van de melding, vanaf de eerste '### …'"
    )


def _answers(text: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The answer to each question: a form asks them in one order, each once, so a label out of turn is part of an answer."""
    labels = [*fields, _CONFIRMED]
    found: dict[str, str] = {}
    for label, answer in _in_turn(text, labels):
        bare = answer.strip()
        if label != _CONFIRMED and bare and bare not in {EMPTY, "None"}:
            found[fields[label]] = bare
    return found


_CONFIRMED = "Bevestiging"
"""The last question of a form; its answer is not kept."""


def _in_turn(text: str, labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each label with what stands below it: of all headings that are one, the most that stand in the order of the form."""
    headings = [*re.finditer(rf"^### ({'|'.join(map(re.escape, labels))})[ \t]*$", text, re.MULTILINE)]
    chains: list[tuple[re.Match[str], ...]] = [()] * len(labels)  # for each label the longest that ends in it
    for heading in headings:
        place = labels.index(heading[1])
        before = max(chains[:place], key=len, default=())
        if len(before) + 1 > len(chains[place]):
            chains[place] = (*before, heading)
    taken = max(chains, key=len)
    for heading, following in zip_longest(taken, taken[1:]):
        yield heading[1], text[heading.end() : following.start() if following else len(text)]


def _praktijk(answers: dict[str, str], today: date, own: str) -> NewEntry:
    in_a_year = today.replace(year=today.year + 1, day=min(today.day, 28))
    data = {"netwerk": own, "gepubliceerd": today, "laatst_beoordeeld": today, "beoordelen_na": in_a_year}
    text = answers.pop("tekst", "Meer weten wij hier nog niet over.")
    lines = [*_lines(answers), *(f"{field}: {value}" for field, value in data.items())]
    return NewEntry(m.Praktijk.kind.file_of({"id": _id(answers)}), "---\n" + "\n".join(lines) + f"\n---\n\n{text}\n")


def _activiteit(answers: dict[str, str], today: date, _own: str) -> NewEntry:
    """A row in its year's file; the year is that of the moment, else this year."""
    year = re.match(r"20\d\d", answers["wanneer"])
    year_match = year[0] if year else str(today.year)
    return activiteiten_row(year_match, [f"id: {_id(answers)}-{year_match}", *_lines(answers)])


_HOME = re.compile(r"(?:\w+://[^/]*)?/?")
"""What someone gives as the address of the home page."""


def _doorverwijzing(answers: dict[str, str], today: date, _own: str) -> NewEntry:
    """A row for an address of the past, as it was copied from where someone reads it."""
    answers["van"] = links.meant(answers["van"]) or answers["van"]
    to = answers.get("naar", "")
    answers["naar"] = links.meant(to) or ("" if _HOME.fullmatch(to) else to)
    name = links.slug(answers["van"])[:80].strip("-")
    return doorverwijzingen_row([f"id: {name}", *_lines(answers), f"datum: {today}"])


def _lines(answers: Mapping[str, str]) -> Iterator[str]:
    for field, answer in answers.items():
        yield f"{field}: {_list(field, answer) if field in _LISTS else _value(answer)}"


def _value(answer: str) -> str:
    """One line in quotes: whatever was typed stays a value."""
    return json.dumps(" ".join(answer.split()), ensure_ascii=False)


def _list(field: str, answer: str) -> str:
    parts = [part.strip(" -\t") for part in re.split(r"[,;\n]", answer)]
    if field == "gemeenten":
        parts = [links.slug(part) for part in parts]
    return "[" + ", ".join(_value(part) for part in parts if part) + "]"


def _id(answers: Mapping[str, str]) -> str:
    if not (name := links.slug(answers["titel"])[:70].strip("-")):
        raise FormError(f"van de naam {answers['titel']!r} kan geen bestandsnaam worden gemaakt")
    return name
