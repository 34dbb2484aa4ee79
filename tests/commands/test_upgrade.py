"""`kennisbank bij`: content of the first version, as this project had it, brought to this one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from macros.base.parsing import parted, yaml_source
from macros.base.version import PLACE, VERSION, finding
from macros.build.content import check
from macros.cli import main
from macros.writing.matching import says_the_same
from tests.errors.test_errors import set_up
from tests.helpers.repository import commit_all, git, take

OPENED = "df2fbf4b282343a2f80436dd8ae9ce9ea68a48ec"
"""The last commit of the day on which the knowledge base was opened: version 0.1.0."""


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content and settings of the day of opening, committed."""
    take(OPENED, root := tmp_path / "oud", "docs", "newsletters", "mkdocs.yml")
    commit_all(root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = set_up(tmp_path / "klein")
    monkeypatch.chdir(root)
    return root


def _errors(root: Path) -> list[str]:
    return [str(finding) for finding in check(root)[1] if not finding.warning]


KNOWN_TO_A_PERSON = (
    ("id:", "id: vnon"),
    ("regio:", "regio: Oost-Nederland"),
    ("  naam:", "  naam: veiligheidsnetwerken.nl"),
    ("  sinds:", "  sinds: 2026"),
)
"""What a person writes of the network in the file that is made."""


def test_content_of_the_first_version_passes_the_check_of_today(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(_errors(old)) > 30
    assert main(["bij"]) == 0
    told = capsys.readouterr().out
    asked = _errors(old)
    assert [error.rpartition(": ")[2] for error in asked] == [
        f"het veld '{field}' is leeg; vul het in" for field in ("id", "regio", "domein.naam", "domein.sinds")
    ]
    network = old / PLACE
    text = network.read_text(encoding="utf-8")
    for empty, filled in KNOWN_TO_A_PERSON:
        assert text.count(f"\n{empty}") == 1
        text = text.replace(f"\n{empty}", f"\n{filled}")
    network.write_text(text, encoding="utf-8")
    assert _errors(old) == []
    assert told.startswith(f"Van versie 0.1.0 naar {VERSION}:\n")
    assert (
        "  0.2.0  'van' heet 'eerst_genoemd': wanneer bronnen een team of organisatie noemen, is geen begin en geen einde: "
        "12 plaatsen in 2 bestanden\n"
    ) in told
    assert "nieuw bestand docs/contact.md\n" in told
    undo = told.rpartition("Ongedaan maken: ")[2]
    subprocess.run(undo, shell=True, cwd=old, check=True, capture_output=True)  # noqa: S602 - our own words
    assert git(old, "status", "--porcelain") == ""


RENAMED = {"expertteams.yml", "organisaties.yml", "bronnen.yml"}


def test_what_no_step_is_about_says_the_same_with_its_comments_and_order(old: Path) -> None:
    before = {
        path: path.read_text(encoding="utf-8")
        for path in sorted((old / "docs").rglob("*.*"))
        if path.suffix in {".yml", ".md"}
    }
    assert main(["bij"]) == 0
    changed = {path: text for path, text in before.items() if path.read_text(encoding="utf-8") != text}
    assert len(changed) > 50
    for path, text in changed.items():
        now = path.read_text(encoding="utf-8")
        (heading, prose, _), (new_heading, new_prose, _) = (
            map(parted, (text, now)) if path.suffix == ".md" else ((text, "", 1), (now, "", 1))
        )
        assert re.findall(r"(?m)#.*$", heading) == re.findall(r"(?m)#.*$", new_heading)
        assert prose == new_prose.replace('nieuw(aantal=4, leeg="")', "nieuw(aantal=4)")
        if path.name not in RENAMED:
            assert says_the_same(yaml_source(heading).value, yaml_source(new_heading).value), path


def test_what_would_change_is_shown_with_its_place_and_nothing_is_written(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bij", "--toon"]) == 0
    told = capsys.readouterr().out
    assert "docs/_data/expertteams.yml:10: tot: 2018 → laatst_genoemd: 2018\n" in told
    assert "docs/_data/bronnen.yml:17: soort: vraag en antwoord → soort: vraag-en-antwoord\n" in told
    assert "docs/_data/bronsoorten.yml: nieuw bestand\n" in told
    assert told.endswith("Uitvoeren: kennisbank bij\n")
    assert git(old, "status", "--porcelain") == ""


def test_what_git_could_not_give_back_is_not_changed(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = old / "docs/nieuw.md"
    page.write_text("---\ntitel: Nieuw\nbron: [voortgangsbericht-2023]\n---\n\nTekst.\n", encoding="utf-8")
    assert main(["bij"]) == 1
    assert "docs/nieuw.md is veranderd en nog niet vastgelegd" in capsys.readouterr().err
    assert git(old, "status", "--porcelain") == "?? docs/nieuw.md"


def test_what_cannot_be_read_stops_it_before_anything_is_written(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old / "docs/_data/expertteams.yml").write_text("- id: jeugd\n  naam: [Jeugd\n", encoding="utf-8")
    git(old, "commit", "--quiet", "--all", "--message=stuk")
    assert main(["bij"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("docs/_data/expertteams.yml:")
    assert told.endswith("wat niet gelezen kan worden, kan niet mee veranderen; er is niets veranderd\n")
    assert git(old, "status", "--porcelain") == ""


def test_settings_that_only_mkdocs_reads_are_left_to_a_person(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = old / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nextra: {sleutel: !ENV SLEUTEL}\n", encoding="utf-8")
    git(old, "commit", "--quiet", "--all", "--message=anders")
    assert main(["bij"]) == 0
    assert (
        "  haal uit mkdocs.yml: theme.custom_dir (sjablonen komen met het programma mee)\n" in capsys.readouterr().out
    )
    assert not any(error.startswith("docs/_data/expertteams") for error in _errors(old)), "all else was done"


def test_a_folder_of_the_program_is_asked_away(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old / "macros").mkdir()
    assert main(["bij", "--toon"]) == 0
    assert "Dit kunt alleen u doen:\n  haal de map macros/ weg" in capsys.readouterr().out


def test_content_of_this_version_has_nothing_to_do(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / PLACE).write_text(f"versie: {VERSION}\n", encoding="utf-8")
    assert main(["bij"]) == 0
    assert capsys.readouterr().out == f"Niets te doen: deze inhoud is geschreven voor versie {VERSION}.\n"


def test_content_of_a_later_version_asks_for_a_later_program(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / PLACE).write_text("# Uitleg.\nversie: 9.1.0\n", encoding="utf-8")
    assert main(["bij"]) == 1
    told = f"deze inhoud is geschreven voor versie 9.1.0, en dit is versie {VERSION}; werk het programma bij"
    assert told in capsys.readouterr().err
    assert [(f.file, f.line) for f in finding(small)] == [(PLACE, 2)]


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"kennisbank {VERSION}\n"
