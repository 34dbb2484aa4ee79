"""The networks whose sites the tests look at: ours, which the project is, and a second one that has nothing but content and settings.

What holds for any network is asked of both; what is about the content of ours is asked of ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from macros.build.content import Content, read

OURS, SECOND = "oost-nederland", "midden-nederland"
NETWORKS = (OURS, SECOND)
REPORTS: Mapping[tuple[str, str], tuple[int, int]] = MappingProxyType({
    (OURS, "voortgang/2023/voortgang.pdf"): (13, 4),
    (OURS, "voortgang/2018-02/voortgang.pdf"): (12, 1),
    (OURS, "jaarplan/2024/jaarplan.pdf"): (6, 3),
    (SECOND, "voortgang/2021/voortgang.pdf"): (7, 3),
    (SECOND, "jaarplan/2022/jaarplan.pdf"): (4, 2),
})  # fmt: skip
"""The reports of each: how many pages one has at most, and how many parts its summary has."""

PAGES = (
    "", "themas/", "themas/ondermijning/", "themas/ondermijning/afdrukken/", "praktijken/", "praktijken/hackshield/",
    "praktijken/situaties/", "nieuwsbrieven/", "nieuwsbrieven/*/", "activiteiten/", "cijfers/", "financien/", "voortgang/",
    "voortgang/2021/", "jaarplan/", "jaarplan/2022/", "organisatie/", "strategie/", "begrippen/", "begrippen/*/", "bronnen/",
    "bronnen/actieagenda-2022/", "meedoen/", "meedoen/praktijk/", "abonneren/", "contact/", "over/", "over/open-data/",
    "over/gebruik/", "privacy/", "toegankelijkheid/", "zoeken/", "404.html",
)  # fmt: skip
"""One page of every kind that the second network has; `*` stands for the first folder there."""


@dataclass(frozen=True)
class Network:
    """A network whose site was built.

    Args:
        name: which one.
        root: its project.
        site: its site.
    """

    name: str
    root: Path = field(repr=False)
    site: Path = field(repr=False)

    @cached_property
    def content(self) -> Content:
        """Its content, read and checked."""
        return read(self.root)

    @property
    def address(self) -> str:
        """Where its site is read."""
        return self.content.view.catalog.netwerk.adres


def project(target: Path, extra: str = "") -> Path:
    """The second network's project, without a line of program; `extra` comes after what its settings of MkDocs say."""
    shutil.copytree(Path(__file__).parent / SECOND, target)
    settings = target / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + extra, encoding="utf-8")
    return target
