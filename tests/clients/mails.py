"""Readers of mail (mblaze, MHonArc, notmuch, mailparser) and of PDF (poppler)."""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

from macros.base import inside
from macros.mail.letter import Letter, Sender, read_sender
from macros.mail.recipients import Recipient
from tests.clients.row import Row, equal, node, run
from tests.mail.lists import NOW, new_list

_SERVICE = "https://netwerk.example/nieuwsbrief/"


@cache
def _all(site: Path) -> list[Path]:
    """Each issue as it is sent to a reader: a folder with her message."""
    built, work = sorted(site.glob("nieuwsbrieven/*/nieuwsbrief.eml")), Path(tempfile.mkdtemp())
    assert built
    with new_list(work / "lezers.db", ["lezer@netwerk.example"]) as readers:
        sender = read_sender(
            "Netwerk <nieuws@netwerk.example>", [f"{_SERVICE}afmelden/", "mailto:nieuws@netwerk.example"]
        )
        sender = replace(sender, list_id="nieuwsbrief.netwerk.example", tokens=readers.tokens)
        (reader,) = (reader.recipient for reader in readers.all() if reader.address.full == "lezer@netwerk.example")
        return [_written(work, path, sender, reader) for path in built]


def _written(work: Path, built: Path, sender: Sender, reader: Recipient) -> Path:
    issue = built.parent.name
    message = message_from_bytes(built.read_bytes(), policy=SMTP)
    assert isinstance(message, EmailMessage)
    inside.write(work, [(f"{issue}/{issue}.eml", Letter(issue, message, sender).for_(reader, NOW))])
    return work / issue / f"{issue}.eml"


def _ours(letter: Path) -> tuple[str, str, str, set[str]]:
    """The subject, the address for leaving, the words of the plain form and its addresses."""
    message = message_from_bytes(letter.read_bytes(), policy=SMTP)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    words = body.get_content() if body else ""
    return (
        message["Subject"],
        message["List-Unsubscribe"].partition(">")[0].lstrip("<"),
        words,
        set(re.findall(r"https://[^\s>]+", words)),
    )


def _seen(words: str) -> str:
    return " ".join(words.split())


def _missing(addresses: Iterable[str], said: str) -> list[str]:
    return [address for address in addresses if address not in said]


def _mblaze(site: Path) -> str:
    for letter in _all(site):
        subject, leave, words, _ = _ours(letter)
        with tempfile.TemporaryDirectory() as name:
            equal(run("mhdr", "-d", "-h", "subject", letter, home=Path(name)).strip(), subject, "subject")
            equal(
                run("mhdr", "-h", "list-unsubscribe", letter, home=Path(name)).partition(">")[0].lstrip(" <"),
                leave,
                "leaving",
            )
            said = run("mshow", letter, home=Path(name))
        assert _seen(words) in _seen(said), f"{letter}: other words"
    return f"{len(_all(site))} letters"


def _mhonarc(site: Path) -> str:
    for letter in _all(site):
        subject, leave, _, addresses = _ours(letter)
        said = html.unescape(run("mhonarc", "-quiet", "-single", letter))
        assert f"<h1>{subject}</h1>" in said, subject
        equal(_missing({leave, *addresses}, said), [], f"{letter.parent.name}, addresses")
    return f"{len(_all(site))} letters with their addresses"


def _notmuch(site: Path) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("cur", "new", "tmp"):
            (folder / "mail" / part).mkdir(parents=True)
        for letter in _all(site):
            (folder / "mail/new" / letter.parent.name).write_bytes(letter.read_bytes())
        config = folder / "config"
        config.write_text(
            f"[database]\npath={folder}/mail\n[user]\nname=x\nprimary_email=x@example.invalid\n", encoding="utf-8"
        )
        notmuch = ("notmuch", f"--config={config}")
        run(*notmuch, "new", home=folder)
        for letter in _all(site):
            subject, _, words, _ = _ours(letter)
            query = f'subject:"{subject}"'
            read = json.loads(run(*notmuch, "show", "--format=json", "--entire-thread=false", query, home=folder))
            [[[message, _]]] = read
            equal(message["headers"]["Subject"], subject, "subject")
            equal(_seen(message["body"][0]["content"][0]["content"]), _seen(words), f"{subject}, words")
    return f"{len(_all(site))} letters, found by their subjects"


def _mailparser(site: Path) -> str:
    for letter, read in zip(_all(site), node("mailparser", *_all(site)), strict=True):
        subject, leave, words, addresses = _ours(letter)
        equal(
            (read["subject"], read["leave"], _seen(read["words"])), (subject, leave, _seen(words)), letter.parent.name
        )
        equal(_missing(addresses, html.unescape(read["html"])), [], f"{letter.parent.name}, addresses in HTML")
    return f"{len(_all(site))} letters with the same addresses in both forms"


def _poppler(site: Path) -> str:
    paths = sorted(site.rglob("*.pdf"))
    assert paths
    for path in paths:
        about = dict(line.split(":", 1) for line in run("pdfinfo", path).splitlines() if ":" in line)
        equal(about["Tagged"].strip(), "yes", f"{path.name}, tags")
        words = _seen(run("pdftotext", path, "-"))
        title = _seen(about["Title"].partition(" – ")[0])
        assert title in words, f"{path}: {title} is not in the text"
    return f"{len(paths)} documents with their titles"


ROWS = (
    Row("mblaze", "mail", "subject, words and the address for leaving", _mblaze, ("mshow", "mhdr")),
    Row("MHonArc", "mail", "subject, and every address as a link", _mhonarc, ("mhonarc",)),
    Row("notmuch", "mail", "found by its subject, with its words", _notmuch, ("notmuch",)),
    Row(
        "mailparser", "mail", "subject, words, and the address for leaving as an address", _mailparser, ("node", "npm")
    ),
    Row("poppler", "PDF", "tags, and the title in the text", _poppler, ("pdfinfo", "pdftotext")),
)
