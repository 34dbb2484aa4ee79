"""What more than one test needs: the project's root, the content, and one real build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from macros.build.content import Content, read

ROOT = Path(__file__).parent.parent

# The same examples in every run: a test that fails must fail again. `make bench` looks further afield.
settings.register_profile("vast", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "vast"))
MOMENT = "1795305600"  # 22 November 2026: a fixed day, so a test does not depend on a commit


def build(root: Path, target: Path, *, moment: str = MOMENT) -> subprocess.CompletedProcess[str]:
    """Build the site of a project in a process of its own."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": moment, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def copy_(target: Path) -> Path:
    """A copy of the project without what was built."""
    gone = shutil.ignore_patterns(".git", ".venv", "site", "__pycache__", ".*_cache", "tests", ".hypothesis")
    shutil.copytree(ROOT, target, ignore=gone)
    return target


@pytest.fixture(scope="session")
def contents() -> Content:
    """The real content, checked."""
    return read(ROOT)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real content, built once."""
    target = tmp_path_factory.mktemp("bouw") / "site"
    outcome = build(ROOT, target)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return target
