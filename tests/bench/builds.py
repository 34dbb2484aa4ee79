"""The build part of `make bench`: stock MkDocs with Material, Zensical, Hugo, ours before and ours, on the same pages, in one run.

    python -m tests.bench.builds --aantal 100 1000 5000 [--keer 3] [--wie ours hugo] [--scenario cold edit] [--json .cache/bench/bouw.json]
    python -m tests.bench.builds --gemeenten 342 --jaren 20 --aantal 5000 --wie ours       (a network of the whole country)

The others are installed from PyPI into .cache/bench/venv, in the versions of buren/eisen.txt. Every figure is the median
of `--keer` runs in turn, each a process of its own; memory is that of all its processes together. Hugo and stock MkDocs keep
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
from itertools import product
from pathlib import Path
from typing import Any

from tests.bench import build_content
from tests.bench.build_content import NEIGHBOURS, PER_SERIES, ROOT
from tests.bench.build_measure import Failed, Measurement, measures, run, visible

PLACE = ROOT / ".cache/bench"
MOMENT = "1795305600"
_ENVIRONMENT = {"SOURCE_DATE_EPOCH": MOMENT, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""With the code that Python compiled, as on any machine where a build ran before."""
SCENARIOS = ("cold", "warm", "edit", "ci")
"""From nothing; nothing changed; a sentence more on one page; the cache is there and the site is not."""
ALL = (*SCENARIOS, "preview")
PAGE = 3
"""The page that is edited."""


@dataclass(frozen=True, slots=True)
class Builder:
    """A generator and its project."""

    naam: str
    version_: str
    map: Path
    build: tuple[str, ...]
    show: Callable[[int], tuple[str, ...]]
    """The command of its preview, for a port."""
    site: Path
    site_page: Path
    """The file that is edited."""
    pad: str
    """Where its page is."""
    caches: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doel:
    """A target of the issue: ours at most so many times another's."""

    scenario: str
    other: str
    limit: float
    aantal: int = 1000


TARGETS = (
    Doel("cold", "before", 0.45), Doel("edit", "before", 0.5), Doel("ci", "before", 0.55), Doel("preview", "before", 1),
    Doel("cold", "material", 0.7), Doel("cold", "zensical", 0.75), Doel("edit", "hugo", 1.9), Doel("ci", "hugo", 1.3),
    Doel("preview", "hugo", 1), Doel("brotli", "material", 0.7),
)  # fmt: skip
MAX_MEMORY = (5000, 0.45 * 990e6)
BEFORE, BEFORE_CONTENT = "9ce297dad302", "tests.bench.bouw_inhoud"
"""The commit that ours is measured beside, and the module that writes its project there."""
GROWTH = ((10_000, 1_000, 11.0), (5_000, 1_000, 5.5))
"""Cold, T(a) at most so many times T(b)."""

Figures = dict[str, Any]

# ── The five ────────────────────────────────────────────────────────────────────────────────────────────


def _set_up() -> Path | None:
    """The others in an environment of their own; None where they cannot be had."""
    place = PLACE / "venv"
    requirements = NEIGHBOURS / "eisen.txt"
    done = place / "klaar"
    if done.exists() and done.read_text(encoding="utf-8") == requirements.read_text(encoding="utf-8"):
        return place
    venv.create(place, with_pip=True, clear=True)
    command = [str(place / "bin/python"), "-m", "pip", "install", "-qq", "--requirement", str(requirements)]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - our own command
        return None
    done.write_text(requirements.read_text(encoding="utf-8"), encoding="utf-8")
    return place


def _ours(folder: Path, count: int, _: Path | None, *, places: int = 0, years: int = 0) -> Builder:
    build_content.ours(folder, count, places, years)
    python = (sys.executable, "-m")
    return Builder(
        "ours", f"mkdocs {version('mkdocs')}", folder, (*python, "macros.cli", "bouw"),
        lambda port: (*python, "mkdocs", "serve", "--dirty", "--dev-addr", f"127.0.0.1:{port}"), folder / "site",
        folder / f"docs/praktijken/proef-{PAGE:05}.md", f"praktijken/proef-{PAGE:05}/", (".cache",),
        {"PYTHONPATH": str(folder), **_ENVIRONMENT},
    )  # fmt: skip


