from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest

from macros.base import late, supplied, workers
from macros.base.workers import WorkerPool
from macros.build.content import Content
from macros.cache import fingerprints
from macros.cache.fingerprints import _PACKAGES, _installed, _plain
from macros.cache.memory import Memory, Task
from macros.cache.store import Store
from macros.cache.trace import Questions
from macros.records import models as m
from macros.records.catalog import Catalog


def _memory(catalog: Catalog, folder: Path, version_: str = "1") -> Memory:
    return Memory(catalog, version_, Store(folder / "store.db", pytest.fail))


@pytest.fixture
def catalog(contents: Content) -> Catalog:
    return contents.view.catalog


def _names(catalog: Catalog) -> dict[str, bytes]:
    return {"namen.txt": " ".join(thema.naam for thema in catalog.themas(running=True)).encode()}


def test_what_was_made_is_not_made_again(catalog: Catalog, tmp_path: Path) -> None:
    one = _memory(catalog, tmp_path)
    made = one.files("namen", ("x",), _names)
    assert b"Jeugd" in made["namen.txt"]
    one.commit()
    two = _memory(catalog, tmp_path)
    assert two.files("namen", ("x",), lambda _: pytest.fail("again")) == made
    two.commit()


def _noted(questions: list[int], _: object) -> bool:
    questions.append(1)
    return True


