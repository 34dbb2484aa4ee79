"""What all that a build makes rests on, in a print: its code, templates, settings and packages, and its content.

Only the standard library is needed here: whether anything has changed is known before anything else is imported.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from macros.cache.store import Opslag

OPSLAG = ".cache/render/opslag.db"
"""Where the store is, relative to the project's root."""
_PAKKETTEN = (
    "brotli", "feedgen", "icalendar", "Jinja2", "Markdown", "mkdocs", "mkdocs-macros-plugin", "mkdocs-material", "nh3",
    "pydantic", "pyspellchecker", "typst",
)  # fmt: skip
"""What makes something that is published: another version may make something else."""
_INSTELLINGEN = ("mkdocs.yml", "requirements.lock")
_INHOUD = ("docs", "newsletters")
_CODE = Path(__file__).parent.parent


def versie(wortel: Path, *meer: object) -> str:
    """A print of all that makes the site besides its content: code, templates, settings, packages, Python."""
    pakketten = [version(pakket) for pakket in _PAKKETTEN]
    los = (wortel / naam for naam in _INSTELLINGEN)
    return _som(_bestanden(_CODE, wortel / "overrides", *los), sys.version, pakketten, *meer)


def invoer(wortel: Path, *meer: object) -> str:
    """A print of all that a build reads; equal input is an equal site."""
    return _som(versie(wortel), _bestanden(*(wortel / map_ for map_ in _INHOUD)), *meer)


def _som(*delen: object) -> str:
    return hashlib.sha256(repr(delen).encode()).hexdigest()[:32]


def _bestanden(*paden: Path) -> str:
    """A print of files and of folders with all that is in them."""
    som = hashlib.sha256()
    for begin in paden:
        for pad in sorted(begin.rglob("*")) if begin.is_dir() else [begin]:
            if pad.is_file() and "__pycache__" not in pad.parts:
                som.update(f"{pad.relative_to(begin).as_posix()} ".encode() + hashlib.sha256(pad.read_bytes()).digest())
    return som.hexdigest()


def gebouwd(wortel: Path, meld: Callable[[str], None], *meer: object) -> str:
    """The name of the site that came of the content as it is now, or nothing when it was not built yet."""
    if not (wortel / OPSLAG).is_file():
        return ""
    opslag = Opslag(wortel / OPSLAG, meld)
    waarde = opslag.lees(f"site {invoer(wortel, *meer)}")
    opslag.sluit()
    return waarde["uitgave"].decode() if waarde else ""
