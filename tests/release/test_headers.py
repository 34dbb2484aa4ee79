from __future__ import annotations

import base64
import hashlib
from datetime import date

import pytest

from macros.release import headers, markup
from tests.conftest import ROOT
from tests.helpers.small_release import ADDRESS, page

MAIL = "nieuwsbrieven/2023-q4/email.html"


def csp(*html: str, post: bool = False) -> dict[str, list[str]]:
    text = headers.policy([markup.read_page(site_page) for site_page in html], post=post)
    return {line.split()[0]: line.split()[1:] for line in text.split("; ")}


def total(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_nothing_inline_is_allowed_that_is_not_named() -> None:
    ordinary = csp(page())
    assert ordinary["default-src"] == ["'none'"]
    assert ordinary["script-src"] == ordinary["style-src"] == ["'self'"]
    assert ordinary["frame-ancestors"] == ordinary["base-uri"] == ["'none'"]
    assert "upgrade-insecure-requests" in ordinary


def test_inline_scripts_and_styles_are_named_by_hash() -> None:
    script, style = "let x = 1 < 2;", "p > a { color: red }"
    site_page = page(f"<script>{script}</script><style>{style}</style>")
    assert csp(site_page, page())["script-src"] == ["'self'", total(script)]
    assert csp(site_page, page())["style-src"] == ["'self'", total(style)]


def test_data_blocks_are_no_scripts() -> None:
    assert csp(page('<script type="application/ld+json">{}</script>'))["script-src"] == ["'self'"]


def test_mail_names_each_of_its_styles() -> None:
    site_page = page('<style>a{}</style><p style="color:red">x</p><p style="color:red">y</p>')
    post = csp(site_page, post=True)
    assert post["style-src"] == ["'unsafe-hashes'", *sorted([total("a{}"), total("color:red")])]
    assert "script-src" not in post
    assert post["default-src"] == ["'none'"]


@pytest.mark.parametrize("post", [False, True])
def test_never_unsafe(post: bool) -> None:  # noqa: FBT001 - two policies
    text = headers.policy([markup.read_page(page('<p style="x">x</p>'))], post=post)
    assert "unsafe-inline" not in text
    assert "unsafe-eval" not in text
    assert "*" not in text
    assert "http" not in text.replace("upgrade-insecure-requests", "")


def test_what_the_policy_would_break_is_refused() -> None:
    style, handler = page('<p style="color:red">x</p>'), page('<p onclick="x">x</p>')
    script = page("<script>x</script>")
    site_pages = {"a.html": style, "b.html": handler, MAIL: style, "nieuwsbrieven/2024-q1/email.html": script}
    found = list(headers.forbidden({path: markup.read_page(html) for path, html in site_pages.items()}))
    assert [path for path, _ in found] == ["a.html", "b.html", "nieuwsbrieven/2024-q1/email.html"]


def test_rules_for_both_servers_say_the_same() -> None:
    lines = {path: contents.decode() for path, contents in headers.files({"index.html": markup.read_page(page())})}
    policy = headers.policy([markup.read_page(page())])
    assert policy in lines["kaarten.nginx.conf"]
    assert policy in lines["kopregels.caddy"]
    for name, value in headers.FIXED.items():
        assert f'add_header {name} "{value}" always;' in lines["kopregels.nginx.conf"]
        assert f'header {name} "{value}"' in lines["kopregels.caddy"]


def test_no_header_stands_in_a_location_of_nginx() -> None:
    """One `add_header` in a location makes nginx forget all others there; ours all come from the build.

    The service of the newsletter wants just that: it sends its own.
    """
    for path in {*(ROOT / "deploy/nginx").glob("*.conf")} - {ROOT / "deploy/nginx/aanmelddienst.conf"}:
        assert "add_header" not in path.read_text(encoding="utf-8").replace("`add_header`", "")


def test_files_at_the_root() -> None:
    files = dict(
        headers.root_files(site=ADDRESS, today=date(2026, 11, 22), contact=["mailto:a@b.example"], talen=("nl", "en"))
    )
    assert files["robots.txt"].decode().endswith(f"Sitemap: {ADDRESS}sitemap.xml\n")
    lines = dict(line.split(": ", 1) for line in files[".well-known/security.txt"].decode().splitlines())
    assert lines == {
        "Contact": "mailto:a@b.example",
        "Expires": "2027-11-21T00:00:00Z",
        "Preferred-Languages": "nl, en",
        "Canonical": f"{ADDRESS}.well-known/security.txt",
    }
