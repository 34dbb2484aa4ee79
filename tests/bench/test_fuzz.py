"""The fuzz bench itself: it runs, and a case that takes its process down is told as one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: a fork of one that has threads may wait for them without end."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours


def test_some_cases() -> None:
    out = _python("-m", "tests.bench.fuzz", "--keer", "6", "--zaad", "20261122")
    assert out.returncode == 0, out.stdout + out.stderr
    assert "6 gevallen" in out.stdout
    assert "gebouwd" in out.stdout, "none of these cases was built"
    assert "geweigerd" in out.stdout, "none of these cases was refused"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("os._exit(7)", "eindigde met 7"),
        ("os.abort()", "eindigde met -6"),
        ("time.sleep(60)", "eindigde met 1"),
        ("fuzz.Result('gebouwd')", "gebouwd"),
    ],
)
def test_a_case_that_takes_its_process_down_is_a_case(end: str, said: str) -> None:
    out = _python(
        "-c",
        "import os, time\nfrom tests.bench import fuzz\nfuzz.FROZEN = 1\n"
        f"result = fuzz._isolated(lambda: {end})\nprint(result.soort, result.uitleg)",
    )
    assert out.returncode == 0, out.stderr
    assert said in out.stdout
