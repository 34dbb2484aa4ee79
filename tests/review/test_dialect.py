"""What people type or paste and would see otherwise than they mean is told; what they mean, and code, is left alone."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.document import markdown
from macros.review import dialect


def _told(text: str, first: int = 1) -> list[tuple[int, str]]:
    return list(dialect.faults(text, markdown.read(text), first))


TOLD: dict[str, list[tuple[int, str]]] = {
    # marks of other tools
    '!!! note "Let op"\n    Een kader.': [(1, "'!!! note \"Let op\"'; zo maakt een ander programma een kader; schrijf een kader als '> [!NOTE]'")],
    "- punt\n\n  !!! tip\n": [(3, "'!!! tip'")],
    "??? vraag": [(1, "'??? vraag'; zo maakt een ander programma een kader")],
    '???+ warning "Let op"': [(1, "een kader")],
    "::: tip\nx\n:::": [(1, "een kader")],
    "/// note | Titel\nx\n///": [(1, "een kader")],
    '=== "Gemeenten"': [(1, "tabbladen kent de site niet")],
    "Bel :material-phone: of :octicons-mail-16:": [(1, "':material-phone:'"), (1, "':octicons-mail-16:'")],
    "Goed gedaan :smile:!": [(1, "plak het teken zelf")],
    ":+1: en :e-mail: en :100:": [(1, "':+1:'"), (1, "':100:'"), (1, "':e-mail:'")],
    "[Meedoen](a.md){ .md-button .primary }": [(1, "'{ .md-button .primary }'; eigenschappen tussen accolades")],
    "## Kop {#kop}": [],  # told with the words: `{#` begins a remark there
    "Tekst {: .groot #id }": [(1, "'{: .groot #id }'")],
    '![Een brug](a.png){ width="300" align=left }': [(1, "eigenschappen")],
    '[x](https://a.nl){:target="_blank"}': [(1, "eigenschappen")],
    "Tekst\n\n[TOC]\n": [(3, "de inhoudsopgave maakt de site zelf")],
    "[[_TOC_]]": [(1, "inhoudsopgave")],
    "Druk op ++ctrl+alt+del++.": [(1, "toetsen schrijft u als `Ctrl + C`")],
    "Dit is ^^nieuw^^.": [(1, "'^^nieuw^^'; dat teken kent de site niet; schrijf **woord**")],
    "Dit is ==van **groot** belang==.": [(1, "'==van groot belang=='")],
    "Een {++toevoeging++} hier": [(1, "'{++toevoeging++}'")],
    "20 m^2^": [(1, "'^2^'; hoog geschreven tekens")],
    "H~2~O": [(1, "'2' wordt hier doorgestreept")],
    '--8<-- "blok.md"': [(1, "bestanden invoegen met --8<-- kan hier niet")],
    "$$\nx = 1\n$$": [(1, "formules"), (3, "formules")],
    "De som $x_1 = 2$ klopt.": [(1, "'$x_1 = 2$'; formules worden hier niet getekend")],
    "Ondermijning\n:   Misdaad die …": [(2, "een lijst met begrippen schrijft u als '- **begrip**: uitleg'")],
    "Ondermijning\n\n: Misdaad": [(3, "een lijst met begrippen")],
    "*[RIEC]: Regionaal centrum": [(1, "afkortingen zo uitleggen kan hier niet")],
    "Tekst^[een noot]": [],
    "Tekst ^[een noot]": [(1, "een noot schrijft u als [^1]")],
    "Zie [[Jeugd]]": [(1, "'[[Jeugd]]'; een link schrijft u als [tekst](bestand.md)")],
    # alerts
    "> [!LETOP]\n> Tekst": [(1, "een kader met de naam 'LETOP' bestaat niet; schrijf '> [!WARNING]' (er is NOTE, TIP, IMPORTANT, WARNING, CAUTION)")],
    "> [!Info]\n> Tekst": [(1, "schrijf '> [!NOTE]'")],
    "> [!TIPS]\n> Tekst": [(1, "schrijf '> [!TIP]'")],
    "> [!NOTE] Titel\n> Tekst": [(1, "schrijf alleen '> [!NOTE]' en zet 'Titel' op de regel eronder")],
    "[!NOTE]\nTekst": [(1, "dit wordt geen kader; zet '> [!NOTE]' op de eerste regel")],
    "> Tekst\n> [!NOTE]\n> x": [(2, "dit wordt geen kader")],
    "- punt\n\n  > [!NOTE]\n  > x": [(3, "en niet in een lijst of ander kader")],
    "> [!TIP]": [(1, "dit kader is leeg")],
    # cells from a spreadsheet
    "Gemeente\tAantal\tJaar\nTiel\t12\t2024\nEde\t15\t2024": [(1, "cellen uit een rekenblad en zij worden hier één zin; maak er een tabel van: een lege regel, dan '| Gemeente | Aantal | Jaar |', dan '| --- | --- | --- |'")],
    "De aantallen:\nGemeente\tAantal\nTiel\t12": [(2, "'| Gemeente | Aantal |'")],
    "Gemeente\tAantal\n\nTiel\t12": [(1, "'| Gemeente | Aantal |'")],
    "\tAantal\tJaar\nTiel\t12\t2024": [(1, "'|  | Aantal | Jaar |'")],
    "Gemeente;Aantal\nTiel;12": [(1, "'| Gemeente | Aantal |'")],
    "Gemeente,Aantal,Jaar\nTiel,12,2024": [(1, "'| Gemeente | Aantal | Jaar |'")],
    "Gemeente    Aantal\nTiel        12\nEde         15": [(1, "'| Gemeente | Aantal |'")],
    "Gemeente  Aantal  Jaar\nTiel  12  2024": [(1, "'| Gemeente | Aantal | Jaar |'")],
    "Een zin.  Nog een zin.  En nog een.\nEn nog een.  Zin.": [],
    "Het was 1,5 en 2,5 en\nvan 3,5 tot 4,5 was.": [],
    "Bel ons,mail ons,of kom\nlangs.": [],
    # words that only a mouse shows
    'Zie [het verslag](https://www.voorbeeld.example/ "Verslag van mei").': [(1, "ziet 'Verslag van mei' niet; zet die woorden in de zin")],
    'Het schild ![Een schild](schild.png "Van de school") hangt er.': [(1, "ziet 'Van de school' niet; zet het plaatje op een regel voor zich")],
    # lists
    "•\tEerste punt\n•\tTweede punt": [(1, "een punt van een lijst begint met '- '; schrijf '- Eerste punt'")],
    "De partners:\n◦ politie": [(2, "schrijf '- politie'")],
    "‣ een": [(1, "schrijf '- een'")],
    "· een": [(1, "schrijf '- een'")],
    "\uf0b7 Een punt": [(1, "schrijf '- Een punt'")],
    "\uf0a7\tEen punt": [(1, "schrijf '- Een punt'")],
    "o\tEen punt": [(1, "schrijf '- Een punt'")],
    "§\tEen punt": [(1, "schrijf '- Een punt'")],
    "– Een\n– Twee": [(1, "schrijf '- Een'")],
    "- Een\n  – Twee": [(2, "schrijf '- Twee'")],
    "✅ Een\n✅ Twee": [(1, "schrijf '- Een'")],
    "➡️ Een\n➡️ Twee": [(1, "schrijf '- Een'")],
    "👉🏻 Een\n👉🏻 Twee": [(1, "schrijf '- Een'")],
    "1️⃣ Een\n2️⃣ Twee": [(1, "schrijf '- Een'")],
    "① Een\n② Twee": [(1, "schrijf '- Een'")],
    "→ Een\n→ Twee": [(1, "schrijf '- Een'")],
    "De partners:\n» Een\n» Twee": [(2, "schrijf '- Een'")],
    "De partners:\no Een\no Twee": [(2, "schrijf '- Een'")],
    "§ Een\n§ Twee": [(1, "schrijf '- Een'")],
    "a) Een\nb) Twee": [(1, "een lijst die zo begint wordt hier één zin; schrijf '- Een', of '1. Een'")],
    "De stappen:\ni. Een\nii. Twee": [(2, "schrijf '- Een'")],
    "(1) Een\n(2) Twee": [(1, "schrijf '- Een'")],
    "1.1 Een\n1.2 Twee": [(1, "'1.1 Een'")],
    "1 – Een\n2 – Twee": [(1, "of '1. Een'")],
    "1/ Een\n2/ Twee": [(1, "of '1. Een'")],
    "[1] Een\n[2] Twee": [(1, "of '1. Een'")],
    "Zo gaat het:\nStap 1: bel\nStap 2: mail": [(2, "schrijf '- Stap 1: bel'")],
    "a)\tEen": [(1, "schrijf '- Een'")],
    "De partners:\n    - a\n    - b": [(2, "'- a'; deze regel lijkt een punt van een lijst en is het niet")],
    "- punt\n      * onderdeel": [(2, "'* onderdeel'")],
    "De stappen:\n2. Bel": [(2, "'2. Bel'")],
    "Wie belt, doet dat zo\n3) Bel\n4) Vul in": [(2, "'3) Bel'")],
    "-een\n-twee": [(1, "'-een'")],
    "1.Bel\n2.Vul": [(1, "'1.Bel'")],
    "[ ] doen": [(1, "een vakje staat aan het begin van een punt; schrijf '- [ ] doen'")],
    "- [] doen\n- [x]gedaan": [(1, "'[]'"), (2, "'[x]'")],
    "| a | b |\n| --- | --- |\n| [x] | 1 |": [(3, "'[x]'")],
    # code by accident
    "    Deze alinea springt in.": [(1, "vier spaties of een tab maken hier een blok code van 'Deze alinea springt in.'; begin de regel links")],
    "Tekst\n\n\tTekst": [(3, "een blok code van 'Tekst'")],
    "``` Dit is een zin\nx\n```": [(1, "'Dit is een zin' weg; zet tekst op de volgende regel")],
    "~~~ Tekst\nx\n~~~": [(1, "'Tekst' weg")],
    "```mermaid\ngraph\n```": [(1, "een blok mermaid wordt hier niet getekend")],
    # tables
    "| Gemeente | Aantal |\n| Tiel | 12 |": [(1, "dit is geen tabel, want onder de kop ontbreekt de regel met streepjes; zet onder de eerste regel van de tabel '| --- | --- |'")],
    "Gemeente | Aantal\nTiel | 12": [(1, "'| --- | --- |'")],
    "> | a | b | c |\n> | 1 | 2 | 3 |": [(1, "'| --- | --- | --- |'")],
    "| a | b |\n| --- |\n| 1 | 2 |": [(2, "heeft 1 kolommen en de kop 2; schrijf daar '| --- | --- |'")],
    "| a | b |\n| — | — |\n| 1 | 2 |": [(2, "de regel met streepjes klopt niet")],
    "| a | b |\n|\u00a0---\u00a0| --- |\n| 1 | 2 |": [(2, "de regel met streepjes klopt niet")],
    "1. een\n| a | b |\n| --- | --- |\n| 1 | 2 |": [(3, "zij hoort bij de regel erboven; zet er een lege regel boven")],
    "| a | b |\n---\n": [(1, "ontbreekt de regel met streepjes")],
    "| --- | --- |\n| 1 | 2 |": [(1, "ontbreekt de kop")],
    "+---+---+\n| a | b |\n+---+---+": [(1, "zo ziet een tabel er hier niet uit")],
    "| a | b |\n| --- | --- |\n| 1 | 2 | drie |": [(3, "deze rij heeft 3 cellen en de kop 2, dus 'drie' valt weg")],
    "| a | b |\n| --- | --- |\n| `x|y` | 2 |": [(3, "dus '2' valt weg; geef de kop ook 3 cellen, of schrijf \\|"), (3, "dit accent blijft staan")],
    "> | a |\n> | --- |\n> | 1 | 2 |": [(3, "'2' valt weg")],
    "| a | b |\n| --- | --- |\n| 1 | 2 |\nBron: het jaarverslag": [(4, "'Bron: het jaarverslag' wordt een rij van de tabel")],
    # marks that stay
    "**https://a.nl/b**\u00a0en": [(1, "deze sterretjes blijven staan")],
    "**vet en meer": [(1, "deze sterretjes blijven staan; schrijf **vet**")],
    "**Let op:**tekst": [(1, "deze sterretjes")],
    "** vet **": [(1, "deze sterretjes")],
    "~~weg": [(1, "deze tekens blijven staan; schrijf ~~vervallen~~")],
    "__vet": [(1, "deze streepjes")],
    "foto`s en auto`s": [(1, "een ` is geen apostrof: 's en auto' wordt hier code")],
    "alle foto`s": [(1, "een ` is geen apostrof")],
    "typ `make": [(1, "dit accent blijft staan")],
    "2*3*4 is 24": [(1, "de sterretjes rond '3' verdwijnen")],
    "2*3 en 4*": [(1, "de sterretjes rond '3 en 4' verdwijnen")],
    "collega*s en partner*s": [(1, "de sterretjes rond 's en partner' verdwijnen")],
    # links
    "[tekst] (https://a.nl/b)": [(1, "mag geen spatie staan; schrijf [tekst](adres)")],
    "[tekst] (jeugd.md)": [(1, "mag geen spatie staan")],
    "(tekst)[jeugd.md]": [(1, "de haken staan verkeerd om")],
    "(tekst)[https://a.nl]": [(1, "de haken staan verkeerd om")],
    'Zie [HackShield [nu]](over.md "half).': [(1, "een adres met een spatie is geen link")],
    "Zie [a] of b](over ons.md).": [(1, "'](over ons.md)'; een adres met een spatie is geen link")],
    "[x](Verslag mei 2024.pdf)": [(1, "een adres met een spatie is geen link; geef het bestand een naam zonder spaties, of zet < en > om het adres")],
    "Zie [x](https://www.politie.nl/a\tb).": [(1, "in dit adres staat een tab")],
    "![Een brug](foto mei.jpg)": [(1, "een adres met een spatie")],
    "[x](jeugd.md": [(1, "deze link klopt niet")],
    "[tekst](https://a.nl/\nb)": [(1, "zonder haakjes of regeleinde in het adres")],
    "[p]\n\n[p]: https://a.nl\n[P]: https://b.nl": [(4, "de naam 'P' heeft al een adres en dit vervalt")],
    "Zo.[^mijn noot]\n\n[^mijn noot]: De tekst.": [(1, "in de naam van een noot staat geen spatie"), (3, "geen spatie")],
    "[Let op]: woensdag": [(1, "deze regel is nergens te zien: '[Let op]: woensdag'")],
    # headings
    "##Kop": [(1, "hoort een gewone spatie; schrijf '## Kop'")],
    "##\u00a0Kop": [(1, "hoort een gewone spatie")],
    "####### Kop": [(1, "hoogstens zes hekjes")],
    "#Jeugd en veiligheid": [(1, "is dit een kop")],
    "Een zin die hier eindigt.\n---": [(1, "maakt een kop van 'Een zin die hier eindigt.'")],
    "De partners:\n-": [(1, "maakt een kop van 'De partners:'")],
    "Een zin\ngaat door\n===": [(1, "maakt een kop van 'Een zin'")],
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_what_would_be_shown_otherwise_is_told(text: str) -> None:
    found = _told(text)
    assert [line for line, _ in found] == [line for line, _ in TOLD[text]], found
    for (_, message), (_, part) in zip(found, TOLD[text], strict=True):
        assert part in message


RIGHT = (
    "De partners zijn:\n- de politie\n- de gemeente",
    "- hoofdpunt\n  - onderdeel a\n  - onderdeel b",
    "1. Bel.\n2. Vul in.\n\n   Een alinea bij stap 2.\n3. Wacht.",
    "1.\tBel\n2.\tVul in",
    "1) Bel\n2) Vul in",
    "- [ ] doen\n- [x] gedaan",
    "~~vervallen~~ en **vet** en *schuin* en `code`",
    "Tabel: de aantallen\n| Gemeente | Aantal |\n| :-- | --: |\n| Tiel | 12 |\n| Ede |\n| `a\\|b` | 2 | |",
    "| Gemeente |\n| --- |\n| Tiel |",
    "> [!NOTE]\n> Tekst\n> - punt",
    "Zie https://voorbeeld.nl/a__b==c==?x=:smile: en [tekst](<naam met spatie.pdf>) en [tekst](a.md).",
    "[tekst][naam] en meer\n\n[naam]: jeugd.md",
    "[//]: # (een opmerking)",
    "Tekst[^1]\n\n[^1]: De noot.",
    "De afspraken van het netwerk zijn vastgelegd in artikel\n13. Dat artikel geldt nog.",
    "Het netwerk begon met een eerste bijeenkomst in het voorjaar van\n2019. In dat jaar kwamen er meer.",
    "- **2019.** In mei 2019 begon het.",
    "Het netwerk werkt met de politie en met alle gemeenten in de regio\n– en dat al jaren – aan veiligheid.",
    "De tijd 10:30:00, artikel 3:15:a, C++ en D++, a == b, 2 ** 3, 5 * 6 * 7, ± 3, vraag??? En!!!",
    "Bij <100 gevallen; € 5 en $ 10; $100 of $200; 12.000* en 13.000** (voorlopig)",
    "A. de Vries is burgemeester.",
    "Stap 1: bel\\\nStap 2: mail  \n§ een  \n§ twee",
    "Het netwerk telt in artikel 12\nen in artikel 13 van\n€ 100 tot\n€ 200, zie\n1 en 2 en\n2 en 3.",
    "Dat is zo:ja: en 10:30: inloop.",
    "> Een citaat.\n> — de wijkagent\n\n— de burgemeester",
    "≥ 65 jaar en\n± 300 mensen",
    "Kies a) dit of\nb) dat.",
    "#Veiligheidspraat",
    "De praat heet al jaren\n#Veiligheidspraat en dat blijft zo.",
    "Wat doen wij?\n---\nTekst",
    "Tekst\n\n---\n\nTekst",
    "Een [link] (met uitleg) en (haakjes)[^1]\n\n[^1]: Noot.",
    "\\*\\*niet vet\\*\\* en \\==x\\== en \\- geen punt en 1\\. geen punt en \\[ \\] en \\## kop",
    "&#42;&#42;x en &#124; a &#124;",
    "Home | Contact",
    '{{ bron("a|b") }} en {{ cijfers(\n  id="x"\n) }} tekst',
    '| a | b |\n| --- | --- |\n| {{ bron("x|y") }} | 2 |',
    "```python\n!!! note\n| a | b |\n| 1 | 2 |\n•\tx\n==x== **vet\n```",
    "`!!! note` en `==x==` en `:smile:` en `[x](a b.md)` en `**vet` en `| a | b |`",
    "- `x | y`\n- `z | w`",
    "<!-- !!! note -->",
)  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_shown_as_it_is_meant_is_left_alone(text: str) -> None:
    assert _told(text) == []


def test_a_line_is_that_of_the_file() -> None:
    assert [line for line, _ in _told("Goed.\n\n> - punt\n>   **vet\n\n##Kop", first=20)] == [23, 25]


def test_words_of_the_vocabulary_may_be_in_the_text_as_typed_or_as_placeholders() -> None:
    typed = 'Zie {{ bron("a") }} **vet en {{ bron("b|c") }}\n\n| a | {{ bron("x|y") }} |\n| --- | --- |\n| {{ bron("p|q") }} | 2 | 3 |\n'
    replaced = re.sub(r"\{\{.*?\}\}", markdown.placeholder("1", block=False), typed)
    tree = markdown.read(replaced)
    found = [*dialect.faults(typed, tree, 1)]
    assert found == [*dialect.faults(replaced, tree, 1)]
    assert [line for line, _ in found] == [1, 5]


def test_a_list_that_is_pasted_is_told_once_a_paragraph() -> None:
    assert len(_told("\n".join(f"•\tPunt {number}" for number in range(9)))) == 1


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet="ab1 \n\t|-*_~=#>[](){}!?:.;`+$^•–\\&", max_size=60))
def test_any_text_gives_messages_with_a_line_and_no_crash(text: str) -> None:
    for line, message in _told(text):
        assert 1 <= line <= text.count("\n") + 1
        assert message


@pytest.mark.parametrize(
    "piece",
    [
        "{++",
        "[",
        "^[",
        "$=",
        '{a="',
        "**",
        "\t",
        "| ",
        "[a]: b\n",
        "•\n",
        "$$\n",
        "2. x\n",
        "`",
        "a*a*",
        "== a ",
        "](",
        "{.a  ",
    ],
)
def test_no_text_keeps_the_check_busy(piece: str) -> None:
    text = "x " + piece * (60_000 // len(piece))
    tree = markdown.read(text)
    start = time.process_time()
    list(dialect.faults(text, tree, 1))
    assert time.process_time() - start < 3
