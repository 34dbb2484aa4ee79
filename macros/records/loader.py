"""Files → Catalog, with every error in one run: file, line, field, what is wrong and what is allowed, in Dutch.

The loader knows how files are laid out; what a record must hold it reads from the record's class, and what holds
between records it asks the catalog. It never stops at the first error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from macros.base.links import ID, slug
from macros.base.parsing import (
    Finding,
    KeyPath,
    ParseError,
    SourceText,
    csv_rows,
    decode,
    did_you_mean,
    front_matter,
    yaml_source,
)
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.checks import Inconsistency, inconsistencies, references
from macros.records.messages import Kind, defects_of, label_of, only

DATA = "docs/_data"
CIJFERS = "docs/_data/cijfers"
ISSUES = "newsletters"
ATTACHMENTS = (".jpg", ".jpeg", ".png", ".webp", ".pdf")
"""What may stand in docs/ besides data and Markdown; MkDocs would publish any other file too, unchecked."""
MAX_MESSAGE = 400


class ContentErrors(Exception):
    """Everything that is wrong with the content, sorted by file and line."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(map(str, findings)))


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record was typed: its file, the file's values with their lines, its path among them."""

    file: str
    bron: SourceText
    pad: KeyPath = ()

    def line(self, key: KeyPath = ()) -> int:
        """The line of a field of the record."""
        return self.bron.line((*self.pad, *key))


@dataclass(slots=True)
class _Found:
    """What reading brought up besides records."""

    findings: list[Finding] = field(default_factory=list)
    text_starts: dict[str, int] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    """Collections of which a file or a record could not be read at all."""
    failed: set[tuple[str, str]] = field(default_factory=set)
    """Records that are there, but wrong: what refers to them is not reported as well."""

    def report(self, file: str, line: int, message: str) -> None:
        short = message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]}…"
        self.findings.append(Finding(file, line, short))

    def absorb(self, other: _Found) -> None:
        self.findings += other.findings
        self.text_starts |= other.text_starts
        self.unreadable |= other.unreadable
        self.failed |= other.failed


@dataclass(slots=True)
class File(_Found):
    """What one file gave: it follows from its text alone."""

    contents: str = ""
    records: list[tuple[m.Record | m.Pagina, Location]] = field(default_factory=list)