@pytest.mark.parametrize(("reading", "asked"), [("same", []), ("other", [1]), ("", [1, 1])])
def test_of_the_same_reading_nothing_is_asked_again(
    catalog: Catalog, tmp_path: Path, reading: str, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Memory(catalog, "1", Store(tmp_path / "store.db", pytest.fail), reading="same")
    made = one.files("namen", ("x",), _names)
    one.commit()
    questions: list[int] = []
    for _ in range(2):  # what was taken over is known to the build after that, too
        two = Memory(catalog, "1", Store(tmp_path / "store.db", pytest.fail), reading=reading)
        monkeypatch.setattr(two.questions, "holds", partial(_noted, questions))
        assert two.known("namen", ("x",)) == made
        two.commit()
    assert questions == asked


@pytest.mark.parametrize("what", ["invoer", "versie", "soort", "records"])
def test_it_is_made_again_when_anything_is_different(catalog: Catalog, tmp_path: Path, what: str) -> None:
    one = _memory(catalog, tmp_path)
    one.files("namen", ("x",), _names)
    one.commit()
    jeugd = catalog.one(m.Thema, "jeugd").model_copy(update={"naam": "Jongeren"})
    themas = {**catalog.records[m.Thema], "jeugd": jeugd}
    different = replace(catalog, records={**catalog.records, m.Thema: themas}) if what == "records" else catalog
    two = _memory(different, tmp_path, "2" if what == "versie" else "1")
    again = two.files(
        "meer" if what == "soort" else "namen",
        ("y" if what == "invoer" else "x",),
        lambda c: {**_names(c), "nieuw": b""},
    )
    assert "nieuw" in again
    two.commit()


class _Locations:
    """Something else that a check may ask."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def exists(self, name: str) -> bool:
        return name in self.names


def _search(plaatsen: _Locations) -> list[str]:
    return [] if plaatsen.exists("b") else ["'b' bestaat niet"]


def test_answers_are_remembered_with_what_was_asked(catalog: Catalog, tmp_path: Path) -> None:
    one = _memory(catalog, tmp_path)
    assert one.recall("tekst", [(("a.md",), _search)], Questions(_Locations("a"), catalog)) == [["'b' bestaat niet"]]
    one.close_answers()
    one.commit()
    two = _memory(catalog, tmp_path)
    never = lambda _: pytest.fail("again")  # noqa: E731 - says what it is at the place where it is used
    assert two.recall("tekst", [(("a.md",), never)], Questions(_Locations("a", "c"), catalog)) == [["'b' bestaat niet"]]
    three = _memory(catalog, tmp_path)
    assert three.recall("tekst", [(("a.md",), _search)], Questions(_Locations("a", "b"), catalog)) == [[]]


def test_without_a_store_everything_is_made(catalog: Catalog) -> None:
    seen: list[Catalog] = []
    memory = Memory(catalog)
    for _ in range(2):
        memory.files("namen", (), lambda c: seen.append(c) or {})  # type: ignore[func-returns-value]
    memory.commit()
    assert seen == [catalog, catalog]


def test_the_version_sees_code_templates_and_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supplied, "CODE", tmp_path / "macros")
    (tmp_path / "macros").mkdir()
    (tmp_path / "overrides").mkdir()
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x")
    versions = [fingerprints.version_(tmp_path)]
    (tmp_path / "overrides" / "main.html").write_text("<p>")
    versions.append(fingerprints.version_(tmp_path))
    (tmp_path / "mkdocs.yml").write_text("site_name: y")
    versions.append(fingerprints.version_(tmp_path))
    assert len({*versions}) == 3
    inputs = fingerprints.inputs(tmp_path)
    (tmp_path / "docs" / "a.md").write_text("tekst")
    assert fingerprints.version_(tmp_path) == versions[-1]
    assert fingerprints.inputs(tmp_path) != inputs


def test_the_version_of_a_package_is_in_the_name_of_its_metadata() -> None:
    installed = {name: version for folder in reversed(sys.path) for name, version in _installed(folder)}
    for package in _PACKAGES:
        assert installed[_plain(package)] == metadata.version(package)


def test_of_the_same_reading_answers_hold_without_being_asked(catalog: Catalog, tmp_path: Path) -> None:
    one = Memory(catalog, "1", Store(tmp_path / "store.db", pytest.fail), reading="a")
    assert one.grounds is None
    one.recall("namen", [((), _running)], one.questions)
    one.close_answers({"gronden": 1})
    one.commit()
    never: Catalog = late.thing(lambda: pytest.fail("asked"))
    same = Memory(never, "1", Store(tmp_path / "store.db", pytest.fail), reading="a")
    assert same.grounds is not None
    assert json.loads(same.grounds[""]) == {"gronden": 1}
    assert same.recall("namen", [((), _running)], same.questions) == [_running(catalog)]
    for other in (
        Memory(catalog, "1", Store(tmp_path / "store.db", pytest.fail), reading="b"),
        Memory(catalog, "2", Store(tmp_path / "store.db", pytest.fail), reading="a"),
        Memory(catalog, "1", Store(tmp_path / "store.db", pytest.fail)),
    ):
        assert other.grounds is None


def test_after_a_check_that_was_not_whole_everything_is_asked(catalog: Catalog, tmp_path: Path) -> None:
    for reading, whole in (("a", True), ("b", False)):
        memory = Memory(catalog, "1", Store(tmp_path / "store.db", pytest.fail), reading=reading)
        memory.recall("namen", [((), _running)], memory.questions)
        memory.close_answers({}, whole=whole)
        memory.commit()
    for reading in ("a", "b"):
        assert Memory(catalog, "1", Store(tmp_path / "store.db", pytest.fail), reading=reading).grounds is None


def _running(catalog: Catalog) -> list[str]:
    return [thema.naam for thema in catalog.themas(running=True)]


def test_a_built_site_is_known_by_its_input(catalog: Catalog, tmp_path: Path) -> None:
    assert fingerprints.built(tmp_path, pytest.fail) == ""
    memory = Memory(catalog, "1", Store(tmp_path / fingerprints.STORE, pytest.fail))
    memory.save_site(fingerprints.inputs(tmp_path), "abc")
    memory.commit()
    assert fingerprints.built(tmp_path, pytest.fail) == "abc"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("tekst")
    assert fingerprints.built(tmp_path, pytest.fail) == ""


def _long(numeral: int, catalog: Catalog) -> list[int]:
    catalog.themas(running=True)
    return [numeral, os.getpid()]


def _tasks(count: int) -> list[Task[Catalog]]:
    return [((numeral,), partial(_long, numeral)) for numeral in range(count)]


def test_many_answers_are_found_on_all_cores(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    store = Store(tmp_path / "store.db", pytest.fail)
    memory = Memory(catalog, "1", store, WorkerPool(store, together=True))
    answers = memory.recall("getallen", _tasks(500), memory.questions)
    assert [numeral for numeral, _ in answers] == list(range(500))
    assert len({process for _, process in answers}) == 2
    memory.close_answers()
    memory.commit()
    later = _memory(catalog, tmp_path)
    assert later.recall("getallen", _tasks(500), later.questions) == answers


def test_what_goes_wrong_on_another_core_is_told_here(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_: Catalog) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(workers, "cores", lambda: 2)
    store = Store(tmp_path / "store.db", pytest.fail)
    memory = Memory(catalog, "1", store, WorkerPool(store, together=True))
    tasks: list[Task[Catalog]] = [*_tasks(499), (("mis",), wrong)]
    with pytest.raises(ZeroDivisionError):
        memory.recall("getallen", tasks, memory.questions)


@pytest.mark.parametrize(("whole", "about"), [(True, 2), (False, 3)])
def test_a_book_holds_what_was_asked_last(catalog: Catalog, tmp_path: Path, *, whole: bool, about: int) -> None:
    for site_pages in (3, 2):
        memory = _memory(catalog, tmp_path)
        memory.recall("getallen", _tasks(site_pages), memory.questions)
        memory.close_answers(whole=whole)
        memory.commit()
    answers = Store(tmp_path / "store.db", pytest.fail).read(memory.key("boek"))
    assert answers is not None
    assert len(json.loads(answers[""])) == about
