"""What the `kennisbank` command does with content; each answers the exit code: 0 right, 1 something is wrong."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from macros.base import links
from macros.base.parsing import Finding
from macros.base.workers import WorkerPool
from macros.build import content
from macros.cache import fingerprints
from macros.cache.store import Store
from macros.channels import opendata
from macros.mail import mailing
from macros.records import models as m
from macros.release import house_rules, usage
from macros.review import outbound, upkeep
from macros.writing import forms, rows, scaffold


def send(k: argparse.Namespace, clock: Callable[[], datetime]) -> int:
    """Send an issue by mail."""
    if not k.smtp and not k.proef:
        sys.stderr.write("waarheen? Geef --smtp host:poort, of --proef om alleen bestanden te schrijven\n")
        return 1
    choice = mailing.MailingOptions(
        k.brief, k.site, k.naar, k.van, k.afmelden, k.smtp, k.proef, k.journaal, k.per_minuut, k.opnieuw,
        os.environ.get("KENNISBANK_SMTP_GEBRUIKER", ""), os.environ.get("KENNISBANK_SMTP_WACHTWOORD", ""),
    )  # fmt: skip
    return mailing.opdracht(choice, clock=clock, sleep=time.sleep, report=sys.stderr)


def check(root: Path, format_: str, today: date) -> int:
    """Check all content."""
    store = Store(root / fingerprints.STORE, report)
    pool = WorkerPool(store, together=True)
    _, findings = content.check(root, today=today, progress=ProgressBar(sys.stderr), store=store, pool=pool)
    store.close()
    return _show(findings, format_)


def report(line: str) -> None:
    """Tell the person who asked, besides what the command answers."""
    sys.stderr.write(f"{line}\n")


class ProgressBar:
    """Shows on a screen how far something is, once it takes longer than a second; to a file it says nothing."""

    def __init__(self, screen: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.screen, self.clock = screen, clock
        self.shown = clock() + 1.0
        """When it was last drawn; at first, when that may begin."""
        self.on_screen = False

    def __call__(self, part: float) -> None:
        """Say that this part (0 to 1) is done; at the end the bar goes."""
        if part < 1 and self.screen.isatty() and (now := self.clock()) >= self.shown:
            self.shown, self.on_screen = now + 0.2, True
            self.screen.write(f"\r[{'#' * int(30 * part):.<30}] {part:4.0%}")
            self.screen.flush()
        elif part >= 1 and self.on_screen:
            self.screen.write(f"\r{' ' * 40}\r")


def check_site(folder: Path, format_: str) -> int:
    """Check a site that was built, by whatever."""
    return _show([*house_rules.check_site(folder), *house_rules.secrets(folder)], format_)


def _show(findings: Sequence[Finding], format_: str) -> int:
    sys.stdout.write(_FORMS[format_](findings))
    return int(any(not b.warning for b in findings))


def freshness(root: Path, today: date) -> int:
    """Which pages must be reviewed again, by team."""
    sys.stdout.write(upkeep.overdue_list(content.read(root).view.catalog, today))
    return 0


def dead_links(root: Path, program: str, today: date) -> int:
    """Which addresses of other sites give no answer any more, by team."""
    paths = (
        path
        for folder in ("docs", "newsletters")
        for path in (root / folder).rglob("*")
        if path.suffix in {".md", ".yml", ".csv"}
    )
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    addresses = upkeep.outgoing(texts)
    try:
        dead = outbound.vraag(root, addresses, program, today)
    except outbound.LinkCheckError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(upkeep.dead_links(content.read(root).view.catalog, addresses, dead))
    sys.stderr.write(f"{len(addresses)} adressen, {len(dead)} zonder antwoord\n")
    return 0


def from_form(root: Path, file: Path, today: date) -> int:
    """Make a file of a form that was filled in; `-` reads it from the input."""
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    try:
        return _write_new(root, forms.read_form(text, today))
    except forms.FormError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _text(findings: Sequence[Finding]) -> str:
    """Errors first, then warnings, then how many of each."""
    errors = [f"{b}\n" for b in findings if not b.warning]
    rest = [f"{b}\n" for b in findings if b.warning]
    closing = f"{len(errors)} fouten, {len(rest)} waarschuwingen\n" if findings else "Alles klopt.\n"
    return "".join(
        [*errors, *(["\nWaarschuwingen (de site kan gebouwd worden):\n", *rest, "\n"] if rest else []), closing]
    )


def _github(findings: Sequence[Finding]) -> str:
    """Annotations on a pull request (workflow commands of GitHub Actions); what was typed cannot begin a command of its own."""
    return "".join(
        f"::{'warning' if b.warning else 'error'} file={_encoded(b.file, ':,')},line={b.line}::{_encoded(b.message)}\n"
        for b in findings
    )


def _encoded(text: str, also: str = "") -> str:
    return re.sub(rf"[%\r\n{also}]", lambda char: f"%{ord(char[0]):02X}", text)


def _json(findings: Sequence[Finding]) -> str:
    list_ = [
        {"bestand": b.file, "regel": b.line, "melding": b.message, "waarschuwing": b.warning} for b in findings
    ]  # fmt: skip
    return json.dumps(list_, ensure_ascii=False, indent=1) + "\n"


def nieuw(root: Path, kind: str, title: str, today: date) -> int:
    """Write what is new, and never over what is there."""
    if kind == "nieuwsbrief" and not re.fullmatch(r"20\d\d-q[1-4]", title):
        sys.stderr.write(f"{title!r} is geen kwartaal; schrijf bijvoorbeeld 2026-q4\n")
        return 1
    if not links.slug(title):
        sys.stderr.write(f"van {title!r} kan geen bestandsnaam worden gemaakt; gebruik letters of cijfers\n")
        return 1
    return _write_new(root, *_NEW[kind](title, today))


def _write_new(root: Path, *new_: scaffold.NewEntry) -> int:
    if occupied := [new.pad for new in new_ if not new.rij and (root / new.pad).exists()]:
        sys.stderr.write(f"{occupied[0]} bestaat al; kies een andere titel\n")
        return 1
    for new in new_:
        target = root / new.pad
        target.parent.mkdir(parents=True, exist_ok=True)
        existing = target.read_text(encoding="utf-8") if target.exists() else new.kop
        target.write_text(rows.insert(existing, new.tekst) if new.rij else new.tekst, encoding="utf-8")
    sys.stdout.write(
        f"{' en '.join(new.pad for new in new_)}: klaar om in te vullen. Doe dat waar 'verplicht' staat, haal de # weg bij "
        "wat u verder invult, en voer daarna uit: kennisbank controleer\n"
    )
    return 0


def gebruik(root: Path, logs: Sequence[Path]) -> int:
    """Count what was read; nothing is written when a log cannot be read to its end."""
    try:
        tally = usage.count(line for log in logs for line in usage.lines(log))
    except (OSError, EOFError, zlib.error) as error:
        sys.stderr.write(f"een logbestand kan niet worden gelezen: {error}\n")
        return 1
    folder = root / Path(m.Gebruik.kind.files).parent
    folder.mkdir(parents=True, exist_ok=True)
    existing = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}
    for month, text in usage.month_files(tally, existing).items():
        (folder / f"{month}.csv").write_text(text, encoding="utf-8")
    sys.stdout.write(
        f"{tally.counted} keer gelezen; niet geteld: {tally.robots} van robots, {tally.other_requests} andere verzoeken, "
        f"{tally.unreadable} onleesbare regels\n"
    )
    return 0


def schema(folder: Path) -> int:
    """JSON Schemas for editors: a data file is a list of its collection's records."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in m.COLLECTIONS:
        text = json.dumps(opendata.list_schema(kind), ensure_ascii=False, indent=1)
        (folder / f"{kind.kind.collection}.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(m.COLLECTIONS)} schema's geschreven in {folder}\n")
    return 0


_NEW: dict[str, Callable[[str, date], tuple[scaffold.NewEntry, ...]]] = {
    "activiteit": scaffold.activiteit,
    "nieuwsbrief": scaffold.nieuwsbrief,
    "praktijk": scaffold.praktijk,
    "thema": scaffold.thema,
}
_FORMS = {"tekst": _text, "github": _github, "json": _json}
