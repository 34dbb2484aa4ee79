"""What each kind of step does to a file: the lines it is about, and no other letter; and nothing when it is done again."""

from __future__ import annotations

import pytest

from macros.base.version import VERSION, numbers
from macros.writing import versions
from macros.writing.upgrading import (
    AddArgument,
    AskPerson,
    DropField,
    MakeFile,
    MakeLists,
    RenameField,
    ReplaceValue,
    Requirement,
    Upgraded,
    changed_lines,
    upgraded,
)

TEAMS, PAGE = "docs/_data/expertteams.yml", "docs/over.md"
RECORDS = """\
# Uitleg boven de rijen.
- id: jeugd # een opmerking
  van: "2018"
  tot: 2019   # en nog een
  voorzitters:
    - naam: A
      van: 2018

- tot: 2020
  id: cyber
  tot_bron: b
"""
SETTINGS = """\
theme:
  name: material # blijft
  custom_dir: overrides
  font: false

# Wat het voorbeeld ziet,
# en meer.
watch: [newsletters, macros]

plugins:
  - kennisbank
  - macros:
      module_name: macros
"""
WORDS = (
    "Tekst {{ oud(a=1, b='oud(a=2)') }} en {{ouder()}}, `{{ oud() }}`.\r\n{{ nieuw() }} en {{ nieuw( aantal=4 ) }}\r\n"
)
CASES = {
    "a field": (TEAMS, RECORDS, RenameField((TEAMS,), ("van",), "begin"), [('van: "2018"', 'begin: "2018"')]),
    "a field in a part": (
        TEAMS, RECORDS, RenameField(("docs/_data/*.yml",), ("voorzitters", "van"), "begin"), [("van: 2018", "begin: 2018")],
    ),
    "a field unless another": (
        TEAMS, RECORDS, RenameField((TEAMS,), ("tot",), "einde", "tot_bron"),
        [("tot: 2019   # en nog een", "einde: 2019   # en nog een")],
    ),
    "a field that is there": (TEAMS, RECORDS, RenameField((TEAMS,), ("tot",), "id"), []),
    "a field of another file": (TEAMS, RECORDS, RenameField((PAGE,), ("van",), "begin"), []),
    "a field behind a dash": (TEAMS, RECORDS, DropField((TEAMS,), ("tot",), ("2020",)), []),
    "a value": (TEAMS, RECORDS, ReplaceValue((TEAMS,), ("id",), "jeugd", "gezin"),
                [("- id: jeugd # een opmerking", "- id: gezin # een opmerking")]),
    "a value in a list": (
        PAGE, "---\ntitel: Over\nfase: [a, 'b']\n---\nfase: b\n", ReplaceValue(("docs/*.md",), ("fase",), "b", "c"),
        [("fase: [a, 'b']", "fase: [a, c]")],
    ),
    "a setting": ("mkdocs.yml", SETTINGS, DropField(("mkdocs.yml",), ("theme", "custom_dir"), ("overrides",)),
                  [("custom_dir: overrides", "")]),
    "a setting with its comment": (
        "mkdocs.yml", SETTINGS, DropField(("mkdocs.yml",), ("watch",), ("newsletters", "macros", "overrides")),
        [("# Wat het voorbeeld ziet,", ""), ("# en meer.", ""), ("watch: [newsletters, macros]", "")],
    ),
    "a setting that says more": ("mkdocs.yml", SETTINGS, DropField(("mkdocs.yml",), ("watch",), ("macros",)), []),
    "a setting in a list": ("mkdocs.yml", SETTINGS, DropField(("mkdocs.yml",), ("plugins", "macros", "module_name")),
                            [("module_name: macros", "")]),
    "an argument that must be there": (PAGE, WORDS, AddArgument("nieuw", "leeg", '""'), [(
        "{{ nieuw() }} en {{ nieuw( aantal=4 ) }}", '{{ nieuw(leeg="") }} en {{ nieuw( aantal=4 , leeg="") }}',
    )]),
    "lists": (PAGE, "---\ntitel: Over\nbron: b\n---\nbron: b\n", MakeLists(), [("bron: b", "bron: [b]")]),
}  # fmt: skip


def _done(files: dict[str, str], *does: object) -> Upgraded:
    steps = [Requirement("1.0.0", "daarom", each) for each in does]  # type: ignore[arg-type]  # of any kind
    return upgraded({name: text.encode() for name, text in files.items()}, steps, lambda name: name == "macros")


@pytest.mark.parametrize("case", CASES)
def test_a_step_changes_what_it_is_about_and_no_other_line(case: str) -> None:
    name, text, does, expected = CASES[case]
    new = _done({name: text}, does).files[name]
    assert [(was, now) for _, was, now in changed_lines(text.encode(), new)] == expected
    assert new.count(b"\r") == text.count("\r")
    assert _done({name: new.decode()}, does).done == [], "done once, it is done"


def test_a_place_is_told_by_the_line_that_it_has_now() -> None:
    new = _done(
        {"mkdocs.yml": SETTINGS}, *(CASES[case][2] for case in ("a setting with its comment", "a setting in a list"))
    )
    lines = [line for line, was, _ in changed_lines(SETTINGS.encode(), new.files["mkdocs.yml"]) if was]
    assert [SETTINGS.split("\n")[line - 1].strip() for line in lines] == [
        "# Wat het voorbeeld ziet,", "# en meer.", "watch: [newsletters, macros]", "module_name: macros",
    ]  # fmt: skip


def test_a_file_that_must_be_there_is_made_once_with_what_another_says() -> None:
    make = MakeFile("docs/a.yml", "naam: {naam}\nadres: {adres}\n", {
        "naam": ("mkdocs.yml", ("site_name",), "?"), "adres": ("mkdocs.yml", ("site_url",), "https://…"),
    })  # fmt: skip
    files = _done({"mkdocs.yml": "site_name: 'Net: werk' # zo"}, make).files
    assert files["docs/a.yml"].decode() == "naam: 'Net: werk'\nadres: https://…\n"
    assert _done({"docs/a.yml": "eigen"}, make).done == []


def test_what_only_a_person_can_do_is_asked_where_it_is_so() -> None:
    assert [step.does for step in _done({}, AskPerson("macros"), AskPerson("overrides")).asked] == [AskPerson("macros")]


def test_a_file_that_cannot_be_read_stays_and_is_told() -> None:
    broken = "- id: [jeugd\n van: 2018\n"
    done = _done({TEAMS: broken}, CASES["a field"][2])
    assert (done.files, [*done.unread]) == ({TEAMS: broken.encode()}, [TEAMS])


def test_the_steps_stand_in_the_order_of_their_versions() -> None:
    of_versions = [step.version for step in versions.STEPS]
    assert of_versions == sorted(of_versions, key=numbers)
    assert versions.asked_since("0.1.0") == [*versions.STEPS]
    assert versions.asked_since(VERSION) == []
