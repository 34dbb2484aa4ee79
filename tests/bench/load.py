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
from tests.conftest import WORTEL, bouw, kopie
from tests.helpers.servers import MODULE, Klant, draait, maak_leesbaar, nginx, programma, publiceer, vrije_poort

LIJNEN = 16
"""Connections that stay open at once."""
LIJNEN_ONDERTUSSEN = 4
"""Fewer while another release is put in place: that has to be made on the same machine."""
BEZOEKERS = 2
WISSELINGEN = 3
"""Releases that are put in place while visitors read."""

SERVERS: Mapping[str, Callable[[str], str]] = {
    "onze": str,
    "gzip per antwoord": lambda tekst: _zonder(tekst, "gzip on; gzip_comp_level 6; gzip_proxied any; gzip_types *;"),
    "zonder compressie": lambda tekst: _zonder(tekst, "gzip off;"),
}


def _zonder(tekst: str, gzip: str) -> str:
    """A file of ours without what is compressed beforehand."""
    tekst = re.sub(r"(?m)^(gzip|gzip_static|brotli_static) \w+;\n", "", tekst)
    return tekst.replace("gzip_vary on;", f"{gzip}\ngzip_vary on;")


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Vraag:
    """A path, and the version that the reader has already."""

    pad: str
    etag: str = ""


def soorten(site: Path, toeval: random.Random) -> dict[str, list[str]]:
    """The paths of each kind that is measured."""
    alle = sorted(f"/{pad.relative_to(site).as_posix()}" for pad in site.rglob("*") if pad.is_file())
    kaal = [pad for pad in alle if not pad.endswith((".gz", ".br"))]
    bladen = [pad.removesuffix("index.html") for pad in kaal if pad.endswith("/index.html")]
    return {
        "pagina's": toeval.sample(bladen, min(100, len(bladen))),
        "feeds (304)": [pad for pad in kaal if re.search(r"/feed[^/]*\.(xml|json)$|\.ics$", pad)],
        "zoekindex": [pad for pad in kaal if re.fullmatch(f"/{markup.MET_HASH}", pad) and pad.startswith("/zoek/")],
    }


def vragen(klant: Klant, soort: str, paden: Sequence[str]) -> list[Vraag]:
    """The same paths as a reader asks them who has them already, where that is what is measured."""
    if "304" not in soort:
        return [Vraag(pad) for pad in paden]
    return [Vraag(pad, klant.vraag(pad, Accept_Encoding=_SOORTEN)[0].getheader("ETag") or "") for pad in paden]


_SOORTEN = "gzip, br"
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
class Ronde:
    """What a server did in some seconds."""

    per_seconde: float
    p50: float
    p99: float
    """Milliseconds."""
    per_antwoord: float
    """Bytes."""
    fouten: int
    """No answer, or another answer than was to be expected."""


