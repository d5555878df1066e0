"""The nine elements of PermenPANRB 14/2017, from their frozen file."""

from django.db import migrations

from surveys.instrument import NINE_ELEMENTS, install


def add(apps, schema_editor):
    install(NINE_ELEMENTS, model=apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
