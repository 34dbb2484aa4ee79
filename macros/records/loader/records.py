"""One file → records: YAML, CSV or Markdown, each value as it was typed until its class reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from macros.base import sheets
from macros.base.hints import did_you_mean
from macros.base.links import ID, slug
from macros.base.parsing import (
    KeyPath,
    ParseError,
    Read,
    SourceText,
    front_matter,
    yaml_source,
)
from macros.records import models as m
from macros.records.loader.found import CIJFERS, File, Found, Location, Partial, Work, read_text
from macros.records.loader.remains import below_heading, pieces, what_is_whole
from macros.records.messages import Model, defects_of, label_of, only


def load_file(work: Work, model: Model, path: str) -> None:
    """Read one file into records."""
    contents = read_text(work, path)
    if contents is None:
        _remember_failed(work, model, path)
        return
    file = work.earlier.get(path)
    if file is None or file.contents != contents:
        file = work.earlier[path] = read_file(model, path, contents, work.read)
    work.absorb(file)
    for record, location in file.records:
        _save(work, model, record, location)


def read_file(model: Model, path: str, contents: str, yaml: Read = yaml_source) -> File:
    """What a file gives; only its text and its name matter, so it is the same as long as they are."""
    file = File(contents=contents)
    readers: dict[str, _Reader] = {
        ".yml": partial(_from_yaml, yaml),
        ".csv": _from_csv,
        ".md": partial(_from_markdown, yaml),
    }
    read = readers[Path(path).suffix]
    try:
        for raw, location in read(file, model, path, contents):
            _add(file, model, raw, location)
    except ParseError as error:
        file.report(path, error.line, error.message)
        _remember_failed(file, model, path, *_ids_in(path, contents))
        if path.endswith(".md"):
            text, file.text_starts[path] = below_heading(contents)
            file.loose[path] = _page_of(model, path), text
    return file


def _remember_failed(hit: Found, model: Model, path: str, *ids: object) -> None:
    """Note which records are there but could not be made, so that what refers to them is not reported too."""
    if path.endswith(".md"):
        ids = (_page_id(path) if model is m.Pagina else Path(path).stem,)
    for id_ in ids or (None,):
        if isinstance(id_, str):
            hit.failed |= {(model.kind.collection, id_), (model.kind.collection, slug(id_))}
        else:
            hit.unreadable.add(model.kind.collection)


_ID = re.compile(r"^ *(?:- +)?id: *[\"']?([\w-]+)", re.MULTILINE)


def _ids_in(path: str, contents: str) -> list[str]:
    """The ids of the records in a file that cannot be read, as far as they can be seen."""
    if not path.endswith(".csv"):
        return _ID.findall(contents)
    heading, *rows = (line.split(",") for line in contents.split("\n"))
    place = heading.index("id") if "id" in heading else len(contents)
    return [id_ for row in rows if len(row) > place and (id_ := row[place].strip(' "'))]


Raw = Iterator[tuple[Any, Location]]

_Reader = Callable[[File, Any, str, str], Raw]

_ELSEWHERE = {
    "id": "de id is de naam van het bestand",
    "tekst": "schrijf de tekst onder de kop van het bestand",
    "rijen": f"de rijen staan in {CIJFERS}/<id>.csv",
}
"""Fields that are no one's to type in some files, and why."""


def _from_yaml(read: Read, file: File, model: type[m.Record], path: str, contents: str) -> Raw:
    rows = _alone(read, contents) if model.kind.alone else _rows(read, file, model, path, contents)
    for place, raw, source in rows:
        location = Location(path, source, place)
        if isinstance(raw, dict) and model is m.Cijferreeks:
            _remove(file, raw, location, "rijen")
        year = _YEARS.get(model) if isinstance(raw, dict) else None
        yield (_with_year(file, raw, location, year) if year else raw), location


