from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0092_recut_through"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("agency"),
                models.F("resolved_at"),
                models.F("received_at"),
                condition=models.Q(("resolved_at__isnull", False)),
                name="ticket_ended",
            ),
        ),
        migrations.RemoveIndex(model_name="ticket", name="ticket_resolved"),
    ]
