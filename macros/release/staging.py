"""Where a build or release is made before anyone sees it: one at a time, and told in a sentence when the disk refuses."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.base.errors import UserError, told


class PublishError(UserError):
    """Nothing was published; the message is in Dutch, for the person who published."""


@contextmanager
def staging_folder(target: Path) -> Iterator[Path]:
    """A new folder on the file system of `target`, for as long as the work lasts; nobody else works there meanwhile.

    Raises:
        PublishError: somebody else does, or the disk refuses.
    """
    with _disk_errors(), _lock(target):
        everyone = target / ".bezig"
        shutil.rmtree(everyone, ignore_errors=True)  # what a run that was stopped left: the lock is ours
        everyone.mkdir(exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=everyone))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    target.mkdir(parents=True, exist_ok=True)
    with (target / ".slot").open("a") as closing:
        os.set_inheritable(closing.fileno(), True)  # noqa: FBT003 - the os module takes no keywords here
        try:
            fcntl.flock(closing, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishError("Er wordt al gepubliceerd naar deze map; probeer het over een minuut weer.") from None
        yield


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = told(error)
        heading = reason[0].upper() if reason.startswith("de ") else reason[0]  # the name of a file stays what it is
        raise PublishError(f"{heading}{reason[1:]}; er is niets gepubliceerd, en wat er stond, staat er nog") from error
