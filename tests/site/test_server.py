"""The server as readers meet it: nginx and Caddy with our configuration, on loopback, serving a published release.

These tests need the servers of Debian (`.ci/server` installs them where that is allowed). Where one is not there its tests
are reported as skipped with the reason; that the configuration says what the build computes is tested everywhere
(tests/release/test_headers.py).
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import brotli
import pytest

from macros.release import headers, markup, publish
from macros.release.redirects import Omleiding
from tests.helpers.servers import DEPLOY, MODULE, Klant, draait, maak_leesbaar, nginx, programma, vrije_poort
from tests.helpers.small_release import GEWOON, pagina, schrijf

VAST = "assets/site.0123456789.css"
MEER = {
    "over/index.html": pagina("<p>Over het netwerk</p>" * 30),
    "nieuwsbrieven/2023-q4/email.html": pagina('<p style="color:red">post</p>' * 20),
    "nieuwsbrieven/2023-q4/nieuwsbrief.eml": "Content-Type: multipart/alternative; boundary=x\n\n--x\n"
    "Content-Type: text/plain\n\na\n--x\nContent-Type: text/html\n\nb\n--x--\n",
    "abonneren/feeds.opml": "<opml version='2.0'/>",
    "assets/merk.0123456789.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "feed-2023.xml": "<rss version='2.0'/>",
    "sitemap.xml": "<urlset/>",
    "robots.txt": "User-agent: *\n",
    ".well-known/security.txt": "Contact: https://veiligheidsnetwerken.nl/over/\n",
    "dienst.js": "// dienst\n",
}
OUD = (
    Omleiding("themas/omg/", "themas/#inhoud"),
    Omleiding("oud/feed.xml", "feed.xml"),
    Omleiding("ingetrokken/", "themas/", "Verouderd", ingetrokken=True),
)
INGETROKKEN = {"ingetrokken/index.html": pagina('<p>Lees <a href="../themas/">de pagina die haar vervangt</a></p>')}


@pytest.fixture(scope="module")
def uitgave(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published release that has one of every kind."""
    doel = tmp_path_factory.mktemp("srv")
    bestanden = {**GEWOON, **MEER, **INGETROKKEN}
    publish.publiceer(doel, doel, bouw=lambda map_: schrijf(map_, bestanden, OUD), nu="20261122T133700Z")
    maak_leesbaar(doel, "pytest-")
    return doel


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest, uitgave: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Klant]:
    soort: str = request.param
    if programma(soort) is None:
        pytest.skip(f"{soort} is not on this machine (Debian: apt-get install {soort}): NOT TESTED against it")
    poort, werk = vrije_poort(), tmp_path_factory.mktemp(soort)
    opdracht, omgeving = (nginx(werk, uitgave, poort), None) if soort == "nginx" else _caddy(uitgave, poort, werk)
    with draait(opdracht, poort, werk, omgeving):
        yield Klant(poort)


def _caddy(uitgave: Path, poort: int, werk: Path) -> tuple[list[str], Mapping[str, str]]:
    kop = "{\n\tadmin off\n\tauto_https off\n}\n"
    tekst = (DEPLOY / "caddy/Caddyfile").read_text(encoding="utf-8")
    (werk / "Caddyfile").write_text(kop + tekst, encoding="utf-8")
    eigen = {
        "KENNISBANK": str(uitgave), "KENNISBANK_ADRES": f"http://127.0.0.1:{poort}", "XDG_DATA_HOME": str(werk),
        "XDG_CONFIG_HOME": str(werk), "HOME": str(werk),
    }  # fmt: skip
    opdracht = [str(programma("caddy")), "run", "--config", str(werk / "Caddyfile"), "--adapter", "caddyfile"]
    return opdracht, {**os.environ, **eigen}


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────

