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

from macros.cache import fingerprints
from macros.release import archive, completeness, compress, headers, markup, redirects

BEWAARD = 5
"""Releases that stay to go back to."""
TOON = 20
"""Defects that a message names; the rest is counted."""


class Publicatiefout(Exception):
    """Nothing was published; the message is in Dutch, for the person who published."""


@dataclass(frozen=True, slots=True)
class Uitslag:
    """What a run did."""

    id: str
    """The release that is served now."""
    nieuw: bool
    """False when it was the same, byte for byte, as what was served."""
    bestanden: int
    gewijzigd: int
    server_veranderd: bool
    """Whether the server must read its rules again."""
    opgeruimd: tuple[str, ...] = ()


Bouw = Callable[[Path], None]
"""Builds the site in a folder that does not exist yet; raises Publicatiefout when it cannot."""


def bouw_met_mkdocs(wortel: Path, *, toon: bool = False) -> Bouw:
    """Builds with MkDocs, never with `-q`: it then counts no warnings, and a dead link passes `--strict`.

    `--dirty` lets our plugin say which pages are what they were; the folder is new, so every file is written.

    Args:
        wortel: the project.
        toon: show what MkDocs says while it builds, instead of its last lines when it fails.
    """

    def bouw(doel: Path) -> None:
        # `close_fds=False`: a build that outlives a killed publisher keeps the lock until it ends.
        opdracht = [sys.executable, "-m", "mkdocs", "build", "--strict", "--dirty", "--site-dir", str(doel)]
        uitkomst = subprocess.run(  # noqa: S603 - our own command
            opdracht, cwd=wortel, capture_output=not toon, text=True, check=False, close_fds=False
        )
        if uitkomst.returncode:
            slot = "\n".join(f"{uitkomst.stdout or ''}{uitkomst.stderr or ''}".strip().splitlines()[-TOON:])
            raise Publicatiefout(f"De bouw is mislukt; er is niets gepubliceerd.\n{slot}")

    return bouw


# ── Publishing and going back ───────────────────────────────────────────────────────────────────────────


def publiceer(wortel: Path, doel: Path, *, bouw: Bouw | None = None, nu: str, site: str = "") -> Uitslag:
    """Build, check and put in place.

    Args:
        wortel: the project.
        doel: the folder on the server in which releases live.
        bouw: what builds; `mkdocs build --strict` when not given.
        nu: the moment, as it appears in the release's name (`20261122T133700Z`).
        site: the address of the site; the one that the build names when not given.

    Raises:
        Publicatiefout: nothing changed for readers; the message says why.
    """
    bouw, doel = bouw or bouw_met_mkdocs(wortel), doel.resolve()
    with _schijffouten(), _slot(doel):
        _ruim_werk_op(doel)
        werk = Path(tempfile.mkdtemp(dir=_werkmap(doel)))
        try:
            return _publiceer(doel, werk, bouw, nu, site)
        finally:
            shutil.rmtree(werk, ignore_errors=True)


def _publiceer(doel: Path, werk: Path, bouw: Bouw, nu: str, adres: str) -> Uitslag:
    uitgave = werk / "uitgave"
    uitgave.mkdir()
    bouw(uitgave / "site")
    vorige = _huidige(doel)
    lijst = _bouwlijst(uitgave / "site")
    site = completeness.lees(uitgave / "site", adres or lijst["site"])
    eigen = archive.hashes(site.map) | {markup.BOUWLIJST: lijst["uitgave"]}
    _keur(site, lijst["bestanden"], eigen, vorige)
    gewijzigd = _hergebruik(site.map, eigen, vorige)
    _draag_mee(doel, site.map)
    compress.comprimeer(site.map)
    _serverregels(site, uitgave / "server")
    server = archive.hashes(uitgave / "server")
    gegevens = {"nu": nu, "eigen": eigen, "server": server}
    (uitgave / "uitgave.json").write_text(json.dumps(gegevens, indent=1) + "\n", encoding="utf-8")
    if vorige and gegevens["eigen"] == vorige.eigen and server == vorige.server:
        return Uitslag(vorige.id, nieuw=False, bestanden=len(eigen), gewijzigd=0, server_veranderd=False)
    naam = _zet_neer(doel, uitgave, f"{nu}-{archive.uitgave(eigen)}")
    _wijs_naar(doel, naam, werk)
    anders = vorige is None or server != vorige.server
    return Uitslag(
        naam,
        nieuw=True,
        bestanden=len(eigen),
        gewijzigd=gewijzigd,
        server_veranderd=anders,
        opgeruimd=_snoei(doel, werk),
    )


