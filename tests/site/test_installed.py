"""The program installed from its wheel, in a folder with nothing but content and settings: it gives the site of the source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from macros.base.version import VERSION
from macros.writing import repository
from tests.conftest import MOMENT, ROOT
from tests.helpers.once import once
from tests.networks import Network, project

pytestmark = pytest.mark.site

SOURCES = ("macros", "overrides", "deploy", ".github", "pyproject.toml", "README.md", "LICENSE", "requirements.lock")
CONTENT = ("docs", "newsletters", "mkdocs.yml")


def _pip(*words: str) -> None:
    own = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    outcome = subprocess.run([*own, *words], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert outcome.returncode == 0, outcome.stderr


def _copied(name: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    if (ROOT / name).is_dir():
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    else:
        shutil.copy(ROOT / name, target)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network of what git would have of the tree."""

    def built(target: Path) -> None:
        source = target / "bron"
        for name in SOURCES:
            _copied(name, source)
        _pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(source))

    [file] = once(tmp_path_factory, "wheel", built).glob("*.whl")
    return file


@pytest.fixture(scope="session")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`kennisbank` in an environment of its own, which has the libraries of this one and none of our source tree."""

    def made(target: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(target)], check=True)  # noqa: S603 - ours
        python = str(target / "bin/python")
        _pip("--python", python, "install", "--no-index", "--no-deps", str(wheel))
        [packages] = target.glob("lib/python*/site-packages")
        (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    return once(tmp_path_factory, "geinstalleerd", made) / "bin/kennisbank"


def _run(command: Path, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"SOURCE_DATE_EPOCH": MOMENT, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(  # noqa: S603 - ours
        [str(command), *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_with_content_and_settings_gives_the_site_of_the_source_tree(
    command: Path, site: Path, tmp_path: Path
) -> None:
    for name in CONTENT:
        _copied(name, tmp_path)
    # What another tool, or a copy of the program, left in the project is not taken for the program.
    for name in ("macros/__init__.py", "overrides/main.html", "mkdocs/__init__.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("raise SystemExit('dit is niet het programma')\n", encoding="utf-8")
    checked = _run(command, tmp_path, "controleer")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout + checked.stderr
    built = _run(command, tmp_path, "bouw")
    assert built.returncode == 0, built.stdout + built.stderr
    ours, expected = _files(tmp_path / "site"), _files(site)
    assert len(expected) > 500
    assert sorted(path for path in ours.keys() | expected.keys() if ours.get(path) != expected.get(path)) == []


def test_it_gives_a_second_network_its_site(command: Path, second: Network, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    built = _run(command, root, "bouw")
    assert built.returncode == 0, built.stdout + built.stderr
    ours, expected = _files(root / "site"), _files(second.site)
    assert len(expected) > 200
    assert sorted(path for path in ours.keys() | expected.keys() if ours.get(path) != expected.get(path)) == []


def test_the_wheel_has_all_that_the_program_needs_and_nothing_of_this_network(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = ("macros", "overrides", "deploy", "requirements.lock", *repository.SAME)
    tracked = subprocess.run(  # noqa: S603 - ours
        ["git", "ls-files", *ours],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    expected = {name if name.startswith("macros/") else f"macros/supplied/{name}" for name in tracked}
    assert names == expected
    assert wheel.name == f"veiligheidsnetwerk_kennisbank-{VERSION}-py3-none-any.whl"


def test_a_new_network_begins_with_the_installed_program(command: Path, tmp_path: Path) -> None:
    answers = {"naam": "Veilig Voorbeeld", "id": "vv", "regio": "Voorbeeld", "adres": "https://voorbeeld.nl/"}
    options = [
        f"--{name}={answer}" for name, answer in (answers | {"provincies": "Zeeland", "opslagplaats": "geen"}).items()
    ]
    begun = _run(command, tmp_path, "begin", "nieuw", *options)
    assert (begun.returncode, begun.stderr) == (0, "")
    checked = _run(command, tmp_path / "nieuw", "controleer")
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (0, "Alles klopt.")
    assert {path: (ROOT / path).read_bytes() for path in repository.SAME}.items() <= _files(tmp_path / "nieuw").items()


def test_the_files_for_servers_come_with_it(command: Path, tmp_path: Path) -> None:
    assert _run(command, tmp_path, "serverbestanden", "server").returncode == 0
    assert _files(tmp_path / "server") == _files(ROOT / "deploy")


def test_the_installed_program_says_its_version(command: Path, tmp_path: Path) -> None:
    assert _run(command, tmp_path, "--version").stdout == f"kennisbank {VERSION}\n"
