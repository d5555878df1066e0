from django.db import migrations, models


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
    ]
