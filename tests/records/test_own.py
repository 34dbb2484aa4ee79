"""The network's own record: read by itself, and the same as what MkDocs is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.records.loader import ContentErrors, inspect_all, own_network
from tests.conftest import ROOT
from tests.errors.test_errors import set_up


def test_it_is_read_by_itself() -> None:
    assert own_network(ROOT) == inspect_all(ROOT).catalog.netwerk


def test_without_it_a_command_says_what_is_missing(tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    shutil.rmtree(root / "docs/_data")
    with pytest.raises(ContentErrors, match=r"docs/_data/netwerk\.yml:1: dit bestand ontbreekt"):
        own_network(root)


def test_what_mkdocs_is_told_otherwise_is_told_with_both_lines(tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    settings = root / "mkdocs.yml"
    settings.write_text(
        "# proef\nsite_name: 'Veiligheidsnetwerk Oost'\nsite_url: https://www.netwerk.example/\nsite_author: x\n",
        encoding="utf-8",
    )
    own = own_network(root)
    ours = "van het netwerk is {!r} (docs/_data/netwerk.yml, regel {}); maak ze gelijk"
    assert [str(finding) for finding in inspect_all(root).findings] == [
        f"mkdocs.yml:2: site_name is 'Veiligheidsnetwerk Oost', maar 'naam' {ours.format(own.naam, 2)}",
        f"mkdocs.yml:3: site_url is 'https://www.netwerk.example/', maar 'adres' {ours.format(own.adres, 5)}",
    ]
    settings.write_text(f"site_name: {own.naam}\nsite_url: !ENV ADRES\n", encoding="utf-8")
    assert inspect_all(root).findings == []


def test_of_a_record_with_a_mistake_the_rest_is_known(tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    path = root / "docs/_data/netwerk.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("sinds: 2026", "sinds: vorig jaar"), encoding="utf-8")
    known = inspect_all(root).catalog.netwerk
    assert (known.id, known.naam) == ("vnet", "Proefnetwerk Noord")
    assert known.domein.naam == "voorbeeld.nl"
