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

`=== values` lists `verzameling/id.veld = repr`: what was typed came through unharmed.
Without `=== expected` nothing is wrong.
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

from macros.base.errors import Finding
from macros.build.content import check
from macros.records.catalog import Catalog
from macros.records.loader import File, inspect_all
from tests.conftest import ROOT

HERE = Path(__file__).parent
BASE = HERE / "base"
CASES = sorted((HERE / "cases").glob("*.txt"))
TIME_LIMIT = 5.0
"""Seconds within which any file is refused or read: no small file may keep a build busy."""


@dataclass
class Case:
    """A golden case: its title, the instructions for each file, what is expected."""

    titel: str
    files: dict[str, list[str]] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


def read_case(path: Path) -> Case:
    heading, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert heading.startswith("# "), f"{path.name} has no title"
    case = Case(heading.removeprefix("# "))
    part: list[str] = []
    for line in lines:
        if line.startswith("=== "):
            name = line.removeprefix("=== ")
            part = []
            match name:
                case "verwacht":
                    case.expected = part
                case "waarden":
                    case.values = part
                case _:
                    case.files[name] = part
        else:
            part.append(line)
    return case


def set_up(root: Path, case: Case | None = None) -> Path:
    """The basis with a case over it."""
    shutil.copytree(BASE, root)
    for name, lines in (case.files if case else {}).items():
        _write(root / name, lines)
    return root


def _write(target: Path, lines: list[str]) -> None:
    contents = b""
    for line in lines:
        command, _, rest = line.partition(" ")
        match command:
            case "!weg":
                target.unlink()
                return
            case "!symlink":
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(rest)
                return
            case "!vervang":
                old, new = map(_unescaped, rest.split(" => "))
                text = (contents or target.read_bytes()).decode()
                assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {target}"
                contents = text.replace(old, new).encode()
            case "!achteraan":
                contents += target.read_bytes()
            case "!hex":
                contents += bytes.fromhex(rest)
            case "!herhaal":
                count, piece = rest.split(" ", 1)
                contents += piece.encode() * int(count)
            case "!crlf":
                contents = (contents or target.read_bytes()).replace(b"\n", b"\r\n")
            case "!leeg":
                contents = b""
            case _:
                contents += line.encode() + b"\n"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(contents)


