"""Files that are handed in are kept with their checksum; `keep_checksums` fills in those of earlier ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0008_official_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="sha256",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=64, verbose_name="checksum"
            ),
        ),
        migrations.AddField(
            model_name="mailproof",
            name="sha256",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=64, verbose_name="checksum"
            ),
        ),
    ]
