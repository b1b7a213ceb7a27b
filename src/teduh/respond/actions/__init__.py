"""Every write of responding. Each is one transaction and leaves its row in the audit chain."""

from teduh.respond.account import Account, Asked, Met, Promised, Raised
from teduh.respond.actions.clarifications import (
    approve_clarification,
    edit_clarification,
    publish_clarification,
    withdraw_clarification,
    write_clarification,
)
from teduh.respond.actions.corrections import correct_visit, settle_difference
from teduh.respond.actions.disclosures import approve_disclosure, prepare_disclosure, return_disclosure
from teduh.respond.actions.messages import approve_message, withdraw_message, write_message
from teduh.respond.actions.photos import cover_photo, drop_photo, include_photo
from teduh.respond.actions.referrals import fill_referral, make_referral, record_partner_answer, send_referral
from teduh.respond.actions.releases import release_in_clarification, release_in_message
from teduh.respond.actions.visitfiles import add_photo, add_voice
from teduh.respond.actions.visits import keep_promise, record_visit, tell_back

__all__ = [
    "Account",
    "Asked",
    "Met",
    "Promised",
    "Raised",
    "add_photo",
    "add_voice",
    "approve_clarification",
    "approve_disclosure",
    "approve_message",
    "correct_visit",
    "cover_photo",
    "drop_photo",
    "edit_clarification",
    "fill_referral",
    "include_photo",
    "keep_promise",
    "make_referral",
    "prepare_disclosure",
    "publish_clarification",
    "record_partner_answer",
    "record_visit",
    "release_in_clarification",
    "release_in_message",
    "return_disclosure",
    "send_referral",
    "settle_difference",
    "tell_back",
    "withdraw_clarification",
    "withdraw_message",
    "write_clarification",
    "write_message",
]
