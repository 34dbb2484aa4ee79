"""What each version asks of content, and for which version content is written.

`docs/_data/netwerk.yml` says it in `versie`; content without that file is older, and without that field of its first version. A step may be carried out
twice: what it looks for is gone after the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from macros.base.errors import Finding
from macros.base.parsing import decode
from macros.base.version import VERSION
from macros.writing.edits import Edit, edited
from macros.writing.upgrading import Argument, Asked, Drop, Lists, Make, Rename, Step, Value, Version

PLACE = "docs/_data/netwerk.yml"
"""The file that says for which version the content of a project is written."""
_SAID = re.compile(r"(?m)^versie: *[\"']?(\d+)\.(\d+)\.(\d+)\b")
_OLDEST, _FIRST_TO_SAY = (0, 1, 0), (1, 0, 0)
_TOLD = "# Voor welke versie van het programma deze inhoud is geschreven; 'kennisbank bij' zet haar."


def as_numbers(text: str) -> Version:
    """A version as numbers, to compare."""
    first, second, third = map(int, text.split("."))
    return first, second, third


def as_text(version: Version) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))


def written_for(root: Path) -> tuple[Version, int]:
    """For which version the content of a project is written, and the line that says it."""
    path = root / PLACE
    if not path.is_file():
        return _OLDEST, 1
    text = path.read_text(encoding="utf-8", errors="replace")
    said = _SAID.search(text)
    if not said:
        return _FIRST_TO_SAY, 1
    return (int(said[1]), int(said[2]), int(said[3])), text.count("\n", 0, said.start()) + 1


def asked_since(version: Version) -> Sequence[Step]:
    """What this program asks of content that was written for a version."""
    return [step for step in STEPS if step.version > version]


def with_version(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The file that says for which version content is written, when it is there, with this version."""
    if PLACE not in files:
        return {}
    text = decode(files[PLACE])
    said = _SAID.search(text)
    line = f"versie: {VERSION}"
    end = len(text.rstrip("\n"))
    edit = Edit(said.start(), said.end(), line) if said else Edit(end, end, f"\n\n{_TOLD}\n{line}")
    return {PLACE: edited(files[PLACE], [edit])}


def finding(root: Path) -> Iterator[Finding]:
    """That content is written for another version, when this one asks something of it or does not know it."""
    version, line = written_for(root)
    if version > as_numbers(VERSION):
        told = f"werk het programma bij: pip install --upgrade '{PACKAGE}>={as_text(version)}'"
    elif asked_since(version):
        told = "bekijk wat er verandert met 'kennisbank bij --toon', en voer daarna uit: kennisbank bij"
    else:
        return
    yield Finding(
        PLACE, line, f"deze inhoud is geschreven voor versie {as_text(version)}, en dit is versie {VERSION}; {told}"
    )


PACKAGE = "veiligheidsnetwerk-kennisbank"
"""What `pip` knows the program by."""

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
_TEAMS = ("docs/_data/expertteams.yml", "docs/_data/organisaties.yml")
_SETTINGS = ("mkdocs.yml",)
_NAMED = "wanneer bronnen een team of organisatie noemen, is geen begin en geen einde"

STEPS: Sequence[Step] = (
    Step((0, 2, 0), f"'van' heet 'eerst_genoemd': {_NAMED}", Rename(_TEAMS, ("van",), "eerst_genoemd")),
    Step((0, 2, 0), f"'tot' heet 'laatst_genoemd': {_NAMED}", Rename(_TEAMS, ("tot",), "laatst_genoemd", "tot_bron")),
    Step((0, 2, 0), "de soorten bronnen zijn rijen", Make("docs/_data/bronsoorten.yml", _SOURCES)),
    Step(
        (0, 2, 0),
        "een soort bron is een id, zonder spaties",
        Value(("docs/_data/bronnen.yml",), ("soort",), "vraag en antwoord", "vraag-en-antwoord"),
    ),
    Step((0, 2, 0), "elke pagina leidt naar een pagina met contacten", Make("docs/contact.md", _CONTACT)),
    Step(
        (0, 2, 0),
        "wat nieuw is, is van het laatste half jaar, dus er kan niets nieuws zijn",
        Argument("nieuw", "leeg", '""'),
    ),
    Step((0, 2, 0), "een veld dat meer waarden kan hebben, is overal een lijst", Lists()),
    Step(
        (1, 0, 0),
        "sjablonen komen met het programma mee",
        Drop(_SETTINGS, ("theme", "custom_dir"), ("overrides",)),
    ),
    Step(
        (1, 0, 0),
        "het programma weet zelf wat er bij het schrijven verandert",
        Drop(_SETTINGS, ("watch",), ("newsletters", "overrides", "macros")),
    ),
    *(
        Step((1, 0, 0), "het programma stelt mkdocs-macros zelf in", Drop(_SETTINGS, ("plugins", "macros", name)))
        for name in ("module_name", "on_error_fail", "on_undefined", "render_by_default")
    ),
    *(
        Step((1, 0, 0), f"haal de map {name}/ weg: zij hoort bij het programma, dat u installeert", Asked(name))
        for name in ("macros", "overrides")
    ),
)
