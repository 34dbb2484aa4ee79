"""The servers themselves read the rules of a release before it is published, where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.base import inside

_NGINX = """\
pid pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path a; proxy_temp_path b; fastcgi_temp_path c; uwsgi_temp_path d; scgi_temp_path e;
    map_hash_bucket_size 256;
    include server/kaarten.nginx.conf;
    map $uri $kb_naar {
        volatile;
        default "";
        include server/doorverwijzingen.nginx.map;
    }
    include server/kopregels.nginx.conf;
}
"""
"""What deploy/nginx makes of the rules, without what is another on each server: its name, its certificate, its ports."""

_CADDY = """\
{
	admin off
}
http://localhost {
	import server/kopregels.caddy
	import server/doorverwijzingen.caddy
	file_server
}
"""
_COMMANDS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "nginx": ("nginx.conf", _NGINX, ("-t", "-q", "-p", ".", "-c", "nginx.conf")),
    "caddy": ("Caddyfile", _CADDY, ("validate", "--config", "Caddyfile", "--adapter", "caddyfile")),
}
"""Of each server the file that it reads, and how it is asked to read and not to serve."""
_LIMIT = 60
"""Seconds in which a server has read its rules."""


def program(name: str) -> str | None:
    """Where a server is, if it is on this machine; Debian keeps nginx out of a user's path."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


def refusals(rules: Path, work: Path) -> Iterator[str]:
    """What each server that is installed has against the rules, in Dutch with its own words; nothing when they are right.

    Args:
        rules: the folder with the rules of a release.
        work: a folder for what the servers need.
    """
    for name, (file, contents, arguments) in _COMMANDS.items():
        if command := program(name):
            here = work / name
            inside.write(here, [(file, contents.encode())])
            shutil.copytree(rules, here / "server")
            if words := _said(here, [command, *arguments]):
                yield f"{name} weigert de regels van deze uitgave: {words}"


def _said(here: Path, command: list[str]) -> str:
    """Why a server refuses, in its own words; nothing when it takes what it read."""
    own = {"HOME": str(here), "XDG_DATA_HOME": str(here), "XDG_CONFIG_HOME": str(here)}
    try:
        outcome = subprocess.run(  # noqa: S603 - our own command
            command, cwd=here, env={**os.environ, **own}, capture_output=True, text=True, check=False, timeout=_LIMIT
        )
    except subprocess.TimeoutExpired:
        return f"geen antwoord binnen {_LIMIT} seconden"
    lines = outcome.stderr.strip().splitlines() or ["zonder uitleg"]
    reason = next((line for line in lines if "[emerg]" in line), lines[-1])
    return re.sub(r"^.*\[emerg\] \S+ ", "", reason)[:400] if outcome.returncode else ""
