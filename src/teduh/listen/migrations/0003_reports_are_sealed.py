"""The words, coordinates, photos and talk of each report go under a key of that report; nothing stays in clear."""

import json
import secrets

from django.core.files.base import ContentFile
from django.db import migrations, models
from django.db.models import Q

import teduh.trust.sealing
from teduh.trust import keys

VALUES = ("text", "place_text", "when_text", "latitude", "longitude", "extra")


def seal(apps, schema_editor):
    Report, Note, Photo = (apps.get_model("listen", name) for name in ("Report", "Note", "Photo"))
    data_keys = {}
    for report in Report.objects.iterator():
        key = data_keys[report.pk] = secrets.token_bytes(32)
        key_id, wrapped = keys.wrap(key, report.pk)
        said = json.dumps({name: getattr(report, name) for name in VALUES}, ensure_ascii=False, sort_keys=True)
        sealed = keys.encrypt(key, said.encode(), report.pk)
        Report.objects.filter(pk=report.pk).update(key_id=key_id, wrapped_key=wrapped, sealed=sealed)
    for note in Note.objects.iterator():
        said = json.dumps({"text": note.text}, ensure_ascii=False).encode()
        Note.objects.filter(pk=note.pk).update(sealed=keys.encrypt(data_keys[note.report_id], said, note.pk))
    for photo in Photo.objects.iterator():
        storage, open_name = photo.file.storage, photo.file.name
        with storage.open(open_name, "rb") as file:
            content = keys.encrypt(data_keys[photo.report_id], file.read(), photo.pk)
        name = storage.save(f"{photo.pk}.sealed", ContentFile(content))
        Photo.objects.filter(pk=photo.pk).update(file=name)
        storage.delete(open_name)


class Migration(migrations.Migration):
    dependencies = [("listen", "0002_initial"), ("trust", "0002_vault_entries_name_their_key")]

    operations = [
        migrations.RemoveConstraint("report", "report_has_words"),
        migrations.AddField(
            "report", "key_id", models.CharField(max_length=8, editable=False, default=""), preserve_default=False
        ),
        migrations.AddField(
            "report", "wrapped_key", models.BinaryField(editable=False, default=b""), preserve_default=False
        ),
        migrations.AddField("report", "sealed", models.BinaryField(editable=False, default=b""), preserve_default=False),
        migrations.AddField("note", "sealed", models.BinaryField(editable=False, default=b""), preserve_default=False),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.AlterField("report", "key_id", teduh.trust.sealing.SealedKeyId(editable=False, max_length=8)),
        migrations.AlterField("report", "wrapped_key", teduh.trust.sealing.SealedBytes(editable=False)),
        migrations.AlterField("report", "sealed", teduh.trust.sealing.SealedBytes(editable=False)),
        migrations.AlterField("note", "sealed", teduh.trust.sealing.SealedBytes(editable=False)),
        *(migrations.RemoveField("report", name) for name in VALUES),
        migrations.RemoveField("note", "text"),
        migrations.AddConstraint(
            "report", models.CheckConstraint(condition=~Q(sealed=b""), name="report_has_words")
        ),
    ]
