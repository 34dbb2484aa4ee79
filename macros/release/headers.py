"""The headers that a web server gives with the site, computed from what the build holds.

Nothing is allowed by a list that someone keeps: what runs on a page inline is named by its hash, and a page that
would need `unsafe-inline` is refused. The rules come out for nginx and for Caddy; a test holds them against a
running server.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase
from urllib.parse import urljoin, urlsplit

from macros.release import markup, rules
from macros.release.rules import Bare, Pattern, Quoted, Variable, caddy, nginx, nginx_block

MAIL = "nieuwsbrieven/*/email.html"
"""Newsletters as they are mailed: mail needs its styles in the text, so these pages name each of them by hash."""

FIXED = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers that are the same everywhere."""

OPEN = r"^/(?:data|zoek)/|\.(?:ics|opml)$|/feed[^/]*\.(?:xml|json)$"
"""What other sites may use in theirs: open data, feeds, calendars, the index."""

WITH_HASH = f"^/{markup.WITH_HASH}$"
"""May be kept for ever; all else is asked for again, and mostly answered with 304."""
_FOREVER = "public, max-age=31536000, immutable"


def source_hash(text: str) -> str:
    """The source expression of a text: `'sha256-…'` (Content Security Policy 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(site_pages: Iterable[markup.PageMarkup], *, post: bool = False) -> str:
    """The Content-Security-Policy under which these pages work and nothing else does.

    Args:
        site_pages: the pages that get this policy.
        post: they are mail: no script, nothing fetched, style attributes by hash.
    """
    site_pages = list(site_pages)
    styles = _hashes(style for site_page in site_pages for style in site_page.styles)
    if post:
        attributes = _hashes(style for site_page in site_pages for style in site_page.style_attributes)
        style = ["'unsafe-hashes'", *sorted({*styles, *attributes})] if attributes else styles
        lines = {"default-src": ["'none'"], "style-src": style or ["'none'"], "img-src": ["'self'", "data:"]}
    else:
        scripts = _hashes(script for site_page in site_pages for script in site_page.scripts)
        lines = {
            "default-src": ["'none'"],
            "script-src": ["'self'", *scripts],
            "style-src": ["'self'", *styles],
            "img-src": ["'self'", "data:"],
            "font-src": ["'self'"],
            "connect-src": ["'self'", *_origins(site_pages)],
            "worker-src": ["'self'"],
            "manifest-src": ["'self'"],
        }
    lines |= {"form-action": ["'self'"], "base-uri": ["'none'"], "frame-ancestors": ["'none'"]}
    return "; ".join(f"{name} {' '.join(bronnen)}" for name, bronnen in lines.items()) + "; upgrade-insecure-requests"


def _origins(site_pages: Iterable[markup.PageMarkup]) -> list[str]:
    """The origins of the sites that are searched along."""
    addresses = (urlsplit(address) for site_page in site_pages for address in site_page.searches_in)
    return sorted({f"{address.scheme}://{address.netloc}" for address in addresses})


def _hashes(texts: Iterable[str]) -> list[str]:
    return sorted({source_hash(text) for text in texts})


def is_mail(path: str) -> bool:
    """Whether a path is a newsletter as it is mailed."""
    return fnmatchcase(path, MAIL)


def forbidden(site_pages: Mapping[str, markup.PageMarkup]) -> Iterator[tuple[str, str]]:
    """Path and message for each page that the policy would break."""
    for path, site_page in site_pages.items():
        if site_page.style_attributes and not is_mail(path):
            yield (
                path,
                f"een kenmerk style={site_page.style_attributes[0]!r}; zet de opmaak in overrides/assets/site.css",
            )
        if site_page.handlers:
            yield path, f"script in een kenmerk ({site_page.handlers[0]}); zet het in overrides/assets/site.js"
        if site_page.scripts and is_mail(path):
            yield path, "script in een nieuwsbrief"


# ── Rules for the servers ───────────────────────────────────────────────────────────────────────────────


def files(site_pages: Mapping[str, markup.PageMarkup]) -> Iterator[tuple[str, bytes]]:
    """Files with rules, to be kept beside the site and not in it."""
    ordinary = policy(site_page for path, site_page in site_pages.items() if not is_mail(path))
    post = policy((site_page for path, site_page in site_pages.items() if is_mail(path)), post=True)
    yield "kaarten.nginx.conf", _nginx_maps(ordinary, post).encode()
    yield "kopregels.nginx.conf", _nginx_headers().encode()
    yield "kopregels.caddy", _caddy(ordinary, post).encode()


def of_address(site: str) -> Iterator[tuple[str, bytes]]:
    """Whose site it is, for each server in its own way: the name in the site's address, and nothing else.

    Args:
        site: the address of the site.
    """
    name = Bare(urlsplit(site).hostname or "")
    yield "adres.nginx.conf", (rules.HEADING + nginx(Bare("server_name"), name)).encode()
    yield "adres.env", f"{rules.HEADING}KENNISBANK_ADRES={name.value}\n".encode()


_OF_MAIL = Pattern(r"^/nieuwsbrieven/[^/]+/email\.html$")
_SAME, _CROSS = Quoted("same-origin"), Quoted("cross-origin")


def _nginx_maps(ordinary: str, post: str) -> str:
    """What differs by address: a map can only stand at the level of `http`."""
    cards = {
        "kb_csp": (Quoted(ordinary), _OF_MAIL, Quoted(post)),
        "kb_corp": (_SAME, Pattern(OPEN), _CROSS),
        "kb_acao": (Quoted(""), Pattern(OPEN), Quoted("*")),
        "kb_cache": (Quoted("no-cache"), Pattern(WITH_HASH), Quoted(_FOREVER)),
    }
    return rules.HEADING + "".join(
        nginx_block(
            (Bare("map"), Variable("uri"), Variable(name)), (nginx(Bare("default"), different), nginx(fits, then))
        )
        for name, (different, fits, then) in cards.items()
    )


def _nginx_headers() -> str:
    """For the site's `server`. What is cached is only said of an answer that is right (no `always`)."""
    add, always = Bare("add_header"), Bare("always")
    lines = (
        *(nginx(add, Bare(name), Quoted(value), always) for name, value in FIXED.items()),
        nginx(add, Bare("Content-Security-Policy"), Variable("kb_csp"), always),
        nginx(add, Bare("Cross-Origin-Resource-Policy"), Variable("kb_corp"), always),
        nginx(add, Bare("Access-Control-Allow-Origin"), Variable("kb_acao")),
        nginx(add, Bare("Cache-Control"), Variable("kb_cache")),
    )
    return rules.HEADING + "".join(lines)


