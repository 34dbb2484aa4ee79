"""The `kennisbank` command."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from macros import (
    bucket,
    content,
    formulier,
    links,
    mailing,
    opendata,
    outbound,
    publish,
    rows,
    scaffold,
    site_check,
    upkeep,
    usage,
)
from macros import models as m
from macros.parsing import Bevinding
from macros.render import memory
from macros.render.store import Opslag


def main(argumenten: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code: 0 right, 1 something is wrong."""
    ontleder = argparse.ArgumentParser(prog="kennisbank", description="De kennisbank controleren en aanvullen.")
    opdrachten = ontleder.add_subparsers(dest="opdracht", required=True)
    controleer = opdrachten.add_parser("controleer", help="alles aan de inhoud controleren")
    controleer.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    controleer.set_defaults(doe=lambda keuze: _controleer(Path.cwd(), keuze.formaat))
    gebouwd = opdrachten.add_parser("controleer-site", help="een gebouwde site controleren, wie haar ook bouwde")
    gebouwd.add_argument("map", type=Path)
    gebouwd.add_argument("--formaat", choices=["tekst", "github", "json"], default="tekst")
    gebouwd.set_defaults(doe=lambda keuze: _controleer_site(keuze.map, keuze.formaat))
    houdbaar = opdrachten.add_parser("houdbaarheid", help="welke pagina's weer beoordeeld moeten worden, per team")
    houdbaar.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    houdbaar.set_defaults(doe=lambda keuze: _houdbaarheid(Path.cwd(), keuze.datum or _vandaag()))
    dood = opdrachten.add_parser("links", help="adressen van andere sites die geen antwoord meer geven, per team")
    dood.add_argument("--met", default="linkinator", metavar="PROGRAMMA", help="waar linkinator staat")
    dood.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    dood.set_defaults(doe=lambda keuze: _links(Path.cwd(), keuze.met, keuze.datum or datetime.now(UTC).date()))
    formulier_ = opdrachten.add_parser("uit-formulier", help="van een ingevuld formulier een bestand maken")
    formulier_.add_argument("bestand", type=Path, help="de tekst van het formulier; - leest van de invoer")
    formulier_.set_defaults(doe=lambda keuze: _uit_formulier(Path.cwd(), keuze.bestand))
    nieuw = opdrachten.add_parser("nieuw", help="een nieuw bestand of een nieuwe rij om in te vullen")
    nieuw.add_argument("soort", choices=sorted(_NIEUW))
    nieuw.add_argument("titel", help="de titel, of het kwartaal van een nieuwsbrief (2026-q4)")
    nieuw.add_argument("--datum", type=date.fromisoformat, help="jaar-maand-dag; vandaag als u niets invult")
    nieuw.set_defaults(doe=lambda keuze: _nieuw(Path.cwd(), keuze.soort, keuze.titel, keuze.datum or _vandaag()))
    schema = opdrachten.add_parser("schema", help="de JSON Schema's van alle verzamelingen schrijven")
    schema.add_argument("map", type=Path)
    schema.set_defaults(doe=lambda keuze: _schema(keuze.map))
    gebruik = opdrachten.add_parser("gebruik", help="uit logbestanden van de webserver tellen wat is gelezen")
    gebruik.add_argument("log", type=Path, nargs="+", help="logbestand in combined-formaat, ook met gzip")
    gebruik.set_defaults(doe=lambda keuze: _gebruik(Path.cwd(), keuze.log))
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
    brief.set_defaults(doe=_verstuur)


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


def _verstuur(k: argparse.Namespace) -> int:
    if not k.smtp and not k.proef:
        sys.stderr.write("waarheen? Geef --smtp host:poort, of --proef om alleen bestanden te schrijven\n")
        return 1
    keuze = mailing.Keuze(
        k.brief, k.site, k.naar, k.van, k.afmelden, k.smtp, k.proef, k.journaal, k.per_minuut, k.opnieuw,
        os.environ.get("KENNISBANK_SMTP_GEBRUIKER", ""), os.environ.get("KENNISBANK_SMTP_WACHTWOORD", ""),
    )  # fmt: skip
    return mailing.opdracht(keuze, nu=lambda: datetime.now(UTC).astimezone(), slaap=time.sleep, meld=sys.stderr)


def _controleer(wortel: Path, formaat: str) -> int:
    opslag = Opslag(wortel / memory.OPSLAG, _zeg)
    _, bevindingen = content.controleer(wortel, vandaag=_vandaag(), tel=Balk(sys.stderr), opslag=opslag)
    opslag.sluit()
    return _toon(bevindingen, formaat)


def _zeg(regel: str) -> None:
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


def _controleer_site(map_: Path, formaat: str) -> int:
    return _toon([*site_check.controleer_site(map_), *site_check.geheim(map_)], formaat)


def _toon(bevindingen: Sequence[Bevinding], formaat: str) -> int:
    sys.stdout.write(_VORMEN[formaat](bevindingen))
    return int(any(not b.waarschuwing for b in bevindingen))


def _vandaag() -> date:
    """The day of the person who asks; a build's own day where the environment gives one."""
    tijd = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(tijd), UTC).date() if tijd else datetime.now(UTC).date()


def _houdbaarheid(wortel: Path, vandaag: date) -> int:
    sys.stdout.write(upkeep.lijst(content.lees(wortel).weergave.catalog, vandaag))
    return 0


def _links(wortel: Path, programma: str, vandaag: date) -> int:
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


def _uit_formulier(wortel: Path, bestand: Path) -> int:
    tekst = sys.stdin.read() if str(bestand) == "-" else bestand.read_text(encoding="utf-8")
    try:
        return _schrijf_nieuw(wortel, formulier.lees(tekst, _vandaag()))
    except formulier.Formulierfout as fout:
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


def _nieuw(wortel: Path, soort: str, titel: str, vandaag: date) -> int:
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


def _gebruik(wortel: Path, logs: Sequence[Path]) -> int:
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


def _schema(map_: Path) -> int:
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

if __name__ == "__main__":
    sys.exit(main())
