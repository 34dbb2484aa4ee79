"""What tells of one person: a mailbox that is no role's, a name with a function, a birth date with a home address.

Also an address that is not what it looks like. What looks through a text is given it plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.review.hits import ELSE_ALLOW, Hit, places

# ── Mailboxes, and addresses that look like another's ───────────────────────────────────────────────────

_AT_SIGN = (
    r"(?:@ ?| @ |\s?[(\[{<]\s?(?:at|a|apen?staart(?:je)?|aapje|@)\s?[)\]}>]\s?|\s(?:apen?staart(?:je)?|aapje|at)\s)"
)
_POINT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt)\s?[)\]}]\s?|\s(?:punt|dot)\s)"
_SIGNS = ("@", "aapje", "apenstaart", "apestaart", " at ", "(at", "[at", "{at", "<at", "(a)", "[a]")
"""What of a mailbox's address `_AT_SIGN` may be: in most texts nothing is."""
SIGNS = [sign.encode() for sign in _SIGNS]
_MAIL = re.compile(
    rf"(?<![A-Za-z0-9.+-])(?P<box>[A-Za-z0-9](?:[\w.+'-]{{0,62}}[\w])?)(?P<at>{_AT_SIGN})"
    rf"(?P<host>[A-Za-z0-9-]{{1,63}}(?:{_POINT}[A-Za-z0-9-]{{1,63}}){{0,5}}(?P<point>{_POINT})[A-Za-z]{{2,24}})",
    re.IGNORECASE,
)
_MISLEADING = re.compile(r"(?:https?|ftp)://([^\s/?#\"'<>)]*)$", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]+")
_EXAMPLE = re.compile(r"(^|[.@])(example\.(com|org|net|nl)|voorbeeld\.nl|localhost)$", re.IGNORECASE)
_BEFORE, _BEHIND = 70, 400


def mailboxes(text: str) -> Iterator[Hit]:
    """Addresses of persons, in signs or in words, and web addresses that hide where they lead behind an at sign."""
    for at, sign in places(text, _SIGNS):
        if sign == "@" and (t := _MISLEADING.search(text, max(0, at - 200), at)):
            host = _HOST.match(text, at + 1)
            yield Hit(t.start(1), host.end() if host else at, "een misleidend webadres", _MISLED)
        elif (t := _mail_around(text, at)) and not _is_public(t):
            key = f"{t['box']}@{_dotted(t['host'])}".lower()
            yield Hit(t.start(), t.end(), "een persoonlijk e-mailadres", _NO_MAIL, key=key)


_NO_MAIL = f"gebruik een algemeen adres, zoals info@gemeente.nl, {ELSE_ALLOW}"
_MISLED = (
    "wat voor het apenstaartje staat, is niet de site waar de lezer komt; schrijf het adres zonder wat ervoor staat"
)


def _mail_around(text: str, at: int) -> re.Match[str] | None:
    """The address to which an at sign belongs."""
    found = _MAIL.finditer(text, max(0, at - _BEFORE), at + _BEHIND)
    return next((t for t in found if t.start("at") <= at < t.end("at")), None)


def _is_public(mail: re.Match[str]) -> bool:
    """Whether it is a role's or an example; `at` between words is only a sign with another sign in words."""
    box, at, host = mail["box"], mail["at"], mail["host"]
    typed = at == "@"
    if at.strip().lower() == "at" and not re.search(r"[(\[{\s]", mail["host"]) and not re.search(r"\w[._]\w", box):
        return True
    return is_role(box, _dotted(host)) or (typed and bool(_EXAMPLE.search(host)))


def _dotted(host: str) -> str:
    return re.sub(_POINT, ".", host, flags=re.IGNORECASE)


_ROLES = (
    "info|informatie|contact|secretariaat|redactie|postbus|post|mail|communicatie|pers|voorlichting|privacy|fg|avg|helpdesk|"
    "servicedesk|service|meldingen|melding|meld|veiligheid|veilig|veiligheidshuis|zvh|bureau|balie|loket|gemeente|griffie|bestuur|"
    "nieuwsbrief|noreply|no-?reply|webmaster|beheer|support|vragen|aanmelden|afmelden|abonneren|teams?|kennisbank|netwerk|"
    "receptie|klachten|toegankelijkheid|security|office|openbareorde|openbare|orde|oov|ovv|handhaving|toezicht|boa|zorg|jeugd|"
    "gezin|jongeren|leerplicht|ondermijning|mensenhandel|riec|rsiv|vnon|stuurgroep|agenda|evenementen|bibob|cyber|cybercrime|"
    "digitale|crisis|crisisbeheersing|rampenbestrijding|vergunningen|vergunning|wijk|wijkagenten|buurt|buurtbemiddeling|"
    "piket|klant|klanten|stadsbank|veiligthuis|wmo|wvggz|pga|bezwaar|datalek|datalekken|integriteit|burgernet|horeca|drugs|git|"
    "sociaal|sociaalteam|participatie|burgerzaken|publiekszaken|klantcontact|kcc|woo|inkoop|facturen|administratie|"
    "personeel|hrm|ict|archief|projecten|project|bestuurszaken|kabinet|raad|college|burgemeester|wethouders|coordinatie|"
    "coordinator|regie|regisseur|preventie|advies|adviespunt|overlast|woonoverlast|huiselijkgeweld|radicalisering|signalen|signaal"
)  # fmt: skip
_UNITS = (
    "basisteam|wijkteam|buurtteam|gebiedsteam|jeugdteam|sociaalteam|districtsteam|district|afdeling|cluster|veiligheidshuis|"
    "meldpunt|servicepunt|steunpunt|informatiepunt|expertisecentrum|team"
)  # fmt: skip
_ENDS = "aanpak|balie|beheer|bescherming|bureau|centrum|dienst|griffie|heid|hulp|loket|overlast|punt|secretaris|service|team|zaken|zorg"
_ROLE = re.compile(rf"(?:(?:{_ROLES})(?:en|voor|van)?){{1,4}}|(?:{_UNITS})\w*|[a-z]{{2,40}}(?:{_ENDS})", re.IGNORECASE)
"""A role, some roles in one word, a unit of an organisation with what it is for, or a word that ends as no name does."""
_UNIT = re.compile(rf"(?:{_UNITS})\w*", re.IGNORECASE)
_GLUE = re.compile(r"en|de|het|van|voor|noord|oost|zuid|west|midden|centrum|regio|on|\w*nederland|\d+", re.IGNORECASE)
_INITIALS = 2
"""So many letters may be someone's initials."""