def _caddy(ordinary: str, post: str) -> str:
    cards = (
        ("post", "Content-Security-Policy", _OF_MAIL, Quoted(post), Quoted(ordinary)),
        ("open", "Cross-Origin-Resource-Policy", Pattern(OPEN), _CROSS, _SAME),
        ("vast", "Cache-Control", Pattern(WITH_HASH), Quoted(_FOREVER), Quoted("no-cache")),
    )
    header, by_address = Bare("header"), Bare("path_regexp")
    lines = [caddy(header, Bare(name), Quoted(value)) for name, value in FIXED.items()]
    for name, heading, fits, then, different in cards:
        those, others = Bare(f"@kb_{name}"), Bare(f"@kb_niet_{name}")
        lines += [
            caddy(those, by_address, fits),
            caddy(others, Bare("not"), by_address, fits),
            caddy(header, those, Bare(heading), then),
            caddy(header, others, Bare(heading), different),
        ]
    lines.append(caddy(header, Bare("@kb_open"), Bare("Access-Control-Allow-Origin"), Quoted("*")))
    return rules.HEADING + "".join(lines)


# ── Files at the root ───────────────────────────────────────────────────────────────────────────────────


def root_files(*, site: str, today: date, contact: Sequence[str], talen: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """`robots.txt` (RFC 9309) and `.well-known/security.txt` (RFC 9116, which asks for an end within a year).

    `contact` are the addresses to tell of a leak, the one to try first in front; `talen` are the languages in which.
    """
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {urljoin(site, 'sitemap.xml')}\n".encode()
    lines = (
        *(f"Contact: {address}" for address in contact),
        f"Expires: {(today + timedelta(days=364)).isoformat()}T00:00:00Z",
        f"Preferred-Languages: {', '.join(talen)}",
        f"Canonical: {urljoin(site, '.well-known/security.txt')}",
    )
    yield ".well-known/security.txt", ("\n".join(lines) + "\n").encode()
