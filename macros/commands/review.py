"""The weekly lists: `kennisbank houdbaarheid` and `kennisbank links`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from macros.build import content
from macros.commands import project
from macros.records.catalog import Catalog
from macros.review import bounds, contacts, outbound, plans, upkeep

_WITH_LINKS = (".md", ".yml", ".csv")


def freshness(root: Path, today: date) -> int:
    """Which pages must be reviewed again, by team, what the plan and the report of a year lack, and whom no one can reach yet."""
    catalog = _catalog(root)
    lists = (upkeep.overdue_list(catalog, today), plans.as_text(catalog, today), contacts.unset_list(catalog))
    sys.stdout.write("\n".join(filter(None, lists)))
    return 0


def dead_links(root: Path, program: str, today: date) -> int:
    """Which addresses of other sites give no answer any more, by team."""
    catalog = _catalog(root)
    texts = {
        name: contents.decode("utf-8-sig")  # the check has read them all
        for name, contents in bounds.content_files(root)
        if name.endswith(_WITH_LINKS)
    }
    addresses = upkeep.outgoing(texts)
    dead = outbound.ask(root, addresses, program, today)
    sys.stdout.write(upkeep.dead_links(catalog, addresses, dead))
    sys.stderr.write(f"{len(addresses)} adressen, {len(dead)} zonder antwoord\n")
    return 0


def _catalog(root: Path) -> Catalog:
    """All content, which must be right: a list of half of it would say too little."""
    return content.read(project.require_pages(root)).view.catalog
