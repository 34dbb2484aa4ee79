"""Day totals from logs: what counts, what does not, and that nothing of a reader stays."""

from __future__ import annotations

import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from macros import cli
from macros.records.catalog import Catalog
from macros.records.loader import inspect_all
from macros.release import usage
from tests.conftest import ROOT
from tests.helpers.changes import BASE

HUMAN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def line(target: str = "/themas/jeugd/", *, address: str = "192.0.2.7", dag: str = "04/Mar/2026", method: str = "GET",
          status: int = 200, browser: str = HUMAN, who: str = "-") -> str:  # fmt: skip
    return f'{address} - {who} [{dag}:23:59:59 +0100] "{method} {target} HTTP/2.0" {status} 5120 "https://elders.example/" "{browser}"\n'


def counted(*lines: str) -> dict[tuple[str, str, str], int]:
    return {(str(day), path, kind): n for (day, path, kind), n in usage.count(lines).counts.items()}


def test_pages_and_downloads_by_day() -> None:
    assert counted(
        line(), line(address="2001:db8::1"), line(dag="05/Mar/2026"), line("/"), line("/themas/index.html?uit=mail"),
        line("/voortgang/2023/voortgang.pdf"), line("/data/activiteiten.csv"), line(who="jan de vries"),
    ) == {
        ("2026-03-04", "/themas/jeugd/", "pagina"): 3,
        ("2026-03-05", "/themas/jeugd/", "pagina"): 1,
        ("2026-03-04", "/", "pagina"): 1,
        ("2026-03-04", "/themas/", "pagina"): 1,
        ("2026-03-04", "/voortgang/2023/voortgang.pdf", "download"): 1,
        ("2026-03-04", "/data/activiteiten.csv", "download"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(("status", "counts"), [(200, 1), (304, 1), (206, 0), (301, 0), (404, 0), (403, 0), (500, 0)])
def test_only_what_a_reader_got_counts(status: int, counts: int) -> None:
    tally = usage.count([line(status=status)])
    assert (tally.counted, tally.other_requests) == (counts, 1 - counts)


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_only_get_counts(method: str) -> None:
    assert usage.count([line(method=method)]).other_requests == 1


@pytest.mark.parametrize(
    "doel",
    [
        "/assets/site.0123456789.css", "/assets/x.json", "/zoek/bundel-1.json", "/feed.xml", "/feed.json", "/activiteiten/agenda.ics",
        "/wp-login.php", "/../../etc/passwd", "/%2e%2e/", "/themas/<script>/", "/a,b/", "/NL/", f"/{'a' * 200}/", "//evil.example/x/",
        "https://elders.example/", "*", "/naam@voorbeeld.nl/", "/themas/%0a/", "/" + "a/" * 20,
    ],
)  # fmt: skip
def test_what_is_no_page_or_download_leaves_no_trace(doel: str) -> None:
    assert usage.count([line(doel)]).counted == 0


def test_a_single_activity_is_a_download() -> None:
    assert counted(line("/activiteiten/re-bootcmp-2023.ics")) == {
        ("2026-03-04", "/activiteiten/re-bootcmp-2023.ics", "download"): 1
    }


@pytest.mark.parametrize(
    "browser",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)", "facebookexternalhit/1.1", "curl/8.5.0", "-", "",
        "python-requests/2.32", "Mozilla/5.0 (compatible; AhrefsBot/7.0)", "Mozilla/5.0 HeadlessChrome/130", "FreshRSS/1.24",
        "Mozilla/5.0 (compatible; archive.org_bot)", "Mozilla/5.0 (compatible; YandexCrawler)", "Go-http-client/2.0",
    ],
)  # fmt: skip
def test_programs_do_not_count(browser: str) -> None:
    tally = usage.count([line(browser=browser)])
    assert (tally.counted, tally.robots) == (0, 1)


@pytest.mark.parametrize(
    "browser",
    [
        HUMAN, "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
        "Opera/9.80 (Windows NT 6.1)", r"Mozilla/5.0 (a \"quoted\" word)",
    ],
)  # fmt: skip
def test_people_count(browser: str) -> None:
    assert usage.count([line(browser=browser)]).counted == 1


def test_a_broken_line_stops_nothing() -> None:
    tally = usage.count([
        "geen logregel\n", "\n", line(dag="32/Mar/2026"), line(dag="01/Foo/2026"), line()[:40], "\x00\xff\n",
        "a" * 100_000 + "\n", '1 - - [04/Mar/2026:00:00:00 +0100] "GET / HTTP/1.1" 200 1 "-\n', line(),
    ])  # fmt: skip
    assert (tally.counted, tally.unreadable) == (1, 7)


def test_a_long_hostile_line_is_read_in_no_time() -> None:
    tally = usage.count([f'1 - {"[" * 3000} "GET /', '1 - - [04/Mar/2026:0 +0] "GET / HTTP/1" 200 1 "' + "\\" * 3000])
    assert tally.unreadable == 2


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_bytes(gzip.compress(line().encode()))
    (tmp_path / "access.log.1").write_bytes(line().encode() + b"\xff\xfe\n")
    for name in ("access.log", "access.log.1"):
        assert usage.count(usage.lines(tmp_path / name)).counted == 1


