"""A part of a name, found by an index on PostgreSQL; SQLite reads the citizens of its one office."""

from django.db import DatabaseError, migrations, transaction

# As Django words `icontains`. Both columns in one index: a search always asks for both.
INDEX = (
    "CREATE INDEX IF NOT EXISTS citizen_name_parts ON tickets_citizen USING gin"
    " (UPPER(name::text) gin_trgm_ops, UPPER(profile_name::text) gin_trgm_ops)"
)


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return  # not installed, or not ours to add: names are found all the same, only slower
    schema_editor.execute(INDEX)
    schema_editor.execute("ANALYZE tickets_citizen")  # how frequent a part is, it learns from this


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS citizen_name_parts")


class Migration(migrations.Migration):

    dependencies = [("tickets", "0003_labels")]

    operations = [migrations.RunPython(make, drop)]