def terug(doel: Path, id_: str = "") -> Uitslag:
    """Serve an earlier release again: the one before the current, or the one that is named.

    Raises:
        Publicatiefout: there is no such release; what was served is still served.
    """
    with _schijffouten(), _slot(doel):
        _ruim_werk_op(doel)
        nu = _huidige(doel)
        namen = [uitgave.name for uitgave in uitgaven(doel)]
        eerdere = [naam for naam in namen if nu is None or naam < nu.id]
        gekozen = id_ or (eerdere[-1] if eerdere else "")
        if gekozen not in namen:
            raise Publicatiefout(f"Er is geen uitgave {id_ or 'van eerder'}; er zijn: {', '.join(namen) or 'geen'}.")
        werk = Path(tempfile.mkdtemp(dir=_werkmap(doel)))
        _wijs_naar(doel, gekozen, werk)
        shutil.rmtree(werk, ignore_errors=True)
        toen = Uitgave.lees(doel / "releases" / gekozen)
        anders = nu is None or nu.server != toen.server
        return Uitslag(gekozen, nieuw=True, bestanden=len(toen.eigen), gewijzigd=0, server_veranderd=anders)


def bouw_site(wortel: Path, *, bouw: Bouw | None = None) -> None:
    """Build `site/` of the project: the old one is whole until the new one takes its place.

    Raises:
        Publicatiefout: the build failed; `site/` is what it was.
    """
    bouw = bouw or bouw_met_mkdocs(wortel, toon=True)
    plek = wortel / ".cache"
    if _is_bij(wortel):
        _zeg("Er is niets veranderd: site/ is al goed.")
        return
    with _schijffouten(), _slot(plek):
        _ruim_werk_op(plek)
        werk = Path(tempfile.mkdtemp(dir=_werkmap(plek)))
        try:
            bouw(werk / "site")
            _bouwlijst(werk / "site")
            _wissel(werk / "site", wortel / "site")
        finally:
            shutil.rmtree(werk, ignore_errors=True)


def _is_bij(wortel: Path) -> bool:
    """Whether `site/` is whole and is what the content of now gives: then there is nothing to do."""
    uitgave = fingerprints.gebouwd(wortel, _zeg, os.environ.get("SOURCE_DATE_EPOCH"))
    if not uitgave or not (wortel / "site" / markup.BOUWLIJST).is_file():
        return False
    lijst = _bouwlijst(wortel / "site")
    return bool(lijst["uitgave"] == uitgave and archive.hashes(wortel / "site") == lijst["bestanden"])


def _zeg(regel: str) -> None:
    sys.stderr.write(f"{regel}\n")


def uitgaven(doel: Path) -> list[Path]:
    """All releases that are whole, oldest first."""
    map_ = doel / "releases"
    return sorted(pad for pad in map_.iterdir() if (pad / "uitgave.json").is_file()) if map_.is_dir() else []


# ── The steps ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Uitgave:
    """A release: its own files and its server rules, with their hashes."""

    map: Path
    eigen: Mapping[str, str]
    server: Mapping[str, str]

    @property
    def id(self) -> str:
        """Its name: the moment and a hash of all its files."""
        return self.map.name

    @classmethod
    def lees(cls, map_: Path) -> Uitgave:
        """Read it back from its folder."""
        gegevens = json.loads((map_ / "uitgave.json").read_bytes())
        return cls(map_, gegevens["eigen"], gegevens["server"])


def _huidige(doel: Path) -> Uitgave | None:
    huidig = doel / "huidig"
    return Uitgave.lees(huidig.resolve()) if huidig.is_symlink() and huidig.exists() else None


def _bouwlijst(site: Path) -> dict[str, Any]:
    """The list that a build writes last; without it, or without all it needs, the build has not ended."""
    try:
        lijst: dict[str, Any] = json.loads((site / markup.BOUWLIJST).read_bytes())
    except (FileNotFoundError, ValueError):
        lijst = {}
    if not {"bestanden", "uitgave", "site"} <= lijst.keys():
        raise Publicatiefout("De bouw is niet tot het einde gekomen; er is niets gepubliceerd.")
    return lijst


def _keur(site: completeness.Site, lijst: Mapping[str, str], eigen: Mapping[str, str], vorige: Uitgave | None) -> None:
    gebreken = completeness.controleer(site, vorige=vorige.eigen if vorige else ())
    gebreken += [completeness.Gebrek(pad, melding) for pad, melding in headers.verboden(site.bladen)]
    anders = sorted(pad for pad, som in lijst.items() if eigen.get(pad, som) != som)
    gebreken += [completeness.Gebrek(pad, "is na de bouw veranderd") for pad in anders]
    if gebreken:
        rest = len(gebreken) - TOON
        regels = [f"  {gebrek}" for gebrek in gebreken[:TOON]] + ([f"  … en nog {rest}"] if rest > 0 else [])
        kop = f"De controle vond {len(gebreken)} gebreken; er is niets gepubliceerd."
        raise Publicatiefout("\n".join([kop, *regels]))


def _hergebruik(site: Path, eigen: Mapping[str, str], vorige: Uitgave | None) -> int:
    """Link what did not change to the previous release; answers how many files are new or different.

    What is linked keeps its time, so a reader's ETag holds, and its compressed neighbours.
    """
    if vorige is None:
        return len(eigen)
    gelijk = [pad for pad, som in eigen.items() if pad != markup.BOUWLIJST and vorige.eigen.get(pad) == som]
    for pad in gelijk:
        bron, hier = vorige.map / "site" / pad, site / pad
        hier.unlink()
        for van, naar in ((bron, hier), *((compress.buur(bron, s), compress.buur(hier, s)) for s in ("gz", "br"))):
            if van.exists() and not naar.exists():
                _koppel(van, naar)
    return len(eigen) - len(gelijk)


