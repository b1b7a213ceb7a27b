"""`python -m teduh` is `teduh`."""

from teduh.cli import main

main()
