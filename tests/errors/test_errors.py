"""Golden cases of what contributors do wrong: input and expected findings in one file, compared exactly.

A case (`cases/*.txt`) is laid over a small valid project (`base/`) and checked as a whole.

    # what someone did wrong, in Dutch
    === docs/_data/themas.yml
    !vervang naam: Jeugd => naam: [Jeugd]
    === verwacht
    docs/_data/themas.yml:13: thema 'jeugd': …

Under `=== <file>` stands its text, or one of these lines:

    !vervang a => b     in the file of the basis, once; `\\n` is a line end, `\\u200b` a character
    !achteraan          what follows comes after the file of the basis
    !hex ff fe          bytes
    !herhaal 1000 [     a text many times, without a line end
    !leeg, !weg         an empty file, no file
    !crlf               everything so far gets the line ends of Windows
    !symlink doel       a symbolic link

`=== waarden` lists `verzameling/id.veld = repr`: what was typed came through unharmed.
Without `=== verwacht` nothing is wrong.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.base.parsing import Bevinding
from macros.build.content import controleer
from macros.records.catalog import Catalog
from macros.records.loader import Bestand, onderzoek_alles

HIER = Path(__file__).parent
BASIS = HIER / "base"
GEVALLEN = sorted((HIER / "cases").glob("*.txt"))
TIJD = 5.0
"""Seconds within which any file is refused or read: no small file may keep a build busy."""


@dataclass
class Geval:
    """A golden case: its title, the instructions for each file, what is expected."""

    titel: str
    bestanden: dict[str, list[str]] = field(default_factory=dict)
    verwacht: list[str] = field(default_factory=list)
    waarden: list[str] = field(default_factory=list)


def lees_geval(pad: Path) -> Geval:
    kop, *regels = pad.read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert kop.startswith("# "), f"{pad.name} has no title"
    geval = Geval(kop.removeprefix("# "))
    deel: list[str] = []
    for regel in regels:
        if regel.startswith("=== "):
            naam = regel.removeprefix("=== ")
            deel = []
            match naam:
                case "verwacht":
                    geval.verwacht = deel
                case "waarden":
                    geval.waarden = deel
                case _:
                    geval.bestanden[naam] = deel
        else:
            deel.append(regel)
    return geval


def leg_klaar(wortel: Path, geval: Geval | None = None) -> Path:
    """The basis with a case over it."""
    shutil.copytree(BASIS, wortel)
    (wortel / "overrides").symlink_to(HIER.parents[1] / "overrides")
    for naam, regels in (geval.bestanden if geval else {}).items():
        _schrijf(wortel / naam, regels)
    return wortel


def _schrijf(doel: Path, regels: list[str]) -> None:
    inhoud = b""
    for regel in regels:
        opdracht, _, rest = regel.partition(" ")
        match opdracht:
            case "!weg":
                doel.unlink()
                return
            case "!symlink":
                doel.parent.mkdir(parents=True, exist_ok=True)
                doel.symlink_to(rest)
                return
            case "!vervang":
                oud, nieuw = map(_ontsnapt, rest.split(" => "))
                tekst = (inhoud or doel.read_bytes()).decode()
                assert tekst.count(oud) == 1, f"{oud!r} stands {tekst.count(oud)} times in {doel}"
                inhoud = tekst.replace(oud, nieuw).encode()
            case "!achteraan":
                inhoud += doel.read_bytes()
            case "!hex":
                inhoud += bytes.fromhex(rest)
            case "!herhaal":
                aantal, stuk = rest.split(" ", 1)
                inhoud += stuk.encode() * int(aantal)
            case "!crlf":
                inhoud = (inhoud or doel.read_bytes()).replace(b"\n", b"\r\n")
            case "!leeg":
                inhoud = b""
            case _:
                inhoud += regel.encode() + b"\n"
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.write_bytes(inhoud)


def _ontsnapt(deel: str) -> str:
    """A part of `!vervang`; characters that no one can see are spelled out in a case."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda teken: chr(int(teken[1], 16)), deel.replace("\\n", "\n"))


def _waarde(catalog: Catalog, pad: str) -> object:
    verzameling, id_, veld = re.split(r"[/.]", pad, maxsplit=2)
    waarde: object = getattr(catalog.zoek(verzameling, id_), veld)
    return waarde


