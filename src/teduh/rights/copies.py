"""A copy of everything that is kept about one report, for whoever holds its code."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from teduh.listen.reads import Talk
from teduh.listen.retention import COMPLAINT, REPORT_WORDS
from teduh.rights import reads


def of(talk: Talk, *, at: datetime) -> dict[str, Any]:
    """Plain values only. The contact itself stays in the vault: whoever found a code must not find a number with it."""
    kind = COMPLAINT if talk.sealed else REPORT_WORDS
    contact_until = reads.contact_kept_until(talk.id, at=at)
    return {
        "made_at": _moment(at),
        "received_at": _moment(talk.received_at),
        "received_by": talk.unit.name,
        "sealed": talk.sealed,
        "restricted": talk.restricted,
        "text": talk.text,
        "place": talk.village.name if talk.village else talk.place_text,
        "when": talk.when_text,
        "talk": [
            {"kind": line.kind, "at": _moment(line.at), "text": line.text, "link": line.link} for line in talk.lines
        ],
        "contact": {"kept": contact_until is not None, "until": _moment(contact_until)},
        "kept_until": _moment(talk.kept_until),
        "purpose": str(kind.purpose),
        "basis": str(kind.basis.label),
        "requests": [
            {
                "right": request.right,
                "at": _moment(request.received_at),
                "due_at": _moment(request.due_at),
                "decision": request.decision,
                "answer": request.answer,
            }
            for request in reads.own_requests(talk.id)
        ],
    }


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else ""
