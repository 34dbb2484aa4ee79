"""Web servers for tests and benches: Python's own for a folder, nginx and Caddy with the configuration of deploy/."""

from __future__ import annotations

import functools
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from macros.release import publish
from macros.release.servers import program

DEPLOY = Path(__file__).parents[2] / "deploy"
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
"""What nginx needs to send brotli (Debian: libnginx-mod-http-brotli-static)."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing: a test that fails tells what it needs."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path, kind: type[SimpleHTTPRequestHandler] = Quiet, port: int = 0) -> Iterator[str]:
    """A folder at an address of this machine, which ends in `/`; at any port when it is 0."""
    with ThreadingHTTPServer(("127.0.0.1", port), functools.partial(kind, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


# ── nginx and Caddy ─────────────────────────────────────────────────────────────────────────────────────


def make_readable(target: Path, until: str) -> None:
    """Let the server's own user read a folder that only its maker may enter, and those above it whose names begin so."""
    for folder in (target, *target.parents):
        if folder == target or folder.name.startswith(until):
            folder.chmod(0o755)


def nginx_rules(work: Path, release: Path, different: Callable[[str], str] = str) -> str:
    """Our files for nginx beside `work`, as they are but for the folder; answers what stands before `http`.

    Args:
        work: where they come, in `nginx/`.
        release: the folder that is published to.
        different: what else a test has different in each file.
    """
    shutil.copytree(DEPLOY / "nginx", work / "nginx")
    for path in (work / "nginx").iterdir():
        text = path.read_text(encoding="utf-8").replace("/srv/kennisbank/nginx", str(work / "nginx"))
        path.write_text(different(text.replace("/srv/kennisbank", str(release))), encoding="utf-8")
    load = f"load_module {MODULE};" if MODULE.exists() else ""
    # As root its workers would be another user, whom the folder of a test run does not let in.
    user = "user root; " if os.geteuid() == 0 else ""
    return f"{load} {user}daemon off; pid {work}/pid; error_log stderr; worker_processes 1; events {{ worker_connections 256; }}\n"


def nginx_folders(work: Path) -> str:
    """Where nginx keeps what it does not use, and that it writes no log."""
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "access_log off; " + " ".join(f"{name}_temp_path {work}/{name};" for name in names) + "\n"


def nginx(work: Path, release: Path, port: int, *, different: Callable[[str], str] = str) -> list[str]:
    """The command that serves a release on this port; only address and certificate differ from kennisbank.conf."""
    heading = nginx_rules(work, release, different)
    brotli = f"include {work}/nginx/brotli.conf;" if MODULE.exists() else ""
    (work / "nginx.conf").write_text(
        f"{heading}http {{ {nginx_folders(work)} include {work}/nginx/kaarten.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; access_log {work}/access.log kennisbank;\n"
        f"include {work}/nginx/site.conf; {brotli} }} }}\n",
        encoding="utf-8",
    )
    return [str(program("nginx")), "-c", str(work / "nginx.conf"), "-p", str(work)]


@contextmanager
def gepubliceerd(site: Path) -> Iterator[str]:
    """A site that was built, as nginx serves it once it is published; answers its address, which ends in `/`."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="gepubliceerd-") as folder:
        target, work = Path(folder, "srv"), Path(folder, "werk")
        target.mkdir()
        work.mkdir()
        make_readable(target, "gepubliceerd-")
        publish_site(target, site, "0")
        with running(nginx(work, target, port), port, work):
            yield f"http://127.0.0.1:{port}/"


def publish_site(target: Path, site: Path, number: str) -> None:
    """Put a site that was built in place."""

    def build(folder: Path) -> None:
        shutil.copytree(site, folder)

    publish.publish_site(target, target, build=build, now=f"20261122T00000{number}Z")


@contextmanager
def running(command: list[str], port: int, work: Path, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """A server that runs as long as it takes; begins when it takes connections."""
    with (work / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own command
        try:
            _wait(port, process, work / "log")
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


class Client:
    """Asks a server things as they are: no redirects followed, nothing decoded."""

    def __init__(self, port: int, log: Path | None = None) -> None:
        self.log = log
        self.port = port

    def vraag(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer and what is in it; `If_None_Match` in Python is `If-None-Match` in HTTP."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            heading = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=heading)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()
