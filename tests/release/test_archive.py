from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from macros.release import archive
from macros.release.archive import ArchivedFile, Package
from tests.conftest import ROOT
from tests.helpers.small_release import ADDRESS, DAY, LOCK, ORDINARY, write


def lists(folder: Path, *pieces: ArchivedFile) -> dict[str, Any]:
    files = archive.files(pieces, archive.hashes(folder), LOCK, site=ADDRESS, today=DAY, own="Netwerk")
    return {path: json.loads(contents) for path, contents in files}


def test_the_archive_names_each_document(tmp_path: Path) -> None:
    write(tmp_path)
    pieces = ArchivedFile("themas/", "Thema's", date(2023, 3, 4), ("voortgangsbericht-2023",)), ArchivedFile("", "Home")
    archive = lists(tmp_path, *pieces)["data/archief.json"]
    assert archive["stukken"] == [
        {
            "pad": "", "adres": ADDRESS, "titel": "Home", "datum": None, "bron": [],
            "sha256": hashlib.sha256(ORDINARY["index.html"].encode()).hexdigest(),
        },
        {
            "pad": "themas/", "adres": f"{ADDRESS}themas/", "titel": "Thema's", "datum": "2023-03-04",
            "bron": ["voortgangsbericht-2023"],
            "sha256": hashlib.sha256(ORDINARY["themas/index.html"].encode()).hexdigest(),
        },
    ]  # fmt: skip


def test_the_list_of_the_build_comes_last_and_names_all(tmp_path: Path) -> None:
    write(tmp_path)
    all_ = lists(tmp_path)
    assert list(all_)[-1] == "data/bouw.json"
    build = all_["data/bouw.json"]
    assert set(build["bestanden"]) == set(archive.hashes(tmp_path))
    assert build["aantal"] == len(build["bestanden"])
    assert build["uitgave"] == archive.release(build["bestanden"])


def test_one_other_byte_is_another_release(tmp_path: Path) -> None:
    write(tmp_path)
    was = archive.release(archive.hashes(tmp_path))
    (tmp_path / "feed.xml").write_text("<rss/>", encoding="utf-8")
    assert archive.release(archive.hashes(tmp_path)) != was


def test_what_is_compressed_beside_a_file_is_not_listed(tmp_path: Path) -> None:
    for name in ("a.html", "a.html.gz", "a.html.br", "sitemap.xml.gz"):
        (tmp_path / name).write_bytes(b"x")
    assert list(archive.hashes(tmp_path)) == ["a.html", "sitemap.xml.gz"]


# ── Software ────────────────────────────────────────────────────────────────────────────────────────────


def test_packages_of_a_lock_file() -> None:
    lock = f'# opmerking\na-b==1.0 ; sys_platform == "win32" \\\n    --hash=sha256:{"a" * 64} \\\n    --hash=sha256:{"b" * 64}\n    # via c-d, e[f]\nC_d==2\n    # via {archive.PROJECT} (pyproject.toml)\n'
    assert archive.packages(lock) == (
        Package("a-b", "1.0", 'sys_platform == "win32"', ("a" * 64, "b" * 64), ("c-d", "e[f]")),
        Package("C_d", "2", for_=(archive.PROJECT,)),
    )


@pytest.mark.parametrize("lock", ["-r elders.txt\n", "git+https://example.org/x\n", f"    --hash=sha256:{'a' * 64}\n"])
def test_a_lock_file_that_hides_something_is_refused(lock: str) -> None:
    with pytest.raises(ValueError, match="regel 1"):
        archive.packages(lock)


def test_the_bill_of_materials_holds_the_whole_lock_file() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    out = dict(archive.files([], {}, lock, site=ADDRESS, today=DAY, own="Netwerk"))
    sbom = json.loads(out["data/sbom.json"])
    assert (sbom["bomFormat"], sbom["specVersion"]) == ("CycloneDX", "1.6")
    assert len(sbom["components"]) == len(re.findall(r"^\S+==", lock, re.MULTILINE))
    refs = [component["bom-ref"] for component in sbom["components"]]
    assert len(set(refs)) == len(refs)
    needed = {row["ref"]: set(row["dependsOn"]) for row in sbom["dependencies"]}
    assert list(needed) == ["kennisbank", *refs]
    by_name = {ref.partition("@")[0].removeprefix("pkg:pypi/"): ref for ref in refs}
    assert {by_name["mkdocs"], by_name["comrak-ext"]} <= needed["kennisbank"]
    assert by_name["markupsafe"] in needed[by_name["jinja2"]]
    reached: set[str] = set()
    row = ["kennisbank"]
    while row:
        reached |= (new := needed[row.pop()] - reached)
        row += new
    assert reached == set(refs)  # nothing is there that nobody asked for
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9-]+@\S+", component["purl"]) for component in sbom["components"])
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", sbom["serialNumber"])
    assert out == dict(archive.files([], {}, lock, site=ADDRESS, today=DAY, own="Netwerk"))
