"""The second proof of a sign-in: a code from an app (TOTP, RFC 6238) or a passkey (WebAuthn)."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp
import webauthn
from django.db import transaction
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.places import reads as places
from teduh.trust import access, audit, sessions
from teduh.trust.actors import Actor
from teduh.trust.models import FactorKind, Person, SecondFactor
from teduh.trust.rules import Permission

STEP_S: Final = 30
SITE_NAME: Final = "Teduh"


@dataclass(frozen=True)
class Site:
    """Where the browser is, as passkeys see it."""

    host: str
    origin: str


def of(person: Person) -> list[SecondFactor]:
    return list(person.factors.all())


def has(person: Person, kind: FactorKind) -> bool:
    return person.factors.filter(kind=kind).exists()


def new_secret() -> str:
    return pyotp.random_base32()


def totp_address(person: Person, secret: str) -> str:
    """What the QR code holds for the code app."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=SITE_NAME)


@transaction.atomic
def add_totp(*, secret: str, code: str, name: str, by: Person, at: datetime) -> SecondFactor:
    """A code app, once it has shown that it knows the secret."""
    step = _matching_step(secret, code, at)
    if step is None:
        raise Refused(_("Kode ini tidak cocok. Lihat kode yang baru di aplikasi, lalu ketik lagi."), field="code")
    factor = SecondFactor(person=by, kind=FactorKind.TOTP, name=name or _("Aplikasi kode"), counter=step, added_at=at)
    factor.secret = secret
    return _added(factor, by, at)


@transaction.atomic
def check_totp(*, person: Person, code: str, at: datetime) -> bool:
    """Whether this is a code of one of the person's apps; each code works once."""
    for factor in person.factors.select_for_update().filter(kind=FactorKind.TOTP):
        step = _matching_step(factor.secret, code, at)
        if step is not None and step > factor.counter:
            SecondFactor.objects.filter(pk=factor.pk).update(counter=step, used_at=at)
            return True
    return False


def _matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The half-minute whose code this is: the present one, or one beside it for a clock that is off."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == 6):
        return None
    now = int(at.timestamp()) // STEP_S
    app = pyotp.TOTP(secret)
    steps = (now - 1, now, now + 1)
    return max((step for step in steps if hmac.compare_digest(app.at(step * STEP_S), typed)), default=None)


def passkey_offer(person: Person, site: Site) -> tuple[str, str]:
    """Options for the browser that makes a new passkey (JSON), and the challenge to keep until it answers."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=SITE_NAME,
        user_id=person.pk.bytes,
        user_name=person.username,
        user_display_name=person.name,
        # The phone or key asks for a finger, a face or a PIN, and can name the person: both proofs in one.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(factor.credential))
            for factor in person.factors.filter(kind=FactorKind.PASSKEY)
        ],
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


@transaction.atomic
def add_passkey(*, answer: str, challenge: str, site: Site, name: str, by: Person, at: datetime) -> SecondFactor:
    """Keep the public half of the passkey that the browser made."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise Refused(_("Kunci sandi belum tersimpan. Silakan coba sekali lagi.")) from error
    factor = SecondFactor(
        person=by,
        kind=FactorKind.PASSKEY,
        name=name or _("Kunci sandi"),
        credential=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        counter=made.sign_count,
        added_at=at,
    )
    if SecondFactor.objects.filter(credential=factor.credential).exists():
        raise Refused(_("Kunci sandi ini sudah terdaftar."))
    return _added(factor, by, at)


def passkey_question(site: Site) -> tuple[str, str]:
    """Options for the browser that signs in with a passkey (JSON), and the challenge to keep until it answers."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


@transaction.atomic
def check_passkey(*, answer: str, challenge: str, site: Site, at: datetime) -> Person | None:
    """The person whose passkey signed the challenge, or None."""
    try:
        credential = webauthn.helpers.parse_authentication_credential_json(answer)
        factor = (
            SecondFactor.objects.select_for_update(of=("self",))
            .select_related("person__unit")
            .get(credential=bytes_to_base64url(credential.raw_id), person__is_active=True)
        )
        proof = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(factor.public_key),
            credential_current_sign_count=factor.counter,
            require_user_verification=True,
        )
    except (SecondFactor.DoesNotExist, WebAuthnException, ValueError):
        return None
    SecondFactor.objects.filter(pk=factor.pk).update(counter=proof.new_sign_count, used_at=at)
    return factor.person


@transaction.atomic
def remove(*, factor_id: UUID, by: Person, at: datetime) -> None:
    """Give up one of one's own."""
    factor = by.factors.filter(pk=factor_id).first()
    if factor is None:
        raise NotFound(_("Bukti kedua ini tidak ada."))
    audit.record(
        by=by,
        at=at,
        action="people.remove_factor",
        subject=("person", by.pk),
        unit_id=by.unit_id,
        details={"kind": factor.kind},
    )
    factor.delete()


@transaction.atomic
def reset(*, person: Person, by: Person | Actor, at: datetime) -> int:
    """For somebody who lost the phone: another person takes all their second proofs away, on record."""
    if isinstance(by, Person):
        access.require(by, Permission.PEOPLE_MANAGE)
        if person.unit_id not in places.units_under(by.unit):
            raise NotAllowed(_("Orang ini bukan dari satuan Anda."))
        if by.pk == person.pk:
            raise Refused(_("Mintalah admin lain untuk menghapus bukti kedua Anda."))
    removed = person.factors.count()
    person.factors.all().delete()
    audit.record(
        by=by,
        at=at,
        action="people.reset_factors",
        subject=("person", person.pk),
        unit_id=person.unit_id,
        details={"removed": removed},
    )
    # Whoever holds the lost phone may still be signed in there.
    sessions.end_all(person=person, by=by, at=at)
    return removed


def _added(factor: SecondFactor, by: Person, at: datetime) -> SecondFactor:
    factor.save(force_insert=True)
    audit.record(
        by=by,
        at=at,
        action="people.add_factor",
        subject=("person", by.pk),
        unit_id=by.unit_id,
        details={"kind": factor.kind},
    )
    return factor
