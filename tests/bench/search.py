"""The search part of `make bench`: Material's lunr, Pagefind and ours, on the same pages, in one run, in Chromium.

Usage: python -m tests.bench.search [site] [--chromium /usr/bin/chromium]

The questions and their answers are those of tests/search/questions.json, tuned on and kept apart, and questions-blind.json:
written before the ranking was worked on and looked at only here, as a whole. Recall@5 is the share of all right pages (of
at most five) among the first five; "answered" is whether any of them is there. Material's index is made by its own plugin
with its settings for Dutch and searched by its own worker; Pagefind is its own program and script. None of them is
given its window, so bytes and milliseconds are those of engine and index alone, gzipped as any server does.
Questions that ask for a member of staff by name cannot be answered: such names are not on the site. They count in the
table, and once more the table says what it is without them. After the comparison comes the growth (groei.py).
An explanation of a term is a card and no result in our window. To be fair, pages of the glossary are taken out of
every engine's list, unless such a page is what the question asks for.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import material  # type: ignore[import-untyped]
from material.plugins.search.plugin import SearchPlugin  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import sync_playwright

from macros.search.index import bouw_index
from tests.bench import growth
from tests.search import built, corpus, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HIER = Path(__file__).parent
WERKER = HIER.parents[1] / "overrides/assets/zoek-werker.js"
MATERIAL = Path(material.__file__).parent / "templates/assets/javascripts"
ARTIKEL = re.compile(r'<article class="tekst">(.*?)</article>', re.DOTALL)
KOUD = 12
"""Questions that are also asked from nothing, each in a browser without a cache."""
NAMEN = {"material": "Material's lunr (nl)", "pagefind": "Pagefind", "ons": "ours"}


@cache
def _samengeperst(pad: Path) -> bytes:
    """A file as a server that compresses beforehand sends it."""
    return gzip.compress(pad.read_bytes(), 9, mtime=0)


class _Bediende(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, gzipped, and counts the bytes of what it sends."""

    map_: ClassVar[str] = ""
    verstuurd: ClassVar[list[tuple[str, int]]] = []
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        pad = Path(self.map_, path.partition("?")[0].lstrip("/"))
        return str(pad / "index.html" if pad.is_dir() else pad)

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        pad = Path(self.translate_path(self.path))
        if not pad.is_file():
            self.send_error(404)
            return
        inhoud = _samengeperst(pad)
        type(self).verstuurd.append((self.path, len(inhoud)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(pad)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(inhoud)))
        self.end_headers()
        self.wfile.write(inhoud)


@contextmanager
def _server(map_: Path) -> Iterator[str]:
    _Bediende.map_ = str(map_)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Bediende) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def _maak_ons(site: Path, doel: Path) -> None:
    shutil.rmtree(doel / "zoek", ignore_errors=True)
    bron = site if (site / "zoek/kern.json").is_file() else None
    if bron:
        shutil.copytree(bron / "zoek", doel / "zoek")
    else:
        measure.schrijf(bouw_index(built.documenten(site), corpus.concepten()), doel)
    shutil.copy(WERKER, doel / "bank/zoek-werker.js")


def _maak_material(site: Path, doel: Path) -> None:
    """Material's plugin over the content of our pages, with what it chooses for `language: nl` itself."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "bank", "theme": {"name": "material", "language": "nl"}})
    config.validate()
    plugin = SearchPlugin()
    plugin.load_config({})
    plugin.on_startup(command="build", dirty=False)
    plugin.on_config(config)
    for bestand in sorted(site.rglob("index.html")):
        plugin.search_index.add_entry_from_context(_blad(site, bestand))
    (doel / "bank/search_index.json").write_text(plugin.search_index.generate_search_index(None), encoding="utf-8")
    (doel / "bank/material/workers").mkdir(parents=True)
    shutil.copy(next((MATERIAL / "workers").glob("search.*.min.js")), doel / "bank/material/workers/search.js")
    shutil.copytree(MATERIAL / "lunr", doel / "bank/material/lunr")


def _blad(site: Path, bestand: Path) -> SimpleNamespace:
    """What Material's plugin reads of a MkDocs page."""
    html = bestand.read_text(encoding="utf-8")
    artikel = ARTIKEL.search(html)
    titel = re.sub(r"<[^>]+>", "", (re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL) or [html, ""])[1])
    url = bestand.parent.relative_to(site).as_posix().removeprefix(".")
    inhoud = re.sub(r"<nav.*?</nav>", "", artikel[1] if artikel else html, flags=re.DOTALL)
    return SimpleNamespace(content=inhoud, meta={}, toc=[], url=f"{url}/" if url else "", title=titel)


