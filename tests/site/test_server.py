"""The server as readers meet it: nginx and Caddy with our configuration, on loopback, serving a published release.

These tests need the servers of Debian (`.ci/servers` installs them where that is allowed). Where one is not there its tests
are reported as skipped with the reason; that the configuration says what the build computes is tested everywhere
(tests/release/test_headers.py).
"""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import brotli
import pytest

from macros.records.loader.places import ATTACHMENTS
from macros.release import compress, headers, markup, publish, usage
from macros.release.redirects import Redirect
from macros.release.servers import program
from tests.helpers.servers import DEPLOY, MODULE, Client, free_port, make_readable, nginx, running
from tests.helpers.small_release import ORDINARY, PDF, page, write

FROZEN = "assets/site.0123456789.css"
MORE = {
    "zoeken/index.html": page("<p>Zoeken</p>" * 30),
    "over/index.html": page("<p>Over het netwerk</p>" * 30),
    "nieuwsbrieven/2023-q4/email.html": page('<p style="color:red">post</p>' * 20),
    "nieuwsbrieven/2023-q4/nieuwsbrief.eml": "Content-Type: multipart/alternative; boundary=x\n\n--x\n"
    "Content-Type: text/plain\n\na\n--x\nContent-Type: text/html\n\nb\n--x--\n",
    "abonneren/feeds.opml": "<opml version='2.0'/>",
    "assets/merk.0123456789.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "feed-2023.xml": "<rss version='2.0'/>",
    "sitemap.xml": "<urlset>" + " " * 300 + "</urlset>",
    "robots.txt": "User-agent: *\n",
    ".well-known/security.txt": "Contact: https://veiligheidsnetwerken.nl/over/\n",
    "dienst.js": "// dienst\n",
    "assets/app.webmanifest": '{"name": "kennisbank", "icons": []}' + " " * 300,
    "apple-touch-icon.png": "beeld",
    "voortgang/2023/voortgang.pdf": PDF.format(PDF.index("xref")),
    **{f"praktijken/{name}": "beeld" for name in ("a.jpg", "A.JPG", "a.jpeg", "a.png", "A.PNG", "a.webp", "a.WEBP")},
    "praktijken/A.PDF": PDF.format(PDF.index("xref")),
}
OLD = (
    Redirect("themas/omg/", "themas/#inhoud"),
    Redirect("oud/feed.xml", "feed.xml"),
    Redirect("ingetrokken/", "themas/", "Verouderd", ingetrokken=True),
)
WITHDRAWN = {"ingetrokken/index.html": page('<p>Lees <a href="../themas/">de pagina die haar vervangt</a></p>')}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published release that has one of every kind."""
    target = tmp_path_factory.mktemp("srv")
    files = {**ORDINARY, **MORE, **WITHDRAWN}
    publish.publish_site(target, target, build=lambda folder: write(folder, files, OLD), now="20261122T133700Z")
    make_readable(target, "pytest-")
    return target


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=pytest.mark.against(name)) for name in ("nginx", "caddy")]
)
def server(request: pytest.FixtureRequest, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    kind: str = request.param
    port, work = free_port(), tmp_path_factory.mktemp(kind)
    command, environment = (nginx(work, release, port), None) if kind == "nginx" else _caddy(release, port, work)
    with running(command, port, work, environment):
        yield Client(port, work / "access.log")


def _caddy(release: Path, port: int, work: Path) -> tuple[list[str], Mapping[str, str]]:
    heading = "{\n\tadmin off\n\tauto_https off\n}\n"
    text = (DEPLOY / "caddy/Caddyfile").read_text(encoding="utf-8")
    (work / "Caddyfile").write_text(heading + text, encoding="utf-8")
    own = {
        "KENNISBANK": str(release), "KENNISBANK_ADRES": f"http://127.0.0.1:{port}", "XDG_DATA_HOME": str(work),
        "XDG_CONFIG_HOME": str(work), "HOME": str(work), "KENNISBANK_LOG": str(work / "access.log"),
    }  # fmt: skip
    command = [str(program("caddy")), "run", "--config", str(work / "Caddyfile"), "--adapter", "caddyfile"]
    return command, {**os.environ, **own}


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────

TYPES = {
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
    f"/{FROZEN}": "text/css; charset=utf-8",
    "/dienst.js": "text/javascript; charset=utf-8",
    "/assets/merk.0123456789.svg": "image/svg+xml",
    "/robots.txt": "text/plain; charset=utf-8",
    "/.well-known/security.txt": "text/plain; charset=utf-8",
    "/assets/app.webmanifest": "application/manifest+json",
    "/sitemap.xml.gz": "application/gzip",
    "/apple-touch-icon.png": "image/png",
    "/voortgang/2023/voortgang.pdf": "application/pdf",
    "/praktijken/a.jpg": "image/jpeg",
    "/praktijken/A.JPG": "image/jpeg",
    "/praktijken/a.jpeg": "image/jpeg",
    "/praktijken/a.png": "image/png",
    "/praktijken/A.PNG": "image/png",
    "/praktijken/a.webp": "image/webp",
    "/praktijken/a.WEBP": "image/webp",
    "/praktijken/A.PDF": "application/pdf",
}


_AS_IT_IS = {"png", "jpg", "jpeg", "webp", "pdf", "gz"}
"""Kinds that are packed already: they have one form."""


@pytest.mark.parametrize("pad", TYPES)
def test_types(server: Client, pad: str) -> None:
    answer, _ = server.vraag(pad)
    assert (answer.status, answer.getheader("Content-Type")) == (200, TYPES[pad])


def test_every_kind_that_may_be_handed_in_is_asked_for() -> None:
    asked = {PurePosixPath(path).suffix for path in TYPES}
    assert asked >= {*compress.KINDS - {".html"}, *ATTACHMENTS}


@pytest.mark.site
def test_every_kind_that_the_real_site_holds_is_asked_for(site: Path) -> None:
    asked = {PurePosixPath(path).suffix for path in TYPES} | {".html"}
    assert {path.suffix for path in site.rglob("*") if path.is_file()} <= asked


@pytest.mark.parametrize("pad", ["/", "/feed.xml", "/data/bouw.json", f"/{FROZEN}", "/bestaat-niet/", "/ingetrokken/"])
def test_headers_on_every_answer(server: Client, pad: str) -> None:
    """Also on a page that does not exist: what internet.nl and the Observatory look at."""
    answer, _ = server.vraag(pad)
    for name, value in headers.FIXED.items():
        assert answer.getheader(name) == value, name
    assert answer.getheader("Content-Security-Policy") == headers.policy([markup.read_page(page())])
    assert "/" not in (answer.getheader("Server") or "")  # no version


def test_mail_has_a_policy_of_its_own(server: Client) -> None:
    answer, _ = server.vraag("/nieuwsbrieven/2023-q4/email.html")
    policy = answer.getheader("Content-Security-Policy") or ""
    assert headers.source_hash("color:red") in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("pad", "open_"), [("/data/bouw.json", True), ("/feed.xml", True), ("/agenda.ics", True), ("/", False)]
)
def test_what_other_sites_may_use(server: Client, pad: str, open_: bool) -> None:  # noqa: FBT001 - a table
    answer, _ = server.vraag(pad)
    assert answer.getheader("Access-Control-Allow-Origin") == ("*" if open_ else None)
    assert answer.getheader("Cross-Origin-Resource-Policy") == ("cross-origin" if open_ else "same-origin")


def test_what_has_a_hash_is_kept_for_ever(server: Client) -> None:
    assert server.vraag(f"/{FROZEN}")[0].getheader("Cache-Control") == "public, max-age=31536000, immutable"
    for path in ("/", "/feed.xml", "/dienst.js", "/zoek/kern.json"):
        assert server.vraag(path)[0].getheader("Cache-Control") in {"no-cache", None}
    assert "immutable" not in (server.vraag("/assets/weg.0123456789.css")[0].getheader("Cache-Control") or "")


@pytest.mark.parametrize("pad", ["/", "/feed.xml", "/feed.json", "/agenda.ics", f"/{FROZEN}"])
def test_what_did_not_change_is_not_sent_again(server: Client, pad: str) -> None:
    answer, _ = server.vraag(pad)
    etag, time_ = answer.getheader("ETag"), answer.getheader("Last-Modified")
    assert etag
    assert time_
    for question in ({"If_None_Match": etag}, {"If_Modified_Since": time_}):
        answer, contents = server.vraag(pad, **question)
        assert (answer.status, contents) == (304, b""), question


@pytest.mark.parametrize("pad", ["/themas/", f"/{FROZEN}"])
def test_compressed_beforehand(server: Client, pad: str, release: Path) -> None:
    file = release / "huidig/site" / pad.strip("/")
    file = file / "index.html" if file.is_dir() else file
    answer, contents = server.vraag(pad, Accept_Encoding="gzip")
    assert answer.getheader("Content-Encoding") == "gzip"
    assert answer.getheader("Vary") == "Accept-Encoding"
    assert gzip.decompress(contents) == file.read_bytes()
    assert contents == file.with_name(f"{file.name}.gz").read_bytes()
    answer, contents = server.vraag(pad, Accept_Encoding="gzip, br")
    if answer.getheader("Content-Encoding") == "br":  # nginx without the module of Debian gives gzip
        assert brotli.decompress(contents) == file.read_bytes()
    else:
        assert not MODULE.exists()
    assert server.vraag(pad)[1] == file.read_bytes()


@pytest.mark.parametrize("pad", [path for path in TYPES if path.rpartition(".")[2].lower() not in _AS_IT_IS])
def test_a_store_between_us_and_the_reader_keeps_each_form_apart(server: Client, pad: str, release: Path) -> None:
    """Plain, too: else it gives the plain form to all, or the packed one to who cannot read it (RFC 9110, 12.5.5)."""
    file = release / "huidig/site" / (f"{pad}index.html" if pad.endswith("/") else pad).lstrip("/")
    expected = "Accept-Encoding" if file.with_name(f"{file.name}.gz").exists() else None
    plain, packed = (server.vraag(pad, **more)[0] for more in ({}, {"Accept_Encoding": "gzip"}))
    assert packed.getheader("Content-Encoding") == ("gzip" if expected else None)
    assert packed.getheader("Vary") in {expected, "Accept-Encoding"}
    assert plain.getheader("Vary") in {expected, "Accept-Encoding"}


@pytest.mark.parametrize("pad", [path for path in TYPES if path.rpartition(".")[2].lower() in _AS_IT_IS])
def test_what_has_one_form_is_kept_once(server: Client, pad: str) -> None:
    answer, _ = server.vraag(pad, Accept_Encoding="gzip, br")
    assert (answer.getheader("Vary"), answer.getheader("Content-Encoding")) == (None, None)


def test_a_question_without_a_result_is_logged_without_who_asked(server: Client) -> None:
    """The log of each server as it is set up here can be counted, and holds of such a question no address and no page."""
    browser = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
    who = {"User_Agent": browser, "Referer": "https://elders.example/", "Accept_Language": "fy", "Cookie": "naam=jan"}
    for _ in range(usage.ENOUGH):
        assert server.vraag("/zoeken/?niets=Wiethok%20aan%20zee", "HEAD", **who)[0].status == 200
    server.vraag("/themas/", **who)
    assert server.log is not None
    for _ in range(100):
        lines = [line for line in usage.lines(server.log) if "/themas/" in line or "niets=" in line]
        if "/themas/" in "".join(lines):
            break
        time.sleep(0.05)
    asked = [line for line in lines if "niets=" in line]
    assert len(asked) == usage.ENOUGH
    assert not [word for word in ("elders.example", '"fy"', "naam=jan") for line in asked if word in line]
    own_name = f"127.0.0.1:{server.port}"  # the reader's is the same without the port
    assert not [line for line in asked if "127.0.0.1" in line.replace(own_name, "") or '"remote_ip"' in line]
    assert usage.count(lines).missed() == [("wiethok aan zee", usage.ENOUGH)]


def test_addresses_of_the_past(server: Client) -> None:
    for from_, to in (("/themas/omg/", "/themas/#inhoud"), ("/oud/feed.xml", "/feed.xml")):
        answer, _ = server.vraag(from_)
        assert (answer.status, answer.getheader("Location")) == (301, to)


def test_an_address_of_the_past_keeps_what_was_asked(server: Client) -> None:
    """What stands behind # a browser keeps itself, unless the new address has a heading of its own (RFC 9110, 10.2.2)."""
    for question in ("a=b&c=%20d", "a?b", "x=$uri{path}\"';"):
        answer, _ = server.vraag(f"/themas/omg/?{question}")
        assert (answer.status, answer.getheader("Location")) == (301, f"/themas/?{question}#inhoud")


