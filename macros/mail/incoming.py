"""A message as it came in: its parts by what they are for, and what its text says of an address.

Anyone may send anything, so nothing here expects more than bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.parser import Parser
from email.utils import getaddresses
from functools import cached_property

from macros.base.text import clean

DELIVERY = {"text/delivery-status", "text/global-delivery-status"}
DISPOSITION = {"text/disposition-notification", "text/global-disposition-notification"}
FEEDBACK = {"text/feedback-report"}
_GROUPS_OF_FIELDS = re.compile(
    rb"message/((?:global-)?delivery-status|(?:global-)?disposition-notification|feedback-report)", re.IGNORECASE
)
"""What `email` would read as messages, the newer kinds otherwise than the old; as text all are bytes of the one form."""
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
_ADDRESS = re.compile(r"[\w.+=-]+@[\w.-]+")
_TO = re.compile(r"^To:(.{0,1000})$", re.MULTILINE)
_TAG = re.compile(r"<[^>]{0,2000}>")


class Incoming:
    """A message, read once."""

    def __init__(self, contents: bytes) -> None:
        self.message: Message = message_from_bytes(_GROUPS_OF_FIELDS.sub(rb"text/\1", contents))
        self.raw = contents.decode("utf-8", "replace").replace("\r\n", "\n")

    @cached_property
    def parts(self) -> list[Message]:
        """The parts of the message itself; not those of a message inside it."""
        todo, found = [self.message], []
        while todo:
            part = todo.pop(0)
            inside = part.get_payload() if part.get_content_maintype() == "multipart" else None
            if isinstance(inside, list) and inside:
                todo[:0] = [one for one in inside if isinstance(one, Message)]
            else:
                found.append(part)
        return found

    @cached_property
    def words(self) -> str:
        """What the message says to a person."""
        texts = (_text_of(part) for part in self.parts if part.get_content_type() in {"text/plain", "text/html"})
        return next((text for text in texts if text.strip()), "")

    @cached_property
    def text(self) -> str:
        """All that can be read, in small letters; what stands there encoded is read once."""
        return (self.raw if self.words.strip() in clean(self.raw) else f"{self.raw}\n{self.words}").lower()

    def header(self, name: str) -> str:
        """A header as a person reads it; empty when it is not there."""
        return _decoded(self.message.get(name, ""))

    @cached_property
    def sent_to(self) -> tuple[str, ...]:
        """To whom the message went that is quoted here, whole or only its headers; nothing when it went to several."""
        quoted = {address for _, address in getaddresses(_TO.findall(self.raw.partition("\n\n")[2])) if address}
        return tuple(quoted) if len(quoted) == 1 else ()

    def groups(self, kinds: set[str]) -> list[dict[str, str]]:
        """The groups of fields (RFC 3464, 2.1) of the first part of one of these kinds; nothing when there is none."""
        part = next((part for part in self.parts if part.get_content_type() in kinds), None)
        return list(_groups(_text_of(part))) if part else []

    @property
    def automatic(self) -> bool:
        """Whether a program says of itself that it wrote this, or hands on what it was sent."""
        kind = self.header("Auto-Submitted").strip().lower()
        return (
            kind not in {"", "no"}
            or self.message.get_content_type() == "multipart/report"
            or self.header("Precedence").strip().lower() in {"bulk", "junk", "list", "auto_reply"}
            or any(name in self.message for name in _AUTOMATIC)
        )

    def said_of(self, address: str) -> str:
        """What the text for a person says of an address, on one line."""
        stands = standing(address)
        said = (entry for paragraph in re.split(r"\n\s*\n", self.words) for entry in _entries(paragraph))
        return " ".join(" ".join(entry for entry in said if stands.search(entry.lower())).split())


def standing(address: str) -> re.Pattern[str]:
    """An address in small letters, and not as the end or beginning of another one."""
    return re.compile(rf"(?<![\w.+=-]){re.escape(address.lower())}(?![\w-]|\.\w)")


def _entries(paragraph: str) -> Iterator[str]:
    """What a text says of each address: all of a paragraph on one, else a line with those that stand deeper below it."""
    if len(set(_ADDRESS.findall(paragraph))) <= 1:
        yield paragraph
        return
    entry: list[str] = []
    for line in paragraph.splitlines():
        if entry and _depth(line) <= _depth(entry[0]):
            yield "\n".join(entry)
            entry = []
        entry.append(line)
    yield "\n".join(entry)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _text_of(part: Message) -> str:
    contents = part.get_payload(decode=True)
    contents = contents if isinstance(contents, bytes) else b""
    try:
        text = contents.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):  # a character set that no one knows
        text = contents.decode("utf-8", "replace")
    return clean(html.unescape(_TAG.sub(" ", text)) if part.get_content_type() == "text/html" else text)


def _groups(text: str) -> Iterator[dict[str, str]]:
    """The fields of each group by their name in small letters; of one that stands there twice the first."""
    for group in re.split(r"\n[ \t]*\n", text.strip("\n")):
        fields = Parser().parsestr(group, headersonly=True)
        if fields.keys():
            yield {name.lower(): " ".join(str(value).split()) for name, value in reversed(fields.items())}


def _decoded(value: object) -> str:
    try:
        return str(make_header(decode_header(str(value))))
    except (LookupError, ValueError):  # a header that is not encoded as it says
        return str(value)
