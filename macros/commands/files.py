"""What a command reads besides content, and what it writes: whole, or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
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


def write(files: Mapping[Path, str | bytes]) -> None:
    """Write files: all of them or none, so that a full disk or Ctrl-C leaves what was there.

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
        for new, path in temporary.items():
            new.replace(path)
    finally:
        for new in temporary:
            with suppress(OSError):
                new.unlink(missing_ok=True)


def _write_to_disk(new: Path, path: Path, contents: str | bytes) -> None:
    """An error names the file that someone knows, and not the one beside it."""
    try:
        new.write_bytes(contents.encode() if isinstance(contents, str) else contents)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), str(path)) from error
