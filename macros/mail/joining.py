"""Joining and leaving by mail: what a reader is sent to confirm it with, and what a mail that asks for it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

from jinja2 import Environment

from macros.mail.letter import POLICY, Sender, header
from macros.mail.readers import CONFIRM_WITHIN
from macros.mail.recipients import Interests, Recipient
from macros.mail.tokens import Purpose
from macros.records.models import Netwerk


def consent(network: str) -> str:
    """The text that a reader agrees to, of the newsletter of a network; it is kept with the address."""
    return f"Ja, stuur mij de nieuwsbrief van {network} per e-mail. Ik kan mij altijd afmelden."


@dataclass(frozen=True, slots=True)
class Topics:
    """What a reader can choose: ids with their names, in the order of the site."""

    themas: Mapping[str, str]
    districten: Mapping[str, str]

    def chosen(self, ids: set[str]) -> Interests:
        """A choice of ids that there are; all of them is everything, as none is."""
        themas, districten = (tuple(id_ for id_ in known if id_ in ids) for known in (self.themas, self.districten))
        if len(themas) == len(self.themas) and len(districten) == len(self.districten):
            return Interests()
        return Interests(themas, districten)

    def names(self, choice: Interests) -> list[str]:
        """What a choice is called."""
        return [{**self.themas, **self.districten}.get(id_, id_) for id_ in (*choice.themas, *choice.districten)]


def read_request(subject: str, body: str, topics: Topics) -> Interests | None:
    """What a mail asks for that begins with "aanmelden"; nothing when it does not ask.

    A choice is a line of the body (or a part of the subject, behind a colon) that is the name or id of a theme or district.
    """
    if not re.match(r"\s*aanmelden\b", subject, re.IGNORECASE):
        return None
    ids = {name.casefold(): id_ for known in (topics.themas, topics.districten) for id_, name in known.items()}
    ids |= {id_: id_ for known in (topics.themas, topics.districten) for id_ in known}
    parts = [*body.splitlines(), *re.split(r"[,;]", subject.partition(":")[2])]
    words = (re.sub(r"^[\s>*•–-]+|[\s.,;]+$", "", part).casefold() for part in parts)
    return topics.chosen({ids[word] for word in words if word in ids})


def confirmation(
    sender: Sender,
    reader: Recipient,
    token: str,
    templates: Environment,
    moment: datetime,
    *,
    network: Netwerk,
    service: str = "",
) -> bytes:
    """The mail with which someone confirms: with a link to the service, or by answering it."""
    link = f"{service}{Purpose.CONFIRM}/{token}" if service else ""
    subject = "Bevestig uw aanmelding voor de nieuwsbrief" if link else f"{Purpose.CONFIRM} {token}"
    text = templates.get_template("confirm.text.html").render(
        network=network.naam, link=link, until=(moment + CONFIRM_WITHIN).date()
    )
    return _mail(sender, reader, subject, text, moment, network.taal)


def way_out(
    sender: Sender,
    reader: Recipient,
    token: str,
    templates: Environment,
    moment: datetime,
    *,
    network: Netwerk,
    service: str,
) -> bytes:
    """The mail with a link to leave, for a reader who lost all newsletters."""
    link = f"{service}{Purpose.LEAVE}/{token}"
    text = templates.get_template("leave.text.html").render(network=network.naam, link=link)
    return _mail(sender, reader, "Afmelden voor de nieuwsbrief", text, moment, network.taal)


def _mail(sender: Sender, reader: Recipient, subject: str, text: str, moment: datetime, language: str) -> bytes:
    message = EmailMessage(policy=POLICY if reader.full.isascii() else POLICY.clone(utf8=True))
    message["From"] = header(sender.naam, sender.address)
    message["To"] = reader.full
    message["Subject"] = subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{sha256((text + subject).encode()).hexdigest()[:32]}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-replied"
    message["Precedence"] = "bulk"
    message["Content-Language"] = language
    message.set_content(text.strip() + "\n", cte="quoted-printable")
    return message.as_bytes()
