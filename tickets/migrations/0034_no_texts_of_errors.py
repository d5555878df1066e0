from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tickets", "0033_fill_errors")]

    operations = [
        migrations.RemoveField("message", "error_text"),
        migrations.RemoveField("attachment", "error_text"),
        migrations.RemoveField("channel", "health_note"),
    ]
