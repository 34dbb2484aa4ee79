"""Template code on a page or in data: nothing runs, reads, leaks or hangs; each is told at its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from macros.build.content import controleer
from tests.errors.test_errors import leg_klaar

SPOOR = "SPOOR"
OPDRACHTEN: tuple[str, ...] = (
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


def _schoon(wortel: Path, gevonden: list[str]) -> None:
    assert gevonden
    assert not list(wortel.rglob(SPOOR))
    assert not (Path.cwd() / SPOOR).exists()
    assert not [m for m in gevonden if "root:" in m or "<class" in m or "/usr" in m or "<module" in m]


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
def test_template_code_on_a_page_is_refused(opdracht: str, tmp_path: Path) -> None:
    wortel = leg_klaar(tmp_path / "project")
    with (wortel / "docs/over.md").open("a", encoding="utf-8") as pagina:
        pagina.write(f"\nEen regel.\n{opdracht}\n")
    begin = time.process_time()
    inhoud, bevindingen = controleer(wortel)
    assert time.process_time() - begin < 5
    assert inhoud is None
    fouten = [b for b in bevindingen if not b.waarschuwing]
    assert {(b.bestand, b.regel) for b in fouten} == {("docs/over.md", 10)}
    _schoon(wortel, [b.melding for b in bevindingen])


PLAATSEN = {
    "in code": "docs/over.md", "in een hek": "docs/over.md", "in een opmerking": "docs/over.md", "in een titel": "docs/over.md",
    "in een praktijk": "docs/praktijken/hackshield.md", "in een nieuwsbrief": "newsletters/2023-q4.md",
}  # fmt: skip
VORMEN = {
    "in code": "`{X}`", "in een hek": "```\n{X}\n```", "in een opmerking": "<!-- {X} -->", "in een titel": "## Kop {X}",
    "in een praktijk": "{X}", "in een nieuwsbrief": "{X}",
}  # fmt: skip


@pytest.mark.parametrize("plaats", PLAATSEN)
def test_wherever_it_stands(plaats: str, tmp_path: Path) -> None:
    wortel = leg_klaar(tmp_path / "project")
    with (wortel / PLAATSEN[plaats]).open("a", encoding="utf-8") as pagina:
        pagina.write("\n" + VORMEN[plaats].replace("{X}", OPDRACHTEN[0]) + "\n")
    _, bevindingen = controleer(wortel)
    assert {b.bestand for b in bevindingen if not b.waarschuwing} == {PLAATSEN[plaats]}
    _schoon(wortel, [b.melding for b in bevindingen])


@pytest.mark.parametrize(
    ("bestand", "oud", "nieuw"),
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
def test_in_front_matter_and_data(bestand: str, oud: str, nieuw: str, tmp_path: Path) -> None:
    wortel = leg_klaar(tmp_path / "project")
    tekst = (wortel / bestand).read_text(encoding="utf-8")
    assert oud in tekst
    (wortel / bestand).write_text(tekst.replace(oud, nieuw, 1), encoding="utf-8")
    inhoud, bevindingen = controleer(wortel)
    assert inhoud is None
    assert {b.bestand for b in bevindingen if not b.waarschuwing} == {bestand}
    _schoon(wortel, [b.melding for b in bevindingen])


def test_there_are_forty_attempts() -> None:
    assert len(OPDRACHTEN) >= 40
