"""CSV with positions: rows that know their line, and signs that columns have shifted."""

from __future__ import annotations

import time

import pytest

from macros.base.parsing import ParseError
from macros.base.sheets import rows


def test_rows_have_the_line_at_which_they_begin() -> None:
    heading, below = rows('\na, b\n"x\ny",1\n\n  \n z ,2\n')
    assert heading == ["a", "b"]
    assert below == [(3, ["x\ny", "1"]), (7, ["z", "2"])]


@pytest.mark.parametrize(
    ("contents", "line", "part"),
    [
        ("a,b\n1,2\n1,2,3\n", 3, "3 cellen"),
        ("a,b\n1\n", 2, "1 cellen"),
        ("a;b\n1;2\n", 1, "komma's"),
        ("a\tb\n", 1, "komma's"),
        ("a,\n1,2\n", 1, "geen naam"),
        ("a,a\n1,2\n", 1, "twee keer"),
        ("a,b\n", 1, "geen rijen"),
        ("# uitleg\na,b\n", 1, "#"),
        (",".join(map(str, range(150_000))), 1, "te veel kolommen (150000); hoogstens 100"),
        ('a,b\n1,2\n3,"4\n5,6\n', 3, "aanhalingsteken"),
        ('a,b\n"1"x,2\n', 2, "aanhalingsteken"),
    ],
)
def test_csv_that_is_refused(contents: str, line: int, part: str) -> None:
    with pytest.raises(ParseError) as error:
        rows(contents)
    assert error.value.line == line
    assert part in error.value.message


@pytest.mark.parametrize("row", ["1,2\n", ",\n", "\n"])
def test_a_table_that_never_ends_is_left_at_the_first_row_too_many(row: str) -> None:
    start = time.process_time()
    with pytest.raises(ParseError, match="te veel rijen; hoogstens 2000") as error:
        rows("a,b\n" + row * 200_000)
    assert error.value.line <= 4_003
    assert time.process_time() - start < 1


def test_a_table_of_the_largest_size_is_read() -> None:
    assert len(rows("a,b\n" + "1,2\n" * 2_000)[1]) == 2_000
