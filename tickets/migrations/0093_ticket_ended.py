from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0092_recut_through"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["agency", "resolved_at", "received_at"], name="ticket_ended"),
        ),
        migrations.RemoveIndex(model_name="ticket", name="ticket_resolved"),
    ]
