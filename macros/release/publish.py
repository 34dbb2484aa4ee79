"""Publishing: whole or not at all.

```
doel/huidig -> releases/20261122T133700Z-1a2b3c4d5e     what the web server serves
doel/releases/<id>/site/                                the site, compressed files beside it
doel/releases/<id>/server/                              headers and redirects for nginx and Caddy
doel/releases/<id>/uitgave.json                         what is in it, and what it carries for readers of before
doel/.bezig/                                            what is being made or thrown away; never served
```

Everything is made in `.bezig` on the same file system, checked, written to disk and only then renamed; the one step
that a reader can notice is the rename of a symbolic link. Killed at any moment, what was there stays there, and the next
run begins by throwing away what lies in `.bezig`. Two publishers cannot work at once: the lock is the kernel's, so it ends
with its owner, also when that is killed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.base import inside
from macros.base.errors import Finding
from macros.release import appointments, archive, completeness, compress, headers, markup, redirects, servers
from macros.release.building import SHOWN_LINES, Build, build_with_mkdocs, read_build_list
from macros.release.releases import Release, all_releases, carry_over, current_release, place, point_to, prune, reuse
from macros.release.staging import PublishError, staging_folder


@dataclass(frozen=True, slots=True)
class Publication:
    """What a run did."""

    id: str
    """The release that is served now."""
    new: bool
    """False when it was the same, byte for byte, as what was served."""
    files: int
    changed: int
    server_changed: bool
    """Whether the server must read its rules again."""
    cleaned_up: tuple[str, ...] = ()
    never_there: tuple[str, ...] = ()
    """Old addresses at which the release before this one had nothing: most often a typing error."""


def publish_site(root: Path, target: Path, *, build: Build | None = None, now: str, site: str = "") -> Publication:
    """Build, check and put in place.

    Args:
        root: the project.
        target: the folder on the server in which releases live.
        build: what builds; `mkdocs build --strict` when not given.
        now: the moment, as it appears in the release's name (`20261122T133700Z`).
        site: the address of the site; the one that the build names when not given.

    Raises:
        PublishError: nothing changed for readers; the message says why.
    """
    build, target = build or build_with_mkdocs(root), target.resolve()
    with staging_folder(target) as work:
        return _publish(target, work, build, now, site)


def _publish(target: Path, work: Path, build: Build, now: str, address: str) -> Publication:
    release = work / "uitgave"
    release.mkdir()
    build(release / "site")
    previous = current_release(target)
    list_ = read_build_list(release / "site")
    site = completeness.read_site(release / "site", address or list_["site"])
    own = archive.hashes(site.map) | {markup.BUILD_LIST: list_["uitgave"]}
    _vet(site, list_["bestanden"], own, previous)
    changed = reuse(site.map, own, previous)
    carry_over(target, site.map)
    compress.compress(site.map)
    addresses = _server_rules(site, release / "server")
    server = archive.hashes(release / "server")
    if different := previous is None or server != previous.server:
        _ask_the_servers(release / "server", work / "servers")
    data = {"nu": now, "eigen": own, "server": server}
    inside.write(release, [("uitgave.json", f"{json.dumps(data, indent=1)}\n".encode())])
    if previous and data["eigen"] == previous.own and not different:
        return Publication(previous.id, new=False, files=len(own), changed=0, server_changed=False)
    name = place(target, release, f"{now}-{archive.release(own)}")
    point_to(target, name, work)
    return Publication(
        name,
        new=True,
        files=len(own),
        changed=changed,
        server_changed=different,
        cleaned_up=prune(target, work),
        never_there=_never_there(addresses, previous),
    )


def roll_back(target: Path, id_: str = "") -> Publication:
    """Serve an earlier release again: the one before the current, or the one that is named.

    Raises:
        PublishError: there is no such release; what was served is still served.
    """
    with staging_folder(target) as work:
        now = current_release(target)
        names = [release.name for release in all_releases(target)]
        earlier = [name for name in names if now is None or name < now.id]
        chosen = id_ or (earlier[-1] if earlier else "")
        if chosen not in names:
            raise PublishError(f"Er is geen uitgave {id_ or 'van eerder'}; er zijn: {', '.join(names) or 'geen'}.")
        point_to(target, chosen, work)
        then = Release.read(target / "releases" / chosen)
        different = now is None or now.server != then.server
        return Publication(chosen, new=True, files=len(then.own), changed=0, server_changed=different)


def _vet(
    site: completeness.BuiltSite, list_: Mapping[str, str], own: Mapping[str, str], previous: Release | None
) -> None:
    defects = completeness.find_defects(site, vorige=previous.own if previous else ())
    defects += [Finding(path, 0, message) for path, message in headers.forbidden(site.site_pages)]
    different = sorted(path for path, total in list_.items() if own.get(path, total) != total)
    defects += [Finding(path, 0, "is na de bouw veranderd") for path in different]
    if previous:
        defects += appointments.untold(site.map, own, previous.map / "site", previous.own)
    if defects:
        rest = len(defects) - SHOWN_LINES
        lines = [f"  {defect}" for defect in defects[:SHOWN_LINES]] + ([f"  … en nog {rest}"] if rest > 0 else [])
        heading = f"De controle vond {len(defects)} gebreken; er is niets gepubliceerd."
        raise PublishError("\n".join([heading, *lines]))


def _server_rules(site: completeness.BuiltSite, folder: Path) -> tuple[redirects.Redirect, ...]:
    """Write the rules; answers the addresses of the past that are in them."""
    list_ = site.map / markup.ADDRESSES
    addresses = redirects.from_addresses(list_.read_bytes()) if list_.is_file() else ()
    inside.write(
        folder, (*headers.files(site.site_pages), *headers.of_address(site.address), *redirects.lines(addresses))
    )
    return addresses


def _ask_the_servers(rules: Path, work: Path) -> None:
    if refused := list(servers.refusals(rules, work)):
        raise PublishError("\n".join(["Er is niets gepubliceerd.", *refused]))


def _never_there(addresses: Iterable[redirects.Redirect], previous: Release | None) -> tuple[str, ...]:
    """Old addresses of pages at which the release before this one had nothing."""
    known = archive.addresses(previous.map / "site") if previous else frozenset[str]()
    return tuple(old.van for old in addresses if known and old.van.endswith("/") and old.van not in known)
