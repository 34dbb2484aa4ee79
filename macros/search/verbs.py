"""Strong verbs, of which no rule makes one form of the other: what `kin.js` widens a question with."""

_FORMS = """
bedrieg bedrog, begin begon, beveel bevol, bied bod, bind bond band, blijf blef, blijk blek, brek brak brok,
breng bracht, denk dacht, drag dracht, drijf dref, dwing dwong dwang, gef gaf gift, grijp grep, help holp hulp,
kies kos keus, kop kocht, krijg kreg, lijd led, nem nam nom, schend schond, schiet schot, schrijf schref schrift,
sla slag, sluit slot, sprek sprak sprok, sta stan stand, stek stok, stel stol, sterf storf, stijg steg, strijd stred,
tref trof, trek trok, vang vangst, vecht vocht, verlies verlor, vind vond vondst, weg wog, werf worf, werp worp,
wijs wes, win won winst, zend zond, zit zet, zoek zocht
"""
STRONG = [verb.strip() for verb in _FORMS.replace("\n", " ").split(",")]
"""Each verb as the stems of its forms and of the nouns made of them, long vowels written short; not those that differ in the past only."""
