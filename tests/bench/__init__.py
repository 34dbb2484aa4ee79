"""Measurements that `make bench` runs; no tests."""
