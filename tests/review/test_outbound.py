"""Links to other sites, asked of a server of our own: dead, slow, moved, and answering only the third time."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from macros.build.content import Inhoud
from macros.review import outbound, upkeep
from tests.conftest import WORTEL

DAG = date(2026, 11, 22)
HIER = WORTEL / ".github/stappen/linkinator/node_modules/.bin/linkinator"
"""Where `make links` puts it; the test that needs it is part of `make bench` where it is not there."""


def test_every_address_with_the_files_that_name_it() -> None:
    teksten = {
        "docs/b.md": "Zie <https://a.nl/x>, [b](https://b.nl/y_(z)) en https://a.nl/x.",
        "docs/_data/a.yml": "url: https://a.nl/x\nanders: 'http://voorbeeld.nl/weg' https://www.example.org\n",
    }
    assert upkeep.uitgaand(teksten) == {
        "https://a.nl/x": ["docs/_data/a.yml", "docs/b.md"],
        "https://b.nl/y_(z)": ["docs/b.md"],
    }


def test_what_is_dead_stands_with_its_team_and_the_copy_in_the_archive(inhoud: Inhoud) -> None:
    catalog = inhoud.weergave.catalog
    waar = {
        "https://a.nl/": ["docs/praktijken/hackshield.md", "docs/over.md"],
        "https://b.nl/": ["docs/themas/jeugd.md"],
    }
    tekst = upkeep.dode_links(catalog, waar, {"https://a.nl/": 404, "https://b.nl/": 0})
    koppen = [regel for regel in tekst.splitlines() if regel.startswith("## ")]
    assert "## Redactie" in koppen
    assert "## Thema Jeugd" in koppen
    assert len(koppen) == 3
    assert "- [ ] <https://a.nl/> (status 404), in `docs/praktijken/hackshield.md`, `docs/over.md`; " in tekst
    assert "[kopie in het archief](https://web.archive.org/web/https://b.nl/)" in tekst
    assert upkeep.dode_links(catalog, waar, {}) == ""


# ── The checker itself stands in ────────────────────────────────────────────────────────────────────────


def _plaatsvervanger(map_: Path, links: object) -> str:
    """A program that writes what it was asked and gives this result."""
    programma = map_ / "linkinator"
    programma.write_text(f"#!/bin/sh\ncat links.md >> gevraagd\ncat <<'E'\n{json.dumps(links)}\nE\n", encoding="utf-8")
    programma.chmod(programma.stat().st_mode | stat.S_IEXEC)
    return str(programma)


def test_what_answered_is_not_asked_again_within_the_week(tmp_path: Path) -> None:
    uitslag = {
        "links": [
            {"url": "https://a.nl/", "state": "OK", "status": 200},
            {"url": "https://b.nl/", "state": "BROKEN", "status": 404},
        ]
    }
    programma = _plaatsvervanger(tmp_path, uitslag)
    for dag, gevraagd in ((DAG, 2), (DAG + timedelta(days=6), 3), (DAG + timedelta(days=7), 5)):
        assert outbound.vraag(tmp_path, ["https://a.nl/", "https://b.nl/"], programma, dag) == {"https://b.nl/": 404}
        assert len((tmp_path / ".cache/gevraagd").read_text(encoding="utf-8").splitlines()) == gevraagd


@pytest.mark.parametrize("uitslag", ["geen json", {"links": []}, {}])
def test_a_checker_that_says_nothing_is_no_good_news(tmp_path: Path, uitslag: object) -> None:
    with pytest.raises(outbound.Linkfout):
        outbound.vraag(tmp_path, ["https://a.nl/"], _plaatsvervanger(tmp_path, uitslag), DAG)
    with pytest.raises(outbound.Linkfout, match="liep niet"):
        outbound.vraag(tmp_path, ["https://a.nl/"], str(tmp_path / "weg"), DAG)
    assert not (tmp_path / outbound.GEHEUGEN).exists()


# ── The checker itself, against a server of our own ─────────────────────────────────────────────────────


class _Server(BaseHTTPRequestHandler):
    keer: ClassVar[Counter[str]] = Counter()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.keer[self.path] += 1
        gezakt = self.path == "/wankel" and self.keer[self.path] < 4
        status = {"/weg": 404, "/op-slot": 403, "/verhuisd": 301, "/stuk": 500}.get(self.path, 503 if gezakt else 200)
        if self.path == "/traag":
            threading.Event().wait(1.5)
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/goed")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    _Server.keer = Counter()
    dienst = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    draad = threading.Thread(target=dienst.serve_forever, daemon=True)
    draad.start()
    yield f"http://127.0.0.1:{dienst.server_port}"
    dienst.shutdown()
    dienst.server_close()


@pytest.mark.skipif(
    not (programma := os.environ.get("LINKINATOR") or shutil.which(str(HIER))),
    reason="linkinator is not installed (`make links` installs it): NOT TESTED against it",
)
def test_dead_slow_moved_and_flaky(server: str, tmp_path: Path) -> None:
    paden = ("goed", "weg", "op-slot", "verhuisd", "stuk", "traag", "wankel")
    dood = outbound.vraag(tmp_path, [f"{server}/{pad}" for pad in paden], str(programma), DAG)
    assert dood == {f"{server}/weg": 404, f"{server}/stuk": 500}
    assert _Server.keer["/wankel"] >= 4  # tried again until it answered
    assert _Server.keer["/stuk"] >= 4
    keer = _Server.keer.total()
    assert (
        outbound.vraag(tmp_path, [f"{server}/{pad}" for pad in ("goed", "traag", "verhuisd")], str(programma), DAG)
        == {}
    )
    assert _Server.keer.total() == keer  # remembered
