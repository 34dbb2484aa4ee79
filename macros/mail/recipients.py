"""To whom a newsletter goes, and what is known of each of them: the file with addresses and the journal.

Nothing here shows an address in full: a message shows `j…@voorbeeld.nl`, the journal knows a hash.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Self

from macros.base.parsing import Bevinding

if sys.platform != "win32":
    import fcntl


class Verzendfout(Exception):
    """Why nothing (more) can be sent; the message is in Dutch."""


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────

KOLOM = "adres"
_NAAM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP = r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
_MAILADRES = re.compile(rf"(?P<naam>{_NAAM}(?:\.{_NAAM})*)@(?P<domein>(?:{_LABEL}\.)+{_TOP})")
STUUR = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True, slots=True)
class Adres:
    """An e-mail address as it is written on the envelope."""

    vol: str
    regel: int = field(default=0, compare=False)
    """The line of the file that has it: how the sender finds it back."""

    @property
    def sleutel(self) -> str:
        """What the journal knows it by: the SHA-256 of its normal form."""
        return sha256(self.vol.lower().encode()).hexdigest()

    @property
    def verborgen(self) -> str:
        """`j…@voorbeeld.nl`."""
        naam, _, domein = self.vol.partition("@")
        return f"{naam[:1]}…@{domein}"

    def __str__(self) -> str:
        return f"{self.verborgen} (regel {self.regel})" if self.regel else self.verborgen

    __repr__ = __str__


def lees_adres(getypt: str) -> Adres:
    """An address (RFC 5321, 4.1.2: a dot-string and a domain, in ASCII).

    Raises:
        ValueError: in Dutch, without the address.
    """
    if STUUR.search(getypt.strip(" ")):
        raise ValueError("het adres bevat een regeleinde of een onzichtbaar teken")
    getypt = getypt.strip()
    if not getypt:
        raise ValueError("het adres ontbreekt")
    if not getypt.isascii():
        raise ValueError("een adres mag alleen gewone letters, cijfers en leestekens bevatten, dus geen é of ü")
    delen = _MAILADRES.fullmatch(getypt)
    if not delen or len(delen["naam"]) > 64 or len(getypt) > 254:  # noqa: PLR2004 - RFC 5321, 4.5.3.1
        raise ValueError("dit is geen e-mailadres; schrijf één adres, zoals naam@voorbeeld.nl")
    return Adres(f"{delen['naam']}@{delen['domein'].lower()}")


def lees_adressen(bestand: str, inhoud: bytes) -> tuple[tuple[Adres, ...], list[Bevinding]]:
    """The addresses in the column `adres` of a CSV (comma or semicolon), and everything that is wrong, by line."""
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError as fout:
        regel = inhoud[: fout.start].count(b"\n") + 1
        return (), [Bevinding(bestand, regel, "dit teken is geen UTF-8; sla het bestand op als UTF-8")]
    try:
        rijen = list(_csv(tekst))
    except csv.Error:
        return (), [Bevinding(bestand, 1, "dit bestand is geen CSV, of een aanhalingsteken wordt niet gesloten")]
    koppen = [kop.strip().lower() for kop in rijen[0][1]] if rijen else []
    if koppen.count(KOLOM) != 1:
        return (), [Bevinding(bestand, 1, f"de eerste regel moet één kolom {KOLOM!r} hebben")]
    return _lees_rijen(bestand, rijen[1:], koppen.index(KOLOM))


def _csv(tekst: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the line at which it begins."""
    kop = tekst.partition("\n")[0]
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=";" if ";" in kop else ",")
    begin = 1
    for rij in lezer:
        if any(cel.strip(" ") for cel in rij):
            yield begin, rij
        begin = lezer.line_num + 1


def _lees_rijen(
    bestand: str, rijen: Iterable[tuple[int, list[str]]], kolom: int
) -> tuple[tuple[Adres, ...], list[Bevinding]]:
    goed: dict[str, tuple[Adres, int]] = {}
    fouten: list[Bevinding] = []
    for regel, rij in rijen:
        try:
            adres = replace(lees_adres(rij[kolom] if kolom < len(rij) else ""), regel=regel)
        except ValueError as fout:
            fouten.append(Bevinding(bestand, regel, str(fout)))
            continue
        eerder = goed.setdefault(adres.sleutel, (adres, regel))[1]
        if eerder != regel:
            fouten.append(
                Bevinding(bestand, regel, f"{adres.verborgen} staat hier voor de tweede keer (ook op regel {eerder})")
            )
    if not goed and not fouten:
        fouten.append(Bevinding(bestand, 1, "er staat geen enkel adres in dit bestand"))
    return tuple(adres for adres, _ in goed.values()), fouten


# ── The journal ─────────────────────────────────────────────────────────────────────────────────────────


class Stap(StrEnum):
    """What is known of one address."""

    BEGONNEN = "begonnen"
    VERSTUURD = "verstuurd"
    GEWEIGERD = "geweigerd"
    UITGESTELD = "uitgesteld"


class Journaal:
    """What happened to each address of one issue: append-only, one JSON line a step, on disk before we go on."""

    def __init__(self, pad: Path, brief: str, nu: Callable[[], datetime]) -> None:
        self.brief = brief
        self.nu = nu
        self.onleesbaar: list[int] = []
        try:
            self._bestand = pad.open("a+b")
        except OSError as fout:
            raise Verzendfout(f"het journaal {pad} kan niet worden geopend: {fout.strerror}") from None
        self._sluit_af(pad)
        self.stappen = dict(self._lees())

    def _sluit_af(self, pad: Path) -> None:
        """Nobody else writes in it until we are done (on Windows that is up to the user)."""
        if sys.platform != "win32":
            try:
                fcntl.flock(self._bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._bestand.close()
                raise Verzendfout(f"er loopt al een verzending met het journaal {pad}") from None

    def _lees(self) -> Iterator[tuple[str, Stap]]:
        """The last step of each address. A line that was cut off is not a step; what it was about stays `begonnen`."""
        self._bestand.seek(0)
        inhoud = self._bestand.read()
        for nummer, regel in enumerate(inhoud.splitlines(), start=1):
            try:
                stap = json.loads(regel)
                if stap["nieuwsbrief"] == self.brief:
                    yield str(stap["adres"]), Stap(stap["stap"])
            except (ValueError, KeyError, TypeError):
                self.onleesbaar.append(nummer)
        if inhoud and not inhoud.endswith(b"\n"):
            self._bestand.write(b"\n")

    def schrijf(self, adres: Adres, stap: Stap, code: int = 0) -> None:
        """Add a step; it is on disk when this returns."""
        tijd = self.nu().isoformat()
        regel = {"nieuwsbrief": self.brief, "adres": adres.sleutel, "stap": stap, "tijd": tijd, "code": code}
        self._bestand.write(json.dumps(regel).encode() + b"\n")
        self._bestand.flush()
        os.fsync(self._bestand.fileno())
        self.stappen[adres.sleutel] = stap

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bestand.close()
