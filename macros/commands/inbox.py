"""`kennisbank postvak`: what came back from the newsletter, and what becomes of it."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

from macros.base.settings import NETWORK
from macros.mail import inbox, mailboxes, readers, smtp


def read(choice: Namespace, clock: Callable[[], datetime]) -> int:
    """Read a mailbox, and do what its new messages ask for.

    Raises:
        UserError: the list or the mailbox cannot be read.
    """
    folder = choice.bewaar or choice.lijst.with_suffix(".postvak")
    with readers.Readers(choice.lijst, NETWORK.newsletter.list_id) as known:
        result = inbox.read_inbox(_mailbox(choice), known, folder, clock(), sys.stdout)
    sys.stdout.write(inbox.report_text(result, folder))
    return 0


def _mailbox(choice: Namespace) -> Callable[[Collection[str]], mailboxes.Messages]:
    if choice.maildir:
        return partial(mailboxes.from_maildir, choice.maildir)
    if choice.mbox:
        return partial(mailboxes.from_mbox, choice.mbox)
    server = smtp.read_server(choice.imap, user=os.environ.get("KENNISBANK_IMAP_GEBRUIKER", ""),
                              password=os.environ.get("KENNISBANK_IMAP_WACHTWOORD", ""))  # fmt: skip
    return partial(mailboxes.from_imap, server, choice.map)
