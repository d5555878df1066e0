"""Questionnaires from before instruments were files keep the rules they were computed with."""

from django.db import migrations

# What the code said for every questionnaire until now.
GRADES = [
    ["A", "Sangat baik", "8831/100"],
    ["B", "Baik", "7661/100"],
    ["C", "Kurang baik", "65"],
    ["D", "Tidak baik", "25"],
]
ROUNDED, ELEMENTS = ["0.11", "0.111"], 9


def fill(apps, schema_editor):
    """The rounded weights were offered for nine elements only."""
    for questionnaire in apps.get_model("surveys", "Questionnaire").objects.all():
        is_nine = questionnaire.elements.count() == ELEMENTS
        questionnaire.grades = GRADES
        questionnaire.legacy_weights = ROUNDED if is_nine else []
        questionnaire.save(update_fields=["grades", "legacy_weights"])


class Migration(migrations.Migration):

    dependencies = [("surveys", "0007_instrument_versions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
