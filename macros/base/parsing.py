"""Text with positions: YAML, CSV and front matter read into plain values that know where they stood.

YAML is read under its failsafe schema: mappings, sequences and text, nothing else. That keeps `no`, `0123` and
`12:30` what was typed (YAML 1.1 would make False, 83 and 750 of them), and leaves the meaning to the records.
Anchors, aliases, tags and merge keys are refused: they are how a small file becomes a large one.
PyYAML lives here; nothing else in the house reads YAML.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from macros.base import text

MAX_BYTES = 1_000_000
MAX_DIEPTE = 20

Pad = tuple[str | int, ...]
"""Where a value stands inside a file: keys and positions from the top."""


@dataclass(frozen=True, slots=True, order=True)
class Bevinding:
    """One thing that is wrong (or, as a warning, could be better), for a contributor to read."""

    bestand: str
    regel: int
    melding: str
    waarschuwing: bool = False

    def __str__(self) -> str:
        return f"{self.bestand}:{self.regel}: {self.melding}"


class Leesfout(ValueError):
    """A file that cannot be read, at a line (counted from 1)."""

    def __init__(self, regel: int, melding: str) -> None:
        super().__init__(melding)
        self.regel = regel
        self.melding = melding


@dataclass(slots=True)
class Bron:
    """Plain values (dict, list, str, None) and the line of every path among them."""

    waarde: Any
    regels: dict[Pad, int] = field(default_factory=dict)

    def regel(self, pad: Pad) -> int:
        """The line of a path, or of the nearest one around it."""
        while pad and pad not in self.regels:
            pad = pad[:-1]
        return self.regels.get(pad, 1)


def bedoelde_u(getypt: str, mogelijk: Iterable[str], *, alles_tot: int = 12) -> str:
    """The end of a message about an unknown name: the nearest one, else all when they are few."""
    namen = sorted(set(mogelijk))
    if dichtbij := difflib.get_close_matches(getypt.lower(), namen, n=1, cutoff=0.6):
        return f"; bedoelde u {dichtbij[0]!r}?"
    if 0 < len(namen) <= alles_tot:
        return f"; toegestaan is {', '.join(namen)}"
    return ""


# ── Bytes to text ───────────────────────────────────────────────────────────────────────────────────────


def tekst(inhoud: bytes) -> str:
    """Decode a file: UTF-8 (with or without BOM), Unix line ends, no control characters.

    Raises:
        Leesfout: for another encoding, an empty or too large file, or a character that no text holds.
    """
    if len(inhoud) > MAX_BYTES:
        raise Leesfout(1, f"het bestand is te groot ({len(inhoud)} bytes); toegestaan is {MAX_BYTES}")
    try:
        gelezen = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError as fout:
        regel = inhoud[: fout.start].count(b"\n") + 1
        raise Leesfout(regel, "op deze regel staat een teken dat geen UTF-8 is; sla het bestand op als UTF-8") from None
    gelezen = gelezen.replace("\r\n", "\n").replace("\r", "\n")
    if not gelezen.strip():
        raise Leesfout(1, "het bestand is leeg")
    _weiger_onzichtbaar(gelezen, 1)
    return gelezen


def _weiger_onzichtbaar(gelezen: str, eerste_regel: int) -> None:
    if treffer := text.ONZICHTBAAR.search(gelezen):
        begin = gelezen.rfind("\n", 0, treffer.start()) + 1
        plek = gelezen[max(begin, treffer.start() - 20) : treffer.start()].lstrip()
        waar = f"direct na {plek!r}" if plek else "aan het begin van de regel"
        raise Leesfout(
            gelezen.count("\n", 0, treffer.start()) + eerste_regel,
            f"hier staat een onzichtbaar teken (U+{ord(treffer[0]):04X}), {waar}; haal het weg",
        )


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────

_Lader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Part of what libyaml says → what a contributor can do about it.
_NIET_GESLOTEN = "het aanhalingsteken dat hier begint, wordt niet gesloten"
_ONBEKENDE_ESCAPE = "achter een \\ staat hier een teken dat niet mag; gebruik enkele aanhalingstekens"
_PROCENT = "een regel mag niet met % beginnen; zet de tekst tussen aanhalingstekens"
_TAB = "hier staat een tab; gebruik spaties"
_UITROEPTEKEN = "een tekst die met een uitroepteken begint, hoort tussen aanhalingstekens; labels bestaan hier niet"
_STER = "een tekst die met * of & begint, hoort tussen aanhalingstekens; verwijzingen bestaan hier niet"
_YAML_UITLEG = {
    "mapping values are not allowed": "hier staat een dubbele punt te veel, of de regel springt te ver in; "
    "zet tekst met een dubbele punt tussen aanhalingstekens",
    "could not find expected ':'": "hier ontbreekt een dubbele punt achter de veldnaam",
    "found a tab character": _TAB,
    "did not find expected key": "deze regel springt niet goed in, of een aanhalingsteken (hier of erboven) staat "
    "verkeerd",
    "did not find expected '-' indicator": "deze regel hoort met een streepje te beginnen, of springt niet goed in",
    "block sequence entries are not allowed": "een streepje hoort op een eigen regel, niet achter de veldnaam",
    "found unexpected end of stream": _NIET_GESLOTEN,
    "found unexpected document indicator": _NIET_GESLOTEN,
    "escape": _ONBEKENDE_ESCAPE,
    "hexdecimal": _ONBEKENDE_ESCAPE,
    "did not find expected ',' or": "in de lijst die hier begint, ontbreekt een komma of het haakje sluiten",
    "did not find expected node content": "hier hoort een waarde te staan; zet tekst met haakjes of komma's tussen "
    "aanhalingstekens",
    "alphabetic or numeric": _STER,
    "did not find expected comment or line break": "achter | of > mag niets meer staan; begin de tekst op de volgende "
    "regel, of zet hem tussen aanhalingstekens",
    "tag": _UITROEPTEKEN,
    "did not find expected <document start>": "deze regel hoort niet bij wat erboven staat; controleer het inspringen "
    "en de aanhalingstekens",
    "directive": _PROCENT,
    "incompatible YAML document": _PROCENT,
}
# Faults that libyaml notices long after they were made: these are told where the construct begins.
_BEGIN = ("could not find", "end of stream", "document indicator", "',' or")


def yaml_bron(inhoud: str, *, eerste_regel: int = 1) -> Bron:
    """Read one YAML document.

    Args:
        inhoud: the text.
        eerste_regel: the line in the file at which the text begins (front matter begins at 2).

    Raises:
        Leesfout: in Dutch, at its line: broken YAML, an anchor, alias, tag or merge key, a double key, nesting
            deeper than MAX_DIEPTE, more than one document.
    """
    bron = Bron(None)
    try:
        _Bouwer(bron, eerste_regel).bouw(yaml.parse(inhoud, Loader=_Lader))
    except yaml.MarkedYAMLError as fout:
        regel, uitleg = _yaml_uitleg(fout, inhoud)
        raise Leesfout(regel + eerste_regel, uitleg) from None
    except yaml.YAMLError:
        raise Leesfout(eerste_regel, "de opmaak (YAML) klopt niet") from None
    return bron


def _yaml_uitleg(fout: yaml.MarkedYAMLError, inhoud: str) -> tuple[int, str]:
    """The line (from 0) of a YAML error and what to do about it."""
    probleem = str(fout.problem)
    bij_begin = any(deel in probleem for deel in _BEGIN)
    plek = (fout.context_mark if bij_begin else None) or fout.problem_mark or fout.context_mark
    regel, kolom = (plek.line, plek.column) if plek else (0, 0)
    if "cannot start any token" in probleem:
        teken = inhoud.split("\n")[regel][kolom : kolom + 1]
        return regel, _TAB if teken == "\t" else f"een tekst die met {teken} begint, hoort tussen aanhalingstekens"
    algemeen = "de opmaak (YAML) klopt hier niet; controleer het inspringen en de aanhalingstekens"
    return regel, next((nl for en, nl in _YAML_UITLEG.items() if en in probleem), algemeen)


class _Bouwer:
    """Turns YAML events into plain values; iterative, so nesting cannot exhaust the stack."""

    def __init__(self, bron: Bron, eerste_regel: int) -> None:
        self.bron = bron
        self.eerste_regel = eerste_regel
        self.stapel: list[tuple[Pad, Any, str | None]] = []
        """Open collections: path, dict or list, and in a dict the key that waits for its value."""
        self.documenten = 0

    def bouw(self, gebeurtenissen: Iterable[yaml.Event]) -> None:
        for gebeurtenis in gebeurtenissen:
            plek = gebeurtenis.start_mark
            regel = (plek.line if plek else 0) + self.eerste_regel
            self._weiger(gebeurtenis, regel)
            match gebeurtenis:
                case yaml.DocumentStartEvent():
                    self.documenten += 1
                case yaml.MappingStartEvent():
                    self._open({}, regel)
                case yaml.SequenceStartEvent():
                    self._open([], regel)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.stapel.pop()
                case yaml.ScalarEvent():
                    self._scalar(gebeurtenis, regel)

    def _weiger(self, gebeurtenis: yaml.Event, regel: int) -> None:
        if isinstance(gebeurtenis, yaml.AliasEvent) or getattr(gebeurtenis, "anchor", None):
            raise Leesfout(regel, _STER)
        if getattr(gebeurtenis, "tag", None):
            raise Leesfout(regel, _UITROEPTEKEN)
        if isinstance(gebeurtenis, yaml.DocumentStartEvent) and self.documenten:
            raise Leesfout(regel, "een bestand mag maar één document bevatten; haal de regel met --- weg")

    def _open(self, verzameling: dict[str, Any] | list[Any], regel: int) -> None:
        pad = self._plaats(verzameling, regel)
        if len(self.stapel) >= MAX_DIEPTE:
            raise Leesfout(regel, f"deze gegevens zijn te diep genest: hoogstens {MAX_DIEPTE} niveaus")
        self.stapel.append((pad, verzameling, None))

    def _scalar(self, gebeurtenis: yaml.ScalarEvent, regel: int) -> None:
        pad, ouder, sleutel = self.stapel[-1] if self.stapel else ((), None, None)
        if isinstance(ouder, dict) and sleutel is None:
            self._sleutel(pad, ouder, gebeurtenis.value, regel)
        else:
            zonder_aanhalingstekens = gebeurtenis.implicit[0]
            leeg = zonder_aanhalingstekens and gebeurtenis.value in {"", "~", "null"}
            _weiger_onzichtbaar(gebeurtenis.value, regel)  # a quoted text can spell one as an escape
            self._plaats(None if leeg else gebeurtenis.value, regel)

    def _sleutel(self, pad: Pad, ouder: dict[str, Any], naam: str, regel: int) -> None:
        if naam == "<<":
            raise Leesfout(regel, "samenvoegen met << mag hier niet; schrijf de velden voluit")
        if naam in ouder:
            eerder = self.bron.regels[(*pad, naam)]
            raise Leesfout(regel, f"het veld {naam!r} staat hier voor de tweede keer (ook op regel {eerder})")
        self.bron.regels[(*pad, naam)] = regel
        self.stapel[-1] = (pad, ouder, naam)

    def _plaats(self, waarde: Any, regel: int) -> Pad:  # noqa: ANN401 - any plain value
        """Put a value where it belongs and note its line; answers its path."""
        if not self.stapel:
            self.bron.waarde = waarde
            self.bron.regels[()] = regel
            return ()
        pad, ouder, sleutel = self.stapel[-1]
        if isinstance(ouder, list):
            eigen: Pad = (*pad, len(ouder))
            ouder.append(waarde)
            self.bron.regels[eigen] = regel
            return eigen
        if sleutel is None:
            raise Leesfout(
                regel, "een veldnaam moet een gewoon woord zijn; zet tekst met accolades tussen aanhalingstekens"
            )
        ouder[sleutel] = waarde
        self.stapel[-1] = (pad, ouder, None)
        return (*pad, sleutel)


# ── Front matter ────────────────────────────────────────────────────────────────────────────────────────


def voorwerk(inhoud: str) -> tuple[Bron, str, int]:
    """Split a Markdown file into its front matter, its prose and the line at which the prose begins.

    A file without front matter has an empty mapping.

    Raises:
        Leesfout: front matter that is not closed or is no mapping (MkDocs would print it as text).
    """
    regels = inhoud.split("\n")
    if regels[0].rstrip() != "---":
        if re.match(r"\s*(---|[a-z_]+:\s)", inhoud):
            raise Leesfout(1, "de kop van dit bestand moet op regel 1 beginnen met ---")
        return Bron({}), inhoud, 1
    einde = next((i for i, regel in enumerate(regels[1:], start=1) if regel.rstrip() in {"---", "..."}), None)
    if einde is None:
        raise Leesfout(
            1, "de kop van dit bestand wordt niet gesloten; zet --- op een eigen regel achter het laatste veld"
        )
    kop = "\n".join(regels[1:einde])
    bron = yaml_bron(kop, eerste_regel=2) if kop.strip() else Bron({})
    if not isinstance(bron.waarde, dict):
        raise Leesfout(2, "de kop van dit bestand moet uit velden bestaan, zoals 'titel: …'")
    return bron, "\n".join(regels[einde + 1 :]), einde + 2


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────


def csv_rijen(inhoud: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heading and the rows of a CSV (comma, double quotes), each row with the line at which it begins.

    Raises:
        Leesfout: a quote that is not closed, an empty or double heading, no rows, a row with more or fewer cells
            than the heading: all of them signs that columns have shifted.
    """
    (kopregel, kop), *rijen = _csv_regels(inhoud)
    _controleer_kop(kopregel, kop)
    if not rijen:
        raise Leesfout(kopregel, "deze tabel heeft een kop, maar geen rijen")
    for regel, rij in rijen:
        if len(rij) != len(kop):
            raise Leesfout(
                regel,
                f"deze rij heeft {len(rij)} cellen, maar de kop heeft er {len(kop)}; er is een kolom verschoven",
            )
    return kop, rijen


