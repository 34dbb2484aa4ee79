"""The environments: what they escape and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from macros.document import markdown
from macros.document.templates import environment, markdown_environment, word


def test_fragments_escape_and_refuse_unknown_names(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ x }}{{ y }}", encoding="utf-8")
    template = environment(tmp_path).get_template("a.html")
    assert template.render(x="<b>&", y=Markup("<i>")) == "&lt;b&gt;&amp;<i>"
    with pytest.raises(UndefinedError):
        template.render(x="")


def test_markdown_escapes_what_would_be_carried_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("{{ x }} {{ woord('bron', 'a') }}", encoding="utf-8")
    made = markdown_environment(tmp_path).get_template("a.md").render(x="{{ 1 }} *a* <b> [c](d)")
    assert made == r"&#123;&#123; 1 &#125;&#125; \*a\* \<b\> \[c\](d) {{ bron('a') }}"


def test_a_word_as_an_author_would_type_it() -> None:
    assert (
        word("activiteiten", gemeente="tiel", jaar=2023, thema=None) == "{{ activiteiten(gemeente='tiel', jaar=2023) }}"
    )


def test_the_place_of_what_is_no_word_passes_unescaped(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("{{ plaats(x) }}", encoding="utf-8")
    made = markdown_environment(tmp_path).get_template("a.md").render(x="praktijken/x/")
    assert made == markdown.placeholder("praktijken/x/")
