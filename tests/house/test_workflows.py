"""The workflows give away nothing: least permissions, pinned actions, no untrusted text in a shell, content only."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.writing import rows, scaffold
from tests.conftest import ROOT
from tests.helpers.repository import git

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
WRITES = {
    "voorbeeld-melden": {"pull-requests"},
    "links": {"issues"},
    "houdbaarheid": {"issues"},
    "kwetsbaar": {"issues"},
}


def _read(path: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("pad", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_what_it_needs_and_no_more(pad: Path) -> None:
    workflow = _read(pad)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        writes = {right for right, what in job["permissions"].items() if what == "write"}
        assert writes <= WRITES.get(pad.stem, set())
        assert job["timeout-minutes"] <= 60
        foreign = "pull_request" in workflow[True] or "workflow_run" in workflow[True]  # YAML 1.1 reads `on` as True
        checkouts = [step for step in job["steps"] if "checkout@" in step.get("uses", "")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)
        assert not (foreign and writes and checkouts), "what may write never has a stranger's files beside it"


@pytest.mark.parametrize("pad", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_no_expression_stands_in_a_command(pad: Path) -> None:
    text = pad.read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "secrets." not in text
    for action in re.findall(r"uses: *(.*)", text):
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[\d.]+", action)
    for job in _read(pad)["jobs"].values():
        assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


@pytest.mark.parametrize("pad", WORKFLOWS, ids=lambda path: path.stem)
def test_every_step_can_be_run_here(pad: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for job in _read(pad)["jobs"].values():
        for step in job["steps"]:
            for command in re.findall(r"^make (.*)$", step.get("run", ""), re.MULTILINE):
                doelen = [word for word in command.split(">")[0].split() if re.fullmatch("[a-z]+", word)]
                assert [target for target in doelen if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []
            for file in re.findall(r"\.github/steps/\w+|\.ci/\w+", step.get("run", "")):
                assert os.access(ROOT / file, os.X_OK)


# ── The preview of a proposal ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A repository with the step, a page, and a stand-in for the command that builds."""
    folder = tmp_path / "opslag"
    (folder / ".github/steps").mkdir(parents=True)
    (folder / ".github/steps/voorbeeld").write_bytes((ROOT / ".github/steps/voorbeeld").read_bytes())
    (folder / ".github/steps/voorbeeld").chmod(0o755)
    for path, text in {
        "docs/over.md": "Over.", "newsletters/2023-q4.md": "Brief.", "macros/x.py": "", "overrides/x.html": "", "mkdocs.yml": "", "requirements.lock": "",
        ".venv/bin/kennisbank": '#!/bin/sh\n[ "$1" != schik ] || { [ ! -f docs/anders.md ] || echo "-oud"; cat "$4/docs/over.md" >&2; exit; }\nls -R docs newsletters\ncat docs/over.md mkdocs.yml requirements.lock || exit 1\n'
        'python3 -c "import socket; socket.create_connection((\'192.0.2.1\', 80), 2)" 2>&1 | tail -1\n',
        ".venv/bin/python": '#!/bin/sh\necho "INFO    -  Building"\n[ ! -f docs/dood.md ] || { echo "WARNING -  een dode link"; exit 1; }\n'
        'mkdir -p "$7"; echo "$*" > "$7/index.html"\n',
    }.items():  # fmt: skip
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for program in (folder / ".venv/bin").iterdir():
        program.chmod(0o755)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "docs", "newsletters", "macros", "overrides", "mkdocs.yml", "requirements.lock", ".github")
    git(folder, "commit", "--quiet", "--message=basis")
    return folder


def _preview(store: Path) -> tuple[int, str]:
    git(store, "add", "docs", "newsletters", "macros", "mkdocs.yml")
    git(store, "commit", "--quiet", "--allow-empty", "--message=voorstel")
    proposal = git(store, "rev-parse", "HEAD")
    git(store, "reset", "--quiet", "--hard", "HEAD~1")
    environment = os.environ | {"BASIS": git(store, "rev-parse", "HEAD"), "VOORSTEL": proposal}
    step = [str(store / ".github/steps/voorbeeld")]
    out = subprocess.run(step, cwd=store, env=environment, capture_output=True, check=False)  # noqa: S603 - ours
    report_text = (store / "voorbeeld/verslag.txt").read_text(encoding="utf-8")
    if "kan hier niet worden afgesloten" in report_text:
        # The step builds nothing where it may not close the network off, which is a setting of the kernel and no fault.
        pytest.skip("no network namespace may be made here; nothing was built, as it should")
    return out.returncode, report_text


