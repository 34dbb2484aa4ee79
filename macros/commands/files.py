"""What a command reads besides content, and what it writes: whole, or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from macros.base.errors import UserError
from macros.base.parsing import ParseError, decode


def as_text(contents: bytes, name: str) -> str:
    """What someone gave as text.

    Raises:
        UserError: it is no text; with its name and the line.
    """
    try:
        return decode(contents)
    except ParseError as error:
        raise UserError(error.message, file=name, line=error.line) from None


def git(root: Path, *words: str) -> bytes:
    """What git says of a project.

    Raises:
        UserError: it is not there, or refuses.
    """
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, check=True).stdout  # noqa: S603, S607 - ours
    except (OSError, subprocess.CalledProcessError):
        raise UserError("git geeft geen antwoord; staat deze map in een git-opslag?") from None


def write(files: Mapping[Path, str | bytes], gone: Collection[Path] = ()) -> None:
    """Write files, and take away those that are `gone`: all of them or none, so that a full disk or Ctrl-C leaves what was there.

    Raises:
        OSError: they cannot be written.
    """
    for path in files:
        if path.is_dir():  # known before anything is written
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    temporary = {path.with_name(f".{path.name[:50]}.nieuw"): path for path in files}
    try:
        for new, path in temporary.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_to_disk(new, path, files[path])
        with _as_it_was([*files, *gone]):
            for new, path in temporary.items():
                new.replace(path)
            for path in gone:
                path.unlink()
    finally:
        for new in temporary:
            with suppress(OSError):
                new.unlink(missing_ok=True)


@contextmanager
def _as_it_was(paths: Iterable[Path]) -> Iterator[None]:
    """What stops half-way is undone."""
    before = {path: path.read_bytes() if path.is_file() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, contents in before.items():
            if contents is None:
                path.unlink(missing_ok=True)
            elif not path.is_file() or path.read_bytes() != contents:
                path.write_bytes(contents)
        raise


def _write_to_disk(new: Path, path: Path, contents: str | bytes) -> None:
    """An error names the file that someone knows, and not the one beside it."""
    try:
        new.write_bytes(contents.encode() if isinstance(contents, str) else contents)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), str(path)) from error
