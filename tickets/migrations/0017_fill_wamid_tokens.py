from django.db import connections, migrations, transaction

from tickets.transports.registry import token_of

BATCH = 1000


def fill(apps, schema_editor):
    """The tokens of what was stored before they were kept; once more changes nothing."""
    _fill(apps.get_model("tickets", "Message").objects.filter(wamid__isnull=False))
    _fill(apps.get_model("tickets", "StatusEvent").objects.filter(message__isnull=True))


def _fill(rows):
    """One prepared statement for each batch: a CASE of as many takes twice as long."""
    table, alias, done = rows.model._meta.db_table, rows.db, 0
    sql = f'UPDATE "{table}" SET "wamid_token" = %s WHERE "id" = %s'  # noqa: S608 - our own names
    while batch := list(rows.filter(pk__gt=done).order_by("pk").values_list("pk", "wamid")[:BATCH]):
        found = [(token, pk) for pk, wamid in batch if (token := token_of(wamid))]
        if found:
            with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                cursor.executemany(sql, found)
        done = batch[-1][0]


class Migration(migrations.Migration):
    atomic = False  # each batch for itself: a table of messages may be long

    dependencies = [("tickets", "0016_one_message_two_ids")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
