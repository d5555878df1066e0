import uuid

from django.db import migrations, models

NAME = "services_move_offer_mark"


def unwatch(apps, schema_editor):
    """Drop the triggers of all tables: the mark is about to go."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {NAME} CASCADE")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if name.startswith(NAME):
                cursor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0011_why_people_are_away'),
    ]

    # The triggers that move it come after every `migrate` (services.apps, tickets.apps).
    operations = [
        migrations.CreateModel(
            name='OfferMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
        ),
        migrations.RunPython(migrations.RunPython.noop, unwatch),
    ]
