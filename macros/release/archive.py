"""What an archivist, an auditor and the next publisher read: what was published, made of what, with which tools.

| file | what |
| --- | --- |
| `data/archief.json` | every document: path, title, date, sources, hash (Archiefwet) |
| `data/sbom.json` | the software that builds the site, from the lock file (CycloneDX 1.6) |
| `data/bouw.json` | every file with its hash; written last, so a build that stopped half-way has none |
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from macros.base.version import VERSION
from macros.release import markup, previous
from macros.release.previous import Ledger

_DERIVED = (".gz", ".br")
"""Made beside a file from that file alone; the lists name the file."""


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A document of the site: its address relative to the root, and what there is to say of it."""

    pad: str
    titel: str
    datum: date | None = None
    bron: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A line of the lock file."""

    naam: str
    version_: str
    condition: str = ""
    hashes: tuple[str, ...] = ()
    for_: tuple[str, ...] = ()
    """The packages that need it; PROJECT for what the project itself asks for."""


# ── Hashes ──────────────────────────────────────────────────────────────────────────────────────────────


def hashes(folder: Path, known: Ledger | None = None) -> dict[str, str]:
    """The SHA-256 of every file of a built site by its path, in the order of the path; the list itself left out.

    Args:
        folder: the site.
        known: what need not be read again.
    """
    known = known or Ledger()
    all_ = {
        path: known.hash_of(path, now) or hashlib.sha256((folder / path).read_bytes()).hexdigest()
        for path, now in previous.walk(folder)
        if not path.endswith(_DERIVED) or Path(path).stem == "sitemap.xml"
    }
    all_.pop(markup.BUILD_LIST, None)
    return dict(sorted(all_.items()))


def release(hashes_: Mapping[str, str]) -> str:
    """One name for all these files together: ten hexadecimal digits."""
    return hashlib.sha256(json.dumps(sorted(hashes_.items())).encode()).hexdigest()[:10]


def paths(folder: Path) -> frozenset[str]:
    """The files of a built site, from its own list; none where there is no list."""
    try:
        return frozenset(json.loads((folder / markup.BUILD_LIST).read_bytes())["bestanden"].keys())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()


def addresses(folder: Path) -> frozenset[str]:
    """The addresses of all pages of a built site, those that lead on too."""
    return frozenset(path.removesuffix("index.html") for path in paths(folder) if path.endswith("index.html"))


# ── The lists ───────────────────────────────────────────────────────────────────────────────────────────


def files(
    pieces: Iterable[ArchivedFile], hashes_: Mapping[str, str], lock: str, *, site: str, today: date, own: str
) -> Iterator[tuple[str, bytes]]:
    """The three lists, the one that says that a build ended last.

    Args:
        pieces: the documents, pages and what can be downloaded.
        hashes_: of everything that was written before, as `hashes` gives them.
        lock: the text of the lock file.
        site: the site's address, ending in `/`.
        today: the day of the build.
        own: the name of the network, whose archive it is.
    """
    archive = _json(_archive(pieces, hashes_, site, today, own))
    sbom = _json(_sbom(lock, site, today, own))
    yield "data/archief.json", archive
    yield "data/sbom.json", sbom
    all_ = {**hashes_, "data/archief.json": _hash(archive), "data/sbom.json": _hash(sbom)}
    yield markup.BUILD_LIST, _json({
        "uitgave": release(all_), "datum": today.isoformat(), "site": site, "aantal": len(all_),
        "bestanden": dict(sorted(all_.items())),
    })  # fmt: skip


def _archive(
    pieces: Iterable[ArchivedFile], hashes_: Mapping[str, str], site: str, today: date, own: str
) -> dict[str, object]:
    rows = [
        {
            "pad": piece.pad,
            "adres": urljoin(site, piece.pad),
            "titel": piece.titel,
            "datum": piece.datum.isoformat() if piece.datum else None,
            "bron": list(piece.bron),
            "sha256": hashes_[file_behind(piece.pad)],
        }
        for piece in sorted(pieces, key=lambda piece: piece.pad)
    ]
    return {"archiefvormer": own, "datum": today.isoformat(), "stukken": rows}


def file_behind(path: str) -> str:
    """The file behind an address relative to the root."""
    return f"{path}index.html" if path.endswith("/") or not path else path


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


# ── Software bill of materials ──────────────────────────────────────────────────────────────────────────

_PACKAGE = re.compile(r"(?P<naam>[A-Za-z0-9._-]+)==(?P<versie>[^\s;\\]+)(?:\s*;\s*(?P<voorwaarde>[^\\]+?))?\s*\\?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"\s+# via (.+)")
PROJECT = "veiligheidsnetwerk-kennisbank"


def packages(lock: str) -> tuple[Package, ...]:
    """The packages of a lock file (requirements format with hashes).

    Raises:
        ValueError: in Dutch, for a line that is none of what the format allows.
    """
    found: list[Package] = []
    for number, line in enumerate(lock.splitlines(), start=1):
        digest, for_ = _HASH.search(line), _VIA.fullmatch(line)
        if heading := _PACKAGE.fullmatch(line):
            found.append(Package(heading["naam"], heading["versie"], heading["voorwaarde"] or ""))
        elif (digest or for_) and not found:
            raise ValueError(f"requirements.lock, regel {number}: een hash of herkomst zonder pakket")
        elif digest:
            found[-1] = replace(found[-1], hashes=(*found[-1].hashes, digest[1]))
        elif for_:
            found[-1] = replace(found[-1], for_=tuple(name.partition(" ")[0] for name in for_[1].split(", ")))
        elif line.strip() and not line.lstrip().startswith("#"):
            raise ValueError(f"requirements.lock, regel {number}: {line!r} is geen pakket en geen hash")
    return tuple(found)


def _dependencies(all_: Iterable[Package]) -> list[dict[str, object]]:
    """What needs what: the project first, then each package; a package of which nothing is known needs nothing."""
    all_ = list(all_)
    needed: dict[str, set[str]] = {}
    for package in all_:
        for name in package.for_:
            needed.setdefault(_name(name), set()).add(_ref(package))
    rows = [("kennisbank", _name(PROJECT)), *((_ref(package), _name(package.naam)) for package in all_)]
    return [{"ref": ref, "dependsOn": sorted(needed.get(name, ()))} for ref, name in rows]


def _sbom(lock: str, site: str, today: date, own: str) -> dict[str, object]:
    """CycloneDX 1.6: what is in the lock file; the same lock file always gives the same serial number."""
    all_ = packages(lock)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, site + _hash(lock.encode()))}",
        "version": 1,
        "metadata": {
            "timestamp": f"{today.isoformat()}T00:00:00Z",
            "component": {"type": "application", "bom-ref": "kennisbank", "name": PROJECT, "version": VERSION},
            "supplier": {"name": own, "url": [site]},
        },
        "components": [_component(package) for package in all_],
        "dependencies": _dependencies(all_),
    }


def _ref(package: Package) -> str:
    """Package URL; names are compared in lower case with `-` (purl type `pypi`)."""
    return f"pkg:pypi/{_name(package.naam)}@{package.version_}"


def _name(typed: str) -> str:
    """A package's name without extras, as it is compared."""
    return re.sub("[-_.]+", "-", typed.partition("[")[0]).lower()


def _component(package: Package) -> dict[str, object]:
    own = [{"name": "slot:sha256", "value": digest} for digest in package.hashes]
    if package.condition:
        own.append({"name": "slot:voorwaarde", "value": package.condition})
    return {
        "type": "library", "bom-ref": _ref(package), "name": package.naam, "version": package.version_,
        "purl": _ref(package), "properties": own,
    }  # fmt: skip
