from __future__ import annotations

import io
import shutil
import socket
import ssl
import subprocess
from asyncio import Transport
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from macros.mail import mailing
from macros.mail.mailing import Keuze, Tempo, Zending
from macros.mail.recipients import Adres, Journaal, Stap, Verzendfout
from macros.mail.smtp import Server, Verbinding, lees_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aiosmtpd.smtp import SMTP, Envelope, Session

BRIEF = "2023-q4"
VAN = "Veiligheidsnetwerk <nieuwsbrief@netwerk.example>"
AFMELDEN = "https://netwerk.example/afmelden"


# ── A mail server on this machine ───────────────────────────────────────────────────────────────────────


class Postkantoor:
    """Takes in messages; can refuse readers, put them off, and hang up at any moment."""

    def __init__(self) -> None:
        self.bezorgd: list[tuple[str, bytes]] = []
        self.weigert: dict[str, str] = {}
        self.afzender = ""
        self.hangt_op: Callable[[str, int], bool] = lambda _moment, _nummer: False
        self.sessies = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, mail_options: list[str]
    ) -> str:
        del session, mail_options
        if self._weg(server, "mail"):
            return "421 weg"
        envelope.mail_from = address
        return self.afzender or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        del server, session, rcpt_options
        if antwoord := self.weigert.get(address):
            return antwoord
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        assert isinstance(envelope.content, bytes)
        assert len(envelope.rcpt_tos) == 1, "one message for each address"
        if antwoord := self.weigert.get(f"inhoud:{envelope.rcpt_tos[0]}"):
            return antwoord
        self.bezorgd.append((envelope.rcpt_tos[0], envelope.content))
        self._weg(server, "data")
        return "250 OK"

    def _weg(self, server: SMTP, moment: str) -> bool:
        weg = self.hangt_op(moment, len(self.bezorgd))
        if weg and isinstance(server.transport, Transport):
            server.transport.abort()
        return weg

    @property
    def kregen(self) -> Counter[str]:
        """How often each reader got it."""
        return Counter(adres for adres, _ in self.bezorgd)


def _poort() -> int:
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort: int = vrij.getsockname()[1]
        return poort


@pytest.fixture
def kantoor() -> Postkantoor:
    return Postkantoor()


@pytest.fixture
def server(kantoor: Postkantoor) -> Iterator[Server]:
    controleur = Controller(kantoor, hostname="127.0.0.1", port=_poort())
    controleur.start()
    yield Server("127.0.0.1", controleur.port)
    controleur.stop()


# ── What is sent ────────────────────────────────────────────────────────────────────────────────────────


def _eml() -> bytes:
    bericht = EmailMessage(policy=policy.SMTP)
    bericht["From"] = "Vul in <a@example.invalid>"
    bericht["To"] = "Vul in <b@example.invalid>"
    bericht["Subject"] = "Nieuwsbrief 4e kwartaal 2023"
    bericht["Message-ID"] = "<nieuwsbrief.2023-q4@example.invalid>"
    bericht["List-Unsubscribe"] = "<https://example.invalid/>"
    bericht["X-Unsent"] = "1"
    bericht.set_content("Één bericht\n.\n..\nmet € en punten\n", cte="quoted-printable")
    bericht.add_alternative("<p>Één bericht</p>\n", subtype="html", cte="quoted-printable")
    bericht.set_boundary("=_grens")
    return bericht.as_bytes()


def _lezers(aantal: int) -> list[Adres]:
    return [Adres(f"lezer{nummer}@gemeente.example") for nummer in range(aantal)]


def _zending(adressen: list[Adres]) -> Zending:
    return Zending(BRIEF, mailing.lees_bericht(_eml()), mailing.lees_afzender(VAN, AFMELDEN), adressen)


class Klok:
    """A clock that only sleep moves; can have someone press Ctrl-C during a nap."""

    def __init__(self, *, ctrl_c_na: int = 10**9) -> None:
        self.moment = datetime(2024, 1, 8, 9, 30, tzinfo=UTC)
        self.dutjes: list[float] = []
        self.ctrl_c_na = ctrl_c_na

    def nu(self) -> datetime:
        return self.moment

    def slaap(self, tijd: float) -> None:
        self.dutjes.append(tijd)
        self.moment += timedelta(seconds=tijd)
        if len(self.dutjes) == self.ctrl_c_na:
            raise KeyboardInterrupt


