"""`kennisbank schoon`: a picture or PDF without what may not be public; once, before it goes to the repository."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from macros.base.errors import UserError
from macros.commands import files
from macros.review import pdf, pictures

MAX_BYTES = 50_000_000
"""What is read at most: what a camera makes, before it is made smaller."""


def make_clean(paths: Sequence[Path]) -> int:
    """Make files clean where they stand: all of them or none."""
    found = {path: _cleaned(path) for path in paths}
    files.write({path: contents for path, (contents, told) in found.items() if told})
    for path, (_, told) in found.items():
        sys.stdout.write(f"{path}: {f'schoongemaakt; weg is: {told}' if told else 'was al schoon'}\n")
    return 0


def _cleaned(path: Path) -> tuple[bytes, str]:
    """What becomes of a file, and what it no longer tells; empty when that is nothing.

    Raises:
        UserError: it is no picture or PDF, it cannot be read, or something stays that we cannot take out.
    """
    kind = path.suffix.lower()
    if kind not in (*pictures.KINDS, ".pdf"):
        raise UserError(
            f"dit is geen plaatje of pdf; de naam eindigt op {', '.join((*pictures.KINDS, '.pdf'))}", file=str(path)
        )
    if path.stat().st_size > MAX_BYTES:
        raise UserError(f"dit bestand is te groot; toegestaan is {MAX_BYTES // 10**6} MB", file=str(path))
    contents = path.read_bytes()
    try:
        told = _look(contents, kind)
        if told:
            contents = pdf.cleaned(contents) if kind == ".pdf" else pictures.cleaned(contents, kind)
        left = _look(contents, kind)
    except pictures.Unreadable as error:
        raise UserError(str(error), file=str(path)) from None
    if left:
        raise UserError(f"dit kan er niet uit: {_listed(left)}; sla het bestand opnieuw op zonder", file=str(path))
    return contents, _listed(told)


def _look(contents: bytes, kind: str) -> set[pictures.Told]:
    if kind == ".pdf":
        return pdf.look(contents)
    told = pictures.look(contents, kind)
    return told or (
        {("hoe het ligt (EXIF): het staat nu zelf rechtop", False)} if pictures.lies_as_told(contents) else set()
    )


def _listed(told: set[pictures.Told]) -> str:
    return "; ".join(sorted(what for what, _ in told))
