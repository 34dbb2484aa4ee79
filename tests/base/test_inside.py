"""Nothing is written outside its folder, whatever a path is made of; and all that records can hold is written inside it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from macros.base import inside
from macros.channels import calendars, opendata
from macros.channels.subscriptions import subscriptions
from macros.records import models as m
from macros.records.fields import Address, Id
from macros.release import archive, redirects
from tests.conftest import ROOT
from tests.helpers.small_catalog import BRON, catalog, nieuwsbrief, praktijk

OUT = ("../buiten", "a/../../buiten", "/buiten", "", ".", "..", "a//b", "a/", "a/./b", "a\0b", "a\nb", "a/..")
_PIECES = st.sampled_from(
    ["..", ".", "/", "//", "a", "oud", "-", "#", "#kop", "\\", "~", "%2e", "\0", "\n", " ", "é", "index.html"]
)
TYPED = (
    st.text(max_size=20)
    | st.lists(_PIECES, max_size=8).map("".join)
    | st.from_regex(r"[a-z0-9-]{1,90}/", fullmatch=True)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def _files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", OUT)
def test_what_is_not_inside_is_refused(folder: Path, path: str) -> None:
    with pytest.raises(inside.OutsideError, match="is geen plaats binnen de map site/"):
        inside.write(folder, [(path, b"x")])
    assert _files(folder.parent) == []


def test_a_link_that_leads_out_is_refused(folder: Path) -> None:
    (folder.parent / "buiten").mkdir()
    (folder / "weg").symlink_to("../buiten")
    (folder / "kring").symlink_to("kring")
    (folder / "zelf").symlink_to(".")
    (folder / "bestand").symlink_to("../buiten/b")
    for path in ("weg/a", "weg/a/b", "kring/a", "zelf/a", "bestand"):
        with pytest.raises(inside.OutsideError):
            inside.write(folder, [(path, b"x")])
    assert _files(folder.parent / "buiten") == []


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    (folder / "echt").mkdir()
    (folder / "anders").symlink_to("echt")
    inside.write(folder, [("anders/a", b"x")])
    assert (folder / "echt/a").read_bytes() == b"x"


def test_a_file_that_changes_is_a_new_one(folder: Path) -> None:
    inside.write(folder, [("a", b"een")])
    (folder.parent / "ander").hardlink_to(folder / "a")
    inside.write(folder, [("a", b"een")])
    assert (folder / "a").samefile(folder.parent / "ander")
    inside.write(folder, [("a", b"twee")])
    assert (folder.parent / "ander").read_bytes() == b"een"


@given(path=TYPED)
def test_any_path_is_inside_or_refused(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "site"
    try:
        place = inside.place(folder, path)
    except inside.OutsideError:
        return
    assert folder.resolve() in place.resolve().parents


# ── Everything that records can hold ────────────────────────────────────────────────────────────────────


def _read(kind: Any, typed: str) -> str | None:  # noqa: ANN401 - a type with its notes
    """What a field of a kind makes of what was typed; nothing when it refuses."""
    try:
        value: str = TypeAdapter(kind).validate_python(typed)
    except ValidationError:
        return None
    return value


def _paths(id_: str, address: str) -> list[str]:
    """Where files come of records that have this id, and of pages that had this address."""
    everything = catalog(
        praktijk(id_, eerder=[address] if address else []),
        nieuwsbrief(id_),
        m.Thema.model_validate({"id": id_, "naam": "x", "kort": "x", "looptijden": [{"van": "2024"}], **BRON}),
        m.District.model_validate({"id": id_, "naam": "x", "overleg": "x", "agenda": {"titel": "x"}, **BRON}),
    )
    moved = redirects.redirect_list((), {page.pad: page.eerder for page in everything.moved()})
    return [
        *(
            archive.file_behind(record.pad)
            for model in m.COLLECTIONS
            if model.kind.page
            for record in everything.all_of(model)
        ),
        *(path for path, _ in opendata.files(everything, site="https://voorbeeld.nl/", today=everything.today)),
        *(path for path, _ in calendars.files(everything, site="https://voorbeeld.nl/")),
        *(row.pad for row in subscriptions(everything)),
        *(archive.file_behind(redirect.van.partition("#")[0]) for redirect in moved),
    ]


@settings(max_examples=30)
@given(id_=TYPED, address=TYPED)
def test_all_that_records_can_hold_is_written_inside(
    tmp_path_factory: pytest.TempPathFactory, id_: str, address: str
) -> None:
    folder = tmp_path_factory.mktemp("records") / "site"
    inside.write(folder, ((path, b"") for path in _paths(_read(Id, id_) or "een", _read(Address, address) or "")))
    assert len(_files(folder)) > 40
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


# ── There is one place ──────────────────────────────────────────────────────────────────────────────────

ELSEWHERE = {
    "commands/files.py": "what a command writes in the project: all of it or nothing",
    "mail/recipients.py": "the journal of a mailing, which grows",
    "release/compress.py": "beside a file that is there",
    "release/previous.py": "the list of a build, under a name of its own",
    "release/staging.py": "the lock",
    "review/outbound.py": "under a name that the command was given",
}
"""Modules that write as well, and why they need not ask where."""


def _writes(path: Path) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in {"write_bytes", "write_text"})
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute | ast.Name)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) == "open"
            and any(isinstance(arg, ast.Constant) and _makes(arg.value) for arg in node.args)
        )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )  # fmt: skip


def _makes(value: object) -> bool:
    return isinstance(value, str) and value[:1] in {"w", "a", "x"} and len(value) <= 3


def test_one_module_writes_and_the_others_have_a_reason() -> None:
    writers = {
        path.relative_to(ROOT / "macros").as_posix() for path in (ROOT / "macros").rglob("*.py") if _writes(path)
    }
    assert writers == {"base/inside.py", *ELSEWHERE}