def _maak_pagefind(site: Path, doel: Path) -> bool:
    if not find_spec("pagefind"):
        return False
    for bestand in site.rglob("index.html"):
        kopie = doel / bestand.relative_to(site)
        kopie.parent.mkdir(parents=True, exist_ok=True)
        html = bestand.read_text(encoding="utf-8")
        kopie.write_text(html.replace('<article class="tekst">', '<article data-pagefind-body class="tekst">'), "utf-8")
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(doel)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return True


@dataclass(frozen=True)
class Rij:
    """What one engine did."""

    tabel: dict[str, tuple[int, float, float, float]]
    apart: dict[str, tuple[int, float, float, float]]
    blind: dict[str, tuple[int, float, float, float]]
    zonder: dict[str, tuple[int, float, float, float]]
    """All questions but those that ask for a member of staff."""
    bytes: float
    ms: float
    leeg: float

    @property
    def groepen(self) -> tuple[dict[str, tuple[int, float, float, float]], ...]:
        """Tuned on, kept apart, blind."""
        return self.tabel, self.apart, self.blind


def _zonder_begrippen(antwoord: dict[str, Any], goed: list[str]) -> tuple[str, ...]:
    paden = ([antwoord["kaart"]] if antwoord["kaart"] in goed else []) + antwoord["paden"]
    return tuple(pad for pad in paden if pad in goed or not pad.startswith("begrippen/"))


def _open(browser: Browser, basis: str) -> Page:
    pagina = browser.new_context().new_page()
    pagina.goto(f"{basis}bank/")
    return pagina


