"""Citizens are found by how their names sound, and by any digits of their number (an index of parts).

Batch by batch, each committed on its own; whatever stops it, the next start goes through it again.
"""

from django.db import DatabaseError, migrations, transaction

from tickets.models.citizen import names_to_search

BATCH = 2000
_INDEX = (
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS citizen_phone_parts ON tickets_citizen"
    " USING gin (phone gin_trgm_ops)"
)


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    citizens = apps.get_model("tickets", "Citizen").objects.using(alias).order_by("pk")
    told = ("pk", "search_name", "name", "profile_name", "username")
    last = 0
    while batch := list(citizens.filter(pk__gt=last).values_list(*told)[:BATCH]):
        last = batch[-1][0]
        changed = [
            (new, pk) for pk, old, *known in batch if (new := names_to_search(*known)) != old
        ]
        if changed:
            with transaction.atomic(using=alias), schema_editor.connection.cursor() as cursor:
                sql = "UPDATE tickets_citizen SET search_name = %s WHERE id = %s"
                cursor.executemany(sql, changed)


def index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        schema_editor.execute("DROP INDEX IF EXISTS citizen_phone_parts")  # one that was not finished
        schema_editor.execute(_INDEX)
    except DatabaseError:
        return  # pg_trgm is not installed (0004): numbers are found all the same, only slower
    schema_editor.execute("ANALYZE tickets_citizen")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS citizen_phone_parts")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0050_fill_search_entries")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(index, drop),
    ]
