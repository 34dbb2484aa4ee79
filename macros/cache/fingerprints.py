"""What all that a build makes rests on, in a print: its code, templates, settings and packages, and its content.

Only the standard library is needed here: whether anything has changed is known before anything else is imported.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from macros.base import folders, late, supplied
from macros.cache.store import Store

if TYPE_CHECKING:
    from importlib import metadata
else:
    metadata = late.module("importlib.metadata")

STORE = ".cache/build/store.db"
"""Where the store is, relative to the project's root."""
_PACKAGES = (
    "brotli", "feedgen", "icalendar", "Jinja2", "Markdown", "mkdocs", "mkdocs-macros-plugin", "comrak-ext", "lxml", "pydantic",
    "pikepdf", "pillow", "pyspellchecker", "typst",
)  # fmt: skip
"""What makes something that is published, or finds what may not be: another version may make or find something else."""
_SETTINGS = ("mkdocs.yml", supplied.LOCK)
_CONTENT = ("docs", "newsletters")


def version_(root: Path, *more: object) -> str:
    """A print of all that makes the site besides its content: code, templates, settings, packages, Python."""
    installed = {name: version for folder in reversed(sys.path) for name, version in _installed(folder)}
    packages = [installed.get(_plain(package)) or metadata.version(package) for package in _PACKAGES]
    separate = (root / name for name in _SETTINGS)
    return _digest(
        _files(supplied.CODE, supplied.templates(), supplied.supplied(supplied.LOCK), *separate),
        sys.version,
        packages,
        *more,
    )


def _installed(folder: str) -> Iterator[tuple[str, str]]:
    """The packages in a folder with their versions, by the names of their metadata: many times sooner than reading that."""
    for path in sorted(Path(folder).glob("*.dist-info")):
        package, _, version = path.name.removesuffix(".dist-info").partition("-")
        yield _plain(package), version


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "_", package).lower()


def inputs(root: Path, *more: object, code: str = "") -> str:
    """A print of all that a build reads; equal input is an equal site. `code`: that of what makes the site, when it was made already."""
    return _digest(code or version_(root), _files(*(root / folder for folder in _CONTENT)), *more)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _files(*paths: Path) -> str:
    """A print of files and of folders with all that is in them."""
    digest = hashlib.sha256()
    for start in paths:
        for name, path in folders.below(start) if start.is_dir() else [(".", start)]:
            if path.is_file() and "__pycache__" not in name.split("/"):
                named = f"{name} ".encode(errors="surrogateescape")  # one that is no UTF-8, too
                digest.update(named + hashlib.sha256(Path(path).read_bytes()).digest())
    return digest.hexdigest()


def built(root: Path, report: Callable[[str], None], *more: object) -> str:
    """The hash of the list of files that came of the content as it is now, or nothing when it was not built yet."""
    if not (root / STORE).is_file():
        return ""
    store = Store(root / STORE, report)
    value = store.read(f"site {inputs(root, *more)}")
    store.close()
    return value["lijst"].decode() if value else ""
