"""The configuration of an editor has a field for all that stands in our files, and none that it would write otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.base.parsing import front_matter, yaml_source
from macros.cli import main
from macros.records import kinds
from macros.records import models as m
from macros.records.loader import own_network
from macros.writing import editor
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def configured() -> dict[str, Any]:
    return editor.configuration(ROOT, own_network(ROOT))


def _every(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from _every(field.get("fields", []))


def _files(configured: dict[str, Any], root: Path = ROOT) -> dict[str, list[dict[str, Any]]]:
    """Each file, with its fields or, of a list, those of a row."""
    *pages, data = configured["collections"]
    found = {file["file"]: file["fields"][0]["fields"] for file in data["files"]}
    for page in pages:
        paths = (root / page["folder"]).glob("*.md")
        found |= {path.relative_to(root).as_posix(): page["fields"] for path in paths if path.stem != "index"}
    return found


NOT_HELD = "docs/_data/financien/midden-nederland-2021-2022.yml"
"""Its notes have numbers, and some amounts are empty; Sveltia 0.221.1 made a list of the notes."""


@pytest.mark.parametrize("said", [[{"noten": {"1": "x"}}], [{"bedragen": ["1", None]}]])
def test_what_the_editor_would_write_otherwise_is_not_given_to_it(said: list[Any]) -> None:
    assert not editor.is_held(said)
    assert editor.is_held([{"noten": {"a": "x"}, "bedragen": ["1", "2"], "leeg": None}])


def test_a_list_of_texts_has_a_box_for_each(configured: dict[str, Any]) -> None:
    """One box with a line for each stops at a number, such as the name of a column that is a year (`kolommen: [2023]`)."""
    lists = [f for fields in _files(configured).values() for f in _every(fields) if f["widget"] == "list"]
    assert all("fields" in field or field["field"]["widget"] == "text" for field in lists)


def test_a_data_file_is_a_list_and_nothing_around_it(configured: dict[str, Any]) -> None:
    files = configured["collections"][-1]["files"]
    patterns = [kind.files for kind in kinds.KINDS if kind.file.endswith(".yml") and not kind.alone]
    assert {file["file"] for file in files} == {
        path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)
    } - {NOT_HELD}
    assert all(file["fields"][0]["root"] is True and len(file["fields"]) == 1 for file in files)


def _missing(fields: list[dict[str, Any]], said: Any) -> Iterator[str]:  # noqa: ANN401 - any plain value
    for row in said if isinstance(said, list) else [said]:
        for field in fields:
            value = row.get(field["name"])
            if field["required"] and not value:
                yield f"{row}: {field['name']}"
            if value and "fields" in field:
                yield from _missing(field["fields"], value)


def test_what_is_there_can_be_saved_as_it_is(configured: dict[str, Any]) -> None:
    """An editor saves nothing of a file of which one record lacks a field that must be filled in."""
    for name, fields in _files(configured).items():
        text = (ROOT / name).read_text(encoding="utf-8")
        said = front_matter(text)[0].value if name.endswith(".md") else yaml_source(text).value
        asked = [{"required": True} | field for field in fields if field["name"] != "body"]
        assert [*_missing(asked, said)] == [], name


def test_the_page_above_records_is_none_of_them(configured: dict[str, Any]) -> None:
    for pages in configured["collections"][:-1]:
        own = pages["filter"]["field"]
        for path in (ROOT / pages["folder"]).glob("*.md"):
            said = front_matter(path.read_text(encoding="utf-8"))[0].value
            assert (own in said) is (path.stem != "index"), path


def test_what_an_editor_would_write_otherwise_is_no_field_of_it(configured: dict[str, Any]) -> None:
    every = [field for fields in _files(configured).values() for field in _every(fields)]
    assert {field["widget"] for field in every} == {
        "string",
        "text",
        "list",
        "object",
        "select",
        "relation",
        "keyvalue",
    }
    yes_no = next(field for field in every if field["name"] == "in_tekst")
    assert (yes_no["widget"], yes_no["options"]) == ("select", ["ja", "nee"])
    assert {field["widget"] for field in every if field["name"] == "body"} == {"text"}


def test_a_newsletter_gets_its_name_by_hand_and_drafts_are_proposals(configured: dict[str, Any]) -> None:
    names = {page["name"]: page.get("slug") for page in configured["collections"][:-1]}
    assert names == {"praktijken": None, "nieuwsbrieven": "{{fields._slug}}"}
    assert configured["publish_mode"] == "editorial_workflow"


def test_a_relation_leads_to_a_list_that_is_there(configured: dict[str, Any]) -> None:
    *pages, data = configured["collections"]
    known = {page["name"] for page in pages} | {(data["name"], file["name"]) for file in data["files"]}
    relations = [f for fields in _files(configured).values() for f in _every(fields) if f["widget"] == "relation"]
    assert len(relations) > 50
    for relation in relations:
        place = (relation["collection"], relation["file"]) if "file" in relation else relation["collection"]
        assert place in known


NETWORKS = (ROOT, ROOT / "tests/networks/midden-nederland")


@pytest.mark.parametrize("root", NETWORKS, ids=lambda root: root.name)
def test_each_value_of_each_network_can_stand_in_its_field(root: Path) -> None:
    """A choice is one of its options, a text of one line is on one line, and so is an item of a list: an editor shows an item a line."""
    for name, fields in _files(editor.configuration(root, own_network(root)), root).items():
        text = (root / name).read_text(encoding="utf-8")
        rows = yaml_source(text).value if name.endswith(".yml") else [front_matter(text)[0].value]
        for row in rows:
            assert [*_misfits(row, fields, name)] == []
            assert [*_outside(row, fields, name)] == []


def _outside(row: dict[str, Any], fields: list[dict[str, Any]], place: str) -> Iterator[str]:
    known = {field["name"]: field for field in fields}
    for name, value in row.items():
        field = known[name]
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from _outside(part, field["fields"], f"{place}: {name}") if "fields" in field else ()
            elif (
                not isinstance(part, str)
                or ("\n" in part and field["widget"] != "text")
                or part not in field.get("options", [part])
            ):
                yield f"{place}: {name} cannot be {part!r}"


@pytest.mark.parametrize("model", m.COLLECTIONS, ids=lambda model: model.kind.singular)
def test_no_field_of_any_record_is_lost(model: type[m.Record], tmp_path: Path) -> None:
    """By the JSON Schema of each class, which knows nothing of the editor: every field, every word, lists and parts to the bottom."""
    file = tmp_path / re.sub(r"{.*?}", "2026", model.kind.file)
    file.parent.mkdir(parents=True)
    file.touch()
    *pages, data = editor.configuration(tmp_path, own_network(ROOT))["collections"]
    found = [page["fields"][:-1] for page in pages if page["folder"] == model.kind.file.rpartition("/")[0]]
    found += [listed["fields"][0]["fields"] for listed in data["files"]]
    if model.kind.alone or not model.kind.file.endswith((".yml", ".md")):
        assert not found
        return
    schema = model.model_json_schema(mode="validation")
    gone = {"tekst", "id"} if model.kind.in_markdown else {"rijen"} if model is m.Cijferreeks else set()
    assert [*_unlike(found[0], schema, schema.get("$defs", {}), gone)] == []


def _unlike(fields: list[dict[str, Any]], schema: Any, defs: Any, gone: Collection[str] = ()) -> Iterator[str]:  # noqa: ANN401 - JSON
    named = {field["name"]: field for field in fields}
    if named.keys() != (wanted := schema["properties"].keys() - {*gone}):
        yield f"{sorted(named.keys() ^ wanted)} of {schema['title']}"
    for name, field in named.items():
        kinds_ = [kind for kind in _resolved(schema["properties"][name], defs) if kind.get("type") != "null"]
        arrays = [kind for kind in kinds_ if kind.get("type") == "array"]
        if bool(arrays) is not (field["widget"] == "list" or field.get("multiple", False)):
            yield f"{name} holds {'several' if arrays else 'one'}, and is a {field}"
        items = [item for array in arrays for item in _resolved(array["items"], defs)] or kinds_
        parts = [item for item in items if "properties" in item]
        words = [item["enum"] for item in items if "enum" in item and len(items) == 1]
        words = [["ja", "nee"]] if any(item.get("type") == "boolean" for item in items) else words
        if words and (field["widget"], field.get("options")) != ("select", words[0]):
            yield f"{name} is one of {words[0]}, and is a {field}"
        if bool(parts) is not ("fields" in field):
            yield f"{name} has parts, or not, and is a {field}"
        if parts:
            yield from _unlike(field["fields"], parts[0], defs)


def _resolved(schema: Any, defs: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """The kinds of value that a part of a schema allows."""
    if "$ref" in schema:
        return _resolved(defs[schema["$ref"].rpartition("/")[2]], defs)
    return [kind for one in schema["anyOf"] for kind in _resolved(one, defs)] if "anyOf" in schema else [schema]


def _misfits(row: dict[str, Any], fields: list[dict[str, Any]], place: str) -> Iterator[str]:
    known = {field["name"]: field for field in fields}
    for name, value in row.items():
        field = known.get(name, {"widget": "none"})
        several = field.get("multiple") or field["widget"] == "list"
        kind = dict if field["widget"] in {"object", "keyvalue"} else list if several else str | None
        if not isinstance(value, kind):
            yield f"{place}: {name} is a {field['widget']}, not {value!r}"
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and field["widget"] != "keyvalue":
                yield from _misfits(part, field.get("fields", []), f"{place}: {name}")


def test_it_is_written_where_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], configured: dict[str, Any]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["schema", "--cms", str(tmp_path)]) == 0
    assert "vul bij 'repo' uw opslag in" in capsys.readouterr().out
    assert json.loads((tmp_path / "config.yml").read_text(encoding="utf-8")) == configured
    assert (
        yaml_source((tmp_path / "config.yml").read_text(encoding="utf-8")).value["publish_mode"] == "editorial_workflow"
    )
