"""Addresses live for ever: what moved says where it went, what was withdrawn says what replaced it.

One list, from `docs/_data/doorverwijzingen.yml` and from `eerder:` of pages; it comes out as HTML pages (they work on
any server), as rules for nginx and Caddy (which answer before a page is read) and as `data/adressen.json`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from macros.base import links
from macros.base.errors import UserError
from macros.release import archive, markup, rules
from macros.release.rules import Bare, Joined, Quoted, Variable, caddy, caddy_block, nginx

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


def redirect_list(
    rows: Iterable[Redirect], former: Mapping[str, Iterable[str]], files: Collection[str] = ()
) -> tuple[Redirect, ...]:
    """All redirects, each straight to where it ends, in the order of the old address.

    Args:
        rows: the rows of the data file.
        former: for a page's address the addresses that it had before (`eerder:` in its front matter).
        files: the paths of files; one beside the page where an address leads (a feed, a calendar) has moved along.
    """
    all_ = [
        *rows,
        *(Redirect(from_, to) for to, addresses in former.items() for from_ in addresses),
    ]
    next_ = {redirect.van: redirect.naar for redirect in all_ if not redirect.ingetrokken}
    right = [replace(redirect, naar=_end(redirect.naar, next_)) for redirect in all_]
    return tuple(sorted([*right, *_along(right, files)], key=lambda redirect: redirect.van))


def _along(all_: Iterable[Redirect], files: Collection[str]) -> Iterator[Redirect]:
    """The files that moved along with a page."""
    beside: dict[str, list[str]] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        beside.setdefault(f"{folder}/", []).append(name)
    for redirect in all_:
        names = () if redirect.ingetrokken else beside.get(redirect.naar.partition("#")[0], ())
        yield from (
            replace(redirect, van=redirect.van + name, naar=redirect.naar.partition("#")[0] + name)
            for name in names
            if name != "index.html" and links.FILE.fullmatch(redirect.van + name) and redirect.van + name not in files
        )


def _end(to: str, next_: Mapping[str, str]) -> str:
    """Where a chain of moves ends, at the last heading that it names; a circle is refused before (review/addresses.py)."""
    seen: set[str] = set()
    page, _, anchor = to.partition("#")
    while page in next_ and page not in seen:
        seen.add(page)
        page, _, other = next_[page].partition("#")
        anchor = other or anchor
    return f"{page}#{anchor}" if anchor else page


def files(all_: Iterable[Redirect], view: View, script: str) -> Iterator[tuple[str, bytes]]:
    """A page at each old address that had one, and the list that servers and checks read.

    Args:
        all_: the redirects.
        view: what renders them.
        script: the address of the script that keeps what stood behind `?` and `#`.
    """
    all_ = list(all_)
    for redirect in all_:
        if redirect.van.endswith("/"):
            yield (
                archive.file_behind(redirect.van),
                (view.at(redirect.van).render("doorverwijzing", redirect=redirect, script=script) + "\n").encode(),
            )
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
    """The redirects of a built site, from its own list.

    Raises:
        UserError: it is no such list, or an address in it is none of ours.
    """
    try:
        all_ = tuple(_read(row) for row in json.loads(data))
    except (ValueError, KeyError, TypeError):
        raise UserError("is geen lijst van oude adressen; bouw de site opnieuw", file=markup.ADDRESSES) from None
    for address in (address for redirect in all_ for address in (redirect.van, redirect.naar)):
        if not (links.ADDRESS.fullmatch(address) or links.FILE.fullmatch(address)):
            raise UserError(f"{address[:200]!r} is geen adres van de site", file=markup.ADDRESSES)
    return all_


def _read(row: Mapping[str, Any]) -> Redirect:
    day = row["datum"] and date.fromisoformat(row["datum"])
    return Redirect(str(row["van"]), str(row["naar"]), str(row["reden"]), day, row["ingetrokken"] is True)


# ── Rules for the servers ───────────────────────────────────────────────────────────────────────────────


def lines(all_: Iterable[Redirect]) -> Iterator[tuple[str, bytes]]:
    """Files with rules for the servers, to be kept beside the site and not in it."""
    all_ = list(all_)
    yield "doorverwijzingen.nginx.map", (rules.HEADING + "".join(map(_nginx, all_))).encode()
    yield "doorverwijzingen.caddy", (rules.HEADING + _QUESTION + "".join(map(_caddy, all_))).encode()


def _nginx(redirect: Redirect) -> str:
    """A line of the map that says where a path leads, or that what was there is withdrawn."""
    to = Quoted("ingetrokken") if redirect.ingetrokken else _target(redirect, Variable("is_args"), Variable("args"))
    return nginx(Quoted(f"/{redirect.van}"), to)


def _caddy(redirect: Redirect) -> str:
    from_ = Quoted(f"/{redirect.van}")
    if not redirect.ingetrokken:
        return caddy(Bare("redir"), from_, _target(redirect, Variable("kb_vraag")), Bare("permanent"))
    site_page = Quoted(f"/{archive.file_behind(redirect.van)}")
    answer = caddy_block([Bare("file_server")], [caddy(Bare("status"), Bare("410"))])
    return caddy_block([Bare("handle"), from_], [caddy(Bare("rewrite"), Bare("*"), site_page), answer])


def _target(redirect: Redirect, *question: Variable) -> Joined:
    """Where a reader is sent, with what he asked behind `?`; what he asked behind `#` his browser keeps itself."""
    page, hash_sign, anchor = redirect.naar.partition("#")
    return Joined(Quoted(f"/{page}"), *question, Quoted(hash_sign + anchor))


_QUESTION = 'map {query} {kb_vraag} {\n\t~^(.+)$ "?${1}"\n\tdefault ""\n}\n'
"""For Caddy: what stood behind `?`, with it."""
