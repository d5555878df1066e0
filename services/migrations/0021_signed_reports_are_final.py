from django.db import migrations

# What an office signed is written once. Django's rows refuse changes already (services.models.final); on
# PostgreSQL the database refuses them too, whatever program asks.
TABLE = "services_signedevaluation"


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("""
CREATE FUNCTION services_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'restrict_violation', MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are written once';
END
$$
""")
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_is_final BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION services_row_is_final()"
    )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_is_final ON {TABLE}")
    schema_editor.execute("DROP FUNCTION IF EXISTS services_row_is_final()")


class Migration(migrations.Migration):

    dependencies = [
        ("services", "0020_evaluation_reports"),
    ]

    operations = [
        migrations.RunPython(make, drop),
    ]
