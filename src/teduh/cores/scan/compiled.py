"""The loops of the scan are compiled for all sources of this folder."""

from pathlib import Path

from teduh.cores.loops import Loops

_LOOPS = Loops(Path(__file__).parent)
compiled, inlined = _LOOPS.compiled, _LOOPS.inlined
