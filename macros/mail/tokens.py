"""What stands in a link or a subject, and says which reader of which list may do what, and until when.

A token is 52 letters that survive a path of a web address and the subject of a mail. In an address they would not: on its
way letters are made small. It names a reader by number and by a digest of the address, so it tells no one who that is.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from hashlib import blake2b, sha256

from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from macros.base.errors import UserError


class TokenError(UserError):
    """What was given is no token for this, or not any more; the message is for a reader."""


class Purpose(StrEnum):
    """What a token is good for; one for the one is none for the other."""

    LEAVE = "afmelden"
    CONFIRM = "bevestigen"


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says, once its signature was found right."""

    number: int
    """Of the reader (LEAVE) or of the request (CONFIRM)."""
    digest: bytes
    """Of the address: see `digest_of`."""
    expires: datetime


_FORM = struct.Struct(">II10s")
_WRITTEN = re.compile(r"(?<![\w-])[\w-]{24}\.[\w-]{27}(?![\w-])", re.ASCII)
_DIGEST = partial(blake2b, digest_size=20)


def digest_of(address: str) -> bytes:
    """An address in a token: ten bytes of its hash, alike for capitals and small letters."""
    return sha256(address.lower().encode()).digest()[:10]


class Tokens:
    """Makes and reads the tokens of one list, with the key that only its keeper has."""

    def __init__(self, key: bytes, list_id: str) -> None:
        self._key, self._list = key, list_id

    def _signer(self, purpose: Purpose) -> Signer:
        return Signer(self._key, f"{self._list}\n{purpose}", key_derivation="hmac", digest_method=_DIGEST)

    def make(self, purpose: Purpose, number: int, address: str, expires: datetime) -> str:
        """A token that is good until `expires`."""
        value = _FORM.pack(number, int(expires.timestamp()), digest_of(address))
        return self._signer(purpose).sign(base64_encode(value)).decode()

    def read(self, purpose: Purpose, typed: str, now: datetime) -> Token:
        """What a token says; what is compared is what its letters stand for, not how they are written.

        Raises:
            TokenError: it was not made by this list for this, or its day is over.
        """
        try:
            value = self._signer(purpose).unsign(typed) if _WRITTEN.fullmatch(typed) else b""
        except BadSignature:
            value = b""
        if not value:
            raise TokenError("deze link klopt niet: hij is afgekapt, veranderd of van een andere lijst")
        number, until, digest = _FORM.unpack(base64_decode(value))
        if now.timestamp() >= until:
            raise TokenError("deze link is verlopen")
        return Token(number, digest, datetime.fromtimestamp(until, UTC))


def tokens_in(words: str) -> list[str]:
    """What looks like a token in a subject, in its order; `Tokens.read` says whether one is."""
    return _WRITTEN.findall(words)