def _meet(browser: Browser, basis: str, naam: str) -> Rij:
    vragen = [*measure.vragen(), *({**vraag, "apart": False, "blind": True} for vraag in measure.blinde_vragen())]
    pagina = _open(browser, basis)
    antwoorden = pagina.evaluate(
        "([naam, vragen]) => alles(naam, vragen, 20)", [naam, [vraag["vraag"] for vraag in vragen]]
    )
    uitslagen = [
        measure.Uitslag(vraag, _zonder_begrippen(antwoord, vraag["antwoord"]), 0)
        for vraag, antwoord in zip(vragen, antwoorden, strict=True)
    ]
    koud = [_koud(browser, basis, naam, vraag["vraag"]) for vraag in vragen[:: len(vragen) // KOUD][:KOUD]]
    return Rij(
        measure.tabel(_van(uitslagen, apart=False, blind=False)),
        measure.tabel(_van(uitslagen, apart=True, blind=False)),
        measure.tabel(_van(uitslagen, apart=False, blind=True)),
        measure.tabel(
            uitslag for uitslag in uitslagen if not (uitslag.vraag.get("persoon") or uitslag.vraag.get("blind"))
        ),
        statistics.median(bytes_ for bytes_, _ in koud),
        statistics.median(ms for _, ms in koud),
        100 * sum(not antwoord["paden"] and not antwoord["kaart"] for antwoord in antwoorden) / len(antwoorden),
    )


def _van(uitslagen: list[measure.Uitslag], *, apart: bool, blind: bool) -> list[measure.Uitslag]:
    gevraagd = (apart, blind)
    return [uitslag for uitslag in uitslagen if (uitslag.vraag["apart"], uitslag.vraag.get("blind", False)) == gevraagd]


def _koud(browser: Browser, basis: str, naam: str, vraag: str) -> tuple[int, float]:
    pagina = _open(browser, basis)
    _Bediende.verstuurd.clear()
    ms = pagina.evaluate("([naam, vraag]) => koud(naam, vraag)", [naam, vraag])
    pagina.context.close()
    return sum(bytes_ for _, bytes_ in _Bediende.verstuurd), float(ms)


def _druk(rijen: dict[str, Rij], paginas: int) -> str:
    """The table, in Markdown."""
    aantallen = f"{len(measure.vragen())} questions and {len(measure.blinde_vragen())} blind ones"
    maten = "Recall@5 / MRR@10, %; tuned on | kept apart | blind"
    regels = [f"Search, {paginas} pages, {aantallen}; {maten}", ""]
    regels += ["| | " + " | ".join(NAMEN[naam] for naam in rijen) + " |", "| --- |" + " --- |" * len(rijen)]
    eerste = next(iter(rijen.values()))
    for klasse in sorted(eerste.tabel, key=lambda klasse: (klasse != "alle", klasse)):
        cellen = [
            " \\| ".join(f"{groep[klasse][2]:.0f} / {groep[klasse][3]:.0f}" for groep in rij.groepen)
            for rij in rijen.values()
        ]
        vragen = " + ".join(str(groep[klasse][0]) for groep in eerste.groepen)
        regels.append(f"| {klasse} ({vragen}) | " + " | ".join(cellen) + " |")
    beantwoord = [" \\| ".join(f"{groep['alle'][1]:.0f}" for groep in rij.groepen) for rij in rijen.values()]
    regels.append("| answered: any right page among the first five | " + " | ".join(beantwoord) + " |")
    for klasse in ("alle", "names"):
        cellen = [f"{rij.zonder[klasse][2]:.0f} / {rij.zonder[klasse][3]:.0f}" for rij in rijen.values()]
        regels.append(
            f"| {klasse}, tuned and apart, without names of staff ({eerste.zonder[klasse][0]}) | "
            + " | ".join(cellen)
            + " |"
        )
    regels.append(
        "| bytes to the first five results | "
        + " | ".join(f"{rij.bytes / 1000:.0f} KB" for rij in rijen.values())
        + " |"
    )
    regels.append(
        "| milliseconds, cold, local network | " + " | ".join(f"{rij.ms:.0f}" for rij in rijen.values()) + " |"
    )
    regels.append(
        "| questions with no result at all | " + " | ".join(f"{rij.leeg:.0f} %" for rij in rijen.values()) + " |"
    )
    return "\n".join(regels)


def bank(site: Path, chromium: str) -> str:
    """Runs the comparison on a built site and gives the table."""
    with tempfile.TemporaryDirectory() as map_:
        doel = Path(map_)
        (doel / "bank").mkdir()
        (doel / "bank/index.html").write_text('<!doctype html><title>bank</title><script src="engines.js"></script>')
        shutil.copy(HIER / "engines.js", doel / "bank/engines.js")
        namen = ["material", *(["pagefind"] if _maak_pagefind(site, doel) else []), "ons"]
        _maak_material(site, doel)
        _maak_ons(site, doel)
        with _server(doel) as basis, sync_playwright() as spel:
            browser = spel.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
            rijen = {naam: _meet(browser, basis, naam) for naam in namen}
            browser.close()
    zonder = (
        ""
        if "pagefind" in namen
        else "\n\nPagefind is not installed (pip install 'pagefind[bin]'): its column is left out."
    )
    return _druk(rijen, sum(1 for _ in site.rglob("index.html"))) + zonder


def main() -> None:
    """The command."""
    lezer = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    lezer.add_argument("site", nargs="?", type=Path, default=Path("site"))
    lezer.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    opties = lezer.parse_args()
    sys.stdout.write(bank(opties.site, opties.chromium) + "\n\n" + growth.tabel(list(growth.MATEN)) + "\n")


if __name__ == "__main__":
    main()
