"""Readers of open data: spreadsheets, R, DuckDB, pandas, csvkit, and who validates what describes it."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

from lxml import etree

from macros.channels.opendata import as_csv
from tests.clients.row import Row, equal, heading_and_rows, pypi, run

_CHANCE = "cijfers/slachtofferkans-woninginbraken.csv"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_DUTCH = "CSV:59,34,76,1,,1043,false,true,false"
"""LibreOffice's filter: `;`, `"`, UTF-8, from line 1, Dutch (Netherlands), recognise numbers."""


def _all(site: Path) -> list[Path]:
    found = sorted((site / "data").rglob("*.csv"))
    assert len(found) > 30, found
    return found


def _repeated(cell: etree._Element) -> list[str]:
    """The type of a cell, as often as it stands there; what fills the rest of a row is empty."""
    kind = cell.get(_TYPE, "")
    return [kind] * min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), 100)


def _office(folder: Path, *paths: Path) -> dict[str, list[list[str]]]:
    """The types of the cells of tables as LibreOffice with Dutch settings reads them, by the name of the file."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run(
        "soffice",
        "--headless",
        profile,
        f"--infilter={_DUTCH}",
        "--convert-to",
        "fods",
        "--outdir",
        folder,
        *paths,
        home=folder,
    )
    tables = {}
    for path in paths:
        rows = etree.parse(folder / f"{path.stem}.fods", etree.XMLParser(huge_tree=True)).iter(f"{_TABLE}table-row")
        cells = [[kind for cell in row for kind in _repeated(cell)] for row in rows]
        tables[path.stem] = [row for row in cells if any(row)]
    return tables


def _libreoffice(site: Path) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = folder / "eigen.csv"
        own.write_bytes(as_csv(["Wat", "Hoeveel"], [["min", "-3,5"], ["formule", "=1+1"]]))
        read = _office(folder, own, *_all(site))
    equal(
        [row[1] for row in read["eigen"]],
        ["string", "float", "string"],
        "a negative number, and a formula that is none",
    )
    package = json.loads((site / "data/datapackage.json").read_text(encoding="utf-8"))
    numbers = 0
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        for place in [n for n, field in enumerate(fields) if field["type"] in {"integer", "number"}]:
            column = [row[place] for row in read[Path(resource["path"]).stem][1:] if place < len(row)]
            equal(set(column) - {"", "float"}, set(), f"{resource['path']}, {fields[place]['name']}")
            numbers += 1
    assert numbers > 20, numbers
    return f"{numbers} columns are numbers"


def _gnumeric(site: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.txt")
        for path in _all(site):
            form = ("--export-type=Gnumeric_stf:stf_assistant", "-O", "separator=| quoting-mode=always format=raw")
            run("ssconvert", *form, path, out, home=Path(folder))
            with out.open(encoding="utf-8", newline="") as file:
                heading, *rows = csv.reader(file, delimiter="|")
            equal((heading, len(rows)), heading_and_rows(path), path.name)
    return f"{len(_all(site))} tables in columns"


def _r(site: Path) -> str:
    script = (
        "for (p in commandArgs(TRUE)) { t <- read.csv2(p, fileEncoding = 'UTF-8-BOM', check.names = FALSE); "
        "cat(nrow(t), names(t), sep = '\\t'); cat('\\n') }; "
        f"s <- read.csv2(grep('{_CHANCE}', commandArgs(TRUE), value = TRUE)); cat(class(s[[2]]), mean(s[[2]]), '\\n')"
    )
    *tables, figures = run("Rscript", "-e", script, *_all(site)).splitlines()
    for path, line in zip(_all(site), tables, strict=True):
        rows, *names = line.split("\t")
        equal((names, int(rows)), heading_and_rows(path), path.name)
    equal(figures.split()[0], "numeric", "a column with decimals")
    return f"{len(tables)} tables; the mean of a column with decimals is {figures.split()[1]}"


def _guesser(program: str) -> Row:
    def check(site: Path) -> str:
        guess = Path(__file__).parent / "guess.py"
        read = json.loads(run(pypi() / "python", guess, program, *_all(site)))
        for path, (names, rows) in zip(_all(site), read, strict=True):
            equal((names, rows), heading_and_rows(path), path.name)
        return f"{len(read)} tables"

    return Row(program, "CSV", "columns and rows of every table, told only its name", check)


def _csvkit(site: Path) -> str:
    for path in _all(site):
        heading, count = heading_and_rows(path)
        rows = json.loads(run(pypi() / "csvjson", "--no-inference", path))
        equal((len(rows), [list(row) for row in rows[:1]]), (count, [heading] if count else []), path.name)
    return f"{len(_all(site))} tables"


def _frictionless(site: Path) -> str:
    report = json.loads(run(pypi() / "frictionless", "validate", "--json", site / "data/datapackage.json"))
    equal((report["valid"], len(report["tasks"])), (True, len(_all(site))), "the package")
    return f"{len(report['tasks'])} tables are what it says"


def _pyshacl(site: Path) -> str:
    [shapes] = pypi().parent.rglob("dcat_ap_shacl.jsonld")
    said = run(pypi() / "pyshacl", "-s", shapes, "-sf", "json-ld", "-df", "json-ld", site / "data/index.json")
    assert "Conforms: True" in said, said[:300]
    return "conforms"


ROWS = (
    Row(
        "LibreOffice, Dutch", "CSV", "numbers are numbers, also negative and with decimals", _libreoffice, ("soffice",)
    ),
    Row("Gnumeric", "CSV", "columns and rows of every table, told only its name", _gnumeric, ("ssconvert",)),
    Row("R, read.csv2", "CSV", "columns and rows of every table; decimals are numbers", _r, ("Rscript",)),
    _guesser("duckdb"),
    _guesser("pandas"),
    Row("csvkit", "CSV", "columns and rows of every table, told only its name", _csvkit),
    Row("frictionless", "data package", "every table is what the package says of it", _frictionless),
    Row("pyshacl", "catalogue", "the official shapes of DCAT-AP 3.0 hold", _pyshacl),
)
