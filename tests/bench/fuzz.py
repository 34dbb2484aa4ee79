"""Generated contents and data files through the check and the build: no crash, and nothing built that the check refused.

    python -m tests.bench.fuzz --keer 300
    python -m tests.bench.fuzz --keer 10000 --zaad 20261122
    python -m tests.bench.fuzz --zaad 20261122 --geval 4711       (one case again, its project kept)

Each case is the small project of the golden cases with one to three things done to it (`fuzz_kinds`): slips of the hand,
rows and fields that were moved or filled with something else, links of every kind, generated Markdown, new files. Then:

- the check answers with findings in Dutch that name a file and a line, or with none; within its time;
- what the check refuses, the build refuses: it says the same, in Dutch, and writes nothing;
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
from urllib.parse import urljoin

import mkdocs.utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from macros.base import supplied
from macros.base.errors import Finding
from macros.build.content import check
from macros.cache import fingerprints
from macros.pages import assets
from macros.release import completeness, house_rules, markup
from macros.review import privacy
from tests.bench.fuzz_kinds import MUTATIONS
from tests.conftest import ROOT
from tests.errors.test_errors import ENGLISH, set_up
from tests.helpers.builder import compile_once
from tests.helpers.changes import name_in_settings

ADDRESS = "https://veiligheidsnetwerken.nl/"
TIME_LIMIT = 20.0
"""Seconds within which a case is checked."""
FROZEN = 120
"""Seconds after which a case hangs: its process ends, after it said where it was."""
WITHOUT_MEMORY = 25
"""One case in this many is built without what the build of the basis made."""

# ── The project ─────────────────────────────────────────────────────────────────────────────────────────

SECTIONS = {
    "themas": "{{ thema_kaarten() }}", "praktijken": "{{ praktijken() }}", "expertteams": "{{ expertteams() }}",
    "activiteiten": "Tekst.", "gemeenten": "{{ gemeenten() }}", "nieuwsbrieven": "{{ nieuwsbrieven() }}",
    "bronnen": "{{ bronnen() }}", "voortgang": "Voortgang.", "zoeken": "Zoeken.", "cijfers": "Cijfers.", "financien": "Geld.", "districten": "Vijf.",
}  # fmt: skip
OWN = {
    "organisatie": "{{ organisaties() }}",
    "meedoen": "## Een fout melden\n\nZo.\n\n## Een pagina verbeteren\n\nZo.",
}
LOOSE = ("about", "toegankelijkheid", "privacy", "begrippen", "vragen", "abonneren", "contact")


def project(folder: Path) -> Path:
    """The basis of the golden cases, with the pages that the menu and the page shell lead to."""
    root = set_up(folder / "project")
    for name in ("mkdocs.yml", "requirements.lock"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    name_in_settings(root)
    (root / "macros").symlink_to(ROOT / "macros")
    for name, text in (
        *((f"{n}/index", t) for n, t in SECTIONS.items()),
        *((n, "Tekst.") for n in LOOSE),
        *OWN.items(),
    ):
        path = root / f"docs/{name}.md"
        path.parent.mkdir(exist_ok=True)
        title = name.partition("/")[0].capitalize()
        path.write_text(
            f"---\ntitel: {title}\nsamenvatting: De pagina over {title.lower()}.\n---\n\n{text}\n", encoding="utf-8"
        )
    with (root / "docs/_data/districten.yml").open("a", encoding="utf-8") as file_:
        for id_ in ("ijsselland", "twente", "gelderland-midden"):  # the home page has a link to each of the five
            file_.write(
                f"- id: {id_}\n  naam: {id_.title()}\n  overleg: Overleg\n  agenda:\n    titel: Agenda van {id_}\n"
            )
            file_.write("  bron: voortgangsbericht-2023\n")
    return root


# ── One case ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Result:
    """What became of a case: `refused`, `built`, or what went wrong."""

    soort: str
    uitleg: str = ""


class _Listener(logging.Handler):
    """What a build says from a warning upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def case(seed: int, number: int, base: Path, work: Path) -> Result:
    """Do what this number stands for, then check and build."""
    rng = random.Random(f"{seed}/{number}")  # noqa: S311 - cases, no secrets
    root, site = work / "project", work / "site"
    for folder in (root, site):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, root, symlinks=True)
    if number % WITHOUT_MEMORY == 0:
        shutil.rmtree(root / ".cache", ignore_errors=True)
    for mutation in rng.choices(MUTATIONS, k=rng.choice((1, 1, 2, 3))):
        try:
            mutation(rng, root)
        except (IndexError, ValueError):
            continue  # an earlier deed left nothing to do this one to
    try:
        return _verdict(root, site)
    except Exception:  # noqa: BLE001 - a crash is what we look for
        return Result("crash", traceback.format_exc())


