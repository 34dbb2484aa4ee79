"""The whole of deploy/nginx/kennisbank.conf, with TLS: as a server would run it, but for the ports and the certificate."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from macros.release import headers
from tests.helpers.servers import MODULE, draait, nginx_mappen, nginx_regels, programma, vrije_poort
from tests.site.test_server import uitgave

__all__ = ["uitgave"]

NGINX = programma("nginx")
pytestmark = pytest.mark.skipif(
    not (NGINX and shutil.which("openssl")), reason="nginx or openssl is not on this machine: NOT TESTED against it"
)
NAAM = "veiligheidsnetwerken.nl"


class Poorten(NamedTuple):
    """Where the server listens."""

    http: int
    https: int


@pytest.fixture(scope="module")
def poorten(uitgave: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poorten]:
    werk = tmp_path_factory.mktemp("tls")
    gevonden = Poorten(vrije_poort(), vrije_poort())
    _schrijf(werk, uitgave, gevonden)
    with draait([str(NGINX), "-c", str(werk / "nginx.conf"), "-p", str(werk)], gevonden.https, werk):
        yield gevonden


def _schrijf(werk: Path, uitgave_: Path, poorten_: Poorten) -> None:
    subprocess.run(  # noqa: S603 - our own command
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",  # noqa: S607
         f"/CN={NAAM}", "-addext", f"subjectAltName=DNS:{NAAM}", "-keyout", str(werk / "privkey.pem"), "-out", str(werk / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    kop = nginx_regels(werk, uitgave_, lambda tekst: _hier(tekst, werk, poorten_))
    (werk / "nginx.conf").write_text(
        f"{kop}http {{ {nginx_mappen(werk)} include {werk}/nginx/kennisbank.conf; }}\n", encoding="utf-8"
    )


def _hier(tekst: str, werk: Path, poorten_: Poorten) -> str:
    """A file of ours with the ports and the certificate of this test."""
    anders = {
        f"/etc/letsencrypt/live/{NAAM}": str(werk), "listen [::]:80;": "", "listen [::]:443 ssl http2;": "",
        "listen 80;": f"listen 127.0.0.1:{poorten_.http};", "listen 443 ssl": f"listen 127.0.0.1:{poorten_.https} ssl",
    }  # fmt: skip
    for oud, nieuw in anders.items():
        tekst = tekst.replace(oud, nieuw)
    return tekst if MODULE.exists() else re.sub(r"(?m)^    include .*brotli\.conf;\n", "", tekst)


def _begroet(poort: int, versie: ssl.TLSVersion, ciphers: str = "ALL:@SECLEVEL=0") -> str:
    """The version that server and client agree on."""
    zaak = ssl.create_default_context()
    zaak.check_hostname, zaak.verify_mode = False, ssl.CERT_NONE
    zaak.set_ciphers(ciphers)
    zaak.minimum_version = zaak.maximum_version = versie
    with (
        socket.create_connection(("127.0.0.1", poort), 5) as lijn,
        zaak.wrap_socket(lijn, server_hostname=NAAM) as veilig,
    ):
        return veilig.version() or ""


def test_new_versions_only(poorten: Poorten) -> None:
    assert _begroet(poorten.https, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert _begroet(poorten.https, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    with pytest.warns(DeprecationWarning, match="TLSv1_1"), pytest.raises((ssl.SSLError, ConnectionError)):
        _begroet(poorten.https, ssl.TLSVersion.TLSv1_1)


@pytest.mark.parametrize("ciphers", ["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"])
def test_old_ciphers_are_refused(poorten: Poorten, ciphers: str) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        _begroet(poorten.https, ssl.TLSVersion.TLSv1_2, f"{ciphers}:@SECLEVEL=0")


def test_a_page_over_tls_with_its_headers(poorten: Poorten) -> None:
    zaak = ssl.create_default_context()
    zaak.check_hostname, zaak.verify_mode = False, ssl.CERT_NONE
    verbinding = http.client.HTTPSConnection("127.0.0.1", poorten.https, timeout=5, context=zaak)
    verbinding.request("GET", "/themas/", headers={"Host": NAAM})
    antwoord = verbinding.getresponse()
    inhoud = antwoord.read()
    verbinding.close()
    assert antwoord.status == 200
    assert b"thema" in inhoud
    for naam, waarde in headers.VASTE.items():
        assert antwoord.getheader(naam) == waarde, naam


def test_without_tls_one_is_sent_on(poorten: Poorten) -> None:
    verbinding = http.client.HTTPConnection("127.0.0.1", poorten.http, timeout=5)
    verbinding.request("GET", "/themas/?a=b", headers={"Host": NAAM})
    antwoord = verbinding.getresponse()
    verbinding.close()
    assert (antwoord.status, antwoord.getheader("Location")) == (301, f"https://{NAAM}/themas/?a=b")
