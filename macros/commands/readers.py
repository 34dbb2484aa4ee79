"""`kennisbank aanmelddienst`, `lezers` and `vergeet`: who gets the newsletter by mail."""

from __future__ import annotations

import os
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import urljoin

import waitress

from macros.base.dates import dag
from macros.base.errors import UserError
from macros.base.numbers import how_many
from macros.base.supplied import templates
from macros.commands import project
from macros.document.templates import environment
from macros.mail import inbox, letter, readers, recipients, service, smtp
from macros.pages import network
from macros.records.models import Netwerk


def serve(choice: Namespace, clock: Callable[[], datetime], root: Path, *, ready: Callable[[], object] = bool) -> int:
    """Let readers join and leave on the web, until someone stops it.

    Raises:
        UserError: something is missing that it needs.
    """
    own = project.mailer(root)
    list_ = own.nieuwsbrief
    if not (choice.adres or list_.dienst):
        raise UserError(
            f"op welk adres staat de dienst? Geef --adres https://…/, of zet het in {own.file} bij 'nieuwsbrief' (dienst)"
        )
    address = service.read_service(choice.adres or list_.dienst)
    sender = letter.read_sender(choice.van, [address], choice.retour)
    server = smtp.read_server(choice.smtp, user=os.environ.get("KENNISBANK_SMTP_GEBRUIKER", ""),
                              password=os.environ.get("KENNISBANK_SMTP_WACHTWOORD", ""))  # fmt: skip
    service.topics_of(choice.site, clock())
    readers.Readers(choice.lijst, list_.lijst, new=True).close()
    setup = service.Setup(
        own, choice.lijst, address, choice.kennisbank or urljoin(address, "/"), partial(service.topics_of, choice.site),
        environment(templates("service")), environment(templates("email")), style(own), sender, clock,
    )  # fmt: skip
    outbox = service.Outbox(server, sender, sys.stderr, time.sleep)
    host = waitress.create_server(
        service.Service(setup, outbox), listen=choice.luister, threads=4, ident=None, trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for"}, clear_untrusted_proxy_headers=True,
        max_request_body_size=service.LARGEST, max_request_header_size=16_384,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _stop)
    sys.stderr.write(f"de aanmelddienst luistert op {choice.luister}; stoppen met Ctrl-C\n")
    ready()
    host.run()
    outbox.finish()
    return 0


def style(own: Netwerk) -> bytes:
    """The look of the service's pages: that of the site, in the network's colours."""
    sheets = (templates("assets", name).read_text(encoding="utf-8") for name in ("tokens.css", "site.css"))
    return "\n".join((*sheets, *network.colours(own))).encode()


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def take_over(choice: Namespace, clock: Callable[[], datetime], root: Path) -> int:
    """Add readers of another list, or (without one) say how many there are."""
    with readers.Readers(choice.lijst, project.mailer(root).nieuwsbrief.lijst, new=choice.van is not None) as known:
        if choice.van is not None:
            if not choice.akkoord.strip():
                raise UserError("waarmee stemden deze lezers in? Geef --akkoord 'de tekst die zij lazen'")
            addresses, findings = recipients.read_addresses(choice.van.name, choice.van.read_bytes())
            if findings:
                sys.stderr.writelines(f"{finding}\n" for finding in findings)
                raise UserError("er is niemand toegevoegd")
            new, left = known.take_over(addresses, choice.akkoord, clock())
            sys.stdout.write(f"{new} toegevoegd.\n")
            sys.stdout.writelines(
                f"{address}: meldde zich af of is onbereikbaar; niet toegevoegd\n" for address in left
            )
        sys.stdout.write(f"{known.count()} lezers op de lijst.\n")
    return 0


def about(choice: Namespace, root: Path) -> int:
    """Say of one address since when it is on the list, or when and why it left."""
    address = recipients.read_address(choice.adres)
    with readers.Readers(choice.lijst, project.mailer(root).nieuwsbrief.lijst) as known:
        reader, departure = known.find(address), known.departure(address)
    said = "stond nooit op de lijst"
    if reader and reader.confirmed:
        said = f"staat op de lijst sinds {dag(reader.confirmed.date())}"
    elif departure:
        said = f"ging op {dag(departure.moment.date())} van de lijst: {departure.reason}"
    sys.stdout.write(f"{address.hidden} {said}.\n")
    return 0


def forget(choice: Namespace, clock: Callable[[], datetime], root: Path) -> int:
    """Take a person out of the list; what stays is a hash, so that no old list adds the address again."""
    address = recipients.read_address(choice.adres)
    with readers.Readers(choice.lijst, project.mailer(root).nieuwsbrief.lijst) as known:
        was_there = known.forget(address, clock())
    wiped = inbox.forget_kept(choice.bewaar or choice.lijst.with_suffix(inbox.FOLDER), address)
    said = "is vergeten; alleen een vingerafdruk in het journaal blijft" if was_there else "stond niet op de lijst"
    sys.stdout.write(f"{address.hidden} {said}.\n")
    if wiped:
        sys.stdout.write(f"{how_many(wiped, 'bewaard bericht', 'bewaarde berichten')} met dit adres gewist.\n")
    return 0
