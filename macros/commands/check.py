"""What is wrong with the content, or with a built site: `kennisbank controleer` and `controleer-site`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from macros.base.errors import Finding
from macros.base.numbers import how_many
from macros.base.progress import ProgressBar
from macros.base.workers import WorkerPool
from macros.build import content
from macros.cache import fingerprints
from macros.cache.store import Store
from macros.commands import project, tidy
from macros.release import house_rules


def check(root: Path, format_: str, today: date, basis: str = "") -> int:
    """Check all content, and against a basis whether it changes more lines than values."""
    store = Store(project.require_pages(root) / fingerprints.STORE, _report)
    pool = WorkerPool(store, together=True)
    try:
        checked = content.examine(root, today=today, progress=ProgressBar(sys.stderr), store=store, pool=pool)
    finally:
        pool.stop()
        store.close()
    outcome = _show([*checked.findings, *tidy.findings(root, basis)], format_)
    if not outcome and format_ == "tekst":
        sys.stdout.write("".join(f"{line}\n" for line in checked.remarks))
    return outcome


def _report(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def check_site(folder: Path, format_: str) -> int:
    """Check a site that was built, by whatever."""
    return _show([*house_rules.check_site(folder), *house_rules.secrets(folder)], format_)


def _show(findings: Sequence[Finding], format_: str) -> int:
    sys.stdout.write(_FORMS[format_](findings))
    return int(any(not b.warning for b in findings))


def _text(findings: Sequence[Finding]) -> str:
    """Errors first, then warnings, then how many of each."""
    errors = [f"{b}\n" for b in findings if not b.warning]
    rest = [f"{b}\n" for b in findings if b.warning]
    closing = (
        f"{how_many(len(errors), 'fout', 'fouten')}, {how_many(len(rest), 'waarschuwing', 'waarschuwingen')}\n"
        if findings
        else "Alles klopt.\n"
    )
    return "".join(
        [*errors, *(["\nWaarschuwingen (de site kan gebouwd worden):\n", *rest, "\n"] if rest else []), closing]
    )


def _github(findings: Sequence[Finding]) -> str:
    """Annotations on a pull request (workflow commands of GitHub Actions); what was typed cannot begin a command of its own."""
    return "".join(
        f"::{'warning' if b.warning else 'error'} file={_encoded(b.file, ':,')},line={b.line or 1}::{_encoded(b.message)}\n"
        for b in findings
    )


def _encoded(text: str, also: str = "") -> str:
    return re.sub(rf"[%\r\n{also}]", lambda char: f"%{ord(char[0]):02X}", text)


def _json(findings: Sequence[Finding]) -> str:
    list_ = [
        {"bestand": b.file, "regel": b.line, "melding": b.message, "waarschuwing": b.warning} for b in findings
    ]  # fmt: skip
    return json.dumps(list_, ensure_ascii=False, indent=1) + "\n"


_FORMS = {"tekst": _text, "github": _github, "json": _json}
