"""Recall@5 and MRR@10 of the questions in questions.json, per class, through the real worker in node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HIER = Path(__file__).parent


@dataclass(frozen=True)
class Uitslag:
    """What a question gave: the paths found, best first."""

    vraag: Mapping[str, Any]
    paden: tuple[str, ...]
    ms: float

    @property
    def recall(self) -> float:
        """The share of the answers among the first five, of at most five: 1 when all that fit are there."""
        antwoorden = set(self.vraag["antwoord"])
        return len(antwoorden & set(self.paden[:5])) / min(5, len(antwoorden))

    @property
    def raak(self) -> float:
        """Whether any answer is among the first five."""
        return float(bool(set(self.vraag["antwoord"]) & set(self.paden[:5])))

    @property
    def rang(self) -> float:
        """One divided by the place of the first answer among ten."""
        return next((1 / plek for plek, pad in enumerate(self.paden[:10], 1) if pad in self.vraag["antwoord"]), 0.0)


def vragen() -> list[dict[str, Any]]:
    """The questions; `apart` marks those that no weight was chosen on."""
    lijst: list[dict[str, Any]] = json.loads((HIER / "questions.json").read_text(encoding="utf-8"))
    return lijst


def blinde_vragen() -> list[dict[str, Any]]:
    """Questions to report on and never to tune on: written before the ranking was worked on, and judged beforehand."""
    lijst: list[dict[str, Any]] = json.loads((HIER / "questions-blind.json").read_text(encoding="utf-8"))["vragen"]
    return lijst


def schrijf(bestanden: Mapping[str, bytes], map_: Path) -> Path:
    """Writes an index below a folder."""
    for pad, inhoud in bestanden.items():
        (map_ / pad).parent.mkdir(parents=True, exist_ok=True)
        (map_ / pad).write_bytes(inhoud)
    return map_


def node(site: Path, **invoer: object) -> list[Any]:
    """Runs the worker over a folder; one answer a question, after the one to opening."""
    uitvoer = subprocess.run(  # noqa: S603 - our own script
        [shutil.which("node") or "node", str(HIER / "ask.cjs"), str(site)],
        input=json.dumps(invoer), capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return [json.loads(regel) for regel in uitvoer.stdout.splitlines()]


def meet(site: Path, lijst: list[dict[str, Any]] | None = None) -> list[Uitslag]:
    """Asks all questions of the index below a folder, or those of another list."""
    alle = vragen() if lijst is None else lijst
    antwoorden = node(site, vragen=[{"vraag": vraag["vraag"], "aantal": 10} for vraag in alle])[1:]
    return [
        Uitslag(vraag, _paden(antwoord, vraag), antwoord["ms"])
        for vraag, antwoord in zip(alle, antwoorden, strict=True)
    ]


def _paden(antwoord: Mapping[str, Any], vraag: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths in the order in which a reader meets them.

    The card above the results is no result; it counts as the first only where its page is what was asked for.
    """
    kaart = (antwoord["kaart"] or {}).get("pad", "")
    eerst = [kaart] if kaart in vraag["antwoord"] else []
    return (*eerst, *(resultaat["pad"] for resultaat in antwoord["resultaten"]))


def tabel(uitslagen: Iterable[Uitslag]) -> dict[str, tuple[int, float, float, float]]:
    """Class → number of questions, share answered in the first five, Recall@5, MRR@10 (all in %)."""
    groepen: dict[str, list[Uitslag]] = defaultdict(list)
    for uitslag in uitslagen:
        groepen[uitslag.vraag["klasse"]].append(uitslag)
        groepen["alle"].append(uitslag)
    return {
        klasse: (len(groep), _procent(groep, "raak"), _procent(groep, "recall"), _procent(groep, "rang"))
        for klasse, groep in groepen.items()
    }


def _procent(groep: list[Uitslag], maat: str) -> float:
    return 100 * sum(float(getattr(uitslag, maat)) for uitslag in groep) / len(groep)
