from __future__ import annotations

import base64
import hashlib
from datetime import date

import pytest

from macros.release import headers, markup
from tests.conftest import WORTEL
from tests.helpers.small_release import ADRES, pagina

POST = "nieuwsbrieven/2023-q4/email.html"


def csp(*html: str, post: bool = False) -> dict[str, list[str]]:
    tekst = headers.beleid([markup.lees(blad) for blad in html], post=post)
    return {regel.split()[0]: regel.split()[1:] for regel in tekst.split("; ")}


def som(tekst: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(tekst.encode()).digest()).decode()}'"


def test_nothing_inline_is_allowed_that_is_not_named() -> None:
    gewoon = csp(pagina())
    assert gewoon["default-src"] == ["'none'"]
    assert gewoon["script-src"] == gewoon["style-src"] == ["'self'"]
    assert gewoon["frame-ancestors"] == gewoon["base-uri"] == ["'none'"]
    assert "upgrade-insecure-requests" in gewoon


def test_inline_scripts_and_styles_are_named_by_hash() -> None:
    script, stijl = "let x = 1 < 2;", "p > a { color: red }"
    blad = pagina(f"<script>{script}</script><style>{stijl}</style>")
    assert csp(blad, pagina())["script-src"] == ["'self'", som(script)]
    assert csp(blad, pagina())["style-src"] == ["'self'", som(stijl)]


def test_data_blocks_are_no_scripts() -> None:
    assert csp(pagina('<script type="application/ld+json">{}</script>'))["script-src"] == ["'self'"]


def test_mail_names_each_of_its_styles() -> None:
    blad = pagina('<style>a{}</style><p style="color:red">x</p><p style="color:red">y</p>')
    post = csp(blad, post=True)
    assert post["style-src"] == ["'unsafe-hashes'", *sorted([som("a{}"), som("color:red")])]
    assert "script-src" not in post
    assert post["default-src"] == ["'none'"]


@pytest.mark.parametrize("post", [False, True])
def test_never_unsafe(post: bool) -> None:  # noqa: FBT001 - two policies
    tekst = headers.beleid([markup.lees(pagina('<p style="x">x</p>'))], post=post)
    assert "unsafe-inline" not in tekst
    assert "unsafe-eval" not in tekst
    assert "*" not in tekst
    assert "http" not in tekst.replace("upgrade-insecure-requests", "")


def test_what_the_policy_would_break_is_refused() -> None:
    stijl, handler = pagina('<p style="color:red">x</p>'), pagina('<p onclick="x">x</p>')
    script = pagina("<script>x</script>")
    bladen = {"a.html": stijl, "b.html": handler, POST: stijl, "nieuwsbrieven/2024-q1/email.html": script}
    gevonden = list(headers.verboden({pad: markup.lees(html) for pad, html in bladen.items()}))
    assert [pad for pad, _ in gevonden] == ["a.html", "b.html", "nieuwsbrieven/2024-q1/email.html"]


def test_rules_for_both_servers_say_the_same() -> None:
    regels = {pad: inhoud.decode() for pad, inhoud in headers.bestanden({"index.html": markup.lees(pagina())})}
    beleid = headers.beleid([markup.lees(pagina())])
    assert beleid in regels["kaarten.nginx.conf"]
    assert beleid in regels["kopregels.caddy"]
    for naam, waarde in headers.VASTE.items():
        assert f'add_header {naam} "{waarde}" always;' in regels["kopregels.nginx.conf"]
        assert f'header {naam} "{waarde}"' in regels["kopregels.caddy"]


def test_no_header_stands_in_a_location_of_nginx() -> None:
    """One `add_header` in a location makes nginx forget all others there; ours all come from the build."""
    for pad in (WORTEL / "deploy/nginx").glob("*.conf"):
        assert "add_header" not in pad.read_text(encoding="utf-8").replace("`add_header`", "")


def test_files_at_the_root() -> None:
    bestanden = dict(headers.wortelbestanden(site=ADRES, vandaag=date(2026, 11, 22)))
    assert bestanden["robots.txt"].decode().endswith(f"Sitemap: {ADRES}sitemap.xml\n")
    regels = dict(regel.split(": ", 1) for regel in bestanden[".well-known/security.txt"].decode().splitlines())
    assert regels == {
        "Contact": f"{ADRES}over/",
        "Expires": "2027-11-21T00:00:00Z",
        "Preferred-Languages": "nl, en",
        "Canonical": f"{ADRES}.well-known/security.txt",
    }
