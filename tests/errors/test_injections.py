"""Template code on a page or in data: nothing runs, reads, leaks or hangs; each is told at its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from macros.build.content import check
from tests.errors.test_errors import set_up

TRACE = "SPOOR"
COMMANDS: tuple[str, ...] = (
    # attributes, all the way to the interpreter
    "{{ cycler.__init__.__globals__.os.system('touch SPOOR') }}",
    "{{ cycler.__init__.__globals__['os'].popen('touch SPOOR').read() }}",
    "{{ joiner.__init__.__globals__.os.environ }}",
    "{{ namespace.__init__.__globals__.os.getcwd() }}",
    "{{ lipsum.__globals__['os'].popen('touch SPOOR').read() }}",
    "{{ lipsum.__globals__.__builtins__.open('/etc/passwd').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ().__class__.__base__.__subclasses__()[0] }}",
    "{{ expertteams.__globals__ }}",
    "{{ expertteams.__init__ }}",
    "{{ bron.func.__globals__['sys'] }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ request.application.__globals__ }}",
    # what MkDocs and mkdocs-macros would hand over
    "{{ config.theme.get_env().from_string('{{ 1 }}').render() }}",
    "{{ config.plugins['macros'].on_config }}",
    "{{ config['docs_dir'] }}",
    "{{ page.file.generated(config, 'x', abs_src_path='/etc/passwd').content_string }}",
    "{{ page.meta }}",
    "{{ files }}",
    "{{ environment }}",
    "{{ git.author }}",
    "{{ navigation }}",
    "{{ context() }}",
    "{{ macros_info() }}",
    "{{ fix_url('x') }}",
    "{{ include_yaml('/etc/passwd') }}",
    # statements
    "{% for i in range(999999999) %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% import 'macros/words/vocabulary.py' as env %}",
    "{% extends 'main.html' %}",
    "{% set x = cycler %}{{ x }}",
    "{% raw %}{{ expertteams() }}{% endraw %}",
    "{% call expertteams() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% macro expertteams() %}x{% endmacro %}",
    "{%- autoescape false -%}x{%- endautoescape -%}",
    "{# {{ cycler }} #}",
    # expressions
    "{{ 9**9**9 }}",
    "{{ 'a' * 999999999 }}",
    "{{ lipsum(n=100000) }}",
    "{{ range(999999999)|list }}",
    "{{ expertteams()|safe }}",
    "{{ expertteams(soort=cycler) }}",
    "{{ expertteams(soort='a' ~ 'b') }}",
    "{{ expertteams(*[1]) }}",
    "{{ expertteams(**{'soort': 'x'}) }}",
    "{{ expertteams(soort=expertteams()) }}",
    "{{ expertteams(soort=[1]) }}",
    "{{ expertteams() if 1 else 2 }}",
    "{{ [expertteams()][0] }}",
    "{{ (expertteams)() }}{{ 1 }}",
    "{{ 'tekst' }}",
    "{{ 7 * 7 }}",
    "{{ x }}",
    "{{ bron(w=1) }}",
    "{{ define_env() }}",
    "{{ __import__('os').system('touch SPOOR') }}",
)


def _clean(root: Path, found: list[str]) -> None:
    assert found
    assert not list(root.rglob(TRACE))
    assert not (Path.cwd() / TRACE).exists()
    assert not [m for m in found if "root:" in m or "<class" in m or "/usr" in m or "<module" in m]


@pytest.mark.parametrize("opdracht", COMMANDS)
def test_template_code_on_a_page_is_refused(opdracht: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    with (root / "docs/over.md").open("a", encoding="utf-8") as page:
        page.write(f"\nEen regel.\n{opdracht}\n")
    start = time.process_time()
    contents, findings = check(root)
    assert time.process_time() - start < 5
    assert contents is None
    errors = [b for b in findings if not b.warning]
    assert {(b.file, b.line) for b in errors} == {("docs/over.md", 10)}
    _clean(root, [b.message for b in findings])


LOCATIONS = {
    "in code": "docs/over.md", "in een hek": "docs/over.md", "in een opmerking": "docs/over.md", "in een titel": "docs/over.md",
    "in een praktijk": "docs/praktijken/hackshield.md", "in een nieuwsbrief": "newsletters/2023-q4.md",
}  # fmt: skip
FORMS = {
    "in code": "`{X}`", "in een hek": "```\n{X}\n```", "in een opmerking": "<!-- {X} -->", "in een titel": "## Kop {X}",
    "in een praktijk": "{X}", "in een nieuwsbrief": "{X}",
}  # fmt: skip


@pytest.mark.parametrize("location", LOCATIONS)
def test_wherever_it_stands(location: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    with (root / LOCATIONS[location]).open("a", encoding="utf-8") as page:
        page.write("\n" + FORMS[location].replace("{X}", COMMANDS[0]) + "\n")
    _, findings = check(root)
    assert {b.file for b in findings if not b.warning} == {LOCATIONS[location]}
    _clean(root, [b.message for b in findings])


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("docs/over.md", "titel: Over", "titel: '{{ cycler }}'\n# "),
        ("docs/over.md", "samenvatting: Wie", "render_macros: true\nsamenvatting: Wie"),
        ("docs/over.md", "samenvatting: Wie", "template: main.html\nsamenvatting: Wie"),
        ("docs/over.md", "samenvatting: Wie", "hide: [toc]\nsamenvatting: Wie"),
        ("docs/_data/themas.yml", "naam: Jeugd", "naam: '{{ cycler.__init__.__globals__ }}'"),
        ("docs/_data/themas.yml", "naam: Jeugd", "naam: !!python/object/apply:os.system ['touch SPOOR']"),
        ("docs/_data/cijfers/woninginbraken.csv", "2016", "{{ cycler }}"),
        ("docs/praktijken/hackshield.md", "titel: HackShield", "titel: '{% include \"x\" %}'"),
    ],
)  # fmt: skip
def test_in_front_matter_and_data(file: str, old: str, new: str, tmp_path: Path) -> None:
    root = set_up(tmp_path / "project")
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    contents, findings = check(root)
    assert contents is None
    assert {b.file for b in findings if not b.warning} == {file}
    _clean(root, [b.message for b in findings])


def test_there_are_forty_attempts() -> None:
    assert len(COMMANDS) >= 40
