from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tickets", "0029_no_texts_of_notifications")]

    operations = [
        migrations.AddField(
            "clockspan", "why", models.CharField(blank=True, default="", max_length=30),
            preserve_default=False,
        ),
    ]
