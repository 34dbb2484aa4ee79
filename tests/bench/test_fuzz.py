"""The fuzz bench itself: it runs, and a case that takes its process down is told as one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import WORTEL


def _python(*argumenten: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: a fork of one that has threads may wait for them without end."""
    return subprocess.run([sys.executable, *argumenten], cwd=WORTEL, capture_output=True, text=True, check=False)  # noqa: S603 - ours


def test_some_cases() -> None:
    uit = _python("-m", "tests.bench.fuzz", "--keer", "6", "--zaad", "20261122")
    assert uit.returncode == 0, uit.stdout + uit.stderr
    assert "6 gevallen" in uit.stdout
    assert "gebouwd" in uit.stdout, "none of these cases was built"
    assert "geweigerd" in uit.stdout, "none of these cases was refused"


@pytest.mark.parametrize(
    ("einde", "gezegd"),
    [
        ("os._exit(7)", "eindigde met 7"),
        ("os.abort()", "eindigde met -6"),
        ("time.sleep(60)", "eindigde met 1"),
        ("fuzz.Uitslag('gebouwd')", "gebouwd"),
    ],
)
def test_a_case_that_takes_its_process_down_is_a_case(einde: str, gezegd: str) -> None:
    uit = _python(
        "-c",
        "import os, time\nfrom tests.bench import fuzz\nfuzz.VAST = 1\n"
        f"uitslag = fuzz._apart(lambda: {einde})\nprint(uitslag.soort, uitslag.uitleg)",
    )
    assert uit.returncode == 0, uit.stderr
    assert gezegd in uit.stdout
