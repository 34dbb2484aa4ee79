"""Links to other sites: asked by linkinator, which tries again and waits; what is dead is told with its team.

Never part of a build: a contributor is not stopped by a site that is down today. What answered is remembered for some
days, so a run that was stopped does not begin anew and no site is asked more than it needs to be.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from macros.review import upkeep

GEHEUGEN = Path(".cache/links.json")
DAGEN = 6
"""Days for which an answer is remembered: less than the week between two runs."""
_BESTAAT = ("401", "403", "405", "429", "999")
"""Answers of a site that is there and does not talk to programs."""
_VAST = (
    "--markdown", "--format", "json", "--redirects", "allow", "--timeout", "20000", "--concurrency", "4",
    "--retry", "--retry-errors", "--retry-errors-count", "3", "--retry-errors-jitter", "2000",
    "--user-agent", "kennisbank-linkcontrole",
)  # fmt: skip


class Linkfout(Exception):
    """The checker did not run; the message is in Dutch."""


def vraag(wortel: Path, adressen: Iterable[str], programma: str, vandaag: date) -> dict[str, int]:
    """The addresses that do not answer, each with its status (0 when there was none at all).

    Args:
        wortel: the project; what answered is remembered in it.
        adressen: what to ask for.
        programma: linkinator.
        vandaag: the day of the run.

    Raises:
        Linkfout: the program is missing or gave no result.
    """
    antwoordde = _onthouden(wortel / GEHEUGEN, vandaag)
    vragen = sorted({*adressen} - antwoordde.keys())
    if not vragen:
        return {}
    gevonden = _voer_uit(wortel, vragen, programma)
    if mist := [adres for adres in vragen if adres not in gevonden]:
        raise Linkfout(f"De linkcontrole gaf van {len(mist)} adressen geen uitslag, zoals {mist[0]}.")
    dood = {adres: status for adres, status in gevonden.items() if status >= 0}
    goed = antwoordde | {adres: vandaag.isoformat() for adres in vragen if adres not in dood}
    (wortel / GEHEUGEN).write_text(json.dumps(goed, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return dood


def _onthouden(pad: Path, vandaag: date) -> dict[str, str]:
    sinds = (vandaag - timedelta(days=DAGEN)).isoformat()
    try:
        geheugen: Mapping[str, str] = json.loads(pad.read_bytes())
        return {adres: dag for adres, dag in geheugen.items() if sinds <= dag <= vandaag.isoformat()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}  # nothing is remembered: everything is asked


def _voer_uit(wortel: Path, vragen: list[str], programma: str) -> dict[str, int]:
    """Every address with -1 when it answers, else its status."""
    lijst = wortel / GEHEUGEN.with_name("links.md")
    lijst.parent.mkdir(exist_ok=True)
    lijst.write_text(upkeep.linklijst(vragen), encoding="utf-8")
    bestaat = [deel for status in _BESTAAT for deel in ("--status-code", f"{status}:ok")]
    opdracht = [programma, lijst.name, *_VAST, *bestaat]
    try:
        uit = subprocess.run(opdracht, cwd=lijst.parent, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        links = json.loads(uit.stdout)["links"]
    except (OSError, ValueError, KeyError, TypeError) as fout:
        raise Linkfout(f"De linkcontrole ({programma}) liep niet: {fout}") from fout
    return {link["url"]: -1 if link["state"] == "OK" else int(link.get("status") or 0) for link in links}
