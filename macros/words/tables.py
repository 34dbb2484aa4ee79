"""Words whose result is a table, or a plain list: Catalog → HTML through `overrides/fragments/`.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from macros.base import dates
from macros.base.hints import did_you_mean
from macros.base.links import slug
from macros.base.text import in_words, listed
from macros.channels.subscriptions import ICS, OPML, Subscription, subscriptions
from macros.document.templates import View, WordError, nothing
from macros.records import figures, finance
from macros.records import models as m
from macros.records.catalog import Rapport
from macros.words.counts import day_of, municipalities

# ── What the tables share ───────────────────────────────────────────────────────────────────────────────


def _name(word: str, **requested: object) -> str:
    """The id of a caption, from the word and what was asked: unique on a page, as no page asks a thing twice."""
    parts = [f"{name} {value}" for name, value in requested.items() if value is not None]
    return slug(" ".join(["tabel", word, *parts]))


def _caption(w: View, what: str, year: int | None = None, **ids: str | None) -> str:
    """A caption from what was asked: `Activiteiten in 2023: thema …, district …`."""
    about = [_with_kind(w, v, w.catalog.find(v, id_).naam_) for v, id_ in ids.items() if id_]
    what += f" in {year}" if year else ""
    return f"{what}: {', '.join(about)}" if about else what


def _with_kind(w: View, collection: str, name: str) -> str:
    """`thema Jeugd`, but a team's own name says already what it is."""
    return name if collection == "expertteams" else f"{w.catalog.kinds[collection].kind.singular} {name}"


def _check_kind(kind: str | None, model: type[m.Record]) -> None:
    """Refuse a kind that the records of a class cannot have."""
    possible: tuple[str, ...] = get_args(model.model_fields["soort"].annotation)
    if kind is not None and kind not in possible:
        raise WordError(f"soort {kind!r} bestaat niet{did_you_mean(kind, possible)}")


# ── Activities, teams, municipalities, goals ────────────────────────────────────────────────────────────


def activiteiten(  # noqa: PLR0913 - what one may ask for is what an activity has
    w: View, *, thema: str | None = None, jaar: int | None = None, district: str | None = None,
    gemeente: str | None = None, soort: str | None = None, expertteam: str | None = None, praktijk: str | None = None,
    leeg: str | None = None,
) -> str:  # fmt: skip
    """Laat een tabel zien met activiteiten, op datum; zijn het er veel, dan eerst die van het nieuwste jaar.

    Voorbeeld: {{ activiteiten(thema="<thema>", jaar=<jaar>) }}

    Raises:
        UnknownId: a theme, district, municipality, team or practice that does not exist.
        WordError: a kind that does not exist, or no activities and no `leeg`.
    """
    _check_kind(soort, m.Activiteit)
    requested = {
        "thema": thema, "jaar": jaar, "district": district, "gemeente": gemeente, "soort": soort,
        "expertteam": expertteam, "praktijk": praktijk,
    }  # fmt: skip
    found = w.catalog.activiteiten(
        thema=thema, jaar=jaar, district=district, gemeente=gemeente, soort=soort, expertteam=expertteam,
        praktijk=praktijk,
    )  # fmt: skip
    if not found:
        return w.leeg(leeg, nothing("activiteiten", **requested))

    def titel(year: int | None, what: str = "Activiteiten") -> str:
        return _caption(
            w, f"{what} ({soort})" if soort else what, year,
            themas=thema, districten=district, gemeenten=gemeente, expertteams=expertteam, praktijken=praktijk,
        )  # fmt: skip

    newest, eerder = _newest_year(found)
    return w.render(
        "activiteiten", activiteiten=newest, eerder=eerder,
        titel=titel(newest[0].jaar if eerder else jaar), titel_eerder=titel(None, "Eerdere activiteiten"),
        naam=_name("activiteiten", **requested), districten=len(w.catalog.all_of(m.District)),
        show=_columns(found, plan=jaar is not None) - ({"thema"} if thema or praktijk else set()),
    )  # fmt: skip


_UNFOLDED = 6
"""How many activities a table shows at once; of more, those before the newest year are folded away."""

Activiteiten = tuple[m.Activiteit, ...]


