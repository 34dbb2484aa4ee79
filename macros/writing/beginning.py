"""A project of a new network: what is asked of who begins it, and the files that come of the answers.

What the files say stands in `overrides/begin/project/`. A template that gives nothing gives no file; `_` at the
begin of its path stands for a full stop, and JAAR and KWARTAAL are those of the day.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from macros.base import links
from macros.base.errors import UserError
from macros.base.hints import did_you_mean
from macros.base.text import listed
from macros.document import templates
from macros.writing import rows, scaffold

NONE = "geen"
"""What someone answers who has no province or no repository yet."""
_AHEAD = timedelta(weeks=4)
"""When the activity that is an example is planned: so that the home page shows it."""


# ── Municipalities ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of the country, as `overrides/begin/gemeenten.csv` has it."""

    code: str
    naam: str
    provincie: str

    @property
    def id(self) -> str:
        """Its id in the project."""
        return links.slug(self.naam)


def municipalities(file: Path) -> tuple[Municipality, ...]:
    """All municipalities of a file in which remarks stand before the heading."""
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(Municipality(**row) for row in csv.DictReader(lines))


# ── Questions and answers ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Answers:
    """What someone who begins a network answered."""

    naam: str
    id: str
    regio: str
    adres: str
    provincies: tuple[str, ...]
    opslagplaats: str
    """On GitHub, `organisatie/naam`; empty when there is none yet."""

    @property
    def kort(self) -> str:
        """The name where another follows: without the region that it ends in."""
        short = self.naam.removesuffix(self.regio).rstrip(" -")
        return short if len(short) >= _SHORTEST else self.naam

    @property
    def domein(self) -> str:
        """The domain of the address, without `www`."""
        return (urlsplit(self.adres).hostname or "").removeprefix("www.")


_SHORTEST, _LONGEST = 3, 80
_NAME = re.compile(r"['’]?[^\W\d_](?:[\w '’&.,()/-]*[\w.)])?")


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not (_SHORTEST <= len(name) <= _LONGEST and _NAME.fullmatch(name) and "_" not in name):
        raise ValueError(
            f"schrijf {_SHORTEST} tot {_LONGEST} tekens, en begin met een letter; toegestaan zijn letters, cijfers, spaties "
            "en ' & . , ( ) / -"
        )
    return name


_ID_LENGTH = range(2, 21)


def _id(typed: str) -> str:
    if not (links.ID.fullmatch(typed) and typed[0].isalpha() and len(typed) in _ID_LENGTH):
        example = links.slug(typed)[: _ID_LENGTH[-1]].strip("-")
        meant = f"; bedoelde u {example!r}?" if links.ID.fullmatch(example) and example[0].isalpha() else ""
        raise ValueError(
            f"schrijf {_ID_LENGTH[0]} tot {_ID_LENGTH[-1]} kleine letters, cijfers of streepjes, en begin met een letter{meant}"
        )
    return typed


def _address(typed: str) -> str:
    full = typed if typed.endswith("/") else f"{typed}/"
    if not links.SITE.fullmatch(full):
        raise ValueError("schrijf het hele adres van de site in kleine letters, bijvoorbeeld https://voorbeeld.nl/")
    return full


def _provinces(known: Sequence[str], typed: str) -> tuple[str, ...]:
    if typed.lower() == NONE:
        return ()
    by_name = {name.lower(): name for name in known} | {"friesland": "Fryslân"}
    chosen = [part.strip() for part in re.split(r",|\ben\b", typed) if part.strip()]
    unknown = [part for part in chosen if part.lower() not in by_name]
    if unknown or not chosen:
        reasons = [f"{part!r} is geen provincie{did_you_mean(part, known)}" for part in unknown]
        advice = f"schrijf namen met een komma ertussen, of {NONE}"
        raise ValueError(" ".join([*(f"{reason}," for reason in reasons), advice]).replace("?,", "?"))
    return tuple(dict.fromkeys(by_name[part.lower()] for part in chosen))


