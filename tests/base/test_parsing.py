"""Text with positions: what is refused, at which line, and that what was typed stays what was typed."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.base.errors import Finding
from macros.base.hints import did_you_mean
from macros.base.parsing import (
    # fmt: skip,
    MAX_BYTES,
    MAX_DEPTH,
    ParseError,
    SourceText,
    decode,
    front_matter,
    yaml_source,
)


def _error(contents: str, *, first_line: int = 1) -> tuple[int, str]:
    with pytest.raises(ParseError) as error:
        yaml_source(contents, first_line=first_line)
    return error.value.line, error.value.message


# ── Findings and advice ─────────────────────────────────────────────────────────────────────────────────


def test_findings_sort_by_file_and_line_and_read_as_compilers_do() -> None:
    findings = [Finding("b.yml", 1, "x"), Finding("a.yml", 10, "x"), Finding("a.yml", 9, "x")]
    assert [str(b) for b in sorted(findings)] == ["a.yml:9: x", "a.yml:10: x", "b.yml:1: x"]


@pytest.mark.parametrize(
    ("typed", "possible", "advice"),
    [
        ("ondermijnig", ["jeugd", "ondermijning"], "; bedoelde u 'ondermijning'?"),
        ("ONDERMIJNING", ["jeugd", "ondermijning"], "; bedoelde u 'ondermijning'?"),
        ("zorg", ["ondermijning", "jeugd"], "; toegestaan is jeugd, ondermijning"),
        ("zorg", [f"naam-{i}" for i in range(13)], ""),
        ("zorg", [], ""),
        ("loopt", ["in gebruik", "pilot"], "; toegestaan is in gebruik, pilot"),
        ("jongeren, ouders", ["jongeren", "ouders"], "; toegestaan is jongeren, ouders"),
        ("", ["praktijken/omg"], "; toegestaan is praktijken/omg"),
        ("info@voorbeeld.nl", ["index"], "; toegestaan is index"),
        ("pgb", ["pga", "woonoverlast"], "; bedoelde u 'pga'?"),
        ("vnn", ["vnon"], "; bedoelde u 'vnon'?"),
        ("preventief", ["preventie"], "; bedoelde u 'preventie'?"),
        ("bijeenkomsten", ["bijeenkomst"], "; bedoelde u 'bijeenkomst'?"),
        ("praktijken/spel/", ["praktijken/oud-spel/"], "; bedoelde u 'praktijken/oud-spel/'?"),
        ("themas/weerbaar", ["themas/jeugd"], "; toegestaan is themas/jeugd"),
    ],
)
def test_advice_names_the_nearest_or_all_when_few(typed: str, possible: list[str], advice: str) -> None:
    assert did_you_mean(typed, possible) == advice


# ── Bytes ───────────────────────────────────────────────────────────────────────────────────────────────


def test_bom_and_windows_line_ends_are_fine() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("contents", "line", "part"),
    [
        (b"", 1, "leeg"),
        (b" \n\t\n", 1, "leeg"),
        ("a\nb\ncaf\xe9".encode("latin-1"), 3, "UTF-8"),
        ("a\n".encode("utf-16"), 1, "UTF-8"),
        (b"a\nb\x00c", 2, "direct na 'b'"),
        (b"a\n\x00c", 2, "aan het begin van de regel"),
        ("a\n\nb\u202ec".encode(), 3, "U+202E"),
        ("a\u2028b".encode(), 1, "U+2028"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", 1, "U+FEFF"),
        (b"a" * (MAX_BYTES + 1), 1, "te groot"),
    ],
)
def test_bytes_that_are_no_text(contents: bytes, line: int, part: str) -> None:
    with pytest.raises(ParseError) as error:
        decode(contents)
    assert error.value.line == line
    assert part in error.value.message


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "typed",
    ["0123", "12:30", "no", "yes", "on", "1e3", ".5", "1_000", "0x1F", "1.000,50", "2023-02-30", ".inf", "true", "0o7"],
)
def test_scalars_stay_what_was_typed(typed: str) -> None:
    assert yaml_source(f"- a: {typed}").value == [{"a": typed}]


def test_empty_is_none_but_an_empty_text_is_not() -> None:
    assert yaml_source("a:\nb: ''\nc: ~\nd: 'null'\ne:\n  -\n").value == {
        "a": None, "b": "", "c": None, "d": "null", "e": [None],
    }  # fmt: skip


def test_every_path_has_its_line() -> None:
    bron = yaml_source("# uitleg\n- id: a\n  lijst:\n    - x\n    - y: z\n- id: b\n", first_line=10)
    assert [bron.line(path) for path in [(), (0,), (0, "lijst", 1, "y"), (1, "id")]] == [11, 11, 14, 15]
    assert bron.line((0, "lijst", 7, "onbekend")) == 12, "the nearest one around it"
    assert SourceText(None).line((1, 2)) == 1


@pytest.mark.parametrize(
    ("contents", "line", "part"),
    [
        ("- a: &x b", 1, "verwijzingen"),
        ("- a: *x", 1, "verwijzingen"),
        ("- a: !!python/name:os.system x", 1, "labels"),
        ("a: b\n<<: {c: d}", 2, "samenvoegen"),
        ("a: b\nc: d\na: e", 3, "regel 1"),
        ("- a\n---\n- b", 2, "één document"),
        ("- a\n...\n- b", 3, "hoort niet bij wat erboven staat"),
        ("- a: x\n\tb: y", 2, "tab"),
        ("a:\n\t- x", 2, "tab"),
        ('- a: x\n  b: "y\n  c: z\n  d: w\n', 2, "niet gesloten"),
        ("- a: [x, y\n  b: z", 1, "haakje sluiten"),
        ("- a: x\nc: y", 2, "streepje"),
        ("- a: x: y", 1, "dubbele punt te veel"),
        ("- a: x\n  b\n  c: y", 2, "ontbreekt een dubbele punt"),
        ("- a: @x", 1, "begint"),
        ("- a: %x", 1, "begint"),
        ("- a: - b", 1, "eigen regel"),
        ('- a: "\\q"', 1, "enkele aanhalingstekens"),
        ("a: [", 1, "hier hoort een waarde"),
        ("a: {b: ", 1, "hier hoort een waarde"),
        ('- a: "\\x07"', 1, "onzichtbaar"),
        ("- a: | tekst", 1, "volgende regel"),
        ("? [a]\n: b", 1, "gewoon woord"),
        ("%YAML 3.0\n---\na: b", 1, "%"),
    ],
)
def test_yaml_that_is_refused(contents: str, line: int, part: str) -> None:
    found = _error(contents)
    assert found[0] == line
    assert part in found[1]
    assert _error(contents, first_line=5)[0] == line + 4


@pytest.mark.parametrize(
    "deep", ["[" * 1000, "- " * 1000, "{a: " * 1000, "\n".join(" " * i + "a:" for i in range(1000))]
)
def test_nesting_is_bounded(deep: str) -> None:
    assert str(MAX_DEPTH) in _error(deep)[1]


def test_the_python_reader_says_the_same_where_there_is_no_c_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert yaml_source("- a: 012\n  b:\n").value == [{"a": "012", "b": None}]
    assert "dubbele punt te veel" in _error("- a: x: y")[1]
    assert "onzichtbaar" in _error('- a: "\\x07"')[1]


_FLAT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)
_TREE = st.recursive(
    _FLAT, lambda core: st.lists(core, max_size=4) | st.dictionaries(_FLAT, core, max_size=4), max_leaves=10
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_TREE)
def test_json_is_yaml_and_comes_back_as_it_went_in(waarde: object) -> None:
    if "<<" not in (written := json.dumps(waarde, ensure_ascii=False)):
        assert yaml_source(written).value == waarde


# ── What YAML would take for a comment ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("contents", "line", "cut"),
    [
        ("titel: Bijeenkomst #Veiligheidspraat in mei\njaar: 2024\n", 1, "#Veiligheidspraat in mei"),
        ("titel: #Veiligheidspraat\n", 1, "#Veiligheidspraat"),
        ("a: 1\ntitel:  Nummer\t#1 van Tiel\n", 2, "#1 van Tiel"),
        ("titel: 'HackShield' #Veiligheidspraat\n", 1, "#Veiligheidspraat"),
        ("- id: a\n  titel: Over #Jeugd\n", 2, "#Jeugd"),
        ("- Over jeugd\n- #Veiligheidspraat\n", 2, "#Veiligheidspraat"),
        ("trefwoorden: [jeugd, #Veiligheidspraat]\n", 1, "#Veiligheidspraat]"),
        ("trefwoorden: [jeugd #Veiligheidspraat, wijk]\n", 1, "#Veiligheidspraat, wijk]"),
        ("samenvatting:\n  Op 6 maart was de\n  #Veiligheidspraat over HackShield\njaar: 1\n", 3, "#Veiligheidspraat over HackShield"),
        ("samenvatting:\n  Op 6 maart was de\n  #Veiligheidspraat over\n  HackShield\n", 3, "#Veiligheidspraat over"),
        ("samenvatting: Op 6 maart\n  de #Praat over\n  HackShield\n", 2, "#Praat over"),
    ],
)  # fmt: skip
def test_a_value_that_yaml_would_cut_at_a_hash_is_told(contents: str, line: int, cut: str) -> None:
    found_line, message = _error(contents)
    assert (found_line, f"alles vanaf {cut!r} valt weg" in message) == (line, True)
    assert "zet de waarde dan tussen aanhalingstekens" in message


@pytest.mark.parametrize(
    ("contents", "value"),
    [
        ("a: x # een opmerking\nb: y   #  nog een\n", {"a": "x", "b": "y"}),
        ("#a: x\nb: y\n  # diep\n#c: z\n", {"b": "y"}),
        ("- a: x\n  #b: y\n  c: z\n", [{"a": "x", "c": "z"}]),
        ("a: x ## nadruk\n", {"a": "x"}),
        ("a:\n#b\n  - x\n  #- y\n  - z\n", {"a": ["x", "z"]}),
        ("a: 'Over #Jeugd'\nb: C#\nc: x#y\nd: https://voorbeeld.nl/#kop\n", {"a": "Over #Jeugd", "b": "C#", "c": "x#y", "d": "https://voorbeeld.nl/#kop"}),
        ("a: |\n  Over #Jeugd\n  #Wijk\nb: >\n  #Een\n", {"a": "Over #Jeugd\n#Wijk\n", "b": "#Een\n"}),
    ],
)  # fmt: skip
def test_a_comment_that_is_meant_stays_one(contents: str, value: object) -> None:
    assert yaml_source(contents).value == value


# ── Front matter ────────────────────────────────────────────────────────────────────────────────────────


def test_front_matter_and_prose_keep_their_lines() -> None:
    bron, prose, start = front_matter("---\ntitel: A\n---\n\nTekst.\n")
    assert (bron.value, prose, start) == ({"titel": "A"}, "\nTekst.\n", 4)
    assert bron.line(("titel",)) == 2


@pytest.mark.parametrize("contents", ["Tekst.\n", "# Kop\n\n---\n", "Let op: dit is tekst\n", "---\n---\nTekst.\n"])
def test_a_page_may_have_no_front_matter(contents: str) -> None:
    assert front_matter(contents)[0].value == {}


@pytest.mark.parametrize(
    ("contents", "line"),
    [
        ("---\ntitel: A\n", 1),
        ("\n---\ntitel: A\n---\n", 1),
        ("titel: A\n---\n", 1),
        ("---\n- a\n---\n", 2),
        ("---\na: [x\n---\n", 2),
    ],
)
def test_broken_front_matter(contents: str, line: int) -> None:
    with pytest.raises(ParseError) as error:
        front_matter(contents)
    assert error.value.line == line


# ── Too many of anything ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("contents", "line", "part"),
    [
        ("- a\n" * 2_001, 2001, "te veel regels; hoogstens 2000"),
        ("a:\n" + "  - b\n" * 5_000, 2002, "te veel regels"),
        ("- " + "\n  ".join(f"v{n}: x" for n in range(101)), 101, "te veel velden bij elkaar; hoogstens 100"),
        (("- [" + ", ".join(["x"] * 26) + "]\n") * 2_000, 1852, "te veel velden; hoogstens 50000"),
    ],
)  # fmt: skip
def test_a_list_that_never_ends_is_left_at_the_first_line_too_many(contents: str, line: int, part: str) -> None:
    with pytest.raises(ParseError, match=part) as error:
        yaml_source(contents)
    assert error.value.line == line


def test_a_list_of_the_largest_size_is_read() -> None:
    assert len(yaml_source("- a\n" * 2_000).value) == 2_000


def test_two_versions_in_one_file_are_told_by_their_lines() -> None:
    with pytest.raises(ParseError, match=r"regels 2, 4, 6") as error:
        decode(b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> tak\n")
    assert error.value.line == 2
    assert decode(b"Kop\n========\n<<<<<<<<\n|||||||\n") == "Kop\n========\n<<<<<<<<\n|||||||\n"
