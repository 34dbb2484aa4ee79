"""As many readers as there will never be: the command in a process of its own, killed, measured."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from macros.mail.readers import Readers
from macros.mail.recipients import Recipient
from macros.records.loader import own_network
from tests.helpers.changes import BASE
from tests.helpers.post_office import PostOffice, opened
from tests.mail.test_mailing import _eml

if TYPE_CHECKING:
    from macros.mail.smtp import Server

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MANY = 10_000


def _site(folder: Path) -> None:
    issue = folder / "site/nieuwsbrieven/2023-q4"
    issue.mkdir(parents=True)
    (issue / "nieuwsbrief.eml").write_bytes(_eml())
    (folder / "docs").mkdir()
    shutil.copytree(BASE / "docs/_data", folder / "docs/_data")


def _started(folder: Path, server: Server, *more: str) -> subprocess.Popen[bytes]:
    """The command, as a person gives it."""
    command = [
        sys.executable, "-m", "macros.cli", "verstuur", "nieuwsbrief", "2023-q4", "--naar", str(folder / "lezers.db"),
        "--van", "Netwerk <n@netwerk.example>", "--afmelden", "https://netwerk.example/afmelden/", "--smtp",
        f"{server.host}:{server.port}", "--site", str(folder / "site"), "--per-minuut", "10000000", *more,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE)  # noqa: S603 - our own


def _told(process: subprocess.Popen[bytes]) -> str:
    return process.communicate()[1].decode()


def test_killed_three_times_nobody_gets_it_twice_and_nobody_is_missed(tmp_path: Path) -> None:
    _site(tmp_path)
    addresses = [Recipient(f"lezer{at}@gemeente.example") for at in range(MANY)]
    with Readers(tmp_path / "lezers.db", own_network(BASE).nieuwsbrief.lijst, new=True) as readers:
        readers.take_over(addresses, "op papier", NOW)
    chance, post_office = random.Random(21), PostOffice()  # noqa: S311 - moments, no secrets
    with opened(post_office) as server:
        for share in (0.2, 0.5, 0.8):
            process, moment = _started(tmp_path, server), MANY * share + chance.randrange(500)
            while len(post_office.delivered) < moment:
                assert process.poll() is None, _told(process)
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        told = _told(_started(tmp_path, server))
        received = post_office.received
        assert set(received.values()) == {1}, "nobody twice"
        undecided = told.count("l…@gemeente.example (nummer ")
        assert undecided <= 3, "of each kill at most the one that was on its way"
        assert MANY - len(received) <= undecided, "who may have missed it is told"
        assert not undecided or f"{undecided} onbeslist; het bericht kan zijn aangekomen" in told
        _told(_started(tmp_path, server, "--opnieuw"))
    assert set(post_office.received) == {address.full for address in addresses}, "nobody missed"
    ids = Counter(
        message_from_bytes(contents, policy=policy.default)["Message-ID"] for _, contents in post_office.delivered
    )
    assert len(ids) == MANY, "what someone decides to send again is the same message to a mailbox"
    assert sum(ids.values()) <= MANY + undecided


@pytest.mark.parametrize("kind", ["db", "csv"])
def test_memory_stays_and_time_grows_with_the_readers(kind: str, tmp_path: Path) -> None:
    _site(tmp_path)

    def measured(count: int) -> tuple[float, float]:
        command = [sys.executable, "-m", "tests.mail.many", str(tmp_path), str(count), kind]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        for _ in range(2):  # the first makes the list
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
        code, peak, seconds = map(float, done.stdout.split())
        assert code == 0
        return peak, seconds

    few, many = measured(10_000), measured(100_000)
    assert many[0] <= 63, "MB, of which some 11 for what reads the record of the network"
    assert many[1] <= 10 * few[1] * 1.6 + 1, "seconds"
