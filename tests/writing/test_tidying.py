"""What an editor wrote otherwise and means the same is put back: the difference holds only what someone changed."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Any

import pytest

from macros.base import parsing, places
from macros.base.parsing import yaml_source
from macros.records import models as m
from macros.writing import paragraphs, tidying
from macros.writing.matching import NotTheSameError, meaning
from tests.conftest import ROOT
from tests.helpers import editors

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("docs/_data/**/*.yml", "docs/praktijken/*.md", "newsletters/*.md")
    for path in ROOT.glob(pattern)
    if path.name != "index.md"
)
ORDER = [*m.Praktijk.model_fields, *m.Activiteit.model_fields, *m.Begrip.model_fields]
HUNDREDS = 200


def _split(name: str) -> tuple[str, str, str]:
    """A file's text, its YAML and what stands below that."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(".yml"):
        return text, text, ""
    heading, prose, _ = parsing.parted(text)
    return text, heading + "\n", prose


@cache
def _data(name: str) -> Any:  # noqa: ANN401 - any plain value
    """What a file's YAML says; who changes it copies it."""
    return yaml_source(_split(name)[1]).value


def _alone(written: str) -> str:
    """YAML without the marks of a document around it."""
    return written.removeprefix("---\n").removesuffix("...\n")


def _ends(was: list[str], now: list[str]) -> tuple[int, int]:
    """How many lines both begin and end with."""
    shorter = min(len(was), len(now))
    first = next((n for n in range(shorter) if was[n] != now[n]), shorter)
    last = next((n for n in range(shorter - first) if was[-1 - n] != now[-1 - n]), shorter - first)
    return first, last


def _lines_of(text: str, path: editors.Path) -> int:
    """How many lines a value takes, with its name."""
    node = places.tree(text)
    start = node.start if node else 0
    for step in path:
        assert node
        if isinstance(step, str):
            assert node.fields
            start, node = node.fields[step]
        else:
            assert node.items
            node = node.items[step]
            start = node.start
    assert node
    return text.count("\n", start, node.end) + 1


