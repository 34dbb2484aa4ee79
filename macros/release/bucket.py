"""Sending a published site to a bucket or a CDN with rclone: compared by hash, new files first, deletions last.

In that order no reader meets a page whose style or part of the index is not there yet, or not any more. A bucket has no
rename, so pages change one by one; whoever needs them to change together serves from a folder (publish.py).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from macros.base.errors import UserError

_COMPARE = ("--checksum", "--fast-list", "--no-update-modtime")
_WITHOUT = ("--filter", "+ /sitemap.xml.gz", "--filter", "- *.br", "--filter", "- *.gz")
"""A bucket does not choose between a file and its compressed neighbours; its CDN compresses."""


class BucketError(UserError):
    """The bucket is not as the site; the message is in Dutch."""


def upload(site: Path, destination: str, *, rclone: str = "rclone") -> None:
    """Make a bucket hold what the site holds.

    Args:
        site: the folder of a published release.
        destination: what rclone calls it: `remote:bucket/path`.
        rclone: the program.

    Raises:
        BucketError: rclone is missing or stopped; what it had not sent yet is as it was, and sending again goes on.
    """
    if not shutil.which(rclone):
        raise BucketError("rclone staat niet op deze machine; installeer het (Debian: apt-get install rclone).")
    for explanation, command in steps(site, destination, rclone):
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        if outcome.returncode:
            closing = "\n".join(outcome.stderr.strip().splitlines()[-10:])
            raise BucketError(f"Het versturen is mislukt bij: {explanation}. Voer de opdracht nog eens uit.\n{closing}")


def steps(site: Path, destination: str, rclone: str = "rclone") -> Iterator[tuple[str, list[str]]]:
    """The commands in their order, each with what it does, in Dutch."""
    fixed = ("--filter", "+ /assets/**", "--filter", "+ /zoek/*-*", "--filter", "- **")
    copy_ = [rclone, "copy", *_COMPARE]
    yield "nieuwe bestanden met een vaste naam", [*copy_, *_WITHOUT, *fixed, str(site), destination]
    yield "alles behalve pagina's", [*copy_, *_WITHOUT, "--filter", "- *.html", str(site), destination]
    yield "pagina's", [*copy_, *_WITHOUT, str(site), destination]
    equal = [rclone, "sync", *_COMPARE, "--delete-after", *_WITHOUT]
    yield "weghalen wat weg is", [*equal, str(site), destination]
