"""A list of readers for tests of what came back, and the real reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from macros.mail.readers import Readers
from macros.mail.recipients import read_address

REPORTS = Path(__file__).parent / "reports"
LIST = "nieuwsbrief.lijst.example"
"""The List-Id of the newsletter that came back in the reports."""
NUMBER = 42
"""The reader's number in the reports."""
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def report(name: str) -> bytes:
    """A report as a mail server sent it."""
    return (REPORTS / f"{name}.eml").read_bytes()


def new_list(path: Path, readers: Sequence[str], others: Sequence[str] = (), list_id: str = LIST) -> Readers:
    """A list on which the first of these readers has the number in the reports."""
    listed = Readers(path, list_id, new=True)
    before = [f"lezer{number}@gemeente.example" for number in range(1, NUMBER)]
    listed.take_over([read_address(address) for address in (*before, *readers, *others)], "op papier", NOW)
    return listed
