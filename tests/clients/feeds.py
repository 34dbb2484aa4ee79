"""Readers of feeds: newsboat, sfeed, rss2email, rss-parser and feedsmith."""

from __future__ import annotations

import json
import mailbox
import tempfile
from pathlib import Path

from lxml import etree

from tests.clients.row import Row, equal, node, run
from tests.helpers.servers import Quiet, served

_DC = "{http://purl.org/dc/elements/1.1/}creator"
_OWN = "{http://www.w3.org/2005/Atom}link[@rel='self']"


class _Feeds(Quiet):
    """Serves feeds as what they are."""

    extensions_map = Quiet.extensions_map | {".xml": "application/rss+xml"}


def _all(site: Path) -> list[Path]:
    return sorted(site.rglob("feed*.xml"))


def _items(feed: Path) -> list[tuple[str, str, str]]:
    """Title, address and maker of each item."""
    found = etree.parse(feed).iterfind("channel/item")
    return [tuple(item.findtext(name, "") for name in ("title", "link", _DC)) for item in found]  # type: ignore[misc]


def _newsboat(site: Path) -> str:
    total = 0
    with tempfile.TemporaryDirectory() as folder, served(site, _Feeds) as address:
        for number, feed in enumerate(_all(site)):
            urls, cache, empty = (Path(folder, name) for name in ("urls", f"{number}.db", "config"))
            urls.write_text(f"{address}{feed.relative_to(site).as_posix()}\n", encoding="utf-8")
            empty.touch()
            fixed = ("newsboat", "-q", "-C", empty, "-u", urls, "-c", cache, "-x")
            run(*fixed, "reload")
            seen = int((run(*fixed, "print-unread").split() or ["-1"])[0])
            equal(seen, len(_items(feed)), feed.name)
            total += seen
    return f"{total} items of {len(_all(site))} feeds"


def _sfeed(site: Path) -> str:
    for feed in _all(site):
        lines = [line.split("\t") for line in run("sfeed", stdin=feed.read_text(encoding="utf-8")).splitlines()]
        equal([(line[1], line[2], line[6]) for line in lines], _items(feed), feed.name)
    return f"titles, addresses and makers of {len(_all(site))} feeds"


def _rss2email(site: Path) -> str:
    with tempfile.TemporaryDirectory() as name, served(site, _Feeds) as address:
        folder = Path(name)
        for part in ("cur", "new", "tmp"):
            (folder / "mail/in" / part).mkdir(parents=True)
        (folder / "config").write_text(
            "[DEFAULT]\nfrom = a@example.invalid\nto = b@example.invalid\nemail-protocol = maildir\n"
            f"maildir-path = {folder}/mail\nmaildir-mailbox = in\ndate-header = True\n"
            f"[feed.all]\nurl = {address}feed.xml\nto = b@example.invalid\n",
            encoding="utf-8",
        )
        run("r2e", "-c", folder / "config", "-d", folder / "data.json", "run", home=folder)
        letters = list(mailbox.Maildir(folder / "mail/in", create=False))
        words = [letter.get_payload(decode=True) for letter in letters if letter.get_content_type() == "text/plain"]
    wanted = _items(site / "feed.xml")
    equal(len(letters), len(wanted), "letters")
    equal(
        [text for text in words if isinstance(text, bytes) and b"Faseproactief" in text],
        [],
        "a label that touches its value",
    )
    return f"{len(letters)} letters"


def _rss_parser(site: Path) -> str:
    paths = _all(site)
    for path, read in zip(paths, node("rss-parser", *paths), strict=True):
        own = etree.parse(path).find(f"channel/{_OWN}")
        equal(read["feed"], own.get("href") if own is not None else "", f"{path.name}, its own address")
        equal([tuple(item) for item in read["items"]], _items(path), path.name)
    return f"{len(paths)} feeds with their own addresses"


def _feedsmith(site: Path) -> str:
    [read] = node("feedsmith", site / "feed.json")
    ours = json.loads((site / "feed.json").read_text(encoding="utf-8"))
    equal(read["items"], [[i["title"], i["url"], i["author"]["name"]] for i in ours["items"]], "items")
    equal(read["feed"], ours["feed_url"], "address")
    return f"{len(read['items'])} items"


ROWS = (
    Row("newsboat", "RSS", "every item of every feed", _newsboat, ("newsboat",)),
    Row("sfeed", "RSS", "title, address and maker of every item", _sfeed, ("sfeed",)),
    Row("rss2email", "RSS", "a letter an item, labels apart from values", _rss2email, ("r2e",)),
    Row("rss-parser", "RSS", "the feed's own address, archives too, and every item", _rss_parser, ("node", "npm")),
    Row("feedsmith", "JSON Feed", "every item with its maker", _feedsmith, ("node", "npm")),
)
