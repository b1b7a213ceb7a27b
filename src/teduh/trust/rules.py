"""Roles and what each may do. This is the only place that says so."""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    VILLAGE_OFFICER = "village_officer", _("Bhabinkamtibmas")
    DESK_OFFICER = "desk_officer", _("Petugas meja")
    SECTOR_CHIEF = "sector_chief", _("Kapolsek")
    DISTRICT_CHIEF = "district_chief", _("Kapolres")
    PUBLIC_RELATIONS = "public_relations", _("Humas")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    OVERSEER = "overseer", _("Pengawas luar")
    DATA_PROTECTION = "data_protection", _("Petugas pelindungan data")


class Permission(StrEnum):
    REPORT_ENTER = "report.enter"
    REPORT_READ = "report.read"
    TRIAGE_DECIDE = "triage.decide"
    ISSUE_READ = "issue.read"
    LEVEL_SET = "level.set"
    WATCH_READ = "watch.read"
    ALARM_DECIDE = "alarm.decide"
    ALARM_POLICY = "alarm.policy"
    MATCH_POLICY = "match.policy"
    PLAN_READ = "plan.read"
    PLAN_CHANGE = "plan.change"
    PLAN_APPROVE = "plan.approve"
    # Drafts of all sectors at once, and how the district plans; each sector changes and approves its own week.
    PLAN_ORDER = "plan.order"
    VISIT_READ = "visit.read"
    VISIT_RECORD = "visit.record"
    MESSAGE_READ = "message.read"
    MESSAGE_WRITE = "message.write"
    MESSAGE_APPROVE = "message.approve"
    CLARIFICATION_READ = "clarification.read"
    CLARIFICATION_WRITE = "clarification.write"
    CLARIFICATION_APPROVE = "clarification.approve"
    REFERRAL_READ = "referral.read"
    REFERRAL_WRITE = "referral.write"
    DISCLOSURE_APPROVE = "disclosure.approve"
    FUNNEL_READ = "funnel.read"
    SITUATION_REPORT = "situation.report"
    COMPLAINT_READ = "complaint.read"
    IDENTITY_REQUEST = "identity.request"
    IDENTITY_APPROVE = "identity.approve"
    OPENING_READ = "opening.read"
    AUDIT_READ = "audit.read"
    WORDS_MANAGE = "words.manage"
    EXPORT = "export"
    PLACES_MANAGE = "places.manage"
    PEOPLE_MANAGE = "people.manage"
    RIGHTS_READ = "rights.read"
    RIGHTS_MANAGE = "rights.manage"
    HOLD_READ = "hold.read"
    HOLD_MANAGE = "hold.manage"
    BREACH_READ = "breach.read"
    BREACH_MANAGE = "breach.manage"
    RETENTION_READ = "retention.read"
    RETENTION_CHANGE = "retention.change"
    BOARD_READ = "board.read"
    STYLEGUIDE = "styleguide"


class FigureRole(TextChoices):
    """Kinds of office in a village, as Indonesian reports count the people met."""

    COMMUNITY = "tokoh masyarakat", _("Tokoh masyarakat")
    FAITH = "tokoh agama", _("Tokoh agama")
    CUSTOM = "tokoh adat", _("Tokoh adat")
    YOUTH = "tokoh pemuda", _("Tokoh pemuda")
    WOMEN = "tokoh perempuan", _("Tokoh perempuan")
    VILLAGE_HEAD = "kepala desa", _("Kepala desa")
    VILLAGE_STAFF = "perangkat desa", _("Perangkat desa")
    SOLDIER = "babinsa", _("Babinsa")


class ConsentHow(TextChoices):
    SPOKEN = "spoken", _("Setuju secara lisan")
    WRITTEN = "written", _("Setuju secara tertulis")


class FigureEnd(TextChoices):
    WITHDRAWN = "withdrawn", _("Menarik persetujuan")
    LEFT_OFFICE = "left_office", _("Tidak menjabat lagi")
    MISTAKE = "mistake", _("Salah catat")


P = Permission
_READ_WORK: Final = frozenset(
    {
        P.ISSUE_READ,
        P.WATCH_READ,
        P.PLAN_READ,
        P.VISIT_READ,
        P.CLARIFICATION_READ,
        P.REFERRAL_READ,
        P.BOARD_READ,
        P.MESSAGE_READ,
    }
)

