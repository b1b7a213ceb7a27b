"""Makes the small world in which the tests happen."""

from tests.factories.world import World, make_world

__all__ = ["World", "make_world"]
