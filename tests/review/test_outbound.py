"""Links to other sites, asked of a server of our own: dead, slow, moved, and answering only the third time."""

from __future__ import annotations

import json
import stat
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from macros.build.content import Content
from macros.review import outbound, upkeep
from tests.conftest import ROOT
from tests.helpers import proof

DAY = date(2026, 11, 22)
HERE = ROOT / ".github/steps/linkinator/node_modules/.bin/linkinator"
"""Where `make links` puts it; the test that needs it is part of `make bench` where it is not there."""


def test_every_address_with_the_files_that_name_it() -> None:
    texts = {
        "docs/b.md": "Zie <https://a.nl/x>, [b](https://b.nl/y_(z)) en https://a.nl/x.",
        "docs/_data/a.yml": "url: https://a.nl/x\nanders: 'http://voorbeeld.nl/weg' https://www.example.org\n",
    }
    assert upkeep.outgoing(texts) == {
        "https://a.nl/x": ["docs/_data/a.yml", "docs/b.md"],
        "https://b.nl/y_(z)": ["docs/b.md"],
    }


def test_what_is_dead_stands_with_its_team_and_the_copy_in_the_archive(contents: Content) -> None:
    catalog = contents.view.catalog
    where = {
        "https://a.nl/": ["docs/praktijken/hackshield.md", "docs/over.md"],
        "https://b.nl/": ["docs/themas/jeugd.md"],
    }
    text = upkeep.dead_links(catalog, where, {"https://a.nl/": 404, "https://b.nl/": 0})
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert "## Redactie" in headings
    assert "## Thema Jeugd" in headings
    assert len(headings) == 3
    assert "- [ ] <https://a.nl/> (status 404), in `docs/praktijken/hackshield.md`, `docs/over.md`; " in text
    assert "[kopie in het archief](https://web.archive.org/web/https://b.nl/)" in text
    assert upkeep.dead_links(catalog, where, {}) == ""


# ── The checker itself stands in ────────────────────────────────────────────────────────────────────────


def _stand_in(folder: Path, links: object) -> str:
    """A program that writes what it was asked and gives this result."""
    program = folder / "linkinator"
    program.write_text(f"#!/bin/sh\ncat links.md >> gevraagd\ncat <<'E'\n{json.dumps(links)}\nE\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return str(program)


def test_what_answered_is_not_asked_again_within_the_week(tmp_path: Path) -> None:
    result = {
        "links": [
            {"url": "https://a.nl/", "state": "OK", "status": 200},
            {"url": "https://b.nl/", "state": "BROKEN", "status": 404},
        ]
    }
    program = _stand_in(tmp_path, result)
    for day, requested in ((DAY, 2), (DAY + timedelta(days=6), 3), (DAY + timedelta(days=7), 5)):
        assert outbound.ask(tmp_path, ["https://a.nl/", "https://b.nl/"], program, day) == {"https://b.nl/": 404}
        assert len((tmp_path / ".cache/gevraagd").read_text(encoding="utf-8").splitlines()) == requested


@pytest.mark.parametrize("result", ["geen json", {"links": []}, {}])
def test_a_checker_that_says_nothing_is_no_good_news(tmp_path: Path, result: object) -> None:
    with pytest.raises(outbound.LinkCheckError):
        outbound.ask(tmp_path, ["https://a.nl/"], _stand_in(tmp_path, result), DAY)
    with pytest.raises(outbound.LinkCheckError, match="liep niet"):
        outbound.ask(tmp_path, ["https://a.nl/"], str(tmp_path / "weg"), DAY)
    assert not (tmp_path / outbound.MEMORY).exists()


# ── The checker itself, against a server of our own ─────────────────────────────────────────────────────


class _Server(BaseHTTPRequestHandler):
    times: ClassVar[Counter[str]] = Counter()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.times[self.path] += 1
        down = self.path == "/wankel" and self.times[self.path] < 4
        status = {"/weg": 404, "/op-slot": 403, "/verhuisd": 301, "/stuk": 500}.get(self.path, 503 if down else 200)
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
    _Server.times = Counter()
    service = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=service.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{service.server_port}"
    service.shutdown()
    service.server_close()


@pytest.mark.against("linkinator")
def test_dead_slow_moved_and_flaky(server: str, tmp_path: Path) -> None:
    paths = ("goed", "weg", "op-slot", "verhuisd", "stuk", "traag", "wankel")
    dead = outbound.ask(tmp_path, [f"{server}/{path}" for path in paths], proof.linkinator(), DAY)
    assert dead == {f"{server}/weg": 404, f"{server}/stuk": 500}
    assert _Server.times["/wankel"] >= 4  # tried again until it answered
    assert _Server.times["/stuk"] >= 4
    times = _Server.times.total()
    assert (
        outbound.ask(tmp_path, [f"{server}/{path}" for path in ("goed", "traag", "verhuisd")], proof.linkinator(), DAY)
        == {}
    )
    assert _Server.times.total() == times  # remembered
