"""A build that does only what changed gives what a build from nothing gives, whatever happened in between.

`VOORBEELDEN=500` looks at five hundred sequences of changes and builds (`make bench`); otherwise it is a sample.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import MOMENT
from tests.helpers.builder import Moeder, Storing, Uitkomst, Voorvertoning, bouw_als_opdracht
from tests.helpers.changes import GEBOUWD, WIJZIGINGEN, Project, Wijziging, beschadig, nieuw, zet_cache, zin

VOORBEELDEN = int(os.environ.get("VOORBEELDEN", "30"))
MET_CACHE = True
"""Whether mkdocs.yml can say `cache:` and a build keeps a cache in `.cache/render/`."""
CODE = {"code", "code_zonder_gevolg", "terug"}
"""Changes after which a person starts the preview again: a process keeps the modules that it imported."""


@dataclass(frozen=True, slots=True)
class Ronde:
    """Some changes, and what is built after them.

    `niets`; `bouw`: `kennisbank bouw`; `afgebroken`: killed at `deel` per
    cent of its work; `fout`: the content is wrong, which must stop the build, and is then repaired; `voorvertoning`:
    one more build in the process of the preview; `adres`: the same, at the address of the preview; `tegelijk`: the
    preview and the command at once; `opslaan`: the preview, and then a sentence more on one page, which it shows first,
    also when that breaks off a build that can wait.
    """

    wijzigingen: tuple[Wijziging, ...]
    bouw: str
    deel: int = 50


@dataclass(slots=True)
class Verloop:
    """A project as it goes through rounds."""

    begin: Begin
    project: Project
    stapel: ExitStack
    moeder: Moeder
    voorvertoning: Voorvertoning | None = None
    gedaan: list[Ronde] = field(default_factory=list)

    def ronde(self, ronde: Ronde) -> None:
        self.gedaan.append(ronde)
        for wijziging in ronde.wijzigingen:
            self.project.doe(wijziging)
        if CODE & {wijziging.naam for wijziging in ronde.wijzigingen}:
            self.andere_code()
        wortel, moment = self.project.wortel, self.project.moment
        match ronde.bouw:
            case "bouw":
                _goed(self.moeder.bouw(wortel, moment))
            case "afgebroken":
                storing = Storing(1 + self.begin.ingrepen * ronde.deel // 100)
                uitkomst = self.moeder.bouw(wortel, moment, storing=storing)
                assert uitkomst.code in {0, -9}, uitkomst.uitvoer
            case "fout":
                self._fout()
            case "voorvertoning":
                _goed(self.preview().bouw(moment))
            case "adres":
                _goed(self.preview().bouw(moment, adres="http://127.0.0.1:8000/"))
            case "opslaan":
                _goed(self.preview().bouw(moment))
                self._opslaan(ronde.deel)
            case "tegelijk":
                preview, loper = self.preview(), self.moeder.begin(wortel, moment)
                _goed(preview.bouw(moment))
                _goed(loper.wacht())

    def _fout(self) -> None:
        pad = self.project.wortel / "docs/_data/themas.yml"
        goed = pad.read_bytes()
        pad.write_bytes(goed.replace(b"naam: Jeugd", b"naam: [Jeugd]\n  naam: [", 1))
        uitkomst = self.moeder.bouw(self.project.wortel, self.project.moment)
        assert uitkomst.code == 1, uitkomst.uitvoer
        assert "docs/_data/themas.yml" in uitkomst.uitvoer
        if self.voorvertoning:
            self.voorvertoning.bouw(self.project.moment)
        pad.write_bytes(goed)

    def _opslaan(self, n: int) -> None:
        """What the preview shows first is what it shows when everything has been built again."""
        preview = self.preview()
        begin = _lees(preview.doel)
        pad = zin(self.project, n)
        if n % 2:
            preview.onderbroken(n * 2)
        assert preview.eerst(pad)
        eerst = {naam: inhoud for naam, inhoud in _lees(preview.doel).items() if inhoud != begin.get(naam)}
        assert len(eerst) == 1, f"one page shows what {pad} says, not {[*eerst]}"
        _goed(preview.bouw(self.project.moment))
        daarna = _lees(preview.doel)
        _gelijk(eerst, {naam: daarna[naam] for naam in eerst}, f"the preview of {pad}, before all the rest")

    def preview(self) -> Voorvertoning:
        if self.voorvertoning is None:
            doel = Path(self.stapel.enter_context(tempfile.TemporaryDirectory()), "voorvertoning")
            self.voorvertoning = Voorvertoning(self.project.wortel, doel)
            self.stapel.callback(self.voorvertoning.stop)
        return self.voorvertoning

    def andere_code(self) -> None:
        """The code of the project from now on; the preview is closed, for it would go on with what it imported."""
        if self.voorvertoning:
            self.voorvertoning.stop()
        self.voorvertoning = None
        self.moeder = Moeder(self.project.wortel)
        self.stapel.callback(self.moeder.stop)

    def slot(self) -> None:
        """Build it all from nothing elsewhere, and what changed here; they are the same."""
        elders = Path(self.stapel.enter_context(tempfile.TemporaryDirectory()), "elders")
        shutil.copytree(self.project.wortel, elders, ignore=shutil.ignore_patterns(*GEBOUWD))
        if MET_CACHE:
            zet_cache(elders, aan=False)
        schoon = self.moeder.begin(elders, self.project.moment)
        _goed(self.moeder.bouw(self.project.wortel, self.project.moment))
        if self.voorvertoning:
            _goed(self.voorvertoning.bouw(self.project.moment))
        _goed(schoon.wacht())
        verwacht = _lees(elders / "site")
        assert len(verwacht) > 100, "a clean build gives a whole site"
        na = "".join(f"\n  after {ronde}" for ronde in self.gedaan)
        _gelijk(verwacht, _lees(self.project.wortel / "site"), f"kennisbank bouw{na}")
        if self.voorvertoning:
            _gelijk(verwacht, _lees(self.voorvertoning.doel), f"mkdocs serve{na}")


def _goed(uitkomst: Uitkomst) -> None:
    assert uitkomst.code == 0, f"the build ended with {uitkomst.code}:\n{uitkomst.uitvoer}"
    assert "Traceback" not in uitkomst.uitvoer, uitkomst.uitvoer


def _lees(map_: Path) -> dict[str, bytes]:
    return {pad.relative_to(map_).as_posix(): pad.read_bytes() for pad in sorted(map_.rglob("*")) if pad.is_file()}


def _gelijk(verwacht: dict[str, bytes], gekregen: dict[str, bytes], wie: str) -> None:
    if verwacht != gekregen:
        pytest.fail("\n".join(_verschil(verwacht, gekregen, wie)), pytrace=False)


def _verschil(verwacht: dict[str, bytes], gekregen: dict[str, bytes], wie: str) -> Iterator[str]:
    """What is missing, what is too much, what differs, and how the first of these differs."""
    anders = [pad for pad in verwacht if pad in gekregen and verwacht[pad] != gekregen[pad]]
    yield f"not what a build from nothing gives: {wie}"
    for wat, paden in (
        ("missing", sorted(verwacht.keys() - gekregen.keys())),
        ("left over", sorted(gekregen.keys() - verwacht.keys())),
        ("different", anders),
    ):
        if paden:
            yield f"  {len(paden)} {wat}: {', '.join(paden[:8])}{' …' if len(paden) > 8 else ''}"
    # The lists with hashes follow from the rest; a reader wants to see the page or the feed.
    oorzaken = [pad for pad in anders if not re.search(rb"[0-9a-f]{64}", verwacht[pad])] or anders
    if oorzaken:
        yield from _regels(oorzaken[0], verwacht[oorzaken[0]], gekregen[oorzaken[0]])


def _regels(pad: str, verwacht: bytes, gekregen: bytes) -> Iterator[str]:
    try:
        van, naar = (inhoud.decode().replace("><", ">\n<").splitlines() for inhoud in (verwacht, gekregen))
    except UnicodeDecodeError:
        yield f"  {pad}: {len(verwacht)} bytes from nothing, {len(gekregen)} here"
        return
    diff = difflib.unified_diff(van, naar, f"{pad} from nothing", f"{pad} here", lineterm="", n=2)
    yield from (regel[:200] for regel in list(diff)[:40])


# ── The sequences ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Begin:
    """A small project that was built once, with its cache."""

    wortel: Path
    moeder: Moeder
    ingrepen: int
    """How often a whole build touches the disk."""


@pytest.fixture(scope="module")
def begin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begin]:
    wortel = nieuw(tmp_path_factory.mktemp("begin") / "project", cache=True if MET_CACHE else None)
    moeder = Moeder(wortel, sjablonen=tmp_path_factory.mktemp("sjablonen"))
    uitkomst = moeder.bouw(wortel, MOMENT)
    _goed(uitkomst)
    assert uitkomst.ingrepen > 100
    yield Begin(wortel, moeder, uitkomst.ingrepen)
    moeder.stop()


_WIJZIGING = st.builds(Wijziging, st.sampled_from(sorted(WIJZIGINGEN)), st.integers(0, 60))
_BOUW = st.sampled_from(
    ["niets", "bouw", "afgebroken", "voorvertoning", "niets", "fout", "adres", "tegelijk", "opslaan", "niets", "niets"]
)
_RONDE = st.builds(Ronde, st.lists(_WIJZIGING, min_size=1, max_size=4).map(tuple), _BOUW, st.integers(0, 110))


@settings(
    max_examples=VOORBEELDEN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(st.lists(_RONDE, min_size=1, max_size=2 if VOORBEELDEN <= 50 else 5))
def test_any_sequence_gives_what_a_build_from_nothing_gives(begin: Begin, rondes: list[Ronde]) -> None:
    with _proef(begin) as verloop:
        for ronde in rondes:
            verloop.ronde(ronde)
        verloop.slot()


def test_the_preview_shows_a_page_that_another_build_made_again(begin: Begin) -> None:
    """Of two days: nothing that a page is made of has changed, only an answer to what it asks."""
    with _proef(begin) as verloop:
        verloop.ronde(Ronde((), "voorvertoning"))
        verloop.ronde(Ronde((Wijziging("dag", 46),), "bouw"))
        verloop.slot()


def test_the_preview_goes_on_when_its_cache_is_cut_short(begin: Begin) -> None:
    with _proef(begin) as verloop:
        verloop.ronde(Ronde((), "voorvertoning"))
        for pad in verloop.project.cache.rglob("*"):
            pad.write_bytes(b"")
        verloop.ronde(Ronde((Wijziging("titel", 4),), "voorvertoning"))
        verloop.slot()


@contextmanager
def _proef(begin: Begin) -> Iterator[Verloop]:
    """A copy of the small project, its cache and its site, to be changed and built at will."""
    with ExitStack() as stapel:
        wortel = Path(stapel.enter_context(tempfile.TemporaryDirectory()), "project")
        shutil.copytree(begin.wortel, wortel)
        yield Verloop(begin, Project(wortel, begin.wortel), stapel, begin.moeder)


# ── What must hold besides ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("hoe", "hoeveel"), [(0, {0}), (1, {1}), (2, {0, 1}), (3, {1})])
def test_a_damaged_cache_is_ignored_with_one_line(begin: Begin, hoe: int, hoeveel: set[int]) -> None:
    """An empty file is a cache with nothing in it; one wrong bit is only met when it is read."""
    with _proef(begin) as verloop:
        bestanden = [pad for pad in verloop.project.cache.rglob("*") if pad.is_file()]
        assert bool(bestanden) is MET_CACHE, "a build leaves a cache"
        for pad in bestanden:
            beschadig(pad, hoe)
        verwacht = _lees(begin.wortel / "site")
        uitkomst = begin.moeder.bouw(verloop.project.wortel, MOMENT)
        _goed(uitkomst)
        regels = [
            regel for regel in uitkomst.uitvoer.splitlines() if re.search(r"\bcache\b", regel.replace("/.cache/", ""))
        ]
        assert len(regels) in hoeveel, uitkomst.uitvoer
        _gelijk(verwacht, _lees(verloop.project.wortel / "site"), "a build with a damaged cache")


def test_the_command_gives_the_same_as_the_process_that_was_forked(begin: Begin) -> None:
    with _proef(begin) as verloop:
        verloop.project.doe(Wijziging("zin"))
        _goed(bouw_als_opdracht(verloop.project.wortel, MOMENT))
        verloop.slot()


@pytest.mark.parametrize("pad", ["over/", "privacy/", "vragen/"])
def test_a_page_that_fails_stops_the_build_on_whichever_core_it_is_made(begin: Begin, pad: str) -> None:
    with _proef(begin) as verloop:
        sjabloon = verloop.project.wortel / "overrides/main.html"
        mis = f"{{% if page and page.url == '{pad}' %}}{{{{ page.bestaat.niet }}}}{{% endif %}}"
        sjabloon.write_text(sjabloon.read_text(encoding="utf-8") + mis, encoding="utf-8")
        uitkomst = begin.moeder.bouw(verloop.project.wortel, MOMENT)
        assert uitkomst.code, "a build with a page that fails"
        assert pad.strip("/") in uitkomst.uitvoer
        _gelijk(_lees(begin.wortel / "site"), _lees(verloop.project.wortel / "site"), "what was published before")


def test_a_stale_page_is_told_with_what_differs() -> None:
    verwacht = {"a/index.html": b"<p>nieuw</p>", "b/index.html": b"<p>b</p>", "lijst.json": b"0" * 64}
    gekregen = {"a/index.html": b"<p>oud</p>", "c/index.html": b"<p>c</p>", "lijst.json": b"1" * 64}
    with pytest.raises(pytest.fail.Exception) as fout:
        _gelijk(verwacht, gekregen, "proef")
    for deel in (
        "1 missing: b/index.html",
        "1 left over: c/index.html",
        "2 different: a/index.html",
        "-<p>nieuw",
        "+<p>oud",
    ):
        assert deel in str(fout.value)
