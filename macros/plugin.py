"""MkDocs events: each takes what it needs from MkDocs and calls a plain function.

The only module that knows MkDocs, and the only one that writes to the site. What a build reads and makes begins anew in
`on_config`, so a second build in one process gives the same bytes as the first.

Besides its documented events this uses the following of MkDocs (mkdocs>=1.6,<2; tests/test_seams.py fails when one changes):

| seam | for |
| --- | --- |
| `--dirty`: `File.is_modified()` is asked before a page is read and before it is written | pages that are what they were |
| the text of the warning that `--dirty` gives | not to stop at it under `--strict` |
| `Page.update_date` | the sitemap's date of a page that is not read |
| `config.theme.dirs`: ours first, MkDocs' own last | not to list Material's files |
| `mkdocs.commands.build._populate_page` and `_build_page`: what MkDocs does with a page | a part of the pages on another core |
| `on_env` may return another environment | compiled templates that stay in the preview |
| `LiveReloadServer.observer`, `watch` and `unwatch` | to see a save at once |
| `LiveReloadServer.builder`, `_wanted_epoch` and `_visible_epoch` | to show first what was saved, and then no more than what it changes |
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import posixpath
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.commands import build
from mkdocs.config import config_options as opties
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from macros.base import links, workers
from macros.base.workers import Gestopt, Ploeg
from macros.build import content, outputs
from macros.build.preview import Onderbroken, Uitstel, Waarnemer
from macros.cache import fingerprints
from macros.cache.memory import Geheugen
from macros.cache.store import Opslag
from macros.cache.trace import Spoor, afdruk
from macros.document import sanitise
from macros.document.prefilter import Voorfilter
from macros.document.templates import Smal, Weergave
from macros.pages import assets, generated, glossary, paper, placeholders, shell
from macros.pages.placeholders import Merken
from macros.records import models as m
from macros.records.catalog import Catalog
from macros.records.loader import Laadfouten
from macros.release import markup
from macros.review import bounds
from macros.search import federation
from macros.words import vocabulary

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.toc import AnchorLink
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger("kennisbank")


class Instellingen(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """What `mkdocs.yml` may say under `kennisbank:`."""

    bewerken = opties.Type(str, default="")
    """Address at which a file can be changed in the browser, with `{pad}` for the file."""
    cache = opties.Type(bool, default=True)
    """Whether a build may take over what an earlier build made (macros/cache/); without it the site is the same."""


VOORAF = 8
"""Files of which the pages are made before all the rest; when more change at once, someone took over another's work."""


class Gemaakt(NamedTuple):
    """What came of pages: their HTML by their address, and of the ones with standing parts what someone wrote."""

    html: dict[str, bytes]
    proza: dict[str, bytes]


