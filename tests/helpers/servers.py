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

DEPLOY = Path(__file__).parents[2] / "deploy"
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
"""What nginx needs to send brotli (Debian: libnginx-mod-http-brotli-static)."""


class Stil(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing: a test that fails tells what it needs."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def bediend(map_: Path, soort: type[SimpleHTTPRequestHandler] = Stil) -> Iterator[str]:
    """A folder at an address of this machine, which ends in `/`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(soort, directory=str(map_))) as server:
        draad = threading.Thread(target=server.serve_forever, daemon=True)
        draad.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            draad.join()


def vrije_poort() -> int:
    """A port on which nothing listens."""
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort: int = vrij.getsockname()[1]
        return poort


# ── nginx and Caddy ─────────────────────────────────────────────────────────────────────────────────────


def programma(naam: str) -> str | None:
    """Where a server is, if it is on this machine; Debian keeps nginx out of a user's path."""
    return shutil.which(naam, path=f"{os.environ['PATH']}:/usr/sbin")


def maak_leesbaar(doel: Path, tot: str) -> None:
    """Let the server's own user read a folder that only its maker may enter, and those above it whose names begin so."""
    for map_ in (doel, *doel.parents):
        if map_ == doel or map_.name.startswith(tot):
            map_.chmod(0o755)


def nginx_regels(werk: Path, uitgave: Path, anders: Callable[[str], str] = str) -> str:
    """Our files for nginx beside `werk`, as they are but for the folder; answers what stands before `http`.

    Args:
        werk: where they come, in `nginx/`.
        uitgave: the folder that is published to.
        anders: what else a test has different in each file.
    """
    shutil.copytree(DEPLOY / "nginx", werk / "nginx")
    for pad in (werk / "nginx").iterdir():
        tekst = pad.read_text(encoding="utf-8").replace("/srv/kennisbank/nginx", str(werk / "nginx"))
        pad.write_text(anders(tekst.replace("/srv/kennisbank", str(uitgave))), encoding="utf-8")
    laad = f"load_module {MODULE};" if MODULE.exists() else ""
    return f"{laad} daemon off; pid {werk}/pid; error_log stderr; worker_processes 1; events {{ worker_connections 256; }}\n"


def nginx_mappen(werk: Path) -> str:
    """Where nginx keeps what it does not use, and that it writes no log."""
    namen = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "access_log off; " + " ".join(f"{naam}_temp_path {werk}/{naam};" for naam in namen) + "\n"


def nginx(werk: Path, uitgave: Path, poort: int, *, anders: Callable[[str], str] = str) -> list[str]:
    """The command that serves a release on this port; only address and certificate differ from kennisbank.conf."""
    kop = nginx_regels(werk, uitgave, anders)
    brotli = f"include {werk}/nginx/brotli.conf;" if MODULE.exists() else ""
    (werk / "nginx.conf").write_text(
        f"{kop}http {{ {nginx_mappen(werk)} include {werk}/nginx/kaarten.conf;\n"
        f"server {{ listen 127.0.0.1:{poort}; include {werk}/nginx/site.conf; {brotli} }} }}\n",
        encoding="utf-8",
    )
    return [str(programma("nginx")), "-c", str(werk / "nginx.conf"), "-p", str(werk)]


@contextmanager
def gepubliceerd(site: Path) -> Iterator[str]:
    """A site that was built, as nginx serves it once it is published; answers its address, which ends in `/`."""
    poort = vrije_poort()
    with tempfile.TemporaryDirectory(prefix="gepubliceerd-") as map_:
        doel, werk = Path(map_, "srv"), Path(map_, "werk")
        doel.mkdir()
        werk.mkdir()
        maak_leesbaar(doel, "gepubliceerd-")
        publiceer(doel, site, "0")
        with draait(nginx(werk, doel, poort), poort, werk):
            yield f"http://127.0.0.1:{poort}/"


def publiceer(doel: Path, site: Path, nummer: str) -> None:
    """Put a site that was built in place."""

    def bouw(map_: Path) -> None:
        shutil.copytree(site, map_)

    publish.publiceer(doel, doel, bouw=bouw, nu=f"20261122T00000{nummer}Z")


@contextmanager
def draait(opdracht: list[str], poort: int, werk: Path, omgeving: Mapping[str, str] | None = None) -> Iterator[None]:
    """A server that runs as long as it takes; begins when it takes connections."""
    with (werk / "log").open("wb") as log:
        proces = subprocess.Popen(opdracht, env=omgeving, stdout=log, stderr=log)  # noqa: S603 - our own command
        try:
            _wacht(poort, proces, werk / "log")
            yield
        finally:
            proces.terminate()
            proces.wait(30)


def _wacht(poort: int, proces: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert proces.poll() is None, log.read_text(encoding="utf-8")
        with socket.socket() as klant:
            if klant.connect_ex(("127.0.0.1", poort)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


class Klant:
    """Asks a server things as they are: no redirects followed, nothing decoded."""

    def __init__(self, poort: int) -> None:
        self.poort = poort

    def vraag(self, pad: str, methode: str = "GET", **koppen: str) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer and what is in it; `If_None_Match` in Python is `If-None-Match` in HTTP."""
        verbinding = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=30)
        try:
            kop = {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
            verbinding.request(methode, pad, headers=kop)
            antwoord = verbinding.getresponse()
            return antwoord, antwoord.read()
        finally:
            verbinding.close()
