"""The `kennisbank` command."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from macros.release import bucket, publish

SOORTEN = ("activiteit", "nieuwsbrief", "praktijk", "thema")
"""What `kennisbank nieuw` makes."""


def main(argumenten: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code: 0 right, 1 something is wrong."""
    ontleder = argparse.ArgumentParser(prog="kennisbank", description="De kennisbank controleren en aanvullen.")
    opdrachten = ontleder.add_subparsers(dest="opdracht", required=True)
    controleer = opdrachten.add_parser("controleer", help="alles aan de inhoud controleren")
    controleer.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    controleer.set_defaults(doe=lambda keuze: _inhoud().controleer(Path.cwd(), keuze.formaat, _vandaag()))
    gebouwd = opdrachten.add_parser("controleer-site", help="een gebouwde site controleren, wie haar ook bouwde")
    gebouwd.add_argument("map", type=Path)
    gebouwd.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    gebouwd.set_defaults(doe=lambda keuze: _inhoud().controleer_site(keuze.map, keuze.formaat))
    houdbaar = opdrachten.add_parser("houdbaarheid", help="welke pagina's weer beoordeeld moeten worden, per team")
    houdbaar.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    houdbaar.set_defaults(doe=lambda keuze: _inhoud().houdbaarheid(Path.cwd(), keuze.datum or _vandaag()))
    dood = opdrachten.add_parser("links", help="adressen van andere sites die geen antwoord meer geven, per team")
    dood.add_argument("--met", default="linkinator", metavar="PROGRAMMA", help="waar linkinator staat")
    dood.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    dood.set_defaults(
        doe=lambda keuze: _inhoud().dode_links(Path.cwd(), keuze.met, keuze.datum or datetime.now(UTC).date())
    )
    formulier_ = opdrachten.add_parser("uit-formulier", help="van een ingevuld formulier een bestand maken")
    formulier_.add_argument("bestand", type=Path, help="de tekst van het formulier; - leest van de invoer")
    formulier_.set_defaults(doe=lambda keuze: _inhoud().uit_formulier(Path.cwd(), keuze.bestand, _vandaag()))
    nieuw = opdrachten.add_parser("nieuw", help="een nieuw bestand of een nieuwe rij om in te vullen")
    nieuw.add_argument("soort", choices=SOORTEN)
    nieuw.add_argument("titel", help="de titel, of het kwartaal van een nieuwsbrief (2026-q4)")
    nieuw.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    nieuw.set_defaults(
        doe=lambda keuze: _inhoud().nieuw(Path.cwd(), keuze.soort, keuze.titel, keuze.datum or _vandaag())
    )
    schema = opdrachten.add_parser("schema", help="de JSON Schema's van alle verzamelingen schrijven")
    schema.add_argument("map", type=Path)
    schema.set_defaults(doe=lambda keuze: _inhoud().schema(keuze.map))
    gebruik = opdrachten.add_parser("gebruik", help="uit logbestanden van de webserver tellen wat is gelezen")
    gebruik.add_argument("log", type=Path, nargs="+", help="logbestand in combined-formaat, ook met gzip")
    gebruik.set_defaults(doe=lambda keuze: _inhoud().gebruik(Path.cwd(), keuze.log))
    _verstuuropdracht(opdrachten)
    _publicatieopdrachten(opdrachten)
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
    brief.add_argument("--smtp", default="", help="mailserver, host:poort")
    brief.add_argument(
        "--proef", type=Path, metavar="MAP", nargs="?", const=Path("proef"),
        help="alleen bestanden schrijven (in MAP, anders in proef/), niets versturen",
    )  # fmt: skip
    brief.add_argument("--site", type=Path, default=Path("site"))
    brief.add_argument("--journaal", type=Path)
    brief.add_argument("--per-minuut", type=int, default=60)
    brief.add_argument(
        "--opnieuw", action="store_true", help="ook wie geweigerd is of van wie niet zeker is of het aankwam"
    )
    brief.set_defaults(doe=lambda keuze: _inhoud().verstuur(keuze, lambda: datetime.now(UTC).astimezone()))


def _publicatieopdrachten(opdrachten: Any) -> None:  # noqa: ANN401 - the same
    bouw = opdrachten.add_parser("bouw", help="site/ bouwen; de oude blijft heel tot de nieuwe er is")
    bouw.set_defaults(doe=lambda _: _gepubliceerd(lambda: publish.bouw_site(Path.cwd())))
    publiceer = opdrachten.add_parser("publiceer", help="bouwen, controleren en in één keer neerzetten")
    publiceer.add_argument("doel", type=Path, help="de map op de server")
    publiceer.add_argument("--rclone", metavar="REMOTE:PAD", help="daarna ook naar deze emmer of dit CDN sturen")
    publiceer.set_defaults(doe=lambda keuze: _gepubliceerd(lambda: _publiceer(keuze.doel, keuze.rclone)))
    terug = opdrachten.add_parser("terug", help="de vorige uitgave weer neerzetten")
    terug.add_argument("doel", type=Path, help="de map op de server")
    terug.add_argument("uitgave", nargs="?", default="", help="een uitgave met name; anders die van hiervoor")
    terug.set_defaults(doe=lambda keuze: _gepubliceerd(lambda: _meld(publish.terug(keuze.doel, keuze.uitgave))))


def _gepubliceerd(doe: Callable[[], None]) -> int:
    """Run, and tell a person why nothing was published."""
    try:
        doe()
    except (publish.Publicatiefout, bucket.Zendfout) as fout:
        sys.stderr.write(f"{fout}\n")
        return 1
    return 0


def _publiceer(doel: Path, emmer: str | None) -> None:
    nu = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")  # names the release; no output has it
    _meld(publish.publiceer(Path.cwd(), doel, nu=nu))
    if emmer:
        bucket.zend(doel / "huidig/site", emmer)
        sys.stdout.write(f"Verstuurd naar {emmer}.\n")


def _meld(uitslag: publish.Uitslag) -> None:
    stand = f", {uitslag.gewijzigd} bestanden nieuw of veranderd" if uitslag.gewijzigd else ""
    sys.stdout.write(f"Nu te lezen: {uitslag.id} ({uitslag.bestanden} bestanden{stand}).\n")
    if uitslag.server_veranderd:
        sys.stdout.write("De regels voor de server zijn veranderd: laad nginx of Caddy opnieuw (systemctl reload).\n")


def _inhoud() -> Any:  # noqa: ANN401 - a module
    """The commands that read content, imported when one is asked: a build that finds nothing changed needs none of it."""
    return importlib.import_module("macros.commands.content")


def _vandaag() -> date:
    """The day of the person who asks; a build's own day where the environment gives one."""
    tijd = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(tijd), UTC).date() if tijd else datetime.now(UTC).date()


if __name__ == "__main__":
    sys.exit(main())
