"""Words to search by get a table of their own with a full-text index; the folded text of each commitment goes."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from tracker.migrations._search_of_0004 import TRIGGERS_OF_COMMITMENTS, columns, drop_index, fold, make_index, texts

BATCH = 500


def _commitments(apps: Any) -> Any:
    """Every commitment with all that it is found by."""
    rows = apps.get_model("tracker", "Commitment").objects.order_by("pk")
    return rows.prefetch_related(
        "contributions__partner", "instruments", "target_groups", "agreement_targets"
    ).iterator(BATCH)


def make(apps: Any, editor: Any) -> None:
    """Make the index while the table is empty: PostgreSQL makes none over rows whose constraints are still open."""
    make_index(editor.connection)


def drop(apps: Any, editor: Any) -> None:
    """Remove the index."""
    drop_index(editor.connection)


def fill(apps: Any, editor: Any) -> None:
    """Write the words of every commitment."""
    model = apps.get_model("tracker", "SearchText")
    rows = []
    for commitment in _commitments(apps):
        rows.append(model(commitment_id=commitment.pk, **columns(texts(commitment))))
        if len(rows) == BATCH:
            model.objects.bulk_create(rows)
            rows = []
    model.objects.bulk_create(rows)


def lift(apps: Any, editor: Any) -> None:
    """Lift the triggers that speak of the table that SQLite remakes when going back; migrate puts them in place again."""
    if editor.connection.vendor == "sqlite":
        for name in TRIGGERS_OF_COMMITMENTS:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def fold_again(apps: Any, editor: Any) -> None:
    """Write the folded text of every commitment, when going back."""
    model = apps.get_model("tracker", "Commitment")
    for commitment in _commitments(apps):
        text = fold(" ".join(word for part in texts(commitment).values() for word in part))
        model.objects.filter(pk=commitment.pk).update(search_text=text)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0003_take_away")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, fold_again),
        migrations.RemoveField(model_name="commitment", name="search_text"),
        migrations.RunPython(migrations.RunPython.noop, lift),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_row",
                        serialize=False,
                        to="tracker.commitment",
                        verbose_name="commitment",
                    ),
                ),
                ("title", models.TextField(verbose_name="code and title")),
                ("subject", models.TextField(verbose_name="description and labels")),
                ("partner", models.TextField(verbose_name="partners")),
                ("wording", models.TextField(verbose_name="official wording")),
                ("target", models.TextField(verbose_name="measurable targets")),
            ],
            options={
                "verbose_name": "words of a commitment",
                "verbose_name_plural": "words of commitments",
            },
        ),
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
