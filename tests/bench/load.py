"""Load: nginx as in deploy/ on loopback, beside the same server without what is compressed beforehand.

    python -m tests.bench.load site [--seconden 5] [--rondes 3] [--json .cache/bench/belasting.json]

- Requests a second and the 99th percentile for pages, feeds (asked with the ETag that a reader has, so answered with 304)
  and parts of the search index. Beside it the same server that compresses each answer (gzip 6), and one that does not
  compress. Servers take turns, so a slow minute of the machine is a slow minute for each; figures are medians.
- Not one answer may be an error, and each feed must be answered with 304.
- In the middle of such a load another release is published, back and forth. Visitors read on: a page, everything it
  fetches, the search index as the script reads it. Every file must be there, and be, byte for byte, that of one release;
  what has a hash in its name, of the release whose page or index named it.

Needs nginx and wrk (Debian: apt-get install nginx-light libnginx-mod-http-brotli-static wrk).
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import brotli

from macros.release import markup
from macros.release.servers import program
from tests.conftest import ROOT, build, copy_
from tests.helpers.servers import MODULE, Client, free_port, make_readable, nginx, publish_site, running

CONNECTIONS = 16
"""Connections that stay open at once."""
CONNECTIONS_MEANWHILE = 4
"""Fewer while another release is put in place: that has to be made on the same machine."""
VISITORS = 2
SWAPS = 3
"""Releases that are put in place while visitors read."""

SERVERS: Mapping[str, Callable[[str], str]] = {
    "onze": str,
    "gzip per antwoord": lambda text: _without(text, "gzip on; gzip_comp_level 6; gzip_proxied any; gzip_types *;"),
    "zonder compressie": lambda text: _without(text, "gzip off;"),
}


def _without(text: str, gzip: str) -> str:
    """A file of ours without what is compressed beforehand."""
    text = re.sub(r"(?m)^(gzip|gzip_static|brotli_static) \w+;\n", "", text)
    return text.replace("gzip_vary on;", f"{gzip}\ngzip_vary on;")


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Vraag:
    """A path, and the version that the reader has already."""

    pad: str
    etag: str = ""


def kinds(site: Path, rng: random.Random) -> dict[str, list[str]]:
    """The paths of each kind that is measured."""
    all_ = sorted(f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file())
    bare = [path for path in all_ if not path.endswith((".gz", ".br"))]
    site_pages = [path.removesuffix("index.html") for path in bare if path.endswith("/index.html")]
    return {
        "pagina's": rng.sample(site_pages, min(100, len(site_pages))),
        "feeds (304)": [path for path in bare if re.search(r"/feed[^/]*\.(xml|json)$|\.ics$", path)],
        "zoekindex": [
            path for path in bare if re.fullmatch(f"/{markup.WITH_HASH}", path) and path.startswith("/zoek/")
        ],
    }


def vragen(client: Client, kind: str, paths: Sequence[str]) -> list[Vraag]:
    """The same paths as a reader asks them who has them already, where that is what is measured."""
    if "304" not in kind:
        return [Vraag(path) for path in paths]
    return [Vraag(path, client.vraag(path, Accept_Encoding=_KINDS)[0].getheader("ETag") or "") for path in paths]


_KINDS = "gzip, br"
_LUA = """
local vragen, nummer = {{{vragen}}}, 0
request = function()
  nummer = nummer % #vragen + 1
  local koppen = {{["Accept-Encoding"] = "{soorten}"}}
  if vragen[nummer][2] ~= "" then koppen["If-None-Match"] = vragen[nummer][2] end
  return wrk.format("GET", vragen[nummer][1], koppen)
end
local draden = {{}}
setup = function(draad) table.insert(draden, draad) end
anders = 0
response = function(stand) if stand ~= {stand} then anders = anders + 1 end end
done = function(som, tijd)
  local fout = som.errors
  local vreemd = 0
  for _, draad in ipairs(draden) do vreemd = vreemd + draad:get("anders") end
  io.write(string.format('\\n{{"aantal": %d, "duur": %d, "bytes": %d, "p50": %d, "p99": %d, "fouten": %d, "anders": %d}}\\n',
    som.requests, som.duration, som.bytes, tijd:percentile(50), tijd:percentile(99),
    fout.connect + fout.read + fout.write + fout.timeout, vreemd))
