"""Sends an issue to many readers, with a mail server that takes all; says the peak of memory (MB) and the seconds it took.

python -m tests.mail.many <folder> <readers> [csv]
"""

from __future__ import annotations

import os
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from macros.mail import mailing
from macros.mail.readers import Readers
from macros.mail.recipients import Interests, Recipient, Step
from macros.mail.smtp import Reply
from macros.records.models import Maillijst

OWN = Maillijst(lijst="nieuwsbrief.netwerk.example")
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Takes:
    """A mail server that takes all, at once."""

    def __init__(self, _server: object) -> None:
        self.bytes = 0

    def send(self, _from: Recipient, _to: Recipient, message: bytes) -> Reply:
        """Take one."""
        self.bytes += len(message)
        return Reply(Step.SENT, 250, "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def addresses(count: int) -> list[Recipient]:
    """As many readers, of whom some chose."""
    choices = [Interests(), Interests(("jeugd",)), Interests(("jeugd",), ("twente",))]
    return [Recipient(f"lezer{at}@gemeente{at % 76}.example", choice=choices[at % 3]) for at in range(count)]


def main() -> None:
    """Send."""
    folder, count, kind = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    to = folder / f"{kind}{count}.{kind}"
    if not to.exists():  # in a process of its own: what it takes to make the list is not what it takes to send
        if kind == "csv":
            to.write_text("adres\n" + "".join(f"{a.full}\n" for a in addresses(count)), encoding="utf-8")
        else:
            with Readers(to, OWN.lijst, new=True) as readers:
                readers.take_over(addresses(count), "op papier", NOW)
        return
    setattr(os, "fsync", lambda _: None)  # noqa: B010 - for mypy, as below; what a disk takes is not measured
    setattr(mailing, "Connection", Takes)  # noqa: B010
    options = mailing.MailingOptions(
        "2023-q4", folder / "site", to, "Netwerk <n@netwerk.example>", OWN, ("https://netwerk.example/afmelden/",),
        smtp="localhost:25", bounces="owner-nieuwsbrief@netwerk.example", per_minute=10**9,
    )  # fmt: skip
    began = time.process_time()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        code = mailing.send_issue(options, clock=lambda: NOW, sleep=lambda _: None, report=nowhere)
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage would tell of who started us, too
    peak = int(re.findall(r"VmHWM:\s+([0-9]+) kB", status)[0]) / 1024
    sys.stdout.write(f"{code} {peak:.1f} {time.process_time() - began:.2f}\n")


if __name__ == "__main__":
    main()
