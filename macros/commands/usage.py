"""`kennisbank gebruik`: web-server logs → day totals in the data."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from macros.base.errors import UserError
from macros.commands import files, project
from macros.records import models as m
from macros.release import usage


def count(root: Path, logs: Sequence[Path]) -> int:
    """Count what was read; nothing is written when a log cannot be read to its end."""
    folder = project.require(root) / Path(m.Gebruik.kind.files).parent
    tally = usage.count(line for log in logs for line in _lines(log))
    other = tally.robots + tally.other_requests + tally.nothing.total()
    if not tally.counted + other:
        names = ", ".join(map(str, logs))
        raise UserError(f"in {names} staat geen regel van een webserver (combined-formaat); er is niets geteld")
    existing = {
        path.stem: files.as_text(path.read_bytes(), path.relative_to(root).as_posix())
        for path in sorted(folder.glob("*.csv"))
    }
    months = usage.month_files(tally, existing)
    files.write({folder / f"{month}.csv": text for month, text in months.items()})
    sys.stdout.write(
        f"{tally.counted} keer gelezen; niet geteld: {tally.robots} van robots, {tally.other_requests} andere verzoeken, "
        f"{tally.unreadable} onleesbare regels\n"
    )
    sys.stdout.write(_missed(tally))
    return 0


def _missed(tally: usage.UsageTally) -> str:
    """What the editor is told of questions without a result; it is shown here, and written nowhere."""
    if not tally.nothing:
        return ""
    rows = [f"  {count} keer: {question}\n" for question, count in tally.missed()[:_MOST_SHOWN]]
    heading = f"Zoekvragen zonder resultaat, {usage.ENOUGH} keer of vaker gesteld (staat er een ander woord voor op de site? Zet het in {_WORDS}):\n"
    return (
        heading + "".join(rows)
        if rows
        else f"Geen zoekvraag zonder resultaat is {usage.ENOUGH} keer of vaker gesteld.\n"
    )


_MOST_SHOWN = 40
_WORDS = m.Zoekwoord.kind.files


def _lines(log: Path) -> Iterator[str]:
    """The lines of a log; a compressed one that is broken has no number of the system's."""
    try:
        yield from usage.lines(log)
    except (EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise UserError(f"{log} is geen heel gzip-bestand") from error
