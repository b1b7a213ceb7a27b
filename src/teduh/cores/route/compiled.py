"""The loops of the search are compiled for the files that hold them, so that other changes compile nothing anew."""

from pathlib import Path

from teduh.cores.loops import Loops

# The files with loops and with the numbers that they hold copies of.
FILES = ("compiled.py", "land.py", "routes.py", "turns.py")
_LOOPS = Loops(Path(__file__).parent, FILES)
compiled, inlined = _LOOPS.compiled, _LOOPS.inlined