def test_a_preview_has_the_proposal_s_content_and_our_code(store: Path) -> None:
    (store / "docs/over.md").write_text("Nieuw.", encoding="utf-8")
    (store / "docs/erbij.md").write_text("Erbij.", encoding="utf-8")
    (store / "newsletters/2023-q4.md").unlink()
    (store / "newsletters/2024-q1.md").write_text("Brief.", encoding="utf-8")
    (store / "mkdocs.yml").write_text("KWAAD", encoding="utf-8")
    (store / "macros/x.py").write_text("KWAAD", encoding="utf-8")
    code, report_text = _preview(store)
    assert code == 0, report_text
    assert (store / "voorbeeld/site/index.html").is_file()
    assert "Nieuw." in report_text
    assert "erbij.md" in report_text
    assert "2023-q4.md" not in report_text
    assert "KWAAD" not in report_text
    assert "macros/x.py\nmkdocs.yml" in report_text
    assert "unreachable" in report_text


def test_a_preview_is_built_strictly_and_tells_what_stopped_it(store: Path) -> None:
    """With --quiet the engine passes over what it warns of; what it says besides is no news for who proposes."""
    code, report_text = _preview(store)
    assert code == 0, report_text
    assert "Building" not in report_text
    command = (store / "voorbeeld/site/index.html").read_text(encoding="utf-8").split()
    assert "--strict" in command
    assert not {"--quiet", "-q"} & {*command}
    (store / "docs/dood.md").write_text("Een dode link.", encoding="utf-8")
    code, report_text = _preview(store)
    assert code == 1
    assert "WARNING -  een dode link\nDe site kon niet worden gebouwd." in report_text
    assert "Building" not in report_text


def test_a_preview_shows_the_small_difference_where_more_lines_changed_than_values(store: Path) -> None:
    code, report_text = _preview(store)
    assert code == 0, report_text
    assert "alleen anders geschreven" not in report_text
    (store / "docs/anders.md").write_text("Anders.", encoding="utf-8")
    code, report_text = _preview(store)
    assert code == 0, report_text
    assert "kennisbank schik --basis main\n\n-oud\n" in report_text
    assert not (store / "voorbeeld/basis").exists()


def test_a_preview_takes_no_symbolic_link(store: Path) -> None:
    (store / "docs/geheim.md").symlink_to("/etc/passwd")
    code, report_text = _preview(store)
    assert code == 1
    assert "geen gewone bestanden" in report_text
    assert "docs/geheim.md" in report_text
    assert not (store / "voorbeeld/site").exists()


# ── No conflicts ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("jaar", "days"), [("2023", ("2023-02-20", "2023-11-05")), ("2027", ("2027-03-04", "2027-09-01"))]
)
def test_two_people_who_add_a_row_on_another_day_merge_without_conflict(
    jaar: str, days: tuple[str, str], tmp_path: Path
) -> None:
    """In a year that has rows, and in one that has none yet."""
    bron, path = ROOT / f"docs/_data/activiteiten/{jaar}.yml", tmp_path / "jaar.yml"
    start = bron.read_text(encoding="utf-8") if bron.exists() else rows.kop(jaar)
    path.write_text(start, encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", "jaar.yml")
    git(tmp_path, "commit", "--quiet", "--message=basis")
    new = [scaffold.activiteit(f"Bijeenkomst {day}", date.fromisoformat(day))[0].tekst for day in days]
    for branch, row in enumerate(new):
        git(tmp_path, "checkout", "--quiet", "-b", f"tak-{branch}", "main")
        path.write_text(rows.insert(start, row), encoding="utf-8")
        git(tmp_path, "commit", "--quiet", "--all", f"--message={branch}")
    git(tmp_path, "merge", "--quiet", "--no-edit", "tak-0")
    assert path.read_text(encoding="utf-8") == rows.insert(rows.insert(start, new[0]), new[1])
