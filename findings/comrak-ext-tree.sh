#!/bin/sh
# comrak-ext 0.2.8 never frees a tree: a node holds its parent and its children, and the garbage collector cannot see either.
# Expected: the memory of a tree that no one holds any more comes back, at the latest after gc.collect(). Seen: each tree
# stays (some 230 bytes a node). With the children of every node set to [] first (or parent to None) it does come back.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet comrak-ext==0.2.8
"$folder/venv/bin/python" - <<'PYTHON'
import gc
import resource

import comrak

TEXT = "- a *b* c\n\n> d\n\n" * 200


def let_go(node):
    children, node.children = node.children, []
    for child in children:
        let_go(child)


def grown(change):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(200):
        change(comrak.parse_document(TEXT))
    gc.collect()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


let_go(comrak.parse_document(TEXT))
freed, kept = grown(let_go), grown(lambda tree: None)
print(f"200 trees: {freed} kB more when children are let go, {kept} kB more when they are not")
assert freed < 5_000, "letting go of children no longer frees a tree"
assert kept > 40_000, "this changed: trees are freed now, look again"
PYTHON
