"""Sums are emptied, and the sweep makes them again: receipts stood under the number of their matter."""

from django.db import migrations
from django.db.models import F


def empty(apps, schema_editor):
    apps.get_model("surveys", "AnswerSum").objects.all().delete()
    # The version goes on: processes that still run keep sums by it.
    done = apps.get_model("surveys", "SummedUpTo").objects
    done.update(response=0, gaps=[], version=F("version") + 1)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0024_indexes_of_remarks_and_arrival")]

    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
