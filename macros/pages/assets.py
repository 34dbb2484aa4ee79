"""Style sheets as they are shipped: the tokens and the site's own as one file, without comments and white space.

One file instead of two is a request less before the first paint. The sources stay as they are read and tested.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

TOGETHER = {"site.css": ("tokens.css", "site.css")}
"""What is shipped under a name, and of which files it is made, in their order."""
JOINED = frozenset({"tokens.css"})
"""What is shipped in another file, and not by itself."""

_PIECES = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s+""", re.DOTALL)
_SPACE = re.compile(r" ?([{};]) ?|([,:]) ")
_TEXT = re.compile(r"""("[^"]*"|'[^']*')""")


def shipped(path: Path) -> bytes:
    """What is shipped of an asset: a style sheet made small, anything else as it is."""
    if path.suffix != ".css":
        return path.read_bytes()
    parts = TOGETHER.get(path.name, (path.name,))
    return minify("\n".join((path.parent / name).read_text(encoding="utf-8") for name in parts)).encode()


def minify(css: str) -> str:
    """A style sheet without what only its writers need; what stands between quotation marks is not touched."""
    css = _PIECES.sub(lambda piece: piece[1] or " ", css)
    parts = _TEXT.split(css)
    parts[::2] = [_SPACE.sub(lambda r: r[1] or r[2], part) for part in parts[::2]]
    return "".join(parts).replace(";}", "}").strip()


def published(source: Path) -> tuple[str, bytes] | None:
    """The name of an asset of ours with its content's hash in it, so that it may be cached for ever, and what is shipped.

    Nothing for what is not ours, goes along in another file, or stands at the root under its own name (the service worker).
    """
    if not source.is_file() or source.name in {*JOINED, "dienst.js"}:
        return None
    contents = shipped(source)
    name, point, rest = source.name.partition(".")
    return f"{name}.{hashlib.sha256(contents).hexdigest()[:10]}{point}{rest}", contents
