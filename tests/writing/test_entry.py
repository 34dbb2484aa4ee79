"""What a form page asks: the fields of the record, in the order in which they are written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jinja2
import pytest

from macros.records import models as m
from macros.records.loader import load
from macros.writing import entry, scaffold

ROOT = Path(__file__).parents[2]
TEXTS = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "overrides"), autoescape=True)
BEGUN = {
    "meedoen/praktijk": scaffold.praktijk("X", date(2026, 11, 22), "vnon")[0],
    "meedoen/nieuwsbrief": scaffold.nieuwsbrief("2026-q4", date(2026, 11, 22))[0],
    "meedoen/activiteit": scaffold.activiteit("X", date(2026, 11, 22))[0],
}


@pytest.mark.parametrize("page", BEGUN)
def test_the_order_is_that_of_what_is_begun_by_hand(page: str) -> None:
    lines = [
        line.removeprefix("- ").strip().removeprefix("# ") for line in BEGUN[page].tekst.split("\n\n")[0].splitlines()
    ]
    named = [line.partition(":")[0] for line in lines if line != "---"]
    form = entry.form(load(ROOT), page)
    assert [name for name in named if name not in {"eerder", "geschiedenis"}] == list(form.order)
    assert BEGUN[page].tekst.endswith(form.prose)


@pytest.mark.parametrize("page", entry.FORMS)
def test_every_question_has_words_and_every_required_field_is_asked(page: str) -> None:
    texts = TEXTS.get_template("partials/form_texts.html").make_module().vragen  # type: ignore[attr-defined]
    form = entry.form(load(ROOT), page)
    names = {field.name for field in form.fields}
    assert names - texts.keys() == set()
    asked = {field.name for field in form.fields if field.required}
    required = {name for name, info in entry.FORMS[page].model_fields.items() if info.is_required()}
    assert required - {"id"} <= asked


def test_a_question_knows_what_the_class_allows() -> None:
    fields = {field.name: field for field in entry.form(load(ROOT), "meedoen/praktijk").fields}
    assert (fields["samenvatting"].shortest, fields["samenvatting"].longest) == (40, 300)
    assert ("jeugd", "Jeugd") in fields["themas"].options
    assert (fields["themas"].many, fields["themas"].required, fields["schaal"].many) == (True, True, False)
    assert "ingetrokken" not in dict(fields["status"].options)
    assert fields["elke_gemeente"].control == "ja_nee"
    assert fields["gepubliceerd"].control == "date"
    assert "doorlopend" in fields["stand_van"].allowed


def test_too_many_choices_for_a_page_stand_in_a_file() -> None:
    catalog = load(ROOT)
    files = dict(entry.choices(catalog))
    asked = {field.source: field for page in entry.FORMS for field in entry.form(catalog, page).fields if field.source}
    assert files.keys() == asked.keys() == {"meedoen/keuzes/begrippen.json"}
    assert asked["meedoen/keuzes/begrippen.json"].control == "choice"
    assert not asked["meedoen/keuzes/begrippen.json"].options
    terms = [[b.id, b.term] for b in catalog.listed(m.Begrip)]
    assert json.loads(files["meedoen/keuzes/begrippen.json"]) == terms
    assert len(terms) > entry.MOST


def test_what_ended_says_when_and_a_part_says_of_what() -> None:
    fields = {field.name: field for field in entry.form(load(ROOT), "meedoen/activiteit").fields}
    themes = dict(fields["thema"].options)
    assert (themes["jeugd"], themes["hennep"]) == ("Jeugd", "Hennep (2015–2018)")
    parts = fields["subthema"]
    assert (parts.control, parts.many) == ("choice", False)
    assert dict(parts.options)["mensenhandel"] == "Mensenhandel (Zorg en veiligheid, Ondermijning)"
    assert [*fields].index("jaar") == [*fields].index("wanneer") + 1


def test_a_page_that_someone_wrote_stands_in_the_way_of_a_record() -> None:
    assert '"":[["index",""],["situaties",""]]' in entry.form(load(ROOT), "meedoen/praktijk").taken


def test_what_is_there_is_known_by_its_file() -> None:
    catalog = load(ROOT)
    taken = entry.form(catalog, "meedoen/activiteit").taken
    first = catalog.all_of(m.Activiteit)[0]
    assert f'["{first.id}","{first.wanneer.start}"]' in taken
    assert '"docs/_data/activiteiten/2023.yml":' in taken
