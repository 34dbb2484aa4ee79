"""Sending a published site to a bucket or a CDN with rclone: compared by hash, new files first, deletions last.

In that order no reader meets a page whose style or part of the index is not there yet, or not any more. A bucket has no
rename, so pages change one by one; whoever needs them to change together serves from a folder (publish.py).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

_VERGELIJK = ("--checksum", "--fast-list", "--no-update-modtime")
_ZONDER = ("--filter", "+ /sitemap.xml.gz", "--filter", "- *.br", "--filter", "- *.gz")
"""A bucket does not choose between a file and its compressed neighbours; its CDN compresses."""


class Zendfout(Exception):
    """The bucket is not as the site; the message is in Dutch."""


def zend(site: Path, bestemming: str, *, rclone: str = "rclone") -> None:
    """Make a bucket hold what the site holds.

    Args:
        site: the folder of a published release.
        bestemming: what rclone calls it: `remote:bucket/path`.
        rclone: the program.

    Raises:
        Zendfout: rclone is missing or stopped; what it had not sent yet is as it was, and sending again goes on.
    """
    if not shutil.which(rclone):
        raise Zendfout("rclone staat niet op deze machine; installeer het (Debian: apt-get install rclone).")
    for uitleg, opdracht in stappen(site, bestemming, rclone):
        uitkomst = subprocess.run(opdracht, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        if uitkomst.returncode:
            slot = "\n".join(uitkomst.stderr.strip().splitlines()[-10:])
            raise Zendfout(f"Het versturen is mislukt bij: {uitleg}. Voer de opdracht nog eens uit.\n{slot}")


def stappen(site: Path, bestemming: str, rclone: str = "rclone") -> Iterator[tuple[str, list[str]]]:
    """The commands in their order, each with what it does, in Dutch."""
    vast = ("--filter", "+ /assets/**", "--filter", "+ /zoek/*-*", "--filter", "- **")
    kopie = [rclone, "copy", *_VERGELIJK]
    yield "nieuwe bestanden met een vaste naam", [*kopie, *_ZONDER, *vast, str(site), bestemming]
    yield "alles behalve pagina's", [*kopie, *_ZONDER, "--filter", "- *.html", str(site), bestemming]
    yield "pagina's", [*kopie, *_ZONDER, str(site), bestemming]
    gelijk = [rclone, "sync", *_VERGELIJK, "--delete-after", *_ZONDER]
    yield "weghalen wat weg is", [*gelijk, str(site), bestemming]
