"""Words about the newsletter by mail: how one joins and leaves, and what is kept. All of it follows from the settings.

The first line and the example of each docstring are shown to contributors, so those are in Dutch.
"""

from __future__ import annotations

from urllib.parse import quote

from macros.document.templates import View
from macros.records import models as m


def nieuwsbrief_per_mail(w: View) -> str:
    """Laat zien hoe een lezer de nieuwsbrief per e-mail krijgt, of dat dat niet kan.

    Voorbeeld: {{ nieuwsbrief_per_mail() }}
    """
    names = [record.naam_ for record in (*w.catalog.themas(running=True), *w.catalog.all_of(m.District))]
    topics = "\r\n".join(f"- {name}" for name in names)
    body = f"Haal weg wat u niet wilt lezen. Laat u alles staan, dan krijgt u alle berichten.\r\n\r\n{topics}\r\n"
    list_ = w.catalog.netwerk.nieuwsbrief
    request = f"mailto:{list_.postbus}?subject={quote('aanmelden nieuwsbrief')}&body={quote(body)}"
    return w.render("nieuwsbrief_per_mail", list_=list_, request=request)


def wat_wij_bewaren(w: View) -> str:
    """Laat zien wat wij bewaren van wie de nieuwsbrief per e-mail krijgt, hoe lang, en wie daarover gaat.

    Voorbeeld: {{ wat_wij_bewaren() }}
    """
    return w.render("wat_wij_bewaren", list_=w.catalog.netwerk.nieuwsbrief)
