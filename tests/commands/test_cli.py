from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.base.errors import Finding
from macros.cli import main
from macros.commands import check
from tests.conftest import ROOT, copy_
from tests.errors.test_errors import set_up


def test_the_real_content_is_right(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["controleer"]) == 0
    assert re.search(r"^(Alles klopt\.|0 fouten, )", capsys.readouterr().out, re.MULTILINE)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = copy_(tmp_path / "project")
    path = root / "docs/_data/activiteiten/2023.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("thema: ondermijning", "thema: ondermijnig", 1), encoding="utf-8"
    )
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("broken")
def test_an_error_is_told_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["controleer"]) == 1
    out = capsys.readouterr().out
    assert "docs/_data/activiteiten/2023.yml:" in out
    assert "thema 'ondermijnig' bestaat niet; bedoelde u 'ondermijning'?" in out


@pytest.mark.usefixtures("broken")
def test_errors_for_a_pull_request_and_for_tools(capsys: pytest.CaptureFixture[str]) -> None:
    main(["controleer", "--formaat=github"])
    assert capsys.readouterr().out.startswith("::error file=docs/_data/activiteiten/2023.yml,line=")
    main(["controleer", "--formaat=json"])
    assert json.loads(capsys.readouterr().out)[0]["bestand"] == "docs/_data/activiteiten/2023.yml"


def test_what_was_typed_cannot_begin_a_workflow_command() -> None:
    evil = Finding("docs/a,b:c%.md", 3, "dit is 100% fout\n::set-output name=x::y\r")
    assert (
        check._github([evil])  # noqa: SLF001 - the form itself
        == "::error file=docs/a%2Cb%3Ac%25.md,line=3::dit is 100%25 fout%0A::set-output name=x::y%0D\n"
    )


def test_new_content_is_never_written_over_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(set_up(tmp_path / "project"))
    assert main(["nieuw", "praktijk", "Straatcoach", "--datum=2026-11-22"]) == 0
    first = (tmp_path / "project" / "docs/praktijken/straatcoach.md").read_bytes()
    assert main(["nieuw", "praktijk", "Straatcoach", "--datum=2026-11-22"]) == 1
    assert (tmp_path / "project/docs/praktijken/straatcoach.md").read_bytes() == first
    assert "bestaat al" in capsys.readouterr().err


def test_a_newsletter_is_of_a_quarter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(set_up(tmp_path / "project"))
    assert main(["nieuw", "nieuwsbrief", "winter"]) == 1
    assert main(["nieuw", "nieuwsbrief", "2026-q4", "--datum=2026-11-22"]) == 0


def test_schemas_are_written(tmp_path: Path) -> None:
    assert main(["schema", str(tmp_path / "schemas")]) == 0
    schema = json.loads((tmp_path / "schemas/activiteiten.json").read_text(encoding="utf-8"))
    assert schema["type"] == "array"


def test_a_newsletter_needs_somewhere_to_go(capsys: pytest.CaptureFixture[str]) -> None:
    fixed = [
        "verstuur",
        "nieuwsbrief",
        "2023-q4",
        "--naar=x.csv",
        "--van=a@voorbeeld.nl",
        "--afmelden=https://voorbeeld.nl/",
    ]
    assert main(fixed) == 1
    assert "--proef" in capsys.readouterr().err


def test_the_command_imports_the_content_only_when_asked() -> None:
    """So a build that finds nothing changed is told at once."""
    heavy = "{'pydantic', 'jinja2', 'markdown', 'yaml', 'mkdocs', 'phonenumbers'}"
    code = (
        f"import sys, macros.cli, macros.commands.publishing; sys.exit(' '.join({heavy} & sys.modules.keys()) or None)"
    )
    outcome = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