end
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What a server did in some seconds."""

    per_second: float
    p50: float
    p99: float
    """Milliseconds."""
    per_answer: float
    """Bytes."""
    errors: int
    """No answer, or another answer than was to be expected."""


def measure(port: int, requested: Sequence[Vraag], seconds: int, *, work: Path, lines: int = CONNECTIONS) -> Round:
    """Ask these in turn, on some lines at once, for so many seconds."""
    list_ = ", ".join(f"{{{json.dumps(question.pad)}, {json.dumps(question.etag)}}}" for question in requested)
    state = 304 if requested[0].etag else 200
    (work / "vragen.lua").write_text(_LUA.format(vragen=list_, soorten=_KINDS, stand=state), encoding="utf-8")
    command = [str(program("wrk")), "-t1", f"-c{lines}", f"-d{seconds}s", "-s", str(work / "vragen.lua")]
    out = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    total = json.loads(out.stdout.splitlines()[-1])
    return Round(
        per_second=total["aantal"] / total["duur"] * 1e6,
        p50=total["p50"] / 1000,
        p99=total["p99"] / 1000,
        per_answer=total["bytes"] / max(1, total["aantal"]),
        errors=total["fouten"] + total["anders"],
    )


def middle(rounds: Sequence[Round]) -> Round:
    """The median of each figure; errors add up."""
    parts = {
        name: statistics.median(getattr(round_, name) for round_ in rounds)
        for name in ("per_second", "p50", "p99", "per_answer")
    }
    return Round(**parts, errors=sum(round_.errors for round_ in rounds))


def speed(target: Path, seconds: int, rounds: int, rng: random.Random) -> dict[str, dict[str, Round]]:
    """For each kind what each server does with it."""
    outcome: dict[str, dict[str, Round]] = {}
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ports = {name: stack.enter_context(_server(target, different)) for name, different in SERVERS.items()}
        for kind, paths in kinds(target / "huidig/site", rng).items():
            requested = {name: vragen(Client(port), kind, paths) for name, port in ports.items()}
            measured: dict[str, list[Round]] = {name: [] for name in ports}
            for _ in range(rounds):
                for name, port in ports.items():
                    measured[name].append(measure(port, requested[name], seconds, work=work))
            outcome[kind] = {name: middle(rows) for name, rows in measured.items()}
    return outcome


@contextmanager
def _server(target: Path, different: Callable[[str], str] = str) -> Iterator[int]:
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(nginx(Path(folder), target, port, different=different), port, Path(folder)),
    ):
        yield port


# ── A publication in the middle of the load ─────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Reading:
    """What visitors read while releases came and went."""

    releases: Mapping[str, Mapping[str, str]]
    """Every release: its files with their hashes."""
    loaded: Counter[str] = field(default_factory=Counter)
    """How many files of each release."""
    error: list[str] = field(default_factory=list)

    def check(self, path: str, state: int, contents: bytes) -> str:
        """Which release a file is of; what is not whole, or of none, is noted."""
        total = hashlib.sha256(contents).hexdigest()
        from_ = [name for name, files in self.releases.items() if files.get(path) == total]
        if state != http.HTTPStatus.OK or not from_:
            self.error.append(f"{path}: {state}, {len(contents)} bytes, van geen uitgave")
        self.loaded[" en ".join(from_)] += 1
        return from_[0] if len(from_) == 1 else ""


def visit(port: int, paths: Sequence[str], reading: Reading, end: threading.Event, seed: int) -> None:
    """Read pages with all that they fetch, and the search index with all that it names, until the end."""
    rng = random.Random(seed)  # noqa: S311 - visits, no secrets
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def fetch(path: str) -> bytes:
        line.request("GET", f"/{path.removesuffix('index.html')}", headers={"Accept-Encoding": "br"})
        answer = line.getresponse()
        contents = answer.read()
        separate = brotli.decompress(contents) if answer.getheader("Content-Encoding") == "br" else contents
        reading.check(path, answer.status, separate)
        return separate

    while not end.is_set():
        site_page = fetch(rng.choice(paths)).decode()
        for path in sorted({*re.findall(r"assets/[\w.-]+?\.[0-9a-f]{10}\.[a-z0-9]+", site_page)}):
            fetch(path)
        _search(fetch)
    line.close()


def _search(fetch: Callable[[str], bytes]) -> None:
    """The pointer, and then everything with a hash that it and what it leads to name."""
    to_read, loaded = ["zoek/kern.json"], set[str]()
    while to_read:
        path = to_read.pop()
        loaded.add(path)
        contents = fetch(path)
        if path.endswith(".json") and "bundel" not in path:
            mentioned = {f"zoek/{name}" for name in re.findall(r"[a-z]+-[0-9a-f]{10}\.[a-z0-9.]+", contents.decode())}
            to_read += sorted(mentioned - loaded - {*to_read})


def under_load(target: Path, sites: Sequence[Path], seconds: int, rng: random.Random) -> tuple[Reading, Round]:
    """Publish these sites in turn while visitors read and wrk asks for pages."""
    publish_site(target, sites[0], "0")
    reading = Reading({path.name: _hashes(path) for path in sites})
    paths = [path for path in _hashes(sites[0]) if path.endswith("index.html") and path in _hashes(sites[1])]
    end = threading.Event()
    with _server(target) as port, tempfile.TemporaryDirectory() as folder:
        threads = [threading.Thread(target=visit, args=(port, paths, reading, end, n)) for n in range(VISITORS)]
        rounds: list[Round] = []
        requested = [Vraag(f"/{path.removesuffix('index.html')}") for path in rng.sample(paths, min(100, len(paths)))]
        last = threading.Thread(target=_last, args=(port, requested, seconds, Path(folder), rounds, end))
        for thread in (*threads, last):
            thread.start()
        try:
            for number in range(1, SWAPS + 1):
                end.wait(rng.uniform(0.5, 2))
                # In a process of its own: in this one it would wait for the visitors, and they for it.
                command = [sys.executable, "-c", _PUBLISHER, str(target), str(sites[number % 2]), str(number)]
                subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own code
            end.wait(1)
        finally:
            end.set()
            for thread in (*threads, last):
                thread.join()
    return reading, middle(rounds)


def _last(
    port: int, requested: Sequence[Vraag], seconds: int, work: Path, rounds: list[Round], end: threading.Event
) -> None:
    while not end.is_set():
        rounds.append(measure(port, requested, seconds, work=work, lines=CONNECTIONS_MEANWHILE))


def _hashes(site: Path) -> dict[str, str]:
    """Every file that a visitor may be given; the list of the build names itself and is not asked for."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