TYPEN = {
    "/": "text/html; charset=utf-8",
    "/themas/": "text/html; charset=utf-8",
    "/feed.xml": "application/rss+xml; charset=utf-8",
    "/feed-2023.xml": "application/rss+xml; charset=utf-8",
    "/feed.json": "application/feed+json",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/agenda.ics": "text/calendar; charset=utf-8",
    "/abonneren/feeds.opml": "text/x-opml; charset=utf-8",
    "/nieuwsbrieven/2023-q4/nieuwsbrief.eml": "message/rfc822",
    "/data/rijen.csv": "text/csv; charset=utf-8",
    "/data/bouw.json": "application/json",
    f"/{VAST}": "text/css; charset=utf-8",
    "/dienst.js": "text/javascript; charset=utf-8",
    "/assets/merk.0123456789.svg": "image/svg+xml",
    "/robots.txt": "text/plain; charset=utf-8",
    "/.well-known/security.txt": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize("pad", TYPEN)
def test_types(server: Klant, pad: str) -> None:
    antwoord, _ = server.vraag(pad)
    assert (antwoord.status, antwoord.getheader("Content-Type")) == (200, TYPEN[pad])


@pytest.mark.parametrize("pad", ["/", "/feed.xml", "/data/bouw.json", f"/{VAST}", "/bestaat-niet/", "/ingetrokken/"])
def test_headers_on_every_answer(server: Klant, pad: str) -> None:
    """Also on a page that does not exist: what internet.nl and the Observatory look at."""
    antwoord, _ = server.vraag(pad)
    for naam, waarde in headers.VASTE.items():
        assert antwoord.getheader(naam) == waarde, naam
    assert antwoord.getheader("Content-Security-Policy") == headers.beleid([markup.lees(pagina())])
    assert "/" not in (antwoord.getheader("Server") or "")  # no version


def test_mail_has_a_policy_of_its_own(server: Klant) -> None:
    antwoord, _ = server.vraag("/nieuwsbrieven/2023-q4/email.html")
    beleid = antwoord.getheader("Content-Security-Policy") or ""
    assert headers.hash_("color:red") in beleid
    assert "script-src" not in beleid


@pytest.mark.parametrize(
    ("pad", "open_"), [("/data/bouw.json", True), ("/feed.xml", True), ("/agenda.ics", True), ("/", False)]
)
def test_what_other_sites_may_use(server: Klant, pad: str, open_: bool) -> None:  # noqa: FBT001 - a table
    antwoord, _ = server.vraag(pad)
    assert antwoord.getheader("Access-Control-Allow-Origin") == ("*" if open_ else None)
    assert antwoord.getheader("Cross-Origin-Resource-Policy") == ("cross-origin" if open_ else "same-origin")


def test_what_has_a_hash_is_kept_for_ever(server: Klant) -> None:
    assert server.vraag(f"/{VAST}")[0].getheader("Cache-Control") == "public, max-age=31536000, immutable"
    for pad in ("/", "/feed.xml", "/dienst.js", "/zoek/kern.json"):
        assert server.vraag(pad)[0].getheader("Cache-Control") in {"no-cache", None}
    assert "immutable" not in (server.vraag("/assets/weg.0123456789.css")[0].getheader("Cache-Control") or "")


@pytest.mark.parametrize("pad", ["/", "/feed.xml", "/feed.json", "/agenda.ics", f"/{VAST}"])
def test_what_did_not_change_is_not_sent_again(server: Klant, pad: str) -> None:
    antwoord, _ = server.vraag(pad)
    etag, tijd = antwoord.getheader("ETag"), antwoord.getheader("Last-Modified")
    assert etag
    assert tijd
    for vraag in ({"If_None_Match": etag}, {"If_Modified_Since": tijd}):
        antwoord, inhoud = server.vraag(pad, **vraag)
        assert (antwoord.status, inhoud) == (304, b""), vraag


@pytest.mark.parametrize("pad", ["/themas/", f"/{VAST}"])
def test_compressed_beforehand(server: Klant, pad: str, uitgave: Path) -> None:
    bestand = uitgave / "huidig/site" / pad.strip("/")
    bestand = bestand / "index.html" if bestand.is_dir() else bestand
    antwoord, inhoud = server.vraag(pad, Accept_Encoding="gzip")
    assert antwoord.getheader("Content-Encoding") == "gzip"
    assert antwoord.getheader("Vary") == "Accept-Encoding"
    assert gzip.decompress(inhoud) == bestand.read_bytes()
    assert inhoud == bestand.with_name(f"{bestand.name}.gz").read_bytes()
    antwoord, inhoud = server.vraag(pad, Accept_Encoding="gzip, br")
    if antwoord.getheader("Content-Encoding") == "br":  # nginx without the module of Debian gives gzip
        assert brotli.decompress(inhoud) == bestand.read_bytes()
    else:
        assert not MODULE.exists()
    assert server.vraag(pad)[1] == bestand.read_bytes()


def test_addresses_of_the_past(server: Klant) -> None:
    for van, naar in (("/themas/omg/", "/themas/#inhoud"), ("/oud/feed.xml", "/feed.xml")):
        antwoord, _ = server.vraag(van)
        assert (antwoord.status, antwoord.getheader("Location")) == (301, naar)


def test_a_withdrawn_page_says_what_replaced_it(server: Klant) -> None:
    antwoord, inhoud = server.vraag("/ingetrokken/")
    assert antwoord.status == 410
    assert b"de pagina die haar vervangt" in inhoud


def test_a_page_that_does_not_exist(server: Klant) -> None:
    antwoord, inhoud = server.vraag("/bestaat-niet/")
    assert antwoord.status == 404
    assert b"Deze pagina bestaat niet" in inhoud
    assert (antwoord.getheader("Content-Type") or "").startswith("text/html")


def test_one_address_for_a_page(server: Klant) -> None:
    antwoord, _ = server.vraag("/themas")
    assert antwoord.status in {301, 308}
    assert antwoord.getheader("Location") == "/themas/"
    antwoord, _ = server.vraag("/themas/index.html")
    assert antwoord.status in {301, 308}
    assert (antwoord.getheader("Location") or "") in {"/themas/", "./"}


@pytest.mark.parametrize("pad", ["/.slot", "/.git/config", "/../uitgave.json", "/%2e%2e/uitgave.json"])
def test_what_is_not_the_site_is_not_served(server: Klant, pad: str) -> None:
    assert server.vraag(pad)[0].status in {400, 404}


def test_only_reading(server: Klant) -> None:
    assert server.vraag("/", "HEAD")[1] == b""
    assert server.vraag("/", "POST")[0].status == 405
