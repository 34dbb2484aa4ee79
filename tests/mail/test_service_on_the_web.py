"""The service as readers and mail programs meet it: the command, waitress, nginx and Caddy with our configuration, Chromium.

The servers are Debian's (`.ci/servers`); the mail server is aiosmtpd.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from macros.mail.readers import Readers
from macros.mail.recipients import Interests
from macros.records.loader import own_network
from macros.release.servers import program
from tests.browser import axe
from tests.helpers.post_office import PostOffice, opened
from tests.helpers.servers import DEPLOY, free_port, nginx_folders, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
SERVICE = "https://netwerk.example/nieuwsbrief/"
LIST = own_network(ROOT).nieuwsbrief.lijst


@pytest.fixture
def post_office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def service(post_office: PostOffice, tmp_path: Path) -> Iterator[int]:
    """The port of the command as a person starts it."""
    data = tmp_path / "site/data"
    data.mkdir(parents=True)
    themas = [{"id": "jeugd", "naam": "Jeugd", "looptijden": [{"van": 2015, "tot": None}]}]
    (data / "themas.json").write_text(json.dumps(themas))
    (data / "districten.json").write_text(json.dumps([{"id": "twente", "naam": "Twente"}]))
    port = free_port()
    with opened(post_office) as mail:
        command = [
            sys.executable, "-m", "macros.cli", "aanmelddienst", "--lijst", str(tmp_path / "lezers.db"), "--site",
            str(tmp_path / "site"), "--smtp", f"{mail.host}:{mail.port}", "--van", "Netwerk <nieuws@netwerk.example>",
            "--adres", SERVICE, "--luister", f"127.0.0.1:{port}",
        ]  # fmt: skip
        work = tmp_path / "dienst"
        work.mkdir()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        os.chdir(ROOT)
        with running(command, port, work, environment):
            yield port


def _behind_nginx(work: Path, service: int, port: int) -> tuple[list[str], dict[str, str]]:
    rules = (DEPLOY / "nginx/aanmelddienst.conf").read_text(encoding="utf-8").replace("8425", str(service))
    (work / "nginx.conf").write_text(
        f"daemon off; pid {work}/pid; error_log stderr; events {{}}\n"
        f"http {{ {nginx_folders(work)} server {{ listen 127.0.0.1:{port};\n"
        f"add_header Content-Security-Policy 'of the site' always; client_max_body_size 1k;\n{rules} }} }}\n",
        encoding="utf-8",
    )
    return [str(program("nginx")), "-c", str(work / "nginx.conf"), "-p", str(work)], {**os.environ}


def _behind_caddy(work: Path, service: int, port: int) -> tuple[list[str], dict[str, str]]:
    (work / "huidig/server").mkdir(parents=True)
    (work / "huidig/site").mkdir()
    for name in ("kopregels.caddy", "doorverwijzingen.caddy"):
        (work / "huidig/server" / name).write_text("header X-Frame-Options DENY\n")
    text = (DEPLOY / "caddy/Caddyfile").read_text(encoding="utf-8")
    text = text.replace("\n\theader -Server\n", f"\n\theader -Server\n\timport {DEPLOY}/caddy/aanmelddienst.caddy\n")
    (work / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text, encoding="utf-8")
    environment = {
        **os.environ, "KENNISBANK": str(work), "KENNISBANK_ADRES": f"http://127.0.0.1:{port}", "AANMELDDIENST": str(service),
        "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work),
    }  # fmt: skip
    return [str(program("caddy")), "run", "--config", str(work / "Caddyfile"), "--adapter", "caddyfile"], environment


@pytest.fixture(
    params=[
        pytest.param(_behind_nginx, marks=pytest.mark.against("nginx"), id="nginx"),
        pytest.param(_behind_caddy, marks=pytest.mark.against("caddy"), id="caddy"),
    ]
)
def port(request: pytest.FixtureRequest, service: int, tmp_path: Path) -> Iterator[int]:
    """The port of the web server before it."""
    work, front = tmp_path / "voorkant", free_port()
    work.mkdir()
    command, environment = request.param(work, service, front)
    with running(command, front, work, environment):
        yield front


def _ask(
    port: int, path: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = None if form is None else urlencode(form)
    kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET" if form is None else "POST", path, body, {**kind, **named})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer, page


def _path(post_office: PostOffice, number: int = 1) -> str:
    """The path of the link in the mail with this number, once it is there."""
    for _ in range(200):
        if len(post_office.delivered) >= number:
            break
        signal.sigtimedwait([], 0.05)
    text = message_from_bytes(post_office.delivered[number - 1][1], policy=policy.default).get_content()
    (link,) = re.findall(r"https://netwerk\.example(/\S+)", text)
    return str(link)


def test_a_reader_joins_and_a_mail_program_takes_one_off(port: int, post_office: PostOffice, tmp_path: Path) -> None:
    answer, page = _ask(port, "/nieuwsbrief/aanmelden/")
    assert answer.status == 200
    assert answer.headers.get_all("Content-Security-Policy") == [
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ]
    assert answer.headers.get_all("X-Frame-Options") == ["DENY"]
    assert not answer.headers.get_all("Set-Cookie")
    assert "Jeugd" in page
    assert (
        _ask(port, "/nieuwsbrief/aanmelden/", {"adres": "jan@voorbeeld.nl", "thema": "jeugd", "akkoord": "ja"})[
            0
        ].status
        == 200
    )
    path = _path(post_office)
    assert _ask(port, path)[0].status == 200
    with Readers(tmp_path / "lezers.db", LIST) as readers:
        assert readers.count() == 0
        assert _ask(port, path, {})[0].status == 200
        assert [(r.address.full, r.choice) for r in readers.all()] == [("jan@voorbeeld.nl", Interests(("jeugd",)))]
        _ask(port, "/nieuwsbrief/afmelden/", {"adres": "jan@voorbeeld.nl"})
        path = _path(post_office, 2)
        assert _ask(port, path)[0].status == 200
        assert readers.count() == 1
        assert _ask(port, path, {"List-Unsubscribe": "One-Click"})[0].status == 200
        assert readers.count() == 0


def test_who_claims_to_be_someone_else_is_still_counted(port: int) -> None:
    statuses = [
        _ask(port, "/nieuwsbrief/aanmelden/", {"adres": "x"}, X_Forwarded_For=f"192.0.2.{at}")[0].status
        for at in range(31)
    ]
    assert statuses == [400] * 30 + [429]


def test_what_is_too_large_is_refused(port: int) -> None:
    assert _ask(port, "/nieuwsbrief/aanmelden/", {"adres": "x" * 40_000})[0].status == 413


@pytest.mark.browser
@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_forms_in_a_browser(
    width: int,
    colour: str,
    service: int,
    post_office: PostOffice,
    browser: Browser,
    tmp_path: Path,
) -> None:
    context = browser.new_context(
        color_scheme="dark" if colour == "dark" else "light", viewport={"width": width, "height": 800},
        java_script_enabled=True, bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()

    def sound() -> None:
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(axe.LOOK, [None, axe.OPTIONS, False]) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    site = f"http://127.0.0.1:{service}"
    page.goto(f"{site}/nieuwsbrief/aanmelden/")
    sound()
    page.get_by_label("Uw e-mailadres").fill("geen adres")
    page.get_by_label("Twente").check()
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Aanmelden").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 2
    sound()
    page.get_by_role("link", name="Dit is geen e-mailadres").click()
    assert page.evaluate("document.activeElement.id") == "adres"
    assert page.get_by_label("Twente").is_checked()
    page.get_by_label("Uw e-mailadres").fill("jan@voorbeeld.nl")
    page.get_by_label("Ja, stuur mij").check()
    page.get_by_role("button", name="Aanmelden").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kijk in uw mailbox"
    sound()
    page.goto(site + _path(post_office))
    sound()
    page.get_by_role("button", name="Ja, stuur mij de nieuwsbrief").click()
    assert page.get_by_role("heading", level=1).inner_text() == "U staat op de lijst"
    sound()
    page.goto(f"{site}/nieuwsbrief/afmelden/")
    sound()
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Stuur mij een link").click()
    page.get_by_role("link", name="Het adres ontbreekt").click()
    assert page.evaluate("document.activeElement.id") == "adres"
    sound()
    page.get_by_label("Uw e-mailadres").fill("jan@voorbeeld.nl")
    page.get_by_role("button", name="Stuur mij een link").click()
    page.goto(site + _path(post_office, 2))
    sound()
    page.get_by_role("button", name="Meld mij af").click()
    assert page.get_by_role("heading", level=1).inner_text() == "U bent afgemeld"
    sound()
    page.goto(f"{site}/nieuwsbrief/afmelden/geen-code")
    assert page.get_by_role("heading", level=1).inner_text() == "Deze link werkt niet"
    sound()
    assert context.cookies() == []
    with Readers(tmp_path / "lezers.db", LIST) as readers:
        assert readers.count() == 0
    context.close()
