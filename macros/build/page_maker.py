"""Making a page: begun, its words put in, cleaned, framed, and kept for the next build. Knows no MkDocs.

A page is named by its id (`themas/jeugd`), which is its Markdown's name without `.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from macros.base import inside, links
from macros.base.errors import UserError
from macros.base.spool import Packed, hash_of
from macros.build.state import MADE, READ, BuildState, Session
from macros.cache.trace import fingerprint
from macros.document import nodes as n
from macros.document import rewriting
from macros.document.html import Rendering, to_html
from macros.document.templates import View
from macros.pages import folding, generated, glossary, paper, shell
from macros.pages.generated import Page
from macros.pages.shell import Shell
from macros.records import kinds
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.release import archive
from macros.review import bounds
from macros.search.documents import encoded, parts


class PageTooSlow(UserError):
    """A page takes more of the processor than any page needs."""


def _in_time() -> None:
    """The page was."""


@dataclass(frozen=True, slots=True)
class PageMaker:
    """Makes the pages of one build.

    Args:
        build: what it has.
        session: what goes on from build to build; of each page that stands in the site it keeps a fingerprint.
    """

    build: BuildState
    session: Session

    def begin(self, id_: str) -> Page:
        """A page that is to be made, as the content has it; from here on what it asks is noted, and its time runs.

        Raises:
            PageTooSlow: later, when its time is over.
        """
        self.build.traces[links.address(id_)] = {}
        self.build.placeholders.begin(id_)
        bounds.time_limit(_too_slow(id_))
        return self.build.pages[id_]

    def word(self, id_: str, name: str, *positional: str | int, **arguments: str | int) -> str:
        """Carry out a word on a page; what stands for it in the Markdown."""
        view = self._view(id_).at(links.address(id_), self.build.pages[id_].dag)
        return self.build.placeholders.put(view, name, *positional, **arguments)

    def content(self, tree: tuple[n.Block, ...]) -> str:
        """The HTML of the page that was begun; what channels ask of it is made beside it, from the same tree."""
        words = self.build.placeholders
        page, path = self.build.pages[words.page], links.address(words.page)
        view = self._view(page.id).at(path)
        html = to_html(*self._on_page(view, page, tree))
        self.build.made.html.put(path, html.encode())
        self.build.made.parts.put(path, b"" if _is_paper(page) else encoded(parts(self.filled(tree))))
        if kinds.PAGE_KINDS[page.soort].carried:
            here = urljoin(self.build.project.address, path)
            form = Rendering(view.render, words.nodes, address=partial(links.joined, here), elsewhere=True)
            self.build.made.elsewhere.put(path, to_html(tree, form).encode())
        bounds.time_limit(_in_time, 0)
        return html

    def filled(self, tree: tuple[n.Block, ...]) -> tuple[n.Block, ...]:
        """A tree with what the words on the page that was begun yield."""
        return rewriting.filled(tree, self.build.placeholders.nodes)

    def _on_page(self, view: View, page: Page, tree: tuple[n.Block, ...]) -> tuple[tuple[n.Block, ...], Rendering]:
        """A tree as the page shows it, where terms are explained at their first use, and how it is written."""
        words, word_list = self.build.placeholders, self.build.word_list
        explain = partial(_explanation, view)
        seen = {page.record.id} if isinstance(page.record, m.Begrip) else set()
        html: dict[n.Word, str] = {}

        def word(node: n.Word) -> n.Word:
            if node.key in words.mentioned:
                seen.add(words.mentioned[node.key])
            if words.is_running_text(node):
                html[node] = glossary.explained_html(words.html(node), word_list, seen, explain)
            return node

        if getattr(page.record, "taal", None) in {None, view.catalog.netwerk.taal} and not _is_paper(page):
            tree = glossary.explained(tree, word_list, seen, word)
        tree = folding.folded(tree, kinds.PAGE_KINDS[page.soort].folds)
        form = Rendering(
            view.render,
            lambda node: html.get(node) or self._yield(view, node),
            lambda term: explain(term.id, term.text),
        )
        return tree, form

    def _yield(self, view: View, word: n.Word) -> str:
        """What stands on a page for a word; on a document for paper a whole page stands for an address."""
        if word.key.endswith("/") and view.page.endswith(f"{generated.PAPER}/"):
            return paper.as_part(self.build.made.html[word.key].decode(), word.key, view.page)
        return self.build.placeholders.html(word)

    def shell(
        self, id_: str, menu: tuple[tuple[str, str], ...], headings: tuple[tuple[str, str, int], ...], html: str
    ) -> Shell:
        """What the page shell shows around a page."""
        site = replace(self.build.site, catalog=self._reader(id_))
        return shell.page_shell(site, self.build.pages[id_], menu, headings, html)

    def keep(self, id_: str, html_page: str) -> str:
        """Remember a page for the next build; the page as it is written."""
        path, written = links.address(id_), html_page.encode("utf-8", "xmlcharrefreplace")
        made = {**self.build.made.at(path), "pagina": written}
        self.build.memory.save(self._key(self.build.pages[id_]), self.build.traces.pop(path), made)
        self.session.written[path] = fingerprint(hash_of(written), self.build.errors)
        done = len(self.build.made.html) / len(self.build.pages)
        self.session.progress(READ + (MADE - READ) * done, "pagina's maken")
        return self._with_errors(html_page)

    def recognise(self, id_: str, target: Path) -> bool:
        """Whether an earlier build made the page as it is now; then it stands in the site, at `target`."""
        path = links.address(id_)
        value = self.build.memory.find(self._key(self.build.pages[id_]))
        if value is None:
            return False
        self.build.made.put(path, value)
        self._place(target, path, value.packed("pagina"))
        return True

    def nowhere(self) -> Shell:
        """The shell of the page at addresses that do not exist."""
        title = "Deze pagina bestaat niet"
        return shell.page_shell(self.build.site, Page(shell.NOWHERE, title, f"{title} of niet meer.", ""))

    def _place(self, target: Path, path: str, page: Packed) -> None:
        mark, file = fingerprint(page.hash, self.build.errors), archive.file_behind(path)
        if self.session.written.get(path) != mark or not target.is_file():
            if self.build.errors or self.session.known.hash_at(file, target) != page.hash:
                html = self._with_errors(page.whole().decode())
                inside.write(target.parents[file.count("/")], [(file, html.encode())])
            self.session.written[path] = mark

    def _with_errors(self, html_page: str) -> str:
        """A page of the preview says first what is wrong; nothing else of it changes."""
        if not self.build.errors:
            return html_page
        message = self.build.content.view.render("fouten", errors=self.build.errors)
        return re.sub(r"<body[^>]*>", lambda start: f"{start[0]}\n{message}", html_page, count=1)

    def _key(self, page: Page) -> str:
        """All that a page is made of besides what is asked of the catalog."""
        parts = [*map(self.build.made.html.hash, paper.pages_in(page.markdown))] if _is_paper(page) else []
        return self.build.memory.key("blad", page, shell.breadcrumbs(self.build.site, page), self.build.common, parts)

    def _view(self, id_: str) -> View:
        return replace(self.build.content.view, catalog=self._reader(id_))

    def _reader(self, id_: str) -> Catalog:
        """The catalog as a page asks it."""
        return self.build.memory.questions.reader(self.build.traces[links.address(id_)])


def _explanation(view: View, id_: str, word: str) -> str:
    return view.render("uitleg", begrip=view.catalog.one(m.Begrip, id_), word=word)


def _is_paper(page: Page) -> bool:
    return page.soort == generated.PAPER


def _too_slow(id_: str) -> Callable[[], None]:
    def stop() -> None:
        raise PageTooSlow(
            f"{id_}.md: deze pagina kost meer dan {bounds.MAX_SECONDS} seconden; maak haar korter of eenvoudiger"
        )

    return stop
