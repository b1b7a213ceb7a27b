"""People who sign in, the chain of what happened, and the vault."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teduh.places.keys import new_id
from teduh.trust.rules import ConsentHow, FigureRole, Role
from teduh.trust.sealing import KeyedModel, Sealed


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who works with Teduh and signs in. Residents are never here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    # Somebody else chose the present password, and so knows it; the person must choose their own before working.
    password_was_given = models.BooleanField(default=False)
    # When access ended, and when the name was taken away after that.
    left_at = models.DateTimeField(null=True)
    name_gone_at = models.DateTimeField(null=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    data_class = {
        "personal": ("name", "rank", "username", "password", "last_login"),
        "operational": ("id", "role", "unit", "language", "is_active", "password_was_given", "left_at", "name_gone_at"),
    }

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.rank} {self.name}".strip()


class FactorKind(models.TextChoices):
    """What proves, beside the password, that it is the person."""

    TOTP = "totp", _("Kode dari aplikasi")
    PASSKEY = "passkey", _("Kunci sandi (passkey)")


class SecondFactor(KeyedModel):
    """A code app or a passkey of one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind)
    name = models.CharField(max_length=60)
    secret: str = Sealed()  # type: ignore[assignment]
    credential = models.CharField(max_length=400, blank=True)
    public_key = models.BinaryField(default=bytes)
    # A passkey's count of uses, or the last half-minute whose code was used: neither may go back.
    counter = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    data_class = {
        "personal": ("person", "name", "secret", "sealed", "credential", "public_key"),
        "operational": ("id", "kind", "key_id", "wrapped_key", "counter", "added_at", "used_at"),
    }

    class Meta:
        ordering = ("added_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("credential",), condition=~Q(credential=""), name="a_passkey_belongs_to_one_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Device(models.Model):
    """One signed-in browser of somebody who works here, so that they can see it and end it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(max_length=60)
    signed_in_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    data_class = {
        "personal": ("person", "label", "signed_in_at", "seen_at", "ended_at"),
        "operational": ("id",),
    }

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return self.label


class AuditHead(models.Model):
    """The end of the audit chain; locking this one row puts writers in a queue."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    data_class = {"operational": ("id", "seq", "hash")}

    def __str__(self) -> str:
        return str(self.seq)


class AuditEvent(models.Model):
    """One thing that somebody did. It holds text, not foreign keys, so that it outlives what it tells of."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=60, blank=True)
    actor_label = models.CharField(max_length=160)
    action = models.CharField(max_length=60, db_index=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60, db_index=True)
    unit_id = models.CharField(max_length=60, blank=True)
    details = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    data_class = {
        "personal": ("actor_label",),
        "operational": (
            "seq",
            "at",
            "actor_kind",
            "actor_id",
            "action",
            "subject_kind",
            "subject_id",
            "unit_id",
            "details",
            "previous",
            "hash",
        ),
    }

    class Meta:
        ordering = ("-seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class VaultEntry(KeyedModel):
    """A sealed text under a key of its own; the key is wrapped by the vault's master key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(db_index=True)
    text: str = Sealed()  # type: ignore[assignment]
    sealed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    data_class = {
        "personal": ("text", "sealed"),
        "operational": ("id", "kind", "subject_id", "key_id", "wrapped_key", "sealed_at", "expires_at"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "subject_id"), name="one_vault_entry_per_subject_and_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class VaultOpening(models.Model):
    """A request to read a vault entry: who asks and why, who else agrees, and until when it is open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(VaultEntry, on_delete=models.CASCADE, related_name="openings")
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    purpose = models.CharField(max_length=400)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=400, blank=True)

    data_class = {
        "operational": (
            "id",
            "entry",
            "requested_by",
            "requested_at",
            "purpose",
            "approved_by",
            "approved_at",
            "open_until",
            "declined_by",
            "declined_at",
            "decline_reason",
        )
    }

    class Meta:
        ordering = ("-requested_at",)
        constraints = (
            models.CheckConstraint(
                name="two_people_open_the_vault",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="approval_is_whole",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True, open_until__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, open_until__isnull=False),
            ),
            models.CheckConstraint(
                name="declined_or_approved",
                condition=Q(declined_by__isnull=True, declined_at__isnull=True, decline_reason="")
                | Q(declined_by__isnull=False, declined_at__isnull=False, approved_by__isnull=True)
                & ~Q(decline_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"opening {self.id}"

    @property
    def waits(self) -> bool:
        """Nobody has agreed or refused yet."""
        return self.approved_by_id is None and self.declined_by_id is None

    def is_open(self, at: datetime) -> bool:
        """Whether the one who asked may read at that moment."""
        return self.open_until is not None and at <= min(self.open_until, self.entry.expires_at)


class RetentionChoice(models.Model):
    """Somebody changed how long a kind of data is kept. The last one that is in force counts; none is ever edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    days = models.PositiveIntegerField()
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # A shorter timer waits, so that a slip of the finger can be seen and undone before anything is gone.
    applies_from = models.DateTimeField()

    data_class = {"operational": ("id", "kind", "days", "reason", "by", "at", "applies_from")}

    class Meta:
        ordering = ("-at",)
        constraints = (models.CheckConstraint(name="kept_a_day_at_least", condition=Q(days__gte=1)),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"


class CommunityFigure(models.Model):
    """An office in a village whose holder agreed to be met (`trust.figures`). Nobody is named."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=FigureRole)
    office = models.CharField(max_length=80)
    how = models.CharField(max_length=8, choices=ConsentHow)
    agreed_on = models.DateField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    # There is one holder of most offices, so the office points at somebody.
    data_class = {
        "personal": ("office",),
        "operational": ("id", "village", "role", "how", "agreed_on", "noted_by", "noted_at"),
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=("village", "role", "office"), name="office_once_per_village"),)

    def __str__(self) -> str:
        return f"{self.role} in {self.village_id}"
