"""What pydantic found wrong with a record, in Dutch: the field, what is wrong with it and what is allowed."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from macros.base.links import slug
from macros.base.parsing import Pad, bedoelde_u
from macros.records import models as m

Soort = type[m.Record | m.Pagina]


def gebreken(soort: Soort, ruw: dict[str, Any], getypt: dict[str, Any], fout: ValidationError) -> dict[Pad, str]:
    """Everything that is wrong with one record: the path of the field, and the message.

    Args:
        soort: the record's class.
        ruw: what pydantic was given.
        getypt: the same with the fields that were typed empty, which are told apart from those left out.
        fout: what pydantic says of it.
    """
    return {
        pad: f"het veld {veldnaam(pad)!r} is leeg; vul het in"
        if _is_leeg(getypt, pad)
        else _nederlands(soort, detail, pad)
        for pad, detail in _details(ruw, fout).items()
    }


def veldnaam(pad: Pad) -> str:
    """A path as a contributor counts: `looptijden.1.van`."""
    return ".".join(str(stap + 1) if isinstance(stap, int) else stap for stap in pad) or "?"


def _details(ruw: dict[str, Any], fout: ValidationError) -> dict[Pad, ErrorDetails]:
    """Pydantic's findings, one for each field: of a union it reports every branch, of a list with faults its length."""
    details = {_echt_pad(ruw, detail["loc"]): detail for detail in fout.errors(include_url=False)}
    return {
        pad: detail for pad, detail in details.items()
        if not (detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"])
    }  # fmt: skip


def _echt_pad(ruw: Any, loc: Pad) -> Pad:  # noqa: ANN401 - any plain value
    """A pydantic location without the names that pydantic adds for unions and validators."""
    pad: list[str | int] = []
    for stap in loc:
        if isinstance(ruw, list):
            binnen = isinstance(stap, int) and stap < len(ruw)
        else:
            binnen = isinstance(ruw, dict) and stap in ruw
        if binnen:
            ruw = ruw[stap]
        elif stap == loc[-1] and isinstance(ruw, dict):
            pad.append(stap)  # a field that is missing
            break
        else:
            continue
        pad.append(stap)
    return tuple(pad)


_MELDINGEN = {
    "missing": "het verplichte veld {veld!r} ontbreekt",
    "string_type": "het veld {veld!r} hoort tekst te zijn, geen lijst of velden",
    "literal_error": "het veld {veld!r} hoort één woord te zijn, geen lijst of velden",
    "tuple_type": "het veld {veld!r} hoort een lijst te zijn, met een streepje voor elke regel",
    "model_type": "het veld {veld!r} hoort velden te hebben, zoals 'titel: …'",
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
_PATRONEN = {r"^GM\d{4}$": "hoort GM met vier cijfers te zijn, bijvoorbeeld GM0197"}


def _nederlands(soort: Soort, detail: ErrorDetails, pad: Pad) -> str:
    veld, getypt = veldnaam(pad), detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            return f"het veld {veld!r} bestaat niet{bedoelde_u(str(pad[-1]), _velden(soort, pad[:-1]))}"
        case "literal_error" if isinstance(getypt, str):
            mogelijk = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
            return f"het veld {veld!r}: {getypt!r} mag hier niet{_keuze(getypt, mogelijk)}"
        case "value_error":
            return f"het veld {veld!r}: {detail['ctx']['error']}"
        case "string_pattern_mismatch":
            wat = f"de id {getypt!r}" if pad[-1:] == ("id",) else f"het veld {veld!r}: {getypt!r}"
            return f"{wat} {_PATRONEN.get(detail['ctx']['pattern']) or alleen(getypt)}"
        case soort_fout:
            vorm = _MELDINGEN.get(soort_fout, "het veld {veld!r} klopt niet")
            lengte = len(getypt.strip() if isinstance(getypt, str) else getypt or ()) if "too_" in soort_fout else 0
            return vorm.format(veld=veld, lengte=lengte, **detail.get("ctx", {}))


def alleen(getypt: str) -> str:
    """What a name may hold, with a name that may."""
    raad = f"; bedoelde u {voorstel!r}?" if (voorstel := slug(getypt)) else ""
    return f"mag alleen kleine letters, cijfers en streepjes hebben{raad}"


def _keuze(getypt: str, mogelijk: list[str]) -> str:
    raad = bedoelde_u(getypt, mogelijk, alles_tot=0)
    return f"{raad} (toegestaan: {', '.join(mogelijk)})" if raad else f"; toegestaan is {', '.join(mogelijk)}"


def _velden(soort: Any, pad: Pad) -> list[str]:  # noqa: ANN401 - a class, of which typing has no type
    """The fields that are allowed at a path inside a record."""
    for stap in pad:
        if isinstance(stap, str) and stap in soort.model_fields:
            soort = _model_in(soort.model_fields[stap].annotation) or soort
    gevuld = {m.Cijferreeks: {"rijen"}}.get(
        soort, {"id", "tekst"} if ".md" in getattr(soort, "bestanden", "") else set()
    )
    return [naam for naam in soort.model_fields if naam not in gevuld]


def _model_in(annotatie: Any) -> Any:  # noqa: ANN401 - the same
    if isinstance(annotatie, type) and issubclass(annotatie, BaseModel):
        return annotatie
    return next((model for deel in get_args(annotatie) if (model := _model_in(deel))), None)


def _is_leeg(waarde: Any, pad: Pad) -> bool:  # noqa: ANN401 - any plain value
    """Whether a field was typed, but with nothing behind it."""
    try:
        for stap in pad:
            waarde = waarde[stap]
    except (KeyError, IndexError):
        return False
    return waarde in (None, "")
