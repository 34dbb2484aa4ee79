"""The `kennisbank` command: what a person types, and what that person is told when it cannot be done.

A command is read when it is asked for (macros/commands/): a build that finds nothing changed needs none of the others.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from macros.base.errors import UserError, told
from macros.base.version import VERSION
from macros.commands import (
    begin,
    change,
    check,
    clean,
    create,
    inbox,
    mailing,
    publishing,
    readers,
    review,
    schema,
    tidy,
    upgrade,
    usage,
)

KINDS = ("activiteit", "nieuwsbrief", "praktijk", "thema")
"""What `kennisbank nieuw` makes."""
RENAMED = ("thema", "praktijk", "team", "begrip")
"""Of what `kennisbank hernoem` changes the id."""
ASKED = MappingProxyType({
    "naam": "hoe het netwerk heet",
    "id": "de afkorting in kleine letters, die nooit meer verandert",
    "regio": "de streek waarvoor het werkt",
    "adres": "het adres van de site: https://…/",
    "provincies": "van welke provincies de gemeenten in de kennisbank komen, met een komma ertussen, of geen",
    "opslagplaats": "waar op GitHub het project komt te staan: organisatie/naam, of geen",
})  # fmt: skip
"""What `kennisbank begin` asks."""
INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it: 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 right, 1 something is wrong and it was told, 130 interrupted.
    """
    try:
        _prepare_output()
        choice = _parser().parse_args(arguments)
        outcome: int = choice.do(choice)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("KENNISBANK_TRACEBACK"):
            raise  # for who maintains the program
        with suppress(OSError):  # who cannot be told cannot be told that either
            if sys.stderr:
                sys.stderr.write(f"{told(error)}\n")
                sys.stderr.flush()
        outcome = INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1
    finally:
        _let_go_of_output()
    return outcome


