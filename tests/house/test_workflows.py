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
from tests.conftest import WORTEL

WORKFLOWS = sorted((WORTEL / ".github/workflows").glob("*.yml"))
SCHRIJFT = {
    "voorbeeld-melden": {"pull-requests"},
    "links": {"issues"},
    "houdbaarheid": {"issues"},
}


def _lees(pad: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(pad.read_text(encoding="utf-8")))


@pytest.mark.parametrize("pad", WORKFLOWS, ids=lambda pad: pad.stem)
def test_a_workflow_may_do_what_it_needs_and_no_more(pad: Path) -> None:
    workflow = _lees(pad)
    assert workflow["permissions"] == {}
    for baan in workflow["jobs"].values():
        schrijft = {recht for recht, wat in baan["permissions"].items() if wat == "write"}
        assert schrijft <= SCHRIJFT.get(pad.stem, set())
        assert baan["timeout-minutes"] <= 60
        vreemd = "pull_request" in workflow[True] or "workflow_run" in workflow[True]  # YAML 1.1 reads `on` as True
        haalt_op = [stap for stap in baan["steps"] if "checkout@" in stap.get("uses", "")]
        assert all(stap["with"]["persist-credentials"] is False for stap in haalt_op)
        assert not (vreemd and schrijft and haalt_op), "what may write never has a stranger's files beside it"


@pytest.mark.parametrize("pad", WORKFLOWS, ids=lambda pad: pad.stem)
def test_actions_are_pinned_and_no_expression_stands_in_a_command(pad: Path) -> None:
    tekst = pad.read_text(encoding="utf-8")
    assert "pull_request_target" not in tekst
    assert "secrets." not in tekst
    for actie in re.findall(r"uses: *(.*)", tekst):
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[\d.]+", actie)
    for baan in _lees(pad)["jobs"].values():
        assert not [stap for stap in baan["steps"] if "${{" in stap.get("run", "")]


@pytest.mark.parametrize("pad", WORKFLOWS, ids=lambda pad: pad.stem)
def test_every_step_can_be_run_here(pad: Path) -> None:
    makefile = (WORTEL / "Makefile").read_text(encoding="utf-8")
    for baan in _lees(pad)["jobs"].values():
        for stap in baan["steps"]:
            for opdracht in re.findall(r"^make (.*)$", stap.get("run", ""), re.MULTILINE):
                doelen = [woord for woord in opdracht.split(">")[0].split() if re.fullmatch("[a-z]+", woord)]
                assert [doel for doel in doelen if not re.search(rf"^{doel}:", makefile, re.MULTILINE)] == []
            for bestand in re.findall(r"\.github/stappen/\w+|\.ci/\w+", stap.get("run", "")):
                assert os.access(WORTEL / bestand, os.X_OK)


# ── The preview of a proposal ───────────────────────────────────────────────────────────────────────────


