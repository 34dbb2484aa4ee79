"""An issue form that someone filled in → a file: for those who will not open a pull request.

GitHub puts a form into an issue as `### Label` with the answer below it. The labels here are those of the forms in
`.github/ISSUE_TEMPLATE/`; a test keeps the two together. What was typed is untrusted: each answer becomes one quoted
value or prose, and the file goes through the same checks as any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from macros.base import links
from macros.writing.scaffold import Nieuw, activiteitenrij

LEEG = "_No response_"


class Formulierfout(ValueError):
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
_LIJSTEN = {"themas", "fase", "doelgroep", "gemeenten", "districten"}
_MAG_LEEG = {"gemeenten", "vindplaats", "omschrijving", "oplevering", "thema", "districten", "tekst"}


def lees(tekst: str, vandaag: date) -> Nieuw:
    """The file, or the row, that a filled form stands for.

    Raises:
        Formulierfout: it is no form of ours, or an answer that a file needs is missing.
    """
    tekst = tekst.replace("\r\n", "\n").replace("\r", "\n")
    for velden, maak in ((PRAKTIJK, _praktijk), (ACTIVITEIT, _activiteit)):
        antwoorden = _antwoorden(tekst, velden)
        if "titel" in antwoorden:
            if mist := [label for label, veld in velden.items() if veld not in antwoorden and veld not in _MAG_LEEG]:
                raise Formulierfout(f"op het formulier ontbreekt: {', '.join(mist)}")
            return maak(antwoorden, vandaag)
    raise Formulierfout(
        "dit is geen ingevuld formulier voor een praktijk of activiteit; kopieer de hele tekst van de melding, vanaf '### Naam van …'"
    )


def _antwoorden(tekst: str, velden: Mapping[str, str]) -> dict[str, str]:
    """The answer to each question; the first one where someone typed the label of another question."""
    delen = re.split(rf"^### ({'|'.join(map(re.escape, velden))})[ \t]*$", tekst, flags=re.MULTILINE)
    gevonden: dict[str, str] = {}
    for label, antwoord in zip(delen[1::2], delen[2::2], strict=True):
        kaal = re.split(r"^### Bevestiging\b", antwoord, flags=re.MULTILINE)[0].strip()
        if kaal and kaal not in {LEEG, "None"}:
            gevonden.setdefault(velden[label], kaal)
    return gevonden


def _praktijk(antwoorden: dict[str, str], vandaag: date) -> Nieuw:
    over_een_jaar = vandaag.replace(year=vandaag.year + 1, day=min(vandaag.day, 28))
    data = {"netwerk": "vnon", "gepubliceerd": vandaag, "laatst_beoordeeld": vandaag, "beoordelen_na": over_een_jaar}
    tekst = antwoorden.pop("tekst", "De bron zegt hier niet meer over.")
    regels = [*_regels(antwoorden), *(f"{veld}: {waarde}" for veld, waarde in data.items())]
    return Nieuw(f"docs/praktijken/{_id(antwoorden)}.md", "---\n" + "\n".join(regels) + f"\n---\n\n{tekst}\n")


def _activiteit(antwoorden: dict[str, str], vandaag: date) -> Nieuw:
    """A row in its year's file; the year is that of the moment, else this year."""
    jaar = re.match(r"20\d\d", antwoorden["wanneer"])
    jaartal = jaar[0] if jaar else str(vandaag.year)
    return activiteitenrij(jaartal, [f"id: {_id(antwoorden)}-{jaartal}", *_regels(antwoorden)])


def _regels(antwoorden: Mapping[str, str]) -> Iterator[str]:
    for veld, antwoord in antwoorden.items():
        yield f"{veld}: {_lijst(veld, antwoord) if veld in _LIJSTEN else _waarde(antwoord)}"


def _waarde(antwoord: str) -> str:
    """One line in quotes: whatever was typed stays a value."""
    return json.dumps(" ".join(antwoord.split()), ensure_ascii=False)


def _lijst(veld: str, antwoord: str) -> str:
    delen = [deel.strip(" -\t") for deel in re.split(r"[,;\n]", antwoord)]
    if veld == "gemeenten":
        delen = [links.slug(deel) for deel in delen]
    return "[" + ", ".join(_waarde(deel) for deel in delen if deel) + "]"


def _id(antwoorden: Mapping[str, str]) -> str:
    if not (naam := links.slug(antwoorden["titel"])[:70].strip("-")):
        raise Formulierfout(f"van de naam {antwoorden['titel']!r} kan geen bestandsnaam worden gemaakt")
    return naam
