"""Addresses live for ever: what moved says where it went, what was withdrawn says what replaced it.

One list, from `docs/_data/doorverwijzingen.yml` and from `eerder:` of pages; it comes out as HTML pages (they work on
any server), as rules for nginx and Caddy (which answer before a page is read) and as `data/adressen.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from macros.release import markup

if TYPE_CHECKING:
    from macros.document.templates import View


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address of the past and where it leads; `ingetrokken` shows what replaced it instead of going there."""

    van: str
    naar: str
    reden: str = ""
    datum: date | None = None
    ingetrokken: bool = False


def redirect_list(rows: Iterable[Redirect], former: Mapping[str, Iterable[str]]) -> tuple[Redirect, ...]:
    """All redirects, each straight to where it ends, in the order of the old address.

    Args:
        rows: the rows of the data file.
        former: for a page's address the addresses that it had before (`eerder:` in its front matter).
    """
    all_ = [
        *rows,
        *(Redirect(from_, to) for to, addresses in former.items() for from_ in addresses),
    ]
    next_ = {redirect.van: redirect.naar for redirect in all_ if not redirect.ingetrokken}
    right = (replace(redirect, naar=_end(redirect.naar, next_)) for redirect in all_)
    return tuple(sorted(right, key=lambda redirect: redirect.van))


def _end(to: str, next_: Mapping[str, str]) -> str:
    """Where a chain of moves ends, at the last heading that it names; a circle is refused before (review/addresses.py)."""
    seen: set[str] = set()
    page, _, anchor = to.partition("#")
    while page in next_ and page not in seen:
        seen.add(page)
        page, _, other = next_[page].partition("#")
        anchor = other or anchor
    return f"{page}#{anchor}" if anchor else page


def files(all_: Iterable[Redirect], view: View) -> Iterator[tuple[str, bytes]]:
    """A page at each old address that had one, and the list that servers and checks read."""
    all_ = list(all_)
    for redirect in all_:
        if redirect.van.endswith(("/", ".html")):
            path = redirect.van + "index.html" if redirect.van.endswith("/") else redirect.van
            yield path, (view.at(redirect.van).render("doorverwijzing", redirect=redirect) + "\n").encode()
    yield from index_file(all_)


def index_file(all_: Iterable[Redirect]) -> Iterator[tuple[str, bytes]]:
    """The list alone."""
    yield markup.ADDRESSES, (json.dumps([_row(o) for o in all_], ensure_ascii=False, indent=1) + "\n").encode()


def _row(redirect: Redirect) -> dict[str, object]:
    return {
        "van": redirect.van,
        "naar": redirect.naar,
        "reden": redirect.reden,
        "datum": redirect.datum.isoformat() if redirect.datum else None,
        "ingetrokken": redirect.ingetrokken,
    }


def from_addresses(data: bytes) -> tuple[Redirect, ...]:
    """The redirects of a built site, from its own list."""
    return tuple(
        Redirect(
            row["van"], row["naar"], row["reden"], row["datum"] and date.fromisoformat(row["datum"]), row["ingetrokken"]
        )
        for row in json.loads(data)
    )


def lines(all_: Iterable[Redirect]) -> Iterator[tuple[str, bytes]]:
    """Files with rules for the servers, to be kept beside the site and not in it."""
    all_ = list(all_)
    nginx = "".join(f'"/{o.van}" "{"ingetrokken" if o.ingetrokken else f"/{o.naar}"}";\n' for o in all_)
    caddy = "".join(_caddy(o) for o in all_)
    heading = "# Computed from the build by `kennisbank publiceer`; do not edit.\n"
    yield "doorverwijzingen.nginx.map", (heading + nginx).encode()
    yield "doorverwijzingen.caddy", (heading + caddy).encode()


def _caddy(redirect: Redirect) -> str:
    if not redirect.ingetrokken:
        return f"redir /{redirect.van} /{redirect.naar} permanent\n"
    site_page = f"/{redirect.van}" + ("index.html" if redirect.van.endswith("/") else "")
    return f"handle /{redirect.van} {{\n\trewrite * {site_page}\n\tfile_server {{\n\t\tstatus 410\n\t}}\n}}\n"