_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?/[A-Za-z0-9._-]{1,100}")


def _repository(typed: str) -> str:
    if typed.lower() == NONE:
        return ""
    bare = typed.removeprefix("https://github.com/").removesuffix("/").removesuffix(".git")
    if not _REPOSITORY.fullmatch(bare):
        raise ValueError(f"schrijf organisatie/naam, zoals op GitHub in het adres staat, of {NONE}")
    return bare


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Something that is asked: the name of its option, how it is asked, and how the answer is read."""

    name: str
    ask: str
    read: Callable[[str], object]
    """Raises ValueError, with what is allowed."""


def questions(known: Sequence[Municipality]) -> tuple[Inquiry, ...]:
    """The six, in the order in which they are asked."""
    provinces = sorted({one.provincie for one in known})
    return (
        Inquiry("naam", "Hoe heet het netwerk? (bijvoorbeeld Veiligheidsnetwerk Voorbeeldstreek)", _name),
        Inquiry("id", "Wat is de afkorting, in kleine letters? (bijvoorbeeld vnv; zij verandert nooit meer)", _id),
        Inquiry("regio", "Voor welke streek werkt het? (bijvoorbeeld Voorbeeldstreek)", _name),
        Inquiry("adres", "Op welk adres komt de site? (bijvoorbeeld https://voorbeeld.nl/)", _address),
        Inquiry(
            "provincies",
            f"Van welke provincies komen de gemeenten in de kennisbank? (met een komma ertussen, of {NONE})",
            lambda typed: _provinces(provinces, typed),
        ),
        Inquiry(
            "opslagplaats", f"Waar op GitHub komt het project te staan? (organisatie/naam, of {NONE})", _repository
        ),
    )


def read(asked: Sequence[Inquiry], typed: Mapping[str, str]) -> Answers:
    """What was answered.

    Args:
        asked: the questions.
        typed: the answer to each, by the name of its option; an answer that is missing is empty.

    Raises:
        UserError: with a line for each answer that is wrong or missing, and what is allowed there.
    """
    values: dict[str, object] = {}
    wrong = []
    for question in asked:
        answer = typed.get(question.name, "").strip()
        try:
            values[question.name] = question.read(answer)
        except ValueError as error:
            wrong.append(f"--{question.name}{f' {answer!r}' if answer else ' ontbreekt'}: {error}")
    if wrong:
        raise UserError("\n".join(wrong))
    return Answers(**values)  # type: ignore[arg-type]  # each by its own `read`


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────


def files(
    answers: Answers, day: date, known: Sequence[Municipality], folder: Path, *, version: str
) -> Iterator[tuple[str, str]]:
    """The files of a new project that do not follow from its records: their path, and their text.

    Args:
        answers: what was asked.
        day: the day on which it begins; an example is of that day.
        known: the municipalities of the country.
        folder: their templates.
        version: of the program that the project asks for.
    """
    quarter, ahead = (day.month + 2) // 3, day + _AHEAD
    values = {
        **asdict(answers),
        "kort": answers.kort, "domein": answers.domein, "dag": day, "straks": ahead, "nakijken": scaffold.due(day),
        "kwartaal": f"{quarter}e kwartaal {day.year}", "versie": version,
        "gemeenten": [one for one in known if one.provincie in answers.provincies],
    }  # fmt: skip
    paths = {"JAAR": str(ahead.year), "KWARTAAL": f"{day.year}-q{quarter}"}
    for name, text in templates.text_files(folder, values, FILTERS):
        if text.strip():
            path = re.sub("|".join(paths), lambda word: paths[word[0]], name)
            yield dotted(path), rows.insert(rows.kop(paths["JAAR"]), text) if "JAAR" in name else text


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType({"yaml": scaffold.value, "opsomming": listed})
"""How a value is typed in a file."""


def dotted(path: str) -> str:
    """The path of a file that a template in this path makes: `_github/CODEOWNERS` → `.github/CODEOWNERS`."""
    return re.sub("^_", ".", path)
