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

import ctypes
import errno
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.base.errors import Finding, UserError, told
from macros.cache import fingerprints
from macros.release import archive, completeness, compress, headers, markup, redirects

KEPT = 5
"""Releases that stay to go back to."""
SHOWN_LINES = 20
"""Defects that a message names; the rest is counted."""


class PublishError(UserError):
    """Nothing was published; the message is in Dutch, for the person who published."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a run did."""

    id: str
    """The release that is served now."""
    nieuw: bool
    """False when it was the same, byte for byte, as what was served."""
    files: int
    changed: int
    server_changed: bool
    """Whether the server must read its rules again."""
    cleaned_up: tuple[str, ...] = ()


Build = Callable[[Path], None]
"""Builds the site in a folder that does not exist yet; raises Publicatiefout when it cannot."""


def build_with_mkdocs(root: Path, *, show: bool = False) -> Build:
    """Builds with MkDocs, never with `-q`: it then counts no warnings, and a dead link passes `--strict`.

    `--dirty` lets our plugin say which pages are what they were; the folder is new, so every file is written.

    Args:
        root: the project.
        show: show what MkDocs says while it builds, instead of its last lines when it fails.
    """

    def build(target: Path) -> None:
        # `close_fds=False`: a build that outlives a killed publisher keeps the lock until it ends.
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--dirty", "--site-dir", str(target)]
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
    told_ = (
        re.sub(r"^(?:ERROR|WARNING|CRITICAL) +- +(?:kennisbank: )?", "", line)
        for line in lines
        if not line.startswith("INFO ")
    )
    return [line for line in told_ if line.strip()][-SHOWN_LINES:]


