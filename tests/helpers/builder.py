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

LIBRARIES = [
    "__main__", "lxml.etree", "brotli", "email.policy", "feedgen.ext.dc", "feedgen.feed", "icalendar", "jinja2",
    "comrak", "markdown.extensions.toc", "material.templates", "mkdocs.__main__", "mkdocs.commands.build", "mkdocs.config.defaults", "mkdocs_macros.plugin",
    "phonenumbers", "pydantic.deprecated.decorator", "pydantic.plugin._loader", "pydantic.type_adapter",
    "pygments.lexers", "smtplib", "spellchecker", "stdnum.iban", "stdnum.nl.bsn", "typst", "yaml",
]  # fmt: skip
LIMIT = 600
"""Seconds after which a build counts as one that hangs; a small project needs one or two on a quiet machine."""

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(LIBRARIES)

_COUNTED = "\ntouched the disk: "
_TOUCHES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended: its exit code (negative: the signal that ended it), what it said, how often it touched the disk."""

    code: int
    output: str
    touches: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens when a command is about to touch the project's disk for the this many times.

    Without `error` it is killed, with all that it started; with it the disk gives this error (errno), once.
    """

    na: int
    error: int = 0


class Parent:
    """A process that has imported the code of a project, and from which builds with that code are forked.

    Args:
        root: the project whose code it is.
        templates: where builds with this code keep compiled templates for each other. Compiling is Jinja's, takes a third
            of a small build, and gives the same each time.
    """

    def __init__(self, root: Path, templates: Path | None = None) -> None:
        self._pipe, child = _SERVER.Pipe()
        self._process = _SERVER.Process(target=_parent, args=(str(root), templates, child))
        self._process.start()
        child.close()

    def start(
        self, root: Path, moment: str, *, fault: Fault | None = None, opdracht: Sequence[str] = ("bouw",)
    ) -> Runner:
        """Begin `kennisbank bouw`, or another command.

        Args:
            root: the project.
            moment: `SOURCE_DATE_EPOCH`.
            fault: what happens to it on the way.
            opdracht: the arguments of `kennisbank`.
        """
        output = _output_file()
        self._pipe.send((str(root), moment, str(output), fault, [*opdracht]))
        return Runner(self._pipe, self._pipe.recv(), output)

    def build(
        self, root: Path, moment: str, *, fault: Fault | None = None, opdracht: Sequence[str] = ("bouw",)
    ) -> Outcome:
        """The same, to its end."""
        return self.start(root, moment, fault=fault, opdracht=opdracht).wait()

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.join()


@dataclass(frozen=True, slots=True)
class Runner:
    """A build that is under way."""

    _parent: Connection
    _number: int
    _output: Path

    def wait(self) -> Outcome:
        """Its end."""
        self._parent.send(self._number)
        if not self._parent.poll(LIMIT):
            os.killpg(self._number, signal.SIGKILL)
        code = self._parent.recv()
        output, _, touches = _loaded(self._output).rpartition(_COUNTED)
        self._output.unlink(missing_ok=True)
        return Outcome(code, output or touches, int(touches) if output else 0)


def build_as_command(root: Path, moment: str) -> Outcome:
    """`kennisbank bouw` as a person starts it: nothing is spared."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": moment, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root)}
    outcome = subprocess.run(
        [sys.executable, "-m", "macros.cli", "bouw"],
        cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return Outcome(outcome.returncode, outcome.stdout)


class Preview:
    """What `mkdocs serve` does besides serving: one process, one set of plugins, a build for every change."""

    def __init__(self, root: Path, target: Path) -> None:
        self.doel = target
        self._output = _output_file()
        self._pipe, child = _SERVER.Pipe()
        arguments = (str(root), str(target), str(self._output), child)
        self._process = _SERVER.Process(target=_preview, args=arguments)
        self._process.start()
        child.close()

    def first(self, *paths: Path) -> bool:
        """What it does first when these files were saved: whether nothing but the text of pages changed, which are then made."""
        self._pipe.send(paths)
        return bool(self._pipe.recv())

    def interrupted(self, na: int) -> bool:
        """Begin to build what no one waits for, and break that off at its this many-th chance; whether it came so far."""
        self._pipe.send(na)
        return bool(self._pipe.recv())

    def build(self, moment: str, *, address: str = "") -> Outcome:
        """Build once more; `address` is the site's address in this build, as the real preview has its own."""
        self._pipe.send((moment, address))
        if not self._pipe.poll(LIMIT):
            return Outcome(-signal.SIGALRM, _loaded(self._output))
        try:
            return Outcome(self._pipe.recv(), _loaded(self._output))
        except (EOFError, OSError):
            self._process.join()
            return Outcome(self._process.exitcode or 1, _loaded(self._output))

    def stop(self) -> None:
        """End it, as Ctrl-C and a closed terminal do."""
        self._process.kill()
        self._process.join()
        self._output.unlink(missing_ok=True)


def _output_file() -> Path:
    handle, path = tempfile.mkstemp(prefix="bouw-")
    os.close(handle)
    return Path(path)


def _loaded(path: Path) -> str:
    """What was said since it was last read."""
    text = path.read_text(encoding="utf-8", errors="replace")
    os.truncate(path, 0)
    return text


# ── In the process that builds ──────────────────────────────────────────────────────────────────────────


def _parent(root: str, templates: Path | None, pipe: Connection) -> None:
    _our_code(root)
    importlib.import_module("macros.search.lexicon").frequency()  # a library's dictionary; a process reads it once
    if templates:
        compile_once(templates)
    while True:
        match pipe.recv():
            case int(number):
                pipe.send(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))
            case command:
                if (number := os.fork()) == 0:
                    os._exit(_build(*command))
                pipe.send(number)


