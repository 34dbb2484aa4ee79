"""Generated contents and data files through the check and the build: no crash, and nothing built that the check refused.

    python -m tests.bench.fuzz --keer 300
    python -m tests.bench.fuzz --keer 10000 --zaad 20261122
    python -m tests.bench.fuzz --zaad 20261122 --geval 4711       (one case again, its project kept)

Each case is the small project of the golden cases with one to three things done to it: slips of the hand, rows and
fields that were moved or filled with something else, generated Markdown, new files. Then:

- the check answers with findings in Dutch that name a file and a line, or with none; within its time;
- what the check refuses, the build refuses, and it writes nothing;
- what the check passes, the build builds, strictly; and the site is whole (verify, site_check).

A case that breaks one of these is printed with its number and can be run again; the exit code says whether there was one.

Each case has a process of its own, forked from one that has checked and built the project as it was: a case that takes
its process down is a case like another, and none leaves anything to the next. What a case did not touch is taken from
what that first build made (macros/cache/), as for a contributor; one case in twenty-five begins with nothing.
"""

from __future__ import annotations

import argparse
import faulthandler
import functools
import gc
import importlib.metadata
import json
import logging
import os
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from macros.base.parsing import Bevinding
from macros.build.content import controleer
from macros.cache import memory
from macros.release import completeness, house_rules, markup
from macros.review import privacy
from tests.conftest import WORTEL
from tests.errors.test_errors import ENGELS, leg_klaar
from tests.helpers.builder import compileer_eenmaal

ADRES = "https://veiligheidsnetwerken.nl/"
TIJD = 20.0
"""Seconds within which a case is checked."""
VAST = 120
"""Seconds after which a case hangs: its process ends, after it said where it was."""
ZONDER_GEHEUGEN = 25
"""One case in this many is built without what the build of the basis made."""

# ── The project ─────────────────────────────────────────────────────────────────────────────────────────

AFDELINGEN = {
    "themas": "{{ thema_kaarten() }}", "praktijken": "{{ praktijken() }}", "expertteams": "{{ expertteams() }}",
    "activiteiten": "Tekst.", "gemeenten": "{{ gemeenten() }}", "nieuwsbrieven": "{{ nieuwsbrieven() }}",
    "bronnen": "{{ bronnen() }}", "voortgang": "Voortgang.", "zoeken": "Zoeken.", "cijfers": "Cijfers.", "financien": "Geld.", "districten": "Vijf.",
}  # fmt: skip
EIGEN = {
    "organisatie": "{{ organisaties() }}",
    "meedoen": "## Een fout melden\n\nZo.\n\n## Een pagina verbeteren\n\nZo.",
}
LOSSE = ("about", "toegankelijkheid", "privacy", "begrippen", "vragen", "abonneren")


def project(map_: Path) -> Path:
    """The basis of the golden cases, with the pages that the menu and the page shell lead to."""
    wortel = leg_klaar(map_ / "project")
    for naam in ("mkdocs.yml", "requirements.lock"):
        (wortel / naam).write_bytes((WORTEL / naam).read_bytes())
    (wortel / "macros").symlink_to(WORTEL / "macros")
    for naam, tekst in (
        *((f"{n}/index", t) for n, t in AFDELINGEN.items()),
        *((n, "Tekst.") for n in LOSSE),
        *EIGEN.items(),
    ):
        pad = wortel / f"docs/{naam}.md"
        pad.parent.mkdir(exist_ok=True)
        titel = naam.partition("/")[0].capitalize()
        pad.write_text(
            f"---\ntitel: {titel}\nsamenvatting: De pagina over {titel.lower()}.\n---\n\n{tekst}\n", encoding="utf-8"
        )
    with (wortel / "docs/_data/districten.yml").open("a", encoding="utf-8") as bestand_:
        for id_ in ("ijsselland", "twente", "gelderland-midden"):  # the home page has a link to each of the five
            bestand_.write(
                f"- id: {id_}\n  naam: {id_.title()}\n  overleg: Overleg\n  agenda:\n    titel: Agenda van {id_}\n"
            )
            bestand_.write("  bron: voortgangsbericht-2023\n")
    return wortel


# ── What is done to it ──────────────────────────────────────────────────────────────────────────────────

