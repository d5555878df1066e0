from django.db import migrations
from django.db.models import F


def look_again(apps, schema_editor):
    """A pause silenced the first promise as well; the sweep computes what is to be told."""
    apps.get_model("tickets", "Ticket").objects.filter(
        paused_since__isnull=False,
        first_responded_at__isnull=True,
        next_reminder_at__isnull=True,
        state__in=("intake", "new", "in_progress", "waiting_citizen", "waiting_other"),
    ).update(next_reminder_at=F("received_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0006_unreached"),
    ]

    operations = [
        migrations.RunPython(look_again, migrations.RunPython.noop, elidable=True),
    ]