def _rows(
    read: Read, file: File, model: type[m.Record], path: str, contents: str
) -> Iterator[tuple[KeyPath, Any, SourceText]]:
    """The rows of a list; of one that cannot be read, those that can be read by themselves."""
    try:
        source = read(contents)
    except ParseError:
        found = [*pieces(contents)]
        if not any(piece.fault for piece in found):
            raise
        for place, piece in enumerate(found):
            if piece.fault:
                file.report(path, piece.fault.line, piece.fault.message)
                _remember_failed(file, model, path, *_ids_in(path, piece.text)[:1])
            else:
                yield (place,), piece.source.value[0], piece.at(place)
        return
    if not source.value:
        raise ParseError(1, _EMPTY)
    if not isinstance(source.value, list):
        raise ParseError(source.line(()), "dit bestand moet een lijst zijn; begin elk onderdeel met '- id: …'")
    for place, raw in enumerate(source.value):
        yield (place,), raw, source


_EMPTY = "dit bestand bevat geen gegevens; vul het aan of haal het weg"


def _alone(read: Read, contents: str) -> Iterator[tuple[KeyPath, Any, SourceText]]:
    """The one record that is the whole file."""
    source = read(contents)
    if not source.value:
        raise ParseError(1, _EMPTY)
    if not isinstance(source.value, dict):
        raise ParseError(
            source.line(()), "dit bestand moet velden hebben en geen lijst zijn; begin met 'id: …', zonder streepje"
        )
    yield (), source.value, source


_YEARS: dict[type[m.Record], str] = {m.Activiteit: "jaar", m.Begroting: "periode"}
"""The field that says of which year a record is, as the name of its file does."""


def _with_year(file: File, raw: dict[str, Any], location: Location, key: str) -> dict[str, Any]:
    """A record has the year of its file; a budget of several years stands in a file that is named otherwise."""
    year = Path(location.file).stem
    typed = raw.get(key) or year
    if typed != year and re.fullmatch(r"\d{4}", year) and re.fullmatch(r"\d{4}", f"{typed}"):
        file.report(location.file, location.line((key,)), f"het jaar {typed} past niet bij dit bestand ({year})")
    return {**raw, key: typed} if key == "jaar" else raw


def _from_csv(file: File, model: type[m.Record], path: str, contents: str) -> Raw:
    heading, rows = sheets.rows(contents, left_out=partial(_left_out, file, model, path, contents))
    fields = model.model_fields
    if foreign := next((name for name in heading if name not in fields), None):
        raise ParseError(1, f"de kolom {foreign!r} bestaat niet{did_you_mean(foreign, fields, all_up_to=len(fields))}")
    if missing := next((name for name, key in fields.items() if key.is_required() and name not in heading), None):
        raise ParseError(1, f"de kolom {missing!r} ontbreekt in de kop")
    for line, row in rows:
        yield (
            dict(zip(heading, (cell or None for cell in row), strict=True)),
            Location(path, SourceText(None, {(): line})),
        )


def _left_out(file: File, model: Model, path: str, contents: str, line: int, row: list[str], message: str) -> None:
    """A row whose columns have shifted; its id is known when that stands in front."""
    file.report(path, line, message)
    _remember_failed(file, model, path, *([row[0]] if contents.startswith("id,") else []))


def _from_markdown(read: Read, file: File, model: Model, path: str, contents: str) -> Raw:
    source, prose, start = front_matter(contents, read)
    bare = prose.lstrip()
    file.text_starts[path] = start + prose[: len(prose) - len(bare)].count("\n")
    location = Location(path, source)
    id_ = _page_id(path) if model is m.Pagina else Path(path).stem
    for error in (name for name in id_.split("/") if not ID.fullmatch(name)):
        file.report(path, 1, f"de naam {error!r} van dit bestand of zijn map {only(error)}")
        id_ = id_.replace(error, slug(error) or "naam")
    if not source.value and model is not m.Pagina:
        raise ParseError(1, "de kop van dit bestand ontbreekt; begin op regel 1 met --- en de velden, zoals 'titel: …'")
    _remove(file, source.value, location, "id", "tekst")
    yield {**source.value, "id": id_, "tekst": bare}, location


