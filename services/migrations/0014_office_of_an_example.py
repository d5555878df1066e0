import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0013_who_changed_a_roster")]

    operations = [
        migrations.AddField(
            model_name="serviceexample",
            name="agency",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="services.agency",
            ),
        ),
    ]
