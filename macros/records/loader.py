"""Files → Catalog, with every error in one run: file, line, field, what is wrong and what is allowed, in Dutch.

The loader knows how files are laid out; what a record must hold it reads from the record's class, and what holds
between records it asks the catalog. It never stops at the first error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from macros.base.links import ID, slug
from macros.base.parsing import Bevinding, Bron, Leesfout, Pad, bedoelde_u, csv_rijen, tekst, voorwerk, yaml_bron
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.checks import Tegenstrijdigheid, tegenstrijdigheden, verwijzingen
from macros.records.messages import Soort, alleen, gebreken, veldnaam

DATA = "docs/_data"
CIJFERS = "docs/_data/cijfers"
BRIEVEN = "newsletters"
BIJLAGEN = (".jpg", ".jpeg", ".png", ".webp", ".pdf")
"""What may stand in docs/ besides data and Markdown; MkDocs would publish any other file too, unchecked."""
MAX_MELDING = 400


class Laadfouten(Exception):
    """Everything that is wrong with the content, sorted by file and line."""

    def __init__(self, bevindingen: list[Bevinding]) -> None:
        self.bevindingen = bevindingen
        super().__init__("\n".join(map(str, bevindingen)))


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a record was typed: its file, the file's values with their lines, its path among them."""

    bestand: str
    bron: Bron
    pad: Pad = ()

    def regel(self, veld: Pad = ()) -> int:
        """The line of a field of the record."""
        return self.bron.regel((*self.pad, *veld))


@dataclass(slots=True)
class _Vondst:
    """What reading brought up besides records."""

    bevindingen: list[Bevinding] = field(default_factory=list)
    tekst_begint: dict[str, int] = field(default_factory=dict)
    onleesbaar: set[str] = field(default_factory=set)
    """Collections of which a file or a record could not be read at all."""
    mislukt: set[tuple[str, str]] = field(default_factory=set)
    """Records that are there, but wrong: what refers to them is not reported as well."""

    def meld(self, bestand: str, regel: int, melding: str) -> None:
        kort = melding if len(melding) <= MAX_MELDING else f"{melding[:MAX_MELDING]}…"
        self.bevindingen.append(Bevinding(bestand, regel, kort))

    def neem_op(self, ander: _Vondst) -> None:
        self.bevindingen += ander.bevindingen
        self.tekst_begint |= ander.tekst_begint
        self.onleesbaar |= ander.onleesbaar
        self.mislukt |= ander.mislukt


@dataclass(slots=True)
class Bestand(_Vondst):
    """What one file gave: it follows from its text alone."""

    inhoud: str = ""
    records: list[tuple[m.Record | m.Pagina, Plaats]] = field(default_factory=list)