def _remove(file: File, raw: dict[str, Any], location: Location, *fields: str) -> None:
    """Report and drop fields that the loader itself fills."""
    for key in fields:
        if key in raw:
            file.report(location.file, location.line((key,)), f"het veld {key!r} hoort hier niet: {_ELSEWHERE[key]}")
            del raw[key]


def _page_of(model: Model, path: str) -> str:
    """The page that a Markdown file becomes, by its path under docs/ without `.md`."""
    return _page_id(path) if model is m.Pagina else model.kind.address_of({"id": Path(path).stem}).strip("/")


def _page_id(path: str) -> str:
    """`docs/themas/jeugd.md` → `themas/jeugd`."""
    return path.removeprefix("docs/").removesuffix(".md")


def _add(file: File, model: Model, raw: Any, location: Location) -> None:  # noqa: ANN401 - any plain value
    """Make a record of plain values, or findings."""
    if not isinstance(raw, dict):
        file.report(location.file, location.line(), f"hier hoort een {model.kind.singular} met velden, zoals '- id: …'")
        _remember_failed(file, model, location.file)
        return
    typed, raw = raw, _without_empty(raw)
    name = _name(model, raw, location)
    for key in with_braces(raw):
        if key != ("tekst",) or not location.file.endswith(".md"):
            file.report(location.file, location.line(key), f"{name}: het veld {label_of(key)!r}: {BRACES}")
    try:
        record = model.model_validate(raw)
    except ValidationError as error:
        defects = defects_of(model, raw, typed, error)
        for key, defect in defects.items():
            file.report(location.file, location.line(key), f"{name}: {defect}")
        _remember_failed(file, model, location.file, raw.get("id"))
        file.partial.append(Partial(name, what_is_whole(model, raw, defects), location))
        if location.file.endswith(".md"):
            file.loose[location.file] = _page_of(model, location.file), raw["tekst"]
        return
    file.records.append((record, location))


BRACES = "accolades ({{, {% of {#) horen alleen in de tekst van een pagina"


def with_braces(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of all texts that would be carried out where a page shows them."""
    if isinstance(value, str):
        if re.search(r"\{[{%#]", value):
            yield path
        return
    within: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        within = [(key, part) for key, member in value.items() for part in (key, member)]
    elif isinstance(value, list):
        within = [*enumerate(value)]
    for key, part in within:
        if not isinstance(part, str) or "{" in part:  # most are texts without
            yield from with_braces(part, (*path, key))


def _save(work: Work, model: Model, record: Any, location: Location) -> None:  # noqa: ANN401
    if earlier := work.plaatsen.get((model.kind.collection, record.id)):
        place = f"{earlier.file}:{earlier.line()}"
        work.report(
            location.file, location.line(("id",)), f"{model.kind.singular} {record.id!r}: deze id bestaat al ({place})"
        )
        return
    work.plaatsen[model.kind.collection, record.id] = location
    if isinstance(record, m.Pagina):
        work.pages[record.id] = record
    else:
        work.records.setdefault(type(record), {})[record.id] = record


def _without_empty(value: Any) -> Any:  # noqa: ANN401 - any plain value
    """An empty field is a field that was left out."""
    if isinstance(value, dict):
        return {key: _without_empty(member) for key, member in value.items() if member is not None}
    return [_without_empty(member) for member in value] if isinstance(value, list) else value


def _name(soort: Model, raw: Mapping[str, Any], location: Location) -> str:
    id_ = raw.get("id")
    return (
        f"{soort.kind.singular} {id_!r}"
        if isinstance(id_, str)
        else f"{soort.kind.singular} op plaats {_order(location)}"
    )


def _order(location: Location) -> int:
    return location.path[0] + 1 if location.path and isinstance(location.path[0], int) else 1
