from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from macros.release import archive
from macros.release.archive import Pakket, Stuk
from tests.conftest import WORTEL
from tests.helpers.small_release import ADRES, DAG, GEWOON, SLOT, schrijf


def lijsten(map_: Path, *stukken: Stuk) -> dict[str, Any]:
    bestanden = archive.bestanden(stukken, archive.hashes(map_), SLOT, site=ADRES, vandaag=DAG)
    return {pad: json.loads(inhoud) for pad, inhoud in bestanden}


def test_the_archive_names_each_document(tmp_path: Path) -> None:
    schrijf(tmp_path)
    stukken = Stuk("themas/", "Thema's", date(2023, 3, 4), ("voortgangsbericht-2023",)), Stuk("", "Home")
    archief = lijsten(tmp_path, *stukken)["data/archief.json"]
    assert archief["stukken"] == [
        {
            "pad": "", "adres": ADRES, "titel": "Home", "datum": None, "bron": [],
            "sha256": hashlib.sha256(GEWOON["index.html"].encode()).hexdigest(),
        },
        {
            "pad": "themas/", "adres": f"{ADRES}themas/", "titel": "Thema's", "datum": "2023-03-04",
            "bron": ["voortgangsbericht-2023"],
            "sha256": hashlib.sha256(GEWOON["themas/index.html"].encode()).hexdigest(),
        },
    ]  # fmt: skip


def test_the_list_of_the_build_comes_last_and_names_all(tmp_path: Path) -> None:
    schrijf(tmp_path)
    alle = lijsten(tmp_path)
    assert list(alle)[-1] == "data/bouw.json"
    bouw = alle["data/bouw.json"]
    assert set(bouw["bestanden"]) == set(archive.hashes(tmp_path))
    assert bouw["aantal"] == len(bouw["bestanden"])
    assert bouw["uitgave"] == archive.uitgave(bouw["bestanden"])


def test_one_other_byte_is_another_release(tmp_path: Path) -> None:
    schrijf(tmp_path)
    was = archive.uitgave(archive.hashes(tmp_path))
    (tmp_path / "feed.xml").write_text("<rss/>", encoding="utf-8")
    assert archive.uitgave(archive.hashes(tmp_path)) != was


def test_what_is_compressed_beside_a_file_is_not_listed(tmp_path: Path) -> None:
    for naam in ("a.html", "a.html.gz", "a.html.br", "sitemap.xml.gz"):
        (tmp_path / naam).write_bytes(b"x")
    assert list(archive.hashes(tmp_path)) == ["a.html", "sitemap.xml.gz"]


# ── Software ────────────────────────────────────────────────────────────────────────────────────────────


def test_packages_of_a_lock_file() -> None:
    slot = f'# opmerking\na-b==1.0 ; sys_platform == "win32" \\\n    --hash=sha256:{"a" * 64} \\\n    --hash=sha256:{"b" * 64}\n    # via c-d, e[f]\nC_d==2\n    # via {archive.PROJECT} (pyproject.toml)\n'
    assert archive.pakketten(slot) == (
        Pakket("a-b", "1.0", 'sys_platform == "win32"', ("a" * 64, "b" * 64), ("c-d", "e[f]")),
        Pakket("C_d", "2", voor=(archive.PROJECT,)),
    )


@pytest.mark.parametrize("slot", ["-r elders.txt\n", "git+https://example.org/x\n", f"    --hash=sha256:{'a' * 64}\n"])
def test_a_lock_file_that_hides_something_is_refused(slot: str) -> None:
    with pytest.raises(ValueError, match="regel 1"):
        archive.pakketten(slot)


def test_the_bill_of_materials_holds_the_whole_lock_file() -> None:
    slot = (WORTEL / "requirements.lock").read_text(encoding="utf-8")
    uit = dict(archive.bestanden([], {}, slot, site=ADRES, vandaag=DAG))
    sbom = json.loads(uit["data/sbom.json"])
    assert (sbom["bomFormat"], sbom["specVersion"]) == ("CycloneDX", "1.6")
    assert len(sbom["components"]) == len(re.findall(r"^\S+==", slot, re.MULTILINE))
    refs = [component["bom-ref"] for component in sbom["components"]]
    assert len(set(refs)) == len(refs)
    nodig = {rij["ref"]: set(rij["dependsOn"]) for rij in sbom["dependencies"]}
    assert list(nodig) == ["kennisbank", *refs]
    per_naam = {ref.partition("@")[0].removeprefix("pkg:pypi/"): ref for ref in refs}
    assert {per_naam["mkdocs"], per_naam["nh3"]} <= nodig["kennisbank"]
    assert per_naam["markupsafe"] in nodig[per_naam["jinja2"]]
    bereikt: set[str] = set()
    rij = ["kennisbank"]
    while rij:
        bereikt |= (nieuw := nodig[rij.pop()] - bereikt)
        rij += nieuw
    assert bereikt == set(refs)  # nothing is there that nobody asked for
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9-]+@\S+", component["purl"]) for component in sbom["components"])
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", sbom["serialNumber"])
    assert uit == dict(archive.bestanden([], {}, slot, site=ADRES, vandaag=DAG))