def _csv_regels(inhoud: str) -> list[tuple[int, list[str]]]:
    """All rows that are not blank, with the line at which they begin."""
    lezer = csv.reader(io.StringIO(inhoud), strict=True)
    rijen: list[tuple[int, list[str]]] = []
    begin = 1
    try:
        for rij in lezer:
            cellen = [cel.strip() for cel in rij]
            if cellen not in ([], [""]):
                rijen.append((begin, cellen))
            begin = lezer.line_num + 1
    except csv.Error:
        raise Leesfout(begin, "een aanhalingsteken klopt hier niet (CSV)") from None
    if not rijen:
        raise Leesfout(1, "deze tabel heeft geen kop en geen rijen")
    return rijen


def _controleer_kop(regel: int, kop: Sequence[str]) -> None:
    if len(kop) == 1 and (";" in kop[0] or "\t" in kop[0]):
        raise Leesfout(regel, "de kolommen zijn met puntkomma's of tabs gescheiden; gebruik komma's")
    if kop[0].startswith("#"):
        raise Leesfout(regel, "een tabel begint met de kop en kent geen regels met #; haal deze regel weg")
    if not all(kop):
        raise Leesfout(regel, "een kolom in de kop heeft geen naam")
    if dubbel := next((naam for naam in kop if kop.count(naam) > 1), None):
        raise Leesfout(regel, f"de kolom {dubbel!r} staat twee keer in de kop")
