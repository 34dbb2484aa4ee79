"""Another id for a record, by one command: nothing refers to the old one, and nothing else is another."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.base import links
from macros.build.content import check
from macros.cli import main
from macros.commands import files
from macros.document.calls import Call
from macros.document.templates import View, environment
from macros.records import kinds, loader
from macros.records import models as m
from macros.records.checks import references
from macros.words import vocabulary
from tests.conftest import ROOT
from tests.errors.test_errors import set_up

Project = Callable[[], Path]


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real content."""
    root = tmp_path / "project"
    for folder in ("docs", "newsletters"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one of each kind."""
    root = set_up(tmp_path / "project")
    monkeypatch.chdir(root)
    return root


def _lines(root: Path) -> dict[str, list[str]]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8").split("\n")
        for path in (*root.glob("docs/**/*.*"), *root.glob("newsletters/*.md"))
        if path.suffix in {".md", ".yml", ".csv"}
    }


@pytest.mark.parametrize(
    ("name", "kind", "old"),
    [
        ("thema", m.Thema, "jeugd"),
        ("praktijk", m.Praktijk, "re-bootcmp"),
        ("team", m.Expertteam, "digitale-veiligheid"),
        ("begrip", m.Begrip, "pga"),
    ],
)
def test_one_command_changes_every_reference_in_the_real_content(
    real: Path, capsys: pytest.CaptureFixture[str], name: str, kind: type[m.Record], old: str
) -> None:
    before = _lines(real)
    assert main(["hernoem", name, old, "nieuwe-id"]) == 0
    said = capsys.readouterr().out
    content, findings = check(real)
    assert (content is not None, findings) == (True, [])
    after, new_file = _lines(real), kind.kind.file_of({"id": "nieuwe-id"})
    made = {file for file in after.keys() - before.keys() if file != "docs/_data/doorverwijzingen.yml"}
    assert all(f"  {file}\n" in said for file in after if before.get(file, after[file]) != after[file])
    for file, lines in after.items():
        was = before.get(re.sub(r"nieuwe-id(?=\.md)", old, file), lines)
        lines_ = [line for line in lines if not line.startswith("eerder: ")] if file in made else lines
        assert [line.replace("nieuwe-id", old) for line in lines_] == [line.replace("nieuwe-id", old) for line in was]
    assert (real / new_file).is_file()
    catalog = loader.load(real)
    past = {row.van for row in catalog.all_of(m.Doorverwijzing)} | {a for page in catalog.moved() for a in page.eerder}
    assert kind.kind.address_of({"id": old}) in past
    assert "Ongedaan maken: git restore -- " in said
    assert main(["hernoem", name, old, "nieuwe-id"]) == 0
    assert "heet al 'nieuwe-id'; er is niets veranderd" in capsys.readouterr().out
    assert _lines(real) == after


def test_what_is_called_alike_and_is_of_another_kind_stays(small: Path) -> None:
    page = small / "docs/over.md"
    text = page.read_text(encoding="utf-8")
    typed = '\n{{ activiteiten(expertteam="jeugd", thema = \'jeugd\', leeg="jeugd") }}\n\n`../themas/jeugd.md` over jeugd.\n'
    page.write_text(text + typed, encoding="utf-8")
    teams = small / "docs/_data/expertteams.yml"
    row = '\n- id: jeugd  # het team jeugd\n  naam: Jeugd\n  soort: expertteam\n  themas: [ "jeugd" ] # jeugd\n  opdracht: jeugd\n  bron: voortgangsbericht-2023\n'
    teams.write_text(f"# Het team jeugd.\n{row}", encoding="utf-8")
    assert main(["hernoem", "thema", "jeugd", "jong"]) == 0
    assert '{{ activiteiten(expertteam="jeugd", thema = \'jong\', leeg="jeugd") }}' in page.read_text(encoding="utf-8")
    assert "`../themas/jeugd.md` over jeugd." in page.read_text(encoding="utf-8")  # from here it leads nowhere
    assert row.replace('[ "jeugd" ]', '[ "jong" ]') in teams.read_text(encoding="utf-8")


def test_line_ends_and_the_mark_at_the_start_of_a_file_stay(small: Path) -> None:
    path = small / "docs/praktijken/hackshield.md"
    typed = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n").replace(
        b"titel: ", b"titel: \xc3\xa9\xf0\x9f\x8e\x89 "
    )
    path.write_bytes(typed)
    assert main(["hernoem", "praktijk", "hackshield", "schild"]) == 0
    now = (small / "docs/praktijken/schild.md").read_bytes()
    assert now == typed.replace(b"\r\n---\r\n", b"\r\neerder: [praktijken/hackshield/]\r\n---\r\n", 1)
    assert main(["hernoem", "thema", "jeugd", "jong"]) == 0
    assert (small / "docs/praktijken/schild.md").read_bytes() == now.replace(b"themas: [jeugd]", b"themas: [jong]")


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("eerder: praktijken/oud/", "eerder: [praktijken/oud/, praktijken/hackshield/]"),
        ("eerder: [praktijken/oud/]  # lang", "eerder: [praktijken/oud/, praktijken/hackshield/]  # lang"),
        ("eerder:\n  - praktijken/oud/  # lang", "eerder:\n  - praktijken/oud/  # lang\n  - praktijken/hackshield/"),
    ],
)
def test_an_old_address_is_added_in_the_way_in_which_the_list_was_typed(small: Path, typed: str, becomes: str) -> None:
    path = small / "docs/praktijken/hackshield.md"
    path.write_text(path.read_text(encoding="utf-8").replace("\nbron:", f"\n{typed}\nbron:", 1), encoding="utf-8")
    assert main(["hernoem", "praktijk", "hackshield", "schild"]) == 0
    assert f"\n{becomes}\nbron:" in (small / "docs/praktijken/schild.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("thema", "jeugdd", "jong", "thema 'jeugdd' bestaat niet; bedoelde u 'jeugd'?"),
        ("thema", "jeugd", "Jeugd en veiligheid", "bedoelde u 'jeugd-en-veiligheid'?"),
        ("thema", "jeugd", "../jong", "'../jong' kan geen id zijn"),
        ("thema", "jeugd", "jeugd", "'jeugd' is al de id"),
        ("thema", "jeugd", "ondermijning", "thema 'ondermijning' bestaat al (docs/_data/themas.yml:"),
        ("praktijk", "hackshield", "a" * 81, "hoogstens 80 tekens"),
    ],
)
def test_an_id_that_cannot_be_is_refused_in_dutch(
    small: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, told: str
) -> None:
    before = _lines(small)
    assert main(["hernoem", name, old, new]) == 1
    assert told in capsys.readouterr().err
    assert _lines(small) == before


def test_an_address_of_the_past_and_that_of_a_page_are_taken(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hernoem", "praktijk", "hackshield", "schild"]) == 0
    assert main(["hernoem", "praktijk", "schild", "hackshield"]) == 1
    assert "is een adres van vroeger (docs/praktijken/schild.md)" in capsys.readouterr().err
    (small / "docs/themas").mkdir()
    (small / "docs/themas/jong.md").write_text("---\ntitel: Jong\n---\n\nTekst.\n", encoding="utf-8")
    assert main(["hernoem", "thema", "jeugd", "jong"]) == 1
    assert "staat al een pagina (docs/themas/jong.md)" in capsys.readouterr().err


def test_nothing_is_renamed_in_content_with_an_error(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    themas = small / "docs/_data/themas.yml"
    themas.write_text(themas.read_text(encoding="utf-8").replace("naam:", "naaam:", 1), encoding="utf-8")
    before = _lines(small)
    assert main(["hernoem", "thema", "jeugd", "jong"]) == 1
    assert "'naaam'" in capsys.readouterr().err
    assert _lines(small) == before


def test_what_stops_half_way_leaves_all_as_it_was(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, replace = _lines(small), Path.replace
    done: list[Path] = []

    def stop(path: Path, target: Path) -> Path:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stop)
    main(["hernoem", "thema", "jeugd", "jong"])
    assert len(done) == 3
    assert _lines(small) == before
    assert not [*small.rglob(".*.nieuw")]


def test_a_file_that_is_gone_comes_back_when_its_successor_cannot_be_written(tmp_path: Path) -> None:
    old, new = tmp_path / "oud.md", tmp_path / "map/nieuw.md"
    old.write_text("oud", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        files.write({new: "nieuw"}, [old, tmp_path / "nooit.md"])
    assert (old.read_text(encoding="utf-8"), new.exists()) == ("oud", False)


# ── What the renaming leans on ──────────────────────────────────────────────────────────────────────────


def test_no_table_refers_to_what_can_be_renamed() -> None:
    """Cells have no place of their own: who lets a CSV refer to a theme teaches the renaming to change one."""
    renamed = {kinds.of(name).collection for name in ("thema", "praktijk", "expertteam", "begrip")}
    catalog = loader.load(ROOT)
    in_tables = [r for model in m.COLLECTIONS if model.kind.file.endswith(".csv") for r in catalog.all_of(model)]
    assert in_tables
    assert not [key for record in in_tables for key, kind, _ in references(record) if kind in renamed]


def test_of_each_word_it_is_known_which_argument_is_an_id() -> None:
    view = View(loader.load(ROOT), environment(ROOT / "overrides/fragments"))
    with_id = {word.naam for word in vocabulary.uitleg(view) if re.search(r"\((?:.*, )?id[,)=]", word.form)}
    kinds_ = {word: vocabulary.refers(Call(1, word, (), {})).get("id") for word in with_id}
    assert with_id >= {"begrip", "expertteam", "teamkader", "feitenkader"}
    assert not [word for word, kind in kinds_.items() if kind is None]
    assert vocabulary.refers(Call(1, "activiteiten", (), {}))["thema"] == "themas"


def test_the_address_of_each_kind_is_made_of_its_id() -> None:
    for name in ("thema", "praktijk", "expertteam", "begrip"):
        assert links.ADDRESS.fullmatch(kinds.of(name).address_of({"id": "een-id"}))
