"""What tells of one person: a mailbox that is no role's, a name with a function, a birth date with a home address.

Also an address that is not what it looks like. What looks through a text is given it plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.base import late
from macros.review.hits import ELSE_ALLOW, Hit, places

# ── Mailboxes, and addresses that look like another's ───────────────────────────────────────────────────

_AT_SIGN = (
    r"(?:@ ?| @ |\s?[(\[{<]\s?(?:at|a|apen?staart(?:je)?|aapje|@)\s?[)\]}>]\s?|\s(?:apen?staart(?:je)?|aapje|at)\s)"
)
_POINT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt)\s?[)\]}]\s?|\s(?:punt|dot)\s)"
_SIGNS = ("@", "aapje", "apenstaart", "apestaart", " at ", "(at", "[at", "{at", "<at", "(a)", "[a]")
"""What of a mailbox's address `_AT_SIGN` may be: in most texts nothing is."""
SIGNS = [sign.encode() for sign in _SIGNS]
_MAIL = late.pattern(
    rf"(?<![A-Za-z0-9.+-])(?P<box>[A-Za-z0-9](?:[\w.+'-]{{0,62}}[\w])?)(?P<at>{_AT_SIGN})"
    rf"(?P<host>[A-Za-z0-9-]{{1,63}}(?:{_POINT}[A-Za-z0-9-]{{1,63}}){{0,5}}(?P<point>{_POINT})[A-Za-z]{{2,24}})",
    re.IGNORECASE,
)
_MISLEADING = late.pattern(
    r"://(?:(?<=https://)|(?<=http://)|(?<=ftp://))([^\s/?#\"'<>)@]{1,200}@[\w.-]*)", re.IGNORECASE
)
_EXAMPLE = late.pattern(r"(^|[.@])(example\.(com|org|net|nl)|voorbeeld\.nl|localhost)$", re.IGNORECASE)
_BEFORE, _BEHIND = 70, 400
"""How far around its sign an address reaches."""


def mailboxes(text: str) -> Iterator[Hit]:
    """Addresses of persons, in signs or in words, and web addresses that hide where they lead behind an at sign."""
    for t in _MISLEADING.finditer(text):
        yield Hit(t.start(1), t.end(1), "een misleidend webadres", _MISLED)
    for start, end in _around_signs(text):
        for t in _MAIL.finditer(text, start, end):
            if not _is_public(t):
                key = f"{t['box']}@{_dotted(t['host'])}".lower()
                yield Hit(t.start(), t.end(), "een persoonlijk e-mailadres", _NO_MAIL, key=key)


_NO_MAIL = f"gebruik een algemeen adres, zoals info@gemeente.nl, {ELSE_ALLOW}"
_MISLED = (
    "wat voor het apenstaartje staat, is niet de site waar de lezer komt; schrijf het adres zonder wat ervoor staat"
)