def _newest_year(found: Activiteiten) -> tuple[Activiteiten, Activiteiten]:
    """The activities of the newest plan or report, and those before it, newest year first."""
    if len(found) <= _UNFOLDED:
        return found, ()
    year = max(a.jaar for a in found)
    eerder = sorted((a for a in found if a.jaar < year), key=lambda a: -a.jaar)
    return tuple(a for a in found if a.jaar == year), tuple(eerder)


def _columns(found: Sequence[m.Activiteit], *, plan: bool) -> set[str]:
    """The columns in which at least one activity has something to say.

    The plan of a year has a column for what it will deliver; elsewhere that stands behind what an activity is.
    """
    filled = {
        "wat": lambda a: a.omschrijving or a.oplevering or a.noot or a.praktijken or a.expertteam,
        "thema": lambda a: a.thema or a.subthema,
        "waar": lambda a: a.districten or a.gemeenten,
        "oplevering" if plan else "levert": lambda a: a.oplevering,
    }
    return {column for column, has in filled.items() if any(map(has, found))}


def expertteams(
    w: View, soort: str | None = None, thema: str | None = None, jaar: int | None = None, leeg: str | None = None
) -> str:
    """Laat een tabel zien met expertteams, platforms, werkgroepen en het regieoverleg.

    Voorbeeld: {{ expertteams(jaar=<jaar>) }}

    Raises:
        UnknownId: a theme that does not exist.
        WordError: a kind that does not exist, or no teams and no `leeg`.
    """
    _check_kind(soort, m.Expertteam)
    teams = w.catalog.expertteams(soort=soort, thema=thema, jaar=jaar)
    if not teams:
        return w.leeg(leeg, nothing("expertteams", soort=soort, thema=thema, jaar=jaar))
    title = _caption(w, f"Teams en overleggen ({soort})" if soort else "Teams en overleggen", jaar, themas=thema)
    name = _name("expertteams", soort=soort, thema=thema, jaar=jaar)
    now = tuple(team for team in teams if thema and not (team.last or team.opvolger))
    past = tuple(team for team in teams if now and team not in now)
    return w.render("expertteams", teams=now or teams, eerder=past, titel=title, naam=name, met_thema=thema is None)


def gemeenten(w: View, district: str | None = None, op: str | None = None) -> str:
    """Laat een tabel zien met de gemeenten, met hun provincie, CBS-code en inwoners; van de dag van de pagina, of van een andere.

    Voorbeeld: {{ gemeenten(op="2023-11") }}

    Raises:
        UnknownId: a district that does not exist.
        WordError: no municipalities, or it is not known which there were that day.
    """
    found = municipalities(w, op, district)
    title = _caption(w, f"Gemeenten op {dates.dag(day_of(w, op))}" if op else "Gemeenten", districten=district)
    name = _name("gemeenten", district=district, op=op)
    with_district = district is None and any(g.district for g in found)
    return w.render("gemeenten", gemeenten=found, met_district=with_district, titel=title, naam=name)


def doelen(w: View, thema: str | None = None, jaar: int | None = None) -> str:
    """Laat een tabel zien met de doelen uit de strategie en wat ervan werd.

    Voorbeeld: {{ doelen(thema="<thema>") }}

    Raises:
        UnknownId: a theme that does not exist.
        WordError: no goals.
    """
    found = w.catalog.doelen(thema=thema, jaar=jaar)
    if not found:
        raise WordError(nothing("doelen", thema=thema, jaar=jaar))
    title = _caption(w, "Doelen", jaar, themas=thema)
    return w.render("doelen", doelen=found, thema=thema, titel=title, naam=_name("doelen", thema=thema, jaar=jaar))


# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────


def financien(w: View, id: str, vorm: str = "tabel") -> str:  # noqa: A002 - authors type it, and an id is called an id
    """Laat een begroting of rekening zien, met de gedrukte en de berekende totalen; vorm="totalen" laat alleen die zien.

    Voorbeeld: {{ financien("<begroting>") }}

    Raises:
        UnknownId: no budget has that id.
        WordError: another form.
    """
    if vorm not in {"tabel", "totalen"}:
        raise WordError(f"vorm {vorm!r} bestaat niet; kies tabel of totalen")
    begroting = w.catalog.one(m.Begroting, id)
    parts = finance.sections(begroting)
    if vorm == "totalen":
        return w.render("financien_totalen", begroting=begroting, totals=finance.totals(parts))
    return w.render(
        "financien", begroting=begroting, naam=_name("financien", id=id), parts=parts,
        organisatie=w.catalog.one(m.Organisatie, begroting.organisatie),
        differences=finance.told(begroting), notes=finance.not_counted(parts),
        numbers={key: number for number, key in enumerate(begroting.noten, start=1)},
    )  # fmt: skip


