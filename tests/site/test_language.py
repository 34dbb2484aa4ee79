"""The language of a site is the first that its network names: in pages, feeds, mails, documents and data alike.

There is one for which the program has words, so what is built here is in another by name only.
"""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import MOMENT
from tests.helpers.builder import Parent
from tests.helpers.changes import new_project

DUTCH = re.compile(rb"""lang(?:uage)?["']?[=:>] ?["']?nl\b|\bnl_NL\b|language/NLD\b|//NL\b""", re.IGNORECASE)
"""What says to a program that something is in Dutch."""
OWN_WORDS = {"dienst.js"}
"""Files that hold no content, but words of the program: it says of those what they are in."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = new_project(tmp_path_factory.mktemp("taal") / "project", cache=None)
    words, own = root / "macros/base/languages.py", root / "docs/_data/netwerk.yml"
    words.write_text(words.read_text(encoding="utf-8").replace('= ("nl",)', '= ("en",)'), encoding="utf-8")
    own.write_text(own.read_text(encoding="utf-8") + "\ntalen: [en, nl]\n", encoding="utf-8")
    parent = Parent(root)
    outcome = parent.build(root, MOMENT)
    parent.stop()
    assert outcome.code == 0, outcome.output
    return root / "site"


def test_no_file_is_in_another(site: Path) -> None:
    files = [
        path for path in site.rglob("*") if path.suffix in {".html", ".xml", ".json", ".eml", ".js", ".opml", ".ics"}
    ]
    told = {path.relative_to(site).as_posix() for path in files if DUTCH.search(path.read_bytes())}
    assert told == OWN_WORDS


def test_each_says_which_it_is(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert 'property="og:locale" content="en_GB"' in page
    assert "<language>en</language>" in (site / "feed.xml").read_text(encoding="utf-8")
    assert json.loads((site / "feed.json").read_bytes())["language"] == "en"
    assert "language/ENG" in (site / "data/index.json").read_text(encoding="utf-8")
    assert "Preferred-Languages: en, nl" in (site / ".well-known/security.txt").read_text(encoding="utf-8")


def test_mails_and_documents_too(site: Path) -> None:
    mails = [*site.rglob("*.eml")]
    assert {message_from_bytes(path.read_bytes())["Content-Language"] for path in mails} == {"en"}
    documents = [*site.rglob("*.pdf")]
    assert documents
    for path in documents:
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang).partition("-")[0] == "en", path
