"""The tables of the source documents, as they were typed over from them, figure by figure."""

from __future__ import annotations

from decimal import Decimal

# voortgangsbericht-2023
VNON_2023 = {
    "baten": {
        "Saldo reserve VS 2020 - 2022": Decimal(223454),
        "Subsidie CityDeal re_BOOTCMP": Decimal(12500),
        "Subsidie CityDeal flyers": Decimal(7550),
        "Subsidie CityDeal aanjaagfunctionaris": Decimal(80000),
    },
    "baten_gedrukt": Decimal(323504),
    "lasten": {
        "Salaris en exploitatielasten": Decimal(122469),
        "Re_BOOTCMP": Decimal("19538.88"),
        "Flyermateriaal Cyber": Decimal("33010.38"),
        "Aanjaagfunctionaris (incl. prognose)": Decimal("54721.95"),
        "Vernieuwen website": Decimal("16356.92"),
    },
    "lasten_gedrukt": Decimal("246097.13"),
    "saldo": Decimal("77406.87"),  # not printed
    "restant": Decimal("25278.05"),
}
VNON_2024 = {
    "baten": {"Inwonersbijdrage gemeenten": Decimal(229760), "Subsidie CityDeal aanjaagfunctionaris": "PM"},
    "baten_gedrukt": Decimal(229760),
    "lasten": {
        "Salaris en exploitatielasten": Decimal(130000),
        "Kennisbijeenkomsten": Decimal(15000),
        "Netwerken/regionale thema's": Decimal(35000),
        "Communicatie / kennisbank": Decimal(10000),
        "Doorlopende activiteiten": Decimal(40000),
    },
    "lasten_gedrukt": Decimal(229760),
    "lasten_opgeteld": Decimal(230000),
    "verschil": Decimal(240),
}

# vraag-en-antwoord-2019; no total is printed
BIJDRAGE_2020_2023 = {
    "Coördinatie (32 uur per week)": Decimal(90000),
    "Communicatie/administratie (4 uur per week)": Decimal(50000),
    "Intelligence": Decimal(20000),
    "Projecten": Decimal(70000),
}
BIJDRAGE_ADDED_UP = Decimal(230000)

# actieagenda-midden-nederland-2022: budget 2021, account 2021, budget 2022
MIDDEN_NEDERLAND = {
    "Bijdrage gemeenten (incl. ViB)": (Decimal(473385), Decimal(488180), Decimal(498000)),
    "Politie": (Decimal(364093), Decimal(371170), Decimal(375000)),
    "Openbaar Ministerie": (Decimal(94359), Decimal(96193), Decimal(99000)),
    "Totaal baten": (Decimal(931837), Decimal(955543), Decimal(972000)),
    "Personeel": (Decimal(792908), Decimal(860872), Decimal(870000)),
    "Beheerlasten Gem. Utrecht": (Decimal(102763), Decimal(81921), Decimal(90000)),
    "Uitvoering Veiligheidsstrategie": (Decimal(33500), Decimal(31305), Decimal(50000)),
    "Totaal lasten lopend jaar": (Decimal(929171), Decimal(974098), Decimal(1010000)),
    "Toevoeging aan reserve": (Decimal(2666), Decimal(-112495), Decimal(-38000)),
    "Personeel, betaling m.b.t. 2020": (None, Decimal(93940), None),
    "Totaal lasten": (Decimal(931837), Decimal(955543), Decimal(972000)),
}

# voortgangsrapportage-2018: average of 2013-2016, 2016, 2017, difference, difference in percent
WONINGINBRAKEN = {
    "IJsselland": (1525, 1306, 867, -439, -34),
    "Twente": (2083, 1875, 1408, -467, -25),
    "Noord- en Oost-Gelderland": (2578, 2194, 1830, -364, -17),
    "Gelderland-Midden": (2723, 2447, 1923, -524, -21),
    "Gelderland-Zuid": (2285, 1715, 1363, -352, -21),
    "Totaal Oost-Nederland": (11194, 9537, 7391, -2146, -23),
}
VERDACHTEN = {
    "IJsselland": (166, 125, 124, -1, -1),
    "Twente": (234, 158, 145, -13, -8),
    "Noord- en Oost-Gelderland": (273, 271, 231, -40, -15),
    "Gelderland-Midden": (261, 236, 184, -52, -22),
    "Gelderland-Zuid": (186, 136, 104, -32, -24),
    "Totaal Oost-Nederland": (1119, 926, 788, -138, -15),
}
VERDACHTEN_ADDED_UP = 1120
OPHELDERING = {
    "IJsselland": (10, 14),
    "Twente": (9, 11),
    "Noord- en Oost-Gelderland": (11, 11),
    "Gelderland-Midden": (9, 10),
    "Gelderland-Zuid": (8, 10),
    "Totaal Oost-Nederland": (10, 11),
}
SLACHTOFFERKANS = {"2012": "4,0", "2013": "3,9", "2014": "3,5", "2015": "3,2", "2016": "3,1"}
