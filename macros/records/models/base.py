"""What every record is: frozen, no unknown keys, a stable id, its sources."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from macros.records.fields import Bronnen, Id, Tegenspraken, Texts, Tint
from macros.records.kinds import RecordKind


class Part(BaseModel):
    """A part of a record: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Record(Part):
    """What every record has: a stable id that is also its anchor, UID and guid, and its sources."""

    kind: ClassVar[RecordKind]
    """Its row in the list of kinds."""

    id: Id
    bron: Bronnen
    vindplaats: str = ""
    """The heading or page of the source, for a reader who wants to check."""
    afgeleid: Texts = ()
    """The fields that no source says so: we concluded them, and every page says that."""
    algemeen: Texts = ()
    """The fields that are general knowledge: sources use the word or the name, and leave its meaning to others."""
    tegenspraak: Tegenspraken = ()
    """The contradictions between sources that touch on it: each place that names its source leads there."""

    @property
    def naam_(self) -> str:
        """What this record is called in a sentence."""
        return str(getattr(self, "titel", "") or getattr(self, "naam", "") or self.id)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Every source that carries something of this record."""
        return self.bron

    def origin(self, field: str) -> str:
        """What a page says behind a field that is not from a source; nothing of one that is."""
        return "afgeleid" if field in self.afgeleid else "algemene kennis" if field in self.algemeen else ""

    @property
    def pad(self) -> str:
        """The record's address relative to the site's root: its page, or its anchor on another."""
        return self.kind.address_of(vars(self))

    @property
    def file(self) -> str:
        """The file in which it was typed, relative to the project's root."""
        return self.kind.file_of(vars(self))


class Kleur(Part):
    """A colour: on a light ground and on a dark one."""

    licht: Tint
    donker: Tint


def _on_both(value: object) -> object:
    """One colour is that on both grounds."""
    return {"licht": value, "donker": value} if isinstance(value, str) else value


KleurOpBeide = Annotated[Kleur, BeforeValidator(_on_both, json_schema_input_type=Kleur | Tint)]
EigenKleur = Annotated[Kleur | None, BeforeValidator(_on_both, json_schema_input_type=Kleur | Tint)]
