"""The record of a photo or a voice note of a visit. Its file is encrypted under a key of its own."""

from django.db import models

from teduh.places.keys import new_id
from teduh.respond.rules import VisitFileKind
from teduh.trust import keys
from teduh.trust.sealing import KeyedModel


class VisitFile(KeyedModel):
    """A photo (painted anew, without metadata) or a short voice note that an officer made during a visit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey("respond.Visit", on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=VisitFileKind)
    file = models.FileField(upload_to="visits/")
    media_type = models.CharField(max_length=40)
    seconds = models.PositiveSmallIntegerField(null=True)
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey("trust.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    data_class = {
        "personal": ("file", "sealed"),
        "operational": (
            "id",
            "key_id",
            "wrapped_key",
            "visit",
            "kind",
            "media_type",
            "seconds",
            "digest",
            "added_by",
            "added_at",
        ),
    }
    encrypted_files = ("file",)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} of {self.visit_id}"

    def content(self) -> bytes:
        """The picture or the voice itself."""
        with self.file.open("rb") as file:
            return keys.decrypt(self.data_key(), file.read(), self.pk)
