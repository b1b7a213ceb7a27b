"""What the server keeps of phones: which may speak, which acts they sent, and files that wait for their act."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from teduh.field.rules import Ending, Outcome
from teduh.trust.sealing import KeyedModel, Sealed


class Phone(KeyedModel):
    """The app on one phone of one person. Its token is kept as a digest only.

    `device` is the signed-in browser that it counts as: whatever ends all browsers of a person (a new password, a lost
    second proof, the end of access) ends it, too.
    """

    # Made by the phone.
    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey("trust.Person", on_delete=models.CASCADE, related_name="+")
    device = models.ForeignKey("trust.Device", null=True, on_delete=models.SET_NULL, related_name="+")
    # As they were at the sign-in; with another unit or role the person signs in again.
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    signed_in_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=10, choices=Ending, blank=True)
    # Opens the phone's data for somebody who forgot the PIN and signed in anew; handed out at a sign-in only.
    recovery: str = Sealed()  # type: ignore[assignment]

    data_class = {
        "personal": ("person", "device", "label", "signed_in_at", "recovery", "sealed"),
        "operational": (
            "id",
            "key_id",
            "wrapped_key",
            "unit",
            "role",
            "token_digest",
            "expires_at",
            "ended_at",
            "ended_by",
            "ended_why",
        ),
    }

    class Meta:
        ordering = ("-signed_in_at",)
        constraints = (
            models.CheckConstraint(
                name="phone_ended_whole",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
            ),
        )

    def __str__(self) -> str:
        return self.label

    def is_open(self, at: datetime) -> bool:
        """Whether it was neither ended nor left to run out."""
        ended_elsewhere = self.device is None or self.device.ended_at is not None
        return self.ended_at is None and not ended_elsewhere and at < self.expires_at


class Receipt(models.Model):
    """One act of a phone that is stored: a repeat is answered from here and changes nothing."""

    # The id of the act, made by the phone.
    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    phone_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    form = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    # As the phone's clock had it; nothing is ordered by it.
    made_at = models.DateTimeField()
    arrived_at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    # What the phone was told: ids and versions, no words.
    result = models.JSONField(default=dict)

    data_class = {
        "personal": ("person", "phone_id", "made_at", "arrived_at"),
        "operational": ("id", "kind", "form", "digest", "outcome", "result"),
    }

    class Meta:
        ordering = ("arrived_at", "id")
        constraints = (
            models.CheckConstraint(name="receipt_of_a_stored_act", condition=Q(outcome__in=("accepted", "conflict"))),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class WaitingFile(KeyedModel):
    """A photo or voice note on its way. When its act has taken it, the pieces go and the row answers repeats."""

    # Made by the phone.
    id = models.UUIDField(primary_key=True, editable=False)
    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, related_name="files")
    person = models.ForeignKey("trust.Person", on_delete=models.CASCADE, related_name="+")
    length = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    # So many bytes from the start lie here.
    offset = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    data_class = {
        "personal": ("person", "sealed"),
        "operational": (
            "id",
            "key_id",
            "wrapped_key",
            "phone",
            "length",
            "digest",
            "offset",
            "changed_at",
            "used_at",
        ),
    }

    class Meta:
        ordering = ("changed_at",)
        constraints = (models.CheckConstraint(name="file_no_longer_than_it_is", condition=Q(offset__lte=F("length"))),)

    def __str__(self) -> str:
        return f"file {self.id}"

    @property
    def whole(self) -> bool:
        return self.offset == self.length


class Piece(models.Model):
    """A stretch of a waiting file, encrypted under the file's key."""

    id = models.UUIDField(primary_key=True, editable=False)
    file = models.ForeignKey(WaitingFile, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveIntegerField()
    content = models.BinaryField()

    data_class = {"personal": ("content",), "operational": ("id", "file", "start")}
    encrypted_files = ("content",)

    class Meta:
        ordering = ("start",)
        constraints = (models.UniqueConstraint(fields=("file", "start"), name="piece_once"),)

    def __str__(self) -> str:
        return f"piece {self.start} of {self.file_id}"