def _git(map_: Path, *woorden: str) -> str:
    eigen = ["-c", "user.name=test", "-c", "user.email=test@example.nl", "-c", "commit.gpgsign=false"]
    uit = subprocess.run(["git", *eigen, *woorden], cwd=map_, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return uit.stdout.strip()


@pytest.fixture
def opslag(tmp_path: Path) -> Path:
    """A repository with the step, a page, and a stand-in for the command that builds."""
    map_ = tmp_path / "opslag"
    (map_ / ".github/stappen").mkdir(parents=True)
    (map_ / ".github/stappen/voorbeeld").write_bytes((WORTEL / ".github/stappen/voorbeeld").read_bytes())
    (map_ / ".github/stappen/voorbeeld").chmod(0o755)
    for pad, tekst in {
        "docs/over.md": "Over.", "newsletters/2023-q4.md": "Brief.", "macros/x.py": "", "overrides/x.html": "", "mkdocs.yml": "", "requirements.lock": "",
        ".venv/bin/kennisbank": '#!/bin/sh\nls -R docs newsletters\ncat docs/over.md mkdocs.yml requirements.lock || exit 1\n'
        'python3 -c "import socket; socket.create_connection((\'192.0.2.1\', 80), 2)" 2>&1 | tail -1\n',
        ".venv/bin/python": '#!/bin/sh\nmkdir -p "$8"; echo gebouwd > "$8/index.html"\n',
    }.items():  # fmt: skip
        (map_ / pad).parent.mkdir(parents=True, exist_ok=True)
        (map_ / pad).write_text(tekst, encoding="utf-8")
    for programma in (map_ / ".venv/bin").iterdir():
        programma.chmod(0o755)
    _git(map_, "init", "--quiet", "--initial-branch=main")
    _git(map_, "add", "docs", "newsletters", "macros", "overrides", "mkdocs.yml", "requirements.lock", ".github")
    _git(map_, "commit", "--quiet", "--message=basis")
    return map_


def _voorbeeld(opslag: Path) -> tuple[int, str]:
    _git(opslag, "add", "docs", "newsletters", "macros", "mkdocs.yml")
    _git(opslag, "commit", "--quiet", "--message=voorstel")
    voorstel = _git(opslag, "rev-parse", "HEAD")
    _git(opslag, "reset", "--quiet", "--hard", "HEAD~1")
    omgeving = os.environ | {"BASIS": _git(opslag, "rev-parse", "HEAD"), "VOORSTEL": voorstel}
    stap = [str(opslag / ".github/stappen/voorbeeld")]
    uit = subprocess.run(stap, cwd=opslag, env=omgeving, capture_output=True, check=False)  # noqa: S603 - ours
    return uit.returncode, (opslag / "voorbeeld/verslag.txt").read_text(encoding="utf-8")


def test_a_preview_has_the_proposal_s_content_and_our_code(opslag: Path) -> None:
    (opslag / "docs/over.md").write_text("Nieuw.", encoding="utf-8")
    (opslag / "docs/erbij.md").write_text("Erbij.", encoding="utf-8")
    (opslag / "newsletters/2023-q4.md").unlink()
    (opslag / "newsletters/2024-q1.md").write_text("Brief.", encoding="utf-8")
    (opslag / "mkdocs.yml").write_text("KWAAD", encoding="utf-8")
    (opslag / "macros/x.py").write_text("KWAAD", encoding="utf-8")
    code, verslag = _voorbeeld(opslag)
    if "kan hier niet worden afgesloten" in verslag:
        pytest.skip("no network namespace may be made here; nothing was built, as it should")
    assert code == 0, verslag
    assert (opslag / "voorbeeld/site/index.html").is_file()
    assert "Nieuw." in verslag
    assert "erbij.md" in verslag
    assert "2023-q4.md" not in verslag
    assert "KWAAD" not in verslag
    assert "macros/x.py\nmkdocs.yml" in verslag
    assert "unreachable" in verslag


def test_a_preview_takes_no_symbolic_link(opslag: Path) -> None:
    (opslag / "docs/geheim.md").symlink_to("/etc/passwd")
    code, verslag = _voorbeeld(opslag)
    assert code == 1
    assert "geen gewone bestanden" in verslag
    assert "docs/geheim.md" in verslag
    assert not (opslag / "voorbeeld/site").exists()


# ── No conflicts ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("jaar", "dagen"), [("2023", ("2023-02-20", "2023-11-05")), ("2027", ("2027-03-04", "2027-09-01"))]
)
def test_two_people_who_add_a_row_on_another_day_merge_without_conflict(
    jaar: str, dagen: tuple[str, str], tmp_path: Path
) -> None:
    """In a year that has rows, and in one that has none yet."""
    bron, pad = WORTEL / f"docs/_data/activiteiten/{jaar}.yml", tmp_path / "jaar.yml"
    begin = bron.read_text(encoding="utf-8") if bron.exists() else rows.kop(jaar)
    pad.write_text(begin, encoding="utf-8")
    _git(tmp_path, "init", "--quiet", "--initial-branch=main")
    _git(tmp_path, "add", "jaar.yml")
    _git(tmp_path, "commit", "--quiet", "--message=basis")
    nieuw = [scaffold.activiteit(f"Bijeenkomst {dag}", date.fromisoformat(dag))[0].tekst for dag in dagen]
    for tak, rij in enumerate(nieuw):
        _git(tmp_path, "checkout", "--quiet", "-b", f"tak-{tak}", "main")
        pad.write_text(rows.voeg_in(begin, rij), encoding="utf-8")
        _git(tmp_path, "commit", "--quiet", "--all", f"--message={tak}")
    _git(tmp_path, "merge", "--quiet", "--no-edit", "tak-0")
    assert pad.read_text(encoding="utf-8") == rows.voeg_in(rows.voeg_in(begin, nieuw[0]), nieuw[1])