def is_role(box: str, host: str) -> bool:
    """A mailbox of a role (`redactie`), of a role at the domain's own name (`veiligheid-tiel`), or of a unit (`basisteam-oost`)."""
    own = re.split(r"\W+", host.lower())
    first, *rest = [part for part in re.split(r"[._+-]", box.lower()) if part] or [""]
    if not _ROLE.fullmatch(first):
        return False
    unit = bool(_UNIT.fullmatch(first)) and not first.startswith("team")
    return all(
        part in own or bool(_ROLE.fullmatch(part) or _GLUE.fullmatch(part)) or (unit and len(part) > _INITIALS)
        for part in rest
    )


# ── Names with a function ───────────────────────────────────────────────────────────────────────────────

_INITIAL = re.compile(r"\.(?<=(?<![\w.])[A-Z]\.)")
_NAME = re.compile(
    r"(?:[A-Z]\.[ ]?){1,5}\s?(?:(?:van|de|der|den|het|ten|ter|te|el|al|in|'t)\s){0,3}[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?"
)
_FUNCTION = re.compile(
    r"\b\w*(?:adviseur|medewerker|wijkagent|projectleider|programmaleider|programmamanager|coördinator|coordinator|teamleider|"
    r"teamchef|regisseur|rechercheur|jurist|analist|ambtenaar|contactpersoon|jongerenwerker|handhaver|boa|manager|accountmanager|"
    r"procesregisseur|functionaris|beleidsmaker|onderzoeker|secretaresse)s?\b",
    re.IGNORECASE,
)
_OFFICE_HOLDER = re.compile(
    r"\b(?:burgemeester|wethouder|minister|staatssecretaris|commissaris van de koning|gedeputeerde|hoofdofficier|korpschef|"
    r"politiechef)s?\b",
    re.IGNORECASE,
)
_WITH = 60
"""How far from a name its function stands."""


def named_staff(text: str) -> Iterator[Hit]:
    """Initials with a name, near a function that is no public office."""
    end = 0
    for initial in _INITIAL.finditer(text):
        t = _NAME.match(text, initial.start() - 1) if initial.start() > end else None
        if t:
            end = t.end()
            before = text[max(0, t.start() - _WITH) : t.start()].rpartition("\n\n")[2]
            around = before + " " + text[end : end + _WITH].partition("\n\n")[0]
            if _FUNCTION.search(around) and not _OFFICE_HOLDER.search(around):
                advice = "noem medewerkers met hun functie en organisatie, zonder naam"
                yield Hit(t.start(), end, "misschien de naam van een medewerker met een functie", advice, maybe=True)


# ── Where and when someone was born, and lives ──────────────────────────────────────────────────────────

_BORN = re.compile(r"\b(?:geboren|geb\.|geboortedatum|geboortedag)", re.IGNORECASE)
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAY = re.compile(
    rf"\b(?:\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}\s(?:{_MONTHS})\s(?:19|20)\d\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d\d)\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b[1-9]\d{3} ?[A-Z]{2}\b|\b[A-Z][\w'-]*(?:straat|laan|weg|plein|dijk|kade|hof|pad|singel|gracht|park|plantsoen|dreef|steeg|"
    r"markt|ring|baan|veld|kamp|akker|es|wal|allee|plaats|erf)\s\d{1,4}|\b(?:woont|wonende?|woonachtig)\b[^.\n]{0,60}?[A-Z]\w+\s\d{1,4}\b"
)
"""A postcode, a street with a number."""
_NEAR_BIRTH, _NEAR_HOME = 60, 200


def births(text: str) -> Iterator[Hit]:
    """Days on which someone was born, with a home address near them or in their row."""
    advice = "een geboortedatum met een adres wijst één persoon aan; haal ze allebei weg"
    for word in _BORN.finditer(text):
        for day in _days_of(text, word.end()):
            yield Hit(day.start(), day.end(), "een geboortedatum bij een woonadres", advice)


def _days_of(text: str, start: int) -> Iterator[re.Match[str]]:
    """The days of birth with a home address that a word announces: the one behind it, or those in its column."""
    end = text.find("\n", start)
    behind = text[start : end if end >= 0 else None]
    if (day := _DAY.search(text, start, start + _NEAR_BIRTH)) and _HOME.search(
        text, max(0, day.start() - _NEAR_HOME), day.end() + _NEAR_HOME
    ):
        yield day
    elif not day and end >= 0 and re.match(r"\w*\s*[,;|]", behind):
        for row in re.compile(r"[^\n]+").finditer(text, end, _end_of_block(text, end)):
            if (day := _DAY.search(text, row.start(), row.end())) and _HOME.search(text, row.start(), row.end()):
                yield day


def _end_of_block(text: str, start: int) -> int:
    end = text.find("\n\n", start)
    return end if end >= 0 else len(text)
