"""The `kennisbank` command."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from macros import content, mailing, opendata, scaffold
from macros import models as m
from macros.parsing import Bevinding


def main(argumenten: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code: 0 right, 1 something is wrong."""
    ontleder = argparse.ArgumentParser(prog="kennisbank", description="De kennisbank controleren en aanvullen.")
    opdrachten = ontleder.add_subparsers(dest="opdracht", required=True)
    controleer = opdrachten.add_parser("controleer", help="alles aan de inhoud controleren")
    controleer.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    controleer.set_defaults(doe=lambda keuze: _controleer(Path.cwd(), keuze.formaat))
    nieuw = opdrachten.add_parser("nieuw", help="een nieuw bestand of een nieuwe rij om in te vullen")
    nieuw.add_argument("soort", choices=sorted(_NIEUW))
    nieuw.add_argument("titel", help="de titel, of het kwartaal van een nieuwsbrief (2026-q4)")
    nieuw.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    nieuw.set_defaults(doe=lambda keuze: _nieuw(Path.cwd(), keuze.soort, keuze.titel, keuze.datum or date.today()))  # noqa: DTZ011 - a person asks, on her own day
    schema = opdrachten.add_parser("schema", help="de JSON Schema's van alle verzamelingen schrijven")
    schema.add_argument("map", type=Path)
    schema.set_defaults(doe=lambda keuze: _schema(keuze.map))
    _verstuuropdracht(opdrachten)
    keuze = ontleder.parse_args(argumenten)
    uitkomst: int = keuze.doe(keuze)
    return uitkomst


def _verstuuropdracht(opdrachten: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    verstuur = opdrachten.add_parser("verstuur", help="een nieuwsbrief per e-mail versturen")
    wat = verstuur.add_subparsers(dest="wat", required=True)
    brief = wat.add_parser("nieuwsbrief", help="één bericht per adres; niemand krijgt het dubbel")
    brief.add_argument("brief", help="jaar en kwartaal, bijvoorbeeld 2023-q4")
    brief.add_argument("--naar", type=Path, required=True, help="CSV met een kolom adres")
    brief.add_argument("--van", required=True, help="'Naam <naam@voorbeeld.nl>'")
    brief.add_argument("--afmelden", required=True, help="adres waar een lezer zich afmeldt: https://… of mailto:…")
    waar = brief.add_mutually_exclusive_group(required=True)
    waar.add_argument("--smtp", default="", help="mailserver, host:poort")
    waar.add_argument("--proef", type=Path, metavar="MAP", help="alleen bestanden schrijven, niets versturen")
    brief.add_argument("--site", type=Path, default=Path("site"))
    brief.add_argument("--journaal", type=Path)
    brief.add_argument("--per-minuut", type=int, default=60)
    brief.add_argument(
        "--opnieuw", action="store_true", help="ook wie geweigerd is of van wie niet zeker is of het aankwam"
    )
    brief.set_defaults(doe=_verstuur)


def _verstuur(k: argparse.Namespace) -> int:
    keuze = mailing.Keuze(
        k.brief, k.site, k.naar, k.van, k.afmelden, k.smtp, k.proef, k.journaal, k.per_minuut, k.opnieuw,
        os.environ.get("KENNISBANK_SMTP_GEBRUIKER", ""), os.environ.get("KENNISBANK_SMTP_WACHTWOORD", ""),
    )  # fmt: skip
    return mailing.opdracht(keuze, nu=lambda: datetime.now(UTC).astimezone(), slaap=time.sleep, meld=sys.stderr)


def _controleer(wortel: Path, formaat: str) -> int:
    _, bevindingen = content.controleer(wortel)
    sys.stdout.write(_VORMEN[formaat](bevindingen))
    return int(any(not b.waarschuwing for b in bevindingen))


def _tekst(bevindingen: Sequence[Bevinding]) -> str:
    fouten = sum(not b.waarschuwing for b in bevindingen)
    slot = f"{fouten} fouten, {len(bevindingen) - fouten} waarschuwingen" if bevindingen else "Alles klopt."
    return "".join(f"{b}\n" for b in bevindingen) + f"{slot}\n"


def _github(bevindingen: Sequence[Bevinding]) -> str:
    """Annotations on a pull request (workflow commands of GitHub Actions)."""
    regels = (
        f"::{'warning' if b.waarschuwing else 'error'} file={b.bestand},line={b.regel}::{b.melding.replace('%', '%25')}\n"
        for b in bevindingen
    )
    return "".join(regels)


def _json(bevindingen: Sequence[Bevinding]) -> str:
    lijst = [
        {"bestand": b.bestand, "regel": b.regel, "melding": b.melding, "waarschuwing": b.waarschuwing} for b in bevindingen
    ]  # fmt: skip
    return json.dumps(lijst, ensure_ascii=False, indent=1) + "\n"


def _nieuw(wortel: Path, soort: str, titel: str, vandaag: date) -> int:
    """Write what is new, and never over what is there."""
    if soort == "nieuwsbrief" and not re.fullmatch(r"20\d\d-q[1-4]", titel):
        sys.stderr.write(f"{titel!r} is geen kwartaal; schrijf bijvoorbeeld 2026-q4\n")
        return 1
    nieuw = _NIEUW[soort](titel, vandaag)
    doel = wortel / nieuw.pad
    if doel.exists() and not nieuw.achteraan:
        sys.stderr.write(f"{nieuw.pad} bestaat al; kies een andere titel\n")
        return 1
    doel.parent.mkdir(parents=True, exist_ok=True)
    with doel.open("a", encoding="utf-8") as bestand:
        bestand.write(nieuw.tekst)
    sys.stdout.write(
        f"{nieuw.pad} staat klaar. Vul de velden met 'verplicht' in en voer daarna uit: kennisbank controleer\n"
    )
    return 0


def _schema(map_: Path) -> int:
    """JSON Schemas for editors: a data file is a list of its collection's records."""
    map_.mkdir(parents=True, exist_ok=True)
    for soort in m.VERZAMELINGEN:
        tekst = json.dumps(opendata.lijstschema(soort), ensure_ascii=False, indent=1)
        (map_ / f"{soort.verzameling}.json").write_text(tekst + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(m.VERZAMELINGEN)} schema's geschreven in {map_}\n")
    return 0


_NIEUW: dict[str, Callable[[str, date], scaffold.Nieuw]] = {
    "activiteit": scaffold.activiteit,
    "nieuwsbrief": scaffold.nieuwsbrief,
    "praktijk": scaffold.praktijk,
}
_VORMEN = {"tekst": _tekst, "github": _github, "json": _json}

if __name__ == "__main__":
    sys.exit(main())
