"""Every write to places and people, each with its audit row."""

from teduh.setup.actions.areas import ImportResult, add_alias, import_areas, import_boundaries
from teduh.setup.actions.operations import save_operation, save_phase
from teduh.setup.actions.people import add_person, change_person, set_password
from teduh.setup.actions.units import add_jurisdiction, add_posting, end_jurisdiction, end_posting, save_unit
from teduh.setup.actions.words import set_words

__all__ = [
    "ImportResult",
    "add_alias",
    "add_jurisdiction",
    "add_person",
    "add_posting",
    "change_person",
    "end_jurisdiction",
    "end_posting",
    "import_areas",
    "import_boundaries",
    "save_operation",
    "save_phase",
    "save_unit",
    "set_password",
    "set_words",
]
