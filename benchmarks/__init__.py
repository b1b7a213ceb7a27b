"""Benchmarks: they print a table and are no tests."""
