"""Sends a newsletter: one message for each address, and nobody gets it twice.

What is sent is the `nieuwsbrief.eml` that the build made and a person looked at; only the headers become personal.
The journal is what makes it safe to stop at any moment: before a message goes out its intent is on disk, after that its
result. An intent without a result may have arrived, so it is reported and not sent again unless someone says so.
The journal holds hashes, and no message here shows an address in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import TextIO

from macros.mail.recipients import STUUR, Adres, Journaal, Stap, Verzendfout, lees_adres, lees_adressen
from macros.mail.smtp import Afgebroken, Antwoord, Verbinding, lees_server

# ── What the sender says ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Afzender:
    """Who sends, and how a reader gets off the list."""

    naam: str
    adres: Adres
    afmelden: str

    @property
    def kop(self) -> Address:
        """For the From header."""
        return Address(self.naam, addr_spec=self.adres.vol)


def lees_afzender(getypt: str, afmelden: str) -> Afzender:
    """`Naam <adres>` and an https or mailto address at which readers leave.

    Raises:
        ValueError: in Dutch.
    """
    if STUUR.search(getypt):
        raise ValueError("de afzender bevat een regeleinde of een onzichtbaar teken")
    naam, adres = parseaddr(getypt)
    if not re.fullmatch(r"(?:https://|mailto:)[!-;=?-~]+", afmelden):
        raise ValueError("het adres voor afmelden moet met https:// of mailto: beginnen en mag geen spaties bevatten")
    try:
        return Afzender(naam, lees_adres(adres), afmelden)
    except ValueError:
        raise ValueError("de afzender klopt niet; schrijf 'Naam <naam@voorbeeld.nl>'") from None


def lees_bericht(inhoud: bytes) -> EmailMessage:
    """A `nieuwsbrief.eml` as the build made it.

    Raises:
        Verzendfout: it is not one.
    """
    bericht = message_from_bytes(inhoud, policy=SMTP)
    delen = [deel.get_content_type() for deel in bericht.walk()] if isinstance(bericht, EmailMessage) else []
    if delen != ["multipart/alternative", "text/plain", "text/html"] or not bericht["Subject"] or bericht.defects:
        raise Verzendfout("dit bestand is geen nieuwsbrief uit de bouw; maak de site opnieuw met 'make site'")
    return bericht


def persoonlijk(bericht: EmailMessage, brief: str, adres: Adres, afzender: Afzender, moment: datetime) -> EmailMessage:
    """The message for one reader: own To, and a Message-ID by which a mailbox can tell a second copy."""
    eigen = deepcopy(bericht)
    for naam in ("From", "To", "Date", "Message-ID", "X-Unsent", "List-Unsubscribe", "List-Unsubscribe-Post"):
        del eigen[naam]
    eigen["From"] = afzender.kop
    eigen["To"] = Address(addr_spec=adres.vol)
    eigen["Date"] = format_datetime(moment)
    eigen["Message-ID"] = f"<{brief}.{adres.sleutel[:32]}@{afzender.adres.vol.partition('@')[2]}>"
    eigen["List-Unsubscribe"] = f"<{afzender.afmelden}>"
    if afzender.afmelden.startswith("https:"):
        eigen["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return eigen


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Zending:
    """An issue on its way: what, from whom, to whom."""

    brief: str
    bericht: EmailMessage
    afzender: Afzender
    adressen: Sequence[Adres]

    def voor(self, adres: Adres, moment: datetime) -> bytes:
        """The bytes for one reader."""
        return persoonlijk(self.bericht, self.brief, adres, self.afzender, moment).as_bytes()


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast: at most `per_minuut`, waiting with `slaap`; `nu` gives the time that messages carry."""

    nu: Callable[[], datetime]
    slaap: Callable[[float], None]
    per_minuut: int = 60


@dataclass(slots=True)
class Uitslag:
    """What a run did."""

    stappen: dict[Adres, Stap] = field(default_factory=dict)
    eerder: int = 0
    onbeslist: list[Adres] = field(default_factory=list)
    onderbroken: str = ""

    @property
    def klaar(self) -> bool:
        """Whether every address has the newsletter."""
        return not self.onderbroken and not self.onbeslist and set(self.stappen.values()) <= {Stap.VERSTUURD}


