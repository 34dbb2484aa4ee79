"""Forms, workflows and explanation follow from the records: ours are what the templates give, to the last byte."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from macros.build.content import Content
from macros.cli import main
from macros.writing import repository
from tests.conftest import MOMENT, ROOT
from tests.helpers import changes

TODAY = datetime.fromtimestamp(int(MOMENT), UTC).date()
TEMPLATES = ROOT / "overrides/begin/repository"


def test_ours_are_what_the_templates_give(contents: Content) -> None:
    made = dict(repository.files(contents.view.catalog, TEMPLATES, TODAY, programme=True))
    assert {path for path in made if not path.startswith(".github/")} == {"CONTRIBUTING.md"}
    for path, text in made.items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path}: change its template, and run kennisbank formulieren"


def test_each_file_of_ours_for_the_repository_has_a_template_or_is_the_same_for_all(contents: Content) -> None:
    listed = subprocess.run(["git", "ls-files", ".github"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    ours = {path for path in listed.stdout.split() if not path.startswith(".github/images/")}
    made = {path for path, _ in repository.files(contents.view.catalog, TEMPLATES, TODAY, programme=True)}
    only_ours = {  # of a repository that holds the program and its lock files
        ".github/PULL_REQUEST_TEMPLATE/programma.md",
        ".github/steps/kwetsbaar",
        ".github/workflows/kwetsbaar.yml",
    }
    assert ours == {*repository.SAME, *made, *only_ours} - {"CONTRIBUTING.md"}


SAME_PAGES = (
    "abonneren", "begrippen/index", "meedoen/activiteit", "meedoen/begrip", "meedoen/nieuwsbrief", "meedoen/praktijk", "over/gebruik",
)  # fmt: skip
"""Pages that tell what the program does, so a new network begins with ours."""


@pytest.mark.parametrize("name", SAME_PAGES)
def test_a_page_about_the_program_says_the_same_in_a_new_network(name: str) -> None:
    texts = [
        (folder / f"{name}.md").read_text("utf-8") for folder in (ROOT / "docs", ROOT / "overrides/begin/project/docs")
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("folder", ["docs", "overrides/begin/project/docs", "tests/networks/midden-nederland/docs"])
def test_every_network_says_what_the_search_sends(folder: str) -> None:
    said = (ROOT / folder / "privacy.md").read_text("utf-8")
    ours = (ROOT / "docs/privacy.md").read_text("utf-8")
    assert ours[ours.index("- **Zoeken gebeurt") : ours.index("\nKiest u")] in said


def test_what_is_the_same_for_all_names_no_network(contents: Content) -> None:
    netwerk = contents.view.catalog.netwerk
    for path in repository.SAME:
        text = (ROOT / path).read_text("utf-8")
        assert not [name for name in (netwerk.naam, netwerk.domein.naam, netwerk.regio) if name in text], path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = changes.new_project(tmp_path / "project", cache=None)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    return root


def test_a_new_theme_comes_into_the_forms_with_one_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formulieren"]) == 0
    assert main(["formulieren", "--toon"]) == 0
    themes = project / "docs/_data/themas.yml"
    new = "\n- id: water\n  naam: Water\n  kort: Veilig op het water.\n  looptijden:\n    - van: 2024\n  bron: [voortgangsbericht-2023]\n"
    themes.write_text(themes.read_text("utf-8") + new, "utf-8")
    (project / "docs/themas/water.md").write_text(
        "---\nsamenvatting: Over veilig varen en zwemmen.\nbron: [voortgangsbericht-2023]\n---\n\n## Waarom\n\nDaarom.\n",
        "utf-8",
    )
    capsys.readouterr()
    assert main(["formulieren", "--toon"]) == 1
    told = capsys.readouterr().err
    assert "praktijk.yml" in told
    assert told.endswith("zeggen iets anders dan de gegevens; dat herstelt: kennisbank formulieren\n")
    assert main(["formulieren"]) == 0
    assert "        - water\n" in (project / ".github/ISSUE_TEMPLATE/praktijk.yml").read_text("utf-8")
    assert main(["formulieren", "--toon"]) == 0


@pytest.mark.parametrize(("year", "current"), [(2026, True), (2028, False)])
def test_themes_that_are_over_are_no_choice_as_long_as_others_run(contents: Content, year: int, current: bool) -> None:  # noqa: FBT001
    made = dict(repository.files(contents.view.catalog, TEMPLATES, date(year, 1, 1), programme=True))
    form = made[".github/ISSUE_TEMPLATE/praktijk.yml"]
    assert "        - ondermijning\n" in form, "when none runs, all of them are a choice"
    assert ("        - hennep\n" in form) is not current
