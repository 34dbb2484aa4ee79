"""What readers use, against the built site: program, channel, what it must show, and what it showed.

    python -m tests.clients --site site

A program that is not there is said to be missing and makes the run fail: a proof that was not given is not a proof.
`.ci/clients` installs those that come from Debian; those from PyPI and npm are fetched here, by their exact versions.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from tests.clients import calendars, feeds, mails, tables
from tests.clients.row import Row

TABLE: tuple[Row, ...] = (*feeds.ROWS, *calendars.ROWS, *tables.ROWS, *mails.ROWS)


def _outcome(row: Row, site: Path) -> tuple[bool, str]:
    if missing := [name for name in row.needs if shutil.which(name) is None]:
        return False, f"not installed: {', '.join(missing)}"
    try:
        return True, row.check(site)
    except (AssertionError, LookupError, OSError, ValueError) as error:
        return False, f"{type(error).__name__}: {error}"


def main() -> int:
    """Every row; 0 when each program shows what it must."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--site", type=Path, default=Path("site"))
    options.add_argument("programs", nargs="*", help="only these programs")
    typed = options.parse_args()
    chosen = [row for row in TABLE if not typed.programs or row.program in typed.programs]
    good = 0
    for row in chosen:
        right, said = _outcome(row, typed.site.resolve())
        good += right
        mark = "good" if right else "WRONG"
        sys.stdout.write(f"{mark:5} | {row.program:18} | {row.channel:12} | {row.shows:57} | {said}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{good} passed, {len(chosen) - good} failed\n")
    return 0 if chosen and good == len(chosen) else 1


if __name__ == "__main__":
    raise SystemExit(main())
