from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tickets", "0028_kinds_of_notifications")]

    operations = [
        # With a default, so that the former version's column can come back.
        migrations.AlterField(
            "notification", "text", models.CharField(default="", max_length=300)
        ),
        migrations.RemoveField("notification", "text"),
    ]
