"""Benchmarks of Polls and of comparable applications. README.md describes them."""
