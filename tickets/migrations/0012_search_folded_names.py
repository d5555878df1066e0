"""The index on parts of names follows the names to their folded column (PostgreSQL only)."""

from django.db import DatabaseError, migrations, transaction

OLD = (
    "CREATE INDEX IF NOT EXISTS citizen_name_parts ON tickets_citizen USING gin"
    " (UPPER(name::text) gin_trgm_ops, UPPER(profile_name::text) gin_trgm_ops)"
)
# As Django words `contains`.
NEW = (
    "CREATE INDEX IF NOT EXISTS citizen_search_name_parts ON tickets_citizen USING gin"
    " (search_name gin_trgm_ops)"
)


def make(apps, schema_editor):
    _replace(schema_editor, "citizen_name_parts", NEW)


def drop(apps, schema_editor):
    _replace(schema_editor, "citizen_search_name_parts", OLD)


def _replace(schema_editor, former, index):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"DROP INDEX IF EXISTS {former}")
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute(index)
    except DatabaseError:
        return  # pg_trgm is not installed (0004): names are found all the same, only slower
    schema_editor.execute("ANALYZE tickets_citizen")


class Migration(migrations.Migration):

    dependencies = [("tickets", "0011_fill_what_citizens_are_found_by")]

    operations = [migrations.RunPython(make, drop)]
