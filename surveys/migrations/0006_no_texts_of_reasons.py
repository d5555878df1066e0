from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("surveys", "0005_why_nobody_was_invited")]

    operations = [
        # With a default, so that the former version's column can come back.
        migrations.AlterField(
            "invitation", "reason", models.CharField("alasan", default="", max_length=200)
        ),
        migrations.RemoveField("invitation", "reason"),
    ]
