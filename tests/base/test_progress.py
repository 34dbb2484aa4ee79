from __future__ import annotations

import io

from macros.base.progress import ProgressBar


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_takes_longer_shows_how_far_it_is() -> None:
    screen, time_ = _Screen(), iter([0.0, 0.5, 1.5, 1.6, 1.8])
    progress_bar = ProgressBar(screen, lambda: next(time_))
    for part in (0.1, 0.5, 0.6, 1.0):
        progress_bar(part)
    assert screen.getvalue().split("\r")[1:] == [f"[{'#' * 12}{'.' * 12}]  50%", " " * 60, ""]


def test_what_must_be_remembered_stands_above_the_bar() -> None:
    screen, time_ = _Screen(), iter([0.0, 2.0, 3.0])
    progress_bar = ProgressBar(screen, lambda: next(time_))
    progress_bar(0.25, "1 van 4")
    progress_bar.line("l…@gemeente.example: geweigerd")
    progress_bar(0.5, "2 van 4")
    first, second = screen.getvalue().split("l…@gemeente.example: geweigerd\n")
    assert "] 1 van 4" in first
    assert first.endswith("\r")
    assert second == f"\r[{'#' * 12}{'.' * 12}] 2 van 4"


def test_in_a_file_there_is_no_bar() -> None:
    file, time_ = io.StringIO(), iter([0.0, 9.0])
    ProgressBar(file, lambda: next(time_))(0.5)
    assert file.getvalue() == ""
