"""`kennisbank schema`: JSON Schemas for editors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from macros.channels import opendata
from macros.commands import files
from macros.records import models as m


def write_schemas(folder: Path) -> int:
    """A schema for each collection: a data file is a list of its records."""
    files.write({folder / f"{model.kind.collection}.json": _text(model) for model in m.COLLECTIONS})
    sys.stdout.write(f"{len(m.COLLECTIONS)} schema's geschreven in {folder}\n")
    return 0


def _text(kind: type[m.Record]) -> str:
    return json.dumps(opendata.list_schema(kind), ensure_ascii=False, indent=1) + "\n"