STUKJES = (
    "---", "- ", ": ", ":", "|", ">", "#", "&a", "*a", "!!python/object:os.system", "%YAML 1.1", "'", '"', "\\", "\t", "[", "]",
    "{", "}", "{{", "}}", "{%", "%}", "{#", "{{ x }}", "{{ activiteiten() }}", "{{ bron('weg') }}", "{{ 9**9**9 }}", "<", ">", "</p>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![](x.png)", "[^1]", "[^1]: noot",
    "<!--", "-->", "```", "~~~", "=" * 9, "a" * 11_000, "[" * 30, "> " * 25, "\u202e", "\u200b", "\ufeff", "\u0000", "\u0007",
    "\U0001f600", "\u2028", "\u0301" * 40, "ß", "İ", "2023-02-30", "12:30", "0123", "1e9", "1_000", "-0", "nan", "ja", "nee", "~",
    "null", "onbekend", "PM", "2023-Q5", "2023-Q1/2023-Q4", "doorlopend", "jeugd", "tiel", "../", "/etc/passwd", "?", "&amp;", "&#x202e;",
    "&lt;script&gt;", "$(id)", "%s", "%(x)s", "\r", "\r\n", "\n\n", "\x85", "\x1b[31m", "https://x.nl", "//x.nl", "06-12345678",
    "a@b.nl", "NL91ABNA0417164300", "111222333", "<svg/onload=alert(1)>", "<a id=menu>", '<p id="inhoud">', "## Menu", "!!! note",
)  # fmt: skip
REGELS = (
    "## Kop", "### Kop", "#### Diep", "# Titel", "Gewone tekst.", "- punt", "  - punt", "    - diep", "1. een", "> citaat", "---", "***",
    "| a | b |", "| --- | --- |", "| 1 | 2 |", "```", "    code", "Term\n:   uitleg", "[x]: over.md", "[Over](over.md)", "[Jeugd](themas/jeugd.md)",
    "[weg](weg.md)", "![Foto](foto.png)", "*nadruk*", "**vet**", "`code`", "noot[^n]", "[^n]: de noot", '!!! note "Let op"', "    in het kader",
    "<b>vet</b>", "<br>", "<div>", "</div>", "<p>", "{{ activiteiten(jaar=2023) }}", "{{ praktijken(leeg='geen') }}", "{{ thema_kaarten() }}",
    "{{ kerncijfers() }}", "{{ bron('voortgangsbericht-2023') }}", "{{ financien(2023) }}", "{{ grafiek('woninginbraken') }}",
    "{{ cijfers('woninginbraken') }}", "{{ gemeenten(district='gelderland-zuid') }}", "{{ expertteams() }}", "{{ nieuwsbrieven() }}",
    "{{ activiteiten(thema='jeugd', leeg='Er is niets.') }}", "{{ begrip('pga') }}", "{{ agenda() }}", "&copy; &amp; &nope;", "a < b > c",
    "<https://www.politie.nl>", "Zie https://www.politie.nl.", "AVG en PGA en XYZ.", "\\* \\_ \\[", "~~weg~~", "==geel==", "a\\", "a  ", "",
)  # fmt: skip

Daad = Callable[[random.Random, Path], None]


def _bestand(toeval: random.Random, wortel: Path, *soorten: str) -> Path:
    alle = [p for m in ("docs", "newsletters") for p in sorted((wortel / m).rglob("*")) if p.suffix in soorten]
    return toeval.choice(alle)


def _schrijf(pad: Path, tekst: str) -> None:
    pad.write_bytes(tekst.encode("utf-8", "surrogatepass"))


def _lees(pad: Path) -> str:
    return pad.read_bytes().decode("utf-8", "replace")


def tikfout(toeval: random.Random, wortel: Path) -> None:
    """A few characters go, and something stands in their place."""
    pad = _bestand(toeval, wortel, ".md", ".yml", ".csv")
    tekst = _lees(pad)
    plek, weg = toeval.randint(0, len(tekst)), toeval.choice((0, 0, 0, 1, 3, 12))
    _schrijf(pad, tekst[:plek] + toeval.choice(STUKJES) + tekst[plek + weg :])


def regels(toeval: random.Random, wortel: Path) -> None:
    """A line goes, comes twice, changes place or is indented."""
    pad = _bestand(toeval, wortel, ".md", ".yml", ".csv")
    alle = _lees(pad).split("\n")
    plek, naar = toeval.randrange(len(alle)), toeval.randrange(len(alle))
    regel = alle.pop(plek)
    alle[naar:naar] = toeval.choice(([], [regel], [regel, regel], ["  " + regel], [regel.lstrip()]))
    _schrijf(pad, "\n".join(alle))