def _verstuur(
    server: Server, adressen: list[Adres], pad: Path, klok: Klok | None = None, *, opnieuw: bool = False
) -> tuple[mailing.Uitslag, str]:
    klok, meld = klok or Klok(), io.StringIO()
    with Journaal(pad, BRIEF, klok.nu) as journaal, Verbinding(server) as verbinding:
        uitslag = mailing.verstuur(
            _zending(adressen), verbinding, journaal, Tempo(klok.nu, klok.slaap, 120), meld, opnieuw=opnieuw
        )
    return uitslag, meld.getvalue() + mailing.verslag(uitslag)


# ── Everybody gets it once ──────────────────────────────────────────────────────────────────────────────


def test_every_reader_gets_one_personal_message(server: Server, kantoor: Postkantoor, tmp_path: Path) -> None:
    lezers = _lezers(5)
    uitslag, meldingen = _verstuur(server, lezers, tmp_path / "j")
    assert uitslag.klaar
    assert kantoor.kregen == Counter(adres.vol for adres in lezers)
    assert "5 verstuurd." in meldingen
    berichten = [message_from_bytes(inhoud, policy=policy.default) for _, inhoud in kantoor.bezorgd]
    assert [bericht["To"] for bericht in berichten] == [adres.vol for adres in lezers]
    assert len({bericht["Message-ID"] for bericht in berichten}) == 5
    for bericht in berichten:
        assert not bericht.defects
        assert bericht["From"] == VAN
        assert bericht["Message-ID"].endswith("@netwerk.example>")
        assert bericht["List-Unsubscribe"] == f"<{AFMELDEN}>"
        assert bericht["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "X-Unsent" not in bericht
        tekst = bericht.get_body(("plain",))
        assert tekst is not None
        assert tekst.get_content().replace("\r\n", "\n") == "Één bericht\n.\n..\nmet € en punten\n"


def test_second_run_sends_nothing(server: Server, kantoor: Postkantoor, tmp_path: Path) -> None:
    _verstuur(server, _lezers(3), tmp_path / "j")
    uitslag, meldingen = _verstuur(
        server, [*_lezers(3), Adres("LEZER1@gemeente.example")], tmp_path / "j", opnieuw=True
    )
    assert uitslag.klaar
    assert kantoor.kregen == Counter(adres.vol for adres in _lezers(3))
    assert "0 verstuurd.\n4 hadden de nieuwsbrief al" in meldingen


@pytest.mark.parametrize("na", [1, 2, 5])
def test_ctrl_c_and_again_gives_everybody_one(server: Server, kantoor: Postkantoor, tmp_path: Path, na: int) -> None:
    uitslag, meldingen = _verstuur(server, _lezers(6), tmp_path / "j", Klok(ctrl_c_na=na))
    assert (uitslag.klaar, len(kantoor.bezorgd)) == (False, na)
    assert "Gestopt: onderbroken met Ctrl-C." in meldingen
    uitslag, _ = _verstuur(server, _lezers(6), tmp_path / "j")
    assert uitslag.klaar
    assert kantoor.kregen == Counter(adres.vol for adres in _lezers(6))


def test_hang_up_between_messages_starts_a_new_session(server: Server, kantoor: Postkantoor, tmp_path: Path) -> None:
    gezien: set[int] = set()

    def om_de_twee(moment: str, nummer: int) -> bool:
        weg = moment == "mail" and nummer % 2 == 1 and nummer not in gezien
        gezien.add(nummer)
        return weg

    kantoor.hangt_op = om_de_twee
    uitslag, _ = _verstuur(server, _lezers(6), tmp_path / "j")
    assert uitslag.klaar
    assert kantoor.kregen == Counter(adres.vol for adres in _lezers(6))


def test_hang_up_in_the_middle_of_a_message_is_not_guessed(
    server: Server, kantoor: Postkantoor, tmp_path: Path
) -> None:
    kantoor.hangt_op = lambda moment, nummer: moment == "data" and nummer == 3
    uitslag, meldingen = _verstuur(server, _lezers(6), tmp_path / "j")
    assert uitslag.onbeslist == [Adres("lezer2@gemeente.example")]
    assert "midden in een bericht" in meldingen

    uitslag, meldingen = _verstuur(server, _lezers(6), tmp_path / "j")
    assert not uitslag.klaar
    assert kantoor.kregen == Counter(adres.vol for adres in _lezers(6))
    assert "1 onbeslist; het bericht kan zijn aangekomen: l…@gemeente.example." in meldingen

    uitslag, _ = _verstuur(server, _lezers(6), tmp_path / "j", opnieuw=True)
    assert uitslag.klaar
    assert kantoor.kregen["lezer2@gemeente.example"] == 2
    assert sum(kantoor.kregen.values()) == 7


def test_server_that_always_hangs_up_stops_the_run(server: Server, kantoor: Postkantoor, tmp_path: Path) -> None:
    kantoor.hangt_op = lambda moment, nummer: moment == "mail" and nummer == 2
    uitslag, meldingen = _verstuur(server, _lezers(4), tmp_path / "j")
    assert "de mailserver verbreekt steeds de verbinding" in meldingen
    assert not uitslag.onbeslist
    kantoor.hangt_op = lambda *_: False
    assert _verstuur(server, _lezers(4), tmp_path / "j")[0].klaar
    assert kantoor.kregen == Counter(adres.vol for adres in _lezers(4))


def test_no_server_at_all(tmp_path: Path) -> None:
    uitslag, meldingen = _verstuur(Server("127.0.0.1", _poort()), _lezers(2), tmp_path / "j")
    assert "geen verbinding met de mailserver 127.0.0.1" in meldingen
    assert not uitslag.onbeslist


# ── Readers that the server does not take ───────────────────────────────────────────────────────────────


def test_refused_readers_are_told_and_not_tried_again(server: Server, kantoor: Postkantoor, tmp_path: Path) -> None:
    een, twee, drie, vier = _lezers(4)
    kantoor.weigert = {
        een.vol: f"550 <{een.vol}> bestaat niet\x1b[31m", f"inhoud:{twee.vol}": "554 te groot", drie.vol: "450 kom terug",
    }  # fmt: skip
    uitslag, meldingen = _verstuur(server, [een, twee, drie, vier], tmp_path / "j")
    assert uitslag.stappen == {
        een: Stap.GEWEIGERD, twee: Stap.GEWEIGERD, drie: Stap.UITGESTELD, vier: Stap.VERSTUURD,
    }  # fmt: skip
    assert "l…@gemeente.example: geweigerd (550 <l…@gemeente.example> bestaat niet" in meldingen
    assert "2 geweigerd; controleer deze adressen" in meldingen
    assert "\x1b" not in meldingen
    assert not any(adres.vol in meldingen for adres in (een, twee, drie, vier))

    kantoor.weigert = {}
    uitslag, _ = _verstuur(server, [een, twee, drie, vier], tmp_path / "j")
    assert uitslag.stappen == {een: Stap.GEWEIGERD, twee: Stap.GEWEIGERD, drie: Stap.VERSTUURD}
    assert _verstuur(server, [een, twee, drie, vier], tmp_path / "j", opnieuw=True)[0].klaar
    assert kantoor.kregen == Counter(adres.vol for adres in _lezers(4))


def test_refused_sender_stops_before_readers_are_blamed(server: Server, kantoor: Postkantoor, tmp_path: Path) -> None:
    kantoor.afzender = "550 <nieuwsbrief@netwerk.example> onbekend"
    uitslag, meldingen = _verstuur(server, _lezers(3), tmp_path / "j")
    assert "de mailserver weigert de afzender: 550" in meldingen
    assert not uitslag.stappen
    kantoor.afzender = ""
    assert _verstuur(server, _lezers(3), tmp_path / "j")[0].klaar


def test_pace_is_kept(server: Server, tmp_path: Path) -> None:
    klok = Klok()
    _verstuur(server, _lezers(4), tmp_path / "j", klok)
    assert klok.dutjes == [0.5, 0.5, 0.5]


# ── TLS and passwords ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def certificaat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this test only."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl is not installed")
    map_ = tmp_path_factory.mktemp("tls")
    sleutel, cert = map_ / "sleutel.pem", map_ / "cert.pem"
    subprocess.run(  # noqa: S603 - our own arguments
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(sleutel), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, sleutel


def test_password_goes_over_tls(kantoor: Postkantoor, certificaat: tuple[Path, Path], tmp_path: Path) -> None:
    cert, sleutel = certificaat
    van_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    van_server.load_cert_chain(cert, sleutel)
    aangemeld: list[bytes] = []

    def inloggen(_server: object, _sessie: object, _envelop: object, _soort: str, gegevens: object) -> AuthResult:
        assert isinstance(gegevens, LoginPassword)
        aangemeld.append(gegevens.login)
        return AuthResult(success=gegevens.password == b"geheim", handled=False)

    controleur = Controller(
        kantoor, hostname="127.0.0.1", port=_poort(), tls_context=van_server, require_starttls=True,
        auth_required=True, authenticator=inloggen,
    )  # fmt: skip
    controleur.start()
    vertrouwd = ssl.create_default_context(cafile=str(cert))
    try:
        server = Server("127.0.0.1", controleur.port, "netwerk", "geheim")
        klok = Klok()
        with Journaal(tmp_path / "j", BRIEF, klok.nu) as journaal, Verbinding(server, vertrouwd) as verbinding:
            tempo = Tempo(klok.nu, klok.slaap)
            assert mailing.verstuur(_zending(_lezers(2)), verbinding, journaal, tempo, io.StringIO()).klaar
        assert aangemeld == [b"netwerk"]
        assert "niet (CERTIFICATE_VERIFY_FAILED)" in _verstuur(server, _lezers(3), tmp_path / "j")[1]
        fout = Verbinding(Server("127.0.0.1", controleur.port, "netwerk", "mis"), vertrouwd)
        with pytest.raises(Verzendfout, match="weigert deze naam of dit wachtwoord"):
            fout.verstuur(Adres("a@b.example"), Adres("c@d.example"), b"")
    finally:
        controleur.stop()


def test_password_does_not_go_in_the_open(server: Server, tmp_path: Path) -> None:
    met_naam = Server(server.host, server.poort, "netwerk", "geheim")
    assert "het wachtwoord is niet verstuurd" in _verstuur(met_naam, _lezers(1), tmp_path / "j")[1]
    assert "geheim" not in repr(met_naam)


# ── What the sender types ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("getypt", "host", "poort"), [("mail.voorbeeld.nl:587", "mail.voorbeeld.nl", 587), ("[::1]:25", "::1", 25)]
)
def test_server_is_read(getypt: str, host: str, poort: int) -> None:
    assert lees_server(getypt) == Server(host, poort)


@pytest.mark.parametrize("getypt", ["", "mail", "mail:", ":25", "mail:0", "mail:70000", "mail:25\r\n", "a b:25"])
def test_server_is_refused(getypt: str) -> None:
    with pytest.raises(ValueError, match="geen server; schrijf host:poort"):
        lees_server(getypt)


@pytest.mark.parametrize(
    ("van", "afmelden", "melding"),
    [
        ("Netwerk <geen>", AFMELDEN, "de afzender klopt niet"),
        ("Netwerk <a@b.nl>\r\nBcc: c@d.nl", AFMELDEN, "regeleinde"),
        ("Netwerk <a@b.nl>", "javascript:alert(1)", "https:// of mailto:"),
        ("Netwerk <a@b.nl>", "https://b.nl/>\r\nBcc: c@d.nl", "https:// of mailto:"),
        ("Netwerk <a@b.nl>", "", "https:// of mailto:"),
    ],
)
def test_sender_is_refused(van: str, afmelden: str, melding: str) -> None:
    with pytest.raises(ValueError, match=melding):
        mailing.lees_afzender(van, afmelden)


def test_leaving_by_mail_is_not_one_click() -> None:
    afzender = mailing.lees_afzender('"Netwërk, het" <a@b.nl>', "mailto:af@b.nl")
    bericht = mailing.persoonlijk(mailing.lees_bericht(_eml()), BRIEF, Adres("c@d.nl"), afzender, Klok().nu())
    assert bericht["List-Unsubscribe"] == "<mailto:af@b.nl>"
    assert "List-Unsubscribe-Post" not in bericht
    gelezen = message_from_bytes(bericht.as_bytes(), policy=policy.default)
    assert gelezen["From"].addresses[0].display_name == "Netwërk, het"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def keuze(tmp_path: Path) -> Keuze:
    map_ = tmp_path / "site/nieuwsbrieven" / BRIEF
    map_.mkdir(parents=True)
    (map_ / "nieuwsbrief.eml").write_bytes(_eml())
    (tmp_path / "adressen.csv").write_text("adres\njan@voorbeeld.nl\npiet@voorbeeld.nl\n", encoding="utf-8")
    return Keuze(BRIEF, tmp_path / "site", tmp_path / "adressen.csv", VAN, AFMELDEN)


def _opdracht(keuze: Keuze, **anders: Any) -> tuple[int, str]:  # noqa: ANN401 - any field of Keuze
    klok, meld = Klok(), io.StringIO()
    return mailing.opdracht(replace(keuze, **anders), nu=klok.nu, slaap=klok.slaap, meld=meld), meld.getvalue()


def test_command_sends(keuze: Keuze, server: Server, kantoor: Postkantoor) -> None:
    code, meldingen = _opdracht(keuze, smtp=f"{server.host}:{server.poort}")
    assert (code, sum(kantoor.kregen.values())) == (0, 2)
    assert meldingen == "[########################] 2 van 2\n2 verstuurd.\n"
    assert (keuze.naar.parent / "adressen.2023-q4.journaal").is_file()


def test_proof_writes_files_and_sends_nothing(keuze: Keuze, kantoor: Postkantoor, tmp_path: Path) -> None:
    code, meldingen = _opdracht(keuze, proef=tmp_path / "proef")
    assert (code, kantoor.bezorgd) == (0, [])
    assert "2 berichten geschreven" in meldingen
    berichten = [message_from_bytes(pad.read_bytes(), policy=policy.default) for pad in (tmp_path / "proef").iterdir()]
    assert {bericht["To"] for bericht in berichten} == {"jan@voorbeeld.nl", "piet@voorbeeld.nl"}
    assert not any(bericht.defects for bericht in berichten)
    assert not list(tmp_path.glob("*.journaal"))


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"brief": "../../etc"}, "is geen nieuwsbrief"),
        ({"brief": "2017-q1"}, "maak eerst de site met 'make site'"),
        ({"smtp": "nergens"}, "geen server"),
        ({"smtp": "127.0.0.1:25", "per_minuut": 0}, "minstens 1"),
        ({"van": "niemand"}, "de afzender klopt niet"),
        ({"naar": Path("/bestaat/niet.csv")}, "kan niet worden gelezen"),
    ],
)
def test_command_says_in_dutch_what_is_wrong(keuze: Keuze, anders: dict[str, object], melding: str) -> None:
    code, meldingen = _opdracht(keuze, **anders)
    assert code == 1
    assert melding in meldingen


