"""The headers that a web server gives with the site, computed from what the build holds.

Nothing is allowed by a list that someone keeps: what runs on a page inline is named by its hash, and a page that
would need `unsafe-inline` is refused. The rules come out for nginx and for Caddy; a test holds them against a
running server.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fnmatch import fnmatchcase
from urllib.parse import urljoin, urlsplit

from macros.release import markup

POST = "nieuwsbrieven/*/email.html"
"""Newsletters as they are mailed: mail needs its styles in the text, so these pages name each of them by hash."""

VASTE = {
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

MET_HASH = f"^/{markup.MET_HASH}$"
"""May be kept for ever; all else is asked for again, and mostly answered with 304."""
_VOOR_ALTIJD = "public, max-age=31536000, immutable"


def hash_(tekst: str) -> str:
    """The source expression of a text: `'sha256-…'` (Content Security Policy 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(tekst.encode()).digest()).decode()}'"


def beleid(bladen: Iterable[markup.Opmaak], *, post: bool = False) -> str:
    """The Content-Security-Policy under which these pages work and nothing else does.

    Args:
        bladen: the pages that get this policy.
        post: they are mail: no script, nothing fetched, style attributes by hash.
    """
    bladen = list(bladen)
    stijlen = _hashes(stijl for blad in bladen for stijl in blad.stijlen)
    if post:
        kenmerken = _hashes(stijl for blad in bladen for stijl in blad.stijlkenmerken)
        stijl = ["'unsafe-hashes'", *sorted({*stijlen, *kenmerken})] if kenmerken else stijlen
        regels = {"default-src": ["'none'"], "style-src": stijl or ["'none'"], "img-src": ["'self'", "data:"]}
    else:
        scripts = _hashes(script for blad in bladen for script in blad.scripts)
        regels = {
            "default-src": ["'none'"],
            "script-src": ["'self'", *scripts],
            "style-src": ["'self'", *stijlen],
            "img-src": ["'self'", "data:"],
            "font-src": ["'self'"],
            "connect-src": ["'self'", *_herkomsten(bladen)],
            "worker-src": ["'self'"],
            "manifest-src": ["'self'"],
        }
    regels |= {"form-action": ["'self'"], "base-uri": ["'none'"], "frame-ancestors": ["'none'"]}
    return "; ".join(f"{naam} {' '.join(bronnen)}" for naam, bronnen in regels.items()) + "; upgrade-insecure-requests"


def _herkomsten(bladen: Iterable[markup.Opmaak]) -> list[str]:
    """The origins of the sites that are searched along."""
    adressen = (urlsplit(adres) for blad in bladen for adres in blad.zoekt_in)
    return sorted({f"{adres.scheme}://{adres.netloc}" for adres in adressen})


def _hashes(teksten: Iterable[str]) -> list[str]:
    return sorted({hash_(tekst) for tekst in teksten})


def is_post(pad: str) -> bool:
    """Whether a path is a newsletter as it is mailed."""
    return fnmatchcase(pad, POST)


def verboden(bladen: Mapping[str, markup.Opmaak]) -> Iterator[tuple[str, str]]:
    """Path and message for each page that the policy would break."""
    for pad, blad in bladen.items():
        if blad.stijlkenmerken and not is_post(pad):
            yield pad, f"een kenmerk style={blad.stijlkenmerken[0]!r}; zet de opmaak in overrides/assets/site.css"
        if blad.handlers:
            yield pad, f"script in een kenmerk ({blad.handlers[0]}); zet het in overrides/assets/site.js"
        if blad.scripts and is_post(pad):
            yield pad, "script in een nieuwsbrief"


# ── Rules for the servers ───────────────────────────────────────────────────────────────────────────────


def bestanden(bladen: Mapping[str, markup.Opmaak]) -> Iterator[tuple[str, bytes]]:
    """Files with rules, to be kept beside the site and not in it."""
    gewoon = beleid(blad for pad, blad in bladen.items() if not is_post(pad))
    post = beleid((blad for pad, blad in bladen.items() if is_post(pad)), post=True)
    yield "kaarten.nginx.conf", _nginx_kaarten(gewoon, post).encode()
    yield "kopregels.nginx.conf", _nginx_kopregels().encode()
    yield "kopregels.caddy", _caddy(gewoon, post).encode()


_KOP = "# Computed from the build by `kennisbank publiceer`; do not edit.\n"


def _nginx_kaarten(gewoon: str, post: str) -> str:
    """What differs by address: a map can only stand at the level of `http`."""
    kaarten = {
        "kb_csp": (f'"{gewoon}"', r"^/nieuwsbrieven/[^/]+/email\.html$", f'"{post}"'),
        "kb_corp": ("same-origin", OPEN, "cross-origin"),
        "kb_acao": ('""', OPEN, '"*"'),
        "kb_cache": ("no-cache", MET_HASH, f'"{_VOOR_ALTIJD}"'),
    }
    return _KOP + "".join(
        f'map $uri ${naam} {{\n    default {anders};\n    "~{past}" {dan};\n}}\n'
        for naam, (anders, past, dan) in kaarten.items()
    )


def _nginx_kopregels() -> str:
    """For the site's `server`. What is cached is only said of an answer that is right (no `always`)."""
    vast = "".join(f'add_header {naam} "{waarde}" always;\n' for naam, waarde in VASTE.items())
    return (
        f"{_KOP}{vast}add_header Content-Security-Policy $kb_csp always;\n"
        "add_header Cross-Origin-Resource-Policy $kb_corp always;\n"
        "add_header Access-Control-Allow-Origin $kb_acao;\nadd_header Cache-Control $kb_cache;\n"
    )


def _caddy(gewoon: str, post: str) -> str:
    vast = "".join(f'header {naam} "{waarde}"\n' for naam, waarde in VASTE.items())
    kaarten = (
        ("post", "Content-Security-Policy", r"^/nieuwsbrieven/[^/]+/email\.html$", f'"{post}"', f'"{gewoon}"'),
        ("open", "Cross-Origin-Resource-Policy", OPEN, "cross-origin", "same-origin"),
        ("vast", "Cache-Control", MET_HASH, f'"{_VOOR_ALTIJD}"', "no-cache"),
    )
    per_adres = "".join(
        f"@kb_{naam} path_regexp {past}\n@kb_niet_{naam} not path_regexp {past}\n"
        f"header @kb_{naam} {kop} {dan}\nheader @kb_niet_{naam} {kop} {anders}\n"
        for naam, kop, past, dan, anders in kaarten
    )
    return f'{_KOP}{vast}{per_adres}header @kb_open Access-Control-Allow-Origin "*"\n'


# ── Files at the root ───────────────────────────────────────────────────────────────────────────────────


def wortelbestanden(*, site: str, vandaag: date) -> Iterator[tuple[str, bytes]]:
    """`robots.txt` (RFC 9309) and `.well-known/security.txt` (RFC 9116, which asks for an end within a year)."""
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {urljoin(site, 'sitemap.xml')}\n".encode()
    regels = (
        f"Contact: {urljoin(site, 'over/')}",
        f"Expires: {(vandaag + timedelta(days=364)).isoformat()}T00:00:00Z",
        "Preferred-Languages: nl, en",
        f"Canonical: {urljoin(site, '.well-known/security.txt')}",
    )
    yield ".well-known/security.txt", ("\n".join(regels) + "\n").encode()
