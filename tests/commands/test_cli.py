from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.base.parsing import Bevinding
from macros.cli import main
from macros.commands import content
from tests.conftest import WORTEL, kopie


def test_the_real_content_is_right(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(WORTEL)
    assert main(["controleer"]) == 0
    assert re.search(r"^(Alles klopt\.|0 fouten, )", capsys.readouterr().out, re.MULTILINE)


@pytest.fixture
def stuk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    wortel = kopie(tmp_path / "project")
    pad = wortel / "docs/_data/activiteiten/2023.yml"
    pad.write_text(
        pad.read_text(encoding="utf-8").replace("thema: ondermijning", "thema: ondermijnig", 1), encoding="utf-8"
    )
    monkeypatch.chdir(wortel)
    return wortel


@pytest.mark.usefixtures("stuk")
def test_an_error_is_told_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["controleer"]) == 1
    uit = capsys.readouterr().out
    assert "docs/_data/activiteiten/2023.yml:" in uit
    assert "thema 'ondermijnig' bestaat niet; bedoelde u 'ondermijning'?" in uit


@pytest.mark.usefixtures("stuk")
def test_errors_for_a_pull_request_and_for_tools(capsys: pytest.CaptureFixture[str]) -> None:
    main(["controleer", "--formaat=github"])
    assert capsys.readouterr().out.startswith("::error file=docs/_data/activiteiten/2023.yml,line=")
    main(["controleer", "--formaat=json"])
    assert json.loads(capsys.readouterr().out)[0]["bestand"] == "docs/_data/activiteiten/2023.yml"


def test_what_was_typed_cannot_begin_a_workflow_command() -> None:
    kwaad = Bevinding("docs/a,b:c%.md", 3, "dit is 100% fout\n::set-output name=x::y\r")
    assert (
        content._github([kwaad])  # noqa: SLF001 - the form itself
        == "::error file=docs/a%2Cb%3Ac%25.md,line=3::dit is 100%25 fout%0A::set-output name=x::y%0D\n"
    )


class _Scherm(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_check_that_takes_longer_shows_how_far_it_is() -> None:
    scherm, tijd = _Scherm(), iter([0.0, 0.5, 1.5, 1.6, 1.8])
    balk = content.Balk(scherm, lambda: next(tijd))
    for deel in (0.1, 0.5, 0.6, 1.0):
        balk(deel)
    assert scherm.getvalue().split("\r")[1:] == [f"[{'#' * 15}{'.' * 15}]  50%", " " * 40, ""]


def test_in_a_file_there_is_no_bar() -> None:
    bestand = io.StringIO()
    tijd = iter([0.0, 9.0])
    content.Balk(bestand, lambda: next(tijd))(0.5)
    assert bestand.getvalue() == ""


def test_new_content_is_never_written_over_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["nieuw", "praktijk", "Straatcoach", "--datum=2026-11-22"]) == 0
    eerst = (tmp_path / "docs/praktijken/straatcoach.md").read_bytes()
    assert main(["nieuw", "praktijk", "Straatcoach", "--datum=2026-11-22"]) == 1
    assert (tmp_path / "docs/praktijken/straatcoach.md").read_bytes() == eerst
    assert "bestaat al" in capsys.readouterr().err


def test_a_newsletter_is_of_a_quarter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["nieuw", "nieuwsbrief", "winter"]) == 1
    assert main(["nieuw", "nieuwsbrief", "2026-q4", "--datum=2026-11-22"]) == 0


def test_schemas_are_written(tmp_path: Path) -> None:
    assert main(["schema", str(tmp_path / "schemas")]) == 0
    schema = json.loads((tmp_path / "schemas/activiteiten.json").read_text(encoding="utf-8"))
    assert schema["type"] == "array"


def test_a_newsletter_needs_somewhere_to_go(capsys: pytest.CaptureFixture[str]) -> None:
    vast = [
        "verstuur",
        "nieuwsbrief",
        "2023-q4",
        "--naar=x.csv",
        "--van=a@voorbeeld.nl",
        "--afmelden=https://voorbeeld.nl/",
    ]
    assert main(vast) == 1
    assert "--proef" in capsys.readouterr().err


def test_the_command_imports_the_content_only_when_asked() -> None:
    """So a build that finds nothing changed is told at once."""
    zwaar = "{'pydantic', 'jinja2', 'markdown', 'yaml', 'mkdocs', 'phonenumbers'}"
    code = f"import sys, macros.cli; sys.exit(' '.join({zwaar} & sys.modules.keys()) or None)"
    uitkomst = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=WORTEL, capture_output=True, text=True, check=False
    )
    assert (uitkomst.returncode, uitkomst.stderr) == (0, "")