@pytest.mark.parametrize("seed", range(HUNDREDS))
def test_after_an_editor_the_difference_holds_only_the_edit(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - the same edits in every run
    name = rng.choice(FILES)
    text, yaml, prose = _split(name)
    edit = editors.an_edit(_data(name), rng)
    written = rng.choice(editors.EDITORS)(edit.data, ORDER)
    now = f"---\n{_alone(written)}---\n\n{prose.strip()}\n" if prose else written
    tidy = tidying.put_back(name, text.encode(), now.encode()).decode()
    heading = parsing.parted(tidy)[0] if prose else tidy
    assert meaning(yaml_source(heading).value) == meaning(edit.data)
    was, new = text.split("\n"), tidy.split("\n")
    first, last = _ends(was, new)
    gone, added = len(was) - first - last, len(new) - first - last
    assert gone <= (_lines_of(yaml, edit.path) + (len(edit.path) == 1 and name.endswith(".yml")) if edit.gone else 0)
    assert edit.added in {bool(added), None}
    assert added <= gone + (4 if edit.path else 60), "\n".join(new[first : first + added])


MUCH = 30_000
"""Bytes of a file that takes a second to write in YAML."""
FEW = [name for name in FILES if (ROOT / name).stat().st_size < MUCH]


@pytest.mark.parametrize("seed", range(HUNDREDS))
def test_whatever_a_machine_does_what_nobody_changed_is_typed_as_it_was(seed: int) -> None:
    """Remarks, moved and renamed rows, line ends, spaces: each field that says the same has its own letters, each remark is there."""
    rng = Random(seed)  # noqa: S311 - the same in every run
    name = rng.choice(FEW)
    _, yaml, prose = _split(name)
    yaml = editors.with_comments(yaml, rng)
    text = f"---\n{yaml.strip(chr(10))}\n---\n{prose}" if prose else yaml
    edit = editors.an_edit(yaml_source(yaml).value, rng)
    written = rng.choice(editors.EDITORS)(edit.data, ORDER)
    if prose:
        written = f"---\n{_alone(written)}---\n{prose}"
    now = editors.on_text(written, rng)
    tidy = tidying.put_back(name, text.encode(), now.encode())
    assert tidying.put_back(name, text.encode(), tidy) == tidy or edit.path == ()
    was, is_ = _letters(yaml), _letters(parsing.parted(tidy.decode())[0] + "\n" if prose else tidy.decode())
    read = parsing.decode(now.encode())  # a space too many in a paragraph is another text
    said = _said(yaml_source(yaml).value)
    says = _said(yaml_source(parsing.parted(read)[0] if prose else read).value)
    assert {key: is_[key] for key in is_ if says[key] == said.get(key)} == {
        key: was[key] for key in is_ if says[key] == said.get(key)
    }
    gone = "".join(was[key] for key in was if key not in is_ or says[key] != said[key])
    remarks = set(re.findall(r"# (?:over|achter) \d", text)) - set(re.findall(r"# (?:over|achter) \d", tidy.decode()))
    assert not remarks or edit.gone, gone


_Key = tuple[object, str]


def _said(data: Any) -> dict[_Key, Any]:  # noqa: ANN401 - any plain value
    """What each field of each row says."""
    rows = data if isinstance(data, list) else [data]
    found = {(row.get("id", n), key): meaning(value) for n, row in enumerate(rows) for key, value in row.items()}
    return {key: value for key, value in found.items() if value is not None}


def _letters(yaml: str) -> dict[_Key, str]:
    """How each of them is typed."""
    root = places.tree(yaml)
    assert root
    found = {}
    for number, row in enumerate([root] if root.items is None else root.items):
        for key, (start, value) in (row.fields or {}).items():
            if meaning(value.data) is not None:
                found[row.data.get("id", number), key] = yaml[start : value.end]
    return found


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("editor", editors.EDITORS)
def test_a_file_that_an_editor_only_saved_is_what_it_was(name: str, editor: object) -> None:
    assert callable(editor)
    text, _, prose = _split(name)
    written = editor(_data(name), ORDER)
    now = f"---\n{_alone(written)}---\n{prose.strip()}" if prose else f"\ufeff{written}".replace("\n", "\r\n")
    assert tidying.put_back(name, text.encode(), now.encode()) == text.encode()


def _back(was: str, now: str) -> str:
    return tidying.put_back("docs/_data/x.yml", was.encode(), now.encode()).decode()


WAS = """\
# Wat hier staat.

- id: een
  titel: Eén  # de eerste
  in_tekst: ja
  bron: [a, b]

# Over twee en drie.

- id: twee
  # waarom dit
  titel: "Twee: meer"
  tekst: >-
    Een zin die op
    twee regels staat.
  lijst:
    - een punt
    # over het tweede
    - nog een punt
  in_tekst: nee

- id: drie
  titel: Drie
"""


@pytest.mark.parametrize(
    ("typed", "now", "was", "becomes"),
    [
        ("a value keeps its comment", ("titel: Eén", "titel: Een"), "titel: Eén  #", "titel: Een  #"),
        ("a boolean is yes or no", ("in_tekst: nee", "in_tekst: false"), "", ""),
        ("true is yes", ("in_tekst: ja", "in_tekst: true"), "", ""),
        ("true where no stood is yes", ("in_tekst: nee", "in_tekst: true"), "in_tekst: nee", "in_tekst: ja"),
        ("a lost yes is shown, for the check to refuse", ("in_tekst: ja", "in_tekst: false"), "in_tekst: ja", "in_tekst: false"),
        ("one value is a list of one", ("titel: Drie", "titel: [Drie]"), "", ""),
        ("a list has one more", ("[a, b]", "[a, c, b]"), "[a, b]", "[a, c, b]"),
        ("quotation marks stay", ('"Twee: meer"', "'Twee: nog meer'"), '"Twee: meer"', '"Twee: nog meer"'),
        ("words stay on their lines", ("die op\n    twee regels", "die op twee korte regels"), "twee regels", "twee korte regels"),
        ("a point goes with what is said of it", ("    - nog een punt\n", ""), "    # over het tweede\n    - nog een punt\n", ""),
        ("a field comes where it was", ("titel: Drie", "noot: x\n  titel: Drie"), "titel: Drie", "noot: x\n  titel: Drie"),
    ],
)  # fmt: skip
def test_one_change_is_one_change(typed: str, now: tuple[str, str], was: str, becomes: str) -> None:
    bare = "".join(
        line.split("  #")[0].rstrip("\n") + "\n" for line in WAS.splitlines() if not line.strip().startswith("#")
    )
    assert now[0] in bare, typed
    assert _back(WAS, bare.replace(*now, 1)) == WAS.replace(was, becomes, 1), typed


def test_a_row_that_moved_takes_its_comments_along_and_a_row_that_is_gone_leaves_those_of_others() -> None:
    data = yaml_source(WAS).value
    assert (
        _back(WAS, editors.formatter([data[0], data[2]], ()))
        == WAS[: WAS.index("- id: twee")] + WAS[WAS.index("- id: drie") :]
    )
    moved = _back(WAS, editors.formatter([data[0], data[2], data[1]], ()))
    assert sorted(moved.split("\n")) == sorted(WAS.split("\n"))
    assert moved.endswith("  in_tekst: nee\n")


def test_line_ends_and_the_mark_at_the_start_are_those_of_the_old_file() -> None:
    was = ("\ufeff" + WAS).replace("\n", "\r\n").encode()
    now = editors.decap(yaml_source(WAS.replace("Drie", "Vier")).value, ORDER).encode()
    assert tidying.put_back("x.yml", was, now) == was.replace(b"titel: Drie", b"titel: Vier")


@pytest.mark.parametrize(
    "new",
    [
        WAS.replace("titel: Drie", "titel: Drie  # de eerste"),  # which stands at another row, too
        WAS.replace("- id: drie", "# Over\n- id: drie"),  # with which one that is there begins
        WAS.replace("tekst: >-", "tekst: >-  # nog kort"),
    ],
)
def test_a_comment_that_is_new_is_never_lost(new: str) -> None:
    now = new.replace("titel: Eén", "titel: 'Een'")
    with pytest.raises(NotTheSameError, match="hier staat een nieuwe opmerking"):
        _back(WAS, now)


def test_a_comment_with_other_spaces_is_the_same() -> None:
    assert _back(WAS, WAS.replace("  # de eerste", " #  de eerste").replace("# Over twee", "#   Over twee")) == WAS


REMARKS = (
    "  # de eerste",
    "# Over twee en drie.\n\n",
    "  # waarom dit\n",
    "    # over het tweede\n",
    "# Wat hier staat.\n\n",
)


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize("value", ["titel: Drie", "titel: Vier"])
def test_a_comment_that_a_person_took_out_stays_out(remark: str, value: str) -> None:
    by_hand = WAS.replace(remark, "").replace("titel: Drie", value)
    assert _back(WAS, by_hand) == by_hand
    by_a_program_that_knows_comments = by_hand.replace("bron: [a, b]", "bron:\n    - a\n    - b").replace(
        "Eén", "'Eén'"
    )
    assert _back(WAS, by_a_program_that_knows_comments) == by_hand


def test_of_two_comments_that_say_the_same_the_one_that_was_taken_out_is_gone() -> None:
    was = WAS.replace("titel: Drie", "titel: Drie  # de eerste")
    for gone in ("titel: Eén  # de eerste", "titel: Drie  # de eerste"):
        now = was.replace(gone, gone.removesuffix("  # de eerste"))
        assert _back(was, now.replace("[a, b]", "['a', 'b']")) == now


def test_the_only_comment_stays_out_unless_a_program_wrote_the_file() -> None:
    was = WAS
    for remark in REMARKS[1:]:
        was = was.replace(remark, "")
    now = was.replace("  # de eerste", "")
    assert _back(was, now.replace("Drie", "Vier")) == now.replace("Drie", "Vier")
    assert _back(was, editors.decap(yaml_source(now).value, ORDER)) == was


def test_what_was_said_of_a_row_goes_with_it_and_what_was_said_of_more_stays() -> None:
    row = WAS[WAS.index("- id: twee") : WAS.index("- id: drie")]
    without = WAS.replace(row, "")
    assert _back(WAS, without) == without
    assert _back(WAS, without.replace("# Over twee en drie.\n\n", "")) == without.replace(
        "# Over twee en drie.\n\n", ""
    )


def test_a_comment_behind_a_value_that_becomes_a_paragraph_is_no_part_of_it() -> None:
    data = yaml_source(WAS).value
    data[0]["titel"] = "Een.\n\nEn nog: een."
    now = _back(WAS, editors.formatter(data, ()))
    assert yaml_source(now).value[0]["titel"] == "Een.\n\nEn nog: een."
    assert "titel: >-  # de eerste\n" in now


def test_what_would_say_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying._Tidy, "block", lambda *_: WAS[WAS.index("- id") :].rstrip("\n"))  # noqa: SLF001 - a fault of ours
    with pytest.raises(NotTheSameError, match="zonder dat er iets anders komt te staan"):
        _back(WAS, WAS.replace("Drie", "Vier"))


