"""A mail server on this machine."""

from __future__ import annotations

from asyncio import Transport
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

from macros.mail.smtp import Server
from tests.helpers.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Takes in messages; can refuse readers, put them off, and hang up at any moment."""

    def __init__(self) -> None:
        self.delivered: list[tuple[str, bytes]] = []
        self.senders: list[str] = []
        self.refuses: dict[str, str] = {}
        self.sender = ""
        self.hangs_up: Callable[[str, int], bool] = lambda _moment, _number: False
        self.sessions = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, mail_options: list[str]
    ) -> str:
        del session
        if self._gone(server, "mail"):
            return "421 weg"
        envelope.mail_from = address
        envelope.smtp_utf8 = "SMTPUTF8" in mail_options
        return self.sender or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        del server, session, rcpt_options
        if answer := self.refuses.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        assert isinstance(envelope.content, bytes)
        assert len(envelope.rcpt_tos) == 1, "one message for each address"
        if answer := self.refuses.get(f"inhoud:{envelope.rcpt_tos[0]}"):
            return answer
        self.delivered.append((envelope.rcpt_tos[0], envelope.content))
        self.senders.append(envelope.mail_from or "")
        self._gone(server, "data")
        return "250 OK"

    def _gone(self, server: SMTP, moment: str) -> bool:
        gone = self.hangs_up(moment, len(self.delivered))
        if gone and isinstance(server.transport, Transport):
            server.transport.abort()
        return gone

    @property
    def received(self) -> Counter[str]:
        """How often each reader got it."""
        return Counter(address_ for address_, _ in self.delivered)


@contextmanager
def opened(post_office: PostOffice, *, utf8: bool = False) -> Iterator[Server]:
    """A post office that takes mail in."""
    controller = Controller(post_office, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=utf8)
    controller.start()
    try:
        yield Server("127.0.0.1", controller.port)
    finally:
        controller.stop()
