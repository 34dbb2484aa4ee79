"""Building the site with MkDocs: `site/` is replaced whole, or stays what it is."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from macros.cache import fingerprints
from macros.release import archive, markup, previous
from macros.release.staging import PublishError, staging_folder

SHOWN_LINES = 20
"""Defects that a message names; the rest is counted."""


Build = Callable[[Path], None]
"""Builds the site in a folder that does not exist yet; raises PublishError when it cannot."""


def build_with_mkdocs(root: Path, *, show: bool = False) -> Build:
    """Builds with MkDocs, never with `-q`: it then counts no warnings, and a dead link passes `--strict`.

    `--dirty` lets our plugin say which pages are what they were; what it did not write, it takes away.

    Args:
        root: the project.
        show: show what MkDocs says while it builds, instead of what was wrong when it fails.
    """

    def build(target: Path) -> None:
        # `close_fds=False`: a build that outlives a killed publisher keeps the lock until it ends.
        # `-P`: a folder of the project is no package of ours, whatever it is called.
        command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "--dirty", "--site-dir", str(target)]
        environment = os.environ | ({} if show else {"NO_MKDOCS_2_WARNING": "1"})  # a notice is no fault
        outcome = subprocess.run(  # noqa: S603 - our own command
            command, cwd=root, env=environment, capture_output=not show, text=True, check=False, close_fds=False
        )
        if outcome.returncode:
            said = _faults(f"{outcome.stderr or ''}{outcome.stdout or ''}".strip().splitlines())
            raise PublishError("\n".join(["De bouw is mislukt; er is niets gepubliceerd.", *said]))

    return build


def _faults(lines: list[str]) -> list[str]:
    """What MkDocs found wrong: without its levels, and without what went well."""
    told = (
        re.sub(r"^(?:ERROR|WARNING|CRITICAL) +- +(?:kennisbank: )?", "", line)
        for line in lines
        if not line.startswith("INFO ")
    )
    return [line for line in told if line.strip()]


def build_site(root: Path, *, build: Build | None = None) -> None:
    """Build `site/` of the project: the old one is whole until the new one takes its place.

    Raises:
        PublishError: the build failed; `site/` is what it was.
    """
    build = build or _from_previous(root)
    print_ = fingerprints.built(root, _say, os.environ.get("SOURCE_DATE_EPOCH"))
    if _is_release(root / "site", print_):
        _say("Er is niets veranderd: site/ is al goed.")
        return
    with staging_folder(root / ".cache") as work:
        new = work / "site"
        if _is_release(root / previous.PREVIOUS, print_):
            _say("Er is niets veranderd: site/ is die van de vorige bouw.")
            previous.level(root / previous.PREVIOUS, new)
        else:
            build(new)
        hashes = read_build_list(new)["bestanden"]
        _swap(new, root / "site")
        previous.keep(root, root / "site", new, hashes)


def _from_previous(root: Path) -> Build:
    """Builds with MkDocs, in the site of the build before this one where that was kept."""
    build = build_with_mkdocs(root, show=True)

    def from_previous(target: Path) -> None:
        previous.take(root, target)
        build(target)

    return from_previous


def _is_release(site: Path, print_: str) -> bool:
    """Whether a site is what the content of now gives, to its last byte and nothing besides: then there is nothing to do."""
    try:
        list_ = (site / markup.BUILD_LIST).read_bytes()
        if hashlib.sha256(list_).hexdigest() != print_:
            return False
        files = json.loads(list_)["bestanden"]
        return previous.holds(site, {*files, markup.BUILD_LIST}) and archive.hashes(site) == files
    except OSError:
        return False


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def read_build_list(site: Path) -> dict[str, Any]:
    """The list that a build writes last; without it, or without all it needs, the build has not ended."""
    try:
        list_: dict[str, Any] = json.loads((site / markup.BUILD_LIST).read_bytes())
    except (FileNotFoundError, ValueError):
        list_ = {}
    if not isinstance(list_, dict) or not {"bestanden", "uitgave", "site"} <= list_.keys():
        raise PublishError("De bouw is niet tot het einde gekomen; er is niets gepubliceerd.")
    return list_


def _swap(new: Path, old: Path) -> None:
    """Exchange two folders in one step (renameat2 of Linux), or in two where the system has no such step."""
    if old.exists():
        exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if exchange and exchange(_HERE, os.fsencode(new), _HERE, os.fsencode(old), _EXCHANGE) == 0:
            return
        old.rename(new.with_name("oud"))
    new.rename(old)


_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <linux/fs.h>