class Kennisbank(BasePlugin[Instellingen]):  # type: ignore[no-untyped-call]  # the same
    """Records in, pages and channels out."""

    goed: content.Inhoud | None = None
    """What the preview shows while there is an error: the last content that could be shown."""
    voorbeeld = False
    opslag: Opslag | None = None
    """What earlier builds made; open as long as the process builds."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is the preview (`mkdocs serve`), and whether pages that are as they were may be skipped."""
        self.voorbeeld, self.vuil = command == "serve", dirty
        self.uitstel = Uitstel()
        self.ploeg = Ploeg(None, samen=False)
        self.geschreven: dict[str, str] = {}
        self.eerder: content.Eerder | None = {} if self.voorbeeld else None
        self.theme_env: Any = None
        self.laat_voorgaan: Callable[[], object] = _niets
        logging.getLogger("mkdocs.commands.build").addFilter(_waarschuwt_niet_voor_vuil)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read all content once; report everything that is wrong, then stop.

        The preview does not stop: it shows the last content that it could show, and on every page what is wrong.
        """
        if andere := list(federation.fouten(config.extra.get("zoek_andere"))):
            raise Abort("\n".join(andere))
        wortel = Path(config.config_file_path).parent
        self.overrides = wortel / "overrides"
        self.gelezen = "" if self.voorbeeld else fingerprints.invoer(wortel, os.environ.get("SOURCE_DATE_EPOCH"))
        self.fouten: tuple[str, ...] = ()
        # Ours come first and MkDocs' own last; of Material's 14,500 files between them none is used, and listing takes time.
        config.theme.dirs = [config.theme.dirs[0], config.theme.dirs[-1]]
        config.markdown_extensions.append(Voorfilter())  # type: ignore[arg-type]  # Markdown takes what has been made, too
        self.uitstel.stop()
        self.theme_env = self.theme_env if self.voorbeeld else None
        if self.config.cache:
            self.opslag = self.opslag or Opslag(wortel / fingerprints.OPSLAG, log.info)
        self.ploeg = Ploeg(self.opslag, samen=not self.voorbeeld)
        try:
            self.inhoud = content.lees(
                wortel, vandaag=_bouwdatum(), opslag=self.opslag, ploeg=self.ploeg, eerder=self.eerder,
                tel=lambda _: self.laat_voorgaan(),
            )  # fmt: skip
        except Laadfouten as fouten:
            if not self.voorbeeld or self.goed is None:
                raise _gestopt(fouten) from None
            self.inhoud, self.fouten = self.goed, tuple(map(str, fouten.bevindingen))
        self.goed = self.inhoud if self.voorbeeld else None
        self.sporen: dict[str, Spoor] = {}
        self.merken = Merken(glossary.Woordenlijst(self.catalog.alle(m.Begrip)))
        self.overal = afdruk(self.merken.woordenlijst.woorden, config.site_url)
        self.html: dict[str, bytes] = {}
        self.proza: dict[str, bytes] = {}
        self.laat: list[File] = []
        self.ronde: tuple[Navigation, MkDocsConfig, Files] | None = None
        self.assets: dict[str, str] = {}
        return config

    @property
    def catalog(self) -> Catalog:
        """The records of this build."""
        return self.inhoud.weergave.catalog

    # ── What an earlier build made ──────────────────────────────────────────────────────────────────

    @property
    def geheugen(self) -> Geheugen:
        """What this build and the ones before it made."""
        return self.inhoud.geheugen

    def _sleutel(self, site: shell.Site, blad: generated.Blad) -> str:
        """All that a page is made of besides what is asked of the catalog."""
        delen = [self.html[pad] for pad in paper.delen(blad.markdown)] if blad.soort == generated.AFDRUKKEN else []
        return self.geheugen.sleutel("blad", blad, shell.kruimels(site, blad), self.overal, delen)

    def _herken(self, files: Files, config: MkDocsConfig) -> None:
        """Pages that are what they were need not be made: MkDocs asks each file whether it was modified.

        Documents for paper are made of other pages, so whether they are what they were is seen when those are there.
        """
        site = self._site(config)
        for blad in self.inhoud.bladen.values():
            self.laat_voorgaan()
            bestand = files.get_file_from_path(f"{blad.id}.md")
            if bestand is None:
                continue
            if blad.soort == generated.AFDRUKKEN:
                self.laat.append(bestand)
            if blad.soort == generated.AFDRUKKEN or self._bekend(site, blad, bestand):
                bestand.is_modified = partial(self._ongewijzigd, bestand)  # type: ignore[method-assign]  # the seam
            else:
                bestand.is_modified = _gewijzigd  # type: ignore[method-assign]  # MkDocs itself only asks for the time of its own file

    def _bekend(self, site: shell.Site, blad: generated.Blad, bestand: File) -> bool:
        """Whether an earlier build made the page as it is now; then it stands in the site."""
        sleutel, pad = self._sleutel(site, blad), links.adres(blad.id)
        waarde = self.geheugen.zoek(sleutel)
        if waarde is None:
            return False
        self.html[pad] = waarde["inhoud"]
        if "proza" in waarde:
            self.proza[pad] = waarde["proza"]
        self._zet_neer(Path(bestand.abs_dest_path), pad, waarde["pagina"].decode())
        return True

    def _zet_neer(self, bestand: Path, pad: str, pagina: str) -> None:
        """The page in the site as an earlier build made it; the preview knows what is there."""
        merk = afdruk(pagina, self.fouten)
        if self.geschreven.get(pad) != merk or not bestand.is_file():
            _schrijf(bestand.parent, [(bestand.name, self._met_fouten(pagina).encode())])
            self.geschreven[pad] = merk

    def _met_fouten(self, pagina: str) -> str:
        """A page of the preview says first what is wrong; nothing else of it changes."""
        if not self.fouten:
            return pagina
        melding = self.inhoud.weergave.render("fouten", fouten=self.fouten)
        return re.sub(r"<body[^>]*>", lambda begin: f"{begin[0]}\n{melding}", pagina, count=1)

    def _ongewijzigd(self, bestand: File) -> bool:
        """Asked before a page is read and before it is written; the sitemap wants its date."""
        if bestand.page is not None:
            bestand.page.update_date = self._datum(self._blad(bestand.page))
        return False

    def _lezer(self, pad: str) -> Catalog:
        """The catalog as the page at an address asks it."""
        return self.geheugen.vragen.lezer(self.sporen[pad])

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Remember what was made."""
        blad = self._blad(page)
        pad = links.adres(blad.id)
        pagina = output.encode("utf-8", "xmlcharrefreplace")
        delen = {"inhoud": self.html[pad], "pagina": pagina}
        delen |= {"proza": self.proza[pad]} if pad in self.proza else {}
        self.geheugen.bewaar(self._sleutel(self._site(config), blad), self.sporen[pad], delen)
        self.geschreven[pad] = afdruk(pagina.decode(), self.fouten)
        page.content = page.markdown = None  # no one asks for them again, and a site has thousands
        return self._met_fouten(output)

    # ── On other cores ──────────────────────────────────────────────────────────────────────────────

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give other cores their part of the pages to be made; for MkDocs those are as if an earlier build had made them."""
        self.elders: list[Callable[[], Gemaakt]] = []
        self.ronde = (nav, config, files)
        self.documenten = (self._maak_document(bestand, nav, config, files) for bestand in self.laat)
        if self.vuil and not self.voorbeeld and self.opslag:
            te_maken = [bestand for bestand in files.documentation_pages() if bestand.is_modified()]
            for deel in workers.verdeel(te_maken)[1:]:
                self.elders.append(self.ploeg.naast(partial(self._maak_elders, deel, nav, config, files)))
                for bestand in deel:
                    bestand.is_modified = partial(self._ongewijzigd, bestand)  # type: ignore[method-assign]  # the seam
        return nav

    def _maak(self, deel: list[File], nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Outside MkDocs' own round: some of the pages, as MkDocs makes them."""
        theme_env = self.theme_env or self.on_env(config.theme.get_env(), config=config)
        alle = files.documentation_pages()
        for bestand in deel:
            page = bestand.page or Page(None, bestand, config)
            build._populate_page(page, config, files)  # noqa: SLF001 - a seam
            build._build_page(page, config, alle, nav, theme_env)  # noqa: SLF001 - the same

    def _maak_elders(self, deel: list[File], nav: Navigation, config: MkDocsConfig, files: Files) -> Gemaakt:
        """In a copy of this process: some of the pages, and what search counts on them."""
        self._maak(deel, nav, config, files)
        bladen = {
            id_: blad for bestand in deel if (blad := self.inhoud.bladen[id_ := bestand.src_uri.removesuffix(".md")])
        }
        outputs.vooruit(replace(self._bouw(config), bladen=bladen))
        paden = [*map(links.adres, bladen)]
        return Gemaakt(_alleen(self.html, paden), _alleen(self.proza, paden))

    def _maak_document(self, bestand: File, nav: Navigation, config: MkDocsConfig, files: Files) -> Mapping[str, bytes]:
        """A document for paper, when it is not what it was; MkDocs writes it, so no other file comes of it."""
        blad = self.inhoud.bladen[bestand.src_uri.removesuffix(".md")]
        if not self._bekend(self._site(config), blad, bestand):
            self._maak([bestand], nav, config, files)
        return {}

    def _oogst(self) -> None:
        """Take over the pages that other cores made."""
        for haal in self.elders:
            html, proza = haal()
            self.html |= html
            self.proza |= proza

    # ── Files ───────────────────────────────────────────────────────────────────────────────────────

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages that no one writes and the newsletters; drop the theme's own assets; name ours by content."""
        for blad in self.inhoud.bladen.values():
            if not files.get_file_from_path(f"{blad.id}.md"):
                bestand = File.generated(
                    config, f"{blad.id}.md", content=blad.markdown, inclusion=InclusionLevel.NOT_IN_NAV
                )
                files.append(bestand)
        for bestand in list(files):
            if bestand.src_uri.startswith("assets/"):
                self._asset(files, bestand)
            elif bestand.src_uri.startswith(("reports/", "email/", "fragments/", "pages/")) or self._te_laat(bestand):
                files.remove(bestand)
        if self.vuil:
            self._herken(files, config)
        self.bestemd = {bestand.dest_uri for bestand in files} | {*config.theme.static_templates, "sitemap.xml.gz"}
        return files

    def _te_laat(self, bestand: File) -> bool:
        """Whether a page was saved after the content was read: the preview meets it in its next build."""
        return bestand.is_documentation_page() and bestand.src_uri.removesuffix(".md") not in self.inhoud.bladen

    def _asset(self, files: Files, bestand: File) -> None:
        """A file of ours gets its content's hash in its name, so it can be cached for ever; Material's go."""
        bron = self.overrides / bestand.src_uri
        los = bron.name != "dienst.js" and bron.name not in assets.OPGEGAAN  # a service worker stands at the root
        if not bron.is_file() or not los:
            files.remove(bestand)
            return
        naam, punt, rest = posixpath.basename(bestand.src_uri).partition(".")
        bestand.content_bytes = assets.bestand(bron)
        sleutel = hashlib.sha256(bestand.content_bytes).hexdigest()[:10]
        bestand.dest_uri = f"assets/{naam}.{sleutel}{punt}{rest}"
        self.assets[bestand.src_uri.removeprefix("assets/")] = bestand.dest_uri

    # ── Pages ───────────────────────────────────────────────────────────────────────────────────────

    def woorden(self, macros: Any) -> dict[str, vocabulary.Woord]:  # noqa: ANN401 - the plugin of mkdocs-macros
        """The words for mkdocs-macros: each leaves a mark in the Markdown, which its HTML replaces afterwards."""
        return {naam: partial(self._zet_in, macros, naam) for naam in vocabulary.alle_woorden()}

    def _zet_in(self, macros: Any, naam: str, *posities: Any, **argumenten: Any) -> str:  # noqa: ANN401
        record = self._blad(macros.page).record
        weergave = self._weergave(macros.page).op(
            macros.page.url, record.datum if isinstance(record, m.Nieuwsbrief) else None
        )
        return self.merken.zet(weergave, naam, *posities, **argumenten)

    def on_page_markdown(self, _markdown: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401 - MkDocs' event
        """The page as the content has it; its front matter was read and checked by the loader."""
        self.laat_voorgaan()
        blad = self._blad(page)
        self.sporen[links.adres(blad.id)] = {}
        bounds.wekker(partial(_te_lang, page.file.src_uri))
        page.meta = {"title": blad.titel, "description": blad.samenvatting} if blad.titel else {}
        page.update_date = self._datum(blad)
        return blad.markdown

    def _datum(self, blad: generated.Blad) -> str:
        return str(content.gewijzigd(self.catalog, blad) or self.inhoud.weergave.vandaag)

    def _weergave(self, page: Page) -> Weergave:
        return replace(self.inhoud.weergave, catalog=self._lezer(page.url))

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401
        """Clean what an author made, then put in what the words yield, which our templates have escaped."""
        proza, rest, gedeeld = placeholders.gedeeld(sanitise.pagina(html))
        blad = self._blad(page)
        pad = links.adres(blad.id)
        if gedeeld:
            self.proza[pad] = self.merken.vul(proza).encode()
        bounds.wekker(_niets, 0)
        gevuld = self.merken.vul(proza + rest)
        self.html[pad] = gevuld.encode()
        if blad.soort == generated.AFDRUKKEN:
            return paper.vul(gevuld, pad, self.html)
        if getattr(blad.record, "taal", "nl") != "nl":
            return gevuld
        # Terms are explained on the page, not in the channels that carry its text elsewhere.
        eigen = blad.record.id if isinstance(blad.record, m.Begrip) else ""
        return self.merken.leg_uit(self._weergave(page).op(page.url), proza + rest, eigen)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """What the page shell needs."""
        menu = tuple((str(deel.title), deel.url) for deel in nav.items if hasattr(deel, "url"))
        inhoud = tuple(_koppen(page.toc.items))
        site = replace(self._site(config), catalog=self._lezer(page.url))
        context["kb"] = shell.kader(site, self._blad(page), menu, inhoud, page.content or "")  # type: ignore[typeddict-unknown-key]
        return context

    def on_env(self, env: Any, *, config: MkDocsConfig, **_: Any) -> Any:  # noqa: ANN401 - MkDocs' own Jinja environment
        """Templates without a page of their own (404) get a frame too."""
        titel = "Deze pagina bestaat niet"
        leeg = generated.Blad(shell.NERGENS, titel, f"{titel} of niet meer.", "")
        if self.voorbeeld:
            env = self.theme_env or env
            env.auto_reload = True  # the same environment for every build, with what it compiled
        env.add_extension(Smal)
        self.theme_env = env
        env.globals["kb"] = shell.kader(self._site(config), leeg)
        return env

    # ── The preview ─────────────────────────────────────────────────────────────────────────────────

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """See a change when it is made."""
        vast = (config.docs_dir, config.config_file_path)
        for pad in vast:
            server.unwatch(pad)
        server.observer = waarnemer = Waarnemer()
        server.builder = partial(self._opgeslagen, server, waarnemer, builder)
        for pad in vast:
            server.watch(pad)
        return server

    def _opgeslagen(self, server: LiveReloadServer, waarnemer: Waarnemer, bouw: Callable[[], None]) -> None:
        """What was saved goes first; all the rest follows in a pause, and no one waits for it or sees it if nothing else changes."""
        gewijzigd = waarnemer.gewijzigd()
        if gewijzigd and self._eerst(gewijzigd):
            self.uitstel.later(waarnemer.vraag_bouw())
        elif gewijzigd or not self.vuil:
            bouw()
        else:
            nieuw, server._wanted_epoch = server._wanted_epoch, server._visible_epoch  # noqa: SLF001 - a seam
            if self._stil(bouw, waarnemer.laat_voorgaan):
                server._wanted_epoch = nieuw  # noqa: SLF001 - the same

    def _stil(self, bouw: Callable[[], None], laat_voorgaan: Callable[[], object]) -> bool:
        """Build everything, unless something is saved meanwhile; whether there is anything else to see."""
        was = {**vars(self), "eerder": {**(self.eerder or {})}}
        getoond, self.laat_voorgaan = {**self.geschreven}, laat_voorgaan
        try:
            bouw()
        except Onderbroken:
            vars(self).update(was)  # what is saved now goes on from the last build that is whole
        finally:
            self.laat_voorgaan = _niets
        return self.geschreven != getoond

    def _eerst(self, gewijzigd: Collection[Path]) -> bool:
        """Make the pages of which only the text changed, when that is all that changed; whether it was."""
        if self.ronde is None or self.fouten or not self.vuil or len(gewijzigd) > VOORAF:
            return False
        nav, config, files = self.ronde
        wortel, inhoud, bestanden = Path(config.config_file_path).parent, self.inhoud, []
        self.uitstel.stop()
        for pad in gewijzigd:
            naam = Path(os.path.relpath(pad, wortel)).as_posix()
            was = (self.eerder or {}).get(naam)
            if was is None and not pad.exists():
                continue  # an editor writes a file beside the real one, which then takes its place
            anders = content.met_andere_tekst(inhoud, wortel, naam, was) if was else None
            if anders is None:
                return False
            inhoud, blad = anders
            bestanden.append(files.src_uris[f"{blad.id}.md"])
        self.inhoud = self.goed = inhoud
        self._maak(bestanden, nav, config, files)
        log.info("eerst gemaakt: %s; de rest volgt zo", ", ".join(bestand.url for bestand in bestanden) or "niets")
        return True

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything besides pages."""
        self._oogst()
        rest = self._rest(self._bouw(config), Path(config.site_dir))
        if self.voorbeeld and self.vuil:
            self.uitstel.later(rest)
        else:
            deque(rest, maxlen=0)

    def _bouw(self, config: MkDocsConfig) -> outputs.Bouw:
        paden = [links.adres(id_) for id_ in self.inhoud.bladen]
        return outputs.Bouw(
            weergave=self.inhoud.weergave,
            bladen=self.inhoud.bladen,
            inhoud=_alleen(self.html, paden),
            proza=_alleen(self.proza, paden),
            site=config.site_url or "/",
            asset=self._adres,
            sjablonen=self.overrides,
            datum=partial(content.gewijzigd, self.catalog),
            onthoud=self.geheugen.bestanden,
        )

    def _rest(self, bouw: outputs.Bouw, site: Path) -> Iterator[None]:
        """Everything besides pages, in steps; a preview makes it when the writer pauses, and documents for paper as well."""
        paden: set[str] = set()
        groepen = outputs.alle(bouw, self.ploeg.naast)
        for groep in chain([next(groepen)], self.documenten, groepen):  # from the first on another core is at work, too
            _schrijf(site, groep.items())
            paden |= groep.keys()
            yield
        _schrijf(site, _schone_beelden(site))
        if self.vuil:
            _ruim_op(site, self.bestemd | paden)
        _schrijf(site, outputs.slot(bouw, site))
        if not self.voorbeeld:
            self.geheugen.bewaar_site(self.gelezen, json.loads((site / markup.BOUWLIJST).read_bytes())["uitgave"])
        self.geheugen.leg_vast()

    def on_build_error(self, *, error: Exception, **_: Any) -> None:  # noqa: ANN401 - MkDocs' event
        """The page that failed is no longer timed, and no one waits for the others; a disk that fails is told as one."""
        bounds.wekker(_niets, 0)
        self.ploeg.stop()
        if isinstance(error, Gestopt):
            raise Abort(str(error)) from error
        if isinstance(error, OSError):
            raise Abort(f"een bestand kan niet worden gelezen of geschreven: {error}") from error

    def on_shutdown(self) -> None:
        """Let go of what was open."""
        self.uitstel.stop()
        if self.opslag:
            self.opslag.sluit()
        self.opslag = None

    def _adres(self, naam: str) -> str:
        """Where an asset of ours is, relative to the site's root."""
        return self.assets.get(naam, f"assets/{naam}")

    def _blad(self, page: Page) -> generated.Blad:
        return self.inhoud.bladen[page.file.src_uri.removesuffix(".md")]

    def _site(self, config: MkDocsConfig) -> shell.Site:
        return shell.Site(
            self.catalog, self.inhoud.bladen, config.site_url or "/", self._adres, self.config.bewerken,
        )  # fmt: skip


def _waarschuwt_niet_voor_vuil(regel: logging.LogRecord) -> bool:
    """MkDocs warns that `--dirty` gives wrong pages; ours are right, and `--strict` would stop at the warning."""
    return "'dirty' build" not in regel.getMessage()


def _gewijzigd() -> bool:
    """A page that must be made, also when no one touched its own file."""
    return True


def _alleen(van: Mapping[str, bytes], paden: Iterable[str]) -> dict[str, bytes]:
    """What there is at some addresses, in their order."""
    return {pad: van[pad] for pad in paden if pad in van}


def _te_lang(pagina: str) -> None:
    raise Abort(f"{pagina}: deze pagina kost meer dan {bounds.MAX_SECONDEN} seconden; maak haar korter of eenvoudiger")


def _niets() -> None:
    """The page was in time."""


def _ruim_op(site: Path, paden: set[str]) -> None:
    """Take away what an earlier build wrote and this one does not."""
    for pad in sorted(site.rglob("*"), reverse=True):
        if pad.is_file() and pad.relative_to(site).as_posix() not in paden:
            pad.unlink()
        elif pad.is_dir() and not any(pad.iterdir()):
            pad.rmdir()


def _schone_beelden(site: Path) -> Iterator[tuple[str, bytes]]:
    """Published pictures without what a camera or program left in them."""
    for pad in sorted(site.rglob("*.*")):
        if pad.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}:
            beeld = pad.read_bytes()
            if (schoon := bounds.zonder_metadata(beeld)) != beeld:
                yield pad.relative_to(site).as_posix(), schoon


def _schrijf(site: Path, bestanden: Iterable[tuple[str, bytes]]) -> None:
    for pad, inhoud in bestanden:
        doel = site / pad
        if not doel.is_file() or doel.read_bytes() != inhoud:
            doel.parent.mkdir(parents=True, exist_ok=True)
            doel.write_bytes(inhoud)


def _gestopt(fouten: Laadfouten) -> Abort:
    """Everything that is wrong, told once; then the build stops before it writes anything."""
    for bevinding in fouten.bevindingen:
        log.error("%s", bevinding)
    return Abort(f"{len(fouten.bevindingen)} fouten in de inhoud; er is niets gebouwd")


def _bouwdatum() -> date | None:
    """The day of the build where the environment gives one (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    tijd = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(tijd), UTC).date() if tijd else None


def _koppen(toc: list[AnchorLink]) -> list[tuple[str, str, int]]:
    return [kop for item in toc for kop in ((item.id, item.title, item.level), *_koppen(item.children))]
