"""The environments: what they escape and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from macros.document import markdown
from macros.document.templates import code_cache, environment, markdown_environment, word


def test_fragments_escape_and_refuse_unknown_names(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ x }}{{ y }}", encoding="utf-8")
    template = environment(tmp_path).get_template("a.html")
    assert template.render(x="<b>&", y=Markup("<i>")) == "&lt;b&gt;&amp;<i>"
    with pytest.raises(UndefinedError):
        template.render(x="")


def test_markdown_escapes_what_would_be_carried_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("{{ x }} {{ woord('bron', 'a') }}", encoding="utf-8")
    made = markdown_environment(tmp_path).get_template("a.md").render(x="{{ 1 }} *a* <b> [c](d)")
    assert made == r"&#123;&#123; 1 &#125;&#125; \*a\* \<b\> \[c\]\(d\) {{ bron('a') }}"


def test_a_word_as_an_author_would_type_it() -> None:
    assert (
        word("activiteiten", gemeente="tiel", jaar=2023, thema=None) == "{{ activiteiten(gemeente='tiel', jaar=2023) }}"
    )


def test_the_place_of_what_is_no_word_passes_unescaped(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("{{ plaats(x) }}", encoding="utf-8")
    made = markdown_environment(tmp_path).get_template("a.md").render(x="praktijken/x/")
    assert made == markdown.placeholder("praktijken/x/")


def test_code_of_templates_is_kept_for_its_kind_and_never_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "thuis"))
    for project in ("een", "twee"):
        (tmp_path / project).mkdir()
        (tmp_path / project / "a.html").write_text(f"{{{{ x }}}} {project}", encoding="utf-8")
        assert environment(tmp_path / project, keep_code=True).get_template("a.html").render(x="<") == f"&lt; {project}"
        assert [*(tmp_path / project).iterdir()] == [tmp_path / project / "a.html"]
    kept = [*(tmp_path / "thuis/kennisbank/templates").iterdir()]
    assert len(kept) == 1, "of two templates with one name the last is kept"
    assert code_cache("shell", keep=False) is None


def test_a_home_that_cannot_be_written_keeps_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "thuis").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "thuis"))
    assert code_cache("html", keep=True) is None
