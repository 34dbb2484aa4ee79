"""The whole of deploy/nginx/kennisbank.conf, with TLS: as a server would run it, but for the ports and the certificate."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from macros.release import headers
from macros.release.servers import program
from tests.helpers.servers import MODULE, free_port, nginx_folders, nginx_rules, running
from tests.site.test_server import release

__all__ = ["release"]

NGINX = program("nginx")
pytestmark = [pytest.mark.against("nginx"), pytest.mark.against("openssl")]
NAME = "netwerk.example"


class Ports(NamedTuple):
    """Where the server listens."""

    http: int
    https: int


@pytest.fixture(scope="module")
def ports(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    work = tmp_path_factory.mktemp("tls")
    found = Ports(free_port(), free_port())
    _write(work, release, found)
    with running([str(NGINX), "-c", str(work / "nginx.conf"), "-p", str(work)], found.https, work):
        yield found


def _write(work: Path, release_: Path, ports_: Ports) -> None:
    subprocess.run(  # noqa: S603 - our own command
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",  # noqa: S607
         f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(work / "privkey.pem"), "-out", str(work / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    heading = nginx_rules(work, release_, lambda text: _here(text, work, ports_))
    (work / "nginx.conf").write_text(
        f"{heading}http {{ {nginx_folders(work)} include {work}/nginx/kennisbank.conf; }}\n", encoding="utf-8"
    )


def _here(text: str, work: Path, ports_: Ports) -> str:
    """A file of ours with the ports and the certificate of this test."""
    different = {
        "/etc/letsencrypt/live/kennisbank": str(work), "listen [::]:80;": "", "listen [::]:443 ssl http2;": "",
        "listen 80;": f"listen 127.0.0.1:{ports_.http};", "listen 443 ssl": f"listen 127.0.0.1:{ports_.https} ssl",
    }  # fmt: skip
    for old, new in different.items():
        text = text.replace(old, new)
    return text if MODULE.exists() else re.sub(r"(?m)^    include .*brotli\.conf;\n", "", text)


def _handshake(port: int, version_: ssl.TLSVersion, ciphers: str = "ALL:@SECLEVEL=0") -> str:
    """The version that server and client agree on."""
    tls_context = ssl.create_default_context()
    tls_context.check_hostname, tls_context.verify_mode = False, ssl.CERT_NONE
    tls_context.set_ciphers(ciphers)
    tls_context.minimum_version = tls_context.maximum_version = version_
    with (
        socket.create_connection(("127.0.0.1", port), 5) as line,
        tls_context.wrap_socket(line, server_hostname=NAME) as safe,
    ):
        return safe.version() or ""


def test_new_versions_only(ports: Ports) -> None:
    assert _handshake(ports.https, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert _handshake(ports.https, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    with pytest.warns(DeprecationWarning, match="TLSv1_1"), pytest.raises((ssl.SSLError, ConnectionError)):
        _handshake(ports.https, ssl.TLSVersion.TLSv1_1)


@pytest.mark.parametrize("ciphers", ["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"])
def test_old_ciphers_are_refused(ports: Ports, ciphers: str) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        _handshake(ports.https, ssl.TLSVersion.TLSv1_2, f"{ciphers}:@SECLEVEL=0")


def test_a_page_over_tls_with_its_headers(ports: Ports) -> None:
    tls_context = ssl.create_default_context()
    tls_context.check_hostname, tls_context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", ports.https, timeout=5, context=tls_context)
    connection.request("GET", "/themas/", headers={"Host": NAME})
    answer = connection.getresponse()
    contents = answer.read()
    connection.close()
    assert answer.status == 200
    assert b"thema" in contents
    for name, value in headers.FIXED.items():
        assert answer.getheader(name) == value, name


def test_without_tls_one_is_sent_on(ports: Ports) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", ports.http, timeout=5)
    connection.request("GET", "/themas/?a=b", headers={"Host": NAME})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{NAME}/themas/?a=b")
