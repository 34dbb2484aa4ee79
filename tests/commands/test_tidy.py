"""`kennisbank schik`: what an editor did to files of a proposal, seen by the check, shown, and put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.base.parsing import yaml_source
from macros.cli import main
from macros.records import models as m
from macros.records.fields import holds_several
from macros.writing import edits, one_form
from tests.errors.test_errors import set_up
from tests.helpers import editors
from tests.helpers.repository import commit_all, git

THEMES = "docs/_data/themas.yml"
PAGE = "docs/praktijken/hackshield.md"


@pytest.fixture
def proposal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A small project of which a branch is made, with all of it in one form of writing."""
    root = set_up(tmp_path / "project")
    monkeypatch.chdir(root)
    commit_all(root)
    assert main(["schik"]) == 0
    git(root, "commit", "--quiet", "--all", "--message=basis")
    git(root, "checkout", "--quiet", "-b", "voorstel")
    capsys.readouterr()
    return root


def _saved_by_an_editor(root: Path) -> tuple[str, str]:
    """The themes as they were, and as they should be: one name is another."""
    was = (root / THEMES).read_text(encoding="utf-8")
    becomes = was.replace("naam: Jeugd", "naam: Jeugd en gezin", 1)
    assert becomes != was
    data = yaml_source(becomes).value
    (root / THEMES).write_text(editors.formatter(data, ()), encoding="utf-8")
    return was, becomes


@pytest.mark.parametrize("committed", [True, False])
def test_what_an_editor_did_is_told_and_put_back(
    proposal: Path, capsys: pytest.CaptureFixture[str], *, committed: bool
) -> None:
    _, becomes = _saved_by_an_editor(proposal)
    if committed:
        git(proposal, "commit", "--quiet", "--all", "--message=voorstel")
    assert main(["controleer", "--basis=main"]) == 0
    told = capsys.readouterr().out
    assert f"{THEMES}:1: " in told
    assert "zijn anders, en voor wat u veranderde zijn er 2 nodig" in told
    assert "zet ze terug met: kennisbank schik --basis main" in told
    assert main(["schik"]) == 0
    assert f"{THEMES}: van " in capsys.readouterr().out
    assert (proposal / THEMES).read_text(encoding="utf-8") == becomes
    assert main(["schik"]) == 0
    assert capsys.readouterr().out == "Er valt niets te schikken.\n"
    assert main(["controleer", "--basis=main"]) == 0
    assert "schik" not in capsys.readouterr().out


