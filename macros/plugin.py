"""MkDocs events: each takes what it needs from MkDocs and calls a plain function.

The only module that knows MkDocs, and the only one that writes to the site. Nothing made here outlives a build:
`on_config` begins with a clean plugin, so a second build in one process gives the same bytes as the first.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options as opties
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from macros import bounds, content, env, frame, glossary, links, outputs, pages, sanitise, styles
from macros import models as m
from macros.catalog import Catalog
from macros.loader import Laadfouten

if TYPE_CHECKING:
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger("kennisbank")

_INZET = re.compile(r'<(div|span) data-inzet="([0-9a-f]{16})"></\1>')
_NAAD = '<div data-inzet="0000000000000000"></div>'
"""Where the prose of a page ends and its standing parts begin (overrides/pages/_naad.md)."""


class Instellingen(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """What `mkdocs.yml` may say under `kennisbank:`."""

    bewerken = opties.Type(str, default="")
    """Address at which a file can be changed in the browser, with `{pad}` for the file."""


class Kennisbank(BasePlugin[Instellingen]):  # type: ignore[no-untyped-call]  # the same
    """Records in, pages and channels out."""

    goed: content.Inhoud | None = None
    """What the preview shows while there is an error: the last content that was right."""
    voorbeeld = False

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - MkDocs' event
        """Remember whether this is the preview (`mkdocs serve`)."""
        self.voorbeeld = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read all content once; report everything that is wrong, then stop.

        The preview does not stop: it shows the last good content, and on every page what is wrong.
        """
        wortel = Path(config.config_file_path).parent
        self.overrides = wortel / "overrides"
        self.fouten: tuple[str, ...] = ()
        try:
            self.inhoud = content.lees(wortel, vandaag=_bouwdatum())
        except Laadfouten as fouten:
            if not self.voorbeeld or self.goed is None:
                raise _gestopt(fouten) from None
            self.inhoud, self.fouten = self.goed, tuple(map(str, fouten.bevindingen))
        self.goed = self.inhoud if self.voorbeeld else None
        self.woordenlijst = glossary.Woordenlijst(self.catalog.alle(m.Begrip))
        self.inzetten: dict[str, str] = {}
        self.genoemd: dict[str, str] = {}
        self.lopend: dict[str, str] = {}
        self.html: dict[str, str] = {}
        self.proza: dict[str, str] = {}
        self.assets: dict[str, str] = {}
        return config

    @property
    def catalog(self) -> Catalog:
        """The records of this build."""
        return self.inhoud.weergave.catalog

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
            elif bestand.src_uri.startswith(("reports/", "email/", "fragments/", "pages/")):
                files.remove(bestand)
        return files

    def _asset(self, files: Files, bestand: File) -> None:
        """A file of ours gets its content's hash in its name, so it can be cached for ever; Material's go."""
        bron = self.overrides / bestand.src_uri
        los = bron.name != "dienst.js" and bron.name not in styles.OPGEGAAN  # a service worker stands at the root
        if not bron.is_file() or not los:
            files.remove(bestand)
            return
        naam, punt, rest = posixpath.basename(bestand.src_uri).partition(".")
        bestand.content_bytes = styles.bestand(bron)
        sleutel = hashlib.sha256(bestand.content_bytes).hexdigest()[:10]
        bestand.dest_uri = f"assets/{naam}.{sleutel}{punt}{rest}"
        self.assets[bestand.src_uri.removeprefix("assets/")] = bestand.dest_uri

    # ── Pages ───────────────────────────────────────────────────────────────────────────────────────

    def woorden(self, macros: Any) -> dict[str, env.Woord]:  # noqa: ANN401 - the plugin of mkdocs-macros
        """The words for mkdocs-macros: each leaves a mark in the Markdown, which its HTML replaces afterwards."""
        return {naam: partial(self._zet_in, macros, naam) for naam in env.alle_woorden()}

    def _zet_in(self, macros: Any, naam: str, *posities: Any, **argumenten: Any) -> str:  # noqa: ANN401
        record = self._blad(macros.page).record
        weergave = self.inhoud.weergave.op(macros.page.url, record.datum if isinstance(record, m.Nieuwsbrief) else None)
        html = env.alle_woorden()[naam](weergave, *posities, **argumenten)
        sleutel = hashlib.sha256(html.encode()).hexdigest()[:16]
        self.inzetten[sleutel] = html
        if naam in env.LOPEND:
            self.lopend[sleutel] = html
        if naam == "begrip":
            self.genoemd[sleutel] = next(iter((*posities, *argumenten.values())))
        if naam in env.REGEL:
            return f'<span data-inzet="{sleutel}"></span>'
        return f'\n\n<div data-inzet="{sleutel}"></div>\n\n'

    def on_page_markdown(self, _markdown: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401 - MkDocs' event
        """The page as the content has it; its front matter was read and checked by the loader."""
        bounds.wekker(partial(_te_lang, page.file.src_uri))
        blad = self._blad(page)
        page.meta = {"title": blad.titel, "description": blad.samenvatting} if blad.titel else {}
        page.update_date = str(content.gewijzigd(self.catalog, blad) or self.inhoud.weergave.vandaag)
        return blad.markdown

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:  # noqa: ANN401
        """Clean what an author made, then put in what the words yield, which our templates have escaped."""
        proza, naad, rest = sanitise.pagina(html).partition(_NAAD)
        pad = links.adres(self._blad(page).id)
        if naad:
            self.proza[pad] = self._vul(proza)
        bounds.wekker(_niets, 0)
        self.html[pad] = self._vul(proza + rest)
        return self._vul(self._leg_uit(page, proza + rest))

    def _leg_uit(self, page: Page, html: str) -> str:
        """Explain terms at their first use: on the page, not in the channels that carry its text elsewhere."""
        record = self._blad(page).record
        if getattr(record, "taal", "nl") != "nl":
            return html
        weergave = self.inhoud.weergave.op(page.url)

        def uitleg(id_: str, woord: str) -> str:
            return weergave.render("uitleg", begrip=self.catalog.een(m.Begrip, id_), woord=woord)

        eigen = record.id if isinstance(record, m.Begrip) else ""
        html = _INZET.sub(lambda inzet: self.lopend.get(inzet[2], inzet[0]), html)
        return glossary.leg_uit(html, self.woordenlijst, uitleg, eigen=eigen, genoemd=self.genoemd)

    def _vul(self, html: str) -> str:
        """Put what the words yielded at the marks they left."""
        return _INZET.sub(lambda inzet: self.inzetten.get(inzet[2], ""), html)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """What the page shell needs."""
        menu = tuple((str(deel.title), deel.url) for deel in nav.items if hasattr(deel, "url"))
        inhoud = tuple(_koppen(page.toc.items))
        context["kb"] = frame.kader(self._site(config), self._blad(page), menu, inhoud)  # type: ignore[typeddict-unknown-key]
        return context

    def on_env(self, env: Any, *, config: MkDocsConfig, **_: Any) -> Any:  # noqa: ANN401 - MkDocs' own Jinja environment
        """Templates without a page of their own (404) get a frame too."""
        titel = "Deze pagina bestaat niet"
        leeg = pages.Blad(frame.NERGENS, titel, f"{titel} of niet meer.", "")
        env.globals["kb"] = frame.kader(self._site(config), leeg)
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write everything besides pages."""
        bouw = outputs.Bouw(
            weergave=self.inhoud.weergave,
            bladen=self.inhoud.bladen,
            inhoud=self.html,
            proza=self.proza,
            site=config.site_url or "/",
            asset=self._adres,
            sjablonen=self.overrides,
            datum=partial(content.gewijzigd, self.catalog),
        )
        site = Path(config.site_dir)
        _schrijf(site, outputs.alle(bouw).items())
        _schrijf(site, _schone_beelden(site))
        _schrijf(site, outputs.slot(bouw, site))

    def _adres(self, naam: str) -> str:
        """Where an asset of ours is, relative to the site's root."""
        return self.assets.get(naam, f"assets/{naam}")

    def _blad(self, page: Page) -> pages.Blad:
        return self.inhoud.bladen[page.file.src_uri.removesuffix(".md")]

    def _site(self, config: MkDocsConfig) -> frame.Site:
        return frame.Site(
            self.catalog, self.inhoud.bladen, config.site_url or "/", self.inhoud.weergave.vandaag,
            self._adres, self.config.bewerken, self.fouten,
        )  # fmt: skip


def _te_lang(pagina: str) -> None:
    raise Abort(f"{pagina}: deze pagina kost meer dan {bounds.MAX_SECONDEN} seconden; maak haar korter of eenvoudiger")


def _niets() -> None:
    """The page was in time."""


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
