import uuid

from django.db import migrations, models

from services import marking


def unwatch(apps, schema_editor):
    marking.unwatch(schema_editor.connection)


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
