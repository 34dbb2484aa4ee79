"""What other programs read of ours: JSON Schemas and a configuration for editors, files for web servers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from macros.base import supplied
from macros.channels import opendata
from macros.commands import files, project
from macros.records import loader
from macros.records import models as m
from macros.writing import editor


def write_schemas(folder: Path) -> int:
    """A schema for the data files of each collection."""
    files.write({folder / f"{model.kind.collection}.json": _text(model) for model in m.COLLECTIONS})
    sys.stdout.write(f"{len(m.COLLECTIONS)} schema's geschreven in {folder}\n")
    return 0


def write_configuration(root: Path, folder: Path) -> int:
    """What an editor of files in git must know of ours; JSON, which is YAML too."""
    target = folder / "config.yml"
    text = json.dumps(
        editor.configuration(project.require_pages(root), loader.own_network(root)), ensure_ascii=False, indent=1
    )
    files.write({target: f"{text}\n"})
    sys.stdout.write(
        f"{target} geschreven; vul bij 'repo' uw opslag in, en gebruik 'kennisbank schik' na elke bewerking\n"
    )
    return 0


def give_server_files(folder: Path) -> int:
    """Write the configuration for web servers that comes with the program."""
    start = supplied.supplied(supplied.SERVERS)
    given = {path.relative_to(start): path.read_bytes() for path in sorted(start.rglob("*")) if path.is_file()}
    files.write({folder / name: contents for name, contents in given.items()})
    sys.stdout.write(
        f"{len(given)} bestanden voor de webserver geschreven in {folder}; begin met {folder / 'README.md'}\n"
    )
    return 0


def _text(kind: type[m.Record]) -> str:
    return json.dumps(opendata.file_schema(kind), ensure_ascii=False, indent=1) + "\n"
