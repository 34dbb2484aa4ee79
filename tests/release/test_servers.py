"""The real servers read the rules of a release, and the whole of deploy/, before anything is published."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from macros.base import inside, links
from macros.release import headers, markup, publish, redirects, servers, staging
from macros.release.redirects import Redirect
from tests.helpers.servers import DEPLOY, MODULE, nginx_folders, nginx_rules
from tests.helpers.small_release import page, write

BOTH = [pytest.param(name, marks=pytest.mark.against(name)) for name in ("nginx", "caddy")]
LONGEST = Redirect("a/" * 100, f"{'b/' * 50}#{'c' * 99}"), Redirect(f"{'a/' * 100}{'d' * 26}.xml", "feed.xml")


@pytest.fixture(autouse=True, params=BOTH)
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One server at a time: what the one refuses must not hide what the other takes."""
    name: str = request.param
    monkeypatch.setattr(servers, "_COMMANDS", {name: servers._COMMANDS[name]})  # noqa: SLF001 - as if it were the only one
    return name


def _rules(folder: Path, redirect_list: Iterable[Redirect] = (), *html: str) -> Path:
    pages = {f"{number}.html": markup.read_page(text) for number, text in enumerate((page(), *html))}
    inside.write(
        folder,
        (*headers.files(pages), *headers.of_address("https://netwerk.example/"), *redirects.lines(redirect_list)),
    )
    return folder


def test_right_rules_are_taken(tmp_path: Path) -> None:
    many = [Redirect(f"oud/{number}/", f"nieuw/{number}/#kop", ingetrokken=number % 9 == 0) for number in range(3000)]
    assert all(links.ADDRESS.fullmatch(o.van) or links.FILE.fullmatch(o.van) for o in LONGEST)
    folder = _rules(tmp_path / "server", [*many, *LONGEST], page("<script>let a = 1;</script>"))
    assert list(servers.refusals(folder, tmp_path / "werk")) == []


def test_rules_that_a_server_cannot_read_are_told(tmp_path: Path, server: str) -> None:
    folder = _rules(tmp_path / "server")
    for name in ("doorverwijzingen.nginx.map", "doorverwijzingen.caddy"):
        (folder / name).write_text("bestaat_niet {\n", encoding="utf-8")
    [refusal] = servers.refusals(folder, tmp_path / "werk")
    assert refusal.startswith(f"{server} weigert de regels van deze uitgave: ")
    assert "doorverwijzingen" in refusal or "bestaat_niet" in refusal


def test_nothing_is_published_that_a_server_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish.publish_site(tmp_path, tmp_path, build=write, now="20261122T000001Z")
    monkeypatch.setattr(
        redirects, "lines", lambda _: [("doorverwijzingen.nginx.map", b"x {"), ("doorverwijzingen.caddy", b"x {")]
    )
    before = (tmp_path / "huidig").readlink()
    with pytest.raises(staging.PublishError, match=r"(?s)^Er is niets gepubliceerd.*weigert de regels"):
        publish.publish_site(tmp_path, tmp_path, build=write, now="20261122T000002Z")
    assert (tmp_path / "huidig").readlink() == before


def test_a_machine_without_servers_publishes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "program", lambda _: None)
    assert list(servers.refusals(tmp_path, tmp_path / "werk")) == []


def test_old_addresses_that_never_were_are_told(tmp_path: Path) -> None:
    publish.publish_site(tmp_path, tmp_path, build=write, now="20261122T000001Z")
    old = (Redirect("nooit/", "themas/"), Redirect("oud/feed.xml", "feed.xml"))
    result = publish.publish_site(
        tmp_path, tmp_path, build=lambda folder: write(folder, redirect_list=old), now="20261122T000002Z"
    )
    assert result.never_there == ("nooit/",)


# ── The whole of deploy/ ────────────────────────────────────────────────────────────────────────────────


def test_all_of_deploy_is_loaded(tmp_path: Path, server: str) -> None:
    release = tmp_path / "srv"
    _rules(release / "huidig/server", [*LONGEST, Redirect("oud/", "nieuw/"), Redirect("weg/", "", ingetrokken=True)])
    loaded = _nginx(tmp_path, release) if server == "nginx" else _caddy(tmp_path, release)
    assert loaded == ""


def _nginx(work: Path, release: Path) -> str:
    """What nginx does not load of our files, when it reads kennisbank.conf as it is but for folders and ports.

    With the service of the newsletter, as its own file says where that goes.
    """
    name = "kennisbank"
    subprocess.run(  # noqa: S603 - our own command
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",  # noqa: S607
         "-subj", f"/CN={name}", "-keyout", str(work / "privkey.pem"), "-out", str(work / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    heading = nginx_rules(work, release, lambda text: _ports(text.replace(f"/etc/letsencrypt/live/{name}", str(work))))
    (work / "nginx.conf").write_text(
        f"{heading}http {{ {nginx_folders(work)} include {work}/nginx/kennisbank.conf; }}\n"
    )
    command = [str(servers.program("nginx")), "-T", "-c", str(work / "nginx.conf"), "-p", str(work)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert outcome.returncode == 0, outcome.stderr
    read = {Path(path) for path in re.findall(r"(?m)^# configuration file (.*):$", outcome.stdout)}
    ours = {
        *(work / "nginx").iterdir(),
        *(path for path in (release / "huidig/server").iterdir() if "nginx" in path.name),
    }
    return " ".join(path.name for path in ours - read)


def _ports(text: str) -> str:
    """Ports that anyone may open, the service besides the site, and brotli only where nginx has it."""
    text = re.sub(r"(?m)^( *include .*/)site\.conf;\n", r"\g<0>\1aanmelddienst.conf;\n", text)
    text = re.sub(r"(listen (?:\[::\]:)?)(80|443)\b", r"\g<1>2\g<2>0", text)
    if not _has_ipv6():
        text = re.sub(r"(?m)^    listen \[::\].*\n", "", text)
    return text if MODULE.exists() else re.sub(r"(?m)^    include .*brotli\.conf;\n", "", text)


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def _caddy(work: Path, release: Path) -> str:
    """What Caddy says of the Caddyfile as it is, with the name that the release gives and its own certificate."""
    own = {"KENNISBANK": str(release), "HOME": str(work), "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work)}
    *_, said = (release / "huidig/server/adres.env").read_text(encoding="utf-8").splitlines()
    assert said == "KENNISBANK_ADRES=netwerk.example"
    environment = dict(os.environ) | own | dict([said.split("=")])
    command = [
        str(servers.program("caddy")),
        "validate",
        "--config",
        str(DEPLOY / "caddy/Caddyfile"),
        "--adapter",
        "caddyfile",
    ]
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - the same
    return outcome.stderr if outcome.returncode else ""
