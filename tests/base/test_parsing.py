"""Text with positions: what is refused, at which line, and that what was typed stays what was typed."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.base.parsing import (  # fmt: skip
    MAX_BYTES,
    MAX_DIEPTE,
    Bevinding,
    Bron,
    Leesfout,
    bedoelde_u,
    csv_rijen,
    tekst,
    voorwerk,
    yaml_bron,
)


def _fout(inhoud: str, *, eerste_regel: int = 1) -> tuple[int, str]:
    with pytest.raises(Leesfout) as fout:
        yaml_bron(inhoud, eerste_regel=eerste_regel)
    return fout.value.regel, fout.value.melding


# ── Findings and advice ─────────────────────────────────────────────────────────────────────────────────


def test_findings_sort_by_file_and_line_and_read_as_compilers_do() -> None:
    bevindingen = [Bevinding("b.yml", 1, "x"), Bevinding("a.yml", 10, "x"), Bevinding("a.yml", 9, "x")]
    assert [str(b) for b in sorted(bevindingen)] == ["a.yml:9: x", "a.yml:10: x", "b.yml:1: x"]


@pytest.mark.parametrize(
    ("getypt", "mogelijk", "raad"),
    [
        ("ondermijnig", ["jeugd", "ondermijning"], "; bedoelde u 'ondermijning'?"),
        ("ONDERMIJNING", ["jeugd", "ondermijning"], "; bedoelde u 'ondermijning'?"),
        ("zorg", ["ondermijning", "jeugd"], "; toegestaan is jeugd, ondermijning"),
        ("zorg", [f"naam-{i}" for i in range(13)], ""),
        ("zorg", [], ""),
    ],
)
def test_advice_names_the_nearest_or_all_when_few(getypt: str, mogelijk: list[str], raad: str) -> None:
    assert bedoelde_u(getypt, mogelijk) == raad


# ── Bytes ───────────────────────────────────────────────────────────────────────────────────────────────


def test_bom_and_windows_line_ends_are_fine() -> None:
    assert tekst(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("inhoud", "regel", "deel"),
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
def test_bytes_that_are_no_text(inhoud: bytes, regel: int, deel: str) -> None:
    with pytest.raises(Leesfout) as fout:
        tekst(inhoud)
    assert fout.value.regel == regel
    assert deel in fout.value.melding


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "getypt",
    ["0123", "12:30", "no", "yes", "on", "1e3", ".5", "1_000", "0x1F", "1.000,50", "2023-02-30", ".inf", "true", "0o7"],
)
def test_scalars_stay_what_was_typed(getypt: str) -> None:
    assert yaml_bron(f"- a: {getypt}").waarde == [{"a": getypt}]


def test_empty_is_none_but_an_empty_text_is_not() -> None:
    assert yaml_bron("a:\nb: ''\nc: ~\nd: 'null'\ne:\n  -\n").waarde == {
        "a": None, "b": "", "c": None, "d": "null", "e": [None],
    }  # fmt: skip


def test_every_path_has_its_line() -> None:
    bron = yaml_bron("# uitleg\n- id: a\n  lijst:\n    - x\n    - y: z\n- id: b\n", eerste_regel=10)
    assert [bron.regel(pad) for pad in [(), (0,), (0, "lijst", 1, "y"), (1, "id")]] == [11, 11, 14, 15]
    assert bron.regel((0, "lijst", 7, "onbekend")) == 12, "the nearest one around it"
    assert Bron(None).regel((1, 2)) == 1


@pytest.mark.parametrize(
    ("inhoud", "regel", "deel"),
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
        ('- a: "\\x07"', 1, "onzichtbaar"),
        ("- a: | tekst", 1, "volgende regel"),
        ("? [a]\n: b", 1, "gewoon woord"),
        ("%YAML 3.0\n---\na: b", 1, "%"),
    ],
)
def test_yaml_that_is_refused(inhoud: str, regel: int, deel: str) -> None:
    gevonden = _fout(inhoud)
    assert gevonden[0] == regel
    assert deel in gevonden[1]
    assert _fout(inhoud, eerste_regel=5)[0] == regel + 4


@pytest.mark.parametrize(
    "diep", ["[" * 1000, "- " * 1000, "{a: " * 1000, "\n".join(" " * i + "a:" for i in range(1000))]
)
def test_nesting_is_bounded(diep: str) -> None:
    assert str(MAX_DIEPTE) in _fout(diep)[1]


def test_the_python_reader_says_the_same_where_there_is_no_c_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macros.base.parsing._Lader", yaml.SafeLoader)
    assert yaml_bron("- a: 012\n  b:\n").waarde == [{"a": "012", "b": None}]
    assert "dubbele punt te veel" in _fout("- a: x: y")[1]
    assert "onzichtbaar" in _fout('- a: "\\x07"')[1]


_PLAT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)
_BOOM = st.recursive(
    _PLAT, lambda kern: st.lists(kern, max_size=4) | st.dictionaries(_PLAT, kern, max_size=4), max_leaves=10
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_BOOM)
def test_json_is_yaml_and_comes_back_as_it_went_in(waarde: object) -> None:
    if "<<" not in (geschreven := json.dumps(waarde, ensure_ascii=False)):
        assert yaml_bron(geschreven).waarde == waarde


# ── Front matter ────────────────────────────────────────────────────────────────────────────────────────


def test_front_matter_and_prose_keep_their_lines() -> None:
    bron, proza, begin = voorwerk("---\ntitel: A\n---\n\nTekst.\n")
    assert (bron.waarde, proza, begin) == ({"titel": "A"}, "\nTekst.\n", 4)
    assert bron.regel(("titel",)) == 2


@pytest.mark.parametrize("inhoud", ["Tekst.\n", "# Kop\n\n---\n", "Let op: dit is tekst\n", "---\n---\nTekst.\n"])
def test_a_page_may_have_no_front_matter(inhoud: str) -> None:
    assert voorwerk(inhoud)[0].waarde == {}


@pytest.mark.parametrize(
    ("inhoud", "regel"),
    [
        ("---\ntitel: A\n", 1),
        ("\n---\ntitel: A\n---\n", 1),
        ("titel: A\n---\n", 1),
        ("---\n- a\n---\n", 2),
        ("---\na: [x\n---\n", 2),
    ],
)
def test_broken_front_matter(inhoud: str, regel: int) -> None:
    with pytest.raises(Leesfout) as fout:
        voorwerk(inhoud)
    assert fout.value.regel == regel


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_rows_have_the_line_at_which_they_begin() -> None:
    kop, rijen = csv_rijen('\na, b\n"x\ny",1\n\n  \n z ,2\n')
    assert kop == ["a", "b"]
    assert rijen == [(3, ["x\ny", "1"]), (7, ["z", "2"])]


@pytest.mark.parametrize(
    ("inhoud", "regel", "deel"),
    [
        ("a,b\n1,2\n1,2,3\n", 3, "3 cellen"),
        ("a,b\n1\n", 2, "1 cellen"),
        ("a;b\n1;2\n", 1, "komma's"),
        ("a\tb\n", 1, "komma's"),
        ("a,\n1,2\n", 1, "geen naam"),
        ("a,a\n1,2\n", 1, "twee keer"),
        ("a,b\n", 1, "geen rijen"),
        ("# uitleg\na,b\n", 1, "#"),
        ('a,b\n1,2\n3,"4\n5,6\n', 3, "aanhalingsteken"),
        ('a,b\n"1"x,2\n', 2, "aanhalingsteken"),
    ],
)
def test_csv_that_is_refused(inhoud: str, regel: int, deel: str) -> None:
    with pytest.raises(Leesfout) as fout:
        csv_rijen(inhoud)
    assert fout.value.regel == regel
    assert deel in fout.value.melding
