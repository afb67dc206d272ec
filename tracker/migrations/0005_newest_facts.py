from django.db import migrations, models

from tracker.migrations._concurrently import AddIndex


class Migration(migrations.Migration):
    # PostgreSQL makes an index without holding up the writers only outside a transaction.
    atomic = False
    dependencies = [
        ("tracker", "0004_search"),
    ]

    operations = [
        AddIndex(
            model_name="statusreport",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False), ("state", "accepted")),
                fields=["-as_of", "-accepted_at"],
                name="report_newest",
            ),
        ),
    ]