@pytest.mark.parametrize("pad", GEVALLEN, ids=lambda pad: pad.stem)
def test_golden(pad: Path, tmp_path: Path) -> None:
    geval = lees_geval(pad)
    wortel = leg_klaar(tmp_path / "project", geval)
    begin = time.process_time()
    gevonden = [str(bevinding) for bevinding in controleer(wortel)[1]]
    assert gevonden == geval.verwacht, geval.titel
    assert time.process_time() - begin < TIJD
    bestanden: dict[str, Bestand] = {}
    gelezen = onderzoek_alles(wortel, bestanden)
    nog_eens = onderzoek_alles(wortel, bestanden)
    assert (nog_eens.bevindingen, nog_eens.tekst_begint) == (gelezen.bevindingen, gelezen.tekst_begint)
    catalog = nog_eens.catalog
    for regel in geval.waarden:
        plek, _, verwacht = regel.partition(" = ")
        assert repr(_waarde(catalog, plek)) == verwacht


def test_the_basis_is_right(tmp_path: Path) -> None:
    inhoud, bevindingen = controleer(leg_klaar(tmp_path / "project"))
    assert bevindingen == []
    assert inhoud is not None


def test_there_are_enough_cases() -> None:
    fout = [pad for pad in GEVALLEN if lees_geval(pad).verwacht]
    assert len(fout) >= 60
    titels = [lees_geval(pad).titel for pad in GEVALLEN]
    assert len(set(titels)) == len(titels)


# ── Whatever the bytes, there are findings and no crash ─────────────────────────────────────────────────

_DOELEN = (
    "docs/_data/activiteiten/2023.yml", "docs/_data/gemeenten.csv", "docs/_data/cijfers/woninginbraken.csv",
    "docs/_data/themas.yml", "docs/_data/financien/2023.yml", "docs/praktijken/hackshield.md", "docs/over.md",
    "newsletters/2023-q4.md",
)  # fmt: skip
ENGELS = re.compile(
    r"\b(should|input|invalid|expected|error|found|field|required|unexpected|while|must|string|exceeds|limit|object)\b",
    re.IGNORECASE,
)


def _fatsoenlijk(bevinding: Bevinding, wortel: Path) -> None:
    """A finding has a file that exists, a line in it, and Dutch outside what was typed."""
    assert (wortel / bevinding.bestand).exists()
    assert bevinding.regel >= 1
    kaal = re.sub(r"'[^']*'|\"[^\"]*\"", "", bevinding.melding)
    assert kaal
    assert not ENGELS.search(kaal), bevinding


_VELD = st.sampled_from(
    ["id", "titel", "wanneer", "soort", "thema", "bron", "jaar", "gemeenten", "posten", "looptijden", "x"]
)
_WAARDE = st.recursive(
    st.one_of(
        st.text(max_size=12), st.sampled_from(["2023-02-30", "ja", "12:30", "{{ x }}", "[", "'", "jeugd", "tiel"])
    ),
    lambda kern: st.lists(kern, max_size=3) | st.dictionaries(_VELD, kern, max_size=4),
    max_leaves=12,
)
_YAML = st.lists(st.dictionaries(_VELD, _WAARDE, max_size=6), max_size=3)
_BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.text(alphabet="-:[]{},\"'#&*!|>%@` \t\nab1{{}}%", max_size=120).map(str.encode),
    _YAML.map(lambda waarde: json.dumps(waarde, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    _YAML.map(lambda waarde: b"---\n" + json.dumps(waarde[0] if waarde else {}).encode() + b"\n---\n{{ x"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return leg_klaar(tmp_path_factory.mktemp("willekeur") / "project")


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(doel=st.sampled_from(_DOELEN), inhoud=_BYTES)
def test_any_bytes_give_findings_and_no_crash(project: Path, doel: str, inhoud: bytes) -> None:
    eigen = (project / doel).read_bytes()
    (project / doel).write_bytes(inhoud)
    try:
        for bevinding in controleer(project)[1]:
            _fatsoenlijk(bevinding, project)
    finally:
        (project / doel).write_bytes(eigen)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(doel=st.sampled_from(_DOELEN), plek=st.floats(0, 1), weg=st.integers(0, 30), erin=st.text(max_size=8))
def test_any_slip_of_the_hand_gives_findings_and_no_crash(
    project: Path, doel: str, plek: float, weg: int, erin: str
) -> None:
    """A file of the basis with a few characters replaced: nearly right is where readers stumble."""
    eigen = (project / doel).read_bytes()
    tekst = eigen.decode()
    begin = int(plek * len(tekst))
    (project / doel).write_bytes((tekst[:begin] + erin + tekst[begin + weg :]).encode("utf-8", "surrogatepass"))
    try:
        for bevinding in controleer(project)[1]:
            _fatsoenlijk(bevinding, project)
    finally:
        (project / doel).write_bytes(eigen)
