"""The project that a command works in. Nothing heavy is imported here: it comes before all else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from macros.base import late
from macros.base.errors import UserError

if TYPE_CHECKING:
    from macros.records import loader
    from macros.records.models import Netwerk
else:
    loader = late.module("macros.records.loader")

_CONTENT = "docs"
"""What every project has, at its root; what is built needs its settings besides."""


def require(root: Path, *more: str) -> Path:
    """The root of a project, with these files in it besides.

    Raises:
        UserError: it is none, so nothing may be written there.
    """
    missing = [name for name in more if not (root / name).is_file()]
    missing += [] if (root / _CONTENT).is_dir() else [_CONTENT]
    if missing:
        raise UserError(
            f"{root} is geen kennisbank, want {missing[0]} ontbreekt; ga eerst naar de map van de kennisbank"
        )
    return root


def mailer(root: Path) -> Netwerk:
    """The network's own record, of one that has a newsletter by mail.

    Raises:
        UserError: it has none, or its own record cannot be read.
    """
    own = loader.own_network(require(root))
    if not own.nieuwsbrief.lijst:
        raise UserError(
            f"dit netwerk heeft geen nieuwsbrief per e-mail; zet in {own.file} bij 'nieuwsbrief' een 'lijst', bijvoorbeeld "
            f"nieuwsbrief.{own.domein.naam}"
        )
    return own


def require_pages(root: Path, *more: str) -> Path:
    """The root of a project with content.

    Raises:
        UserError: it is no project, or it has no page: nothing could be said of what is not there.
    """
    if not any((require(root, *more) / "docs").rglob("*.md")):
        raise UserError(f"in {root / 'docs'} staat geen enkele pagina (.md)")
    return root
