from django.db import migrations
from django.db.models import Case, Value, When

from tickets.whatsapp.wamids import token_of

BATCH = 500


def fill(apps, schema_editor):
    """The tokens of what was stored before they were kept; once more changes nothing."""
    _fill(apps.get_model("tickets", "Message").objects.filter(wamid__isnull=False))
    _fill(apps.get_model("tickets", "StatusEvent").objects.filter(message__isnull=True))


def _fill(rows):
    done = 0
    while batch := list(rows.filter(pk__gt=done).order_by("pk").values_list("pk", "wamid")[:BATCH]):
        found = [(pk, token) for pk, wamid in batch if (token := token_of(wamid))]
        if found:
            whens = [When(pk=pk, then=Value(token)) for pk, token in found]
            rows.filter(pk__in=[pk for pk, _ in found]).update(wamid_token=Case(*whens))
        done = batch[-1][0]


class Migration(migrations.Migration):
    atomic = False  # each batch for itself: a table of messages may be long

    dependencies = [("tickets", "0016_one_message_two_ids")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
