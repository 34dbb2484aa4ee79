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

KINDS = ("activiteit", "nieuwsbrief", "praktijk", "thema")
"""What `kennisbank nieuw` makes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code: 0 right, 1 something is wrong."""
    parser = argparse.ArgumentParser(prog="kennisbank", description="De kennisbank controleren en aanvullen.")
    commands = parser.add_subparsers(dest="opdracht", required=True)
    check = commands.add_parser("controleer", help="alles aan de inhoud controleren")
    check.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    check.set_defaults(do=lambda choice: _contents().check(Path.cwd(), choice.formaat, _today()))
    built = commands.add_parser("controleer-site", help="een gebouwde site controleren, wie haar ook bouwde")
    built.add_argument("map", type=Path)
    built.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    built.set_defaults(do=lambda choice: _contents().check_site(choice.map, choice.formaat))
    fresh = commands.add_parser("houdbaarheid", help="welke pagina's weer beoordeeld moeten worden, per team")
    fresh.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    fresh.set_defaults(do=lambda choice: _contents().freshness(Path.cwd(), choice.datum or _today()))
    dead = commands.add_parser("links", help="adressen van andere sites die geen antwoord meer geven, per team")
    dead.add_argument("--met", default="linkinator", metavar="PROGRAMMA", help="waar linkinator staat")
    dead.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    dead.set_defaults(
        do=lambda choice: _contents().dead_links(Path.cwd(), choice.met, choice.datum or datetime.now(UTC).date())
    )
    form_ = commands.add_parser("uit-formulier", help="van een ingevuld formulier een bestand maken")
    form_.add_argument("bestand", type=Path, help="de tekst van het formulier; - leest van de invoer")
    form_.set_defaults(do=lambda choice: _contents().from_form(Path.cwd(), choice.bestand, _today()))
    new = commands.add_parser("nieuw", help="een nieuw bestand of een nieuwe rij om in te vullen")
    new.add_argument("soort", choices=KINDS)
    new.add_argument("titel", help="de titel, of het kwartaal van een nieuwsbrief (2026-q4)")
    new.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    new.set_defaults(
        do=lambda choice: _contents().nieuw(Path.cwd(), choice.soort, choice.titel, choice.datum or _today())
    )
    schema = commands.add_parser("schema", help="de JSON Schema's van alle verzamelingen schrijven")
    schema.add_argument("map", type=Path)
    schema.set_defaults(do=lambda choice: _contents().schema(choice.map))
    usage = commands.add_parser("gebruik", help="uit logbestanden van de webserver tellen wat is gelezen")
    usage.add_argument("log", type=Path, nargs="+", help="logbestand in combined-formaat, ook met gzip")
    usage.set_defaults(do=lambda choice: _contents().gebruik(Path.cwd(), choice.log))
    _send_command(commands)
    _publish_commands(commands)
    choice = parser.parse_args(arguments)
    outcome: int = choice.do(choice)
    return outcome


def _send_command(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    send = commands.add_parser("verstuur", help="een nieuwsbrief per e-mail versturen")
    what = send.add_subparsers(dest="wat", required=True)
    issue = what.add_parser("nieuwsbrief", help="één bericht per adres; niemand krijgt het dubbel")
    issue.add_argument("brief", help="jaar en kwartaal, bijvoorbeeld 2023-q4")
    issue.add_argument("--naar", type=Path, required=True, help="CSV met een kolom adres")
    issue.add_argument("--van", required=True, help="'Naam <naam@voorbeeld.nl>'")
    issue.add_argument("--afmelden", required=True, help="adres waar een lezer zich afmeldt: https://… of mailto:…")
    issue.add_argument("--smtp", default="", help="mailserver, host:poort")
    issue.add_argument(
        "--proef", type=Path, metavar="MAP", nargs="?", const=Path("proef"),
        help="alleen bestanden schrijven (in MAP, anders in proef/), niets versturen",
    )  # fmt: skip
    issue.add_argument("--site", type=Path, default=Path("site"))
    issue.add_argument("--journaal", type=Path)
    issue.add_argument("--per-minuut", type=int, default=60)
    issue.add_argument(
        "--opnieuw", action="store_true", help="ook wie geweigerd is of van wie niet zeker is of het aankwam"
    )
    issue.set_defaults(do=lambda choice: _contents().send(choice, lambda: datetime.now(UTC).astimezone()))


def _publish_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    build = commands.add_parser("bouw", help="site/ bouwen; de oude blijft heel tot de nieuwe er is")
    build.set_defaults(do=lambda _: _published(lambda: publish.build_site(Path.cwd())))
    publish_site = commands.add_parser("publiceer", help="bouwen, controleren en in één keer neerzetten")
    publish_site.add_argument("doel", type=Path, help="de map op de server")
    publish_site.add_argument("--rclone", metavar="REMOTE:PAD", help="daarna ook naar deze emmer of dit CDN sturen")
    publish_site.set_defaults(do=lambda choice: _published(lambda: _publish(choice.doel, choice.rclone)))
    roll_back = commands.add_parser("terug", help="de vorige uitgave weer neerzetten")
    roll_back.add_argument("doel", type=Path, help="de map op de server")
    roll_back.add_argument("uitgave", nargs="?", default="", help="een uitgave met name; anders die van hiervoor")
    roll_back.set_defaults(
        do=lambda choice: _published(lambda: _report(publish.roll_back(choice.doel, choice.uitgave)))
    )


def _published(do: Callable[[], None]) -> int:
    """Run, and tell a person why nothing was published."""
    try:
        do()
    except (publish.PublishError, bucket.BucketError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _publish(target: Path, remote: str | None) -> None:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")  # names the release; no output has it
    _report(publish.publish_site(Path.cwd(), target, now=now))
    if remote:
        bucket.upload(target / "huidig/site", remote)
        sys.stdout.write(f"Verstuurd naar {remote}.\n")


def _report(result: publish.Publication) -> None:
    state = f", {result.changed} bestanden nieuw of veranderd" if result.changed else ""
    sys.stdout.write(f"Nu te lezen: {result.id} ({result.files} bestanden{state}).\n")
    if result.server_changed:
        sys.stdout.write("De regels voor de server zijn veranderd: laad nginx of Caddy opnieuw (systemctl reload).\n")


def _contents() -> Any:  # noqa: ANN401 - a module
    """The commands that read content, imported when one is asked: a build that finds nothing changed needs none of it."""
    return importlib.import_module("macros.commands.content")


def _today() -> date:
    """The day of the person who asks; a build's own day where the environment gives one."""
    time_ = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(time_), UTC).date() if time_ else datetime.now(UTC).date()


if __name__ == "__main__":
    sys.exit(main())
