"""What each version asks of content, the oldest first.

Each may be carried out twice: what it looks for is gone after the first time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from macros.base.parsing import decode
from macros.base.version import PLACE, SAID, VERSION, numbers
from macros.writing.edits import Edit, edited
from macros.writing.upgrading import (
    AddArgument,
    AskPerson,
    DropField,
    MakeFile,
    MakeLists,
    RenameField,
    ReplaceValue,
    Requirement,
)

_TOLD = "# Voor welke versie van het programma deze inhoud is geschreven; 'kennisbank bij' zet haar."


def asked_since(version: str) -> Sequence[Requirement]:
    """What this program asks of content that was written for a version."""
    return [step for step in STEPS if numbers(step.version) > numbers(version)]


def of_settings(version: str) -> Sequence[Requirement]:
    """What a person must do in `mkdocs.yml` when it cannot be read here."""
    return [
        replace(step, why=f"haal uit mkdocs.yml: {'.'.join(drop.path)} ({step.why})")
        for step in asked_since(version)
        if isinstance(drop := step.does, DropField) and drop.files == _SETTINGS
    ]


def with_version(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The file that says for which version content is written, when it is there, with this version."""
    if PLACE not in files:
        return {}
    text = decode(files[PLACE])
    said = SAID.search(text)
    line = f"versie: {VERSION}"
    end = len(text.rstrip("\n"))
    edit = Edit(said.start(), said.end(), line) if said else Edit(end, end, f"\n\n{_TOLD}\n{line}")
    return {PLACE: edited(files[PLACE], [edit])}


_SOURCES = """\
# De soorten bronnen: welke woorden bij `soort` in bronnen.yml mogen staan, en hoe een of meer ervan in een zin heten.
# Wordt gelezen door: de pagina met bronnen, de controle en de open data. Een nieuwe soort is een rij; meer is niet nodig.

- id: voortgangsbericht
  naam: voortgangsbericht
  meervoud: voortgangsberichten

- id: voortgangsrapportage
  naam: voortgangsrapportage
  meervoud: voortgangsrapportages

- id: vraag-en-antwoord
  naam: vraag-en-antwoord
  meervoud: vragen-en-antwoorden

- id: strategie
  naam: strategie
  meervoud: strategieën

- id: actieagenda
  naam: actieagenda
  meervoud: actieagenda's

- id: register
  naam: register
  meervoud: registers
"""
_CONTACT = """\
---
titel: Contact
samenvatting: Wie u kunt vragen naar een thema of een team, en bij wie u een fout, een lek of iets over privacy meldt.
---

{{ contact() }}
"""
_NETWORK = """\
# Van welk netwerk deze kennisbank is: alles wat een ander netwerk hier anders invult, staat in dit bestand. Het is geen lijst.
# Naam en adres staan ook in mkdocs.yml; de controle zegt het als die verschillen. Vul aan wat leeg is.

id: # de eigen organisatie, in organisaties.yml
naam: {naam}
kort: {naam} # waar nog een naam achter komt
regio: # het gebied waarvoor u werkt
adres: {adres}

# Het domein in wat nooit verandert, ook niet als de site verhuist: de kenmerken in agenda's en feeds.
domein:
  naam:
  sinds: # een jaar waarin dit domein van het netwerk was

licentie: https://creativecommons.org/licenses/by/4.0/

diensten:
  wijzigen: {wijzigen} # waar u een bestand wijzigt in de browser, met {pad} voor het bestand
"""
_KNOWN = {
    "naam": ("mkdocs.yml", ("site_name",), ""),
    "adres": ("mkdocs.yml", ("site_url",), ""),
    "wijzigen": ("mkdocs.yml", ("plugins", "kennisbank", "bewerken"), '""'),
}

_TEAMS = ("docs/_data/expertteams.yml", "docs/_data/organisaties.yml")
_SETTINGS = ("mkdocs.yml",)
_NAMED = "wanneer bronnen een team of organisatie noemen, is geen begin en geen einde"

STEPS: Sequence[Requirement] = (
    Requirement("0.2.0", f"'van' heet 'eerst_genoemd': {_NAMED}", RenameField(_TEAMS, ("van",), "eerst_genoemd")),
    Requirement(
        "0.2.0", f"'tot' heet 'laatst_genoemd': {_NAMED}", RenameField(_TEAMS, ("tot",), "laatst_genoemd", "tot_bron")
    ),
    Requirement("0.2.0", "de soorten bronnen zijn rijen", MakeFile("docs/_data/bronsoorten.yml", _SOURCES)),
    Requirement(
        "0.2.0",
        "een soort bron is een id, zonder spaties",
        ReplaceValue(("docs/_data/bronnen.yml",), ("soort",), "vraag en antwoord", "vraag-en-antwoord"),
    ),
    Requirement("0.2.0", "elke pagina leidt naar een pagina met contacten", MakeFile("docs/contact.md", _CONTACT)),
    Requirement(
        "0.2.0",
        "wat nieuw is, is van het laatste half jaar, dus er kan niets nieuws zijn",
        AddArgument("nieuw", "leeg", '""'),
    ),
    Requirement("0.2.0", "een veld dat meer waarden kan hebben, is overal een lijst", MakeLists()),
    Requirement("1.0.0", "een netwerk zegt van zichzelf wat het is", MakeFile(PLACE, _NETWORK, _KNOWN)),
    Requirement(
        "1.0.0",
        "waar u een bestand wijzigt, staat bij het netwerk",
        DropField(_SETTINGS, ("plugins", "kennisbank", "bewerken")),
    ),
    Requirement(
        "1.0.0",
        "sjablonen komen met het programma mee",
        DropField(_SETTINGS, ("theme", "custom_dir"), ("overrides",)),
    ),
    Requirement(
        "1.0.0",
        "het programma weet zelf wat er bij het schrijven verandert",
        DropField(_SETTINGS, ("watch",), ("newsletters", "overrides", "macros")),
    ),
    *(
        Requirement(
            "1.0.0", "het programma stelt mkdocs-macros zelf in", DropField(_SETTINGS, ("plugins", "macros", name))
        )
        for name in ("module_name", "on_error_fail", "on_undefined", "render_by_default")
    ),
    *(
        Requirement(
            "1.0.0", f"haal de map {name}/ weg: zij hoort bij het programma, dat u installeert", AskPerson(name)
        )
        for name in ("macros", "overrides")
    ),
)
