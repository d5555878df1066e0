"""Every ticket so far got its register number with its first message.

By ranges of keys, each committed on its own; whatever stops it, the next start goes on.
"""

from django.db import migrations
from django.db.models import F, Max

BATCH = 10_000


def fill(apps, schema_editor):
    Ticket = apps.get_model("tickets", "Ticket")
    tickets = Ticket.objects.using(schema_editor.connection.alias)
    last = tickets.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, BATCH):
        batch = tickets.filter(pk__gte=start, pk__lt=start + BATCH, registered_at__isnull=True)
        batch.update(registered_at=F("received_at"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0040_urgent_anonymous_registered")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
