"""`teduh`: one file for each sub-command."""

from teduh.cli.root import main

__all__ = ["main"]
