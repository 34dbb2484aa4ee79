"""The one Jinja environment for fragments, and the one for Markdown of pages that no one writes.

Fragments are ours: autoescape on, an undefined name is an error. What authors type is never rendered: `calls` reads it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import punctuation

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from macros.base import dates, links
from macros.base.errors import UserError
from macros.base.numbers import euro, numeral
from macros.base.text import sentence
from macros.document import markdown
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.foremost import foremost


class WordError(UserError):
    """A word that an author typed cannot be carried out; the message is in Dutch."""


UNFORESEEN = (LookupError, AttributeError, TypeError, ValueError, TemplateError)
"""What becomes of a word or a page that needs a record which could not be read."""


# ── Rendering fragments ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class View:
    """All that a word needs besides its arguments: what is known, how it looks, for which page and which day."""

    catalog: Catalog
    templates: Environment
    dag: date | None = None
    """The day that the page is of, when that is not the day of the build."""
    page: str = ""
    """The address, relative to the site's root, of the page that the result is for."""
    frozen: bool = False
    """Whether the page has a day of its own, and so does not tell what became of things after it."""

    def at(self, page: str, today: date | None = None) -> View:
        """The same, for another page; a page with a day of its own (a newsletter) never shows what came after it."""
        return replace(self, page=page, dag=today or self.dag, frozen=today is not None)

    @property
    def today(self) -> date:
        """The day that the page tells of."""
        return self.dag or self.catalog.today

    def url(self, target: m.Record | str) -> str:
        """The address of a record or a path, relative to the page."""
        return links.relative(target if isinstance(target, str) else target.pad, self.page)

    def leeg(self, text: str | None, message: str) -> str:
        """What stands where nothing was found: the text that the author gave, which may be none.

        Raises:
            WordError: she gave none, so it is not meant to be empty.
        """
        if text is None:
            raise WordError(f'{message}; zet leeg="…" erbij als dat zo hoort')
        return self.render("leeg", tekst=text) if text else ""

    def render(self, fragment: str, **values: object) -> str:
        """The HTML of a fragment (`overrides/fragments/<fragment>.html`)."""
        template = self.templates.get_template(f"{fragment}.html")
        return template.render(w=self, catalog=self.catalog, **values).strip()


def nothing(what: str, **requested: object) -> str:
    """That nothing was found, and for what: `er zijn geen activiteiten voor thema 'jeugd'`."""
    for_ = " en ".join(f"{name} {value!r}" for name, value in requested.items() if value is not None)
    return f"er zijn geen {what}" + (f" voor {for_}" if for_ else "")


@lru_cache(maxsize=8)
def environment(*folders: Path, keep_code: bool = False, changing: bool = True) -> Environment:
    """The environment for fragments in these folders, with the filters that speak Dutch.

    One for the life of the process: it holds nothing but compiled templates.

    Args:
        folders: where the templates are.
        keep_code: whether what they are compiled to is kept for the next process.
        changing: whether it looks at a file's time before it uses one: a preview does, a build ends too soon for it.
    """
    env = Environment(
        loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=False, bytecode_cache=code_cache("html", keep=keep_code),
        auto_reload=changing,
    )  # fmt: skip
    env.filters |= {
        "dag": dates.dag, "maand": dates.month, "wanneer": dates.dutch, "moment": dates.moment, "getal": numeral, "euro": euro,
        "slug": links.slug, "voorop": foremost, "zin": sentence,
    }  # fmt: skip
    env.globals |= {"url": _url}
    return env