def _verdict(root: Path, site: Path) -> Result:
    start = time.perf_counter()
    _, findings = check(root)
    if (duration := time.perf_counter() - start) > TIME_LIMIT:
        return Result("traag", f"{duration:.1f} s")
    if foreign := [str(b) for b in findings if not _decent(b.message, b.line)]:
        return Result("onbegrijpelijk", foreign[0])
    errors = [str(b) for b in findings if not b.warning]
    said = _build(root, site)
    if errors:
        return _refused(errors, said, site)
    return Result("goedgekeurd en niet te bouwen", said) if said is not None else _whole(site)


def _refused(errors: list[str], said: str | None, site: Path) -> Result:
    """What the build made of what the check refused, and said of it."""
    if said is None or (site.exists() and any(path.is_file() for path in site.rglob("*"))):
        return Result("toch gebouwd", errors[0])
    if untold := [error for error in errors if error not in said]:
        return Result("anders gemeld", f"{untold[0]}\n{said}")
    english = [line for line in said.splitlines() if line.strip() and not _decent(line, 1)]
    return Result("Engels gemeld", english[0]) if english else Result("geweigerd")


def _decent(message: str, line: int) -> bool:
    """Dutch outside what was typed, at a line."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", message)
    return bool(bare.strip()) and not ENGLISH.search(bare) and line >= 1


def _build(root: Path, site: Path) -> str | None:
    """Build as `kennisbank publish_site` does (`mkdocs build --strict --dirty`); answers what stopped it."""
    listener = _Listener()
    log = logging.getLogger("mkdocs")
    log.addHandler(listener)
    try:
        config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(site), strict=True)
        config.plugins.on_startup(command="build", dirty=True)
        build(config, dirty=True)
        config.plugins.on_shutdown()
    except (Abort, SystemExit) as reason:  # mkdocs-macros leaves with the second
        return "\n".join([*listener.heard, str(reason)])
    finally:
        log.removeHandler(listener)
    return None


def _whole(site: Path) -> Result:
    defects = [str(g) for g in completeness.find_defects(completeness.read_site(site, ADDRESS))]
    found = (*house_rules.check_site(site), *house_rules.secrets(site))
    # A word may bring headings of a level that the author's page does not lead up to; that is told, and stops nothing.
    defects += [str(b) for b in found if not b.warning and "slaat een niveau over" not in b.message]
    return Result("gebouwd, niet heel", "\n".join(defects[:5])) if defects else Result("gebouwd")


# ── The run ─────────────────────────────────────────────────────────────────────────────────────────────


def round_(seed: int, numbers: Sequence[int], *, report: Callable[[str], object]) -> Counter[str]:
    """Run these cases; what went wrong is told at once."""
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        base = _warm(Path(folder))
        work = Path(folder) / "werk"
        work.mkdir()
        start = time.monotonic()
        for done, number in enumerate(numbers, start=1):
            result = _isolated(lambda number=number: case(seed, number, base, work))  # type: ignore[misc]
            tally[result.soort] += 1
            if result.uitleg:
                report(f"\ngeval {number}: {result.soort}: {result.uitleg}\n")
            if done % 20 == 0 or done == len(numbers):
                per_case = (time.monotonic() - start) / done
                report(f"\r{_progress_bar(done, len(numbers))} nog {per_case * (len(numbers) - done) / 60:.0f} min ")
    return tally


def _warm(folder: Path) -> Path:
    """The project as it was, checked and built in this process: what that takes is not done again for each case."""
    (folder / "sjablonen").mkdir()
    compile_once(folder / "sjablonen")
    read_once()
    base = project(folder / "basis")
    # First apart: Typst works with threads, and in a fork of a process that has them it waits for them without end. After
    # that its pictures and reports are remembered.
    for result in (_isolated(lambda: _verdict(base, folder / "site")), _verdict(base, folder / "site")):
        if result.soort != "gebouwd":
            raise SystemExit(f"de basis zelf: {result.soort}: {result.uitleg}")
    gc.collect()
    gc.freeze()
    return base


def read_once() -> None:
    """What no case changes, and what follows from a text alone, is worked out once: our code, packages, scripts, a page."""
    vars(fingerprints)["version"] = functools.cache(importlib.metadata.version)
    files = fingerprints._files  # noqa: SLF001 - to put something in its place
    ours = functools.cache(lambda: files(supplied.CODE, supplied.templates()))
    fingerprints._files = lambda *paths: ours() if paths[0] == supplied.CODE else files(*paths)  # noqa: SLF001 - the same
    vars(mkdocs.utils)["get_themes"] = functools.cache(mkdocs.utils.get_themes)
    vars(assets)["small_script"] = functools.cache(assets.small_script)
    vars(completeness)["urljoin"] = functools.cache(urljoin)
    markup.read_page = functools.cache(markup.read_page)
    read, nothing = privacy.check_text, privacy.Allowed()
    find = functools.cache(lambda name, text, published: tuple(read(name, text, nothing, published=published)))

    def file_(
        name: str, text: str, allowed: privacy.Allowed | None = None, *, published: bool = False
    ) -> Iterator[Finding]:
        assert not (allowed and allowed.met)
        return iter(find(name, text, published))  # no content of the tests has a row in toegestaan.yml

    privacy.check_text = file_


def _isolated(do: Callable[[], Result]) -> Result:
    """Run this in a process of its own; one that says nothing has crashed or hung."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        gc.disable()  # it ends before there is much to clear
        faulthandler.dump_traceback_later(FROZEN, exit=True)
        result = do()
        os.write(write, json.dumps([result.soort, result.uitleg[:60_000]]).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Result(*json.loads(said)) if said else Result("crash of vast", f"het proces eindigde met {code}")


def _progress_bar(done: int, everything: int) -> str:
    full = 30 * done // everything
    return f"[{'#' * full}{'.' * (30 - full)}] {done}/{everything}"


def main() -> int:
    """Run and print what became of the cases."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keer", type=int, default=300)
    parser.add_argument("--zaad", type=int, default=20261122)
    parser.add_argument("--vanaf", type=int, default=0)
    parser.add_argument("--geval", type=int, help="only this case; its project stays in ./fuzz-geval")
    choice = parser.parse_args()
    logging.getLogger("mkdocs").propagate = False
    if choice.geval is not None:
        work = Path("fuzz-geval").resolve()
        work.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            result = case(choice.zaad, choice.geval, _warm(Path(folder)), work)
        sys.stdout.write(f"{result.soort}\n{result.uitleg}\n")
        return int(bool(result.uitleg))
    tally = round_(choice.zaad, range(choice.vanaf, choice.vanaf + choice.keer), report=sys.stderr.write)
    sys.stdout.write(f"\nzaad {choice.zaad}, {tally.total()} gevallen: {dict(tally.most_common())}\n")
    return int(bool(set(tally) - {"geweigerd", "gebouwd"}))


if __name__ == "__main__":
    sys.exit(main())
