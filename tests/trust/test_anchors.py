"""An anchor kept outside proves that even a whole new chain is not the old one."""

import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from click.testing import CliRunner
from django.core import mail as outbox
from django.db import transaction
from pytest_django import Settings

from teduh.cli import audit as command
from teduh.trust import anchors, audit
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent, AuditHead
from tests.factories.world import NOW


class Mailbox(Message):
    """What a real SMTP server on this machine took in."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[str] = []

    def handle_message(self, message: object) -> None:
        raw = bytes(message)  # type: ignore[call-overload]
        payload = message_from_bytes(raw).get_payload(decode=True)
        self.bodies.append(payload.decode() if isinstance(payload, bytes) else "")


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.ANCHOR_TO = ["pengamat@example.org"]
    yield box
    server.stop()


def write(count: int, what: str = "test") -> None:
    with transaction.atomic():
        for number in range(count):
            audit.record(by=SYSTEM, at=NOW, action=what, subject=("thing", str(number)))


def test_an_anchor_survives_a_mail_program(db: None) -> None:
    write(3)
    anchor = anchors.now()

    quoted = "".join(f"> {line}\r\n" for line in f"Kepada Yth.\n{anchor}".splitlines()).upper()

    assert list(anchors.find(quoted + quoted)) == [anchor, anchor]


def test_a_chain_written_anew_agrees_with_itself_but_not_with_the_anchor(db: None, tmp_path: Path) -> None:
    write(5)
    kept = tmp_path / "anchor.txt"
    kept.write_text(CliRunner().invoke(command.audit, ["anchor"]).output)
    whole = CliRunner().invoke(command.audit, ["verify", "--anchor", str(kept)])

    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    write(7, what="another story")
    forged = CliRunner().invoke(command.audit, ["verify", "--anchor", str(kept)])

    assert (whole.exit_code, whole.output) == (
        0,
        "History is whole: 5 rows, each follows the one before it. It agrees with 1 anchor.\n",
    )
    assert audit.verify() == []
    assert (forged.exit_code, forged.output) == (
        1,
        "Anchor at row 5: history up to this row is not what it was when the anchor was made.\n",
    )


def test_a_shortened_chain_does_not_reach_its_anchor(db: None) -> None:
    write(5)
    anchor = anchors.now()

    AuditEvent.objects.filter(seq=5).delete()
    AuditHead.objects.update(seq=4, hash=AuditEvent.objects.get(seq=4).hash)

    assert audit.verify() == []
    assert not anchors.holds(anchor)


def test_a_file_without_an_anchor_is_said_to_have_none(db: None, tmp_path: Path) -> None:
    kept = tmp_path / "letter.txt"
    kept.write_text("Selamat pagi")

    result = CliRunner().invoke(command.audit, ["verify", "--anchor", str(kept)])

    assert (result.exit_code, "holds no anchor" in result.output) == (1, True)


def test_the_outside_body_gets_one_mail_a_day(db: None, mailbox: Mailbox) -> None:
    write(2)
    anchor = anchors.now()

    sent = [
        anchors.mail_daily(at=NOW),
        anchors.mail_daily(at=NOW + timedelta(minutes=1)),
        anchors.mail_daily(at=NOW + timedelta(days=1)),
    ]

    assert sent == [1, 0, 1]
    assert len(mailbox.bodies) == 2
    assert list(anchors.find(mailbox.bodies[0])) == [anchor]
    assert anchors.holds(anchor)
    assert AuditEvent.objects.filter(action="audit.anchor").count() == 2


def test_nobody_named_means_no_mail(db: None, settings: Settings) -> None:
    settings.ANCHOR_TO = []

    assert anchors.mail_daily(at=NOW) == 0
    assert outbox.outbox == []


def test_a_mail_that_cannot_go_out_is_on_record_and_tried_again_later(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ANCHOR_TO = ["pengamat@example.org"]

    def refused(*_args: object, **_kwargs: object) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(anchors, "send_mail", refused)
    assert [anchors.mail_daily(at=NOW), anchors.mail_daily(at=NOW + timedelta(minutes=20))] == [0, 0]
    monkeypatch.undo()
    later = anchors.mail_daily(at=NOW + timedelta(minutes=61))

    assert later == 1
    assert list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)) == [
        "audit.anchor_not_sent",
        "audit.anchor",
    ]
    assert len(outbox.outbox) == 1
