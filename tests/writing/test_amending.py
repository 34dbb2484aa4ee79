"""A record that a form changes: its file says the new answers, and every other letter is what it was."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from macros.base import parsing, places
from macros.base.parsing import yaml_source
from macros.base.places import Node
from macros.records.catalog import Catalog
from macros.records.loader import load
from macros.writing import amending, entry
from tests.conftest import ROOT
from tests.helpers import editors

HERE = Path(__file__).parent
EDITS = 600
TEXTS = (
    "iets anders", "Let op: nieuw", "- streepje", "2024-01-01", "'t Hart", 'met "haken"', "#2a8eff", "a, b", "nee", "[x]", "een # ander",
    "~", "null", "eind:", "{{ x }}", "💡 met een teken", "Een lange zin met woorden. " * 9 + "Slot.",
)  # fmt: skip


@cache
def _catalog() -> Catalog:
    return load(ROOT)


@cache
def _form(page: str) -> entry.EntryForm:
    return entry.form(_catalog(), page)


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what a form makes another in one of its records."""

    name: str
    text: str
    id_: str
    order: tuple[str, ...]
    changes: dict[str, str | list[str]]
    step: list[tuple[str, str]]

    @property
    def call(self) -> list[Any]:
        """What amend.js is given."""
        return [amending.source(self.name, self.text.encode()), self.id_, self.order, self.changes, self.step]


def amended(cases: list[Case]) -> list[str]:
    """What the form's script makes of each."""
    node = shutil.which("node")
    assert node, "the script of a form needs Node.js"
    out = subprocess.run(  # noqa: S603 - ours
        [node, str(HERE / "amend.mjs"), str(ROOT / "overrides/assets/form/amend.js")],
        input=json.dumps([case.call for case in cases]), capture_output=True, text=True, check=True,
    )  # fmt: skip
    texts: list[str] = json.loads(out.stdout)
    return texts


# ── Generated changes ───────────────────────────────────────────────────────────────────────────────────


def _typed_otherwise(yaml: str, rng: Random) -> str:
    """The same file as someone else would have typed it, with comments."""
    if how := rng.choice([None, None, None, *editors.EDITORS]):
        yaml = (
            how(yaml_source(yaml).value, ()).removeprefix("---\n").removesuffix("...\n")
        )  # on a page these end the front matter
    data, comments = yaml_source(yaml).value, 0
    for _ in range(6):
        lines = yaml.split("\n")
        place = rng.randrange(len(lines))
        if rng.random() < 0.5:
            lines.insert(place, " " * (len(lines[place]) - len(lines[place].lstrip())) + f"# over {comments}")
        else:
            lines[place] += f"  # achter {comments}"
        try:
            if yaml_source("\n".join(lines)).value == data:
                yaml, comments = "\n".join(lines), comments + 1
        except parsing.ParseError:
            continue
    return yaml


def _case(seed: int) -> Case:
    rng = Random(seed)  # noqa: S311 - the same in every run
    page = rng.choice([*entry.FORMS])
    form, model = _form(page), entry.FORMS[page]
    record = rng.choice(_catalog().listed(model))
    text = (ROOT / record.file).read_text(encoding="utf-8")
    if record.file.endswith(".md"):
        yaml, prose, _ = parsing.parted(text)
        text = f"---\n{_typed_otherwise(yaml, rng).strip(chr(10))}\n---\n{prose}"
    else:
        text = _typed_otherwise(_around(text, record.id), rng)
    changes: dict[str, str | list[str]] = {}
    for field in rng.sample([f for f in form.fields if f.name not in {"jaar", "id"}], rng.choice([1, 1, 2, 3])):
        said = (
            _said(_row(record.file, text, record.id)[field.name].data)
            if _has(record.file, text, record.id, field.name)
            else None
        )
        changes[field.name] = _several(rng, said) if field.many else "" if rng.random() < 0.2 else _one(rng, said)
    if form.prose and rng.random() < 0.3:
        changes["tekst"] = "## Een kop\n\nNieuwe tekst — met {{ woorden() }}.\n\n- x"
    step = [("datum", "2027-02-01"), ("tekst", "Verplaatst, want: vol.")] if form.told and rng.random() < 0.3 else []
    return Case(record.file, text, record.id, form.order, changes, step)