_PUBLISHER = """
import sys
from pathlib import Path
from tests.server import publiceer
publiceer(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
"""


def others(work: Path) -> Path:
    """Another release: other text in the shell of every page, another style, and a word that no page had."""
    project = copy_(work / "project")
    style = project / "overrides/assets/site.css"
    style.write_text(f"{style.read_text(encoding='utf-8')}\n.andere-uitgave {{ color: inherit }}\n", encoding="utf-8")
    for path in (project / "docs/over.md", project / "docs/themas/jeugd.md"):
        path.write_text(
            f"{path.read_text(encoding='utf-8')}\nDit staat alleen in de andere uitgave: kwartelei.\n", encoding="utf-8"
        )
    out = build(project, work / "andere")
    if out.returncode:
        raise SystemExit(out.stdout + out.stderr)
    return work / "andere"


# ── The run ─────────────────────────────────────────────────────────────────────────────────────────────


def show(outcome: Mapping[str, Mapping[str, Round]]) -> Iterator[str]:
    """A line for each server, and how ours compares."""
    for kind, rows in outcome.items():
        yield kind
        for name, round_ in rows.items():
            times = rows["onze"].per_second / round_.per_second
            yield (
                f"  {name:18} {round_.per_second:9,.0f}/s  p50 {round_.p50:6.2f} ms  p99 {round_.p99:6.2f} ms  "
                f"{round_.per_answer:8,.0f} bytes  {round_.errors} fouten  (onze {times:.2f} keer zo snel)"
            )


def main() -> int:
    """Measure, tell and keep; 0 when there was no error and nothing was mixed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", nargs="?", default=ROOT / "site", type=Path)
    parser.add_argument("--seconden", type=int, default=5)
    parser.add_argument("--rondes", type=int, default=3)
    parser.add_argument("--zaad", type=int, default=20261122)
    parser.add_argument("--json", type=Path, default=ROOT / ".cache/bench/belasting.json")
    choice = parser.parse_args()
    if missing := [name for name in ("nginx", "wrk") if program(name) is None]:
        sys.stdout.write(f"NIET gemeten: {' en '.join(missing)} is er niet (Debian: apt-get install nginx-light wrk)\n")
        return 1
    rng = random.Random(choice.zaad)  # noqa: S311 - a choice of pages, no secrets
    with tempfile.TemporaryDirectory(prefix="belasting-") as folder:
        Path(folder, "srv").mkdir()
        Path(folder, "last").mkdir()
        make_readable(Path(folder, "srv"), "belasting-")
        make_readable(Path(folder, "last"), "belasting-")
        publish_site(Path(folder, "srv"), choice.site, "0")
        outcome = speed(Path(folder, "srv"), choice.seconden, choice.rondes, rng)
        sys.stdout.write("\n".join([f"brotli: {'ja' if MODULE.exists() else 'nee'}", *show(outcome), ""]))
        sys.stdout.flush()
        reading, last = under_load(Path(folder, "last"), (choice.site, others(Path(folder))), choice.seconden, rng)
    sys.stdout.write(
        f"gepubliceerd onder last: {SWAPS} keer; bezoekers lazen {dict(reading.loaded)}, fout: {reading.error[:5] or 'niets'}; "
        f"ondertussen {last.per_second:,.0f} pagina's/s, p99 {last.p99:.2f} ms, {last.errors} fouten\n"
    )
    _save(choice.json, outcome, reading, last)
    errors = sum(round_.errors for rows in outcome.values() for round_ in rows.values())
    return int(bool(errors or last.errors or reading.error))


def _save(path: Path, outcome: Mapping[str, Mapping[str, Round]], reading: Reading, last: Round) -> None:
    everything = {
        "snelheid": {kind: {name: _fields(round_) for name, round_ in rows.items()} for kind, rows in outcome.items()},
        "onder last": {"gelezen": reading.loaded, "fout": reading.error, "last": _fields(last)},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _fields(round_: Round) -> dict[str, float]:
    return {name: round(getattr(round_, name), 3) for name in Round.__slots__}


if __name__ == "__main__":
    sys.exit(main())