ROLE_PERMISSIONS: Final[dict[str, frozenset[Permission]]] = {
    Role.VILLAGE_OFFICER: frozenset(
        {P.REPORT_ENTER, P.ISSUE_READ, P.WATCH_READ, P.PLAN_READ, P.VISIT_READ, P.VISIT_RECORD}
        | {P.CLARIFICATION_READ, P.BOARD_READ, P.MESSAGE_READ}
    ),
    Role.DESK_OFFICER: _READ_WORK
    | {P.REPORT_ENTER, P.REPORT_READ, P.TRIAGE_DECIDE, P.LEVEL_SET, P.CLARIFICATION_WRITE, P.REFERRAL_WRITE}
    # A second desk officer may check what the first one prepared; nobody checks their own.
    | {P.DISCLOSURE_APPROVE, P.EXPORT, P.ALARM_DECIDE}
    | {P.FUNNEL_READ, P.SITUATION_REPORT, P.IDENTITY_REQUEST, P.OPENING_READ},
    Role.SECTOR_CHIEF: _READ_WORK
    | {P.REPORT_ENTER, P.REPORT_READ, P.TRIAGE_DECIDE, P.LEVEL_SET, P.PLAN_CHANGE, P.PLAN_APPROVE}
    | {P.DISCLOSURE_APPROVE, P.EXPORT, P.ALARM_DECIDE}
    | {P.VISIT_RECORD, P.MESSAGE_WRITE, P.FUNNEL_READ, P.SITUATION_REPORT, P.IDENTITY_REQUEST, P.OPENING_READ},
    Role.DISTRICT_CHIEF: _READ_WORK
    | {
        P.REPORT_READ,
        P.LEVEL_SET,
        P.ALARM_DECIDE,
        P.ALARM_POLICY,
        P.MATCH_POLICY,
        P.PLAN_ORDER,
        P.MESSAGE_APPROVE,
        P.CLARIFICATION_APPROVE,
        P.FUNNEL_READ,
        P.SITUATION_REPORT,
    }
    | {P.IDENTITY_APPROVE, P.OPENING_READ, P.RIGHTS_READ, P.HOLD_READ, P.BREACH_READ, P.BREACH_MANAGE}
    | {P.RETENTION_READ, P.DISCLOSURE_APPROVE, P.EXPORT},
    Role.PUBLIC_RELATIONS: frozenset(
        {P.ISSUE_READ, P.BOARD_READ, P.MESSAGE_READ, P.MESSAGE_WRITE, P.MESSAGE_APPROVE}
        | {P.CLARIFICATION_READ, P.CLARIFICATION_WRITE, P.CLARIFICATION_APPROVE, P.FUNNEL_READ, P.WORDS_MANAGE}
    ),
    Role.AUDITOR: frozenset(
        {P.AUDIT_READ, P.FUNNEL_READ, P.BOARD_READ, P.CLARIFICATION_READ, P.OPENING_READ, P.EXPORT}
        | {P.HOLD_READ, P.BREACH_READ, P.RETENTION_READ}
    ),
    Role.ADMINISTRATOR: frozenset(
        {P.PLACES_MANAGE, P.PEOPLE_MANAGE, P.WORDS_MANAGE, P.AUDIT_READ, P.BOARD_READ, P.STYLEGUIDE}
        | {P.BREACH_READ, P.BREACH_MANAGE, P.RETENTION_READ, P.RETENTION_CHANGE}
    ),
    Role.OVERSEER: frozenset(
        # Of two people of the outside body one asks and the other agrees.
        {P.COMPLAINT_READ, P.BOARD_READ, P.IDENTITY_REQUEST, P.IDENTITY_APPROVE, P.OPENING_READ}
        # Rights over a complaint, its hold and its timer lie with the outside body and with nobody else.
        | {P.RIGHTS_READ, P.RIGHTS_MANAGE, P.HOLD_READ, P.HOLD_MANAGE, P.RETENTION_READ, P.RETENTION_CHANGE}
    ),
    # UU 27/2022 art. 53: watches over the data of the unit and reads no report.
    Role.DATA_PROTECTION: frozenset(
        {P.RIGHTS_READ, P.RIGHTS_MANAGE, P.HOLD_READ, P.HOLD_MANAGE, P.BREACH_READ, P.BREACH_MANAGE}
        | {P.RETENTION_READ, P.AUDIT_READ, P.BOARD_READ}
    ),
}


def role_may(role: str, permission: Permission) -> bool:
    return permission in ROLE_PERMISSIONS.get(role, frozenset())
