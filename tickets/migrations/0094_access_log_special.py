from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0093_ticket_ended"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(
                fields=["at"],
                condition=models.Q(("action__in", ["phone", "ticket", "reminded"])),
                name="access_log_special",
            ),
        ),
    ]
