"""A build that does only what changed gives what a build from nothing gives, whatever happened in between.

`EXAMPLES=500` looks at five hundred sequences of changes and builds (`make bench`); otherwise it is a sample.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.channels.newsletter import VIEW
from tests.conftest import MOMENT
from tests.helpers.builder import Fault, Outcome, Parent, Preview, build_as_command
from tests.helpers.changes import BUILT, CHANGES, Change, Project, damage, new_project, sentence, set_cache

EXAMPLES = int(os.environ.get("VOORBEELDEN", "30"))
WITH_CACHE = True
"""Whether mkdocs.yml can say `cache:` and a build keeps a cache in `.cache/render/`."""
CODE = {"code", "code_without_effect", "roll_back"}
"""Changes after which a person starts the preview again: a process keeps the modules that it imported."""


@dataclass(frozen=True, slots=True)
class Round:
    """Some changes, and what is built after them.

    `niets`: nothing; `bouw`: `kennisbank bouw`; `afgebroken`: killed at `part` per cent of its work; `fout`: the content
    is wrong, which must stop the build, and is then repaired; `voorvertoning`: one more build in the process of the
    preview; `adres`: the same, at the address of the preview; `tegelijk`: the preview and the command at once; `opslaan`: the preview, and then a sentence more on one page, which it shows first,
    also when that breaks off a build that can wait.
    """

    changes: tuple[Change, ...]
    build: str
    part: int = 50


@dataclass(slots=True)
class Course:
    """A project as it goes through rounds."""

    start: Start
    project: Project
    stack: ExitStack
    parent: Parent
    running_preview: Preview | None = None
    done: list[Round] = field(default_factory=list)

    def round_(self, round_: Round) -> None:
        self.done.append(round_)
        for change in round_.changes:
            self.project.do(change)
        if CODE & {change.naam for change in round_.changes}:
            self.other_code()
        root, moment = self.project.root, self.project.moment
        match round_.build:
            case "bouw":
                _ok(self.parent.build(root, moment))
            case "afgebroken":
                fault = Fault(1 + self.start.touches * round_.part // 100)
                outcome = self.parent.build(root, moment, fault=fault)
                assert outcome.code in {0, -9}, outcome.output
            case "fout":
                self._error()
            case "voorvertoning":
                _ok(self.preview().build(moment))
            case "adres":
                _ok(self.preview().build(moment, address="http://127.0.0.1:8000/"))
            case "opslaan":
                _ok(self.preview().build(moment))
                self._save(round_.part)
            case "tegelijk":
                preview, runner = self.preview(), self.parent.start(root, moment)
                _ok(preview.build(moment))
                _ok(runner.wait())

    def _error(self) -> None:
        path = self.project.root / "docs/_data/themas.yml"
        good = path.read_bytes()
        path.write_bytes(good.replace(b"naam: Jeugd", b"naam: [Jeugd]\n  naam: [", 1))
        outcome = self.parent.build(self.project.root, self.project.moment)
        assert outcome.code == 1, outcome.output
        assert "docs/_data/themas.yml" in outcome.output
        if self.running_preview:
            self.running_preview.build(self.project.moment)
        path.write_bytes(good)

    def _save(self, n: int) -> None:
        """What the preview shows first is what it shows when everything has been built again."""
        preview = self.preview()
        start = _read(preview.doel)
        path = sentence(self.project, n)
        if n % 2:
            preview.interrupted(n * 2)
        assert preview.first(path)
        first = {name: contents for name, contents in _read(preview.doel).items() if contents != start.get(name)}
        assert len(first) == 1, f"one page shows what {path} says, not {[*first]}"
        _ok(preview.build(self.project.moment))
        afterwards = _read(preview.doel)
        _equal(first, {name: afterwards[name] for name in first}, f"the preview of {path}, before all the rest")

    def preview(self) -> Preview:
        if self.running_preview is None:
            target = Path(self.stack.enter_context(tempfile.TemporaryDirectory()), "voorvertoning")
            self.running_preview = Preview(self.project.root, target)
            self.stack.callback(self.running_preview.stop)
        return self.running_preview

    def other_code(self) -> None:
        """The code of the project from now on; the preview is closed, for it would go on with what it imported."""
        if self.running_preview:
            self.running_preview.stop()
        self.running_preview = None
        self.parent = Parent(self.project.root)
        self.stack.callback(self.parent.stop)

    def closing(self) -> None:
        """Build it all from nothing elsewhere, and what changed here; they are the same."""
        elsewhere = Path(self.stack.enter_context(tempfile.TemporaryDirectory()), "elders")
        shutil.copytree(self.project.root, elsewhere, ignore=shutil.ignore_patterns(*BUILT))
        if WITH_CACHE:
            set_cache(elsewhere, to=False)
        clean = self.parent.start(elsewhere, self.project.moment)
        _ok(self.parent.build(self.project.root, self.project.moment))
        if self.running_preview:
            _ok(self.running_preview.build(self.project.moment))
        _ok(clean.wait())
        expected = _read(elsewhere / "site")
        assert len(expected) > 100, "a clean build gives a whole site"
        na = "".join(f"\n  after {round_}" for round_ in self.done)
        _equal(expected, _read(self.project.root / "site"), f"kennisbank bouw{na}")
        if self.running_preview:
            seen = _read(self.running_preview.doel)
            views = {name for name in seen if name.endswith(f"/{VIEW}")}
            assert views == {name.replace("email.html", VIEW) for name in expected if name.endswith("/email.html")}
            _equal(expected, {name: seen[name] for name in seen if name not in views}, f"mkdocs serve{na}")


def _ok(outcome: Outcome) -> None:
    assert outcome.code == 0, f"the build ended with {outcome.code}:\n{outcome.output}"
    assert "Traceback" not in outcome.output, outcome.output


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _equal(expected: dict[str, bytes], got: dict[str, bytes], who: str) -> None:
    if expected != got:
        pytest.fail("\n".join(_difference(expected, got, who)), pytrace=False)


def _difference(expected: dict[str, bytes], got: dict[str, bytes], who: str) -> Iterator[str]:
    """What is missing, what is too much, what differs, and how the first of these differs."""
    different = [path for path in expected if path in got and expected[path] != got[path]]
    yield f"not what a build from nothing gives: {who}"
    for what, paths in (
        ("missing", sorted(expected.keys() - got.keys())),
        ("left over", sorted(got.keys() - expected.keys())),
        ("different", different),
    ):
        if paths:
            yield f"  {len(paths)} {what}: {', '.join(paths[:8])}{' …' if len(paths) > 8 else ''}"
    # The lists with hashes follow from the rest; a reader wants to see the page or the feed.
    causes = [path for path in different if not re.search(rb"[0-9a-f]{64}", expected[path])] or different
    if causes:
        yield from _lines(causes[0], expected[causes[0]], got[causes[0]])


def _lines(path: str, expected: bytes, got: bytes) -> Iterator[str]:
    try:
        from_, to = (contents.decode().replace("><", ">\n<").splitlines() for contents in (expected, got))
    except UnicodeDecodeError:
        yield f"  {path}: {len(expected)} bytes from nothing, {len(got)} here"
        return
    diff = difflib.unified_diff(from_, to, f"{path} from nothing", f"{path} here", lineterm="", n=2)
    yield from (line[:200] for line in list(diff)[:40])


# ── The sequences ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Start:
    """A small project that was built once, with its cache."""

    root: Path
    parent: Parent
    touches: int
    """How often a whole build touches the disk."""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    root = new_project(tmp_path_factory.mktemp("begin") / "project", cache=True if WITH_CACHE else None)
    parent = Parent(root, templates=tmp_path_factory.mktemp("sjablonen"))
    outcome = parent.build(root, MOMENT)
    _ok(outcome)
    assert outcome.touches > 100
    yield Start(root, parent, outcome.touches)
    parent.stop()


_CHANGE = st.builds(Change, st.sampled_from(sorted(CHANGES)), st.integers(0, 60))
_BUILD = st.sampled_from(
    ["niets", "bouw", "afgebroken", "voorvertoning", "niets", "fout", "adres", "tegelijk", "opslaan", "niets", "niets"]
)
_ROUND = st.builds(Round, st.lists(_CHANGE, min_size=1, max_size=4).map(tuple), _BUILD, st.integers(0, 110))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(st.lists(_ROUND, min_size=1, max_size=2 if EXAMPLES <= 50 else 5))
def test_any_sequence_gives_what_a_build_from_nothing_gives(start: Start, rounds: list[Round]) -> None:
    with _trial(start) as course:
        for round_ in rounds:
            course.round_(round_)
        course.closing()


def test_the_preview_shows_a_page_that_another_build_made_again(start: Start) -> None:
    """Of two days: nothing that a page is made of has changed, only an answer to what it asks."""
    with _trial(start) as course:
        course.round_(Round((), "voorvertoning"))
        course.round_(Round((Change("day", 46),), "bouw"))
        course.closing()


def test_a_merger_is_seen_when_its_day_comes_and_when_it_is_undone(start: Start) -> None:
    with _trial(start) as course:
        course.round_(Round((Change("merger", 2),), "bouw"))
        course.round_(Round((Change("day", 5),), "voorvertoning"))
        course.round_(Round((Change("day", 0),), "bouw"))
        course.round_(Round((Change("day", 6), Change("merger")), "bouw"))
        course.closing()


def test_the_preview_goes_on_when_its_cache_is_cut_short(start: Start) -> None:
    with _trial(start) as course:
        course.round_(Round((), "voorvertoning"))
        for path in course.project.cache.rglob("*"):
            if path.is_file():
                path.write_bytes(b"")
        course.round_(Round((Change("title", 4),), "voorvertoning"))
        course.closing()


@contextmanager
def _trial(start: Start) -> Iterator[Course]:
    """A copy of the small project, its cache and its site, to be changed and built at will."""
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()), "project")
        shutil.copytree(start.root, root)
        yield Course(start, Project(root, start.root), stack, start.parent)


# ── What must hold besides ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("how", "how_many"), [(0, {0}), (1, {1}), (2, {0, 1}), (3, {1})])
def test_a_damaged_cache_is_ignored_with_one_line(start: Start, how: int, how_many: set[int]) -> None:
    """An empty file is a cache with nothing in it; one wrong bit is only met when it is read."""
    with _trial(start) as course:
        files = [path for path in course.project.cache.rglob("*") if path.is_file()]
        assert bool(files) is WITH_CACHE, "a build leaves a cache"
        for path in files:
            damage(path, how)
        expected = _read(start.root / "site")
        outcome = start.parent.build(course.project.root, MOMENT)
        _ok(outcome)
        lines = [line for line in outcome.output.splitlines() if re.search(r"\bcache\b", line.replace("/.cache/", ""))]
        assert len(lines) in how_many, outcome.output
        _equal(expected, _read(course.project.root / "site"), "a build with a damaged cache")


def test_the_command_gives_the_same_as_the_process_that_was_forked(start: Start) -> None:
    with _trial(start) as course:
        course.project.do(Change("sentence"))
        _ok(build_as_command(course.project.root, MOMENT))
        course.closing()


@pytest.mark.parametrize("pad", ["over/", "privacy/", "vragen/"])
def test_a_page_that_fails_stops_the_build_on_whichever_core_it_is_made(start: Start, pad: str) -> None:
    with _trial(start) as course:
        template = course.project.root / "overrides/main.html"
        wrong = f"{{% if page and page.url == '{pad}' %}}{{{{ page.bestaat.niet }}}}{{% endif %}}"
        template.write_text(template.read_text(encoding="utf-8") + wrong, encoding="utf-8")
        outcome = start.parent.build(course.project.root, MOMENT)
        assert outcome.code, "a build with a page that fails"
        assert pad.strip("/") in outcome.output
        _equal(_read(start.root / "site"), _read(course.project.root / "site"), "what was published before")


def test_a_stale_page_is_told_with_what_differs() -> None:
    expected = {"a/index.html": b"<p>nieuw</p>", "b/index.html": b"<p>b</p>", "lijst.json": b"0" * 64}
    got = {"a/index.html": b"<p>oud</p>", "c/index.html": b"<p>c</p>", "lijst.json": b"1" * 64}
    with pytest.raises(pytest.fail.Exception) as error:
        _equal(expected, got, "proef")
    for part in (
        "1 missing: b/index.html",
        "1 left over: c/index.html",
        "2 different: a/index.html",
        "-<p>nieuw",
        "+<p>oud",
    ):
        assert part in str(error.value)
