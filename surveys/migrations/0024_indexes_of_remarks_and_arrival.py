"""Indexes on the table of answers, made on PostgreSQL while answers go on being stored.

One of them came with 0021 in an earlier form of it, where its making locked the table: who has it keeps it.
"""

from django.db import migrations, models

_ARRIVAL = models.Index(fields=["agency", "submitted_at"], name="response_by_arrival")
_REMARK = models.Index(
    fields=["agency", "submitted_at"], name="response_with_remark", condition=~models.Q(comment="")
)


def make(apps, schema_editor):
    model = apps.get_model("surveys", "Response")
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for index in (_ARRIVAL, _REMARK):
        if is_postgres:
            _drop_unfinished(schema_editor, index.name)
            sql = str(index.create_sql(model, schema_editor, concurrently=True))
            schema_editor.execute(sql.replace(" CONCURRENTLY ", " CONCURRENTLY IF NOT EXISTS ", 1))
        else:
            sql = str(index.create_sql(model, schema_editor))
            schema_editor.execute(sql.replace(" INDEX ", " INDEX IF NOT EXISTS ", 1))


def _drop_unfinished(schema_editor, name):
    """What an interrupted making leaves has the name, and is not used."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE relname = %s AND NOT indisvalid AND pg_table_is_visible(indexrelid)",
            [name],
        )
        if cursor.fetchone():
            cursor.execute(f"DROP INDEX CONCURRENTLY {name}")


def drop(apps, schema_editor):
    for index in (_ARRIVAL, _REMARK):
        schema_editor.execute(f"DROP INDEX IF EXISTS {index.name}")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("surveys", "0023_submissions")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[
                migrations.AddIndex(model_name="response", index=_ARRIVAL),
                migrations.AddIndex(model_name="response", index=_REMARK),
            ],
        )
    ]
