"""The service with which readers join and leave on the web: a small WSGI application, to stand behind nginx or Caddy.

Reading never changes anything: what a scanner of links fetches is a page with a button, and only pressing that (POST) does
something. Whether an address is on the list, no answer tells: mail goes out afterwards, on another thread. No cookies,
nothing of others, and of who visits only how often that was, for an hour, in memory.
"""

from __future__ import annotations

import json
import queue
import re
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import parse_qs, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from jinja2 import Environment

from macros.base.errors import UserError
from macros.mail.joining import Topics, confirmation, consent, way_out
from macros.mail.letter import Sender
from macros.mail.readers import CONFIRM_WITHIN, LEAVE_WITHIN, Readers, Reason
from macros.mail.recipients import Recipient, SendError, Step, read_address
from macros.mail.smtp import Connection, ConnectionEnded, Server
from macros.mail.tokens import Purpose, TokenError
from macros.records.models import Netwerk

LARGEST = 10_000
"""Bytes of a form at most."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # an address here holds a token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


class Limit:
    """How often something may happen within an hour, for each of many keys; what is not counted any more is let go."""

    def __init__(self, times: int, within: timedelta = timedelta(hours=1), keys: int = 10_000) -> None:
        self._times, self._within, self._keys = times, within, keys
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str, now: datetime) -> bool:
        """Whether it may happen once more; then it counts."""
        with self._lock:
            moments = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while moments and moments[0] <= now - self._within:
                moments.popleft()
            if len(self._seen) > self._keys:
                self._seen.popitem(last=False)
            if len(moments) >= self._times:
                return False
            moments.append(now)
            return True


class Outbox:
    """Sends mail on a thread of its own, so that no answer waits for it or tells by its time whether there was any."""

    def __init__(self, server: Server, sender: Sender, report: TextIO, wait: Callable[[float], object]) -> None:
        self._server, self._sender, self._report, self._wait = server, sender, report, wait
        self._todo: queue.Queue[Callable[[], tuple[Recipient, bytes] | None]] = queue.Queue(maxsize=1000)
        threading.Thread(target=self._work, daemon=True).start()

    def put(self, make: Callable[[], tuple[Recipient, bytes] | None]) -> None:
        """Make a message and send it, later; it makes nothing for an address that is not on the list."""
        try:
            self._todo.put_nowait(make)
        except queue.Full:
            self.tell("er wachten te veel mails; een aanvraag is niet beantwoord")

    def finish(self) -> None:
        """Wait until all is sent."""
        self._todo.join()

    def _work(self) -> None:
        while True:
            make = self._todo.get()
            try:
                if message := make():
                    self._send(*message)
            except UserError as error:
                self.tell(str(error))
            finally:
                self._todo.task_done()

    def _send(self, reader: Recipient, message: bytes) -> None:
        """Three times at most: a server that is being restarted is back by then."""
        said = ""
        for pause in (0, 10, 60):
            self._wait(pause)
            try:
                with Connection(self._server) as connection:
                    answer = connection.send(self._sender.envelope(Recipient("")), reader, message)
            except ConnectionEnded as error:
                if not error.certain:
                    return
                said = "de mailserver verbreekt de verbinding"
            except SendError as error:
                said = error.message
            else:
                if answer.step is not Step.DEFERRED:
                    return
                said = f"{answer.code} {answer.tekst}"
        self.tell(f"een mail is niet verstuurd: {said}")

    def tell(self, message: str) -> None:
        """Say something to who looks after the service."""
        self._report.write(f"{message}\n")
        self._report.flush()


@dataclass(frozen=True, slots=True)
class Setup:
    """Where the service stands and what it works with."""

    own: Netwerk
    """Whose newsletter it is."""
    list_: Path
    service: str
    """Its own address, ending in a slash."""
    site: str
    """The address of the knowledge base, ending in a slash."""
    topics: Callable[[datetime], Topics]
    pages: Environment
    mails: Environment
    style: bytes
    sender: Sender
    clock: Callable[[], datetime]

    @property
    def base(self) -> str:
        """What each path here begins with."""
        return urlsplit(self.service).path or "/"


@dataclass(frozen=True, slots=True)
class Answer:
    """A page with its status."""

    status: HTTPStatus
    body: bytes
    mime: str = "text/html; charset=utf-8"
    more: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """There is no such page, or not in this way."""

    def __init__(self, status: HTTPStatus, heading: str, message: str) -> None:
        super().__init__(message)
        self.status, self.heading, self.message = status, heading, message


class Service:
    """The application (PEP 3333)."""

    def __init__(self, setup: Setup, outbox: Outbox) -> None:
        self._setup, self._outbox = setup, outbox
        self._visits, self._mails = Limit(30), Limit(3)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        try:
            answer = self._answer(environ)
        except Refused as no:
            answer = self._page("refused", no.status, heading=no.heading, message=no.message)
        except TokenError as error:
            message = f"{error.message[0].upper()}{error.message[1:]}."
            answer = self._page("refused", HTTPStatus.BAD_REQUEST, heading="Deze link werkt niet", message=message)
        except UserError as error:
            self._outbox.tell(str(error))
            message = "Er is iets mis bij ons. Probeer het later nog eens."
            answer = self._page("refused", HTTPStatus.SERVICE_UNAVAILABLE, heading="Nu even niet", message=message)
        headers = {**_HEADERS, "Content-Type": answer.mime, "Content-Length": str(len(answer.body)), **answer.more}
        start_response(f"{answer.status.value} {answer.status.phrase}", [*headers.items()])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        path, base = environ.get("PATH_INFO", ""), self._setup.base
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD", "POST"}:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "Dit kan niet", "Deze pagina kan alleen worden gelezen.")
        post = method == "POST"
        what, _, token = path.removeprefix(base).partition("/") if path.startswith(base) else ("", "", "")
        match what, token:
            case "aanmelden", "":
                return self._join(environ) if post else self._form()
            case "bevestigen", token if token:
                return self._confirm(token, post=post)
            case "afmelden", "":
                return self._ask_to_leave(environ) if post else self._page("leave_without", **_EMPTY)
            case "afmelden", token:
                return self._leave(token, post=post)
            case "stijl.css", "" if not post:
                later = {"Cache-Control": "max-age=3600"}
                return Answer(HTTPStatus.OK, self._setup.style, "text/css; charset=utf-8", later)
        raise Refused(HTTPStatus.NOT_FOUND, "Deze pagina is er niet", "Controleer het adres.")

    # ── Joining ─────────────────────────────────────────────────────────────────────────────────────────

    def _form(self, status: HTTPStatus = HTTPStatus.OK, **more: object) -> Answer:
        topics = self._setup.topics(self._setup.clock())
        return self._page(
            "join", status, **{**_EMPTY, "topics": topics, "consent": consent(self._setup.own.naam), **more}
        )

    def _join(self, environ: WSGIEnvironment) -> Answer:
        form, now = self._typed(environ), self._setup.clock()
        address, ids = _first(form, "adres"), [*form.get("thema", []), *form.get("district", [])]
        reader, errors = _reader(address)
        if _first(form, "akkoord") != "ja":
            errors["akkoord"] = "Zet een vinkje als u de nieuwsbrief wilt ontvangen."
        if errors or not reader:
            return self._form(HTTPStatus.BAD_REQUEST, typed={"adres": address, "gekozen": ids}, errors=errors)
        choice = self._setup.topics(now).chosen({*ids})
        if self._mails.allows(reader.key, now):

            def make() -> tuple[Recipient, bytes]:
                with self._readers() as readers:
                    readers.expire(now)
                    token = readers.ask(reader, choice, consent(self._setup.own.naam), now)
                return self._mail(confirmation, reader, token, now)

            self._outbox.put(make)
        return self._page("asked", again="aanmelden")

    def _confirm(self, token: str, *, post: bool) -> Answer:
        now = self._setup.clock()
        with self._readers() as readers:
            if post:
                readers.confirm(token, now)
                return self._page("confirmed")
            choice = readers.request(token, now).choice
        return self._page("confirm", choice=self._setup.topics(now).names(choice), days=CONFIRM_WITHIN.days)

    # ── Leaving ─────────────────────────────────────────────────────────────────────────────────────────

    def _leave(self, token: str, *, post: bool) -> Answer:
        """Whatever stands in the form: a mail program posts one line of its own (RFC 8058, 3.2)."""
        now = self._setup.clock()
        with self._readers() as readers:
            if post:
                readers.leave(token, Reason.LINK, now)
                return self._page("left")
            return self._page("leave" if readers.leaver(token, now) else "left")

    def _ask_to_leave(self, environ: WSGIEnvironment) -> Answer:
        typed, now = {"adres": _first(self._typed(environ), "adres")}, self._setup.clock()
        reader, errors = _reader(typed["adres"])
        if not reader:
            return self._page("leave_without", HTTPStatus.BAD_REQUEST, typed=typed, errors=errors)
        if self._mails.allows(reader.key, now):

            def make() -> tuple[Recipient, bytes] | None:
                with self._readers() as readers:
                    known = readers.find(reader)
                    if not known:
                        return None
                    token = readers.tokens.make(Purpose.LEAVE, known.number, known.address.full, now + LEAVE_WITHIN)
                return self._mail(way_out, known.address, token, now)

            self._outbox.put(make)
        return self._page("asked", again="afmelden")

    # ── What all share ──────────────────────────────────────────────────────────────────────────────────

    def _readers(self) -> Readers:
        return Readers(self._setup.list_, self._setup.own.nieuwsbrief.lijst)

    def _mail(
        self, write: Callable[..., bytes], reader: Recipient, token: str, moment: datetime
    ) -> tuple[Recipient, bytes]:
        setup = self._setup
        mail = write(setup.sender, reader, token, setup.mails, moment, network=setup.own, service=setup.service)
        return reader, mail

    def _page(self, name: str, status: HTTPStatus = HTTPStatus.OK, **values: object) -> Answer:
        known = {"base": self._setup.base, "site": self._setup.site, "network": self._setup.own, "errors": {}}
        return Answer(status, self._setup.pages.get_template(f"{name}.html").render({**known, **values}).encode())

    def _typed(self, environ: WSGIEnvironment) -> dict[str, list[str]]:
        """What stands in a form, of who does not send too many."""
        if not self._visits.allows(_visitor(environ.get("REMOTE_ADDR", "")), self._setup.clock()):
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS, "Even wachten", "Er kwamen te veel vragen. Probeer het over een uur."
            )
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Te veel tekst", "Dit formulier is te groot.")
        sent = environ["wsgi.input"].read(int(length)).decode("utf-8", "replace")
        try:
            return parse_qs(sent, max_num_fields=100)
        except ValueError:
            raise Refused(HTTPStatus.BAD_REQUEST, "Te veel velden", "Dit formulier klopt niet.") from None


_EMPTY: Mapping[str, Any] = {"typed": {"adres": "", "gekozen": ()}, "errors": {}}


def _first(form: Mapping[str, list[str]], name: str) -> str:
    return form.get(name, [""])[0]


def _reader(typed: str) -> tuple[Recipient | None, dict[str, str]]:
    """An address, or what is wrong with it."""
    try:
        return read_address(typed), {}
    except SendError as error:
        return None, {"adres": f"{error.message[0].upper()}{error.message[1:]}."}


def _visitor(address: str) -> str:
    """Where a visitor comes from: of IPv6 the network, in which one computer has as many addresses as it likes."""
    try:
        return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
    except ValueError:
        return ""


def topics_of(site: Path, today: datetime) -> Topics:
    """What there is to choose, by the open data of a site: themes that run this year, and districts where it has them.

    Raises:
        UserError: the site was not built.
    """
    try:
        themas = json.loads((site / "data/themas.json").read_bytes())
        of_districts = site / "data/districten.json"
        districten = json.loads(of_districts.read_bytes()) if of_districts.is_file() else []
    except (OSError, ValueError):
        raise UserError(
            f"{site} is geen gebouwde site; maak haar met 'make site', of wijs haar aan met --site"
        ) from None
    running = [
        thema
        for thema in themas
        if any(part["van"] <= today.year <= (part["tot"] or today.year) for part in thema["looptijden"])
    ]
    return Topics({t["id"]: t["naam"] for t in running}, {d["id"]: d["naam"] for d in districten})


def read_service(typed: str) -> str:
    """The service's own address.

    Raises:
        UserError: it is none.
    """
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/(?:[A-Za-z0-9_-]+/)*", typed):
        raise UserError(
            f"{typed!r} is geen adres voor de aanmelddienst; schrijf https://…/, met een schuine streep aan het eind"
        )
    return typed
