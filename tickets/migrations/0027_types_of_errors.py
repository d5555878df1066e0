from django.db import migrations, models


def keep_types(apps, schema_editor):
    """ "DatabaseError: duplicate key ... (0812...)" -> "DatabaseError"; a row for each sweep."""
    for beat in apps.get_model("tickets", "Heartbeat").objects.exclude(error=""):
        beat.error = beat.error.partition(":")[0][:100]
        beat.save(update_fields=["error"])


class Migration(migrations.Migration):

    dependencies = [("tickets", "0026_refused_answers_of_both_origins")]

    operations = [
        migrations.RunPython(keep_types, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "heartbeat", "error", models.CharField(blank=True, max_length=100)
        ),
    ]
