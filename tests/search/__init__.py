"""Tests of macros/search: `corpus` makes documents of the content, `meting` asks the worker in node."""