def _around(text: str, id_: str) -> str:
    """A record with those beside it: a file of all of them takes long to read so often."""
    pieces = re.split(r"(?m)^(?=- id: )", text)
    place = next(n for n, piece in enumerate(pieces) if piece.startswith(f"- id: {id_}\n"))
    return "".join(pieces[max(0, place - 2) : place + 3])


def _said(data: Any) -> Any:  # noqa: ANN401 - any plain value
    return data or ""


def _one(rng: Random, said: Any) -> str:  # noqa: ANN401 - the same
    if isinstance(said, str) and said.count(" ") > 3 and rng.random() < 0.7:
        words = said.split()
        words.insert(rng.randrange(len(words)), rng.choice(["nog", "heel veel meer", "(dit: nieuw)"]))
        return " ".join(words)
    return rng.choice(TEXTS)


def _several(rng: Random, said: Any) -> list[str]:  # noqa: ANN401 - the same
    items = list(said) if isinstance(said, list) else [said] if said else []
    match rng.randrange(5):
        case 0:
            items.insert(rng.randrange(len(items) + 1), rng.choice(TEXTS))
        case 1 if items:
            del items[rng.randrange(len(items))]
        case 2 if items:
            items[rng.randrange(len(items))] = rng.choice(TEXTS)
        case 3:
            rng.shuffle(items)
        case _:
            items = []
    return items


def _yaml(name: str, text: str) -> str:
    return parsing.parted(text)[0] + "\n" if name.endswith(".md") else text


def _rows(name: str, text: str) -> list[Node]:
    root = places.tree(_yaml(name, text))
    assert root
    return root.items or [root]


def _row(name: str, text: str, id_: str) -> dict[str, Node]:
    rows = _rows(name, text)
    row = rows[0] if name.endswith(".md") else next(row for row in rows if row.data["id"] == id_)
    assert row.fields
    return {key: value for key, (_, value) in row.fields.items()}


def _has(name: str, text: str, id_: str, field: str) -> bool:
    return field in _row(name, text, id_)


def _letters(name: str, text: str) -> dict[tuple[str, str], str]:
    """Of each field of each record how it is typed."""
    yaml = _yaml(name, text)
    return {
        (row.data.get("id", ""), key): yaml[start : value.end]
        for row in _rows(name, text)
        for key, (start, value) in (row.fields or {}).items()
    }


def _comments(yaml: str) -> list[str]:
    return re.findall(r"# (?:over|achter) \d+", yaml)


@pytest.mark.parametrize("part", range(4))
def test_the_file_says_the_new_answers_and_every_other_letter_stays(part: int) -> None:
    cases = [_case(seed) for seed in range(part, EDITS, 4)]
    for case, text in zip(cases, amended(cases), strict=True):
        told = (
            f"{case.name} {case.id_} {case.changes} {case.step}\n{_yaml(case.name, text)}"
            if case.name.endswith(".md")
            else f"{case}"
        )
        was, now = _row(case.name, case.text, case.id_), _row(case.name, text, case.id_)
        expected = {key: node.data for key, node in was.items()} | case.changes
        for key, value in expected.items():
            said = now[key].data if key in now else None
            if key == "tekst":
                assert parsing.parted(text)[1].strip("\n") == value, told
            elif key == "geschiedenis":
                assert said == [*(value or ()), *([dict(case.step)] if case.step else [])], told
            else:
                assert (said or "") == (value or ""), f"{key}: {told}"
        if case.step:
            assert now["geschiedenis"].data[-1] == dict(case.step)
        own = "" if case.name.endswith(".md") else case.id_
        changed = {(own, key) for key in (*case.changes, *(["geschiedenis"] if case.step else []))}
        before, after = _letters(case.name, case.text), _letters(case.name, text)
        assert {k: v for k, v in before.items() if k not in changed} == {
            k: v for k, v in after.items() if k not in changed
        }, told
        gone = {key for key in case.changes if isinstance(case.changes[key], list)}
        if not gone:
            assert _comments(text) == _comments(case.text), told
        if "tekst" not in case.changes and case.name.endswith(".md"):
            assert parsing.parted(text)[1] == parsing.parted(case.text)[1], told