def _unescaped(part: str) -> str:
    """A part of `!vervang`; characters that no one can see are spelled out in a case."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda char: chr(int(char[1], 16)), part.replace("\\n", "\n"))


def _value(catalog: Catalog, path: str) -> object:
    collection, id_, field = re.split(r"[/.]", path, maxsplit=2)
    value: object = getattr(catalog.find(collection, id_), field)
    return value


@pytest.mark.parametrize("pad", CASES, ids=lambda path: path.stem)
def test_golden(pad: Path, tmp_path: Path) -> None:
    case = read_case(pad)
    root = set_up(tmp_path / "project", case)
    start = time.process_time()
    found = [str(finding) for finding in check(root)[1]]
    assert found == case.expected, case.titel
    assert time.process_time() - start < TIME_LIMIT
    files: dict[str, File] = {}
    loaded = inspect_all(root, files)
    again = inspect_all(root, files)
    assert (again.findings, again.text_starts) == (loaded.findings, loaded.text_starts)
    catalog = again.catalog
    for line in case.values:
        place, _, expected = line.partition(" = ")
        assert repr(_value(catalog, place)) == expected


def test_the_basis_is_right(tmp_path: Path) -> None:
    contents, findings = check(set_up(tmp_path / "project"))
    assert findings == []
    assert contents is not None


def test_there_are_enough_cases() -> None:
    error = [path for path in CASES if read_case(path).expected]
    assert len(error) >= 60
    titles = [read_case(path).titel for path in CASES]
    assert len(set(titles)) == len(titles)


# ── Whatever the bytes, there are findings and no crash ─────────────────────────────────────────────────

_TARGETS = (
    "docs/_data/activiteiten/2023.yml", "docs/_data/gemeenten.csv", "docs/_data/cijfers/woninginbraken.csv",
    "docs/_data/themas.yml", "docs/_data/financien/2023.yml", "docs/praktijken/hackshield.md", "docs/over.md",
    "newsletters/2023-q4.md",
)  # fmt: skip
ENGLISH = re.compile(
    r"\b(should|input|invalid|expected|error|found|field|required|unexpected|while|must|string|exceeds|limit|object)\b",
    re.IGNORECASE,
)


def _decent(finding: Finding, root: Path) -> None:
    """A finding has a file that exists, a line in it, and Dutch outside what was typed."""
    assert (root / finding.file).exists()
    assert finding.line >= 1
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", finding.message)
    assert bare
    assert not ENGLISH.search(bare), finding


_FIELD = st.sampled_from(
    ["id", "titel", "wanneer", "soort", "thema", "bron", "jaar", "gemeenten", "posten", "looptijden", "x"]
)
_VALUE = st.recursive(
    st.one_of(
        st.text(max_size=12), st.sampled_from(["2023-02-30", "ja", "12:30", "{{ x }}", "[", "'", "jeugd", "tiel"])
    ),
    lambda core: st.lists(core, max_size=3) | st.dictionaries(_FIELD, core, max_size=4),
    max_leaves=12,
)
_YAML = st.lists(st.dictionaries(_FIELD, _VALUE, max_size=6), max_size=3)
_BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.text(alphabet="-:[]{},\"'#&*!|>%@` \t\nab1{{}}%", max_size=120).map(str.encode),
    _YAML.map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    _YAML.map(lambda value: b"---\n" + json.dumps(value[0] if value else {}).encode() + b"\n---\n{{ x"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(tmp_path_factory.mktemp("willekeur") / "project")


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(doel=st.sampled_from(_TARGETS), contents=_BYTES)
def test_any_bytes_give_findings_and_no_crash(project: Path, doel: str, contents: bytes) -> None:
    own = (project / doel).read_bytes()
    (project / doel).write_bytes(contents)
    try:
        for finding in check(project)[1]:
            _decent(finding, project)
    finally:
        (project / doel).write_bytes(own)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(doel=st.sampled_from(_TARGETS), place=st.floats(0, 1), gone=st.integers(0, 30), incoming=st.text(max_size=8))
def test_any_slip_of_the_hand_gives_findings_and_no_crash(
    project: Path, doel: str, place: float, gone: int, incoming: str
) -> None:
    """A file of the basis with a few characters replaced: nearly right is where readers stumble."""
    own = (project / doel).read_bytes()
    text = own.decode()
    start = int(place * len(text))
    (project / doel).write_bytes((text[:start] + incoming + text[start + gone :]).encode("utf-8", "surrogatepass"))
    try:
        for finding in check(project)[1]:
            _decent(finding, project)
    finally:
        (project / doel).write_bytes(own)


@pytest.mark.parametrize(
    "name",
    [
        *(f"docs/_data/{part}.yml" for part in ("bronnen", "themas", "organisaties", "matrices")),
        "newsletters/2023-q4.md",
    ],
)
def test_of_a_record_that_all_the_site_rests_on_only_its_own_mistake_is_told(name: str, tmp_path: Path) -> None:
    """On the content as it is: its pages, words and links that miss the record have no mistakes of their own."""
    for part in ("docs", "newsletters"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "mkdocs.yml").symlink_to(ROOT / "mkdocs.yml")
    broken = tmp_path / name
    text = broken.read_text(encoding="utf-8")
    broken.write_text(re.sub(r"(?m)^( *)(naam|titel|soort|thema):", r"\1\2x:", text, count=1), encoding="utf-8")
    found = check(tmp_path)[1]
    assert {finding.file for finding in found if not finding.warning} == {name}
    assert len(found) <= 2, found
