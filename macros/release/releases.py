"""The releases on the server's disk: put in place whole, pointed to in one step, cleared away by a rename."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.base import inside
from macros.release import compress, markup
from macros.release.staging import PublishError

KEPT = 5
"""Releases that stay to go back to."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its own files and its server rules, with their hashes."""

    map: Path
    own: Mapping[str, str]
    server: Mapping[str, str]

    @property
    def id(self) -> str:
        """Its name: the moment and a hash of all its files."""
        return self.map.name

    @classmethod
    def read(cls, folder: Path) -> Release:
        """Read it back from its folder."""
        try:
            data = json.loads((folder / "uitgave.json").read_bytes())
            return cls(folder, data["eigen"], data["server"])
        except (ValueError, KeyError, TypeError):
            raise PublishError(f"{folder / 'uitgave.json'} is niet te lezen; haal deze uitgave weg") from None


def all_releases(target: Path) -> list[Path]:
    """All releases that are whole, oldest first."""
    folder = target / "releases"
    return sorted(path for path in folder.iterdir() if (path / "uitgave.json").is_file()) if folder.is_dir() else []


def current_release(target: Path) -> Release | None:
    """The release that is served now; None before the first."""
    current = target / "huidig"
    return Release.read(current.resolve()) if current.is_symlink() and current.exists() else None


def reuse(site: Path, own: Mapping[str, str], previous: Release | None) -> int:
    """Link what did not change to the previous release; answers how many files are new or different.

    What is linked keeps its time, so a reader's ETag holds, and its compressed neighbours.
    """
    if previous is None:
        return len(own)
    equal = [path for path, total in own.items() if path != markup.BUILD_LIST and previous.own.get(path) == total]
    for path in equal:
        bron, here = previous.map / "site" / path, site / path
        here.unlink()
        for from_, to in (
            (bron, here),
            *((compress.neighbour(bron, s), compress.neighbour(here, s)) for s in ("gz", "br")),
        ):
            if from_.exists() and not to.exists():
                _make_link(from_, to)
    return len(own) - len(equal)


def carry_over(target: Path, site: Path) -> None:
    """Files with a hash in their name stay as long as a release that needs them.

    A page that a reader has open, or that was sent just before the swap, still finds its style and its part of the index.
    """
    for release in all_releases(target)[-KEPT + 1 :]:
        for path in Release.read(release).own:
            if re.fullmatch(markup.WITH_HASH, path) and not (here := inside.place(site, path)).exists():
                here.parent.mkdir(parents=True, exist_ok=True)
                _make_link(inside.place(release / "site", path), here)


def _make_link(from_: Path, to: Path) -> None:
    try:
        os.link(from_, to)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copy2(from_, to)


def place(target: Path, release: Path, name: str) -> str:
    """Everything on disk, then one rename; a second release in one second gets a number."""
    for path in [*release.rglob("*"), release]:
        _to_disk(path)
    releases = target / "releases"
    releases.mkdir(exist_ok=True)
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    free = next(name for name in names if not (releases / name).exists())
    release.rename(releases / free)
    _to_disk(releases)
    return free


def point_to(target: Path, name: str, work: Path) -> None:
    """The swap: a reader gets the old site before it and the new site after it."""
    new = work / "huidig"
    new.symlink_to(f"releases/{name}", target_is_directory=True)
    new.replace(target / "huidig")
    _to_disk(target)


def prune(target: Path, work: Path) -> tuple[str, ...]:
    """Take away the oldest releases, each by a rename first: half a release is never among the releases."""
    current = current_release(target)
    gone = [release for release in all_releases(target)[:-KEPT] if current and release.name != current.id]
    for release in gone:
        release.rename(work / release.name)
    return tuple(release.name for release in gone)


def _to_disk(path: Path) -> None:
    if path.is_symlink():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