def _around_signs(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text in which an address may stand; none of them touch."""
    start = end = 0
    for at in sorted(at for at, _ in places(text, _SIGNS)):
        if at - _BEFORE > end:
            yield start, end
            start = at - _BEFORE
        end = at + _BEHIND
    yield start, end


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
    "gezin|jongeren|leerplicht|ondermijning|mensenhandel|riec|rsiv|stuurgroep|agenda|evenementen|bibob|cyber|cybercrime|"
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
_ROLE = late.pattern(
    rf"(?:(?:{_ROLES})(?:en|voor|van)?){{1,4}}|(?:{_UNITS})\w*|[a-z]{{2,40}}(?:{_ENDS})", re.IGNORECASE
)
"""A role, some roles in one word, a unit of an organisation with what it is for, or a word that ends as no name does."""
_UNIT = late.pattern(rf"(?:{_UNITS})\w*", re.IGNORECASE)
_GLUE = late.pattern(r"en|de|het|van|voor|noord|oost|zuid|west|midden|centrum|regio|on|\w*nederland|\d+", re.IGNORECASE)
_INITIALS = 2
"""So many letters may be someone's initials."""


def is_role(box: str, host: str) -> bool:
    """A mailbox of a role (`redactie`), of a role at the domain's own name (`veiligheid-voorbeeldstad`), or of a unit (`basisteam-oost`)."""
    own = re.split(r"\W+", host.lower())
    first, *rest = [part for part in re.split(r"[._+-]", box.lower()) if part] or [""]
    if not _ROLE.fullmatch(first):
        return False
    free = [part for part in rest if part not in own and not _ROLE.fullmatch(part) and not _GLUE.fullmatch(part)]
    unit = bool(_UNIT.fullmatch(first)) and not first.startswith("team")
    return not free or (unit and len(free) == 1 and len(free[0]) > _INITIALS)


# ── Names with a function ───────────────────────────────────────────────────────────────────────────────

_INITIAL = late.pattern(r"\.(?<=(?<![\w.])[A-Z]\.)")
_NAME = late.pattern(
    r"(?:[A-Z]\.[ ]?){1,5}\s?(?:(?:van|de|der|den|het|ten|ter|te|el|al|in|'t)\s){0,3}[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?"
)
_FUNCTION = late.pattern(
    r"\b\w*(?:adviseur|medewerker|wijkagent|projectleider|programmaleider|programmamanager|coördinator|coordinator|teamleider|"
    r"teamchef|regisseur|rechercheur|jurist|analist|ambtenaar|contactpersoon|jongerenwerker|handhaver|boa|manager|accountmanager|"
    r"procesregisseur|functionaris|beleidsmaker|onderzoeker|secretaresse)s?\b",
    re.IGNORECASE,
)
_OFFICE_HOLDER = late.pattern(
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

_BORN = late.pattern(r"\b(?:geboren|geb\.|geboortedatum|geboortedag)", re.IGNORECASE)
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAY = late.pattern(
    rf"\b(?:\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}\s(?:{_MONTHS})\s(?:19|20)\d\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d\d)\b",
    re.IGNORECASE,
)
_HOME = late.pattern(
    r"\b[1-9]\d{3} ?[A-Z]{2}\b|\b[A-Z][\w'-]*(?:straat|laan|weg|plein|dijk|kade|hof|pad|singel|gracht|park|plantsoen|dreef|steeg|"
    r"markt|ring|baan|veld|kamp|akker|es|wal|allee|plaats|erf)\s\d{1,4}|\b(?:woont|wonende?|woonachtig)\b[^.\n]{0,60}?[A-Z]\w+\s\d{1,4}\b"
)
"""A postcode, a street with a number."""
_NEAR_BIRTH, _NEAR_HOME = 60, 200


def births(text: str) -> Iterator[Hit]:
    """Days on which someone was born, with a home address near them or in their row."""
    advice = "een geboortedatum met een adres wijst één persoon aan; haal ze allebei weg"
    seen = 0
    for word in _BORN.finditer(text):
        if word.start() < seen:
            continue  # in rows that were looked through
        days = _DAY.finditer(text, word.end(), word.end() + _NEAR_BIRTH)
        if _heads_column(text, word.end()):
            seen = _end_of_block(text, word.end())
            rows = late.pattern(r"[^\n]+").finditer(text, word.end(), seen)
            days = (day for row in rows if _HOME.search(row[0]) for day in _DAY.finditer(text, row.start(), row.end()))
        else:
            days = (day for day in days if _HOME.search(text, max(0, day.start() - _NEAR_HOME), day.end() + _NEAR_HOME))
        yield from (Hit(day.start(), day.end(), "een geboortedatum bij een woonadres", advice) for day in days)


def _heads_column(text: str, end: int) -> bool:
    """Whether a word stands in the heading of a column, with rows below it."""
    return bool(late.pattern(r"\w*\s*[,;|]").match(text, end)) and 0 <= text.find("\n", end) < len(text) - 1


def _end_of_block(text: str, start: int) -> int:
    end = text.find("\n\n", start)
    return end if end >= 0 else len(text)
