"""Where files may stand: what nothing reads, what may not be published, two files for one address."""

from __future__ import annotations

import re
from pathlib import Path

from macros.base import links
from macros.base.folders import below
from macros.base.hints import did_you_mean
from macros.records import kinds
from macros.records import models as m
from macros.records.kinds import DATA
from macros.records.loader.found import CIJFERS, Work

ISSUES = "newsletters"

ATTACHMENTS = (".jpg", ".jpeg", ".png", ".webp", ".pdf")
"""What may stand in docs/ besides data and Markdown, in capitals too, as cameras write it; MkDocs would publish any other file too, unchecked."""


def not_loaded(work: Work, loaded: set[str]) -> None:
    """A data file or newsletter that nothing reads is a typing error in its name or place."""
    known = [kind.files for kind in kinds.KINDS if kind.files.startswith((DATA, ISSUES))]
    all_series = [f"{CIJFERS}/{id_}.csv" for id_ in work.records.get(m.Cijferreeks, {})]
    for name, entry in (part for folder in (DATA, ISSUES) for part in below(work.root / folder, f"{folder}/")):
        if entry.is_file(follow_symlinks=False) and name not in loaded and entry.name[0] != ".":
            possible = all_series if name.endswith(".csv") else known
            work.report(name, 1, f"dit bestand wordt nergens gelezen{did_you_mean(name, possible, all_up_to=0)}")


_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\:*?\"<>|]")
_UNFIT_NAME = (
    'in de naam van dit bestand of deze map staat een teken dat niet op elke computer kan (\\ : * ? " < > | of een teken dat u '
    "niet ziet); geef een andere naam"
)
"""What Windows allows in no name, so that the repository could not be fetched there, and bytes that are no text (PEP 383)."""


def not_in_docs(work: Work) -> None:
    """Links, which lead out of the project, and files that would be published without having been checked."""
    for name, entry in (part for folder in ("docs", ISSUES) for part in below(work.root / folder, f"{folder}/")):
        if _UNFIT.search(entry.name):
            work.report(name.encode(errors="replace").decode(), 1, _UNFIT_NAME)
        elif entry.is_symlink():
            work.report(name, 1, "dit is een snelkoppeling (symbolic link); zet het bestand zelf hier neer")
        elif (
            entry.is_file()
            and entry.name[0] != "."
            and not name.endswith(".md")
            and Path(name).suffix.lower() not in ATTACHMENTS
            and not name.startswith((DATA, ISSUES))
        ):
            work.report(name, 1, _other_kind(Path(name)))
        elif entry.is_file() and name.removeprefix("docs/").startswith(links.OURS):
            folder = name.split("/")[1]
            work.report(
                name, 1, f"de map docs/{folder}/ is van de site zelf; zet dit in een andere map, zoals docs/bijlagen/"
            )


def _other_kind(path: Path) -> str:
    """What is said of a file that is neither a page nor an attachment."""
    if path.suffix.lower() == ".md":
        return f"de naam eindigt op {path.suffix}, in hoofdletters; noem dit bestand {path.stem}.md, ook in links"
    kinds = f"een pagina eindigt op .md, een plaatje of bijlage op {', '.join(ATTACHMENTS)}"
    return f"dit soort bestand mag niet in docs/; {kinds}"


def duplicate_addresses(work: Work) -> None:
    """Two files that would be one page, and a page that would replace a generated one."""
    made = {
        record.pad.strip("/"): (record, page)
        for model, records in work.records.items()
        if (page := model.kind.page)
        for record in records.values()
    }
    earlier: dict[str, str] = {}
    for id_ in sorted(work.pages):
        file = work.plaatsen[kinds.PAGINA.collection, id_].file
        address = id_.removesuffix("/index").lower()
        if address in earlier:
            work.report(file, 1, f"deze pagina krijgt hetzelfde adres als {earlier[address]}: /{address}/")
        elif address in made:
            record, page = made[address]
            if not page.own_text or id_ != address:
                origin = f"de gegevens van {record.kind.singular} {record.id!r}"
                work.report(file, 1, f"de pagina /{address}/ wordt al gemaakt uit {origin}")
        earlier.setdefault(address, file)
