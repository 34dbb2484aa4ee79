"""Appointments that moved while no reader's calendar can see it.

A calendar keeps what it has of an entry until a newer version comes, and newer is what the record's own history says
(macros/channels/calendars.py). Only the release before knows what readers have, so it is held against that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from macros.base import late
from macros.base.errors import Finding

if TYPE_CHECKING:
    from macros.channels import calendars
else:
    calendars = late.module("macros.channels.calendars")

FOLDER = "activiteiten/"
"""Where each activity has a calendar of its own, by its id."""
_MESSAGE = (
    "activiteit {!r} kreeg een ander moment of een andere afloop, en een agenda waar zij al in staat, ziet dat niet; "
    "zet de verandering met een datum onder 'geschiedenis'"
)


def untold(site: Path, own: Mapping[str, str], earlier: Path, before: Mapping[str, str]) -> Iterator[Finding]:
    """Each appointment that differs from what readers have and is not newer.

    Args:
        site: the new site.
        own: its files with their hashes.
        earlier: the site that is served now.
        before: the files of that one with their hashes.
    """
    for path in sorted(own.keys() & before.keys()):
        if not (path.startswith(FOLDER) and path.endswith(".ics")) or own[path] == before[path]:
            continue
        now, was = (calendars.versions((folder / path).read_bytes()) for folder in (site, earlier))
        if len(now) == len(was) == 1:
            ((uid, new),), ((_, old),) = now.items(), was.items()
            if new.when != old.when and new.mark <= old.mark:
                yield Finding(path, 0, _MESSAGE.format(uid.partition("@")[0]))
