"""The network's own settings: the same in `mkdocs.yml`, in the data and in the code, and in no other module."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from macros.base.settings import NETWORK

ROOT = Path(__file__).parents[2]
TOLD = {"base/settings.py", "review/bounds.py", "review/privacy.py", "__init__.py"}
"""Where a setting may stand in text: its home, and the words that the review of texts looks for."""


def _mkdocs() -> dict[str, str]:
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    return yaml.safe_load("\n".join(line for line in lines if line.startswith("site_")))  # type: ignore[no-any-return]


def test_mkdocs_has_the_same_name_and_domain() -> None:
    assert _mkdocs()["site_name"] == NETWORK.name
    assert urlsplit(_mkdocs()["site_url"]).hostname == NETWORK.domain


def test_the_network_is_among_the_organisations() -> None:
    organisations = yaml.safe_load((ROOT / "docs/_data/organisaties.yml").read_text(encoding="utf-8"))
    assert [o["naam"] for o in organisations if o["id"] == NETWORK.id] == [NETWORK.name]


@pytest.mark.parametrize("setting", [f'"{NETWORK.id}"', NETWORK.name, NETWORK.domain, NETWORK.licence])
def test_no_other_module_says_a_setting(setting: str) -> None:
    macros = ROOT / "macros"
    found = {
        path.relative_to(macros).as_posix()
        for path in macros.rglob("*.py")
        if any(setting in line and "Voorbeeld:" not in line for line in path.read_text(encoding="utf-8").splitlines())
    }
    assert found <= TOLD
