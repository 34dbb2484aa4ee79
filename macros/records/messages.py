"""What pydantic found wrong with a record, in Dutch: the field, what is wrong with it and what is allowed."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from macros.base.hints import as_list, did_you_mean
from macros.base.links import slug
from macros.base.parsing import KeyPath
from macros.records import models as m
from macros.records.fields import parts_of

Model = type[m.Record | m.Pagina]


def defects_of(model: Model, raw: dict[str, Any], typed: dict[str, Any], error: ValidationError) -> dict[KeyPath, str]:
    """Everything that is wrong with one record: the path of the field, and the message.

    Args:
        model: the record's class.
        raw: what pydantic was given.
        typed: the same with the fields that were typed empty, which are told apart from those left out.
        error: what pydantic says of it.
    """
    return {
        path: f"het veld {label_of(path)!r} is leeg; vul het in"
        if _is_empty(typed, path)
        else _dutch(model, detail, path)
        for path, detail in _details(raw, error).items()
    }


def label_of(path: KeyPath) -> str:
    """A path as a contributor counts: `looptijden.1.van`."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path) or "?"


def _details(raw: dict[str, Any], error: ValidationError) -> dict[KeyPath, ErrorDetails]:
    """Pydantic's findings, one for each field: of a union it reports every branch, of a list with faults its length."""
    details = {_real_path(raw, detail["loc"]): detail for detail in error.errors(include_url=False)}
    return {
        path: detail for path, detail in details.items()
        if not (detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"])
    }  # fmt: skip


def _real_path(raw: Any, loc: KeyPath) -> KeyPath:  # noqa: ANN401 - any plain value
    """A pydantic location without the names that pydantic adds for unions and validators."""
    path: list[str | int] = []
    for step in loc:
        if isinstance(raw, list):
            inside = isinstance(step, int) and step < len(raw)
        else:
            inside = isinstance(raw, dict) and step in raw
        if inside:
            raw = raw[step]
        elif step == loc[-1] and isinstance(raw, dict):
            path.append(step)  # a field that is missing
            break
        else:
            continue
        path.append(step)
    return tuple(path)


_MESSAGES = {
    "missing": "het verplichte veld {veld!r} ontbreekt",
    "string_type": "het veld {veld!r} hoort tekst te zijn, geen lijst of velden",
    "literal_error": "het veld {veld!r} hoort één woord te zijn, geen lijst of velden",
    "tuple_type": "het veld {veld!r} hoort een lijst te zijn, met een streepje voor elke regel",
    "dict_type": "het veld {veld!r} hoort velden te hebben, zoals 'naam: …'",
    "int_type": "het veld {veld!r} hoort een geheel getal te zijn, bijvoorbeeld 210",
    "decimal_type": "het veld {veld!r} hoort een bedrag te zijn, bijvoorbeeld 19538.88, of PM",
    "bool_type": "het veld {veld!r} hoort ja of nee te zijn",
    "date_type": "het veld {veld!r} hoort een datum te zijn, bijvoorbeeld 2023-03-04",
    "string_too_short": "het veld {veld!r} is te kort: {lengte} tekens, minstens {min_length}",
    "string_too_long": "het veld {veld!r} is te lang: {lengte} tekens, hoogstens {max_length}",
    "too_short": "het veld {veld!r} heeft te weinig regels: {lengte}, minstens {min_length}",
    "greater_than": "het veld {veld!r} moet groter zijn dan {gt}",
    "greater_than_equal": "het veld {veld!r} moet minstens {ge} zijn",
    "less_than_equal": "het veld {veld!r} mag hoogstens {le} zijn",
}
_PATTERNS = {r"^GM\d{4}$": "hoort GM met vier cijfers te zijn, bijvoorbeeld GM0197"}


def _dutch(model: Model, detail: ErrorDetails, path: KeyPath) -> str:
    field, typed = label_of(path), detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            return f"het veld {field!r} bestaat niet{did_you_mean(str(path[-1]), _fields(model, path[:-1]))}"
        case "literal_error" if isinstance(typed, str):
            possible = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
            several = as_list(typed, possible) if isinstance(detail["loc"][-1], int) else ""
            return f"het veld {field!r}: {typed!r} mag hier niet{several or _choice(typed, possible)}"
        case "value_error":
            return f"het veld {field!r}: {detail['ctx']['error']}"
        case "string_pattern_mismatch":
            what = f"de id {typed!r}" if path[-1:] == ("id",) else f"het veld {field!r}: {typed!r}"
            return f"{what} {_PATTERNS.get(detail['ctx']['pattern']) or only(typed)}"
        case "model_type":
            return f"het veld {field!r} hoort velden te hebben, zoals '{_fields(model, path)[0]}: …'"
        case error_kind:
            form = _MESSAGES.get(error_kind, "het veld {veld!r} klopt niet")
            length = len(typed.strip() if isinstance(typed, str) else typed or ()) if "too_" in error_kind else 0
            return form.format(veld=field, lengte=length, **detail.get("ctx", {}))


def only(typed: str) -> str:
    """What a name may hold, with a name that may."""
    advice = f"; bedoelde u {proposal!r}?" if (proposal := slug(typed)) else ""
    return f"mag alleen kleine letters, cijfers en streepjes hebben{advice}"


def _choice(typed: str, possible: list[str]) -> str:
    advice = did_you_mean(typed, possible, all_up_to=0)
    return f"{advice} (toegestaan: {', '.join(possible)})" if advice else f"; toegestaan is {', '.join(possible)}"


def _fields(model: Any, path: KeyPath) -> list[str]:  # noqa: ANN401 - a class, of which typing has no type
    """The fields that are allowed at a path inside a record."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            model = next(parts_of(model.model_fields[step].annotation), model)
    filled = {m.Cijferreeks: {"rijen"}}.get(model, {"id", "tekst"} if _in_markdown(model) else set())
    return [name for name in model.model_fields if name not in filled]


def _in_markdown(model: Any) -> bool:  # noqa: ANN401 - the same
    return issubclass(model, m.Record | m.Pagina) and model.kind.in_markdown


def _is_empty(value: Any, path: KeyPath) -> bool:  # noqa: ANN401 - any plain value
    """Whether a field was typed, but with nothing behind it."""
    try:
        for step in path:
            value = value[step]
    except (KeyError, IndexError):
        return False
    return value in (None, "")
