from importlib import import_module

from django.db import migrations, models

BATCH = 1000
code_of = import_module("tickets.migrations.0031_codes_of_why").code_of


def convert(apps, schema_editor):
    """Reasons as codes; what is not known keeps its text."""
    rows = apps.get_model("surveys", "Invitation").objects
    refused = rows.exclude(reason="").filter(why="").order_by("pk")
    while batch := list(refused.only("reason")[:BATCH]):
        for row in batch:
            row.values = code_of(row.reason)
            row.why = row.values.pop("why")
        rows.bulk_update(batch, ["why", "values"], batch_size=100)


class Migration(migrations.Migration):

    dependencies = [
        ("surveys", "0004_what_is_in_use_stays"),
        ("tickets", "0031_codes_of_why"),
    ]

    operations = [
        migrations.AddField(
            "invitation", "why", models.CharField("alasan", blank=True, default="", max_length=30),
            preserve_default=False,
        ),
        migrations.AddField("invitation", "values", models.JSONField(blank=True, default=dict)),
        migrations.RunPython(convert, migrations.RunPython.noop, elidable=True),
    ]