def meet(poort: int, gevraagd: Sequence[Vraag], seconden: int, *, werk: Path, lijnen: int = LIJNEN) -> Ronde:
    """Ask these in turn, on some lines at once, for so many seconds."""
    lijst = ", ".join(f"{{{json.dumps(vraag.pad)}, {json.dumps(vraag.etag)}}}" for vraag in gevraagd)
    stand = 304 if gevraagd[0].etag else 200
    (werk / "vragen.lua").write_text(_LUA.format(vragen=lijst, soorten=_SOORTEN, stand=stand), encoding="utf-8")
    opdracht = [str(programma("wrk")), "-t1", f"-c{lijnen}", f"-d{seconden}s", "-s", str(werk / "vragen.lua")]
    uit = subprocess.run([*opdracht, f"http://127.0.0.1:{poort}"], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    som = json.loads(uit.stdout.splitlines()[-1])
    return Ronde(
        per_seconde=som["aantal"] / som["duur"] * 1e6,
        p50=som["p50"] / 1000,
        p99=som["p99"] / 1000,
        per_antwoord=som["bytes"] / max(1, som["aantal"]),
        fouten=som["fouten"] + som["anders"],
    )


def midden(rondes: Sequence[Ronde]) -> Ronde:
    """The median of each figure; errors add up."""
    delen = {
        naam: statistics.median(getattr(ronde, naam) for ronde in rondes)
        for naam in ("per_seconde", "p50", "p99", "per_antwoord")
    }
    return Ronde(**delen, fouten=sum(ronde.fouten for ronde in rondes))


def snelheid(doel: Path, seconden: int, rondes: int, toeval: random.Random) -> dict[str, dict[str, Ronde]]:
    """For each kind what each server does with it."""
    uitkomst: dict[str, dict[str, Ronde]] = {}
    with ExitStack() as stapel:
        werk = Path(stapel.enter_context(tempfile.TemporaryDirectory()))
        poorten = {naam: stapel.enter_context(_server(doel, anders)) for naam, anders in SERVERS.items()}
        for soort, paden in soorten(doel / "huidig/site", toeval).items():
            gevraagd = {naam: vragen(Klant(poort), soort, paden) for naam, poort in poorten.items()}
            gemeten: dict[str, list[Ronde]] = {naam: [] for naam in poorten}
            for _ in range(rondes):
                for naam, poort in poorten.items():
                    gemeten[naam].append(meet(poort, gevraagd[naam], seconden, werk=werk))
            uitkomst[soort] = {naam: midden(rijen) for naam, rijen in gemeten.items()}
    return uitkomst


@contextmanager
def _server(doel: Path, anders: Callable[[str], str] = str) -> Iterator[int]:
    poort = vrije_poort()
    with (
        tempfile.TemporaryDirectory() as map_,
        draait(nginx(Path(map_), doel, poort, anders=anders), poort, Path(map_)),
    ):
        yield poort


# ── A publication in the middle of the load ─────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Lezing:
    """What visitors read while releases came and went."""

    uitgaven: Mapping[str, Mapping[str, str]]
    """Every release: its files with their hashes."""
    gelezen: Counter[str] = field(default_factory=Counter)
    """How many files of each release."""
    fout: list[str] = field(default_factory=list)

    def keur(self, pad: str, stand: int, inhoud: bytes) -> str:
        """Which release a file is of; what is not whole, or of none, is noted."""
        som = hashlib.sha256(inhoud).hexdigest()
        van = [naam for naam, bestanden in self.uitgaven.items() if bestanden.get(pad) == som]
        if stand != http.HTTPStatus.OK or not van:
            self.fout.append(f"{pad}: {stand}, {len(inhoud)} bytes, van geen uitgave")
        self.gelezen[" en ".join(van)] += 1
        return van[0] if len(van) == 1 else ""


def bezoek(poort: int, paden: Sequence[str], lezing: Lezing, einde: threading.Event, zaad: int) -> None:
    """Read pages with all that they fetch, and the search index with all that it names, until the end."""
    toeval = random.Random(zaad)  # noqa: S311 - visits, no secrets
    lijn = http.client.HTTPConnection("127.0.0.1", poort, timeout=60)

    def haal(pad: str) -> bytes:
        lijn.request("GET", f"/{pad.removesuffix('index.html')}", headers={"Accept-Encoding": "br"})
        antwoord = lijn.getresponse()
        inhoud = antwoord.read()
        los = brotli.decompress(inhoud) if antwoord.getheader("Content-Encoding") == "br" else inhoud
        lezing.keur(pad, antwoord.status, los)
        return los

    while not einde.is_set():
        blad = haal(toeval.choice(paden)).decode()
        for pad in sorted({*re.findall(r"assets/[\w.-]+?\.[0-9a-f]{10}\.[a-z0-9]+", blad)}):
            haal(pad)
        _zoek(haal)
    lijn.close()


def _zoek(haal: Callable[[str], bytes]) -> None:
    """The pointer, and then everything with a hash that it and what it leads to name."""
    te_lezen, gelezen = ["zoek/kern.json"], set[str]()
    while te_lezen:
        pad = te_lezen.pop()
        gelezen.add(pad)
        inhoud = haal(pad)
        if pad.endswith(".json") and "bundel" not in pad:
            genoemd = {f"zoek/{naam}" for naam in re.findall(r"[a-z]+-[0-9a-f]{10}\.[a-z0-9.]+", inhoud.decode())}
            te_lezen += sorted(genoemd - gelezen - {*te_lezen})


def onder_last(doel: Path, sites: Sequence[Path], seconden: int, toeval: random.Random) -> tuple[Lezing, Ronde]:
    """Publish these sites in turn while visitors read and wrk asks for pages."""
    publiceer(doel, sites[0], "0")
    lezing = Lezing({pad.name: _hashes(pad) for pad in sites})
    paden = [pad for pad in _hashes(sites[0]) if pad.endswith("index.html") and pad in _hashes(sites[1])]
    einde = threading.Event()
    with _server(doel) as poort, tempfile.TemporaryDirectory() as map_:
        draden = [threading.Thread(target=bezoek, args=(poort, paden, lezing, einde, n)) for n in range(BEZOEKERS)]
        rondes: list[Ronde] = []
        gevraagd = [Vraag(f"/{pad.removesuffix('index.html')}") for pad in toeval.sample(paden, min(100, len(paden)))]
        last = threading.Thread(target=_last, args=(poort, gevraagd, seconden, Path(map_), rondes, einde))
        for draad in (*draden, last):
            draad.start()
        try:
            for nummer in range(1, WISSELINGEN + 1):
                einde.wait(toeval.uniform(0.5, 2))
                # In a process of its own: in this one it would wait for the visitors, and they for it.
                opdracht = [sys.executable, "-c", _UITGEVER, str(doel), str(sites[nummer % 2]), str(nummer)]
                subprocess.run(opdracht, cwd=WORTEL, check=True)  # noqa: S603 - our own code
            einde.wait(1)
        finally:
            einde.set()
            for draad in (*draden, last):
                draad.join()
    return lezing, midden(rondes)


def _last(
    poort: int, gevraagd: Sequence[Vraag], seconden: int, werk: Path, rondes: list[Ronde], einde: threading.Event
) -> None:
    while not einde.is_set():
        rondes.append(meet(poort, gevraagd, seconden, werk=werk, lijnen=LIJNEN_ONDERTUSSEN))


def _hashes(site: Path) -> dict[str, str]:
    """Every file that a visitor may be given; the list of the build names itself and is not asked for."""
    return {
        pad.relative_to(site).as_posix(): hashlib.sha256(pad.read_bytes()).hexdigest()
        for pad in site.rglob("*")
        if pad.is_file()
    }


_UITGEVER = """
import sys
from pathlib import Path
from tests.server import publiceer
publiceer(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
"""


def andere(werk: Path) -> Path:
    """Another release: other text in the shell of every page, another style, and a word that no page had."""
    project = kopie(werk / "project")
    stijl = project / "overrides/assets/site.css"
    stijl.write_text(f"{stijl.read_text(encoding='utf-8')}\n.andere-uitgave {{ color: inherit }}\n", encoding="utf-8")
    for pad in (project / "docs/over.md", project / "docs/themas/jeugd.md"):
        pad.write_text(
            f"{pad.read_text(encoding='utf-8')}\nDit staat alleen in de andere uitgave: kwartelei.\n", encoding="utf-8"
        )
    uit = bouw(project, werk / "andere")
    if uit.returncode:
        raise SystemExit(uit.stdout + uit.stderr)
    return werk / "andere"


# ── The run ─────────────────────────────────────────────────────────────────────────────────────────────


def toon(uitkomst: Mapping[str, Mapping[str, Ronde]]) -> Iterator[str]:
    """A line for each server, and how ours compares."""
    for soort, rijen in uitkomst.items():
        yield soort
        for naam, ronde in rijen.items():
            keer = rijen["onze"].per_seconde / ronde.per_seconde
            yield (
                f"  {naam:18} {ronde.per_seconde:9,.0f}/s  p50 {ronde.p50:6.2f} ms  p99 {ronde.p99:6.2f} ms  "
                f"{ronde.per_antwoord:8,.0f} bytes  {ronde.fouten} fouten  (onze {keer:.2f} keer zo snel)"
            )


def main() -> int:
    """Measure, tell and keep; 0 when there was no error and nothing was mixed."""
    ontleder = argparse.ArgumentParser()
    ontleder.add_argument("site", nargs="?", default=WORTEL / "site", type=Path)
    ontleder.add_argument("--seconden", type=int, default=5)
    ontleder.add_argument("--rondes", type=int, default=3)
    ontleder.add_argument("--zaad", type=int, default=20261122)
    ontleder.add_argument("--json", type=Path, default=WORTEL / ".cache/bench/belasting.json")
    keuze = ontleder.parse_args()
    if missend := [naam for naam in ("nginx", "wrk") if programma(naam) is None]:
        sys.stdout.write(f"NIET gemeten: {' en '.join(missend)} is er niet (Debian: apt-get install nginx-light wrk)\n")
        return 1
    toeval = random.Random(keuze.zaad)  # noqa: S311 - a choice of pages, no secrets
    with tempfile.TemporaryDirectory(prefix="belasting-") as map_:
        Path(map_, "srv").mkdir()
        Path(map_, "last").mkdir()
        maak_leesbaar(Path(map_, "srv"), "belasting-")
        maak_leesbaar(Path(map_, "last"), "belasting-")
        publiceer(Path(map_, "srv"), keuze.site, "0")
        uitkomst = snelheid(Path(map_, "srv"), keuze.seconden, keuze.rondes, toeval)
        sys.stdout.write("\n".join([f"brotli: {'ja' if MODULE.exists() else 'nee'}", *toon(uitkomst), ""]))
        sys.stdout.flush()
        lezing, last = onder_last(Path(map_, "last"), (keuze.site, andere(Path(map_))), keuze.seconden, toeval)
    sys.stdout.write(
        f"gepubliceerd onder last: {WISSELINGEN} keer; bezoekers lazen {dict(lezing.gelezen)}, fout: {lezing.fout[:5] or 'niets'}; "
        f"ondertussen {last.per_seconde:,.0f} pagina's/s, p99 {last.p99:.2f} ms, {last.fouten} fouten\n"
    )
    _bewaar(keuze.json, uitkomst, lezing, last)
    fouten = sum(ronde.fouten for rijen in uitkomst.values() for ronde in rijen.values())
    return int(bool(fouten or last.fouten or lezing.fout))


def _bewaar(pad: Path, uitkomst: Mapping[str, Mapping[str, Ronde]], lezing: Lezing, last: Ronde) -> None:
    alles = {
        "snelheid": {
            soort: {naam: _velden(ronde) for naam, ronde in rijen.items()} for soort, rijen in uitkomst.items()
        },
        "onder last": {"gelezen": lezing.gelezen, "fout": lezing.fout, "last": _velden(last)},
    }
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(json.dumps(alles, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _velden(ronde: Ronde) -> dict[str, float]:
    return {naam: round(getattr(ronde, naam), 3) for naam in Ronde.__slots__}


if __name__ == "__main__":
    sys.exit(main())