def veld(toeval: random.Random, wortel: Path) -> None:
    """A value is replaced: by another value of the project, by a fragment, by nothing, by a list or a table."""
    pad = _bestand(toeval, wortel, ".md", ".yml")
    alle = _lees(pad).split("\n")
    velden = [n for n, regel in enumerate(alle) if re.match(r"[\s-]*[a-z_]+:", regel)]
    if not velden:
        return
    plek = toeval.choice(velden)
    naam, _, _ = alle[plek].partition(":")
    ander = _lees(_bestand(toeval, wortel, ".yml")).split("\n")
    waarden = [regel.partition(":")[2].strip() for regel in ander if ":" in regel]
    los = toeval.choice((*STUKJES, *waarden, "[]", "{}", "[jeugd, jeugd]", "{a: b}", "'x'", '"<b>x</b>"'))
    alle[plek] = f"{naam}: {los}"
    _schrijf(pad, "\n".join(alle))


def goed_veld(toeval: random.Random, wortel: Path) -> None:
    """A text that is allowed wherever text may stand, however odd: it must arrive unharmed in every channel."""
    pad = _bestand(toeval, wortel, ".md", ".yml")
    alle = _lees(pad).split("\n")
    velden = [
        n
        for n, r in enumerate(alle)
        if re.match(r"[\s-]*(titel|naam|kort|samenvatting|omschrijving|oplevering|effect):", r)
    ]
    if not velden:
        return
    plek = toeval.choice(velden)
    tekens = ("abc éëïö", *"'\"&<>%#*_`|[](){}\\/;:,.!?½€–—…«»", "日本", "א Ω")
    tekst = (
        " ".join(toeval.choice(tekens) for _ in range(toeval.randint(3, 30))).replace("\\", "\\\\").replace('"', '\\"')
    )
    alle[plek] = f'{alle[plek].partition(":")[0]}: "Een tekst {tekst} tot zover."'
    _schrijf(pad, "\n".join(alle))


def markdown(toeval: random.Random, wortel: Path) -> None:
    """Lines of Markdown, HTML and words at the end of a page, or on a new one."""
    tekst = "\n".join(toeval.choice(REGELS) + toeval.choice(("", "", "\n")) for _ in range(toeval.randint(1, 12)))
    if toeval.random() < 0.5:
        pad = _bestand(toeval, wortel, ".md")
        _schrijf(pad, f"{_lees(pad)}\n{tekst}\n")
        return
    naam = toeval.choice(
        (
            "nieuw",
            "themas/nieuw",
            "over/index",
            "a-b",
            "Nieuw",
            "nieuw pagina",
            "_x",
            "index/index",
            "data/x",
            "zoek/x",
            "404",
        )
    )
    pad = wortel / f"docs/{naam}.md"
    pad.parent.mkdir(parents=True, exist_ok=True)
    _schrijf(pad, f"---\ntitel: Nieuw\nsamenvatting: Een nieuwe pagina.\n---\n\n{tekst}\n")


def bestand(toeval: random.Random, wortel: Path) -> None:
    """A file of any kind in any place, or one that is gone."""
    if toeval.random() < 0.3:
        _bestand(toeval, wortel, ".md", ".yml", ".csv").unlink()
        return
    naam = toeval.choice(
        (
            "x.md",
            "x.yml",
            "x.csv",
            "x.html",
            "x.svg",
            "x.png",
            "x.jpg",
            "x.pdf",
            ".x",
            "x",
            "X.MD",
            "x.md.md",
            "2024.yml",
            "jeugd.md",
        )
    )
    map_ = toeval.choice(
        (
            "docs",
            "docs/_data",
            "docs/_data/activiteiten",
            "docs/_data/cijfers",
            "docs/praktijken",
            "docs/themas",
            "newsletters",
        )
    )
    pad = wortel / map_ / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    inhoud = toeval.choice(
        (
            b"",
            b"\xff\xd8\xff\xe0",
            b"\x89PNG\r\n\x1a\n",
            b"%PDF-1.7",
            toeval.randbytes(40),
            b"---\n---\n",
            b"- id: x\n",
            b"a,b\n1,2\n",
        )
    )
    pad.write_bytes(inhoud)