def _draag_mee(doel: Path, site: Path) -> None:
    """Files with a hash in their name stay as long as a release that needs them.

    A page that a reader has open, or that was sent just before the swap, still finds its style and its part of the index.
    """
    for uitgave in uitgaven(doel)[-BEWAARD + 1 :]:
        for pad in Uitgave.lees(uitgave).eigen:
            if re.fullmatch(markup.MET_HASH, pad) and not (site / pad).exists():
                (site / pad).parent.mkdir(parents=True, exist_ok=True)
                _koppel(uitgave / "site" / pad, site / pad)


def _koppel(van: Path, naar: Path) -> None:
    try:
        os.link(van, naar)
    except OSError as fout:
        if fout.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copy2(van, naar)


def _serverregels(site: completeness.Site, map_: Path) -> None:
    map_.mkdir()
    lijst = site.map / markup.ADRESSEN
    adressen = redirects.uit_adressen(lijst.read_bytes()) if lijst.is_file() else ()
    for pad, inhoud in (*headers.bestanden(site.bladen), *redirects.regels(adressen)):
        (map_ / pad).write_bytes(inhoud)


def _zet_neer(doel: Path, uitgave: Path, naam: str) -> str:
    """Everything on disk, then one rename; a second release in one second gets a number."""
    for pad in [*uitgave.rglob("*"), uitgave]:
        _naar_schijf(pad)
    releases = doel / "releases"
    releases.mkdir(exist_ok=True)
    namen = [naam, *(f"{naam}-{nummer}" for nummer in range(2, 100))]
    vrij = next(naam for naam in namen if not (releases / naam).exists())
    uitgave.rename(releases / vrij)
    _naar_schijf(releases)
    return vrij


def _wijs_naar(doel: Path, naam: str, werk: Path) -> None:
    """The swap: a reader gets the old site before it and the new site after it."""
    nieuw = werk / "huidig"
    nieuw.symlink_to(f"releases/{naam}", target_is_directory=True)
    nieuw.replace(doel / "huidig")
    _naar_schijf(doel)


def _wissel(nieuw: Path, oud: Path) -> None:
    """Exchange two folders in one step (renameat2 of Linux), or in two where the system has no such step."""
    if oud.exists():
        ruil = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if ruil and ruil(_HIER, os.fsencode(nieuw), _HIER, os.fsencode(oud), _RUIL) == 0:
            return
        oud.rename(nieuw.with_name("oud"))
    nieuw.rename(oud)


_HIER, _RUIL = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <linux/fs.h>


def _naar_schijf(pad: Path) -> None:
    if pad.is_symlink():
        return
    greep = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(greep)
    finally:
        os.close(greep)


def _snoei(doel: Path, werk: Path) -> tuple[str, ...]:
    """Take away the oldest releases, each by a rename first: half a release is never among the releases."""
    huidig = _huidige(doel)
    weg = [uitgave for uitgave in uitgaven(doel)[:-BEWAARD] if huidig and uitgave.name != huidig.id]
    for uitgave in weg:
        uitgave.rename(werk / uitgave.name)
    return tuple(uitgave.name for uitgave in weg)


# ── Lock, work, messages ────────────────────────────────────────────────────────────────────────────────


def _werkmap(doel: Path) -> Path:
    werk = doel / ".bezig"
    werk.mkdir(exist_ok=True)
    return werk


def _ruim_werk_op(doel: Path) -> None:
    """What a run that was stopped left; nobody else works here, for the lock is ours."""
    shutil.rmtree(_werkmap(doel), ignore_errors=True)


@contextmanager
def _slot(doel: Path) -> Iterator[None]:
    doel.mkdir(parents=True, exist_ok=True)
    with (doel / ".slot").open("a") as slot:
        os.set_inheritable(slot.fileno(), True)  # noqa: FBT003 - the os module takes no keywords here
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Publicatiefout("Er wordt al gepubliceerd naar deze map; probeer het over een minuut weer.") from None
        yield


@contextmanager
def _schijffouten() -> Iterator[None]:
    try:
        yield
    except OSError as fout:
        uitleg = _UITLEG.get(fout.errno or 0, fout.strerror or str(fout))
        raise Publicatiefout(f"{uitleg} Er is niets gepubliceerd; wat er stond, staat er nog. ({fout})") from fout


_UITLEG = {
    errno.ENOSPC: "De schijf is vol.",
    errno.EDQUOT: "De ruimte van deze gebruiker is op.",
    errno.EROFS: "De schijf kan alleen gelezen worden.",
    errno.EACCES: "U mag in deze map niet schrijven.",
    errno.EPERM: "U mag in deze map niet schrijven.",
    errno.EIO: "De schijf geeft een fout.",
}
