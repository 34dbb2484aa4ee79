"""What more than one test needs: the project's root, the content, and one real build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from macros.build.content import Content, read
from tests.helpers import proof
from tests.helpers.once import once
from tests.networks import NETWORKS, OURS, SECOND, Network, project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent

# The same examples in every run: a test that fails must fail again. `make bench` looks further afield.
settings.register_profile("vast", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "vast"))
MOMENT = "1795305600"  # 22 November 2026: a fixed day, so a test does not depend on a commit


def build(root: Path, target: Path, *, moment: str = MOMENT) -> subprocess.CompletedProcess[str]:
    """Build the site of a project in a process of its own, with the project's program, or else with ours."""
    program = root if (root / "macros").is_dir() else ROOT
    environment = os.environ | {"SOURCE_DATE_EPOCH": moment, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(program)}
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

    def built(target: Path) -> None:
        outcome = build(ROOT, target)
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr

    return once(tmp_path_factory, "site", built)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """The second network's site, built once."""

    def built(folder: Path) -> None:
        outcome = build(project(folder / "project"), folder / "site")
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr

    folder = once(tmp_path_factory, "tweede", built)
    return Network(SECOND, folder / "project", folder / "site")


@pytest.fixture(scope="session", params=NETWORKS)
def network(request: pytest.FixtureRequest) -> Network:
    """Each network with its site, for what holds for any."""
    if request.param == SECOND:
        return request.getfixturevalue("second")  # type: ignore[no-any-return]  # the fixture above
    return Network(OURS, ROOT, request.getfixturevalue("site"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chrome or Chromium, once a run: a process has one loop for it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - most runs of a few tests need none

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=proof.browser(), args=list(proof.ARGUMENTS))
        yield chrome
        chrome.close()


# ── How a run goes ──────────────────────────────────────────────────────────────────────────────────────────


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: not {"site", "browser"} & {*item.path.parts}
    )  # the longest first: no core waits for them


class _ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """What is divided over the cores: a file, for its tests share what they made; or what all files do with one page.

    Its own `loadgroup` divides tests one by one since pytest 9.2 (findings/pytest-xdist-loadgroup.sh).
    """

    def _split_scope(self, nodeid: str) -> str:
        page = re.search(r"\[(page [^]]+)]", nodeid)
        return page[1] if page else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _ByFile:
    return _ByFile(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    proof.against(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return proof.no_skip(report)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if proven := proof.summary(report for report in terminalreporter.stats.get("passed", ()) if report.when == "call"):
        terminalreporter.write_line(f"Proven against {proven}.")
