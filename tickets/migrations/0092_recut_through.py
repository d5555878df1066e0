from django.db import migrations, models


def make_anew(apps, schema_editor):
    """Back: versions before know no days that are half cut. They make all days of such an office anew."""
    progress = apps.get_model("tickets", "FigureProgress")
    progress.objects.filter(recut_through__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0091_source_asked_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="figureprogress",
            name="recut_through",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, make_anew),
    ]