def _prepare_output() -> None:
    """The name of a file may hold bytes that no text has, and a screen may not know every letter."""
    if not (sys.stdout and sys.stderr):
        raise UserError("er is geen uitvoer: wat wordt gevraagd, kan niet worden gezegd")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _let_go_of_output() -> None:
    """What could not be written must not be tried again when Python ends: that would tell it twice, in English."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream:
                stream.flush()
        except OSError:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - in English, and the usage says what it should be
        raise UserError(
            f"deze opdracht is niet volledig of niet bekend; schrijf {' '.join(self.format_usage().split()[1:])}"
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="kennisbank", description="De kennisbank controleren en aanvullen.")
    parser.add_argument("--version", action="version", version=f"kennisbank {VERSION}", help="welke versie dit is")
    commands = parser.add_subparsers(dest="opdracht", required=True)
    for add in (
        _check_commands,
        _review_commands,
        _create_commands,
        _begin_commands,
        _change_commands,
        _data_commands,
        _send_command,
        _reader_commands,
        _publish_commands,
    ):
        add(commands)
    return parser


def _check_commands(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    content = commands.add_parser("controleer", help="alles aan de inhoud controleren")
    content.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    content.add_argument(
        "--basis", default="", help="tak, commit of map waarmee wordt vergeleken of er niet te veel regels anders zijn"
    )
    content.set_defaults(do=lambda c: check.check(_here(), c.formaat, _today(), c.basis))
    cleaned = commands.add_parser(
        "schoon", help="uit een plaatje of pdf halen wat niet openbaar mag zijn, zoals plaats en maker"
    )
    cleaned.add_argument("bestand", type=Path, nargs="+")
    cleaned.set_defaults(do=lambda c: clean.make_clean(c.bestand))
    built = commands.add_parser("controleer-site", help="een gebouwde site controleren, wie haar ook bouwde")
    built.add_argument("map", type=Path)
    built.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    built.set_defaults(do=lambda c: check.check_site(c.map, c.formaat))


def _review_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    fresh = commands.add_parser("houdbaarheid", help="wat weer beoordeeld of nog aangevuld moet worden")
    fresh.add_argument("--datum", type=_day, help="jaar-maand-dag; vandaag als u niets invult")
    fresh.set_defaults(do=lambda c: review.freshness(_here(), c.datum or _today()))
    dead = commands.add_parser("links", help="adressen van andere sites die geen antwoord meer geven, per team")
    dead.add_argument("--met", default="linkinator", metavar="PROGRAMMA", help="waar linkinator staat")
    dead.add_argument("--datum", type=_day, help="jaar-maand-dag; vandaag als u niets invult")
    dead.set_defaults(do=lambda c: review.dead_links(_here(), c.met, c.datum or datetime.now(UTC).date()))


def _create_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    form = commands.add_parser("uit-formulier", help="van een ingevuld formulier een bestand maken")
    form.add_argument("bestand", type=Path, help="de tekst van het formulier; - leest van de invoer")
    form.set_defaults(do=lambda c: create.from_form(_here(), c.bestand, _today()))
    new = commands.add_parser("nieuw", help="een nieuw bestand of een nieuwe rij om in te vullen")
    new.add_argument("soort", choices=KINDS)
    new.add_argument("titel", help="de titel, of het kwartaal van een nieuwsbrief (2026-q4)")
    new.add_argument("--datum", type=_day, help="jaar-maand-dag; vandaag als u niets invult")
    new.set_defaults(do=lambda c: create.new(_here(), c.soort, c.titel, c.datum or _today()))


def _begin_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    fresh = commands.add_parser("begin", help="een kennisbank voor een ander netwerk beginnen")
    fresh.add_argument("map", type=Path, help="een lege map, of een die er nog niet is")
    for name, meaning in ASKED.items():
        fresh.add_argument(f"--{name}", metavar=name.upper(), help=f"{meaning}; zonder deze optie wordt het gevraagd")
    fresh.add_argument("--datum", type=_day, help="jaar-maand-dag; vandaag als u niets invult")
    fresh.set_defaults(do=lambda c: begin.begin(c.map, _answered(c), c.datum or _today()))
    forms = commands.add_parser(
        "formulieren",
        help="wat de opslagplaats van de gegevens overneemt opnieuw maken: formulieren, werkstromen, uitleg",
    )
    forms.add_argument("--toon", action="store_true", help="alleen zeggen wat achterloopt")
    forms.set_defaults(do=lambda c: begin.renew(_here(), _today(), show=c.toon))


def _answered(choice: argparse.Namespace) -> dict[str, str]:
    return {name: answer for name in ASKED if (answer := getattr(choice, name)) is not None}


def _change_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    rename = commands.add_parser("hernoem", help="een andere id voor een thema, praktijk, team of begrip, overal")
    rename.add_argument("soort", choices=RENAMED)
    rename.add_argument("oud", help="de id van nu")
    rename.add_argument("nieuw", help="de nieuwe id: kleine letters, cijfers en streepjes")
    rename.set_defaults(do=lambda c: change.rename(_here(), c.soort, c.oud, c.nieuw, _today()))
    reviewed = commands.add_parser("nagekeken", help="een praktijk is met haar bron vergeleken: zet beide dagen")
    reviewed.add_argument("praktijk", help="de id: de naam van het bestand zonder .md")
    reviewed.add_argument("--datum", type=_day, help="jaar-maand-dag; vandaag als u niets invult")
    reviewed.set_defaults(do=lambda c: change.reviewed(_here(), c.praktijk, c.datum or _today(), _today()))

    tidied = commands.add_parser(
        "schik", help="alles terugzetten wat een editor of formulier anders schreef, behalve de waarden"
    )
    tidied.add_argument(
        "--basis", default="main", help="tak, commit of map waarmee wordt vergeleken; main als u niets invult"
    )
    tidied.add_argument("--toon", action="store_true", help="alleen laten zien welke regels anders blijven")
    tidied.set_defaults(do=lambda c: tidy.tidy(_here(), c.basis, show=c.toon))

    newer = commands.add_parser("bij", help="de inhoud bijwerken naar deze versie van het programma")
    newer.add_argument("--toon", action="store_true", help="alleen laten zien wat er zou veranderen")
    newer.set_defaults(do=lambda c: upgrade.upgrade(_here(), show=c.toon))


def _data_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    schemas = commands.add_parser("schema", help="de JSON Schema's van alle verzamelingen schrijven")
    schemas.add_argument("map", type=Path)
    schemas.add_argument("--cms", action="store_true", help="in plaats daarvan config.yml voor de editor Sveltia")
    schemas.set_defaults(
        do=lambda c: schema.write_configuration(_here(), c.map) if c.cms else schema.write_schemas(c.map)
    )
    used = commands.add_parser("gebruik", help="uit logbestanden van de webserver tellen wat is gelezen")
    used.add_argument("log", type=Path, nargs="+", help="logbestand in combined-formaat, ook met gzip")
    used.set_defaults(do=lambda c: usage.count(_here(), c.log))


def _send_command(commands: Any) -> None:  # noqa: ANN401 - the same
    send = commands.add_parser("verstuur", help="een nieuwsbrief per e-mail versturen")
    what = send.add_subparsers(dest="wat", required=True)
    issue = what.add_parser("nieuwsbrief", help="één bericht per adres; niemand krijgt het dubbel")
    issue.add_argument("brief", help="jaar en kwartaal, bijvoorbeeld 2023-q4")
    issue.add_argument("--naar", type=Path, required=True, help="de lijst met lezers, of een CSV met een kolom adres")
    issue.add_argument("--van", required=True, help="'Naam <naam@voorbeeld.nl>'")
    issue.add_argument(
        "--afmelden", action="append", default=[],
        help="waar een lezer zich afmeldt: https://… of mailto:…, of beide; anders wat in de instellingen staat",
    )  # fmt: skip
    issue.add_argument(
        "--retour", default="", help="waar berichten terugkomen, bijvoorbeeld owner-nieuwsbrief@voorbeeld.nl"
    )
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
    issue.set_defaults(do=lambda c: mailing.send(c, _moment, _here()))


def _reader_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    service = commands.add_parser(
        "aanmelddienst", help="lezers van de nieuwsbrief laten aanmelden en afmelden op het web"
    )
    service.add_argument("--van", required=True, help="'Naam <naam@voorbeeld.nl>'")
    service.add_argument("--smtp", required=True, help="mailserver, host:poort")
    service.add_argument(
        "--adres", default="", help="het adres van de dienst: https://…/; anders wat in de instellingen staat"
    )
    service.add_argument(
        "--kennisbank", default="", help="het adres van de site: https://…/; anders het begin van --adres"
    )
    service.add_argument("--retour", default="", help="waar berichten terugkomen")
    service.add_argument("--luister", default="127.0.0.1:8425", help="host:poort voor de webserver die ervoor staat")
    service.add_argument("--site", type=Path, default=Path("site"))
    service.set_defaults(do=lambda c: readers.serve(c, _moment, _here()))
    known = commands.add_parser("lezers", help="hoeveel lezers er zijn, en lezers van een andere lijst toevoegen")
    known.add_argument("--van", type=Path, metavar="CSV", help="een CSV met een kolom adres, om toe te voegen")
    known.add_argument("--akkoord", default="", help="de tekst waarmee deze lezers instemden")
    known.add_argument(
        "--adres", default="", help="alleen zeggen of dit adres op de lijst staat, of waarom het wegging"
    )
    known.set_defaults(do=lambda c: readers.about(c, _here()) if c.adres else readers.take_over(c, _moment, _here()))
    forget = commands.add_parser("vergeet", help="alles van een lezer wissen")
    forget.add_argument("adres")
    forget.set_defaults(do=lambda c: readers.forget(c, _moment, _here()))
    returned = commands.add_parser("postvak", help="wat van de nieuwsbrief terugkwam lezen, en afmeldingen per e-mail")
    where = returned.add_mutually_exclusive_group(required=True)
    where.add_argument("--imap", help="mailserver, host:poort")
    where.add_argument("--maildir", type=Path, metavar="MAP")
    where.add_argument("--mbox", type=Path, metavar="BESTAND")
    returned.add_argument("--map", default="INBOX", help="de map op de mailserver")
    returned.add_argument(
        "--smtp", default="", help="mailserver, host:poort, om te antwoorden wie zich per e-mail aanmeldt"
    )
    returned.add_argument("--van", default="", help="'Naam <naam@voorbeeld.nl>', van wie dat antwoord komt")
    returned.add_argument("--retour", default="", help="waar berichten terugkomen")
    returned.add_argument("--site", type=Path, default=Path("site"))
    returned.set_defaults(do=lambda c: inbox.read(c, _moment, _here()))
    for command in (forget, returned):
        command.add_argument(
            "--bewaar", type=Path, metavar="MAP", help="waar ligt wat u zelf moet lezen; anders naast de lijst"
        )
    for command in (service, known, forget, returned):
        command.add_argument("--lijst", type=Path, default=Path("lezers.db"), help="het bestand met lezers")


def _publish_commands(commands: Any) -> None:  # noqa: ANN401 - the same
    build = commands.add_parser("bouw", help="site/ bouwen; de oude blijft heel tot de nieuwe er is")
    build.set_defaults(do=lambda _: publishing.build(_here()))
    put = commands.add_parser("publiceer", help="bouwen, controleren en in één keer neerzetten")
    put.add_argument("doel", type=Path, help="de map op de server")
    put.add_argument("--rclone", metavar="REMOTE:PAD", help="daarna ook naar deze emmer of dit CDN sturen")
    put.set_defaults(do=lambda c: publishing.put(_here(), c.doel, c.rclone, datetime.now(UTC)))
    server = commands.add_parser(
        "serverbestanden", help="wat de webserver nodig heeft in een map zetten (nginx, Caddy)"
    )
    server.add_argument("map", type=Path)
    server.set_defaults(do=lambda c: schema.give_server_files(c.map))
    roll_back = commands.add_parser("terug", help="de vorige uitgave weer neerzetten")
    roll_back.add_argument("doel", type=Path, help="de map op de server")
    roll_back.add_argument("uitgave", nargs="?", default="", help="een uitgave met name; anders die van hiervoor")
    roll_back.set_defaults(do=lambda c: publishing.roll_back(c.doel, c.uitgave))


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UserError("de map waarin u staat, bestaat niet meer; ga eerst naar de map van de kennisbank") from None


_YEARS = range(2000, 2101)
"""Years that content is of (macros/records/fields.py, `Year`)."""


def _day(typed: str) -> date:
    try:
        if (day := date.fromisoformat(typed)).year in _YEARS:
            return day
        raise UserError(f"het jaar van {typed} ligt niet tussen {_YEARS[0]} en {_YEARS[-1]}")
    except ValueError:
        raise UserError(f"{typed!r} is geen dag; schrijf jaar-maand-dag, bijvoorbeeld 2026-11-22") from None


def _moment() -> datetime:
    return datetime.now(UTC).astimezone()


def _today() -> date:
    """The day of the person who asks; a build's own day where the environment gives one."""
    moment = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(moment), UTC).date() if moment else datetime.now(UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UserError(f"SOURCE_DATE_EPOCH={moment} is geen tijd in seconden") from None


if __name__ == "__main__":
    sys.exit(main())