def _other(folder: Path, bron: str) -> tuple[Path, str]:
    path = f"praktijken/reeks-{PAGE // PER_SERIES:03}/proef-{PAGE:05}"
    return folder / bron / f"{path}.md", f"{path}/"


def _material(folder: Path, count: int, place: Path | None) -> Builder:
    build_content.material(folder, count)
    mkdocs = str(_in(place) / "bin/mkdocs")
    return Builder(
        "material", f"mkdocs {_version('mkdocs')}, material {_version('mkdocs-material')}", folder, (mkdocs, "build", "--quiet"),
        lambda port: (mkdocs, "serve", "--dev-addr", f"127.0.0.1:{port}"), folder / "site", *_other(folder, "docs"),
        (), {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip


def _zensical(folder: Path, count: int, place: Path | None) -> Builder:
    build_content.material(folder, count)
    zensical = str(_in(place) / "bin/zensical")
    return Builder(
        "zensical", f"zensical {_version('zensical')}", folder, (zensical, "build"),
        lambda port: (zensical, "serve", "--dev-addr", f"127.0.0.1:{port}"), folder / "site", *_other(folder, "docs"),
        (".cache",),
    )  # fmt: skip


def _hugo(folder: Path, count: int, place: Path | None) -> Builder:
    build_content.hugo(folder, count)
    hugo = str(next(_in(place).glob("lib/python*/site-packages/hugo/binaries/hugo*"), _in(place) / "bin/hugo"))
    return Builder(
        "hugo", f"hugo {_version('hugo')}", folder, (hugo,),
        lambda port: (hugo, "server", "--bind", "127.0.0.1", "--port", str(port)), folder / "public",
        *_other(folder, "content"), ("resources",), {"HUGO_CACHEDIR": str(folder / ".hugo")},
    )  # fmt: skip


def _before(folder: Path, count: int, _: Path | None) -> Builder:
    """Ours as it was at a commit, with the packages of its own lock file."""
    root = PLACE / BEFORE[:12]
    if not (root / ".venv/klaar").exists():
        root.mkdir(parents=True, exist_ok=True)
        archive = subprocess.run(("git", "archive", BEFORE), cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603, S607 - git, tar and make
        subprocess.run(("tar", "-x"), cwd=root, input=archive, check=True)  # noqa: S607 - the same
        subprocess.run(("make", ".venv/klaar"), cwd=root, check=True, capture_output=True)  # noqa: S607 - the same
    python = str(root / ".venv/bin/python")
    subprocess.run((python, "-m", BEFORE_CONTENT, str(folder), str(count)), cwd=root, check=True)  # noqa: S603 - our own command
    return Builder(
        "before", BEFORE[:12], folder, (python, "-m", "macros.cli", "bouw"),
        lambda port: (python, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", f"127.0.0.1:{port}"), folder / "site",
        folder / f"docs/praktijken/proef-{PAGE:05}.md", f"praktijken/proef-{PAGE:05}/", (".cache",),
        {"PYTHONPATH": str(folder), **_ENVIRONMENT},
    )  # fmt: skip


def _in(place: Path | None) -> Path:
    if place is None:
        raise Failed("could not be installed")
    return place


MAKERS = {"material": _material, "zensical": _zensical, "hugo": _hugo, "before": _before, "ours": _ours}


def _version(package: str) -> str:
    lines = (NEIGHBOURS / "eisen.txt").read_text(encoding="utf-8").splitlines()
    return next(line.partition("==")[2] for line in lines if line.startswith(f"{package}=="))


# ── Measuring ───────────────────────────────────────────────────────────────────────────────────────────


def measure(
    builders: Mapping[str, Builder], scenarios: Sequence[str], times: int, report: Callable[[str], None]
) -> tuple[dict[str, Figures], dict[str, Failed]]:
    """Everything of some generators, each on its project, and why one of them fell out.

    They take turns: a machine is not as fast in one minute as in the next.
    """
    cijfers: dict[str, Figures] = {who: {"version": builder.version_} for who, builder in builders.items()}
    failed: dict[str, Failed] = {}
    for scenario in (scenario for scenario in SCENARIOS if scenario in scenarios):
        measurements: dict[str, list[Measurement]] = {who: [] for who in cijfers}
        for round_, (who, builder) in product(range(times), builders.items()):
            if who not in failed:
                report(f"{builder.naam}: {scenario} {round_ + 1}/{times}")
                _prepare(builder, scenario, round_)
                try:
                    measurements[who].append(run(builder.build, builder.map, builder.environment, builder.site))
                except Failed as error:
                    failed[who] = error
        for who in cijfers.keys() - failed:
            cijfers[who][scenario] = _median(measurements[who])
    for who in [who for who in cijfers if who not in failed]:
        try:
            cijfers[who] |= _of_site(builders[who], scenarios, times, report)
        except Failed as error:
            failed[who] = error
    return {who: figures for who, figures in cijfers.items() if who not in failed}, failed


def _of_site(builder: Builder, scenarios: Sequence[str], times: int, report: Callable[[str], None]) -> Figures:
    """How large its site is, and how soon its preview shows an edit."""
    cijfers: Figures = {}
    site_pages = [path for path in builder.site.rglob("index.html") if path.parent.name.startswith("proef-")]
    if site_pages:
        cijfers = measures(site_pages) | {
            "pages": len(site_pages),
            "files": sum(path.is_file() for path in builder.site.rglob("*")),
        }
    if "preview" not in scenarios:
        return cijfers
    report(f"{builder.naam}: preview")
    timings = visible(builder.show, builder.map, builder.environment, builder.site_page, builder.pad, times)
    return cijfers | {"preview": {"wall": statistics.median(timings), "alle": timings}}


def _prepare(builder: Builder, scenario: str, round_: int) -> None:
    if scenario in {"cold", "ci"}:
        shutil.rmtree(builder.site, ignore_errors=True)
    if scenario == "cold":
        for cache in builder.caches:
            shutil.rmtree(builder.map / cache, ignore_errors=True)
    if scenario == "edit":
        with builder.site_page.open("a", encoding="utf-8") as site_page:
            site_page.write(f"\nEen zin die er later bij kwam, nummer {round_}.\n")


def _median(measurements: Sequence[Measurement]) -> Figures:
    rows = [asdict(measurement) for measurement in measurements]
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]} | {"alle": rows}


# ── Telling ─────────────────────────────────────────────────────────────────────────────────────────────


def table(count: int, by_maker: Mapping[str, Figures]) -> Iterator[str]:
    """The figures of one number of pages, beside each other."""
    names = list(by_maker)
    yield f"\n{count:,} pages{'':24}" + "".join(f"{name:>16}" for name in names)
    measured = {scenario for cijfers in by_maker.values() for scenario in cijfers}
    for scenario in (scenario for scenario in SCENARIOS if scenario in measured):
        for column_name, eenheid in (
            ("wall", "s wall"),
            ("cpu", "s CPU"),
            ("peak", "MB peak"),
            ("written", "files written"),
        ):
            values = [by_maker[name][scenario][column_name] / (1e6 if column_name == "peak" else 1) for name in names]
            form = ".2f" if column_name in {"wall", "cpu"} else ".0f"
            yield f"  {scenario:<9}{eenheid:<20}" + "".join(f"{value:>16{form}}" for value in values)
    if "preview" in measured:
        yield f"  {'preview':<9}{'s edit to visible':<20}" + "".join(
            f"{by_maker[n]['preview']['wall']:>16.2f}" for n in names
        )
    for dimension in (dimension for dimension in ("raw", "gzip", "brotli", "pages", "files") if dimension in measured):
        kind = "in site" if dimension in {"pages", "files"} else "bytes a page"
        yield f"  {dimension:<9}{kind:<20}" + "".join(f"{by_maker[name][dimension]:>16.0f}" for name in names)


def verdicts(cijfers: Mapping[int, Mapping[str, Figures]]) -> Iterator[str]:
    """Every target beside what was measured."""
    for target in TARGETS:
        if {"ours", target.other} <= cijfers.get(target.aantal, {}).keys():
            ours, other = (cijfers[target.aantal][name] for name in ("ours", target.other))
            if target.scenario not in ours or target.scenario not in other:
                continue
            for column_name, ratio in _ratios(ours[target.scenario], other[target.scenario]):
                what = f"{target.aantal:,}: {target.scenario} {column_name}, ours / {target.other}"
                yield _verdict(what, ratio, target.limit)
    if memory := cijfers.get(MAX_MEMORY[0], {}).get("ours"):
        yield _verdict(f"{MAX_MEMORY[0]:,}: MB at most, ours", memory["cold"]["peak"] / 1e6, MAX_MEMORY[1] / 1e6)
    for many, few, limit in GROWTH:
        if {many, few} <= {n for n, by_maker in cijfers.items() if "ours" in by_maker}:
            growth = cijfers[many]["ours"]["cold"]["cpu"] / cijfers[few]["ours"]["cold"]["cpu"]
            yield _verdict(f"cold CPU, ours, T({many:,}) / T({few:,})", growth, limit)


def _ratios(ours: Any, other: Any) -> Iterator[tuple[str, float]]:  # noqa: ANN401 - figures of a scenario, or one
    if not isinstance(ours, dict):
        yield "bytes", ours / other
        return
    for column_name, name in (("wall", "wall"), ("cpu", "CPU")):
        if column_name in ours and other[column_name]:
            yield name, ours[column_name] / other[column_name]


def _verdict(what: str, measured: float, limit: float) -> str:
    return f"  {'yes' if measured <= limit else 'NO ':<5}{what:<52}{measured:>10.3f}  (at most {limit:g})"


def main() -> int:
    """Measure, show, keep."""
    parser = argparse.ArgumentParser(description="De bouw meten naast die van anderen.")
    parser.add_argument("--aantal", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--keer", type=int, default=3)
    parser.add_argument("--wie", choices=sorted(MAKERS), nargs="+", default=list(MAKERS))
    parser.add_argument("--scenario", choices=ALL, nargs="+", default=list(ALL))
    parser.add_argument("--gemeenten", type=int, default=0, help="zoveel gemeenten, alleen van ons")
    parser.add_argument("--jaren", type=int, default=0, help="activiteiten van zoveel jaren, alleen van ons")
    parser.add_argument("--json", type=Path, default=PLACE / "bouw.json")
    choice = parser.parse_args()
    choice.json.parent.mkdir(parents=True, exist_ok=True)
    place = _set_up() if set(choice.wie) - {"ours", "before"} else None
    cijfers: dict[int, dict[str, Figures]] = {}
    not_measured: list[str] = []
    makers = MAKERS | {"ours": partial(_ours, places=choice.gemeenten, years=choice.jaren)}
    for count in choice.aantal:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            builders: dict[str, Builder] = {}
            failed: dict[str, Failed] = {}
            for who in choice.wie:
                try:
                    builders[who] = makers[who](Path(folder) / who / "project", count, place)
                except Failed as error:
                    failed[who] = error
            cijfers[count], fallen = measure(builders, choice.scenario, choice.keer, partial(_report, count))
        not_measured += [f"not measured: {who} with {count:,} pages: {e}" for who, e in (failed | fallen).items()]
        _save(choice.json, cijfers, choice.keer, not_measured)
        sys.stdout.write("\n".join(table(count, cijfers[count])) + "\n")
    sys.stdout.write("\n".join(["", "targets", *verdicts(cijfers), *not_measured, f"kept in {choice.json}"]) + "\n")
    return 0


def _report(count: int, line: str) -> None:
    sys.stderr.write(f"{count:,} {line} (load {os.getloadavg()[0]:.1f})\n")


def _save(path: Path, cijfers: Mapping[int, Mapping[str, Figures]], times: int, not_measured: Sequence[str]) -> None:
    machine = {"cores": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}
    everything = {
        "machine": machine,
        "runs": times,
        "figures": cijfers,
        "not measured": not_measured,
        "targets": [*verdicts(cijfers)],
    }
    path.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
