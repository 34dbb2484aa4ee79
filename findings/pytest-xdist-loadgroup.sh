#!/bin/sh
# pytest-xdist 3.8.0 with pytest 9.2.0: `--dist=loadgroup` no longer keeps the tests of a group together (its issue 1386).
# Expected: both tests of one `xdist_group` run in one process. Seen: they are divided as if they had no mark, without a word:
# xdist writes the group into `_nodeid`, which pytest no longer reads. With pytest 9.1.1 they do stay together.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/test_group.py" <<'PYTHON'
import os

import pytest

pytestmark = pytest.mark.xdist_group("one")


@pytest.mark.parametrize("number", range(4))
def test_where(number):
    print("ran in", os.environ["PYTEST_XDIST_WORKER"])
PYTHON
processes() {
    python3 -m venv "$folder/$1"
    "$folder/$1/bin/pip" install --quiet "pytest==$1" pytest-xdist==3.8.0
    (cd "$folder" && "$1/bin/pytest" -n 2 --dist=loadgroup -rP test_group.py) | sed -n 's/^ran in //p' | sort -u | wc -l
}
old=$(processes 9.1.1) new=$(processes 9.2.0)
echo "processes that ran the tests of one group: $old with pytest 9.1.1, $new with pytest 9.2.0"
[ "$old" -eq 1 ] && [ "$new" -eq 2 ]
