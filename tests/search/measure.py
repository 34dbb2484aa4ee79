"""Recall@5 and MRR@10 of the questions in questions.json, per class, through the real worker in node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.pages import assets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).parent
ASSETS = HERE.parents[1] / "overrides/assets"


@dataclass(frozen=True)
class Result:
    """What a question gave: the paths found, best first."""

    vraag: Mapping[str, Any]
    paths: tuple[str, ...]
    ms: float

    @property
    def recall(self) -> float:
        """The share of the answers among the first five, of at most five: 1 when all that fit are there."""
        answers = set(self.vraag["antwoord"])
        return len(answers & set(self.paths[:5])) / min(5, len(answers))

    @property
    def matched(self) -> float:
        """Whether any answer is among the first five."""
        return float(bool(set(self.vraag["antwoord"]) & set(self.paths[:5])))

    @property
    def rank(self) -> float:
        """One divided by the place of the first answer among ten."""
        return next((1 / place for place, path in enumerate(self.paths[:10], 1) if path in self.vraag["antwoord"]), 0.0)


def vragen() -> list[dict[str, Any]]:
    """The questions; `separate` marks those that no weight was chosen on."""
    list_: list[dict[str, Any]] = json.loads((HERE / "questions.json").read_text(encoding="utf-8"))
    return list_


def blind_questions() -> list[dict[str, Any]]:
    """Questions to report on and never to tune on: written before the ranking was worked on, and judged beforehand."""
    list_: list[dict[str, Any]] = json.loads((HERE / "questions-blind.json").read_text(encoding="utf-8"))["vragen"]
    return list_


def readers_questions() -> list[dict[str, Any]]:
    """Questions of readers who had not seen the engine; those of the class `geen antwoord` have none."""
    list_: list[dict[str, Any]] = json.loads((HERE / "questions-readers.json").read_text(encoding="utf-8"))
    return list_


def dated_questions() -> list[dict[str, Any]]:
    """Questions with a year, a month, a quarter or a day in them."""
    list_: list[dict[str, Any]] = json.loads((HERE / "questions-dates.json").read_text(encoding="utf-8"))
    return [{**question, "klasse": "datum"} for question in list_]


def classes() -> dict[str, tuple[float, list[dict[str, Any]]]]:
    """Words by their kind: the share that is to be found, and each word as a question."""
    list_: dict[str, dict[str, Any]] = json.loads((HERE / "classes.json").read_text(encoding="utf-8"))
    return {
        name: (
            class_["doel"],
            [{"vraag": asked, "klasse": name, "antwoord": good} for asked, good in class_["vragen"]],
        )
        for name, class_ in list_.items()
    }


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """Writes an index below a folder."""
    for path, contents in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(contents)
    return folder


def node(site: Path, **inputs: object) -> list[Any]:
    """Runs the worker over a folder, as it is shipped; one answer a question, after the one to opening."""
    worker = assets.asset(ASSETS, "search-worker.js").decode()
    output = subprocess.run(  # noqa: S603 - our own script
        [shutil.which("node") or "node", str(HERE / "worker.cjs"), str(site)],
        input=json.dumps({"worker": worker, **inputs}), capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return [json.loads(line) for line in output.stdout.splitlines()]


def measure(site: Path, list_: list[dict[str, Any]] | None = None) -> list[Result]:
    """Asks all questions of the index below a folder, or those of another list."""
    all_ = vragen() if list_ is None else list_
    answers = node(site, questions=[{"question": question["vraag"], "count": 10} for question in all_])[1:]
    return [
        Result(question, _paths(answer, question), answer["ms"]) for question, answer in zip(all_, answers, strict=True)
    ]


def _paths(answer: Mapping[str, Any], question: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths in the order in which a reader meets them.

    The card above the results is no result; it counts as the first only where its page is what was asked for.
    """
    card = (answer["card"] or {}).get("path", "")
    first = [card] if card in question["antwoord"] else []
    return (*first, *(result["path"] for result in answer["results"]))


def table(results: Iterable[Result]) -> dict[str, tuple[int, float, float, float]]:
    """Class → number of questions, share answered in the first five, Recall@5, MRR@10 (all in %)."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.vraag["klasse"]].append(result)
        groups["alle"].append(result)
    return {
        class_: (len(group), _percent(group, "matched"), _percent(group, "recall"), _percent(group, "rank"))
        for class_, group in groups.items()
    }


def _percent(group: list[Result], dimension: str) -> float:
    return 100 * sum(float(getattr(result, dimension)) for result in group) / len(group)
