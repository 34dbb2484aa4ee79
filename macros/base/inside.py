"""The one place that writes what a site or a release is made of, and it never writes outside its folder.

A path comes of an id, an address or a name that someone typed. Each of those is held to its form where it is read; this
holds whatever was read, so that a folder is safe also when such a form is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from macros.base.errors import UserError


class OutsideError(UserError):
    """A file would have come outside its folder; it was not written."""


def place(folder: Path, path: str) -> Path:
    """Where a file is, by its path below a folder.

    Raises:
        OutsideError: it is not below the folder, or a symbolic link on the way leads out of it.
    """
    here, parts = folder, path.split("/")
    if not path.isprintable() or {"", ".", ".."} & {*parts}:
        raise _outside(folder, path)
    for part in parts:
        here /= part
        if here.is_symlink() and not _leads_inside(here, folder):
            raise _outside(folder, path)
    return here


def _leads_inside(link: Path, folder: Path) -> bool:
    try:
        end = link.resolve()
    except (OSError, RuntimeError):  # links in a circle, as Python to 3.12 tells them
        return False
    return not end.is_symlink() and folder.resolve() in end.parents  # from 3.13 a circle resolves to one of its links


def _outside(folder: Path, path: str) -> OutsideError:
    return OutsideError(f"{path[:200]!r} is geen plaats binnen de map {folder.name}/; het bestand is niet geschreven")


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files below a folder, by their path in it; one that is there as it should be is not touched.

    A file that changes is a new one, so that in a tree that shares it by a hard link it stays what it is.

    Raises:
        OutsideError: a path is not below the folder; what came before it is written.
    """
    for path, contents in files:
        target = place(folder, path)
        if not _holds(target, contents):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.write_bytes(contents)


def _holds(target: Path, contents: bytes) -> bool:
    """Whether a file is there as it should be."""
    try:
        return target.stat().st_size == len(contents) and target.read_bytes() == contents
    except OSError:
        return False
