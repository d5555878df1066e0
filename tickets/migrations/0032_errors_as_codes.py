from django.db import migrations, models


def json_field(*names):
    return models.JSONField(*names, blank=True, default=dict)


class Migration(migrations.Migration):

    dependencies = [("tickets", "0031_codes_of_why")]

    operations = [
        migrations.AddField("message", "error", json_field("galat")),
        migrations.AddField("attachment", "error", json_field()),
        migrations.AddField(
            "channel",
            "health_error",
            models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
