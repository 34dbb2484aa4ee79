"""What the `kennisbank` command does with content; each answers the exit code: 0 right, 1 something is wrong."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from macros.base import links
from macros.base.parsing import Bevinding
from macros.base.workers import Ploeg
from macros.build import content
from macros.cache import fingerprints
from macros.cache.store import Opslag
from macros.channels import opendata
from macros.mail import mailing
from macros.records import models as m
from macros.release import house_rules, usage
from macros.review import outbound, upkeep
from macros.writing import forms, rows, scaffold


def verstuur(k: argparse.Namespace, nu: Callable[[], datetime]) -> int:
    """Send an issue by mail."""
    if not k.smtp and not k.proef:
        sys.stderr.write("waarheen? Geef --smtp host:poort, of --proef om alleen bestanden te schrijven\n")
        return 1
    keuze = mailing.Keuze(
        k.brief, k.site, k.naar, k.van, k.afmelden, k.smtp, k.proef, k.journaal, k.per_minuut, k.opnieuw,
        os.environ.get("KENNISBANK_SMTP_GEBRUIKER", ""), os.environ.get("KENNISBANK_SMTP_WACHTWOORD", ""),
    )  # fmt: skip
    return mailing.opdracht(keuze, nu=nu, slaap=time.sleep, meld=sys.stderr)


def controleer(wortel: Path, formaat: str, vandaag: date) -> int:
    """Check all content."""
    opslag = Opslag(wortel / fingerprints.OPSLAG, meld)
    ploeg = Ploeg(opslag, samen=True)
    _, bevindingen = content.controleer(wortel, vandaag=vandaag, tel=Balk(sys.stderr), opslag=opslag, ploeg=ploeg)
    opslag.sluit()
    return _toon(bevindingen, formaat)


def meld(regel: str) -> None:
    """Tell the person who asked, besides what the command answers."""
    sys.stderr.write(f"{regel}\n")


class Balk:
    """Shows on a screen how far something is, once it takes longer than a second; to a file it says nothing."""

    def __init__(self, scherm: TextIO, klok: Callable[[], float] = time.monotonic) -> None:
        self.scherm, self.klok = scherm, klok
        self.getoond = klok() + 1.0
        """When it was last drawn; at first, when that may begin."""
        self.staat_er = False

    def __call__(self, deel: float) -> None:
        """Say that this part (0 to 1) is done; at the end the bar goes."""
        if deel < 1 and self.scherm.isatty() and (nu := self.klok()) >= self.getoond:
            self.getoond, self.staat_er = nu + 0.2, True
            self.scherm.write(f"\r[{'#' * int(30 * deel):.<30}] {deel:4.0%}")
            self.scherm.flush()
        elif deel >= 1 and self.staat_er:
            self.scherm.write(f"\r{' ' * 40}\r")


def controleer_site(map_: Path, formaat: str) -> int:
    """Check a site that was built, by whatever."""
    return _toon([*house_rules.controleer_site(map_), *house_rules.geheim(map_)], formaat)


def _toon(bevindingen: Sequence[Bevinding], formaat: str) -> int:
    sys.stdout.write(_VORMEN[formaat](bevindingen))
    return int(any(not b.waarschuwing for b in bevindingen))


def houdbaarheid(wortel: Path, vandaag: date) -> int:
    """Which pages must be reviewed again, by team."""
    sys.stdout.write(upkeep.lijst(content.lees(wortel).weergave.catalog, vandaag))
    return 0


def dode_links(wortel: Path, programma: str, vandaag: date) -> int:
    """Which addresses of other sites give no answer any more, by team."""
    paden = (
        pad
        for map_ in ("docs", "newsletters")
        for pad in (wortel / map_).rglob("*")
        if pad.suffix in {".md", ".yml", ".csv"}
    )
    teksten = {pad.relative_to(wortel).as_posix(): pad.read_text(encoding="utf-8") for pad in paden}
    adressen = upkeep.uitgaand(teksten)
    try:
        dood = outbound.vraag(wortel, adressen, programma, vandaag)
    except outbound.Linkfout as fout:
        sys.stderr.write(f"{fout}\n")
        return 1
    sys.stdout.write(upkeep.dode_links(content.lees(wortel).weergave.catalog, adressen, dood))
    sys.stderr.write(f"{len(adressen)} adressen, {len(dood)} zonder antwoord\n")
    return 0


def uit_formulier(wortel: Path, bestand: Path, vandaag: date) -> int:
    """Make a file of a form that was filled in; `-` reads it from the input."""
    tekst = sys.stdin.read() if str(bestand) == "-" else bestand.read_text(encoding="utf-8")
    try:
        return _schrijf_nieuw(wortel, forms.lees(tekst, vandaag))
    except forms.Formulierfout as fout:
        sys.stderr.write(f"{fout}\n")
        return 1


def _tekst(bevindingen: Sequence[Bevinding]) -> str:
    """Errors first, then warnings, then how many of each."""
    fouten = [f"{b}\n" for b in bevindingen if not b.waarschuwing]
    rest = [f"{b}\n" for b in bevindingen if b.waarschuwing]
    slot = f"{len(fouten)} fouten, {len(rest)} waarschuwingen\n" if bevindingen else "Alles klopt.\n"
    return "".join(
        [*fouten, *(["\nWaarschuwingen (de site kan gebouwd worden):\n", *rest, "\n"] if rest else []), slot]
    )


def _github(bevindingen: Sequence[Bevinding]) -> str:
    """Annotations on a pull request (workflow commands of GitHub Actions); what was typed cannot begin a command of its own."""
    return "".join(
        f"::{'warning' if b.waarschuwing else 'error'} file={_gecodeerd(b.bestand, ':,')},line={b.regel}::{_gecodeerd(b.melding)}\n"
        for b in bevindingen
    )


def _gecodeerd(tekst: str, ook: str = "") -> str:
    return re.sub(rf"[%\r\n{ook}]", lambda teken: f"%{ord(teken[0]):02X}", tekst)


def _json(bevindingen: Sequence[Bevinding]) -> str:
    lijst = [
        {"bestand": b.bestand, "regel": b.regel, "melding": b.melding, "waarschuwing": b.waarschuwing} for b in bevindingen
    ]  # fmt: skip
    return json.dumps(lijst, ensure_ascii=False, indent=1) + "\n"


def nieuw(wortel: Path, soort: str, titel: str, vandaag: date) -> int:
    """Write what is new, and never over what is there."""
    if soort == "nieuwsbrief" and not re.fullmatch(r"20\d\d-q[1-4]", titel):
        sys.stderr.write(f"{titel!r} is geen kwartaal; schrijf bijvoorbeeld 2026-q4\n")
        return 1
    if not links.slug(titel):
        sys.stderr.write(f"van {titel!r} kan geen bestandsnaam worden gemaakt; gebruik letters of cijfers\n")
        return 1
    return _schrijf_nieuw(wortel, *_NIEUW[soort](titel, vandaag))


def _schrijf_nieuw(wortel: Path, *nieuwe: scaffold.Nieuw) -> int:
    if bezet := [nieuw.pad for nieuw in nieuwe if not nieuw.rij and (wortel / nieuw.pad).exists()]:
        sys.stderr.write(f"{bezet[0]} bestaat al; kies een andere titel\n")
        return 1
    for nieuw in nieuwe:
        doel = wortel / nieuw.pad
        doel.parent.mkdir(parents=True, exist_ok=True)
        bestaand = doel.read_text(encoding="utf-8") if doel.exists() else nieuw.kop
        doel.write_text(rows.voeg_in(bestaand, nieuw.tekst) if nieuw.rij else nieuw.tekst, encoding="utf-8")
    sys.stdout.write(
        f"{' en '.join(nieuw.pad for nieuw in nieuwe)}: klaar om in te vullen. Doe dat waar 'verplicht' staat, haal de # weg bij "
        "wat u verder invult, en voer daarna uit: kennisbank controleer\n"
    )
    return 0


def gebruik(wortel: Path, logs: Sequence[Path]) -> int:
    """Count what was read; nothing is written when a log cannot be read to its end."""
    try:
        telling = usage.tel(regel for log in logs for regel in usage.regels(log))
    except (OSError, EOFError, zlib.error) as fout:
        sys.stderr.write(f"een logbestand kan niet worden gelezen: {fout}\n")
        return 1
    map_ = wortel / Path(m.Gebruik.bestanden).parent
    map_.mkdir(parents=True, exist_ok=True)
    bestaand = {pad.stem: pad.read_text(encoding="utf-8") for pad in map_.glob("*.csv")}
    for maand, tekst in usage.bestanden(telling, bestaand).items():
        (map_ / f"{maand}.csv").write_text(tekst, encoding="utf-8")
    sys.stdout.write(
        f"{telling.geteld} keer gelezen; niet geteld: {telling.robots} van robots, {telling.overig} andere verzoeken, "
        f"{telling.onleesbaar} onleesbare regels\n"
    )
    return 0


def schema(map_: Path) -> int:
    """JSON Schemas for editors: a data file is a list of its collection's records."""
    map_.mkdir(parents=True, exist_ok=True)
    for soort in m.VERZAMELINGEN:
        tekst = json.dumps(opendata.lijstschema(soort), ensure_ascii=False, indent=1)
        (map_ / f"{soort.verzameling}.json").write_text(tekst + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(m.VERZAMELINGEN)} schema's geschreven in {map_}\n")
    return 0


_NIEUW: dict[str, Callable[[str, date], tuple[scaffold.Nieuw, ...]]] = {
    "activiteit": scaffold.activiteit,
    "nieuwsbrief": scaffold.nieuwsbrief,
    "praktijk": scaffold.praktijk,
    "thema": scaffold.thema,
}
_VORMEN = {"tekst": _tekst, "github": _github, "json": _json}