def test_a_file_that_was_only_saved_needs_no_line(proposal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    was = (proposal / THEMES).read_text(encoding="utf-8")
    (proposal / THEMES).write_text(editors.decap(yaml_source(was).value, ()), encoding="utf-8")
    assert main(["controleer", "--basis=main"]) == 0
    assert "voor wat u veranderde zijn er 0 nodig" in capsys.readouterr().out
    assert main(["schik", "--toon"]) == 0
    assert capsys.readouterr().out == f"{THEMES}: hier verandert niets\n"
    assert main(["schik"]) == 0
    assert (proposal / THEMES).read_text(encoding="utf-8") == was


def test_the_small_difference_is_shown_and_nothing_is_written(
    proposal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Against a folder, as the preview of a proposal has it."""
    was, _ = _saved_by_an_editor(proposal)
    written = (proposal / THEMES).read_bytes()
    basis = tmp_path / "basis" / THEMES
    basis.parent.mkdir(parents=True)
    basis.write_text(was, encoding="utf-8")
    assert main(["schik", "--toon", f"--basis={tmp_path / 'basis'}"]) == 0
    shown = [line for line in capsys.readouterr().out.split("\n") if line[:1] in {"-", "+"} and line[1:2] == " "]
    assert [line.strip("+- ") for line in shown if "naam" in line] == ["naam: Jeugd", "naam: Jeugd en gezin"]
    assert (proposal / THEMES).read_bytes() == written


def test_one_value_where_several_may_stand_is_told_once_and_becomes_a_list(
    proposal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (proposal / PAGE).read_text(encoding="utf-8")
    single = text.replace("themas: [jeugd]", "themas: jeugd").replace("fase: [preventie]", "fase: preventie")
    assert single.count("[") == text.count("[") - 2
    (proposal / PAGE).write_text(single, encoding="utf-8")
    assert main(["controleer"]) == 0
    told = [line for line in capsys.readouterr().out.split("\n") if "als lijst" in line]
    assert len(told) == 1
    assert told[0].startswith(f"{PAGE}:4: het veld 'themas' kan meer waarden hebben")
    assert "(en nog 1 keer); dat doet: kennisbank schik" in told[0]
    assert main(["schik"]) == 0
    after = (proposal / PAGE).read_text(encoding="utf-8")
    assert after == text


def test_a_paragraph_becomes_a_list_of_one_with_its_lines() -> None:
    text = "- id: x\n  antwoord: >-\n    Een zin\n    op twee regels.\n\n    En nog een.\n  bron: a # zo\n"
    found = one_form.listed("docs/_data/vragen.yml", text)
    assert edits.edited(text.encode(), found).decode() == (
        "- id: x\n  antwoord:\n    - >-\n      Een zin\n      op twee regels.\n\n      En nog een.\n  bron: [a] # zo\n"
    )


def test_a_comment_that_someone_wrote_is_not_lost(proposal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = (proposal / THEMES).read_text(encoding="utf-8").replace("naam: Jeugd", "naam: 'Jeugd' # zo heet het")
    (proposal / THEMES).write_text(typed, encoding="utf-8")
    assert main(["controleer", "--basis=main"]) == 0
    assert "schik" not in capsys.readouterr().out
    assert main(["schik"]) == 1
    assert f"{THEMES}: hier staat een nieuwe opmerking ('# zo heet het')" in capsys.readouterr().err
    assert (proposal / THEMES).read_text(encoding="utf-8") == typed


def test_comments_that_a_program_dropped_are_told_and_one_that_a_person_took_out_stays_out(
    proposal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = (proposal / THEMES).read_text(encoding="utf-8")
    was = plain.replace("naam: Jeugd", "naam: Jeugd # zo heet het", 1).replace(
        "- id: jeugd", "# over jeugd\n- id: jeugd", 1
    )
    (proposal / THEMES).write_text(was, encoding="utf-8")
    git(proposal, "commit", "--quiet", "--all", "--message=opmerkingen")
    git(proposal, "branch", "--force", "main")
    (proposal / THEMES).write_text(editors.decap(yaml_source(was).value, ()), encoding="utf-8")
    assert main(["controleer", "--basis=main"]) == 0
    assert "in een andere vorm, en er vielen 2 opmerkingen weg; zet ze terug met" in capsys.readouterr().out
    assert main(["schik"]) == 0
    assert "; teruggezet: 2 opmerkingen, kijk of zij nog kloppen\n" in capsys.readouterr().out
    assert (proposal / THEMES).read_text(encoding="utf-8") == was
    by_hand = was.replace("# over jeugd\n", "")
    (proposal / THEMES).write_text(by_hand, encoding="utf-8")
    assert main(["controleer", "--basis=main"]) == 0
    assert "schik" not in capsys.readouterr().out
    assert main(["schik"]) == 0
    assert (proposal / THEMES).read_text(encoding="utf-8") == by_hand


def test_what_git_does_not_know_is_told(proposal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert proposal.is_dir()
    assert main(["schik", "--basis=--output=x"]) == 1
    assert "'--output=x' is hier geen tak, commit of map" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    proposal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, becomes = _saved_by_an_editor(proposal)
    (proposal / PAGE).write_text("---\ntitel: [x\n---\n\nTekst.\n", encoding="utf-8")
    assert main(["schik"]) == 1
    assert f"{PAGE}:" in capsys.readouterr().err
    assert (proposal / THEMES).read_text(encoding="utf-8") == becomes


def test_the_names_of_lists_are_those_of_the_records() -> None:
    parts = [part for part in vars(m).values() if isinstance(part, type) and issubclass(part, m.Part)]
    several = {name for part in parts for name, info in part.model_fields.items() if holds_several(info.metadata)}
    single = {
        name
        for part in parts
        for name, info in part.model_fields.items()
        if not holds_several(info.metadata) and "tuple" not in str(info.annotation)
    }
    assert {*one_form.SEVERAL} == several - single
    assert {*one_form.ELSEWHERE} == several & single
