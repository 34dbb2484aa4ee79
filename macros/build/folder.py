"""The folder of a site: what is written there besides pages, and what an earlier build left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from macros.base import inside, workers
from macros.build import outputs
from macros.build.state import MADE, BuildState, Session
from macros.release import markup, previous


def finish(
    session: Session, build: BuildState, site: Path, papers: Iterable[Mapping[str, bytes]] = ()
) -> Iterator[None]:
    """Write everything besides pages, in steps; a preview does it when the writer pauses.

    Args:
        session: what goes on from build to build.
        build: one of which the pages are there.
        site: the folder.
        papers: makes the documents for paper, a step each; who makes them writes them.
    """
    material, paths, views = build.outputs(), set[str](), dict[str, bytes]()
    groups = outputs.all_files(material, session.pool.submit)
    for group in chain([next(groups)], papers, groups):  # from the first on another core is at work, too
        session.progress(MADE, "zoeken, feeds, mail en de rest")
        inside.write(site, group.items())
        paths |= group.keys()
        if session.preview:
            views |= outputs.mail_views(group)
        else:
            workers.tidy_memory()  # of what made the group; beside this the index is made
        yield
    if session.dirty:
        _clean_up(site, build.expected | paths)
    inside.write(site, outputs.closing(material, site, session.known))
    inside.write(site, views.items())  # what only a preview has is on no list of what a site holds
    if build.inputs:
        build.memory.save_site(build.inputs, hashlib.sha256((site / markup.BUILD_LIST).read_bytes()).hexdigest())
    build.memory.commit()
    session.progress(1, "")


def _clean_up(site: Path, paths: set[str]) -> None:
    """Take away what an earlier build wrote and this one does not."""
    for path in [path for path, _ in previous.walk(site) if path not in paths]:
        previous.remove(site, path)