# ── Figures and matrices ────────────────────────────────────────────────────────────────────────────────


def cijfers(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat een tabel met cijfers zien, precies zoals ze gedrukt staan.

    Voorbeeld: {{ cijfers("<cijferreeks>") }}

    Raises:
        UnknownId: no series has that id.
    """
    series = w.catalog.one(m.Cijferreeks, id)
    return w.render(
        "cijfers", series=series, headings=figures.headings(series), definition=figures.definition(series),
        is_total=figures.is_total, figure=figures.figure, naam=_name("cijfers", id=id),
    )  # fmt: skip


def matrix(w: View, id: str) -> str:  # noqa: A002 - the same
    """Laat een matrix zien; een leeg vak is een gat en wordt als gat getoond.

    Voorbeeld: {{ matrix("<matrix>") }}

    Raises:
        UnknownId: no matrix has that id.
    """
    record = w.catalog.one(m.Matrix, id)
    cellen = {(cell.rij, cell.kolom): cell for cell in record.cellen}
    gaps = len(record.rijen) * len(record.kolommen) - len(cellen)
    return w.render("matrix", matrix=record, cellen=cellen, gaps=gaps, naam=_name("matrix", id=id))


# ── Subscriptions and reports ───────────────────────────────────────────────────────────────────────────


def feeds(w: View) -> str:
    """Laat een tabel zien met alle feeds en agenda's waarop u zich kunt abonneren.

    Voorbeeld: {{ feeds() }}
    """
    closed = {thema.id for thema in w.catalog.themas(running=False)}
    rows: dict[str, dict[str, list[Subscription]]] = {}
    for row in subscriptions(w.catalog):
        if row.listed and row.thema not in closed:
            columns = rows.setdefault(row.what, {"news": [], "agendas": []})
            columns["agendas" if row.form is ICS else "news"].append(row)
    [bundle] = subscriptions(w.catalog, OPML)
    return w.render("feeds", rows=rows, bundel=bundle)


def open_data(w: View) -> str:
    """Laat een tabel zien met alle gegevens die een lezer kan downloaden, per soort.

    Voorbeeld: {{ open_data() }}
    """
    rows = [(model.kind, len(w.catalog.listed(model))) for model in w.catalog.collections]
    return w.render("open_data", rows=[(kind, number) for kind, number in rows if number])


_REPORTS = {
    "voortgang": (("voortgang", "standen"), "bericht", "berichten"),
    "jaarplan": (("jaarplan",), "jaarplan", "jaarplannen"),
}
"""What an author may ask for: kinds of reports, what one is called in a sentence, and more."""


def _reports(w: View, soort: str) -> list[Rapport]:
    if soort not in _REPORTS:
        raise WordError(f"soort {soort!r} bestaat niet{did_you_mean(soort, _REPORTS)}")
    return sorted(w.catalog.rapporten(*_REPORTS[soort][0]), key=lambda r: r.periode)


def reports_counted(w: View, soort: str) -> str:
    """Zet in een zin hoeveel jaarplannen of voortgangsberichten er zijn, en van wanneer.

    Voorbeeld: {{ rapporten_geteld("jaarplan") }}

    Raises:
        WordError: another kind, or no reports.
    """
    if not (found := _reports(w, soort)):
        raise WordError(nothing("rapporten_geteld", soort=soort))
    one, more = _REPORTS[soort][1:]
    what = f"{in_words(len(found))} {one if len(found) == 1 else more}"
    return w.render(
        "geteld", tekst=f"{what}: {'dat' if len(found) == 1 else 'die'} van {listed([r.wanneer for r in found])}"
    )


def rapporten(w: View, soort: str, leeg: str | None = None) -> str:
    """Laat een lijst zien met de voortgangsberichten of de jaarplannen, de nieuwste bovenaan.

    Voorbeeld: {{ rapporten(soort="voortgang") }}

    Raises:
        WordError: another kind; or no reports, without `leeg`.
    """
    if not (found := _reports(w, soort)):
        return w.leeg(leeg, nothing("rapporten", soort=soort))
    return w.render("rapporten", rapporten=found[::-1])
