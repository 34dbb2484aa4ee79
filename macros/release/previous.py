"""The site of the last build, kept beside the cache: the next build begins from it and writes only what is different.

| below `.cache/build/` | what |
| --- | --- |
| `vorige/` | file by file the same as `site/`, by hard links: it takes no room |
| `vorige.json` | of each file its size, when it was written (ns), and its SHA-256; first a print of the list itself |

Two trees share their files, so who writes in one makes room first (`make_room`): what is published stays what it is.
A file that is no longer as the list has it is read again, so a site that someone touched is mended and not trusted.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from macros.release import markup

PREVIOUS = ".cache/build/vorige"
"""Where the site is kept, relative to the project's root."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of the files of a site without reading them.

    Args:
        rows: by path its size in bytes, when it was written in ns, and its hash.
    """

    rows: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)

    def hash_of(self, path: str, now: os.stat_result) -> str | None:
        """The hash of a file that is as it was when the list was made."""
        size, moment, hash_ = self.rows.get(path, (-1, -1, ""))
        return hash_ if (size, moment) == (now.st_size, now.st_mtime_ns) else None

    def hash_at(self, path: str, place: Path) -> str | None:
        """The same of the file that is at a place, if it is there."""
        return self.hash_of(path, place.lstat()) if path in self.rows and place.exists() else None


def walk(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder: its path in it, and what the system says of it."""
    start = f"{folder}/"
    folders = [start]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{entry.path}/")
                else:
                    yield entry.path.removeprefix(start), entry.stat(follow_symlinks=False)


def holds(folder: Path, files: Collection[str]) -> bool:
    """Whether a folder holds these files and nothing else: no link, no folder with nothing in it."""
    return {*_entries(f"{folder}/")} == {*files}


def _entries(start: str) -> Iterator[str]:
    """The path of every file below a folder; of a folder with nothing in it and of what is no file it ends in `/`."""
    folders = [start]
    while folders:
        with os.scandir(here := folders.pop()) as found:
            entries = [*found]
        if not entries:
            yield here.removeprefix(start) or "/"
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{entry.path}/")
            else:
                yield entry.path.removeprefix(start) + ("" if entry.is_file(follow_symlinks=False) else "/")


def make_room(target: Path) -> None:
    """Let go of the file at a place where something is about to be written; in another tree it stays what it is."""
    target.unlink(missing_ok=True)


def take(root: Path, target: Path) -> None:
    """Begin a site at `target` with the one that was kept; without one, or when its files are others, there is nothing there."""
    kept = root / PREVIOUS
    if kept.is_dir() and not kept.is_symlink() and holds(kept, {*ledger(root).rows, markup.BUILD_LIST}):
        kept.rename(target)


def keep(root: Path, site: Path, was: Path, hashes: Mapping[str, str]) -> None:
    """Keep a site for the next build.

    Args:
        root: the project's root.
        site: the site, whole and in its place.
        was: the one before it, which is brought up to date and kept; it need not be there.
        hashes: of the files of the site, by path.
    """
    try:
        _keep(root, site, was, hashes)
    except OSError:  # no hard links here, or no room: the next build writes everything
        _clear(root / PREVIOUS)


def _keep(root: Path, site: Path, was: Path, hashes: Mapping[str, str]) -> None:
    kept = root / PREVIOUS
    for place in (kept, _list(root), *([] if was.is_dir() and not was.is_symlink() else [was])):
        _clear(place)
    found = level(site, was)
    kept.parent.mkdir(parents=True, exist_ok=True)
    was.rename(kept)
    rows = {path: (now.st_size, now.st_mtime_ns, hashes[path]) for path, now in found.items() if path in hashes}
    text = json.dumps(rows)
    _list(root).write_text(f"{_print(text)}\n{text}", encoding="utf-8")


def ledger(root: Path) -> Ledger:
    """The list of the site that was kept; what is wrong with it makes it empty."""
    try:
        print_, _, text = _list(root).read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return Ledger()
    return Ledger(json.loads(text)) if print_ == _print(text) else Ledger()


def level(site: Path, copy: Path) -> dict[str, os.stat_result]:
    """Make one folder hold what another holds, by hard links; the files, and what the system says of each."""
    there, found = dict(walk(copy)) if copy.is_dir() else {}, dict(walk(site))
    for path, now in found.items():
        old = there.pop(path, None)
        if old and (old.st_ino, old.st_dev) == (now.st_ino, now.st_dev):
            continue
        if old:
            make_room(copy / path)
        else:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(site / path, copy / path)
    for path in there:
        remove(copy, path)
    return found


def _clear(place: Path) -> None:
    """Take away whatever is at a place; of a link only the link."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def remove(folder: Path, path: str) -> None:
    """Take away a file, and the folders that held nothing else."""
    (folder / path).unlink()
    with suppress(OSError):  # a folder that holds something ends it
        for parent in (folder / path).relative_to(folder).parents[:-1]:
            (folder / parent).rmdir()


def _print(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _list(root: Path) -> Path:
    return (root / PREVIOUS).with_suffix(".json")
