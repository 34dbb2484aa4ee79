"""What is in a folder: many times sooner than `Path.rglob`, since it asks the system nothing that it was told already."""

from __future__ import annotations

import os
from collections.abc import Iterator
from operator import attrgetter


def below(folder: str | os.PathLike[str], start: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a folder, in the order of paths: its path there, and what it is; links are not followed.

    Args:
        folder: one that need not be there.
        start: what each path begins with.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=attrgetter("name"))
    except OSError:  # it is not there, or no one may look into it
        return
    for entry in entries:
        yield f"{start}{entry.name}", entry
        if entry.is_dir(follow_symlinks=False):
            yield from below(entry.path, f"{start}{entry.name}/")
