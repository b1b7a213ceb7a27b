"""Vault entries say which master key wrapped theirs, and hold their text in the shape of every sealed record."""

import json

from django.db import migrations, models

import teduh.trust.sealing
from teduh.trust import keys


def seal_anew(apps, schema_editor):
    if not apps.get_model("trust", "VaultEntry").objects.exists():
        return
    master = keys.keyring()[0]
    for entry in apps.get_model("trust", "VaultEntry").objects.iterator():
        key = keys.decrypt(master.secret, bytes(entry.wrapped_key), entry.pk)
        text = keys.decrypt(key, bytes(entry.sealed), entry.pk).decode()
        entry.sealed = keys.encrypt(key, json.dumps({"text": text}, ensure_ascii=False).encode(), entry.pk)
        entry.key_id = master.id
        # Not save(): the envelope is closed already.
        apps.get_model("trust", "VaultEntry").objects.filter(pk=entry.pk).update(
            sealed=entry.sealed, key_id=entry.key_id
        )


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]

    operations = [
        migrations.AddField(
            "vaultentry",
            "key_id",
            models.CharField(max_length=8, editable=False, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(seal_anew, migrations.RunPython.noop),
        migrations.AlterField("vaultentry", "key_id", teduh.trust.sealing.SealedKeyId(editable=False, max_length=8)),
        migrations.AlterField("vaultentry", "sealed", teduh.trust.sealing.SealedBytes(editable=False)),
        migrations.AlterField("vaultentry", "wrapped_key", teduh.trust.sealing.SealedBytes(editable=False)),
    ]
