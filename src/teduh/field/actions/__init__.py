"""Every write that a phone brings about. Each is stored whole or not at all, with its row in the audit chain."""

from teduh.field.actions.acts import Answer, take_all
from teduh.field.actions.files import Progress, take_piece
from teduh.field.actions.phones import Registered, end_phone, register

__all__ = ["Answer", "Progress", "Registered", "end_phone", "register", "take_all", "take_piece"]
