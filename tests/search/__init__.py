"""Tests of macros/search: `corpus` makes documents of the content, `measurement` asks the worker in node."""