def cellen(toeval: random.Random, wortel: Path) -> None:
    """A cell of a table gets something else."""
    pad = _bestand(toeval, wortel, ".csv")
    alle = [regel.split(",") for regel in _lees(pad).split("\n")]
    rij = toeval.choice(alle)
    rij[toeval.randrange(len(rij))] = toeval.choice(STUKJES)
    _schrijf(pad, "\n".join(map(",".join, alle)))


DADEN: Sequence[Daad] = (tikfout, regels, veld, goed_veld, goed_veld, markdown, markdown, bestand, cellen)

# ── One case ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Uitslag:
    """What became of a case: `geweigerd`, `gebouwd`, or what went wrong."""

    soort: str
    uitleg: str = ""


class _Oren(logging.Handler):
    """What a build says from a warning upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.gehoord: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.gehoord.append(record.getMessage())


def geval(zaad: int, nummer: int, basis: Path, werk: Path) -> Uitslag:
    """Do what this number stands for, then check and build."""
    toeval = random.Random(f"{zaad}/{nummer}")  # noqa: S311 - cases, no secrets
    wortel, site = werk / "project", werk / "site"
    for map_ in (wortel, site):
        shutil.rmtree(map_, ignore_errors=True)
    shutil.copytree(basis, wortel, symlinks=True)
    if nummer % ZONDER_GEHEUGEN == 0:
        shutil.rmtree(wortel / ".cache", ignore_errors=True)
    for daad in toeval.choices(DADEN, k=toeval.randint(1, 3)):
        try:
            daad(toeval, wortel)
        except (IndexError, ValueError):
            continue  # an earlier deed left nothing to do this one to
    try:
        return _oordeel(wortel, site)
    except Exception:  # noqa: BLE001 - a crash is what we look for
        return Uitslag("crash", traceback.format_exc())


def _oordeel(wortel: Path, site: Path) -> Uitslag:
    begin = time.perf_counter()
    _, bevindingen = controleer(wortel)
    if (duur := time.perf_counter() - begin) > TIJD:
        return Uitslag("traag", f"{duur:.1f} s")
    if vreemd := [str(b) for b in bevindingen if not _fatsoenlijk(b.melding, b.regel)]:
        return Uitslag("onbegrijpelijk", vreemd[0])
    fouten = [str(b) for b in bevindingen if not b.waarschuwing]
    gezegd = _bouw(wortel, site)
    if fouten:
        geschreven = [p for p in site.rglob("*") if p.is_file()] if site.exists() else []
        return Uitslag("toch gebouwd", fouten[0]) if geschreven or gezegd is None else Uitslag("geweigerd")
    if gezegd is not None:
        return Uitslag("goedgekeurd en niet te bouwen", gezegd)
    return _heel(site)


def _fatsoenlijk(melding: str, regel: int) -> bool:
    """Dutch outside what was typed, at a line."""
    kaal = re.sub(r"'[^']*'|\"[^\"]*\"", "", melding)
    return bool(kaal.strip()) and not ENGELS.search(kaal) and regel >= 1


def _bouw(wortel: Path, site: Path) -> str | None:
    """Build as `kennisbank publiceer` does (`mkdocs build --strict --dirty`); answers what stopped it."""
    oren = _Oren()
    log = logging.getLogger("mkdocs")
    log.addHandler(oren)
    try:
        config = load_config(config_file=str(wortel / "mkdocs.yml"), site_dir=str(site), strict=True)
        config.plugins.on_startup(command="build", dirty=True)
        build(config, dirty=True)
        config.plugins.on_shutdown()
    except (Abort, SystemExit) as reden:  # mkdocs-macros leaves with the second
        return "\n".join([*oren.gehoord[:5], str(reden)])
    finally:
        log.removeHandler(oren)
    return None


def _heel(site: Path) -> Uitslag:
    gebreken = [str(g) for g in completeness.controleer(completeness.lees(site, ADRES))]
    gevonden = (*house_rules.controleer_site(site), *house_rules.geheim(site))
    # A word may bring headings of a level that the author's page does not lead up to; that is told, and stops nothing.
    gebreken += [str(b) for b in gevonden if not b.waarschuwing and "slaat een niveau over" not in b.melding]
    return Uitslag("gebouwd, niet heel", "\n".join(gebreken[:5])) if gebreken else Uitslag("gebouwd")


# ── The run ─────────────────────────────────────────────────────────────────────────────────────────────


def ronde(zaad: int, nummers: Sequence[int], *, meld: Callable[[str], object]) -> Counter[str]:
    """Run these cases; what went wrong is told at once."""
    telling: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as map_:
        basis = _warm(Path(map_))
        werk = Path(map_) / "werk"
        werk.mkdir()
        begin = time.monotonic()
        for klaar, nummer in enumerate(nummers, start=1):
            uitslag = _apart(lambda nummer=nummer: geval(zaad, nummer, basis, werk))  # type: ignore[misc]
            telling[uitslag.soort] += 1
            if uitslag.uitleg:
                meld(f"\ngeval {nummer}: {uitslag.soort}: {uitslag.uitleg}\n")
            if klaar % 20 == 0 or klaar == len(nummers):
                per_geval = (time.monotonic() - begin) / klaar
                meld(f"\r{_balk(klaar, len(nummers))} nog {per_geval * (len(nummers) - klaar) / 60:.0f} min ")
    return telling


def _warm(map_: Path) -> Path:
    """The project as it was, checked and built in this process: what that takes is not done again for each case."""
    (map_ / "sjablonen").mkdir()
    compileer_eenmaal(map_ / "sjablonen")
    lees_eenmaal()
    basis = project(map_ / "basis")
    # First apart: Typst works with threads, and in a fork of a process that has them it waits for them without end. After
    # that its pictures and reports are remembered.
    for uitslag in (_apart(lambda: _oordeel(basis, map_ / "site")), _oordeel(basis, map_ / "site")):
        if uitslag.soort != "gebouwd":
            raise SystemExit(f"de basis zelf: {uitslag.soort}: {uitslag.uitleg}")
    gc.collect()
    gc.freeze()
    return basis


def lees_eenmaal() -> None:
    """What stands on a page and what in a text is private follow from the text alone: the same text is read once.

    The versions of packages are asked once too: no case changes them.
    """
    vars(memory)["version"] = functools.cache(importlib.metadata.version)
    markup.lees = functools.cache(markup.lees)
    zoek = functools.cache(lambda naam, tekst, van=privacy.bestand: tuple(van(naam, tekst)))

    def bestand_(naam: str, tekst: str) -> Iterator[Bevinding]:
        return iter(zoek(naam, tekst))

    privacy.bestand = bestand_


def _apart(doe: Callable[[], Uitslag]) -> Uitslag:
    """Run this in a process of its own; one that says nothing has crashed or hung."""
    lees, schrijf = os.pipe()
    if (kind := os.fork()) == 0:
        faulthandler.dump_traceback_later(VAST, exit=True)
        uitslag = doe()
        os.write(schrijf, json.dumps([uitslag.soort, uitslag.uitleg[:60_000]]).encode())
        os._exit(0)
    os.close(schrijf)
    with os.fdopen(lees, "rb") as pijp:
        gezegd = pijp.read()
    code = os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1])
    return Uitslag(*json.loads(gezegd)) if gezegd else Uitslag("crash of vast", f"het proces eindigde met {code}")


def _balk(klaar: int, alles: int) -> str:
    vol = 30 * klaar // alles
    return f"[{'#' * vol}{'.' * (30 - vol)}] {klaar}/{alles}"


def main() -> int:
    """Run and print what became of the cases."""
    ontleder = argparse.ArgumentParser()
    ontleder.add_argument("--keer", type=int, default=300)
    ontleder.add_argument("--zaad", type=int, default=20261122)
    ontleder.add_argument("--vanaf", type=int, default=0)
    ontleder.add_argument("--geval", type=int, help="only this case; its project stays in ./fuzz-geval")
    keuze = ontleder.parse_args()
    logging.getLogger("mkdocs").propagate = False
    if keuze.geval is not None:
        werk = Path("fuzz-geval").resolve()
        werk.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as map_:
            uitslag = geval(keuze.zaad, keuze.geval, _warm(Path(map_)), werk)
        sys.stdout.write(f"{uitslag.soort}\n{uitslag.uitleg}\n")
        return int(bool(uitslag.uitleg))
    telling = ronde(keuze.zaad, range(keuze.vanaf, keuze.vanaf + keuze.keer), meld=sys.stderr.write)
    sys.stdout.write(f"\nzaad {keuze.zaad}, {telling.total()} gevallen: {dict(telling.most_common())}\n")
    return int(bool(set(telling) - {"geweigerd", "gebouwd"}))


if __name__ == "__main__":
    sys.exit(main())
