"""Text that was once read in the wrong encoding is told with what it was; text in other languages is left alone."""

from __future__ import annotations

import pytest

from macros.review.characters import check_text, repaired

WORDS = (
    "Súdwest-Fryslân",
    "coördinator",
    "€ 100",
    "foto’s",
    "één",
    "‘ja’ – nee …",
    "naïef",
    "½ °C",
    "à la carte",
    "São João",
    "CAFÉ",
)
"""What people here write, each with letters beyond ASCII."""


def _read_as(text: str, encoding: str) -> str:
    """The text as a program shows it that takes UTF-8 for something else; it keeps a byte that it does not know."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


def _told(text: str) -> list[tuple[int, str, bool]]:
    return [(b.line, b.message, b.warning) for b in check_text("docs/x.md", text)]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize("word", WORDS)
def test_text_that_was_read_wrongly_is_told_with_what_it_was(word: str, encoding: str) -> None:
    damaged = _read_as(word, encoding)
    assert repaired(damaged) == word
    (line, message, warning) = _told(f"Eerste regel.\n{damaged}\n")[0]
    assert (line, warning) == (2, False)
    assert "verkeerde codering" in message


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("word", WORDS)
def test_damage_upon_damage_is_undone_too(word: str, times: int, encoding: str) -> None:
    damaged = word
    for _ in range(times):
        damaged = _read_as(damaged, encoding)
    assert repaired(damaged) == word


@pytest.mark.parametrize(
    "text",
    [
        "João Ã, SÃO PAULO en MAÇÃ: namen uit Portugal", "“MAÇÔ", "tâche, forêt, âge, CHÂTEAU, l’Âge d’or", "Â", "„Ä“ en „Ö“", "»Ü«",
        "CAFÉ” en CAFÉ’S en privé…", "naïeve…” zei zij", "« À »", "ÎLE-DE-FRANCE", "Łódź, Österreich, Ångström, Œuvre, Ελλάδα",
        "√2, √ π en ¬p", "├── docs\n│   └── index.md", "ƒ 5, 10 µg, 20 m², 3½ jaar, ¿Qué?", "coördinator, één, ’s avonds, foto’s", "❤️ 👩‍👩‍👧 🇳🇱",
        "https://voorbeeld.nl/zoek?q=a?b en wat? ja", "Wie?Wat?Waar?", "harde spatie: € 5", "a=b en x==y", "\ufeffEen bestand",
        "Dušan Žižek en Božidar uit Niš", "Punt • volgende punt", "Windows™",
        "Zorg &amp; veiligheid: &euro;&nbsp;5, &lt;b&gt;, caf&eacute;, ?a=1&shy=2", "`&shy` en &onbekend;",
    ],
)  # fmt: skip
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ge\ufffdnteresseerd", "een letter verloren gegaan (U+FFFD), direct na 'ge'"),
        ("ïnfo geÃ¯nteresseerd", "'geÃ¯nteresseerd'; schrijf 'geïnteresseerd'"),
        ("Ã©Ã©n en coÃ¶rdinator", "'Ã©Ã©n' (en nog 1 op deze regel); schrijf 'één'"),
        ("â€œja", "schrijf '“ja'"),
        ("RodrÃ\u00adguez", "schrijf 'Rodríguez'"),
        ("geï¿½nteresseerd", "schrijf 'ge\ufffdnteresseerd'"),
        ("\uf0b7 Een punt", "in één lettertype bestaat (U+F0B7), aan het begin van de regel"),
        ("\U000f0001", "(U+F0001)"),
        ("veilig\u00adheid", "een onzichtbaar afbreekstreepje (U+00AD), direct na 'veilig'"),
        ("Zie \ufffc", "een plaatje (U+FFFC), direct na 'Zie '"),
        ("veilig\u200dheid", "een onzichtbaar teken (U+200D), direct na 'veilig'"),
        ("veilig&shy;heid", "een onzichtbaar afbreekstreepje (U+00AD), direct na 'veilig'"),
        ("veilig&#x200B;heid", "een onzichtbaar teken als code, '&#x200B;'; haal het weg"),
        ("co&Atilde;&para;rdinator", "'coÃ¶rdinator'; schrijf 'coördinator'"),
        ("€Â 100 en 12Â 000", "'€Â' (en nog 1 op deze regel); schrijf '€'"),
        ("vis-Ã -vis", "schrijf 'vis-à-vis'"),
        ("co=C3=B6rdinator", "als code uit een e-mail: 'co=C3=B6rdinator'; schrijf 'coördinator'"),
    ],
)
def test_what_no_one_means_to_type_is_an_error(text: str, part: str) -> None:
    ((line, message, warning), *_) = _told(f"\n{text}\n")
    assert (line, warning) == (2, False)
    assert part in message


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("de co?rdinator", "in 'co?rdinator' lijkt een letter te zijn vervangen"),
        ("S£dwest", "midden in een woord staat '£', direct na 'S'"),
        ("een cošrdinator", "midden in een woord staat 'š', direct na 'een co'"),
        ("de gemeente Groesbeek en de cafŽs", "midden in een woord staat 'Ž', direct na"),
        ("een na•eve vraag", "midden in een woord staat '•', direct na 'een na'"),
        ("proﬁel", "'ﬁ' als één teken uit een PDF, direct na 'pro'; schrijf 'fi'"),
    ],
)
def test_what_can_be_meant_is_a_warning(text: str, part: str) -> None:
    ((_, message, warning),) = _told(text)
    assert warning
    assert part in message