def verstuur(
    zending: Zending, verbinding: Verbinding, journaal: Journaal, tempo: Tempo, meld: TextIO, *, opnieuw: bool = False
) -> Uitslag:
    """Send to every address that does not have it yet; stops at Ctrl-C or when the server is gone, and says where.

    Args:
        zending: what to send to whom.
        verbinding: the server.
        journaal: what earlier runs did.
        tempo: how fast.
        meld: where progress and refusals are told.
        opnieuw: also send to addresses that were refused, or of which is not known whether it arrived.
    """
    uitslag = Uitslag()
    doen = _te_doen(zending.adressen, journaal.stappen, uitslag, opnieuw=opnieuw)
    balk = Balk(meld, len(doen))
    try:
        for nummer, adres in enumerate(doen):
            if nummer:
                tempo.slaap(60 / tempo.per_minuut)
            antwoord = _een(zending, adres, verbinding, journaal, tempo)
            uitslag.stappen[adres] = antwoord.stap
            if antwoord.stap is not Stap.VERSTUURD:
                balk.regel(f"{adres}: {antwoord.stap} ({antwoord.code} {antwoord.tekst})")
            balk.toon(nummer + 1)
    except KeyboardInterrupt:
        uitslag.onderbroken = "onderbroken met Ctrl-C"
    except Verzendfout as fout:
        uitslag.onderbroken = str(fout)
    balk.klaar()
    uitslag.onbeslist += [adres for adres in doen if journaal.stappen.get(adres.sleutel) is Stap.BEGONNEN]
    return uitslag


def _te_doen(adressen: Iterable[Adres], stappen: Mapping[str, Stap], uitslag: Uitslag, *, opnieuw: bool) -> list[Adres]:
    """Who does not have it; who certainly does never comes back in."""
    doen = []
    for adres in adressen:
        match stappen.get(adres.sleutel):
            case Stap.VERSTUURD:
                uitslag.eerder += 1
            case Stap.BEGONNEN if not opnieuw:
                uitslag.onbeslist.append(adres)
            case Stap.GEWEIGERD if not opnieuw:
                uitslag.stappen[adres] = Stap.GEWEIGERD
            case _:
                doen.append(adres)
    return doen


def _een(zending: Zending, adres: Adres, verbinding: Verbinding, journaal: Journaal, tempo: Tempo) -> Antwoord:
    """One message; a session that ended before the message was offered gets one fresh start."""
    try:
        return _poging(zending, adres, verbinding, journaal, tempo)
    except Afgebroken:
        pass
    try:
        return _poging(zending, adres, verbinding, journaal, tempo)
    except Afgebroken:
        raise Verzendfout("de mailserver verbreekt steeds de verbinding") from None


def _poging(zending: Zending, adres: Adres, verbinding: Verbinding, journaal: Journaal, tempo: Tempo) -> Antwoord:
    """Intent, message, result. When the message may have arrived there is no result: that is what the journal says."""
    journaal.schrijf(adres, Stap.BEGONNEN)
    try:
        antwoord = verbinding.verstuur(zending.afzender.adres, adres, zending.voor(adres, tempo.nu()))
    except Afgebroken as afgebroken:
        if not afgebroken.zeker:
            raise Verzendfout("de mailserver verbrak de verbinding midden in een bericht") from None
        journaal.schrijf(adres, Stap.UITGESTELD)
        raise
    except Verzendfout:
        journaal.schrijf(adres, Stap.UITGESTELD)
        raise
    journaal.schrijf(adres, antwoord.stap, antwoord.code)
    return antwoord


def proef(zending: Zending, map_: Path, nu: Callable[[], datetime]) -> int:
    """Write every message as a file and send nothing; answers how many."""
    map_.mkdir(parents=True, exist_ok=True)
    for adres in zending.adressen:
        (map_ / f"{zending.brief}-{adres.sleutel[:12]}.eml").write_bytes(zending.voor(adres, nu()))
    return len(zending.adressen)


class Balk:
    """Progress on one line of a terminal; elsewhere a line now and then."""

    BREEDTE = 24
    STAP = 50

    def __init__(self, uit: TextIO, totaal: int) -> None:
        self.uit = uit
        self.totaal = totaal
        self.leeft = uit.isatty()

    def toon(self, nummer: int) -> None:
        """That so many were done."""
        vol = self.BREEDTE * nummer // self.totaal
        stand = f"[{'#' * vol}{'-' * (self.BREEDTE - vol)}] {nummer} van {self.totaal}"
        if self.leeft:
            self.uit.write(f"\r{stand}")
        elif nummer % self.STAP == 0 or nummer == self.totaal:
            self.uit.write(f"{stand}\n")
        self.uit.flush()

    def regel(self, tekst: str) -> None:
        """Something to remember, above the bar."""
        self.uit.write(f"\r{' ' * 60}\r{tekst}\n" if self.leeft else f"{tekst}\n")

    def klaar(self) -> None:
        """The bar is finished."""
        self.uit.write("\n" if self.leeft and self.totaal else "")