@dataclass(slots=True)
class _Werk(_Vondst):
    """What the loader has gathered so far in one run."""

    wortel: Path = Path()
    eerder: dict[str, Bestand] = field(default_factory=dict)
    """What files gave when they were last read."""
    records: dict[type[m.Record], dict[str, Any]] = field(default_factory=dict)
    paginas: dict[str, m.Pagina] = field(default_factory=dict)
    plaatsen: dict[tuple[str, str], Plaats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Onderzoek:
    """The result of reading everything: the catalog of what was right, and all that was wrong."""

    catalog: Catalog
    bevindingen: list[Bevinding]
    tekst_begint: Mapping[str, int]
    """For each Markdown file the line at which its prose begins."""


def laad(wortel: Path) -> Catalog:
    """Read all content under the project's root.

    Raises:
        Laadfouten: anything is wrong; everything that is wrong.
    """
    onderzoek = onderzoek_alles(wortel)
    if fouten := [b for b in onderzoek.bevindingen if not b.waarschuwing]:
        raise Laadfouten(fouten)
    return onderzoek.catalog


def onderzoek_alles(wortel: Path, eerder: dict[str, Bestand] | None = None) -> Onderzoek:
    """Read all content, keeping what is right beside what is wrong.

    Args:
        wortel: the project's root.
        eerder: what each file gave when a process that goes on building read it; a file that says the same is not
            read again, and what is read now is kept in it.
    """
    werk = _Werk(wortel=wortel, eerder=eerder if eerder is not None else {})
    gelezen: set[str] = set()
    for soort in m.VERZAMELINGEN:
        for pad in _bestanden(wortel, soort.bestanden):
            _laad_bestand(werk, soort, pad)
            gelezen.add(pad)
    gelezen |= _cijfers(werk)
    gebruik = list(_gebruik(werk, gelezen))
    for pad in _bestanden(wortel, m.Pagina.bestanden):
        if pad not in gelezen and not pad.startswith(f"{DATA}/"):
            _laad_bestand(werk, m.Pagina, pad)
    _ongelezen(werk, gelezen)
    _niet_in_docs(werk)
    _dubbele_adressen(werk)
    catalog = Catalog(werk.records, werk.paginas, tuple(gebruik))
    for fout in tegenstrijdigheden(catalog):
        _meld_samenhang(werk, fout)
    return Onderzoek(catalog, sorted(set(werk.bevindingen)), werk.tekst_begint)


def andere_tekst(wortel: Path, pad: str, was: Bestand) -> Bestand | None:
    """What a Markdown file gives now, when the text below its front matter is all that changed, and it can be read."""
    eerst = was.records[0][0] if was.records else None
    if not isinstance(eerst, m.Praktijk | m.Nieuwsbrief | m.Pagina):
        return None
    if (inhoud := _lees(_Werk(wortel=wortel), pad)) is None:
        return None
    nu = _lees_bestand(type(eerst), pad, inhoud)
    gelijk = [record.model_copy(update={"tekst": eerst.tekst}) for record, _ in nu.records] == [eerst]
    return nu if gelijk and not nu.bevindingen else None


def _bestanden(wortel: Path, patroon: str) -> list[str]:
    """Files of a glob, relative, sorted; an `index.md` is a page and no record."""
    paden = (pad.relative_to(wortel).as_posix() for pad in wortel.glob(patroon) if pad.is_file() or pad.is_symlink())
    return sorted(p for p in paden if patroon == m.Pagina.bestanden or not p.endswith("/index.md"))


def _lees(werk: _Werk, pad: str) -> str | None:
    """A file's text, or None and a finding."""
    volledig = werk.wortel / pad
    if volledig.is_symlink():
        return None  # reported by _niet_in_docs
    try:
        return tekst(volledig.read_bytes())
    except Leesfout as fout:
        werk.meld(pad, fout.regel, fout.melding)
    except OSError:
        werk.meld(pad, 1, "dit bestand kan niet worden gelezen")
    return None


# ── One file ────────────────────────────────────────────────────────────────────────────────────────────


def _laad_bestand(werk: _Werk, soort: Soort, pad: str) -> None:
    """Read one file into records."""
    inhoud = _lees(werk, pad)
    if inhoud is None:
        _onthoud_mislukt(werk, soort, pad)
        return
    bestand = werk.eerder.get(pad)
    if bestand is None or bestand.inhoud != inhoud:
        bestand = werk.eerder[pad] = _lees_bestand(soort, pad, inhoud)
    werk.neem_op(bestand)
    for record, plaats in bestand.records:
        _bewaar(werk, soort, record, plaats)


def _lees_bestand(soort: Soort, pad: str, inhoud: str) -> Bestand:
    """What a file gives; only its text and its name matter, so it is the same as long as they are."""
    bestand = Bestand(inhoud=inhoud)
    lees: _Lezer = {".yml": _uit_yaml, ".csv": _uit_csv, ".md": _uit_markdown}[Path(pad).suffix]
    try:
        for ruw, plaats in lees(bestand, soort, pad, inhoud):
            _voeg_toe(bestand, soort, ruw, plaats)
    except Leesfout as fout:
        bestand.meld(pad, fout.regel, fout.melding)
        _onthoud_mislukt(bestand, soort, pad)
    return bestand


def _onthoud_mislukt(vondst: _Vondst, soort: Soort, pad: str, id_: object = None) -> None:
    """Note which records are there but could not be made, so that what refers to them is not reported too."""
    if pad.endswith(".md"):
        id_ = Path(pad).stem
    if isinstance(id_, str):
        vondst.mislukt |= {(soort.verzameling, id_), (soort.verzameling, slug(id_))}
    else:
        vondst.onleesbaar.add(soort.verzameling)


Ruw = Iterator[tuple[Any, Plaats]]
_Lezer = Callable[[Bestand, Any, str, str], Ruw]

_ELDERS = {
    "id": "de id is de naam van het bestand",
    "tekst": "schrijf de tekst onder de kop van het bestand",
    "rijen": f"de rijen staan in {CIJFERS}/<id>.csv",
}
"""Fields that are no one's to type in some files, and why."""


def _uit_yaml(bestand: Bestand, soort: type[m.Record], pad: str, inhoud: str) -> Ruw:
    bron = yaml_bron(inhoud)
    if not bron.waarde:
        raise Leesfout(1, "dit bestand bevat geen gegevens; vul het aan of haal het weg")
    if not isinstance(bron.waarde, list):
        raise Leesfout(bron.regel(()), "dit bestand moet een lijst zijn; begin elk onderdeel met '- id: …'")
    for plek, ruw in enumerate(bron.waarde):
        plaats = Plaats(pad, bron, (plek,))
        if isinstance(ruw, dict) and soort is m.Cijferreeks:
            _haal_weg(bestand, ruw, plaats, "rijen")
        yield _met_jaar(bestand, ruw, plaats) if isinstance(ruw, dict) and soort is m.Activiteit else ruw, plaats


def _met_jaar(bestand: Bestand, ruw: dict[str, Any], plaats: Plaats) -> dict[str, Any]:
    """An activity has the year of its file."""
    jaar = Path(plaats.bestand).stem
    getypt = ruw.get("jaar") or jaar
    if getypt != jaar and re.fullmatch(r"\d{4}", f"{getypt}"):
        bestand.meld(plaats.bestand, plaats.regel(("jaar",)), f"het jaar {getypt} past niet bij dit bestand ({jaar})")
    return {**ruw, "jaar": getypt}


def _uit_csv(_: Bestand, soort: type[m.Record], pad: str, inhoud: str) -> Ruw:
    kop, rijen = csv_rijen(inhoud)
    velden = soort.model_fields
    if vreemd := next((naam for naam in kop if naam not in velden), None):
        raise Leesfout(1, f"de kolom {vreemd!r} bestaat niet{bedoelde_u(vreemd, velden)}")
    if mist := next((naam for naam, veld in velden.items() if veld.is_required() and naam not in kop), None):
        raise Leesfout(1, f"de kolom {mist!r} ontbreekt in de kop")
    for regel, rij in rijen:
        yield dict(zip(kop, (cel or None for cel in rij), strict=True)), Plaats(pad, Bron(None, {(): regel}))


def _uit_markdown(bestand: Bestand, soort: Soort, pad: str, inhoud: str) -> Ruw:
    bron, proza, begin = voorwerk(inhoud)
    kaal = proza.lstrip()
    bestand.tekst_begint[pad] = begin + proza[: len(proza) - len(kaal)].count("\n")
    plaats = Plaats(pad, bron)
    id_ = _pagina_id(pad) if soort is m.Pagina else Path(pad).stem
    for fout in (naam for naam in id_.split("/") if not ID.fullmatch(naam)):
        bestand.meld(pad, 1, f"de naam {fout!r} van dit bestand of zijn map {alleen(fout)}")
        id_ = id_.replace(fout, slug(fout) or "naam")
    if not bron.waarde and soort is not m.Pagina:
        raise Leesfout(1, "de kop van dit bestand ontbreekt; begin op regel 1 met --- en de velden, zoals 'titel: …'")
    _haal_weg(bestand, bron.waarde, plaats, "id", "tekst")
    yield {**bron.waarde, "id": id_, "tekst": kaal}, plaats


def _haal_weg(bestand: Bestand, ruw: dict[str, Any], plaats: Plaats, *velden: str) -> None:
    """Report and drop fields that the loader itself fills."""
    for veld in velden:
        if veld in ruw:
            bestand.meld(plaats.bestand, plaats.regel((veld,)), f"het veld {veld!r} hoort hier niet: {_ELDERS[veld]}")
            del ruw[veld]


def _pagina_id(pad: str) -> str:
    """`docs/themas/jeugd.md` → `themas/jeugd`."""
    return pad.removeprefix("docs/").removesuffix(".md")


def _voeg_toe(bestand: Bestand, soort: Soort, ruw: Any, plaats: Plaats) -> None:  # noqa: ANN401 - any plain value
    """Make a record of plain values, or findings."""
    if not isinstance(ruw, dict):
        bestand.meld(plaats.bestand, plaats.regel(), f"hier hoort een {soort.enkelvoud} met velden, zoals '- id: …'")
        _onthoud_mislukt(bestand, soort, plaats.bestand)
        return
    getypt, ruw = ruw, _zonder_leeg(ruw)
    naam = _naam(soort, ruw, plaats)
    for veld in _met_accolades(ruw):
        if veld != ("tekst",) or not plaats.bestand.endswith(".md"):
            bestand.meld(plaats.bestand, plaats.regel(veld), f"{naam}: het veld {veldnaam(veld)!r}: {_ACCOLADES}")
    try:
        record = soort.model_validate(ruw)
    except ValidationError as fout:
        for veld, gebrek in gebreken(soort, ruw, getypt, fout).items():
            bestand.meld(plaats.bestand, plaats.regel(veld), f"{naam}: {gebrek}")
        _onthoud_mislukt(bestand, soort, plaats.bestand, ruw.get("id"))
        return
    bestand.records.append((record, plaats))


_ACCOLADES = "accolades ({{, {% of {#) horen alleen in de tekst van een pagina"


def _met_accolades(waarde: object, pad: Pad = ()) -> Iterator[Pad]:
    """The paths of all texts that would be carried out where a page shows them."""
    if isinstance(waarde, str) and re.search(r"\{[{%#]", waarde):
        yield pad
    elif isinstance(waarde, dict):
        for sleutel, lid in waarde.items():
            yield from _met_accolades(sleutel, (*pad, sleutel))
            yield from _met_accolades(lid, (*pad, sleutel))
    elif isinstance(waarde, list):
        for plek, lid in enumerate(waarde):
            yield from _met_accolades(lid, (*pad, plek))


def _bewaar(werk: _Werk, soort: Soort, record: Any, plaats: Plaats) -> None:  # noqa: ANN401
    if eerder := werk.plaatsen.get((soort.verzameling, record.id)):
        plek = f"{eerder.bestand}:{eerder.regel()}"
        werk.meld(
            plaats.bestand, plaats.regel(("id",)), f"{soort.enkelvoud} {record.id!r}: deze id bestaat al ({plek})"
        )
        return
    werk.plaatsen[soort.verzameling, record.id] = plaats
    if isinstance(record, m.Pagina):
        werk.paginas[record.id] = record
    else:
        werk.records.setdefault(type(record), {})[record.id] = record


def _zonder_leeg(waarde: Any) -> Any:  # noqa: ANN401 - any plain value
    """An empty field is a field that was left out."""
    if isinstance(waarde, dict):
        return {sleutel: _zonder_leeg(lid) for sleutel, lid in waarde.items() if lid is not None}
    return [_zonder_leeg(lid) for lid in waarde] if isinstance(waarde, list) else waarde


def _naam(soort: Soort, ruw: Mapping[str, Any], plaats: Plaats) -> str:
    id_ = ruw.get("id")
    return f"{soort.enkelvoud} {id_!r}" if isinstance(id_, str) else f"{soort.enkelvoud} op plaats {_volgorde(plaats)}"


def _volgorde(plaats: Plaats) -> int:
    return plaats.pad[0] + 1 if plaats.pad and isinstance(plaats.pad[0], int) else 1


# ── Between files ───────────────────────────────────────────────────────────────────────────────────────


def _cijfers(werk: _Werk) -> set[str]:
    """Fill each series of figures from its CSV; answers the files that have a series."""
    reeksen = werk.records.get(m.Cijferreeks, {})
    for id_, reeks in reeksen.items():
        pad = f"{CIJFERS}/{id_}.csv"
        if not (werk.wortel / pad).exists():
            plaats = werk.plaatsen["cijferreeksen", id_]
            werk.meld(plaats.bestand, plaats.regel(), f"cijferreeks {id_!r}: het bestand {pad} ontbreekt")
        elif (inhoud := _lees(werk, pad)) is not None:
            try:
                reeksen[id_] = reeks.model_copy(update={"rijen": _reeksrijen(werk, pad, reeks, inhoud)})
            except Leesfout as fout:
                werk.meld(pad, fout.regel, fout.melding)
    if "cijferreeksen" in werk.onleesbaar:
        return set(_bestanden(werk.wortel, f"{CIJFERS}/*.csv"))
    fout_getypt = {id_ for verzameling, id_ in werk.mislukt if verzameling == "cijferreeksen"}
    return {f"{CIJFERS}/{id_}.csv" for id_ in {*reeksen, *fout_getypt}}


def _reeksrijen(werk: _Werk, pad: str, reeks: m.Cijferreeks, inhoud: str) -> tuple[tuple[str, ...], ...]:
    kop, rijen = csv_rijen(inhoud)
    verwacht = [reeks.eerste_kolom, *(kolom.id for kolom in reeks.kolommen)]
    if kop != verwacht:
        raise Leesfout(1, f"de kop is {','.join(kop)!r}, maar hoort {','.join(verwacht)!r} te zijn")
    for regel, (eerste, *cellen) in rijen:
        if not eerste or list(_met_accolades(eerste)):
            werk.meld(pad, regel, f"de kolom {kop[0]!r}: {_ACCOLADES if eerste else 'deze cel is leeg'}")
        for kolom, cel in zip(reeks.kolommen, cellen, strict=True):
            if melding := _cel(kolom, cel):
                werk.meld(pad, regel, f"de kolom {kolom.id!r}: {melding}")
    return tuple(tuple(rij) for _, rij in rijen)


def _gebruik(werk: _Werk, gelezen: set[str]) -> Iterator[m.Gebruik]:
    """How the site was used: rows that `kennisbank gebruik` wrote; notes which files there are."""
    for pad in _bestanden(werk.wortel, m.Gebruik.bestanden):
        gelezen.add(pad)
        if (inhoud := _lees(werk, pad)) is None:
            continue
        try:
            kop, rijen = csv_rijen(inhoud)
        except Leesfout as fout:
            werk.meld(pad, fout.regel, fout.melding)
            continue
        for regel, rij in rijen:
            try:
                yield m.Gebruik.model_validate(dict(zip(kop, rij, strict=True)))
            except ValidationError:
                velden = ",".join(m.Gebruik.model_fields)
                werk.meld(pad, regel, f"dit is geen rij van 'kennisbank gebruik' ({velden}): {','.join(rij)}")


_GETAL = re.compile(r"-?\d+(\.\d+)?")
_NEDERLANDS_GETAL = re.compile(r"-?(\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+)")


def _cel(kolom: m.Kolom, cel: str) -> str:
    """What is wrong with a cell of a series of figures."""
    if list(_met_accolades(cel)):
        return _ACCOLADES
    if _NEDERLANDS_GETAL.fullmatch(cel):
        return f"{cel!r} is geen getal; schrijf duizendtallen zonder punt en decimalen met een punt, zoals 1525 of 4.0"
    if kolom.in_grafiek and cel and not _GETAL.fullmatch(cel):
        return f"{cel!r} is geen getal, en deze kolom staat in een grafiek"
    return ""


def _ongelezen(werk: _Werk, gelezen: set[str]) -> None:
    """A data file or newsletter that nothing reads is a typing error in its name or place."""
    bekend = [soort.bestanden for soort in m.VERZAMELINGEN if soort.bestanden.startswith((DATA, BRIEVEN))]
    reeksen = [f"{CIJFERS}/{id_}.csv" for id_ in werk.records.get(m.Cijferreeks, {})]
    for pad in (*(werk.wortel / DATA).rglob("*"), *(werk.wortel / BRIEVEN).rglob("*")):
        naam = pad.relative_to(werk.wortel).as_posix()
        if pad.is_file() and not pad.is_symlink() and naam not in gelezen and not pad.name.startswith("."):
            mogelijk = reeksen if pad.suffix == ".csv" else bekend
            werk.meld(naam, 1, f"dit bestand wordt nergens gelezen{bedoelde_u(naam, mogelijk, alles_tot=0)}")


def _niet_in_docs(werk: _Werk) -> None:
    """Links, which lead out of the project, and files that would be published without having been checked."""
    for pad in (*(werk.wortel / "docs").rglob("*"), *(werk.wortel / BRIEVEN).rglob("*")):
        naam = pad.relative_to(werk.wortel).as_posix()
        if pad.is_symlink():
            werk.meld(naam, 1, "dit is een snelkoppeling (symbolic link); zet het bestand zelf hier neer")
        elif (
            pad.is_file()
            and pad.name[0] != "."
            and not naam.endswith((".md", *BIJLAGEN))
            and not naam.startswith((DATA, BRIEVEN))
        ):
            soorten = f"een pagina eindigt op .md, een plaatje of bijlage op {', '.join(BIJLAGEN)}"
            werk.meld(naam, 1, f"dit soort bestand mag niet in docs/; {soorten}")


def _dubbele_adressen(werk: _Werk) -> None:
    """Two files that would be one page, and a page that would replace a generated one."""
    gemaakt = {record.pad.strip("/"): (soort, record.id) for soort, record in _eigen_paginas(werk)}
    eerder: dict[str, str] = {}
    for id_ in sorted(werk.paginas):
        bestand = werk.plaatsen["paginas", id_].bestand
        adres = id_.removesuffix("/index").lower()
        if adres in eerder:
            werk.meld(bestand, 1, f"deze pagina krijgt hetzelfde adres als {eerder[adres]}: /{adres}/")
        elif adres in gemaakt:
            soort, naam = gemaakt[adres]
            if soort not in _MET_EIGEN_TEKST or id_ != adres:
                herkomst = f"de gegevens van {soort.enkelvoud} {naam!r}"
                werk.meld(bestand, 1, f"de pagina /{adres}/ wordt al gemaakt uit {herkomst}")
        eerder.setdefault(adres, bestand)


_MET_EIGEN_TEKST = {m.Thema, m.Agendaonderdeel}
"""Kinds whose page may have prose of its own, at exactly its address."""


def _eigen_paginas(werk: _Werk) -> Iterator[tuple[type[m.Record], m.Record]]:
    for soort, records in werk.records.items():
        if issubclass(soort, m.MetPagina) or soort is m.Agendaonderdeel:
            yield from ((soort, record) for record in records.values())


def _meld_samenhang(werk: _Werk, fout: Tegenstrijdigheid) -> None:
    if not _komt_door_ander(werk, fout):
        plaats = werk.plaatsen[fout.soort.verzameling, fout.id]
        werk.meld(plaats.bestand, plaats.regel(fout.veld), f"{fout.soort.enkelvoud} {fout.id!r}: {fout.melding}")


def _komt_door_ander(werk: _Werk, fout: Tegenstrijdigheid) -> bool:
    """Whether a reference is only dead because what it names was itself reported as wrong."""
    soort = fout.soort
    record = werk.records[soort][fout.id] if issubclass(soort, m.Record) else werk.paginas[fout.id]
    return any(
        veld == fout.veld and (verzameling in werk.onleesbaar or (verzameling, id_) in werk.mislukt)
        for veld, verzameling, id_ in verwijzingen(record)
    )
