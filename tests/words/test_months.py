"""The months to come, with what is planned on a day of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import html as lx

from macros.document.templates import View, WordError, environment
from macros.words.months import maanden
from tests.helpers.small_catalog import activiteit, catalog

TEMPLATES = environment(Path(__file__).parents[2] / "overrides/fragments")


def _view(*records: object) -> View:
    return View(catalog(*records), TEMPLATES, date(2026, 11, 22), "activiteiten/")  # type: ignore[arg-type]  # records


def test_a_day_of_a_month_leads_to_what_is_planned() -> None:
    day = {"wanneer": "2027-01-05", "jaar": "2027", "titel": "Kennissessie", "toegevoegd": "2026-11-01"}
    quarter = {"wanneer": "2026-Q4", "jaar": "2026", "titel": "Ooit", "toegevoegd": "2026-11-01"}
    tree = lx.fragment_fromstring(maanden(_view(activiteit("a", **day), activiteit("b", **quarter))))
    assert [caption.text for caption in tree.iter("caption")] == ["Januari 2027"]
    assert [th.text for th in tree.iter("th")][::6] == ["maandag", "zondag"]
    rows = [[" ".join(td.text_content().split()) for td in tr.iter("td")] for tr in tree.iter("tr")][1:]
    assert rows[0] == ["", "", "", "", "1", "2", "3"]
    assert rows[1] == ["4", "5 Kennissessie", "6", "7", "8", "9", "10"]
    assert [a.get("href") for a in tree.iter("a")] == ["./#a"]


def test_without_a_plan_there_is_no_month() -> None:
    assert maanden(_view(activiteit()), leeg="") == ""
    with pytest.raises(WordError, match="er zijn geen activiteiten op een dag in de komende 3 maanden; zet leeg="):
        maanden(_view())
    with pytest.raises(WordError, match="aantal moet tussen 1 en 12 liggen, niet 13"):
        maanden(_view(), 13)
