"""The service worker as it is published: our script, with the names of this release's own files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_SHELL = re.compile(r"assets/(?:site|search|search-worker|favicon)\.[0-9a-f]{10}\.[a-z]+")
"""What every page needs, and the search."""


def service(template: str, paths: Iterable[str], gone: Iterable[str] = ()) -> bytes:
    """`service.js` for the site's root.

    Args:
        template: the text of `overrides/assets/dienst.js`, as it is shipped.
        paths: the paths of all files of the site.
        gone: the addresses of pages that were withdrawn, of which no copy may stay.
    """
    paths = sorted(paths)
    shell = [path for path in paths if _SHELL.fullmatch(path)]
    find = [path for path in paths if path.startswith("zoek/") and path not in {"zoek/index.json", "zoek/kern.json"}]
    filled = template.replace('"{{ shell }}"', json.dumps(shell)).replace('"{{ search }}"', json.dumps(find))
    filled = filled.replace('"{{ gone }}"', json.dumps(sorted(gone)))
    if "{{" in filled:
        raise ValueError("overrides/assets/dienst.js heeft een plek die niet gevuld wordt")
    return filled.encode()
