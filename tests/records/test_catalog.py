"""The catalog: queries, references and what must hold between records."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.records import models as m
from macros.records.catalog import Catalog, Onbekend
from macros.records.checks import tegenstrijdigheden, verwijzingen
from macros.records.loader import laad

BASIS = Path(__file__).parents[1] / "errors/base"


@pytest.fixture(scope="module")
def klein() -> Catalog:
    return laad(BASIS)


def test_one_and_all(klein: Catalog) -> None:
    assert klein.een(m.Thema, "jeugd").naam == "Jeugd"
    assert klein.zoek("themas", "jeugd") is klein.een(m.Thema, "jeugd")
    assert [t.id for t in klein.alle(m.Thema)] == ["ondermijning", "jeugd"]
    assert klein.alle(m.Vraag) == ()


def test_an_unknown_name_says_what_is_allowed(klein: Catalog) -> None:
    with pytest.raises(Onbekend, match=r"^thema 'jeugt' bestaat niet; bedoelde u 'jeugd'\?$"):
        klein.een(m.Thema, "jeugt")
    with pytest.raises(Onbekend, match=r"^vraag 'x' bestaat niet$"):
        klein.een(m.Vraag, "x")


def test_activities_by_what_is_asked(klein: Catalog) -> None:
    def ids(**vraag: object) -> list[str]:
        return [a.id for a in klein.activiteiten(**vraag)]  # type: ignore[arg-type]  # each test gives what it should

    assert ids() == ["re-bootcmp-2023", "drugsoverleg-2023"], "by date"
    assert ids(thema="jeugd") == ids(gemeente="tiel") == ids(expertteam="jeugd") == ["re-bootcmp-2023"]
    assert ids(district="gelderland-zuid") == ids(soort="overleg") == ["drugsoverleg-2023"]
    assert ids(jaar=2024) == ids(thema="jeugd", soort="overleg") == []
    with pytest.raises(Onbekend):
        ids(district="drenthe")


def test_other_queries(klein: Catalog) -> None:
    assert [p.id for p in klein.praktijken(thema="jeugd", fase="preventie", doelgroep="jongeren")] == ["hackshield"]
    assert klein.praktijken(fase="repressie") == ()
    assert [t.id for t in klein.expertteams(jaar=2018)] == ["jeugd"]
    assert klein.expertteams(jaar=2017) == ()
    assert [t.id for t in klein.themas(lopend=True)] == ["ondermijning", "jeugd"]
    assert klein.themas(lopend=False) == ()
    assert [g.naam for g in klein.gemeenten()] == ["Aalten", "Tiel"]
    assert [g.id for g in klein.gemeenten(district="gelderland-zuid")] == ["tiel"]
    assert [n.id for n in klein.nieuwsbrieven(thema="jeugd")] == ["2023-q4"]
    assert [c.id for c in klein.cijferreeksen(thema="ondermijning")] == ["woninginbraken"]
    assert klein.verslagjaren() == (2023,)
    assert klein.planjaren() == ()


def test_a_source_knows_what_rests_on_it(klein: Catalog) -> None:
    rust = klein.rust_op("gemeenten")
    assert {soort.verzameling: len(records) for soort, records in rust.items()} == {"bronnen": 1, "gemeenten": 2}
    totaal = sum(len(klein.alle(soort)) for soort in m.VERZAMELINGEN)
    assert sum(klein.feiten_per_bron().values()) == totaal, "each record of the basis has one source"


def test_references_have_their_path(klein: Catalog) -> None:
    gevonden = set(verwijzingen(klein.een(m.Activiteit, "re-bootcmp-2023")))
    assert gevonden == {
        (("bron", 0), "bronnen", "voortgangsbericht-2023"), (("thema",), "themas", "jeugd"),
        (("gemeenten", 0), "gemeenten", "tiel"), (("expertteam",), "expertteams", "jeugd"),
        (("praktijken", 0), "praktijken", "hackshield"),
    }  # fmt: skip
    genest = set(verwijzingen(klein.een(m.District, "gelderland-zuid")))
    assert (("agenda", "themas", 0, "thema"), "themas", "jeugd") in genest


def test_a_catalog_without_sources_reports_each_dead_reference_once(klein: Catalog) -> None:
    zonder = Catalog({soort: records for soort, records in klein.records.items() if soort is not m.Bron}, klein.paginas)
    dood = [fout for fout in tegenstrijdigheden(zonder) if "bron '" in fout.melding]
    records = sum(len(lijst) for lijst in zonder.records.values())
    assert len(dood) == records + 1, "every record, and the page that names a source"
    assert {fout.veld for fout in dood} == {("bron", 0)}
