"""What an author's Markdown may become in HTML: our own allow-list, with nh3.

Authors are untrusted: everything that is not named here is removed. What words yield goes round it; it comes
from our own templates, which escape.
"""

from __future__ import annotations

from collections.abc import Callable

import nh3

from macros.base.text import clean

_HEADINGS = {f"h{n}" for n in range(1, 7)}
TAGS = frozenset(
    _HEADINGS
    | {
        "a", "abbr", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "figcaption",
        "figure", "hr", "img", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub",
        "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "id", "lang", "title"},
    "a": {"href"},
    "div": {"data-inzet"},
    "span": {"data-inzet"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMAS = {"http", "https", "mailto", "tel"}

# A feed reader has no stylesheet and no anchors of ours: only what carries meaning goes along.
FEED_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}


def clean_html(html: str) -> str:
    """An author's page, made safe."""
    return clean(nh3.clean(clean(html), tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=SCHEMAS, link_rel=None))


def for_elsewhere(html: str, absolute: Callable[[str], str]) -> str:
    """A page for a feed or an e-mail: only meaning, and every address made full by `absolute`."""
    return nh3.clean(
        clean(html),
        tags=set(TAGS) - {"section", "div", "span"} | {"time"},
        clean_content_tags={"svg", "script", "style", "form", "nav"},
        attributes=FEED_ATTRIBUTES,
        url_schemes=SCHEMAS,
        link_rel=None,
        url_relative=absolute,
    )
