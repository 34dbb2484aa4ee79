"""Builds a project in a process of its own, forked from one that has imported everything and built nothing.

Such a process is as fresh as a started one and spares what takes longer than building a small site: starting Python,
importing the libraries, importing our code. A project whose code was changed gets a mother process of its own.
"""

from __future__ import annotations

import hashlib
import importlib
import marshal
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import jinja2

BIBLIOTHEKEN = [
    "__main__", "lxml.etree", "brotli", "email.policy", "feedgen.ext.dc", "feedgen.feed", "icalendar", "jinja2",
    "markdown.extensions.admonition", "markdown.extensions.footnotes", "markdown.extensions.tables",
    "material.templates", "mkdocs.__main__", "mkdocs.commands.build", "mkdocs.config.defaults", "mkdocs_macros.plugin",
    "nh3", "phonenumbers", "pydantic.deprecated.decorator", "pydantic.plugin._loader", "pydantic.type_adapter",
    "pygments.lexers", "smtplib", "spellchecker", "stdnum.iban", "stdnum.nl.bsn", "typst", "yaml",
]  # fmt: skip
GRENS = 600
"""Seconds after which a build counts as one that hangs; a small project needs one or two on a quiet machine."""

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(BIBLIOTHEKEN)

_GETELD = "\ntouched the disk: "
_INGREPEN = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """How a build ended: its exit code (negative: the signal that ended it), what it said, how often it touched the disk."""

    code: int
    uitvoer: str
    ingrepen: int = 0


@dataclass(frozen=True, slots=True)
class Storing:
    """What happens when a command is about to touch the project's disk for the this many times.

    Without `fout` it is killed, with all that it started; with it the disk gives this error (errno), once.
    """

    na: int
    fout: int = 0


class Moeder:
    """A process that has imported the code of a project, and from which builds with that code are forked.

    Args:
        wortel: the project whose code it is.
        sjablonen: where builds with this code keep compiled templates for each other. Compiling is Jinja's, takes a third
            of a small build, and gives the same each time.
    """

    def __init__(self, wortel: Path, sjablonen: Path | None = None) -> None:
        self._pijp, kind = _SERVER.Pipe()
        self._proces = _SERVER.Process(target=_moeder, args=(str(wortel), sjablonen, kind))
        self._proces.start()
        kind.close()

    def begin(
        self, wortel: Path, moment: str, *, storing: Storing | None = None, opdracht: Sequence[str] = ("bouw",)
    ) -> Loper:
        """Begin `kennisbank bouw`, or another command.

        Args:
            wortel: the project.
            moment: `SOURCE_DATE_EPOCH`.
            storing: what happens to it on the way.
            opdracht: the arguments of `kennisbank`.
        """
        uitvoer = _uitvoerbestand()
        self._pijp.send((str(wortel), moment, str(uitvoer), storing, [*opdracht]))
        return Loper(self._pijp, self._pijp.recv(), uitvoer)

    def bouw(
        self, wortel: Path, moment: str, *, storing: Storing | None = None, opdracht: Sequence[str] = ("bouw",)
    ) -> Uitkomst:
        """The same, to its end."""
        return self.begin(wortel, moment, storing=storing, opdracht=opdracht).wacht()

    def stop(self) -> None:
        """End it."""
        self._proces.kill()
        self._proces.join()


@dataclass(frozen=True, slots=True)
class Loper:
    """A build that is under way."""

    _moeder: Connection
    _nummer: int
    _uitvoer: Path

    def wacht(self) -> Uitkomst:
        """Its end."""
        self._moeder.send(self._nummer)
        if not self._moeder.poll(GRENS):
            os.killpg(self._nummer, signal.SIGKILL)
        code = self._moeder.recv()
        uitvoer, _, ingrepen = _gelezen(self._uitvoer).rpartition(_GETELD)
        self._uitvoer.unlink(missing_ok=True)
        return Uitkomst(code, uitvoer or ingrepen, int(ingrepen) if uitvoer else 0)


