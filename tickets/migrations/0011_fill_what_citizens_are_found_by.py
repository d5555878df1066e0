"""Fills the columns that citizens are found by, and takes hidden signs out of names kept so far.

Batch by batch, each committed on its own; whatever stops it, the next start goes through it again.
"""

from django.db import connections, migrations, transaction

from services.names import folded, shown
from services.phones import backwards

BATCH = 1000


def fill(apps, schema_editor):
    _each(schema_editor, apps.get_model("tickets", "Citizen"), _citizen)
    _each(schema_editor, apps.get_model("tickets", "Attachment"), _only_shown("filename"))
    _each(schema_editor, apps.get_model("tickets", "Ticket"), _only_shown("proxy_name"))


def _citizen(row):
    names, phone = [shown(name) for name in row[:3]], row[3]
    found_by = "".join(f" {name}\n" for name in map(folded, names) if name)
    return (*names, phone, found_by, backwards(phone))


_citizen.columns = ("name", "profile_name", "username", "phone", "search_name", "phone_backwards")


def _only_shown(column):
    def change(row):
        return (shown(row[0]),)

    change.columns = (column,)
    return change


def _each(schema_editor, model, change):
    alias = schema_editor.connection.alias
    names = change.columns
    table, quote = model._meta.db_table, schema_editor.connection.ops.quote_name
    sets = ", ".join(f"{quote(name)} = %s" for name in names)
    sql = f"UPDATE {quote(table)} SET {sets} WHERE {quote('id')} = %s"
    rows = model.objects.using(alias).order_by("pk")
    if len(names) == 1:  # nearly all files and tickets have none
        rows = rows.exclude(**{names[0]: ""})
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", *names)[:BATCH]):
        last = batch[-1][0]
        changed = [(*new, pk) for pk, *old in batch if (new := change(old)) != tuple(old)]
        if changed:
            with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                cursor.executemany(sql, changed)


class Migration(migrations.Migration):

    atomic = False

    dependencies = [("tickets", "0010_what_citizens_are_found_by")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
