"""Programs from npm for tests: their exact versions and bytes stand in a package-lock.json beside the test."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.helpers.once import alone

CACHE = Path(__file__).parents[2] / ".cache/npm"


def installed(lock: Path) -> Path:
    """The folder in which the packages of a folder with a lock are installed; fetched when they are not there yet."""
    folder, npm = CACHE / lock.name, shutil.which("npm")
    assert npm, f"{lock.name} needs npm and Node.js 20 or newer (make programs installs them)"
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder.with_suffix(".lock")):
        done, wanted = folder / "node_modules/.klaar", (lock / "package-lock.json").read_bytes()
        if not done.is_file() or done.read_bytes() != wanted:
            shutil.copytree(lock, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
            npm_ci = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
            outcome = subprocess.run(npm_ci, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - npm, locked
            assert outcome.returncode == 0, f"npm could not fetch {lock.name}: {outcome.stderr.strip()[-300:]}"
            done.write_bytes(wanted)
    return folder