def test_a_withdrawn_page_says_what_replaced_it(server: Client) -> None:
    answer, contents = server.vraag("/ingetrokken/")
    assert answer.status == 410
    assert b"de pagina die haar vervangt" in contents


def test_a_page_that_does_not_exist(server: Client) -> None:
    answer, contents = server.vraag("/bestaat-niet/")
    assert answer.status == 404
    assert b"Deze pagina bestaat niet" in contents
    assert (answer.getheader("Content-Type") or "").startswith("text/html")


def test_one_address_for_a_page(server: Client) -> None:
    answer, _ = server.vraag("/themas")
    assert answer.status in {301, 308}
    assert answer.getheader("Location") == "/themas/"
    answer, _ = server.vraag("/themas/index.html")
    assert answer.status in {301, 308}
    assert (answer.getheader("Location") or "") in {"/themas/", "./"}


@pytest.mark.parametrize("pad", ["/.slot", "/.git/config", "/../uitgave.json", "/%2e%2e/uitgave.json"])
def test_what_is_not_the_site_is_not_served(server: Client, pad: str) -> None:
    assert server.vraag(pad)[0].status in {400, 404}


def test_only_reading(server: Client) -> None:
    assert server.vraag("/", "HEAD")[1] == b""
    assert server.vraag("/", "POST")[0].status == 405
