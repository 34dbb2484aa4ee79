"""What is known of vulnerabilities in our packages is asked of a service, and an answer that does not come is no 'none'."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from macros.release import archive
from tests.conftest import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-audit.lock")
KNOWN = {
    "id": "PYSEC-2026-1", "modified": "2026-11-01T00:00:00Z", "summary": "A made-up one.",
    "affected": [{
        "package": {"name": "jinja2", "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
    }],
}  # fmt: skip


@contextmanager
def service(answers: Mapping[str, Any], status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A service on this machine that speaks OSV's query; its address, and the packages that it was asked about."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            name = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]["name"]
            asked.append(name)
            body = json.dumps(answers.get(name, {})).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query", asked
    finally:
        server.shutdown()
        server.server_close()


def _audit(address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own step
        [str(ROOT / ".github/steps/kwetsbaar")], capture_output=True, text=True, check=False, env=os.environ | {"OSV": address}
    )  # fmt: skip


def test_every_package_of_every_lock_file_is_asked_about() -> None:
    with service({}) as (address, asked):
        outcome = _audit(address)
    packages = {
        package.naam
        for lock in LOCKS
        for package in archive.packages((ROOT / lock).read_text("utf-8"))
        if not package.condition  # of another system or another Python
    }
    assert (outcome.returncode, outcome.stdout) == (0, ""), outcome.stderr
    assert outcome.stderr.startswith("Geen bekende kwetsbaarheden in ")
    assert packages <= {*asked}


def test_what_is_known_is_told_with_the_version_that_mends_it() -> None:
    with service({"jinja2": {"vulns": [KNOWN]}}) as (address, _):
        outcome = _audit(address)
    assert outcome.returncode == 1
    assert [cell in outcome.stdout for cell in ("jinja2", "PYSEC-2026-1", "99.0")] == [True, True, True]


@pytest.mark.parametrize("status", [None, 503])
def test_no_answer_is_never_none_known(status: int | None) -> None:
    with service({}, status or 200) as (address, _):
        outcome = _audit(address if status else "http://127.0.0.1:9/v1/query")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "Niet gecontroleerd op bekende kwetsbaarheden" in outcome.stderr
