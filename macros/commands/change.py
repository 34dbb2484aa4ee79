"""Content that is changed at its places: `kennisbank hernoem` and `kennisbank nagekeken`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from macros.base import inside, links, supplied
from macros.base.errors import UserError
from macros.base.hints import did_you_mean
from macros.base.parsing import decode
from macros.commands import files, project
from macros.document import templates
from macros.document.prose import Prose
from macros.pages import generated
from macros.records import kinds, loader
from macros.records import models as m
from macros.records.kinds import RecordKind
from macros.records.loader import ContentErrors, Inspection
from macros.review import quality
from macros.words import vocabulary
from macros.writing import edits, scaffold
from macros.writing.renaming import ADDRESSES, Changes, Renaming

_TEAM = {"team": "expertteam"}
_LONGEST_ID = 80


def rename(root: Path, name: str, old: str, new: str, today: date) -> int:
    """Give a record another id: everywhere, or nowhere."""
    request = Renaming(kinds.of(_TEAM.get(name, name)), old, new)
    inspection = _right(project.require_pages(root))
    if _done(inspection, request):
        sys.stdout.write(f"{name} {old!r} heet al {new!r}; er is niets veranderd.\n")
        return 0
    _refuse(inspection, request)
    changes = Changes(root, inspection, request, _moved(inspection, request), vocabulary.refers, today)
    _write(root, changes)
    sys.stdout.write(_report(name, changes))
    return 0


def reviewed(root: Path, id_: str, day: date, today: date) -> int:
    """Note on which day someone compared a practice with its source, and when that is due again."""
    catalog = _right(project.require_pages(root)).catalog
    praktijk = catalog.one(m.Praktijk, id_)
    if praktijk.is_withdrawn:
        raise UserError(f"praktijk {id_!r} is ingetrokken; zij hoeft niet meer te worden nagekeken")
    if day > today:
        raise UserError(f"{day} moet nog komen; geef de dag waarop iemand de tekst met de bron vergeleek")
    if day < praktijk.gepubliceerd:
        raise UserError(f"praktijk {id_!r} staat er sinds {praktijk.gepubliceerd}; {day} ligt daarvoor")
    if lines := quality.unwritten(Prose(praktijk.file, praktijk.pad, praktijk.tekst)):
        raise UserError(
            f"praktijk {id_!r} is nog niet geschreven: op {len(lines)} plaatsen staat alleen …; schrijf eerst de tekst",
            file=praktijk.file,
        )
    path, due = inside.place(root, praktijk.file), scaffold.due(day)
    text = decode(path.read_bytes())
    days = [edits.in_front(text, "laatst_beoordeeld", str(day)), edits.in_front(text, "beoordelen_na", str(due))]
    files.write({path: edits.edited(path.read_bytes(), days)})
    sys.stdout.write(f"{praktijk.file}: nagekeken op {day}, weer na {due}.\n")
    return 0


def _right(root: Path) -> Inspection:
    """All content, of which nothing may be wrong: what cannot be read could not be changed along."""
    inspection = loader.inspect_all(root)
    if errors := [finding for finding in inspection.findings if not finding.warning]:
        raise ContentErrors(errors)
    return inspection


def _known(inspection: Inspection, kind: RecordKind) -> Collection[str]:
    return [id_ for collection, id_ in inspection.locations if collection == kind.collection]


def _done(inspection: Inspection, request: Renaming) -> bool:
    """Whether a run before this one did it."""
    known = _known(inspection, request.kind)
    return request.old not in known and request.new in known and request.was in _past(inspection)


def _past(inspection: Inspection) -> dict[str, str]:
    """Every address of the past, with where it stands."""
    catalog = inspection.catalog
    past = {row.van: row.file for row in catalog.all_of(m.Doorverwijzing)}
    return past | {address: page.file for page in catalog.moved() for address in page.eerder}


def _refuse(inspection: Inspection, request: Renaming) -> None:
    """Say why it cannot be done."""
    kind, old, new = request.kind, request.old, request.new
    known = _known(inspection, kind)
    if old not in known:
        raise UserError(f"{kind.singular} {old!r} bestaat niet{did_you_mean(old, known)}")
    if not links.ID.fullmatch(new) or len(new) > _LONGEST_ID:
        better = links.slug(new)[:_LONGEST_ID].strip("-")
        advice = f"; bedoelde u {better!r}?" if better and better != new else ""
        raise UserError(
            f"{new!r} kan geen id zijn: gebruik kleine letters, cijfers en streepjes, hoogstens {_LONGEST_ID} tekens{advice}"
        )
    if old == new:
        raise UserError(f"{old!r} is al de id; geef een andere")
    _refuse_taken(inspection, request)


def _refuse_taken(inspection: Inspection, request: Renaming) -> None:
    kind, new, page = request.kind, request.new, request.becomes.strip("/")
    taken = {id_: place for (collection, id_), place in inspection.locations.items() if collection == kind.collection}
    pages = {id_.removesuffix("/index"): found.file for id_, found in inspection.catalog.pages.items()}
    pages |= {id_: found.file for id_, found in inspection.catalog.pages.items()}
    if new in taken:
        raise UserError(
            f"{kind.singular} {new!r} bestaat al ({taken[new].file}:{taken[new].line()}); kies een andere id"
        )
    if page in pages:
        raise UserError(f"op het adres /{page}/ staat al een pagina ({pages[page]}); kies een andere id")
    if file := _past(inspection).get(request.becomes):
        raise UserError(
            f"/{request.becomes} is een adres van vroeger ({file}); haal het daar weg, of kies een andere id"
        )


def _moved(inspection: Inspection, request: Renaming) -> dict[str, str]:
    """The pages that get another address: the record's own, and those below it that no one wrote."""
    environment = templates.markdown_environment(supplied.templates("pages"))
    pages = generated.all_pages(inspection.catalog, environment)
    was, becomes = request.was.strip("/"), request.becomes.strip("/")
    below = (id_ for id_ in pages if id_.startswith(f"{was}/") and id_ not in inspection.catalog.pages)
    return {id_: becomes + id_.removeprefix(was) for id_ in (was, *below)}


def _write(root: Path, changes: Changes) -> None:
    new = {inside.place(root, name): contents for name, contents in changes.files.items()}
    files.write(new, [inside.place(root, name) for name in changes.gone])


def _report(name: str, changes: Changes) -> str:
    """What was changed, and how all of it is undone."""
    request, made = changes.renaming, sorted({changes.renaming.new_file(file) for file in changes.gone})
    new = [*made, *(file for file in (ADDRESSES,) if file in changes.files and changes.is_first)]
    old = sorted({*changes.files, *changes.gone} - set(new))
    lines = [f"{name} {request.old!r} heet nu {request.new!r}. Veranderd:"]
    lines += [f"  {file} → {request.new_file(file)}" for file in changes.gone]
    lines += [f"  {file}" for file in sorted({*changes.files} - set(made))]
    lines += [f"Het oude adres /{request.was} leidt naar /{request.becomes}. Controleer het met: kennisbank controleer"]
    undo = f"git restore -- {_quoted(old)}" + (f" && git clean -f -- {_quoted(new)}" if new else "")
    return "\n".join([*lines, f"Ongedaan maken: {undo}"]) + "\n"


def _quoted(names: Iterable[str]) -> str:
    return " ".join(map(shlex.quote, names))
