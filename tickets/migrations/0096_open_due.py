from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0095_export_offices"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("agency"),
                models.F("due_at"),
                models.F("received_at"),
                condition=models.Q(
                    (
                        "state__in",
                        ("intake", "new", "in_progress", "waiting_citizen", "waiting_other"),
                    )
                ),
                name="ticket_open_due",
            ),
        ),
    ]
