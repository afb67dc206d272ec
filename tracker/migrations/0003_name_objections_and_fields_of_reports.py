from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0002_reporting_cycle"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outboxmail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "Invitation"),
                    ("reminder", "Reminder of reports"),
                    ("deputy_reminder", "Reminder to deputies and editors"),
                    ("review_queue", "Reports waiting for review"),
                    ("returned", "Report returned"),
                    ("accepted", "Report accepted"),
                    ("assessed", "Report assessed differently"),
                    ("entered", "Report entered for you"),
                    ("round_opened", "Reporting round opened"),
                    ("report_revoked", "Accepted report withdrawn"),
                    ("wish_answered", "Wish decided"),
                    ("objected", "Objection to an entered report"),
                ],
                max_length=24,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="reviewcomment",
            name="field",
            field=models.CharField(
                choices=[
                    ("whole", "the report as a whole"),
                    ("status", "status"),
                    ("as_of", "state of affairs"),
                    ("summary", "what has been done"),
                    ("next_steps", "next steps"),
                    ("problem", "problem or delay"),
                    ("evidence", "evidence"),
                    ("wish", "wish"),
                ],
                max_length=24,
                verbose_name="field",
            ),
        ),
    ]
