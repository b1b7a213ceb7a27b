"""What was said to us, as it was said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen.rules import FROM_RESIDENT, Channel, NoteKind
from teduh.places.keys import new_id
from teduh.trust import keys
from teduh.trust.sealing import KeyedModel, Sealed, SealedModel


class Report(KeyedModel):
    """One thing that somebody saw or heard. It holds no name, number or address of who said it.

    Its words, its coordinates, its photos and its talk are encrypted under the report's own key.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=5, default="id")
    text: str = Sealed()  # type: ignore[assignment]
    place_text: str = Sealed()  # type: ignore[assignment]
    when_text: str = Sealed()  # type: ignore[assignment]
    # Confirmed by a person, or chosen by the resident from the list; never guessed.
    village = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField(db_index=True)
    entered_by = models.ForeignKey("trust.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    receipt_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (two empty ones differ)
    emergency = models.BooleanField(default=False)
    wants_answer = models.BooleanField(default=True)
    source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    latitude: float | None = Sealed(None)  # type: ignore[assignment]
    longitude: float | None = Sealed(None)  # type: ignore[assignment]
    # What an import noticed: "outside_area", "repeat_of:<id>", "no_date" … words a person can act on.
    flags = models.JSONField(default=list, blank=True)
    # Columns of an imported row that have no field of their own, so that nothing is lost.
    extra: dict[str, Any] = Sealed({})  # type: ignore[assignment]
    # When it came here, where that is later than when it was said (an import): its timer counts from here.
    kept_from = models.DateTimeField(null=True, blank=True)
    # Its words are no more: the timer ran out, or whoever wrote them took them back.
    words_gone_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # Whoever wrote it objects: it waits for a decision, is not joined and not quoted.
    restricted_at = models.DateTimeField(null=True, blank=True)

    data_class = {
        "personal": ("text", "place_text", "when_text", "latitude", "longitude", "extra", "sealed"),
        "operational": (
            "id",
            "key_id",
            "wrapped_key",
            "unit",
            "channel",
            "language",
            "village",
            "happened_on",
            "received_at",
            "entered_by",
            "receipt_digest",
            "emergency",
            "wants_answer",
            "source",
            "external_id",
            "flags",
            "kept_from",
            "words_gone_at",
            "restricted_at",
        ),
    }

    class Meta:
        ordering = ("-received_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("source", "external_id"), condition=~Q(external_id=""), name="imported_report_once"
            ),
            models.CheckConstraint(name="report_has_words", condition=~Q(sealed=b"")),
        )

    def __str__(self) -> str:
        return f"report {self.id}"

    @property
    def shown(self) -> str:
        """Its words for those who may read it, or why there are none."""
        if self.words_gone_at is not None:
            return _("(Kata-kata laporan ini sudah dihapus.)")
        if self.restricted_at is not None:
            return _("(Pelapor membatasi laporan ini. Kata-katanya tidak ditampilkan sampai keberatannya diputuskan.)")
        return self.text


class Photo(models.Model):
    """A picture that came with a report: re-encoded, small, without metadata, its file encrypted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    data_class = {"personal": ("file",), "operational": ("id", "report", "width", "height", "digest")}
    encrypted_files = ("file",)

    def __str__(self) -> str:
        return f"photo {self.id}"

    def content(self) -> bytes:
        """The picture itself."""
        with self.file.open("rb") as file:
            return keys.decrypt(self.report.data_key(), file.read(), self.pk)


class Note(SealedModel):
    """One line of the talk at a receipt, between the unit and somebody without a name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind)
    text: str = Sealed()  # type: ignore[assignment]
    at = models.DateTimeField()
    by = models.ForeignKey("trust.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # For a published clarification the receipt shows the text of the day and leads to the public page.
    link = models.CharField(max_length=200, blank=True)

    data_class = {"personal": ("text", "sealed"), "operational": ("id", "report", "kind", "at", "by", "link")}

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                name="residents_have_no_name_here", condition=~Q(kind__in=FROM_RESIDENT) | Q(by__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def data_key(self) -> bytes:
        return self.report.data_key()

    @classmethod
    def write(
        cls, *, report: Report, kind: str, text: str, at: datetime, by_id: UUID | None = None, link: str = ""
    ) -> "Note":
        """A line, stored. The report is held meanwhile, so that no line comes under a key that was just destroyed."""
        if not Report.objects.select_for_update().filter(pk=report.pk, words_gone_at=None).exists():
            raise Refused(_("Kata-kata laporan ini sudah dihapus; percakapannya sudah berakhir."))
        note = cls(id=new_id(), report=report, kind=kind, at=at, by_id=by_id, link=link)
        note.text = text
        note.save(force_insert=True)
        return note


class Complaint(models.Model):
    """A complaint about police conduct: sealed, for the outside body and the resident only.

    Its words lie in the vault and no other stage has a road to this table.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    receiver = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    received_at = models.DateTimeField(db_index=True)
    receipt_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (two empty ones differ)
    # True when words, not the resident, sent it here: the outside body looks first and may hand it back.
    by_hint = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("trust.Person", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    # When it came here, where that is later than when it was said (an import): its timer counts from here.
    kept_from = models.DateTimeField(null=True, blank=True)
    # Whoever wrote it objects: it goes nowhere else until the outside body has decided.
    restricted_at = models.DateTimeField(null=True, blank=True)

    data_class = {
        "operational": (
            "id",
            "kept_from",
            "restricted_at",
            "receiver",
            "channel",
            "received_at",
            "receipt_digest",
            "by_hint",
            "closed_at",
            "closed_by",
            "outcome",
        )
    }

    class Meta:
        ordering = ("-received_at",)
        constraints = (
            models.CheckConstraint(
                name="complaint_closed_whole",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
            ),
        )

    def __str__(self) -> str:
        return f"complaint {self.id}"


class ComplaintNote(models.Model):
    """The talk about a complaint; its words, too, lie in the vault under this id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind)
    at = models.DateTimeField()
    by = models.ForeignKey("trust.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    data_class = {"operational": ("id", "complaint", "kind", "at", "by")}

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ImportRun(models.Model):
    """One run over a table from another system; every row of it is accounted for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    already = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    flagged = models.PositiveIntegerField()

    data_class = {
        "operational": (
            "id",
            "source",
            "file_name",
            "file_digest",
            "started_at",
            "rows",
            "added",
            "already",
            "refused",
            "flagged",
        )
    }

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.CheckConstraint(
                name="every_row_accounted_for", condition=Q(rows=F("added") + F("already") + F("refused"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d}"
