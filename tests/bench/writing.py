"""What writing a record takes, by its form and by a text box with YAML: keys, points, and minutes by the keystroke-level model.

    python -m tests.bench.writing

Each practice, activity, term and newsletter that is there is written from nothing, in both ways, by someone who makes no mistake.
What is counted are the operators of the keystroke-level model, with its times for an average typist (S.K. Card, T.P. Moran and
A. Newell, "The keystroke-level model for user performance time with interactive systems", Communications of the ACM 23(7), 1980):

- K 0.28 s, a key or a button of the mouse; P 1.1 s, pointing at something; H 0.4 s, a hand from keyboard to mouse or back;
- M 1.35 s, thinking of the next step. Neither reading, nor finding words for a text, nor waiting for a page is in the model.

The form: as the page asks, every answer by mouse and keyboard. A list with a search field is searched by four letters.
The text box: as CONTRIBUTING.md says it for who has no form: a new file (or a row in one), field by field as in an example beside it. For
each answer that is an id, its file is opened, the id is found there and typed. What counts against the form is rounded up, what counts
against the text box down: an example costs a look and no switch of windows, a word of which there are some is known, and no letter
is ever corrected.

"By heart" are the words that must be right and stand nowhere on the screen: ids, and words of which a field allows a few. What the check
says of a first try is asked of two files: that of the form, and one in which each answer stands as a reader of the site knows it, by its
name and without quotation marks: what someone types who knows YAML from an example only. So it is no count of what people do.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from macros.base import parsing
from macros.build.content import check
from macros.records.catalog import Catalog
from macros.records.loader import load
from macros.writing import entry, scaffold

SECONDS = {"K": 0.28, "P": 1.1, "H": 0.4, "M": 1.35}
CLICK = "MPK"
MANY = 15
"""More choices than this have a search field (overrides/partials/form.html)."""
SEARCH = "PKH" + 4 * "K" + "HPK"
"""Four letters in a search field, and a click on what is found."""
FIND_ID = "MPKPKMPK"
"""Its file is opened in another window, found in, and left."""
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effort:
    """What someone does to write one record."""

    steps: Counter[str]
    by_heart: int
    pages: int

    @property
    def minutes(self) -> float:
        """By the model."""
        return sum(SECONDS[step] * often for step, often in self.steps.items()) / 60


def by_form(form: entry.EntryForm, said: Said, prose: str) -> Effort:
    """Every answer in the form, its proposal, and the buttons of the repository's site."""
    steps = Counter(CLICK)  # from meedoen/ to the form
    if any(not question.required and said.get(question.name) for question in form.fields):
        steps += Counter(CLICK)  # what may be left out
    for question in form.fields:
        for number, value in enumerate(_values(said.get(question.name))):
            steps += Counter(_answered(question, value, first=not number))
    if prose:
        steps += Counter(f"{CLICK}HKKH") + Counter(K=len(prose))  # all that stands there is selected and typed over
    pages = 4  # the form, the repository, its question what this is, the proposal
    placed = "" if prose else f"{CLICK}{CLICK}H{4 * 'K'}H{CLICK}HKKH"  # copied, its place found, pasted
    return Effort(steps + Counter(4 * CLICK + placed), 0, pages)


def _answered(question: entry.Question, value: str, *, first: bool) -> str:
    if question.control == "date":
        return "M"  # filled in already
    if question.control == "text":
        return f"{CLICK}{'' if first else CLICK}H{len(value) * 'K'}H"
    searched = question.source or len(question.options) > MANY
    opened = "PK" if question.control == "choice" and not question.many and not searched else ""
    return f"M{SEARCH}" if searched else CLICK + opened


def by_text(form: entry.EntryForm, said: Said, prose: str) -> Effort:
    """A new file, or a row, with names and signs, and the buttons of the repository's site."""
    asked = {question.name: question for question in form.fields}
    text, by_heart, looked, found = "", 0, set(), Counter[str]()
    for name in (name for name in form.order if said.get(name) and (name in asked or name == "id")):
        values = _values(said[name])
        typed = (
            f"[{', '.join(map(scaffold.value, values))}]"
            if isinstance(said[name], list)
            else scaffold.value(said[name])
        )
        text += f"{name}: {typed}\n"
        found += Counter("M")
        if name in asked and asked[name].control == "choice":
            by_heart += len(values)
            if _is_id(asked[name]):
                found += Counter(len(values) * FIND_ID)
                looked.add(name)
    named = len(said["bestand"]) if prose else 0
    start = 4 * CLICK + "H" + named * "K" if prose else 5 * CLICK + "H"  # a new file and its name; a row's place
    fixed = 2 * 4 if prose else 2 * text.count("\n")  # two lines of dashes; the place of a row's fields
    steps = Counter(start) + found + Counter(K=len(text) + fixed + len(prose)) + Counter(f"H{2 * CLICK}")
    return Effort(steps, by_heart, 5 + len(looked))


