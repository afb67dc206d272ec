"""When a command that runs once at a time last came to its end is kept, for monitors."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0009_file_checksums"),
    ]

    operations = [
        migrations.AddField(
            model_name="commandlock",
            name="done_at",
            field=models.DateTimeField(null=True),
        ),
    ]