# ── Publishing and going back ───────────────────────────────────────────────────────────────────────────


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
    with _disk_errors(), _lock(target):
        _clean_up_work(target)
        work = Path(tempfile.mkdtemp(dir=_work_folder(target)))
        try:
            return _publish(target, work, build, now, site)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _publish(target: Path, work: Path, build: Build, now: str, address: str) -> Publication:
    release = work / "uitgave"
    release.mkdir()
    build(release / "site")
    previous = _current(target)
    list_ = _build_list(release / "site")
    site = completeness.read_site(release / "site", address or list_["site"])
    own = archive.hashes(site.map) | {markup.BUILD_LIST: list_["uitgave"]}
    _vet(site, list_["bestanden"], own, previous)
    changed = _reuse(site.map, own, previous)
    _carry_over(target, site.map)
    compress.compress(site.map)
    _server_rules(site, release / "server")
    server = archive.hashes(release / "server")
    data = {"nu": now, "eigen": own, "server": server}
    (release / "uitgave.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    if previous and data["eigen"] == previous.own and server == previous.server:
        return Publication(previous.id, nieuw=False, files=len(own), changed=0, server_changed=False)
    name = _place(target, release, f"{now}-{archive.release(own)}")
    _point_to(target, name, work)
    different = previous is None or server != previous.server
    return Publication(
        name,
        nieuw=True,
        files=len(own),
        changed=changed,
        server_changed=different,
        cleaned_up=_prune(target, work),
    )


def roll_back(target: Path, id_: str = "") -> Publication:
    """Serve an earlier release again: the one before the current, or the one that is named.

    Raises:
        PublishError: there is no such release; what was served is still served.
    """
    with _disk_errors(), _lock(target):
        _clean_up_work(target)
        now = _current(target)
        names = [release.name for release in releases(target)]
        earlier = [name for name in names if now is None or name < now.id]
        chosen = id_ or (earlier[-1] if earlier else "")
        if chosen not in names:
            raise PublishError(f"Er is geen uitgave {id_ or 'van eerder'}; er zijn: {', '.join(names) or 'geen'}.")
        work = Path(tempfile.mkdtemp(dir=_work_folder(target)))
        _point_to(target, chosen, work)
        shutil.rmtree(work, ignore_errors=True)
        then = Release.read(target / "releases" / chosen)
        different = now is None or now.server != then.server
        return Publication(chosen, nieuw=True, files=len(then.own), changed=0, server_changed=different)


def build_site(root: Path, *, build: Build | None = None) -> None:
    """Build `site/` of the project: the old one is whole until the new one takes its place.

    Raises:
        PublishError: the build failed; `site/` is what it was.
    """
    build = build or build_with_mkdocs(root, show=True)
    place = root / ".cache"
    if _is_up_to_date(root):
        _say("Er is niets veranderd: site/ is al goed.")
        return
    with _disk_errors(), _lock(place):
        _clean_up_work(place)
        work = Path(tempfile.mkdtemp(dir=_work_folder(place)))
        try:
            build(work / "site")
            _build_list(work / "site")
            _swap(work / "site", root / "site")
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _is_up_to_date(root: Path) -> bool:
    """Whether `site/` is whole and is what the content of now gives: then there is nothing to do."""
    release = fingerprints.built(root, _say, os.environ.get("SOURCE_DATE_EPOCH"))
    if not release or not (root / "site" / markup.BUILD_LIST).is_file():
        return False
    list_ = _build_list(root / "site")
    return bool(list_["uitgave"] == release and archive.hashes(root / "site") == list_["bestanden"])


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def releases(target: Path) -> list[Path]:
    """All releases that are whole, oldest first."""
    folder = target / "releases"
    return sorted(path for path in folder.iterdir() if (path / "uitgave.json").is_file()) if folder.is_dir() else []


# ── The steps ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its own files and its server rules, with their hashes."""

    map: Path
    own: Mapping[str, str]
    server: Mapping[str, str]

    @property
    def id(self) -> str:
        """Its name: the moment and a hash of all its files."""
        return self.map.name

    @classmethod
    def read(cls, folder: Path) -> Release:
        """Read it back from its folder."""
        try:
            data = json.loads((folder / "uitgave.json").read_bytes())
            return cls(folder, data["eigen"], data["server"])
        except (ValueError, KeyError, TypeError):
            raise PublishError(f"{folder / 'uitgave.json'} is niet te lezen; haal deze uitgave weg") from None


def _current(target: Path) -> Release | None:
    current = target / "huidig"
    return Release.read(current.resolve()) if current.is_symlink() and current.exists() else None


def _build_list(site: Path) -> dict[str, Any]:
    """The list that a build writes last; without it, or without all it needs, the build has not ended."""
    try:
        list_: dict[str, Any] = json.loads((site / markup.BUILD_LIST).read_bytes())
    except (FileNotFoundError, ValueError):
        list_ = {}
    if not {"bestanden", "uitgave", "site"} <= list_.keys():
        raise PublishError("De bouw is niet tot het einde gekomen; er is niets gepubliceerd.")
    return list_


def _vet(
    site: completeness.BuiltSite, list_: Mapping[str, str], own: Mapping[str, str], previous: Release | None
) -> None:
    defects = completeness.find_defects(site, vorige=previous.own if previous else ())
    defects += [Finding(path, 0, message) for path, message in headers.forbidden(site.site_pages)]
    different = sorted(path for path, total in list_.items() if own.get(path, total) != total)
    defects += [Finding(path, 0, "is na de bouw veranderd") for path in different]
    if defects:
        rest = len(defects) - SHOWN_LINES
        lines = [f"  {defect}" for defect in defects[:SHOWN_LINES]] + ([f"  … en nog {rest}"] if rest > 0 else [])
        heading = f"De controle vond {len(defects)} gebreken; er is niets gepubliceerd."
        raise PublishError("\n".join([heading, *lines]))


def _reuse(site: Path, own: Mapping[str, str], previous: Release | None) -> int:
    """Link what did not change to the previous release; answers how many files are new or different.

    What is linked keeps its time, so a reader's ETag holds, and its compressed neighbours.
    """
    if previous is None:
        return len(own)
    equal = [path for path, total in own.items() if path != markup.BUILD_LIST and previous.own.get(path) == total]
    for path in equal:
        bron, here = previous.map / "site" / path, site / path
        here.unlink()
        for from_, to in (
            (bron, here),
            *((compress.neighbour(bron, s), compress.neighbour(here, s)) for s in ("gz", "br")),
        ):
            if from_.exists() and not to.exists():
                _make_link(from_, to)
    return len(own) - len(equal)


def _carry_over(target: Path, site: Path) -> None:
    """Files with a hash in their name stay as long as a release that needs them.

    A page that a reader has open, or that was sent just before the swap, still finds its style and its part of the index.
    """
    for release in releases(target)[-KEPT + 1 :]:
        for path in Release.read(release).own:
            if re.fullmatch(markup.WITH_HASH, path) and not (site / path).exists():
                (site / path).parent.mkdir(parents=True, exist_ok=True)
                _make_link(release / "site" / path, site / path)


def _make_link(from_: Path, to: Path) -> None:
    try:
        os.link(from_, to)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copy2(from_, to)


def _server_rules(site: completeness.BuiltSite, folder: Path) -> None:
    folder.mkdir()
    list_ = site.map / markup.ADDRESSES
    addresses = redirects.from_addresses(list_.read_bytes()) if list_.is_file() else ()
    for path, contents in (*headers.files(site.site_pages), *redirects.lines(addresses)):
        (folder / path).write_bytes(contents)


def _place(target: Path, release: Path, name: str) -> str:
    """Everything on disk, then one rename; a second release in one second gets a number."""
    for path in [*release.rglob("*"), release]:
        _to_disk(path)
    releases = target / "releases"
    releases.mkdir(exist_ok=True)
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    free = next(name for name in names if not (releases / name).exists())
    release.rename(releases / free)
    _to_disk(releases)
    return free


def _point_to(target: Path, name: str, work: Path) -> None:
    """The swap: a reader gets the old site before it and the new site after it."""
    new = work / "huidig"
    new.symlink_to(f"releases/{name}", target_is_directory=True)
    new.replace(target / "huidig")
    _to_disk(target)


def _swap(new: Path, old: Path) -> None:
    """Exchange two folders in one step (renameat2 of Linux), or in two where the system has no such step."""
    if old.exists():
        exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if exchange and exchange(_HERE, os.fsencode(new), _HERE, os.fsencode(old), _EXCHANGE) == 0:
            return
        old.rename(new.with_name("oud"))
    new.rename(old)


_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <linux/fs.h>


def _to_disk(path: Path) -> None:
    if path.is_symlink():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(target: Path, work: Path) -> tuple[str, ...]:
    """Take away the oldest releases, each by a rename first: half a release is never among the releases."""
    current = _current(target)
    gone = [release for release in releases(target)[:-KEPT] if current and release.name != current.id]
    for release in gone:
        release.rename(work / release.name)
    return tuple(release.name for release in gone)


# ── Lock, work, messages ────────────────────────────────────────────────────────────────────────────────


def _work_folder(target: Path) -> Path:
    work = target / ".bezig"
    work.mkdir(exist_ok=True)
    return work


def _clean_up_work(target: Path) -> None:
    """What a run that was stopped left; nobody else works here, for the lock is ours."""
    shutil.rmtree(_work_folder(target), ignore_errors=True)


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    target.mkdir(parents=True, exist_ok=True)
    with (target / ".slot").open("a") as closing:
        os.set_inheritable(closing.fileno(), True)  # noqa: FBT003 - the os module takes no keywords here
        try:
            fcntl.flock(closing, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishError("Er wordt al gepubliceerd naar deze map; probeer het over een minuut weer.") from None
        yield


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = told(error)
        heading = reason[0].upper() if reason.startswith("de ") else reason[0]  # the name of a file stays what it is
        raise PublishError(f"{heading}{reason[1:]}; er is niets gepubliceerd, en wat er stond, staat er nog") from error
