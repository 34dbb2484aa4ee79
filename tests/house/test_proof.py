"""What a run says that it proved: a test that is passed over proves nothing, and each real program is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

from tests.conftest import ROOT
from tests.helpers import proof

Outcome = Literal["passed", "failed", "skipped"]


def _report(outcome: Outcome, *against: str) -> pytest.TestReport:
    return pytest.TestReport(
        "x::y",
        ("x", 1, "y"),
        {},
        outcome,
        "Skipped: no nginx",
        "call",
        user_properties=[("against", a) for a in against],
    )


@pytest.mark.parametrize(("ours", "outcome"), [("true", "failed"), ("", "skipped")])
def test_passed_over_is_failed_where_the_machine_is_ours(
    ours: str, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ours)
    report = proof.no_skip(_report("skipped"))
    assert report.outcome == outcome
    assert "no nginx" in str(report.longrepr)
    assert proof.no_skip(_report("passed")).outcome == "passed"


def test_each_program_is_counted_with_its_version() -> None:
    reports = [
        _report("passed", "nginx 1.22.1"),
        _report("passed", "nginx 1.22.1", "openssl 3.0.19"),
        _report("passed"),
    ]
    assert proof.summary(reports) == "nginx 1.22.1 (2 tests), openssl 3.0.19 (1 test)"


def test_every_program_that_a_test_asks_for_is_brought() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    asked = {*re.findall(r'mark\.against\("(\w+)"\)', text), "chromium", "nginx", "caddy"} - {"linkinator"}
    brought = (ROOT / ".ci/programs").read_text("utf-8")
    assert {name for name in asked if not re.search(rf"^{name}\b", brought, re.MULTILINE)} == set()


def test_what_is_missing_and_may_not_be_installed_is_told_in_one_sentence(tmp_path: Path) -> None:
    bare = tmp_path / "bin"
    bare.mkdir()
    for name in ("tr", "sh"):
        (bare / name).symlink_to(Path("/bin") / name)
    (bare / "id").write_text("#!/bin/sh\necho 1000\n", "utf-8")
    (bare / "id").chmod(0o755)
    script = (ROOT / ".ci/programs").read_text("utf-8").replace("PATH=$PATH:/usr/sbin\n", "")
    out = subprocess.run(  # noqa: S603 - ours
        ["/bin/sh", "-c", script], env={"PATH": str(bare)}, capture_output=True, text=True, check=False
    )
    assert out.returncode == 1
    assert re.fullmatch(
        r"The tests need programs that are not here; install them \(Debian: sudo apt-get install chromium-headless-shell nginx.* rclone .*\) and run make test again\.\n",
        out.stderr,
    )


def test_the_tests_of_a_file_share_a_process_and_files_are_divided() -> None:
    """What they share is made once: whole sites, in some files."""
    files = ("tests/base/test_links.py", "tests/base/test_text.py", "tests/base/test_values.py")
    out = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", "pytest", "-n", "2", "-v", "-p", "no:cacheprovider", *files],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    ran = {*re.findall(r"^\[(gw\d)].* PASSED (\S+?)::", out.stdout, re.MULTILINE)}
    assert sorted(file for _, file in ran) == [*files]
    assert len({process for process, _ in ran}) == 2
