"""Requests that no person would send, to every address, by every role and by nobody.

`make test` sends a slice of them; `make fuzz` (`python -m tests.fuzz`) sends more than 20,000, counts them and fails on
fewer. What must hold for each answer is in `judge.py`.
"""
