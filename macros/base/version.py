"""The version of the program (here, and nowhere else: pyproject.toml reads it), and for which one content is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.base.errors import Finding

VERSION = "1.0.0"
ASKS = "1.0.0"
"""The newest version that asks something of content (macros/writing/versions.py says what)."""
PACKAGE = "veiligheidsnetwerk-kennisbank"
"""What `pip` knows the program by."""
PLACE = "docs/_data/netwerk.yml"
"""The file that says for which version the content of a project is written."""
SAID = re.compile(r"(?m)^versie: *[\"']?(\d+\.\d+\.\d+)\b[\"']?")
_BEFORE_PLACE = "0.1.0"
FIRST = "1.0.0"
"""The first version that had the file: that of content which does not say its own."""

Version = tuple[int, int, int]


def numbers(version: str) -> Version:
    """A version as numbers, to compare."""
    first, second, third = map(int, version.split("."))
    return first, second, third


def written_for(root: Path) -> tuple[str, int]:
    """For which version the content of a project is written, and the line that says it.

    Content without the file is older than that; content without the field is of the first version that had the file.
    """
    path = root / PLACE
    if not path.is_file():
        return _BEFORE_PLACE, 1
    text = path.read_text(encoding="utf-8", errors="replace")
    said = SAID.search(text)
    return (said[1], text.count("\n", 0, said.start()) + 1) if said else (FIRST, 1)


def finding(root: Path) -> Iterator[Finding]:
    """That content is written for another version, when this one asks something of it or does not know it.

    Nothing of content without the file that says it: that is told of the file.
    """
    version, line = written_for(root)
    if not (root / PLACE).is_file():
        return
    if numbers(version) > numbers(VERSION):
        told = f"werk het programma bij: pip install --upgrade '{PACKAGE}>={version}'"
    elif numbers(version) < numbers(ASKS):
        told = "bekijk wat er verandert met 'kennisbank bij --toon', en voer daarna uit: kennisbank bij"
    else:
        return
    yield Finding(PLACE, line, f"deze inhoud is geschreven voor versie {version}, en dit is versie {VERSION}; {told}")
