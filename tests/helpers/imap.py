"""Dovecot on this machine, with a mailbox and a certificate of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from macros.mail.smtp import Server
from macros.release.servers import program
from tests.helpers.servers import free_port, make_readable, running

USER, PASSWORD = "postvak", "wachtwoord-met-é"
_SETTINGS = """\
base_dir = {work}/run
state_dir = {work}/state
log_path = {work}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{work}/cert.pem
ssl_key = <{work}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {internal}
first_valid_uid = 1
mail_location = maildir:{work}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={work}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class PostBox:
    """A mailbox on a server, and the same as a folder."""

    server: Server
    work: Path
    tls: ssl.SSLContext

    @property
    def folder(self) -> Path:
        """The mailbox as a Maildir."""
        return self.work / "mail"

    def put(self, name: str, contents: bytes) -> Path:
        """Deliver a message, as a mail server does: whole, into `new`."""
        path = self.folder / "new" / name
        path.write_bytes(contents)
        return path

    def flags(self) -> set[str]:
        """What the server noted of the messages that it has seen."""
        return {path.name.rpartition(":2,")[2] for path in (self.folder / "cur").iterdir()}


@contextmanager
def dovecot(*, ssl_: str = "required") -> Iterator[PostBox]:
    """A mailbox that Dovecot serves, in a folder that its own user can read; `ssl_` is its setting `ssl`."""
    with TemporaryDirectory(prefix="postvak-") as folder, _serving(Path(folder), ssl_) as box:
        yield box


@contextmanager
def _serving(work: Path, ssl_: str) -> Iterator[PostBox]:
    port = free_port()
    box = work / "mail"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True, exist_ok=True)
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    internal, login = ("dovecot", "dovenull") if os.geteuid() == 0 else (owner.pw_name, owner.pw_name)
    for path in (box, *box.iterdir()):
        shutil.chown(path, owner.pw_uid, owner.pw_gid)
    make_readable(work, "postvak-")
    openssl = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext"
    subprocess.run(  # noqa: S603 - our own command
        ["openssl", *openssl.split(), "subjectAltName=DNS:localhost", "-keyout", work / "key.pem", "-out", work / "cert.pem"],  # noqa: S607
        check=True, capture_output=True,
    )  # fmt: skip
    settings = _SETTINGS.format(
        work=work, ssl=ssl_, port=port, uid=owner.pw_uid, gid=owner.pw_gid, internal=internal, login=login,
        password=PASSWORD,
    )  # fmt: skip
    (work / "dovecot.conf").write_text(settings, encoding="utf-8")
    command = [str(program("dovecot")), "-F", "-c", str(work / "dovecot.conf")]
    server = Server("localhost", port, USER, PASSWORD)
    with running(command, port, work):
        yield PostBox(server, work, ssl.create_default_context(cafile=work / "cert.pem"))