def test_wrong_addresses_stop_everything(keuze: Keuze, server: Server, kantoor: Postkantoor) -> None:
    keuze.naar.write_text("adres\njan@voorbeeld.nl\nfout\njan@voorbeeld.nl\n", encoding="utf-8")
    code, meldingen = _opdracht(keuze, smtp=f"{server.host}:{server.poort}")
    assert (code, kantoor.bezorgd) == (1, [])
    assert "adressen.csv:3: " in meldingen
    assert "adressen.csv:4: j…@voorbeeld.nl" in meldingen
    assert meldingen.endswith("2 fouten; er is niets verstuurd.\n")


@pytest.mark.parametrize("inhoud", [b"", b"Subject: x\r\n\r\nhallo", b"\xff\x00" * 100, _eml()[:400]])
def test_only_our_own_mail_is_sent(inhoud: bytes) -> None:
    with pytest.raises(Verzendfout, match="geen nieuwsbrief uit de bouw"):
        mailing.lees_bericht(inhoud)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal_stays_on_one_line() -> None:
    uit = _Terminal()
    balk = mailing.Balk(uit, 4)
    balk.toon(1)
    balk.regel("l…@gemeente.example: geweigerd")
    balk.toon(4)
    balk.klaar()
    laatste = uit.getvalue().split("\r")[-1]
    assert laatste == "[########################] 4 van 4\n"
    assert "geweigerd\n" in uit.getvalue()