# ── What the search did not find ────────────────────────────────────────────────────────────────────────

CADDY = (
    '{{"level":"info","ts":{moment},"logger":"http.log.access.log0","msg":"handled request","request":{{"proto":"HTTP/2.0",'
    '"method":"{method}","host":"kennisbank.example","uri":"{target}","headers":{{"User-Agent":["{browser}"],"Accept":["*/*"]}}}},'
    '"user_id":"","duration":0.0481,"size":0,"status":{status},"resp_headers":{{"Server":["Caddy"]}}}}\n'
)
"""A line as Caddy 2.6.2 writes it with our Caddyfile."""
NGINX = '- - - [04/Mar/2026:23:59:59 +0100] "HEAD /zoeken/?niets={asked} HTTP/2.0" 200 0 "-" "-"\n'
"""A line as nginx writes it with our `log_format`."""


def caddy(
    target: str, *, method: str = "GET", status: int = 200, moment: str = "1772582400.25", browser: str = HUMAN
) -> str:
    return CADDY.format(target=target, method=method, status=status, moment=moment, browser=browser)


def test_a_log_of_caddy_counts_as_one_of_nginx() -> None:
    assert counted(
        caddy("/themas/jeugd/"), caddy("/themas/?x=1", moment='"2026/03/05 10:00:00.000"'),
        caddy("/themas/", moment='"2026-03-05T10:00:00Z"'), caddy("/over/", status=404), caddy("/", browser="curl/8.5.0"),
    ) == {("2026-03-04", "/themas/jeugd/", "pagina"): 1, ("2026-03-05", "/themas/", "pagina"): 2}  # fmt: skip


@pytest.mark.parametrize(
    "broken", ["{", "{}", "[]", '{"ts": 1e400, "request": {}}', '{"request": 3, "ts": 1}', caddy("/", moment='"gisteren"'),
               caddy("/", moment="1e300"), caddy("/", moment="null"), "{" * 3000],
)  # fmt: skip
def test_a_broken_line_of_caddy_stops_nothing(broken: str) -> None:
    tally = usage.count([broken + "\n", line()])
    assert (tally.counted, tally.unreadable) == (1, 1)


def test_questions_without_a_result_are_counted_whoever_asked_them() -> None:
    tally = usage.count([
        NGINX.format(asked="Wiethok%20aan%20zee"), NGINX.format(asked="wiethok+aan+z%C3%A9%C3%A9"),
        caddy("/zoeken/?niets=wiethok%20aan%20zee!", method="HEAD"), *[NGINX.format(asked="excel")] * 5,
        *[NGINX.format(asked="jan%20jansen")] * (usage.ENOUGH - 1), line(),
    ])  # fmt: skip
    assert tally.missed() == [("excel", 5), ("wiethok aan zee", 3)]
    assert (tally.counted, tally.robots, tally.other_requests, tally.unreadable) == (1, 0, 0, 0)
    assert set(usage.month_files(tally, {})) == {"2026-03"}, "nothing of it is kept"
    assert "excel" not in "".join(usage.month_files(tally, {}).values())


@pytest.mark.parametrize(
    "other",
    [
        line("/zoeken/?niets=wiethok"), line("/zoeken/?q=wiethok", method="HEAD"), line("/themas/?niets=wiethok", method="HEAD"),
        line("/zoeken/?niets=wiethok", method="HEAD", status=404), line("/zoeken/?niets=", method="HEAD"),
        line("/zoeken/?niets=wiethok", method="HEAD", browser="Mozilla/5.0 (compatible; Googlebot/2.1)"), line("/zoeken/?niets=%1b%5b2J", method="HEAD", status=500),
    ],
)  # fmt: skip
def test_what_only_resembles_such_a_question_is_none(other: str) -> None:
    assert not usage.count([other]).nothing


def test_a_question_is_shown_in_words_only() -> None:
    """What someone writes in a log by hand moves no cursor, and is not long."""
    hostile = NGINX.format(asked="%1b%5b2J%0a<b>wiet%00hok" + "x" * 300)
    ((question, _),) = usage.count([hostile] * usage.ENOUGH).missed()
    assert question.startswith("2j b wiet hok")
    assert len(question) <= 60
    assert all(char.isalnum() or char == " " for char in question)


# ── The data files ──────────────────────────────────────────────────────────────────────────────────────


def test_a_file_a_month_and_nothing_of_a_reader() -> None:
    tally = usage.count([line(address="203.0.113.9", who="jan"), line("/", dag="31/Mar/2026"), line(dag="01/Apr/2026")])
    assert usage.month_files(tally, {}) == {
        "2026-03": "dag,pad,soort,aantal\n2026-03-04,/themas/jeugd/,pagina,1\n2026-03-31,/,pagina,1\n",
        "2026-04": "dag,pad,soort,aantal\n2026-04-01,/themas/jeugd/,pagina,1\n",
    }