def test_a_page_keeps_its_text_but_for_what_someone_wrote() -> None:
    was = "---\ntitel: Een\n---\n\nEerste regel\nTweede regel\n\n- punt\n"
    now = "---\ntitel: 'Een'\n---\nEerste regel \nTweede regel\n\n\n- ander punt"
    assert tidying.put_back("x.md", was.encode(), now.encode()).decode() == was.replace("\n- punt", "\n\n- ander punt")


PROSE = "\n## Kop\n\nEen zin die hier\nop twee regels staat, **vet**.\n\n- punt\n- nog een\n\n| A | B |\n| --- | ---: |\n| 1 | 2 |\n"


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        (("hier\nop", "hier op"), ("", "")),
        (("- punt\n- nog", "* punt\n* nog"), ("", "")),
        (("**vet**", "__vet__"), ("", "")),
        (("| 1 | 2 |", "| 1   |    2 |"), ("", "")),
        (("## Kop\n\n", "## Kop\n"), ("", "")),
        (("- punt\n- nog een", "* punt\n* nog iets"), ("- nog een", "- nog iets")),
        (("hier\nop twee", "hier op drie"), ("hier\nop twee", "hier op drie")),
        (("- punt\n- nog", "- punt\n\n- nog"), ("- punt\n- nog", "- punt\n\n- nog")),  # which has paragraphs in it
        (("regels", "regels  \n"), ("regels", "regels  \n")),  # which is another line
    ],
)
def test_prose_that_says_the_same_is_typed_as_it_was(typed: tuple[str, str], becomes: tuple[str, str]) -> None:
    was, now = (f"---\ntitel: Een\n---\n{text}" for text in (PROSE, PROSE.replace(*typed)))
    assert now != was
    back = tidying.put_back("x.md", was.encode(), now.encode()).decode()
    assert paragraphs.said(parsing.parted(back)[1]) == paragraphs.said(parsing.parted(now)[1])
    if typed[0].startswith("- punt\n- nog een"):
        assert "nog iets" in back
    else:
        assert back == was.replace(*becomes)