def _is_id(question: entry.Question) -> bool:
    return bool(question.source) or any(value != name for value, name in question.options)


def _values(said: object) -> list[str]:
    return [str(one) for one in said] if isinstance(said, list) else [str(said)] if said else []


def records(root: Path, catalog: Catalog, page: str) -> Iterator[tuple[Said, str]]:
    """What each record of a kind says as it was typed, with its id and file; and its text."""
    for record in catalog.listed(entry.FORMS[page]):
        text = (root / record.file).read_text(encoding="utf-8")
        if record.file.endswith(".md"):
            heading, prose, _ = parsing.parted(text)
            yield {**parsing.yaml_source(heading).value, "id": record.id, "bestand": record.file}, prose.strip()
        else:
            yield next(row for row in _rows(text) if row["id"] == record.id), ""


_read: dict[str, list[dict[str, Any]]] = {}


def _rows(text: str) -> list[dict[str, Any]]:
    if text not in _read:
        _read[text] = parsing.yaml_source(text).value
    return _read[text]


def typed(form: entry.EntryForm, said: Said, prose: str, *, by_names: bool) -> str:
    """A page as the form writes it, or as someone types it who knows names and no ids, and no quotation marks."""
    names = {question.name: dict(question.options) if by_names else {} for question in form.fields}
    sign = str if by_names else scaffold.value
    lines = []
    for name in (name for name in form.order if said.get(name)):
        shown = [sign(names.get(name, {}).get(value, value)) for value in _values(said[name])]
        lines.append(f"{name}: [{', '.join(shown)}]" if isinstance(said[name], list) else f"{name}: {shown[0]}")
    return "\n".join(["---", *lines, "---", "", prose, ""])


def first_try(root: Path, form: entry.EntryForm, found: Iterable[tuple[Said, str]], *, by_names: bool) -> list[int]:
    """How many errors the check has of each page; of one that cannot be read, the first."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in ("docs", "newsletters"):
            shutil.copytree(root / name, project / name)
        shutil.copy(root / "mkdocs.yml", project)
        files = []
        for said, prose in found:
            files.append(said["bestand"].replace(".md", "-proef.md"))
            (project / files[-1]).write_text(typed(form, said, prose, by_names=by_names), encoding="utf-8")
        often = Counter(finding.file for finding in check(project)[1] if not finding.warning)
    return [often[name] for name in files]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Print the median of each kind."""
    root = Path.cwd()
    catalog = load(root)
    _say("kind, records: minutes (keys, points, by heart, pages) by form and by text; medians")
    for page in entry.FORMS:
        form = entry.form(catalog, page)
        found = [*records(root, catalog, page)]
        ways = [[way(form, said, prose) for said, prose in found] for way in (by_form, by_text)]
        told = [
            f"{median(e.minutes for e in efforts):.1f} min ({median(e.steps['K'] for e in efforts):.0f} keys, "
            f"{median(e.steps['P'] for e in efforts):.0f} points, {median(e.by_heart for e in efforts):.0f} by heart, "
            f"{median(e.pages for e in efforts):.0f} pages)"
            for efforts in ways
        ]
        alike = median(0.28 * len(prose) / 60 for _, prose in found)
        _say(f"{form.soort}, {len(found)}: {' | '.join(told)}; of which {alike:.1f} min the same text")
    page = "meedoen/praktijk"
    form, found = entry.form(catalog, page), [*records(root, catalog, page)]
    for by_names in (False, True):
        errors = first_try(root, form, found, by_names=by_names)
        how = "by names, without quotation marks" if by_names else "as the form writes it"
        _say(
            f"first try of a {form.soort}, {how}: {sum(map(bool, errors))} of {len(errors)} refused, median {median(errors):.0f} errors"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