def test_the_same_log_again_changes_nothing_and_more_of_a_day_replaces_less() -> None:
    first = usage.month_files(usage.count([line(), line(), line("/")]), {})
    assert usage.month_files(usage.count([line(), line(), line("/")]), first) == first
    fewer = usage.month_files(usage.count([line()]), first)
    assert fewer == first
    more = usage.month_files(usage.count([line()] * 5), first)
    assert more["2026-03"].splitlines()[1:] == ["2026-03-04,/,pagina,1", "2026-03-04,/themas/jeugd/,pagina,5"]


def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "access.log").write_text(line() + line() + line(browser="curl/8"), encoding="utf-8")
    return tmp_path


def test_the_command_writes_data_that_the_loader_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _project(tmp_path, monkeypatch)
    assert cli.main(["gebruik", "access.log"]) == 0
    assert (
        capsys.readouterr().out
        == "2 keer gelezen; niet geteld: 1 van robots, 0 andere verzoeken, 0 onleesbare regels\n"
    )
    catalog = _catalog(root)
    assert [(str(r.dag), r.pad, r.soort, r.aantal) for r in catalog.gebruik] == [
        ("2026-03-04", "/themas/jeugd/", "pagina", 2)
    ]
    assert catalog.usage_per_month() == {date(2026, 3, 1): {"pagina": 2}}
    assert catalog.usage_days() == (date(2026, 3, 4), date(2026, 3, 4))
    assert catalog.usage_per_path("pagina", date(2026, 3, 1)) == [("/themas/jeugd/", 2)]
    assert catalog.usage_per_path("pagina", date(2026, 4, 1)) == []


def test_the_command_tells_which_questions_found_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = _project(tmp_path, monkeypatch) / "access.log"
    log.write_text(NGINX.format(asked="wiethok") * 4 + NGINX.format(asked="eenmalig") + line(), encoding="utf-8")
    assert cli.main(["gebruik", "access.log"]) == 0
    told = capsys.readouterr().out
    assert "\n  4 keer: wiethok\n" in told
    assert "docs/_data/zoekwoorden.yml" in told
    assert "eenmalig" not in told
    log.write_text(NGINX.format(asked="eenmalig"), encoding="utf-8")
    assert cli.main(["gebruik", "access.log"]) == 0
    assert "Geen zoekvraag zonder resultaat is 3 keer of vaker gesteld." in capsys.readouterr().out


def _network(root: Path) -> None:
    """Which network it is, as every project says, and nothing else."""
    (root / "docs/_data").mkdir(parents=True)
    for name in ("netwerk.yml", "organisaties.yml", "bronnen.yml", "bronsoorten.yml"):
        shutil.copy(BASE / "docs/_data" / name, root / "docs/_data")


def _catalog(root: Path) -> Catalog:
    return inspect_all(root).catalog


def test_a_log_that_breaks_off_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _project(tmp_path, monkeypatch)
    (root / "access.log.2.gz").write_bytes(gzip.compress(line().encode() * 2000)[:-20])
    assert cli.main(["gebruik", "access.log", "access.log.2.gz"]) == 1
    assert cli.main(["gebruik", "bestaat-niet.log"]) == 1
    assert capsys.readouterr().err == ("access.log.2.gz is geen heel gzip-bestand\nbestaat-niet.log bestaat niet\n")
    assert not list((root / "docs").iterdir())


@pytest.mark.parametrize(
    "rij", ["2026-02-30,/,pagina,1", "2026-03-04,themas/,pagina,1", "2026-03-04,/,bezoek,1", "2026-03-04,/,pagina,0", "2026-03-04,/{{ x }}/,pagina,1"],
)  # fmt: skip
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, rij: str) -> None:
    folder = tmp_path / "docs/_data/gebruik"
    _network(tmp_path)
    folder.mkdir()
    (folder / "2026-03.csv").write_text(f"{usage.HEADING}\n2026-03-04,/,pagina,1\n{rij}\n", encoding="utf-8")
    (finding,) = inspect_all(tmp_path).findings
    assert str(finding).startswith("docs/_data/gebruik/2026-03.csv:3: dit is geen rij van 'kennisbank gebruik'")


def test_nothing_invented_is_in_the_project() -> None:
    assert not list((ROOT / "docs/_data").glob("gebruik/*"))


def test_a_month_in_which_five_hundred_pages_are_read_every_day_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "docs/_data/gebruik"
    _network(tmp_path)
    folder.mkdir()
    rows = [f"2026-03-{day:02},/praktijken/praktijk-{n:03}/,pagina,1" for day in range(1, 32) for n in range(500)]
    (folder / "2026-03.csv").write_text("\n".join([usage.HEADING, *rows, ""]), encoding="utf-8")
    assert list(inspect_all(tmp_path).findings) == []