def _build(root: str, moment: str, output: str, fault: Fault | None, command: list[str]) -> int:
    _settle(root, moment, output)
    try:
        count = _count_interventions(root, fault)
        vars(subprocess)["run"] = _mkdocs_here(subprocess.run)
        # Templates stand beside the code: beside that of this project, which is the same code.
        vars(importlib.import_module("macros.base.supplied"))["CODE"] = Path(root) / "macros"
        code: int = importlib.import_module("macros.cli").main(command)
        sys.stdout.write(f"{_COUNTED}{count()}")
    except BaseException:  # noqa: BLE001 - whatever it is must be told: nobody stands above this process
        traceback.print_exc()
        return 70
    else:
        return code
    finally:
        sys.stdout.flush()


def _preview(root: str, target: str, output: str, pipe: Connection) -> None:
    _settle(root, "0", output)
    _our_code(root)
    from mkdocs.commands.build import build  # noqa: PLC0415 - MkDocs is heavy; the process that asks has no need of it
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort  # noqa: PLC0415

    config = load_config(site_dir=target)
    config.plugins.on_startup(command="serve", dirty=True)
    kennisbank: Any = config.plugins["kennisbank"]
    while True:
        match pipe.recv():
            case (str(moment), str(address)):
                os.environ["SOURCE_DATE_EPOCH"] = moment
            case int(na):
                pipe.send(_abort(kennisbank, lambda: build(load_config(site_dir=target), dirty=True), na))
                continue
            case paths:
                pipe.send(kennisbank.make_saved(paths))
                continue
        try:
            config = load_config(site_dir=target)
            config.site_url = address or config.site_url
            build(config, dirty=True)
            kennisbank.session.deferred.finish()
            pipe.send(0)
        except Abort as error:
            sys.stdout.write(f"{error}\n")
            pipe.send(1)
        sys.stdout.flush()


def _abort(kennisbank: Any, build: Callable[[], None], na: int) -> bool:  # noqa: ANN401 - the project's own plugin
    interrupted: type[Exception] = importlib.import_module("macros.build.preview").Interrupted
    chances = iter(range(na))

    def give_way() -> None:
        if next(chances, None) is None:
            raise interrupted

    kennisbank.rebuild_quietly(build, give_way)
    return next(chances, None) is None


def _settle(root: str, moment: str, output: str) -> None:
    """A process group, folder, environment and output of its own."""
    os.setpgid(0, 0)
    os.chdir(root)
    os.environ |= {"SOURCE_DATE_EPOCH": moment, "NO_MKDOCS_2_WARNING": "1"}
    handle = os.open(output, os.O_WRONLY | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)


def _our_code(root: str) -> None:
    """Our code as the project has it, imported and not used."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, root)
    for name in ("macros", "macros.cli", "macros.plugin"):
        file = importlib.import_module(name).__file__
        assert file, f"{name} has no file"
        own = (Path(root) / "macros").resolve()  # a project may have this tree's own code, by a symbolic link
        assert Path(file).resolve().is_relative_to(own), f"{file} is not the project's"


def compile_once(folder: Path) -> None:
    """Let Jinja compile a template once for all builds that have this folder."""
    original_compile: Callable[..., Any] = jinja2.Environment.compile

    def compile_(o: jinja2.Environment, source: Any, name: str | None = None, *rest: Any) -> Any:  # noqa: ANN401 - as Jinja's
        if name is None or not isinstance(source, str):
            return original_compile(o, source, name, *rest)
        free = o.autoescape if isinstance(o.autoescape, bool) else o.autoescape(name)
        what = repr((type(o), free, o.trim_blocks, o.lstrip_blocks, sorted(o.extensions), name, source))
        path = folder / hashlib.sha256(what.encode()).hexdigest()
        if not path.exists():
            new = path.with_suffix(f".{os.getpid()}")
            new.write_bytes(marshal.dumps(original_compile(o, source, name, *rest)))
            new.rename(path)
        return marshal.loads(path.read_bytes())  # noqa: S302 - a file of our own

    jinja2.Environment.compile = compile_  # type: ignore[method-assign,assignment]


def _mkdocs_here(start: Callable[..., Any]) -> Callable[..., Any]:
    """`python -m mkdocs` without starting Python again: the same command in this process."""

    def run(command: list[str], **different: Any) -> Any:  # noqa: ANN401 - as subprocess.run
        if command[1:4] != ["-P", "-m", "mkdocs"]:
            return start(command, **different)
        from mkdocs.__main__ import cli  # noqa: PLC0415 - the same
        from mkdocs.exceptions import Abort  # noqa: PLC0415

        try:
            cli.main(command[4:], standalone_mode=False)
        except Abort as error:
            sys.stdout.write(f"{error}\n")
            return subprocess.CompletedProcess(command, 1, "", "")
        return subprocess.CompletedProcess(command, 0, "", "")

    return run


def _count_interventions(root: str, fault: Fault | None) -> Callable[[], int]:
    """Count what changes the project on disk; at a number, something happens."""
    counted = 0

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal counted
        writes = event in _TOUCHES or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR))
        if writes and str(args[0]).startswith(root):
            counted += 1
            if fault and counted == fault.na:
                if fault.error:
                    raise OSError(fault.error, os.strerror(fault.error), args[0])
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(hook)
    return lambda: counted