def verslag(uitslag: Uitslag) -> str:
    """What a run did, in a few lines of Dutch."""
    geweigerd, uitgesteld = (
        [str(adres) for adres, gekomen in uitslag.stappen.items() if gekomen is stap]
        for stap in (Stap.GEWEIGERD, Stap.UITGESTELD)
    )
    onbeslist = [str(adres) for adres in uitslag.onbeslist]
    delen = (
        (uitslag.eerder, f"{uitslag.eerder} hadden de nieuwsbrief al en kregen hem niet nog eens."),
        (geweigerd, f"{len(geweigerd)} geweigerd; controleer deze adressen: {', '.join(geweigerd)}."),
        (uitgesteld, f"{len(uitgesteld)} nu niet aangenomen; geef de opdracht later nog eens."),
        (onbeslist, f"{len(onbeslist)} onbeslist; het bericht kan zijn aangekomen: {', '.join(onbeslist)}."),
        (onbeslist, "Deze krijgen het alleen met --opnieuw nog eens."),
        (uitslag.onderbroken, f"Gestopt: {uitslag.onderbroken}. Geef dezelfde opdracht nog eens om door te gaan."),
    )
    verstuurd = list(uitslag.stappen.values()).count(Stap.VERSTUURD)
    return "\n".join([f"{verstuurd} verstuurd.", *(regel for is_er, regel in delen if is_er)]) + "\n"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Keuze:
    """What someone asked for on the command line."""

    brief: str
    site: Path
    naar: Path
    van: str
    afmelden: str
    smtp: str = ""
    proef: Path | None = None
    journaal: Path | None = None
    per_minuut: int = 60
    opnieuw: bool = False
    gebruiker: str = ""
    wachtwoord: str = field(default="", repr=False)


def opdracht(keuze: Keuze, *, nu: Callable[[], datetime], slaap: Callable[[float], None], meld: TextIO) -> int:
    """`kennisbank verstuur nieuwsbrief`: 0 when every address has it or a proof was written, else 1."""
    try:
        adressen, bevindingen = lees_adressen(keuze.naar.name, _lees(keuze.naar, "het bestand met adressen"))
        if bevindingen:
            meld.write("".join(f"{b}\n" for b in bevindingen) + f"{len(bevindingen)} fouten; er is niets verstuurd.\n")
            return 1
        zending = Zending(keuze.brief, _bericht(keuze), lees_afzender(keuze.van, keuze.afmelden), adressen)
        if keuze.proef:
            aantal = proef(zending, keuze.proef, nu)
            meld.write(f"{aantal} berichten geschreven in {keuze.proef}; er is niets verstuurd.\n")
            return 0
        return _verstuur(keuze, zending, Tempo(nu, slaap, keuze.per_minuut), meld)
    except (Verzendfout, ValueError) as fout:
        meld.write(f"{fout}\n")
        return 1


def _verstuur(keuze: Keuze, zending: Zending, tempo: Tempo, meld: TextIO) -> int:
    server = lees_server(keuze.smtp, gebruiker=keuze.gebruiker, wachtwoord=keuze.wachtwoord)
    if tempo.per_minuut < 1:
        raise Verzendfout("--per-minuut moet minstens 1 zijn")
    pad = keuze.journaal or keuze.naar.with_name(f"{keuze.naar.stem}.{keuze.brief}.journaal")
    with Journaal(pad, keuze.brief, tempo.nu) as journaal, Verbinding(server) as verbinding:
        onleesbaar = (
            f"{pad.name}:{regel}: deze regel is onleesbaar en telt niet mee\n" for regel in journaal.onleesbaar
        )
        meld.writelines(onleesbaar)
        uitslag = verstuur(zending, verbinding, journaal, tempo, meld, opnieuw=keuze.opnieuw)
    meld.write(verslag(uitslag))
    return 0 if uitslag.klaar else 1


def _bericht(keuze: Keuze) -> EmailMessage:
    if not re.fullmatch(r"[0-9]{4}-q[1-4]", keuze.brief):
        raise Verzendfout(f"{keuze.brief!r} is geen nieuwsbrief; schrijf jaar en kwartaal, bijvoorbeeld 2023-q4")
    pad = keuze.site / "nieuwsbrieven" / keuze.brief / "nieuwsbrief.eml"
    if not pad.is_file():
        raise Verzendfout(f"{pad} is er niet; maak eerst de site met 'make site'")
    return lees_bericht(_lees(pad, "de nieuwsbrief"))


def _lees(pad: Path, wat: str) -> bytes:
    try:
        return pad.read_bytes()
    except OSError as fout:
        raise Verzendfout(f"{wat} {pad} kan niet worden gelezen: {fout.strerror}") from None
