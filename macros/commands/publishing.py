"""`kennisbank bouw`, `publiceer` and `terug`: nothing heavy is imported, for often nothing has to be done."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from macros.base.errors import UserError
from macros.commands import project
from macros.release import bucket, building, publish, releases


def build(root: Path) -> int:
    """Build `site/`."""
    building.build_site(project.require_pages(root, "mkdocs.yml"))
    return 0


def put(root: Path, target: Path, remote: str | None, moment: datetime) -> int:
    """Build, check and put in place; then send it to a bucket, where one is named."""
    name = moment.strftime("%Y%m%dT%H%M%SZ")  # names the release; no output has it
    _report(publish.publish_site(project.require_pages(root, "mkdocs.yml"), target, now=name))
    if remote:
        bucket.upload(target / "huidig/site", remote)
        sys.stdout.write(f"Verstuurd naar {remote}.\n")
    return 0


def roll_back(target: Path, release: str) -> int:
    """Serve an earlier release again."""
    if not target.is_dir():
        raise UserError(f"{target} is geen map, dus er is geen uitgave om naar terug te gaan")
    if not releases.all_releases(target):
        raise UserError(f"in {target} staat geen uitgave om naar terug te gaan")
    _report(publish.roll_back(target, release))
    return 0


def _report(result: publish.Publication) -> None:
    state = f", {result.changed} bestanden nieuw of veranderd" if result.changed else ""
    sys.stdout.write(f"Nu te lezen: {result.id} ({result.files} bestanden{state}).\n")
    for address in result.never_there:
        sys.stdout.write(f"Let op: op het oude adres /{address} stond in de vorige uitgave niets.\n")
    if result.server_changed:
        sys.stdout.write("De regels voor de server zijn veranderd: laad nginx of Caddy opnieuw (systemctl reload).\n")
