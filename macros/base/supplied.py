"""What comes with the code: templates and assets, files for web servers, the lock file, what each repository has (`.github/`).

In the source tree these stand beside `macros/`. A wheel holds them in `macros/supplied/`, where pyproject.toml puts them
(`package-dir`), so a project that installed the program has none of them and cannot have its own.
"""

from __future__ import annotations

from pathlib import Path

CODE = Path(__file__).parents[1]
"""The folder with our code."""
TEMPLATES, SERVERS, LOCK = "overrides", "deploy", "requirements.lock"


def supplied(name: str) -> Path:
    """Where a file or folder is that comes with the code, by its path in the source tree."""
    installed = CODE / "supplied"
    return (installed if installed.is_dir() else CODE.parent) / name


def templates(*names: str) -> Path:
    """Where a template or asset is, by its path below `overrides/`."""
    return supplied(TEMPLATES).joinpath(*names)
