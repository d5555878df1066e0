from django.db import migrations

# What citizens answered is written once. Django's rows refuse changes already (surveys.models.final); on
# PostgreSQL the database refuses them too, whatever program asks.
TABLES = ("surveys_response", "surveys_answer")
_REFUSE = """
CREATE FUNCTION surveys_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation', MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are written once';
END
$$
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(_REFUSE)
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION surveys_row_is_final()"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_final ON {table}")
    schema_editor.execute("DROP FUNCTION IF EXISTS surveys_row_is_final()")


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0015_receipts'),
    ]

    operations = [
        migrations.RunPython(make, drop),
    ]
