from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("surveys", "0005_why_nobody_was_invited")]

    operations = [
        migrations.RemoveField("invitation", "reason"),
    ]
