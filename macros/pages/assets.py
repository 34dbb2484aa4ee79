"""Style sheets as they are shipped: the tokens and the site's own as one file, without comments and white space.

One file instead of two is a request less before the first paint. The sources stay as they are read and tested.
"""

from __future__ import annotations

import re
from pathlib import Path

SAMEN = {"site.css": ("tokens.css", "site.css")}
"""What is shipped under a name, and of which files it is made, in their order."""
OPGEGAAN = frozenset({"tokens.css"})
"""What is shipped in another file, and not by itself."""

_STUKKEN = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s+""", re.DOTALL)
_RUIMTE = re.compile(r" ?([{};]) ?|([,:]) ")
_TEKST = re.compile(r"""("[^"]*"|'[^']*')""")


def bestand(pad: Path) -> bytes:
    """What is shipped of an asset: a style sheet made small, anything else as it is."""
    if pad.suffix != ".css":
        return pad.read_bytes()
    delen = SAMEN.get(pad.name, (pad.name,))
    return klein("\n".join((pad.parent / naam).read_text(encoding="utf-8") for naam in delen)).encode()


def klein(css: str) -> str:
    """A style sheet without what only its writers need; what stands between quotation marks is not touched."""
    css = _STUKKEN.sub(lambda stuk: stuk[1] or " ", css)
    delen = _TEKST.split(css)
    delen[::2] = [_RUIMTE.sub(lambda r: r[1] or r[2], deel) for deel in delen[::2]]
    return "".join(delen).replace(";}", "}").strip()
