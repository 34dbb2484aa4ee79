"""`kennisbank postvak`: what came back from the newsletter, and what becomes of it."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from pathlib import Path

from macros.base import supplied
from macros.commands import project
from macros.document.templates import environment
from macros.mail import inbox, joining, letter, mailboxes, readers, recipients, service, smtp
from macros.records.models import Netwerk


def read(choice: Namespace, clock: Callable[[], datetime], root: Path) -> int:
    """Read a mailbox, and do what its new messages ask for.

    Raises:
        UserError: the list or the mailbox cannot be read, or what it takes to answer is wrong.
    """
    folder = choice.bewaar or choice.lijst.with_suffix(inbox.FOLDER)
    now, own = clock(), project.mailer(root)
    doorman = _doorman(choice, now, own) if choice.smtp else None
    with readers.Readers(choice.lijst, own.nieuwsbrief.lijst) as known:
        result = inbox.read_inbox(_mailbox(choice), known, folder, now, sys.stdout, doorman)
    sys.stdout.write(inbox.report_text(result, folder))
    return 0


def _mailbox(choice: Namespace) -> Callable[[Collection[str]], mailboxes.Messages]:
    if choice.maildir:
        return partial(mailboxes.from_maildir, choice.maildir)
    if choice.mbox:
        return partial(mailboxes.from_mbox, choice.mbox)
    return partial(mailboxes.from_imap, _server(choice.imap, "IMAP"), choice.map)


def _server(typed: str, kind: str) -> smtp.Server:
    user, password = (os.environ.get(f"KENNISBANK_{kind}_{name}", "") for name in ("GEBRUIKER", "WACHTWOORD"))
    return smtp.read_server(typed, user=user, password=password)


def _doorman(choice: Namespace, now: datetime, own: Netwerk) -> inbox.Doorman:
    """Answers who wants to join by mail; in the mailbox that is read they also leave."""
    server, templates = _server(choice.smtp, "SMTP"), environment(supplied.templates("email"))
    leave = f"mailto:{own.nieuwsbrief.postbus or own.domein.naam}"  # this mail has none, as no one has joined yet
    sender = letter.read_sender(choice.van, [leave], choice.retour)

    def answer(reader: recipients.Recipient, token: str) -> bool:
        mail = joining.confirmation(sender, reader, token, templates, now, network=own, service=own.nieuwsbrief.dienst)
        try:
            with smtp.Connection(server) as connection:
                reply = connection.send(sender.envelope(recipients.Recipient("")), reader, mail)
        except (smtp.ConnectionEnded, recipients.SendError):
            return False
        return reply.step is recipients.Step.SENT

    return inbox.Doorman(service.topics_of(choice.site, now), answer, joining.consent(own.naam))
