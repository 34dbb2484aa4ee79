"""What a run makes once, however many processes share its tests."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this run: who asks first makes it, and the others wait.

    Args:
        factory: where pytest keeps what is temporary.
        name: what the folder is called.
        make: makes it.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with alone(shared / f"{name}.lock"):
        if not (done := shared / f"{name}.done").exists():
            shutil.rmtree(shared / name, ignore_errors=True)
            make(shared / name)
            done.touch()
    return shared / name


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Nobody else is in here who has the same lock."""
    with lock.open("w") as open_:
        fcntl.flock(open_, fcntl.LOCK_EX)
        yield
