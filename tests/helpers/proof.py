"""What a run proves: against which real programs, and that no test was passed over where it must not be.

A test that needs a program says so (`@pytest.mark.against("nginx")`); one that asks for the fixture `browser` needs that.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from macros.release.servers import program
from tests.helpers import npm

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The same browser without windows comes first: it opens a page in a third of the time."""
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
"""With which tests start it."""


def browser() -> str | None:
    """Chrome or Chromium as the machine has it."""
    return next(filter(None, map(program, BROWSERS)), None)


def linkinator() -> str:
    """The program that asks whether addresses answer, of the version that `make links` uses."""
    return str(npm.installed(ROOT / ".github/steps/linkinator") / "node_modules/.bin/linkinator")


_FOUND: dict[str, Callable[[], str | None]] = {"chromium": browser, "linkinator": linkinator}
"""How a program is found that is no command of its own name."""
_VERSION = {
    "nginx": "-v",
    "caddy": "version",
    "openssl": "version",
    "rclone": "version",
    "java": "-version",
    "w3m": "-version",
}
"""How a program says its version, when not by `--version`."""
_KEY = "against"


@cache
def version(name: str) -> str | None:
    """The name and version of a program; nothing when it is not on this machine."""
    found = _FOUND.get(name, lambda: program(name))()
    if found is None:
        return None
    command = [found, _VERSION.get(name, "--version")]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a program of this machine
    number = re.search(r"\d+(?:\.\d+)+", told.stdout + told.stderr)
    return f"{name} {number[0] if number else '(unknown version)'}"


def against(item: pytest.Item) -> None:
    """Note on a test which programs it is run against; without one of them it is passed over."""
    names = [mark.args[0] for mark in item.iter_markers("against")]
    if "browser" in getattr(item, "fixturenames", ()):
        names.append("chromium")
    for name in names:
        if (found := version(name)) is None:
            # So that a machine of one's own can run the rest; with CI set it is a failure (`no_skip`).
            pytest.skip(f"{name} is not on this machine: NOT TESTED against it (make programs installs it)")
        item.user_properties.append((_KEY, found))


def no_skip(report: pytest.TestReport) -> pytest.TestReport:
    """The report of a test; passed over is failed on a machine that is ours to set up, for it proves nothing."""
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"passed over, and with CI set that is a failure: {report.longrepr}"
    return report


def summary(reports: Iterable[pytest.TestReport]) -> str:
    """What was proven against which program: `nginx 1.22.1 (34 tests), …`."""
    counts = Counter(value for report in reports for key, value in report.user_properties if key == _KEY)
    return ", ".join(f"{name} ({count} test{'s' * (count > 1)})" for name, count in sorted(counts.items()))
