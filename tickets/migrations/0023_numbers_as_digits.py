from django.db import migrations
from django.db.models import F

BATCH = 500


def fill(apps, schema_editor):
    """What was stored as "+62812..." is the number 62812...; where that is known as well, it is the
    one that counts, and the two citizens stay two: who they are was never told.
    """
    rows = apps.get_model("tickets", "CitizenIdentity").objects.filter(kind="wa_id")
    done = 0
    while batch := list(rows.filter(value__startswith="+", pk__gt=done).order_by("pk")[:BATCH]):
        for identity in batch:
            digits = identity.value.lstrip("+")
            current = rows.filter(agency=identity.agency_id, value=digits, valid_until=None)
            if identity.valid_until is None and current.exists():
                rows.filter(pk=identity.pk).update(valid_until=F("valid_from"))
            else:
                rows.filter(pk=identity.pk).update(value=digits)
        done = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("tickets", "0022_identity_named")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