SHEET = 'id,naam,"aantal",noot\na,"Een, twee",1,\nb,Drie,2,"x"\n'


@pytest.mark.parametrize(
    ("now", "becomes"),
    [
        ('"noot","id","naam","aantal"\n"","a","Een, twee","1"\n"x","b","Drie","2"\n', SHEET),
        ('"id","naam","aantal","noot"\n"a","Een, twee","1",""\n"b","Vier","2","x"\n', SHEET.replace("Drie", "Vier")),
        (
            "id,naam,aantal,noot\na,'Een',1,\nb,Drie,2,x\nc,\"Vijf, zes\",3,\n",
            SHEET.replace('"Een, twee"', "'Een'") + 'c,"Vijf, zes",3,\n',
        ),
        ("id,naam,aantal,noot\nb,Drie,2,x\n", SHEET.replace('a,"Een, twee",1,\n', "")),
        (
            'id,naam,aantal,noot,meer\na,"Een, twee",1,,\nb,Drie,2,x,y\n',
            'id,naam,aantal,noot,meer\na,"Een, twee",1,,\nb,Drie,2,"x",y\n',
        ),
    ],
)
def test_a_table_keeps_its_columns_and_its_quotation_marks(now: str, becomes: str) -> None:
    assert tidying.put_back("x.csv", SHEET.encode(), now.encode()).decode() == becomes


def test_a_table_of_a_dutch_spreadsheet_gets_its_commas_back() -> None:
    semicolons = "\ufeffsep=;\r\nid;naam;aantal;noot\r\na;Een, twee;1;\r\nb;Vier;2;x\r\n;;;\r\n"
    assert tidying.put_back("x.csv", SHEET.encode(), semicolons.encode()).decode() == SHEET.replace("Drie", "Vier")
    two_lines = semicolons.replace("Vier", '"Vier\nvijf"').encode()
    assert tidying.put_back("x.csv", SHEET.encode(), two_lines).decode() == SHEET.replace("Drie", '"Vier\nvijf"')


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("<<<<<<< HEAD\n- id: een\n=======\n- id: twee\n>>>>>>> x\n", "merktekens van twee versies"),
        ("- &a\n  id: een\n- *a\n", "verwijzingen bestaan hier niet"),
        ("- id: een\n  id: twee\n", "voor de tweede keer"),
        ("- id: een\n---\n- id: twee\n", "één document"),
        ("- id: een\n\ttitel: x\n", "hier staat een tab"),
        ("- id: een\n  <<: {a: b}\n", "samenvoegen met <<"),
        ("", "leeg"),
    ],
)
def test_what_cannot_be_read_is_told(typed: str, told: str) -> None:
    with pytest.raises(parsing.ParseError, match=told):
        _back(WAS, typed)