class _CodeCache(FileSystemBytecodeCache):
    """Jinja's own, but that a template is known by its kind and name wherever the project is, and a full disk stops no one.

    It holds code, so it is never read from the project: what someone proposes could bring a folder along.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        super().__init__(str(folder))
        self._kind = kind

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's hook
        """The name of a template's file here; whether it is of this source, Jinja sees."""
        return hashlib.sha256(f"{self._kind} {name}".encode()).hexdigest()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, where there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def code_cache(kind: str, *, keep: bool) -> FileSystemBytecodeCache | None:
    """Where the code of compiled templates is kept for the next process, in a folder of the user's own; None keeps none.

    Args:
        kind: of which environment they are, as each compiles in its own way.
        keep: whether it may be kept.
    """
    with suppress(OSError, RuntimeError):
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kennisbank/templates"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _CodeCache(folder, kind) if keep and folder.stat().st_uid == os.getuid() else None
    return None


class Unindent(Extension):
    """Leaves the indentation of templates out: it helps who writes them, and would travel with every page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's hook
        """The text of a template, before it is read; no line moves."""
        return re.sub(r"\n[ \t]+", "\n", source)


# ── Rendering files of a project ────────────────────────────────────────────────────────────────────────


def text_files(
    folder: Path, values: Mapping[str, object], filters: Mapping[str, Callable[..., object]]
) -> Iterator[tuple[str, str]]:
    """Every file in a folder of templates, in their order: its path there, and what the template gives with these values.

    Such a file may hold our words, shell and the expressions of a workflow, so its own marks are others: `[[ value ]]`,
    `[% if … %]` and `[# remark #]`. Nothing is escaped: a filter says how a value is typed in that file.
    """
    env = Environment(  # noqa: S701 - no HTML
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, variable_start_string="[[", variable_end_string="]]", block_start_string="[%",
        block_end_string="%]", comment_start_string="[#", comment_end_string="#]",
    )  # fmt: skip
    env.filters |= filters
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield name, env.get_template(name).render(values)


@pass_context
def _url(context: Context, target: m.Record | str) -> str:
    view: View = context["w"]
    return view.url(target)


# ── Rendering Markdown for pages that no one writes ─────────────────────────────────────────────────────


@lru_cache(maxsize=8)
def markdown_environment(*folders: Path, keep_code: bool = False) -> Environment:
    """Like `environment`, for Markdown: every value is escaped for Markdown, `woord(…)` types a word."""
    env = Environment(  # noqa: S701 - Markdown, not HTML: `finalize` escapes every value
        loader=FileSystemLoader(folders), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_markdown, bytecode_cache=code_cache("markdown", keep=keep_code),
    )  # fmt: skip
    env.filters |= {
        "dag": dates.dag, "wanneer": dates.dutch, "moment": dates.moment, "zin": sentence, "getal": numeral, "euro": euro,
        "voorop": foremost,
    }  # fmt: skip
    env.globals |= {"woord": word, "tekst": prose, "plaats": _place}
    return env


def prose(record: m.Praktijk | m.Nieuwsbrief) -> Markup:
    """What a contributor wrote, as it is: Markdown already."""
    return Markup(record.tekst)  # noqa: S704 - checked by `calls.calls`, and a tree holds no HTML


def word(name: str, *positional: object, **arguments: object) -> Markup:
    """A word as an author would type it, with literal arguments: `{{ activiteiten(gemeente='voorbeeldstad') }}`."""
    parts = [repr(value) for value in positional]
    parts += [f"{key}={value!r}" for key, value in arguments.items() if value is not None]
    return Markup("{{ " + f"{name}({', '.join(parts)})" + " }}")  # noqa: S704 - reprs of our own ids


def _place(path: str) -> Markup:
    """Where something comes that no author may type: a whole page by its address, or the seam below the prose."""
    return Markup(markdown.placeholder(path))  # noqa: S704 - an address of ours


_MARKDOWN = str.maketrans({char: "\\" + char for char in punctuation} | {"{": "&#123;", "}": "&#125;"})
"""A field is text: whatever could mean something in Markdown is escaped (CommonMark, "Backslash escapes"), wherever it stands."""


def _markdown(value: object) -> object:
    return value if isinstance(value, Markup) or value is None else str(value).translate(_MARKDOWN)
