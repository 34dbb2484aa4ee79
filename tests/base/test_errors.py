from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from macros.base.errors import Finding, UserError, told

NO_FILE = {
    errno.EPIPE, errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.ENETUNREACH,
}  # fmt: skip
"""What is not about a file."""


@pytest.mark.parametrize("number", errno.errorcode)
def test_no_error_of_the_system_is_told_in_english(number: int) -> None:
    said = told(OSError(number, os.strerror(number), "docs/over.md"))
    assert os.strerror(number) not in said
    assert "Errno" not in said
    assert "docs/over.md" in said or number in NO_FILE


def test_the_file_that_is_named_is_the_one_that_someone_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert told(OSError(errno.ENOENT, "", str(tmp_path / "docs/over.md"))) == "docs/over.md bestaat niet"
    assert told(OSError(errno.ENOENT, "", b"over.md")) == "over.md bestaat niet"
    assert told(OSError(errno.EXDEV, "", "van", None, "naar")).startswith("naar kan niet")
    assert told(OSError(errno.EISDIR, "", 7)) == "een bestand is een map en geen bestand"
    assert len(told(OSError(errno.ENAMETOOLONG, "", "x" * 500))) < 120
    assert told(OSError("in English")) == "een bestand kan niet worden gelezen of geschreven (onbekende systeemfout)"


def test_what_is_told_begins_with_its_place() -> None:
    assert str(UserError("dit is geen rij", file="a.csv", line=3)) == "a.csv:3: dit is geen rij"
    assert str(UserError("is leeg", file="a.csv")) == str(Finding("a.csv", 0, "is leeg")) == "a.csv: is leeg"
    assert told(UserError("dit bestaat niet")) == "dit bestaat niet"
    assert told(MemoryError()) == "het geheugen is op"
