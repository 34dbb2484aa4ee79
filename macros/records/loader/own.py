"""The network's own record: every project has it, and what else says the same agrees with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from macros.base.parsing import ParseError, decode, yaml_source
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader.found import ContentErrors, Work
from macros.records.loader.records import load_file

FILE = m.Netwerk.kind.file
MKDOCS = "mkdocs.yml"
_MISSING = (
    "dit bestand ontbreekt; hier staat van welk netwerk deze kennisbank is: 'id', 'naam', 'kort', 'regio', 'adres', 'domein' en "
    "'licentie' (zie CONTRIBUTING.md); is deze inhoud ouder dan dit programma, voer dan uit: kennisbank bij"
)


def own_network(root: Path) -> m.Netwerk:
    """The network's own record, for what needs nothing else of the content.

    Raises:
        ContentErrors: it is not there, or wrong.
    """
    work = Work(root=root)
    there = [FILE] if (root / FILE).exists() else []
    for path in there:
        load_file(work, m.Netwerk, path)
    asked_for(work, there)
    if work.findings:
        raise ContentErrors(sorted(set(work.findings)))
    return Catalog(work.records).netwerk


def asked_for(work: Work, loaded: Collection[str]) -> None:
    """Report that it is not there."""
    if FILE not in loaded:
        work.report(FILE, 1, _MISSING)
        work.unreadable.add(m.Netwerk.kind.collection)


def what_is_known(work: Work) -> m.Netwerk:
    """What is right of it when something in it is wrong, so that all the rest is told as it is."""
    whole = next((part.record for part in work.partial if isinstance(part.record, m.Netwerk)), None)
    return m.UNREAD.model_copy(update=vars(whole) if whole else {})


def agrees(work: Work, catalog: Catalog) -> None:
    """Report where the settings of MkDocs, and the organisation of that id, say something else."""
    own = catalog.netwerk
    if not (place := work.plaatsen.get((own.kind.collection, own.id))):
        return
    organisation: m.Organisatie | None = catalog.records.get(m.Organisatie, {}).get(own.id)
    if organisation and organisation.naam != own.naam:
        other = f"in {organisation.file} heet organisatie {own.id!r} {organisation.naam!r}"
        work.report(
            FILE, place.line(("naam",)), f"netwerk {own.id!r}: de naam is {own.naam!r}, maar {other}; maak ze gelijk"
        )
    for line, name, value in _said_to_mkdocs(work.root):
        field = {"site_name": "naam", "site_url": "adres"}[name]
        if value != getattr(own, field):
            said = f"{getattr(own, field)!r} ({FILE}, regel {place.line((field,))})"
            work.report(MKDOCS, line, f"{name} is {value!r}, maar {field!r} van het netwerk is {said}; maak ze gelijk")


def _said_to_mkdocs(root: Path) -> Iterator[tuple[int, str, str]]:
    """What the settings of MkDocs say of the network, with the line; nothing where a project has none, or a setting is no text."""
    if not (root / MKDOCS).is_file():
        return
    for number, line in enumerate(decode((root / MKDOCS).read_bytes()).splitlines(), start=1):
        name = line.partition(":")[0]
        if name in {"site_name", "site_url"}:
            try:
                value = yaml_source(line).value[name]
            except ParseError:  # a tag of MkDocs' own, such as !ENV
                continue
            yield number, name, value or ""
