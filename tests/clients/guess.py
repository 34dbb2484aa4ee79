"""What a program makes of CSV files when it is told nothing but their names: JSON of names of columns and number of rows.

Runs in the environment of `requirements.txt`: python guess.py duckdb|pandas <files…>.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module


def duckdb(path: str) -> tuple[list[str], int]:
    """DuckDB guesses separator, quotation marks, heading and types."""
    table = import_module("duckdb").read_csv(path)
    return list(table.columns), len(table.fetchall())


def pandas(path: str) -> tuple[list[str], int]:
    """What pandas guesses when no separator is given; the encoding it has to be told (findings/pandas-guess-keeps-bom.sh)."""
    table = import_module("pandas").read_csv(path, sep=None, engine="python", encoding="utf-8-sig")
    return list(table.columns), len(table)


PROGRAMS: dict[str, Callable[[str], tuple[list[str], int]]] = {"duckdb": duckdb, "pandas": pandas}

if __name__ == "__main__":
    program, *paths = sys.argv[1:]
    sys.stdout.write(json.dumps([PROGRAMS[program](path) for path in paths]))
