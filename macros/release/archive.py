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

from macros.release import markup

_VLUCHTIG = (".gz", ".br")
"""Made beside a file from that file alone; the lists name the file."""


@dataclass(frozen=True, slots=True)
class Stuk:
    """A document of the site: its address relative to the root, and what there is to say of it."""

    pad: str
    titel: str
    datum: date | None = None
    bron: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pakket:
    """A line of the lock file."""

    naam: str
    versie: str
    voorwaarde: str = ""
    hashes: tuple[str, ...] = ()
    voor: tuple[str, ...] = ()
    """The packages that need it; PROJECT for what the project itself asks for."""


# ── Hashes ──────────────────────────────────────────────────────────────────────────────────────────────


def hashes(map_: Path) -> dict[str, str]:
    """The SHA-256 of every file of a built site by its path, in the order of the path; the list itself left out."""
    paden = (
        pad for pad in map_.rglob("*") if pad.is_file() and (pad.suffix not in _VLUCHTIG or pad.stem == "sitemap.xml")
    )
    alle = {pad.relative_to(map_).as_posix(): hashlib.sha256(pad.read_bytes()).hexdigest() for pad in paden}
    alle.pop(markup.BOUWLIJST, None)
    return dict(sorted(alle.items()))


def uitgave(hashes_: Mapping[str, str]) -> str:
    """One name for all these files together: ten hexadecimal digits."""
    return hashlib.sha256(json.dumps(sorted(hashes_.items())).encode()).hexdigest()[:10]


# ── The lists ───────────────────────────────────────────────────────────────────────────────────────────


def bestanden(
    stukken: Iterable[Stuk], hashes_: Mapping[str, str], slot: str, *, site: str, vandaag: date
) -> Iterator[tuple[str, bytes]]:
    """The three lists, the one that says that a build ended last.

    Args:
        stukken: the documents, pages and what can be downloaded.
        hashes_: of everything that was written before, as `hashes` gives them.
        slot: the text of the lock file.
        site: the site's address, ending in `/`.
        vandaag: the day of the build.
    """
    archief = _json(_archief(stukken, hashes_, site, vandaag))
    sbom = _json(_sbom(slot, site, vandaag))
    yield "data/archief.json", archief
    yield "data/sbom.json", sbom
    alle = {**hashes_, "data/archief.json": _hash(archief), "data/sbom.json": _hash(sbom)}
    yield markup.BOUWLIJST, _json({
        "uitgave": uitgave(alle), "datum": vandaag.isoformat(), "site": site, "aantal": len(alle),
        "bestanden": dict(sorted(alle.items())),
    })  # fmt: skip


def _archief(stukken: Iterable[Stuk], hashes_: Mapping[str, str], site: str, vandaag: date) -> dict[str, object]:
    rijen = [
        {
            "pad": stuk.pad,
            "adres": urljoin(site, stuk.pad),
            "titel": stuk.titel,
            "datum": stuk.datum.isoformat() if stuk.datum else None,
            "bron": list(stuk.bron),
            "sha256": hashes_[bestand(stuk.pad)],
        }
        for stuk in sorted(stukken, key=lambda stuk: stuk.pad)
    ]
    return {"archiefvormer": "Veiligheidsnetwerk Oost-Nederland", "datum": vandaag.isoformat(), "stukken": rijen}


def bestand(pad: str) -> str:
    """The file behind an address relative to the root."""
    return f"{pad}index.html" if pad.endswith("/") or not pad else pad


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(waarde: object) -> bytes:
    return (json.dumps(waarde, ensure_ascii=False, indent=1) + "\n").encode()


# ── Software bill of materials ──────────────────────────────────────────────────────────────────────────

_PAKKET = re.compile(r"(?P<naam>[A-Za-z0-9._-]+)==(?P<versie>[^\s;\\]+)(?:\s*;\s*(?P<voorwaarde>[^\\]+?))?\s*\\?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VOOR = re.compile(r"\s+# via (.+)")
PROJECT = "veiligheidsnetwerk-kennisbank"


def pakketten(slot: str) -> tuple[Pakket, ...]:
    """The packages of a lock file (requirements format with hashes).

    Raises:
        ValueError: in Dutch, for a line that is none of what the format allows.
    """
    gevonden: list[Pakket] = []
    for nummer, regel in enumerate(slot.splitlines(), start=1):
        som, voor = _HASH.search(regel), _VOOR.fullmatch(regel)
        if kop := _PAKKET.fullmatch(regel):
            gevonden.append(Pakket(kop["naam"], kop["versie"], kop["voorwaarde"] or ""))
        elif (som or voor) and not gevonden:
            raise ValueError(f"requirements.lock, regel {nummer}: een hash of herkomst zonder pakket")
        elif som:
            gevonden[-1] = replace(gevonden[-1], hashes=(*gevonden[-1].hashes, som[1]))
        elif voor:
            gevonden[-1] = replace(gevonden[-1], voor=tuple(naam.partition(" ")[0] for naam in voor[1].split(", ")))
        elif regel.strip() and not regel.lstrip().startswith("#"):
            raise ValueError(f"requirements.lock, regel {nummer}: {regel!r} is geen pakket en geen hash")
    return tuple(gevonden)


def _afhankelijkheden(alle: Iterable[Pakket]) -> list[dict[str, object]]:
    """What needs what: the project first, then each package; a package of which nothing is known needs nothing."""
    alle = list(alle)
    nodig: dict[str, set[str]] = {}
    for pakket in alle:
        for naam in pakket.voor:
            nodig.setdefault(_naam(naam), set()).add(_ref(pakket))
    rijen = [("kennisbank", _naam(PROJECT)), *((_ref(pakket), _naam(pakket.naam)) for pakket in alle)]
    return [{"ref": ref, "dependsOn": sorted(nodig.get(naam, ()))} for ref, naam in rijen]


def _sbom(slot: str, site: str, vandaag: date) -> dict[str, object]:
    """CycloneDX 1.6: what is in the lock file; the same lock file always gives the same serial number."""
    alle = pakketten(slot)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, site + _hash(slot.encode()))}",
        "version": 1,
        "metadata": {
            "timestamp": f"{vandaag.isoformat()}T00:00:00Z",
            "component": {"type": "application", "bom-ref": "kennisbank", "name": PROJECT},
            "supplier": {"name": "Veiligheidsnetwerk Oost-Nederland", "url": [site]},
        },
        "components": [_component(pakket) for pakket in alle],
        "dependencies": _afhankelijkheden(alle),
    }


def _ref(pakket: Pakket) -> str:
    """Package URL; names are compared in lower case with `-` (purl type `pypi`)."""
    return f"pkg:pypi/{_naam(pakket.naam)}@{pakket.versie}"


def _naam(getypt: str) -> str:
    """A package's name without extras, as it is compared."""
    return re.sub("[-_.]+", "-", getypt.partition("[")[0]).lower()


def _component(pakket: Pakket) -> dict[str, object]:
    eigen = [{"name": "slot:sha256", "value": som} for som in pakket.hashes]
    if pakket.voorwaarde:
        eigen.append({"name": "slot:voorwaarde", "value": pakket.voorwaarde})
    return {
        "type": "library", "bom-ref": _ref(pakket), "name": pakket.naam, "version": pakket.versie,
        "purl": _ref(pakket), "properties": eigen,
    }  # fmt: skip
