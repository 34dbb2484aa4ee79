"""The address of a link that leads off the site: what is wrong with it, to follow on what it is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from macros.document.prose import WORD


def without_scheme(target: str) -> str:
    """What is wrong with an address that means a site or a mailbox and does not say so."""
    if re.match(r"(www\.|[\w-]+\.(nl|com|org|eu|net)\b)", target):
        return f"gaat naar een andere site; zet er https:// voor: https://{target}"
    return f"gaat naar een e-mailadres; zet er mailto: voor: mailto:{target}" if _MAILBOX.fullmatch(target) else ""


_MAILBOX = re.compile(r"[^\s@/#?]+@[\w-]+(?:\.[\w-]+)+")
CONTROL = re.compile(r"[\x00-\x1f]")
TAB = "heeft een tab of een regeleinde in het adres; haal die weg"
_FORMS = {
    "mailto": (
        re.compile(r"mailto:[^\s@,?]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\?\S*)?", re.IGNORECASE),
        "een e-mailadres dat niet klopt", "mailto:info@gemeente.nl",
    ),
    "tel": (re.compile(r"tel:\+?[\d().-]{3,20}", re.IGNORECASE), "een telefoonnummer dat niet klopt", "tel:0900-8844"),
}  # fmt: skip
"""How an address looks that is no page: its form, what is wrong with another, what is right."""
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
_PAGE = (re.compile(r"https?://\S+", re.IGNORECASE), "een adres dat niet klopt", "https://www.politie.nl")


def remote(target: str, schema: str) -> str:
    """What is wrong with an address that has a scheme ("" for one that begins with //)."""
    if schema not in {"http", "https", *_FORMS}:
        what = f"een adres dat met {schema}: begint, mag niet" if schema else "een adres dat met // begint, mag niet"
        return f"is geweigerd: {what}; toegestaan is https://, mailto: of een pad naar een bestand"
    if CONTROL.search(target):
        return TAB
    if " " in target.strip():
        return f"heeft een spatie in het adres; haal die weg, of schrijf daar %20: {shortened(target)}"
    form, wrong, right = _FORMS.get(schema, _PAGE)
    good = form.fullmatch(target.strip()) and (schema in _FORMS or _HOST.fullmatch(_host(target)))
    return "" if good else f"heeft {wrong}: {shortened(target)}; schrijf bijvoorbeeld {right}"


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def shortened(text: str) -> str:
    """What someone typed, no longer than a message can hold."""
    text = text.replace(WORD, "…")
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


_SHORT = 60