@dataclass(slots=True)
class _Work(_Found):
    """What the loader has gathered so far in one run."""

    root: Path = Path()
    eerder: dict[str, File] = field(default_factory=dict)
    """What files gave when they were last read."""
    records: dict[type[m.Record], dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, m.Pagina] = field(default_factory=dict)
    plaatsen: dict[tuple[str, str], Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of reading everything: the catalog of what was right, and all that was wrong."""

    catalog: Catalog
    findings: list[Finding]
    text_starts: Mapping[str, int]
    """For each Markdown file the line at which its prose begins."""


def load(root: Path) -> Catalog:
    """Read all content under the project's root.

    Raises:
        ContentErrors: anything is wrong; everything that is wrong.
    """
    inspection = inspect_all(root)
    if errors := [b for b in inspection.findings if not b.warning]:
        raise ContentErrors(errors)
    return inspection.catalog


def inspect_all(root: Path, eerder: dict[str, File] | None = None) -> Inspection:
    """Read all content, keeping what is right beside what is wrong.

    Args:
        root: the project's root.
        eerder: what each file gave when a process that goes on building read it; a file that says the same is not
            read again, and what is read now is kept in it.
    """
    work = _Work(root=root, eerder=eerder if eerder is not None else {})
    loaded: set[str] = set()
    for kind in m.COLLECTIONS:
        for path in _files(root, kind.files):
            _load_file(work, kind, path)
            loaded.add(path)
    loaded |= _cijfers(work)
    usage = list(_usage(work, loaded))
    for path in _files(root, m.Pagina.files):
        if path not in loaded and not path.startswith(f"{DATA}/"):
            _load_file(work, m.Pagina, path)
    _not_loaded(work, loaded)
    _not_in_docs(work)
    _duplicate_addresses(work)
    catalog = Catalog(work.records, work.pages, tuple(usage))
    for error in inconsistencies(catalog):
        _report_inconsistency(work, error)
    return Inspection(catalog, sorted(set(work.findings)), work.text_starts)


def other_text(root: Path, path: str, was: File) -> File | None:
    """What a Markdown file gives now, when the text below its front matter is all that changed, and it can be read."""
    first = was.records[0][0] if was.records else None
    if not isinstance(first, m.Praktijk | m.Nieuwsbrief | m.Pagina):
        return None
    if (contents := _read(_Work(root=root), path)) is None:
        return None
    now = _read_file(type(first), path, contents)
    equal = [record.model_copy(update={"tekst": first.tekst}) for record, _ in now.records] == [first]
    return now if equal and not now.findings else None


def _files(root: Path, pattern: str) -> list[str]:
    """Files of a glob, relative, sorted; an `index.md` is a page and no record."""
    paths = (path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file() or path.is_symlink())
    return sorted(p for p in paths if pattern == m.Pagina.files or not p.endswith("/index.md"))


def _read(work: _Work, path: str) -> str | None:
    """A file's text, or None and a finding."""
    full_path = work.root / path
    if full_path.is_symlink():
        return None  # reported by _niet_in_docs
    try:
        return decode(full_path.read_bytes())
    except ParseError as error:
        work.report(path, error.line, error.message)
    except OSError:
        work.report(path, 1, "dit bestand kan niet worden gelezen")
    return None


# ── One file ────────────────────────────────────────────────────────────────────────────────────────────


def _load_file(work: _Work, kind: Kind, path: str) -> None:
    """Read one file into records."""
    contents = _read(work, path)
    if contents is None:
        _remember_failed(work, kind, path)
        return
    file = work.eerder.get(path)
    if file is None or file.contents != contents:
        file = work.eerder[path] = _read_file(kind, path, contents)
    work.absorb(file)
    for record, location in file.records:
        _save(work, kind, record, location)


def _read_file(kind: Kind, path: str, contents: str) -> File:
    """What a file gives; only its text and its name matter, so it is the same as long as they are."""
    file = File(contents=contents)
    read: _Reader = {".yml": _from_yaml, ".csv": _from_csv, ".md": _from_markdown}[Path(path).suffix]
    try:
        for raw, location in read(file, kind, path, contents):
            _add(file, kind, raw, location)
    except ParseError as error:
        file.report(path, error.line, error.message)
        _remember_failed(file, kind, path)
    return file


def _remember_failed(hit: _Found, kind: Kind, path: str, id_: object = None) -> None:
    """Note which records are there but could not be made, so that what refers to them is not reported too."""
    if path.endswith(".md"):
        id_ = Path(path).stem
    if isinstance(id_, str):
        hit.failed |= {(kind.collection, id_), (kind.collection, slug(id_))}
    else:
        hit.unreadable.add(kind.collection)


Raw = Iterator[tuple[Any, Location]]
_Reader = Callable[[File, Any, str, str], Raw]

_ELSEWHERE = {
    "id": "de id is de naam van het bestand",
    "tekst": "schrijf de tekst onder de kop van het bestand",
    "rijen": f"de rijen staan in {CIJFERS}/<id>.csv",
}
"""Fields that are no one's to type in some files, and why."""


def _from_yaml(file: File, kind: type[m.Record], path: str, contents: str) -> Raw:
    bron = yaml_source(contents)
    if not bron.waarde:
        raise ParseError(1, "dit bestand bevat geen gegevens; vul het aan of haal het weg")
    if not isinstance(bron.waarde, list):
        raise ParseError(bron.line(()), "dit bestand moet een lijst zijn; begin elk onderdeel met '- id: …'")
    for place, raw in enumerate(bron.waarde):
        location = Location(path, bron, (place,))
        if isinstance(raw, dict) and kind is m.Cijferreeks:
            _remove(file, raw, location, "rijen")
        yield _with_year(file, raw, location) if isinstance(raw, dict) and kind is m.Activiteit else raw, location


def _with_year(file: File, raw: dict[str, Any], location: Location) -> dict[str, Any]:
    """An activity has the year of its file."""
    year = Path(location.file).stem
    typed = raw.get("jaar") or year
    if typed != year and re.fullmatch(r"\d{4}", f"{typed}"):
        file.report(location.file, location.line(("jaar",)), f"het jaar {typed} past niet bij dit bestand ({year})")
    return {**raw, "jaar": typed}


def _from_csv(_: File, kind: type[m.Record], path: str, contents: str) -> Raw:
    heading, rows = csv_rows(contents)
    fields = kind.model_fields
    if foreign := next((name for name in heading if name not in fields), None):
        raise ParseError(1, f"de kolom {foreign!r} bestaat niet{did_you_mean(foreign, fields)}")
    if missing := next((name for name, key in fields.items() if key.is_required() and name not in heading), None):
        raise ParseError(1, f"de kolom {missing!r} ontbreekt in de kop")
    for line, row in rows:
        yield (
            dict(zip(heading, (cell or None for cell in row), strict=True)),
            Location(path, SourceText(None, {(): line})),
        )


def _from_markdown(file: File, kind: Kind, path: str, contents: str) -> Raw:
    bron, prose, start = front_matter(contents)
    bare = prose.lstrip()
    file.text_starts[path] = start + prose[: len(prose) - len(bare)].count("\n")
    location = Location(path, bron)
    id_ = _page_id(path) if kind is m.Pagina else Path(path).stem
    for error in (name for name in id_.split("/") if not ID.fullmatch(name)):
        file.report(path, 1, f"de naam {error!r} van dit bestand of zijn map {only(error)}")
        id_ = id_.replace(error, slug(error) or "naam")
    if not bron.waarde and kind is not m.Pagina:
        raise ParseError(1, "de kop van dit bestand ontbreekt; begin op regel 1 met --- en de velden, zoals 'titel: …'")
    _remove(file, bron.waarde, location, "id", "tekst")
    yield {**bron.waarde, "id": id_, "tekst": bare}, location


def _remove(file: File, raw: dict[str, Any], location: Location, *fields: str) -> None:
    """Report and drop fields that the loader itself fills."""
    for key in fields:
        if key in raw:
            file.report(location.file, location.line((key,)), f"het veld {key!r} hoort hier niet: {_ELSEWHERE[key]}")
            del raw[key]


def _page_id(path: str) -> str:
    """`docs/themas/jeugd.md` → `themas/jeugd`."""
    return path.removeprefix("docs/").removesuffix(".md")


def _add(file: File, kind: Kind, raw: Any, location: Location) -> None:  # noqa: ANN401 - any plain value
    """Make a record of plain values, or findings."""
    if not isinstance(raw, dict):
        file.report(location.file, location.line(), f"hier hoort een {kind.singular} met velden, zoals '- id: …'")
        _remember_failed(file, kind, location.file)
        return
    typed, raw = raw, _without_empty(raw)
    name = _name(kind, raw, location)
    for key in _with_braces(raw):
        if key != ("tekst",) or not location.file.endswith(".md"):
            file.report(location.file, location.line(key), f"{name}: het veld {label_of(key)!r}: {_BRACES}")
    try:
        record = kind.model_validate(raw)
    except ValidationError as error:
        for key, defect in defects_of(kind, raw, typed, error).items():
            file.report(location.file, location.line(key), f"{name}: {defect}")
        _remember_failed(file, kind, location.file, raw.get("id"))
        return
    file.records.append((record, location))


_BRACES = "accolades ({{, {% of {#) horen alleen in de tekst van een pagina"


def _with_braces(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of all texts that would be carried out where a page shows them."""
    if isinstance(value, str) and re.search(r"\{[{%#]", value):
        yield path
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _with_braces(key, (*path, key))
            yield from _with_braces(member, (*path, key))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from _with_braces(member, (*path, place))


def _save(work: _Work, kind: Kind, record: Any, location: Location) -> None:  # noqa: ANN401
    if eerder := work.plaatsen.get((kind.collection, record.id)):
        place = f"{eerder.file}:{eerder.line()}"
        work.report(
            location.file, location.line(("id",)), f"{kind.singular} {record.id!r}: deze id bestaat al ({place})"
        )
        return
    work.plaatsen[kind.collection, record.id] = location
    if isinstance(record, m.Pagina):
        work.pages[record.id] = record
    else:
        work.records.setdefault(type(record), {})[record.id] = record


def _without_empty(value: Any) -> Any:  # noqa: ANN401 - any plain value
    """An empty field is a field that was left out."""
    if isinstance(value, dict):
        return {key: _without_empty(member) for key, member in value.items() if member is not None}
    return [_without_empty(member) for member in value] if isinstance(value, list) else value


def _name(soort: Kind, raw: Mapping[str, Any], location: Location) -> str:
    id_ = raw.get("id")
    return f"{soort.singular} {id_!r}" if isinstance(id_, str) else f"{soort.singular} op plaats {_order(location)}"


def _order(location: Location) -> int:
    return location.pad[0] + 1 if location.pad and isinstance(location.pad[0], int) else 1


# ── Between files ───────────────────────────────────────────────────────────────────────────────────────


def _cijfers(work: _Work) -> set[str]:
    """Fill each series of figures from its CSV; answers the files that have a series."""
    all_series = work.records.get(m.Cijferreeks, {})
    for id_, series in all_series.items():
        path = f"{CIJFERS}/{id_}.csv"
        if not (work.root / path).exists():
            location = work.plaatsen["cijferreeksen", id_]
            work.report(location.file, location.line(), f"cijferreeks {id_!r}: het bestand {path} ontbreekt")
        elif (contents := _read(work, path)) is not None:
            try:
                all_series[id_] = series.model_copy(update={"rijen": _series_rows(work, path, series, contents)})
            except ParseError as error:
                work.report(path, error.line, error.message)
    if "cijferreeksen" in work.unreadable:
        return set(_files(work.root, f"{CIJFERS}/*.csv"))
    mistyped = {id_ for collection, id_ in work.failed if collection == "cijferreeksen"}
    return {f"{CIJFERS}/{id_}.csv" for id_ in {*all_series, *mistyped}}


def _series_rows(work: _Work, path: str, series: m.Cijferreeks, contents: str) -> tuple[tuple[str, ...], ...]:
    heading, rows = csv_rows(contents)
    expected = [series.eerste_kolom, *(column.id for column in series.kolommen)]
    if heading != expected:
        raise ParseError(1, f"de kop is {','.join(heading)!r}, maar hoort {','.join(expected)!r} te zijn")
    for line, (first, *cellen) in rows:
        if not first or list(_with_braces(first)):
            work.report(path, line, f"de kolom {heading[0]!r}: {_BRACES if first else 'deze cel is leeg'}")
        for column, cell in zip(series.kolommen, cellen, strict=True):
            if message := _cell(column, cell):
                work.report(path, line, f"de kolom {column.id!r}: {message}")
    return tuple(tuple(row) for _, row in rows)


def _usage(work: _Work, loaded: set[str]) -> Iterator[m.Gebruik]:
    """How the site was used: rows that `kennisbank gebruik` wrote; notes which files there are."""
    for path in _files(work.root, m.Gebruik.files):
        loaded.add(path)
        if (contents := _read(work, path)) is None:
            continue
        try:
            heading, rows = csv_rows(contents)
        except ParseError as error:
            work.report(path, error.line, error.message)
            continue
        for line, row in rows:
            try:
                yield m.Gebruik.model_validate(dict(zip(heading, row, strict=True)))
            except ValidationError:
                fields = ",".join(m.Gebruik.model_fields)
                work.report(path, line, f"dit is geen rij van 'kennisbank gebruik' ({fields}): {','.join(row)}")


_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DUTCH_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+)")


def _cell(column: m.Kolom, cell: str) -> str:
    """What is wrong with a cell of a series of figures."""
    if list(_with_braces(cell)):
        return _BRACES
    if _DUTCH_NUMBER.fullmatch(cell):
        return f"{cell!r} is geen getal; schrijf duizendtallen zonder punt en decimalen met een punt, zoals 1525 of 4.0"
    if column.in_grafiek and cell and not _NUMBER.fullmatch(cell):
        return f"{cell!r} is geen getal, en deze kolom staat in een grafiek"
    return ""


def _not_loaded(work: _Work, loaded: set[str]) -> None:
    """A data file or newsletter that nothing reads is a typing error in its name or place."""
    known = [kind.files for kind in m.COLLECTIONS if kind.files.startswith((DATA, ISSUES))]
    all_series = [f"{CIJFERS}/{id_}.csv" for id_ in work.records.get(m.Cijferreeks, {})]
    for path in (*(work.root / DATA).rglob("*"), *(work.root / ISSUES).rglob("*")):
        name = path.relative_to(work.root).as_posix()
        if path.is_file() and not path.is_symlink() and name not in loaded and not path.name.startswith("."):
            possible = all_series if path.suffix == ".csv" else known
            work.report(name, 1, f"dit bestand wordt nergens gelezen{did_you_mean(name, possible, all_up_to=0)}")


def _not_in_docs(work: _Work) -> None:
    """Links, which lead out of the project, and files that would be published without having been checked."""
    for path in (*(work.root / "docs").rglob("*"), *(work.root / ISSUES).rglob("*")):
        name = path.relative_to(work.root).as_posix()
        if path.is_symlink():
            work.report(name, 1, "dit is een snelkoppeling (symbolic link); zet het bestand zelf hier neer")
        elif (
            path.is_file()
            and path.name[0] != "."
            and not name.endswith((".md", *ATTACHMENTS))
            and not name.startswith((DATA, ISSUES))
        ):
            kinds = f"een pagina eindigt op .md, een plaatje of bijlage op {', '.join(ATTACHMENTS)}"
            work.report(name, 1, f"dit soort bestand mag niet in docs/; {kinds}")


def _duplicate_addresses(work: _Work) -> None:
    """Two files that would be one page, and a page that would replace a generated one."""
    made = {record.pad.strip("/"): (kind, record.id) for kind, record in _own_pages(work)}
    eerder: dict[str, str] = {}
    for id_ in sorted(work.pages):
        file = work.plaatsen["paginas", id_].file
        address = id_.removesuffix("/index").lower()
        if address in eerder:
            work.report(file, 1, f"deze pagina krijgt hetzelfde adres als {eerder[address]}: /{address}/")
        elif address in made:
            kind, name = made[address]
            if kind not in _WITH_OWN_TEXT or id_ != address:
                origin = f"de gegevens van {kind.singular} {name!r}"
                work.report(file, 1, f"de pagina /{address}/ wordt al gemaakt uit {origin}")
        eerder.setdefault(address, file)


_WITH_OWN_TEXT = (m.Thema, m.Agendaonderdeel)
"""Kinds whose page may have prose of its own, at exactly its address."""


def _own_pages(work: _Work) -> Iterator[tuple[type[m.Record], m.Record]]:
    for kind, records in work.records.items():
        if issubclass(kind, m.WithPage) or kind is m.Agendaonderdeel:
            yield from ((kind, record) for record in records.values())


def _report_inconsistency(work: _Work, error: Inconsistency) -> None:
    if not _caused_by_other(work, error):
        location = work.plaatsen[error.soort.collection, error.id]
        work.report(location.file, location.line(error.key), f"{error.soort.singular} {error.id!r}: {error.message}")


def _caused_by_other(work: _Work, error: Inconsistency) -> bool:
    """Whether a reference is only dead because what it names was itself reported as wrong."""
    kind = error.soort
    record = work.records[kind][error.id] if issubclass(kind, m.Record) else work.pages[error.id]
    return any(
        key == error.key and (collection in work.unreadable or (collection, id_) in work.failed)
        for key, collection, id_ in references(record)
    )
