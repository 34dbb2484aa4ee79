"""`kennisbank verstuur nieuwsbrief`."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from macros.base.errors import UserError
from macros.commands import project
from macros.mail import mailing


def send(choice: Namespace, clock: Callable[[], datetime], root: Path) -> int:
    """Send an issue by mail."""
    if not choice.smtp and not choice.proef:
        raise UserError("waarheen? Geef --smtp host:poort, of --proef om alleen bestanden te schrijven")
    options = mailing.MailingOptions(
        choice.brief, choice.site, choice.naar, choice.van, project.mailer(root).nieuwsbrief, tuple(choice.afmelden), choice.smtp, choice.proef,
        choice.journaal, choice.per_minuut, choice.opnieuw,
        os.environ.get("KENNISBANK_SMTP_GEBRUIKER", ""), os.environ.get("KENNISBANK_SMTP_WACHTWOORD", ""), choice.retour,
    )  # fmt: skip
    return mailing.send_issue(options, clock=clock, sleep=time.sleep, report=sys.stderr)