def bouw_als_opdracht(wortel: Path, moment: str) -> Uitkomst:
    """`kennisbank bouw` as a person starts it: nothing is spared."""
    omgeving = os.environ | {"SOURCE_DATE_EPOCH": moment, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(wortel)}
    uitkomst = subprocess.run(
        [sys.executable, "-m", "macros.cli", "bouw"],
        cwd=wortel, env=omgeving, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return Uitkomst(uitkomst.returncode, uitkomst.stdout)


class Voorvertoning:
    """What `mkdocs serve` does besides serving: one process, one set of plugins, a build for every change."""

    def __init__(self, wortel: Path, doel: Path) -> None:
        self.doel = doel
        self._uitvoer = _uitvoerbestand()
        self._pijp, kind = _SERVER.Pipe()
        argumenten = (str(wortel), str(doel), str(self._uitvoer), kind)
        self._proces = _SERVER.Process(target=_voorvertoning, args=argumenten)
        self._proces.start()
        kind.close()

    def eerst(self, *paden: Path) -> bool:
        """What it does first when these files were saved: whether nothing but the text of pages changed, which are then made."""
        self._pijp.send(paden)
        return bool(self._pijp.recv())

    def onderbroken(self, na: int) -> bool:
        """Begin to build what no one waits for, and break that off at its this many-th chance; whether it came so far."""
        self._pijp.send(na)
        return bool(self._pijp.recv())

    def bouw(self, moment: str, *, adres: str = "") -> Uitkomst:
        """Build once more; `adres` is the site's address in this build, as the real preview has its own."""
        self._pijp.send((moment, adres))
        if not self._pijp.poll(GRENS):
            return Uitkomst(-signal.SIGALRM, _gelezen(self._uitvoer))
        try:
            return Uitkomst(self._pijp.recv(), _gelezen(self._uitvoer))
        except (EOFError, OSError):
            self._proces.join()
            return Uitkomst(self._proces.exitcode or 1, _gelezen(self._uitvoer))

    def stop(self) -> None:
        """End it, as Ctrl-C and a closed terminal do."""
        self._proces.kill()
        self._proces.join()
        self._uitvoer.unlink(missing_ok=True)


def _uitvoerbestand() -> Path:
    greep, pad = tempfile.mkstemp(prefix="bouw-")
    os.close(greep)
    return Path(pad)


def _gelezen(pad: Path) -> str:
    """What was said since it was last read."""
    tekst = pad.read_text(encoding="utf-8", errors="replace")
    os.truncate(pad, 0)
    return tekst


# ── In the process that builds ──────────────────────────────────────────────────────────────────────────


def _moeder(wortel: str, sjablonen: Path | None, pijp: Connection) -> None:
    _onze_code(wortel)
    importlib.import_module("macros.search.lexicon").frequentie()  # a library's dictionary; a process reads it once
    if sjablonen:
        compileer_eenmaal(sjablonen)
    while True:
        match pijp.recv():
            case int(nummer):
                pijp.send(os.waitstatus_to_exitcode(os.waitpid(nummer, 0)[1]))
            case opdracht:
                if (nummer := os.fork()) == 0:
                    os._exit(_bouw(*opdracht))
                pijp.send(nummer)


def _bouw(wortel: str, moment: str, uitvoer: str, storing: Storing | None, opdracht: list[str]) -> int:
    _klaar(wortel, moment, uitvoer)
    try:
        tel = _telt_ingrepen(wortel, storing)
        vars(subprocess)["run"] = _mkdocs_hier(subprocess.run)
        code: int = importlib.import_module("macros.cli").main(opdracht)
        sys.stdout.write(f"{_GETELD}{tel()}")
    except BaseException:  # noqa: BLE001 - whatever it is must be told: nobody stands above this process
        traceback.print_exc()
        return 70
    else:
        return code
    finally:
        sys.stdout.flush()


def _voorvertoning(wortel: str, doel: str, uitvoer: str, pijp: Connection) -> None:
    _klaar(wortel, "0", uitvoer)
    _onze_code(wortel)
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy; the process that asks has no need of it
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort  # noqa: PLC0415

    config = load_config(site_dir=doel)
    config.plugins.on_startup(command="serve", dirty=True)
    kennisbank: Any = config.plugins["kennisbank"]
    while True:
        match pijp.recv():
            case (str(moment), str(adres)):
                os.environ["SOURCE_DATE_EPOCH"] = moment
            case int(na):
                pijp.send(_breek_af(kennisbank, lambda: build(load_config(site_dir=doel), dirty=True), na))
                continue
            case paden:
                pijp.send(kennisbank._eerst(paden))  # noqa: SLF001 - without the server that calls it
                continue
        try:
            config = load_config(site_dir=doel)
            config.site_url = adres or config.site_url
            build(config, dirty=True)
            kennisbank.uitstel.maak_af()
            pijp.send(0)
        except Abort as fout:
            sys.stdout.write(f"{fout}\n")
            pijp.send(1)
        sys.stdout.flush()


def _breek_af(kennisbank: Any, bouw: Callable[[], None], na: int) -> bool:  # noqa: ANN401 - the project's own plugin
    onderbroken: type[Exception] = importlib.import_module("macros.build.preview").Onderbroken
    kansen = iter(range(na))

    def laat_voorgaan() -> None:
        if next(kansen, None) is None:
            raise onderbroken

    kennisbank._stil(bouw, laat_voorgaan)  # noqa: SLF001 - without the server that calls it
    return next(kansen, None) is None


def _klaar(wortel: str, moment: str, uitvoer: str) -> None:
    """A process group, folder, environment and output of its own."""
    os.setpgid(0, 0)
    os.chdir(wortel)
    os.environ |= {"SOURCE_DATE_EPOCH": moment, "NO_MKDOCS_2_WARNING": "1"}
    greep = os.open(uitvoer, os.O_WRONLY | os.O_APPEND)
    os.dup2(greep, 1)
    os.dup2(greep, 2)


def _onze_code(wortel: str) -> None:
    """Our code as the project has it, imported and not used."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, wortel)
    for naam in ("macros", "macros.cli", "macros.plugin"):
        bestand = importlib.import_module(naam).__file__
        assert bestand, f"{naam} has no file"
        eigen = (Path(wortel) / "macros").resolve()  # a project may have this tree's own code, by a symbolic link
        assert Path(bestand).resolve().is_relative_to(eigen), f"{bestand} is not the project's"


def compileer_eenmaal(map_: Path) -> None:
    """Let Jinja compile a template once for all builds that have this folder."""
    compileer: Callable[..., Any] = jinja2.Environment.compile

    def compile_(o: jinja2.Environment, source: Any, name: str | None = None, *rest: Any) -> Any:  # noqa: ANN401 - as Jinja's
        if name is None or not isinstance(source, str):
            return compileer(o, source, name, *rest)
        vrij = o.autoescape if isinstance(o.autoescape, bool) else o.autoescape(name)
        wat = repr((type(o), vrij, o.trim_blocks, o.lstrip_blocks, sorted(o.extensions), name, source))
        pad = map_ / hashlib.sha256(wat.encode()).hexdigest()
        if not pad.exists():
            nieuw = pad.with_suffix(f".{os.getpid()}")
            nieuw.write_bytes(marshal.dumps(compileer(o, source, name, *rest)))
            nieuw.rename(pad)
        return marshal.loads(pad.read_bytes())  # noqa: S302 - a file of our own

    jinja2.Environment.compile = compile_  # type: ignore[method-assign,assignment]


def _mkdocs_hier(start: Callable[..., Any]) -> Callable[..., Any]:
    """`python -m mkdocs` without starting Python again: the same command in this process."""

    def run(opdracht: list[str], **anders: Any) -> Any:  # noqa: ANN401 - as subprocess.run
        if opdracht[1:3] != ["-m", "mkdocs"]:
            return start(opdracht, **anders)
        from mkdocs.__main__ import cli  # noqa: PLC0415 - the same
        from mkdocs.exceptions import Abort  # noqa: PLC0415

        try:
            cli.main(opdracht[3:], standalone_mode=False)
        except Abort as fout:
            sys.stdout.write(f"{fout}\n")
            return subprocess.CompletedProcess(opdracht, 1, "", "")
        return subprocess.CompletedProcess(opdracht, 0, "", "")

    return run


def _telt_ingrepen(wortel: str, storing: Storing | None) -> Callable[[], int]:
    """Count what changes the project on disk; at a number, something happens."""
    geteld = 0

    def haak(gebeurtenis: str, args: tuple[Any, ...]) -> None:
        nonlocal geteld
        schrijft = gebeurtenis in _INGREPEN or (gebeurtenis == "open" and args[2] & (os.O_WRONLY | os.O_RDWR))
        if schrijft and str(args[0]).startswith(wortel):
            geteld += 1
            if storing and geteld == storing.na:
                if storing.fout:
                    raise OSError(storing.fout, os.strerror(storing.fout), args[0])
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(haak)
    return lambda: geteld
