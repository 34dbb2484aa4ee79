"""The project of a new network builds at once, with the program alone: its own small proof is green, for several answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.release import house_rules
from tests.conftest import MOMENT, ROOT

HOST = "https://voorbeeld.nl/"
ANSWERS = {
    "apostrophe-and-ampersand": ("Veiligheidsnetwerk 't Gooi & Omstreken", "'t Gooi & Omstreken", "geen", HOST),
    "one-province-below-a-path": ("Coalitie Veilig Zeeland", "Zeeland", "Zeeland", "https://nvb.example/kennis/bank/"),
    "many-municipalities": ("Netwerk Veilig Noord-Brabant (NVB)", "Noord-Brabant", "Noord-Brabant, Limburg", HOST),
}


def _run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SOURCE_DATE_EPOCH": MOMENT, "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 - ours
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def _begin(folder: Path, name: str, region: str, provinces: str, address: str) -> None:
    answers = (
        f"--naam={name}",
        "--id=nvb",
        f"--regio={region}",
        f"--adres={address}",
        f"--provincies={provinces}",
    )
    out = _run(
        sys.executable, "-m", "macros.cli", "begin", "nieuw", *answers, "--opslagplaats=nvb/kennisbank", cwd=folder
    )
    assert out.returncode == 0, out.stderr


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_its_own_proof_is_green(tmp_path: Path, answers: tuple[str, str, str, str]) -> None:
    _begin(tmp_path, *answers)
    project = tmp_path / "nieuw"
    (project / ".venv").symlink_to(Path(sys.executable).parents[1])  # installed already, so make does not
    out = _run("make", "-o", ".venv/klaar", "test", cwd=project)
    assert out.returncode == 0, out.stdout + out.stderr
    assert "waarschuwing" not in out.stdout
    assert out.stdout.count("Alles klopt.") + out.stdout.count("Alles was al goed.") == 3
    assert house_rules.check_site(project / "site") == []
    home = (project / "site/index.html").read_text("utf-8")
    assert answers[0].replace("&", "&amp;").replace("'", "&#39;") in home
    assert "Oost-Nederland" not in home
    pages = [*project.glob("site/gemeenten/*/index.html")]
    assert len(pages) == {"geen": 0, "Zeeland": 13}.get(answers[2], 56 + 31)
