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

from macros.base.errors import UserError, told
from macros.review import upkeep

MEMORY = Path(".cache/links.json")
DAYS = 6
"""Days for which an answer is remembered: less than the week between two runs."""
_EXISTS = ("401", "403", "405", "429", "999")
"""Answers of a site that is there and does not talk to programs."""
_FIXED = (
    "--markdown", "--format", "json", "--redirects", "allow", "--timeout", "20000", "--concurrency", "4",
    "--retry", "--retry-errors", "--retry-errors-count", "3", "--retry-errors-jitter", "2000",
    "--user-agent", "kennisbank-linkcontrole",
)  # fmt: skip


class LinkCheckError(UserError):
    """The checker did not run; the message is in Dutch."""


def ask(root: Path, addresses: Iterable[str], program: str, today: date) -> dict[str, int]:
    """The addresses that do not answer, each with its status (0 when there was none at all).

    Args:
        root: the project; what answered is remembered in it.
        addresses: what to ask for.
        program: linkinator.
        today: the day of the run.

    Raises:
        LinkCheckError: the program is missing or gave no result.
    """
    answered = _remembered(root / MEMORY, today)
    questions = sorted({*addresses} - answered.keys())
    if not questions:
        return {}
    found = _execute(root, questions, program)
    if missing := [address for address in questions if address not in found]:
        raise LinkCheckError(f"De linkcontrole gaf van {len(missing)} adressen geen uitslag, zoals {missing[0]}.")
    dead = {address: status for address, status in found.items() if status >= 0}
    good = answered | {address: today.isoformat() for address in questions if address not in dead}
    (root / MEMORY).write_text(json.dumps(good, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return dead


def _remembered(path: Path, today: date) -> dict[str, str]:
    sinds = (today - timedelta(days=DAYS)).isoformat()
    try:
        memory: Mapping[str, str] = json.loads(path.read_bytes())
        return {address: day for address, day in memory.items() if sinds <= day <= today.isoformat()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}  # nothing is remembered: everything is asked


def _execute(root: Path, questions: list[str], program: str) -> dict[str, int]:
    """Every address with -1 when it answers, else its status."""
    list_ = root / MEMORY.with_name("links.md")
    list_.parent.mkdir(exist_ok=True)
    list_.write_text(upkeep.link_list(questions), encoding="utf-8")
    exists = [part for status in _EXISTS for part in ("--status-code", f"{status}:ok")]
    place = str(Path(program).resolve()) if "/" in program else program  # it runs in another folder
    command = [place, list_.name, *_FIXED, *exists]
    try:
        out = subprocess.run(command, cwd=list_.parent, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        links = json.loads(out.stdout)["links"]
        return {link["url"]: -1 if link["state"] == "OK" else int(link.get("status") or 0) for link in links}
    except OSError as error:
        raise LinkCheckError(f"De linkcontrole liep niet: {told(error)}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LinkCheckError(f"De linkcontrole ({program}) liep niet: zij gaf geen uitslag") from error
