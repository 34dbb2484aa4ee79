"""The service worker as it is published: our script, with the names of this release's own files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_SCHIL = re.compile(r"assets/(?:site|zoek|zoek-werker|favicon)\.[0-9a-f]{10}\.[a-z]+")
"""What every page needs, and the search."""


def dienst(sjabloon: str, paden: Iterable[str]) -> bytes:
    """`dienst.js` for the site's root.

    Args:
        sjabloon: the text of `overrides/assets/dienst.js`.
        paden: the paths of all files of the site.
    """
    paden = sorted(paden)
    schil = [pad for pad in paden if _SCHIL.fullmatch(pad)]
    zoek = [pad for pad in paden if pad.startswith("zoek/") and pad not in {"zoek/index.json", "zoek/kern.json"}]
    gevuld = sjabloon.replace('"{{ schil }}"', json.dumps(schil)).replace('"{{ zoek }}"', json.dumps(zoek))
    if "{{" in gevuld:
        raise ValueError("overrides/assets/dienst.js heeft een plek die niet gevuld wordt")
    return gevuld.encode()
